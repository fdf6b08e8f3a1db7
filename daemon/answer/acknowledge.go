package answer

import "strings"

// acknowledged are the words of who has read a letter and says no more, without
// marks. They may mean a yes, or only that it was read, as a thumb may.
var acknowledged = func() map[string]bool {
	all := map[string]bool{}
	for _, words := range []string{
		"ok, okay, okey, okay ok, ok ok, k, kk, oki, okidoki, okeydokey, got it, noted, understood, will do, all good, fine, perfect, great, super, cool, nice, good, good good, very good, excellent, brilliant, lovely, top",
		"gut, prima, toll, spitze, genau, verstanden, alles klar, notiert, in ordnung, ist ok, ist okay, sehr gut, wunderbar",
		"entendido, de acuerdo, perfecto, genial, bien, muy bien, estupendo, anotado",
		"parfait, d accord, noté, compris, entendu, très bien, bien, bien reçu, c est noté, génial, super",
		"perfetto, ricevuto, capito, bene, benissimo, d accordo", "begrepen, goed, prima, genoteerd, in orde", "perfeito, entendi, combinado, tudo bem, anotado, ótimo",
	} {
		for w := range strings.SplitSeq(words, ", ") {
			all[w] = true
		}
	}
	return all
}()

// onlyAcknowledges tells whether prose says no more than that it was read, where an
// open question could take it for its answer and another one for a yes.
func onlyAcknowledges(prose Answer, asks []Ask) bool {
	claims := false
	for _, a := range asks {
		claims = claims || a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo
	}
	if !claims || prose.Kind != KindText || len(prose.Text) > 40 {
		return false
	}
	return acknowledged[strings.Join(strings.FieldsFunc(strings.ToLower(prose.Text), func(r rune) bool { return !isLetter(r) }), " ")]
}
