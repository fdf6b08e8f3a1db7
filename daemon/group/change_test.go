package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// plan is the coordinator's file as it stands, for changing it.
func (l *life) plan() group.Plan {
	return group.Plan{Members: slices.Clone(l.g.Members), Meetings: slices.Clone(l.g.Meetings)}
}

// reconcile brings the group in line with a changed file.
func (l *life) reconcile(p group.Plan) {
	l.t.Helper()
	l.follow(group.Reconcile(l.g, p, l.now))
}

// invitation is the data of the last invitation to a member.
func (l *life) invitation(member group.MemberID) (sent, group.InvitationData) {
	l.t.Helper()
	s := l.letterWith(member, "invitation")
	sections, _ := group.Write(l.g, s.Mailing)
	d, ok := sections[0].Data.(group.InvitationData)
	if !ok {
		l.t.Fatalf("an invitation with %T", sections[0].Data)
	}
	return s, d
}

func TestACancelledMeetingThatTakesPlaceAgainIsInvitedToAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	was := l.plan()
	l.click("ben", first, "ACCEPTED")
	for round := range 2 {
		without := l.plan()
		without.Meetings = without.Meetings[1:]
		l.reconcile(without)
		cancelled, _ := l.invitation("ben")
		if !cancelled.Invite.Cancelled {
			t.Fatalf("round %d: no cancellation", round)
		}
		l.now = l.now.Add(time.Hour)
		l.reconcile(was)
		again, d := l.invitation("ben")
		if again.Invite.Cancelled || d.Cancelled || again.Invite.Sequence <= cancelled.Invite.Sequence || again.Invite.UID != cancelled.Invite.UID {
			t.Fatalf("round %d: after SEQUENCE %d came %+v", round, cancelled.Invite.Sequence, again.Invite)
		}
		if got := l.rsvp(first, "ben"); got != "" {
			t.Errorf("the answer from before the cancellation counts: %q", got)
		}
		l.now = l.now.Add(time.Hour)
		l.click("ben", first, "ACCEPTED")
		if got := l.rsvp(first, "ben"); got != "yes" {
			t.Errorf("got %q", got)
		}
	}
}

func TestAMemberWhoIsBackIsInvitedAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	was := l.plan()
	l.click("ben", first, "ACCEPTED")
	for round := range 2 {
		without := l.plan()
		without.Members = slices.DeleteFunc(without.Members, func(m group.Member) bool { return m.ID == "ben" })
		l.now = l.now.Add(time.Hour)
		l.reconcile(without)
		cancelled, _ := l.invitation("ben")
		if !cancelled.Invite.Cancelled {
			t.Fatalf("round %d: no cancellation", round)
		}
		l.now = l.now.Add(time.Hour)
		l.reconcile(was)
		again, _ := l.invitation("ben")
		if again.Invite.Cancelled || again.Invite.Sequence <= cancelled.Invite.Sequence {
			t.Fatalf("round %d: after SEQUENCE %d came %+v", round, cancelled.Invite.Sequence, again.Invite)
		}
		if got := l.rsvp(first, "ben"); got != "" {
			t.Errorf("the answer from before leaving counts: %q", got)
		}
	}
	// And then the meeting moves: SEQUENCE goes on from there, for everybody.
	before, _ := l.invitation("ben")
	moved := l.plan()
	moved.Meetings[0].Start = moved.Meetings[0].Start.Add(time.Hour)
	l.now = l.now.Add(time.Hour)
	l.reconcile(moved)
	for _, m := range []group.MemberID{"ben", "dana"} {
		if s, _ := l.invitation(m); s.Invite.Sequence <= before.Invite.Sequence || s.Invite.Meeting != first {
			t.Errorf("%s: after SEQUENCE %d came %+v", m, before.Invite.Sequence, s.Invite)
		}
	}
}

func TestANewTimeSaysWhatItWas(t *testing.T) {
	l := newLife(t, 7, 3)
	p := l.plan()
	was := p.Meetings[0].Start
	p.Meetings[0].Start = was.Add(2 * time.Hour)
	l.reconcile(p)
	if _, d := l.invitation("ben"); !d.Was.Equal(was) {
		t.Errorf("it was at %s, the mail says %s", was, d.Was)
	}
	p.Meetings[0].Place = "Room 4"
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	if _, d := l.invitation("ben"); !d.Was.IsZero() || d.WasPlace != "https://meet.example.org/tuesday" {
		t.Errorf("a new place reads %+v", d)
	}
}

// TestANewLinkAsksNobodyAgain: where people go stays the same, so SEQUENCE does,
// and the calendar keeps what its owner said.
func TestANewLinkAsksNobodyAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	l.click("ben", first, "ACCEPTED")
	l.click("dana", first, "TENTATIVE")
	for i, link := range []string{"https://meet.example.org/new", "https://meet.example.org/tuesday", "https://meet.example.org/new"} {
		p := l.plan()
		for j := range p.Meetings {
			p.Meetings[j].Place = link
		}
		l.now = l.now.Add(time.Hour)
		n := len(l.mails)
		l.reconcile(p)
		partstats := map[group.MemberID]string{}
		for _, s := range l.mails[n:] {
			if s.Invite == nil || s.Invite.Sequence != 0 || s.Invite.Place != link || s.Class != group.Urgent {
				t.Errorf("change %d sent %s %+v", i, describe(s), s.Invite)
				continue
			}
			if s.Invite.Meeting == first {
				partstats[s.Member.ID] = s.PartStat
			}
		}
		if len(partstats) != 7 || partstats["ben"] != "ACCEPTED" || partstats["dana"] != "TENTATIVE" || partstats["eli"] != "" {
			t.Errorf("change %d: %v", i, partstats)
		}
		if got := l.rsvp(first, "ben"); got != "yes" {
			t.Errorf("ben's answer is %q now", got)
		}
		n = len(l.mails)
		l.follow(group.Outcome{})
		if len(l.mails) != n {
			t.Errorf("change %d was sent twice", i)
		}
	}
}

// TestARightedAddressGetsTheInvitations: what went to the wrong one is lost.
func TestARightedAddressGetsTheInvitations(t *testing.T) {
	l := newLife(t, 7, 3)
	p := l.plan()
	p.Members[1].Email = "ben.okoro@example.org"
	n := len(l.mails)
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	got := l.mails[n:]
	if len(got) != 2 || got[0].Invite == nil || got[1].Invite == nil || got[0].Member.Email != "ben.okoro@example.org" || got[0].Invite.Sequence != 0 {
		t.Errorf("sent %d mails: %+v", len(got), got)
	}
	l.follow(group.Outcome{})
	if len(l.mails) != n+2 {
		t.Error("sent twice")
	}
}

func TestACancelledMeetingTakesItsTurnsAndTopicBack(t *testing.T) {
	l := withTopics(t)
	for _, m := range l.g.Members {
		l.click(m.ID, first, "ACCEPTED")
		l.reply(m.ID, l.letterWith(m.ID, "ballot").Token, "B")
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	if mt, _ := l.g.Meeting(second); mt.Topic == 0 {
		t.Fatal("no topic")
	}
	holder := group.MemberID("")
	for _, tn := range l.g.Turns {
		if tn.Meeting == second && tn.Role == "facilitator" {
			holder = tn.Member
		}
	}
	l.reply(holder, l.letterWith(holder, "turn").Token, "yes")
	was := l.plan()
	p := l.plan()
	p.Meetings = slices.DeleteFunc(p.Meetings, func(m group.Meeting) bool { return m.ID == second })
	l.reconcile(p)
	n := len(l.mails)
	for _, tn := range l.g.Turns {
		if tn.Meeting == second && tn.Live() {
			t.Errorf("%s %s is still %s at a cancelled meeting", tn.Role, tn.Member, tn.State)
		}
	}
	for _, topic := range l.g.Topics {
		if topic.Meeting == second {
			t.Errorf("topic %q is lost with the meeting", topic.Text)
		}
	}
	// Answers to what was asked about it change nothing, and say so.
	r := l.reply("eli", l.letterWith("eli", "coming").Token, "yes")
	if r.Ledger != "late" || l.receipt("eli").Kind != "closed" || l.rsvp(second, "eli") != "" {
		t.Errorf("ledger %q, receipt %+v", r.Ledger, l.receipt("eli"))
	}
	l.until(at(t, "2026-01-26 12:00"), nil)
	for _, s := range l.mails[n:] {
		for _, it := range s.Items {
			if it.Meeting == second {
				t.Errorf("mail about a cancelled meeting: %s to %s", describe(s), s.Member.ID)
			}
		}
	}
	l.now = at(t, "2026-01-26 12:00")
	l.reconcile(was)
	if mt, _ := l.g.Meeting(second); mt.Topic == 0 {
		t.Error("the votes are there still, and the meeting has no topic")
	}
}

// TestAnAnswerToTheOldTimeIsNotOneToTheNew: a letter asked about 16:00, then the
// meeting moved.
func TestAnAnswerToTheOldTimeIsNotOneToTheNew(t *testing.T) {
	l := toFirstLetter(t, 8)
	old := l.letterWith("eli", "coming").Token
	turn := l.letterWith("ana", "turn").Token
	p := l.plan()
	p.Meetings[0].Start = p.Meetings[0].Start.Add(25 * time.Hour)
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	if r := l.reply("eli", old, "yes"); r.Ledger != "late" || l.receipt("eli").Kind != "closed" || l.rsvp(first, "eli") != "" {
		t.Errorf("ledger %q, receipt %+v, rsvp %q", r.Ledger, l.receipt("eli"), l.rsvp(first, "eli"))
	}
	if r := l.reply("ana", turn, "yes"); r.Ledger != "late" || l.rsvp(first, "ana") != "" {
		t.Errorf("turn: ledger %q, rsvp %q", r.Ledger, l.rsvp(first, "ana"))
	}
	s, _ := l.invitation("eli")
	if l.reply("eli", s.Token, "yes"); l.rsvp(first, "eli") != "yes" {
		t.Error("the answer to the new time does not count")
	}
}

// TestABareAnswerIsToTheNewTime: without a letter, the question about the old
// time is not open any more.
func TestABareAnswerIsToTheNewTime(t *testing.T) {
	l := newLife(t, 7, 1)
	p := l.plan()
	p.Meetings[0].Start = p.Meetings[0].Start.Add(25 * time.Hour)
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	if l.reply("fay", "", "I'll come"); l.rsvp(first, "fay") != "yes" {
		t.Errorf("coming: %q", l.rsvp(first, "fay"))
	}
	p.Meetings = nil
	l.now = l.now.Add(time.Hour)
	l.reconcile(p)
	if r := l.reply("eli", "", "I'll come"); r.Ledger != "unclear" || l.receipt("eli").Kind != "no_question" {
		t.Errorf("to a cancelled meeting: ledger %q, receipt %+v", r.Ledger, l.receipt("eli"))
	}
}

// TestWhatComesBeforeAMeetingMovesEarlier: one letter a week, so who joins on
// Monday reads on Monday what would be due on Friday.
func TestWhatComesBeforeAMeetingMovesEarlier(t *testing.T) {
	l := newLife(t, 7, 3)
	l.g.Settings.Letter = 4
	l.until(at(t, "2026-01-05 10:00"), nil)
	p := l.plan()
	p.Members = append(p.Members, group.Member{ID: "zoe", Name: "Zoe Zorn", Email: "zoe@example.org", Zone: l.g.Zone, Language: "en", State: group.Active, Order: 9})
	l.reconcile(p)
	s := l.letterWith("zoe", "coming")
	if s.Items[0].Practice != "welcome" || !s.at.Equal(at(t, "2026-01-05 10:00")) {
		t.Errorf("zoe got %s", describe(s))
	}
}

// TestWhatWasDecidedByMailOutranksTheFile: the entry itself has not changed.
func TestWhatWasDecidedByMailOutranksTheFile(t *testing.T) {
	l := newLife(t, 7, 3)
	p := l.plan()
	mt, m := l.g.Meetings[0], l.g.Members[1]
	mt.State, mt.ByMail = group.Cancelled, true
	m.State, m.ByMail = group.Left, true
	l.g.Apply(mt, m)
	l.reconcile(p)
	if mt, _ := l.g.Meeting(first); mt.State != group.Cancelled {
		t.Errorf("the meeting is %s", mt.State)
	}
	if m, _ := l.g.Member("ben"); m.State != group.Left {
		t.Errorf("ben is %s", m.State)
	}
}

func TestAGroupThatEverybodyLeftEnds(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-15 12:00"), nil)
	p := l.plan()
	p.Members = nil
	l.reconcile(p)
	l.until(l.now.AddDate(1, 0, 0), nil)
	if l.g.Closed.IsZero() {
		t.Error("it never ended")
	}
}

func TestAMemberWhoLeftChangesNothing(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-06 10:00"), nil)
	letter := l.letterWith("ben", "coming").Token
	p := l.plan()
	p.Members = slices.DeleteFunc(p.Members, func(m group.Member) bool { return m.ID == "ben" })
	l.reconcile(p)
	n, rows := len(l.to("ben")), len(l.g.RSVPs)
	for range 3 {
		if r := l.reply("ben", letter, "yes"); r.Ledger != "left" {
			t.Errorf("ledger %q", r.Ledger)
		}
	}
	if len(l.to("ben")) != n || len(l.g.RSVPs) != rows {
		t.Errorf("%d mails to ben, %d answers", len(l.to("ben"))-n, len(l.g.RSVPs)-rows)
	}
	notices := 0
	for _, s := range l.to("ana") {
		if s.Items[0].Practice == "notice" {
			notices++
		}
	}
	if notices != 1 {
		t.Errorf("the coordinator was told %d times", notices)
	}
}

func TestAMemberWhoseNameChangesStays(t *testing.T) {
	l := newLife(t, 7, 3)
	n := len(l.mails)
	p := group.Plan{Members: append([]group.Member(nil), l.g.Members...), Meetings: l.g.Meetings}
	p.Members[1].ID, p.Members[1].Name = "benjamin-okoro", "Benjamin Okoro"   // same address
	p.Members[2].ID, p.Members[2].Email = "neri-chiara", "chiara@new.example" // same name
	p.Members[3].ID, p.Members[3].Name, p.Members[3].Email = "zoe", "Zoe Zorn", "zoe@example.org"
	l.follow(group.Reconcile(l.g, p, l.now))
	if m, ok := l.g.Member("ben"); !ok || m.Name != "Benjamin Okoro" || m.State != group.Active {
		t.Errorf("ben is %+v", m)
	}
	if m, ok := l.g.Member("chiara"); !ok || m.Email != "chiara@new.example" || m.State != group.Active {
		t.Errorf("chiara is %+v", m)
	}
	if m, _ := l.g.Member("dana"); m.State != group.Left {
		t.Errorf("dana, whom nobody resembles, is %s", m.State)
	}
	for _, s := range l.mails[n:] {
		if s.Member.ID == "ben" {
			t.Errorf("a new name made a mail: %s", describe(s))
		}
	}
}

func TestAMemberWithAGivenIDIsNobodyElse(t *testing.T) {
	l := newLife(t, 7, 3)
	p := group.Plan{Members: append([]group.Member(nil), l.g.Members...), Meetings: l.g.Meetings, Given: map[group.MemberID]bool{"ben-2": true}}
	p.Members[1].ID = "ben-2"
	l.follow(group.Reconcile(l.g, p, l.now))
	if m, _ := l.g.Member("ben"); m.State != group.Left {
		t.Errorf("ben is %s", m.State)
	}
}

// TestADateIsEnough: a mail of its own, to no letter and under several open
// questions, counts for the meeting whose date it names, and for no other.
func TestADateIsEnough(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(l.now.Add(time.Hour), nil)
	at := l.g.Meetings
	say := func(format string, n int) string {
		return fmt.Sprintf(format, at[n].Start.In(l.g.Zone).Format("2 January"))
	}
	if r := l.reply("eli", "", say("I can come on %s", 1)); r.Ledger != "applied" || l.rsvp(at[1].ID, "eli") != "yes" || l.rsvp(at[0].ID, "eli") != "" {
		t.Errorf("ledger %q, rsvps %q and %q", r.Ledger, l.rsvp(at[0].ID, "eli"), l.rsvp(at[1].ID, "eli"))
	}
	if l.reply("eli", "", say("On %s I can't make it", 3)); l.rsvp(at[3].ID, "eli") != "no" {
		t.Errorf("to a meeting without an invitation so far: %q", l.rsvp(at[3].ID, "eli"))
	}
	if r := l.reply("fay", "", "I can come on 1 August"); r.Ledger != "unclear" {
		t.Errorf("a day without a meeting: ledger %q", r.Ledger)
	}
	if r := l.reply("ben", "", "I'll come"); r.Ledger != "unclear" {
		t.Errorf("no date: ledger %q", r.Ledger)
	}
	for _, mt := range at {
		if l.rsvp(mt.ID, "fay") != "" || l.rsvp(mt.ID, "ben") != "" {
			t.Errorf("%s: a guess was recorded", mt.ID)
		}
	}
}

// TestAnotherDateThanAskedAbout: an answer to a letter about one meeting that names the
// date of another one is for that other one.
func TestAnotherDateThanAskedAbout(t *testing.T) {
	for _, test := range []struct {
		words string // %s is the second meeting's date, %[2]s the first one's
		want  [3]string
	}{
		{"I can come on %s", [3]string{"", "yes"}},
		{"I can't make it on %s, sorry", [3]string{"", "no"}},
		{"No, but on %s I'll be there", [3]string{"no", "yes"}},
		{"Yes. On %s I can't come, though.", [3]string{"yes", "no"}},
		{"I'll be there on %[2]s, but I can't come on %[1]s", [3]string{"yes", "no"}},
		{"The notes of %s are great", [3]string{}},
		{"Can we talk about %s?", [3]string{}},
	} {
		l := newLife(t, 7, 4)
		l.until(at(t, "2026-01-08 12:00"), nil)
		ms := l.g.Meetings
		day := func(n int) string { return ms[n].Start.In(l.g.Zone).Format("2 January") }
		words := fmt.Sprintf(test.words, day(1), day(0))
		words, _, _ = strings.Cut(words, "%!(EXTRA")
		r := l.reply("eli", l.letterWith("eli", "coming").Token, words)
		for n, want := range test.want {
			if got := l.rsvp(ms[n].ID, "eli"); got != want {
				t.Errorf("%q: meeting %d has %q, want %q; %s", words, n+1, got, want, r.Because)
			}
		}
	}
}

// TestAnotherHourMovesTheMeetings: the file names meetings by when they begin, so
// another hour gives them all new names. They are known by their day.
func TestAnotherHourMovesTheMeetings(t *testing.T) {
	l := newLife(t, 7, 3)
	l.click("ben", first, "ACCEPTED")
	uid := func(m group.MeetingID) string { inv, _ := l.g.Invitation(m, "ben"); return inv.UID }
	was := uid(first)
	p := l.plan()
	for i := range p.Meetings {
		at := p.Meetings[i].Start.Add(time.Hour)
		p.Meetings[i] = group.Meeting{ID: group.MeetingID(at.In(l.g.Zone).Format("2006-01-02T15:04")), Start: at, Duration: p.Meetings[i].Duration, Place: p.Meetings[i].Place}
	}
	for round := range 2 { // read again, it changes nothing more
		n := len(l.mails)
		l.now = l.now.Add(time.Hour)
		l.reconcile(p)
		s, d := l.invitation("ben")
		if len(l.g.Meetings) != 3 || uid(first) != was || s.Invite.Cancelled || s.Invite.Sequence != 1 || d.Was.IsZero() {
			t.Fatalf("%d meetings; ben got %+v", len(l.g.Meetings), s.Invite)
		}
		if round > 0 && len(l.mails) != n {
			t.Errorf("read again, it sent %d mails", len(l.mails)-n)
		}
	}
}

// TestAnotherRhythmKeepsEqualStarts: weekly instead of every two weeks, from the
// second meeting on. What begins when it did is the same meeting, under whatever name.
func TestAnotherRhythmKeepsEqualStarts(t *testing.T) {
	l := newLife(t, 7, 3)
	moved := l.plan()
	moved.Meetings[1].Start = moved.Meetings[1].Start.AddDate(0, 0, 1) // Wednesday 28 January
	l.reconcile(moved)
	l.click("ben", second, "ACCEPTED")
	l.until(at(t, "2026-01-14 12:00"), nil)
	before, _ := l.g.Invitation(second, "ben")
	p := group.Plan{Members: l.g.Members}
	for _, day := range []int{14, 21, 28, 35} {
		start := time.Date(2026, 1, day, 16, 0, 0, 0, l.g.Zone)
		if day == 14 {
			start = start.AddDate(0, 0, -7) // 7 January: over, and never held
		}
		p.Meetings = append(p.Meetings, group.Meeting{ID: group.MeetingID(start.Format("2006-01-02T15:04")), Start: start, Duration: 90 * time.Minute, Place: "https://meet.example.org/tuesday"})
	}
	n := len(l.mails)
	l.reconcile(p)
	if after, _ := l.g.Invitation(second, "ben"); after != before || l.rsvp(second, "ben") != "yes" {
		t.Errorf("ben's meeting is %+v now, %q", after, l.rsvp(second, "ben"))
	}
	var states []string
	for _, mt := range l.g.Meetings {
		states = append(states, mt.Start.In(l.g.Zone).Format("2 Jan ")+string(mt.State))
	}
	if got := strings.Join(states, ", "); got != "13 Jan planned, 21 Jan planned, 28 Jan planned, 4 Feb planned, 10 Feb cancelled" {
		t.Errorf("meetings: %s", got)
	}
	for _, s := range l.mails[n:] {
		if s.Invite != nil && s.Invite.Meeting == second {
			t.Errorf("mail about the meeting that stays: %s", describe(s))
		}
	}
}

// TestAMovedMeetingHasItsLetterAgain: two weeks later, after its letter and the notes
// before it had gone out.
func TestAMovedMeetingHasItsLetterAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-13 10:00"), nil)
	told := func(practice string, m group.MemberID) (n int) {
		for _, s := range l.to(m) {
			for _, it := range s.Items {
				if it.Practice == practice && it.Meeting == first {
					n++
				}
			}
		}
		return n
	}
	if told("coming", "ben") != 1 || told("nudge", "ben") != 1 {
		t.Fatalf("before: %d letters, %d nudges", told("coming", "ben"), told("nudge", "ben"))
	}
	p := l.plan()
	p.Meetings[0].Start = p.Meetings[0].Start.AddDate(0, 0, 15) // 28 January
	l.reconcile(p)
	l.until(at(t, "2026-01-28 17:00"), nil)
	if told("coming", "ben") != 2 || told("nudge", "ben") != 2 {
		t.Errorf("after: %d letters, %d nudges", told("coming", "ben"), told("nudge", "ben"))
	}
	// A day later only, the new invitation says it.
	m := newLife(t, 7, 3)
	m.until(at(t, "2026-01-07 10:00"), nil)
	p = m.plan()
	p.Meetings[0].Start = p.Meetings[0].Start.AddDate(0, 0, 1)
	m.reconcile(p)
	m.until(at(t, "2026-01-13 08:00"), nil)
	n := 0
	for _, s := range m.to("ben") {
		for _, it := range s.Items {
			if it.Practice == "coming" && it.Meeting == first {
				n++
			}
		}
	}
	if n != 1 {
		t.Errorf("moved by a day: %d letters", n)
	}
}

// TestARoleThatIsNoMore: who had it is free, and a new one is offered.
func TestARoleThatIsNoMore(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.g.Roles = []string{"facilitator", "guardian"}
	l.now = l.now.Add(time.Hour)
	l.reconcile(l.plan())
	for _, tn := range l.g.Turns {
		if tn.Role == "scribe" && tn.Live() {
			t.Errorf("%s is still to take notes: %s", tn.Member, tn.State)
		}
	}
	if got := l.turns(first, "guardian"); got == "" {
		t.Error("nobody is asked to be guardian")
	}
}

// TestOfTwoWithOneNameEachStaysWhoTheyAre: the ids of two with the same name are told
// apart by a number, which the file gives to another when one of them goes.
func TestOfTwoWithOneNameEachStaysWhoTheyAre(t *testing.T) {
	l := newLife(t, 7, 3)
	p := group.Plan{Members: append([]group.Member(nil), l.g.Members...), Meetings: l.g.Meetings}
	two := func(id group.MemberID, email string) group.Member {
		return group.Member{ID: id, Name: "Ida Holm", Email: email, Zone: l.g.Zone, Language: "en", State: group.Active}
	}
	rest := p.Members
	p.Members = slices.Concat(rest, []group.Member{two("ida-holm", "ida@one.example"), two("ida-holm-2", "ida@two.example")})
	l.follow(group.Reconcile(l.g, p, l.now))
	check := func(when string, id group.MemberID, email string, state group.MemberState) {
		t.Helper()
		if m, _ := l.g.Member(id); m.Email != email || m.State != state {
			t.Errorf("%s: %s is %s, %s", when, id, m.Email, m.State)
		}
	}
	p.Members = slices.Concat(rest, []group.Member{two("ida-holm", "ida@two.example")}) // so config calls her now
	l.follow(group.Reconcile(l.g, p, l.now))
	check("the first has gone", "ida-holm", "ida@one.example", group.Left)
	check("the first has gone", "ida-holm-2", "ida@two.example", group.Active)
	p.Members = slices.Concat(rest, []group.Member{two("ida-holm", "ida@two.example"), two("ida-holm-2", "ida@three.example")})
	l.follow(group.Reconcile(l.g, p, l.now))
	check("a third has come", "ida-holm-2", "ida@two.example", group.Active)
	check("a third has come", "ida-holm", "ida@one.example", group.Left)
	check("a third has come", "ida-holm-2-2", "ida@three.example", group.Active)
	p.Members = slices.Concat(rest, []group.Member{two("ida-holm", "ida@three.example"), two("ida-holm-2", "ida@two.example")})
	l.follow(group.Reconcile(l.g, p, l.now))
	check("in another order", "ida-holm-2", "ida@two.example", group.Active)
	check("in another order", "ida-holm-2-2", "ida@three.example", group.Active)
}

// TestWhoCoordinatesAndBecomesAMember begins as every member does; who stops being one
// and goes on coordinating has no meetings in the calendar any more.
func TestWhoCoordinatesAndBecomesAMember(t *testing.T) {
	l := newLife(t, 7, 4)
	p := group.Plan{Members: slices.Clone(l.g.Members), Meetings: slices.Clone(l.g.Meetings)}
	p.Members[6].State, p.Members[6].Coordinator = group.Observer, true // gus
	l.follow(group.Reconcile(l.g, p, l.now))
	calendar := func() (in, out int) {
		for _, inv := range l.g.Invitations {
			switch {
			case inv.Member == "gus" && inv.Cancelled:
				out++
			case inv.Member == "gus":
				in++
			}
		}
		return in, out
	}
	if in, out := calendar(); in != 0 || out != 2 {
		t.Errorf("who only coordinates has %d meetings in the calendar, and %d are out", in, out)
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	p.Members = append(p.Members, group.Member{ID: "zoe", Name: "Zoe Zorn", Email: "zoe@example.org", Zone: l.g.Zone, Language: "en", State: group.Observer, Coordinator: true, Order: 8})
	l.follow(group.Reconcile(l.g, p, l.now))
	l.until(at(t, "2026-01-22 12:00"), nil)
	p.Members[7].State = group.Active
	l.follow(group.Reconcile(l.g, p, l.now))
	if m, _ := l.g.Member("zoe"); m.State != group.Active || !m.Joined.Equal(l.now) {
		t.Errorf("zoe is %s, joined %s", m.State, m.Joined)
	}
	l.until(at(t, "2026-02-02 12:00"), nil)
	l.letterWith("zoe", "welcome")
}
