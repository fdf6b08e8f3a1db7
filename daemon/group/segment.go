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
	quote := " " + bareWords(ends(segments[below].Quoted, quoteEnds)) + " "
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

// quoteEnds is how much of a quote is looked at, in bytes, from its beginning and
// from its end: our own letters are far shorter, and stand at either end of a
// thread. What a sender quotes beside them may be as long as a mail.
const quoteEnds = 16 << 10

// ends are the first and the last n bytes of a text that is longer.
func ends(s string, n int) string {
	if len(s) <= 2*n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "\n" + strings.ToValidUTF8(s[len(s)-n:], "")
}

// bareWords are the letters and digits of a text in lower case, so that marks
// and line breaks of a quote do not matter.
func bareWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
