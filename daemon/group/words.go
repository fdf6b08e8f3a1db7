package group

import (
	"strings"
	"unicode"
)

// oneLine makes one clean line of what a person wrote: no control characters,
// no bidirectional marks, single spaces.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func fields(s string) []string { return strings.Fields(s) }

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }

func compareFold(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// first is the first of two that says something.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// excerpt is the beginning of a text, on one line, at most n characters.
func excerpt(s string, n int) string {
	r := []rune(oneLine(s))
	if len(r) <= n {
		return string(r)
	}
	return strings.TrimSpace(string(r[:n-1])) + "…"
}
