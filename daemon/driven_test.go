package daemon_test

import (
	"testing"
	"time"

	"convene/daemon"
)

// TestAWholeLifeInSilence drives a group from one due time to the next until
// there is nothing left to do, and counts what happened.
func TestAWholeLifeInSilence(t *testing.T) {
	w := newWorld(t, begin, "")
	for next := begin; !next.IsZero(); {
		w.pass(next)
		due, err := w.d.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !due.IsZero() && !due.After(next) {
			due = next.Add(time.Second)
		}
		next = due
	}
	figures := func() daemon.Summary {
		t.Helper()
		all, err := daemon.Summarize(t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock})
		if err != nil || len(all) != 1 {
			t.Fatalf("%d groups, %v", len(all), err)
		}
		return all[0]
	}
	s := figures()
	if s.Closed == nil || len(s.Meetings) != 6 || s.Mails["invitation"] != 6*len(people) {
		t.Errorf("closed %v, %d meetings, mails %v", s.Closed, len(s.Meetings), s.Mails)
	}
	for _, m := range s.Members {
		if m.Letters > 1 || m.Notes > 2 || m.Calendar+m.Words > 0 || m.Survey {
			t.Errorf("%s: %+v", m.Name, m)
		}
	}
	// Who writes when all is over is still a member, and the coordinator is told.
	before := len(w.mails("Ana Ruiz"))
	w.reply("Ben Okoro", w.last("Ben Okoro", "what became of it"), "When do we begin again?")
	w.pass(w.clock.Now().Add(time.Hour))
	if s := figures(); s.Replies["after_close"] != 1 || s.Held != 0 || len(s.Mailbox) != 0 {
		t.Errorf("replies %v, %d held, of no group %v", s.Replies, s.Held, s.Mailbox)
	}
	if n := len(w.mails("Ana Ruiz")) - before; n != 1 {
		t.Errorf("Ana got %d mails about it", n)
	}
}
