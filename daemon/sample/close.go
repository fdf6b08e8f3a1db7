package sample

import (
	"time"

	"convene/daemon/group"
)

// closeMails are about midway and the end.
func closeMails(s script, b baseMaker, add adder) {
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 16, 0, 0, 0, lagos) }
	add("letter-health", "letter", "Hana", true, group.Section{Template: "health", Data: group.HealthData{Base: b("Hana", 1), Met: 6, Planned: 12, Until: at(4, 14)}})
	add("letter-goals", "letter", "Hana", true, group.Section{Template: "goals", Data: group.GoalsData{Base: b("Hana", 1), Goals: s.goals, Until: at(4, 14)}})
	said := group.ChangedData{Base: b("Hana", 0), Figures: []group.HealthFigure{{About: "commitment", Answers: 7, Average: 4.43}, {About: "competence", Answers: 6, Average: 3.5}, {About: "practice", Answers: 5, Average: 2.2}}, Keep: 4, Revise: 2,
		Suggested: []group.Voice{{Name: "", Text: s.topics[2], About: ""}, {Name: "Leo", Text: s.topics[3], About: ""}}}
	both := said
	both.Suggested = both.Suggested[:1]
	both.Added, both.Dropped, both.Rules, both.RulesDropped, both.Purpose = s.topics[:1], s.goals[:1], s.topics[1:2], s.goals[1:2], s.purpose
	later := both
	later.Figures, later.Keep, later.Revise, later.Suggested, later.Purpose = nil, 0, 0, nil, ""
	add("letter-said", "letter", "Hana", true, group.Section{Template: "changed", Data: said})
	add("letter-changed", "letter", "Hana", true, group.Section{Template: "changed", Data: both})
	add("letter-changed-later", "letter", "Hana", true, group.Section{Template: "changed", Data: later})
	gone := group.MissedData{Base: b("Leo", 1), Missed: []time.Time{at(2, 24), at(3, 10)}, Next: at(3, 24), Asks: true}
	add("letter-missed", "letter", "Leo", true, group.Section{Template: "missed", Data: gone})
	gone.Asks, gone.N = false, 0
	add("letter-missed-words", "letter", "Leo", true, group.Section{Template: "missed", Data: gone})
	near := group.EndingData{Base: b("Hana", 0), Last: at(6, 30), Goals: s.goals, Held: 11, Planned: 13, Topics: 9, Objective: s.hoped, Another: "Ana", Thanks: at(7, 2)}
	add("letter-ending", "letter", "Hana", true, group.Section{Template: "ending", Data: near})
	near.Goals, near.Topics, near.Objective, near.Another, near.Held, near.Planned = nil, 1, "", "", 1, 1
	add("letter-ending-bare", "letter", "Hana", true, group.Section{Template: "ending", Data: near})
	add("thanksletter", "note", "Dana", false, group.Section{Template: "thanksletter", Data: group.ThanksLetterData{Base: b("Dana", 0), Meetings: 12, Voices: []group.Voice{{Name: "Ben", Text: s.said, About: ""}, {Name: "Fay", Text: s.hoped, About: ""}}}})
	add("receipt-goals", "note", "Hana", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Hana", 0), Kind: "first", Lines: []group.ReceiptLine{{What: "left_alone"}, {What: "goals_keep"}, {What: "goals_revise"}, {What: "stay"}}}})
	add("receipt-goal", "note", "Hana", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Hana", 0), Kind: "share", Lines: []group.ReceiptLine{{What: "goal", Text: s.topics[0], Shown: true}}}})
	end := group.ReportData{Base: b("Hana", 0), Purpose: s.purpose, Goals: s.goals, Planned: 1, Held: 1, Meetings: []group.ReportMeeting{{Start: at(3, 10), Cancelled: false, Came: 1, Topic: "", Turns: nil, Reported: true}}, Asked: 8,
		Rules: s.topics[:2], PurposeNow: s.purpose, GoalsAdded: s.topics[2:3], GoalsDropped: s.goals[:1], RulesAdded: s.topics[3:], RulesDropped: s.topics[:1],
		Shared: []string{s.hoped}, Came: 1, CouldCome: 1, Thanks: []group.Voice{{Name: "Ben", Text: s.said, About: ""}}}
	entry := "[[group]]\nid = \"tuesday-coaches-2\"\nname = \"Tuesday Coaches 2\"\nmembers = [\n  \"Ana Ruiz <ana@example.org>\",\n]\nfounding = true\n\n  [group.meetings]\n  first = 2026-09-08T16:00:00\n  repeat = \"every 2 weeks on Tuesday\"\n  count = 12"
	again := group.RenewData{Base: b("Ana", 0), Next: group.NextGroup{ID: "tuesday-coaches-2", Name: "Tuesday Coaches 2", First: at(9, 8), Count: 12, File: "convene.toml", Entry: entry}, Members: 8, Goals: 2, Rules: 1, Keep: []group.ReportLine{{Text: s.said, Name: ""}, {Text: s.topics[2], Name: "Leo"}}, Report: time.Time{}}
	soon := again
	soon.Keep, soon.Report = nil, at(7, 15)
	bare := again
	bare.Keep, bare.Goals, bare.Rules, bare.Next.Count = nil, 0, 0, 1
	add("renew", "note", "Ana", false, group.Section{Template: "renew", Data: again})
	add("renew-soon", "note", "Ana", false, group.Section{Template: "renew", Data: soon})
	add("renew-bare", "note", "Ana", false, group.Section{Template: "renew", Data: bare})
	add("receipt-renew", "note", "Leo", false, group.Section{Template: "receipt", Data: group.ReceiptData{Base: b("Leo", 0), Kind: "renew"}})
	add("notice-renew", "note", "Ana", false, group.Section{Template: "notice", Data: group.NoticeData{Base: b("Ana", 0), Kind: "renew", Who: "Leo"}})
	add("report-changed", "letter", "Hana", false, group.Section{Template: "report", Data: end})
}
