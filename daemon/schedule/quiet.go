package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Quiet is the part of each day in which no letter goes out, as wall time. It may
// pass midnight. The zero Quiet is no quiet time. Two Quiets are equal with ==.
type Quiet struct {
	From, To int // minutes after midnight; From is quiet, To no longer is
}

const minutesADay = 24 * 60

// ParseQuiet reads "19:00-08:00"; "off" and "" are no quiet time. At least an
// hour of the day must stay open.
func ParseQuiet(s string) (Quiet, error) {
	s = strings.TrimSpace(s)
	if s == "" || s == "off" {
		return Quiet{}, nil
	}
	from, to, ok := strings.Cut(s, "-")
	start, errFrom := time.Parse("15:04", strings.TrimSpace(from))
	end, errTo := time.Parse("15:04", strings.TrimSpace(to))
	if !ok || errFrom != nil || errTo != nil {
		return Quiet{}, fmt.Errorf("%q is not a time of day like 19:00-08:00", s)
	}
	q := Quiet{start.Hour()*60 + start.Minute(), end.Hour()*60 + end.Minute()}
	if length := (q.To - q.From + minutesADay) % minutesADay; length == 0 || length > minutesADay-60 {
		return Quiet{}, fmt.Errorf("quiet hours of %s leave no hour of the day for letters", s)
	}
	return q, nil
}

// IsZero says whether there is no quiet time.
func (q Quiet) IsZero() bool { return q == Quiet{} }

// String is the quiet time as "19:00-08:00", or "off".
func (q Quiet) String() string {
	if q.IsZero() {
		return "off"
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", q.From/60, q.From%60, q.To/60, q.To%60)
}

// Allowed says whether a letter may go out at t to somebody in loc.
func (q Quiet) Allowed(t time.Time, loc *time.Location, weekends bool) bool {
	w := WallOf(t, loc)
	return IsWorkday(w.Date, weekends) && !q.covers(w)
}

func (q Quiet) covers(w Wall) bool {
	m := w.Hour*60 + w.Minute
	if q.From <= q.To {
		return q.From <= m && m < q.To
	}
	return m >= q.From || m < q.To
}

// Next is the first instant from t on at which a letter may go out to somebody
// in loc: t itself, or the end of the quiet time, or of the weekend; UTC.
func (q Quiet) Next(t time.Time, loc *time.Location, weekends bool) time.Time {
	for !q.Allowed(t, loc, weekends) {
		w := WallOf(t, loc)
		opens := w.Date.Add(1).At(0, 0) // a closed day ends at midnight
		if IsWorkday(w.Date, weekends) {
			opens = w.Date.At(q.To/60, q.To%60)
			if opens.Compare(w) <= 0 {
				opens = w.Date.Add(1).At(q.To/60, q.To%60)
			}
		}
		next := opens.In(loc)
		if !next.After(t) {
			// The clocks go back and t is in the second pass of an hour whose
			// first pass held the opening time: that much later, then.
			next = t.Truncate(time.Minute).Add(opens.asUTC().Sub(w.asUTC()))
		}
		t = next
	}
	return t.UTC()
}
