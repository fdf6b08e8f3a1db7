package group_test

import (
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// confirm lets ana ask for something by mail and say yes to what is read back.
func (l *life) confirm(words, yes string) {
	l.t.Helper()
	l.says("ana", words)
	s, _ := l.readBack("ana")
	l.now = l.now.Add(time.Minute)
	l.answers(s, yes)
}

// A coordinator's act has reached the others, or is about to: it is not taken back,
// and the answer says what to do.
func TestUndoOfASteeringActSaysWhy(t *testing.T) {
	for _, words := range []string{"cancel 27 January", "move 27 January to 28 January 17:00", "new link https://meet.example.org/new", "add Ida Holm <ida@example.org>", "cancel 27 January\nDana: yes"} {
		l := newLife(t, 7, 4)
		l.confirm(words, "yes")
		before := l.g.Meetings[1]
		if got := l.undo("ana"); got != "not_undone: undo_steered" {
			t.Errorf("%s: %s", words, got)
		}
		if mt := l.g.Meetings[1]; mt != before {
			t.Errorf("%s: changed to %+v", words, mt)
		}
	}
}

// TestUndoOfACancellationSaysWhy: everybody has been told that too few come.
func TestUndoOfACancellationSaysWhy(t *testing.T) {
	l := newLife(t, 7, 4)
	l.g.Minimum = 5
	l.until(at(t, "2026-01-12 12:00"), nil)
	leads := group.MemberID("ana")
	l.reply(leads, l.letterWith(leads, "short").Token, "cancel")
	if mt, _ := l.g.Meeting(first); mt.State != group.Cancelled {
		t.Fatalf("%+v", mt)
	}
	if got := l.undo(leads); got != "not_undone: undo_steered" {
		t.Errorf("%s reads %s", leads, got)
	}
	if mt, _ := l.g.Meeting(first); mt.State != group.Cancelled {
		t.Errorf("%+v", mt)
	}
}

func TestUndoOfWhatNobodyHasHeard(t *testing.T) {
	l := newLife(t, 7, 4)
	l.says("ana", "cancel 27 January")
	s, _ := l.readBack("ana")
	if got := l.undo("ana"); got != "undone: undone_steer" {
		t.Errorf("before the yes: %s", got)
	}
	if line := l.receipt("ana").Lines[0]; !line.Start.Equal(l.g.Meetings[1].Start) || line.Text != "" {
		t.Errorf("names no meeting: %+v", line)
	}
	l.answers(s, "yes")
	if mt := l.g.Meetings[1]; mt.State != group.Planned {
		t.Error("cancelled, though it was taken back")
	}

	for text, want := range map[string]string{
		"move 27 January to 28 January 16:00": "undone: undone_steer",
		"cancel 2 February":                   "undone: undone_steer", // no meeting is then
		"Dana: yes":                           "undone: undone_for Dana",
		"add Leo <leo@example.org>":           "undone: undone_given",
	} {
		l = newLife(t, 7, 4)
		l.says("ana", text)
		if got := l.undo("ana"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if line := l.receipt("ana").Lines[0]; strings.Contains(line.Text, "T00:00") || line.Text == "" && line.Start.IsZero() {
			t.Errorf("%q: %+v", text, line)
		}
	}

	l = newLife(t, 7, 4)
	l.until(at(t, "2026-01-07 10:00"), nil)
	l.confirm("Dana: yes", "yes")
	if l.rsvp(first, "dana") != "yes" {
		t.Fatalf("dana says %q", l.rsvp(first, "dana"))
	}
	if got := l.undo("ana"); got != "undone: undone_for Dana" || l.rsvp(first, "dana") != "" {
		t.Errorf("an answer for somebody else: %s, dana says %q", got, l.rsvp(first, "dana"))
	}

	l = newLife(t, 7, 4) // a no is taken back: the question is open again
	l.says("ana", "cancel 27 January")
	s, _ = l.readBack("ana")
	l.answers(s, "no")
	if got := l.undo("ana"); got != "undone: undone_text" {
		t.Errorf("after a no: %s", got)
	}
	l.answers(s, "yes")
	if mt := l.g.Meetings[1]; mt.State != group.Cancelled {
		t.Errorf("then a yes: %s", mt.State)
	}
}

func TestUndoOfDone(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-07 10:00"), nil)
	l.click("ben", first, "ACCEPTED")
	l.until(at(t, "2026-01-14 10:00"), nil)
	l.reply("ben", l.letterWith("ben", "reflection").Token, "I will ask one more question before I say anything.")
	var asked sent
	l.until(at(t, "2026-02-01 10:00"), func(s sent) {
		for _, it := range s.Items {
			if it.Practice == "commitment" && s.Member.ID == "ben" {
				asked = s
			}
		}
	})
	if asked.Token == "" {
		t.Fatal("nothing comes back")
	}
	before := l.gaveLast(group.Commitment, "ben")
	l.reply("ben", asked.Token, "done")
	if c := l.gaveLast(group.Commitment, "ben"); c.State != group.StateDone {
		t.Fatalf("%+v", c)
	}
	if got := l.undo("ben"); got != "undone: undone_commitment" {
		t.Error(got)
	}
	if c := l.gaveLast(group.Commitment, "ben"); c.State != before.State {
		t.Errorf("now %s, before %s", c.State, before.State)
	}
	l.reply("ben", asked.Token, "partly")
	if c := l.gaveLast(group.Commitment, "ben"); c.State != group.StatePartly {
		t.Errorf("after another answer: %s", c.State)
	}
}

func TestUndoOfAnAnswerToTheFounding(t *testing.T) {
	l := founded(t, 40)
	l.until(l.now.Add(48*time.Hour), nil)
	was := l.member("ben")
	say := func(id group.MemberID, words string) {
		t.Helper()
		if r := l.reply(id, l.letterWith(id, "founding").Token, words); r.Ledger != "applied" {
			t.Fatalf("%s %q: %s %v", id, words, r.Ledger, r.Because)
		}
	}
	say("ben", "join")
	l.until(l.now.Add(72*time.Hour), nil) // his calendar has the first two
	if got := l.undo("ben"); got != "undone: undone_join" {
		t.Error(got)
	}
	if m := l.member("ben"); m.State != group.Paused || m.Joining != group.Invited || !m.Joined.Equal(was.Joined) {
		t.Errorf("ben is %+v", m)
	}
	l.until(l.now.Add(24*time.Hour), nil)
	if d := l.invitationTo("ben", l.g.Meetings[0].ID); !d.Gone || !d.Cancelled {
		t.Errorf("his calendar keeps %+v", d)
	}
	say("ben", "yes")
	if m := l.member("ben"); m.State != group.Active {
		t.Errorf("a yes after all: %+v", m)
	}
	l.until(l.now.Add(24*time.Hour), nil)
	if d := l.invitationTo("ben", l.g.Meetings[0].ID); d.Cancelled {
		t.Error("and no invitation")
	}

	say("chiara", "no thanks")
	if got := l.undo("chiara"); got != "undone: undone_join" {
		t.Error(got)
	}
	if m := l.member("chiara"); m.Joining != group.Invited || m.ByMail {
		t.Errorf("chiara is %+v", m)
	}
	say("dana", "How long are the meetings?")
	if got := l.undo("dana"); !strings.HasPrefix(got, "not_undone: undo_told Ana") {
		t.Error(got)
	}
	say("eli", "join")
	l.until(l.g.Meetings[0].Start.Add(time.Hour), nil)
	if got := l.undo("eli"); got != "not_undone: undo_late" || l.member("eli").State != group.Active {
		t.Errorf("after the first meeting: %s, %s", got, l.member("eli").State)
	}
}

func TestUndoOfWhatMembersSayAboutANewcomer(t *testing.T) {
	l := newcomer(t, group.JoinConsent, 0)
	l.until(at(t, "2026-01-16 12:00"), nil)
	l.reply("ben", l.letterWith("ben", "joining").Token, "I have a concern: she never listens.")
	if got := l.undo("ben"); got != "undone: undone_given" {
		t.Error(got)
	}
	l.reply("eli", l.letterWith("eli", "joining").Token, "I have a concern: we are too many.")
	l.until(at(t, "2026-01-19 12:00"), nil)
	decide := l.letterWith("ana", "joining")
	l.reply("ana", decide.Token, "no")
	if got := l.undo("ana"); got != "undone: undone_vetted Zoe Zorn" {
		t.Error(got)
	}
	if m := l.member("zoe"); m.Joining != group.Vetted {
		t.Errorf("zoe is %q", m.Joining)
	}
	l.until(at(t, "2026-01-26 12:00"), nil)
	if m := l.member("zoe"); m.Joining != group.Vetted { // the concern is open again
		t.Errorf("a week later zoe is %s %q", m.State, m.Joining)
	}
	l.reply("ana", decide.Token, "yes")
	if got := l.undo("ana"); got != "not_undone: undo_steered" || l.member("zoe").State != group.Active {
		t.Errorf("%s: zoe is %s", got, l.member("zoe").State)
	}
}
