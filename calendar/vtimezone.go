package calendar

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// horizon is how many years a yearly rule must have held before it is written
// as one: after 28 years every date has met every weekday, so that the days
// seen are all the days there are.
const horizon = 28

// onset is one change of the clocks.
type onset struct {
	at       time.Time // the instant, in UTC
	from, to int       // seconds east of UTC, before and after
	name     string    // abbreviation after it
	daylight bool
}

// wall is the local time at which it happens, by the clock before the change
// (RFC 5545, 3.6.5), as if it were UTC.
func (o onset) wall() time.Time { return o.at.Add(time.Duration(o.from) * time.Second) }

// timezone writes the zone's VTIMEZONE, true from the year before first to the
// year after last: two yearly rules where the zone has such, else every single
// change in that span (Morocco, Egypt, zones that gave up summer time). Never
// RDATE, which several programs skip.
func timezone(loc *time.Location, first, last time.Time) *ics.VTimezone {
	tz := ics.NewTimezone(loc.String())
	from := time.Date(first.In(loc).Year()-1, 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(last.In(loc).Year()+2, 1, 1, 0, 0, 0, 0, time.UTC)
	if rules := yearlyRules(loc, from); rules != nil {
		for _, r := range rules {
			tz.Components = append(tz.Components, observance(r.first, r.rrule))
		}
		return tz
	}
	for _, o := range append([]onset{before(loc, from)}, onsets(loc, from, to)...) {
		tz.Components = append(tz.Components, observance(o, ""))
	}
	return tz
}

// before is the state of the zone at t, as an onset far enough in the past.
func before(loc *time.Location, t time.Time) onset {
	name, off := t.In(loc).Zone()
	wall := time.Date(min(t.Year(), 1970), 1, 1, 0, 0, 0, 0, time.UTC)
	return onset{at: wall.Add(-time.Duration(off) * time.Second), from: off, to: off, name: name}
}

// onsets walks the changes of offset in [from, to). A change of name or of
// the summer time flag alone moves no clock and is left out.
func onsets(loc *time.Location, from, to time.Time) []onset {
	var list []onset
	for t := from.In(loc); t.Before(to); {
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		// Beyond the table, Go's bounds end 365 days into each year, so that
		// on the last day of a leap year the end is not after t.
		if !end.After(t) {
			end = t.Add(24 * time.Hour)
		}
		if end = change(t, end); end.Before(to) {
			was := end.Add(-time.Second)
			_, before := was.Zone()
			name, after := end.Zone()
			if before != after {
				list = append(list, onset{
					at: end.UTC(), from: before, to: after, name: name,
					// By direction, not by Go's flag: Ireland and Morocco call
					// winter or Ramadan the exception, calendar programs do not.
					daylight: after > before && (was.IsDST() || end.IsDST()),
				})
			}
		}
		t = end
	}
	return list
}

// change is the first second in (t, end] with another offset than t, or end;
// between the two the clocks change at most once.
func change(t, end time.Time) time.Time {
	_, off := t.Zone()
	same := func(at time.Time) bool { _, o := at.Zone(); return o == off }
	if same(end.Add(-time.Second)) {
		return end
	}
	seconds := int(end.Sub(t) / time.Second)
	return t.Add(time.Duration(sort.Search(seconds, func(i int) bool { return !same(t.Add(time.Duration(i) * time.Second)) })) * time.Second)
}

type yearlyRule struct {
	first onset
	rrule string
}

// yearlyRules finds the two rules of a zone whose clocks change on the same
// kind of day every year from the given start of a year on, or nil.
func yearlyRules(loc *time.Location, from time.Time) []yearlyRule {
	list := onsets(loc, from, from.AddDate(horizon, 0, 0))
	if len(list) != 2*horizon {
		return nil
	}
	var rules []yearlyRule
	for half := range 2 {
		var same []onset
		for i := half; i < len(list); i += 2 {
			same = append(same, list[i])
		}
		r := rule(same)
		if r == "" {
			return nil
		}
		rules = append(rules, yearlyRule{same[0], r})
	}
	return rules
}

// rule is the RRULE that gives exactly these onsets, one in each year, or "".
func rule(list []onset) string {
	first := list[0].wall()
	lowest, highest, lastWeek := 31, 0, true
	for i, o := range list {
		w := o.wall()
		if o.from != list[0].from || o.to != list[0].to ||
			w.Year() != first.Year()+i || w.Month() != first.Month() || w.Weekday() != first.Weekday() ||
			w.Format("150405") != first.Format("150405") {
			return ""
		}
		lowest, highest = min(lowest, w.Day()), max(highest, w.Day())
		lastWeek = lastWeek && w.AddDate(0, 0, 7).Month() != w.Month()
	}
	day := strings.ToUpper(first.Weekday().String()[:2])
	prefix := fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=", int(first.Month()))
	switch {
	case lastWeek:
		return prefix + "-1" + day
	case highest-lowest > 6:
		return ""
	case (lowest-1)/7 == (highest-1)/7:
		return prefix + strconv.Itoa((lowest-1)/7+1) + day
	}
	days := make([]string, 0, 7)
	for d := lowest; d <= highest; d++ {
		days = append(days, strconv.Itoa(d))
	}
	return prefix + day + ";BYMONTHDAY=" + strings.Join(days, ",")
}

func observance(o onset, rrule string) ics.Component {
	var base ics.ComponentBase
	base.AddProperty(ics.ComponentPropertyDtStart, o.wall().Format(localLayout))
	base.AddProperty("TZOFFSETFROM", utcOffset(o.from))
	base.AddProperty("TZOFFSETTO", utcOffset(o.to))
	if o.name != "" {
		base.AddProperty("TZNAME", o.name)
	}
	if rrule != "" {
		base.AddProperty(ics.ComponentPropertyRrule, rrule)
	}
	if o.daylight {
		return &ics.Daylight{ComponentBase: base}
	}
	return &ics.Standard{ComponentBase: base}
}

// utcOffset is +hhmm, with seconds only where history had them.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
