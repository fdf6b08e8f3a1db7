package group

import (
	"slices"
	"strings"
	"unicode"

	"convene/daemon/answer"
)

// unquoted takes the quote away from words that stand alone below a quote of
// several questions, or of all of a letter that asks one. Whoever writes below the
// whole letter does not answer the question that happens to stand last in it: it may
// be "forget me", or thanks. Between the lines there would be more than one answer,
// or the quote would be little more than the one question.
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
	n, printed, asked := 0, 0, 0
	for _, a := range asks {
		if a.Number < unprinted {
			printed++
		}
		if p := bareWords(a.Prompt); p != "" && strings.Contains(quote, " "+p+" ") {
			n++
			asked = len(strings.Fields(p))
		}
	}
	whole := n == 1 && printed == 1 && len(strings.Fields(quote)) >= asked+aroundQuestion
	if n < 2 && !whole {
		return segments
	}
	segments = slices.Clone(segments)
	segments[below].Quoted = ""
	return segments
}

// aroundQuestion is how many words beside its only question make a quote a whole
// letter. The lines that explain a question may be as many: prose below them finds
// the only question all the same.
const aroundQuestion = 20

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
