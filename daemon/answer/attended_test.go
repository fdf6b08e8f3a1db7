package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestWhoDidSomethingIsNotWhoWasThere: what the notes say of one member is no list of
// those who came.
func TestWhoDidSomethingIsNotWhoWasThere(t *testing.T) {
	lex := lexicon(t, languages...)
	form := []answer.Ask{{Number: 1, Kind: answer.AskText, Prompt: "What do you want to keep?"}, {Number: 2, Kind: answer.AskAttendance, Prompt: "Who was there?"}}
	for _, c := range []struct{ text, want string }{
		{"All but Leo and Dana. Ana led.", "except"},
		{"Everyone except Leo. Ana led, Chiara took notes.", "except"},
		{"Todos menos Leo. Ana dirigió.", "except"},
		{"Alle außer Leo. Ana hat geleitet.", "except"},
		{"Tout le monde sauf Leo. Ana a animé.", "except"},
		{"Ana, Ben and Chiara.", "only"},
		{"Ana and Chiara were there.", "only"},
	} {
		got := ""
		for _, a := range answer.Read(answer.Input{Segments: []answer.Segment{{Text: c.text}}, Asks: form, People: members, Self: "ben", Now: now, Lexicon: lex}) {
			if a.Kind == answer.KindAttendance {
				got += a.Value
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
