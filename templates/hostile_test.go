package templates

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"convene/daemon/sample"

	"golang.org/x/net/html"
	"golang.org/x/text/cases"
	"pgregory.net/rapid"
)

// codes are the fields that hold what convene itself put there: kinds, states, tokens,
// figures, and lines to copy. Every other string is what somebody wrote.
var codes = []string{"Address", "Agenda", "Aliases", "Answer", "Asked", "Average", "Bar", "Class", "Does", "Email", "Entry", "File", "ID", "Kind",
	"Language", "Letter", "Mail", "Not", "Number", "Ref", "Role", "Sees", "State", "Token", "What", "Word", "Zone",
	"AgendaStep.Name", "MyChoice.About", "HealthFigure.About", "Series.Last"}

// spoilt is a copy of data in which every field that people fill has another value.
func spoilt(data any, value func() string) any {
	return spoil(reflect.ValueOf(data), "", "", value).Interface()
}

func spoil(v reflect.Value, of, field string, value func() string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && !slices.Contains(codes, field) && !slices.Contains(codes, of+"."+field) {
			return reflect.ValueOf(value()).Convert(v.Type())
		}
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(spoil(v.Index(i), of, field, value))
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
			out.Field(i).Set(spoil(v.Field(i), v.Type().Name(), f.Name, value))
		}
		return out
	}
	return v
}

// spoiltMail writes a sample with a value of its own in every place that people fill,
// and tells how many there are.
func spoiltMail(set *Set, lang string, m sampleMail, value func(place int) string) (Rendered, int, error) {
	places := 0
	next := func() string {
		places++
		return value(places - 1)
	}
	var sections []Section
	for _, s := range m.sections {
		sections = append(sections, Section{Name: s.Name, Data: spoilt(s.Data, next)})
	}
	r, err := set.Render(lang, sections, m.frame, spoilt(m.data, next))
	return r, places, err
}

// page is what a mail program makes of the HTML part: its elements with their
// attributes, each indented by its depth, its links, and its words.
type page struct {
	elements []string
	links    []string
	words    string
}

func parsed(t testing.TB, source string) (p page) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	var walk func(n *html.Node, depth int, shown bool)
	walk = func(n *html.Node, depth int, shown bool) {
		switch n.Type {
		case html.ElementNode:
			shown = shown && n.Data != "head"
			if n.Data == "br" { // words may bring line breaks along, into a quotation
				break
			}
			e := strings.Repeat(" ", depth) + n.Namespace + "<" + n.Data
			for _, a := range n.Attr {
				if n.Data == "a" && a.Key == "href" {
					p.links = append(p.links, a.Val)
					continue
				}
				shown = shown && a.Val != hiddenStyle
				e += fmt.Sprintf(" %s:%s=%q", a.Namespace, a.Key, a.Val)
			}
			p.elements = append(p.elements, e)
		case html.TextNode:
			if shown {
				words.WriteString(n.Data)
			}
		case html.CommentNode:
			p.elements = append(p.elements, "<!--")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1, shown)
		}
	}
	walk(root, 0, true)
	p.words = folded(words.String())
	return p
}

var fold = cases.Fold()

// folded is a text without what a letter may change in words: blanks, line breaks,
// capitals and the kind of quotation marks.
func folded(s string) string {
	return fold.String(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("\"'“”„«»‘’‚‹›", r) {
			return -1
		}
		return r
	}, s))
}

// payload is something that a person may write.
type payload struct {
	text  string
	words string // what somebody should read of it, folded
	tame  string // %03d is the place: a harmless word, a link where the text is one, an address where it is one
}

const word = "wort%03d"

func payloadOf(text string) payload {
	c := clean(text)
	p := payload{text, folded(c), word}
	switch link := checkLink(c); {
	case strings.HasPrefix(link, "mailto:"):
		p.tame = "mailto:" + word + "@example.org"
	case link != "":
		p.tame = "https://" + word + ".example.org/"
	case Mailto(c, "", "") != "":
		p.tame = word + "@example.org"
	}
	return p
}

func (p payload) harmless(place int) string { return fmt.Sprintf(p.tame, place) }

// payloads reads testdata/hostile.txt: texts, and what is a link or an address.
func payloads(t testing.TB) (texts, links []payload) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", "hostile.txt"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		times, literal, repeated := strings.Cut(line, " * ")
		n, err := strconv.Atoi(times)
		if !repeated || err != nil {
			n, literal = 1, line
		}
		s, err := strconv.Unquote(literal)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		s = strings.Repeat(s, n)
		if seen[s] {
			t.Fatalf("%s is there twice", line)
		}
		seen[s] = true
		if strings.Trim(clean(s), "\ufffd") == "" { // nothing is left of it, and what it stood in may go too
			s = "a" + s + "z"
		}
		if p := payloadOf(s); p.tame == word {
			texts = append(texts, p)
		} else {
			links = append(links, p)
		}
	}
	return texts, links
}

// TestHostile lets members write all kinds of things, another in each place of each
// letter: the letter around their words stays what it is, and the words are there.
func TestHostile(t *testing.T) {
	set := loaded(t)
	texts, links := payloads(t)
	if n := len(texts) + len(links); n < 200 {
		t.Errorf("only %d payloads", n)
	}
	letters, tries := 0, 0
	for _, lang := range sample.Languages() {
		for i, m := range samples(lang) {
			_, places, err := spoiltMail(set, lang, m, func(place int) string { return fmt.Sprintf(word, place) })
			if err != nil {
				t.Fatal(err)
			}
			if places == 0 {
				t.Errorf("%s/%s shows no word of anybody", lang, m.name)
				continue
			}
			every := sparse
			if lang != "en" {
				every *= 4
			}
			for _, some := range [][]payload{texts, links} {
				var tame Rendered
				for round := i % every; round*places < len(some); round += every {
					at := func(place int) payload { return some[(round*places+place)%len(some)] }
					if round == i%every || &some[0] == &links[0] {
						tame = tamed(t, set, lang, m, at)
					}
					checkHostile(t, set, lang, m, tame, at)
					letters, tries = letters+1, tries+places
				}
			}
		}
	}
	t.Logf("%d payloads, %d letters, %d places of them filled", len(texts)+len(links), letters, tries)
}

// tamed is a letter with harmless words in the places of payloads.
func tamed(t testing.TB, set *Set, lang string, m sampleMail, at func(place int) payload) Rendered {
	t.Helper()
	r, _, err := spoiltMail(set, lang, m, func(place int) string { return at(place).harmless(place) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func checkHostile(t testing.TB, set *Set, lang string, m sampleMail, tame Rendered, at func(place int) payload) {
	t.Helper()
	r, places, err := spoiltMail(set, lang, m, func(place int) string { return at(place).text })
	fail := func(format string, args ...any) {
		t.Helper()
		var with []string
		for place := range places {
			with = append(with, fmt.Sprintf("%.60q", at(place).text))
		}
		t.Errorf("%s/%s with %s: %s", lang, m.name, strings.Join(with, ", "), fmt.Sprintf(format, args...))
	}
	if err != nil {
		fail("%v", err)
		return
	}
	want, got := parsed(t, tame.HTML), parsed(t, r.HTML)
	if !slices.Equal(got.elements, want.elements) {
		fail("another structure:\n%s\nwant:\n%s", strings.Join(got.elements, "\n"), strings.Join(want.elements, "\n"))
	}
	checkLinks(fail, got.links, want.links, places, at)
	text, tameText := folded(r.Text), folded(tame.Text)
	for place := range places {
		p := at(place)
		if !strings.Contains(tameText, folded(p.harmless(place))) {
			continue // this letter does not show it
		}
		if !strings.Contains(text, p.words) {
			fail("the text does not show %.80q:\n%s", p.text, r.Text)
		}
		if !strings.Contains(got.words, p.words) {
			fail("the HTML does not show %.80q:\n%s", p.text, r.HTML)
		}
	}
	checkLines(fail, m, r)
}

// checkLinks: as many links as with harmless words, each to where those lead, or to
// the person's own address in full.
func checkLinks(fail func(string, ...any), got, want []string, places int, at func(place int) payload) {
	if len(got) != len(want) {
		fail("%d links instead of %d: %q", len(got), len(want), got)
		return
	}
	for i := range got {
		if got[i] == want[i] {
			continue
		}
		a, b := split(got[i]), split(want[i])
		for place := range places {
			tame := at(place).harmless(place)
			if want[i] == tame { // a person's own link, in full
				a, b = []string{got[i]}, []string{clean(at(place).text)}
				break
			}
			for j := range b {
				b[j] = strings.ReplaceAll(b[j], tame, clean(at(place).text))
			}
		}
		if !slices.EqualFunc(a, b, func(x, y string) bool { return folded(x) == folded(y) }) {
			fail("a link to %q (%q) instead of %q", got[i], a, b)
		}
	}
}

// split takes a link apart, so that what is filled in can be compared: a mailto link
// into address, subject and body.
func split(link string) []string {
	rest, ok := strings.CutPrefix(link, "mailto:")
	if !ok {
		return []string{link}
	}
	address, query, _ := strings.Cut(rest, "?")
	parts := []string{unpercent(address)}
	for _, f := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(f, "=")
		parts = append(parts, name, unpercent(value))
	}
	return parts
}

// checkLines: nothing that a mail program would act upon, and a subject of one line
// that ends with the reference.
func checkLines(fail func(string, ...any), m sampleMail, r Rendered) {
	for name, s := range map[string]string{"subject": r.Subject, "preheader": r.Preheader, "text": r.Text, "HTML": r.HTML} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool {
			return c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || invisible(c) || c >= 0xe0000 || unicode.Is(unicode.Co, c))
		}) {
			fail("the %s holds what it must not: %q", name, s)
		}
	}
	if strings.Contains(r.Subject+r.Preheader, "\n") || len([]rune(r.Subject)) > subjectLimit || len([]rune(r.Preheader)) > preheaderLimit {
		fail("subject %q, preheader %q", r.Subject, r.Preheader)
	}
	if !strings.HasSuffix(r.Subject, "("+m.data.Ref+")") {
		fail("no reference in %q", r.Subject)
	}
}

// TestHostileRandom is TestHostile with words that nobody thought of.
func TestHostileRandom(t *testing.T) {
	set := loaded(t)
	mails := samples("en")
	bits := rapid.SampledFrom([]string{"<", ">", "&", "\"", "'", "`", "*", "_", "[", "]", "(", ")", "!", "#", "-", "+", "1.", ":", "/", "\\", "\n", " ", "\t", "{{", "}}", "a", "é", "\u202e", "https://", "mailto:", "@", "|", "~", "="})
	rapid.Check(t, func(rt *rapid.T) {
		value := strings.Join(rapid.SliceOfN(bits, 1, 12).Draw(rt, "bits"), "")
		if clean(value) == "" {
			return
		}
		i := rapid.IntRange(0, len(mails)-1).Draw(rt, "mail")
		at := func(int) payload { return payloadOf(value) }
		checkHostile(t, set, "en", mails[i], tamed(t, set, "en", mails[i], at), at)
	})
}

// FuzzValue writes any text into any place of a template.
func FuzzValue(f *testing.F) {
	texts, links := payloads(f)
	for _, p := range append(texts, links...) {
		f.Add(p.text)
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
			if _, _, err := spoiltMail(s, "en", m, func(int) string { return value }); err != nil {
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
