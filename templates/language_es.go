package templates

import (
	"fmt"
	"strings"
	"time"

	textlang "golang.org/x/text/language"
)

var spanish = table{
	tag:       textlang.Spanish,
	days:      [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	shortDays: [7]string{"dom", "lun", "mar", "mié", "jue", "vie", "sáb"},
	months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio",
		"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	numbers: []string{"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
		"once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte"},
	cities: map[string]string{
		"Athens": "Atenas", "Berlin": "Berlín", "Bogota": "Bogotá", "Brussels": "Bruselas", "Cairo": "El Cairo",
		"Copenhagen": "Copenhague", "Havana": "La Habana", "Lisbon": "Lisboa", "London": "Londres", "Luxembourg": "Luxemburgo",
		"Mexico City": "Ciudad de México", "Moscow": "Moscú", "New York": "Nueva York", "Panama": "Panamá", "Paris": "París",
		"Prague": "Praga", "Rome": "Roma", "Stockholm": "Estocolmo", "Tokyo": "Tokio", "Vienna": "Viena", "Warsaw": "Varsovia",
		"Zurich": "Zúrich", "Asuncion": "Asunción",
	},
	date: func(weekday string, t time.Time, month string) string {
		return fmt.Sprintf("%s %d%sde%s%s", weekday, t.Day(), nbsp, nbsp, month)
	},
	dayMonth:  func(day int, month string) string { return fmt.Sprintf("%d%sde%s%s", day, nbsp, nbsp, month) },
	clock:     colonClock,
	when:      func(date, clock string) string { return date + ", " + clock },
	span:      func(from, to string) string { return "de " + from + " a " + to },
	overnight: func(from, to string) string { return "de " + from + " al " + to },
	of:        func(name string) string { return "de " + name },
	moment: func(weekday, clock string) string {
		if strings.HasPrefix(clock, "01:") {
			return weekday + " a la " + clock
		}
		return weekday + " a las " + clock
	},
	noon: func(weekday string) string { return weekday + " a mediodía" },
	// y and o change before a word that begins with the same sound.
	and: func(next string) string {
		s := strings.ToLower(next)
		if i := strings.TrimPrefix(s, "h"); (strings.HasPrefix(i, "i") || strings.HasPrefix(i, "í")) && !strings.HasPrefix(s, "hie") && !strings.HasPrefix(s, "hia") {
			return "e"
		}
		return "y"
	},
	or: func(next string) string {
		s := strings.TrimPrefix(strings.ToLower(next), "h")
		if strings.HasPrefix(s, "o") || strings.HasPrefix(s, "ó") {
			return "u"
		}
		return "o"
	},
	one:     func(n int) bool { return n == 1 },
	ordinal: func(n int) string { return fmt.Sprintf("%d.º", n) },
	times: func(n int, word string) string {
		if n == 1 {
			return "una vez"
		}
		return word + " veces"
	},
	decimal:   ",",
	quotes:    [2]string{"«", "»"},
	inner:     [2]string{"“", "”"},
	colon:     ": ",
	reply:     "Responde",
	hint:      "Cada botón abre una respuesta; pulsa Enviar. O responde simplemente «%s».",
	hintPlain: "Cada botón abre una respuesta; pulsa Enviar. O responde con tus propias palabras.",
	former:    "alguien que ya no está",
	calendar:  "Acepta o rechaza aquí, o escribe a %s.",
	questions: "Preguntas: %s",
}
