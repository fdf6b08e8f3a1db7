package templates

import "time"

type health struct {
	Base
	Met, Planned int
	Until        time.Time
}

type goals struct {
	Base
	Goals []string
	Until time.Time
}

type healthFigure struct {
	About   string
	Answers int
	Average float64
}

type changed struct {
	Base
	Figures                             []healthFigure
	Keep, Revise                        int
	Suggested                           []voice
	Added, Dropped, Rules, RulesDropped []string
	Purpose                             string
}

type missed struct {
	Base
	Missed []time.Time
	Next   time.Time
	Asks   bool
}

type ending struct {
	Base
	Last          time.Time
	Goals         []string
	Held, Planned int
	Topics        int
	Objective     string
	Another       string
	Thanks        time.Time
}

type thanksLetter struct {
	Base
	Meetings int
	Voices   []voice
}

type nextGroup struct {
	ID, Name    string
	First       time.Time
	Count       int
	File, Entry string
}

type renew struct {
	Base
	Next         nextGroup
	Members      int
	Goals, Rules int
	Keep         []reportLine
	Report       time.Time
}

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 16, 0, 0, 0, lagos) }
		add("letter-health", "letter", "Hana", true, Section{"health", health{b("Hana", 1), 6, 12, at(4, 14)}})
		add("letter-goals", "letter", "Hana", true, Section{"goals", goals{b("Hana", 1), s.goals, at(4, 14)}})
		said := changed{Base: b("Hana", 0), Figures: []healthFigure{{"commitment", 7, 4.43}, {"competence", 6, 3.5}, {"practice", 5, 2.2}}, Keep: 4, Revise: 2,
			Suggested: []voice{{"", s.topics[2], ""}, {"Leo", s.topics[3], ""}}}
		both := said
		both.Suggested = both.Suggested[:1]
		both.Added, both.Dropped, both.Rules, both.RulesDropped, both.Purpose = s.topics[:1], s.goals[:1], s.topics[1:2], s.goals[1:2], s.purpose
		later := both
		later.Figures, later.Keep, later.Revise, later.Suggested, later.Purpose = nil, 0, 0, nil, ""
		add("letter-said", "letter", "Hana", true, Section{"changed", said})
		add("letter-changed", "letter", "Hana", true, Section{"changed", both})
		add("letter-changed-later", "letter", "Hana", true, Section{"changed", later})
		gone := missed{b("Leo", 1), []time.Time{at(2, 24), at(3, 10)}, at(3, 24), true}
		add("letter-missed", "letter", "Leo", true, Section{"missed", gone})
		gone.Asks, gone.N = false, 0
		add("letter-missed-words", "letter", "Leo", true, Section{"missed", gone})
		near := ending{b("Hana", 0), at(6, 30), s.goals, 11, 13, 9, s.hoped, "Ana", at(7, 2)}
		add("letter-ending", "letter", "Hana", true, Section{"ending", near})
		near.Goals, near.Topics, near.Objective, near.Another, near.Held, near.Planned = nil, 1, "", "", 1, 1
		add("letter-ending-bare", "letter", "Hana", true, Section{"ending", near})
		add("thanksletter", "note", "Dana", false, Section{"thanksletter", thanksLetter{b("Dana", 0), 12, []voice{{"Ben", s.said, ""}, {"Fay", s.hoped, ""}}}})
		add("receipt-goals", "note", "Hana", false, Section{"receipt", receipt{Base: b("Hana", 0), Kind: "first", Lines: []receiptLine{{What: "goals_keep"}, {What: "goals_revise"}, {What: "stay"}}}})
		add("receipt-goal", "note", "Hana", false, Section{"receipt", receipt{Base: b("Hana", 0), Kind: "share", Lines: []receiptLine{{What: "goal", Text: s.topics[0], Shown: true}}}})
		end := report{Base: b("Hana", 0), Purpose: s.purpose, Goals: s.goals, Planned: 1, Held: 1, Meetings: []reportMeeting{{at(3, 10), false, 1, "", nil, true}}, Asked: 8,
			Rules: s.topics[:2], PurposeNow: s.purpose, GoalsAdded: s.topics[2:3], GoalsDropped: s.goals[:1], RulesAdded: s.topics[3:], RulesDropped: s.topics[:1],
			Shared: []string{s.hoped}, Came: 1, CouldCome: 1, Thanks: []voice{{"Ben", s.said, ""}}}
		entry := "[[group]]\nid = \"tuesday-coaches-2\"\nname = \"Tuesday Coaches 2\"\nmembers = [\n  \"Ana Ruiz <ana@example.org>\",\n]\nfounding = true\n\n  [group.meetings]\n  first = 2026-09-08T16:00:00\n  repeat = \"every 2 weeks on Tuesday\"\n  count = 12"
		again := renew{b("Ana", 0), nextGroup{"tuesday-coaches-2", "Tuesday Coaches 2", at(9, 8), 12, "convene.toml", entry}, 8, 2, 1, []reportLine{{s.said, ""}, {s.topics[2], "Leo"}}, time.Time{}}
		soon := again
		soon.Keep, soon.Report = nil, at(7, 15)
		bare := again
		bare.Keep, bare.Goals, bare.Rules, bare.Next.Count = nil, 0, 0, 1
		add("renew", "note", "Ana", false, Section{"renew", again})
		add("renew-soon", "note", "Ana", false, Section{"renew", soon})
		add("renew-bare", "note", "Ana", false, Section{"renew", bare})
		add("receipt-renew", "note", "Leo", false, Section{"receipt", receipt{Base: b("Leo", 0), Kind: "renew"}})
		add("notice-renew", "note", "Ana", false, Section{"notice", notice{Base: b("Ana", 0), Kind: "renew", Who: "Leo"}})
		add("report-changed", "letter", "Hana", false, Section{"report", end})
	})
}
