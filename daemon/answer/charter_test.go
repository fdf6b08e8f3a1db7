package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestWhatIsSaidToTheCharter: beside an open question, words against the charter are
// no prose for it, and words about something else are no answer to the charter.
func TestWhatIsSaidToTheCharter(t *testing.T) {
	lex := lexicon(t, languages...)
	charter := []answer.Ask{{Number: 1, Kind: answer.AskText, Prompt: "What will you try?"}, {Number: 2, Kind: answer.AskYesNo, Theme: "charter", Prompt: "Is this fine with you?"}}
	for text, want := range map[string]string{
		"I don't agree with the second rule":                   `0 object "I don't agree with the second rule"`,
		"I disagree with the second rule":                      `0 object "I disagree with the second rule"`,
		"I learned a lot.\nI don't agree with the second rule": `1 text "I learned a lot."; 0 object "I don't agree with the second rule"`,
		"Ich bin mit der zweiten Regel nicht einverstanden":    `0 object "Ich bin mit der zweiten Regel nicht einverstanden"`,
		"No estoy de acuerdo con la segunda regla":             `0 object "No estoy de acuerdo con la segunda regla"`,
		"Je ne suis pas d'accord avec la deuxième règle":       `0 object "Je ne suis pas d'accord avec la deuxième règle"`,
		"I disagree":                        "2 yesno no",
		"Ich bin nicht einverstanden":       "2 yesno no",
		"No estoy de acuerdo":               "2 yesno no",
		"Je ne suis pas d'accord":           "2 yesno no",
		"I object to starting on time":      "2 ask_back unclear",
		"I don't agree with my boss":        "2 ask_back unclear",
		"Ich bin dagegen, früh anzufangen":  "2 ask_back unclear",
		"Me opongo a empezar puntual":       "2 ask_back unclear",
		"Je m'oppose à commencer à l'heure": "2 ask_back unclear",
		"I don't disagree":                  "2 ask_back unclear",
		"I have no objections":              "0 agree",
		"I don't object":                    "2 ask_back unclear",

		"I can't come next Tuesday":                                   "0 ask_back other_date",
		"Nächsten Dienstag kann ich nicht kommen":                     "0 ask_back other_date",
		"No puedo ir el próximo martes":                               "0 ask_back unclear",
		"Je ne peux pas venir mardi prochain":                         "0 ask_back other_date",
		"I agree but I can't come next Tuesday":                       "0 agree; 0 ask_back other_date",
		"Einverstanden, aber nächsten Dienstag kann ich nicht kommen": "0 agree; 0 ask_back other_date",
		"Estoy de acuerdo, pero no puedo ir el próximo martes":        "0 agree; 0 rsvp no",
		"Je suis d'accord, mais je ne peux pas venir mardi prochain":  "0 agree; 0 ask_back other_date",

		"I'd be happy to share this with all: silence works":     "0 ask_back unclear",
		"Gerne teile ich das mit allen: Stille hilft":            "0 ask_back unclear",
		"Con gusto comparto esto con todos: el silencio ayuda":   "0 ask_back about_others",
		"Je veux bien partager ceci avec tous : le silence aide": `1 text "Je veux bien partager ceci avec tous : le silence aide"`,

		"yes":                             "2 yesno yes",
		"That's fine":                     "2 yesno yes",
		"Works for me":                    "2 yesno yes",
		"no":                              "2 yesno no",
		"I agree":                         "0 agree",
		"yes and thanks Ana for leading":  `2 yesno yes; 0 thanks @ana "thanks Ana for leading"`,
		"Ja und danke Ana für die Fragen": `2 yesno yes; 0 thanks @ana "danke Ana für die Fragen"`,
		"Sí y gracias Ana por moderar":    `2 yesno yes; 0 thanks @ana "gracias Ana por moderar"`,
		"Oui et merci Ana d'avoir animé":  `2 yesno yes; 0 thanks @ana "merci Ana d'avoir animé"`,
		"Count me in":                     "2 yesno yes",
	} {
		got := full(answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, Asks: charter, People: members, Self: "ben", Now: now, Lexicon: lex}))
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
