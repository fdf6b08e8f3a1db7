package sample

import (
	"slices"
	"time"

	"convene/daemon/group"
)

// steerMails are about what a coordinator asks for.
func steerMails(_ script, b baseMaker, add adder) {
	at := func(day, hour int) time.Time { return time.Date(2026, time.May, day, hour, 0, 0, 0, lagos) }
	link := "https://meet.example.org/new"
	can := []group.SteerLine{
		{What: "cancel", Start: at(5, 16)}, {What: "move", Start: at(19, 16), To: at(20, 17)}, {What: "link", Text: link, N: 3},
		{What: "add", Who: "Leo Sand", Text: "leo@example.org"}, {What: "yes", Who: "Ben", Start: at(5, 16)},
	}
	names := []string{"steer-cancel", "steer-move", "steer-link", "steer-add", "steer-yes"}
	for i, l := range can {
		add(names[i], "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 1), Kind: "ask", Lines: []group.SteerLine{l}, Who: ""}})
	}
	many := slices.Concat(can[2:4], []group.SteerLine{{What: "link", Text: link, N: 1}, {What: "no", Who: "Ben", Start: at(5, 16)}, {What: "maybe", Who: "Hana", Start: at(5, 16)},
		{What: "cancel", Not: "no_meeting", Start: at(6, 0)}})
	add("steer-many", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 1), Kind: "ask", Lines: many, Who: ""}})
	not := []group.SteerLine{
		{What: "cancel", Not: "no_meeting", Start: at(6, 0)}, {What: "move", Not: "past", Start: at(5, 16), To: at(4, 16)}, {What: "move", Not: "same", Start: at(5, 16), To: at(5, 16)},
		{What: "move", Not: "taken", Start: at(5, 16), To: at(19, 16)}, {What: "add", Not: "member", Who: "Ben Okoro", Text: "ben@example.org"}, {What: "add", Not: "bad_address", Text: "Leo leo@"},
		{What: "link", Not: "bad_link"}, {What: "yes", Not: "nothing_ahead", Who: "Ben"},
	}
	add("steer-not", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 0), Kind: "ask", Lines: not, Who: ""}})
	add("steer-invited", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 1), Kind: "ask", Lines: []group.SteerLine{{What: "add_invited", Who: "Leo Sand", Text: "leo@example.org"}}, Who: ""}})
	add("steer-asked", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 1), Kind: "ask", Lines: []group.SteerLine{{What: "add_asked", Who: "Leo Sand", Text: "leo@example.org", To: at(12, 16)}}, Who: ""}})
	add("steer-closed", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 0), Kind: "ask", Lines: []group.SteerLine{{What: "add_asked", Not: "closed", Who: "Leo Sand", Text: "leo@example.org"},
		{What: "add", Not: "asked", Who: "Noor Aziz", Text: "noor@example.org"}, {What: "add", Not: "declined", Who: "Ida Holm", Text: "ida@example.org"}}, Who: ""}})
	add("steer-done", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 0), Kind: "done", Lines: can[:2], Who: ""}})
	add("steer-left", "note", "Ana", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ana", 0), Kind: "left", Lines: nil, Who: ""}})
	add("steer-others", "note", "Ben", false, group.Section{Template: "steer", Data: group.SteerData{Base: b("Ben", 0), Kind: "others", Lines: nil, Who: "Ana"}})
}
