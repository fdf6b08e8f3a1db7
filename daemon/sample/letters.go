package sample

import (
	"time"

	"convene/daemon/group"
)

// letterMails are about meetings, turns and what members are asked week by week.
func letterMails(s script, b baseMaker, add adder) {
	march, next := at(3, 10, 16, 0), at(3, 24, 16, 0)
	room, topics, turns := meetingRoom, s.topics, bothTurns
	invite := group.InvitationData{Base: b("Ben", 0), Start: march, End: at(3, 10, 17, 30), Place: room}
	dated := invite
	dated.Dates = []time.Time{next, at(4, 7, 16, 0)}
	moved := invite
	moved.Was, moved.Start, moved.End = march, at(3, 11, 16, 0), at(3, 11, 17, 30)
	replaced := invite
	replaced.WasPlace = "https://meet.example.org/old"
	off := invite
	off.Cancelled = true
	add("invitation", "note", "Ben", false, group.Section{Template: "invitation", Data: dated})
	add("invitation-moved", "note", "Ben", false, group.Section{Template: "invitation", Data: moved})
	add("invitation-place", "note", "Ben", false, group.Section{Template: "invitation", Data: replaced})
	add("invitation-cancelled", "note", "Ben", false, group.Section{Template: "invitation", Data: off})
	gone, back, longer, anew, link := off, dated, dated, moved, dated
	gone.Gone, back.Back, longer.NewEnd, anew.Again = true, true, true, true
	link.WasPlace, link.Link = "https://meet.example.org/old", true
	known := link
	known.Answer = "yes"
	add("invitation-gone", "note", "Ben", false, group.Section{Template: "invitation", Data: gone})
	add("invitation-back", "note", "Ben", false, group.Section{Template: "invitation", Data: back})
	add("invitation-longer", "note", "Ben", false, group.Section{Template: "invitation", Data: longer})
	add("invitation-again", "note", "Ben", false, group.Section{Template: "invitation", Data: anew})
	add("invitation-link", "note", "Ben", false, group.Section{Template: "invitation", Data: link})
	add("invitation-link-yes", "note", "Ben", false, group.Section{Template: "invitation", Data: known})
	known.Answer = "no"
	add("invitation-link-no", "note", "Ben", false, group.Section{Template: "invitation", Data: known})
	known.Answer = "maybe"
	add("invitation-link-maybe", "note", "Ben", false, group.Section{Template: "invitation", Data: known})

	add("welcome", "letter", "Ben", true, group.Section{Template: "welcome", Data: group.WelcomeData{Base: b("Ben", 1), Purpose: s.purpose,
		Dates: []time.Time{march, next, at(4, 7, 16, 0)}, Place: room, Count: 12, Members: 7, All: true}})

	when := group.ComingData{Base: b("Ben", 1), Start: march, End: at(3, 10, 17, 30), Place: room, Topic: topics[0], ByVote: true,
		Turns: turns[1:], SoFar: []string{"Ana", "Chiara", "Dana", "Hana"}}
	offered := when
	offered.HasTurn = true
	asked := when
	asked.Asks, asked.Turns = true, turns
	asked.Name = "Hana"
	asked.Turns = []group.TurnLine{turns[0], {Role: "scribe", Name: "Chiara", Offered: true}}
	said := when
	said.Answer, said.Turns, said.Last, said.Topic = "yes", turns, true, ""
	vote := group.BallotData{Base: b("Ben", 2), Start: next, Options: []group.Option{{Letter: "A", Text: topics[1]}, {Letter: "B", Text: topics[2]}, {Letter: "C", Text: topics[3]}}}
	lead := group.TurnData{Base: b("Ben", 1), Role: "facilitator", Start: march, By: at(3, 4, 12, 0), Another: "Dana"}
	write := lead
	write.Role, write.By, write.Another = "scribe", at(3, 4, 9, 0), ""
	add("letter-turn", "letter", "Ben", true, group.Section{Template: "coming", Data: offered}, group.Section{Template: "turn", Data: lead}, group.Section{Template: "ballot", Data: vote})
	add("letter-scribe", "letter", "Ben", true, group.Section{Template: "coming", Data: offered}, group.Section{Template: "turn", Data: write})
	add("letter-asked", "letter", "Hana", true, group.Section{Template: "coming", Data: asked}, group.Section{Template: "ballot", Data: vote})
	for _, c := range []struct {
		name  string
		shift group.Shift
	}{
		{"letter-clocks", group.Shift{Minutes: 60, Later: true, Here: at(3, 8, 4, 0)}},
		{"letter-clocks-changed", group.Shift{Minutes: 60, Here: at(3, 8, 4, 0), HerePast: true}},
		{"letter-clocks-there", group.Shift{Minutes: 60, There: at(3, 8, 4, 0)}},
		{"letter-clocks-both", group.Shift{Minutes: 120, Later: true, Here: at(3, 1, 4, 0), There: at(3, 8, 4, 0)}},
		{"letter-clocks-between", group.Shift{Minutes: 120, Here: at(3, 8, 4, 0), There: at(3, 1, 4, 0), TherePast: true}},
		{"letter-clocks-half", group.Shift{Minutes: 30, There: at(3, 8, 4, 0), TherePast: true}},
	} {
		shifted := asked
		shifted.Shift = c.shift
		add(c.name, "letter", "Hana", true, group.Section{Template: "coming", Data: shifted})
	}
	add("letter-last", "letter", "Ben", true, group.Section{Template: "coming", Data: said})
	add("letter-away", "letter", "Ben", true, group.Section{Template: "coming", Data: asked}, group.Section{Template: "away", Data: group.AwayData{Base: b("Ben", 0), Until: at(3, 20, 0, 0), Asks: false}})
	add("letter-propose", "letter", "Ben", true, group.Section{Template: "propose", Data: group.ProposeData{Base: b("Ben", 1), Start: next, Pool: []string{topics[1]}}})

	look := group.ReflectionData{Base: b("Hana", 1), Start: march, Came: 7, Topic: topics[0], Turns: turns, Next: next, Asked: "try", Remind: at(4, 1, 9, 0)}
	lookBack := group.DigestData{Base: b("Hana", 0), Month: at(2, 1, 0, 0),
		Met:  []group.DigestMeeting{{Start: march, Came: 7, Reported: false, Topic: topics[0], Turns: turns}, {Start: at(2, 24, 16, 0), Came: 5, Reported: true, Topic: "", Turns: []group.TurnLine{{Role: "facilitator", Name: "Hana", Offered: false}, {Role: "scribe", Name: "Ben", Offered: true}}}, {Start: at(2, 10, 16, 0)}},
		Next: []group.DigestMeeting{{Start: next, Came: 3, Reported: false, Topic: topics[1], Turns: []group.TurnLine{{Role: "facilitator", Name: "Leo", Offered: false}, {Role: "scribe", Name: "Dana", Offered: true}, {Role: "guardian", Name: "", Offered: false}}}, {Start: at(4, 7, 16, 0), Came: 0, Reported: false, Topic: "", Turns: nil}},
		Pool: topics[2:], Reflections: 4, YouSaid: s.said}
	add("letter-reflection", "letter", "Hana", true, group.Section{Template: "reflection", Data: look})
	add("letter-away-asked", "letter", "Hana", true, group.Section{Template: "reflection", Data: look}, group.Section{Template: "away", Data: group.AwayData{Base: b("Hana", 2), Until: at(3, 20, 0, 0), Asks: true}})
	add("letter-month", "letter", "Hana", true, group.Section{Template: "reflection", Data: look}, group.Section{Template: "digest", Data: lookBack})
	full, one := look, lookBack
	full.Reported, full.Notes, full.By, full.More, full.Offered, full.Another = true, []string{topics[1], s.purpose}, "Chiara", true, []string{s.hoped}, "Dana"
	one.YouSaid, one.Pool = s.hoped, nil
	one.Shared, one.Further, one.Thanks, one.Asked, one.Answers = []group.Voice{{Name: "Ben", Text: topics[2], About: ""}}, 2, 1, "helped", []group.Voice{{Name: "", Text: topics[0], About: ""}, {Name: "Leo", Text: topics[1], About: ""}}
	one.MoreAnswers = 3
	one.Covered, one.Untouched, one.Pulse = []group.Coverage{{Objective: s.goals[0], Topics: 1}, {Objective: s.goals[1], Topics: 3}}, 2, []int{0, 0, 1, 3, 2}
	add("letter-notes", "letter", "Hana", true, group.Section{Template: "reflection", Data: full})
	add("letter-digest", "letter", "Hana", true, group.Section{Template: "digest", Data: one}, group.Section{Template: "month", Data: group.MonthData{Base: b("Hana", 1), Asked: "surprised", Until: at(4, 1, 9, 0)}})
	add("letter-journal", "letter", "Hana", true, group.Section{Template: "journal", Data: group.JournalData{Base: b("Hana", 1), Last: s.said, At: march}}, group.Section{Template: "numbers", Data: group.NumbersData{Base: b("Hana", 0),
		Series: []group.Series{{Of: topics[3], Rows: []group.Row{{At: march, N: 3, Number: "3"}, {At: next, N: 5, Number: "5"}, {At: at(4, 7, 9, 0), N: 0.5, Number: "0.5"}}, Last: "0.5", Average: "2.8"}}}})
	add("letter-asked-for", "letter", "Hana", true, group.Section{Template: "repertoire", Data: group.RepertoireData{Base: b("Hana", 0), Voices: []group.Voice{{Name: "Ben", Text: "https://example.org/listening", About: ""}, {Name: "Dana", Text: topics[1], About: ""}}}},
		group.Section{Template: "feedback", Data: group.QuestionData{Base: b("Hana", 1), Who: "Leo", Text: topics[0]}}, group.Section{Template: "followup", Data: group.FollowUpData{Base: b("Hana", 2), Start: march, Case: s.hoped}})
	add("letter-pulse", "letter", "Hana", true, group.Section{Template: "pulse", Data: group.PulseData{Base: b("Hana", 1), Until: at(4, 1, 9, 0)}})
	heard := []group.Voice{{Name: "Ben", Text: s.said, About: ""}, {Name: "Dana", Text: topics[1], About: ""}}
	add("letter-absent", "letter", "Leo", true, group.Section{Template: "notes", Data: group.NotesData{Base: b("Leo", 0), Start: march, Topic: topics[0], Came: 7, By: "Chiara", Notes: []string{topics[1], s.purpose}, More: true, Offered: []string{s.hoped}}},
		group.Section{Template: "commitment", Data: group.CommitmentData{Base: b("Leo", 1), Start: march, Lines: []string{s.hoped}}}, group.Section{Template: "thanks", Data: group.ThanksData{Base: b("Leo", 0), Voices: heard}})
	add("letter-shared", "letter", "Hana", true, group.Section{Template: "relay", Data: group.RelayData{Base: b("Hana", 0), Voices: []group.Voice{{Name: "Ben", Text: s.said, About: topics[2]}, {Name: "Dana", Text: topics[1], About: ""}}}},
		group.Section{Template: "shared", Data: group.SharedData{Base: b("Hana", 0), Voices: heard}}, group.Section{Template: "share", Data: group.ShareData{Base: b("Hana", 1), Lines: []group.ReceiptLine{{What: "offer", Text: s.said, Shown: true}, {What: "message", Who: "Leo", Text: topics[3], Shown: true}}}},
		group.Section{Template: "question", Data: group.QuestionData{Base: b("Hana", 2), Who: "Leo", Text: topics[1]}})

	ask := group.StepInData{Base: b("Leo", 1), Role: "facilitator", Start: march, By: at(3, 5, 12, 0)}
	all, swap, takes := ask, ask, ask
	all.Everyone, all.Role = true, "scribe"
	swap.From = "Ben"
	takes.From, takes.Takes = "Ben", true
	add("stepin", "note", "Leo", true, group.Section{Template: "stepin", Data: ask})
	add("stepin-all", "note", "Leo", true, group.Section{Template: "stepin", Data: all})
	add("stepin-swap", "note", "Leo", true, group.Section{Template: "stepin", Data: swap})
	add("stepin-takes", "note", "Leo", true, group.Section{Template: "stepin", Data: takes})
	add("sure", "note", "Hana", false, group.Section{Template: "sure", Data: group.ConfirmData{Base: b("Hana", 1), From: "hana@example.net", At: march, Words: s.said, Alias: false}})
	add("which", "note", "Hana", false, group.Section{Template: "which", Data: group.WhichData{Base: b("Hana", 1), At: march, Words: s.said, Options: []group.Option{{Letter: "A", Text: "Tuesday Coaches"}, {Letter: "B", Text: "Thursday Readers"}}}})
	add("selfled", "note", "Leo", true, group.Section{Template: "selfled", Data: group.SelfLedData{Base: b("Leo", 0), Role: "facilitator", Start: march, Topic: topics[0], Place: room}})
	add("nudge", "note", "Leo", true, group.Section{Template: "nudge", Data: group.NudgeData{Base: b("Leo", 1), Start: march, Place: room}})
	read := group.ReadBackData{Base: b("Hana", 0), Lines: []group.ReceiptLine{{What: "topic", Text: topics[2]}, {What: "case", Text: s.said}}, Words: []string{topics[1]}}
	add("letter-readback", "letter", "Hana", true, group.Section{Template: "reflection", Data: look}, group.Section{Template: "readback", Data: read})
}
