package templates

import "time"

// Occasion is embedded where a meeting may be a special one.
type Occasion struct {
	Agenda, Title, CaseBy string
	Yours                 bool
	Guests                []string
}

type caseCall struct {
	Base
	Start time.Time
}

type caseDate struct {
	Base
	Start   time.Time
	Words   string
	Options []option
}

type readings struct {
	Base
	By      time.Time
	Options []option
}

type reading struct {
	Base
	By          time.Time
	Text        string
	Today, Only bool
}

type guest struct {
	Base
	Host, Purpose string
	Start, End    time.Time
	Place, Topic  string
	Asks          bool
}

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		at := func(day, hour, minute int) time.Time {
			return time.Date(2026, time.March, day, hour, minute, 0, 0, lagos)
		}
		room := "https://meet.example.org/tuesday"
		add("letter-case", "letter", "Dana", true, Section{"case", caseCall{b("Dana", 1), at(24, 16, 0)}})
		add("casedate", "note", "Dana", true, Section{"casedate", caseDate{b("Dana", 1), at(24, 16, 0), s.said, []option{{"A", ""}, {"B", ""}}}})
		vote := readings{b("Dana", 1), at(24, 16, 0), []option{{"A", s.topics[0]}, {"B", s.topics[1]}, {"C", s.topics[2]}}}
		add("letter-readings", "letter", "Dana", true, Section{"readings", vote}, Section{"reading", reading{b("Dana", 0), at(10, 16, 0), s.topics[3], true, false}})
		add("letter-reading", "letter", "Dana", true, Section{"reading", reading{b("Dana", 0), at(24, 16, 0), s.topics[3], false, false}})
		add("letter-reading-only", "letter", "Dana", true, Section{"reading", reading{b("Dana", 0), at(24, 16, 0), s.topics[3], false, true}})
		visit := guest{b("Noor", 1), "Ana", s.purpose, at(10, 16, 0), at(10, 17, 30), room, s.topics[0], true}
		add("guest", "letter", "Noor", true, Section{"guest", visit})
		visit.Asks, visit.Host, visit.Purpose, visit.N = false, "", "", 0
		add("guest-said", "letter", "Noor", true, Section{"guest", visit})
		for name, o := range map[string]Occasion{
			"case": {CaseBy: "Dana"}, "mine": {CaseBy: "Dana", Yours: true}, "assist": {Agenda: "peer-assist"}, "book": {Agenda: "book"},
			"own": {Agenda: "own", Title: s.topics[3]}, "untitled": {Agenda: "own"}, "guest": {Guests: []string{"Noor"}}, "guests": {Guests: []string{"Noor", "Sol"}},
		} {
			meet := coming{Base: b("Dana", 0), Occasion: o, Start: at(10, 16, 0), End: at(10, 17, 30), Place: room, Answer: "yes"}
			if name != "guests" {
				meet.SoFar = []string{"Ana", "Ben"}
			}
			add("letter-occasion-"+name, "letter", "Dana", true, Section{"coming", meet})
		}
		add("pack-case", "note", "Ben", true, Section{"pack", pack{Base: b("Ben", 0), Occasion: Occasion{CaseBy: "Dana", Guests: []string{"Noor"}}, Role: "facilitator", Leads: true, Case: s.said,
			Start: at(10, 16, 0), End: at(10, 17, 30), Place: room, Coming: []string{"Ana", "Ben", "Dana"}, Steps: []agendaStep{{"case", at(10, 16, 0), 45}, {s.topics[2], at(10, 16, 45), 45}}}})
		add("receipt-focus", "note", "Dana", false, Section{"receipt", receipt{Base: b("Dana", 0), Kind: "turn", Lines: []receiptLine{
			{What: "case", Text: s.said}, {What: "case_yes", Start: at(10, 16, 0)}, {What: "case_later"}, {What: "case_read", Start: at(10, 16, 0)}, {What: "case_hidden", Start: at(10, 16, 0)},
			{What: "reads", Text: s.topics[0]}, {What: "reading", Text: s.topics[0], Shown: true}}}})
	})
}
