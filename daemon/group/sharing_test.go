package group_test

import (
	"slices"
	"strings"
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// hopes answers the welcome of several members.
func (l *life) hopes(words map[group.MemberID]string) {
	l.t.Helper()
	for _, m := range l.g.Members {
		if w, ok := words[m.ID]; ok {
			if r := l.reply(m.ID, l.letterWith(m.ID, "welcome").Token, w); r.Ledger != "applied" {
				l.t.Fatalf("%s: %s %v", m.ID, r.Ledger, r.Because)
			}
		}
	}
}

// options are the choices of a practice's ask in a letter, with their letters.
func options(s sent, practice string) []string {
	var texts []string
	for _, it := range s.Items {
		for _, a := range it.Asks {
			for _, o := range a.Options {
				if it.Practice == practice {
					texts = append(texts, o.Letter+" "+o.Text)
				}
			}
		}
	}
	return texts
}

func (l *life) sharing(s sent) group.SharingData {
	l.t.Helper()
	sections, _ := group.Write(l.g, s.Mailing)
	for _, sec := range sections {
		if d, ok := sec.Data.(group.SharingData); ok {
			return d
		}
	}
	l.t.Fatalf("nothing is shared in %s", describe(s))
	return group.SharingData{}
}

// TestWhatWeShareInTheLetterBeforeTheFirstMeeting: the group was founded two weeks
// before it, so the first ballot stands in the same letter, and the letters of the
// alphabet run on.
func TestWhatWeShareInTheLetterBeforeTheFirstMeeting(t *testing.T) {
	l := newLife(t, 6, 3)
	l.hopes(map[group.MemberID]string{
		"ana": "2: Better questions", "ben": "2: Asking well\n3: Improvisation", "chiara": "2: better  questions",
		"dana": "2: Patience", "eli": "2: I changed my mind", "fay": "As one letter: patience",
	})
	l.reply("eli", l.letterWith("eli", "receipt").Token, "no") // so nobody sees it
	l.reply("ben", "", "topic: feedback that lands")
	l.reply("chiara", "", "topic: ending well")
	l.until(at(t, "2026-01-06 10:00"), nil)

	s := l.letterWith("fay", "sharing")
	if diff := cmp.Diff([]string{"C Better questions", "D Asking well", "E Patience"}, options(s, "sharing")); diff != "" {
		t.Fatal(diff)
	}
	d := l.sharing(s)
	if len(d.Offers) != 1 || d.Offers[0].Name != "Ben" || d.Offers[0].Text != "Improvisation" {
		t.Errorf("offers: %+v", d.Offers)
	}
	if r := l.reply("fay", s.Token, "B D"); r.Ledger != "applied" { // of both lists
		t.Fatalf("%s %v", r.Ledger, r.Because)
	}
	if len(l.g.Votes) != 1 || len(l.g.Votes[0].Topics) != 1 {
		t.Errorf("votes %+v", l.g.Votes)
	}
	l.reply("dana", l.letterWith("dana", "sharing").Token, "D") // ben, fay and dana are half of six
	l.until(at(t, "2026-01-14 10:00"), nil)
	if got := l.shared(); got != "Asking well" {
		t.Errorf("shared: %q", got)
	}
}

// shared are the objectives that became the group's.
func (l *life) shared() string {
	var texts []string
	for _, c := range group.SharedObjectives(l.g) {
		texts = append(texts, c.Text)
	}
	return strings.Join(texts, ", ")
}

// TestWithTimeTheLetterTellsWhatIsShared: the group is asked a week before, and
// the letter about the first meeting says what came of it.
func TestWithTimeTheLetterTellsWhatIsShared(t *testing.T) {
	l := newLife(t, 5, 3)
	l.g.Founded = l.now.AddDate(0, 0, -20)
	p := l.plan()
	p.Meetings = p.Meetings[1:] // four weeks from now
	l.reconcile(p)
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well", "chiara": "3: Improvisation"})
	l.until(at(t, "2026-01-13 10:00"), nil)
	s := l.letterWith("dana", "sharing")
	if got := options(s, "sharing"); len(got) != 2 || got[0] != "A Better questions" {
		t.Fatalf("%s offers %v", describe(s), got)
	}
	l.reply("dana", s.Token, "B")
	l.reply("eli", l.letterWith("eli", "sharing").Token, "asking well")
	l.until(at(t, "2026-01-14 11:00"), nil) // one answer a day
	l.reply("eli", l.letterWith("eli", "welcome").Token, "3: A good ear")
	l.until(at(t, "2026-01-20 10:00"), nil)
	s = l.letterWith("dana", "sharing")
	if !slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == "coming" }) {
		t.Fatalf("not in the letter about the meeting: %s", describe(s))
	}
	d := l.sharing(s)
	want := group.SharingData{Base: d.Base, Result: true, Shared: []string{"Asking well"}, Members: 5, Offers: []group.Voice{{Name: "Eli", Text: "A good ear"}}}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Error(diff)
	}
}

// TestAnObjectiveOfFewStaysPrivate: it stood in the list without a name, and no
// month's letter brings it up.
func TestAnObjectiveOfFewStaysPrivate(t *testing.T) {
	l := newLife(t, 6, 3)
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well"})
	l.until(at(t, "2026-01-14 10:00"), nil)
	for _, m := range []group.MemberID{"ana", "ben"} {
		if c := l.gaveLast(group.Objective, m); c.State != group.StateShared || c.Audience != group.OnlySelf {
			t.Errorf("%s: %s for %s", m, c.State, c.Audience)
		}
	}
	if got := l.shared(); got != "" {
		t.Errorf("shared: %q", got)
	}
}

// TestNobodysObjectiveIsLeftOut: a group of fifteen is asked about fifteen, each short;
// the offers that had no room beside them follow with the next letter.
func TestNobodysObjectiveIsLeftOut(t *testing.T) {
	l := newLife(t, 15, 3)
	words := map[group.MemberID]string{}
	for i, m := range l.g.Members {
		words[m.ID] = "2: " + strings.Repeat(string(rune('a'+i)), 5) + " and how to go on with it when nobody else would like to do it any more, and I alone do\n3: Lesson " + string(rune('A'+i))
	}
	l.hopes(words)
	l.until(at(t, "2026-02-05 12:00"), nil)
	var asked, told []string
	for _, s := range l.to("ana") {
		for _, it := range s.Items {
			if it.Practice != "sharing" {
				continue
			}
			d := l.sharing(s)
			asked = append(asked, options(s, "sharing")...)
			for _, v := range d.Offers {
				told = append(told, v.Text)
			}
			for _, o := range d.Options {
				if n := len([]rune(o.Text)); n > 75 {
					t.Errorf("%q is %d long", o.Text, n)
				}
			}
		}
	}
	if len(asked) != 15 || !strings.HasPrefix(asked[14], "O ") {
		t.Errorf("asked about %q", asked)
	}
	slices.Sort(told)
	if len(told) != 12 || len(slices.Compact(told)) != 12 { // four, then eight; and two more are counted
		t.Errorf("told of %q", told)
	}
}

// TestASecondAnswerIsReadBackInTimeForTheList: only one answer a day is read back at
// once. What somebody says they want to learn, in a second one, comes by a note the day
// after, and not in the letter that brings the list without it.
func TestASecondAnswerIsReadBackInTimeForTheList(t *testing.T) {
	l := newLife(t, 6, 3)
	l.g.Founded = l.now // so the list waits for the letter about the meeting
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well", "chiara": "1: Ana asked me."})
	l.until(at(t, "2025-12-29 12:00"), nil)
	l.reply("chiara", l.letterWith("chiara", "welcome").Token, "2: Patience")
	l.until(at(t, "2025-12-31 11:00"), nil)
	if s := l.letterWith("chiara", "share"); s.Class != group.InNote {
		t.Errorf("read back in a %s", s.Class)
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	if got := strings.Join(options(l.letterWith("eli", "sharing"), "sharing"), ", "); got != "A Better questions, B Asking well, C Patience" {
		t.Error(got)
	}
	if n := l.count("chiara", "share"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
