package calendar_test

import (
	"testing"

	"convene/calendar"
)

func TestReadReplies(t *testing.T) {
	got, err := calendar.ReadReplies([]byte("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u1\r\nSEQUENCE:1\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=\"Okoro, Ben\":MAILTO:ben@exam\r\n ple.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	if err != nil || len(got) != 1 || got[0].UID != "u1" || got[0].Attendees[0].Address != "ben@example.com" || got[0].Attendees[0].Name != "Okoro, Ben" {
		t.Fatalf("%+v, %v", got, err)
	}
}
