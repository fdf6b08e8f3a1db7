package sample

import (
	"time"

	"convene/daemon/group"
)

// formMails are about the forming of a group.
func formMails(s script, b baseMaker, add adder) {
	march := time.Date(2026, time.March, 10, 16, 0, 0, 0, lagos)
	add("welcome-soon", "letter", "Ben", true, group.Section{Template: "welcome", Data: group.WelcomeData{Base: b("Ben", 1), Dates: []time.Time{march}, Count: 1, Members: 2}})
	add("receipt-share-form", "note", "Ben", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Ben", 1), Kind: "share", Lines: []group.ReceiptLine{
		{What: "text", Text: s.said}, {What: "objective", Text: s.hoped, Shown: true}, {What: "offer", Text: s.said, Shown: true},
		{What: "goal", Text: s.goals[0], Shown: true}, {What: "rule", Text: s.goals[1], Shown: true}, {What: "objection", Text: s.said, Shown: true}}}})
	add("receipt-form", "note", "Ben", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Ben", 1), Kind: "turn", Lines: []group.ReceiptLine{
		{What: "shares", Text: s.hoped}, {What: "agreed"}, {What: "disagree"}, {What: "joined"}, {What: "not_joining"},
		{What: "passed_on", Who: "Ana", Text: s.said}, {What: "welcomes", Who: "Noor"}, {What: "concern", Who: "Noor", Text: s.said}, {What: "let_in", Who: "Noor"}, {What: "kept_out", Who: "Noor"}}}})
	for _, kind := range []string{"silent", "candidate", "closed"} {
		n := group.NoticeData{Base: b("Ana", 0), Kind: kind, Who: "Noor"}
		if kind == "candidate" {
			n.Text = s.said
		}
		add("notice-"+kind, "note", "Ana", false, group.Section{Template: "notice", Data: n})
	}
	invited := group.FoundingData{Base: b("Noor", 1), Founder: "Ana Ruiz", Purpose: s.purpose, Goals: s.goals, Count: 12, Every: 14, Dates: []time.Time{march, march.AddDate(0, 0, 14)},
		Minutes: 90, Hours: 18, Days: 90, Operator: "Ana Ruiz", By: march.AddDate(0, 0, -20)}
	reminded := invited
	reminded.Again = true
	add("founding", "note", "Noor", true, group.Section{Template: "founding", Data: invited})
	add("founding-again", "note", "Noor", true, group.Section{Template: "founding", Data: reminded})
	add("newcomer", "letter", "Ben", true, group.Section{Template: "newcomer", Data: group.NewcomerData{Base: b("Ben", 0), Who: "Noor", Offers: nil, Known: false}})
	add("newcomer-offers", "letter", "Ben", true, group.Section{Template: "newcomer", Data: group.NewcomerData{Base: b("Ben", 0), Who: "Noor", Offers: s.topics[:2], Known: false}})
	add("newcomer-later", "letter", "Ben", true, group.Section{Template: "newcomer", Data: group.NewcomerData{Base: b("Ben", 0), Who: "Noor", Offers: s.topics[:1], Known: true}})
	later := group.WelcomeData{Base: b("Noor", 1), Purpose: s.purpose, Dates: []time.Time{march, march.AddDate(0, 0, 14)}, Count: 12, Members: 8, All: true, Late: true}
	add("welcome-late", "letter", "Noor", true, group.Section{Template: "welcome", Data: later})
	later.All = false
	add("welcome-late-soon", "letter", "Noor", true, group.Section{Template: "welcome", Data: later})
	newcomer := group.JoiningData{Base: b("Ben", 1), Who: "Noor Aziz", By: march}
	decide := newcomer
	decide.Decide, decide.Concerns = true, []group.Voice{{Name: "Leo", Text: s.said}}
	add("joining", "note", "Ben", true, group.Section{Template: "joining", Data: newcomer})
	add("joining-decide", "note", "Ana", true, group.Section{Template: "joining", Data: decide})

	share := group.SharingData{Base: b("Ben", 1), Options: []group.Option{{Letter: "A", Text: s.hoped}, {Letter: "B", Text: s.topics[1]}, {Letter: "C", Text: s.topics[2]}}, Members: 7,
		Offers: []group.Voice{{Name: "Ana", Text: s.topics[3]}, {Name: "Chiara", Text: s.said}}, More: 2}
	alone := share
	alone.Options, alone.More = nil, 0
	result := share
	result.Result, result.Options, result.Shared, result.Offers = true, nil, []string{s.hoped, s.topics[1]}, share.Offers[:1]
	add("sharing", "letter", "Ben", true, group.Section{Template: "sharing", Data: share})
	add("sharing-offers", "letter", "Ben", true, group.Section{Template: "sharing", Data: alone})
	paper := group.CharterData{Base: b("Ben", 1), Version: 1, Asks: true, Purpose: s.purpose, Goals: charterLines(s.hoped, s.goals[0]), Rules: charterLines(s.topics[:2]...), Boundaries: charterLines(s.topics[2]), By: march}
	anew, ours, only := paper, paper, paper
	anew.Version, anew.Asks, anew.N, anew.Objections, anew.Silent, anew.By = 2, false, 0, []string{s.said}, true, time.Time{}
	anew.Rules = []group.CharterLine{{Text: s.topics[0]}, {Text: s.topics[3], New: true}}
	anew.Gone = s.topics[1:2]
	ours.Agreed, only.Agreed, only.Only = true, true, true
	filed := paper
	filed.Version, filed.Added, filed.Dropped = 2, []string{s.topics[0]}, []string{s.topics[3]}
	add("charter-filed", "letter", "Ben", true, group.Section{Template: "charter", Data: filed})
	late := ours
	late.New, late.Version, late.Asks, late.N = true, 2, false, 0
	add("charter-late", "letter", "Noor", true, group.Section{Template: "charter", Data: late})
	add("charter", "letter", "Ben", true, group.Section{Template: "charter", Data: paper})
	add("charter-anew", "letter", "Ben", true, group.Section{Template: "charter", Data: anew})
	add("charter-ours", "letter", "Ben", true, group.Section{Template: "charter", Data: ours})
	add("charter-only", "letter", "Ben", true, group.Section{Template: "charter", Data: only})
	add("sharing-result", "letter", "Ben", true, group.Section{Template: "sharing", Data: result})
}

// charterLines are lines that everybody has read before.
func charterLines(texts ...string) []group.CharterLine {
	var ls []group.CharterLine
	for _, t := range texts {
		ls = append(ls, group.CharterLine{Text: t})
	}
	return ls
}
