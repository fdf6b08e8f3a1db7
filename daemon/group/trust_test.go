package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// TestJudge goes through every combination of what may be known of a mail.
func TestJudge(t *testing.T) {
	for i := range 1 << 6 {
		bit := func(n int) bool { return i&(1<<n) != 0 }
		e := group.Evidence{Token: bit(0), UID: bit(1), Attendee: bit(2), FromMember: bit(3), Authenticated: bit(4), Confirmed: bit(5)}
		got, why := group.Judge(e)
		var want group.Verdict
		switch {
		case e.Confirmed, e.UID && e.Attendee:
			want = group.Apply
		case e.UID:
			want = group.Forwarded
		case e.Token && !e.FromMember:
			want = group.Hold
		case e.Token:
			want = group.Apply
		case e.FromMember && e.Authenticated:
			want = group.Apply
		case e.FromMember:
			want = group.Hold
		default:
			want = group.Stranger
		}
		if got != want || why == "" {
			t.Errorf("%+v: %s (%s), want %s", e, got, why, want)
		}
	}
}

func held(l *life, inbox int64, from string, alias bool) {
	l.t.Helper()
	l.follow(group.Keep(l.g, group.Held{Inbox: inbox, Member: "ben", From: from, Words: "Yes, I'm coming", Reason: "another From", Alias: alias, At: l.now}))
}

func TestAHeldMailIsAskedAboutAndReleasedByYes(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "ben@work.example.com", true)
	s := l.letterWith("ben", "confirm")
	if s.Class != group.Urgent {
		t.Errorf("asked by %s", s.Class)
	}
	l.reply("ben", s.Token, "Yes")
	if !l.g.Released(100) {
		t.Error("not released")
	}
	if m, _ := l.g.Member("ben"); !m.Has("Ben@work.example.com") {
		t.Error("the address was not remembered")
	}
}

func TestAHeldMailIsDroppedByNoAndBySilence(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "evil@example.com", true)
	l.reply("ben", l.letterWith("ben", "confirm").Token, "no")
	held(l, 101, "evil@example.com", true)
	l.until(l.now.Add(9*24*time.Hour), nil)
	for _, id := range []int64{100, 101} {
		if l.g.Released(id) {
			t.Errorf("%d was released", id)
		}
	}
	if m, _ := l.g.Member("ben"); m.Has("evil@example.com") {
		t.Error("the address was remembered")
	}
	outcomes := map[int64]string{}
	for _, h := range l.g.Held {
		outcomes[h.Inbox] = h.Outcome
	}
	if outcomes[100] != group.HeldRefused || outcomes[101] != group.HeldExpired {
		t.Errorf("%v", outcomes)
	}
}

// TestWhatExpiresIsSeenBySomebody: the coordinator hears, once a day, of mails that
// nobody confirmed.
func TestWhatExpiresIsSeenBySomebody(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "ben@work.example.com", true)
	held(l, 101, "evil@example.com", false)
	n := len(l.to("ana"))
	l.until(l.now.Add(8*24*time.Hour), nil)
	var told []group.NoticeData
	for _, s := range l.to("ana")[n:] {
		if d, ok := s.Items[0].Data.(group.NoticeData); ok {
			told = append(told, d)
		}
	}
	if len(told) != 1 || told[0].Kind != "held" || told[0].Who != "Ben" {
		t.Errorf("ana was told %+v", told)
	}
}

// TestWhatTheMemberWantsIsAskedFirst: many mails in a member's name do not stand
// in the way of their own.
func TestWhatTheMemberWantsIsAskedFirst(t *testing.T) {
	l := newLife(t, 7, 3)
	for id := range int64(5) {
		held(l, 100+id, "evil@example.com", false)
	}
	held(l, 105, "ben@work.example.com", true)
	l.inbox = 200
	if r := l.reply("ben", l.letterWith("ben", "welcome").Token, "my data"); r.Ledger != "held" {
		t.Errorf("the ledger says %s", r.Ledger)
	}
	l.reply("ben", l.letterWith("ben", "welcome").Token, "My data")
	l.until(l.now.Add(3*24*time.Hour), nil)
	var asked []string
	for _, s := range l.to("ben") {
		if s.Items[0].Practice == "confirm" {
			asked = append(asked, s.Items[0].Occurrence+" "+s.Items[0].Template)
		}
	}
	if got := strings.Join(asked, ", "); got != "100 , 201 sure, 105 " && got != "100 , 201 sure, 105 , 101 " {
		t.Errorf("asked about %s", got)
	}
}

// TestAHeldMailIsNotReadAfterItsEnd: a yes that comes when the question has closed
// changes nothing.
func TestAHeldMailIsNotReadAfterItsEnd(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "ben@work.example.com", true)
	s := l.letterWith("ben", "confirm")
	l.until(l.now.Add(8*24*time.Hour), nil)
	l.reply("ben", s.Token, "yes")
	if m, _ := l.g.Member("ben"); l.g.Released(100) || m.Has("ben@work.example.com") {
		t.Error("released after it had expired")
	}
	if r := l.receipt("ben"); r.Kind != "closed" {
		t.Errorf("ben reads %+v", r)
	}
}

// TestAReceiptConfirmsNothing: the questions of a letter go on in the thread of an
// answer to it, except the one about a held mail.
func TestAReceiptConfirmsNothing(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "evil@example.com", true)
	l.reply("ben", l.letterWith("ben", "confirm").Token, "4")
	l.reply("ben", l.letterWith("ben", "receipt").Token, "yes")
	if l.g.Released(100) {
		t.Error("a yes to a receipt confirmed a held mail")
	}
}

func TestOneQuestionADayAboutHeldMail(t *testing.T) {
	l := newLife(t, 7, 3)
	for id := range int64(3) {
		held(l, 100+id, "evil@example.com", true)
	}
	count := func() int {
		n := 0
		for _, s := range l.to("ben") {
			if s.Items[0].Practice == "confirm" {
				n++
			}
		}
		return n
	}
	if n := count(); n != 1 {
		t.Errorf("%d questions at once", n)
	}
	l.until(l.now.Add(36*time.Hour), nil)
	if n := count(); n > 2 {
		t.Errorf("%d questions in a day and a half", n)
	}
}

func TestABareYesNeverConfirmsAHeldMail(t *testing.T) {
	l := newLife(t, 7, 3)
	held(l, 100, "evil@example.com", true)
	l.reply("ben", "", "yes")
	if l.g.Released(100) {
		t.Error("a mail without the question's token confirmed it")
	}
}

// TestAHeldMailKeepsItsPlace: what the member has said since is newer than a mail
// that is confirmed late.
func TestAHeldMailKeepsItsPlace(t *testing.T) {
	l := withTopics(t)
	for _, m := range l.g.Members {
		l.click(m.ID, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-06 10:00"), nil)
	s := l.letterWith("ana", "turn")
	held := l.inbox + 1
	l.inbox++
	l.follow(group.Keep(l.g, group.Held{Inbox: held, Member: "ana", Letter: s.Token, From: "ana@work.example.com", Words: "not leading. A", Alias: true, At: l.now}))
	received := l.now
	l.now = l.now.Add(time.Hour)
	l.reply("ana", s.Token, "Yes, I'll lead\nB")
	l.now = l.now.Add(time.Hour)
	l.reply("ana", l.letterWith("ana", "confirm").Token, "yes")
	for _, text := range []string{"not leading", "A"} {
		r := group.Receive(l.g, group.Inbound{Inbox: held, From: "ana@work.example.com", Received: received, Member: "ana", Letter: s.Token, Token: true, Segments: []answer.Segment{{Text: text}}, Lexicon: l.lex}, l.now)
		l.follow(r.Outcome)
	}
	l.wantTurns(first, "facilitator", "1 ana accepted")
	for _, v := range l.g.Votes {
		if v.Member == "ana" && (len(v.Topics) != 1 || v.Topics[0] != 2) {
			t.Errorf("the older vote counts: %v", v.Topics)
		}
	}
}

// TestAHeldYesAfterALaterNo: whoever has said meanwhile that they can't come is
// given no role by an older mail.
func TestAHeldYesAfterALaterNo(t *testing.T) {
	l := toFirstLetter(t, 8)
	s := l.letterWith("ana", "turn")
	l.inbox++
	id, received := l.inbox, l.now
	l.follow(group.Keep(l.g, group.Held{Inbox: id, Member: "ana", Letter: s.Token, From: "ana@work.example.com", Words: "yes", Alias: true, At: l.now}))
	l.now = l.now.Add(time.Hour)
	l.click("ana", first, "DECLINED")
	l.reply("ana", l.letterWith("ana", "confirm").Token, "yes")
	r := group.Receive(l.g, group.Inbound{Inbox: id, From: "ana@work.example.com", Received: received, Member: "ana", Letter: s.Token, Token: true, Segments: []answer.Segment{{Text: "Yes, I'll lead"}}, Lexicon: l.lex}, l.now)
	l.follow(r.Outcome)
	l.wantTurns(first, "facilitator", "1 ana passed, 2 chiara asked")
	if got := l.rsvp(first, "ana"); got != "no" {
		t.Errorf("coming: %q", got)
	}
}

func TestOneQuestionBackADay(t *testing.T) {
	l := newLife(t, 7, 3)
	l.reply("ben", "", "4")
	n := len(l.to("ben"))
	l.reply("ben", "", "5")
	if len(l.to("ben")) != n {
		t.Error("asked back twice within a day")
	}
	l.reply("ben", "", "6")
	l.until(l.now.Add(23*time.Hour), nil)
	if got := l.practices("ben", n); strings.Contains(got, "readback") || strings.Contains(got, "receipt") {
		t.Errorf("asked back twice within a day: %s", got)
	}
	l.until(l.now.Add(4*time.Hour), nil)
	if d := l.readBackTo("ben"); !slices.Equal(d.Words, []string{"5", "6"}) {
		t.Errorf("the day after, ben is asked back about %q", d.Words)
	}
	l.reply("ben", l.letterWith("ben", "readback").Token, "7") // no answer to that either: a person is needed
	if d, _ := l.letterWith("ana", "notice").Items[0].Data.(group.NoticeData); d.Kind != "unclear" {
		t.Errorf("ana was told %+v", d)
	}
}

func TestOfTwoResponsesTheLaterMailCounts(t *testing.T) {
	l := newLife(t, 7, 3)
	for _, r := range []group.Response{{Inbox: 7, Text: "new"}, {Inbox: 5, Text: "old, confirmed late"}} {
		r.Practice, r.Question, r.Member = "welcome", 1, "ben"
		l.g.Apply(r)
	}
	if r, _ := l.g.Response("welcome", "", 1, "ben"); r.Text != "new" {
		t.Errorf("%q counts", r.Text)
	}
}

// TestALetterAnsweredByAnotherMember: Ben was forwarded Ana's letter and answers
// it. It is not Ana's answer, his address is not hers, his words are not for her
// to read, and he hears that it changed nothing.
func TestALetterAnsweredByAnotherMember(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-06 10:00"), nil)
	l.inbox++
	in := group.Inbound{Inbox: l.inbox, MessageID: "b1@example.org", Subject: "Re: letter", From: "ben@example.org", Received: l.now, Member: "ana", Letter: l.letterWith("ana", "turn").Token}
	o := group.Keep(l.g, group.Held{Inbox: l.inbox, Member: "ana", From: "Ben@example.org", Words: "My mother is ill", Alias: true, At: l.now})
	mine := group.Misdirected(l.g, in, "My mother is ill", l.now)
	o.Changes, o.Items = append(o.Changes, mine.Changes...), append(o.Items, mine.Items...)
	l.follow(o)
	s := l.letterWith("ana", "confirm")
	sections, _ := group.Write(l.g, s.Mailing)
	d, _ := sections[0].Data.(group.ConfirmData)
	if d.Words != "" || d.Alias || d.From != "Ben" {
		t.Errorf("ana reads %+v", d)
	}
	if r := l.receipt("ben"); r.Kind != "no_question" {
		t.Errorf("ben reads %+v", r)
	}
	l.reply("ana", s.Token, "yes")
	if m, _ := l.g.Member("ana"); m.Has("ben@example.org") {
		t.Error("ben's address became ana's")
	}
}

// TestAnotherMembersHeldWordsAreNobodysData: what Ben wrote to Ana's letter is not
// held about Ana, and does not outlast Ben's wish to be forgotten.
func TestAnotherMembersHeldWordsAreNobodysData(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-06 10:00"), nil)
	l.inbox++
	l.follow(group.Keep(l.g, group.Held{Inbox: l.inbox, Member: "ana", From: "Ben@example.org", Words: "My mother is ill", Alias: true, At: l.now}))
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.confirmed("ana", "my data")
	d, ok := l.letterWith("ana", "mydata").Items[0].Data.(group.MyData)
	if !ok || slices.ContainsFunc(d.Texts, func(x group.MyText) bool { return strings.Contains(x.Text, "mother") }) {
		t.Errorf("%v, ana reads %+v", ok, d.Texts)
	}
	l.g.Apply(group.Forgetting{Member: "ben", At: l.now})
	for _, h := range l.g.Held {
		if strings.Contains(h.Words, "mother") {
			t.Errorf("ben is forgotten, and not what he wrote: %+v", h)
		}
	}
}

func TestEveryHeldMailIsAskedAbout(t *testing.T) {
	l := newLife(t, 7, 3)
	for id := range int64(3) {
		held(l, 100+id, "ben@work.example.com", true)
	}
	l.until(l.now.Add(4*24*time.Hour), nil)
	asked := map[string]bool{}
	for _, s := range l.to("ben") {
		if s.Items[0].Practice == "confirm" {
			asked[s.Items[0].Occurrence] = true
		}
	}
	if len(asked) != 3 {
		t.Errorf("asked about %v", asked)
	}
}

// TestAMachineThatAnswersEverythingMakesNoLoop lets the coordinator's mail program
// answer every mail, without saying that it is one.
func TestAMachineThatAnswersEverythingMakesNoLoop(t *testing.T) {
	for _, words := range []string{"I am out of the office, maybe or not, who knows?", "leave", "help", "blah blah"} {
		l := newLife(t, 7, 3)
		n := 0
		answered := map[string]bool{}
		for round := 0; round < 60; round++ {
			var next *sent
			for _, s := range l.to("ana") {
				if !answered[s.Token] {
					next = &s
					break
				}
			}
			if next == nil {
				break
			}
			answered[next.Token] = true
			l.reply("ana", next.Token, words)
			n++
		}
		if n > 20 {
			t.Errorf("%q: %d answers, and no end", words, n)
		}
		// A group that has ended answers even less.
		l.until(l.now.AddDate(1, 0, 0), nil)
		n = len(l.to("ana"))
		for range 10 {
			l.reply("ana", "", words)
		}
		if got := len(l.to("ana")) - n; got > 3 {
			t.Errorf("%q: %d mails after the end", words, got)
		}
	}
}

// TestWhatIsNotUnderstoodIsSeenBySomebody: when the answers of the day are used
// up, a person is told instead.
func TestWhatIsNotUnderstoodIsSeenBySomebody(t *testing.T) {
	l := newLife(t, 7, 3)
	for range 3 {
		l.reply("ben", "", "help")
	}
	n := len(l.to("ben"))
	l.reply("ben", "", "4")
	if len(l.to("ben")) != n {
		t.Fatal("a fourth answer within a day")
	}
	if s := l.letterWith("ana", "notice"); s.Items[0].Data.(group.NoticeData).Kind != "unclear" {
		t.Errorf("ana was told %+v", s.Items[0].Data)
	}
}

// TestWhoThinksBetterOfItStays: "no" and more is a no to "shall I go ahead?", and so is
// that they stay. The coordinators hear nothing of it, nor of a question left open.
func TestWhoThinksBetterOfItStays(t *testing.T) {
	for _, words := range []string{"no, I'm staying after all", "I'm staying", "No, that was a joke.", "no!! wrong button", ""} {
		l := newLife(t, 7, 3)
		if r := l.reply("ben", "", "forget me"); r.Ledger != "held" {
			t.Fatal(r.Ledger)
		}
		n := len(l.to("ana"))
		want := group.HeldExpired
		if words != "" {
			l.reply("ben", l.letterWith("ben", "confirm").Token, words)
			want = group.HeldRefused
			if d := l.receipt("ben"); len(d.Lines) != 1 || d.Lines[0].What != "left_alone" {
				t.Errorf("%q: ben hears %+v", words, d)
			}
		}
		l.until(l.now.Add(9*24*time.Hour), nil)
		if h := l.g.Held[0]; h.Outcome != want {
			t.Errorf("%q: %q", words, h.Outcome)
		}
		for _, s := range l.to("ana")[n:] {
			if d, ok := s.Items[0].Data.(group.NoticeData); ok && d.Kind == "held" {
				t.Errorf("%q: ana is told %+v", words, d)
			}
		}
	}
	l := newLife(t, 7, 3)
	l.reply("ben", "", "forget me")
	l.reply("ben", l.letterWith("ben", "confirm").Token, "not sure, maybe")
	if h := l.g.Held[0]; h.Outcome != "" {
		t.Errorf("neither yes nor no, and %s", h.Outcome)
	}
}
