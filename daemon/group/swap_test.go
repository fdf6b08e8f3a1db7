package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

func TestASwapWithSomebodyWhoHasAnotherRoleFreesThatRole(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ben", l.letterWith("ben", "turn").Token, "yes")
	l.wantTurns(first, "scribe", "1 ben accepted")
	l.reply("ana", l.letterWith("ana", "turn").Token, "Ben will take mine")
	l.reply("ben", l.letterWith("ben", "stepin").Token, "yes")
	l.wantTurns(first, "facilitator", "1 ana swapped, 2 ben accepted")
	l.wantTurns(first, "scribe", "1 ben passed, 2 chiara asked")
	if d := group.ToReadBack(l.g, "ben"); !slices.ContainsFunc(d, func(r group.ReceiptLine) bool { return r.What == "pass" && r.Role == "scribe" }) {
		t.Errorf("ben is to be told %+v", d)
	}
}

func TestBothAskForTheSameSwap(t *testing.T) {
	for name, words := range map[string][2]string{
		"gives, takes": {"Dana will take mine", "Ana and I swapped"},
		"swapped":      {"Dana and I swapped", "Ana and I swapped"},
	} {
		t.Run(name, func(t *testing.T) {
			l := toFirstLetter(t, 8)
			l.reply("ana", l.letterWith("ana", "turn").Token, words[0])
			l.wantTurns(first, "facilitator", "1 ana offered, 2 dana asked")
			l.reply("dana", l.letterWith("dana", "coming").Token, words[1])
			l.wantTurns(first, "facilitator", "1 ana swapped, 2 dana accepted")
		})
	}
	l := toFirstLetter(t, 8)
	l.reply("dana", l.letterWith("dana", "coming").Token, "Ana and I swapped")
	l.wantTurns(first, "facilitator", "1 ana offered, 2 ana asked")
	l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
	l.wantTurns(first, "facilitator", "1 ana swapped, 2 dana accepted")
}

func TestTheAskedOneCannotCome(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
	l.click("dana", first, "DECLINED")
	l.wantTurns(first, "facilitator", "1 ana offered, 2 dana passed")
	if d := l.receipt("ana"); d.Lines[0].What != "swap_refused" || d.Lines[0].Who != "Dana" {
		t.Errorf("ana is told %+v", d)
	}
}

func TestTheHolderCannotComeAndSomebodyOffered(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("dana", l.letterWith("dana", "coming").Token, "Ana and I swapped")
	l.click("ana", first, "DECLINED")
	l.wantTurns(first, "facilitator", "1 ana passed, 2 dana accepted")
	if d := l.receipt("dana"); d.Lines[0].What != "took" || d.Lines[0].Who != "Ana" {
		t.Errorf("dana is told %+v", d)
	}
}

func TestASwapOfAnAcceptedTurn(t *testing.T) {
	l := toFirstLetter(t, 8)
	letter := l.letterWith("ana", "turn").Token
	l.reply("ana", letter, "yes")
	l.reply("ana", letter, "Dana will take mine")
	l.wantTurns(first, "facilitator", "1 ana accepted, 2 dana asked")
	l.reply("dana", l.letterWith("dana", "stepin").Token, "yes")
	l.wantTurns(first, "facilitator", "1 ana swapped, 2 dana accepted")
}

// TestNobodySwapsForOthers: only who has the turn, or who takes it, can say so.
func TestNobodySwapsForOthers(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("eli", l.letterWith("eli", "coming").Token, "Ana and Dana swapped")
	l.wantTurns(first, "facilitator", "1 ana offered")
}

func TestASwapNobodyAnswersStaysWhereItIs(t *testing.T) {
	l := toFirstLetter(t, 8)
	letter := l.letterWith("ana", "turn").Token
	l.reply("ana", letter, "yes")
	l.reply("ana", letter, "Dana will take mine")
	l.until(l.now.Add(30*time.Hour), nil)
	l.wantTurns(first, "facilitator", "1 ana accepted, 2 dana lapsed")
	// Late, but nothing has changed since: both have agreed.
	l.reply("dana", l.letterWith("dana", "stepin").Token, "yes")
	l.wantTurns(first, "facilitator", "1 ana swapped, 2 dana accepted")
}

// TestNotLeadingMeansComing: of the three answers it is the second, "I'll come,
// someone else leads".
func TestNotLeadingMeansComing(t *testing.T) {
	l := newLife(t, 8, 4)
	l.until(at(t, "2026-01-06 10:00"), nil)
	l.reply("ana", l.letterWith("ana", "turn").Token, "not leading")
	if got := l.rsvp(first, "ana"); got != "yes" {
		t.Errorf("coming: %q", got)
	}
}

func TestWhoLeavesGivesTheTurnBack(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "yes")
	p := l.plan()
	p.Members = p.Members[1:]
	l.reconcile(p)
	l.wantTurns(first, "facilitator", "1 ana passed, 2 chiara asked")
}

func TestWhoCannotComeIsNotAsked(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.click("chiara", first, "DECLINED")
	l.reply("ana", l.letterWith("ana", "turn").Token, "not leading")
	l.wantTurns(first, "facilitator", "1 ana passed, 2 dana asked")
}

// TestAHeldNoTakesNoTurnAway: it is older than the yes.
func TestAHeldNoTakesNoTurnAway(t *testing.T) {
	l := toFirstLetter(t, 8)
	s := l.letterWith("ana", "turn")
	l.inbox++
	id, received := l.inbox, l.now
	l.g.Apply(group.Held{Inbox: id, Member: "ana", Letter: s.Token, At: l.now, Outcome: group.HeldReleased})
	l.now = l.now.Add(time.Hour)
	l.reply("ana", s.Token, "yes")
	l.click("ana", first, "ACCEPTED")
	r := group.Receive(l.g, group.Inbound{Inbox: id, Received: received, Member: "ana", Letter: s.Token, Token: true, Segments: []answer.Segment{{Text: "no, I can't come"}}, Lexicon: l.lex}, l.now)
	l.follow(r.Outcome)
	l.wantTurns(first, "facilitator", "1 ana accepted")
	if got := l.rsvp(first, "ana"); got != "yes" {
		t.Errorf("coming: %q", got)
	}
}

// TestALateYesTakesOneRoleOnly: the first offer lapsed, another role was
// accepted since.
func TestALateYesTakesOneRoleOnly(t *testing.T) {
	l := toFirstLetter(t, 8)
	letter := l.letterWith("ana", "turn").Token
	l.until(at(t, "2026-01-09 12:00"), nil)
	l.g.Apply(group.Turn{Meeting: first, Role: "scribe", N: 9, Member: "ana", State: group.Accepted, Reason: "offered to do it"})
	l.reply("ana", letter, "Yes, I'll come and lead")
	for _, tn := range l.g.Turns {
		if tn.Member == "ana" && tn.Role == "scribe" && tn.State != group.Passed {
			t.Errorf("ana leads and takes notes, too: %s", tn.State)
		}
	}
	if tn := l.turns(first, "facilitator"); !slices.Contains(strings.Split(tn, ", "), "3 ana accepted") {
		t.Errorf("facilitator: %s", tn)
	}
}
