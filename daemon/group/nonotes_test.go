package group_test

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// TestAFewWordsAreNoNotes: what goes to everybody as the notes is not "they follow
// tomorrow". Who says it again, or sends notes, is heard.
func TestAFewWordsAreNoNotes(t *testing.T) {
	notes := func(l *life) string {
		text := ""
		for _, c := range l.g.Contributions {
			if c.Kind == group.Minutes {
				text = c.Text
			}
		}
		return text
	}
	asked := func(l *life) sent {
		l.t.Helper()
		s := l.letterWith("ben", "receipt")
		if d, ok := s.Items[0].Data.(group.ReceiptData); !ok || d.Kind != "no_notes" {
			l.t.Fatalf("ben is told %+v", s.Items[0].Data)
		}
		return s
	}
	form := func() (*life, string) {
		l := toFirstLetter(t, 8)
		l.reply("ana", l.letterWith("ana", "turn").Token, "yes")
		l.reply("ben", l.letterWith("ben", "turn").Token, "yes")
		l.until(at(t, "2026-01-14 10:00"), nil)
		return l, l.letterWith("ben", "scribe").Token
	}
	for _, words := range []string{"Notes follow tomorrow.", "yes", "I was ill, ask Ana", "Notizen kommen noch"} {
		l, letter := form()
		l.reply("ben", letter, words)
		if got := notes(l); got != "" {
			t.Errorf("%q goes to everybody as %q", words, got)
		}
		back := asked(l)
		l.now = l.now.Add(time.Hour)
		l.reply("ben", back.Token, "We talked about silence.")
		if got := notes(l); got != "We talked about silence." {
			t.Errorf("after %q, said again: %q", words, got)
		}
	}
	l, letter := form()
	l.withFile("ben", letter, "Hello all, here are the notes of yesterday's meeting.", "notes.pdf")
	if got := notes(l); got != "" {
		t.Errorf("a file's cover goes to everybody: %q", got)
	}
	if d := asked(l).Items[0].Data.(group.ReceiptData); d.Attached != "notes.pdf" {
		t.Errorf("ben is told %+v", d)
	}
	l, letter = form()
	l.reply("ben", letter, "Everybody came. Silence helps when nobody fills it.")
	if got := notes(l); got != "Silence helps when nobody fills it." || len(l.g.Attendance) == 0 || slices.ContainsFunc(l.g.Attendance, func(a group.Attendance) bool { return !a.Present }) {
		t.Errorf("notes %q, there were %+v", got, l.g.Attendance)
	}
}
