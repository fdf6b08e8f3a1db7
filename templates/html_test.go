package templates

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"convene/daemon/sample"

	"golang.org/x/net/html"
)

// allowed are the elements and attributes a letter is made of. What is missing
// here (img, script, form, class names of others, anything with src) has no
// business in one.
var allowed = map[string][]string{
	"html": {"lang", "dir"}, "head": nil, "title": nil, "style": nil, "meta": {"charset", "name", "content"},
	"body": {"class", "style"}, "div": {"class", "style"}, "p": {"class", "style"}, "br": nil, "strong": nil, "em": nil,
	"h1": {"style"}, "h2": {"style"}, "h3": {"style"}, "ul": {"style"}, "ol": {"style", "start"}, "li": {"style"},
	"blockquote": {"class", "style"}, "pre": {"class", "style"}, "a": {"href", "style"}, "tbody": nil, "tr": nil, "td": {"class", "style", "align", "width", "bgcolor"}, "th": {"scope", "style"},
	"table": {"lang", "dir", "role", "aria-hidden", "class", "style", "width", "cellpadding", "cellspacing", "border"},
}

// everyMail calls f with each sample in each language.
func everyMail(t *testing.T, f func(t *testing.T, name string, m sampleMail, r Rendered)) {
	t.Helper()
	set := loaded(t)
	for _, lang := range sample.Languages() {
		for _, m := range samples(lang) {
			r, err := set.Render(lang, m.sections, m.frame, m.data)
			if err != nil {
				t.Fatal(err)
			}
			f(t, lang+"/"+m.name, m, r)
		}
	}
}

func TestHTMLHasNothingButText(t *testing.T) {
	everyMail(t, func(t *testing.T, name string, _ sampleMail, r Rendered) {
		doc, err := html.Parse(strings.NewReader(r.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.CommentNode {
				t.Errorf("%s: comment %q", name, n.Data)
			}
			if n.Type != html.ElementNode {
				continue
			}
			attrs, ok := allowed[n.Data]
			if !ok {
				t.Errorf("%s: element %s", name, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attrs, a.Key) {
					t.Errorf("%s: attribute %s of %s", name, a.Key, n.Data)
				}
				if a.Key == "style" && (strings.Contains(a.Val, "url(") || strings.Contains(a.Val, "@import")) {
					t.Errorf("%s: style %q", name, a.Val)
				}
			}
			if n.Data == "a" {
				checkAnchor(t, name, n)
			}
			if (n.Data == "html" || n.Data == "table" && n.Parent.Data == "body") && attr(n, "lang") != r.Language {
				t.Errorf("%s: lang=%q of %s", name, attr(n, "lang"), n.Data)
			}
		}
	})
}

// checkAnchor demands that a reader sees where a link leads: the address itself,
// or a button that opens a mail to the group.
func checkAnchor(t *testing.T, name string, n *html.Node) {
	t.Helper()
	href := attr(n, "href")
	u, err := url.Parse(href)
	if err != nil {
		t.Errorf("%s: link %q: %v", name, href, err)
		return
	}
	switch u.Scheme {
	case "https":
		if inner(n) != href {
			t.Errorf("%s: %q leads to %s", name, inner(n), href)
		}
	case "mailto":
		q := u.Query()
		if q.Has("subject") { // a button
			if u.Opaque != "groups@example.org" || !strings.Contains(q.Get("subject"), "(k7f2xq4mz9trw3ab)") || !strings.Contains(inner(n), q.Get("body")) {
				t.Errorf("%s: button %q opens %s", name, inner(n), href)
			}
		} else if inner(n) != u.Opaque {
			t.Errorf("%s: %q writes to %s", name, inner(n), href)
		}
	default:
		t.Errorf("%s: link %q", name, href)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// inner is the text below a node.
func inner(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestPartsAgree takes both parts apart into words: the HTML part may only add
// what belongs to its buttons.
func TestPartsAgree(t *testing.T) {
	everyMail(t, func(t *testing.T, name string, _ sampleMail, r Rendered) {
		doc, err := html.Parse(strings.NewReader(r.HTML))
		if err != nil {
			t.Fatal(err)
		}
		var page strings.Builder
		hidden := false
		number := 0
		for n := range doc.Descendants() {
			switch {
			case n.Type == html.ElementNode && n.Data == "ol":
				number, _ = strconv.Atoi(attr(n, "start"))
				number = max(number, 1)
			case n.Type == html.ElementNode && n.Data == "li" && n.Parent.Data == "ol":
				page.WriteString(" " + strconv.Itoa(number) + ". ")
				number++
			case n.Type == html.ElementNode && n.Data == "li":
				page.WriteString(" - ")
			case n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "title":
				if hidden = attr(n.Parent, "style") == hiddenStyle || attr(n.Parent, "style") == hintStyle; !hidden {
					data := n.Data
					if n.Parent.Data == "a" {
						data = strings.TrimPrefix(data, tables[r.Language].reply+" ")
					}
					page.WriteString(data + " ")
				}
			}
		}
		squeeze := func(s string) string {
			return strings.ToLower(strings.Join(regexp.MustCompile(`[^\pL\pN]+`).Split(s, -1), " "))
		}
		if got, want := strings.TrimSpace(squeeze(page.String())), strings.TrimSpace(squeeze(r.Text)); got != want {
			t.Errorf("%s: the parts differ.\nHTML: %s\ntext: %s", name, got, want)
		}
	})
}

// TestContrast computes WCAG 2 contrast for every pair of colours: as written,
// in dark mode, and where a client inverts either by itself.
func TestContrast(t *testing.T) {
	invert := func(c [3]float64) [3]float64 { return [3]float64{1 - c[0], 1 - c[1], 1 - c[2]} }
	// Some clients turn lightness around and keep the hue.
	turn := func(c [3]float64) [3]float64 {
		sum := max(c[0], c[1], c[2]) + min(c[0], c[1], c[2])
		return [3]float64{c[0] + 1 - sum, c[1] + 1 - sum, c[2] + 1 - sum}
	}
	same := func(c [3]float64) [3]float64 { return c }
	for _, mode := range []struct {
		name   string
		ground string
		inks   map[string]float64 // colour, least contrast
	}{
		{"light", lightGround, map[string]float64{lightText: 7, lightSoft: 4.5, lightLink: 4.5, lightLine: 3, barColour: 3}},
		{"dark", darkGround, map[string]float64{darkText: 7, darkSoft: 4.5, darkLink: 4.5, darkLine: 3, barColour: 3}},
	} {
		for how, f := range map[string]func([3]float64) [3]float64{"as written": same, "inverted": invert, "lightness turned": turn} {
			for ink, least := range mode.inks {
				if got := contrast(f(colour(t, ink)), f(colour(t, mode.ground))); got < least {
					t.Errorf("%s, %s: %s on %s has %.2f, needs %.1f", mode.name, how, ink, mode.ground, got, least)
				}
			}
		}
	}
}

func colour(t *testing.T, hex string) [3]float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return [3]float64{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

func contrast(a, b [3]float64) float64 {
	light := func(c [3]float64) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := c[i]
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestColours finds no colour in a page that TestContrast does not know.
func TestColours(t *testing.T) {
	known := []string{lightGround, lightText, lightSoft, lightLink, lightLine, barColour, darkGround, darkText, darkSoft, darkLink, darkLine}
	everyMail(t, func(t *testing.T, name string, _ sampleMail, r Rendered) {
		for _, c := range regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`).FindAllString(r.HTML, -1) {
			if !slices.Contains(known, c) {
				t.Errorf("%s: colour %s", name, c)
			}
		}
	})
}

// Lines to copy keep their breaks and blanks, and what they hold is no markup.
func TestLinesToCopy(t *testing.T) {
	r := one(t, "Copy:\n\n{{copy .}}\n", "[[group]]\n  name = \"<b>A & B</b>\"\n\n  # *two*")
	if want := "\">[[group]]\n  name = &#34;&lt;b&gt;A &amp; B&lt;/b&gt;&#34;\n\n  # *two*</pre>"; !strings.Contains(r.HTML, want) {
		t.Errorf("%s\nis not in\n%s", want, r.HTML)
	}
	set := tiny(t, map[string]string{"x": "Subject: T\n\nCopy:\n\n{{copy .}}\n"})
	d, err := set.Document("en", "x", "a\n\n  b `c`")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Copy:\n\n    a\n\n      b `c`\n"; !strings.HasSuffix(d.Markdown, want) {
		t.Errorf("%q does not end with %q", d.Markdown, want)
	}
}
