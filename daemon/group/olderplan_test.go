package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// TestAnAnswerToAnOlderPlanThatHoldsAgain: a meeting was moved and moved back;
// whose calendar still shows the first invitation answers to the time that holds.
func TestAnAnswerToAnOlderPlanThatHoldsAgain(t *testing.T) {
	l := newLife(t, 7, 3)
	was := l.g.Meetings[0].Start
	for _, start := range []time.Time{was.Add(2 * time.Hour), was} {
		p := group.Plan{Members: l.g.Members, Meetings: append([]group.Meeting(nil), l.g.Meetings...)}
		p.Meetings[0].Start = start
		l.follow(group.Reconcile(l.g, p, l.now))
	}
	if mt := l.g.Meetings[0]; mt.Sequence != 2 || !mt.Start.Equal(was) {
		t.Fatalf("SEQUENCE %d at %v", mt.Sequence, mt.Start)
	}
	for _, c := range []struct {
		start time.Time
		want  group.RSVPAnswer
	}{{time.Time{}, ""}, {was.Add(2 * time.Hour), ""}, {was, group.Yes}} {
		l.now = l.now.Add(time.Minute)
		l.calendarReply("ben", group.CalendarReply{PartStat: "ACCEPTED", Stamp: l.now, Start: c.start})
		if got := l.rsvp(first, "ben"); group.RSVPAnswer(got) != c.want {
			t.Errorf("about %v: %q, want %q", c.start, got, c.want)
		}
	}
}
