package group_test

import (
	"testing"

	"convene/daemon/group"
)

// TestMoreBesideTheWord: a coordinator who says yes or no, and gives another
// instruction in the same breath, is read that one back too.
func TestMoreBesideTheWord(t *testing.T) {
	for text, want := range map[string]string{
		"Yes. And move 10 February to 11 February 16:00": "move",
		"no, cancel 10 February instead":                 "cancel",
	} {
		l := newLife(t, 7, 4)
		l.says("ana", "cancel 27 January")
		s, _ := l.readBack("ana")
		l.answers(s, text)
		asked := ""
		for _, m := range l.to("ana") {
			if m.Items[0].Practice == "steer" && m.Token != s.Token {
				sections, _ := group.Write(l.g, m.Mailing)
				for _, sec := range sections {
					if d, ok := sec.Data.(group.SteerData); ok && d.Kind == "ask" {
						asked = d.Lines[0].What
					}
				}
			}
		}
		if asked != want {
			t.Errorf("%q: asked about %q, want %q", text, asked, want)
		}
	}
}
