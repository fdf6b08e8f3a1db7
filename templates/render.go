package templates

import (
	"fmt"
	"slices"
	"strings"
)

// Section is one item of a letter: the template's name and its data.
type Section struct {
	Name     string
	Data     any
	Headline bool // the letter's subject is this section's, if it has one
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

// part is one executed and parsed template.
type part struct {
	subject, preheader string
	footless           bool // wants no footer around it
	blocks             []block
}

// Render writes a letter: its sections in the frame, in the wanted language or,
// if a template is missing there, in English. The subject is the frame's, in
// which {{subject}} stands for that of the section that is its headline, else of the
// first one that has a subject; without a frame ("") it is that section's own.
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
		if first.subject == "" || sec.Headline && p.subject != "" {
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
		if !slices.ContainsFunc(f.blocks, func(b block) bool { _, ok := b.(insert); return ok }) {
			return Rendered{}, fmt.Errorf("render %s/%s.md: a frame needs a paragraph {{body}}", l.tag, frame)
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

// outputLimit bounds what one template prints, in bytes.
const outputLimit = 4 << 20

// bounded takes as much as a letter can ever be: a template of somebody's own may
// call itself.
type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > outputLimit {
		return 0, fmt.Errorf("it prints more than %d bytes", outputLimit)
	}
	return b.Builder.Write(p)
}

// execute runs a template and splits its output into head and body.
func (l *language) execute(name string, data any) (part, error) {
	var b bounded
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
