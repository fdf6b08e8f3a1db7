package calendar_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"convene/calendar"
)

func FuzzReadReplies(f *testing.F) {
	files, err := filepath.Glob("testdata/replies/*.ics")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("BEGIN:VEVENT\nMETHOD:REPLY\nDTSTAMP:10000101\n"))
	f.Add([]byte("BEGIN:VEVENT\nATTENDEE;;;=;\":mailto:\nRRULE:FREQ=YEARLY;BYDAY=XX\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := calendar.ReadReplies(data)
		if err != nil {
			if got != nil || !errors.Is(err, calendar.ErrLimit) && !errors.Is(err, calendar.ErrNoCalendar) {
				t.Fatalf("%d replies and %v", len(got), err)
			}
			return
		}
		if again, _ := calendar.ReadReplies(data); !reflect.DeepEqual(got, again) {
			t.Fatal("read twice, read differently")
		}
		if once := calendar.Distinct(got); len(once) != len(got) {
			t.Fatalf("%d replies, %d of them distinct", len(got), len(once))
		}
		for _, r := range got {
			checkText(t, r.Method, r.UID, r.RecurrenceID, r.Organizer)
			checkText(t, strings.ReplaceAll(r.Comment, "\n", ""))
			if r.Sequence < 0 || !r.Stamp.IsZero() && (r.Stamp.Year() < 1600 || r.Stamp.Year() > 9999) {
				t.Fatalf("sequence %d, stamp %v", r.Sequence, r.Stamp)
			}
			if p := r.Proposed; p != nil && (p.Start.IsZero() || !p.End.IsZero() && !p.End.After(p.Start)) {
				t.Fatalf("proposed %+v", p)
			}
			for _, a := range r.Attendees {
				checkText(t, a.Address, a.Email, a.Name, a.PartStat, a.SentBy)
				for _, s := range append([]string{a.Address, a.Email, a.SentBy}, append(a.DelegatedTo, a.DelegatedFrom...)...) {
					if s != "" && (!strings.Contains(s, "@") || strings.ContainsAny(s, " <>\r\n\",;:")) {
						t.Fatalf("address %q", s)
					}
				}
			}
		}
	})
}

// checkText holds what every text must keep that others will see.
func checkText(t *testing.T, list ...string) {
	t.Helper()
	for _, s := range list {
		if !utf8.ValidString(s) || strings.IndexFunc(s, unicode.IsControl) >= 0 || strings.ContainsAny(s, "\u202E\u2066\uFEFF") {
			t.Fatalf("unclean text %q", s)
		}
	}
}

func FuzzRequest(f *testing.F) {
	f.Add("Tuesday Coaches", "Ben Okoro", "A purpose.\nhttps://meet.example.org", "Room 2, left; \\ back", "ben@example.com", "k7f2xq3m")
	f.Add("a\r\nATTENDEE:mailto:evil@example.org", "b\r\nX-EVIL:1", "c\nEND:VEVENT", "d\u2028BEGIN:VALARM", "ben@example.com\r\nX:1", "u\r\nX:1")
	f.Add(strings.Repeat("é", 200), `"quoted" 'name', with: all; of \ it`, "\x00\xff\u202e", "👩‍👩‍👧", "a@b", "x")
	f.Fuzz(func(t *testing.T, summary, name, description, place, address, uid string) {
		e := meeting(t)
		e.Summary, e.Attendee.Name, e.Organizer.Name, e.Description, e.Location = summary, name, name, description, place
		e.Attendee.Address, e.UID = address, uid
		b, err := calendar.Request(e)
		if err != nil {
			// Text is never the reason.
			e.Attendee.Address, e.UID = "ben@example.com", "k7f2xq3m"
			if b, err = calendar.Request(e); err != nil {
				t.Fatal(err)
			}
		}
		checkWire(t, b)
		got := structure(b)
		for _, may := range []string{"DESCRIPTION\n", "LOCATION\n"} {
			got = strings.Replace(got, may, "", 1)
		}
		plain := meeting(t)
		plain.Description, plain.Location = "", ""
		want, err := calendar.Request(plain)
		if err != nil {
			t.Fatal(err)
		}
		if got != structure(want) {
			t.Fatalf("a line came in:\n%s", b)
		}
		replies, err := calendar.ReadReplies(bytes.Replace(b, []byte("METHOD:REQUEST"), []byte("METHOD:REPLY"), 1))
		if err != nil || len(replies) != 1 || replies[0].UID != e.UID || len(replies[0].Attendees) != 1 {
			t.Fatalf("%+v, %v from\n%s", replies, err, b)
		}
	})
}
