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

type charter struct {
	Base
	Version            int
	Agreed, Only, Asks bool
	Purpose            string
	Goals, Rules       []string
	Boundaries         []string
	Objections         []string
	Silent             bool
	By                 time.Time
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
			{What: "shares", Text: s.hoped}, {What: "agreed"}, {What: "disagree"}}}})

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
		add("charter", "letter", "Ben", true, Section{"charter", paper})
		add("charter-anew", "letter", "Ben", true, Section{"charter", anew})
		add("charter-ours", "letter", "Ben", true, Section{"charter", ours})
		add("charter-only", "letter", "Ben", true, Section{"charter", only})
		add("sharing-result", "letter", "Ben", true, Section{"sharing", result})
	})
}
