package templates

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A letter is a list of blocks; the text part and the HTML part are two ways of
// writing them down, so that they cannot say different things.
type block interface{ isBlock() }

type (
	heading struct {
		level  int
		number int // of the ask, 0 for none
		text   []span
	}
	paragraph struct {
		text []span
		foot bool // a line of a frame that "Footer: none" leaves out
	}
	// list has bullets, or numbers from start on.
	list struct {
		ordered bool
		start   int
		items   [][]block
	}
	// choices are the answers to pick from: words to reply with, or the
	// letters of a ballot.
	choices struct{ rows []choice }
	// buttons is a row of mailto links, in HTML only.
	buttons struct{ row []button }
	quote   struct{ blocks []block }
	// verbatim are lines to copy as they are.
	verbatim struct{ lines []string }
	// small begins the small print, which lasts to the end of the letter.
	small struct{}
	// insert is the place of a frame's sections.
	insert struct{}
	// seam stands between sections: nothing leans on what comes before it.
	seam struct{}
)

type choice struct {
	key   string
	colon bool // "yes: I'll come" rather than "A  Ending well"
	text  []span
	href  string // of the button, "" for none
}

type button struct {
	label []span
	href  string
}

func (heading) isBlock()   {}
func (paragraph) isBlock() {}
func (list) isBlock()      {}
func (choices) isBlock()   {}
func (buttons) isBlock()   {}
func (quote) isBlock()     {}
func (verbatim) isBlock()  {}
func (small) isBlock()     {}
func (insert) isBlock()    {}
func (seam) isBlock()      {}

// markdown knows the part of CommonMark that letters use. Setext headings, code
// blocks, HTML and reference links are left out: they turn up by accident.
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
)

// parseBlocks reads Markdown whose values are shielded.
func parseBlocks(source string) []block {
	src := []byte(source)
	r := reader{src: src}
	return r.blocks(markdown.Parse(text.NewReader(src)))
}

type reader struct {
	src    []byte
	quoted bool // inside a quotation, where values keep their line breaks
}

func (r *reader) blocks(parent ast.Node) []block {
	var out []block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			number, spans := headingNumber(trimSpans(withoutMarks(oneLine(r.spans(n)))))
			if len(spans) > 0 {
				out = append(out, heading{level: n.Level, number: number, text: spans})
			}
		case *ast.Paragraph, *ast.TextBlock:
			out = append(out, r.paragraph(n)...)
		case *ast.List:
			out = append(out, r.list(n))
		case *ast.Blockquote:
			was := r.quoted
			r.quoted = true
			if inner := r.blocks(n); len(inner) > 0 {
				out = append(out, quote{inner})
			}
			r.quoted = was
		case *ast.ThematicBreak:
			out = append(out, small{})
		}
	}
	return out
}

func (r *reader) paragraph(n ast.Node) []block {
	spans := trimSpans(r.spans(n))
	if len(spans) == 0 {
		return nil
	}
	if len(spans) == 1 && spans[0].text == string(rune(bodyMark)) {
		return []block{insert{}}
	}
	if spans = trimSpans(withoutMarks(spans)); len(spans) == 0 {
		return nil
	}
	if spans[0].copied {
		return []block{verbatim{copiedLines(spans)}}
	}
	var row []button
	for _, s := range spans {
		href := s.href
		switch {
		case s.button:
			s.button, s.href = false, ""
			if len(row) == 0 || row[len(row)-1].href != href {
				row = append(row, button{href: href})
			}
			last := &row[len(row)-1]
			last.label = append(last.label, s)
		case s.line || strings.TrimSpace(s.text) == "":
		default:
			return []block{paragraph{spans, spans[0].foot}}
		}
	}
	return []block{buttons{row}}
}

// copiedLines are the lines of a paragraph that is to be copied.
func copiedLines(spans []span) []string {
	lines := []string{""}
	for _, s := range spans {
		if s.line {
			lines = append(lines, "")
			continue
		}
		lines[len(lines)-1] += s.text
	}
	return lines
}

func (r *reader) list(n *ast.List) block {
	l := list{ordered: n.IsOrdered(), start: n.Start}
	c := choices{}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		blocks := r.blocks(item)
		if len(blocks) == 0 {
			continue
		}
		l.items = append(l.items, blocks)
		if row, ok := asChoice(blocks); ok {
			c.rows = append(c.rows, row)
		}
	}
	if !l.ordered && len(c.rows) > 0 && len(c.rows) == len(l.items) {
		return c
	}
	if c, ok := asChart(l); ok && !l.ordered {
		return c
	}
	return l
}

// asChoice reads "`yes`: I'll come", "`A` Ending well", or either as a button.
func asChoice(blocks []block) (choice, bool) {
	if len(blocks) != 1 {
		return choice{}, false
	}
	var c choice
	var spans []span
	switch b := blocks[0].(type) {
	case paragraph:
		spans = b.text
	case buttons:
		if len(b.row) == 1 {
			spans, c.href = b.row[0].label, b.row[0].href
		}
	}
	if len(spans) == 0 || !spans[0].code {
		return choice{}, false
	}
	c.key = spans[0].text
	c.text = append(c.text, spans[1:]...)
	if len(c.text) > 0 && c.text[0].colon {
		c.colon = true
		c.text[0].text = strings.TrimLeft(c.text[0].text, " "+nbsp+":")
	}
	c.text = trimSpans(c.text)
	return c, true
}

var numbered = regexp.MustCompile(`^(\d{1,3})\. `)

// headingNumber takes "1. " off a heading, if the function number put it there.
func headingNumber(spans []span) (int, []span) {
	if len(spans) == 0 || !spans[0].ask {
		return 0, spans
	}
	m := numbered.FindStringSubmatch(spans[0].text)
	if m == nil {
		return 0, spans
	}
	n, _ := strconv.Atoi(m[1])
	spans[0].text = strings.TrimPrefix(spans[0].text, m[0])
	return n, trimSpans(spans)
}
