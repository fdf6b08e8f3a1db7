package group

// planPacks gives those with a turn what they need the day before: who comes, the
// pairs, a timed script.
func planPacks(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		m, found := g.Member(t.Member)
		if !ok || !found || t.State != Accepted || mt.State != Planned || m.State != Active {
			continue
		}
		due := nine(mt.Start, m.Zone, packBefore, true)
		items = append(items, Item{
			Key:   g.anew(Key{Practice: "pack", Occurrence: t.TurnKey(), Member: m.ID}, due, soonNote),
			Class: InNote, Always: true, Due: due, Expires: mt.Start, Before: true, Meeting: mt.ID,
		})
	}
	return items
}

func writePack(g *Group, it Item, m Member, b Base) any {
	t, _ := g.turn(it.Occurrence)
	mt, _ := g.Meeting(it.Meeting)
	d := PackData{
		Base: b, Role: t.Role, Start: mt.Start.In(m.Zone), End: mt.End().In(m.Zone), Place: mt.Place,
		Leads: len(g.Roles) > 0 && t.Role == g.Roles[0], Steps: g.agenda(mt, m.Zone), Rules: g.rules(),
	}
	d.Occasion = g.occasion(mt, m)
	if c, ok := g.brings(mt.ID); ok && d.Leads && c.Member != m.ID && g.mayBeRead(c) {
		d.Case = c.shown()
	}
	if topic, ok := g.Topic(mt.Topic); ok {
		d.Topic = topic.Text
	}
	for _, o := range g.active() {
		switch r, said := g.RSVP(mt.ID, o.ID); {
		case said && r.Answer == Late:
			d.Late = append(d.Late, g.first(o.ID))
			d.Coming = append(d.Coming, g.first(o.ID))
		case said && r.Answer.Coming():
			d.Coming = append(d.Coming, g.first(o.ID))
		case said && r.Answer == Maybe:
			d.Maybe = append(d.Maybe, g.first(o.ID))
		}
	}
	for _, set := range g.pairsAt(mt.ID) {
		var names []string
		for _, id := range set {
			names = append(names, g.first(id))
		}
		d.Pairs = append(d.Pairs, names)
	}
	if r, ok := g.decision(mt.ID); ok {
		d.InPairs = r == decidePairs
	}
	return d
}

// decision is what was decided about a meeting that few come to.
func (g *Group) decision(meeting MeetingID) (string, bool) {
	value, found := "", false
	for _, r := range g.Responses {
		if r.Practice == "short" && r.About == string(meeting) && !g.undone(r.Inbox) {
			value, found = r.Value, true
		}
	}
	return value, found
}
