package templates

import (
	"slices"
	"time"
)

type steerLine struct {
	What, Not string
	Start, To time.Time
	Who, Text string
	N         int
}

type steer struct {
	Base
	Kind  string
	Lines []steerLine
	Who   string
}

func init() {
	moreSamples = append(moreSamples, func(_ script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		at := func(day, hour int) time.Time { return time.Date(2026, time.May, day, hour, 0, 0, 0, lagos) }
		link := "https://meet.example.org/new"
		can := []steerLine{
			{What: "cancel", Start: at(5, 16)}, {What: "move", Start: at(19, 16), To: at(20, 17)}, {What: "link", Text: link, N: 3},
			{What: "add", Who: "Leo Sand", Text: "leo@example.org"}, {What: "yes", Who: "Ben", Start: at(5, 16)},
		}
		names := []string{"steer-cancel", "steer-move", "steer-link", "steer-add", "steer-yes"}
		for i, l := range can {
			add(names[i], "note", "Ana", false, Section{"steer", steer{b("Ana", 1), "ask", []steerLine{l}, ""}})
		}
		many := slices.Concat(can[2:4], []steerLine{{What: "link", Text: link, N: 1}, {What: "no", Who: "Ben", Start: at(5, 16)}, {What: "maybe", Who: "Hana", Start: at(5, 16)},
			{What: "cancel", Not: "no_meeting", Start: at(6, 0)}})
		add("steer-many", "note", "Ana", false, Section{"steer", steer{b("Ana", 1), "ask", many, ""}})
		not := []steerLine{
			{What: "cancel", Not: "no_meeting", Start: at(6, 0)}, {What: "move", Not: "past", Start: at(5, 16), To: at(4, 16)}, {What: "move", Not: "same", Start: at(5, 16), To: at(5, 16)},
			{What: "move", Not: "taken", Start: at(5, 16), To: at(19, 16)}, {What: "add", Not: "member", Who: "Ben Okoro", Text: "ben@example.org"}, {What: "add", Not: "bad_address", Text: "Leo leo@"},
			{What: "link", Not: "bad_link"}, {What: "yes", Not: "nothing_ahead", Who: "Ben"},
		}
		add("steer-not", "note", "Ana", false, Section{"steer", steer{b("Ana", 0), "ask", not, ""}})
		add("steer-invited", "note", "Ana", false, Section{"steer", steer{b("Ana", 1), "ask", []steerLine{{What: "add_invited", Who: "Leo Sand", Text: "leo@example.org"}}, ""}})
		add("steer-asked", "note", "Ana", false, Section{"steer", steer{b("Ana", 1), "ask", []steerLine{{What: "add_asked", Who: "Leo Sand", Text: "leo@example.org", To: at(12, 16)}}, ""}})
		add("steer-closed", "note", "Ana", false, Section{"steer", steer{b("Ana", 0), "ask", []steerLine{{What: "add_asked", Not: "closed", Who: "Leo Sand", Text: "leo@example.org"},
			{What: "add", Not: "asked", Who: "Noor Aziz", Text: "noor@example.org"}, {What: "add", Not: "declined", Who: "Ida Holm", Text: "ida@example.org"}}, ""}})
		add("steer-done", "note", "Ana", false, Section{"steer", steer{b("Ana", 0), "done", can[:2], ""}})
		add("steer-left", "note", "Ana", false, Section{"steer", steer{b("Ana", 0), "left", nil, ""}})
		add("steer-others", "note", "Ben", false, Section{"steer", steer{b("Ben", 0), "others", nil, "Ana"}})
	})
}
