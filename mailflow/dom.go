package mailflow

import (
	"strings"

	"golang.org/x/net/html"
)

// renderHTML gives the text of HTML as lines.
func renderHTML(markup string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if skip == 0 {
				out.WriteString(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "style", "script", "title":
				skip++
			case "br", "p", "div", "tr", "li", "blockquote":
				out.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "style", "script", "title":
				skip = max(0, skip-1)
			case "p", "div", "tr", "li", "blockquote":
				out.WriteByte('\n')
			}
		}
	}
}
