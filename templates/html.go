package templates

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// htmlWriter writes blocks as the HTML part: one column, no image, no script,
// nothing that is fetched from anywhere.
type htmlWriter struct {
	lang  *table
	b     strings.Builder
	small bool // in the small print
	level int  // of the heading before; 0 is the subject, which heads a mail
}

// page is the whole HTML document.
func (l *table) page(tag, title, preheader string, blocks []block) string {
	w := htmlWriter{lang: l}
	w.printf(`<!DOCTYPE html>`+"\n"+`<html lang="%s" dir="ltr">`+"\n<head>\n", html.EscapeString(tag))
	w.printf(`<meta charset="utf-8">` + "\n" + `<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n")
	w.printf(`<meta name="color-scheme" content="light dark">` + "\n" + `<meta name="supported-color-schemes" content="light dark">` + "\n")
	w.printf("<title>%s</title>\n<style>%s</style>\n</head>\n", html.EscapeString(title), headCSS)
	w.printf(`<body class="page" style="%s">`+"\n", bodyStyle)
	if preheader != "" {
		w.printf(`<div style="%s">%s</div>`+"\n", hiddenStyle, html.EscapeString(preheader))
	}
	// Some mail programs put the body into a page of their own: the language is said once more inside.
	w.printf(`<table role="presentation" class="page" lang="%s" dir="ltr" width="100%%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">`+"\n", html.EscapeString(tag))
	w.printf(`<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%%;max-width:600px;"><tr>` + "\n")
	w.printf(`<td class="text" style="%s">`+"\n", cellStyle)
	w.blocks(blocks)
	if w.small {
		w.printf("</div>\n")
	}
	w.printf("</td>\n</tr></table>\n</td></tr></table>\n</body>\n</html>\n")
	return w.b.String()
}

func (w *htmlWriter) printf(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

func (w *htmlWriter) blocks(blocks []block) {
	for i, b := range blocks {
		if p, ok := b.(paragraph); ok && !w.small && i+1 < len(blocks) && attached(p, blocks[i+1]) {
			w.printf(`<p style="%s">%s</p>`+"\n", leadStyle, w.inline(p.text))
			continue
		}
		w.block(b)
	}
}

func (w *htmlWriter) block(b block) {
	switch b := b.(type) {
	case heading:
		w.heading(b)
	case paragraph:
		if w.small {
			w.printf(`<p class="soft" style="%s">%s</p>`+"\n", smallStyle, w.inline(b.text))
		} else {
			w.printf(`<p style="%s">%s</p>`+"\n", paraStyle, w.inline(b.text))
		}
	case list:
		w.list(b)
	case choices:
		w.choices(b)
	case chart:
		w.chart(b)
	case buttons:
		w.buttonTable(b.row)
		w.printf(`<p class="soft" style="%s">%s</p>`+"\n", hintStyle, html.EscapeString(w.lang.hintPlain))
	case quote:
		w.printf(`<blockquote class="line" style="%s">`+"\n", quoteStyle)
		for i, inner := range b.blocks {
			if p, ok := inner.(paragraph); ok && i == len(b.blocks)-1 {
				w.printf(`<p style="margin:0;">%s</p>`+"\n", w.inline(p.text))
				continue
			}
			w.block(inner)
		}
		w.printf("</blockquote>\n")
	case verbatim:
		w.printf(`<pre class="line" style="%s">%s</pre>`+"\n", copyStyle, html.EscapeString(strings.Join(b.lines, "\n")))
	case small:
		if !w.small {
			w.small = true
			w.printf(`<div class="line" style="%s">`+"\n", smallFirst)
		}
	}
}

func (w *htmlWriter) heading(h heading) {
	text := w.inline(h.text)
	if h.number > 0 {
		text = fmt.Sprintf("%d. %s", h.number, text)
	}
	style := minorStyle
	switch h.level {
	case 1:
		style = titleStyle
	case 2:
		style = headStyle
	}
	// No level is left out, so that a screen reader can go from one to the next.
	w.level = min(h.level, max(w.level, 1)+1, 3)
	w.printf(`<h%[1]d style="%[2]s">%[3]s</h%[1]d>`+"\n", w.level, style, text)
}

func (w *htmlWriter) list(l list) {
	tag, start := "ul", ""
	if l.ordered {
		tag = "ol"
		if l.start != 1 {
			start = fmt.Sprintf(` start="%d"`, l.start)
		}
	}
	w.printf(`<%s%s style="%s">`+"\n", tag, start, listStyle)
	for _, item := range l.items {
		w.printf(`<li style="%s">`, itemStyle)
		for i, b := range item {
			// The first paragraph stands beside the bullet, without a gap.
			if p, ok := b.(paragraph); ok && i == 0 {
				w.b.WriteString(w.inline(p.text))
				continue
			}
			w.block(b)
		}
		w.printf("</li>\n")
	}
	w.printf("</%s>\n", tag)
}

// keyWidth is the longest word to reply with, in characters, that has a column beside it.
const keyWidth = 15

// choices writes the answers to pick from: buttons where there is something to
// open, else two columns.
func (w *htmlWriter) choices(c choices) {
	var row []button
	for _, r := range c.rows {
		if r.href == "" {
			break
		}
		label := []span{{text: w.lang.reply + " "}, {text: r.key, strong: true}}
		if len(r.text) > 0 {
			label = append(label, span{text: w.lang.colon})
		}
		row = append(row, button{href: r.href, label: append(label, r.text...)})
	}
	if len(row) == len(c.rows) {
		w.buttonTable(row)
		w.printf(`<p class="soft" style="%s">%s</p>`+"\n", hintStyle, html.EscapeString(fmt.Sprintf(w.lang.hint, c.rows[0].key)))
		return
	}
	w.printf(`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="%s">`+"\n", tableStyle)
	long := slices.ContainsFunc(c.rows, func(r choice) bool { return length(r.key) > keyWidth })
	for _, r := range c.rows {
		key := html.EscapeString(r.key)
		if r.colon {
			key += html.EscapeString(strings.TrimRight(w.lang.colon, " "))
		}
		if long { // two columns would leave no room for the second on a phone
			w.printf(`<tr><td style="%s"><strong>%s</strong> %s</td></tr>`+"\n", valueStyle, key, w.inline(r.text))
			continue
		}
		w.printf(`<tr><td style="%s">%s</td><td style="%s">%s</td></tr>`+"\n", keyStyle, key, valueStyle, w.inline(r.text))
	}
	w.printf("</table>\n")
}

// buttonTable writes one button below the other, wide enough for a thumb.
func (w *htmlWriter) buttonTable(row []button) {
	w.printf(`<table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="%s">`+"\n", tableStyle)
	for i, b := range row {
		if i > 0 {
			w.printf(`<tr><td style="%s">&nbsp;</td></tr>`+"\n", gapStyle)
		}
		w.printf(`<tr><td class="line" style="%s"><a href="%s" style="%s">%s</a></td></tr>`+"\n",
			buttonCell, html.EscapeString(b.href), buttonStyle, w.inline(b.label))
	}
	w.printf("</table>\n")
}

func (w *htmlWriter) inline(spans []span) string {
	var b strings.Builder
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		switch {
		case s.line:
			b.WriteString("<br>\n")
		case s.href != "":
			label := s.text
			for i+1 < len(spans) && spans[i+1].href == s.href {
				i++
				label += spans[i].text
			}
			b.WriteString(w.anchor(label, s.href))
		default:
			b.WriteString(w.styled(s))
		}
	}
	return b.String()
}

// anchor writes a link so that its address is in sight, as the text part does.
func (w *htmlWriter) anchor(label, href string) string {
	before, address := "", shown(href)
	if label = strings.TrimSpace(label); label != "" && label != address && label != href {
		before = html.EscapeString(label + w.lang.colon)
	}
	return fmt.Sprintf(`%s<a href="%s" style="%s">%s</a>`, before, html.EscapeString(href), linkStyle, html.EscapeString(address))
}

func (w *htmlWriter) styled(s span) string {
	text := html.EscapeString(s.text)
	if s.code {
		text = w.lang.quotes[0] + text + w.lang.quotes[1]
	}
	if s.emph {
		text = "<em>" + text + "</em>"
	}
	if s.strong {
		text = "<strong>" + text + "</strong>"
	}
	return text
}
