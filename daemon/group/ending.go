package group

import "time"

// endingBefore is how many days before the last meeting everybody hears that the
// end is near.
const endingBefore = -14

// endingAt is when the letter on the end is due, after the first meeting at the
// earliest, and whether there is one: a single meeting has no end to prepare for.
func (g *Group) endingAt(zone *time.Location) (Meeting, time.Time, bool) {
	ms := g.takingPlace()
	if len(ms) < 2 {
		return Meeting{}, time.Time{}, false
	}
	last := ms[len(ms)-1]
	return last, later(nine(last.Start, zone, endingBefore, g.Weekends), nine(ms[0].Start, zone, 1, g.Weekends)), true
}

// atTheEnd tells whether something was given when the group was about to end:
// thanks are then put together in one letter.
func (g *Group) atTheEnd(at time.Time) bool {
	_, from, ok := g.endingAt(g.Zone)
	return ok && !at.Before(from)
}

// planEnding sets the plan beside what came of it, before the last meeting, and
// asks for a line of thanks.
func planEnding(g *Group) []Item {
	var items []Item
	for _, m := range g.active() {
		last, due, ok := g.endingAt(m.Zone)
		if !ok || !m.Joined.Before(last.Start) {
			continue
		}
		items = append(items, Item{
			Key: Key{Practice: "ending", Occurrence: string(last.ID), Member: m.ID}, Class: InLetter,
			Due: later(due, m.Joined), Expires: last.Start, Before: true, Rank: rankEnding,
		})
	}
	return items
}

func writeEnding(g *Group, it Item, m Member, b Base) any {
	last, _ := g.last()
	d := EndingData{
		Base: b, Last: last.Start.In(m.Zone), Goals: g.goals(), Planned: len(g.Meetings), Objective: g.hoped(m.ID),
		Thanks: nine(last.Start, m.Zone, thanksAfter, true),
	}
	d.Held = len(g.metBy(it.Due))
	for _, o := range g.active() {
		if o.ID != m.ID && d.Another == "" {
			d.Another = g.first(o.ID)
		}
	}
	topics := map[int]bool{}
	for _, mt := range g.metBy(it.Due) {
		if mt.Topic != 0 && !topics[mt.Topic] {
			topics[mt.Topic] = true
			d.Topics++
		}
	}
	return d
}
