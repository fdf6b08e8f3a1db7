package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxObservances is how many parts a foreign VTIMEZONE may have, and how many
// single dates one of them: with more it counts as unknown, since half of it
// would give wrong times. Morocco to the end of its tables needs about 130.
const maxObservances = 200

// observed is one STANDARD or DAYLIGHT of a VTIMEZONE we were sent.
type observed struct {
	start    time.Time // DTSTART, wall time as if UTC
	until    time.Time // of the rule; zero: for ever
	from, to int       // seconds east of UTC
	dates    []time.Time
	yearly   bool
	month    time.Month
	weekday  time.Weekday
	nth      int   // of that weekday: 1 to 5, -1 to -5 from the end; 0: days count
	days     []int // of the month, from the end when negative
}

// bodyZone evaluates the VTIMEZONE with that TZID, or returns nil. It knows
// the yearly rules that programs write and lists of single dates.
func bodyZone(list []component, id string) offsets {
	for _, c := range list {
		l, ok := c.find("TZID")
		if !ok || strings.Trim(l.text(), `"`) != id || len(c.parts) > maxObservances {
			continue
		}
		var parts []observed
		for _, p := range c.parts {
			if o, ok := readObserved(p); ok {
				parts = append(parts, o)
			}
		}
		if len(parts) > 0 {
			return func(t time.Time) int { return offsetAt(parts, t) }
		}
	}
	return nil
}

// offsetAt is the offset after the latest onset not after t; before all of
// them, the one that the earliest came from.
func offsetAt(parts []observed, t time.Time) int {
	var latest, earliest time.Time
	offset, initial := 0, 0
	for i, o := range parts {
		if at, ok := o.latest(t); ok && (latest.IsZero() || at.After(latest)) {
			latest, offset = at, o.to
		}
		if at := o.instant(o.start); i == 0 || at.Before(earliest) {
			earliest, initial = at, o.from
		}
	}
	if latest.IsZero() {
		return initial
	}
	return offset
}

func (o observed) instant(wall time.Time) time.Time {
	return wall.Add(-time.Duration(o.from) * time.Second)
}

// latest is the last onset of this part that is not after t.
func (o observed) latest(t time.Time) (found time.Time, ok bool) {
	try := func(wall time.Time) {
		if at := o.instant(wall); !at.After(t) && (!ok || at.After(found)) {
			found, ok = at, true
		}
	}
	try(o.start)
	for _, d := range o.dates {
		try(d)
	}
	if o.yearly {
		year := t.Add(time.Duration(o.from) * time.Second).Year()
		for _, y := range []int{year - 1, year} {
			wall, exists := o.in(y)
			if exists && !wall.Before(o.start) && (o.until.IsZero() || !o.instant(wall).After(o.until)) {
				try(wall)
			}
		}
	}
	return found, ok
}

// in is the onset by the yearly rule in a year.
func (o observed) in(year int) (time.Time, bool) {
	h, m, s := o.start.Clock()
	on := func(day int) time.Time { return time.Date(year, o.month, day, h, m, s, 0, time.UTC) }
	end := on(1).AddDate(0, 1, -1)
	last := end.Day()
	switch {
	case o.nth > 0:
		day := 1 + days(on(1).Weekday(), o.weekday) + 7*(o.nth-1)
		return on(day), day <= last
	case o.nth < 0:
		day := last - days(o.weekday, end.Weekday()) + 7*(o.nth+1)
		return on(day), day >= 1
	}
	for _, day := range o.days {
		if day < 0 {
			day += last + 1
		}
		if 1 <= day && day <= last && (o.weekday == anyWeekday || on(day).Weekday() == o.weekday) {
			return on(day), true
		}
	}
	return time.Time{}, false
}

// days is how many days lie between two weekdays, 0 to 6.
func days(from, to time.Weekday) int { return (int(to-from) + 7) % 7 }

const anyWeekday time.Weekday = -1

func readObserved(c component) (observed, bool) {
	var o observed
	var haveStart, haveTo, haveFrom bool
	for _, l := range c.lines {
		switch l.name {
		case "DTSTART":
			o.start, _, haveStart = parseTime(l.value)
		case "TZOFFSETTO":
			o.to, haveTo = readOffset(l.value)
		case "TZOFFSETFROM":
			o.from, haveFrom = readOffset(l.value)
		case "RDATE":
			for d := range strings.SplitSeq(l.value, ",") {
				if len(o.dates) == maxObservances {
					return o, false
				}
				if t, _, ok := parseTime(d); ok {
					o.dates = append(o.dates, t)
				}
			}
		}
	}
	if !haveFrom {
		o.from = o.to
	}
	if l, ok := c.find("RRULE"); ok && haveStart {
		o.readRule(l.value)
	}
	return o, haveStart && haveTo
}

var weekdays = map[string]time.Weekday{"SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}

func (o *observed) readRule(s string) {
	o.month, o.weekday = o.start.Month(), anyWeekday
	for part := range strings.SplitSeq(strings.ToUpper(s), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "FREQ":
			o.yearly = value == "YEARLY"
		case "BYMONTH":
			if n, err := strconv.Atoi(value); err == nil && 1 <= n && n <= 12 {
				o.month = time.Month(n)
			}
		case "BYDAY":
			if len(value) < 2 {
				continue
			}
			if d, ok := weekdays[value[len(value)-2:]]; ok {
				o.weekday = d
				if n, err := strconv.Atoi(value[:len(value)-2]); err == nil && -5 <= n && n <= 5 {
					o.nth = n
				}
			}
		case "BYMONTHDAY":
			for d := range strings.SplitSeq(value, ",") {
				if n, err := strconv.Atoi(d); err == nil && len(o.days) < 31 {
					o.days = append(o.days, n)
				}
			}
		case "UNTIL":
			o.until, _, _ = parseTime(value)
		}
	}
	switch {
	case o.weekday == anyWeekday && len(o.days) == 0:
		o.days = []int{o.start.Day()}
	case o.nth == 0 && len(o.days) == 0:
		// A weekday without a number: every week, of which the first counts.
		o.nth = 1
	}
	if o.weekday == anyWeekday {
		o.nth = 0
	}
	slices.Sort(o.days)
}

// readOffset reads +hhmm, +hhmmss and hhmm.
func readOffset(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	sign := 1
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = -1, rest
	} else {
		s = strings.TrimPrefix(s, "+")
	}
	if len(s) != 4 && len(s) != 6 {
		return 0, false
	}
	seconds := 0
	for i, unit := range []int{3600, 60, 1}[:len(s)/2] {
		n, err := strconv.ParseUint(s[2*i:2*i+2], 10, 8)
		if err != nil || n > 59 {
			return 0, false
		}
		seconds += int(n) * unit
	}
	return sign * seconds, true
}
