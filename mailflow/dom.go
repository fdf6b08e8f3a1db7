package mailflow

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// node is one element or text of an HTML mail.
//
// The tree is built here from the tokens of x/net/html. Its own parser follows
// the browsers' rules for crossed tags, under which a megabyte of hostile
// markup grows to a tree without bound; this one makes at most one node a
// token.
type node struct {
	tag         atom.Atom // 0 for text and unknown elements
	text        string    // of text nodes
	element     bool
	id          string // lower case
	class       string // lower case
	style       string // lower case, without blanks
	attrs       map[string]string
	first, last *node // children
	next        *node // the one behind it
	quotes      bool  // a blockquote stands somewhere below
}

const (
	maxDepth = 300   // deeper elements become siblings
	maxNodes = 30000 // of what comes after only the text is kept
)

var voidElements = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true, atom.Meta: true, atom.Link: true, atom.Input: true, atom.Wbr: true, atom.Base: true, atom.Col: true, atom.Area: true, atom.Embed: true, atom.Param: true, atom.Source: true, atom.Track: true}

var blockElements = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true, atom.Dd: true, atom.Details: true, atom.Div: true, atom.Dl: true, atom.Dt: true,
	atom.Fieldset: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Html: true,
	atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Tfoot: true, atom.Thead: true,
	atom.Tr: true, atom.Td: true, atom.Th: true, atom.Ul: true, atom.Caption: true,
}

// closedBy says which open element a start tag ends, up to which other one
// (HTML 13.1.2.4, optional tags).
var closedBy = map[atom.Atom]struct{ closes, within []atom.Atom }{
	atom.Li: {[]atom.Atom{atom.Li}, []atom.Atom{atom.Ul, atom.Ol}},
	atom.Td: {[]atom.Atom{atom.Td, atom.Th}, []atom.Atom{atom.Tr, atom.Table}},
	atom.Th: {[]atom.Atom{atom.Td, atom.Th}, []atom.Atom{atom.Tr, atom.Table}},
	atom.Tr: {[]atom.Atom{atom.Tr}, []atom.Atom{atom.Table}},
	atom.Dt: {[]atom.Atom{atom.Dt, atom.Dd}, []atom.Atom{atom.Dl}},
	atom.Dd: {[]atom.Atom{atom.Dt, atom.Dd}, []atom.Atom{atom.Dl}},
}

type treeBuilder struct {
	stack []*node
	nodes int
	spare []node // made together: one by one they cost more
}

func (b *treeBuilder) make(n node) *node {
	if len(b.spare) == 0 {
		b.spare = make([]node, min(max(b.nodes, 16), 1024))
	}
	made := &b.spare[0]
	b.spare = b.spare[1:]
	*made = n
	return made
}

// parseHTML builds the tree of an HTML text. It never fails.
func parseHTML(markup string) *node {
	root := &node{element: true}
	b := &treeBuilder{stack: []*node{root}}
	z := html.NewTokenizer(strings.NewReader(markup))
	read := 0
	for b.nodes < maxNodes {
		kind := z.Next()
		read += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			return root
		case html.TextToken:
			b.add(b.make(node{text: string(z.Text())}))
		case html.StartTagToken:
			b.start(b.newElement(z), false)
		case html.SelfClosingTagToken:
			n := b.newElement(z)
			// "<div/>" opens a div in HTML; only void and foreign elements
			// close themselves.
			b.start(n, n.tag == 0)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(atom.Lookup(name))
		}
	}
	b.add(b.make(node{element: true, tag: atom.Br}))
	b.add(b.make(node{text: textOnly(markup[min(read, len(markup)):])}))
	return root
}

// textOnly takes the markup out of what is left: nobody writes so much of it, but
// what it says must not get lost.
func textOnly(markup string) string {
	var text strings.Builder
	text.Grow(len(markup))
	missing := map[string]bool{} // ends that do not come any more; looking again would take long
	for {
		before, rest, ok := strings.Cut(markup, "<")
		text.WriteString(before)
		if !ok {
			return html.UnescapeString(text.String())
		}
		text.WriteByte(' ')
		markup = rest
		for _, end := range []string{hiddenUntil(rest), ">"} {
			if end == "" || missing[end] {
				continue
			}
			if _, after, ok := strings.Cut(rest, end); ok {
				markup = after
				break
			}
			missing[end] = true
		}
	}
}

// hiddenUntil is where something ends that is never shown; "" for other tags.
func hiddenUntil(tag string) string {
	for _, h := range hiddenMarkup {
		if len(tag) >= len(h.start) && strings.EqualFold(tag[:len(h.start)], h.start) {
			return h.end
		}
	}
	return ""
}

// hiddenMarkup are beginnings and ends of what is never shown.
var hiddenMarkup = []struct{ start, end string }{{"!--", "-->"}, {"style", "</style"}, {"script", "</script"}, {"title", "</title"}}

func (b *treeBuilder) top() *node { return b.stack[len(b.stack)-1] }

func (b *treeBuilder) add(n *node) {
	b.nodes++
	top := b.top()
	if top.last == nil {
		top.first = n
	} else {
		top.last.next = n
	}
	top.last = n
}

func (b *treeBuilder) newElement(z *html.Tokenizer) *node {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	if tag == atom.Br {
		return b.make(node{element: true, tag: tag})
	}
	n := b.make(node{element: true, tag: tag})
	for i := 0; more && i < 60; i++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(value) > 2000 {
			value = value[:2000]
		}
		switch string(key) {
		case "id":
			n.id = strings.ToLower(string(value))
		case "class":
			n.class = strings.ToLower(string(value))
		case "style":
			n.style = strings.ToLower(strings.Join(strings.Fields(string(value)), ""))
		case "type", "name", "cite", "color", "start", "value", "alt", "hidden", "data-marker", "data-signatureblock", "width", "height", "size":
			if n.attrs == nil {
				n.attrs = map[string]string{}
			}
			n.attrs[string(key)] = string(value)
		}
	}
	return n
}

func (b *treeBuilder) start(n *node, closed bool) {
	if rule, ok := closedBy[n.tag]; ok {
		b.closeOpen(rule.closes, rule.within)
	}
	if blockElements[n.tag] {
		b.closeParagraph()
		b.closeHead()
	}
	b.add(n)
	if n.tag == atom.Blockquote {
		for i := len(b.stack) - 1; i >= 0 && !b.stack[i].quotes; i-- {
			b.stack[i].quotes = true
		}
	}
	if n.tag == 0 || closed || voidElements[n.tag] || len(b.stack) > maxDepth {
		// Unknown elements (o:p, st1:date) only wrap inline text.
		return
	}
	b.stack = append(b.stack, n)
}

func (b *treeBuilder) closeOpen(closes, within []atom.Atom) {
	for i := len(b.stack) - 1; i > 0; i-- {
		for _, t := range within {
			if b.stack[i].tag == t {
				return
			}
		}
		for _, t := range closes {
			if b.stack[i].tag == t {
				b.stack = b.stack[:i]
				return
			}
		}
	}
}

// closeParagraph ends an open p that only inline elements stand in.
func (b *treeBuilder) closeParagraph() {
	for i := len(b.stack) - 1; i > 0; i-- {
		if b.stack[i].tag == atom.P {
			b.stack = b.stack[:i]
			return
		}
		if blockElements[b.stack[i].tag] {
			return
		}
	}
}

// closeHead ends a head that was never closed: what follows is shown.
func (b *treeBuilder) closeHead() {
	for i := 1; i < min(len(b.stack), 4); i++ {
		if b.stack[i].tag == atom.Head {
			b.stack = b.stack[:i]
			return
		}
	}
}

// end closes the nearest open element of that name. An inline end tag does not
// reach out of its block, no end tag but a table's reaches out of its cell.
func (b *treeBuilder) end(tag atom.Atom) {
	if tag == 0 || tag == atom.Html || tag == atom.Body {
		return
	}
	if tag == atom.Br {
		b.add(b.make(node{element: true, tag: tag}))
		return
	}
	inline := !blockElements[tag]
	for i := len(b.stack) - 1; i > 0; i-- {
		open := b.stack[i].tag
		if open == tag {
			b.stack = b.stack[:i]
			return
		}
		if inline && blockElements[open] || (open == atom.Td || open == atom.Th) && tag != atom.Tr && tag != atom.Table && tag != atom.Tbody {
			return
		}
	}
}

// hasClass says whether one of the classes of n is name.
func (n *node) hasClass(names ...string) bool {
	if n.class == "" {
		return false
	}
	for _, c := range strings.Fields(n.class) {
		for _, name := range names {
			if c == name {
				return true
			}
		}
	}
	return false
}

// front is the first text below n, up to about size bytes.
func (n *node) front(size int) string {
	var out strings.Builder
	visited := 0
	var walk func(*node) bool
	walk = func(n *node) bool {
		if visited++; visited > 1000 {
			return false
		}
		if n.tag == atom.Style || n.tag == atom.Script || n.tag == atom.Head {
			return true
		}
		out.WriteString(n.text)
		if n.tag == atom.Br || blockElements[n.tag] {
			out.WriteByte('\n')
		}
		if out.Len() > size {
			return false
		}
		for c := n.first; c != nil; c = c.next {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	walk(n)
	return strings.TrimSpace(out.String())
}
