package sample

import (
	"convene/daemon/group"
)

// endMails are the last questions and the report.
func endMails(s script, b baseMaker, add adder) {
	march, next := at(3, 10, 16, 0), at(3, 24, 16, 0)
	topics, turns := s.topics, bothTurns
	last := group.SurveyData{Base: b("Hana", 1), Meetings: 12, Objective: s.hoped, Since: at(12, 2, 9, 0), Reminder: at(7, 8, 9, 0), Report: at(7, 15, 9, 0)}
	again := last
	again.Again, again.Objective = true, ""
	add("survey", "letter", "Hana", false, group.Section{Template: "survey", Data: last})
	unshown := last
	unshown.Unshown = []string{s.said, s.topics[2]}
	add("survey-unshown", "letter", "Hana", false, group.Section{Template: "survey", Data: unshown})
	add("survey-again", "letter", "Hana", false, group.Section{Template: "survey", Data: again})

	end := group.ReportData{Base: b("Hana", 0), Purpose: s.purpose, Goals: s.goals, Planned: 3, Held: 2,
		Meetings: []group.ReportMeeting{{Start: march, Cancelled: false, Came: 7, Topic: topics[0], Turns: turns, Reported: true}, {Start: next, Cancelled: true, Came: 0, Topic: "", Turns: nil, Reported: false}, {Start: at(4, 7, 16, 0), Cancelled: false, Came: 5, Topic: "", Turns: []group.TurnLine{{Role: "facilitator", Name: "Leo", Offered: false}}, Reported: false}},
		Came:     1, CouldCome: 2,
		Roles:    []group.ReportRole{{Role: "facilitator", Turns: []group.ReportCount{{Name: "Ben", N: 1}, {Name: "Leo", N: 1}}}, {Role: "scribe", Turns: []group.ReportCount{{Name: "Chiara", N: 1}}}},
		Answered: 6, Asked: 8, Ratings: []int{0, 1, 1, 3, 1}, Average: 3.666, Again: []int{4, 0, 2},
		Open:      []group.ReportAnswers{{Question: 2, Lines: []group.ReportLine{{Text: s.said, Name: ""}, {Text: topics[1], Name: "Leo"}}}, {Question: 3, Lines: nil}, {Question: 4, Lines: []group.ReportLine{{Text: topics[2], Name: ""}}}},
		Objective: s.hoped, Rating: 4, Retention: at(10, 13, 9, 0)}
	silent := end
	silent.CouldCome = 0
	silent.Answered, silent.Ratings, silent.Again, silent.Open, silent.Objective, silent.Rating, silent.Held = 0, nil, nil, nil, "", 0, 3
	many := end
	many.Planned, many.Held, many.Ratings, many.Open = 4, 4, nil, nil
	many.Meetings = []group.ReportMeeting{{Start: march, Came: 7, Topic: topics[0], Turns: turns, Reported: true}, {Start: next, Came: 4, Topic: topics[1], Reported: true},
		{Start: at(4, 7, 16, 0), Came: 5, Reported: true}, {Start: at(4, 21, 16, 0), Came: 6}}
	add("report", "letter", "Hana", false, group.Section{Template: "report", Data: end})
	add("report-many", "letter", "Hana", false, group.Section{Template: "report", Data: many})
	add("report-silent", "letter", "Hana", false, group.Section{Template: "report", Data: silent})
}
