package group_test

import (
	"strings"
	"testing"

	"convene/daemon/group"
)

// TestWhoComesDoesNotYetLead: "I'll be there" to "could you lead?" is no yes to leading.
func TestWhoComesDoesNotYetLead(t *testing.T) {
	for text, leads := range map[string]bool{"I'll be there": false, "I'll attend": false, "yes": true, "I'll do it": true, "Yes, I'll be there": true, "Happy to": true, "I can": true} {
		l := toFirstLetter(t, 8)
		l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
		r := l.reply("dana", l.letterWith("dana", "stepin").Token, text)
		if got := strings.Contains(l.turns(first, "facilitator"), "dana accepted"); got != leads {
			t.Errorf("%q: leads %t, want %t", text, got, leads)
		}
		if !leads && r.Ledger != "unclear" {
			t.Errorf("%q: %s", text, r.Ledger)
		}
	}
}

// TestWhoSaysWhetherTheyComeIsHeard: beside the no to "could you lead?", what
// somebody says about coming is on record.
func TestWhoSaysWhetherTheyComeIsHeard(t *testing.T) {
	for text, want := range map[string]string{
		"I can't come":                 "no",
		"I can't make it":              "no",
		"I'm coming, but I can't lead": "yes",
		"I can't lead, but I'm coming": "yes",
		"I can't lead":                 "",
		"no":                           "",
	} {
		l := newLife(t, 7, 6)
		for _, m := range []group.MemberID{"ana", "ben", "carla"} {
			l.click(m, first, "ACCEPTED")
		}
		l.until(at(t, "2026-01-06 10:00"), nil)
		l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
		r := l.reply("dana", l.letterWith("dana", "stepin").Token, text)
		if got := l.rsvp(first, "dana"); got != want || r.Ledger != "applied" {
			t.Errorf("%q: coming %q, want %q: %s", text, got, want, r.Ledger)
		}
		if got := l.turns(first, "facilitator"); !strings.Contains(got, "dana passed") {
			t.Errorf("%q: %s", text, got)
		}
	}
}
