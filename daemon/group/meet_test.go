package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// calendarReply hands in a calendar program's answer about the first meeting.
func (l *life) calendarReply(member group.MemberID, c group.CalendarReply) {
	l.t.Helper()
	l.inbox++
	c.Meeting = first
	r := group.Receive(l.g, group.Inbound{Inbox: l.inbox, Received: l.now, Member: member, Lexicon: l.lex, Calendar: []group.CalendarReply{c}}, l.now)
	l.follow(r.Outcome)
}

func TestTheOrderOfCalendarReplies(t *testing.T) {
	stamp := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	type reply = group.CalendarReply
	for name, c := range map[string]struct {
		replies []reply
		want    string
	}{
		"one":                     {[]reply{{PartStat: "ACCEPTED", Stamp: stamp}}, "yes"},
		"tentative":               {[]reply{{PartStat: "TENTATIVE", Stamp: stamp}}, "maybe"},
		"no answer":               {[]reply{{PartStat: "NEEDS-ACTION", Stamp: stamp}}, ""},
		"none at all":             {[]reply{{Stamp: stamp}}, ""},
		"delegated is not coming": {[]reply{{PartStat: "DELEGATED", Stamp: stamp}}, "no"},
		"newer stamp":             {[]reply{{PartStat: "ACCEPTED", Stamp: stamp}, {PartStat: "DECLINED", Stamp: stamp.Add(time.Second)}}, "no"},
		"older stamp comes late":  {[]reply{{PartStat: "DECLINED", Stamp: stamp.Add(time.Second)}, {PartStat: "ACCEPTED", Stamp: stamp}}, "no"},
		"beyond ours, then ours":  {[]reply{{PartStat: "ACCEPTED", Sequence: 1, Stamp: stamp}, {PartStat: "DECLINED", Stamp: stamp.Add(time.Hour)}}, "no"},
		"same stamp, by arrival":  {[]reply{{PartStat: "ACCEPTED", Stamp: stamp}, {PartStat: "DECLINED", Stamp: stamp}}, "no"},
		"a sequence beyond ours":  {[]reply{{PartStat: "ACCEPTED", Sequence: 99, Stamp: stamp}}, "yes"},
		"words in between":        {[]reply{{PartStat: "ACCEPTED", Stamp: stamp}}, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 7, 3)
			l.now = stamp.Add(2 * time.Hour)
			for _, r := range c.replies {
				l.calendarReply("ben", r)
			}
			if got := l.rsvp(first, "ben"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestARepeatedCalendarReplyIsOneRow(t *testing.T) {
	l := newLife(t, 7, 3)
	c := group.CalendarReply{PartStat: "ACCEPTED", Stamp: l.now}
	l.calendarReply("ben", c)
	l.calendarReply("ben", c)
	if n := len(l.g.RSVPs); n != 1 {
		t.Errorf("%d rows", n)
	}
}

func TestBetweenChannelsTheLaterArrivalCounts(t *testing.T) {
	l := newLife(t, 7, 3)
	l.click("ben", first, "ACCEPTED")
	l.until(at(t, "2026-01-06 10:00"), nil)
	l.reply("ben", l.letterWith("ben", "coming").Token, "Sorry, I can't make it after all")
	if got := l.rsvp(first, "ben"); got != "no" {
		t.Errorf("got %q", got)
	}
	l.click("ben", first, "ACCEPTED")
	if got := l.rsvp(first, "ben"); got != "yes" {
		t.Errorf("got %q", got)
	}
	if n := len(l.g.RSVPs); n != 3 {
		t.Errorf("history has %d rows, want 3", n)
	}
}

// TestALineIsEnoughWhenThatChanges answers a letter that says "you said you'll
// come" and asks for topics only.
func TestALineIsEnoughWhenThatChanges(t *testing.T) {
	l := newLife(t, 9, 3)
	l.click("gus", first, "ACCEPTED")
	l.until(at(t, "2026-01-06 10:00"), nil)
	s := l.letterWith("gus", "propose")
	if len(s.Items) != 2 || len(s.Items[0].Asks) != 0 {
		t.Fatalf("not the letter this is about: %s", describe(s))
	}
	l.reply("gus", s.Token, "Sorry, I can't come.")
	if got := l.rsvp(first, "gus"); got != "no" {
		t.Errorf("coming: %q", got)
	}
	l.reply("gus", s.Token, "Feedback that lands")
	if len(l.g.Topics) != 1 || l.rsvp(first, "gus") != "no" {
		t.Errorf("topics %v, coming %q", l.g.Topics, l.rsvp(first, "gus"))
	}
}

// TestPressAcceptToo is said once, with the first yes by words: not with the first
// reply, which may be about something else, and not to who has pressed it.
func TestPressAcceptToo(t *testing.T) {
	l := newLife(t, 9, 4)
	l.reply("hana", l.letterWith("hana", "welcome").Token, "To stop rescuing people in silence")
	if d := l.receipt("hana"); d.Kind != "first" || d.Press {
		t.Errorf("the first receipt: %+v", d)
	}
	l.click("gus", first, "ACCEPTED")
	l.until(at(t, "2026-01-06 10:00"), nil)
	l.now = l.now.Add(25 * time.Hour)
	l.reply("hana", l.letterWith("hana", "coming").Token, "yes")
	l.until(at(t, "2026-01-12 08:30"), nil)
	l.until(at(t, "2026-01-12 12:00"), nil) // no letter comes before the meeting any more
	if d := l.readBackTo("hana"); !d.Note || !d.Press || lines(group.ReceiptData{Lines: d.Lines}) != ": yes" {
		t.Errorf("the first yes: %+v", d)
	}
	l.reply("hana", l.letterWith("hana", "coming").Token, "no")
	l.now = l.now.Add(24 * time.Hour)
	l.reply("hana", l.letterWith("hana", "coming").Token, "yes")
	if d := l.receipt("hana"); d.Press || len(d.Lines) != 1 || d.Lines[0].What != "yes" {
		t.Errorf("said twice: %+v", d)
	}
	l.reply("gus", l.letterWith("gus", "coming").Token, "I'll be late")
	for _, s := range l.to("gus") {
		if d, ok := s.Items[0].Data.(group.ReceiptData); ok && d.Press {
			t.Errorf("gus has pressed it: %+v", d)
		}
	}
}

func TestWhoLeadsHearsOfAnotherTimeProposed(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.calendarReply("eli", group.CalendarReply{PartStat: "TENTATIVE", Stamp: l.now, Proposed: l.g.Meetings[0].Start.Add(time.Hour)})
	for _, s := range l.to("chiara") {
		if s.Items[0].Practice == "notice" {
			t.Error("chiara neither leads nor coordinates")
		}
	}
	l.g.Apply(group.Turn{Meeting: first, Role: "facilitator", N: 9, Member: "chiara", State: group.Accepted, Reason: "offered to do it"})
	l.calendarReply("fay", group.CalendarReply{PartStat: "TENTATIVE", Stamp: l.now, Proposed: l.g.Meetings[0].Start.Add(time.Hour)})
	for _, who := range []group.MemberID{"ana", "chiara"} {
		if d, _ := l.letterWith(who, "notice").Items[0].Data.(group.NoticeData); d.Kind != "counter" || d.Who != "Fay" {
			t.Errorf("%s reads %+v", who, d)
		}
	}
}

func TestAMovedMeetingAsksAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	l.click("ben", first, "ACCEPTED")
	uid := l.letterWith("ben", "invitation")
	inv, _ := l.g.Invitation(first, "ben")
	p := group.Plan{Members: l.g.Members, Meetings: append([]group.Meeting(nil), l.g.Meetings...)}
	p.Meetings[0].Start = p.Meetings[0].Start.Add(2 * time.Hour)
	l.follow(group.Reconcile(l.g, p, l.now))
	s := l.letterWith("ben", "invitation")
	if s.Token == uid.Token || s.Class != group.Urgent || !s.Update {
		t.Errorf("the new time was sent as %s, update %t", s.Class, s.Update)
	}
	if s.Invite.UID != inv.UID || s.Invite.Sequence != inv.Sequence+1 {
		t.Errorf("UID %q then %q, SEQUENCE %d then %d", inv.UID, s.Invite.UID, inv.Sequence, s.Invite.Sequence)
	}
	if got := l.rsvp(first, "ben"); got != "" {
		t.Errorf("the answer to the old time still counts: %q", got)
	}
	// An answer to the old time that was on its way stays on record only.
	l.calendarReply("ben", group.CalendarReply{PartStat: "ACCEPTED", Sequence: inv.Sequence, Stamp: l.now})
	if got := l.rsvp(first, "ben"); got != "" {
		t.Errorf("an answer to the old time counts: %q", got)
	}
	l.calendarReply("ben", group.CalendarReply{PartStat: "DECLINED", Sequence: s.Invite.Sequence, Stamp: l.now.Add(time.Minute)})
	if got := l.rsvp(first, "ben"); got != "no" {
		t.Errorf("got %q", got)
	}
}

func TestACancelledMeetingIsCancelledOnce(t *testing.T) {
	l := newLife(t, 7, 3)
	p := group.Plan{Members: l.g.Members, Meetings: l.g.Meetings[1:]}
	l.follow(group.Reconcile(l.g, p, l.now))
	s := l.letterWith("ben", "invitation")
	if !s.Invite.Cancelled || s.Invite.Sequence != 1 {
		t.Fatalf("sent %+v", s.Invite)
	}
	n := len(l.to("ben"))
	l.follow(group.Outcome{})
	if len(l.to("ben")) != n {
		t.Error("cancelled twice")
	}
	l.until(at(t, "2026-01-14 10:00"), nil)
	for _, m := range l.to("ben")[n:] {
		for _, it := range m.Items {
			if it.Meeting == first {
				t.Errorf("mail about a cancelled meeting: %s", describe(m))
			}
		}
	}
}

func TestARemovedMemberGetsOneCancellationAMeetingAndNothingAfter(t *testing.T) {
	l := newLife(t, 7, 3)
	var p group.Plan
	p.Meetings = l.g.Meetings
	for _, m := range l.g.Members {
		if m.ID != "ben" {
			p.Members = append(p.Members, m)
		}
	}
	n := len(l.to("ben"))
	l.follow(group.Reconcile(l.g, p, l.now))
	l.until(l.now.AddDate(1, 0, 0), nil)
	got := l.to("ben")[n:]
	if len(got) != 2 || !got[0].Invite.Cancelled || !got[1].Invite.Cancelled {
		t.Errorf("%d mails after leaving", len(got))
	}
}

func TestNudgesStopAfterTwoIgnoredInARow(t *testing.T) {
	l := newLife(t, 7, 6)
	for _, mt := range l.g.Meetings { // everybody else has said something
		for _, m := range l.g.Members {
			if m.ID != "ben" {
				l.click(m.ID, mt.ID, "ACCEPTED")
			}
		}
	}
	l.until(l.now.AddDate(1, 0, 0), nil)
	nudges := 0
	for _, s := range l.mails {
		if s.Items[0].Practice == "nudge" {
			nudges++
			if s.Member.ID != "ben" && s.at.Before(at(t, "2026-02-01 00:00")) {
				t.Errorf("%s was nudged and had answered", s.Member.ID)
			}
		}
	}
	ben := 0
	for _, s := range l.to("ben") {
		if s.Items[0].Practice == "nudge" {
			ben++
		}
	}
	if ben != 2 {
		t.Errorf("ben was nudged %d times, want 2", ben)
	}
}

func TestAnAnswerAfterTheMeetingIsSaid(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-06 10:00"), nil)
	letter := l.letterWith("dana", "coming")
	l.until(at(t, "2026-01-14 12:00"), nil)
	r := l.reply("dana", letter.Token, "yes")
	if r.Ledger != "late" || l.rsvp(first, "dana") != "" {
		t.Errorf("ledger %q, rsvp %q", r.Ledger, l.rsvp(first, "dana"))
	}
	if d := l.receipt("dana"); d.Kind != "late" {
		t.Errorf("receipt %+v", d)
	}
}
