package templates

import "time"

func init() {
	moreSamples = append(moreSamples, func(s script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		lagos := time.FixedZone("Africa/Lagos", 3600)
		march := time.Date(2026, time.March, 10, 16, 0, 0, 0, lagos)
		add("welcome-soon", "letter", "Ben", true, Section{"welcome", welcome{Base: b("Ben", 1), Dates: []time.Time{march}, Count: 1, Members: 2}})
		add("receipt-share-form", "note", "Ben", false, Section{"receipt", receipt{Base: b("Ben", 1), Kind: "share", Lines: []receiptLine{
			{What: "text", Text: s.said}, {What: "objective", Text: s.hoped, Shown: true}, {What: "offer", Text: s.said, Shown: true},
			{What: "goal", Text: s.goals[0], Shown: true}, {What: "rule", Text: s.goals[1], Shown: true}, {What: "objection", Text: s.said, Shown: true}}}})
	})
}
