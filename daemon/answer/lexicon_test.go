package answer_test

import (
	"strings"
	"testing"

	"convene/daemon/answer"
)

func TestParseLexiconRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"no colon":              {"yes\n", "line 1: \"yes\" has no colon"},
		"unknown class":         {"# words\n\nmood: happy", "line 3: unknown class \"mood\""},
		"argument missing":      {"month: may", "needs an argument"},
		"argument not a number": {"month May: may", "needs a number"},
		"argument too many":     {"yes 4: yes", "takes no argument"},
		"two meanings":          {"month 1: jan\nmonth 2: jan", "line 2: \"jan\" means both 1 and 2"},
		"gap at the end":        {"yes: bin ~", "~ stands between two words"},
		"open bracket":          {"yes: (a|b", "closing bracket"},
		"stray bar":             {"yes: a|b", "stray"},
		"short beginning":       {"yes: ab*", "three letters"},
		"too many readings":     {"yes: " + strings.Repeat("(a|b) ", 9), "more than 200"},
		"empty form":            {"form topic:", "a kind and an example"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := answer.ParseLexicon("xx", strings.NewReader(c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := answer.ParseLexicon("xx", strings.NewReader(strings.Repeat("#\n", 1<<20))); err == nil {
		t.Error("a word file of 2 MB was read")
	}
}

// TestPhrases reads with a word file of its own, so that it shows what each way
// of writing a phrase does.
func TestPhrases(t *testing.T) {
	lex, err := answer.ParseLexicon("xx", strings.NewReader(`
self + come: zuul
neg: nix
fill: gern, mor*, blau
coming: bin ~ dabei, (tot|tout) klar
no: gar nix
yes: jup
`))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"zuul":               "rsvp=yes",
		"zuul nix":           "rsvp=no",
		"Zuul gern mornings": "rsvp=yes",
		"bin gern dabei":     "rsvp=yes",
		"bin dabei":          "rsvp=yes",
		"bin nix dabei":      "ask_back",
		"tout klar":          "rsvp=yes",
		"TOT KLAR":           "rsvp=yes",
		"gar nix":            "rsvp=no",
		"jup gar nix":        "ask_back",
		"mo":                 "ask_back",
	} {
		got := answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks("coming"), Now: now, Lexicon: lex})
		if have := short(got, false); have != want {
			t.Errorf("%q: got %s, want %s", text, have, want)
		}
	}
}

// TestLanguagesDisagree has one word that is a yes here and a no there.
func TestLanguagesDisagree(t *testing.T) {
	a, err := answer.ParseLexicon("aa", strings.NewReader("yes: ne, si\nno: nu\nfill: tak"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := answer.ParseLexicon("bb", strings.NewReader("no: ne\nyes: si\nfill: nu"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(lex *answer.Lexicon, text string) string {
		return short(answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks("coming"), Now: now, Lexicon: lex}), false)
	}
	both := answer.Merge(a, nil, b, a)
	if got := strings.Join(both.Languages(), " "); got != "aa bb" {
		t.Errorf("languages %q", got)
	}
	for _, c := range []struct{ name, got, want string }{
		{"one language", read(a, "ne"), "rsvp=yes"},
		{"the other", read(b, "ne"), "rsvp=no"},
		{"both, and they disagree", read(both, "ne"), "ask_back"},
		{"both, and they agree", read(both, "si"), "rsvp=yes"},
		{"both, and only glue in one", read(both, "nu"), "rsvp=no"},
		{"the rest of the text decides", read(both, "ne, tak tak"), "rsvp=yes"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

// TestWordFiles reads every word file that is shipped and tries its examples:
// help must never show a form that is not understood.
func TestWordFiles(t *testing.T) {
	all := lexicon(t, languages...)
	if got := len(all.Languages()); got != len(languages) {
		t.Fatalf("%d languages", got)
	}
	context := map[string]string{"rsvp": "coming", "turn": "turn", "choice": "choice", "rating": "rating", "why_me": "turn"}
	for _, lang := range languages {
		forms := all.Forms(lang)
		if len(forms) < 30 {
			t.Errorf("%s: only %d forms", lang, len(forms))
		}
		for _, f := range forms {
			in := answer.Input{Segments: []answer.Segment{{Text: f.Example}}, Asks: asks("none"), People: members, Self: "ben", Now: now, Lexicon: all}
			if c := context[f.Kind]; c != "" {
				in.Asks = asks(c)
			}
			found := false
			for _, a := range answer.Read(in) {
				found = found || a.Kind == f.Kind || a.Kind == answer.KindCommand && a.Value == f.Kind
			}
			if !found {
				t.Errorf("%s: the example %q is not read as %s but as %s", lang, f.Example, f.Kind, short(answer.Read(in), true))
			}
		}
	}
}
