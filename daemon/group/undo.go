package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// passing is a reply that changed something which has no row of its own to tell
// by which mail: "undo" must not take back the one before in its place.
const passing = "passing"

// Trace tells whether a response is but the trace of a reply: which command it was,
// that something changed, or what is to be read back. It answers nothing.
func (r Response) Trace() bool {
	return r.Practice == asked || r.Practice == passing || r.Practice == readBack
}

// leavesTrace tells whether a change on record names the mail it came by.
func leavesTrace(c Change, in Inbound) bool {
	switch c := c.(type) {
	case RSVP:
		return c.Inbox == in.Inbox
	case Vote:
		return c.Inbox == in.Inbox
	case Response:
		return c.Inbox == in.Inbox
	case Topic:
		return c.Inbox == in.Inbox
	case Contribution:
		return c.Inbox == in.Inbox
	case Absence:
		return c.Inbox == in.Inbox
	case Attendance:
		return c.Inbox == in.Inbox
	case Turn:
		return c.Inbox == in.Inbox
	case Undone:
		return true
	}
	return false
}

// bears tells whether a change changes anything that a member may want back.
func bears(c Change) bool {
	switch c.(type) {
	case Entry, AskState, Held, Bounce:
		return false
	}
	return true
}

// lastReply is the ledger row of the member's last reply below a mail that put
// something on record and was not taken back, 0 if there is none. What another one's
// mail says of them is not theirs: a coordinator's word, a line of the notes.
func (g *Group) lastReply(m MemberID, below int64) int64 {
	var last int64
	see := func(of MemberID, inbox int64) {
		if of == m && inbox < below && inbox > last && !g.undone(inbox) {
			last = inbox
		}
	}
	for _, v := range g.RSVPs {
		if v.Via != byCoordinator {
			see(v.Member, v.Inbox)
		}
	}
	for _, v := range g.Votes {
		see(v.Member, v.Inbox)
	}
	for _, v := range g.Responses {
		if v.Practice != "away" && v.Practice != readBack { // a program said that; only says it back
			see(v.Member, v.Inbox)
		}
	}
	for _, v := range g.Topics {
		see(v.By, v.Inbox)
	}
	for _, v := range g.Contributions {
		if v.written() {
			see(v.Member, v.Inbox)
		}
	}
	for _, v := range g.Absences {
		see(v.Member, v.Inbox)
	}
	for _, v := range g.Attendance {
		see(v.By, v.Inbox)
	}
	for _, v := range g.Turns {
		see(g.writer(v), v.Inbox)
	}
	return last
}

// writer is whose mail brought a turn to where it stands: of a swap, the one who
// asked for it or the one who agreed; nobody where a coordinator's word did.
func (g *Group) writer(t Turn) MemberID {
	switch {
	case t.From != "" && (t.State == Asked || t.State == Accepted && t.Takes):
		return t.From
	case slices.ContainsFunc(g.RSVPs, func(r RSVP) bool { return r.Via == byCoordinator && r.Member == t.Member && r.Inbox == t.Inbox }):
		return ""
	}
	return t.Member
}

// undoing is a reply being taken back.
type undoing struct {
	g     *Group
	in    Inbound
	now   time.Time
	reply int64
	u     Understood
	back  []ReceiptLine // what is taken back
	stays []ReceiptLine // what others have acted on, so that none of it is
	after []MeetingID   // meetings whose answer counts anew
}

// undo takes back the sender's last reply by compensating entries. Once others
// acted on it, it says why it cannot: then nothing changes, so that nobody has to
// guess which half counts.
func (g *Group) undo(in Inbound, now time.Time) Understood {
	reply := g.lastReply(in.Member, in.Inbox)
	if reply == 0 {
		return Understood{Kind: "not_undone", Lines: []ReceiptLine{{What: "undo_nothing"}}}
	}
	d := &undoing{g: g, in: in, now: now, reply: reply}
	d.answers()
	d.gifts()
	d.commands()
	d.turns()
	if len(d.stays) > 0 || len(d.back)+len(d.after) == 0 {
		if len(d.stays) == 0 {
			d.stays = []ReceiptLine{{What: "undo_person"}}
		}
		return Understood{Kind: "not_undone", Lines: d.stays}
	}
	d.u.Kind = "undone"
	d.u.add(Undone{Inbox: reply, Member: in.Member, By: in.Inbox, At: now}, Entry{At: now, Kind: "undone", Member: in.Member, About: strconv.FormatInt(reply, 10), Inbox: in.Inbox})
	g.Undone = append(g.Undone, Undone{Inbox: reply, Member: in.Member}) // to see what counts now; the change replaces it
	for _, id := range d.after {
		mt, _ := g.Meeting(id)
		l := ReceiptLine{What: "unsaid", Start: mt.Start}
		if r, ok := g.RSVP(id, in.Member); ok {
			l.What = string(r.Answer)
		}
		d.u.Lines = append(d.u.Lines, l)
	}
	d.u.Lines = append(d.u.Lines, d.back...)
	return d.u
}

// answers are about coming, votes, and what practices keep for their writer.
func (d *undoing) answers() {
	for _, r := range d.g.RSVPs {
		if r.Inbox != d.reply || r.Member != d.in.Member {
			continue
		}
		mt, _ := d.g.Meeting(r.Meeting)
		switch {
		case !d.now.Before(mt.Start):
			d.stays = append(d.stays, ReceiptLine{What: "undo_late", Start: mt.Start})
		case !slices.Contains(d.after, mt.ID):
			d.after = append(d.after, mt.ID)
		}
	}
	for _, v := range d.g.Votes {
		if v.Inbox != d.reply || v.Member != d.in.Member {
			continue
		}
		if mt, _ := d.g.Meeting(v.Meeting); mt.Balloted {
			d.stays = append(d.stays, ReceiptLine{What: "undo_counted", Start: mt.Start})
		} else {
			d.back = append(d.back, ReceiptLine{What: "undone_vote", Start: mt.Start})
		}
	}
	told := false
	for _, r := range d.g.Responses {
		if r.Inbox != d.reply || r.Member != d.in.Member || r.Trace() || r.Practice == "founding" {
			continue
		}
		if mt, ok := d.g.Meeting(MeetingID(r.About)); ok && r.Practice == "short" && r.Value == decideCancel && mt.State == Cancelled { // all have heard
			line := ReceiptLine{What: "undo_told"}
			if m, _ := d.g.Member(d.in.Member); m.Coordinator { // who may say that it takes place
				line.What = "undo_steered"
			}
			d.stays = append(d.stays, line)
		} else if !told {
			told = true
			d.back = append(d.back, ReceiptLine{What: "undone_text"})
		}
	}
	for _, a := range d.g.Attendance {
		if a.Inbox == d.reply && a.By == d.in.Member && !slices.ContainsFunc(d.back, func(l ReceiptLine) bool { return l.What == "undone_attendance" }) {
			mt, _ := d.g.Meeting(a.Meeting)
			d.back = append(d.back, ReceiptLine{What: "undone_attendance", Start: mt.Start})
		}
	}
}

// gifts are what others may have seen: topics, and everything that is shared.
func (d *undoing) gifts() {
	for _, t := range d.g.Topics {
		if t.Inbox != d.reply || t.By != d.in.Member {
			continue
		}
		voted := slices.ContainsFunc(d.g.Votes, func(v Vote) bool {
			return v.Member != d.in.Member && slices.Contains(v.Topics, t.N) && !d.g.undone(v.Inbox)
		})
		if t.Meeting != "" || voted {
			d.stays = append(d.stays, ReceiptLine{What: "undo_voted", Text: t.Text})
		} else {
			d.back = append(d.back, ReceiptLine{What: "undone_topic", Text: t.Text})
		}
	}
	for _, c := range d.g.Contributions {
		if c.Inbox != d.reply || c.Member != d.in.Member || c.State == StateWithdrawn {
			continue
		}
		answered := slices.ContainsFunc(d.g.Contributions, func(o Contribution) bool {
			return o.Member != d.in.Member && o.Kind == Reply && o.About == c.ref()
		})
		if c.State == StateShared || c.State == StateMerged || answered {
			d.stays = append(d.stays, ReceiptLine{What: "undo_seen", Text: excerpt(c.Text, 80)})
		} else {
			d.back = append(d.back, d.unseen(c))
		}
	}
}

// unseen says what counts no more and nobody has seen. The text of an instruction is
// its writer's only where it names a link or a person.
func (d *undoing) unseen(c Contribution) ReceiptLine {
	if c.Kind != Instruction || c.Value == steerLink || c.Value == steerAdd {
		return ReceiptLine{What: "undone_given", Text: excerpt(c.Text, 80)}
	}
	mt, ok := d.g.Meeting(MeetingID(c.About))
	if day, err := time.Parse(time.RFC3339, c.Text); !ok && err == nil { // no meeting is then
		mt.Start, ok = day, true
	}
	switch {
	case !ok:
		return ReceiptLine{What: "undone_text"}
	case c.Value == steerRSVP:
		return ReceiptLine{What: "undone_for", Start: mt.Start, Who: d.g.first(c.To)}
	}
	return ReceiptLine{What: "undone_steer", Start: mt.Start}
}

// commands are what the member asked of convene: a pause, fewer mails, a time away.
func (d *undoing) commands() {
	for _, a := range d.g.Absences {
		if a.Inbox == d.reply && a.Member == d.in.Member {
			last := a.Until.AddDate(0, 0, -1)
			if m, ok := d.g.Member(a.Member); ok {
				last = a.Until.In(m.Zone).AddDate(0, 0, -1)
			}
			d.back = append(d.back, ReceiptLine{What: "undone_away", Start: a.From, Until: last})
		}
	}
	for _, r := range d.g.Responses {
		if r.Inbox != d.reply || r.Member != d.in.Member || r.Practice != asked {
			continue
		}
		m, _ := d.g.Member(r.Member)
		switch r.About {
		case "mail":
			m.Mail = MailWish(r.Value)
			d.back = append(d.back, ReceiptLine{What: map[MailWish]string{AllMail: "all_mail", LessMail: "less_mail", DigestOnly: "digest_only"}[m.Mail]})
		case "pause":
			state, until, _ := strings.Cut(r.Value, " ")
			m.State = MemberState(state)
			m.PausedUntil, _ = time.Parse(time.RFC3339, until)
			what := "back"
			if m.State == Paused {
				what = "paused"
			}
			d.back = append(d.back, ReceiptLine{What: what, Until: m.PausedUntil})
		case tracedJoin:
			d.joined(r, m)
			continue
		case tracedCommitment:
			d.restore(r.Value, ReceiptLine{What: "undone_commitment"})
			continue
		case tracedSteer:
			d.steered(r)
			continue
		case tracedVetted:
			d.vetted(r)
			continue
		case tracedPassed:
			d.stays = append(d.stays, ReceiptLine{What: "undo_told", Who: r.Value})
			continue
		default:
			continue
		}
		d.u.add(m)
	}
}

// turns go back to where they stood, unless somebody else has been asked since, or
// has agreed to a swap.
func (d *undoing) turns() {
	for _, t := range d.g.Turns {
		if t.Inbox != d.reply || d.g.writer(t) != d.in.Member {
			continue
		}
		mt, _ := d.g.Meeting(t.Meeting)
		line := ReceiptLine{Start: mt.Start, Role: t.Role}
		other, taken := d.successor(t)
		asks := t.State == Asked && t.From == d.in.Member // a swap that waits for the other one
		switch {
		case !d.now.Before(mt.Start):
			line.What = "undo_late"
			d.stays = append(d.stays, line)
		case asks:
			t.State, t.Since = Passed, d.now
			line.What, line.Who = "undone_swap", d.g.first(t.Member)
			d.turn(t, line)
		case t.From != "" || t.State != Accepted && t.State != Passed || t.Was == "":
			if t.From != "" && t.State == Accepted {
				line.What, line.Who = "undo_agreed", d.g.first(t.From)
				if t.From == d.in.Member {
					line.Who = d.g.first(t.Member)
				}
				d.stays = append(d.stays, line)
			}
		case taken:
			line.What, line.Who = "undo_asked", d.g.first(other.Member)
			d.stays = append(d.stays, line)
		default:
			if other.Member != "" { // chosen, and has not heard of it
				other.State, other.Since = Passed, d.now
				d.u.add(other)
			}
			d.turn(d.restored(t, mt), line)
		}
	}
}

// turn puts a turn back and says so.
func (d *undoing) turn(t Turn, line ReceiptLine) {
	t.Inbox, t.Was = 0, ""
	if line.What == "" {
		line.What = map[TurnState]string{Accepted: "lead", Open: "undone_turn"}[t.State]
		if line.What == "" {
			line.What = "undone_offer"
		}
	}
	d.u.add(t, Entry{At: d.now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State) + ": taken back", Inbox: d.in.Inbox})
	d.back = append(d.back, line)
}

// restored is a turn as it stood before the reply. What was offered is offered for
// a day at least.
func (d *undoing) restored(t Turn, mt Meeting) Turn {
	m, _ := d.g.Member(t.Member)
	was := t.Was
	t.State, t.Since = was, d.now
	if was == Offered || was == Asked {
		t.By = nine(mt.Start, m.Zone, offeredUntil, d.g.Weekends)
		t.By = sooner(later(t.By, workingHours(d.now, stepInHours, m.Zone)), mt.Start)
	}
	if was == Open || was == SelfLed {
		t.Member, t.By = "", sooner(nine(mt.Start, d.g.Zone, selfLedFrom, true), mt.Start)
	}
	return t
}

// successor is who came after a turn that was given back, and whether they know.
func (d *undoing) successor(t Turn) (Turn, bool) {
	for _, o := range d.g.turnsOf(t.Meeting, t.Role) {
		if o.N <= t.N || !o.Live() || o.From != "" {
			continue
		}
		if o.Member == "" { // all are asked, or nobody leads
			return o, true
		}
		for _, practice := range []string{"turn", "stepin"} {
			if d.g.Settled(Key{Practice: practice, Occurrence: o.TurnKey(), Member: o.Member}) {
				return o, true
			}
		}
		return o, o.State == Accepted
	}
	return Turn{}, false
}
