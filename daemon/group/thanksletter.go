package group

import "time"

const (
	thanksAfter = 2 // days after the last meeting
	thanksLasts = 12 * 24 * time.Hour
)

// waitingThanks are the thanks to a member that have not reached them.
func (g *Group) waitingThanks(to MemberID) []Contribution {
	var cs []Contribution
	for _, c := range g.given(Thanks) {
		if c.To == to && c.State == StateOpen {
			cs = append(cs, c)
		}
	}
	return cs
}

// planThanksLetters sends everybody who was thanked one mail with what was written
// to them, after the last meeting. It is that week's note: the
// survey is its letter. The last notes come with it.
func planThanksLetters(g *Group) []Item {
	last, ok := g.last()
	if !ok {
		return nil
	}
	var items []Item
	for _, m := range g.active() {
		if len(g.waitingThanks(m.ID)) == 0 {
			continue
		}
		due := nine(g.over(last), m.Zone, thanksAfter, g.Weekends)
		items = append(items, Item{
			Key: Key{Practice: "thanksletter", Occurrence: string(last.ID), Member: m.ID}, Class: InNote, Always: true,
			Due: due, Expires: due.Add(thanksLasts),
		})
	}
	return items
}

func writeThanksLetter(g *Group, it Item, _ Member, b Base) any {
	d := ThanksLetterData{Base: b, Meetings: len(g.takingPlace())}
	for _, c := range g.waitingThanks(it.Member) {
		d.Voices = append(d.Voices, Voice{Name: g.first(c.Member), Text: c.shown()})
	}
	return d
}

// lapseThanks notes which thanks have reached those they are for.
func lapseThanks(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	last, ok := g.last()
	if !ok {
		return o, time.Time{}
	}
	for _, c := range g.given(Thanks) {
		if c.State != StateOpen {
			continue
		}
		for _, practice := range []string{"thanksletter", "report"} {
			s, ok := g.settled[Key{Practice: practice, Occurrence: string(last.ID), Member: c.To}]
			if ok && s.How == "sent" && !c.Changed.After(s.At) && c.State == StateOpen {
				c.State, c.Changed = StateShared, now
				o.add(c, Entry{At: now, Kind: "thanks", Member: c.Member, About: c.ref(), Text: string(c.State), Inbox: c.Inbox})
			}
		}
	}
	return o, time.Time{}
}
