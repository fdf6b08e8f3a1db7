package templates

import (
	"strings"
	"testing"

	"convene/daemon/sample"
)

// TestBook shows the book of a group in every language: of one that has ended and
// of one that has barely begun.
func TestBook(t *testing.T) {
	set := loaded(t)
	for _, lang := range sample.Languages() {
		for name, b := range sample.Books(lang) {
			d, err := set.Document(lang, "book", b)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, lang+"-"+name+".md", d.Markdown)
			if lang == "en" {
				golden(t, lang+"-"+name+".html", d.HTML)
			}
			for _, bad := range []string{"\n\n\n", " \n", "<no value>", "{{", "<b>", "  "} {
				if strings.Contains(strings.ReplaceAll(d.Markdown, "\n  ", "\n"), bad) {
					t.Errorf("%s/%s holds %q:\n%s", lang, name, bad, d.Markdown)
				}
			}
		}
	}
}
