package calendar

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanText makes a TEXT value safe and readable: valid UTF-8, line breaks as
// \n, no other controls, no bidirectional marks (which let a name or place
// show as something else). The writer's escaping does the rest.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = lineBreaks.Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), invisible(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

// invisible is true for the marks that turn the direction of text, and for what
// shows nothing. Joiners stay: emoji and several scripts need them.
func invisible(r rune) bool {
	switch {
	case r == '\u00AD', r == '\u061C', r == '\u200B', r == '\u200E', r == '\u200F', r == '\uFEFF':
		return true
	case '\u202A' <= r && r <= '\u202E', '\u2060' <= r && r <= '\u206F', '\uFFF9' <= r && r <= '\uFFFB', 0xE0000 <= r && r <= 0xE007F:
		return true
	}
	return false
}

// cleanLine is cleanText on one line with single spaces.
func cleanLine(s string) string { return strings.Join(strings.Fields(cleanText(s)), " ") }

// cleanName makes a CN parameter that needs neither quotes nor escapes, since
// golang-ical escapes parameters in a way RFC 5545, 3.2 does not know.
func cleanName(s string) string {
	opening := true // at the start or after a blank
	return cleanLine(strings.Map(func(r rune) rune {
		after := opening
		opening = unicode.IsSpace(r)
		switch r {
		case '"':
			return pick(after, '“', '”')
		case '\'':
			return pick(after, '‘', '’')
		case ',', ';', ':', '\\', '^':
			return ' '
		}
		return r
	}, s))
}

func pick(first bool, a, b rune) rune {
	if first {
		return a
	}
	return b
}

// checkAddress refuses what could break out of a mailto URI or is no address
// at all. Which addresses are allowed beyond that is the config's business.
func checkAddress(a string) error {
	local, domain, ok := cutLast(a, "@")
	if !ok || local == "" || domain == "" || !utf8.ValidString(a) || len(a) > 320 {
		return fmt.Errorf("%q is not an address", a)
	}
	for _, r := range a {
		if r <= ' ' || r == 0x7F || unicode.IsControl(r) || unicode.IsSpace(r) || invisible(r) || strings.ContainsRune(`"<>,;:\`, r) {
			return fmt.Errorf("address %q holds %q", a, r)
		}
	}
	return nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
