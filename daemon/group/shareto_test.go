package group_test

import "testing"

// TestWhatIsForOneMemberIsForNobodyElse: "share with Ana only" is read back as a
// message to her, and the group never gets it.
func TestWhatIsForOneMemberIsForNobodyElse(t *testing.T) {
	for text, want := range map[string]string{
		"Share with Ana only: silence works":      "ana member silence works;",
		"Share with the group: silence works":     " group silence works;",
		"Share with my boss only: silence works":  "",
		"Share with Ana and Carla: silence works": "",
		"Actually share that":                     "",
	} {
		l := newLife(t, 7, 4)
		r := l.reply("dana", "", text)
		got := ""
		for _, c := range l.g.Contributions {
			if c.Member == "dana" {
				got += string(c.To) + " " + string(c.Audience) + " " + c.Text + ";"
			}
		}
		if got != want || (want == "") != (r.Ledger == "unclear") {
			t.Errorf("%q: %q, want %q: %s", text, got, want, r.Ledger)
		}
		if want != "" {
			if line := l.receipt("dana").Lines[0]; (line.What == "message" && line.Who == "Ana") != (want[0] == 'a') {
				t.Errorf("%q: read back as %+v", text, line)
			}
		}
	}
}
