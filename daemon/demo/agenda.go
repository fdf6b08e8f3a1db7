package demo

import (
	"cmp"
	"slices"
	"time"
)

// agenda holds the replies that will be sent, in order of time, then member.
type agenda struct {
	replies []reply
	seq     int
}

func (a *agenda) add(rs ...reply) {
	for _, r := range rs {
		a.seq++
		r.seq = a.seq
		at, _ := slices.BinarySearchFunc(a.replies, r, before)
		a.replies = slices.Insert(a.replies, at, r)
	}
}

func before(a, b reply) int {
	return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.who.place, b.who.place), cmp.Compare(a.seq, b.seq))
}

// next is when the first reply is due, zero if there is none.
func (a *agenda) next() time.Time {
	if len(a.replies) == 0 {
		return time.Time{}
	}
	return a.replies[0].at
}

// due takes out what is due by now.
func (a *agenda) due(now time.Time) []reply {
	n := 0
	for n < len(a.replies) && !a.replies[n].at.After(now) {
		n++
	}
	due := slices.Clone(a.replies[:n])
	a.replies = slices.Delete(a.replies, 0, n)
	return due
}
