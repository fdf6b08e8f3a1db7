package templates

import (
	"fmt"
	"regexp"
	"strings"
)

// Document is a page to keep: not a mail, so without a frame.
type Document struct {
	Title    string
	Markdown string // CommonMark; values are escaped
	HTML     string // a whole page
}

// Document writes one template as a page to keep, in the wanted language or, if
// the template is missing there, in English. Its title is the Subject line.
func (s *Set) Document(lang, name string, data any) (Document, error) {
	l, err := s.pick(lang, []string{name})
	if err != nil {
		return Document{}, fmt.Errorf("write document: %w", err)
	}
	p, err := l.execute(name, data)
	if err != nil {
		return Document{}, fmt.Errorf("write document %s/%s.md: %w", l.tag, name, err)
	}
	w := markdownWriter{lang: l.table}
	w.line("# " + unclosed(escapeMarkdown(p.subject)))
	w.blocks(p.blocks, "")
	return Document{Title: p.subject, Markdown: w.b.String(), HTML: l.table.page(l.tag, p.subject, p.preheader, append([]block{heading{level: 1, text: []span{{text: p.subject}}}}, p.blocks...))}, nil
}

// markdownWriter writes blocks as CommonMark.
type markdownWriter struct {
	lang *table
	b    strings.Builder
}

func (w *markdownWriter) line(s string) { w.b.WriteString(s + "\n") }

func (w *markdownWriter) blocks(blocks []block, indent string) {
	for i, b := range blocks {
		if c, ok := b.(chart); ok {
			b = c.list()
		}
		switch b := b.(type) {
		case heading:
			w.between(i, indent)
			w.line(indent + strings.Repeat("#", max(b.level, 1)) + " " + unclosed(w.inline(b.text, " ")))
		case paragraph:
			w.between(i, indent)
			w.line(indent + w.inline(b.text, "\\\n"+indent))
		case quote:
			w.between(i, indent)
			w.blocks(b.blocks, indent+"> ")
		case verbatim:
			w.between(i, indent)
			for _, l := range b.lines {
				w.line(strings.TrimRight(indent+"    "+l, " "))
			}
		case list:
			w.between(i, indent)
			for n, item := range b.items {
				mark := "- "
				if b.ordered {
					mark = fmt.Sprintf("%d. ", b.start+n)
				}
				inner := markdownWriter{lang: w.lang}
				hang := indent + strings.Repeat(" ", len(mark))
				inner.blocks(item, hang)
				w.b.WriteString(indent + mark + strings.TrimPrefix(inner.b.String(), hang))
			}
		case choices:
			w.between(i, indent)
			for _, c := range b.rows {
				w.line(indent + "- `" + strings.ReplaceAll(c.key, "`", "'") + "` " + w.inline(c.text, " "))
			}
		}
	}
}

// between is the empty line before a block that is not the first of its kind of place.
func (w *markdownWriter) between(i int, indent string) {
	if i > 0 || indent == "" {
		w.line(strings.TrimRight(indent, " "))
	}
}

func (w *markdownWriter) inline(spans []span, lineBreak string) string {
	var b strings.Builder
	for _, s := range spans {
		if s.line {
			b.WriteString(lineBreak)
			continue
		}
		text := escapeMarkdown(s.text)
		switch {
		case s.code:
			text = "`" + strings.ReplaceAll(s.text, "`", "'") + "`"
		case s.strong:
			text = "**" + text + "**"
		case s.emph:
			text = "*" + text + "*"
		}
		if s.href != "" {
			text = "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(s.href) + ">)"
		}
		b.WriteString(text)
	}
	return b.String()
}

// unclosed keeps number signs at the end of a heading from being taken for its closing
// ones (CommonMark 4.2).
func unclosed(heading string) string {
	words := strings.TrimRight(heading, "#")
	if len(words) == len(heading) {
		return heading
	}
	return words + "\\" + heading[len(words):]
}

// leading is what would begin a heading, a list, a quotation or a line (CommonMark 4, 5).
var leading = regexp.MustCompile(`^(\s*)([#+=~-]|\d+[.)])`)

// escapeMarkdown keeps a text from being read as Markdown (CommonMark 2.4).
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			r = ' '
		case strings.ContainsRune("\\`*_[]<>&|", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return leading.ReplaceAllStringFunc(b.String(), func(m string) string { return m[:len(m)-1] + "\\" + m[len(m)-1:] })
}
