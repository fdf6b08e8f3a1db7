package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// newcomer adds Zoe to the coordinator's file after the first meeting.
func newcomer(t *testing.T, rule group.JoiningRule, until int) *life {
	t.Helper()
	l := newLife(t, 5, 5)
	l.g.Settings.Joining, l.g.JoinUntil = rule, until
	l.until(at(t, "2026-01-15 10:00"), nil)
	l.reconcile(l.withZoe())
	return l
}

func (l *life) withZoe() group.Plan {
	p := l.plan()
	for i, m := range p.Members {
		if m.ID == "zoe" {
			p.Members[i].State = group.Active // the file knows nothing else
			return p
		}
	}
	p.Members = append(p.Members, group.Member{ID: "zoe", Name: "Zoe Zorn", Email: "zoe@example.org", Zone: l.g.Zone, Language: "en", State: group.Active, Order: 9})
	return p
}

func TestJoiningUntilAMeeting(t *testing.T) {
	if m := newcomer(t, group.JoinUntil, 2).member("zoe"); m.State != group.Active {
		t.Errorf("before the second meeting: %s %q", m.State, m.Joining)
	}
	if m := newcomer(t, group.JoinUntil, 1).member("zoe"); m.State == group.Active || m.Joining != group.Declined {
		t.Errorf("after the first: %s %q", m.State, m.Joining)
	}
}

func TestAClosedGroupTakesNobodyIn(t *testing.T) {
	l := newcomer(t, group.JoinClosed, 0)
	l.until(at(t, "2026-01-17 10:00"), nil)
	if len(l.to("zoe")) != 0 || len(l.told("closed")) != 1 || l.told("closed")[0].Who != "Zoe Zorn" {
		t.Errorf("zoe got %d mails, ana was told %+v", len(l.to("zoe")), l.told("closed"))
	}
	l.reconcile(l.withZoe())
	l.until(at(t, "2026-01-18 10:00"), nil)
	if len(l.told("closed")) != 1 {
		t.Errorf("told %d times", len(l.told("closed")))
	}
	l.g.Settings.Joining = group.JoinUntil
	l.g.JoinUntil = 4
	l.reconcile(l.withZoe())
	if m := l.member("zoe"); m.State != group.Active || m.Joining != group.In {
		t.Errorf("the rule has changed, and zoe is %s %q", m.State, m.Joining)
	}
}

func TestSilenceIsWelcome(t *testing.T) {
	l := newcomer(t, group.JoinConsent, 0)
	l.until(at(t, "2026-01-16 12:00"), nil)
	for _, id := range []group.MemberID{"ana", "ben", "eli"} {
		if l.count(id, "joining") != 1 {
			t.Errorf("%s was asked %d times", id, l.count(id, "joining"))
		}
	}
	for id, words := range map[group.MemberID]string{"ben": "welcome", "chiara": "yes"} {
		if r := l.reply(id, l.letterWith(id, "joining").Token, words); r.Ledger != "applied" {
			t.Errorf("%s: %s %v", id, r.Ledger, r.Because)
		}
	}
	l.until(at(t, "2026-01-21 10:00"), nil)
	if m := l.member("zoe"); m.State == group.Active {
		t.Error("in before the week is over")
	}
	l.until(at(t, "2026-01-23 12:00"), nil)
	if m := l.member("zoe"); m.State != group.Active || l.count("zoe", "welcome") != 1 {
		t.Errorf("zoe is %s %q", m.State, m.Joining)
	}
}

// TestAConcernIsForTheCoordinators, who decide; until then nothing happens.
func TestAConcernIsForTheCoordinators(t *testing.T) {
	for words, state := range map[string]group.MemberState{"yes": group.Active, "no": group.Paused} {
		l := newcomer(t, group.JoinConsent, 0)
		l.until(at(t, "2026-01-16 12:00"), nil)
		if r := l.reply("ben", l.letterWith("ben", "joining").Token, "I have a concern: she never listens."); r.Ledger != "applied" {
			t.Fatalf("%s %v", r.Ledger, r.Because)
		}
		if d := l.receipt("ben"); len(d.Lines) != 1 || d.Lines[0].What != "concern" {
			t.Errorf("receipt %+v", d)
		}
		l.until(at(t, "2026-01-26 12:00"), nil)
		if m := l.member("zoe"); m.Joining != group.Vetted {
			t.Fatalf("zoe is %s %q", m.State, m.Joining)
		}
		s := l.letterWith("ana", "joining")
		sections, _ := group.Write(l.g, s.Mailing)
		d, _ := sections[0].Data.(group.JoiningData)
		if !d.Decide || len(d.Concerns) != 1 || d.Concerns[0].Name != "Ben" || l.count("chiara", "joining") != 1 {
			t.Errorf("%+v", d)
		}
		l.reply("ana", s.Token, words)
		if m := l.member("zoe"); m.State != state || state == group.Paused && m.Joining != group.Declined {
			t.Errorf("%s: zoe is %s %q", words, m.State, m.Joining)
		}
		l.until(l.now.Add(10*24*time.Hour), nil)
		if state == group.Paused && len(l.to("zoe")) != 0 {
			t.Errorf("zoe got %d mails", len(l.to("zoe")))
		}
	}
}
