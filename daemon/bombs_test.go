package daemon_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/calendar"
	"convene/mailflow"
)

// TestBombs: in a member's name comes one mail over every limit that there is, among
// them one that is left on the server for its size. Each is put aside with the limit
// named, the coordinator is told, nobody is answered, and what people write counts
// as ever.
func TestBombs(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	before := len(w.mails("Eli Stern"))
	limits := map[string]bool{}
	n := 0
	for _, m := range worstMails() {
		parsed, err := mailflow.Parse(m.raw)
		if err == nil && len(parsed.Calendars) > 0 {
			_, err = calendar.ReadReplies(parsed.Calendars[0])
		}
		if !errors.Is(err, mailflow.ErrLimit) && !errors.Is(err, calendar.ErrLimit) || limits[err.Error()] {
			continue
		}
		limits[err.Error()] = true
		n++
		raw := strings.Replace(string(m.raw), "maya@example.org", "eli@example.org", 1)
		raw = strings.Replace(raw, "<worst@", fmt.Sprintf("<worst%d@", n), 1)
		if err := w.office.Deliver(groupAddress, []byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "Yes, I'll be there.")
	if p := w.pass(letter.Add(time.Hour)); p.Read != n+1 {
		t.Errorf("read %d of %d", p.Read, n+1)
	}
	w.wantRSVPs("1 yes, 7 silent")
	reasons := strings.Join(w.rows(`SELECT because FROM inbox WHERE outcome = 'quarantined'`), "\n")
	for _, want := range []string{
		"bytes are too many, it was left on the server", "header bytes over", "header bytes of parts over", "nesting of parts over", "number of parts over", "lines like boundaries over",
		"bytes of text over", "bytes of encoded text over", "bytes of HTML over", "bytes of a calendar over", "bytes of calendars over", "nested deeper than", "lines in one \"VEVENT\"", "more than 50 events",
	} {
		if !strings.Contains(reasons, want) {
			t.Errorf("no mail was put aside for %q:\n%s", want, reasons)
		}
	}
	r := w.report()
	if got := r.Mailbox.Inbox["quarantined"]; got != n || r.Mailbox.Pending != 0 {
		t.Errorf("%d of %d are put aside, %d wait", got, n, r.Mailbox.Pending)
	}
	if hand := strings.Join(r.Mailbox.NeedsHand, "\n"); strings.Count(hand, "could not be read") != n {
		t.Errorf("the coordinator is shown\n%s", hand)
	}
	if got := len(w.mails("Eli Stern")) - before; got > 1 {
		t.Errorf("eli got %d mails", got)
	}
	t.Logf("%d mails, each over another limit", n)
}
