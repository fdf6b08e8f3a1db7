package group_test

import (
	"strings"
	"testing"
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
