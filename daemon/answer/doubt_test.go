package answer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/answer"
)

// doubts turn a clear line into one that must not be recorded as yes or no.
var doubts = map[string]struct{ report, condition, name string }{
	"en": {"Ana says: ", " if my train is on time", "Ana: "},
	"de": {"Ana sagt: ", ", wenn mein Zug pünktlich ist", "Ana: "},
	"es": {"Ana dice: ", " si mi tren llega a tiempo", "Ana: "},
	"fr": {"Ana dit : ", " si mon train est à l'heure", "Ana : "},
	"pt": {"A Ana diz: ", " se o meu comboio chegar a horas", "Ana: "},
	"nl": {"Ana zegt: ", " als mijn trein op tijd is", "Ana: "},
	"it": {"Ana dice: ", " se il mio treno è in orario", "Ana: "},
}

// TestDoubtsSpoilAnswers takes every clear yes and no of the tables, makes a
// question, a report or a condition of it, and demands that none is recorded as
// it stood.
func TestDoubtsSpoilAnswers(t *testing.T) {
	lex := lexicon(t, languages...)
	read := func(text string) []answer.Answer {
		return answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks("coming"), People: members, Self: "ben", Now: now, Lexicon: lex})
	}
	recorded := func(all []answer.Answer, values ...string) bool {
		for _, a := range all {
			for _, v := range values {
				if a.Kind == answer.KindRSVP && a.Value == v {
					return true
				}
			}
		}
		return false
	}
	n := 0
	for _, lang := range languages {
		data, err := os.ReadFile(filepath.Join("testdata", "lines", lang+".dev.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			cols := strings.Split(line, "\t")
			if len(cols) != 3 || cols[1] != "coming" || cols[2] != "rsvp=yes" && cols[2] != "rsvp=no" {
				continue
			}
			text := strings.TrimRight(cols[0], ".! ")
			if strings.ContainsAny(text, ".!") { // several sentences: only the last would be doubtful
				continue
			}
			n++
			d := doubts[lang]
			if got := read(text + "?"); recorded(got, "yes", "no", "late") {
				t.Errorf("%s: %q as a question is read as %s", lang, text, short(got, true))
			}
			if got := read(d.report + text); recorded(got, "yes", "no", "late", "maybe") {
				t.Errorf("%s: %q is read as %s", lang, d.report+text, short(got, true))
			}
			if got := read(d.name + text); recorded(got, "yes", "no", "late", "maybe") {
				t.Errorf("%s: %q is read as %s", lang, d.name+text, short(got, true))
			}
			if got := read(text + d.condition); cols[2] == "rsvp=yes" && recorded(got, "yes", "no") {
				t.Errorf("%s: %q is read as %s", lang, text+d.condition, short(got, true))
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d lines tried", n)
	}
}
