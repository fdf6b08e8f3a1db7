package schedule

import (
	"fmt"
	"strconv"
	"strings"
)

var weekdayCodes = map[string]string{
	"monday": "MO", "mon": "MO", "mondays": "MO",
	"tuesday": "TU", "tue": "TU", "tues": "TU", "tuesdays": "TU",
	"wednesday": "WE", "wed": "WE", "wednesdays": "WE",
	"thursday": "TH", "thu": "TH", "thur": "TH", "thurs": "TH", "thursdays": "TH",
	"friday": "FR", "fri": "FR", "fridays": "FR",
	"saturday": "SA", "sat": "SA", "saturdays": "SA",
	"sunday": "SU", "sun": "SU", "sundays": "SU",
}

// places are positions in a month; 5 is known only to be refused with a reason.
var places = map[string]int{
	"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1,
}

var numbers = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "other": 2,
}

// words reads a phrase from left to right.
type words struct{ left []string }

func (w *words) done() bool { return len(w.left) == 0 }

func (w *words) peek() string {
	if w.done() {
		return ""
	}
	return w.left[0]
}

// take drops the next word if it is one of those given.
func (w *words) take(accepted ...string) bool {
	for _, a := range accepted {
		if w.peek() == a {
			w.left = w.left[1:]
			return true
		}
	}
	return false
}

// parsePhrase turns a phrase with single spaces into a rule.
func parsePhrase(phrase string) (string, error) {
	w := &words{strings.Fields(strings.ReplaceAll(strings.ToLower(phrase), ",", " "))}
	rule, err := w.rhythm()
	if err != nil {
		return "", err
	}
	if !w.done() {
		return "", advise("write one of: "+examples(), "cannot read %q in %q", strings.Join(w.left, " "), phrase)
	}
	return rule, nil
}

func examples() string { return `"` + strings.Join(Phrases(), `", "`) + `"` }

func (w *words) rhythm() (string, error) {
	switch {
	case w.take("weekly"):
		return w.weekly(1)
	case w.take("fortnightly"):
		return w.weekly(2)
	case w.take("monthly"):
		return w.monthly(1)
	case w.take("quarterly"):
		return w.monthly(3)
	case w.take("yearly", "annually"):
		return "FREQ=YEARLY", nil
	case w.take("daily"):
		return "FREQ=DAILY", nil
	case w.peek() == "biweekly" || w.peek() == "bi-weekly":
		return "", advise(`write "every 2 weeks", or name the two days: "every Tuesday and Thursday"`, `"biweekly" can mean every second week or twice a week`)
	case w.peek() == "bimonthly" || w.peek() == "bi-monthly":
		return "", advise(`write "every 2 months" or "every 2 weeks"`, `"bimonthly" can mean every second month or twice a month`)
	case w.take("every", "each"):
		return w.every()
	case w.peek() == "the" || places[w.peek()] != 0:
		// "the second Tuesday of the month", "last Friday of every month"
		return w.dayOfMonth(1)
	}
	return "", advise("write one of: "+examples()+`; or a rule of RFC 5545 such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"`, "cannot read the rhythm %q", strings.Join(w.left, " "))
}

// every reads what follows "every".
func (w *words) every() (string, error) {
	next, whole := w.peek(), strings.Join(w.left, " ")
	if _, ok := weekdayCodes[next]; ok {
		return w.weekly(1)
	}
	if place := places[next]; place != 0 && len(w.left) > 1 {
		if _, ok := weekdayCodes[w.left[1]]; ok {
			if strings.Contains(strings.Join(w.left, " "), "month") {
				return w.dayOfMonth(1)
			}
			day := strings.ToUpper(w.left[1][:1]) + w.left[1][1:]
			weeks := max(place, 2)
			return "", advise(fmt.Sprintf(`write "every %d weeks on %s" or "monthly on the %s %s"`, weeks, day, next, day), `"every %s %s" can be taken in two ways`, next, day)
		}
	}
	n := 1
	if number, ok := numbers[next]; ok {
		n = number
		w.left = w.left[1:]
	} else if number, err := strconv.Atoi(next); err == nil {
		if number < 1 || number > maxInterval {
			return "", advise(fixRepeat, "every %d is out of range", number)
		}
		n = number
		w.left = w.left[1:]
	}
	switch {
	case w.take("week", "weeks"):
		return w.weekly(n)
	case n == 1 && w.take("fortnight"):
		return w.weekly(2)
	case w.take("month", "months"):
		return w.monthly(n)
	case w.take("day", "days"):
		return withInterval("FREQ=DAILY", n), nil
	case w.take("year", "years"):
		return withInterval("FREQ=YEARLY", n), nil
	}
	if _, ok := weekdayCodes[w.peek()]; ok && next == "other" {
		return w.weekly(n)
	}
	return "", advise("write one of: "+examples(), "cannot read the rhythm %q", "every "+whole)
}

// weekly reads "[on] Tuesday and Thursday", or nothing.
func (w *words) weekly(n int) (string, error) {
	on := w.take("on")
	var days []string
	for {
		code, ok := weekdayCodes[w.peek()]
		if !ok {
			break
		}
		w.left = w.left[1:]
		days = append(days, code)
		w.take("and")
	}
	if on && len(days) == 0 {
		return "", advise(fixRepeat, `after "on" comes a day of the week, not %q`, w.peek())
	}
	rule := withInterval("FREQ=WEEKLY", n)
	if len(days) > 0 {
		rule += ";BYDAY=" + strings.Join(days, ",")
	}
	return rule, nil
}

// monthly reads "on the second Tuesday", "on the 15th", "on the last day", or nothing.
func (w *words) monthly(n int) (string, error) {
	if !w.take("on") {
		return withInterval("FREQ=MONTHLY", n), nil
	}
	return w.dayOfMonth(n)
}

func (w *words) dayOfMonth(n int) (string, error) {
	w.take("the")
	word := w.peek()
	rule := withInterval("FREQ=MONTHLY", n)
	place, ordinal := places[word]
	if len(w.left) > 1 && ordinal {
		if code, ok := weekdayCodes[w.left[1]]; ok {
			if place == 5 {
				return "", advise(`write "fourth" or "last"`, "not every month has a fifth one")
			}
			w.left = w.left[2:]
			w.ofTheMonth()
			return fmt.Sprintf("%s;BYDAY=%d%s", rule, place, code), nil
		}
		if word == "last" && w.left[1] == "day" {
			w.left = w.left[2:]
			w.ofTheMonth()
			return rule + ";BYMONTHDAY=-1", nil
		}
	}
	digits := strings.TrimRight(word, "abcdefghijklmnopqrstuvwxyz.")
	day, err := strconv.Atoi(digits)
	if suffix := word[len(digits):]; err != nil || suffix != "" && suffix != "." && suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th" {
		return "", advise(`write "the second Tuesday", "the last Friday", "the 15th" or "the last day"`, "cannot read the day of the month %q", strings.Join(w.left, " "))
	}
	if day < 1 || day > 31 {
		return "", advise("choose a day up to 28", "no month has a day %d", day)
	}
	if day > 28 {
		return "", advise(`write "the last day", or a day up to 28`, "not every month has a day %d", day)
	}
	w.left = w.left[1:]
	w.ofTheMonth()
	return fmt.Sprintf("%s;BYMONTHDAY=%d", rule, day), nil
}

// ofTheMonth drops "of the month", "of every month", "of each month".
func (w *words) ofTheMonth() {
	if len(w.left) == 3 && w.left[0] == "of" && w.left[2] == "month" && (w.left[1] == "the" || w.left[1] == "every" || w.left[1] == "each") {
		w.left = nil
	}
}

func withInterval(rule string, n int) string {
	if n > 1 {
		return fmt.Sprintf("%s;INTERVAL=%d", rule, n)
	}
	return rule
}
