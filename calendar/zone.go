package calendar

import (
	"strings"
	"time"
)

// namedZone is the zone to write an event in, or nil for UTC. A location that
// the tz database does not know by the same name and rules (time.FixedZone,
// time.Local) would tell the member's program something else than we mean, so
// it becomes UTC. Likewise a wall time that happens twice when the clocks go
// back: RFC 5545, 3.3.5 takes the first, but not every library does.
func namedZone(times ...time.Time) *time.Location {
	name := times[0].Location().String()
	switch name {
	case "", "Local", "UTC", "Etc/UTC", "Etc/UCT", "UCT", "Etc/Universal", "Universal", "Etc/Zulu", "Zulu", "GMT", "Etc/GMT", "Factory":
		return nil
	}
	loc, err := lookupZone(name)
	if err != nil {
		return nil
	}
	for _, t := range times {
		_, here := t.In(times[0].Location()).Zone()
		if _, there := t.In(loc).Zone(); here != there {
			return nil
		}
		if twice(t, offsetsOf(loc)) {
			return nil
		}
	}
	return loc
}

// lookupZone is time.LoadLocation for names from outside: only what can be a
// name of the tz database, and never the machine's own zone.
func lookupZone(name string) (*time.Location, error) {
	if name == "" || len(name) > 64 || name == "Local" || strings.IndexFunc(name, notZoneName) >= 0 {
		return nil, errNoZone
	}
	return time.LoadLocation(name)
}

func notZoneName(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("/_+-", r)
}

// offsets tells the offset from UTC in seconds that a zone has at an instant.
type offsets func(time.Time) int

func offsetsOf(loc *time.Location) offsets {
	return func(t time.Time) int {
		_, off := t.In(loc).Zone()
		return off
	}
}

// twice is true for an instant whose wall time another instant has too.
func twice(t time.Time, at offsets) bool {
	off := at(t)
	for _, other := range []int{at(t.Add(-36 * time.Hour)), at(t.Add(36 * time.Hour))} {
		if other != off && at(t.Add(time.Duration(off-other)*time.Second)) == other {
			return true
		}
	}
	return false
}

// instant resolves a wall time (its own location is ignored) in a zone, as
// RFC 5545, 3.3.5 says: a time that happens twice is the first of the two, a
// time that is skipped is read with the offset before the gap.
func instant(wall time.Time, at offsets) time.Time {
	w := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC)
	minus := func(off int) time.Time { return w.Add(-time.Duration(off) * time.Second) }
	before, after := at(w.Add(-36*time.Hour)), at(w.Add(36*time.Hour))
	for _, off := range []int{before, after} {
		if t := minus(off); at(t) == off {
			return t
		}
	}
	return minus(before)
}
