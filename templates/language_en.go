package templates

import (
	"fmt"
	"time"

	textlang "golang.org/x/text/language"
)

var english = table{
	tag:       textlang.English,
	days:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	shortDays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	months: [12]string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"},
	numbers: []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"},
	date: func(weekday string, t time.Time, month string) string {
		return fmt.Sprintf("%s %d%s%s", weekday, t.Day(), nbsp, month)
	},
	dayMonth:  func(day int, month string) string { return fmt.Sprintf("%d%s%s", day, nbsp, month) },
	clock:     colonClock,
	when:      func(date, clock string) string { return date + ", " + clock },
	span:      func(from, to string) string { return from + " to " + to },
	overnight: func(from, to string) string { return from + " to " + to },
	of:        func(name string) string { return "of " + name },
	moment:    func(weekday, clock string) string { return weekday + " at " + clock },
	noon:      func(weekday string) string { return weekday + " noon" },
	and:       always("and"),
	or:        always("or"),
	one:       func(n int) bool { return n == 1 },
	ordinal: func(n int) string {
		suffix := "th"
		if n%100 < 11 || n%100 > 13 {
			switch n % 10 {
			case 1:
				suffix = "st"
			case 2:
				suffix = "nd"
			case 3:
				suffix = "rd"
			}
		}
		return fmt.Sprintf("%d%s", n, suffix)
	},
	times: func(n int, word string) string {
		switch n {
		case 1:
			return "once"
		case 2:
			return "twice"
		}
		return word + " times"
	},
	decimal:   ".",
	quotes:    [2]string{`"`, `"`},
	inner:     [2]string{"'", "'"},
	colon:     ": ",
	reply:     "Reply",
	hint:      `A button opens a reply; press Send. Or just reply "%s".`,
	hintPlain: "A button opens a reply; press Send. Or just reply in your own words.",
	former:    "a former member",
	calendar:  "Accept or Decline here, or write to %s.",
	questions: "Questions: %s",
}

func colonClock(hour, minute int) string { return fmt.Sprintf("%02d:%02d", hour, minute) }

func always(word string) func(string) string { return func(string) string { return word } }
