package group_test

import (
	"testing"
)

// TestAWordAboutAnotherDayIsAboutThatMeeting answers letters that ask something else
// with words that name the day of a later meeting.
func TestAWordAboutAnotherDayIsAboutThatMeeting(t *testing.T) {
	for text, want := range map[string]string{
		"Can't come on the 27th":                            "no",
		"I can't come on the 27th. I will try to ask more.": "no",
	} {
		l := newLife(t, 7, 4)
		l.g.GroundRules = []string{"What is said here stays here"}
		l.until(at(t, "2026-01-16 10:00"), nil)
		s := l.letterWith("dana", "charter")
		l.reply("dana", s.Token, text)
		if got := l.rsvp(l.g.Meetings[1].ID, "dana"); got != want {
			t.Errorf("%q: coming on 27 January: %q, want %q", text, got, want)
		}
		for _, c := range l.g.Contributions {
			if c.Member == "dana" && (c.Kind == "objection" || c.Kind == "agreement") {
				t.Errorf("%q is a word about the charter: %+v", text, c)
			}
		}
	}
	for text, want := range map[string]string{
		"I can come on the 27th but not on the 13th":        "no yes",
		"Not coming to Tuesday's but I'll come to the 27th": "no yes",
		"No to the 13th, yes to the 27th":                   "no yes",
		"yes\nI can't make it on the 27th":                  "yes no",
	} {
		l := newLife(t, 7, 4)
		l.until(at(t, "2026-01-07 12:00"), nil)
		l.reply("dana", l.letterWith("dana", "coming").Token, text)
		if got := l.rsvp(first, "dana") + " " + l.rsvp(l.g.Meetings[1].ID, "dana"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
