package sample

import (
	"time"

	"convene/daemon/group"
)

// mondayMails are about what a coordinator hears on Mondays.
func mondayMails(_ script, b baseMaker, add adder) {
	at := time.Date(2026, time.March, 10, 16, 0, 0, 0, time.FixedZone("Africa/Lagos", 3600))
	add("monday", "note", "Ana", false, group.Section{Template: "monday", Data: group.MondayData{Base: b("Ana", 0), Silent: []string{"Dana", "Leo"}, Open: []group.MondayRole{{Start: at, Role: "facilitator"}, {Start: at, Role: "scribe"}},
		Bounced: []string{"Ben"}, Held: 1, Unclear: 2, Unread: 1, Leads: "Hana", Led: 3, Of: 7}})
	add("monday-most", "note", "Ana", false, group.Section{Template: "monday", Data: group.MondayData{Base: b("Ana", 0), Most: true, Bounced: []string{"Ben", "Leo"}, Held: 2, Unclear: 1, Unread: 3, Leads: "Ana", Led: 2, Of: 4}})
}
