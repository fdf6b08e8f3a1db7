package templates

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Section is one item of a letter: the template's name and its data.
type Section struct {
	Name string
	Data any
}

// Rendered is a letter, ready to be put into a mail.
type Rendered struct {
	Language  string // of the templates that were used
	Subject   string // one line
	Preheader string // one sentence for the list of mails; it is in HTML, too
	Text      string // LF, lines of at most 72 characters unless a word is longer
	HTML      string
	// Prompts are the questions as printed, by number: headings "1. CAN YOU
	// COME?" and the items of numbered lists. An ask that is the only one of
	// its letter stands here under its number, though it is printed without.
	Prompts map[int]string
}

// limits of one line, in characters.
const (
	subjectLimit   = 120
	preheaderLimit = 140
)

// part is one executed and parsed template.
type part struct {
	subject, preheader string
	footless           bool // wants no footer around it
	blocks             []block
}

// Render writes a letter: its sections in the frame, in the wanted language or,
// if a template is missing there, in English. The subject is the frame's, in
// which {{subject}} stands for that of the first section that has one; without
// a frame ("") it is that section's own.
func (s *Set) Render(lang string, sections []Section, frame string, frameData any) (Rendered, error) {
	var names []string
	for _, sec := range sections {
		names = append(names, sec.Name)
	}
	if frame != "" {
		names = append(names, frame)
	}
	l, err := s.pick(lang, names)
	if err != nil {
		return Rendered{}, fmt.Errorf("render: %w", err)
	}
	var first, whole part
	for _, sec := range sections {
		p, err := l.execute(sec.Name, sec.Data)
		if err != nil {
			return Rendered{}, fmt.Errorf("render %s/%s.md: %w", l.tag, sec.Name, err)
		}
		if first.subject == "" {
			first.subject, first.preheader = p.subject, p.preheader
		}
		whole.footless = whole.footless || p.footless
		whole.blocks = append(append(whole.blocks, seam{}), p.blocks...)
	}
	whole.subject, whole.preheader = first.subject, first.preheader
	if whole.preheader == "" {
		whole.preheader = l.firstSentence(whole.blocks)
	}
	if frame != "" {
		f, err := l.execute(frame, frameData)
		if err != nil {
			return Rendered{}, fmt.Errorf("render %s/%s.md: %w", l.tag, frame, err)
		}
		whole = f.around(whole)
	}
	return l.finish(whole), nil
}

func (l *language) finish(p part) Rendered {
	r := Rendered{Language: l.tag, Subject: shorten(p.subject, subjectLimit), Preheader: p.preheader}
	if p.subject == "" {
		r.Subject = l.table.firstLine(p.blocks)
	}
	r.Prompts = l.table.prompts(p.blocks)
	p.blocks = dropOnlyNumber(p.blocks)
	if n := len(p.blocks); n > 0 {
		if _, ok := p.blocks[n-1].(small); ok {
			p.blocks = p.blocks[:n-1] // small print of which nothing was printed
		}
	}
	r.Text = l.table.text(p.blocks)
	r.HTML = l.table.page(l.tag, r.Subject, r.Preheader, p.blocks)
	return r
}

// execute runs a template and splits its output into head and body.
func (l *language) execute(name string, data any) (part, error) {
	var b strings.Builder
	if err := l.pages.ExecuteTemplate(&b, name, data); err != nil {
		return part{}, err
	}
	var p part
	source := dropEmpty(b.String())
	if l.table.spacing != nil {
		source = l.table.spacing.Replace(source)
	}
	for {
		line, rest, _ := strings.Cut(source, "\n")
		if v, ok := strings.CutPrefix(line, "Subject:"); ok {
			p.subject = oneLiner(v)
		} else if v, ok := strings.CutPrefix(line, "Preheader:"); ok {
			p.preheader = shorten(oneLiner(v), preheaderLimit)
		} else if v, ok := strings.CutPrefix(line, "Footer:"); ok {
			p.footless = oneLiner(v) == "none"
		} else {
			break
		}
		source = rest
	}
	p.blocks = parseBlocks(source)
	return p, nil
}

// around puts the sections into the frame p.
func (p part) around(inner part) part {
	out := part{subject: inner.subject, preheader: inner.preheader}
	if p.subject != "" {
		out.subject = frameSubject(p.subject, inner.subject)
	}
	if out.preheader == "" {
		out.preheader = p.preheader
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case insert:
			out.blocks = append(append(out.blocks, inner.blocks...), seam{})
		case paragraph:
			if !b.foot || !inner.footless {
				out.blocks = append(out.blocks, b)
			}
		default:
			out.blocks = append(out.blocks, b)
		}
	}
	return out
}

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
			s := sentence(plain(rest[:end], l.table.quotes))
			if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
				return shorten(s, preheaderLimit)
			}
			rest = rest[min(end+1, len(rest)):]
		}
	}
	return ""
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

// prompts collects the numbered questions.
func (l *table) prompts(blocks []block) map[int]string {
	out := map[int]string{}
	for _, b := range blocks {
		switch b := b.(type) {
		case heading:
			if b.number > 0 {
				out[b.number] = l.printed(b)
			}
		case list:
			if !b.ordered {
				continue
			}
			for i, item := range b.items {
				if p, ok := item[0].(paragraph); ok {
					out[b.start+i] = plain(p.text, l.quotes)
				}
			}
		}
	}
	return out
}

func (l *table) printed(h heading) string {
	text := plain(h.text, l.quotes)
	if h.level <= 2 {
		text = l.upper(text)
	}
	return text
}

// dropOnlyNumber takes the number off an ask that is alone in its letter:
// "1." invites the reader to look for "2.".
func dropOnlyNumber(blocks []block) []block {
	at := -1
	for i, b := range blocks {
		switch b := b.(type) {
		case heading:
			if b.number == 0 {
				continue
			}
			if at >= 0 {
				return blocks
			}
			at = i
		case list:
			if b.ordered {
				return blocks
			}
		}
	}
	if at >= 0 {
		h := blocks[at].(heading)
		h.number = 0
		blocks[at] = h
	}
	return blocks
}
