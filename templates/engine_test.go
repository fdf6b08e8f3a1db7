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
	r, err := tiny(t, map[string]string{"x": source}).Render("en", []Section{{Name: "x", Data: data}}, "", nil)
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
		{"lines to copy", "Copy:\n\n{{copy .}}\n\nDone.\n", "[[group]]\n  id = \"a\"\n\n  # " + long, "Copy:\n\n[[group]]\n  id = \"a\"\n\n  # " + long + "\n\nDone.\n"},
		{"lines to copy in an item", "1. Copy:\n\n   {{copy .}}\n2. Done.\n", "*one*\n> two", "1. Copy:\n\n   *one*\n   > two\n2. Done.\n"},
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
			if r, err := s.Render("en", []Section{{Name: "x", Data: c.data}}, "", nil); err == nil {
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
	r, err := s.Render("en", []Section{{Name: "a", Data: "Tue\r\nBcc: x@example.org"}, {Name: "b", Data: nil}}, "letter", "Group")
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
	r, err = s.Render("en", []Section{{Name: "a", Data: strings.Repeat("long ", 100)}}, "letter", "Group")
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(r.Subject)); n > subjectLimit || !strings.HasSuffix(r.Subject, "… · Group (abcde)") {
		t.Errorf("subject of %d characters: %q", n, r.Subject)
	}
}

func TestFrame(t *testing.T) {
	s := tiny(t, map[string]string{
		"a":        "Subject: A\n\nText of a.\n",
		"list":     "- One.\n- Two.\n",
		"plain":    "Footer: none\nSubject: Plain\n\nThe last.\n",
		"frame":    "Subject: {{subject}} (abcde)\n\n{{body}}\n\n---\n\nAlways.\n\n{{foot}}Mostly.\n",
		"bodyless": "Hello,\n\nand {{body}} inside a sentence.\n",
		"greeting": "Hello,\n\n{{body}}\n\nBye.\n",
		"marked":   "Subject: {{subject}}\n\n{{body}}\n\n## {{subject}}x\nAgain {{body}}{{foot}}here.\n",
	})
	for _, c := range []struct{ section, frame, want string }{
		{"a", "frame", "Text of a.\n\nAlways.\n\nMostly.\n"},
		{"plain", "frame", "The last.\n\nAlways.\n"},
		{"list", "greeting", "Hello,\n\n  - One.\n  - Two.\n\nBye.\n"},
		{"a", "marked", "Text of a.\n\nX\nAgain here.\n"},
	} {
		r, err := s.Render("en", []Section{{Name: c.section, Data: nil}}, c.frame, nil)
		if err != nil || r.Text != c.want || strings.ContainsFunc(r.HTML, reserved) {
			t.Errorf("%s in %s: %q, %v; want %q", c.section, c.frame, r.Text, err, c.want)
		}
	}
	if r, err := s.Render("en", []Section{{Name: "a", Data: nil}}, "bodyless", nil); err == nil {
		t.Errorf("a frame without a place for its sections gave %q", r.Text)
	}
}

func TestPrompts(t *testing.T) {
	r := one(t, "## {{number 1}}Can you `come`?\n\n2. What helped?\n3. What else?\n", nil)
	for n, want := range map[int]string{1: `CAN YOU "COME"?`, 2: "What helped?", 3: "What else?"} {
		if r.Prompts[n] != want {
			t.Errorf("prompt %d is %q, want %q", n, r.Prompts[n], want)
		}
	}
	if r := one(t, "## {{number 4}}Alone?\n", nil); r.Prompts[4] != "ALONE?" || r.Text != "ALONE?\n" {
		t.Errorf("%q %v", r.Text, r.Prompts)
	}
}

func TestFirstSentence(t *testing.T) {
	for source, want := range map[string]string{
		"Seven of us met. Ben led.\n":                                  "Seven of us met. Ben led.",
		"Not so? Just say. Or not at all.\n":                           "Not so? Just say. Or not at all.",
		"Too much mail? Choose:\n- a\n":                                "Too much mail?",
		"Twenty characters it has. Ben led.\n":                         "Twenty characters it has.",
		"Where and when:\nTuesday, 16:00.\n":                           "Tuesday, 16:00.",
		"- a list\n\n<https://example.org>\nCome, will you? Or not.\n": "Come, will you? Or not.",
		"Am 10. März treffen wir uns. Gut.\n":                          "Am 10. März treffen wir uns.",
		"Write to a.b or c. d, e.g. now. Then wait.\n":                 "Write to a.b or c. d, e.g. now.",
		"{{range .}}{{.}} {{end}}.\n":                                  strings.Repeat("long ", 26) + "long…",
	} {
		if got := one(t, source, strings.Fields(strings.Repeat("long ", 60))).Preheader; got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}
