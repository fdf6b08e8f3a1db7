package calendar

import (
	"errors"
	"strings"
	"time"
)

var errNoZone = errors.New("not a zone of the tz database")

// zones finds the zone behind a TZID within one calendar object.
type zones struct {
	body  []component // VTIMEZONEs
	local offsets     // X-WR-TIMEZONE, nil when there is none
	known map[string]offsets
}

func newZones(o object) *zones {
	z := &zones{body: o.zones, known: map[string]offsets{}}
	own := component{lines: o.lines}
	if l, ok := own.find("X-WR-TIMEZONE"); ok {
		z.local = z.find(l.text())
	}
	if z.local == nil {
		z.local = oldZone(own)
	}
	return z
}

// maxZones is how many different TZIDs of one object are looked up.
const maxZones = 8

// find resolves a TZID: by the tz database, as a name of Windows, else by the
// rules that the calendar itself gives, else as words for people. nil means that
// none of them knows it.
func (z *zones) find(id string) offsets {
	if id == "" {
		return nil
	}
	if at, ok := z.known[id]; ok || len(z.known) >= maxZones {
		return at
	}
	at := databaseZone(id)
	if at == nil {
		at = bodyZone(z.body, id)
	}
	if at == nil {
		at = spokenZone(id)
	}
	z.known[id] = at
	return at
}

// databaseZone knows Europe/Berlin, "W. Europe Standard Time", and names with
// a vendor's prefix as /citadel.org/20210210_1/Europe/Berlin.
func databaseZone(id string) offsets {
	if name, ok := windowsZones[strings.ToLower(id)]; ok {
		id = name
	}
	parts := strings.Split(strings.Trim(id, "/"), "/")
	for n := min(3, len(parts)); n > 0; n-- {
		if n == 1 && len(parts) > 2 {
			break // the last part alone would be Berlin
		}
		if loc, err := lookupZone(strings.Join(parts[len(parts)-n:], "/")); err == nil {
			return offsetsOf(loc)
		}
	}
	return nil
}

// time reads a DATE-TIME or DATE. floating means that its zone is unknown and
// that t holds the wall time as if it were UTC.
func (z *zones) time(l line) (t time.Time, floating, ok bool) {
	wall, utc, ok := parseTime(l.value)
	if !ok || utc {
		return wall, false, ok
	}
	at := z.local
	if id := cleanLine(l.param("TZID")); id != "" {
		at = z.find(id)
	}
	if at == nil {
		return wall, true, true
	}
	return instant(wall, at), false, true
}

// span reads DTSTART with DTEND or DURATION.
func (z *zones) span(e component) (Span, bool) {
	l, ok := e.find("DTSTART")
	if !ok {
		return Span{}, false
	}
	start, floating, ok := z.time(l)
	if !ok {
		return Span{}, false
	}
	s := Span{Start: start, Floating: floating, allDay: len(strings.Trim(l.value, " -")) <= len("2006-01-02") && !strings.ContainsAny(l.value, "Tt:")}
	if l, ok := e.find("DTEND"); ok {
		if end, alsoFloating, ok := z.time(l); ok && alsoFloating == floating && end.After(start) {
			s.End = end
		}
	} else if l, ok := e.find("DURATION"); ok {
		if d := duration(l.value); d > 0 {
			s.End = start.Add(d)
		}
	}
	return s, true
}

// appleProposal reads DTSTART:20261211T100000Z;STATUS:NEEDS-ACTION, the value
// that iOS and macOS give their parameter TO-ALL-PROPOSED-NEW-TIME.
func (z *zones) appleProposal(value string) (Span, bool) {
	for piece := range strings.SplitSeq(value, ";") {
		name, v, _ := strings.Cut(piece, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "DTSTART") {
			continue
		}
		t, floating, ok := z.time(line{value: v})
		return Span{Start: t, Floating: floating}, ok
	}
	return Span{}, false
}

// parseTime reads 20261210T180000Z, with +0100 for the Z or without it, the date
// alone, and the same with dashes and colons. The result is in UTC; utc says
// whether a Z or an offset stood there.
func parseTime(s string) (wall time.Time, utc, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > 40 {
		return time.Time{}, false, false
	}
	s, offset, ok := cutOffset(s)
	if !ok {
		return time.Time{}, false, false
	}
	s = plainTime.Replace(s)
	s, utc = strings.CutSuffix(s, "Z")
	s, _, _ = strings.Cut(s, ".")
	for _, layout := range []string{localLayout, "20060102T1504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil && writable(t) {
			if offset != nil && !utc {
				return t.Add(-*offset), true, true
			}
			return t, utc, true
		}
	}
	return time.Time{}, false, false
}

// cutOffset takes an offset off a time (RFC 3339, or as of old without the colon);
// nil if there is none.
func cutOffset(s string) (string, *time.Duration, bool) {
	clock := strings.IndexAny(s, "T ")
	if clock < 0 {
		return s, nil, true
	}
	i := strings.IndexAny(s[clock:], "+-")
	if i < 0 {
		return s, nil, true
	}
	digits := s[clock+i:]
	if len(digits) == len("+01") {
		digits += "00"
	}
	seconds, ok := readOffset(digits)
	offset := time.Duration(seconds) * time.Second
	return strings.TrimSpace(s[:clock+i]), &offset, ok
}

var plainTime = strings.NewReplacer("-", "", ":", "", " ", "T")

// duration reads a DURATION (RFC 5545, 3.3.6), 0 when it is none or longer
// than a year.
func duration(s string) time.Duration {
	s, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(s)), "P")
	if !ok {
		return 0
	}
	units := map[rune]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	var sum time.Duration
	n := 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			if n = n*10 + int(r-'0'); n > 1e6 {
				return 0
			}
		case r == 'T':
		case units[r] > 0:
			sum += time.Duration(n) * units[r]
			n = 0
		default:
			return 0
		}
	}
	if sum > 366*24*time.Hour {
		return 0
	}
	return sum
}
