package group

import "time"

// nineHour is when what is due on a day goes out, in the member's zone.
const nineHour = 9

// nine is 09:00 in loc, that many days from the local date of t. Unless
// weekends are working days, what falls on one moves: earlier when it comes
// before t, later when it comes after.
func nine(t time.Time, loc *time.Location, days int, weekends bool) time.Time {
	l := t.In(loc)
	at := func(d int) time.Time {
		return time.Date(l.Year(), l.Month(), l.Day()+d, nineHour, 0, 0, 0, loc)
	}
	step := 1
	if days < 0 {
		step = -1
	}
	n := at(days)
	for !weekends && weekend(n) {
		days += step
		n = at(days)
	}
	return n
}

func weekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

// midnight is where a day begins in loc: later than 00:00 where the clocks go
// forward then, and never on the day before.
func midnight(year int, month time.Month, day int, loc *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	if noon := time.Date(year, month, day, 12, 0, 0, 0, loc); t.Day() != noon.Day() {
		t = t.Add(time.Hour)
	}
	return t
}

// weekOf is Monday 00:00 of the ISO week of t in loc.
func weekOf(t time.Time, loc *time.Location) time.Time {
	l := t.In(loc)
	back := (int(l.Weekday()) + 6) % 7
	return midnight(l.Year(), l.Month(), l.Day()-back, loc)
}

// nextWeek is Monday 00:00 of the week after that of t in loc.
func nextWeek(t time.Time, loc *time.Location) time.Time {
	w := weekOf(t, loc)
	return midnight(w.Year(), w.Month(), w.Day()+7, loc)
}

// workingHours is t plus so many hours, Saturdays and Sundays not counted, and
// on to the full hour: letters say until when.
func workingHours(t time.Time, hours int, loc *time.Location) time.Time {
	t = t.In(loc)
	for hours > 0 || weekend(t) {
		t = t.Add(time.Hour)
		if !weekend(t) {
			hours--
		}
	}
	if hour := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), 0, 0, 0, loc); hour.Before(t) {
		return hour.Add(time.Hour)
	}
	return t
}

// awake is the first instant from t on at which mail may reach the member:
// outside the quiet hours, and for letters not on a weekend either.
func (g *Group) awake(t time.Time, m Member, letter bool) time.Time {
	return g.Settings.awake(t, m.Zone, letter)
}

// Awake is the first instant from t on at which a mail of a class that was made
// before may reach somebody in a zone. What is urgent, and answers, may do so at
// any hour.
func (s Settings) Awake(class Class, t time.Time, zone *time.Location) time.Time {
	switch class {
	case InLetter, InInvitation:
		return s.awake(t, zone, true)
	case InNote:
		return s.awake(t, zone, false)
	}
	return t
}

func (s Settings) awake(t time.Time, zone *time.Location, letter bool) time.Time {
	l := t.In(zone)
	for range 10 {
		minute := l.Hour()*60 + l.Minute()
		switch {
		case letter && !s.Weekends && weekend(l):
			l = midnight(l.Year(), l.Month(), l.Day()+1, zone)
		case s.Quiet.holds(minute):
			days := 0
			if s.Quiet.From > s.Quiet.To && minute >= s.Quiet.From {
				days = 1
			}
			l = time.Date(l.Year(), l.Month(), l.Day()+days, 0, s.Quiet.To, 0, 0, zone)
		default:
			return l
		}
	}
	return l
}

// holds tells whether a minute of the day lies in the span.
func (s Span) holds(minute int) bool {
	if s.From <= s.To {
		return minute >= s.From && minute < s.To
	}
	return minute >= s.From || minute < s.To
}

// sooner is the earlier of two instants; a zero one does not count.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
