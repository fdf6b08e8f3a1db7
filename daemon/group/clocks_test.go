package group

import (
	"testing"
	"time"
)

// TestShift goes through three years of meetings of groups in three zones, with
// members in twenty: the note stands on exactly the meetings whose hour on the
// member's clock differs from the meeting before, and says by how much, and whose
// clocks were changed.
func TestShift(t *testing.T) {
	zones := []string{
		"Europe/Madrid", "Europe/London", "Europe/Berlin", "Europe/Moscow", "Europe/Istanbul", "Atlantic/Azores", "Africa/Lagos", "Africa/Casablanca", "Africa/Cairo",
		"America/New_York", "America/Sao_Paulo", "America/Santiago", "America/Havana", "America/St_Johns", "Asia/Kolkata", "Asia/Tokyo", "Asia/Beirut", "Australia/Sydney",
		"Australia/Lord_Howe", "Pacific/Auckland",
	}
	for _, home := range []string{"Europe/Madrid", "America/New_York", "Australia/Sydney"} {
		at := zone(t, home)
		for _, days := range []int{7, 28} {
			g := &Group{Settings: Settings{Zone: at}}
			for i := range 3 * 365 / days {
				g.Meetings = append(g.Meetings, Meeting{Start: time.Date(2025, 1, 7+days*i, 16, 0, 0, 0, at), State: Planned})
			}
			notes := 0
			for _, name := range zones {
				m := Member{Zone: zone(t, name)}
				for i, mt := range g.Meetings {
					got := g.shift(mt, m)
					var want int
					if i > 0 {
						want = minuteOfDay(mt.Start.In(m.Zone)) - minuteOfDay(g.Meetings[i-1].Start.In(m.Zone))
						if want > 720 { // past midnight
							want -= 1440
						} else if want < -720 {
							want += 1440
						}
					}
					by := got.Minutes
					if !got.Later {
						by = -by
					}
					if by != want {
						t.Errorf("%s, %s, every %d days, %s: %+v, want %d minutes", home, name, days, mt.Start, got, want)
					}
					if want == 0 {
						if got != (Shift{}) {
							t.Errorf("%s, %s, %s: %+v for nothing", home, name, mt.Start, got)
						}
						continue
					}
					notes++
					for _, c := range []struct {
						on   time.Time
						zone *time.Location
					}{{got.Here, m.Zone}, {got.There, at}} {
						before := g.Meetings[i-1].Start
						if c.on.IsZero() != (isoOffset(before, c.zone) == isoOffset(mt.Start, c.zone)) {
							t.Errorf("%s, %s, %s: %+v", home, name, mt.Start, got)
						}
						if c.on.IsZero() {
							continue
						}
						day := time.Date(c.on.Year(), c.on.Month(), c.on.Day(), 12, 0, 0, 0, c.zone)
						if isoOffset(day, c.zone) != isoOffset(mt.Start, c.zone) || isoOffset(day.AddDate(0, 0, -1), c.zone) == isoOffset(day, c.zone) {
							t.Errorf("%s, %s, %s: no clock is changed in %s on %s", home, name, mt.Start, c.zone, c.on)
						}
					}
				}
			}
			if notes < 40 {
				t.Errorf("%s, every %d days: only %d notes", home, days, notes)
			}
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func minuteOfDay(t time.Time) int { return 60*t.Hour() + t.Minute() }

func isoOffset(t time.Time, z *time.Location) string { return t.In(z).Format("-07:00") }

// TestShiftOfAPlanThatChanges: only clocks make a note, whatever else moves.
func TestShiftOfAPlanThatChanges(t *testing.T) {
	madrid, lagos := zone(t, "Europe/Madrid"), zone(t, "Africa/Lagos")
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, madrid)
	}
	g := &Group{Settings: Settings{Zone: madrid}, Meetings: []Meeting{
		{ID: "usual", Start: at(3, 17, 16), State: Planned},
		{ID: "moved", Start: at(3, 24, 18), State: Planned},
		{ID: "cancelled", Start: at(3, 31, 16), State: Cancelled},
		{ID: "moved too", Start: at(4, 7, 18), State: Planned},
		{ID: "first", Start: at(4, 14, 16), State: Planned},
		{ID: "second", Start: at(4, 21, 16), State: Planned},
	}}
	member := Member{Zone: lagos}
	earlier := Shift{Minutes: 60, There: time.Date(2026, 3, 29, 5, 0, 0, 0, madrid)}
	for id, want := range map[MeetingID]Shift{"usual": {}, "moved": {}, "moved too": earlier, "first": earlier, "second": {}} {
		mt, _ := g.Meeting(id)
		got := g.shift(mt, member)
		if got.There.Format(time.DateOnly) != want.There.Format(time.DateOnly) || got.Minutes != want.Minutes || got.Later != want.Later || got.Here != want.Here {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
		member.Zone = madrid
		if got := g.shift(mt, member); got != (Shift{}) {
			t.Errorf("%s in Madrid: %+v", id, got)
		}
		member.Zone = lagos
	}
	first, _ := g.Meeting("first")
	member.Joined = at(4, 1, 9)
	if got := g.shift(first, member); got != (Shift{}) {
		t.Errorf("who has just joined knows no usual hour: %+v", got)
	}
	member.Joined = at(1, 1, 9)
	s := g.shift(first, member)
	if before, after := s.asOf(at(3, 28, 9)), s.asOf(at(3, 30, 9)); before.TherePast || !after.TherePast || after.HerePast {
		t.Error("clocks that will change, and that have changed")
	}
}
