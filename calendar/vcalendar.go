package calendar

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// This file holds what is different in vCalendar 1.0, which old phones and
// programs still answer with.

// isQuotedPrintable says whether a line is encoded (vCalendar 1.0, 2.1.3):
// ENCODING=QUOTED-PRINTABLE before its colon, or the bare word.
func isQuotedPrintable(raw []byte) bool {
	head, _, ok := bytes.Cut(raw[:min(len(raw), 500)], []byte(":"))
	if !ok {
		return false
	}
	for piece := range bytes.SplitSeq(head, []byte(";")) {
		piece = bytes.TrimSpace(piece)
		if len(piece) > len("ENCODING=") && bytes.EqualFold(piece[:len("ENCODING=")], []byte("ENCODING=")) {
			piece = piece[len("ENCODING="):]
		}
		if bytes.EqualFold(piece, []byte("QUOTED-PRINTABLE")) {
			return true
		}
	}
	return false
}

// shoutsProperty is true for what begins like a content line in capitals: a text
// that ended with "=" does not go on in it.
func shoutsProperty(b []byte) bool {
	i := 0
	for i < len(b) && ('A' <= b[i] && b[i] <= 'Z' || b[i] == '-') {
		i++
	}
	return i >= 3 && i < len(b) && (b[i] == ':' || b[i] == ';')
}

// quotedPrintable decodes what can be decoded and leaves the rest as it stands.
func quotedPrintable(s string) []byte {
	s = strings.TrimSuffix(s, "=")
	plain := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '=' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				plain = append(plain, byte(n))
				i += 2
				continue
			}
		}
		plain = append(plain, s[i])
	}
	return plain
}

// oldStatus gives PARTSTAT for the STATUS that an ATTENDEE has in vCalendar 1.0.
var oldStatus = map[string]string{
	"ACCEPTED": Accepted, "CONFIRMED": Accepted, "DECLINED": Declined, "TENTATIVE": Tentative, "DELEGATED": Delegated,
	"NEEDS ACTION": NeedsAction, "NEEDS-ACTION": NeedsAction, "SENT": NeedsAction,
}

// oldZone reads TZ and DAYLIGHT of a vCalendar 1.0: the offset, and from when to
// when it is another. nil when there is none.
func oldZone(c component) offsets {
	l, ok := c.find("TZ")
	if !ok {
		return nil
	}
	standard, ok := shortOffset(l.value)
	if !ok {
		return nil
	}
	type period struct {
		from, to time.Time
		offset   int
	}
	var summers []period
	for _, l := range c.lines {
		f := strings.Split(l.value, ";")
		if l.name != "DAYLIGHT" || len(f) < 4 || len(summers) == maxObservances {
			continue
		}
		offset, ok := shortOffset(f[1])
		from, _, okFrom := parseTime(f[2])
		to, _, okTo := parseTime(f[3])
		if ok && okFrom && okTo {
			summers = append(summers, period{from.Add(-time.Duration(standard) * time.Second), to.Add(-time.Duration(offset) * time.Second), offset})
		}
	}
	return func(t time.Time) int {
		for _, p := range summers {
			if !t.Before(p.from) && t.Before(p.to) {
				return p.offset
			}
		}
		return standard
	}
}

// shortOffset is readOffset that takes hours alone, with one digit too.
func shortOffset(s string) (int, bool) {
	s = strings.TrimSpace(s)
	digits := strings.TrimLeft(s, "+-")
	if len(digits) == 1 {
		digits = "0" + digits
	}
	if len(digits) == 2 {
		digits += "00"
	}
	if strings.HasPrefix(s, "-") {
		digits = "-" + digits
	}
	return readOffset(digits)
}
