package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestTwoListsOfOneLetter: the letters run on, so each says which list it is of.
func TestTwoListsOfOneLetter(t *testing.T) {
	asks := []answer.Ask{
		{Number: 1, Kind: answer.AskComing},
		{Number: 2, Kind: answer.AskChoice, Options: []answer.Option{{Letter: "A", Text: "Ending well"}, {Letter: "B", Text: "Silence"}}},
		{Number: 3, Kind: answer.AskChoice, Options: []answer.Option{{Letter: "C", Text: "Better questions"}, {Letter: "D", Text: "Patience"}}},
	}
	for text, want := range map[string]string{
		"A D":           "choice 2 A; choice 3 D",
		"B":             "choice 2 B",
		"C and D":       "choice 3 C D",
		"yes, A C":      "rsvp 1 yes; choice 2 A; choice 3 C",
		"yes\nA\nC D":   "rsvp 1 yes; choice 2 A; choice 3 C D",
		"2: B\n3: C":    "choice 2 B; choice 3 C",
		"A F":           "ask_back 0 two_asks",
		"maybe C later": "ask_back 0 two_asks",
	} {
		got := ""
		for i, a := range answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks, Lexicon: lexicon(t, "en")}) {
			if i > 0 {
				got += "; "
			}
			got += a.Kind + " " + string(rune('0'+a.Ask)) + " " + a.Value
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
