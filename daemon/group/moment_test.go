package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// TestAwakeInEveryZone goes hour by hour through two years of zones that change
// their clocks in odd ways, at midnight among them: mail never falls into the
// quiet hours or, where it is a letter, on a weekend.
func TestAwakeInEveryZone(t *testing.T) {
	g := &group.Group{Settings: group.Settings{Quiet: group.Span{From: 19 * 60, To: 8 * 60}}}
	for _, name := range []string{"Europe/Madrid", "America/Santiago", "America/Havana", "Atlantic/Azores", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"} {
		m := group.Member{Zone: zone(t, name)}
		for _, letter := range []bool{true, false} {
			start := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC)
			for h := range 2 * 366 * 24 {
				from := start.Add(time.Duration(h) * time.Hour)
				got := group.Awake(g, from, m, letter).In(m.Zone)
				day := got.Weekday()
				switch {
				case got.Before(from), got.Sub(from) > 4*24*time.Hour:
					t.Fatalf("%s: from %s to %s", name, from.In(m.Zone), got)
				case got.Hour() < 8 || got.Hour() >= 19, letter && (day == time.Saturday || day == time.Sunday):
					t.Fatalf("%s: from %s to %s", name, from.In(m.Zone), got)
				}
			}
		}
	}
}
