package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// lines are what a receipt says, as "what who", joined.
func lines(d group.ReceiptData) string {
	var parts []string
	for _, l := range d.Lines {
		parts = append(parts, strings.TrimSpace(l.What+" "+l.Who))
	}
	return d.Kind + ": " + strings.Join(parts, ", ")
}

func (l *life) member(id group.MemberID) group.Member {
	m, _ := l.g.Member(id)
	return m
}

// practices are those of the mails to a member since there were so many.
func (l *life) practices(id group.MemberID, since int) string {
	var names []string
	for _, s := range l.to(id)[since:] {
		for _, it := range s.Items {
			names = append(names, it.Practice)
		}
	}
	return strings.Join(names, " ")
}

func TestLessMailMeansNoReminders(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", "", "fewer reminders please")
	if got := lines(l.receipt("ben")); got != "first: less_mail" || l.member("ben").Mail != group.LessMail {
		t.Errorf("%s, wants %q", got, l.member("ben").Mail)
	}
	l.until(at(t, "2026-01-13 15:00"), nil)
	if got := l.practices("ben", 0); strings.Contains(got, "nudge") || !strings.Contains(got, "coming") {
		t.Errorf("ben got %s", got)
	}
	if got := l.practices("chiara", 0); !strings.Contains(got, "nudge") {
		t.Errorf("chiara got %s", got)
	}
}

func TestDigestOnlyIsTheDigestAndWhatCannotWait(t *testing.T) {
	l := newLife(t, 7, 6)
	l.reply("ben", "", "digest only")
	n := len(l.to("ben"))
	l.until(at(t, "2026-02-20 12:00"), l.willing)
	for _, name := range strings.Fields(l.practices("ben", n)) {
		if name != "invitation" && name != "digest" && name != "month" && name != "notice" && name != "receipt" {
			t.Errorf("ben got %s", name)
		}
	}
	if got := l.practices("ben", n); !strings.Contains(got, "digest") || !strings.Contains(got, "invitation") {
		t.Errorf("ben got %s", got)
	}
	for _, tn := range l.g.Turns {
		if tn.Member == "ben" {
			t.Errorf("ben is offered %s", tn.TurnKey())
		}
	}
	l.reply("ben", "", "I'm back")
	if l.member("ben").Mail != group.AllMail {
		t.Error("ben is not back")
	}
}

func TestUnsubscribeOnlyOffers(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", "", "unsubscribe")
	if m := l.member("ben"); l.receipt("ben").Kind != "less" || m.Mail != group.AllMail || m.State != group.Active {
		t.Errorf("%s, %+v", l.receipt("ben").Kind, m)
	}
}

func TestWhoIsAwayIsNotComingAndNotAsked(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	var leads group.MemberID
	for _, tn := range l.g.Turns {
		if tn.Meeting == first && tn.Role == "facilitator" {
			leads = tn.Member
		}
	}
	l.click(leads, second, "ACCEPTED")
	l.reply(leads, "", "away 10-30 January")
	if l.rsvp(first, leads) != "no" || l.rsvp(second, leads) != "no" {
		t.Errorf("%s says %q and %q", leads, l.rsvp(first, leads), l.rsvp(second, leads))
	}
	if got := l.turns(first, "facilitator"); !strings.Contains(got, "1 "+string(leads)+" passed, 2 ") {
		t.Errorf("the turns: %s", got)
	}
	if got := lines(l.receipt(leads)); got != "turn: away, no, pass, no" {
		t.Errorf("read back: %s", got)
	}
	n := len(l.to(leads))
	l.until(at(t, "2026-01-30 23:00"), nil)
	for _, s := range l.to(leads)[n:] {
		if s.at.After(at(t, "2026-01-10 00:00")) && (s.Class == group.InLetter || s.Class == group.InNote) {
			t.Errorf("while away: %s", describe(s))
		}
	}
	for _, tn := range l.g.Turns {
		if mt, _ := l.g.Meeting(tn.Meeting); tn.Member == leads && tn.State != group.Passed && mt.Start.Before(at(t, "2026-01-31 00:00")) {
			t.Errorf("asked while away: %s %s", tn.TurnKey(), tn.State)
		}
	}
	n = len(l.to(leads))
	l.until(at(t, "2026-02-06 00:00"), nil)
	if len(l.to(leads)) == n {
		t.Error("back, and no letter")
	}
}

func TestLettersGoOnWhenSomebodyIsBackSooner(t *testing.T) {
	l := newLife(t, 7, 6)
	l.reply("ben", "", "away 1-28 February")
	l.until(at(t, "2026-02-03 12:00"), nil)
	n := len(l.to("ben"))
	l.reply("ben", "", "I'm back")
	if got := lines(l.receipt("ben")); !strings.HasPrefix(got, "turn: back, no, no") {
		t.Errorf("read back: %s", got)
	}
	l.until(at(t, "2026-02-10 12:00"), nil)
	if got := l.practices("ben", n); !strings.Contains(got, "coming") {
		t.Errorf("ben got %s", got)
	}
}

func TestAPauseEndsByItself(t *testing.T) {
	l := newLife(t, 7, 6)
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("ben", "", "pause until 1 February")
	if m := l.member("ben"); m.State != group.Paused || !m.PausedUntil.Equal(at(t, "2026-02-02 00:00")) || !m.ByMail {
		t.Fatalf("%+v", m)
	}
	n := len(l.to("ben"))
	l.until(at(t, "2026-02-01 23:00"), nil)
	if got := l.practices("ben", n); got != "" {
		t.Errorf("while pausing ben got %s", got)
	}
	l.until(at(t, "2026-02-04 12:00"), nil)
	if got := l.practices("ben", n); !strings.Contains(got, "coming") || strings.Count(got, "back") != 1 {
		t.Errorf("after it ben got %s", got)
	}
}

func TestStopIsAtOnceAndBackIsTooAndTheFileDoesNotUndoIt(t *testing.T) {
	l := newLife(t, 7, 6)
	l.reply("ben", "", "stop")
	if m := l.member("ben"); m.State != group.Paused || !m.PausedUntil.IsZero() {
		t.Fatalf("%+v", m)
	}
	var p group.Plan
	for _, m := range l.g.Members {
		m.State = group.Active
		p.Members = append(p.Members, m)
	}
	p.Meetings = l.g.Meetings
	l.follow(group.Reconcile(l.g, p, l.now))
	if l.member("ben").State != group.Paused {
		t.Error("the file brought ben back")
	}
	n := len(l.to("ben"))
	l.until(at(t, "2026-03-01 00:00"), nil)
	if got := l.practices("ben", n); got != "" {
		t.Errorf("after stop ben got %s", got)
	}
	l.reply("ben", "", "I'm back")
	if m := l.member("ben"); m.State != group.Active {
		t.Errorf("%+v", m)
	}
	l.until(at(t, "2026-03-10 00:00"), nil)
	if got := l.practices("ben", n); !strings.Contains(got, "coming") {
		t.Errorf("back, ben got %s", got)
	}
}

// confirmed says a command and yes to the question whether it is meant.
func (l *life) confirmed(id group.MemberID, words string) group.Result {
	l.t.Helper()
	if r := l.reply(id, "", words); r.Ledger != "held" {
		l.t.Fatalf("%q is %s", words, r.Ledger)
	}
	held := l.inbox
	s := l.letterWith(id, "confirm")
	l.reply(id, s.Token, "yes")
	return l.again(id, held, words)
}

// again reads a mail once more that was held, as the daemon does.
func (l *life) again(id group.MemberID, inbox int64, words string) group.Result {
	l.t.Helper()
	last := l.inbox
	l.inbox = inbox - 1
	r := l.reply(id, "", words)
	l.inbox = last
	return r
}

func TestWhoLeavesGetsAFarewellAndMayComeBackForTheirData(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), l.willing)
	l.reply("ben", "", "topic: ending well")
	l.confirmed("ben", "leave the group")
	if m := l.member("ben"); m.State != group.Left || !m.ByMail {
		t.Fatalf("%+v", m)
	}
	var ends int
	for _, s := range l.to("ben") {
		if s.Invite != nil && s.Invite.Cancelled {
			ends++
		}
	}
	if l.receipt("ben").Kind != "left" || ends != 2 {
		t.Errorf("%s, %d cancellations", l.receipt("ben").Kind, ends)
	}
	if d, ok := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData); !ok || d.Kind != "left" || d.Who != "Ben" {
		t.Errorf("ana reads %+v", d)
	}
	n := len(l.to("ben"))
	l.until(at(t, "2026-02-01 12:00"), nil)
	if got := l.practices("ben", n); got != "" {
		t.Errorf("after leaving ben got %s", got)
	}
	if r := l.reply("ben", "", "yes, I'll be there"); r.Ledger != "left" || l.practices("ben", n) != "" {
		t.Errorf("a word about coming is %s, ben got %s", r.Ledger, l.practices("ben", n))
	}
	l.confirmed("ben", "my data")
	d, ok := l.letterWith("ben", "mydata").Items[0].Data.(group.MyData)
	if !ok || d.State != "left" || len(d.Texts) != 3 || d.Texts[0].Sees != "unnamed" {
		t.Errorf("%+v", d)
	}
	l.reply("ben", "", "I'm back")
	if d, ok := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData); !ok || d.Kind != "not_yet" {
		t.Errorf("ana reads %+v", d)
	}
	if l.member("ben").State != group.Left {
		t.Error("ben is back without anybody's word")
	}
}

func TestForgettingErasesWordsAtOnceAndKeepsCounts(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), l.willing)
	l.reply("ben", "", "topic: zebracorn")
	l.reply("ben", "", "Just to say that the zebracorn is mine.")
	rsvps, topics := len(l.g.RSVPs), len(l.g.Topics)
	l.confirmed("ben", "forget me")
	if r := l.receipt("ben"); r.Kind != "forgotten" || r.Lines[0].N != 2 {
		t.Errorf("%+v", r)
	}
	for _, tp := range l.g.Topics {
		if strings.Contains(tp.Text, "zebracorn") {
			t.Error("the topic is still there")
		}
	}
	for _, r := range l.g.Responses {
		if strings.Contains(r.Text, "zebracorn") {
			t.Error("the note is still there")
		}
	}
	if len(l.g.RSVPs) != rsvps || len(l.g.Topics) != topics || l.member("ben").State != group.Left {
		t.Errorf("%d answers and %d topics before, %d and %d now", rsvps, topics, len(l.g.RSVPs), len(l.g.Topics))
	}
	n := len(l.to("ben"))
	if r := l.reply("ben", "", "my data"); r.Ledger != "left" || len(l.to("ben")) != n {
		t.Errorf("who is forgotten is answered: %s", r.Ledger)
	}
	var p group.Plan
	for _, m := range l.g.Members {
		m.State = group.Active
		p.Members = append(p.Members, m)
	}
	p.Meetings = l.g.Meetings
	for i := range l.g.Members {
		if l.g.Members[i].ID == "ben" {
			l.g.Members[i].Name = ""
		}
	}
	l.follow(group.Reconcile(l.g, p, l.now))
	if m := l.member("ben"); m.State != group.Left || m.Name != "" {
		t.Errorf("the file brought ben back: %+v", m)
	}
}

func TestMyDataAndForgetMeAreHeardAfterTheEnd(t *testing.T) {
	l := newLife(t, 7, 2)
	l.until(l.now.AddDate(1, 0, 0), l.willing)
	if l.g.Closed.IsZero() {
		t.Fatal("the group goes on")
	}
	l.confirmed("ben", "my data")
	if d, ok := l.letterWith("ben", "mydata").Items[0].Data.(group.MyData); !ok || len(d.Answers) != 2 {
		t.Errorf("%+v", d)
	}
	l.now = l.now.AddDate(0, 0, 2)
	l.confirmed("ben", "forget me")
	if l.receipt("ben").Kind != "forgotten" {
		t.Errorf("%+v", l.receipt("ben"))
	}
}

func TestWhyMe(t *testing.T) {
	l := newLife(t, 7, 6)
	l.until(at(t, "2026-01-06 12:00"), l.willing)
	i := slices.IndexFunc(l.g.Turns, func(tn group.Turn) bool { return tn.Role == "facilitator" && tn.State == group.Accepted })
	l.reply(l.g.Turns[i].Member, "", "why me?")
	if got := lines(l.receipt(l.g.Turns[i].Member)); got != "why: why_never" {
		t.Error(got)
	}
	l.reply("gus", "", "why me?")
	if got := lines(l.receipt("gus")); got != "why: why_none" {
		t.Error(got)
	}
}

func TestAnAbsenceInThePastOrForYearsIsAskedBack(t *testing.T) {
	l := newLife(t, 7, 4)
	l.now = at(t, "2026-01-08 12:00")
	if r := l.reply("ben", "", "away 2-5 January 2026"); len(l.g.Absences) != 0 {
		t.Errorf("%s: %+v", r.Ledger, l.g.Absences)
	}
	l.reply("ben", "", "away 20-30 January")
	if len(l.g.Absences) != 1 || l.g.Absences[0].Until.Sub(l.g.Absences[0].From) != 11*24*time.Hour {
		t.Errorf("%+v", l.g.Absences)
	}
}

func TestWhoWasForgottenIsCalledSomebodyWhoWasHere(t *testing.T) {
	l := newLife(t, 7, 4)
	l.g.Former = func(language string) string { return "a former member (" + language + ")" }
	l.until(at(t, "2026-01-06 12:00"), l.willing)
	l.g.Apply(group.Forgetting{Member: "ana", At: l.now})
	if got := l.g.Named("de").TurnLines(first)[0].Name; got != "Ana" {
		t.Errorf("while the name is there: %q", got)
	}
	for i := range l.g.Members {
		if l.g.Members[i].ID == "ana" {
			l.g.Members[i].Name, l.g.Members[i].Email = "", ""
		}
	}
	if got := l.g.Named("de").TurnLines(first)[0].Name; got != "a former member (de)" {
		t.Errorf("%q", got)
	}
	if l.member("ana").Name != "" {
		t.Error("the record itself has changed")
	}
}

func TestTheReasonBesideANoBecomesNoTopic(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("ana", "turn")
	l.reply("ana", s.Token, "No, I can't come. My parrot learns to sing.")
	if len(l.g.Topics) != 0 || l.rsvp(first, "ana") != "no" {
		t.Errorf("%d topics, ana says %q", len(l.g.Topics), l.rsvp(first, "ana"))
	}
	if r, ok := l.g.Response("note", "1", 1, "ana"); !ok || r.Text != "My parrot learns to sing." {
		t.Errorf("kept: %+v, RSVPs %+v", l.g.Responses, l.g.RSVPs)
	}
	l.now = l.now.AddDate(0, 0, 1)
	l.reply("ben", l.letterWith("ben", "turn").Token, "I can't come.\n2: staying with silence")
	if len(l.g.Topics) != 1 {
		t.Errorf("%d topics: a numbered answer is one, whatever stands beside it", len(l.g.Topics))
	}
}

// TestACommandBehindAnothersNameIsAskedBack: "Ben: stop" does not pause Ana, nor is it
// confirmed as hers.
func TestACommandBehindAnothersNameIsAskedBack(t *testing.T) {
	for words, asked := range map[string]bool{
		"Ben: stop": true, "ben: leave": true, "Ben: forget me": true, "Ben: undo": true, "Hello,\n\nBen : stop\n\nAna": true,
		"Ana: stop": false, "stop": false, "For Ben: I'm glad.\n\nstop": false,
	} {
		l := newLife(t, 5, 3)
		l.until(at(t, "2026-01-07 12:00"), nil)
		r := l.reply("ana", "", words)
		if got := r.Ledger == "unclear"; got != asked || asked && l.member("ana").State != group.Active {
			t.Errorf("%q: %s %v, Ana is %s", words, r.Ledger, r.Because, l.member("ana").State)
		}
	}
}
