package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestKnownMisreadings keeps replies that were once misread or lost.
func TestKnownMisreadings(t *testing.T) {
	lex := lexicon(t, languages...)
	ballot := func(context string) []answer.Ask {
		all := asks(context)
		for i := range all {
			if all[i].Kind == answer.AskChoice {
				all[i].Options = nil
				for k, o := range []string{"Being new and saying so", "Notes or no notes?", "When not to speak", "Yes, and", "Ending well", "Silence"} {
					all[i].Options = append(all[i].Options, answer.Option{Letter: string(rune('A' + k)), Text: o})
				}
			}
		}
		return all
	}
	for _, c := range []struct {
		asks []answer.Ask
		text string
		want string
	}{
		{ballot("coming+choice"), "A for me, please", "2 choice A"},
		{nil, "Thanks Chira for asking me what I already knew.", "0 ask_back which_person"},
		{nil, "Thank you Chiarra, for the tea", "0 ask_back which_person"},
		{nil, "Danke Chira für die Notizen", "0 ask_back which_person"},
		{nil, "Thanks for the notes", "0 nothing"},
		{nil, "Danke Leute für die Notizen", "0 nothing"},
		{ballot("coming+choice"), "E for me, please", "2 choice E"},
		{ballot("choice"), "E for me, please", "1 choice E"},
		{ballot("coming+choice"), "I'll be a bit late, traffic on the bridge.\nA for me, please", `1 rsvp late "I'll be a bit late"; 2 choice A`},
		{ballot("coming+choice"), "👍\nEnding well", "0 ask_back thumbs_up; 2 choice E"},
		{ballot("coming+choice"), "Being new and saying so", "2 choice A"},
		{ballot("coming+choice"), "Notes or no notes?", "2 choice B"},
		{ballot("coming+choice"), "Yes\nNotes or no notes?", "1 rsvp yes; 2 choice B"},
		{ballot("coming+choice"), "yes\nBeing new and saying so.\nSilence", "1 rsvp yes; 2 choice A F"},
		{ballot("turn+choice"), "yes\nEnding well", "1 rsvp yes; 1 turn lead; 2 choice E"},
		{ballot("coming+choice"), "Sorry, I can't come after all.", "1 rsvp no"},
		{asks("coming"), "Sorry, I can't come after all.", "1 rsvp no"},
		{survey(), "Yes, I would do it again.", "5 yesno yes"},
		{survey(), "It was good.\n\nWhat helped most was hearing that others struggle too. It took a while.\n\nYes, I would do it again.",
			`0 text "It was good."; 2 text "What helped most was hearing that others struggle too. It took a while."; 5 yesno yes`},
		{asks("turn"), "Ja, kann ich machen.", "1 rsvp yes; 1 turn lead"},
		{asks("coming"), "Ja, kann ich machen.", "1 rsvp yes"},
		{asks("turn"), "Not this time", "0 ask_back unclear"},
		{asks("coming"), "Yeah, right.", "0 ask_back unclear"},
		{asks("coming"), "definately comming", "1 rsvp yes"},
		{asks("coming"), "I am coding", "0 ask_back unclear \"I am coding\""},
	} {
		got := full(answer.Read(answer.Input{Segments: []answer.Segment{{Text: c.text}}, Asks: c.asks, People: members, Self: "ben", Now: now, Lexicon: lex}))
		if got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
