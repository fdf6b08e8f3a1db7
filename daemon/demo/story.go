package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"convene/daemon"
)

// finish writes what the demo leaves and tells the story.
func (w *world) finish(ctx context.Context, took time.Duration) error {
	s, err := w.summary(ctx)
	if err != nil {
		return err
	}
	if err := w.writePage(s); err != nil {
		return err
	}
	w.tell(s, took)
	return nil
}

// tell is the life of the group in figures.
func (w *world) tell(s daemon.Summary, took time.Duration) {
	held := 0
	for _, m := range s.Meetings {
		if !m.Cancelled {
			held++
		}
	}
	w.say("\n")
	if s.Closed != nil {
		w.say("%s has ended, on %s.\n\n", s.Name, s.Closed.Format("Monday 2 January 2006"))
	}
	w.say("  meetings    %d held\n", held)
	w.say("  mails       %s\n", counts(s.Mails))
	w.say("  replies     %s\n", counts(s.Replies))
	if len(s.Mailbox) > 0 {
		w.say("  no group    %s\n", counts(s.Mailbox))
	}
	w.say("  coming      %s answers\n", counts(s.RSVPs))
	w.say("  topics      %d proposed, %d votes\n", s.Topics, s.Votes)
	w.say("  words       %s\n", counts(s.Answers))
	w.say("  turns       %s\n", counts(s.Turns))
	for _, m := range s.Members {
		w.say("  %-14s led %d, notes %d; coming: %s; %d mails, at most %d letters and %d mails a week\n", m.Name, m.Served["facilitator"], m.Served["scribe"], counts(m.RSVPs), m.Mails, m.Letters, m.Week)
	}
	w.say("\nAll in %.1f seconds.\n", took.Seconds())
}

// counts writes figures by name, the largest first.
func counts(m map[string]int) string {
	names := slices.Sorted(maps.Keys(m))
	slices.SortStableFunc(names, func(a, b string) int { return m[b] - m[a] })
	parts := make([]string, 0, len(names))
	for _, n := range names {
		parts = append(parts, fmt.Sprintf("%d %s", m[n], n))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
