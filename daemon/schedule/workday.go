package schedule

import "time"

// LetterHour is the local hour at which letters go out unless something else is
// said.
const LetterHour = 9

// IsWorkday says whether a date is one on which letters go out: Monday to
// Friday, or any day if weekends count.
func IsWorkday(d Date, weekends bool) bool {
	day := d.Weekday()
	return weekends || day != time.Saturday && day != time.Sunday
}

// Before is when something goes out that is due days calendar days before start:
// at hour o'clock in loc, moved earlier to a working day, and earlier still if it
// would not come before start; UTC.
func Before(start time.Time, days, hour int, loc *time.Location, weekends bool) time.Time {
	d := DateOf(start.In(loc)).Add(-days)
	for {
		if t := d.At(hour, 0).In(loc); t.Before(start) && IsWorkday(d, weekends) {
			return t
		}
		d = d.Add(-1)
	}
}

// After is when something goes out that is due days calendar days after end: at
// hour o'clock in loc, moved later to a working day, and later still if it would
// not come after end; UTC.
func After(end time.Time, days, hour int, loc *time.Location, weekends bool) time.Time {
	d := DateOf(end.In(loc)).Add(days)
	for {
		if t := d.At(hour, 0).In(loc); t.After(end) && IsWorkday(d, weekends) {
			return t
		}
		d = d.Add(1)
	}
}

// Workdays is the same time of day as t in loc, n working days later; earlier if
// n is negative. With n zero it is t, or the next working day at that time. UTC.
func Workdays(t time.Time, n int, loc *time.Location, weekends bool) time.Time {
	w := WallOf(t, loc)
	if n == 0 && IsWorkday(w.Date, weekends) {
		return t.UTC()
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	d := w.Date
	for left := max(n, 1); left > 0; {
		if d = d.Add(step); IsWorkday(d, weekends) {
			left--
		}
	}
	return d.At(w.Hour, w.Minute).In(loc)
}
