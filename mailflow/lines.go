package mailflow

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a mail, of its plain text or of its HTML laid out as
// text, with what is known about where it comes from.
type line struct {
	text  string // without quote marks, no blanks at the end
	raw   string // as it stands in the mail
	depth int    // quote depth; 0 is outside of all quotes
	mark  mark
	hard  bool // quoted for certain: the markup says so
	vivid bool // all of it in a colour that stands out
	code  bool // between fences of code: nothing in it means anything
}

// mark is what HTML says outright about a line and plain text has to be
// guessed for.
type mark int

const (
	markNone        mark = iota
	markAttribution      // "On ... wrote:", by its class
	markHistory          // from here on everything is an older mail
	markSignature        // inside a signature's node
	markRule             // a horizontal rule
)

func (l *line) blank() bool { return l.text == "" }

// textLines splits plain text into lines and takes the quote marks off.
func textLines(text string) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for raw := range strings.SplitSeq(text, "\n") {
		depth, rest := quoteDepth(raw)
		lines = append(lines, line{text: tidy(rest), raw: raw, depth: depth})
	}
	fenceCode(lines)
	return lines
}

// fenceCode finds blocks of code between ``` fences outside of quotes and takes
// them as they are. A fence that is never closed is none.
func fenceCode(lines []line) {
	open := -1
	for i, l := range lines {
		if !strings.HasPrefix(l.raw, "```") {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		for k := open; k <= i; k++ {
			lines[k] = line{text: tidy(lines[k].raw), raw: lines[k].raw, code: true}
		}
		open = -1
	}
}

// quoteDepth counts the marks "> >", ">>", "> > " at the front of a line. A
// ">" that begins an arrow or a smiley ("> 3", ">_<") is still a mark: nobody
// can tell, and the run it stands in decides. Depth stops at 50.
func quoteDepth(s string) (int, string) {
	depth := 0
	for {
		rest := strings.TrimLeft(s, " \t\u00a0")
		// Blanks before the first mark are allowed up to a little: further in
		// it is code or a table.
		if depth == 0 && len(s)-len(rest) > 3 || !strings.HasPrefix(rest, ">") {
			break
		}
		s = rest[1:]
		if depth < 50 {
			depth++
		}
	}
	if depth > 0 {
		s = strings.TrimPrefix(s, " ")
	}
	return depth, s
}

// tidy drops blanks at the end and characters that show nothing or that a terminal
// acts upon; those that break lines, where lines are told apart already, become blanks.
func tidy(s string) string {
	if isPlain(s) {
		return strings.TrimRight(s, " \t")
	}
	return strings.TrimRight(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return dropInvisible(r)
	}, s), " \t\u00a0\u3000")
}

// isPlain is true for ASCII without control characters but tabs.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// dropInvisible takes out zero-width characters, direction marks and tags, but
// neither joiners, which emoji and some scripts need.
func dropInvisible(r rune) rune {
	switch r {
	case '\u200b', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad', '\u061c':
		return -1
	}
	if r >= '\u202a' && r <= '\u202e' || r >= '\u2061' && r <= '\u206f' || r >= '\ufff9' && r <= '\ufffb' || r >= 0xe0000 && r <= 0xe007f {
		return -1
	}
	return r
}

// plainForm is a line made comparable: NBSP as blank, bold marks and blanks off
// its ends, Arabic digits as ASCII.
func plainForm(s string) string {
	if isASCII(s) && !strings.Contains(s, "\t") {
		return strings.Trim(s, " *")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\u3000' || r == '\t':
			return ' '
		case r >= '\u0660' && r <= '\u0669':
			return r - '\u0660' + '0'
		case r >= '\u06f0' && r <= '\u06f9':
			return r - '\u06f0' + '0'
		}
		return dropInvisible(r)
	}, s)
	return strings.Trim(s, " *")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nextNonBlank is the first line at or after i that is not blank; a quoted
// blank line counts as blank. len(lines) if there is none.
func nextNonBlank(lines []line, i int) int {
	for i < len(lines) && lines[i].blank() {
		i++
	}
	return i
}

func runeLen(s string) int { return utf8.RuneCountInString(s) }
