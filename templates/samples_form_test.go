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

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		march := time.Date(2026, time.March, 10, 16, 0, 0, 0, lagos)
		add("welcome-soon", "letter", "Ben", true, Section{"welcome", welcome{Base: b("Ben", 1), Dates: []time.Time{march}, Count: 1, Members: 2}})
		add("receipt-share-form", "note", "Ben", false, Section{"receipt", receipt{Base: b("Ben", 1), Kind: "share", Lines: []receiptLine{
			{What: "text", Text: s.said}, {What: "objective", Text: s.hoped, Shown: true}, {What: "offer", Text: s.said, Shown: true},
			{What: "goal", Text: s.goals[0], Shown: true}, {What: "rule", Text: s.goals[1], Shown: true}, {What: "objection", Text: s.said, Shown: true}}}})
		add("receipt-form", "note", "Ben", false, Section{"receipt", receipt{Base: b("Ben", 1), Kind: "turn", Lines: []receiptLine{
			{What: "shares", Text: s.hoped}}}})

		share := sharing{Base: b("Ben", 1), Options: []option{{"A", s.hoped}, {"B", s.topics[1]}, {"C", s.topics[2]}}, Members: 7,
			Offers: []voiceOf{{Name: "Ana", Text: s.topics[3]}, {Name: "Chiara", Text: s.said}}, More: 2}
		alone := share
		alone.Options, alone.More = nil, 0
		result := share
		result.Result, result.Options, result.Shared, result.Offers = true, nil, []string{s.hoped, s.topics[1]}, share.Offers[:1]
		add("sharing", "letter", "Ben", true, Section{"sharing", share})
		add("sharing-offers", "letter", "Ben", true, Section{"sharing", alone})
		add("sharing-result", "letter", "Ben", true, Section{"sharing", result})
	})
}
