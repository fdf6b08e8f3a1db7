package schedule

import (
	"fmt"
	"time"
)

// Date is a calendar day without a zone. Two Dates are equal with ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day on which t falls in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date like 2026-03-10", s)
	}
	return DateOf(t), nil
}

// IsZero says whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as "2006-01-02".
func (d Date) String() string { return d.utc().Format("2006-01-02") }

// Compare orders dates: negative if d is earlier than e.
func (d Date) Compare(e Date) int { return d.utc().Compare(e.utc()) }

// Add is the date n days later; earlier if n is negative.
func (d Date) Add(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Words is the date for people: "Tue 10 March 2026".
func (d Date) Words() string { return d.utc().Format("Mon 2 January 2006") }

// At is the wall time hour:minute on that day.
func (d Date) At(hour, minute int) Wall { return Wall{Date: d, Hour: hour, Minute: minute} }

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Wall is what a clock on the wall shows, to the minute and without a zone. Two
// Walls are equal with ==.
type Wall struct {
	Date
	Hour, Minute int
}

const wallLayout = "2006-01-02T15:04"

// WallOf is what a clock on the wall in loc shows at t.
func WallOf(t time.Time, loc *time.Location) Wall {
	t = t.In(loc)
	return Wall{Date: DateOf(t), Hour: t.Hour(), Minute: t.Minute()}
}

// ParseWall reads "2006-01-02T15:04".
func ParseWall(s string) (Wall, error) {
	t, err := time.Parse(wallLayout, s)
	if err != nil {
		return Wall{}, fmt.Errorf("%q is not a local time like 2026-03-10T16:00", s)
	}
	return WallOf(t, time.UTC), nil
}

// String is the wall time as "2006-01-02T15:04".
func (w Wall) String() string { return w.asUTC().Format(wallLayout) }

// Words is the wall time for people: "Tue 10 March 2026, 16:00".
func (w Wall) Words() string { return w.asUTC().Format("Mon 2 January 2006, 15:04") }

// Compare orders wall times: negative if w is earlier than x.
func (w Wall) Compare(x Wall) int { return w.asUTC().Compare(x.asUTC()) }

// In is the instant at which a clock on the wall in loc shows w, in UTC. A wall
// time that a change of the clocks skips is taken with the offset from before
// the change (02:30 becomes 03:30); one that comes twice means the first.
func (w Wall) In(loc *time.Location) time.Time { return instant(w.asUTC(), loc) }

func (w Wall) asUTC() time.Time {
	return time.Date(w.Year, w.Month, w.Day, w.Hour, w.Minute, 0, 0, time.UTC)
}

// reach is more than any zone's offset from UTC, and more than any single change
// of a zone's offset (whole days have been skipped and repeated).
const reach = 26 * time.Hour

// asUTC is the wall time of t in loc, dressed as UTC, with seconds.
func asUTC(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// instant maps a wall time dressed as UTC to the instant it means in loc.
func instant(wall time.Time, loc *time.Location) time.Time {
	// Walk the stretches of constant offset around the wall time, in order: the
	// first in which it can still lie decides.
	at := wall.Add(-reach).In(loc)
	_, offset := at.Zone()
	before := wall.Add(-time.Duration(offset) * time.Second)
	for {
		start, end := at.ZoneBounds()
		_, offset := at.Zone()
		t := wall.Add(-time.Duration(offset) * time.Second)
		if end.IsZero() || t.Before(end) {
			if !start.IsZero() && t.Before(start) {
				return before // skipped: the offset from before the change
			}
			return t
		}
		before, at = t, end
	}
}

// steady says whether the offset of loc stays the same for a good day on either
// side of t, so that wall times there follow each other as instants do.
func steady(t time.Time, loc *time.Location) bool {
	start, end := t.In(loc).ZoneBounds()
	return (start.IsZero() || t.Sub(start) > reach) && (end.IsZero() || end.Sub(t) > reach)
}
