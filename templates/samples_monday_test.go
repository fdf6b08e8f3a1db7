package templates

import "time"

type mondayRole struct {
	Start time.Time
	Role  string
}

type monday struct {
	Base
	Silent        []string
	Most          bool
	Open          []mondayRole
	Bounced       []string
	Held, Unclear int
	Unread        int
	Leads         string
	Led, Of       int
}

func init() {
	moreSamples = append(moreSamples, func(_ script, b func(string, int) Base, add func(string, string, string, bool, ...Section)) {
		at := time.Date(2026, time.March, 10, 16, 0, 0, 0, time.FixedZone("Africa/Lagos", 3600))
		add("monday", "note", "Ana", false, Section{"monday", monday{Base: b("Ana", 0), Silent: []string{"Dana", "Leo"}, Open: []mondayRole{{at, "facilitator"}, {at, "scribe"}},
			Bounced: []string{"Ben"}, Held: 1, Unclear: 2, Unread: 1, Leads: "Hana", Led: 3, Of: 7}})
		add("monday-most", "note", "Ana", false, Section{"monday", monday{Base: b("Ana", 0), Most: true, Bounced: []string{"Ben", "Leo"}, Held: 2, Unclear: 1, Unread: 3}})
	})
}
