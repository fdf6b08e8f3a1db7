package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// couldTake are those who come and have no role at the meeting yet.
func (g *Group) couldTake(mt Meeting, role string) []Member {
	var ms []Member
	for _, m := range g.coming(mt.ID) {
		if !slices.ContainsFunc(g.Turns, func(t Turn) bool {
			return t.Meeting == mt.ID && t.Member == m.ID && (t.State == Accepted || t.State == Offered || t.Role == role && t.State == Passed)
		}) {
			ms = append(ms, m)
		}
	}
	return ms
}

// planTurns offers a role in the letter about the meeting.
func planTurns(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		m, found := g.Member(t.Member)
		if !ok || !found || t.State != Offered {
			continue
		}
		items = append(items, Item{
			Key:   Key{Practice: "turn", Occurrence: t.TurnKey(), Member: t.Member},
			Class: InLetter, Due: g.letterAt(mt, m), Expires: t.By, Before: true, Rank: rankTurn, Meeting: mt.ID,
			Asks: []Ask{{About: t.TurnKey(), Kind: AskTurn, Closes: mt.Start}},
		})
	}
	return items
}

func writeTurn(g *Group, it Item, m Member, b Base) any {
	t, _ := g.turn(it.Occurrence)
	mt, _ := g.Meeting(t.Meeting)
	d := TurnData{Base: b, Role: t.Role, Start: mt.Start.In(m.Zone), By: t.By.In(m.Zone)}
	for _, o := range g.active() {
		if o.ID != m.ID {
			d.Another = g.first(o.ID)
			break
		}
	}
	return d
}

// turn finds a turn by its key.
func (g *Group) turn(key string) (Turn, bool) {
	for _, t := range g.Turns {
		if t.TurnKey() == key {
			return t, true
		}
	}
	return Turn{}, false
}

// planStepIns asks one person, or all who come, to take a role.
func planStepIns(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		if !ok || t.State != Asked && t.State != Open {
			continue
		}
		asked := g.couldTake(mt, t.Role)
		if t.State == Asked {
			m, _ := g.Member(t.Member)
			asked = []Member{m}
		}
		for _, m := range asked {
			items = append(items, Item{
				Key:   Key{Practice: "stepin", Occurrence: t.TurnKey(), Member: m.ID},
				Class: InNote, Due: t.Since, Expires: t.By, Before: true, Always: t.From != "", Meeting: mt.ID,
				Asks: []Ask{{About: t.TurnKey(), Kind: AskYesNo, Closes: mt.Start}},
			})
		}
	}
	return items
}

func writeStepIn(g *Group, it Item, m Member, b Base) any {
	t, _ := g.turn(it.Occurrence)
	mt, _ := g.Meeting(t.Meeting)
	return StepInData{
		Base: b, Role: t.Role, Start: mt.Start.In(m.Zone), By: t.By.In(m.Zone),
		Everyone: t.State == Open, From: g.first(t.From), Takes: t.Takes,
	}
}

// planSelfLed gives a script to those who come when nobody leads.
func planSelfLed(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		if !ok || t.State != SelfLed || len(g.Roles) == 0 || t.Role != g.Roles[0] {
			continue
		}
		for _, m := range g.coming(mt.ID) {
			items = append(items, Item{
				Key:   g.anew(Key{Practice: "selfled", Occurrence: string(mt.ID), Member: m.ID}, t.Since, soonNote),
				Class: InNote, Due: t.Since, Expires: mt.Start, Before: true, Always: true, Meeting: mt.ID,
			})
		}
	}
	return items
}

func writeSelfLed(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := SelfLedData{Base: b, Role: g.Roles[0], Start: mt.Start.In(m.Zone), Place: mt.Place}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	return d
}

// readTurn is the one question with three answers: come and lead, come and not
// lead, not come; and swapping with somebody.
func readTurn(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	t, ok := g.turn(ask.About)
	mt, found := g.asPrinted(ask)
	if !ok || !found || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	switch {
	case a.Kind == answer.KindRSVP:
		u := g.rsvp(in, mt, RSVPAnswer(a.Value), a.Text, "words", now)
		if a.Value == answer.ValueNo && t.Live() && len(u.Lines) > 0 {
			u.AtOnce = true
			u.Lines = append(u.Lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		}
		return u
	case g.superseded(in, mt, t):
		return overtaken(in, t, now)
	case a.Value == answer.ValuePass && t.Member == in.Member && t.State == Passed && t.Inbox == in.Inbox:
		return Understood{AtOnce: true} // by this mail's own no to coming
	case a.Value == answer.ValuePass:
		if t.Member != in.Member || !t.Live() {
			return Understood{Kind: "closed"}
		}
		if offer, ok := g.swapBetween(mt.ID, t.Role, in.Member, ""); ok && offer.Takes {
			return g.agreeSwap(in, mt, offer, now)
		}
		t = t.said(in, Passed, now)
		u := Understood{AtOnce: true}
		if _, said := g.RSVP(mt.ID, in.Member); !said { // "I'll come, someone else leads"
			u = g.rsvp(in, mt, Yes, "", "words", now)
			u.AtOnce = true
		}
		u.Lines = append(u.Lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "passed", Inbox: in.Inbox})
		return u
	case a.Value == answer.ValueSwap:
		return g.swap(in, mt, t, a, now)
	default: // lead
		return g.take(in, mt, t, now)
	}
}

// take lets a member take a role: their own offer, or one nobody has yet.
func (g *Group) take(in Inbound, mt Meeting, t Turn, now time.Time) Understood {
	current, live := g.live(mt.ID, t.Role)
	switch {
	case live && current.Member == in.Member && (current.State == Offered || current.State == Asked || current.State == Accepted):
		t = current
	case live && current.State == Accepted, live && current.State == Served:
		return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "already", Start: mt.Start, Role: t.Role, Who: g.first(current.Member)}}}
	case live && (current.State == Open || current.State == SelfLed):
		current.Member, current.Reason = in.Member, "took it when all were asked"
		t = current
	default: // it lapsed, and comes back before somebody else took it
		t = Turn{Meeting: mt.ID, Role: t.Role, N: len(g.turnsOf(mt.ID, t.Role)) + 1, Member: in.Member, Reason: "offered to do it"}
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "lead", Start: mt.Start, Role: t.Role}}}
	if live && current.TurnKey() != t.TurnKey() {
		current.State, current.Since = Lapsed, now
		u.add(current)
	}
	t = t.said(in, Accepted, now)
	t.By = time.Time{}
	u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "accepted", Inbox: in.Inbox})
	u.Lines = append(u.Lines, g.freeOthers(&u.Outcome, in, mt, t.Role, in.Member, now)...)
	if r, said := g.RSVP(mt.ID, in.Member); !said || !r.Answer.Coming() {
		u.add(RSVP{Meeting: mt.ID, Member: in.Member, Answer: Yes, Via: "words", Inbox: in.Inbox, Received: in.Received, Position: in.position(), Sequence: mt.Sequence})
	}
	return u
}

// live is the turn of a role that stands or may still stand, a swap being asked
// for left aside.
func (g *Group) live(meeting MeetingID, role string) (Turn, bool) {
	ts := g.turnsOf(meeting, role)
	for _, t := range slices.Backward(ts) {
		if t.Live() && !(t.State == Asked && t.From != "") {
			return t, true
		}
	}
	return Turn{}, false
}
