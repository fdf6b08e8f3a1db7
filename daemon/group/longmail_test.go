package group_test

import (
	"strings"
	"testing"
)

// TestALongMailHasItsOwnAnswer: what was kept, what was read and what to do; a vote
// or a yes in it is not noted, and every word of it is kept.
func TestALongMailHasItsOwnAnswer(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	before := l.rsvp(first, "eli")
	long := "topic: staying with silence\n\nyes\n\n" + strings.Repeat("It was a long week, and I have been thinking about what we said.\n", 600)
	r := l.reply("eli", l.letterWith("eli", "coming").Token, long)
	d := l.receipt("eli")
	if d.Kind != "long" || r.Ledger != "unclear" || !strings.Contains(d.Words, "long week") && !strings.Contains(d.Words, "thinking") {
		t.Errorf("%s: %s %q", r.Ledger, d.Kind, d.Words)
	}
	if got := l.rsvp(first, "eli"); got != before {
		t.Errorf("recorded: %s", got)
	}
	kept := 0
	for _, v := range l.g.Responses {
		kept += len(v.Text)
	}
	for _, v := range l.g.Topics {
		kept += len(v.Text)
	}
	if kept < len(long)-200 {
		t.Errorf("%d of %d bytes are kept", kept, len(long))
	}
	if got := lines(d); !strings.Contains(got, "topic") {
		t.Errorf("read back: %s", got)
	}
}
