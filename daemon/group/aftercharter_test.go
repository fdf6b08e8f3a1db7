package group_test

import "testing"

// TestTheCharterBesideTheReflection answers the note after the first meeting, which
// asks what somebody will try and whether the charter is fine.
func TestTheCharterBesideTheReflection(t *testing.T) {
	for text, want := range map[string]string{
		"I don't agree with the second rule":                 "applied objection",
		"I object to starting on time":                       "unclear ",
		"I disagree":                                         "applied objection",
		"I agree but I can't come next Tuesday":              "unclear agreement",
		"I can't come next Tuesday":                          "unclear ",
		"I'd be happy to share this with all: silence works": "unclear ",
		"I agree":                        "applied agreement",
		"no":                             "applied objection",
		"I'll ask before I answer":       "applied ",
		"yes and thanks Ana for leading": "applied agreement",
	} {
		l := newLife(t, 7, 4)
		l.g.GroundRules = []string{"What is said here stays here", "We start on time"}
		l.click("dana", first, "ACCEPTED")
		l.until(at(t, "2026-01-16 10:00"), nil)
		r := l.reply("dana", l.letterWith("dana", "charter").Token, text)
		got := r.Ledger + " "
		for _, c := range l.g.Contributions {
			if c.Member == "dana" && (c.Kind == "objection" || c.Kind == "agreement") {
				got += string(c.Kind)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
