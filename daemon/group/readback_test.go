package group_test

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// readBackTo is what a member has last had read back in a letter or a note.
func (l *life) readBackTo(member group.MemberID) group.ReadBackData {
	l.t.Helper()
	sections, _ := group.Write(l.g, l.letterWith(member, "readback").Mailing)
	for _, p := range sections {
		if d, ok := p.Data.(group.ReadBackData); ok {
			return d
		}
	}
	return group.ReadBackData{}
}

// TestOneReceiptADayAndTheRestInTheNextLetter: what is answered at once is answered
// once a day; everything else is read back with the next letter.
func TestOneReceiptADayAndTheRestInTheNextLetter(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", l.letterWith("ben", "welcome").Token, "2: Asking less") // the first reply ever
	n := len(l.to("ben"))
	l.reply("ben", "", "topic: staying with silence")
	l.reply("ben", "", "topic: ending well")
	if got := l.practices("ben", n); got != "" {
		t.Errorf("at once: %s", got)
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	d := l.readBackTo("ben")
	if l.letterWith("ben", "readback").Class != group.InLetter || len(d.Lines) != 2 || d.Lines[0].Text != "staying with silence" || d.Lines[1].Text != "ending well" {
		t.Errorf("%+v", d)
	}
	l.until(at(t, "2026-01-12 12:00"), nil)
	if len(group.ToReadBack(l.g, "ben")) != 0 {
		t.Error("read back twice")
	}
}

// TestANoteReadsBackWhatNoLetterComesBefore: the day before the meeting, in one mail
// for all that was said since the letter, and what was said otherwise counts alone.
func TestANoteReadsBackWhatNoLetterComesBefore(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	letter := l.letterWith("eli", "coming").Token
	n := len(l.to("eli"))
	l.reply("eli", letter, "yes")
	l.reply("eli", letter, "no")
	l.until(at(t, "2026-01-12 08:59"), nil)
	if got := l.practices("eli", n); got != "" {
		t.Errorf("before the day before: %s", got)
	}
	l.until(at(t, "2026-01-12 12:00"), nil)
	if got, d := l.practices("eli", n), l.readBackTo("eli"); got != "readback" || len(d.Lines) != 1 || d.Lines[0].What != "no" {
		t.Errorf("%s: %+v", got, d)
	}
	l.reply("eli", l.letterWith("eli", "readback").Token, "yes, I can") // it answers the note
	if got := l.rsvp(first, "eli"); got != "yes" {
		t.Errorf("eli says %q", got)
	}
}

// TestLateAtNightBeforeAnEarlyMeetingTheAnswerComesAtOnce: nothing else comes in time.
func TestLateAtNightBeforeAnEarlyMeetingTheAnswerComesAtOnce(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	p := l.plan()
	p.Meetings[0].Start = time.Date(2026, 1, 13, 8, 0, 0, 0, l.g.Zone)
	l.reconcile(p)
	l.until(at(t, "2026-01-12 23:00"), nil)
	l.reply("eli", l.letterWith("eli", "coming").Token, "no")
	if d := l.receipt("eli"); d.Kind != "turn" && d.Kind != "rsvp" || !slices.ContainsFunc(d.Lines, func(r group.ReceiptLine) bool { return r.What == "no" }) {
		t.Errorf("eli is told %+v", d)
	}
}

// TestWhatWaitsToBeReadBackHoldsNoWordsOfOthers: they are erased where they stand, and
// whoever voted for them keeps a number.
func TestWhatWaitsToBeReadBackHoldsNoWordsOfOthers(t *testing.T) {
	l := newLife(t, 6, 3)
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well", "dana": "2: Patience"})
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("fay", l.letterWith("fay", "sharing").Token, "C")
	waits := group.ToReadBack(l.g, "fay")
	for _, r := range l.g.Responses {
		if r.Member == "fay" && r.Text != "" {
			t.Errorf("%s keeps the words %q", r.Practice, r.Text)
		}
	}
	l.until(at(t, "2026-02-14 12:00"), nil)
	if d := l.readBackTo("fay"); len(waits) == 0 || len(d.Lines) == 0 || d.Lines[0].What != "shares" || d.Lines[0].Text != "Patience" {
		t.Errorf("%+v of %+v", d, waits)
	}
}

// TestCalendarAnswersThatNobodyCanOpenAreAskedBackOnceMore: a second one within a day
// has no words to quote, so its name stands for it.
func TestCalendarAnswersThatNobodyCanOpenAreAskedBackOnceMore(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	for range 3 {
		l.inbox++
		l.follow(group.Receive(l.g, group.Inbound{
			Inbox: l.inbox, Received: l.now, Member: "eli", Letter: l.letterWith("eli", "coming").Token, Token: true, Sealed: "winmail", Lexicon: l.lex,
		}, l.now).Outcome)
	}
	l.until(at(t, "2026-01-12 12:00"), nil)
	if d := l.readBackTo("eli"); len(d.Lines) != 0 || !slices.Equal(d.Words, []string{"winmail.dat"}) {
		t.Errorf("%+v", d)
	}
}

// TestWhoPausesHearsOfItAtOnce: what was written before is read back in the answer to
// the pause, and then there is no mail until they are back.
func TestWhoPausesHearsOfItAtOnce(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "coming").Token, "yes")
	l.reply("eli", "", "pause until 20 March")
	if d := l.receipt("eli"); len(d.Lines) != 2 || d.Lines[0].What != "yes" || d.Lines[1].What != "paused" {
		t.Errorf("eli is told %+v", d.Lines)
	}
	n := len(l.to("eli"))
	l.until(at(t, "2026-01-31 12:00"), nil)
	if got := l.practices("eli", n); got != "" || len(group.ToReadBack(l.g, "eli")) != 0 {
		t.Errorf("while eli pauses: %q, to be read back %+v", got, group.ToReadBack(l.g, "eli"))
	}
}

// TestWhatWaitsForWhoPausesWaitsUntilTheyAreBack: where the pause was not answered by a
// mail of its own, or a question back waits.
func TestWhatWaitsForWhoPausesWaitsUntilTheyAreBack(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "coming").Token, "👍")
	l.reply("eli", l.letterWith("eli", "coming").Token, "👍🏽")
	l.until(at(t, "2026-01-08 18:00"), nil)
	l.reply("eli", "", "pause until 14 January")
	if d := l.receipt("eli"); len(d.Lines) != 1 || d.Lines[0].What != "paused" {
		t.Errorf("eli is told %+v", d)
	}
	n := len(l.to("eli"))
	l.until(at(t, "2026-01-14 23:00"), nil)
	if got := l.practices("eli", n); got != "" {
		t.Errorf("while eli pauses: %q", got)
	}
	l.until(at(t, "2026-01-25 12:00"), nil)
	if d := l.readBackTo("eli"); !slices.Equal(d.Words, []string{"👍🏽"}) {
		t.Errorf("when eli is back: %+v", d)
	}
}

// TestAYesToAMeetingThatHasMovedIsReadBack: as what it was, and that it counts no more.
func TestAYesToAMeetingThatHasMovedIsReadBack(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "coming").Token, "yes")
	p := l.plan()
	p.Meetings[0].Start = p.Meetings[0].Start.AddDate(0, 0, 1)
	l.reconcile(p)
	l.until(at(t, "2026-01-13 12:00"), nil)
	d := l.readBackTo("eli")
	if len(d.Lines) != 1 || d.Lines[0].What != "moved_since" || d.Lines[0].Text != "yes" || d.Lines[0].Start.Day() != 13 || d.Lines[0].Until.Day() != 14 || d.Press {
		t.Errorf("eli is told %+v", d)
	}
}

// TestRatingsAreReadBackWithTheirQuestion: "4" alone says nothing weeks later.
func TestRatingsAreReadBackWithTheirQuestion(t *testing.T) {
	l := newLife(t, 7, 6)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-02-28 12:00"), l.willing)
	l.reply("eli", l.letterWith("eli", "health").Token, "1: 4\n2: 3")
	var roles []string
	for _, w := range group.ToReadBack(l.g, "eli") {
		if w.What == "rating" {
			roles = append(roles, w.Role+" "+w.Text)
		}
	}
	if !slices.Equal(roles, []string{"health 1 4", "health 2 3"}) {
		t.Errorf("%q of %+v", roles, group.ToReadBack(l.g, "eli"))
	}
}
