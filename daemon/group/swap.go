package group

import (
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
)

// swap asks the other one: both must agree. Until then the turn stays where it
// is. The writer either gives their own turn to somebody, or says that they
// take somebody else's.
func (g *Group) swap(in Inbound, mt Meeting, t Turn, a answer.Answer, now time.Time) Understood {
	var other MemberID
	for _, p := range a.People {
		if MemberID(p) != in.Member {
			other = MemberID(p)
		}
	}
	holder, live := g.live(mt.ID, t.Role)
	if m, ok := g.Member(other); !ok || m.State != Active || !live || holder.Member != in.Member && holder.Member != other {
		return Understood{AtOnce: true, Kind: "unclear"}
	}
	if asked, ok := g.swapBetween(mt.ID, t.Role, in.Member, other); ok {
		return g.agreeSwap(in, mt, asked, now) // the other one has said the same
	}
	if slices.ContainsFunc(g.turnsOf(mt.ID, t.Role), func(o Turn) bool { return o.State == Asked && o.From == in.Member && o.Member == other }) {
		return Understood{} // already asked
	}
	asked := Turn{
		Meeting: mt.ID, Role: t.Role, N: len(g.turnsOf(mt.ID, t.Role)) + 1, Member: other, State: Asked, From: in.Member, Since: now,
		Takes: holder.Member == other, Inbox: in.Inbox, Reason: "swap asked for by " + strings.TrimSpace(g.first(in.Member)),
	}
	om, _ := g.Member(other)
	asked.By = sooner(workingHours(now, stepInHours, om.Zone), mt.Start)
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "swap_asked", Start: mt.Start, Role: t.Role, Who: g.first(other)}}}
	u.add(asked, Entry{At: now, Kind: "turn", Member: other, About: asked.TurnKey(), Text: asked.Reason, Inbox: in.Inbox})
	return u
}

// readStepIn is the answer to being asked by a note: yes or no.
func readStepIn(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	t, ok := g.turn(ask.About)
	mt, found := g.asPrinted(ask)
	if !ok || !found || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	if a.Kind == answer.KindRSVP { // beside the no to leading
		return g.rsvp(in, mt, RSVPAnswer(a.Value), a.Text, "words", now)
	}
	if g.superseded(in, mt, t) {
		return overtaken(in, t, now)
	}
	yes := a.Value == answer.ValueYes || a.Value == answer.ValueLead || a.Value == answer.ValueLate
	no := a.Value == answer.ValueNo || a.Value == answer.ValuePass
	switch {
	case no:
		u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "declined", Start: mt.Start, Role: t.Role}}}
		if t.State == Asked && t.Member == in.Member {
			t = t.said(in, Passed, now)
			u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "passed", Inbox: in.Inbox})
			if t.From != "" {
				u.Items = append(u.Items, g.receiptFor(t.From, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{{What: "swap_refused", Start: mt.Start, Role: t.Role, Who: g.first(in.Member)}}}))
			}
		}
		return u
	case yes && t.From != "":
		return g.agreeSwap(in, mt, t, now)
	case yes:
		return g.take(in, mt, t, now)
	}
	return Understood{AtOnce: true, Kind: "unclear"}
}

// agreeSwap: both said yes, the turn moves.
func (g *Group) agreeSwap(in Inbound, mt Meeting, t Turn, now time.Time) Understood {
	holder, live := g.live(mt.ID, t.Role)
	if !live && !t.Takes && t.Member == in.Member && t.State == Asked {
		return g.take(in, mt, t, now) // whoever asked can't come any more
	}
	if t.Member != in.Member || t.State != Asked && t.State != Lapsed || !live || holder.State == Served {
		return Understood{Kind: "closed"}
	}
	from, to := t.From, t.Member // from gives it away
	if t.Takes {
		from, to = t.Member, t.From
	}
	if holder.Member != from {
		return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "already", Start: mt.Start, Role: t.Role, Who: g.first(holder.Member)}}}
	}
	holder.State, holder.Since = Swapped, now
	t = t.said(in, Accepted, now)
	t.Member, t.From, t.By = to, from, time.Time{}
	t.Reason = "swapped with " + g.first(from)
	u := Understood{AtOnce: true, Lines: []ReceiptLine{g.swapLine(in.Member, mt, t.Role, from, to)}}
	u.add(holder, t, Entry{At: now, Kind: "turn", Member: to, About: t.TurnKey(), Text: t.Reason, Inbox: in.Inbox})
	freed := g.freeOthers(&u.Outcome, in, mt, t.Role, to, now)
	if r, said := g.RSVP(mt.ID, to); to == in.Member && (!said || !r.Answer.Coming()) {
		u.add(RSVP{Meeting: mt.ID, Member: to, Answer: Yes, Via: "words", Inbox: in.Inbox, Received: in.Received, Position: in.position(), Sequence: mt.Sequence})
	}
	other := from
	if other == in.Member {
		other = to
	}
	told := []ReceiptLine{g.swapLine(other, mt, t.Role, from, to)}
	if to == in.Member {
		u.Lines = append(u.Lines, freed...)
	} else {
		told = append(told, freed...)
	}
	u.Items = append(u.Items, g.receiptFor(other, in, ReceiptData{Kind: "turn", Lines: told}))
	return u
}

// swapBetween is the swap that waits for a member's word; from names who asked,
// "" for anybody.
func (g *Group) swapBetween(meeting MeetingID, role string, member, from MemberID) (Turn, bool) {
	for _, t := range g.turnsOf(meeting, role) {
		if t.State == Asked && t.From != "" && t.Member == member && (from == "" || t.From == from) {
			return t, true
		}
	}
	return Turn{}, false
}

// freeOthers gives back what else a member has at a meeting where they have just
// taken a role: two roles go to two people.
func (g *Group) freeOthers(o *Outcome, in Inbound, mt Meeting, role string, member MemberID, now time.Time) []ReceiptLine {
	var lines []ReceiptLine
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && t.Role != role && t.Member == member && (t.State == Offered || t.State == Accepted || t.State == Asked && t.From == "") {
			t = t.said(in, Passed, now)
			o.add(t, Entry{At: now, Kind: "turn", Member: member, About: t.TurnKey(), Text: "passed: has another role", Inbox: in.Inbox})
			lines = append(lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		}
	}
	return lines
}

// swapsOf settles the swaps that a member is part of who cannot come.
func (g *Group) swapsOf(o *Outcome, in Inbound, mt Meeting, now time.Time) {
	for _, t := range g.Turns {
		if t.Meeting != mt.ID || t.State != Asked || t.From == "" {
			continue
		}
		t.Since = now
		switch {
		case t.Member == in.Member && t.Takes: // somebody has offered to take it over
			t.Member, t.From, t.State, t.By = t.From, in.Member, Accepted, time.Time{}
			t.Reason = "swapped with " + g.first(in.Member)
			o.Items = append(o.Items, g.receiptFor(t.Member, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{g.swapLine(t.Member, mt, t.Role, in.Member, t.Member)}}))
		case t.Member == in.Member:
			t.State = Passed
			o.Items = append(o.Items, g.receiptFor(t.From, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{{What: "swap_refused", Start: mt.Start, Role: t.Role, Who: g.first(in.Member)}}}))
		case t.From == in.Member && t.Takes: // and who offered can't
			t.State = Lapsed
		default:
			continue
		}
		o.add(t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State) + ": can't come", Inbox: in.Inbox})
	}
}

// superseded tells whether a mail that was held has been overtaken by what its
// writer said since.
func (g *Group) superseded(in Inbound, mt Meeting, t Turn) bool {
	if !g.Released(in.Inbox) {
		return false
	}
	if r, ok := g.RSVP(mt.ID, in.Member); ok && r.Position > in.position() && !r.Answer.Coming() {
		return true
	}
	return t.Member == in.Member && t.Since.After(in.Received) && (t.State == Accepted || t.State == Passed || t.State == Swapped)
}

// overtaken puts on record that a held mail came too late.
func overtaken(in Inbound, t Turn, now time.Time) Understood {
	var u Understood
	u.add(Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "older than what was said since", Inbox: in.Inbox})
	return u
}

// swapLine tells one of the two who has swapped: whoever has the turn now reads
// of themselves, not of somebody with their name.
func (g *Group) swapLine(reader MemberID, mt Meeting, role string, from, to MemberID) ReceiptLine {
	if reader == to {
		return ReceiptLine{What: "took", Start: mt.Start, Role: role, Who: g.first(from)}
	}
	return ReceiptLine{What: "swap_done", Start: mt.Start, Role: role, Who: g.first(to)}
}
