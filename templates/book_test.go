package templates

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"convene/daemon/sample"

	"github.com/yuin/goldmark"
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

// TestHeadingKeepsItsSigns: what ends like the closing signs of a heading is not taken
// for them.
func TestHeadingKeepsItsSigns(t *testing.T) {
	b := sample.Books("en")["book-bare"]
	b.Meetings[0].Topic = "F ##"
	d, err := loaded(t).Document("en", "book", b)
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := goldmark.Convert([]byte(d.Markdown), &page); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), ": F ##</h3>") {
		t.Errorf("%s\n%s", d.Markdown, page.String())
	}
}

// TestHostileBook: whatever members wrote, the book is built as it is with harmless
// words, as a page and as Markdown, and shows what they wrote.
func TestHostileBook(t *testing.T) {
	set := loaded(t)
	texts, links := payloads(t)
	all := slices.Concat(texts, links)
	for _, lang := range sample.Languages() {
		full := sample.Books(lang)["book"]
		write := func(value func(place int) string) (page, page, Document, int) {
			t.Helper()
			places := 0
			d, err := set.Document(lang, "book", spoilt(full, func() string {
				places++
				return value(places - 1)
			}))
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			if err := goldmark.Convert([]byte(d.Markdown), &b); err != nil {
				t.Fatal(err)
			}
			return parsed(t, d.HTML), parsed(t, b.String()), d, places
		}
		wantPage, wantMarkdown, _, places := write(func(place int) string { return fmt.Sprintf(word, place) })
		for round := 0; round*places < len(all); round++ {
			at := func(place int) payload { return all[(round*places+place)%len(all)] }
			html, markdown, d, _ := write(func(place int) string { return at(place).text })
			for what, p := range map[string][2]page{"page": {html, wantPage}, "Markdown": {markdown, wantMarkdown}} {
				got, want := p[0], p[1]
				if !slices.Equal(got.elements, want.elements) || len(got.links) > 0 {
					t.Errorf("%s, round %d: the %s is built differently, with the links %q:\n%s\n%s", lang, round, what, got.links, strings.Join(got.elements, "\n"), d.Markdown)
				}
				for place := range places {
					if strings.Contains(want.words, fmt.Sprintf(word, place)) && !strings.Contains(got.words, at(place).words) {
						t.Errorf("%s, round %d: the %s does not show %q:\n%s", lang, round, what, at(place).text, d.Markdown)
					}
				}
			}
		}
	}
}
