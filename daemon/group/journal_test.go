package group_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"convene/daemon/group"
)

// data are what sections of a member's mails held, of one kind.
func data[T any](l *life, member group.MemberID) []T {
	var all []T
	for _, m := range l.to(member) {
		sections, _ := group.Write(l.g, m.Mailing)
		for _, s := range sections {
			if d, ok := s.Data.(T); ok {
				all = append(all, d)
			}
		}
	}
	return all
}

func TestLoggedNumbersComeBackToTheirWriterAlone(t *testing.T) {
	l := newLife(t, 4, 8)
	l.g.On = map[string]bool{"journal": true}
	l.until(at(t, "2026-01-08 10:00"), nil)
	for _, n := range []string{"2", "4", "6"} {
		l.says("ben", "log clients "+n)
	}
	l.until(at(t, "2026-02-27 10:00"), nil)
	got := data[group.NumbersData](l, "ben")
	if len(got) != 1 || len(got[0].Series) != 1 {
		t.Fatalf("Ben got %+v", got)
	}
	s := got[0].Series[0]
	if s.Of != "clients" || s.Last != "6" || s.Average != "4" || s.Rows[0].N != 2 || s.Rows[2].Number != "6" {
		t.Errorf("%+v", s)
	}
	for _, m := range []group.MemberID{"ana", "chiara", "dana"} {
		if got := data[group.NumbersData](l, m); len(got) != 0 {
			t.Errorf("%s got %+v", m, got)
		}
	}
}

// TestTheAverageOfLoggedNumbers: also of small ones below zero, and of huge ones.
func TestTheAverageOfLoggedNumbers(t *testing.T) {
	for want, numbers := range map[string][]string{"-2.5": {"-2", "-3"}, "0.1": {"0.1", "0.1"}, "0": {"-0.01", "-0.02"}, "100000000000000000000": {"100000000000000000000", "100000000000000000000"}} {
		l := newLife(t, 4, 8)
		l.g.On = map[string]bool{"journal": true}
		l.until(at(t, "2026-01-08 10:00"), nil)
		for _, n := range numbers {
			l.says("ben", "log mood "+n)
		}
		l.until(at(t, "2026-02-27 10:00"), nil)
		if got := data[group.NumbersData](l, "ben"); len(got) != 1 || got[0].Series[0].Average != want {
			t.Errorf("%s: %+v", numbers, got)
		}
	}
}

// TestALoggedNumberThatIsTwoIsAskedBack: thousands to some are thousandths to others.
func TestALoggedNumberThatIsTwoIsAskedBack(t *testing.T) {
	for text, want := range map[string]string{
		"log steps 1,500": "", "log steps 1.500": "", "log steps 12,000": "", "log steps 1500": "1500", "log hours 1,5": "1.5", "log hours 0,125": "0.125", "log hours 2.25": "2.25",
	} {
		l := newLife(t, 4, 8)
		l.g.On = map[string]bool{"journal": true}
		l.until(at(t, "2026-01-08 10:00"), nil)
		r := l.says("ben", text)
		if got := l.gaveLast(group.Logged, "ben").Value; got != want || (r.Ledger == "unclear") != (want == "") {
			t.Errorf("%s: %q on record, %s", text, got, r.Ledger)
		}
	}
}

func TestTheJournalIsPrivateAndOnlyWhereItIsTurnedOn(t *testing.T) {
	for _, on := range []bool{true, false} {
		l := newLife(t, 4, 8)
		l.g.On = map[string]bool{"journal": on}
		l.until(at(t, "2026-01-08 10:00"), nil)
		l.says("ben", "journal: I was faster than the others again.")
		l.says("ben", "log clients 3")
		var kinds []group.ContributionKind
		for _, c := range l.g.Contributions {
			kinds = append(kinds, c.Kind)
			if c.Audience != group.OnlySelf {
				t.Errorf("%s is for %s", c.Kind, c.Audience)
			}
		}
		if on && len(kinds) != 2 || !on && len(kinds) != 0 {
			t.Errorf("on %v: kept as %v", on, kinds)
		}
	}
}

// TestWhatIsForAJournalIsNobodyElses: in a group without journals it is kept for its
// writer and read back whole. Whom it is for is not asked: "for the group", said to
// a line "tears", would show the others what began with "log".
func TestWhatIsForAJournalIsNobodyElses(t *testing.T) {
	for _, words := range []string{"journal: I was faster than the others again.", "log tears 4"} {
		l := newLife(t, 4, 8)
		l.until(at(t, "2026-01-08 10:00"), nil)
		if r := l.says("ben", words); r.Ledger != "applied" {
			t.Errorf("%s: %s %v", words, r.Ledger, r.Because)
		}
		_, kept, _ := strings.Cut(words, "journal: ")
		kept = cmp.Or(kept, words)
		if d := l.receipt("ben"); d.Kind == "audience" || !slices.Contains(d.Lines, group.ReceiptLine{What: "text", Text: kept}) {
			t.Errorf("%s: answered with %s %+v", words, d.Kind, d.Lines)
		}
		l.says("ben", "share")
		if c := l.gave(group.Shared); c.Text != kept {
			t.Errorf("%s: shared by a word of its own as %q", words, c.Text)
		}
	}
	l := newLife(t, 4, 8)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "log tears 4")
	l.says("ben", "for the group")
	for _, c := range l.g.Contributions {
		t.Errorf("about to be shown: %+v", c)
	}
}

func TestFeedbackGoesFromThoseChosenToTheAskerAlone(t *testing.T) {
	l := newLife(t, 4, 8)
	l.g.On = map[string]bool{"feedback": true}
	l.until(at(t, "2026-01-08 10:00"), nil)
	if r := l.says("ben", "feedback: somebody, how did I lead?"); r.Ledger != "unclear" {
		t.Errorf("nobody named: %s", r.Ledger)
	}
	l.says("ben", "feedback: Dana, how did I lead?")
	l.until(at(t, "2026-01-26 10:00"), nil)
	for m, want := range map[group.MemberID]int{"ana": 0, "chiara": 0, "dana": 1} {
		if got := data[group.FeedbackData](l, m); len(got) != want {
			t.Errorf("%s is asked %+v", m, got)
		}
	}
	l.answers(l.letterWith("dana", "feedback"), "You left long pauses, and that was good.")
	l.until(at(t, "2026-02-20 10:00"), nil)
	for m, want := range map[group.MemberID]int{"ana": 0, "chiara": 0, "ben": 1} {
		if got := l.saw(m, "relay"); len(got) != want {
			t.Errorf("%s got %v", m, got)
		}
	}
}

func TestTheRepertoireGoesToAll(t *testing.T) {
	for _, on := range []bool{true, false} {
		l := newLife(t, 4, 8)
		l.g.On = map[string]bool{"repertoire": on}
		l.until(at(t, "2026-01-08 10:00"), nil)
		l.says("ben", "link: https://example.org/listening")
		l.until(at(t, "2026-02-20 10:00"), nil)
		if got := data[group.RepertoireData](l, "dana"); (len(got) == 1) != on {
			t.Errorf("on %v: %+v", on, got)
		}
	}
}

func TestAfterACaseItsOwnerIsAskedWhatHappened(t *testing.T) {
	l := newLife(t, 4, 8)
	l.g.On = map[string]bool{"followup": true}
	l.g.Apply(group.Contribution{N: 1, Kind: group.Case, Member: "ben", About: string(first), Text: "Somebody who never finishes.", Audience: group.Everyone, State: group.StateDone})
	l.until(at(t, "2026-02-20 10:00"), nil)
	l.answers(l.letterWith("ben", "followup"), "They finished one, yesterday.")
	if r, ok := l.g.Response("followup", "1", 1, "ben"); !ok || r.Text != "They finished one, yesterday." {
		t.Errorf("kept: %+v", r)
	}
	if got := data[group.FollowUpData](l, "dana"); len(got) != 0 {
		t.Errorf("Dana is asked %+v", got)
	}
}
