package sample

import (
	"time"

	"convene/daemon/group"
)

// Books are records of a group as they are exported, by name: of one that has ended
// and of one that has barely begun.
func Books(lang string) map[string]group.Book {
	s := scripts[lang]
	madrid := time.FixedZone("Europe/Madrid", 3600)
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 16, 0, 0, 0, madrid) }
	closed := at(7, 15)
	full := group.Book{
		Group: s.group, Zone: "Europe/Madrid", Purpose: s.purpose, Goals: s.goals, GroundRules: s.topics[1:3], Founded: at(1, 5), Closed: &closed,
		Members: []string{"Ana Ruiz", "Ben Okoro", "Chiara Neri"}, Waiting: s.topics[3:],
		Meetings: []group.BookMeeting{
			{Start: at(3, 10), Topic: s.topics[0], Came: 7, Turns: []group.TurnLine{{Role: "facilitator", Name: "Ben", Offered: false}, {Role: "scribe", Name: "Chiara", Offered: false}}, Notes: []string{s.said, "# " + s.topics[1] + "\n- <b>" + s.topics[2] + "</b>"}},
			{Start: at(3, 24), Cancelled: true}, {Start: at(4, 7), Came: 1}, {Start: at(4, 21)}, {Start: at(5, 5), Came: 4},
		},
		Roles:  []group.BookRole{{Role: "facilitator", Turns: []group.ReportCount{{Name: "Ben", N: 1}, {Name: "Leo", N: 1}}}, {Role: "scribe", Turns: []group.ReportCount{{Name: "Chiara", N: 1}}}},
		Survey: group.BookSurvey{Answered: 6, Ratings: []int{0, 1, 1, 3, 1}, Average: 3.666, Again: []int{4, 0, 2}, Open: []group.BookQuestion{{Question: 2, Lines: []group.BookEntry{{Text: s.said}}}, {Question: 3, Lines: []group.BookEntry{{Text: s.topics[0], Name: "Leo"}}}, {Question: 4, Lines: []group.BookEntry{{Text: s.topics[1]}}}, {Question: 6, Lines: []group.BookEntry{{Text: s.topics[2]}}}}},
	}
	for _, kind := range []string{"charter", "goal", "rule", "shared", "question", "reply", "case", "reading", "link", "thanks"} {
		full.Pages = append(full.Pages, group.BookPage{Kind: group.ContributionKind(kind), Entries: []group.BookEntry{{At: at(3, 11), Text: s.said, Name: "Hana"}, {At: at(3, 12), Text: s.topics[0], Name: ""}}})
	}
	bare := group.Book{Group: s.group, Zone: "Europe/Madrid", Founded: at(1, 5), Members: []string{"Ana Ruiz"}, Meetings: []group.BookMeeting{{Start: at(3, 10), Ahead: true}}}
	return map[string]group.Book{"book": full, "book-bare": bare}
}
