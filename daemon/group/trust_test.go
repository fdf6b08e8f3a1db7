package group_test

import (
	"testing"
	"time"

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
