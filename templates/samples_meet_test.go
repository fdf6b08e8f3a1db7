package templates

import "time"

type agendaStep struct {
	Name    string
	Start   time.Time
	Minutes int
}

type short struct {
	Base
	Start         time.Time
	Coming        []string
	Maybe, Silent int
}

type pack struct {
	Base
	Occasion
	Case                string
	Role                string
	Leads               bool
	Start, End          time.Time
	Place, Topic        string
	Coming, Late, Maybe []string
	Pairs               [][]string
	InPairs             bool
	Steps               []agendaStep
	Rules               []string
}

type scribe struct {
	Base
	Start    time.Time
	Expected []string
}

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		at := func(hour, minute int) time.Time { return time.Date(2026, time.March, 10, hour, minute, 0, 0, lagos) }
		add("short", "note", "Ben", true, Section{"short", short{b("Ben", 1), at(16, 0), []string{"Ana", "Hana"}, 1, 3}})
		add("short-none", "note", "Ben", true, Section{"short", short{b("Ben", 1), at(16, 0), nil, 0, 7}})
		full := pack{Base: b("Ben", 0), Role: "facilitator", Leads: true, Start: at(16, 0), End: at(17, 30), Place: "https://meet.example.org/tuesday", Topic: s.topics[0],
			Coming: []string{"Ana", "Ben", "Chiara", "Dana", "Hana"}, Late: []string{"Dana"}, Maybe: []string{"Leo"},
			Pairs: [][]string{{"Ana", "Dana", "Hana"}, {"Ben", "Chiara"}}, Rules: s.goals,
			Steps: []agendaStep{{"intention", at(16, 0), 5}, {"checkin", at(16, 5), 15}, {"council", at(16, 20), 60}, {"checkout", at(17, 20), 10}}}
		add("pack", "note", "Ben", true, Section{"pack", full})
		few := pack{Base: b("Ben", 0), Role: "scribe", Start: at(16, 0), End: at(17, 30), InPairs: true, Coming: []string{"Ana"}}
		for _, name := range []string{"case", "questions", "advice", "takeaway", "passages", "discussion", "practice", "lookback", "goals", "thanks", "next"} {
			few.Steps = append(few.Steps, agendaStep{name, at(16, 0), 5})
		}
		add("pack-few", "note", "Ben", true, Section{"pack", few})
		add("scribe", "note", "Chiara", true, Section{"scribe", scribe{b("Chiara", 1), at(16, 0), []string{"Ana", "Ben", "Chiara"}}})
	})
}
