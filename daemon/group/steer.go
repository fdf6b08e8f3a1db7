package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// steerFor is how long a coordinator's instruction waits for its yes.
const steerFor = 7 * 24 * time.Hour

// byCoordinator is how an answer about coming came that a coordinator gave for a member.
const byCoordinator = "coordinator"

// The instructions, as they stand in a contribution's Value.
const (
	steerCancel = "cancel" // About is the meeting
	steerMove   = "move"   // About is the meeting, Text the new start
	steerLink   = "link"   // Text is the link
	steerAdd    = "add"    // Text is name and address
	steerRSVP   = "rsvp"   // To about About, Text is the answer
)

// takeSteer reads what a coordinator asks for and reads it back: nothing happens
// without a yes to the letter that says what would.
func takeSteer(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	var u Understood
	m, _ := g.Member(in.Member)
	if !m.Coordinator {
		u.add(Entry{At: now, Kind: "steer", Member: in.Member, About: a.Kind, Text: "is for coordinators", Inbox: in.Inbox})
		it := g.steerItem(in, in.Member, "others "+strconv.FormatInt(in.Inbox, 10), SteerData{Kind: "others", Who: g.first(g.contactID())})
		it.Class = InReceipt // never more often a day than a loop could abuse
		u.Items = append(g.notices(in, NoticeData{Kind: "steer", Who: g.first(in.Member), Text: excerpt(a.Words, 120)}), it)
		return u
	}
	c := Contribution{Kind: Instruction, Member: in.Member, Audience: OnlySelf, State: StateWaiting, Inbox: in.Inbox, At: in.Received}
	switch a.Kind {
	case answer.KindCancel:
		mt, _ := g.meetingOn(a.From)
		c.Value, c.About, c.Text = steerCancel, string(mt.ID), a.From.Format(time.RFC3339)
	case answer.KindMove:
		mt, ok := g.meetingOn(a.From)
		to := a.To
		if ok && to.Hour() == 0 && to.Minute() == 0 { // a day alone keeps the hour
			at := mt.Start.In(to.Location())
			to = time.Date(to.Year(), to.Month(), to.Day(), at.Hour(), at.Minute(), 0, 0, to.Location())
		}
		c.Value, c.About, c.Text = steerMove, string(mt.ID), to.Format(time.RFC3339)
		if !ok {
			c.Text = a.From.Format(time.RFC3339)
		}
	case answer.KindNewLink:
		c.Value, c.Text = steerLink, linkIn(a.Text)
	case answer.KindAddMember:
		c.Value, c.Text = steerAdd, plainLine(a.Text)
	case answer.KindForMember:
		mt, ok := g.meant(in, now)
		if len(a.People) != 1 {
			return Understood{Kind: "unclear"}
		}
		c.Value, c.To, c.Text = steerRSVP, MemberID(a.People[0]), a.Value
		if ok {
			c.About = string(mt.ID)
		}
	default:
		return Understood{Kind: "unclear"}
	}
	c = g.contribute(c)
	u.add(c, Entry{At: now, Kind: "steer", Member: in.Member, About: c.Value, Text: "read back", Inbox: in.Inbox})
	first := true
	for _, o := range g.given(Instruction) {
		first = first && o.Inbox != in.Inbox
	}
	if first { // one letter for all that the mail asks for, when they are all on record
		it := g.steerItem(in, in.Member, strconv.FormatInt(in.Inbox, 10), nil)
		it.Asks = []Ask{{About: strconv.FormatInt(in.Inbox, 10), Kind: AskYesNo, Closes: now.Add(steerFor)}}
		u.Items = append(u.Items, it)
	}
	return u
}

// steerItem is a mail of its own about an instruction, in its thread.
func (g *Group) steerItem(in Inbound, to MemberID, occurrence string, d any) Item {
	return Item{
		Key: Key{Practice: "steer", Occurrence: occurrence, Member: to}, Class: Urgent, Expires: in.Received.Add(steerFor), Data: d,
		ReplyTo: in.MessageID, ReplySubject: in.Subject,
	}
}

// contactID is the first coordinator.
func (g *Group) contactID() MemberID {
	for _, m := range g.Members {
		if m.Coordinator && (m.State == Active || m.State == Observer) {
			return m.ID
		}
	}
	return ""
}

// meetingOn is the meeting on a day, in the zone of that day or in the group's.
func (g *Group) meetingOn(day time.Time) (Meeting, bool) {
	for _, zone := range []*time.Location{day.Location(), g.Zone} {
		for _, mt := range g.takingPlace() {
			at := mt.Start.In(zone)
			if at.YearDay() == day.YearDay() && at.Year() == day.Year() {
				return mt, true
			}
		}
	}
	return Meeting{}, false
}

// meant is the meeting that a mail is about: that of the letter it answers, else
// the next one.
func (g *Group) meant(in Inbound, now time.Time) (Meeting, bool) {
	if l, ok := g.Letter(in.Letter); ok {
		for _, a := range g.withComing(l) {
			if mt, ok := g.aboutMeeting(a.About); ok && mt.State == Planned && mt.Start.After(now) {
				return mt, true
			}
		}
	}
	return g.after(now)
}

// linkIn is the first link in a text.
func linkIn(text string) string {
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, "<>()\"',;"); isLink(w) {
			return w
		}
	}
	return ""
}

// instructions are those of one mail that wait.
func (g *Group) instructions(inbox string) []Contribution {
	return slices.DeleteFunc(g.given(Instruction), func(c Contribution) bool {
		return strconv.FormatInt(c.Inbox, 10) != inbox || c.State != StateWaiting
	})
}

// steerLine says what an instruction would do now, for its reader, or why it
// cannot be done.
func (g *Group) steerLine(c Contribution, m Member, now time.Time) SteerLine {
	l := SteerLine{What: c.Value}
	at, _ := time.Parse(time.RFC3339, c.Text)
	mt, ok := g.Meeting(MeetingID(c.About))
	ok = ok && mt.State == Planned
	if ok {
		l.Start = mt.Start.In(m.Zone)
	}
	switch c.Value {
	case steerCancel:
		switch {
		case !ok:
			l.Start, l.Not = at.In(m.Zone), "no_meeting"
		case !mt.Start.After(now):
			l.Not = "past"
		}
	case steerMove:
		l.To = at.In(m.Zone)
		switch {
		case !ok:
			l.Start, l.Not = at.In(m.Zone), "no_meeting"
		case !mt.Start.After(now) || !at.After(now):
			l.Not = "past"
		case at.Equal(mt.Start):
			l.Not = "same"
		case slices.ContainsFunc(g.takingPlace(), func(o Meeting) bool {
			return o.ID != mt.ID && at.Before(o.End()) && o.Start.Before(at.Add(mt.Duration))
		}):
			l.Not = "taken"
		}
	case steerLink:
		l.Text = c.Text
		for _, o := range g.takingPlace() {
			if o.Start.After(now) && o.Place != c.Text {
				l.N++
			}
		}
		switch {
		case c.Text == "":
			l.Not = "bad_link"
		case l.N == 0:
			l.Not = "nothing_ahead"
		}
	case steerAdd:
		n, ok := g.newcomer(c.Text)
		l.Who, l.Text = n.Name, n.Email
		switch {
		case !ok:
			l.Not, l.Text = "bad_address", c.Text
		case equalFold(n.Email, g.Address):
			l.Not = "bad_address"
		default:
			l.Not = g.takenIn(n)
		}
		if l.Not != "" {
			break
		}
		switch n, _ = g.added(n, now); n.Joining {
		case Invited:
			l.What = "add_invited"
		case Vetted:
			l.What, l.To = "add_asked", now.Add(vettedFor).In(m.Zone)
		case Declined:
			l.Not = "closed"
		}
	case steerRSVP:
		l.What, l.Who = c.Text, g.first(c.To)
		if !ok || !mt.Start.After(now) {
			l.Not = "nothing_ahead"
		}
	}
	return l
}

func writeSteer(g *Group, it Item, m Member, b Base) any {
	d, ok := it.Data.(SteerData)
	if !ok {
		d = SteerData{Kind: "ask"}
		can := false
		for _, c := range g.instructions(it.Occurrence) {
			l := g.steerLine(c, m, c.At)
			d.Lines, can = append(d.Lines, l), can || l.Not == ""
		}
		if !can {
			b.N = 0
		}
	}
	d.Base = b
	return d
}

// readSteer does what was read back, on the coordinator's yes.
func readSteer(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	m, _ := g.Member(in.Member)
	waiting := g.instructions(ask.About)
	if len(waiting) == 0 || !m.Coordinator || !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	if a.Kind != answer.KindYesNo || a.Value != answer.ValueYes && a.Value != answer.ValueNo {
		return Understood{Kind: "unclear"}
	}
	var u Understood
	d := SteerData{Kind: "left"}
	did, before := "", "left "+states(waiting)
	for _, c := range waiting {
		l := g.steerLine(c, m, now)
		c.State, c.Changed = StateDropped, now
		if a.Value == answer.ValueYes && l.Not == "" {
			d.Kind, c.State, did = "done", StateDone, did+" "+c.Value
			o := g.steer(in, c, now)
			g.Apply(o.Changes...)
			u.join(o)
		}
		if a.Value == answer.ValueYes {
			d.Lines = append(d.Lines, l)
		}
		u.add(c, Entry{At: now, Kind: "steer", Member: in.Member, About: c.Value, Text: string(c.State), Inbox: in.Inbox})
	}
	switch {
	case did != "":
		u.add(trace(in, tracedSteer, strings.TrimSpace(did)))
	case a.Value == answer.ValueNo:
		u.add(trace(in, tracedSteer, before))
	}
	if a.Value == answer.ValueYes && d.Kind == "left" { // what could be done no longer can
		d.Kind = "ask"
	}
	u.Items = append(u.Items, g.steerItem(in, in.Member, "done "+strconv.FormatInt(in.Inbox, 10), d))
	return u
}

// steer does one instruction. Who is concerned hears of it by the rules that hold
// for every change.
func (g *Group) steer(in Inbound, c Contribution, now time.Time) Outcome {
	var o Outcome
	mt, _ := g.Meeting(MeetingID(c.About))
	note := func(about, text string) {
		o.add(Entry{At: now, Kind: "meeting", Member: in.Member, About: about, Text: text, Inbox: in.Inbox})
	}
	switch c.Value {
	case steerCancel:
		mt.State, mt.ByMail, mt.Sequence = Cancelled, true, g.raised(mt)
		o.add(mt)
		note(c.About, "cancelled by a coordinator's mail")
	case steerMove:
		mt.Start, _ = time.Parse(time.RFC3339, c.Text)
		mt.Start = mt.Start.UTC()
		mt.ByMail, mt.Sequence = true, g.raised(mt)
		o.add(mt)
		note(c.About, "moved by a coordinator's mail")
	case steerLink:
		for _, mt := range g.takingPlace() {
			if !mt.Start.After(now) || mt.Place == c.Text {
				continue
			}
			if !isLink(mt.Place) { // people would go to the old place
				mt.Sequence = g.raised(mt)
			}
			mt.Place, mt.ByMail = c.Text, true
			o.add(mt)
			note(string(mt.ID), "new link by a coordinator's mail")
		}
	case steerAdd:
		m, _ := g.newcomer(c.Text)
		m, back := g.added(m, now)
		e := entered(m, now)
		if e.Inbox = in.Inbox; m.Joining == In {
			e.Text = "by a coordinator's mail"
		}
		if back {
			e.Text = "again, " + e.Text
		}
		o.add(m, e)
	case steerRSVP:
		in.Member, in.Named = c.To, false
		u := g.rsvp(in, mt, RSVPAnswer(c.Text), "", byCoordinator, now)
		o.join(u.Outcome)
	}
	return o
}

// lapseSteers drops what nobody said yes to.
func lapseSteers(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, c := range g.given(Instruction) {
		if c.State != StateWaiting {
			continue
		}
		if end := c.At.Add(steerFor); now.Before(end) {
			next = sooner(next, end)
			continue
		}
		c.State, c.Changed = StateDropped, now
		o.add(c, Entry{At: now, Kind: "steer", Member: c.Member, About: c.Value, Text: "no answer, nothing done", Inbox: c.Inbox})
	}
	return o, next
}
