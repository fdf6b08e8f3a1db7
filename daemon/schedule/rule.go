package schedule

import (
	"errors"
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
			return rrule.ROption{}, fmt.Errorf("cannot read %q in the rule; a rule is a list of NAME=VALUE separated by semicolons", part)
		}
		if seen[name] {
			return rrule.ROption{}, fmt.Errorf("%s stands twice in the rule", name)
		}
		seen[name] = true
		switch name {
		case "FREQ":
			switch value {
			case "YEARLY", "MONTHLY", "WEEKLY", "DAILY":
			case "HOURLY", "MINUTELY", "SECONDLY":
				return rrule.ROption{}, fmt.Errorf("FREQ=%s is far too often for a meeting; use WEEKLY or MONTHLY", value)
			default:
				return rrule.ROption{}, fmt.Errorf("FREQ=%s is none of YEARLY, MONTHLY, WEEKLY, DAILY", value)
			}
		case "INTERVAL":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > maxInterval {
				return rrule.ROption{}, fmt.Errorf("INTERVAL=%s is not a number from 1 to %d", value, maxInterval)
			}
			interval = n
		case "COUNT", "UNTIL":
			return rrule.ROption{}, fmt.Errorf("leave %s out of the rule and set %s beside it", name, strings.ToLower(name))
		case "BYHOUR", "BYMINUTE", "BYSECOND":
			return rrule.ROption{}, fmt.Errorf("leave %s out of the rule: the time of day comes from the first meeting", name)
		case "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "WKST":
		default:
			return rrule.ROption{}, fmt.Errorf("%s is not a part of a recurrence rule that can be used here", name)
		}
	}
	if seen["BYSETPOS"] && !seen["BYDAY"] && !seen["BYMONTHDAY"] && !seen["BYMONTH"] && !seen["BYWEEKNO"] && !seen["BYYEARDAY"] {
		return rrule.ROption{}, errors.New("BYSETPOS needs another BY part beside it")
	}
	option, err := rrule.StrToROption(r.Rule)
	if err != nil {
		return rrule.ROption{}, fmt.Errorf("cannot read the recurrence rule: %w", err)
	}
	option.Interval = interval
	for _, day := range option.Byweekday {
		// RFC 5545: a number before the day only with MONTHLY and YEARLY. The
		// library ignores it elsewhere and reads past its tables beyond five.
		switch limit := map[rrule.Frequency]int{rrule.MONTHLY: 5, rrule.YEARLY: 53}[option.Freq]; {
		case day.N() != 0 && limit == 0:
			return rrule.ROption{}, errors.New("a number before a day, as in 2TU, needs FREQ=MONTHLY or YEARLY")
		case day.N() > limit || day.N() < -limit, day.N() > 5 && len(option.Bymonth) > 0, day.N() < -5 && len(option.Bymonth) > 0:
			return rrule.ROption{}, fmt.Errorf("no month or year has a day %+d", day.N())
		case day.N() != 0 && len(option.Byweekno) > 0:
			return rrule.ROption{}, errors.New("a number before a day cannot go with BYWEEKNO")
		}
	}
	for _, list := range [][]int{option.Bymonthday, option.Byyearday, option.Byweekno, option.Bysetpos} {
		for _, n := range list {
			if n == 0 {
				return rrule.ROption{}, errors.New("days and weeks are counted from 1, or from -1 backwards; 0 is neither")
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
			dates, err = nil, errors.New("cannot work out the dates of this recurrence rule")
		}
	}()
	if first.Year < 1970 || first.Year > latestYear {
		return nil, fmt.Errorf("the year %d is out of range", first.Year)
	}
	last := first.asUTC().AddDate(horizon, 0, 0)
	if !until.IsZero() && until.Before(last) {
		last = until
	}
	option.Dtstart, option.Until, option.Count = first.asUTC(), last, 0
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil, fmt.Errorf("cannot read the recurrence rule: %w", err)
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
