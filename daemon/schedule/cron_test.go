package schedule

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustCron(t testing.TB, s string) Cron {
	t.Helper()
	c, err := ParseCron(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseCron(t *testing.T) {
	for _, good := range []string{"0 9 1 * *", " 0  9 1 * * ", "*/15 8-18 * * mon-fri", "0 9 29 2 *", "0 9 * JAN,jul ?", "0 0 31 12 *"} {
		if _, err := ParseCron(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", " ", "*", "0 9 1 *", "0 9 1 * * *", "60 9 1 * *", "0 24 1 * *", "0 9 0 * *", "0 9 32 * *", "0 9 1 13 *", "0 9 * * 7",
		"0 9 31 2 *", "0 9 30 2 *", "0 9 31 4,6,9,11 *", "@daily", "@every 1s", "TZ=0", "TZ=UTC 0 9 1 * *", "CRON_TZ=", "CRON_TZ=UTC 0 9 1 * *",
		", 9 1 * *", "0, 9 1 * *", "1,,2 9 1 * *", "*/0 9 1 * *", "-1 9 1 * *", "5-1 9 1 * *", "a b c d e", "0 9 1 * \x00",
	} {
		if c, err := ParseCron(bad); err == nil {
			t.Errorf("%q is taken for %v", bad, c)
		}
	}
	if mustCron(t, "0 9 1 * *") != mustCron(t, " 0 9  1 * *") {
		t.Error("equal expressions are not equal")
	}
	if next := (Cron{}).Next(at(t, "2026-01-01T00:00:00Z"), time.UTC); !next.IsZero() {
		t.Errorf("the zero Cron runs at %v", next)
	}
}

func TestCronWhenClocksChange(t *testing.T) {
	for _, c := range []struct {
		cron, zone, from string
		want             []string
	}{
		// Spring: 02:30 does not exist on 29 March; the run comes at 03:30.
		{"30 2 * * *", "Europe/Madrid", "2026-03-28T00:00:00Z", []string{"2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		// Asked between the change and the shifted run, it is still to come.
		{"30 2 * * *", "Europe/Madrid", "2026-03-29T01:10:00Z", []string{"2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		// Autumn: 02:30 comes twice on 25 October, the run once.
		{"30 2 * * *", "Europe/Madrid", "2026-10-24T12:00:00Z", []string{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		// Asked in the second pass, the run is over.
		{"30 2 * * *", "Europe/Madrid", "2026-10-25T01:10:00Z", []string{"2026-10-26T01:30:00Z"}},
		// Hourly: the two wall times that fall on one instant are one run, the repeated hour is silent.
		{"30 * * * *", "Europe/Madrid", "2026-03-29T00:00:00Z", []string{"2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"}},
		{"30 * * * *", "Europe/Madrid", "2026-10-24T23:00:00Z", []string{"2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z"}},
		// Midnight that does not exist.
		{"0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", []string{"2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"}},
		// A day that does not exist falls on the same instant as the next.
		{"0 9 * * *", "Pacific/Apia", "2011-12-29T12:00:00Z", []string{"2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"}},
		{"0 9 30 12 *", "Pacific/Apia", "2011-12-29T12:00:00Z", []string{"2011-12-30T19:00:00Z", "2012-12-29T19:00:00Z"}},
		// A gap of half an hour: 02:15 comes at 02:45, after 02:30 has run.
		{"15,30 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", []string{"2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z"}},
		{"0 9 29 2 *", "UTC", "2096-03-01T00:00:00Z", []string{"2104-02-29T09:00:00Z"}},
	} {
		now := at(t, c.from)
		for _, want := range c.want {
			if now = mustCron(t, c.cron).Next(now, zone(t, c.zone)); !now.Equal(at(t, want)) {
				t.Errorf("%s in %s from %s: %v, want %s", c.cron, c.zone, c.from, now, want)
				break
			}
		}
	}
}

// unlike are the zones without those that change their clocks exactly as another
// does during the years: half of the names are second names.
func unlike(t *testing.T, from, to int) []string {
	var names []string
	seen := map[string]bool{}
	for _, name := range Zones() {
		loc := zone(t, name)
		var changes []byte
		for now := time.Date(from-1, 1, 1, 0, 0, 0, 0, time.UTC).In(loc); now.Year() <= to; {
			_, offset := now.Zone()
			_, end := now.ZoneBounds()
			changes = fmt.Appendf(changes, "%d until %d;", offset, end.Unix())
			if end.IsZero() {
				break
			}
			now = end
		}
		if !seen[string(changes)] {
			seen[string(changes)] = true
			names = append(names, name)
		}
	}
	return names
}

// In every zone, over ten years: each calendar day has its run exactly once, at
// the instant its wall time means, whether or not the clocks change that day.
func TestCronInAllZonesSkipsAndDoublesNothing(t *testing.T) {
	for _, c := range []struct {
		hour, minute int
		from         Date
		years        int
	}{{2, 30, Date{2007, 1, 1}, 10}, {0, 0, Date{2024, 1, 1}, 3}} {
		cron := mustCron(t, fmt.Sprintf("%d %d * * *", c.minute, c.hour))
		runs := 0
		names := unlike(t, c.from.Year, c.from.Year+c.years)
		for _, name := range names {
			loc := zone(t, name)
			now := c.from.At(c.hour, c.minute).In(loc).Add(-time.Second)
			var last time.Time
			for d := c.from; d.Year < c.from.Year+c.years; d = d.Add(1) {
				// Most days are like the day before; only the others are worth a search.
				w := d.At(c.hour, c.minute)
				want := last.Add(24 * time.Hour)
				if last.IsZero() || !shows(want, w, loc) {
					want, _ = meant(w, loc)
				}
				if want.Equal(last) {
					continue // a day that never was, on the same instant as its neighbour
				}
				if now = cron.Next(now, loc); !now.Equal(want) {
					t.Fatalf("%s, %s: the run is at %v, want %v", name, d, now.In(loc), want.In(loc))
				}
				last = want
				runs++
			}
		}
		t.Logf("%s: %d runs in %d zones that differ, of %d names", cron, runs, len(names), len(Zones()))
	}
}

// Next is the least of all runs after an instant, wherever that instant lies and
// however dense the expression.
func TestCronNextIsTheLeast(t *testing.T) {
	zones := Zones()
	crons := []string{"*/30 * * * *", "15 * * * *", "0 */3 * * *", "45 1,2,3 * * *", "0 9 * * 1-5", "30 0 * * 0", "5 23 * * *"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := LoadZone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := ParseCron(rapid.SampledFrom(crons).Draw(t, "cron"))
		if err != nil {
			t.Fatal(err)
		}
		after := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*30).Draw(t, "day")).In(loc)
		if _, end := after.ZoneBounds(); !end.IsZero() && end.Year() < 2040 {
			after = end
		}
		after = after.Add(time.Duration(rapid.IntRange(-120_000, 120_000).Draw(t, "seconds")) * time.Second).UTC()

		var want time.Time
		w := asUTC(after, loc).Add(-50 * time.Hour)
		for range 50 * 2 * 9 { // every half hour of more than a week is plenty for these
			w = c.spec.Next(w)
			run, _ := meant(WallOf(w, time.UTC), loc)
			if run.After(after) && (want.IsZero() || run.Before(want)) {
				want = run
			}
			if !want.IsZero() && w.Sub(asUTC(want, loc)) > 50*time.Hour {
				break
			}
		}
		if got := c.Next(after, loc); !got.Equal(want) {
			t.Fatalf("%s in %s after %v = %v, want %v", c, loc, after.In(loc), got.In(loc), want.In(loc))
		}
	})
}

func FuzzParseCron(f *testing.F) {
	for _, s := range []string{"0 9 1 * *", "*/5 * * * *", "TZ=0", "@every 1h", "0 9 29 2 *", "0 9 31 2 *", ",, * * * *", "1-5/9223372036854775807 * * * *"} {
		f.Add(s)
	}
	madrid, err := LoadZone("Europe/Madrid")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCron(s)
		if err != nil {
			if c != (Cron{}) {
				t.Errorf("an error and %v", c)
			}
			return
		}
		after := time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC)
		next := c.Next(after, madrid)
		if !next.After(after) {
			t.Errorf("%q after %v runs at %v", s, after, next)
		}
		again, err := ParseCron(c.String())
		if err != nil || again != c {
			t.Errorf("%q does not survive being written: %v", c, err)
		}
	})
}
