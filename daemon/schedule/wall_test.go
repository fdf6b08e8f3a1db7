package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func wall(t testing.TB, s string) Wall {
	t.Helper()
	w, err := ParseWall(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.UTC()
}

func TestWallIn(t *testing.T) {
	for _, c := range []struct{ zone, wall, want, why string }{
		{"Europe/Madrid", "2026-01-13T16:00", "2026-01-13T15:00:00Z", "winter"},
		{"Europe/Madrid", "2026-07-14T16:00", "2026-07-14T14:00:00Z", "summer"},
		{"Europe/Madrid", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "skipped: 03:30"},
		{"Europe/Madrid", "2026-03-29T02:00", "2026-03-29T01:00:00Z", "the first skipped minute"},
		{"Europe/Madrid", "2026-03-29T03:00", "2026-03-29T01:00:00Z", "the first minute after"},
		{"Europe/Madrid", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "twice: the first"},
		{"Europe/Madrid", "2026-10-25T03:00", "2026-10-25T02:00:00Z", "once again"},
		{"America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z", "skipped"},
		{"America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", "twice"},
		{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z", "a gap of half an hour"},
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", "an overlap of half an hour"},
		{"Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00:00Z", "a day that never was: the same time on the next"},
		{"Pacific/Apia", "2011-12-31T09:00", "2011-12-30T19:00:00Z", "which is the same instant"},
		{"America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00:00Z", "midnight skipped"},
		{"Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30:00Z", "Ramadan: twice"},
		{"Asia/Kathmandu", "2026-05-01T10:00", "2026-05-01T04:15:00Z", "no change at all"},
		{"UTC", "2026-05-01T10:00", "2026-05-01T10:00:00Z", ""},
		{"Pacific/Kiritimati", "2026-05-01T01:00", "2026-04-30T11:00:00Z", "fourteen hours ahead"},
	} {
		if got := wall(t, c.wall).In(zone(t, c.zone)); !got.Equal(at(t, c.want)) || got.Location() != time.UTC {
			t.Errorf("%s in %s (%s) = %v, want %s", c.wall, c.zone, c.why, got, c.want)
		}
	}
}

// shows says whether a clock on the wall in loc shows w at t.
func shows(t time.Time, w Wall, loc *time.Location) bool {
	t = t.In(loc)
	return t.Minute() == w.Minute && t.Hour() == w.Hour && t.Second() == 0 && DateOf(t) == w.Date
}

// meant finds the instant a wall time means by trying, without zone bounds: the
// first instant that shows it, or, if none does, as long after the last wall time
// before it that is shown as the wall clock would need.
func meant(w Wall, loc *time.Location) (t time.Time, exists bool) {
	guess := time.Date(w.Year, w.Month, w.Day, w.Hour, w.Minute, 0, 0, loc)
	if shows(guess, w, loc) {
		for _, back := range []time.Duration{24 * time.Hour, 3 * time.Hour, 2 * time.Hour, time.Hour, 40 * time.Minute, 30 * time.Minute, 20 * time.Minute} {
			if shows(guess.Add(-back), w, loc) {
				return guess.Add(-back), true
			}
		}
		return guess, true
	}
	for step := time.Minute; ; step += time.Minute {
		earlier := WallOf(w.asUTC().Add(-step), time.UTC)
		g := time.Date(earlier.Year, earlier.Month, earlier.Day, earlier.Hour, earlier.Minute, 0, 0, loc)
		for _, forth := range []time.Duration{24 * time.Hour, 2 * time.Hour, time.Hour, 30 * time.Minute, 0} {
			// the last instant that shows it: the gap follows right behind
			if shows(g.Add(forth), earlier, loc) {
				return g.Add(forth).Add(step), false
			}
		}
	}
}

func TestWallInAnyZone(t *testing.T) {
	zones := Zones()
	rapid.Check(t, func(t *rapid.T) {
		loc, err := LoadZone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		// Most instants are dull; go to a change of the clocks and look around.
		anchor := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*40).Draw(t, "day")).In(loc)
		if _, end := anchor.ZoneBounds(); !end.IsZero() && end.Year() < 2050 {
			anchor = end
		}
		w := WallOf(anchor.Add(time.Duration(rapid.IntRange(-3000, 3000).Draw(t, "minutes"))*time.Minute), loc)
		w.Minute = rapid.IntRange(0, 59).Draw(t, "minute")
		want, _ := meant(w, loc)
		if got := w.In(loc); !got.Equal(want) {
			t.Fatalf("%s in %s = %v, want %v", w, loc, got.In(loc), want.In(loc))
		}
	})
}

func TestDate(t *testing.T) {
	d, err := ParseDate("2026-02-28")
	if err != nil || d.Add(1) != (Date{2026, 3, 1}) || d.Weekday() != time.Saturday || d.Words() != "Sat 28 February 2026" {
		t.Errorf("%v %v", d, err)
	}
	for _, bad := range []string{"", "2026-02-30", "28.2.2026", "2026-2-28", "2026-02-28T10:00"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("%q is %v", bad, d)
		}
	}
}

func TestZones(t *testing.T) {
	for _, name := range Zones() {
		a, err := LoadZone(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if b, _ := LoadZone(name); a != b {
			t.Errorf("%s gives two pointers", name)
		}
	}
	for _, name := range []string{"", "Local", "Europe", "../etc/passwd", "posix/Europe/Madrid", "right/UTC", "europe/madrid", "Europe/Madird"} {
		if loc, err := LoadZone(name); err == nil {
			t.Errorf("%q is taken for %v", name, loc)
		}
	}
	for wrong, want := range map[string]string{
		"europe/madrid": "Europe/Madrid", "Europe/Madird": "Europe/Madrid", "Madrid": "Europe/Madrid", "Europe/Lagos": "Africa/Lagos",
		"America/New York": "America/New_York", "new york": "America/New_York", "CEST": "Europe/Berlin", "Asia/Bankok": "Asia/Bangkok",
		"Zürich": "Europe/Zurich", "Local": "", "": "", "nonsense": "", "here": "", "home": "", "Mars/Olympus_Mons": "",
	} {
		if got := SuggestZone(wrong); got != want {
			t.Errorf("for %q: %q, want %q", wrong, got, want)
		}
	}
}
