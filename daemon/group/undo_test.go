package group_test

import (
	"slices"
	"strings"
	"testing"

	"convene/daemon/group"
)

// undo lets a member take back their last reply and tells what they read.
func (l *life) undo(id group.MemberID) string {
	l.t.Helper()
	n := l.inbox
	l.reply(id, "", "undo")
	if l.inbox != n+1 {
		l.t.Fatal("no mail")
	}
	return lines(l.receipt(id))
}

func TestUndoTakesBackTheLastReplyAndThenTheOneBefore(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.click("eli", first, "ACCEPTED")
	l.reply("eli", l.letterWith("eli", "coming").Token, "Sorry, I can't make it.")
	l.reply("eli", "", "topic: ending well")
	for i, want := range []string{"undone: undone_topic", "undone: yes", "undone: unsaid", "not_undone: undo_nothing"} {
		l.now = l.now.AddDate(0, 0, 1)
		if got := l.undo("eli"); got != want {
			t.Errorf("%d: %s, want %s", i+1, got, want)
		}
	}
	if got := l.rsvp(first, "eli"); got != "" {
		t.Errorf("eli says %q", got)
	}
	if n := len(l.g.Topics); n != 1 {
		t.Errorf("%d topics on record", n)
	}
}

// TestUndoTakesBackNobodyElsesMail: notes name what Ben offered to do, and a coordinator
// has said yes for him; neither was his last reply.
func TestUndoTakesBackNobodyElsesMail(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-13 20:00"), nil)
	l.reply("ben", "", "topic: ending well")
	l.inbox++
	mt := l.g.Meetings[0]
	l.g.Apply(group.Contribution{N: 900, Kind: group.Minutes, Member: "chiara", About: string(mt.ID), Text: "- Ben will send the list.", Audience: group.Everyone, State: group.StateOpen, Inbox: l.inbox, At: l.now},
		group.Attendance{Meeting: mt.ID, Member: "ben", Present: true, By: "chiara", Inbox: l.inbox, At: l.now})
	l.until(at(t, "2026-01-14 20:00"), nil)
	if l.gaveLast(group.Commitment, "ben").Text == "" {
		t.Fatal("no commitment")
	}
	l.confirm("Ben: no", "yes")
	if got := l.rsvp(second, "ben"); got != "no" {
		t.Fatalf("ben says %q", got)
	}
	if got := l.undo("ben"); got != "undone: undone_topic" {
		t.Errorf("ben reads %s", got)
	}
	if c := l.gaveLast(group.Minutes, "chiara"); c.Text == "" || slices.ContainsFunc(l.g.Undone, func(u group.Undone) bool { return u.Inbox == c.Inbox }) {
		t.Errorf("the notes are %+v, taken back: %+v", c, l.g.Undone)
	}
	if got := l.rsvp(second, "ben"); got != "no" {
		t.Errorf("ben says %q", got)
	}
}

func TestUndoOfAYesOffersTheTurnAgain(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("ana", "turn")
	l.reply("ana", s.Token, "yes")
	if got := l.undo("ana"); got != "undone: unsaid, undone_offer" {
		t.Error(got)
	}
	if got := l.turns(first, "facilitator"); got != "1 ana offered" {
		t.Error(got)
	}
	l.reply("ana", s.Token, "yes")
	if got := l.turns(first, "facilitator"); got != "1 ana accepted" {
		t.Error(got)
	}
}

func TestUndoOfAPassOnceSomebodyElseIsAsked(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("ana", "turn")
	l.reply("ana", s.Token, "not leading")
	if got := l.turns(first, "facilitator"); !strings.HasPrefix(got, "1 ana passed, 2 ") {
		t.Fatal(got)
	}
	if got := l.undo("ana"); !strings.HasPrefix(got, "not_undone: undo_asked ") {
		t.Error(got)
	}
	if got := l.rsvp(first, "ana"); got != "yes" {
		t.Errorf("nothing was to change, and ana says %q", got)
	}
}

func TestUndoOfAPassBeforeAnybodyHasHeardOfIt(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("ana", "turn")
	l.now = at(t, "2026-01-06 22:00") // the note to the next one waits for the morning
	l.reply("ana", s.Token, "not leading")
	if got := l.undo("ana"); got != "undone: unsaid, undone_offer" {
		t.Error(got)
	}
	if got := l.turns(first, "facilitator"); !strings.HasPrefix(got, "1 ana offered, 2 ") || !strings.HasSuffix(got, " passed") {
		t.Error(got)
	}
	n := len(l.mails)
	l.until(at(t, "2026-01-07 18:00"), nil)
	if slices.ContainsFunc(l.mails[n:], func(s sent) bool { return s.Items[0].Practice == "stepin" }) {
		t.Error("somebody is asked for a role that is offered to ana")
	}
}

func TestUndoOfVotesAndOfATopicThatOthersVotedFor(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, text := range []string{"topic: staying with silence", "topic: ending well"} {
		l.reply("dana", "", text)
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "ballot").Token, "A B")
	if got := l.undo("dana"); got != "not_undone: undo_voted" {
		t.Error(got)
	}
	if got := l.undo("eli"); got != "undone: undone_vote" {
		t.Error(got)
	}
	if got := l.undo("dana"); got != "undone: undone_topic" {
		t.Error(got)
	}
}

func TestUndoOfAPauseAndOfFewerMails(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", "", "less mail")
	l.reply("ben", "", "pause until May")
	if got := l.undo("ben"); got != "undone: back" || l.member("ben").State != group.Active {
		t.Errorf("%s: %+v", got, l.member("ben"))
	}
	l.now = l.now.AddDate(0, 0, 1)
	if got := l.undo("ben"); got != "undone: all_mail" || l.member("ben").Mail != group.AllMail {
		t.Errorf("%s: %+v", got, l.member("ben"))
	}
}

func TestUndoOfAnAbsenceBringsBackTheAnswersBefore(t *testing.T) {
	l := newLife(t, 7, 4)
	l.click("ben", first, "ACCEPTED")
	l.reply("ben", "", "away 10-30 January")
	if got := l.undo("ben"); !strings.HasPrefix(got, "undone: yes, unsaid, undone_away") {
		t.Error(got)
	}
	if l.rsvp(first, "ben") != "yes" || l.rsvp(second, "ben") != "" {
		t.Errorf("ben says %q and %q", l.rsvp(first, "ben"), l.rsvp(second, "ben"))
	}
}

func TestASwapThatBothAgreedToStays(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Eli and I swapped")
	asks := l.letterWith("eli", "stepin")
	if got := l.undo("ana"); got != "undone: undone_swap Eli" {
		t.Error(got)
	}
	l.reply("eli", asks.Token, "yes")
	if got := l.turns(first, "facilitator"); strings.Contains(got, "eli accepted") {
		t.Errorf("a swap that was withdrawn: %s", got)
	}
	l.now = l.now.AddDate(0, 0, 1)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Eli and I swapped")
	l.reply("eli", l.letterWith("eli", "stepin").Token, "yes")
	if got := l.turns(first, "facilitator"); !strings.Contains(got, "eli accepted") {
		t.Fatal(got)
	}
	if got := l.undo("eli"); got != "not_undone: undo_agreed Ana" {
		t.Error(got)
	}
}
