package templates

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	textlang "golang.org/x/text/language"
)

var french = table{
	tag:       textlang.French,
	days:      [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	shortDays: [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
	months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	numbers: []string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
		"onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"},
	cities: map[string]string{
		"Algiers": "Alger", "Athens": "Athènes", "Brussels": "Bruxelles", "Bucharest": "Bucarest", "Cairo": "Le Caire",
		"Copenhagen": "Copenhague", "Havana": "La Havane", "Lisbon": "Lisbonne", "London": "Londres", "Mexico City": "Mexico",
		"Montreal": "Montréal", "Moscow": "Moscou", "Reunion": "La Réunion", "Rome": "Rome", "Vienna": "Vienne", "Warsaw": "Varsovie",
	},
	date: func(weekday string, t time.Time, month string) string {
		return weekday + " " + frenchDay(t.Day(), month)
	},
	dayMonth: frenchDay,
	clock: func(hour, minute int) string {
		if minute == 0 {
			return fmt.Sprintf("%d%sh", hour, nbsp)
		}
		return fmt.Sprintf("%d%sh%s%02d", hour, nbsp, nbsp, minute)
	},
	when:      func(date, clock string) string { return date + " à " + clock },
	span:      func(from, to string) string { return "de " + from + " à " + to },
	overnight: func(from, to string) string { return "de " + from + " au " + to },
	of:        elided,
	moment:    func(weekday, clock string) string { return weekday + " à " + clock },
	noon:      func(weekday string) string { return weekday + " midi" },
	and:       always("et"),
	or:        always("ou"),
	one:       func(n int) bool { return n == 0 || n == 1 },
	ordinal: func(n int) string {
		if n == 1 {
			return "1er"
		}
		return fmt.Sprintf("%de", n)
	},
	times: func(n int, word string) string {
		if n == 1 {
			return "une fois"
		}
		return word + " fois"
	},
	decimal: ",",
	quotes:  [2]string{"«" + nbsp, nbsp + "»"},
	inner:   [2]string{"“", "”"},
	colon:   nbsp + ": ",
	// French sets a space before these marks, and no line may begin with one.
	spacing: strings.NewReplacer(" :", nbsp+":", " ;", nbsp+";", " ?", nbsp+"?", " !", nbsp+"!", "« ", "«"+nbsp, " »", nbsp+"»"),
	reply:   "Réponds",

	hint:      "Chaque bouton ouvre une réponse\u00a0; appuie sur Envoyer. Ou réponds simplement «\u00a0%s\u00a0».",
	hintPlain: "Chaque bouton ouvre une réponse\u00a0; appuie sur Envoyer. Ou réponds avec tes propres mots.",
	former:    "une personne qui n'est plus là",
	calendar:  "Accepte ou refuse ici, ou écris à %s.",
	questions: "Questions\u00a0: %s",
}

// elided is "de" before a name: d'Ana, but de Ben. Before an h it stays whole: some are mute and some are not.
func elided(name string) string {
	first, _ := utf8.DecodeRuneInString(strings.ToLower(name))
	if strings.ContainsRune("aàâäáåeéèêëiîïíoôöóuùûüúœæ", first) {
		return "d'" + name
	}
	return "de " + name
}

func frenchDay(day int, month string) string {
	if day == 1 {
		return "1er" + nbsp + month
	}
	return fmt.Sprintf("%d%s%s", day, nbsp, month)
}
