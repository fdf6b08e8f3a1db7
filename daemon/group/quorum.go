package group

import (
	"time"

	"convene/daemon/answer"
)

// shortBefore is how many days before a meeting too few people are noticed.
const shortBefore = -2

// The decisions about a meeting that few come to.
const (
	decideGo     = "go"
	decideCancel = "cancel"
	decidePairs  = "pairs"
)

// leads is who leads a meeting: has taken the first role, or is being asked to;
// else the first coordinator who is a member.
func (g *Group) leads(mt Meeting) (Member, bool) {
	if len(g.Roles) > 0 {
		if t, ok := g.live(mt.ID, g.Roles[0]); ok && (t.State == Accepted || t.State == Offered) {
			if m, ok := g.Member(t.Member); ok && m.State == Active {
				return m, true
			}
		}
	}
	for _, m := range g.active() {
		if m.Coordinator {
			return m, true
		}
	}
	return Member{}, false
}

// planShort asks who leads what to do when fewer come than the coordinator thinks
// a meeting needs. Unanswered, it takes place.
func planShort(g *Group) []Item {
	var items []Item
	for _, mt := range g.takingPlace() {
		m, ok := g.leads(mt)
		if !ok || len(g.coming(mt.ID)) >= g.Minimum {
			continue
		}
		due := nine(mt.Start, m.Zone, shortBefore, true)
		items = append(items, Item{
			Key:   g.anew(Key{Practice: "short", Occurrence: string(mt.ID), Member: m.ID}, due, soonNote),
			Class: InNote, Due: due, Expires: mt.Start, Before: true, Meeting: mt.ID,
			Asks: []Ask{{About: string(mt.ID), Kind: AskDecision, Question: 1, Closes: mt.Start}},
		})
	}
	return items
}

func writeShort(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := ShortData{Base: b, Start: mt.Start.In(m.Zone)}
	for _, o := range g.coming(mt.ID) {
		if o.ID == m.ID {
			d.Said = true
			continue
		}
		d.Coming = append(d.Coming, g.first(o.ID))
	}
	for _, o := range g.active() {
		switch r, said := g.RSVP(mt.ID, o.ID); {
		case o.ID == m.ID:
		case !said:
			d.Silent++
		case r.Answer == Maybe:
			d.Maybe++
		}
	}
	return d
}

// readShort does what was decided. A meeting that is cancelled this way stays so
// until the coordinator's file changes it.
func readShort(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	mt, ok := g.asPrinted(ask)
	if !ok || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	decision := a.Value
	switch {
	case a.Kind == answer.KindDecision:
	case a.Kind == answer.KindYesNo && a.Value == answer.ValueYes:
		decision = decideGo
	default:
		return Understood{Kind: "unclear"}
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "decided_" + decision, Start: mt.Start}}}
	u.add(Response{Practice: "short", About: string(mt.ID), Question: 1, Member: in.Member, Value: decision, Inbox: in.Inbox, At: in.Received},
		Entry{At: now, Kind: "short", Member: in.Member, About: string(mt.ID), Text: decision, Inbox: in.Inbox})
	switch decision {
	case decideGo, decidePairs:
	case decideCancel:
		mt.State, mt.ByMail = Cancelled, true
		mt.Sequence = g.raised(mt)
		u.add(mt, Entry{At: now, Kind: "meeting", Member: in.Member, About: string(mt.ID), Text: "cancelled: too few", Inbox: in.Inbox})
	default:
		return Understood{Kind: "unclear"}
	}
	return u
}
