package sample

import (
	"time"

	"convene/daemon/group"
)

// lifeMails are about what members ask of convene.
func lifeMails(s script, b baseMaker, add adder) {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, lagos)
	}
	march := at(3, 10, 16)
	for _, r := range []group.ReceiptData{
		{Kind: "done", Lines: []group.ReceiptLine{{What: "less_mail"}, {What: "digest_only"}, {What: "all_mail"}, {What: "back"}, {What: "paused"}, {What: "paused", Until: at(5, 1, 0)}}},
		{Kind: "away", Lines: []group.ReceiptLine{{What: "away", Start: at(8, 3, 0), Until: at(8, 20, 0)}, {What: "away", Start: at(8, 3, 0), Until: at(8, 3, 0)}, {What: "no", Start: march}}},
		{Kind: "why", Lines: []group.ReceiptLine{{What: "why_least", Start: march, Role: "facilitator", N: 2, Until: at(1, 13, 16)}}},
		{Kind: "why", Lines: []group.ReceiptLine{
			{What: "why_none"}, {What: "why_never", Start: march, Role: "scribe"}, {What: "why_offered", Start: march, Role: "facilitator"},
			{What: "why_swapped", Start: march, Role: "facilitator", Who: "Dana"}, {What: "why_swap_asked", Start: march, Role: "facilitator", Who: "Dana"}}},
		{Kind: "undone", Lines: []group.ReceiptLine{
			{What: "unsaid", Start: march}, {What: "undone_vote", Start: march}, {What: "undone_text"}, {What: "undone_topic", Text: s.topics[1]}, {What: "undone_given", Text: s.topics[2]}, {What: "undone_steer", Start: march},
			{What: "undone_attendance", Start: march}, {What: "undone_away", Start: at(8, 3, 0), Until: at(8, 20, 0)}, {What: "undone_swap", Start: march, Role: "facilitator", Who: "Dana"},
			{What: "undone_offer", Start: march, Role: "facilitator"}, {What: "undone_turn", Start: march, Role: "scribe"}, {What: "undone_join"}, {What: "undone_commitment", Text: s.topics[3]}, {What: "undone_for", Start: march, Who: "Dana"}, {What: "undone_vetted", Who: "Noor"}}},
		{Kind: "not_undone", Lines: []group.ReceiptLine{
			{What: "undo_nothing"}, {What: "undo_late", Start: march}, {What: "undo_counted", Start: march}, {What: "undo_voted", Text: s.topics[1]}, {What: "undo_seen", Text: s.topics[2]},
			{What: "undo_asked", Start: march, Role: "facilitator", Who: "Dana"}, {What: "undo_asked", Start: march, Role: "facilitator"}, {What: "undo_agreed", Start: march, Role: "facilitator", Who: "Dana"}, {What: "undo_person"}, {What: "undo_steered"}, {What: "undo_told", Who: "Ana"}}},
		{Kind: "left"},
		{Kind: "forgotten"},
	} {
		r.Base = b("Hana", 0)
		name := "receipt-" + r.Kind
		if len(r.Lines) == 1 {
			name += "-one"
		}
		if r.Kind == "done" || r.Kind == "away" {
			r.Kind = "turn"
		}
		add(name, "note", "Hana", false, group.Section{Template: "receipt", Data: r})
	}
	for _, kind := range []string{"left", "forgotten", "guest", "guest_left", "guest_forgotten"} {
		add("notice-"+kind, "note", "Ana", false, group.Section{Template: "notice", Data: group.NoticeData{Base: b("Ana", 0), Kind: kind, Who: "Ben", Text: "", Start: march}})
	}
	add("back", "letter", "Hana", true, group.Section{Template: "back", Data: group.BackData{Base: b("Hana", 0), Until: at(4, 30, 0)}})
	full := group.MyData{
		Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Aliases: []string{"hana@example.net"}, Language: "en", State: "paused", Mail: "less",
		Joined: at(1, 5, 9), Until: at(4, 30, 0), Bounces: 1,
		Answers: []group.MyAnswer{{Start: march, Answer: "no", At: at(3, 4, 9), Note: s.said}, {Start: at(3, 24, 16), Answer: "late", At: at(3, 20, 9), Note: ""}},
		Turns:   []group.MyTurn{{Start: march, Role: "facilitator", State: "passed"}, {Start: at(2, 24, 16), Role: "scribe", State: "served"}},
		Texts:   []group.MyText{{At: at(1, 6, 9), Text: s.hoped, Sees: "self", Undone: false}, {At: at(1, 7, 9), Text: s.topics[1], Sees: "group", Undone: true}, {At: at(1, 9, 9), Text: s.said, Sees: "report", Undone: false}},
		Away:    []group.MySpan{{From: at(8, 3, 0), Last: at(8, 20, 23)}},
		Letters: []group.MyCount{{Class: "invitation", N: 6}, {Class: "letter", N: 9}, {Class: "note", N: 2}, {Class: "urgent", N: 1}, {Class: "receipt", N: 4}},
	}
	little := group.MyData{Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Language: "en", State: "left", Mail: "digest", Joined: at(1, 5, 9)}
	little.Answers = []group.MyAnswer{{Start: march, Answer: "yes", At: at(3, 4, 9), Note: ""}, {Start: at(3, 24, 16), Answer: "maybe", At: at(3, 20, 9), Note: ""}}
	little.There = []group.MyAnswer{{Start: march, Answer: "no", At: at(3, 11, 9), Note: ""}, {Start: at(2, 24, 16), Answer: "yes", At: at(2, 25, 9), Note: ""}}
	little.Texts = []group.MyText{{At: at(1, 8, 9), Text: s.topics[2], Sees: "member", Undone: false}, {At: at(1, 9, 9), Text: s.topics[1], Sees: "public", Undone: false}}
	little.Turns = []group.MyTurn{{Start: march, Role: "guardian", State: "offered"}, {Start: at(3, 24, 16), Role: "host", State: "asked"}, {Start: at(2, 24, 16), Role: "facilitator", State: "swapped"}, {Start: at(3, 24, 16), Role: "scribe", State: "accepted"}, {Start: at(1, 13, 16), Role: "facilitator", State: "lapsed"}}
	chosen := group.MyData{Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Language: "en", State: "active", Joined: at(1, 5, 9)}
	words := []string{"", "", "", "yes", "no", "maybe", "late", "go", "revise", "cancel", "pairs", "keep"}
	for i, about := range []string{"sharing", "vote", "readings", "survey", "founding", "joining", "casedate", "short", "other", "short", "short", "health"} {
		c := group.MyChoice{At: at(2, 1+i, 9), About: about, Word: words[i], Text: ""}
		if c.Word == "" {
			c.Text = s.topics[i]
		}
		chosen.Choices = append(chosen.Choices, c)
	}
	chosen.Choices = append(chosen.Choices, group.MyChoice{At: at(3, 9, 9), About: "pulse", Word: "", Text: "4"})
	seen := group.MyData{Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Language: "fr", State: "active", Joined: at(1, 5, 9)}
	seen.Texts = []group.MyText{{At: at(1, 10, 9), Text: s.topics[0], Sees: "unnamed", Undone: false}, {At: at(2, 3, 9), Text: s.said, Sees: "coordinators", Undone: false}}
	add("mydata-seen", "note", "Hana", false, group.Section{Template: "mydata", Data: seen})
	add("mydata-choices", "note", "Hana", false, group.Section{Template: "mydata", Data: chosen})
	add("mydata", "note", "Hana", false, group.Section{Template: "mydata", Data: full})
	add("mydata-little", "note", "Hana", false, group.Section{Template: "mydata", Data: little})
}
