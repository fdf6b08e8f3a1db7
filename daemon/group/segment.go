package group

import (
	"slices"
	"strings"
	"unicode"

	"convene/daemon/answer"
)

// unquoted takes the quote away from words that stand alone below a quote of
// several questions. Whoever writes below the whole letter does not answer the
// question that happens to stand last in it; between the lines there would be
// more than one answer, or the quote would end with the one question.
func unquoted(segments []answer.Segment, asks []Ask) []answer.Segment {
	below := -1
	for i, s := range segments {
		if s.Quoted == "" || strings.TrimSpace(s.Text) == "" {
			continue
		}
		if below >= 0 {
			return segments
		}
		below = i
	}
	if below < 0 {
		return segments
	}
	quote := " " + bareWords(segments[below].Quoted) + " "
	n := 0
	for _, a := range asks {
		if p := bareWords(a.Prompt); p != "" && strings.Contains(quote, " "+p+" ") {
			n++
		}
	}
	if n < 2 {
		return segments
	}
	segments = slices.Clone(segments)
	segments[below].Quoted = ""
	return segments
}

// bareWords are the letters and digits of a text in lower case, so that marks
// and line breaks of a quote do not matter.
func bareWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
