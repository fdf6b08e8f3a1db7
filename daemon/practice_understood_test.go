package daemon

import (
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

func init() { lives = append(lives, anUnderstoodLife) }

// anUnderstoodLife is that of a group in which one member pauses and another asks
// for everything that is held about them.
func anUnderstoodLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 6", "")
	l.answers = func(m group.Mailing) {
		if m.Member.ID != "hana-ito" {
			return
		}
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && it.Meeting == l.g.Meetings[0].ID:
				l.click(m, group.CalendarReply{PartStat: "DECLINED", Comment: "On the train to Porto"})
			case it.Practice == "welcome":
				l.reply(m, "To stop rescuing people in silence.")
			case it.Practice == "turn":
				l.reply(m, "yes")
			}
		}
	}
	l.until(time.Date(2026, 1, 7, 12, 0, 0, 0, l.g.Zone))
	l.write("ben-okoro", "pause until 1 February")
	l.until(time.Date(2026, 2, 4, 12, 0, 0, 0, l.g.Zone))
	asks := l.inbox + 1
	l.write("hana-ito", "my data")
	l.until(time.Date(2026, 2, 4, 13, 0, 0, 0, l.g.Zone))
	for _, letter := range l.g.Letters {
		for _, a := range letter.Asks {
			if a.Practice == "confirm" && letter.Member == "hana-ito" {
				l.receive(group.Inbound{Member: "hana-ito", Letter: letter.Token, Token: true, Segments: []answer.Segment{{Text: "yes"}}})
			}
		}
	}
	l.inbox = asks - 1 // the mail is read again
	l.write("hana-ito", "my data")
	return l.mails
}
