package group_test

import (
	"slices"
	"strings"
	"testing"

	"convene/daemon/group"
)

// TestTheNotesReachWhomTheAfterNoteDidNot: whoever was there gets the notes in the next
// letter, where the after-note found no room, or went before there were any.
func TestTheNotesReachWhomTheAfterNoteDidNot(t *testing.T) {
	for name, tt := range map[string]struct {
		skip bool // the after-note finds no room
		late bool // the notes come after it
		want string
	}{
		"an after-note with the notes":     {want: ""},
		"an after-note that found no room": {skip: true, want: "Silence helps."},
		"an after-note before the notes":   {late: true, want: "Silence helps."},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 8, 4)
			l.until(at(t, "2026-01-13 12:00"), l.willing)
			l.click("eli", first, "ACCEPTED")
			if tt.skip {
				l.g.Apply(group.Settled{Key: group.Key{Practice: "reflection", Occurrence: string(first), Member: "eli"}, How: "skipped", At: l.now})
			}
			if !tt.late {
				l.until(at(t, "2026-01-13 18:00"), nil)
				l.minutes("Silence helps.\nEli will send a list.")
			}
			l.until(at(t, "2026-01-16 12:00"), nil)
			if tt.late {
				l.minutes("Silence helps.\nEli will send a list.")
			}
			l.until(at(t, "2026-01-26 12:00"), nil)
			d, _ := l.notesTo("eli", 0)
			if got := strings.Join(d.Notes, " "); got != tt.want {
				t.Errorf("Eli reads %q, want %q", got, tt.want)
			}
			if tt.want != "" && !slices.Equal(d.Offered, []string{"Eli will send a list."}) {
				t.Errorf("of Eli: %q", d.Offered)
			}
			l.until(at(t, "2026-02-05 12:00"), nil) // seen, and a day without a no
			if c := l.gaveLast(group.Commitment, "eli"); c.Audience != group.Everyone {
				t.Errorf("%q is for %q", c.Text, c.Audience)
			}
		})
	}
}

// TestWhatTheNotesSayIsAskedAboutOnceTold: also of who was not there; nobody is asked
// what became of something that they have not read.
func TestWhatTheNotesSayIsAskedAboutOnceTold(t *testing.T) {
	l := newLife(t, 8, 4)
	l.until(at(t, "2026-01-13 12:00"), l.willing)
	l.click("eli", first, "DECLINED")
	l.until(at(t, "2026-01-13 18:00"), nil)
	l.minutes("Eli will send a list.", "eli")
	l.until(at(t, "2026-01-26 12:00"), nil)
	if d, _ := l.notesTo("eli", 0); len(d.Notes) != 0 || len(d.Offered) != 1 {
		t.Fatalf("Eli reads %q and %q", d.Notes, d.Offered)
	}
	if n := l.count("eli", "commitment"); n > 0 {
		t.Error("asked in the same letter what became of it")
	}
	l.until(at(t, "2026-02-05 12:00"), nil)
	if n := l.count("eli", "commitment"); n != 1 {
		t.Errorf("asked %d times what became of it", n)
	}
}

// TestNotesWithNothingForAReaderAreNotSent: what another offered to do waits until they
// have seen it.
func TestNotesWithNothingForAReaderAreNotSent(t *testing.T) {
	l := newLife(t, 8, 4)
	l.until(at(t, "2026-01-13 12:00"), l.willing)
	l.click("dana", first, "DECLINED")
	l.until(at(t, "2026-01-13 18:00"), nil)
	l.minutes("Eli will send a list.", "dana")
	l.until(at(t, "2026-02-12 12:00"), nil)
	d, _ := l.notesTo("dana", 0)
	if !slices.Equal(d.Notes, []string{"Eli will send a list."}) {
		t.Errorf("Dana reads %q", d.Notes)
	}
}

// TestTheBookLeavesOutWhatTheNotesSayUnseen: nor what a member said is not so.
func TestTheBookLeavesOutWhatTheNotesSayUnseen(t *testing.T) {
	l := newLife(t, 8, 4)
	l.until(at(t, "2026-01-13 12:00"), l.willing)
	l.click("eli", first, "ACCEPTED")
	l.until(at(t, "2026-01-13 18:00"), nil)
	l.minutes("- Silence helps.\n- Eli will send a list.")
	book := func() string { return strings.Join(group.MakeBook(l.g, false, l.now).Meetings[0].Notes, "|") }
	if got := book(); got != "- Silence helps." {
		t.Errorf("before Eli has read it the book says %q", got)
	}
	l.until(at(t, "2026-01-19 12:00"), nil)
	if got := book(); got != "- Silence helps.\n- Eli will send a list." {
		t.Errorf("then it says %q", got)
	}
	c := l.gaveLast(group.Commitment, "eli")
	c.State = group.StateWithdrawn
	l.g.Apply(c)
	if got := book(); got != "- Silence helps." {
		t.Errorf("when Eli has said no it says %q", got)
	}
}
