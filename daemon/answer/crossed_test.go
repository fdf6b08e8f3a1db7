package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestCrossed: what is not ticked, or struck out, is not taken for an answer.
func TestCrossed(t *testing.T) {
	lex := lexicon(t, "en")
	for _, c := range []struct{ asks, text, want string }{
		{"coming", "( ) yes\n(x) no", "0 ask_back two_readings"},
		{"coming+text", "( ) yes\n(x) no", "1 ask_back two_readings | 2 text"},
		{"coming+text", "[x] yes\n[ ] no", "1 ask_back two_readings | 2 text"},
		{"coming+text", "Yes ☐\nNo ☒", "1 ask_back two_readings | 2 text"},
		{"choice", "[x] A\n[ ] B\n[ ] C", "1 ask_back out_of_range | 1 ask_back two_answers"},
		{"coming+text", "~~Yes, I'll be there~~\nNo, sorry", "1 ask_back two_readings | 2 text"},
		{"coming", "Yes, I'll be there (as always)", "1 rsvp yes"},
		{"coming", "[x] yes", "1 rsvp yes"},
	} {
		if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: c.text}}, Asks: asks(c.asks), Lexicon: lex, Now: now})); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

// TestGarbledNot: a "can't" whose apostrophe got lost on the way is not a "can", and
// a T after a "can" is somebody's name.
func TestGarbledNot(t *testing.T) {
	lex := lexicon(t, "en")
	for _, c := range []struct{ text, want string }{
		{"I can=27t come", "1 rsvp no"},
		{"I can=E2=80=99t come", "1 rsvp no"},
		{"I can=92t come", "1 rsvp no"},
		{"I can&#39;t come", "1 rsvp no"},
		{"I can&rsquo;t come", "1 rsvp no"},
		{"I can?t come", "1 rsvp no"},
		{"I can\ufffdt come", "1 rsvp no"},
		{"I can,t come", "1 rsvp no"},
		{"I can;t come", "1 rsvp no"},
		{"I can\"t come", "1 rsvp no"},
		{"I can*t come", "1 rsvp no"},
		{"I can_t come", "1 rsvp no"},
		{"I can''t come", "0 ask_back unclear"},
		{"I can‘t come", "1 rsvp no"},
		{"I can\\'t come", "1 rsvp no"},
		{"I won;t come", "1 rsvp no"},
		{"I don?t think I can come", "0 ask_back unclear"},
		{"Yes, I can.\nT", "1 rsvp yes | 0 text"},
		{"Yes, I can. T.", "1 rsvp yes | 0 text"},
		{"Yes, I can!\n\nT", "1 rsvp yes | 0 text"},
		{"I can, too", "1 rsvp yes"},
		{"I can=", "1 rsvp yes"},
		{"I can&", "1 rsvp yes"},
	} {
		if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: c.text}}, Asks: asks("coming"), Lexicon: lex, Now: now})); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

// TestGoAhead: where convene asks "shall I go ahead?", the words it offers beside the
// yes are a yes too, and a polite yes is one everywhere.
func TestGoAhead(t *testing.T) {
	lex := lexicon(t, languages...)
	sure := asks("yesno")
	sure[0].Theme = "sure"
	for text, want := range map[string]string{
		"go ahead": "1 yesno yes", "Go ahead, please.": "1 yesno yes", "ja, tu es": "1 yesno yes", "Tu es": "1 yesno yes", "sí, adelante": "1 yesno yes",
		"Adelante.": "1 yesno yes", "oui, vas-y": "1 yesno yes", "Vas-y !": "1 yesno yes", "ja bitte": "1 yesno yes", "Ja bitte!": "1 yesno yes",
		"don't go ahead": "1 ask_back unclear", "tu es nicht": "1 ask_back unclear", "do it on Friday": "1 ask_back unclear", "go ahead but not with the link": "1 ask_back unclear",
	} {
		if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: sure, Lexicon: lex, Now: now})); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: "ja bitte"}}, Asks: asks("coming"), Lexicon: lex, Now: now})); got != "1 rsvp yes" {
		t.Errorf("a polite yes to coming: %s", got)
	}
}

// TestOkIsNoTopic: who only says that they have read a letter that asks "can you come?"
// has not answered its open question, which the whole group may read.
func TestOkIsNoTopic(t *testing.T) {
	lex := lexicon(t, languages...)
	for text, want := range map[string]string{
		"Ok": "0 ask_back thumbs_up", "OK!": "0 ask_back thumbs_up", "Alles klar.": "0 ask_back thumbs_up", "d'accord": "0 ask_back thumbs_up", "Got it": "0 ask_back thumbs_up", "Entendido": "0 ask_back thumbs_up",
		"Yes, I'm coming. Perfect": "1 rsvp yes", "Good endings": "2 text", "Saying ok": "2 text",
	} {
		if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks("coming+text"), Lexicon: lex, Now: now})); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if got := kinds(answer.Read(answer.Input{Segments: []answer.Segment{{Text: "Good"}}, Asks: asks("text"), Lexicon: lex, Now: now})); got != "1 text" {
		t.Errorf("an answer of one word to the only question: %s", got)
	}
}

// TestAskedInPassing: questions about oneself and the next date, as people ask them.
func TestAskedInPassing(t *testing.T) {
	lex := lexicon(t, languages...)
	for text, want := range map[string]string{
		"What do you have stored about me?": "0 command data", "when do we meet next?": "0 command status", "Wann treffen wir uns wieder?": "0 command status",
		"¿Cuándo es el próximo encuentro?": "0 command status", "C'est quand la prochaine rencontre ?": "0 command status", "Please stop sending me so many mails": "0 command less",
		"I wonder when we meet next year": "0 ask_back unclear",
		"Please remove me from this list": "0 command leave", "Nehmt mich bitte von dieser Liste": "0 command leave", "Quítame de esta lista, por favor": "0 command leave", "Retirez-moi de cette liste, s'il vous plaît": "0 command leave",
	} {
		got := answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: asks("coming"), Lexicon: lex, Now: now})
		if got := kinds(got); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
