package templates

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"convene/daemon/sample"
)

func TestDates(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 3, 10, 16, 0, 0, 0, vienna)
	source := "{{date .S}}|{{shortdate .S}}|{{daymonth .S}}|{{when .S}}|{{shortwhen .S}}|{{hours .S .E}}|{{hours .S .L}}|{{by .N}}|{{by .S}}|{{zone .S}}\n"
	data := map[string]any{"S": start, "E": start.Add(90 * time.Minute), "L": start.Add(9 * time.Hour), "N": start.Add(-4 * time.Hour)}
	for lang, want := range map[string]string{
		"en": "Tuesday 10 March|Tue 10 March|10 March|Tuesday 10 March, 16:00|Tue 10 March, 16:00|16:00 to 17:30|16:00 to Wed 11 March, 01:00|Tuesday noon|Tuesday at 16:00|Vienna",
		"de": "Dienstag, 10. März|Di, 10. März|10. März|Dienstag, 10. März, 16:00 Uhr|Di, 10. März, 16:00 Uhr|16:00 bis 17:30 Uhr|16:00 bis Mi, 11. März, 1:00 Uhr|Dienstagmittag|Dienstag um 16:00 Uhr|Wien",
		"es": "martes 10 de marzo|mar 10 de marzo|10 de marzo|martes 10 de marzo, 16:00|mar 10 de marzo, 16:00|de 16:00 a 17:30|de 16:00 al mié 11 de marzo, 01:00|martes a mediodía|martes a las 16:00|Viena",
		"fr": "mardi 10 mars|mar. 10 mars|10 mars|mardi 10 mars à 16 h|mar. 10 mars à 16 h|de 16 h à 17 h 30|de 16 h au mer. 11 mars à 1 h|mardi midi|mardi à 16 h|Vienne",
	} {
		t.Run(lang, func(t *testing.T) {
			got := strings.ReplaceAll(inLanguage(t, lang, source, data).Text, "\n", " ")
			if got = strings.TrimSpace(got); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// inLanguage renders one template as if it were of that language.
func inLanguage(t *testing.T, lang, source string, data any) Rendered {
	t.Helper()
	file := &fstest.MapFile{Data: []byte(source)}
	s, err := load(fstest.MapFS{"en/x.md": file, lang + "/x.md": file})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Render(lang, []Section{{Name: "x", Data: data}}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestForms(t *testing.T) {
	source := "{{list .Three}}|{{either .Two}}|{{list .One}}|{{plural 1 `a` `b`}}{{plural 2 `a` `b`}}|{{ordinal 1}} {{ordinal 2}} {{ordinal 11}} {{ordinal 23}}|{{count 7}} {{Count 12}} {{count 41}}|{{times 1}} {{times 2}} {{times 12}} {{times 30}}|{{decimal 3.666}}|{{quoted `say \"no\" now`}}|{{of `Ana`}} {{of `Ben`}} {{of `Émile`}} {{of (month .April)}}\n"
	data := map[string]any{"Three": []string{"Ana", "Ben", "Inés"}, "Two": []string{"uno", "ocho"}, "One": []string{"Ana"}, "April": time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
	for lang, want := range map[string]string{
		"en": `Ana, Ben and Inés|uno or ocho|Ana|ab|1st 2nd 11th 23rd|seven Twelve 41|once twice twelve times 30 times|3.7|"say 'no' now"|of Ana of Ben of Émile of April`,
		"de": `Ana, Ben und Inés|uno oder ocho|Ana|ab|1. 2. 11. 23.|sieben Zwölf 41|einmal zweimal zwölfmal 30-mal|3,7|„say ‚no‘ now“|von Ana von Ben von Émile von April`,
		"es": `Ana, Ben e Inés|uno u ocho|Ana|ab|1.º 2.º 11.º 23.º|siete Doce 41|una vez dos veces doce veces 30 veces|3,7|«say “no” now»|de Ana de Ben de Émile de abril`,
		"fr": `Ana, Ben et Inés|uno ou ocho|Ana|ab|1er 2e 11e 23e|sept Douze 41|une fois deux fois douze fois 30 fois|3,7|« say “no” now »|d'Ana de Ben d'Émile d'avril`,
	} {
		t.Run(lang, func(t *testing.T) {
			got := strings.TrimSpace(strings.ReplaceAll(inLanguage(t, lang, source, data).Text, "\n", " "))
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestCity(t *testing.T) {
	for zone, want := range map[string]string{
		"Africa/Lagos": "Lagos", "America/Argentina/Buenos_Aires": "Buenos Aires", "UTC": "UTC", "": "UTC",
		"Etc/GMT+3": "UTC−3", "Etc/GMT-5": "UTC+5", "Etc/GMT": "UTC",
	} {
		if got := english.city(zone); got != want {
			t.Errorf("%q is %q, want %q", zone, got, want)
		}
	}
}

func TestMailto(t *testing.T) {
	for _, c := range []struct{ to, subject, body, want string }{
		{"groups@example.org", "Yes, Tue 10 March (abc)", "yes", "mailto:groups@example.org?subject=Yes%2C%20Tue%2010%20March%20%28abc%29&body=yes"},
		{"groups@example.org", "", "", "mailto:groups@example.org"},
		{"groups@example.org", "", "one\ntwo", "mailto:groups@example.org?body=one%0D%0Atwo"},
		{"groups@example.org", "a\r\nBcc: x@example.org", "", "mailto:groups@example.org?subject=a%20Bcc%3A%20x%40example.org"},
		{"groups+k7f2x@example.org", "10 März & more + 5%", "", "mailto:groups%2Bk7f2x@example.org?subject=10%20M%C3%A4rz%20%26%20more%20%2B%205%25"},
		{"nobody", "", "", ""},
		{"a@example.org?bcc=b@example.org", "", "", ""},
		{"a@example.org, b@example.org", "", "", ""},
	} {
		if got := Mailto(c.to, c.subject, c.body); got != c.want {
			t.Errorf("Mailto(%q, %q, %q)\n= %s\nwant %s", c.to, c.subject, c.body, got, c.want)
		}
	}
}

func TestCountWords(t *testing.T) {
	if n := CountWords("Hello Ben,\n\n  A  Staying - with silence.\nhttps://example.org/a?b 16:00 *"); n != 8 {
		t.Errorf("%d words", n)
	}
}

func TestLoad(t *testing.T) {
	shippedToo := fstest.MapFS{
		"en/a.md": {Data: []byte("Ours.\n")}, "en/b.md": {Data: []byte("B.\n")}, "en/words.txt": {Data: []byte("yes: yes")},
		"de/a.md": {Data: []byte("Unseres.\n")},
	}
	own := fstest.MapFS{"en/a.md": {Data: []byte("Theirs {{.}}.\n")}, "en/words.txt": {Data: []byte("yes: aye\n")}, "en/README": {Data: []byte("{{")}, "it/words.txt": {Data: []byte("yes: sì\n")}}
	s, err := load(shippedToo, own)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, name, want, in string }{
		{"en", "a", "Theirs *x*.\n", "en"}, {"en", "b", "B.\n", "en"}, {"de", "a", "Unseres.\n", "de"},
		{"de-AT", "a", "Unseres.\n", "de"}, {"de", "b", "B.\n", "en"}, {"xx", "b", "B.\n", "en"},
	} {
		r, err := s.Render(c.lang, []Section{{Name: c.name, Data: "*x*"}}, "", nil)
		if err != nil || r.Text != c.want || r.Language != c.in {
			t.Errorf("%s/%s: %q in %s, %v; want %q in %s", c.lang, c.name, r.Text, r.Language, err, c.want, c.in)
		}
	}
	if w, _ := s.Words("en"); string(w) != "yes: yes\nyes: aye\n" {
		t.Errorf("words %q", w)
	}
	if _, ok := s.Words("de"); ok {
		t.Error("words of a language without any")
	}
	if got := strings.Join(s.WordLanguages(), " "); got != "en it" {
		t.Errorf("words of %q", got)
	}
	if r, err := s.Render("it", []Section{{Name: "b", Data: nil}}, "", nil); err != nil || r.Language != "en" {
		t.Errorf("a language of words alone: %+v, %v", r, err)
	}
	if got := strings.Join(s.Languages(), " "); got != "en" {
		t.Errorf("languages %q; German has not all templates", got)
	}
	if s, err = load(shippedToo, fstest.MapFS{"en/c.md": {Data: []byte("More.\n")}, "de/b.md": {Data: []byte("B.\n")}}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.Languages(), " "); got != "de en" {
		t.Errorf("languages %q; a template of one's own in English alone disables no other", got)
	}
	if _, err := s.Render("en", []Section{{Name: "nope", Data: nil}}, "", nil); err == nil {
		t.Error("an unknown template was rendered")
	}
}

func TestLoadSaysEveryMistake(t *testing.T) {
	_, err := load(fstest.MapFS{
		"en/a.md": {Data: []byte("One.\n{{if}}\n")}, "en/b.md": {Data: []byte("{{nofunction}}\n")},
		"en/c.md": {Data: []byte("\ue000")}, "en/d.md": {Data: []byte("\xff")}, "it/a.md": {Data: []byte("Ciao.\n")},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"en/a.md:2: missing value for if", "en/b.md:1: there is no function nofunction", "en/c.md:1: ", "en/d.md:1: not UTF-8", "it/a.md: letters can be in de, en, es, fr"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in:\n%v", want, err)
		}
	}
	if _, err := Load("/no/such/directory"); err == nil {
		t.Error("a directory that is not there")
	}
}

// TestShipped holds what is built in: every language complete.
func TestShipped(t *testing.T) {
	s := loaded(t)
	for tag, l := range s.languages {
		if l.table == nil {
			continue // words alone
		}
		if m := s.missing(l); len(m) > 0 {
			t.Errorf("%s lacks %v", tag, m)
		}
		if !slices.Contains(sample.Languages(), tag) {
			t.Errorf("%s has no sample letters", tag)
		}
	}
	seen := map[string]bool{}
	for _, m := range samples("en") {
		seen[m.frame] = true
		for _, sec := range m.sections {
			seen[sec.Name] = true
		}
	}
	for _, name := range s.Names() {
		if l := s.languages["en"]; !seen[name] && l.files[name] && name != "roles" && name != "agenda" && name != "book" {
			t.Errorf("no sample letter uses %s.md", name)
		}
	}
}

// TestFunctionsAreDocumented keeps the list in doc.go complete.
func TestFunctionsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for name := range functions(&english) {
		if name != "literal" && !regexp.MustCompile(`(\{\{|//.*[ \t])`+name+`\b`).Match(doc) {
			t.Errorf("doc.go does not tell of %s", name)
		}
	}
}
