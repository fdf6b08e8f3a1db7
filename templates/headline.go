package templates

import (
	"slices"
	"strings"
	"unicode"
)

// limits of one line, in characters.
const (
	subjectLimit   = 120
	preheaderLimit = 140
)

// frameSubject puts the news into the frame's subject and shortens what is too
// long: first the news, then the rest, never the reference in brackets at the
// end, which ties a reply to its letter.
func frameSubject(frame, news string) string {
	mark := string(rune(subjectMark))
	room := subjectLimit - len([]rune(strings.Replace(frame, mark, "", 1)))
	s := strings.Replace(frame, mark, shorten(news, max(room, subjectLimit/3)), 1)
	end := ""
	if i := strings.LastIndex(s, " ("); i >= 0 && len([]rune(s[i:])) <= 20 {
		s, end = s[:i], s[i:]
	}
	return shorten(s, subjectLimit-len([]rune(end))) + end
}

// oneLiner is a head field as text on one line.
func oneLiner(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, unshield(s))), " ")
}

// shorten cuts s to at most limit characters, at a blank where there is one.
func shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	cut := string(runes[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.-") + "…"
}

// firstSentence is the first line of a paragraph that is a sentence, without
// what follows in that line.
func (l *language) firstSentence(blocks []block) string {
	for _, b := range blocks {
		p, ok := b.(paragraph)
		if !ok {
			continue
		}
		rest := p.text
		for len(rest) > 0 {
			end := slices.IndexFunc(rest, func(s span) bool { return s.line || s.href != "" })
			if end < 0 {
				end = len(rest)
			}
			s := sayingEnough(plain(rest[:end], l.table.quotes))
			if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
				return shorten(s, preheaderLimit)
			}
			rest = rest[min(end+1, len(rest)):]
		}
	}
	return ""
}

// sayingEnough is the first sentence of s, and the next where the first is as short as "Not so?".
func sayingEnough(s string) string {
	out := sentence(s)
	for rest := s[len(out):]; length(out) < 20 && rest != ""; rest = s[len(out):] {
		next := sentence(strings.TrimLeft(rest, " "))
		if !strings.ContainsAny(next[max(0, len(next)-1):], ".?!") {
			break
		}
		out = s[:len(s)-len(rest)+strings.Index(rest, next)+len(next)]
	}
	return out
}

// sentence cuts s after its first sentence. A full stop after a figure is taken
// for an ordinal (German "10. März"), one before a small letter for part of an
// abbreviation or an address.
func sentence(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if !strings.ContainsRune(".?!", r) || i == 0 || i+1 < len(runes) && runes[i+1] != ' ' {
			continue
		}
		if r == '.' && unicode.IsDigit(runes[i-1]) {
			continue
		}
		if i+2 < len(runes) && unicode.IsLower(runes[i+2]) {
			continue
		}
		return string(runes[:i+1])
	}
	return s
}

// firstLine stands in where a template has no subject.
func (l *table) firstLine(blocks []block) string {
	for _, b := range blocks {
		switch b := b.(type) {
		case heading:
			return shorten(plain(b.text, l.quotes), subjectLimit)
		case paragraph:
			return shorten(sentence(plain(b.text, l.quotes)), subjectLimit)
		}
	}
	return ""
}
