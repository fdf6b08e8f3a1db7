package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestTwoThingsInOneBreath: nothing of "yes, topic: ..." is dropped, and thanks on the
// line below a topic are no part of it.
func TestTwoThingsInOneBreath(t *testing.T) {
	lex := lexicon(t, languages...)
	charter := []answer.Ask{{Number: 2, Kind: answer.AskYesNo, Prompt: "Is this fine with you?"}}
	sure := []answer.Ask{{Number: 3, Kind: answer.AskYesNo, Theme: "sure", Prompt: "Shall I go ahead?"}}
	for _, c := range []struct {
		asks       []answer.Ask
		text, want string
	}{
		{asks("coming"), "yes, topic: silence", `1 rsvp yes; 0 topic "silence"`},
		{asks("coming"), "Yes please, topic: when advice slips out", `1 rsvp yes; 0 topic "when advice slips out"`},
		{asks("coming"), "Ja, Thema: Stille", `1 rsvp yes; 0 topic "Stille"`},
		{asks("coming"), "Sí, tema: el silencio", `1 rsvp yes; 0 topic "el silencio"`},
		{asks("coming"), "Oui, sujet : le silence", `1 rsvp yes; 0 topic "le silence"`},
		{charter, "yes, rule: we start on time", `2 yesno yes; 0 rule "we start on time"`},
		{charter, "no, object: we start on time", `2 yesno no; 0 object "we start on time"`},
		{asks("coming"), "yes\ntopic: silence\nthanks Dana for the coffee", `1 rsvp yes; 0 topic "silence"; 0 thanks @dana "thanks Dana for the coffee"`},
		{sure, "Yes. And move 24 March to 25 March 16:00", `3 yesno yes; 0 move from 2026-03-24 to 2026-03-25`},
		{sure, "no, cancel 24 March instead", `3 yesno no; 0 cancel from 2026-03-24 to 2026-03-24`},
		{sure, "Ja. Und verschiebe 24. März auf 25. März 16:00", `3 yesno yes; 0 move from 2026-03-24 to 2026-03-25`},
		{nil, "share: silence works\nThanks Dana for it all", `0 share "silence works"; 0 thanks @dana "Thanks Dana for it all"`},
		{nil, "journal: a long day\nthanks Dana for it all", `0 journal "a long day\nthanks Dana for it all"`},
	} {
		got := full(answer.Read(answer.Input{Segments: []answer.Segment{{Text: c.text}}, Asks: c.asks, People: members, Self: "ben", Now: now, Lexicon: lex}))
		if got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
