package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// An objective is shared when at least half of the members name it, in whatever
// words of their own: two of five are too few, three are enough.
func TestSharedIsWhatAtLeastHalfName(t *testing.T) {
	for _, c := range []struct {
		members int
		naming  []group.MemberID // besides ben, whose words they are
		want    string
	}{
		{5, []group.MemberID{"chiara"}, ""},
		{5, []group.MemberID{"chiara", "ana"}, "Asking well"}, // ana has words of her own for it
		{4, []group.MemberID{"chiara"}, "Asking well"},
	} {
		l := newLife(t, c.members, 3)
		l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well"})
		l.until(at(t, "2026-01-06 10:00"), nil)
		for _, m := range c.naming {
			if r := l.reply(m, l.letterWith(m, "sharing").Token, "asking well"); r.Ledger != "applied" {
				t.Fatalf("%s: %s %v", m, r.Ledger, r.Because)
			}
		}
		l.until(at(t, "2026-01-14 10:00"), nil)
		if got := l.shared(); got != c.want {
			t.Errorf("%v of %d: shared %q, want %q", c.naming, c.members, got, c.want)
		}
	}
}

// The founding is a short one when under four weeks remain, and there is none where
// members are simply in.
func TestTheFoundingIsShortUnderFourWeeks(t *testing.T) {
	for days, want := range map[int]int{27: 3, 28: 7} {
		l := founded(t, days)
		start := l.now
		l.until(l.g.Meetings[0].Start, nil)
		var sentOn []int
		for _, s := range l.to("eli") {
			if s.Items[0].Practice == "founding" {
				sentOn = append(sentOn, int(s.at.Sub(start).Hours()+23)/24)
			}
		}
		if len(sentOn) != 2 || sentOn[1] != want {
			t.Errorf("%d days before: invited on days %v, want the reminder on day %d", days, sentOn, want)
		}
	}
	l := newLife(t, 5, 3)
	l.until(at(t, "2026-01-14 10:00"), nil)
	for _, m := range l.g.Members {
		if m.State != group.Active || l.count(m.ID, "founding") != 0 || l.count(m.ID, "welcome") != 1 {
			t.Errorf("%s is %s, invited %d times, welcomed %d times", m.ID, m.State, l.count(m.ID, "founding"), l.count(m.ID, "welcome"))
		}
	}
}

func TestAHealthCheckFromSixMeetingsOn(t *testing.T) {
	l := newLife(t, 7, 6)
	l.until(l.now.AddDate(1, 0, 0), nil)
	if n := l.asked("ana", "health", ""); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// The last meeting has an agenda of its own; the letter on the end sets what was
// planned beside what came of it so far.
func TestTheEndIsPrepared(t *testing.T) {
	l := newLife(t, 6, 4)
	l.g.Settings.Goals = []string{"Three cases each"}
	for _, s := range l.mails {
		l.willing(s)
	}
	l.reply("dana", l.letterWith("dana", "welcome").Token, "2: to stop rescuing people")
	mt := l.g.Meetings[1]
	mt.State, mt.ByMail = group.Cancelled, true
	l.g.Apply(mt)
	closing := map[group.MeetingID]bool{}
	l.until(at(t, "2026-02-24 12:00"), func(s sent) {
		l.willing(s)
		for _, it := range s.Items {
			if it.Practice != "pack" {
				continue
			}
			for _, step := range sectionOf[group.PackData](l, s, "pack").Steps {
				if step.Name == "lookback" || step.Name == "thanks" {
					closing[it.Meeting] = true
				}
			}
		}
	})
	last := l.g.Meetings[3].ID
	if len(closing) != 1 || !closing[last] {
		t.Errorf("a closing agenda for %v", closing)
	}
	d := sectionOf[group.EndingData](l, l.letterWith("dana", "ending"), "ending")
	if d.Held != 1 || d.Planned != 4 || len(d.Goals) != 1 || d.Objective != "to stop rescuing people" {
		t.Errorf("plan against now: %+v", d)
	}
}

// After the report the group is final: whatever time it is, nothing more goes out.
func TestAFinalGroupIsSilent(t *testing.T) {
	l := newLife(t, 6, 2)
	l.until(at(t, "2026-06-01 10:00"), nil)
	if l.g.Closed.IsZero() || !l.next.IsZero() {
		t.Fatalf("closed %s, next look %s", l.g.Closed, l.next)
	}
	n := len(l.mails)
	for range 30 {
		l.now = l.now.AddDate(0, 0, 11).Add(5 * time.Hour)
		l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) })
	}
	l.reconcile(l.plan())
	if len(l.mails) != n || !l.next.IsZero() {
		t.Errorf("%d mails, next look %s", len(l.mails)-n, l.next)
	}
	if r := l.reply("ben", "", "Yes, I'll be there"); r.Ledger != "after_close" || l.count("ben", "receipt") != 0 {
		t.Errorf("an answer: %s", r.Ledger)
	}
}
