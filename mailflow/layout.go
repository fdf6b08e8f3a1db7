package mailflow

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// htmlLines lays an HTML mail out as lines, with what its markup says about
// quotes, attributions and signatures.
func htmlLines(markup string) []line {
	lines, _ := layOut(markup)
	return lines
}

// layOut also says whether words were left out because they are struck through:
// whoever did that takes them back.
func layOut(markup string) (lines []line, struck bool) {
	l := &layout{}
	l.walk(parseHTML(markup), frame{})
	l.breakLine()
	for i := range l.lines {
		// Text that was plain once still has its quote marks.
		if t := &l.lines[i]; t.depth == 0 && strings.HasPrefix(t.text, ">") {
			t.raw = t.text
			t.depth, t.text = quoteDepth(t.text)
		}
	}
	return l.lines, l.struck
}

// renderHTML gives the text of HTML, quotes and all.
func renderHTML(markup string) string {
	lines := htmlLines(markup)
	texts := make([]string, 0, len(lines))
	for _, l := range lines {
		texts = append(texts, strings.Repeat("> ", l.depth)+l.text)
	}
	return strings.Trim(strings.Join(texts, "\n"), "\n")
}

// frame is what holds for a node and all below it.
type frame struct {
	depth     int
	hard      bool
	pre       bool
	vivid     bool
	mark      mark
	container bool // inside a node where a mail program puts older mails
	list      *list
}

// list counts the items of an ordered list; next is 0 in an unordered one.
type list struct{ next int }

type layout struct {
	lines   []line
	current strings.Builder
	space   bool // a blank is due before the next word
	frame   frame
	colour  int    // letters of the current line that stand out
	letters int    // all letters of it
	cite    bool   // a quote was found
	tries   int    // of endsWithAttribution, which is not cheap
	prefix  string // bullet or number that the next word follows
	struck  bool   // words were left out
}

func (l *layout) walk(n *node, f frame) {
	if !n.element {
		l.write(n.text, f)
		return
	}
	if n.invisible() {
		return
	}
	if f.depth == 0 && n.isStruck() {
		l.struck = l.struck || strings.TrimSpace(n.front(200)) != ""
		return
	}
	switch n.tag {
	case atom.Br:
		l.newline(f)
		return
	case atom.Hr:
		l.rule(n, f)
		return
	case atom.Img:
		l.image(n, f)
		return
	case atom.Head, atom.Style, atom.Script, atom.Title, atom.Template, atom.Noscript, atom.Select, atom.Svg:
		return
	}
	f = l.enter(n, f)
	cell := n.tag == atom.Td || n.tag == atom.Th
	block := blockElements[n.tag] && !cell
	spaced := isSpaced(n)
	if block {
		l.breakLine()
		if spaced {
			l.blankLine(f)
		}
	}
	switch n.tag {
	case atom.Ol:
		f.list = &list{next: startOf(n)}
	case atom.Ul:
		f.list = &list{}
	case atom.Li:
		l.bullet(n, f)
		if f.list == nil {
			f.list = &list{}
		}
	case atom.Pre:
		f.pre = true
	}
	if cell {
		// Cells of a row go on one line where they are short, so that a line
		// "When: Tuesday" stays one; blocks inside break it anyway.
		l.space = true
	}
	for c := n.first; c != nil; c = c.next {
		l.walk(c, f)
	}
	if block {
		l.breakLine()
		if spaced {
			l.blankLine(f)
		}
	}
}

// enter works out what holds below n.
func (l *layout) enter(n *node, f frame) frame {
	if n.style != "" || n.attrs["color"] != "" {
		if c := n.colour(); c != "" {
			f.vivid = isVivid(c)
		}
		if strings.Contains(n.style, "white-space:pre") {
			f.pre = true
		}
	}
	if n.tag == atom.A {
		f.vivid = false
	}
	switch {
	case n.tag == atom.Blockquote:
		return l.enterQuote(n, f)
	case f.depth > 0:
		return f
	case n.startsHistory():
		f.mark = markHistory
	case n.isHistoryContainer():
		if !n.quotes || separatorOf(firstLine(n.front(200))) == olderMail {
			f.depth, f.hard = f.depth+1, true
			return f
		}
		f.container = true
		if f.mark == markNone && !l.cite {
			f.mark = markAttribution
		}
	case n.hasClass("gmail_attr", "moz-cite-prefix", "protonmail_attribution", "zmail_extra_attr", "reply-intro") || n.id == "reply-intro":
		f.mark = markAttribution
	case n.isSignature() && !n.quotes:
		f.mark = markSignature
	}
	return f
}

// enterQuote decides what a blockquote is: an older mail for certain, only
// indented text, a passage that the person marked, or not clear.
func (l *layout) enterQuote(n *node, f frame) frame {
	l.breakLine()
	wasContainer := f.container
	f.container = false
	if f.mark == markAttribution {
		f.mark = markNone
	}
	switch {
	case strings.EqualFold(n.attrs["type"], "cite"), n.attrs["cite"] != "", wasContainer, f.hard,
		n.hasClass("protonmail_quote", "tutanota_quote", "zmail_quote", "yahoo_quote", "cite", "mail-quote", "history_container", "iwcquote"), n.id == "isreplycontent":
		f.hard = true
		l.cite = true
	case n.isIndent():
		return f
	case n.hasClass("gmail_quote"):
		// Gmail's own quotes stand in a div of their own; a bare one is what
		// its quote button makes, unless an attribution stands above.
		if !l.endsWithAttribution() {
			return f
		}
		f.hard = true
	}
	f.depth++
	return f
}

// endsWithAttribution says whether the last line laid out so far that is not
// blank ends an attribution.
func (l *layout) endsWithAttribution() bool {
	if l.tries++; l.tries > 50 {
		return true
	}
	for i := len(l.lines) - 1; i >= 0; i-- {
		if !l.lines[i].blank() {
			a, ok := attributionEndingAt(l.lines, i)
			return ok && a.score >= scoreShort
		}
	}
	return false
}

// write adds text to the current line, blanks folded unless preformatted.
func (l *layout) write(text string, f frame) {
	if f.pre {
		for i, piece := range strings.Split(text, "\n") {
			if i > 0 {
				l.newline(f)
			}
			l.word(piece, f)
		}
		return
	}
	for len(text) > 0 {
		i := strings.IndexFunc(text, isFolded)
		if i != 0 {
			if i < 0 {
				i = len(text)
			}
			l.word(text[:i], f)
			text = text[i:]
			continue
		}
		l.space = true
		text = strings.TrimLeftFunc(text, isFolded)
	}
}

// isFolded: the blanks that HTML runs together; NBSP is none of them.
func isFolded(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

func (l *layout) word(w string, f frame) {
	if w == "" {
		return
	}
	if f.container && l.cite && f.mark == markAttribution {
		f.mark = markNone // behind the first quote stand answers
	}
	if l.current.Len() == 0 {
		l.frame = f
	} else {
		if l.space {
			l.current.WriteByte(' ')
		}
		if l.frame.mark == markAttribution && f.mark == markNone {
			l.frame.mark = markNone
		}
	}
	l.space = false
	if l.prefix != "" {
		l.current.WriteString(l.prefix)
		l.prefix = ""
	}
	l.current.WriteString(w)
	for _, r := range w {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			l.letters++
			if f.vivid {
				l.colour++
			}
		}
	}
}

// breakLine ends the current line if there is anything on it.
func (l *layout) breakLine() {
	l.space = false
	if l.current.Len() == 0 {
		return
	}
	text := tidy(l.current.String())
	l.lines = append(l.lines, line{text: strings.TrimLeft(text, "\u00a0"), depth: l.frame.depth, hard: l.frame.hard, mark: l.frame.mark, vivid: l.letters > 0 && l.colour == l.letters})
	l.current.Reset()
	l.colour, l.letters = 0, 0
}

// newline is a br: it ends a line, or makes a blank one.
func (l *layout) newline(f frame) {
	if l.current.Len() > 0 {
		l.breakLine()
		return
	}
	l.space = false
	l.lines = append(l.lines, line{depth: f.depth, hard: f.hard, mark: plainMark(f.mark)})
}

// blankLine sets paragraphs apart; two in a row are one.
func (l *layout) blankLine(f frame) {
	if n := len(l.lines); n > 0 && !l.lines[n-1].blank() {
		l.lines = append(l.lines, line{depth: f.depth, hard: f.hard, mark: plainMark(f.mark)})
	}
}

// plainMark: blank lines do not carry the mark of a rule or of history.
func plainMark(m mark) mark {
	if m == markAttribution || m == markSignature {
		return m
	}
	return markNone
}

func (l *layout) rule(n *node, f frame) {
	l.breakLine()
	m := markRule
	if f.depth == 0 && n.startsHistory() {
		m = markHistory
	}
	l.lines = append(l.lines, line{text: "___", depth: f.depth, hard: f.hard, mark: m})
}

// image keeps an emoji that a mail program turned into a picture.
func (l *layout) image(n *node, f frame) {
	alt := n.attrs["alt"]
	if alt == "" || len(alt) > 40 {
		return
	}
	for _, r := range alt {
		if r < 0x2000 {
			return
		}
	}
	l.word(alt, f)
}

// bullet numbers items as a reader sees them: an answer "2." must stay so.
func (l *layout) bullet(n *node, f frame) {
	mark := "- "
	if f.list != nil && f.list.next > 0 {
		if v, err := strconv.Atoi(n.attrs["value"]); err == nil && v > 0 && v < 10000 {
			f.list.next = v
		}
		mark = strconv.Itoa(f.list.next) + ". "
		f.list.next++
	}
	if front := n.front(50); front == "" {
		return
	}
	l.prefix = mark
}

func startOf(n *node) int {
	if v, err := strconv.Atoi(n.attrs["start"]); err == nil && v > 0 && v < 10000 {
		return v
	}
	return 1
}

// isSpaced says that a paragraph stands apart. Outlook's do not: it writes
// every line as one.
func isSpaced(n *node) bool {
	switch n.tag {
	case atom.P:
		return !strings.Contains(n.class, "mso") && !strings.Contains(n.style, "margin:0") && !strings.Contains(n.style, "margin-top:0") && !strings.Contains(n.style, "margin-bottom:0")
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.Ul, atom.Ol, atom.Blockquote, atom.Table:
		return true
	}
	return false
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.TrimSpace(s)
}
