package schedule

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Cron is a parsed cron expression of five fields: minute, hour, day of month,
// month, day of week. Two Crons are equal with ==. The zero Cron never runs.
type Cron struct {
	text string
	spec cron.SpecSchedule
}

const maxCronLength = 200

const fixCron = `write minute, hour, day, month and weekday, as in "0 9 1 * *" for the first of each month at 09:00`

// ParseCron reads a cron expression of five fields. It refuses a zone in the
// expression (the group has one), names like @daily, and dates that never come.
func ParseCron(s string) (c Cron, err error) {
	// The library indexes past the end of some malformed texts.
	defer func() {
		if r := recover(); r != nil {
			c, err = Cron{}, advise(fixCron, "%q is not a cron expression", s)
		}
	}()
	if len(s) > maxCronLength {
		return Cron{}, advise(fixCron, "a cron expression this long cannot be right")
	}
	if s, err = plain(s); err != nil {
		return Cron{}, err
	}
	if strings.Contains(s, "TZ=") {
		return Cron{}, advise("leave TZ= out", "a cron expression takes its time zone from the group")
	}
	if strings.HasPrefix(s, "@") {
		return Cron{}, advise(fixCron, "%q is a shorthand that is not known here", s)
	}
	fields := strings.Fields(s)
	if len(fields) != 5 {
		return Cron{}, advise(fixCron, "a cron expression has five fields, this has %d", len(fields))
	}
	for i, f := range fields {
		// The library takes an empty list for "never" and a leading comma for nothing.
		if strings.HasPrefix(f, ",") || strings.HasSuffix(f, ",") || strings.Contains(f, ",,") {
			return Cron{}, advise("remove the comma", "field %d of the cron expression (%s) has a comma with nothing beside it", i+1, f)
		}
	}
	parsed, err := cron.ParseStandard(s)
	if err != nil {
		if fields[4] == "7" {
			return Cron{}, advise("write 0 for Sunday", "weekdays count from 0 (Sunday) to 6 (Saturday)")
		}
		return Cron{}, advise(fixCron, "cannot read the cron expression %q: %s", s, err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return Cron{}, advise(fixCron, "%q is not a cron expression of five fields", s)
	}
	c = Cron{text: s, spec: *spec}
	c.spec.Location = time.UTC // evaluated on the wall clock dressed as UTC
	if c.spec.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Cron{}, advise("choose a day that the month has", "%q names a date that never comes", s)
	}
	return c, nil
}

// String is the expression, its fields separated by one space.
func (c Cron) String() string { return c.text }

// IsZero says whether there is no expression.
func (c Cron) IsZero() bool { return c.text == "" }

// Next is the first run after the instant after, with the fields read as wall
// time in loc; UTC. No run is lost or doubled when the clocks change: a skipped
// wall time runs shifted forward, a repeated one runs at its first pass. (Two
// wall times that fall on one instant, 02:30 and 03:30 on the day of a spring
// change, are one run.) The zero Cron gives the zero time.
func (c Cron) Next(after time.Time, loc *time.Location) time.Time {
	if c.IsZero() {
		return time.Time{}
	}
	wall := asUTC(after, loc)
	if !steady(after, loc) {
		wall = wall.Add(-reach) // wall times skipped by a change come later than they read
	}
	var best, bestWall time.Time
	for {
		wall = c.nextWall(wall)
		if wall.IsZero() || !best.IsZero() && wall.Sub(bestWall) > reach {
			return best
		}
		t := instant(wall, loc)
		if t.After(after) && (best.IsZero() || t.Before(best)) {
			best, bestWall = t, wall
			if steady(best, loc) {
				return best
			}
		}
	}
}

// nextWall asks the library, which looks five years ahead: 29 February may be
// eight years away.
func (c Cron) nextWall(wall time.Time) time.Time {
	for range 3 {
		if next := c.spec.Next(wall); !next.IsZero() {
			return next
		}
		wall = wall.AddDate(4, 0, 0)
	}
	return time.Time{}
}
