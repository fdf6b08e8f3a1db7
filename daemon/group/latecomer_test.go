package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// late is a group that has met once: it shares, offers and has agreed on a charter.
func late(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 5, 6)
	l.g.Settings.Joining = group.JoinUntil
	l.g.Settings.GroundRules = []string{"What is said here stays here"}
	l.until(at(t, "2025-12-30 10:00"), nil)
	for id, said := range map[group.MemberID]string{"ben": "2: to ask better questions", "chiara": "2: to ask better questions\n3: I can lend books", "dana": "2: To ask better questions"} {
		l.reply(id, l.letterWith(id, "welcome").Token, said)
	}
	l.until(at(t, "2026-02-11 10:00"), nil)
	if c, ok := group.CharterNow(l.g); !ok || !c.Agreed || len(c.Shared) != 1 {
		t.Fatalf("no charter: %+v", c)
	}
	return l
}

// read is what the mails to a member since the nth say, by practice.
func (l *life) read(member group.MemberID, since int) map[string][]any {
	l.t.Helper()
	got := map[string][]any{}
	for _, s := range l.mails[since:] {
		if s.Member.ID != member {
			continue
		}
		sections, _ := group.Write(l.g, s.Mailing)
		for i, it := range s.Items {
			got[it.Practice] = append(got[it.Practice], sections[i].Data)
		}
	}
	return got
}

func TestWhoJoinsLaterCatchesUp(t *testing.T) {
	l := late(t)
	n := len(l.mails)
	l.reconcile(l.withZoe())
	l.until(at(t, "2026-02-12 18:00"), nil)
	zoe := l.read("zoe", n)
	if d, ok := zoe["welcome"]; !ok || !d[0].(group.WelcomeData).Late || len(d[0].(group.WelcomeData).Dates) == 0 || !d[0].(group.WelcomeData).Dates[0].After(l.now) {
		t.Errorf("welcome: %+v", d)
	}
	if len(l.letterWith("zoe", "welcome").Items[0].Asks) != 3 {
		t.Errorf("asked %+v", l.letterWith("zoe", "welcome").Items[0].Asks)
	}
	if len(zoe["invitation"]) != 2 { // the next two are within three weeks
		t.Errorf("%d invitations", len(zoe["invitation"]))
	}
	for _, m := range l.mails[n:] {
		if m.Member.ID != "zoe" {
			t.Errorf("%s is bothered with %s", m.Member.ID, m.Items[0].Practice)
		}
	}
	l.reply("zoe", l.letterWith("zoe", "welcome").Token, "2: to say no in time\n3: Sketching on a wall")
	if got := lines(l.receipt("zoe")); !strings.Contains(got, "offer") || strings.Contains(got, "objective") {
		t.Errorf("receipt: %s", got)
	}
	l.until(at(t, "2026-02-27 18:00"), nil)
	zoe = l.read("zoe", n)
	if d := zoe["charter"]; len(d) != 1 || !d[0].(group.CharterData).New || !d[0].(group.CharterData).Agreed || len(d[0].(group.CharterData).Goals) != 1 {
		t.Errorf("charter: %+v", d)
	}
	if d := zoe["sharing"]; len(d) != 1 || len(d[0].(group.SharingData).Offers) != 1 || d[0].(group.SharingData).Offers[0].Text != "I can lend books" || d[0].(group.SharingData).Options != nil {
		t.Errorf("sharing: %+v", d)
	}
	for _, id := range []group.MemberID{"ana", "ben", "eli"} {
		d := l.read(id, n)["newcomer"]
		if len(d) != 1 || d[0].(group.NewcomerData).Who != "Zoe" || !slices.Equal(d[0].(group.NewcomerData).Offers, []string{"Sketching on a wall"}) {
			t.Errorf("%s reads %+v", id, d)
		}
	}
	if l.count("zoe", "newcomer") != 0 {
		t.Error("zoe reads of herself")
	}
	for _, m := range l.mails[n:] {
		if m.Items[0].Practice == "newcomer" {
			t.Error("a letter for that alone")
		}
	}
	// What she wants to learn is hers: nobody is shown it.
	for _, c := range l.g.Contributions {
		if c.Kind == group.Objective && c.Member == "zoe" {
			t.Errorf("put to the group: %+v", c)
		}
	}
	if r := l.reply("zoe", "", "agree"); r.Ledger != "applied" {
		t.Errorf("agree: %s %v", r.Ledger, r.Because)
	}
	if r := l.reply("zoe", "", "object: what is said here stays here, for how long?"); r.Ledger != "applied" {
		t.Errorf("object: %s %v", r.Ledger, r.Because)
	}
	l.until(at(t, "2026-03-05 18:00"), nil)
	if c, _ := group.CharterNow(l.g); c.Version != 2 || c.Agreed {
		t.Errorf("after the objection: %+v", c)
	}
}

// An offer that comes after the line about joining is told by itself.
func TestALateOfferIsToldToo(t *testing.T) {
	l := late(t)
	n := len(l.mails)
	l.reconcile(l.withZoe())
	l.until(at(t, "2026-02-18 18:00"), nil)
	l.reply("zoe", l.letterWith("zoe", "welcome").Token, "3: Sketching on a wall")
	l.until(at(t, "2026-03-06 18:00"), nil)
	d := l.read("ben", n)["newcomer"]
	if len(d) != 2 || !d[1].(group.NewcomerData).Known || len(d[1].(group.NewcomerData).Offers) != 1 {
		t.Errorf("ben reads %+v", d)
	}
}

// addedBy lets ana add Zoe by mail and confirm it, and says what was read back.
func addedBy(l *life) (group.SteerLine, bool) {
	l.t.Helper()
	l.says("ana", "add Zoe Zorn <zoe@example.org>")
	s, d := l.readBack("ana")
	if len(d.Lines) != 1 {
		l.t.Fatalf("read back %+v", d)
	}
	if d.N > 0 {
		l.now = l.now.Add(time.Minute)
		l.answers(s, "yes")
	}
	return d.Lines[0], d.N > 0
}

func TestAddingByMailFollowsTheRuleOfJoining(t *testing.T) {
	begun := func(rule group.JoiningRule, until int) *life {
		l := newLife(t, 5, 5)
		l.g.Settings.Joining, l.g.JoinUntil = rule, until
		l.until(at(t, "2026-01-15 10:00"), nil)
		return l
	}
	t.Run("closed", func(t *testing.T) {
		for _, l := range []*life{begun(group.JoinClosed, 0), begun(group.JoinUntil, 1)} {
			if line, asked := addedBy(l); line.Not != "closed" || asked {
				t.Errorf("read back %+v, asked %v", line, asked)
			}
			if _, ok := l.g.Member("zoe-zorn"); ok || len(l.told("closed")) > 0 {
				t.Error("she is on record, or ana is told twice")
			}
		}
	})
	t.Run("until", func(t *testing.T) {
		l := begun(group.JoinUntil, 3)
		if line, _ := addedBy(l); line.What != "add" || l.member("zoe-zorn").State != group.Active {
			t.Errorf("%+v: %+v", line, l.member("zoe-zorn"))
		}
	})
	t.Run("consent", func(t *testing.T) {
		l := begun(group.JoinConsent, 0)
		line, _ := addedBy(l)
		if m := l.member("zoe-zorn"); line.What != "add_asked" || line.To.IsZero() || m.State != group.Paused || m.Joining != group.Vetted {
			t.Fatalf("%+v: %+v", line, m)
		}
		if line, asked := addedBy(l); line.Not != "asked" || asked {
			t.Errorf("a second time: %+v", line)
		}
		l.until(at(t, "2026-01-16 12:00"), nil)
		if l.count("chiara", "joining") != 1 || len(l.to("zoe-zorn")) != 0 {
			t.Error("chiara is not asked, or zoe has heard of it")
		}
		l.reconcile(l.plan()) // the file, in which she is not, changes nothing
		l.reply("chiara", l.letterWith("chiara", "joining").Token, "welcome")
		l.until(at(t, "2026-01-23 12:00"), nil)
		if m := l.member("zoe-zorn"); m.State != group.Active || l.count("zoe-zorn", "welcome") != 1 {
			t.Errorf("after a week: %+v", m)
		}
	})
	t.Run("again", func(t *testing.T) {
		l := begun(group.JoinConsent, 0)
		eli := l.member("eli")
		eli.State, eli.ByMail = group.Left, true
		l.g.Apply(eli)
		l.says("ana", "add Eli Stern <eli@example.org>")
		s, _ := l.readBack("ana")
		l.answers(s, "yes")
		if m := l.member("eli"); m.State != group.Paused || m.Joining != group.Vetted {
			t.Errorf("eli is %s %q", m.State, m.Joining)
		}
	})
	t.Run("founding", func(t *testing.T) {
		l := founded(t, 40)
		line, _ := addedBy(l)
		if m := l.member("zoe-zorn"); line.What != "add_invited" || m.Joining != group.Invited {
			t.Fatalf("%+v: %+v", line, m)
		}
		l.until(l.now.Add(48*time.Hour), nil)
		if l.count("zoe-zorn", "founding") != 1 {
			t.Fatal("not invited")
		}
		if line, asked := addedBy(l); line.Not != "asked" || asked {
			t.Errorf("a second time: %+v", line)
		}
		l.reply("zoe-zorn", l.letterWith("zoe-zorn", "founding").Token, "no thanks")
		if line, asked := addedBy(l); line.Not != "declined" || asked {
			t.Errorf("after her no: %+v", line)
		}
	})
}
