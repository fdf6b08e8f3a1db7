package schedule

import (
	"strings"
	"time"
)

// Repeat is a rhythm of meetings: a phrase such as "every 2 weeks on Tuesday" or
// an RFC 5545 recurrence rule. It says on which days; the time of day comes from
// the first meeting. Two Repeats of the same rhythm have the same Rule.
type Repeat struct {
	// Text is what was written, with single spaces.
	Text string
	// Rule is the rhythm as an RFC 5545 recurrence rule without COUNT and UNTIL.
	// A rule that leaves the day open takes it from the first meeting.
	Rule string
}

const maxRepeatLength = 200

// Phrases are examples of what ParseRepeat understands, for help and messages.
func Phrases() []string {
	return []string{
		"every Tuesday", "every 2 weeks on Tuesday", "every week",
		"monthly on the second Tuesday", "monthly on the last Friday", "monthly on the 15th", "monthly on the last day",
	}
}

// ParseRepeat reads a phrase or a recurrence rule ("FREQ=..."). Phrases that can
// be taken in two ways are refused and say which two, and so are rhythms of more
// than two meetings in a week.
func ParseRepeat(s string) (Repeat, error) {
	if len(s) > maxRepeatLength {
		return Repeat{}, advise(fixRepeat, "a rhythm this long cannot be right")
	}
	text, err := plain(s)
	if err != nil {
		return Repeat{}, err
	}
	if text == "" {
		return Repeat{}, advise(fixRepeat, "the rhythm is empty")
	}
	rule := strings.ToUpper(text)
	if !strings.HasPrefix(strings.TrimPrefix(rule, "RRULE:"), "FREQ=") && strings.Contains(rule, "FREQ=") {
		return Repeat{}, advise(`write for example "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"`, "a recurrence rule begins with FREQ=")
	}
	if strings.Contains(rule, "FREQ=") {
		rule = strings.TrimPrefix(rule, "RRULE:")
	} else {
		if rule, err = parsePhrase(text); err != nil {
			return Repeat{}, err
		}
	}
	r := Repeat{Text: text, Rule: rule}
	option, err := r.option()
	if err != nil {
		return Repeat{}, err
	}
	// A look at two sample starts finds rules that never match or come too often,
	// before any real date is known.
	for _, first := range []Wall{Date{2024, 1, 1}.At(12, 0), Date{2027, 3, 31}.At(12, 0)} {
		dates, err := expand(option, first, time.Time{}, 60)
		if err != nil {
			return Repeat{}, err
		}
		if len(dates) == 0 {
			return Repeat{}, advise(fixRepeat, "the dates of %q never come", text)
		}
		if tooOften(dates) {
			return Repeat{}, errTooOften
		}
	}
	return r, nil
}

var errTooOften = advise("choose a slower rhythm, such as every week or every 2 weeks", "more than two meetings in a week are more than a peer group can carry")

const fixRepeat = `write for example "every 2 weeks on Tuesday" or "monthly on the second Tuesday"`

// tooOften says whether any week holds more than two of the dates.
func tooOften(dates []Wall) bool {
	for i := 2; i < len(dates); i++ {
		if dates[i].Compare(dates[i-2].Add(7).At(dates[i-2].Hour, dates[i-2].Minute)) < 0 {
			return true
		}
	}
	return false
}

// String is what was written.
func (r Repeat) String() string { return r.Text }

// IsZero says whether there is no rhythm.
func (r Repeat) IsZero() bool { return r.Rule == "" }
