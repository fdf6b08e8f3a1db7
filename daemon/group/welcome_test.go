package group_test

import (
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// gaveLast is the last contribution of a kind that a member gave.
func (l *life) gaveLast(kind group.ContributionKind, member group.MemberID) group.Contribution {
	var last group.Contribution
	for _, c := range l.g.Contributions {
		if c.Kind == kind && c.Member == member {
			last = c
		}
	}
	return last
}

// TestTheWelcomeIsAnsweredByNumbers: why stays with its writer; what to learn and
// what to offer are read back with their audience, and a no keeps them private.
func TestTheWelcomeIsAnsweredByNumbers(t *testing.T) {
	l := newLife(t, 7, 3)
	r := l.reply("dana", l.letterWith("dana", "welcome").Token, "1: I coach alone.\n2: To stop rescuing people in silence\n3: Improvisation")
	if r.Ledger != "applied" {
		t.Fatalf("%s %v", r.Ledger, r.Because)
	}
	d := l.receipt("dana")
	want := []group.ReceiptLine{
		{What: "text", Text: "I coach alone."},
		{What: "objective", Text: "To stop rescuing people in silence", Shown: true},
		{What: "offer", Text: "Improvisation", Shown: true},
	}
	if diff := cmp.Diff(want, d.Lines); diff != "" || d.Kind != "share" {
		t.Errorf("receipt %q: %s", d.Kind, diff)
	}
	if o := l.gaveLast(group.Objective, "dana"); o.Audience != group.OnlySelf || o.State != group.StateWaiting {
		t.Errorf("the objective: %+v", o)
	}
	l.reply("dana", l.letterWith("dana", "receipt").Token, "no")
	if o, f := l.gaveLast(group.Objective, "dana"), l.gaveLast(group.Offer, "dana"); o.State != group.StateWithdrawn || f.State != group.StateWithdrawn {
		t.Errorf("after a no: %s, %s", o.State, f.State)
	}
}

// TestAWelcomeAnsweredAsOneLetterStaysPrivate: which words would be for the others
// is not convene's to guess.
func TestAWelcomeAnsweredAsOneLetterStaysPrivate(t *testing.T) {
	l := newLife(t, 7, 3)
	const prose = "I would like to stop rescuing people in silence, and I know a lot about spreadsheets."
	r := l.reply("dana", l.letterWith("dana", "welcome").Token, prose)
	if said, ok := l.g.Response("welcome", "", 4, "dana"); r.Ledger != "applied" || !ok || said.Text != prose {
		t.Errorf("%s %+v", r.Ledger, said)
	}
	if len(l.g.Contributions) != 0 {
		t.Errorf("others would see %+v", l.g.Contributions)
	}
	if d := l.receipt("dana"); len(d.Lines) != 1 || d.Lines[0].What != "text" {
		t.Errorf("receipt %+v", d)
	}
}

// TestWhoJoinsBeforeAMeetingIsAskedOneQuestion: coming and the vote have their
// place in the same letter.
func TestWhoJoinsBeforeAMeetingIsAskedOneQuestion(t *testing.T) {
	l := newLife(t, 7, 3)
	l.until(at(t, "2026-01-19 10:00"), nil)
	p := l.plan()
	p.Members = append(p.Members, group.Member{ID: "zoe", Name: "Zoe Zorn", Email: "zoe@example.org", Zone: l.g.Zone, Language: "en", State: group.Active, Order: 9})
	l.reconcile(p)
	l.until(at(t, "2026-01-20 10:00"), nil)
	s := l.letterWith("zoe", "welcome")
	if got := describe(s); got != "Tue 2026-01-20 09:00 letter: welcome 1:text + coming 2:coming" {
		t.Fatal(got)
	}
	l.reply("zoe", s.Token, "1: Better questions\n2: yes")
	if r, _ := l.g.Response("welcome", "", 2, "zoe"); r.Text != "Better questions" || l.rsvp(second, "zoe") != "yes" {
		t.Errorf("would like to learn %+v, coming %q", r, l.rsvp(second, "zoe"))
	}
}

// TestNothingIsNoOffer: "rien pour l'instant" stands in no list of what all can offer,
// and is kept for its writer like any other answer.
func TestNothingIsNoOffer(t *testing.T) {
	for words, offers := range map[string]int{
		"Nothing yet.": 0, "rien pour l'instant": 0, "Rien pour l’instant !": 0, "Noch nichts": 0, "weiß ich noch nicht": 0, "nada por ahora": 0, "I don't know yet": 0, "-": 0,
		"Nothing beats a good question": 1, "des crêpes": 1,
	} {
		l := newLife(t, 6, 3)
		l.reply("ana", l.letterWith("ana", "welcome").Token, "2: "+words+"\n3: "+words)
		if n := len(l.g.Contributions); n != 2*offers {
			t.Errorf("%q: %+v", words, l.g.Contributions)
		}
	}
}
