package templates

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The bars of a chart are as long as their values beside the largest; what is nothing or less has none. Whoever
// cannot see them has the figures: in the text part, and in a table with a header for each row.
func TestChart(t *testing.T) {
	type row struct {
		Of string
		N  any
	}
	r := one(t, "How many:\n{{range .}}\n- {{.Of}}: {{bar .N}}{{printf \"%v\" .N}} there\n{{end}}\n", []row{
		{"10 March", 8}, {"<b>24</b> | March", 4}, {"7 April", 0}, {"21 April", 0.02}, {"5 May", -3},
	})
	if want := "How many:\n  - 10 March: 8 there\n  - <b>24</b> | March: 4 there\n  - 7 April: 0 there\n  - 21 April: 0.02 there\n  - 5 May: -3 there\n"; r.Text != want {
		t.Errorf("text:\n%s\nwant:\n%s", r.Text, want)
	}
	doc, err := html.Parse(strings.NewReader(r.HTML))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for n := range doc.Descendants() {
		if n.Data != "th" {
			continue
		}
		if attr(n, "scope") != "row" {
			t.Errorf("%q is no header of its row", inner(n))
		}
		figure := n.NextSibling
		line := inner(n) + "=" + inner(figure)
		if b := figure.NextSibling.FirstChild; b != nil {
			if attr(b, "aria-hidden") != "true" || attr(b, "role") != "presentation" {
				t.Errorf("the bar of %q is read out", inner(n))
			}
			line += " " + attr(b, "width")
		}
		rows = append(rows, line)
	}
	if got, want := strings.Join(rows, "\n"), "10 March=8 there 100%\n<b>24</b> | March=4 there 50%\n7 April=0 there\n21 April=0.02 there 1%\n5 May=-3 there"; got != want {
		t.Errorf("HTML:\n%s\nwant:\n%s", got, want)
	}
	d, err := tiny(t, map[string]string{"x": "Subject: T\n\n- March: {{bar 3}}3\n- April: {{bar 4}}4\n"}).Document("en", "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "\n- March: 3\n- April: 4\n"; !strings.HasSuffix(d.Markdown, want) {
		t.Errorf("%q does not end with %q", d.Markdown, want)
	}
}

// A bar that stands elsewhere prints nothing and breaks nothing.
func TestBarOutOfPlace(t *testing.T) {
	for source, want := range map[string]string{
		"A {{bar 3}}word.\n":                   "A word.\n",
		"- a: {{bar 1}}1\n- b\n":               "  - a: 1\n  - b\n",
		"1. a: {{bar 1}}1\n2. b: {{bar 2}}2\n": "1. a: 1\n2. b: 2\n",
		"- a {{bar 1}}{{bar 2}}1\n":            "  - a 1\n",
		"- {{bar 1}}\n- a\n":                   "  - a\n",
	} {
		r := one(t, source, nil)
		if r.Text != want {
			t.Errorf("%q: %q, want %q", source, r.Text, want)
		}
		if regexp.MustCompile(`<th|` + barColour).MatchString(r.HTML) {
			t.Errorf("%q is a chart:\n%s", source, r.HTML)
		}
	}
}

func TestBarWantsNumbers(t *testing.T) {
	for _, v := range []any{"3", nil, math.NaN(), math.Inf(1), []int{1}} {
		if got, err := bar(v); err == nil {
			t.Errorf("bar %v: %q", v, got)
		}
	}
	if got := fmt.Sprint(chart{}.share(chartRow{})); got != "0" {
		t.Errorf("nothing is %s %% of nothing", got)
	}
}
