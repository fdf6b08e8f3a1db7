package answer

import (
	"strings"
	"time"
)

// span is a date, or dates from and to, written in the text. Both are days at
// 00:00; to is the last day meant. clock is a time of day, or zero.
type span struct {
	start, end int // tokens
	from, to   time.Time
	weekday    bool // only a weekday was named
	open       bool // "until ...": from is not said
	ranged     bool // two ends were written, or until
	doubtful   bool // 3/4 may be March or April
	hour, min  int  // of a clock time behind it; hour is -1 if none
}

func day(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func isoWeek(t time.Time) int { y, w := t.ISOWeek(); return y*100 + w }

// join makes one span of "from 3 Aug to 20 Aug" and of "until Friday".
func (d dateReader) join(all []span, from int) []span {
	var out []span
	for _, s := range all {
		before := s.start - 1
		for before >= from && d.toks[before].kind == word && !d.tags[before].has(cUntil) && (d.tags[before].has(cFill|cBy) && len(d.toks[before].text) <= 3 || d.tags[before].known && d.tags[before].set == 0) {
			before--
		}
		joins := before >= from && (d.tags[before].has(cUntil) || d.toks[before].text == "-" || d.toks[before].text == "–" || strings.HasSuffix(d.toks[before].text, "->"))
		if joins {
			if n := len(out); n > 0 && out[n-1].end >= before-1 && !out[n-1].ranged && !s.ranged {
				if !s.to.IsZero() && s.to.Before(out[n-1].from) && s.weekday {
					s.to = s.to.AddDate(0, 0, 7)
				}
				if !s.to.Before(out[n-1].from) {
					out[n-1].to, out[n-1].ranged, out[n-1].end, out[n-1].hour, out[n-1].min = s.to, true, s.end, s.hour, s.min
					out[n-1].weekday = false
					continue
				}
			}
			if d.tags[before].has(cUntil) && !d.tags[before].has(cFill|cBy) && !s.ranged {
				s.open, s.ranged = true, true
				if s.from.Day() == 1 && s.to.After(s.from.AddDate(0, 0, 26)) { // until May: to its eve
					s.to = s.from.AddDate(0, 0, -1)
				}
				s.start = before
			}
		}
		out = append(out, s)
	}
	return out
}

// timed adds the clock time of the span to a day.
func (s span) timed(t time.Time) time.Time {
	if s.hour < 0 {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), s.hour, s.min, 0, 0, t.Location())
}
