package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The traces of replies that have no row of their own, by what About of an asked
// response says; Value is how things stood before.
const (
	tracedJoin       = "join"       // an answer to the founding's invitation: joining and since when
	tracedCommitment = "commitment" // number and state of each
	tracedSteer      = "steer"      // what was done: the instructions' values; "left" and their numbers after a no
	tracedVetted     = "vetted"     // a coordinator's no: who it was about, and the concerns
	tracedPassed     = "passed"     // to a person
)

// states are contributions with the state they have.
func states(cs []Contribution) string {
	var parts []string
	for _, c := range cs {
		parts = append(parts, c.ref()+":"+string(c.State))
	}
	return strings.Join(parts, " ")
}

// restore brings contributions back to the state that they had.
func (d *undoing) restore(states string, line ReceiptLine) {
	for _, s := range fields(states) {
		ref, state, _ := strings.Cut(s, ":")
		n, _ := strconv.Atoi(ref)
		c, ok := d.g.Contribution(n)
		if !ok {
			continue
		}
		c.State, c.Changed = ContributionState(state), d.now
		d.u.add(c)
		if line.What == "undone_commitment" {
			line.Text = excerpt(c.Text, 80)
		} else if len(d.back) > 0 && d.back[len(d.back)-1].What == line.What {
			continue
		}
		d.back = append(d.back, line)
	}
}

// joined takes back a yes or no to the founding's invitation, until the group begins.
func (d *undoing) joined(r Response, m Member) {
	if mt, ok := d.g.firstMeeting(); ok && !d.now.Before(mt.Start) {
		d.stays = append(d.stays, ReceiptLine{What: "undo_late", Start: mt.Start})
		return
	}
	joining, since, _ := strings.Cut(r.Value, " ")
	m.State, m.Joining, m.ByMail = Paused, Joining(joining), Joining(joining) == Declined
	if at, err := time.Parse(time.RFC3339, since); err == nil {
		m.Joined = at
	}
	d.u.add(m, Entry{At: d.now, Kind: "joining", Member: m.ID, Text: joining + ": the answer is taken back", Inbox: d.in.Inbox})
	d.back = append(d.back, ReceiptLine{What: "undone_join"})
}

// steered takes back what a coordinator confirmed, as far as nobody has been told:
// answers on behalf of others. Of all else those concerned have mail.
func (d *undoing) steered(r Response) {
	if refs, left := strings.CutPrefix(r.Value, "left "); left {
		d.restore(refs, ReceiptLine{What: "undone_text"})
		return
	}
	turns := slices.ContainsFunc(d.g.Turns, func(t Turn) bool { return t.Inbox == d.reply })
	if turns || slices.ContainsFunc(fields(r.Value), func(what string) bool { return what != steerRSVP }) {
		d.stays = append(d.stays, ReceiptLine{What: "undo_steered"})
		return
	}
	for _, v := range d.g.RSVPs {
		if v.Inbox != d.reply {
			continue
		}
		mt, _ := d.g.Meeting(v.Meeting)
		if line := (ReceiptLine{What: "undone_for", Start: mt.Start, Who: d.g.first(v.Member)}); d.now.Before(mt.Start) {
			d.back = append(d.back, line)
		} else {
			d.stays = append(d.stays, ReceiptLine{What: "undo_late", Start: mt.Start})
		}
	}
}

// vetted takes back a coordinator's no to somebody who would like to join: nobody
// else has heard of it.
func (d *undoing) vetted(r Response) {
	id, concerns, _ := strings.Cut(r.Value, " ")
	v, ok := d.g.Member(MemberID(id))
	if !ok || v.Joining != Declined {
		d.stays = append(d.stays, ReceiptLine{What: "undo_steered"})
		return
	}
	v.Joining, v.ByMail = Vetted, false
	d.u.add(v, Entry{At: d.now, Kind: "joining", Member: v.ID, Text: "the decision is taken back", Inbox: d.in.Inbox})
	d.restore(concerns, ReceiptLine{What: "undone_vetted", Who: v.Name})
}
