package sample

import (
	"time"

	"convene/daemon/group"
)

// focusMails are about cases, readings and guests.
func focusMails(s script, b baseMaker, add adder) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.March, day, hour, minute, 0, 0, lagos)
	}
	room := "https://meet.example.org/tuesday"
	add("letter-case", "letter", "Dana", true, group.Section{Template: "case", Data: group.CaseData{Base: b("Dana", 1), Start: at(24, 16, 0)}})
	add("casedate", "note", "Dana", true, group.Section{Template: "casedate", Data: group.CaseDateData{Base: b("Dana", 1), Start: at(24, 16, 0), Words: s.said, Options: []group.Option{{Letter: "A", Text: ""}, {Letter: "B", Text: ""}}}})
	vote := group.ReadingsData{Base: b("Dana", 1), By: at(24, 16, 0), Options: []group.Option{{Letter: "A", Text: s.topics[0]}, {Letter: "B", Text: s.topics[1]}, {Letter: "C", Text: s.topics[2]}}}
	add("letter-readings", "letter", "Dana", true, group.Section{Template: "readings", Data: vote}, group.Section{Template: "reading", Data: group.ReadingData{Base: b("Dana", 0), By: at(10, 16, 0), Text: s.topics[3], Today: true, Only: false}})
	add("letter-reading", "letter", "Dana", true, group.Section{Template: "reading", Data: group.ReadingData{Base: b("Dana", 0), By: at(24, 16, 0), Text: s.topics[3], Today: false, Only: false}})
	add("letter-reading-only", "letter", "Dana", true, group.Section{Template: "reading", Data: group.ReadingData{Base: b("Dana", 0), By: at(24, 16, 0), Text: s.topics[3], Today: false, Only: true}})
	visit := group.GuestData{Base: b("Noor", 1), Host: "Ana", Purpose: s.purpose, Start: at(10, 16, 0), End: at(10, 17, 30), Place: room, Topic: s.topics[0], Asks: true}
	add("guest", "letter", "Noor", true, group.Section{Template: "guest", Data: visit})
	visit.Asks, visit.Host, visit.Purpose, visit.N = false, "", "", 0
	add("guest-said", "letter", "Noor", true, group.Section{Template: "guest", Data: visit})
	for name, o := range map[string]group.Occasion{
		"case": {CaseBy: "Dana"}, "mine": {CaseBy: "Dana", Yours: true}, "assist": {Agenda: "peer-assist"}, "book": {Agenda: "book"},
		"own": {Agenda: "own", Title: s.topics[3]}, "untitled": {Agenda: "own"}, "guest": {Guests: []string{"Noor"}}, "guests": {Guests: []string{"Noor", "Sol"}},
	} {
		meet := group.ComingData{Base: b("Dana", 0), Occasion: o, Start: at(10, 16, 0), End: at(10, 17, 30), Place: room, Answer: "yes"}
		if name != "guests" {
			meet.SoFar = []string{"Ana", "Ben"}
		}
		add("letter-occasion-"+name, "letter", "Dana", true, group.Section{Template: "coming", Data: meet})
	}
	add("pack-case", "note", "Ben", true, group.Section{Template: "pack", Data: group.PackData{Base: b("Ben", 0), Occasion: group.Occasion{CaseBy: "Dana", Guests: []string{"Noor"}}, Role: "facilitator", Leads: true, Case: s.said,
		Start: at(10, 16, 0), End: at(10, 17, 30), Place: room, Coming: []string{"Ana", "Ben", "Dana"}, Steps: []group.AgendaStep{{Name: "case", Start: at(10, 16, 0), Minutes: 45}, {Name: s.topics[2], Start: at(10, 16, 45), Minutes: 45}}}})
	add("receipt-focus", "note", "Dana", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Dana", 0), Kind: "turn", Lines: []group.ReceiptLine{
		{What: "case", Text: s.said}, {What: "case_yes", Start: at(10, 16, 0)}, {What: "case_later"}, {What: "case_read", Start: at(10, 16, 0)}, {What: "case_hidden", Start: at(10, 16, 0)},
		{What: "reads", Text: s.topics[0]}, {What: "reading", Text: s.topics[0], Shown: true}}}})
}
