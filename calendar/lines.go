package calendar

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// line is one content line (RFC 5545, 3.1): name in capitals, parameters,
// and the value as written.
type line struct {
	name   string
	params []parameter
	value  string
}

type parameter struct{ name, value string }

// param is the value of a parameter, "" when there is none.
func (l line) param(name string) string {
	for _, p := range l.params {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// text is the value as TEXT (RFC 5545, 3.3.11), cleaned.
func (l line) text() string { return cleanText(unescape(l.value)) }

// maxParams is how many parameters of one line are looked at.
const maxParams = 64

// foldedAt is from how many bytes on a physical line is taken for one that was
// folded: programs fold at 75, some a little before.
const foldedAt = 60

// logicalLines calls yield with each unfolded line until it returns false. It
// takes CRLF, LF, CR and doubled ones, drops empty lines, and joins lines that
// lost the blank before them on their way: after a long line, what is no
// property, or anything while the long line has no value yet. Lines are split
// and joined as bytes, because some programs fold inside a rune.
//
// A quoted-printable line of vCalendar 1.0 goes on behind a "=" at its end.
func logicalLines(data []byte, yield func([]byte) bool) {
	var joined []byte
	previous := 0 // length of the last physical line
	quoted := false
	for len(data) > 0 {
		end := bytes.IndexAny(data, "\r\n")
		physical := data
		if end >= 0 {
			physical, data = data[:end], data[end+1:]
		} else {
			data = nil
		}
		if len(physical) == 0 {
			continue
		}
		switch {
		case quoted && len(joined) > 0 && joined[len(joined)-1] == '=' && !shoutsProperty(physical):
			joined = append(joined[:len(joined)-1], physical...)
		case physical[0] == ' ' || physical[0] == '\t':
			joined = append(joined, physical[1:]...)
		case previous >= foldedAt && (!namesProperty(physical) || !hasValue(joined)):
			joined = append(joined, physical...)
		default:
			if len(joined) > 0 && !yield(joined) {
				return
			}
			joined = append([]byte(nil), physical...)
			quoted = isQuotedPrintable(physical)
		}
		previous = len(physical)
	}
	if len(joined) > 0 {
		yield(joined)
	}
}

// hasValue is true once a line has come to a colon, or is too long to look.
func hasValue(joined []byte) bool {
	const parameters = 2000
	return len(joined) > parameters || bytes.IndexByte(joined, ':') >= 0
}

// namesProperty is true for what begins like a content line.
func namesProperty(b []byte) bool {
	for i, c := range b {
		if c == ':' || c == ';' {
			return i > 0
		}
		if !isNameByte(c) {
			return false
		}
	}
	return false
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
}

// parseLine splits a logical line. What is no content line is reported as not
// ok and can be skipped.
func parseLine(raw []byte) (l line, ok bool) {
	s := strings.TrimRight(decode(raw), " \t\x00")
	end := strings.IndexAny(s, ":;")
	if end <= 0 {
		return line{}, false
	}
	l.name = strings.ToUpper(strings.TrimSpace(s[:end]))
	head, value := "", s[end+1:]
	if s[end] == ';' {
		if head, value, ok = splitValue(l.name, s[end+1:]); !ok {
			return line{}, false
		}
	}
	l.params = parseParams(head)
	if isQuotedPrintable(raw) {
		value = decode(quotedPrintable(value))
	}
	l.value = strings.TrimSpace(value)
	return l, true
}

// splitValue finds the colon between parameters and value: the first outside
// quotes. With a calendar address that begins with mailto:, or that looks like
// one, the last such colon is surer, because names with colons come unquoted.
func splitValue(name, s string) (head, value string, ok bool) {
	colons := colonsOutsideQuotes(s)
	if len(colons) == 0 {
		return "", "", false
	}
	at := colons[0]
	switch name {
	case "ATTENDEE", "ORGANIZER":
		at = addressColon(s, colons)
	case "DTSTART", "DTEND":
		at = timeColon(s, colons)
	}
	return s[:at], s[at+1:], true
}

// timeColon is the first colon with a time behind it: TZID=(UTC+01:00) Berlin
// comes unquoted too.
func timeColon(s string, colons []int) int {
	for _, at := range colons[:min(len(colons), 8)] {
		if _, _, ok := parseTime(s[at+1:]); ok {
			return at
		}
	}
	return colons[0]
}

func addressColon(s string, colons []int) int {
	for _, at := range slices.Backward(colons) {
		if hasMailto(strings.TrimLeft(s[at+1:], " <")) {
			return at
		}
	}
	if last := colons[len(colons)-1]; address(s[last+1:]) != "" {
		return last
	}
	return colons[0]
}

// colonsOutsideQuotes are their positions. When one quote never closes, none
// of them quotes.
func colonsOutsideQuotes(s string) []int {
	lone := strings.Count(s, `"`)%2 == 1
	var list []int
	quoted := false
	for i := range len(s) {
		switch s[i] {
		case '"':
			quoted = !quoted && !lone
		case ':':
			if !quoted {
				list = append(list, i)
			}
		}
	}
	return list
}

// parseParams splits at semicolons outside quotes. A piece without "=" is the
// rest of a value that held an unquoted semicolon.
func parseParams(head string) []parameter {
	var list []parameter
	for i, piece := range splitParams(head) {
		if i == maxParams {
			break
		}
		name, value, ok := strings.Cut(piece, "=")
		if !ok {
			if n := len(list); n > 0 && strings.TrimSpace(piece) != "" {
				list[n-1].value += ";" + piece
			}
			continue
		}
		list = append(list, parameter{strings.ToUpper(strings.TrimSpace(name)), value})
	}
	for i := range list {
		list[i].value = paramText(list[i].value)
	}
	return list
}

func splitParams(head string) []string {
	if strings.Count(head, `"`)%2 == 1 {
		return strings.Split(head, ";")
	}
	var pieces []string
	quoted, start := false, 0
	for i := range len(head) {
		switch head[i] {
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				pieces = append(pieces, head[start:i])
				start = i + 1
			}
		}
	}
	return append(pieces, head[start:])
}

// paramText takes quotes and escapes away: those of RFC 6868, and the
// backslashes that several libraries write although RFC 5545 has none here.
func paramText(s string) string {
	s = quotes.Replace(strings.TrimSpace(s))
	if strings.Contains(s, "^") {
		s = caretEscapes.Replace(s)
	}
	if strings.Contains(s, `\`) {
		s = unescape(s)
	}
	return s
}

var quotes = strings.NewReplacer(`\"`, "", `"`, "")

var caretEscapes = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`)

// unescape undoes the escapes of TEXT, and of what is none but gets escaped. A
// backslash before anything else was meant.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		switch next := s[i+1]; next {
		case 'n', 'N':
			b.WriteByte('\n')
			i++
		case '\\', ';', ',', ':', '"', '\'':
			b.WriteByte(next)
			i++
		default:
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// unescapeHTML undoes the entities that Google writes into notes.
func unescapeHTML(s string) string { return cleanText(html.UnescapeString(s)) }

// decode makes UTF-8 of one line: as it is, else read as Windows-1252, the
// superset of Latin-1 that is meant wherever Latin-1 is said. Line by line, so
// that one broken line does not garble the others.
func decode(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/4)
	for _, c := range raw {
		r := rune(c)
		if 0x80 <= c && c < 0xA0 {
			r = windows1252[c-0x80]
		}
		b.WriteRune(r)
	}
	return b.String()
}

// windows1252 holds 0x80 to 0x9F; the five free places are U+FFFD.
var windows1252 = []rune("€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ")

// withoutBOM drops a byte order mark and turns UTF-16 that has one into UTF-8.
func withoutBOM(data []byte) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF")); ok {
		return rest
	}
	var high, low int
	switch {
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		high, low = 0, 1
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		high, low = 1, 0
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+high])<<8|uint16(data[i+low]))
	}
	return []byte(string(utf16.Decode(units)))
}
