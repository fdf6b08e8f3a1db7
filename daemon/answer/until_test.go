package answer_test

import (
	"testing"
	"time"

	"convene/daemon/answer"
)

func TestUntil(t *testing.T) {
	lex := lexicon(t, languages...)
	now := time.Date(2026, time.August, 3, 10, 0, 0, 0, time.UTC) // a Monday
	for text, want := range map[string]string{
		"I am out of the office until 20 August.":                                                 "2026-08-20",
		"Thank you for your mail. I'm on holiday from 3 August to 20 August with no access.":      "2026-08-20",
		"I will be back on 21 August. For anything urgent call +34 600 10 20 30.":                 "2026-08-21",
		"I'm away from 4 August. Back at my desk on Monday, 24 August 2026.":                      "2026-08-24",
		"Ich bin bis zum 20. August nicht im Büro.":                                               "2026-08-20",
		"Ich bin vom 3.8. bis 20.8. im Urlaub und lese keine Mails.":                              "2026-08-20",
		"Vielen Dank für Ihre Nachricht. Ab dem 24. August bin ich wieder da.":                    "2026-08-24",
		"Je suis absent jusqu'au 20 août inclus.":                                                 "2026-08-20",
		"Estoy de vacaciones hasta el 20 de agosto.":                                              "2026-08-20",
		"Sono in ferie fino al 20 agosto.":                                                        "2026-08-20",
		"Estou de férias até 20 de agosto.":                                                       "2026-08-20",
		"Ik ben tot 20 augustus met vakantie.":                                                    "2026-08-20",
		"I am away.":                                                                              "",
		"I was away until 20 July.":                                                               "",
		"I am out of the office until 3 July.":                                                    "", // last month's, not next year's
		"Offices are shut on 10 August, 20 August and 30 August.":                                 "",
		"I am away until 10/9.":                                                                   "",
		"":                                                                                        "",
		"I am away until 20 August. Our summer party is on 5 September, tickets until 1 October!": "2026-08-20",
	} {
		got := ""
		if at := answer.Until(answer.Input{Segments: []answer.Segment{{Text: text}}, Now: now, Lexicon: lex}); !at.IsZero() {
			got = at.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: until %q, want %q", text, got, want)
		}
	}
	if !answer.Until(answer.Input{Segments: []answer.Segment{{Text: "until 20 August"}}, Lexicon: lex}).IsZero() {
		t.Error("a day without knowing what day it is")
	}
}
