package sample

import (
	"convene/daemon/group"
)

// receiptMails answer what somebody wrote.
func receiptMails(s script, b baseMaker, add adder) {
	march, next := at(3, 10, 16, 0), at(3, 24, 16, 0)
	topics := s.topics
	for name, r := range map[string]group.ReadBackData{
		"note":  {Lines: []group.ReceiptLine{{What: "yes", Start: march}}, Press: true, Note: true},
		"notes": {Lines: []group.ReceiptLine{{What: "no", Start: march}, {What: "too_late", Start: next}, {What: "closed", Text: topics[1]}, {What: "votes", Start: next, Text: topics[0]}}, Words: []string{s.said, topics[2]}, Note: true},
		"answers": {Lines: []group.ReceiptLine{
			{What: "rating", Text: "4", Role: "survey"}, {What: "said", Text: s.topics[2]}, {What: "yesno", Text: "yes", Role: "survey"}, {What: "rating", Text: "3", Role: "health 1"}, {What: "rating", Text: "4", Role: "health 2"},
			{What: "rating", Text: "5", Role: "health 3"}, {What: "rating", Text: "2", Role: "pulse"}, {What: "yesno", Text: "no", Role: "away"}, {What: "yesno", Text: "yes", Role: "share"},
			{What: "yesno", Text: "yes", Role: "commitment"}, {What: "moved_since", Start: march, Until: next, Text: "yes"}, {What: "moved_since", Start: march, Until: next, Text: "no"},
			{What: "moved_since", Start: march, Until: next, Text: "maybe"}, {What: "renew_sent"}, {What: "attached", Text: "notes.pdf"},
		}, Note: true},
		"unsure": {Words: []string{s.said}, Note: true},
	} {
		r.Base = b("Hana", 0)
		add("readback-"+name, "note", "Hana", false, group.Section{Template: "readback", Data: r})
	}
	for _, r := range []group.ReceiptData{
		{Kind: "first", Lines: []group.ReceiptLine{{What: "late", Start: march}, {What: "votes", Start: next, Text: topics[1]}}, Press: true},
		{Kind: "rsvp", Lines: []group.ReceiptLine{{What: "yes", Start: march}}, Press: true},
		{Kind: "turn", Lines: []group.ReceiptLine{{What: "lead", Start: march, Role: "facilitator"}}},
		{Kind: "topic", Lines: []group.ReceiptLine{{What: "topic", Text: topics[2]}}, Attached: "notes.pdf"},
		{Kind: "text", Lines: []group.ReceiptLine{{What: "text", Text: s.said}}},
		{Kind: "unclear"},
		{Kind: "no_notes", Words: s.said},
		{Kind: "share", Lines: []group.ReceiptLine{{What: "share", Text: s.said, Shown: true}, {What: "thanks", Who: "Dana", Text: topics[0], Shown: true}, {What: "yes", Start: march}}},
		{Kind: "audience", Words: s.said, Who: "Ana", Lines: []group.ReceiptLine{{What: "yes", Start: march}}},
		{Kind: "audience", Words: s.said},
		{Kind: "turn", Lines: []group.ReceiptLine{{What: "withdrawn", Text: s.said}, {What: "withdrawn_late", Text: s.said}, {What: "not_public", Text: s.said}, {What: "not_offered", Text: s.said},
			{What: "done"}, {What: "partly"}, {What: "dropped"}, {What: "log", Who: "clients", Text: "4"}, {What: "journal", Text: s.said}}},
		{Kind: "text", Lines: []group.ReceiptLine{{What: "message", Who: "Dana", Text: topics[0], Shown: true}, {What: "reply", Who: "Dana", Text: topics[0], Shown: true}, {What: "question", Text: topics[0], Shown: true},
			{What: "whoknows", Text: topics[0], Shown: true}, {What: "month", Text: topics[0], Shown: true}, {What: "month_named", Text: topics[0], Shown: true},
			{What: "link", Text: topics[0], Shown: true}, {What: "feedback", Who: "Dana", Text: topics[0], Shown: true}, {What: "feedback_ask", Who: "Dana", Text: topics[0], Shown: true},
			{What: "public", Text: topics[0], Shown: true}}},
		{Kind: "text", Words: s.said},
		{Kind: "long", Words: s.said, Lines: []group.ReceiptLine{{What: "topic", Text: topics[2]}}},
		{Kind: "unclear", Words: s.said, Lines: []group.ReceiptLine{{What: "no", Start: march}}},
		{Kind: "no_question", Words: "4"},
		{Kind: "closed"},
		{Kind: "late", Lines: []group.ReceiptLine{{What: "yes", Start: march}}},
		{Kind: "help", Forms: helped(s.writes)},
		{Kind: "unreadable", Sealed: "winmail", Start: march},
		{Kind: "unreadable", Sealed: "winmail"},
		{Kind: "unreadable", Sealed: "encrypted", Start: march},
		{Kind: "unreadable", Sealed: "file", Start: march},
		{Kind: "status", Lines: []group.ReceiptLine{
			{What: "maybe", Start: march}, {What: "unsaid", Start: next}, {What: "pass", Start: march, Role: "scribe"}, {What: "swap_asked", Start: march, Role: "facilitator", Who: "Dana"},
			{What: "swap_done", Start: march, Role: "facilitator", Who: "Dana"}, {What: "swap_refused", Start: march, Role: "facilitator", Who: "Dana"},
			{What: "took", Start: march, Role: "scribe", Who: "Dana"}, {What: "declined", Start: march, Role: "facilitator"},
			{What: "already", Start: march, Role: "facilitator", Who: "Dana"}, {What: "rating", Text: "4"}, {What: "yesno", Text: "maybe"}, {What: "other", Text: topics[0]}}},
		{Kind: "less"},
		{Kind: "not_yet", Words: "another round"},
		{Kind: "guest_members", Words: s.said, Lines: []group.ReceiptLine{{What: "yes", Start: march}}},
		{Kind: "guest_note", Words: s.said},
		{Kind: "guest_help", Lines: []group.ReceiptLine{{What: "yes", Start: march}}},
		{Kind: "guest_left"},
	} {
		r.Base = b("Hana", 0)
		name := "receipt-" + r.Kind
		if (r.Kind == "turn" || r.Kind == "text") && len(r.Lines) > 1 {
			name += "-learn"
		}
		if r.Kind == "audience" && r.Who == "" || r.Words == "" && len(r.Lines) == 0 && r.Kind == "unclear" || r.Kind == "unreadable" && r.Start.IsZero() || r.Kind == "text" && r.Words != "" {
			name += "-alone"
		}
		if r.Sealed == "encrypted" || r.Sealed == "file" {
			name += "-" + r.Sealed
		}
		add(name, "note", "Hana", false, group.Section{Template: "receipt", Data: r})
	}
	add("confirm", "note", "Hana", false, group.Section{Template: "confirm", Data: group.ConfirmData{Base: b("Hana", 1), From: "hana@example.net", At: march, Words: s.said, Alias: true}})
	for _, kind := range []string{"counter", "stranger", "bounce", "held", "quarantined", "not_yet", "delegated", "after_close", "unclear", "complaint", "steer"} {
		add("notice-"+kind, "note", "Ana", false, group.Section{Template: "notice", Data: group.NoticeData{Base: b("Ana", 0), Kind: kind, Who: "Ben", Text: s.said, Start: march}})
	}
}

// helped puts what somebody may write beside what it does.
func helped(writes []string) []group.Form {
	form := func(does string, examples ...string) group.Form { return group.Form{Does: does, Examples: examples} }
	forms := []group.Form{form("coming", writes[:2]...), form("turn", writes[2]), form("choice", "A C")}
	for i, does := range []string{"topic", "case", "read", "charter", "share", "thanks", "ask", "feedback", "link", "public", "status", "journal", "less", "time"} {
		forms = append(forms, form(does, writes[3+i]))
	}
	return append(forms, form("leave", writes[17:19]...), form("undo", writes[19]), form("why", writes[20]), form("data", writes[21]))
}
