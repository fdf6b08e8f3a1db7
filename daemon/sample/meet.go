package sample

import (
	"time"

	"convene/daemon/group"
)

// meetMails are about a meeting.
func meetMails(s script, b baseMaker, add adder) {
	at := func(hour, minute int) time.Time { return time.Date(2026, time.March, 10, hour, minute, 0, 0, lagos) }
	add("short", "note", "Ben", true, group.Section{Template: "short", Data: group.ShortData{Base: b("Ben", 1), Start: at(16, 0), Said: true, Coming: []string{"Ana", "Hana"}, Maybe: 1, Silent: 3}})
	add("short-none", "note", "Ben", true, group.Section{Template: "short", Data: group.ShortData{Base: b("Ben", 1), Start: at(16, 0), Said: true, Coming: nil, Maybe: 0, Silent: 7}})
	add("short-unsaid", "note", "Ben", true, group.Section{Template: "short", Data: group.ShortData{Base: b("Ben", 1), Start: at(16, 0), Coming: []string{"Ana"}, Maybe: 0, Silent: 5}})
	add("short-nobody", "note", "Ben", true, group.Section{Template: "short", Data: group.ShortData{Base: b("Ben", 1), Start: at(16, 0), Coming: nil, Maybe: 2, Silent: 4}})
	full := group.PackData{Base: b("Ben", 0), Role: "facilitator", Leads: true, Start: at(16, 0), End: at(17, 30), Place: "https://meet.example.org/tuesday", Topic: s.topics[0],
		Coming: []string{"Ana", "Ben", "Chiara", "Dana", "Hana"}, Late: []string{"Dana"}, Maybe: []string{"Leo"},
		Pairs: [][]string{{"Ana", "Dana", "Hana"}, {"Ben", "Chiara"}}, Rules: s.goals,
		Steps: []group.AgendaStep{{Name: "intention", Start: at(16, 0), Minutes: 5}, {Name: "checkin", Start: at(16, 5), Minutes: 15}, {Name: "council", Start: at(16, 20), Minutes: 60}, {Name: "checkout", Start: at(17, 20), Minutes: 10}}}
	add("pack", "note", "Ben", true, group.Section{Template: "pack", Data: full})
	few := group.PackData{Base: b("Ben", 0), Role: "scribe", Start: at(16, 0), End: at(17, 30), InPairs: true, Coming: []string{"Ana"}}
	for _, name := range []string{"case", "questions", "advice", "takeaway", "passages", "discussion", "practice", "lookback", "goals", "thanks", "next"} {
		few.Steps = append(few.Steps, group.AgendaStep{Name: name, Start: at(16, 0), Minutes: 5})
	}
	add("pack-few", "note", "Ben", true, group.Section{Template: "pack", Data: few})
	add("scribe-led", "note", "Chiara", true, group.Section{Template: "scribe", Data: group.ScribeData{Base: b("Chiara", 1), Start: at(16, 0), Led: true, Expected: []string{"Ana", "Ben"}}})
	add("scribe", "note", "Chiara", true, group.Section{Template: "scribe", Data: group.ScribeData{Base: b("Chiara", 1), Start: at(16, 0), Expected: []string{"Ana", "Ben", "Chiara"}}})
}
