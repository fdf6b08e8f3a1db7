package group

import (
	"slices"
	"strconv"
	"time"
)

// latecomers are the members who joined after the group had begun.
func (g *Group) latecomers() []Member {
	mt, ok := g.firstMeeting()
	return slices.DeleteFunc(g.active(), func(m Member) bool { return !ok || m.Joined.Before(mt.Start) })
}

// planNewcomers tells the others in a line who has joined them, and what they offer.
// It makes no letter of its own.
func planNewcomers(g *Group) []Item {
	var items []Item
	for _, v := range g.latecomers() {
		end := v.Joined.Add(staleAfter)
		for _, m := range g.active() {
			if !m.Joined.Before(v.Joined) {
				continue
			}
			it := Item{
				Key:   Key{Practice: "newcomer", Occurrence: newcomerKey(v), Member: m.ID},
				Class: InLetter, Due: v.Joined, Join: end, Expires: end, Rank: rankNewcomer,
			}
			items = append(items, it)
			if s, ok := g.settled[it.Key]; ok && s.How == "sent" && len(g.offersOf(v, s.At)) > 0 {
				it.Revision, it.Due = 1, s.At
				items = append(items, it)
			}
		}
	}
	return items
}

// newcomerKey names a member's joining: somebody may come back.
func newcomerKey(v Member) string { return string(v.ID) + " " + strconv.FormatInt(v.Joined.Unix(), 36) }

// offersOf are what a member offers, as far as the others may see it and have not
// been told by an instant.
func (g *Group) offersOf(v Member, since time.Time) []Contribution {
	return slices.DeleteFunc(g.given(Offer), func(c Contribution) bool {
		return c.Member != v.ID || c.At.Before(v.Joined) || c.State != StateOpen && c.State != StateShared || !since.IsZero() && !c.Changed.After(since)
	})
}

func writeNewcomer(g *Group, it Item, _ Member, b Base) any {
	d := NewcomerData{Base: b, Known: it.Revision > 0}
	for _, v := range g.latecomers() {
		if newcomerKey(v) != it.Occurrence {
			continue
		}
		d.Who = g.first(v.ID)
		since := time.Time{}
		if d.Known {
			k := it.Key
			k.Revision = 0
			since = g.settled[k].At
		}
		for _, c := range g.offersOf(v, since) {
			d.Offers = append(d.Offers, excerpt(c.Text, maxOffer))
		}
	}
	return d
}
