package calendar_test

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"convene/calendar"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// meeting is an ordinary one: Tuesday 10 March 2026, 16:00 to 17:30 in Madrid.
func meeting(t testing.TB) calendar.Event {
	t.Helper()
	madrid := zone(t, "Europe/Madrid")
	return calendar.Event{
		UID:         "k7f2xq3m5v8r2c9d4h6j1n0p7s",
		Sequence:    2,
		Stamp:       time.Date(2026, 2, 17, 8, 0, 0, 0, time.UTC),
		Start:       time.Date(2026, 3, 10, 16, 0, 0, 0, madrid),
		End:         time.Date(2026, 3, 10, 17, 30, 0, 0, madrid),
		Summary:     "Tuesday Coaches",
		Description: "Get better at coaching conversations.\nhttps://meet.example.org/tuesday\nAccept or Decline here, or write to groups@example.org.",
		Location:    "https://meet.example.org/tuesday",
		Organizer:   mail.Address{Name: "Tuesday Coaches", Address: "groups@example.org"},
		Attendee:    mail.Address{Name: "Ben Okoro", Address: "ben@example.com"},
	}
}

// checkWire holds what every calendar we write must keep, whatever is in it.
func checkWire(t interface {
	Helper()
	Fatalf(string, ...any)
}, b []byte) {
	t.Helper()
	if !utf8.Valid(b) {
		t.Fatalf("not UTF-8:\n%s", b)
	}
	if !bytes.HasPrefix(b, []byte("BEGIN:VCALENDAR\r\n")) || !bytes.HasSuffix(b, []byte("\r\nEND:VCALENDAR\r\n")) {
		t.Fatalf("not one VCALENDAR:\n%s", b)
	}
	for i, l := range strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		if len(l) > 75 {
			t.Fatalf("line %d has %d octets: %q", i+1, len(l), l)
		}
		if !utf8.ValidString(l) {
			t.Fatalf("line %d is cut inside a rune: %q", i+1, l)
		}
		if strings.ContainsAny(l, "\r\n") {
			t.Fatalf("line %d holds a lone line break: %q", i+1, l)
		}
	}
}

// contentLines are the unfolded lines.
func contentLines(b []byte) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(b), "\r\n ", ""), "\r\n"), "\r\n")
}

func TestRequest(t *testing.T) {
	b, err := calendar.Request(meeting(t))
	if err != nil {
		t.Fatal(err)
	}
	checkWire(t, b)
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//convene//convene//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Madrid
BEGIN:DAYLIGHT
DTSTART:20250330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:k7f2xq3m5v8r2c9d4h6j1n0p7s
DTSTAMP:20260217T080000Z
SEQUENCE:2
DTSTART;TZID=Europe/Madrid:20260310T160000
DTEND;TZID=Europe/Madrid:20260310T173000
SUMMARY:Tuesday Coaches
DESCRIPTION:Get better at coaching conversations.\nhttps://meet.example.org/tuesday\nAccept or Decline here\, or write to groups@example.org.
LOCATION:https://meet.example.org/tuesday
TRANSP:OPAQUE
STATUS:CONFIRMED
ORGANIZER;CN=Tuesday Coaches:mailto:groups@example.org
ATTENDEE;CN=Ben Okoro;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ben@example.com
END:VEVENT
END:VCALENDAR`
	if got := strings.Join(contentLines(b), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if again, _ := calendar.Request(meeting(t)); !bytes.Equal(b, again) {
		t.Error("the same event gave other bytes")
	}
}

func TestCancel(t *testing.T) {
	e := meeting(t)
	e.Sequence = 3
	b, err := calendar.Cancel(e)
	if err != nil {
		t.Fatal(err)
	}
	checkWire(t, b)
	lines := strings.Join(contentLines(b), "\n")
	for _, want := range []string{"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:" + e.UID, "mailto:ben@example.com"} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
	if strings.Contains(lines, "RSVP") {
		t.Error("a cancellation asks for an answer")
	}
}

// A library that does not know us must read the same.
func TestRequestReadByGolangICal(t *testing.T) {
	e := meeting(t)
	e.PartStat = "accepted"
	b, err := calendar.Request(e)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	v := cal.Events()[0]
	start, err := v.GetStartAt()
	if err != nil || !start.Equal(e.Start) {
		t.Errorf("start %v, %v", start, err)
	}
	if end, err := v.GetEndAt(); err != nil || !end.Equal(e.End) {
		t.Errorf("end %v, %v", end, err)
	}
	a := v.Attendees()
	if len(a) != 1 || a[0].Email() != "ben@example.com" || a[0].ParticipationStatus() != ics.ParticipationStatusAccepted {
		t.Errorf("attendees %+v", a)
	}
	if got := v.GetProperty(ics.ComponentPropertyDescription).Value; got != e.Description {
		t.Errorf("description %q", got)
	}
}

func TestRequestZones(t *testing.T) {
	fixed := time.FixedZone("CET", 2*3600)
	for name, c := range map[string]struct {
		start time.Time
		want  string
	}{
		"UTC":                  {time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC), "DTSTART:20260310T160000Z"},
		"fixed offset":         {time.Date(2026, 3, 10, 16, 0, 0, 0, fixed), "DTSTART:20260310T140000Z"},
		"no summer time":       {time.Date(2026, 3, 10, 16, 0, 0, 0, zone(t, "Africa/Lagos")), "DTSTART;TZID=Africa/Lagos:20260310T160000"},
		"first of two 02:30":   {time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).In(zone(t, "Europe/Madrid")), "DTSTART:20261025T003000Z"},
		"before the first":     {time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC).In(zone(t, "Europe/Madrid")), "DTSTART;TZID=Europe/Madrid:20261025T013000"},
		"after the second":     {time.Date(2026, 10, 25, 2, 0, 0, 0, time.UTC).In(zone(t, "Europe/Madrid")), "DTSTART;TZID=Europe/Madrid:20261025T030000"},
		"second of two 02:30":  {time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC).In(zone(t, "Europe/Madrid")), "DTSTART:20261025T013000Z"},
		"fractions of seconds": {time.Date(2026, 3, 10, 16, 0, 0, 999, zone(t, "Africa/Lagos")), "DTSTART;TZID=Africa/Lagos:20260310T160000"},
	} {
		e := meeting(t)
		e.Start, e.End = c.start, c.start.Add(20*time.Minute)
		b, err := calendar.Request(e)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text := string(b)
		if !strings.Contains(text, c.want+"\r\n") {
			t.Errorf("%s: no %s in\n%s", name, c.want, text)
		}
		if strings.Contains(text, "VTIMEZONE") != strings.Contains(text, "TZID") {
			t.Errorf("%s: TZID and VTIMEZONE do not go together", name)
		}
	}
}

func TestRequestRefuses(t *testing.T) {
	for name, change := range map[string]func(*calendar.Event){
		"no UID":            func(e *calendar.Event) { e.UID = "" },
		"UID with a break":  func(e *calendar.Event) { e.UID = "a\r\nb" },
		"long UID":          func(e *calendar.Event) { e.UID = strings.Repeat("x", 500) },
		"negative sequence": func(e *calendar.Event) { e.Sequence = -1 },
		"no stamp":          func(e *calendar.Event) { e.Stamp = time.Time{} },
		"no start":          func(e *calendar.Event) { e.Start = time.Time{} },
		"end before start":  func(e *calendar.Event) { e.End = e.Start.Add(-time.Hour) },
		"empty":             func(e *calendar.Event) { e.End = e.Start },
		"no organizer":      func(e *calendar.Event) { e.Organizer.Address = "" },
		"injected address":  func(e *calendar.Event) { e.Attendee.Address = "a@b.org\r\nX-EVIL:1" },
		"two addresses":     func(e *calendar.Event) { e.Attendee.Address = "a@b.org,c@d.org" },
		"quoted local part": func(e *calendar.Event) { e.Attendee.Address = `"a b"@c.org` },
		"to itself":         func(e *calendar.Event) { e.Attendee.Address = "Groups@example.org" },
		"unknown PARTSTAT":  func(e *calendar.Event) { e.PartStat = "ACCEPTED:x" },
	} {
		e := meeting(t)
		change(&e)
		if b, err := calendar.Request(e); err == nil {
			t.Errorf("%s: written as\n%s", name, b)
		}
		if _, err := calendar.Cancel(e); err == nil {
			t.Errorf("%s: cancelled", name)
		}
	}
}

// Text is shown as it was meant, without what could deceive or break out.
func TestRequestCleansText(t *testing.T) {
	e := meeting(t)
	e.Summary = "Tuesday\r\n  Coaches\u202Eevil\u2066\x07"
	e.Description = "one\r\n\r\ntwo;\u2028three\\n\xff"
	e.Location = "Room 2, \"left\"\tback"
	e.Attendee.Name = `Patrick "Pat" O'Brien, Jr.; 'x'`
	e.Organizer.Name = "\u200F"
	b, err := calendar.Request(e)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(contentLines(b), "\n")
	for _, want := range []string{
		"\nSUMMARY:Tuesday Coachesevil\n",
		"\nDESCRIPTION:one\\n\\ntwo\\;\\nthree\\\\n\uFFFD\n",
		"\nLOCATION:Room 2\\, \"left\" back\n",
		"\nORGANIZER;CN=groups@example.org:",
		"\nATTENDEE;CN=Patrick “Pat” O’Brien Jr. ‘x’;",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
