package daemon

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, aFocusedLife) }

// aFocusedLife is a group that works on cases, reads, and has a guest.
func aFocusedLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 6", `practices = { cases = true, readings = true, guests = true }
guest = [{ name = "Noor Aziz", email = "noor@example.com", meeting = 2026-01-27 }]
`)
	madrid := l.g.Zone
	l.answers = func(m group.Mailing) {
		for _, it := range m.Items {
			switch it.Practice {
			case "case":
				if m.Member.ID == "dana-lind" {
					l.reply(m, "case: A team that goes quiet as soon as I ask anything. I have tried waiting; I have tried rounds.")
				}
			case "casedate":
				l.reply(m, "1: yes\n2: A")
			case "readings":
				l.reply(m, "the long book of silence, chapters 1 to 3")
			}
		}
		if m.Invite != nil && m.Member.ID != "leo-sand" {
			l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
		}
		if slices.ContainsFunc(m.Items, func(it group.Item) bool { return it.Practice == "turn" }) {
			l.reply(m, "yes")
		}
	}
	l.until(time.Date(2025, 12, 30, 12, 0, 0, 0, madrid))
	l.write("ben-okoro", "read: a good essay on listening")
	l.write("chiara-neri", "read: The long book of silence, chapters 1 to 3")
	l.until(time.Time{})
	for name := range l.mails { // the other mails are told by the other lives
		if !slices.Contains([]string{"case", "casedate", "readings", "reading", "guest"}, name) {
			delete(l.mails, name)
		}
	}
	return l.mails
}
