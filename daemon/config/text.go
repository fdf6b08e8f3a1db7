package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"convene/daemon/schedule"
)

// The longest texts, in characters.
const (
	maxName  = 80
	maxLine  = 200
	maxPlace = 400
	maxProse = 1500
)

// text reads a text value, trimmed and composed (NFC). What must not reach a mail
// header or turn the reading direction is refused, with its line.
func (r *reading) text(v *value, name string, limit int) (string, bool) {
	s := strings.TrimSpace(norm.NFC.String(v.text))
	for _, c := range s {
		if what := forbidden(c); what != "" {
			fix := "retype the text by hand; copying it from elsewhere may have brought this along"
			if what == "a line break" {
				fix = "keep it on one line"
			}
			r.errorf(v.line, fix, "%s contains %s (%U)", name, what, c)
			return "", false
		}
	}
	if n := utf8.RuneCountInString(s); n > limit {
		r.errorf(v.line, "shorten it", "%s has %d characters; at most %d fit", name, n, limit)
		return "", false
	}
	return s, true
}

// prose is text that may run over several lines; they are joined by spaces.
func (r *reading) prose(v *value, name string) (string, bool) {
	joined := *v
	joined.text = strings.Join(strings.FieldsFunc(v.text, func(c rune) bool {
		return c == '\n' || c == '\r' || c == '\t' || c == ' '
	}), " ")
	return r.text(&joined, name, maxProse)
}

// forbidden names what is wrong with a character, "" if nothing.
func forbidden(c rune) string {
	switch {
	case c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' || c == '\u0085':
		return "a line break"
	case c == '\t':
		return "a tab"
	case unicode.IsControl(c):
		return "a control character"
	case unicode.Is(unicode.Bidi_Control, c):
		return "an invisible mark that turns the reading direction"
	case c == '\u200c' || c == '\u200d':
		return "" // joiners are part of writing Persian, and of some emoji
	case unicode.Is(unicode.Cf, c) || c == '\u2800' || c == '\u3164' || c == '\u115f' || c == '\u1160' || c == '\uffa0' || c == utf8.RuneError:
		return "an invisible character"
	}
	return ""
}

// show makes a word from the file safe to print in a message.
func show(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "..."
	}
	for _, c := range s {
		if forbidden(c) != "" {
			return strconv.QuoteToASCII(s)
		}
	}
	if s == "" || strings.ContainsAny(s, " \"'") {
		return strconv.Quote(s)
	}
	return s
}

// quoted is show in double quotes in any case.
func quoted(s string) string {
	if s = show(s); strings.HasPrefix(s, `"`) {
		return s
	}
	return `"` + s + `"`
}

var validID = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// slug derives an id from a name: "Ána Ruíz" gives "ana-ruiz". It is empty for a
// name without any Latin letter or digit.
func slug(name string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c): // an accent, apart from its letter
		case latin[c] != "":
			b.WriteString(latin[c])
		case c == '\'' || c == '’':
		default:
			b.WriteByte('-')
		}
	}
	s := strings.Join(strings.FieldsFunc(b.String(), func(c rune) bool { return c == '-' }), "-")
	if len(s) > 40 {
		s = strings.TrimRight(s[:40], "-")
	}
	return s
}

// latin are letters that do not come apart into a plain one and an accent.
var latin = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i"}

// numbered makes an id different from those taken by adding -2, -3 and so on.
func numbered(id string, taken map[string]bool) string {
	for n := 2; taken[id]; n++ {
		suffix := fmt.Sprintf("-%d", n)
		base := strings.TrimRight(strings.TrimSuffix(id, fmt.Sprintf("-%d", n-1)), "-")
		id = base[:min(len(base), 40-len(suffix))] + suffix
	}
	return id
}

var dayCount = regexp.MustCompile(`^(\d{1,4}) ?(d|day|days|w|week|weeks)$`)

// days reads "21d" or "3 weeks" as a number of days.
func (r *reading) days(v *value, name string, least, most int) (int, bool) {
	m := dayCount.FindStringSubmatch(strings.ToLower(strings.TrimSpace(v.text)))
	if m == nil {
		r.errorf(v.line, fmt.Sprintf(`write a number of days, such as %s = "%dd"`, name, max(least, 7)), "cannot read %s = %s", name, quoted(v.text))
		return 0, false
	}
	n, _ := strconv.Atoi(m[1])
	if m[2][0] == 'w' {
		n *= 7
	}
	if n < least || n > most {
		r.errorf(v.line, fmt.Sprintf("choose from %d to %d days", least, most), "%s = %s is out of range", name, quoted(v.text))
		return 0, false
	}
	return n, true
}

// number reads a whole number between two bounds.
func (r *reading) number(v *value, name string, least, most int) (int, bool) {
	n, err := strconv.ParseInt(strings.ReplaceAll(v.text, "_", ""), 0, 64)
	if err != nil || n < int64(least) || n > int64(most) {
		r.errorf(v.line, fmt.Sprintf("choose a number from %d to %d", least, most), "%s = %s is out of range", name, show(v.text))
		return 0, false
	}
	return int(n), true
}

// wall reads a local date and time to the minute.
func (r *reading) wall(v *value, name string) (schedule.Wall, bool) {
	s := strings.NewReplacer(" ", "T", "t", "T").Replace(v.text)
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.Second() != 0 || t.Nanosecond() != 0 {
				r.errorf(v.line, "write it to the minute, with :00 at the end", "%s has seconds", name)
				return schedule.Wall{}, false
			}
			return schedule.WallOf(t, time.UTC), true
		}
	}
	r.errorf(v.line, "write it like 2026-03-10T16:00:00", "cannot read %s = %s", name, show(v.text))
	return schedule.Wall{}, false
}

// date reads a local date.
func (r *reading) date(v *value, name string) (schedule.Date, bool) {
	d, err := schedule.ParseDate(v.text)
	if err != nil {
		r.errorf(v.line, "write it like 2026-03-10", "cannot read %s = %s", name, show(v.text))
		return schedule.Date{}, false
	}
	return d, true
}
