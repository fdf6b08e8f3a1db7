package templates

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/sample"
)

var pagesDir = flag.String("pages", "", "folder to write the HTML part of every sample to, as LANGUAGE-NAME.html")

// TestPages writes the HTML part of every sample in every language for `make screenshots`, which opens them in a
// browser, and the English ones once more with words that are too long for any line. A sample that overwrites
// another would never be looked at.
func TestPages(t *testing.T) {
	dir := *pagesDir
	if dir == "" {
		dir = t.TempDir()
	}
	write := func(name, page string) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(dir, name+".html"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(page); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	everyMail(t, func(_ *testing.T, name string, _ sampleMail, r Rendered) {
		write(strings.Replace(name, "/", "-", 1), r.HTML)
	})
	set := loaded(t)
	for _, m := range samples("en") {
		r, _, err := spoiltMail(set, "en", m, func(int) string {
			return strings.Repeat("Donaudampfschifffahrtsgesellschaft", 4) + " https://example.org/" + strings.Repeat("0123456789", 12)
		})
		if err != nil {
			t.Fatal(err)
		}
		write("long-"+m.name, r.HTML)
	}
	for _, lang := range sample.Languages() {
		for name, b := range sample.Books(lang) {
			d, err := set.Document(lang, "book", b)
			if err != nil {
				t.Fatal(err)
			}
			write(lang+"-"+name, d.HTML)
		}
	}
}
