package templates

import (
	"fmt"
	"strings"
	"time"

	textlang "golang.org/x/text/language"
)

var german = table{
	tag:       textlang.German,
	days:      [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	shortDays: [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
	months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember"},
	numbers: []string{"null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
		"elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig"},
	cities: map[string]string{
		"Athens": "Athen", "Belgrade": "Belgrad", "Brussels": "Brüssel", "Bucharest": "Bukarest", "Cairo": "Kairo",
		"Calcutta": "Kolkata", "Copenhagen": "Kopenhagen", "Havana": "Havanna", "Jerusalem": "Jerusalem", "Kiev": "Kyjiw",
		"Kyiv": "Kyjiw", "Lisbon": "Lissabon", "Luxembourg": "Luxemburg", "Mexico City": "Mexiko-Stadt", "Moscow": "Moskau",
		"Prague": "Prag", "Rome": "Rom", "Singapore": "Singapur", "Tehran": "Teheran", "Tokyo": "Tokio", "Vienna": "Wien",
		"Warsaw": "Warschau", "Zurich": "Zürich",
	},
	date: func(weekday string, t time.Time, month string) string {
		return fmt.Sprintf("%s, %d.%s%s", weekday, t.Day(), nbsp, month)
	},
	dayMonth:  func(day int, month string) string { return fmt.Sprintf("%d.%s%s", day, nbsp, month) },
	clock:     func(hour, minute int) string { return fmt.Sprintf("%d:%02d%sUhr", hour, minute, nbsp) },
	when:      func(date, clock string) string { return date + ", " + clock },
	span:      germanSpan,
	overnight: germanSpan,
	of:        func(name string) string { return "von " + name },
	moment:    func(weekday, clock string) string { return weekday + " um " + clock },
	noon:      func(weekday string) string { return weekday + "mittag" },
	and:       always("und"),
	or:        always("oder"),
	one:       func(n int) bool { return n == 1 },
	ordinal:   func(n int) string { return fmt.Sprintf("%d.", n) },
	times: func(n int, word string) string {
		switch {
		case n == 1:
			return "einmal"
		case n <= 20:
			return word + "mal"
		}
		return word + "-mal"
	},
	decimal:   ",",
	quotes:    [2]string{"„", "“"},
	inner:     [2]string{"‚", "‘"},
	colon:     ": ",
	reply:     "Antworte",
	hint:      "Ein Knopf öffnet eine Antwort; drück dann auf Senden. Oder antworte einfach „%s“.",
	hintPlain: "Ein Knopf öffnet eine Antwort; drück dann auf Senden. Oder antworte einfach in deinen Worten.",
	former:    "ein früheres Mitglied",
	calendar:  "Sag hier zu oder ab, oder schreib an %s.",
	questions: "Fragen: %s",
}

func germanSpan(from, to string) string { return strings.TrimSuffix(from, nbsp+"Uhr") + " bis " + to }
