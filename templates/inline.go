package templates

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// span is a run of text in one style.
type span struct {
	text   string
	strong bool
	emph   bool
	code   bool   // a word to write, put between quotation marks
	href   string // checked: mailto, http or https
	button bool
	ask    bool   // begins with the number of an ask
	foot   bool   // begins a paragraph that "Footer: none" leaves out
	copied bool   // of lines to copy
	colon  bool   // the template itself begins it with a colon
	bar    string // the length of the bar that stands here, and no text
	line   bool   // a line break, and nothing else
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
	if before, rest, ok := strings.Cut(s, string(rune(barMark))); ok {
		value, after, _ := strings.Cut(rest, string(rune(barMark)))
		r.add(out, style, before)
		*out = append(*out, span{bar: unshield(value)})
		r.add(out, style, after)
		return
	}
	s, style.ask = strings.CutPrefix(s, string(rune(askMark)))
	s, style.foot = strings.CutPrefix(s, string(rune(footMark)))
	s, style.copied = strings.CutPrefix(s, string(rune(copyMark)))
	style.colon = strings.HasPrefix(strings.TrimLeft(s, " "+nbsp), ":")
	s = unshield(s)
	if !style.copied && (!r.quoted || style.href != "") {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			*out = append(*out, span{line: true, copied: style.copied})
		}
		if line == "" {
			continue
		}
		if n := len(*out); n > 0 {
			last := (*out)[n-1]
			text := last.text
			if last.text = ""; !last.line && last == (span{strong: style.strong, emph: style.emph, code: style.code, href: style.href, button: style.button, ask: last.ask, foot: last.foot, copied: style.copied, colon: last.colon}) {
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

// withoutMarks drops what {{body}} and {{subject}} leave where they mean nothing.
func withoutMarks(spans []span) []span {
	drop := strings.NewReplacer(string(rune(bodyMark)), "", string(rune(subjectMark)), "")
	for i := range spans {
		spans[i].text = drop.Replace(spans[i].text)
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
