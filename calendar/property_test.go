package calendar_test

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"convene/calendar"
)

var someZones = []string{
	"UTC", "Europe/Madrid", "Europe/Dublin", "Europe/London", "Africa/Lagos", "Africa/Casablanca", "Africa/Cairo",
	"America/New_York", "America/Santiago", "America/Nuuk", "America/St_Johns", "Asia/Kathmandu", "Asia/Gaza",
	"Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll",
}

// hostile draws text with what breaks calendars: line breaks of all kinds,
// separators, quotes, marks, long words, several scripts.
func hostile() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.StringN(0, 12, -1),
		rapid.SampledFrom([]string{
			"\r\n", "\n", "\r", "\u2028", "\u0085", "\v", "\r\nATTENDEE:mailto:evil@example.org", "\nEND:VEVENT\r\nBEGIN:VEVENT\r\n",
			`"`, `'`, ":", ";", ",", `\`, `\n`, "^n", "\x00", "\u202Eabc", "\uFEFF", "\xff\xfe", "\t", " ",
			strings.Repeat("x", 90), strings.Repeat("é", 60), "👩‍👩‍👧", "Ünïcödé", ":mailto:evil@example.org", ";PARTSTAT=DECLINED",
		}),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

func drawEvent(t *rapid.T) calendar.Event {
	loc, err := time.LoadLocation(rapid.SampledFrom(someZones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Unix(rapid.Int64Range(1.6e9, 2.2e9).Draw(t, "start"), 0).In(loc)
	text := hostile()
	return calendar.Event{
		UID:         rapid.StringMatching(`[a-z2-7]{8,40}`).Draw(t, "uid"),
		Sequence:    rapid.IntRange(0, 1<<30).Draw(t, "sequence"),
		Stamp:       time.Unix(rapid.Int64Range(1.6e9, 2.2e9).Draw(t, "stamp"), 0).UTC(),
		Start:       start,
		End:         start.Add(time.Duration(rapid.IntRange(1, 2000).Draw(t, "minutes")) * time.Minute),
		Summary:     text.Draw(t, "summary"),
		Description: text.Draw(t, "description"),
		Location:    text.Draw(t, "location"),
		Organizer:   mail.Address{Name: text.Draw(t, "group"), Address: "groups@example.org"},
		Attendee:    mail.Address{Name: text.Draw(t, "member"), Address: rapid.StringMatching(`[a-z0-9.+!#$%&'*/=?^_{|}~-]{1,40}@[a-z]{1,60}\.example`).Draw(t, "address")},
		PartStat:    rapid.SampledFrom([]string{"", "ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"}).Draw(t, "partstat"),
	}
}

// structure is every content line's name: what injection would change.
func structure(b []byte) string {
	var names []string
	for _, l := range contentLines(b) {
		name := l[:strings.IndexAny(l, ":;")]
		if name == "BEGIN" || name == "END" {
			name = l
		}
		names = append(names, name)
	}
	return strings.Join(names, "\n")
}

// Whatever stands in names and places, the calendar has the same lines, keeps
// to the wire, and another library reads the same event.
func TestRequestProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		b, err := calendar.Request(e)
		if err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		checkWire(t, b)
		plain := e
		plain.Summary, plain.Organizer.Name, plain.Attendee.Name = "s", "", "n"
		plain.Description, plain.Location = "d", "l"
		want, err := calendar.Request(plain)
		if err != nil {
			t.Fatal(err)
		}
		// Empty ones may be left out, nothing may come in.
		got := structure(b)
		full := structure(want)
		if got != full && got != strings.Replace(full, "DESCRIPTION\n", "", 1) && got != strings.Replace(full, "LOCATION\n", "", 1) &&
			got != strings.Replace(full, "DESCRIPTION\nLOCATION\n", "", 1) {
			t.Fatalf("lines\n%s\nwant\n%s\nin\n%s", got, full, b)
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%v in\n%s", err, b)
		}
		v := cal.Events()[0]
		if start, err := v.GetStartAt(); err != nil || !start.Equal(e.Start) {
			t.Fatalf("start %v (%v), want %v in\n%s", start, err, e.Start, b)
		}
		if end, err := v.GetEndAt(); err != nil || !end.Equal(e.End) {
			t.Fatalf("end %v (%v), want %v in\n%s", end, err, e.End, b)
		}
		if a := v.Attendees(); len(a) != 1 || a[0].Email() != e.Attendee.Address {
			t.Fatalf("attendees %v", a)
		}
	})
}

// What a program makes of our invitation by changing METHOD and PARTSTAT is
// read back with everything we need, and a moved time is the instant meant.
func TestReplyProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		if e.PartStat == "" {
			e.PartStat = "NEEDS-ACTION"
		}
		e.Attendee.Address = strings.ReplaceAll(e.Attendee.Address, "%", "-") // mailto URIs quote with it
		e.Attendee.Address = strings.ReplaceAll(e.Attendee.Address, "'", "-")
		e.Attendee.Address = strings.TrimLeft(e.Attendee.Address, "/")
		if strings.HasPrefix(e.Attendee.Address, "@") {
			e.Attendee.Address = "x" + e.Attendee.Address
		}
		b, err := calendar.Request(e)
		if err != nil {
			t.Fatal(err)
		}
		method := rapid.SampledFrom([]string{"REPLY", "COUNTER"}).Draw(t, "method")
		text := strings.Replace(string(b), "METHOD:REQUEST", "METHOD:"+method, 1)
		switch rapid.IntRange(0, 3).Draw(t, "damage") {
		case 1:
			text = strings.ReplaceAll(text, "\r\n", "\n")
		case 2:
			text = strings.ReplaceAll(text, "\r\n", "\r\r\n")
		case 3: // METHOD after the event
			text = strings.Replace(text, "METHOD:"+method+"\r\n", "", 1)
			text = strings.Replace(text, "END:VCALENDAR", "METHOD:"+strings.ToLower(method)+"\r\nEND:VCALENDAR", 1)
		}
		got, err := calendar.ReadReplies([]byte(text))
		if err != nil || len(got) != 1 {
			t.Fatalf("%d replies, %v from\n%s", len(got), err, text)
		}
		r := got[0]
		if r.Method != method || r.UID != e.UID || r.Sequence != e.Sequence || !r.Stamp.Equal(e.Stamp) || r.Organizer != e.Organizer.Address {
			t.Fatalf("%+v from\n%s", r, text)
		}
		if a, ok := r.Find(strings.ToUpper(e.Attendee.Address)); !ok || a.PartStat != e.PartStat || len(r.Attendees) != 1 {
			t.Fatalf("attendee %+v, %v from\n%s", r.Attendees, ok, text)
		}
		if method == "COUNTER" {
			if p := r.Proposed; p == nil || p.Floating || !p.Start.Equal(e.Start) || !p.End.Equal(e.End) {
				t.Fatalf("proposed %+v, want %v to %v from\n%s", p, e.Start, e.End, text)
			}
		} else if r.Proposed != nil {
			t.Fatalf("a reply proposes %+v", r.Proposed)
		}
	})
}

// The same calendar under a zone name that nobody knows: its own VTIMEZONE
// must give the same instants.
func TestBodyZoneProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		b, err := calendar.Request(e)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(b), "\r\n ", "")
		text = strings.Replace(text, "METHOD:REQUEST", "METHOD:COUNTER", 1)
		text = strings.ReplaceAll(text, "TZID:"+e.Start.Location().String(), "TZID:Our own time")
		text = strings.ReplaceAll(text, "TZID="+e.Start.Location().String(), "TZID=Our own time")
		got, err := calendar.ReadReplies([]byte(text))
		if err != nil || len(got) != 1 || got[0].Proposed == nil {
			t.Fatalf("%+v, %v from\n%s", got, err, text)
		}
		if p := got[0].Proposed; p.Floating || !p.Start.Equal(e.Start) || !p.End.Equal(e.End) {
			t.Fatalf("%+v, want %v to %v from\n%s", p, e.Start.UTC(), e.End.UTC(), text)
		}
	})
}

func TestExport(t *testing.T) {
	e := meeting(t)
	next, utc := e, e
	next.Start, next.End, next.UID = e.Start.AddDate(3, 0, 14), e.End.AddDate(3, 0, 14), "another"
	utc.Start, utc.End = e.Start.UTC(), e.End.UTC()
	b, err := calendar.Export("Tuesday\r\nCoaches", []calendar.Event{e, next, utc})
	if err != nil {
		t.Fatal(err)
	}
	checkWire(t, b)
	text := strings.Join(contentLines(b), "\n")
	for _, secret := range []string{e.UID, "another", "ATTENDEE", "ORGANIZER", "METHOD", "ben@example.com"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s in\n%s", secret, text)
		}
	}
	for want, n := range map[string]int{"BEGIN:VEVENT": 3, "BEGIN:VTIMEZONE": 1, "X-WR-CALNAME:Tuesday Coaches": 1, "UID:export-": 3, "DTSTART;TZID=Europe/Madrid:20290324T160000": 1} {
		if strings.Count(text, want) != n {
			t.Errorf("%d times %s in\n%s", strings.Count(text, want), want, text)
		}
	}
	// A zone without yearly rules is listed up to the last meeting.
	rabat := zone(t, "Africa/Casablanca")
	e.Start, e.End = e.Start.In(rabat), e.End.In(rabat)
	next.Start, next.End = next.Start.In(rabat), next.End.In(rabat)
	if b, err = calendar.Export("x", []calendar.Event{next, e, next}); err != nil || !strings.Contains(string(b), "\r\nDTSTART:2029") || !strings.Contains(string(b), "\r\nDTSTART:2025") {
		t.Errorf("%v, clocks do not change from 2025 to 2029 in\n%s", err, b)
	}
	e.End = e.Start
	if _, err := calendar.Export("x", []calendar.Event{e}); err == nil {
		t.Error("an empty meeting was exported")
	}
}
