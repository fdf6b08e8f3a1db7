package schedule

import "time"

// IsWorkday says whether a date is one on which letters go out: Monday to
// Friday, or any day if weekends count.
func IsWorkday(d Date, weekends bool) bool {
	day := d.Weekday()
	return weekends || day != time.Saturday && day != time.Sunday
}
