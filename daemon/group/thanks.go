package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// takeThanks takes "thanks Dana, for ..." from any mail: it reaches Dana, and
// nobody else.
func takeThanks(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	var u Understood
	for _, p := range a.People {
		to := MemberID(p)
		if to == in.Member || slices.ContainsFunc(g.given(Thanks), func(c Contribution) bool {
			return c.Inbox == in.Inbox && c.To == to && c.Text == a.Text
		}) {
			continue
		}
		u.also(g.offer(Contribution{Kind: Thanks, Member: in.Member, To: to, Text: a.Text, Audience: OneMember, Named: true, Inbox: in.Inbox, At: in.Received},
			ReceiptLine{What: "thanks", Who: g.first(to)}, now))
	}
	if len(u.Changes) == 0 {
		return Understood{Kind: "unclear"}
	}
	return u
}

// planThanks brings thanks to those they are for, in a letter that goes out
// anyway: thanks alone make none. What no letter took along waits for the
// closing.
func planThanks(g *Group) []Item {
	last, ok := g.last()
	if !ok {
		return nil
	}
	var items []Item
	for _, c := range g.given(Thanks) {
		m, ok := g.Member(c.To)
		if g.atTheEnd(c.At) { // all of them in one letter, after the last meeting
			continue
		}
		if !ok || m.State != Active || c.State != StateOpen && c.State != StateShared {
			continue
		}
		end := last.End().Add(time.Hour)
		items = append(items, Item{
			Key: Key{Practice: "thanks", Occurrence: c.ref(), Member: c.To}, Class: InLetter,
			Due: c.At, Join: end, Expires: end, Rank: rankThanks,
		})
	}
	return items
}

func writeThanks(g *Group, it Item, _ Member, b Base) any {
	return ThanksData{Base: b, Voices: g.voices(it)}
}
