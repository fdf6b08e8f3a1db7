package templates

import "time"

type voiceOf struct{ Name, Text, About string }

type sharing struct {
	Base
	Result  bool
	Options []option
	Shared  []string
	Members int
	Offers  []voiceOf
	More    int
}

type founding struct {
	Base
	Founder, Purpose string
	Goals            []string
	Count, Every     int
	Dates            []time.Time
	Minutes, Hours   int
	Days             int
	Operator         string
	By               time.Time
	Again            bool
}

type joining struct {
	Base
	Who      string
	By       time.Time
	Decide   bool
	Concerns []voiceOf
}

type charter struct {
	Base
	Version            int
	Agreed, Only, Asks bool
	New                bool
	Purpose            string
	Goals, Rules       []string
	Boundaries         []string
	Objections         []string
	Added, Dropped     []string
	Silent             bool
	By                 time.Time
}

type newcomer struct {
	Base
	Who    string
	Offers []string
	Known  bool
}

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		march := time.Date(2026, time.March, 10, 16, 0, 0, 0, lagos)
		add("welcome-soon", "letter", "Ben", true, Section{"welcome", welcome{Base: b("Ben", 1), Dates: []time.Time{march}, Count: 1, Members: 2}})
		add("receipt-share-form", "note", "Ben", false, Section{"receipt", receipt{Base: b("Ben", 1), Kind: "share", Lines: []receiptLine{
			{What: "text", Text: s.said}, {What: "objective", Text: s.hoped, Shown: true}, {What: "offer", Text: s.said, Shown: true},
			{What: "goal", Text: s.goals[0], Shown: true}, {What: "rule", Text: s.goals[1], Shown: true}, {What: "objection", Text: s.said, Shown: true}}}})
		add("receipt-form", "note", "Ben", false, Section{"receipt", receipt{Base: b("Ben", 1), Kind: "turn", Lines: []receiptLine{
			{What: "shares", Text: s.hoped}, {What: "agreed"}, {What: "disagree"}, {What: "joined"}, {What: "not_joining"},
			{What: "passed_on", Who: "Ana", Text: s.said}, {What: "welcomes", Who: "Noor"}, {What: "concern", Who: "Noor", Text: s.said}, {What: "let_in", Who: "Noor"}, {What: "kept_out", Who: "Noor"}}}})
		for _, kind := range []string{"silent", "candidate", "closed"} {
			n := notice{Base: b("Ana", 0), Kind: kind, Who: "Noor"}
			if kind == "candidate" {
				n.Text = s.said
			}
			add("notice-"+kind, "note", "Ana", false, Section{"notice", n})
		}
		invited := founding{Base: b("Noor", 1), Founder: "Ana Ruiz", Purpose: s.purpose, Goals: s.goals, Count: 12, Every: 14, Dates: []time.Time{march, march.AddDate(0, 0, 14)},
			Minutes: 90, Hours: 18, Days: 90, Operator: "Ana Ruiz", By: march.AddDate(0, 0, -20)}
		reminded := invited
		reminded.Again = true
		add("founding", "note", "Noor", true, Section{"founding", invited})
		add("founding-again", "note", "Noor", true, Section{"founding", reminded})
		add("newcomer", "letter", "Ben", true, Section{"newcomer", newcomer{b("Ben", 0), "Noor", nil, false}})
		add("newcomer-offers", "letter", "Ben", true, Section{"newcomer", newcomer{b("Ben", 0), "Noor", s.topics[:2], false}})
		add("newcomer-later", "letter", "Ben", true, Section{"newcomer", newcomer{b("Ben", 0), "Noor", s.topics[:1], true}})
		later := welcome{Base: b("Noor", 1), Purpose: s.purpose, Dates: []time.Time{march, march.AddDate(0, 0, 14)}, Count: 12, Members: 8, All: true, Late: true}
		add("welcome-late", "letter", "Noor", true, Section{"welcome", later})
		later.All = false
		add("welcome-late-soon", "letter", "Noor", true, Section{"welcome", later})
		newcomer := joining{Base: b("Ben", 1), Who: "Noor Aziz", By: march}
		decide := newcomer
		decide.Decide, decide.Concerns = true, []voiceOf{{Name: "Leo", Text: s.said}}
		add("joining", "note", "Ben", true, Section{"joining", newcomer})
		add("joining-decide", "note", "Ana", true, Section{"joining", decide})

		share := sharing{Base: b("Ben", 1), Options: []option{{"A", s.hoped}, {"B", s.topics[1]}, {"C", s.topics[2]}}, Members: 7,
			Offers: []voiceOf{{Name: "Ana", Text: s.topics[3]}, {Name: "Chiara", Text: s.said}}, More: 2}
		alone := share
		alone.Options, alone.More = nil, 0
		result := share
		result.Result, result.Options, result.Shared, result.Offers = true, nil, []string{s.hoped, s.topics[1]}, share.Offers[:1]
		add("sharing", "letter", "Ben", true, Section{"sharing", share})
		add("sharing-offers", "letter", "Ben", true, Section{"sharing", alone})
		paper := charter{Base: b("Ben", 1), Version: 1, Asks: true, Purpose: s.purpose, Goals: []string{s.hoped, s.goals[0]}, Rules: s.topics[:2], Boundaries: s.topics[2:3], By: march}
		anew, ours, only := paper, paper, paper
		anew.Version, anew.Asks, anew.N, anew.Objections, anew.Silent, anew.By = 2, false, 0, []string{s.said}, true, time.Time{}
		ours.Agreed, only.Agreed, only.Only = true, true, true
		filed := paper
		filed.Version, filed.Added, filed.Dropped = 2, []string{s.topics[0]}, []string{s.topics[3]}
		add("charter-filed", "letter", "Ben", true, Section{"charter", filed})
		late := ours
		late.New, late.Version, late.Asks, late.N = true, 2, false, 0
		add("charter-late", "letter", "Noor", true, Section{"charter", late})
		add("charter", "letter", "Ben", true, Section{"charter", paper})
		add("charter-anew", "letter", "Ben", true, Section{"charter", anew})
		add("charter-ours", "letter", "Ben", true, Section{"charter", ours})
		add("charter-only", "letter", "Ben", true, Section{"charter", only})
		add("sharing-result", "letter", "Ben", true, Section{"sharing", result})
	})
}
