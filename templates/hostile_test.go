package templates

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"convene/daemon/sample"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// free are the fields that hold what people wrote: any text at all.
var free = []string{"Name", "Group", "Purpose", "Place", "WasPlace", "Topic", "Text", "Words", "Who", "From", "Another",
	"Objective", "YouSaid", "Operator", "Example", "Goals", "Pool", "SoFar"}

// spoilt is a copy of data with every free field set to value.
func spoilt(data any, value string) any {
	v := reflect.New(reflect.TypeOf(data)).Elem()
	v.Set(reflect.ValueOf(data))
	return spoil(v, "", value).Interface()
}

func spoil(v reflect.Value, field, value string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && slices.Contains(free, field) {
			return reflect.ValueOf(value)
		}
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(spoil(v.Index(i), field, value))
		}
		return out
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range v.NumField() {
			f := v.Type().Field(i)
			out.Field(i).Set(spoil(v.Field(i), f.Name, value))
		}
		return out
	}
	return v
}

// spoiltMail writes a sample with every free field set to value.
func spoiltMail(set *Set, lang string, m sampleMail, value string) (Rendered, error) {
	var sections []Section
	for _, s := range m.sections {
		sections = append(sections, Section{s.Name, spoilt(s.Data, value)})
	}
	return set.Render(lang, sections, m.frame, spoilt(m.data, value))
}

// skeleton is a page without its words and without the line breaks that words
// may bring along.
func skeleton(t testing.TB, page string) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		switch tok.Type {
		case html.StartTagToken, html.SelfClosingTagToken:
			if tok.Data == "br" {
				continue
			}
			b.WriteString("<" + tok.Data)
			for _, a := range tok.Attr {
				if a.Key == "href" {
					scheme, _, _ := strings.Cut(a.Val, ":")
					if !slices.Contains([]string{"http", "https", "mailto"}, scheme) {
						t.Errorf("link to %q", a.Val)
					}
					a.Val = scheme
				}
				fmt.Fprintf(&b, " %s=%q", a.Key, a.Val)
			}
			b.WriteString(">\n")
		case html.EndTagToken:
			b.WriteString("</" + tok.Data + ">\n")
		case html.CommentToken:
			b.WriteString("<!--\n")
		}
	}
	return b.String()
}

var payloads = []string{
	"<b>bold</b>", "<script>alert(1)</script>", "</td></tr></table>", "<!-- ", "\"><img src=x onerror=y>", "&lt;b&gt;",
	"# Heading", "## 1. Ask", "1. one", "- item", "* item", "+ item", "> quote", "---", "***", "```", "    code", "\tcode",
	"**bold**", "__bold__", "*emph*", "_emph_", "`code`", "``", "[x](https://evil.example)", "[x](javascript:alert(1))", "![x](https://evil.example/i.png)",
	"<https://evil.example>", "<javascript:x>", "[x]: https://evil.example", "[x][x]", "a](mailto:x@example.org \"button\")", "](", "\\", "\\[", "\\`",
	"{{.Name}}", "{{define \"x\"}}", "%s %d %!", "&amp; &nbsp; &#42;x&#42;",
	"a\nb", "a\n\nb", "a\n\n# b", "a\n- b\n- c", "a\n---", "a\n\n---\n\nb", "a\r\nSubject: x\r\n\r\nb", "\nSubject: x\n\n", "Subject: x", "Preheader: x",
	"\ue000\ue100", "\ue102", "\u202etxt", "\u200b", "a\x00b", "\xff\xfe", "\x1b[31m", "\u2028x", "e\u0301\u0301", "👩‍👩‍👧", strings.Repeat("x", 300), strings.Repeat("y ", 200),
	"| a | b |\n|---|---|\n| c | d |", "term\n: definition", "- [ ] todo", "===", "a\n===", "~~x~~", "https://example.org/?a=1&b=<c>", "mailto:x@example.org",
	"javascript://evil.example/%0aalert(1)", "data:text/html,x", "file://host/etc/passwd", "JavaScript:alert(1)",
}

// TestHostile lets members write all kinds of things: the letter around their
// words stays what it is.
func TestHostile(t *testing.T) {
	set := loaded(t)
	for _, lang := range sample.Languages() {
		for _, m := range samples(lang) {
			plain, err := spoiltMail(set, lang, m, "word")
			if err != nil {
				t.Fatal(err)
			}
			want := skeleton(t, plain.HTML)
			some := payloads
			if lang != "en" { // the code is the same, the templates are not
				some = payloads[:len(payloads)/8]
			}
			for _, p := range some {
				checkHostile(t, set, lang, m, p, want)
			}
		}
	}
}

func checkHostile(t testing.TB, set *Set, lang string, m sampleMail, value, want string) {
	t.Helper()
	r, err := spoiltMail(set, lang, m, value)
	if err != nil {
		t.Errorf("%s/%s with %q: %v", lang, m.name, value, err)
		return
	}
	// What cleans down to nothing may leave out what it stood in.
	if strings.Trim(clean(value), "\ufffd") != "" {
		if got := skeleton(t, r.HTML); got != want && clean(value) != "" && checkLink(clean(value)) == "" {
			t.Errorf("%s/%s with %q has another structure:\n%s\nwant:\n%s", lang, m.name, value, got, want)
		}
	}
	for name, s := range map[string]string{"subject": r.Subject, "preheader": r.Preheader, "text": r.Text, "HTML": r.HTML} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return c != '\n' && (c < ' ' || c == 0x7f || invisible(c) || reserved(c)) }) {
			t.Errorf("%s/%s with %q: the %s holds what it must not: %q", lang, m.name, value, name, s)
		}
	}
	if strings.Contains(r.Subject+r.Preheader, "\n") || len([]rune(r.Subject)) > subjectLimit {
		t.Errorf("%s/%s with %q: subject %q", lang, m.name, value, r.Subject)
	}
	if !strings.HasSuffix(r.Subject, "("+m.data.Ref+")") {
		t.Errorf("%s/%s with %q: no reference in %q", lang, m.name, value, r.Subject)
	}
}

// TestHostileRandom is TestHostile with words that nobody thought of.
func TestHostileRandom(t *testing.T) {
	set := loaded(t)
	mails := samples("en")
	wanted := make([]string, len(mails))
	for i, m := range mails {
		r, err := spoiltMail(set, "en", m, "word")
		if err != nil {
			t.Fatal(err)
		}
		wanted[i] = skeleton(t, r.HTML)
	}
	bits := rapid.SampledFrom([]string{"<", ">", "&", "\"", "'", "`", "*", "_", "[", "]", "(", ")", "!", "#", "-", "+", "1.", ":", "/", "\\", "\n", " ", "\t", "{{", "}}", "a", "é", "\u202e", "https://", "mailto:", "@", "|", "~", "="})
	rapid.Check(t, func(rt *rapid.T) {
		value := strings.Join(rapid.SliceOfN(bits, 1, 12).Draw(rt, "bits"), "")
		if clean(value) == "" {
			return
		}
		i := rapid.IntRange(0, len(mails)-1).Draw(rt, "mail")
		checkHostile(t, set, "en", mails[i], value, wanted[i])
	})
}

// FuzzValue writes any text into any place of a template.
func FuzzValue(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	s, err := Load("")
	if err != nil {
		f.Fatal(err)
	}
	mails := samples("en")
	f.Fuzz(func(t *testing.T, value string) {
		if len(value) > 10_000 {
			return
		}
		for _, m := range mails[:8] {
			if _, err := spoiltMail(s, "en", m, value); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkRender(b *testing.B) {
	set := loaded(b)
	mails := samples("en")
	i := slices.IndexFunc(mails, func(m sampleMail) bool { return m.name == "letter-turn" })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := set.Render("en", mails[i].sections, mails[i].frame, mails[i].data); err != nil {
			b.Fatal(err)
		}
	}
}
