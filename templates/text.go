package templates

import (
	"fmt"
	"strings"
	"unicode"
)

// textWidth is the longest line of the text part, in characters, as RFC 3676
// suggests. A longer word (a link) stands alone on its line.
const textWidth = 72

// textWriter writes blocks as the text part.
type textWriter struct {
	lang *table
	b    strings.Builder
}

func (l *table) text(blocks []block) string {
	w := textWriter{lang: l}
	w.blocks(blocks, "")
	return w.b.String()
}

// blocks writes a list of blocks with a blank line between them, except that a
// heading stands on what it heads, and a list on the line that announces it.
func (w *textWriter) blocks(blocks []block, indent string) {
	var before block
	for _, b := range blocks {
		switch b.(type) {
		case small, seam:
			before = b
			continue
		case buttons, insert:
			continue
		}
		if w.b.Len() > 0 && !attached(before, b) {
			w.b.WriteByte('\n')
		}
		w.block(b, indent)
		before = b
	}
}

// attached says whether b follows before without a blank line.
func attached(before, b block) bool {
	switch before.(type) {
	case nil:
		return false
	case heading:
		_, again := b.(heading)
		return !again
	case paragraph:
		switch b := b.(type) {
		case choices, chart, quote:
			return true
		case list:
			return !b.ordered
		}
	case choices:
		_, ok := b.(paragraph)
		return ok
	}
	return false
}

func (w *textWriter) block(b block, indent string) {
	switch b := b.(type) {
	case heading:
		text := w.inline(b.text)
		if b.level <= 2 {
			text = w.lang.upper(text)
		} else if text != "" && !strings.ContainsRune(".?!:", rune(text[len(text)-1])) {
			text += strings.TrimRight(w.lang.colon, " ")
		}
		first := ""
		if b.number > 0 {
			first = fmt.Sprintf("%d. ", b.number)
		}
		w.wrap(text, indent+first, indent+spaces(first))
	case paragraph:
		w.wrap(w.inline(b.text), indent, indent)
	case verbatim: // no line is broken: it would not be the same when it is copied
		for _, l := range b.lines {
			w.b.WriteString(strings.TrimRight(indent+l, " ") + "\n")
		}
	case quote:
		w.nested(b.blocks, indent+"  ", indent+"  ")
	case chart:
		w.block(b.list(), indent)
	case list:
		for i, item := range b.items {
			mark := "  - "
			if b.ordered {
				mark = fmt.Sprintf("%d. ", b.start+i)
			}
			w.nested(item, indent+mark, indent+spaces(mark))
		}
	case choices:
		for _, c := range b.rows {
			key := "  " + c.key
			if c.colon {
				key += w.lang.colon
			} else {
				key += "  "
			}
			hang := "      "
			if !c.colon {
				hang = spaces(key)
			}
			w.wrap(w.inline(c.text), indent+strings.ReplaceAll(key, nbsp, " "), indent+hang)
		}
	}
}

// nested writes the blocks of an item or a quotation, the first line after a
// mark and the others below it.
func (w *textWriter) nested(blocks []block, first, rest string) {
	inner := textWriter{lang: w.lang}
	inner.blocks(blocks, rest)
	text := strings.TrimPrefix(inner.b.String(), rest)
	if strings.TrimSpace(text) != "" {
		w.b.WriteString(first + text)
	}
}

// inline is the text of spans; a line break is '\n'.
func (w *textWriter) inline(spans []span) string {
	var b strings.Builder
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		switch {
		case s.line:
			b.WriteByte('\n')
		case s.button:
			// A button is a promise that only the HTML part can keep.
		case s.code:
			b.WriteString(w.lang.quotes[0] + s.text + w.lang.quotes[1])
		case s.href != "":
			label := s.text
			for i+1 < len(spans) && spans[i+1].href == s.href {
				i++
				label += spans[i].text
			}
			b.WriteString(w.lang.inFull(label, s.href))
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// inFull is a link with its address in sight: "label: address", or the address
// alone if that is the label.
func (l *table) inFull(label, href string) string {
	address := shown(href)
	if label = strings.TrimSpace(label); label == "" || label == address || label == href {
		return address
	}
	return label + l.colon + address
}

// shown is what a reader should see of a link: a mailto URL without its scheme
// and what it fills in.
func shown(href string) string {
	rest, ok := strings.CutPrefix(href, "mailto:")
	if !ok {
		return href
	}
	rest, _, _ = strings.Cut(rest, "?")
	return unpercent(rest)
}

// wrap writes text in lines of at most textWidth; first stands before the first
// line and rest before the others.
func (w *textWriter) wrap(text, first, rest string) {
	prefix := first
	for _, line := range strings.Split(text, "\n") {
		width, begun := length(prefix), false
		if strings.TrimSpace(line) == "" {
			prefix = strings.TrimRight(prefix, " ")
		}
		w.b.WriteString(prefix)
		for _, word := range words(line, textWidth-length(rest)) {
			if begun && width+1+length(word) > textWidth {
				w.b.WriteString("\n" + rest)
				width, begun = length(rest), false
			}
			if begun {
				w.b.WriteByte(' ')
				width++
			}
			w.b.WriteString(strings.ReplaceAll(word, nbsp, " "))
			width += length(word)
			begun = true
		}
		w.b.WriteByte('\n')
		prefix = rest
	}
}

// words splits a line at blanks, and at those that do not break only if a word
// would be longer than width.
func words(line string, width int) []string {
	var out []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) }) {
		if length(word) > width {
			out = append(out, strings.Fields(word)...)
		} else {
			out = append(out, word)
		}
	}
	return out
}

// length is the width of s in characters; accents that combine have none.
func length(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}

func spaces(s string) string { return strings.Repeat(" ", length(s)) }

// CountWords counts the words of a text part as a reader would: runs between
// blanks that hold a letter or a digit. A link is one word.
func CountWords(text string) int {
	n := 0
	for _, f := range strings.Fields(text) {
		if strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
