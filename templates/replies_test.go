package templates_test

import (
	"bytes"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/templates"
)

// offered are the words that the letters of a language offer for an answer, and
// what they have to mean when they come back.
var offered = map[string][]struct {
	kind  answer.AskKind
	words string
	want  string // kind and value
}{
	"en": {
		{answer.AskComing, "yes", "rsvp yes"}, {answer.AskComing, "no", "rsvp no"}, {answer.AskComing, "maybe", "rsvp maybe"},
		{answer.AskComing, "only the first half", "rsvp yes"}, {answer.AskComing, "I'll be late", "rsvp late"},
		{answer.AskTurn, "not leading", "turn pass"}, {answer.AskTurn, "pass", "turn pass"}, {answer.AskTurn, "no", "rsvp no"},
		{answer.AskTurn, "Dana and I swapped", "turn swap"}, {answer.AskTurn, "Dana will take mine", "turn swap"},
		{answer.AskYesNo, "yes", "yesno yes"}, {answer.AskYesNo, "perhaps", "yesno maybe"}, {answer.AskChoice, "A C", "choice A C"},
		{"", "topic: asking better questions", "topic "}, {"", "status", "command status"}, {"", "less", "command less"},
		{"", "digest only", "command digest_only"}, {"", "pause", "command pause"}, {"", "leave", "command leave"},
		{"", "away until 20 March", "command away"},
	},
	"de": {
		{answer.AskComing, "ja", "rsvp yes"}, {answer.AskComing, "nein", "rsvp no"}, {answer.AskComing, "vielleicht", "rsvp maybe"},
		{answer.AskComing, "nur die erste Hälfte", "rsvp yes"}, {answer.AskComing, "komme später", "rsvp late"},
		{answer.AskTurn, "nicht moderieren", "turn pass"}, {answer.AskTurn, "ich passe", "turn pass"}, {answer.AskTurn, "nein", "rsvp no"},
		{answer.AskTurn, "Dana und ich haben getauscht", "turn swap"}, {answer.AskTurn, "Dana übernimmt meine Runde", "turn swap"},
		{answer.AskYesNo, "ja", "yesno yes"}, {answer.AskYesNo, "vielleicht", "yesno maybe"}, {answer.AskChoice, "A C", "choice A C"},
		{"", "Thema: bessere Fragen stellen", "topic "}, {"", "Status", "command status"}, {"", "weniger", "command less"},
		{"", "nur den Monatsbrief", "command digest_only"}, {"", "Pause", "command pause"}, {"", "austreten", "command leave"},
		{"", "weg bis 20. März", "command away"},
	},
	"es": {
		{answer.AskComing, "sí", "rsvp yes"}, {answer.AskComing, "no", "rsvp no"}, {answer.AskComing, "quizás", "rsvp maybe"},
		{answer.AskComing, "solo la primera mitad", "rsvp yes"}, {answer.AskComing, "llego tarde", "rsvp late"},
		{answer.AskTurn, "no modero", "turn pass"}, {answer.AskTurn, "paso el turno", "turn pass"}, {answer.AskTurn, "no", "rsvp no"},
		{answer.AskTurn, "Dana y yo hemos cambiado", "turn swap"}, {answer.AskTurn, "Dana toma mi turno", "turn swap"},
		{answer.AskYesNo, "sí", "yesno yes"}, {answer.AskYesNo, "quizás", "yesno maybe"}, {answer.AskChoice, "A C", "choice A C"},
		{"", "tema: hacer mejores preguntas", "topic "}, {"", "estado", "command status"}, {"", "menos", "command less"},
		{"", "solo resumen", "command digest_only"}, {"", "pausa", "command pause"}, {"", "salir", "command leave"},
		{"", "fuera hasta el 20 de marzo", "command away"},
	},
	"fr": {
		{answer.AskComing, "oui", "rsvp yes"}, {answer.AskComing, "non", "rsvp no"}, {answer.AskComing, "peut-être", "rsvp maybe"},
		{answer.AskComing, "seulement la première moitié", "rsvp yes"}, {answer.AskComing, "en retard", "rsvp late"},
		{answer.AskTurn, "pas animer", "turn pass"}, {answer.AskTurn, "je passe mon tour", "turn pass"}, {answer.AskTurn, "non", "rsvp no"},
		{answer.AskTurn, "Dana et moi avons échangé", "turn swap"}, {answer.AskTurn, "Dana prend mon tour", "turn swap"},
		{answer.AskYesNo, "oui", "yesno yes"}, {answer.AskYesNo, "peut-être", "yesno maybe"}, {answer.AskChoice, "A C", "choice A C"},
		{"", "thème : poser de meilleures questions", "topic "}, {"", "état", "command status"}, {"", "moins", "command less"},
		{"", "seulement le résumé", "command digest_only"}, {"", "pause", "command pause"}, {"", "quitter", "command leave"},
		{"", "absent jusqu'au 20 mars", "command away"},
	},
}

// TestOfferedWords replies to our own letters in exactly the words they offer.
func TestOfferedWords(t *testing.T) {
	set, err := templates.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for lang, words := range offered {
		b, ok := set.Words(lang)
		if !ok {
			t.Logf("%s has no words yet", lang)
			continue
		}
		lexicon, err := answer.ParseLexicon(lang, bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range words {
			in := answer.Input{
				Segments: []answer.Segment{{Text: o.words}}, Lexicon: lexicon, Self: "ben", Now: time.Unix(1772000000, 0).UTC(),
				People: []answer.Person{{ID: "ana", Name: "Ana Ruiz"}, {ID: "ben", Name: "Ben Okoro"}, {ID: "dana", Name: "Dana Lindqvist"}},
			}
			if o.kind != "" {
				in.Asks = []answer.Ask{{Number: 1, Kind: o.kind, At: in.Now.AddDate(0, 0, 7),
					Options: []answer.Option{{Letter: "A", Text: "one"}, {Letter: "B", Text: "two"}, {Letter: "C", Text: "three"}}}}
			}
			// A "no" to a turn is also a pass; what counts is the first answer.
			got := answer.Read(in)
			if len(got) == 0 || got[0].Kind+" "+got[0].Value != o.want {
				t.Errorf("%s: %q to %q is read as %+v, want %s", lang, o.words, o.kind, got, o.want)
			}
		}
	}
}
