package daemon

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, aFewLife) }

// aFewLife is a group to whose first meeting few come.
func aFewLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 2", "")
	l.answers = func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && (who == "ana-ruiz" || who == "hana-ito"):
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case m.Invite != nil && who == "leo-sand":
				l.click(m, group.CalendarReply{PartStat: "TENTATIVE"})
			case it.Practice == "turn":
				l.reply(m, "yes")
			case it.Practice == "short":
				l.reply(m, "let's meet in pairs")
			case it.Practice == "scribe":
				l.reply(m, "1: Three of us, and it was good.\n2: everyone who said yes")
			}
		}
	}
	l.until(time.Time{})
	return l.mails
}
