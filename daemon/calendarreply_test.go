package daemon

import (
	"testing"
	"time"

	"convene/calendar"
	"convene/daemon/group"
)

func TestCalendarReplyTimes(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.July, 7, 15, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		ics  string
		want group.CalendarReply
	}{
		"the start it answers": {"METHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20260707T150000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\n", group.CalendarReply{Start: at}},
		"no zone":              {"METHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20260707T170000\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\n", group.CalendarReply{}},
		"a date alone":         {"METHOD:REPLY\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260707\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\n", group.CalendarReply{}},
		"another time":         {"METHOD:COUNTER\nBEGIN:VEVENT\nDTSTART:20260707T150000Z\nATTENDEE;PARTSTAT=TENTATIVE:mailto:ben@example.org\n", group.CalendarReply{Proposed: at}},
		"another, no zone":     {"METHOD:COUNTER\nBEGIN:VEVENT\nDTSTART:20260707T170000\nATTENDEE;PARTSTAT=TENTATIVE:mailto:ben@example.org\n", group.CalendarReply{Proposed: at}},
	} {
		rs, err := calendar.ReadReplies([]byte(c.ics))
		if err != nil || len(rs) != 1 {
			t.Fatalf("%s: %d replies, %v", name, len(rs), err)
		}
		got := calendarReply("m", zone, rs[0], rs[0].Attendees[0])
		if !got.Start.Equal(c.want.Start) || !got.Proposed.Equal(c.want.Proposed) {
			t.Errorf("%s: start %v, proposed %v", name, got.Start, got.Proposed)
		}
	}
}
