package group_test

import (
	"testing"

	"convene/daemon/group"
)

// TestASurveyWrittenAsOneLetter: what answers none of the questions by itself is
// said for the report all the same, and nothing promises that it stays private.
func TestASurveyWrittenAsOneLetter(t *testing.T) {
	l := newLife(t, 8, 2)
	l.until(at(t, "2026-01-28 12:00"), nil) // the day after the last meeting
	const prose = "I read along and took a lot of it to school."
	if r := l.reply("ben", l.letterWith("ben", "survey").Token, "4\n\n"+prose+"\n\nYes, again"); r.Ledger != "applied" {
		t.Errorf("%s %v", r.Ledger, r.Because)
	}
	for _, line := range l.receipt("ben").Lines { // ben's first reply ever is read back
		if line.What == "text" {
			t.Errorf("the receipt says that nobody sees %q", line.Text)
		}
	}
	l.until(at(t, "2026-03-01 12:00"), nil)
	sections, _ := group.Write(l.g, l.letterWith("ana", "report").Mailing)
	d, _ := sections[0].Data.(group.ReportData)
	if len(d.Open) != 1 || len(d.Open[0].Lines) != 1 || d.Open[0].Lines[0].Text != prose || d.Open[0].Question != 6 {
		t.Errorf("open answers: %+v", d.Open)
	}
}

// TestAJournalIsNoPartOfTheSurvey: what is said to be for one's journal, or to be a
// case, where there are none, is kept for its writer, and no report tells it.
func TestAJournalIsNoPartOfTheSurvey(t *testing.T) {
	l := newLife(t, 8, 2)
	l.until(at(t, "2026-01-28 12:00"), nil)
	for _, words := range []string{"journal: Nobody is to read this.", "log tears 4", "case: Somebody who weeps."} {
		l.reply("ben", l.letterWith("ben", "survey").Token, words)
		l.reply("fay", "", words)
	}
	l.until(at(t, "2026-03-01 12:00"), nil)
	sections, _ := group.Write(l.g, l.letterWith("ana", "report").Mailing)
	d, _ := sections[0].Data.(group.ReportData)
	if len(d.Open) != 0 {
		t.Errorf("the report tells all: %+v", d.Open)
	}
}
