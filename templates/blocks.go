package templates

import (
	"net/url"
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

// span is a run of text in one style.
type span struct {
	text   string
	strong bool
	emph   bool
	code   bool   // a word to write, put between quotation marks
	href   string // checked: mailto, http or https
	button bool
	ask    bool // begins with the number of an ask
	foot   bool // begins a paragraph that "Footer: none" leaves out
	colon  bool // the template itself begins it with a colon
	line   bool // a line break, and nothing else
}

func (heading) isBlock()   {}
func (paragraph) isBlock() {}
func (list) isBlock()      {}
func (choices) isBlock()   {}
func (buttons) isBlock()   {}
func (quote) isBlock()     {}
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
			number, spans := headingNumber(trimSpans(oneLine(r.spans(n))))
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

// spans flattens the inline tree below n.
func (r *reader) spans(n ast.Node) []span {
	var out []span
	r.inline(n, span{}, &out)
	return out
}

func (r *reader) inline(parent ast.Node, style span, out *[]span) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			r.add(out, style, unescape(n.Segment.Value(r.src)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				*out = append(*out, span{line: true})
			}
		case *ast.String:
			r.add(out, style, string(n.Value))
		case *ast.Emphasis:
			s := style
			s.emph, s.strong = s.emph || n.Level == 1, s.strong || n.Level > 1
			r.inline(n, s, out)
		case *ast.CodeSpan:
			s := style
			s.code = true
			var b strings.Builder
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					b.Write(t.Segment.Value(r.src))
				}
			}
			r.add(out, s, b.String())
		case *ast.AutoLink:
			s := style
			s.href = checkLink(string(n.URL(r.src)))
			r.add(out, s, string(n.Label(r.src)))
		case *ast.Link:
			s := style
			s.href = checkLink(unshield(unescape(n.Destination)))
			s.button = s.href != "" && string(n.Title) == "button"
			r.inline(n, s, out)
		}
	}
}

// add appends text in a style. Values are turned back here, and nowhere else.
func (r *reader) add(out *[]span, style span, s string) {
	s, style.ask = strings.CutPrefix(s, string(rune(askMark)))
	s, style.foot = strings.CutPrefix(s, string(rune(footMark)))
	style.colon = strings.HasPrefix(strings.TrimLeft(s, " "+nbsp), ":")
	s = unshield(s)
	if !r.quoted || style.href != "" {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			*out = append(*out, span{line: true})
		}
		if line == "" {
			continue
		}
		if n := len(*out); n > 0 {
			last := (*out)[n-1]
			text := last.text
			if last.text = ""; !last.line && last == (span{strong: style.strong, emph: style.emph, code: style.code, href: style.href, button: style.button, ask: last.ask, foot: last.foot, colon: last.colon}) {
				(*out)[n-1].text = text + line
				continue
			}
		}
		style.text = line
		*out = append(*out, style)
	}
}

// unescape resolves the backslashes and entities of a template's own text.
func unescape(b []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(b))))
}

// checkLink returns the address if it is one that a letter may hold, else "".
func checkLink(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return s
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

// oneLine turns line breaks into spaces.
func oneLine(spans []span) []span {
	for i := range spans {
		if spans[i].line {
			spans[i] = span{text: " "}
		}
	}
	return spans
}

// trimSpans takes blanks and line breaks off both ends.
func trimSpans(spans []span) []span {
	for len(spans) > 0 {
		if spans[0].text = strings.TrimLeft(spans[0].text, " "+nbsp); spans[0].text != "" {
			break
		}
		spans = spans[1:]
	}
	for len(spans) > 0 {
		last := &spans[len(spans)-1]
		if last.text = strings.TrimRight(last.text, " "+nbsp); last.text != "" {
			break
		}
		spans = spans[:len(spans)-1]
	}
	return spans
}

// plain is the text of spans on one line, as in a subject or a prompt.
func plain(spans []span, quotes [2]string) string {
	var b strings.Builder
	for _, s := range spans {
		switch {
		case s.line:
			b.WriteByte(' ')
		case s.code:
			b.WriteString(quotes[0] + s.text + quotes[1])
		default:
			b.WriteString(s.text)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
