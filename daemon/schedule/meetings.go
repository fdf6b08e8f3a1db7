package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// MaxMeetings is how many meetings one series may have.
const MaxMeetings = 400

// Spec is the plan of a group's meetings as its config gives it.
type Spec struct {
	First  Wall           // when the first one begins; it must fit Repeat
	Repeat Repeat         // how they follow each other
	Count  int            // meetings that take place; 0: until Until
	Until  Date           // the last day on which one may fall; zero: until Count is reached
	Skip   []Date         // meetings left out, by their planned day; they do not count
	Move   []Move         // meetings held at another time; they count
	Zone   *time.Location // in which all of this is wall time
}

// Move holds the meeting planned on From at To instead.
type Move struct {
	From Date
	To   Wall
}

// Occurrence is one meeting of a series.
type Occurrence struct {
	// ID is the planned local start, "2006-01-02T15:04". A move keeps it.
	ID string
	// Local is when it begins, as wall time in the group's zone.
	Local Wall
	// Start is the same as an instant, UTC.
	Start time.Time
	// Moved says that it does not begin when it was planned.
	Moved bool
}

// Fault is one thing wrong with a Spec.
type Fault struct {
	Field string // "first", "repeat", "count", "until", "skip" or "move"
	Index int    // which entry of Skip or Move; else 0
	What  string // what is wrong
	Fix   string // what to do about it
}

// SpecError is everything wrong with a Spec.
type SpecError []Fault

// Error lists the faults in one line.
func (e SpecError) Error() string {
	var parts []string
	for _, f := range e {
		parts = append(parts, f.Field+": "+f.What)
	}
	return strings.Join(parts, "; ")
}

// Meetings works out the meetings of a plan, in the order in which they take
// place. The error, if any, is a SpecError.
func Meetings(s Spec) ([]Occurrence, error) {
	var faults SpecError
	fault := func(field string, index int, fix, what string, args ...any) {
		faults = append(faults, Fault{field, index, fmt.Sprintf(what, args...), fix})
	}
	if faults = s.limits(); len(faults) > 0 {
		return nil, faults
	}

	planned, more, err := s.planned()
	if err != nil {
		return nil, SpecError{adviceFault(err)}
	}
	if len(planned) == 0 || planned[0] != s.First {
		return nil, SpecError{{Field: "first", Fix: s.betterFirst(),
			What: fmt.Sprintf("the first meeting, %s, does not fit the rhythm %q", s.First.Words(), s.Repeat.Text)}}
	}
	if tooOften(planned) {
		faults = append(faults, adviceFault(errTooOften))
	}

	// Which of the planned dates are left out, and how far the series runs then.
	skipped := make(map[Date]bool, len(s.Skip))
	for _, d := range s.Skip {
		skipped[d] = true
	}
	var taking []Wall
	last := -1
	for i, w := range planned {
		if s.Count > 0 && len(taking) == s.Count {
			break
		}
		last = i
		if !skipped[w.Date] {
			taking = append(taking, w)
		}
	}
	switch {
	case s.Count > 0 && len(taking) < s.Count:
		fault("count", 0, fmt.Sprintf("lower it to %d or choose a denser rhythm", len(taking)),
			"the rhythm gives only %d meetings that take place in %d years, not %d", len(taking), horizon, s.Count)
	case s.Count == 0 && more:
		fault("until", 0, "choose an earlier date", "until %s there would be more than %d meetings", s.Until.Words(), MaxMeetings)
	case len(taking) == 0:
		fault("skip", 0, "leave at least one meeting", "no meeting is left")
	}
	reached := planned[:last+1]
	for i, d := range s.Skip {
		if slices.Index(s.Skip, d) < i {
			fault("skip", i, "remove one of the two", "%s is skipped twice", d.Words())
		} else if !hasDate(reached, d) {
			fault("skip", i, nearest(taking, d), "no meeting is planned on %s", d.Words())
		}
	}

	occurrences := make([]Occurrence, len(taking))
	for i, w := range taking {
		occurrences[i] = Occurrence{ID: w.String(), Local: w, Start: w.In(s.Zone)}
	}
	for i, m := range s.Move {
		at := slices.IndexFunc(taking, func(w Wall) bool { return w.Date == m.From })
		switch {
		case slices.IndexFunc(s.Move, func(o Move) bool { return o.From == m.From }) < i:
			fault("move", i, "remove one of the two", "the meeting of %s is moved twice", m.From.Words())
		case skipped[m.From]:
			fault("move", i, "remove one of the two", "the meeting of %s is skipped as well as moved", m.From.Words())
		case at < 0:
			fault("move", i, nearest(taking, m.From), "no meeting is planned on %s", m.From.Words())
		case m.To == taking[at]:
			fault("move", i, "give it a new time or remove the move", "the meeting of %s is moved to where it already is", m.From.Words())
		case m.To.Year < s.First.Year-1 || m.To.Year > latestYear:
			fault("move", i, "check the year", "the meeting of %s is moved to %s", m.From.Words(), m.To.Words())
		default:
			o := &occurrences[at]
			o.Local, o.Start, o.Moved = m.To, m.To.In(s.Zone), true
		}
	}
	for i, m := range s.Move {
		onThatDay := 0
		for _, o := range occurrences {
			if o.Local.Date == m.To.Date {
				onThatDay++
			}
		}
		if onThatDay > 1 {
			fault("move", i, "move it to another day, or skip it", "the meeting of %s is moved to %s, where there is another meeting", m.From.Words(), m.To.Date.Words())
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	slices.SortStableFunc(occurrences, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return occurrences, nil
}

// limits checks the fields each on its own.
func (s Spec) limits() (faults SpecError) {
	if s.First.Year < 1970 || s.First.Year > latestYear {
		faults = append(faults, Fault{"first", 0, fmt.Sprintf("the year %d is out of range", s.First.Year), "check the year"})
	}
	if s.Repeat.IsZero() {
		faults = append(faults, Fault{"repeat", 0, "there is no rhythm", "add for example repeat = \"every 2 weeks on Tuesday\""})
	}
	switch {
	case s.Count < 0 || s.Count > MaxMeetings:
		faults = append(faults, Fault{"count", 0, fmt.Sprintf("%d is not a number of meetings from 1 to %d", s.Count, MaxMeetings), "write for example count = 12"})
	case s.Count == 0 && s.Until.IsZero():
		faults = append(faults, Fault{"count", 0, "the series has no end", "add for example count = 12, or until = 2027-06-30"})
	case s.Count > 0 && !s.Until.IsZero():
		faults = append(faults, Fault{"until", 0, "count and until both say when the series ends", "keep one of them"})
	case s.Count == 0 && s.Until.Compare(s.First.Date) < 0:
		faults = append(faults, Fault{"until", 0, fmt.Sprintf("%s is before the first meeting, %s", s.Until.Words(), s.First.Words()), "choose a later date"})
	}
	if s.Zone == nil {
		faults = append(faults, Fault{"first", 0, "there is no time zone", "set timezone"})
	}
	return faults
}

// adviceFault is an error about the rhythm as a fault.
func adviceFault(err error) Fault {
	f := Fault{Field: "repeat", What: err.Error(), Fix: fixRepeat}
	var a *Advice
	if errors.As(err, &a) {
		f.What, f.Fix = a.What, a.Fix
	}
	return f
}

// betterFirst names the days nearest to First on which the rhythm could begin.
func (s Spec) betterFirst() string {
	option, err := s.Repeat.option()
	if err != nil {
		return "change first or repeat"
	}
	fits := func(days int) (Wall, bool) {
		w := s.First.Add(days).At(s.First.Hour, s.First.Minute)
		dates, err := expand(option, w, w.asUTC(), 1)
		return w, err == nil && len(dates) == 1
	}
	for days := 1; days <= 366; days++ {
		before, okBefore := fits(-days)
		after, okAfter := fits(days)
		switch {
		case okBefore && okAfter:
			return fmt.Sprintf("write first = %s:00 or %s:00, or change repeat", before, after)
		case okBefore:
			return fmt.Sprintf("write first = %s:00 (%s), or change repeat", before, before.Date.Words())
		case okAfter:
			return fmt.Sprintf("write first = %s:00 (%s), or change repeat", after, after.Date.Words())
		}
	}
	return "change first or repeat"
}

// planned gives the dates of the rhythm: enough for Count even if every skip
// hits one, or those up to Until; more says that there would be too many.
func (s Spec) planned() (dates []Wall, more bool, err error) {
	option, err := s.Repeat.option()
	if err != nil {
		return nil, false, err
	}
	limit := MaxMeetings + len(s.Skip)
	if s.Count > 0 {
		limit = s.Count + len(s.Skip)
	}
	var until time.Time
	if !s.Until.IsZero() {
		until = s.Until.At(23, 59).asUTC()
	}
	if dates, err = expand(option, s.First, until, limit+1); err != nil {
		return nil, false, err
	}
	if len(dates) > limit {
		return dates[:limit], true, nil
	}
	return dates, false, nil
}

func hasDate(walls []Wall, d Date) bool {
	return slices.ContainsFunc(walls, func(w Wall) bool { return w.Date == d })
}

// nearest names the meetings before and after a day.
func nearest(walls []Wall, d Date) string {
	var before, after *Wall
	for i := range walls {
		if walls[i].Date.Compare(d) <= 0 {
			before = &walls[i]
		} else if after == nil {
			after = &walls[i]
		}
	}
	switch {
	case before != nil && after != nil:
		return fmt.Sprintf("the nearest meetings are %s and %s", before.Date.Words(), after.Date.Words())
	case before != nil:
		return fmt.Sprintf("the nearest meeting, and the last, is %s", before.Date.Words())
	case after != nil:
		return fmt.Sprintf("the nearest meeting, and the first, is %s", after.Date.Words())
	}
	return "there is no meeting to skip or move"
}
