package calendar_test

import (
	"fmt"
	"strings"
	"testing"

	"convene/calendar"
)

func BenchmarkRequest(b *testing.B) {
	e := meeting(b)
	for b.Loop() {
		if _, err := calendar.Request(e); err != nil {
			b.Fatal(err)
		}
	}
}

// costly are the worst inputs we know, at the limits and over them: each must
// stay far below 100 ms.
func costly() map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, (calendar.MaxSize-100)/len(unit)) }
	var zones strings.Builder
	for i := range calendar.MaxEvents {
		fmt.Fprintf(&zones, "BEGIN:VEVENT\nUID:%d\nDTSTART;TZID=A/B%d:20260101T100000\nDTEND;TZID=C/D%d:20260101T110000\nDTSTAMP;TZID=E%d:20260101T100000\nEND:VEVENT\n", i, i, i, i)
	}
	part := "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-5SU\nEND:STANDARD\n"
	rules := "BEGIN:VCALENDAR\nMETHOD:COUNTER\n" + strings.Repeat("BEGIN:VEVENT\nDTSTART;TZID=Z:20260101T100000\nDTEND;TZID=Z:20260101T110000\nEND:VEVENT\n", calendar.MaxEvents) + "BEGIN:VTIMEZONE\nTZID:Z\n"
	return map[string]string{
		"over the size":      strings.Repeat("x", 20<<20),
		"folds":              "BEGIN:VEVENT\n" + fill(" x\n"),
		"empty lines":        "BEGIN:VEVENT\n" + fill("\n"),
		"junk lines":         "BEGIN:VEVENT\n" + fill("x\n"),
		"lost blanks":        "BEGIN:VEVENT\n" + fill(strings.Repeat("x", 70) + "\n")[20:],
		"no value":           "BEGIN:VEVENT\n" + fill("X;"+strings.Repeat("x", 60)+"\n"),
		"calendars":          fill("BEGIN:VCALENDAR\n"),
		"nesting":            fill("BEGIN:X\n"),
		"ends":               "BEGIN:VEVENT\n" + fill("END:X\n"),
		"parameters":         "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE" + fill(";x") + ":mailto:a@b",
		"parameter values":   "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;A=" + fill("b;") + ":mailto:a@b",
		"mailtos":            "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;A" + fill(":mailto:"),
		"quotes":             "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;A=" + fill(`"`),
		"escapes":            "METHOD:REPLY\nBEGIN:VEVENT\nCOMMENT:" + fill(`\`),
		"entities":           "METHOD:REPLY\nBEGIN:VEVENT\nX-RESPONSE-COMMENT:" + fill("&amp;"),
		"delegates":          "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;DELEGATED-TO=" + fill("a@b,") + ":x",
		"Latin-1":            "METHOD:REPLY\nBEGIN:VEVENT\nCOMMENT:" + fill("\xff"),
		"unknown zones":      "BEGIN:VCALENDAR\nMETHOD:COUNTER\n" + zones.String(),
		"zone of many rules": rules + strings.Repeat(part, (calendar.MaxSize-len(rules))/len(part)),
		"dates of a zone":    rules + "BEGIN:STANDARD\nTZOFFSETTO:+0100\nDTSTART:16010101T000000\nRDATE:" + strings.Repeat("20250101T000000,", (calendar.MaxSize-len(rules)-100)/16),
	}
}

func BenchmarkReadReplies(b *testing.B) {
	for name, in := range costly() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _ = calendar.ReadReplies([]byte(in)) // refused or read, it must be quick
			}
		})
	}
}
