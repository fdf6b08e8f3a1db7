package group

import (
	"time"

	"convene/daemon/answer"
)

const (
	missedFrom  = 2 // known absences in a row
	missedAfter = 1 // days after the last of them
	missedLasts = 21 * 24 * time.Hour
)

// wasThere tells whether a member was at a meeting, as far as anybody knows: as
// was reported, else a no that they said themselves.
func (g *Group) wasThere(mt Meeting, m MemberID) (there, known bool) {
	for _, a := range g.Attendance {
		if a.Meeting == mt.ID && a.Member == m && !g.undone(a.Inbox) {
			there, known = a.Present, true
		}
	}
	if known {
		return there, true
	}
	r, said := g.RSVP(mt.ID, m)
	return false, said && r.Answer == No
}

// missedRuns are the meetings in a row that a member is known to have missed,
// where they are enough to ask: two each, the first two of a row.
func (g *Group) missedRuns(m Member) [][]Meeting {
	var runs [][]Meeting
	var run []Meeting
	for _, mt := range g.takingPlace() {
		if !m.Joined.Before(mt.Start) || g.away(m.ID, mt.Start) {
			continue // who said they would be away is not missed
		}
		if there, known := g.wasThere(mt, m.ID); there || !known {
			run = nil
			continue
		}
		if run = append(run, mt); len(run) == missedFrom {
			runs = append(runs, run)
		}
	}
	return runs
}

// planMissed asks who was not there twice in a row whether they are still in: once,
// whatever becomes of it.
func planMissed(g *Group) []Item {
	last, ok := g.last()
	if !ok {
		return nil
	}
	var items []Item
	for _, m := range g.active() {
		if runs := g.missedRuns(m); len(runs) > 0 {
			mt := runs[0][missedFrom-1]
			due := nine(mt.Start, m.Zone, missedAfter, g.Weekends)
			expires := sooner(due.Add(missedLasts), nine(last.Start, g.Zone, endingBefore, g.Weekends))
			items = append(items, Item{
				Key: Key{Practice: "missed", Member: m.ID}, Class: InLetter,
				Due: due, Expires: expires, Rank: rankMissed, Yields: true,
				Asks: []Ask{{About: string(mt.ID), Kind: AskYesNo, Question: 1, Closes: last.Start}},
			})
		}
	}
	return items
}

func writeMissed(g *Group, it Item, m Member, b Base) any {
	d := MissedData{Base: b, Asks: len(it.Asks) > 0}
	if runs := g.missedRuns(m); len(runs) > 0 {
		for _, mt := range runs[0] {
			d.Missed = append(d.Missed, mt.Start.In(m.Zone))
		}
	}
	if next, ok := g.after(it.Due); ok {
		d.Next = next.Start.In(m.Zone)
	}
	return d
}

// readMissed takes "yes" and "I was there". A bare no may mean a pause or leaving:
// both are offered.
func readMissed(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	mt, ok := g.Meeting(MeetingID(ask.About))
	if !ok || !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	switch {
	case a.Kind == answer.KindAttendance && a.Value == "self":
		return g.attended(in, mt, a, now)
	case (a.Kind == answer.KindYesNo || a.Kind == answer.KindRSVP) && a.Value == answer.ValueYes:
		return stays(in, now)
	case (a.Kind == answer.KindYesNo || a.Kind == answer.KindRSVP) && a.Value == answer.ValueNo:
		u := Understood{Kind: "less"}
		u.add(Entry{At: now, Kind: "missed", Member: in.Member, Text: "not in as things are: pause or leave is offered", Inbox: in.Inbox})
		return u
	}
	return Understood{Kind: "unclear"}
}

// stays notes that a member is still in.
func stays(in Inbound, now time.Time) Understood {
	u := Understood{Lines: []ReceiptLine{{What: "stay"}}}
	u.add(Entry{At: now, Kind: "missed", Member: in.Member, Text: "still in", Inbox: in.Inbox})
	return u
}
