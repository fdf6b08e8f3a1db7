package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// withCases is a group that brings cases; Ben, Chiara and Dana have one each.
func withCases(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 7, 5)
	l.g.On = map[string]bool{"cases": true}
	l.reply("ben", "", "case: a team that goes quiet")
	l.reply("chiara", "", "case: a client who always agrees\nand never does anything")
	l.reply("dana", "", "case: two people who share one desk")
	return l
}

// attend lets time pass like until, and hands over every mail, also those that went
// out before and those that answer at once.
func (l *life) attend(end time.Time, read func(sent)) {
	l.t.Helper()
	for n := 0; ; {
		for ; n < len(l.mails); n++ {
			read(l.mails[n])
		}
		if l.next.IsZero() || !l.next.Before(end) {
			break
		}
		l.until(l.next.Add(time.Nanosecond), nil)
	}
	l.until(end, nil)
}

func (l *life) caseOf(who group.MemberID) group.Contribution {
	l.t.Helper()
	for _, c := range l.g.Contributions {
		if c.Kind == group.Case && c.Member == who {
			return c
		}
	}
	l.t.Fatalf("%s has no case", who)
	return group.Contribution{}
}

// asked lists who has been asked to bring a case, in order.
func (l *life) askedForCases() string {
	var who []string
	for _, s := range l.mails {
		if s.Items[0].Practice == "casedate" {
			who = append(who, string(s.Member.ID))
		}
	}
	return strings.Join(who, " ")
}

func TestACaseIsItsWritersAlone(t *testing.T) {
	l := withCases(t)
	c := l.caseOf("chiara")
	if c.Audience != group.OnlySelf || c.State != group.StateOpen || c.Text != "a client who always agrees\nand never does anything" {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff([]group.ReceiptLine{{What: "case", Text: "a client who always agrees and never does anything"}}, l.receipt("chiara").Lines); diff != "" {
		t.Error(diff)
	}
	l.reply("chiara", "", "case: A client who always agrees and never does anything")
	if n := len(l.g.Contributions); n != 3 {
		t.Errorf("the same case is there twice: %d cases", n)
	}
}

func TestWithoutThePracticeACaseIsANote(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", "", "case: a team that goes quiet")
	if len(l.g.Contributions) != 0 || len(l.g.Responses) != 1 || l.g.Responses[0].Practice != "note" {
		t.Errorf("%+v, %+v", l.g.Contributions, l.g.Responses)
	}
}

// TestCasesGoRound: the oldest first, then of those who brought none; somebody's second one
// comes last.
func TestCasesGoRound(t *testing.T) {
	l := withCases(t)
	l.reply("ben", "", "case: a second one of mine")
	l.attend(at(t, "2026-02-13 10:00"), func(s sent) {
		if s.Items[0].Practice == "casedate" {
			l.reply(s.Member.ID, s.Token, "yes")
		}
	})
	if diff := cmp.Diff("ben chiara dana ben", l.askedForCases()); diff != "" {
		t.Error(diff)
	}
	if c := l.caseOf("ben"); c.State != group.StateShared || c.About != string(first) {
		t.Errorf("after its meeting: %+v", c)
	}
}

func TestNotYetAsksTheNextAndKeepsTheCase(t *testing.T) {
	l := withCases(t)
	l.attend(at(t, "2026-01-06 12:00"), func(s sent) {
		if s.Items[0].Practice == "casedate" && s.Member.ID == "ben" {
			l.reply("ben", s.Token, "not yet")
		}
	})
	if len(l.g.Contributions) != 3 {
		t.Fatal("a case is lost")
	}
	if got := l.askedForCases(); got != "ben chiara" {
		t.Errorf("asked: %s", got)
	}
	if c := l.caseOf("ben"); c.About != "" || c.State != group.StateOpen {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff([]group.ReceiptLine{{What: "case_later", Start: at(t, "2026-01-13 16:00")}}, slices.DeleteFunc(l.readBackTo("ben").Lines, func(r group.ReceiptLine) bool { return r.What == "case" })); diff != "" {
		t.Error(diff)
	}
}

// TestSilenceBringsNoCase: two days before the meeting the case is back, the group
// has heard nothing, and next time somebody else is asked first.
func TestSilenceBringsNoCase(t *testing.T) {
	l := withCases(t)
	l.until(at(t, "2026-01-14 12:00"), nil)
	for _, s := range l.mails {
		_, _ = group.Write(l.g, s.Mailing)
	}
	if c := l.caseOf("ben"); c.About != "" || c.Value != "1" {
		t.Errorf("%+v", c)
	}
	if got := l.askedForCases(); got != "ben chiara" {
		t.Errorf("asked: %s", got)
	}
	if d := l.meetingData("eli"); d.CaseBy != "" {
		t.Errorf("the group hears of a case by %s, who said nothing", d.CaseBy)
	}
}

// meetingData is what the last letter about a meeting tells a member.
func (l *life) meetingData(who group.MemberID) group.ComingData {
	l.t.Helper()
	sections, _ := group.Write(l.g, l.letterWith(who, "coming").Mailing)
	for _, s := range sections {
		if d, ok := s.Data.(group.ComingData); ok {
			return d
		}
	}
	l.t.Fatal("no section about coming")
	return group.ComingData{}
}

// pack is what a member with a turn got last.
func (l *life) pack(who group.MemberID) group.PackData {
	l.t.Helper()
	sections, _ := group.Write(l.g, l.letterWith(who, "pack").Mailing)
	d, _ := sections[0].Data.(group.PackData)
	return d
}

// TestOnlyWhoLeadsReadsACase: the group hears whose it is, who leads reads it where
// its giver agreed, who takes notes never.
func TestOnlyWhoLeadsReadsACase(t *testing.T) {
	for answer, want := range map[string]string{"1: yes\n2: A": "a team that goes quiet", "yes": "", "1: yes\n2: B": ""} {
		l := withCases(t)
		var leads, scribe group.MemberID
		l.attend(at(t, "2026-01-13 10:00"), func(s sent) {
			switch it := s.Items[0]; {
			case it.Practice == "casedate" && s.Member.ID == "ben":
				l.reply("ben", s.Token, answer)
			case it.Practice == "invitation" && it.Meeting == first:
				l.click(s.Member.ID, first, "ACCEPTED")
			case it.Practice == "pack":
				if sections, _ := group.Write(l.g, s.Mailing); sections[0].Data.(group.PackData).Leads { //nolint:forcetypeassert // a pack's
					leads = s.Member.ID
				} else {
					scribe = s.Member.ID
				}
			}
			if slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == "turn" && it.Meeting == first }) {
				l.reply(s.Member.ID, s.Token, "yes")
			}
		})
		if leads == "" || scribe == "" || leads == "ben" {
			t.Fatalf("%s leads, %s takes notes", leads, scribe)
		}
		if d := l.meetingData("eli"); d.CaseBy != "Ben" || d.Yours {
			t.Errorf("%q: the letter says %+v", answer, d.Occasion)
		}
		if d := l.meetingData("ben"); !d.Yours {
			t.Errorf("%q: Ben is not told that it is his", answer)
		}
		d := l.pack(leads)
		if d.Case != want || d.CaseBy != "Ben" {
			t.Errorf("%q: who leads reads %q by %s", answer, d.Case, d.CaseBy)
		}
		if d.Steps[len(d.Steps)-3].Name != "advice" {
			t.Errorf("the script is not that of peer assist: %+v", d.Steps)
		}
		if d := l.pack(scribe); d.Case != "" {
			t.Errorf("%q: who takes notes reads %q", answer, d.Case)
		}
	}
}

func TestAYesTakenBackBringsNoCase(t *testing.T) {
	l := withCases(t)
	l.attend(at(t, "2026-01-05 12:00"), func(s sent) {
		if s.Items[0].Practice == "casedate" {
			l.reply(s.Member.ID, s.Token, "yes")
			l.g.Apply(group.Undone{Inbox: l.inbox, Member: s.Member.ID, By: 99, At: l.now})
		}
	})
	l.until(at(t, "2026-01-06 12:00"), nil)
	if d := l.meetingData("eli"); d.CaseBy != "" {
		t.Errorf("the letter names %s", d.CaseBy)
	}
}

func TestWhoCannotComeBringsNoCase(t *testing.T) {
	l := withCases(t)
	l.attend(at(t, "2026-01-05 12:00"), func(s sent) {
		if s.Items[0].Practice == "casedate" && s.Member.ID == "ben" {
			l.reply("ben", s.Token, "yes")
		}
	})
	l.click("ben", first, "DECLINED")
	if c := l.caseOf("ben"); c.About != "" || c.Value != "" {
		t.Errorf("%+v", c)
	}
	if got := l.askedForCases(); got != "ben chiara" {
		t.Errorf("asked: %s", got)
	}
}

func TestCasesAreAskedForWhileThereAreNone(t *testing.T) {
	l := newLife(t, 7, 4)
	l.g.On = map[string]bool{"cases": true}
	l.until(at(t, "2026-01-20 12:00"), nil)
	s := l.letterWith("eli", "case")
	l.reply("eli", s.Token, "case: a plan that nobody reads")
	if c := l.caseOf("eli"); c.Text != "a plan that nobody reads" {
		t.Errorf("%+v", c)
	}
	for _, m := range withCases(t).mails {
		if slices.ContainsFunc(m.Items, func(it group.Item) bool { return it.Practice == "case" }) {
			t.Error("asked for cases while some wait")
		}
	}
}
