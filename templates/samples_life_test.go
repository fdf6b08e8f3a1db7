package templates

import "time"

type back struct {
	Base
	Until time.Time
}

type myAnswer struct {
	Start  time.Time
	Answer string
	At     time.Time
	Note   string
}

type myTurn struct {
	Start       time.Time
	Role, State string
}

type myText struct {
	At         time.Time
	Text, Sees string
	Undone     bool
}

type myChoice struct {
	At                time.Time
	About, Word, Text string
}

type mySpan struct{ From, Last time.Time }

type myCount struct {
	Class string
	N     int
}

type myData struct {
	Base
	Full, Email, Language, State, Mail string
	Aliases                            []string
	Joined, Until                      time.Time
	Answers, There                     []myAnswer
	Turns                              []myTurn
	Choices                            []myChoice
	Texts                              []myText
	Away                               []mySpan
	Letters                            []myCount
	Bounces                            int
}

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		at := func(month time.Month, day, hour int) time.Time {
			return time.Date(2026, month, day, hour, 0, 0, 0, lagos)
		}
		march := at(3, 10, 16)
		for _, r := range []receipt{
			{Kind: "done", Lines: []receiptLine{{What: "less_mail"}, {What: "digest_only"}, {What: "all_mail"}, {What: "back"}, {What: "paused"}, {What: "paused", Until: at(5, 1, 0)}}},
			{Kind: "away", Lines: []receiptLine{{What: "away", Start: at(8, 3, 0), Until: at(8, 20, 0)}, {What: "away", Start: at(8, 3, 0), Until: at(8, 3, 0)}, {What: "no", Start: march}}},
			{Kind: "why", Lines: []receiptLine{{What: "why_least", Start: march, Role: "facilitator", N: 2, Until: at(1, 13, 16)}}},
			{Kind: "why", Lines: []receiptLine{
				{What: "why_none"}, {What: "why_never", Start: march, Role: "scribe"}, {What: "why_offered", Start: march, Role: "facilitator"},
				{What: "why_swapped", Start: march, Role: "facilitator", Who: "Dana"}, {What: "why_swap_asked", Start: march, Role: "facilitator", Who: "Dana"}}},
			{Kind: "undone", Lines: []receiptLine{
				{What: "unsaid", Start: march}, {What: "undone_vote", Start: march}, {What: "undone_text"}, {What: "undone_topic", Text: s.topics[1]}, {What: "undone_given", Text: s.topics[2]},
				{What: "undone_attendance", Start: march}, {What: "undone_away", Start: at(8, 3, 0), Until: at(8, 20, 0)}, {What: "undone_swap", Start: march, Role: "facilitator", Who: "Dana"},
				{What: "undone_offer", Start: march, Role: "facilitator"}, {What: "undone_turn", Start: march, Role: "scribe"}, {What: "undone_join"}, {What: "undone_commitment", Text: s.topics[3]}, {What: "undone_for", Start: march, Who: "Dana"}, {What: "undone_vetted", Who: "Noor"}}},
			{Kind: "not_undone", Lines: []receiptLine{
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
			add(name, "note", "Hana", false, Section{"receipt", r})
		}
		for _, kind := range []string{"left", "forgotten", "guest", "guest_left", "guest_forgotten"} {
			add("notice-"+kind, "note", "Ana", false, Section{"notice", notice{b("Ana", 0), kind, "Ben", "", march}})
		}
		add("back", "letter", "Hana", true, Section{"back", back{b("Hana", 0), at(4, 30, 0)}})
		full := myData{
			Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Aliases: []string{"hana@example.net"}, Language: "en", State: "paused", Mail: "less",
			Joined: at(1, 5, 9), Until: at(4, 30, 0), Bounces: 1,
			Answers: []myAnswer{{march, "no", at(3, 4, 9), s.said}, {at(3, 24, 16), "late", at(3, 20, 9), ""}},
			Turns:   []myTurn{{march, "facilitator", "passed"}, {at(2, 24, 16), "scribe", "served"}},
			Texts:   []myText{{at(1, 6, 9), s.hoped, "self", false}, {at(1, 7, 9), s.topics[1], "group", true}, {at(1, 9, 9), s.said, "report", false}},
			Away:    []mySpan{{at(8, 3, 0), at(8, 20, 23)}},
			Letters: []myCount{{"invitation", 6}, {"letter", 9}, {"note", 2}, {"urgent", 1}, {"receipt", 4}},
		}
		little := myData{Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Language: "en", State: "left", Mail: "digest", Joined: at(1, 5, 9)}
		little.Answers = []myAnswer{{march, "yes", at(3, 4, 9), ""}, {at(3, 24, 16), "maybe", at(3, 20, 9), ""}}
		little.There = []myAnswer{{march, "no", at(3, 11, 9), ""}, {at(2, 24, 16), "yes", at(2, 25, 9), ""}}
		little.Texts = []myText{{at(1, 8, 9), s.topics[2], "member", false}, {at(1, 9, 9), s.topics[1], "public", false}}
		little.Turns = []myTurn{{march, "guardian", "offered"}, {at(3, 24, 16), "host", "asked"}, {at(2, 24, 16), "facilitator", "swapped"}, {at(3, 24, 16), "scribe", "accepted"}, {at(1, 13, 16), "facilitator", "lapsed"}}
		chosen := myData{Base: b("Hana", 0), Full: "Hana Ito", Email: "hana@example.org", Language: "en", State: "active", Joined: at(1, 5, 9)}
		words := []string{"", "", "", "yes", "no", "maybe", "late", "go", "revise", "cancel", "pairs", "keep"}
		for i, about := range []string{"sharing", "vote", "readings", "survey", "founding", "joining", "casedate", "short", "other", "short", "short", "health"} {
			c := myChoice{at(2, 1+i, 9), about, words[i], ""}
			if c.Word == "" {
				c.Text = s.topics[i]
			}
			chosen.Choices = append(chosen.Choices, c)
		}
		add("mydata-choices", "note", "Hana", false, Section{"mydata", chosen})
		add("mydata", "note", "Hana", false, Section{"mydata", full})
		add("mydata-little", "note", "Hana", false, Section{"mydata", little})
	})
}
