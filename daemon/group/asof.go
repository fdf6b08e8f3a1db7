package group

import (
	"math"
	"time"
)

// AsOf leaves out what was put on record after an instant, as far as the record
// says when: a mail that was written then can be read as it would have been. Where
// turns and meetings stand is as it is now. The group is changed in memory.
func (g *Group) AsOf(t time.Time) {
	if g.Closed.After(t) {
		g.Closed = time.Time{}
	}
	g.RSVPs = until(g.RSVPs, t, func(r RSVP) time.Time { return r.Received })
	g.Votes = until(g.Votes, t, func(v Vote) time.Time { return v.At })
	g.Responses = until(g.Responses, t, func(r Response) time.Time { return r.At })
	g.Letters = until(g.Letters, t, func(l Letter) time.Time { return l.At })
	g.Held = until(g.Held, t, func(h Held) time.Time { return h.At })
	g.Bounces = until(g.Bounces, t, func(b Bounce) time.Time { return b.At })
	g.Absences = until(g.Absences, t, func(a Absence) time.Time { return a.At })
	g.Undone = until(g.Undone, t, func(u Undone) time.Time { return u.At })
	g.Contributions = until(g.Contributions, t, func(c Contribution) time.Time { return c.At })
	settled := map[Key]Settled{}
	for k, s := range g.settled {
		if !s.At.After(t) {
			settled[k] = s
		}
	}
	g.settled = settled
	for i, m := range g.Members { // somebody's first reply is one again
		g.Members[i].Replied = m.Replied && g.lastReply(m.ID, math.MaxInt64) > 0
	}
}

// until are the elements that are not from after an instant.
func until[T any](all []T, t time.Time, at func(T) time.Time) []T {
	var kept []T
	for _, v := range all {
		if !at(v).After(t) {
			kept = append(kept, v)
		}
	}
	return kept
}
