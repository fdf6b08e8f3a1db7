package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

const (
	// maxInterval bounds INTERVAL: the library adds it to a year or a day without
	// looking, and a large one overflows.
	maxInterval = 366
	// horizon is how many years a series may last.
	horizon = 30
	// latestYear keeps all arithmetic far from the library's last year.
	latestYear = 2200
)

// option parses the rule and checks what the library does not (RFC 5545 section
// 3.3.10).
func (r Repeat) option() (rrule.ROption, error) {
	seen := map[string]bool{}
	interval := 1
	for _, part := range strings.Split(r.Rule, ";") {
		name, value, found := strings.Cut(part, "=")
		if !found || value == "" || strings.Contains(value, "=") {
			return rrule.ROption{}, advise("write NAME=VALUE with semicolons between, as in \"FREQ=WEEKLY;BYDAY=TU\"", "cannot read %q in the recurrence rule", part)
		}
		if seen[name] {
			return rrule.ROption{}, advise("keep one of the two", "%s stands twice in the recurrence rule", name)
		}
		seen[name] = true
		switch name {
		case "FREQ":
			switch value {
			case "YEARLY", "MONTHLY", "WEEKLY", "DAILY":
			case "HOURLY", "MINUTELY", "SECONDLY":
				return rrule.ROption{}, advise("use WEEKLY or MONTHLY", "FREQ=%s is far too often for a meeting", value)
			default:
				return rrule.ROption{}, advise("use WEEKLY or MONTHLY", "FREQ=%s is none of YEARLY, MONTHLY, WEEKLY, DAILY", value)
			}
		case "INTERVAL":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > maxInterval {
				return rrule.ROption{}, advise("write for example INTERVAL=2", "INTERVAL=%s is not a number from 1 to %d", value, maxInterval)
			}
			interval = n
		case "COUNT", "UNTIL":
			return rrule.ROption{}, advise(fmt.Sprintf("leave %s out of the rule and write %s = ... beside it", name, strings.ToLower(name)), "%s does not belong in the recurrence rule", name)
		case "BYHOUR", "BYMINUTE", "BYSECOND":
			return rrule.ROption{}, advise("leave it out; the time of day comes from the first meeting", "%s does not belong in the recurrence rule", name)
		case "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "WKST":
		default:
			return rrule.ROption{}, advise("use FREQ, INTERVAL and the BY parts of RFC 5545", "%s is not a part of a recurrence rule that can be used here", name)
		}
	}
	if seen["BYSETPOS"] && !seen["BYDAY"] && !seen["BYMONTHDAY"] && !seen["BYMONTH"] && !seen["BYWEEKNO"] && !seen["BYYEARDAY"] {
		return rrule.ROption{}, advise("add for example BYDAY=TU", "BYSETPOS needs another BY part beside it")
	}
	option, err := rrule.StrToROption(r.Rule)
	if err != nil {
		return rrule.ROption{}, advise("see RFC 5545, section 3.3.10", "cannot read the recurrence rule: %s", err)
	}
	option.Interval = interval
	for _, day := range option.Byweekday {
		// RFC 5545: a number before the day only with MONTHLY and YEARLY. The
		// library ignores it elsewhere and reads past its tables beyond five.
		switch limit := map[rrule.Frequency]int{rrule.MONTHLY: 5, rrule.YEARLY: 53}[option.Freq]; {
		case day.N() != 0 && limit == 0:
			return rrule.ROption{}, advise("use FREQ=MONTHLY, or the day without a number", "a number before a day, as in 2TU, needs FREQ=MONTHLY or YEARLY")
		case day.N() > limit || day.N() < -limit, day.N() > 5 && len(option.Bymonth) > 0, day.N() < -5 && len(option.Bymonth) > 0:
			return rrule.ROption{}, advise("use a number from 1 to 4, or -1 for the last", "no month or year has a day %+d", day.N())
		case day.N() != 0 && len(option.Byweekno) > 0:
			return rrule.ROption{}, advise("leave one of the two out", "a number before a day cannot go with BYWEEKNO")
		}
	}
	for _, list := range [][]int{option.Bymonthday, option.Byyearday, option.Byweekno, option.Bysetpos} {
		for _, n := range list {
			if n == 0 {
				return rrule.ROption{}, advise("write 1 for the first, -1 for the last", "days and weeks are counted from 1, or backwards from -1; 0 is neither")
			}
		}
	}
	return *option, nil
}

// expand gives the first wall times of the rule from first on, at most limit of
// them, until the instant-like wall time until (zero: the horizon).
func expand(option rrule.ROption, first Wall, until time.Time, limit int) (dates []Wall, err error) {
	// The library has tables that unusual rules reach past.
	defer func() {
		if recover() != nil {
			dates, err = nil, advise(fixRepeat, "cannot work out the dates of this recurrence rule")
		}
	}()
	if first.Year < 1970 || first.Year > latestYear {
		return nil, advise("check the year", "the year %d is out of range", first.Year)
	}
	last := first.asUTC().AddDate(horizon, 0, 0)
	if !until.IsZero() && until.Before(last) {
		last = until
	}
	option.Dtstart, option.Until, option.Count = first.asUTC(), last, 0
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil, advise("see RFC 5545, section 3.3.10", "cannot read the recurrence rule: %s", err)
	}
	next := rule.Iterator()
	for len(dates) < limit {
		t, ok := next()
		if !ok {
			break
		}
		if w := WallOf(t, time.UTC); len(dates) == 0 || w.Compare(dates[len(dates)-1]) > 0 {
			dates = append(dates, w)
		}
	}
	return dates, nil
}
