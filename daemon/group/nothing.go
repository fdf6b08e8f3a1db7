package group

// nothingYet are answers that say there is none, in every language replies are
// understood in, without marks: a list of what all can offer is no place for them.
var nothingYet = func() map[string]bool {
	all := map[string]bool{"": true, "n a": true, "tbd": true}
	for _, l := range []struct{ words, tails []string }{
		{[]string{"nothing", "none", "no idea", "not sure", "don t know", "i don t know", "dont know", "i dont know", "dunno", "nope", "not yet", "i m not sure", "we ll see", "nothing much", "nothing special"},
			[]string{"yet", "really", "for now", "right now", "at the moment", "so far", "sorry", "here"}},
		{[]string{"nichts", "nix", "noch nichts", "keine ahnung", "weiß nicht", "weiss nicht", "weiß ich nicht", "weiß ich noch nicht", "weiß noch nicht", "ich weiß nicht", "ich weiß es nicht", "ich weiß es noch nicht", "mal sehen", "erstmal nichts", "nichts besonderes", "leider nichts"},
			[]string{"im moment", "gerade", "bisher", "derzeit", "noch", "leider"}},
		{[]string{"nada", "todavía nada", "aún nada", "no sé", "no lo sé", "no se", "ni idea", "aún no", "todavía no", "ya veremos", "nada especial"},
			[]string{"por ahora", "de momento", "por el momento", "todavía", "aún"}},
		{[]string{"rien", "rien encore", "pas encore", "je ne sais pas", "je sais pas", "aucune idée", "pas d idée", "on verra", "rien de spécial"},
			[]string{"pour l instant", "pour le moment", "encore", "désolé", "désolée"}},
		{[]string{"niente", "non so", "non lo so", "nessuna idea", "ancora niente", "boh"}, []string{"per ora", "ancora", "al momento"}},
		{[]string{"niets", "nog niets", "geen idee", "weet ik niet", "weet ik nog niet", "weet niet", "ik weet het niet", "ik weet het nog niet"}, []string{"op dit moment", "nog", "voorlopig"}},
		{[]string{"nada", "ainda nada", "não sei", "ainda não sei", "ainda não"}, []string{"por agora", "por enquanto", "ainda"}},
	} {
		for _, w := range l.words {
			all[w] = true
			for _, t := range l.tails {
				all[w+" "+t], all[t+" "+w] = true, true
			}
		}
	}
	return all
}()

// saysNothing tells whether an answer says that there is none.
func saysNothing(text string) bool { return nothingYet[bareWords(text)] }
