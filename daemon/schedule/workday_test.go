package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestQuiet(t *testing.T) {
	for _, good := range []string{"19:00-08:00", "13:00-14:30", "off", "00:00-23:00"} {
		if q, err := ParseQuiet(good); err != nil || q.String() != good {
			t.Errorf("%q: %v, %v", good, q, err)
		}
	}
	if q, err := ParseQuiet(" 19:00 - 8:00"); err != nil || q != (Quiet{19 * 60, 8 * 60}) {
		t.Errorf("%v, %v", q, err)
	}
	for _, bad := range []string{"19:00", "19-8", "25:00-08:00", "08:00-08:00", "08:00-07:30", "night", "19:00-08:00-09:00"} {
		if q, err := ParseQuiet(bad); err == nil {
			t.Errorf("%q is taken for %v", bad, q)
		}
	}
	madrid := zone(t, "Europe/Madrid")
	night := Quiet{19 * 60, 8 * 60}
	for _, c := range []struct {
		q        Quiet
		weekends bool
		at, want string
	}{
		{night, false, "2026-03-10T12:00:00Z", "2026-03-10T12:00:00Z"}, // Tuesday 13:00
		{night, false, "2026-03-10T18:00:00Z", "2026-03-11T07:00:00Z"}, // 19:00 is quiet
		{night, false, "2026-03-10T17:59:59Z", "2026-03-10T17:59:59Z"}, // a second before is not
		{night, false, "2026-03-11T06:59:59Z", "2026-03-11T07:00:00Z"},
		{night, false, "2026-03-11T07:00:00Z", "2026-03-11T07:00:00Z"}, // 08:00 no longer
		{night, false, "2026-03-13T18:30:00Z", "2026-03-16T07:00:00Z"}, // Friday evening: Monday
		{night, true, "2026-03-13T18:30:00Z", "2026-03-14T07:00:00Z"},
		{night, false, "2026-03-27T18:30:00Z", "2026-03-30T06:00:00Z"},   // the clocks change on the Sunday
		{Quiet{}, false, "2026-03-14T12:00:00Z", "2026-03-15T23:00:00Z"}, // no quiet time: Monday at midnight
		{Quiet{}, true, "2026-03-14T12:00:00Z", "2026-03-14T12:00:00Z"},
		{Quiet{13 * 60, 14 * 60}, false, "2026-03-10T12:30:00Z", "2026-03-10T13:00:00Z"},
		{Quiet{60, 150}, true, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"}, // 02:30 does not exist: 03:30
		{Quiet{60, 150}, true, "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"}, // the second 02:10: the second 02:30
	} {
		if got := c.q.Next(at(t, c.at), madrid, c.weekends); !got.Equal(at(t, c.want)) || got.Location() != time.UTC {
			t.Errorf("%v from %s: %v, want %s", c.q, c.at, got, c.want)
		}
	}
}

func TestQuietNextIsAllowedAndSoon(t *testing.T) {
	zones := Zones()
	rapid.Check(t, func(t *rapid.T) {
		loc, err := LoadZone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		from := rapid.IntRange(0, minutesADay-1).Draw(t, "from")
		q := Quiet{from, (from + rapid.IntRange(1, minutesADay-60).Draw(t, "length")) % minutesADay}
		weekends := rapid.Bool().Draw(t, "weekends")
		now := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*30).Draw(t, "day")).In(loc)
		if _, end := now.ZoneBounds(); !end.IsZero() && end.Year() < 2040 {
			now = end
		}
		now = now.Add(time.Duration(rapid.IntRange(-300_000, 300_000).Draw(t, "seconds")) * time.Second)
		next := q.Next(now, loc, weekends)
		if next.Before(now) || !q.Allowed(next, loc, weekends) || next.Sub(now) > 4*24*time.Hour {
			t.Fatalf("%v from %v: %v", q, now, next.In(loc))
		}
		if q.Allowed(now, loc, weekends) && !next.Equal(now) {
			t.Fatalf("%v is allowed, but %v was chosen", now, next.In(loc))
		}
	})
}
