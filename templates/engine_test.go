package templates

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// tiny loads an English set made of the given files, name to source.
func tiny(t *testing.T, files map[string]string) *Set {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range files {
		fsys["en/"+name+".md"] = &fstest.MapFile{Data: []byte(src)}
	}
	s, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// one renders a single template without a frame.
func one(t *testing.T, source string, data any) Rendered {
	t.Helper()
	r, err := tiny(t, map[string]string{"x": source}).Render("en", []Section{{"x", data}}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTextPart(t *testing.T) {
	long := "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
	for _, c := range []struct {
		name, source string
		data         any
		want         string
	}{
		{"paragraphs and breaks", "One.\nTwo.\n\nThree.\n", nil, "One.\nTwo.\n\nThree.\n"},
		{"wrapped", long + "\n", nil, "one two three four five six seven eight nine ten eleven twelve thirteen\nfourteen\n"},
		{"bullets hang", "- " + long + "\n", nil, "  - one two three four five six seven eight nine ten eleven twelve\n    thirteen fourteen\n"},
		{"numbers", "3. Three?\n4. Four?\n", nil, "3. Three?\n4. Four?\n"},
		{"two asks keep numbers", "## {{number 1}}Can you come?\nA line.\n\n## {{number 2}}What next?\n", nil,
			"1. CAN YOU COME?\nA line.\n\n2. WHAT NEXT?\n"},
		{"one ask loses its number", "## {{number 1}}Can you come?\nA line.\n", nil, "CAN YOU COME?\nA line.\n"},
		{"no ask", "## {{number 0}}Can you come?\n", nil, "CAN YOU COME?\n"},
		{"reply words", "Reply with one:\n- `yes`: I'll come\n- `no`: I can't\n\nOwn words work.\n", nil,
			"Reply with one:\n  yes: I'll come\n  no: I can't\nOwn words work.\n"},
		{"ballot", "{{range .}}\n- `{{.}}` Topic {{.}}\n{{end}}\n\nAdd letters.\n", []string{"A", "B"}, "  A  Topic A\n  B  Topic B\nAdd letters.\n"},
		{"buttons with words", "Reply:\n- [`yes`: I'll come]({{mailto \"a@example.org\" \"s\" \"yes\"}} \"button\")\n", nil, "Reply:\n  yes: I'll come\n"},
		{"buttons alone", "One.\n\n[Yes](mailto:a@example.org \"button\") [No](mailto:b@example.org \"button\")\n\nTwo.\n", nil, "One.\n\nTwo.\n"},
		{"links", "[the room](https://example.org/a) or <https://example.org/b> or [a@example.org](mailto:a@example.org)\n", nil,
			"the room: https://example.org/a or https://example.org/b or\na@example.org\n"},
		{"quotation", "They wrote:\n> {{.}}\n\nThat was it.\n", "one\n\n> two", "They wrote:\n  one\n\n  > two\n\nThat was it.\n"},
		{"value breaks elsewhere", "{{.}}\n", "one\ntwo", "one two\n"},
		{"code", "Write `less`.\n", nil, "Write \"less\".\n"},
		{"control lines vanish", "One.\n{{if true}}\nTwo.\n{{else}}\nThree.\n{{end}}\n{{/* a\ncomment */}}\nFour.\n", nil, "One.\nTwo.\nFour.\n"},
		{"empty value", "A **{{.}}** b `{{.}}` c.\n", "", "A b c.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := one(t, c.source, c.data).Text; got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		data   any
	}{
		"missing field":  {"{{.Nope}}", struct{ Name string }{}},
		"missing key":    {"{{.nope}}", map[string]any{}},
		"a bare time":    {"{{.}}", time.Unix(0, 0)},
		"a time not set": {"{{date .}}", time.Time{}},
		"a list":         {"{{.}}", []string{"a"}},
		"nothing":        {"{{.}}", nil},
		"no address":     {"{{mailto \"nobody\" \"\" \"\"}}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := tiny(t, map[string]string{"x": c.source + "\n"})
			if r, err := s.Render("en", []Section{{"x", c.data}}, "", nil); err == nil {
				t.Errorf("rendered %q", r.Text)
			}
		})
	}
}

func TestSubject(t *testing.T) {
	s := tiny(t, map[string]string{
		"a":      "Subject: {{.}} news\n\nText of a.\n",
		"b":      "Subject: other\nPreheader: Of b.\n\nText of b.\n",
		"letter": "Subject: {{subject}} · {{.}} (abcde)\n\nHello,\n\n{{body}}\n\n---\n\nSmall print.\n",
	})
	r, err := s.Render("en", []Section{{"a", "Tue\r\nBcc: x@example.org"}, {"b", nil}}, "letter", "Group")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Tue Bcc: x@example.org news · Group (abcde)"; r.Subject != want {
		t.Errorf("subject %q, want %q", r.Subject, want)
	}
	if want := "Hello,\n\nText of a.\n\nText of b.\n\nSmall print.\n"; r.Text != want {
		t.Errorf("text %q, want %q", r.Text, want)
	}
	if r.Preheader != "Text of a." {
		t.Errorf("preheader %q", r.Preheader)
	}
	r, err = s.Render("en", []Section{{"a", strings.Repeat("long ", 100)}}, "letter", "Group")
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(r.Subject)); n > subjectLimit || !strings.HasSuffix(r.Subject, "… · Group (abcde)") {
		t.Errorf("subject of %d characters: %q", n, r.Subject)
	}
}
