package calendar

import (
	_ "embed"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	ics "github.com/arran4/golang-ical"
)

// zoneNames are all names of the tz database.
//
//go:embed testdata/zones.txt
var zoneNames string

// written is the VTIMEZONE of a zone for a span, as it goes out.
func written(t testing.TB, loc *time.Location, first, last time.Time) string {
	t.Helper()
	cal := newCalendar(ics.MethodPublish)
	cal.AddVTimezone(timezone(loc, first, last))
	b, err := serialize(cal)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// readBack evaluates a written VTIMEZONE with the code for foreign ones.
func readBack(t testing.TB, text, id string) offsets {
	t.Helper()
	objects, err := readObjects([]byte(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	at := bodyZone(objects[0].zones, id)
	if at == nil {
		t.Fatalf("no zone %s in\n%s", id, text)
	}
	return at
}

// Every zone, eleven years: the rules we write give the same offset as the
// time package, on sampled days and in the seconds around every change.
func TestTimezoneOfEveryZone(t *testing.T) {
	first := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(2031, 12, 31, 23, 59, 59, 0, time.UTC)
	names := strings.Fields(zoneNames)
	if len(names) < 590 {
		t.Fatalf("only %d zones", len(names))
	}
	changes, ruled := 0, 0
	for _, name := range names {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Errorf("load %s: %v", name, err)
			continue
		}
		text := written(t, loc, first, last)
		if strings.Contains(text, "RRULE") {
			ruled++
		}
		if strings.Contains(text, "RDATE") {
			t.Errorf("%s: RDATE", name)
		}
		got, want := readBack(t, text, name), offsetsOf(loc)
		compare := func(at time.Time) {
			if got(at) != want(at) {
				t.Errorf("%s at %s: %d, want %d\n%s", name, at.Format(time.RFC3339), got(at), want(at), text)
			}
		}
		const step = 5 * 24 * time.Hour
		for at := first; at.Before(last) && !t.Failed(); at = at.Add(step) {
			compare(at)
			if want(at) == want(at.Add(step)) {
				continue
			}
			// The change is found by the time package alone, not by the walk
			// under test.
			lo, hi := at, at.Add(step)
			for hi.Sub(lo) > time.Second {
				mid := lo.Add(hi.Sub(lo) / 2).Truncate(time.Second)
				if want(mid) == want(at) {
					lo = mid
				} else {
					hi = mid
				}
			}
			compare(lo)
			compare(hi)
			changes++
		}
	}
	if changes < 2000 || ruled < 100 {
		t.Errorf("only %d changes and %d zones with rules seen", changes, ruled)
	}
	t.Logf("%d zones, %d with yearly rules, %d changes of the clocks", len(names), ruled, changes)
}

func TestTimezoneRules(t *testing.T) {
	for _, c := range []struct {
		zone string
		want []string
		no   []string
	}{
		{"Europe/Dublin", []string{"BEGIN:DAYLIGHT\nDTSTART:20250330T010000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nTZNAME:IST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"}, nil},
		{"Australia/Lord_Howe", []string{"TZOFFSETFROM:+1100\nTZOFFSETTO:+1030", "TZOFFSETFROM:+1030\nTZOFFSETTO:+1100", "BYDAY=1SU"}, nil},
		{"America/New_York", []string{"BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"}, nil},
		{"America/Santiago", []string{"BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8"}, nil},
		{"America/Nuuk", []string{"BYMONTH=3;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30"}, nil},
		// Ramadan moves and Egypt's end may fall into November: single dates.
		{"Africa/Casablanca", []string{"DTSTART:20260215T030000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000", "DTSTART:2027", "DTSTART:2025"}, []string{"RRULE", "DTSTART:2028"}},
		{"Africa/Cairo", []string{"BEGIN:DAYLIGHT\nDTSTART:20260424T000000"}, []string{"RRULE"}},
		{"Africa/Lagos", []string{"BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nTZNAME:WAT\nEND:STANDARD"}, []string{"DAYLIGHT", "RRULE"}},
		{"Asia/Kathmandu", []string{"TZOFFSETTO:+0545"}, nil},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 6, 2, 16, 0, 0, 0, loc)
		text := strings.ReplaceAll(strings.ReplaceAll(written(t, loc, at, at), "\r\n ", ""), "\r\n", "\n")
		for _, w := range c.want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s", c.zone, w, text)
			}
		}
		for _, n := range c.no {
			if strings.Contains(text, n) {
				t.Errorf("%s: %s in\n%s", c.zone, n, text)
			}
		}
	}
}

// A zone's wall clock becomes instants and back, also in gaps and overlaps.
func TestInstant(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for wall, want := range map[string]string{
		"2026-03-10T16:00:00": "2026-03-10T15:00:00Z",
		"2026-07-10T16:00:00": "2026-07-10T14:00:00Z",
		"2026-03-29T02:30:00": "2026-03-29T01:30:00Z", // skipped: offset before the gap
		"2026-10-25T02:30:00": "2026-10-25T00:30:00Z", // twice: the first
		"2026-10-25T03:00:00": "2026-10-25T02:00:00Z",
	} {
		w, err := time.Parse("2006-01-02T15:04:05", wall)
		if err != nil {
			t.Fatal(err)
		}
		if got := instant(w, offsetsOf(berlin)).Format(time.RFC3339); got != want {
			t.Errorf("%s is %s, want %s", wall, got, want)
		}
	}
}

// On the last day of a leap year Go's ZoneBounds end before the day they are
// asked about; the walk must get past it.
func TestOnsetsPassLeapYears(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2040, 12, 31, 12, 0, 0, 0, time.UTC)
	if got := onsets(loc, from, from.AddDate(8, 0, 0)); len(got) != 16 {
		t.Errorf("%d changes in eight years", len(got))
	}
}
