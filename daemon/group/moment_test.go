package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func TestNineOnWorkingDays(t *testing.T) {
	saturday := at(t, "2026-01-17 16:00")
	for _, c := range []struct {
		days     int
		weekends bool
		want     string
	}{
		{-7, false, "2026-01-09 09:00"}, // before a meeting: earlier
		{-6, false, "2026-01-09 09:00"},
		{-7, true, "2026-01-10 09:00"},
		{1, false, "2026-01-19 09:00"}, // after it: later
		{0, false, "2026-01-19 09:00"},
		{8, true, "2026-01-25 09:00"},
	} {
		if got := group.Nine(saturday, zone(t, "Europe/Madrid"), c.days, c.weekends); !got.Equal(at(t, c.want)) {
			t.Errorf("%d days, weekends %t: %s, want %s", c.days, c.weekends, got, c.want)
		}
	}
}

// TestAWorkingDayToAnswer: who is asked on Friday has until Monday.
func TestAWorkingDayToAnswer(t *testing.T) {
	l := toFirstLetter(t, 8)
	letter := l.letterWith("ana", "turn").Token
	l.reply("ana", letter, "yes")
	l.until(at(t, "2026-01-09 10:00"), nil)
	l.reply("ana", letter, "Dana will take mine")
	for _, tn := range l.g.Turns {
		if tn.Member == "dana" && !tn.By.Equal(at(t, "2026-01-12 10:00")) {
			t.Errorf("dana has until %s", tn.By)
		}
	}
	l.wantTurns(first, "facilitator", "1 ana accepted, 2 dana asked")
}

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
