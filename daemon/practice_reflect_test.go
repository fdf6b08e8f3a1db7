package daemon

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, anEndingLife) }

// anEndingLife lives through the second half of a group: the health check and what
// it changes, somebody who is missed, thanks, the end.
func anEndingLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 8", "")
	madrid, g := l.g.Zone, l.g
	number := map[group.MemberID]string{"ana-ruiz": "1: 5\n2: 4\n3: 4", "ben-okoro": "1: 4\n2: 4\n3: 3", "chiara-neri": "1: 5\n2: 3\n3: 2", "dana-lind": "1: 4\n2: 4\n3: 4", "fay-wong": "1: 3\n2: 4\n3: 3", "hana-ito": "1: 5\n2: 5\n3: 3"}
	l.answers = func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && who == "leo-sand" && slices.Index(g.Meetings, mustMeeting(g, it.Meeting)) > 1:
				l.click(m, group.CalendarReply{PartStat: "DECLINED"})
			case m.Invite != nil:
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "welcome" && who == "hana-ito":
				l.reply(m, "To stop rescuing people in silence.")
			case it.Practice == "turn":
				l.reply(m, "yes")
			case it.Practice == "scribe":
				l.reply(m, "2: everyone who said yes")
			case it.Practice == "health" && it.Occurrence == "" && number[who] != "":
				l.reply(m, number[who])
			case it.Practice == "health" && it.Occurrence == "goals" && number[who] != "":
				l.reply(m, map[bool]string{true: "revise", false: "keep"}[who == "ben-okoro" || who == "dana-lind"])
			case it.Practice == "ending" && who == "ben-okoro":
				l.reply(m, "Thanks Hana, for the question you didn't ask me.")
			case it.Practice == "ending" && who == "fay-wong":
				l.reply(m, "Thanks Hana, for writing the notes when nobody wanted to.\nThanks Ben, for keeping time so kindly.")
			}
		}
	}
	l.until(time.Date(2026, 3, 4, 12, 0, 0, 0, madrid))
	l.write("eli-stern", "goal: each of us leads once")
	l.until(time.Date(2026, 3, 12, 12, 0, 0, 0, madrid))
	g.Settings.Goals = []string{"Each of us brings one case", "A shared list of questions that open"}
	l.until(time.Time{})
	return l.mails
}

func mustMeeting(g *group.Group, id group.MeetingID) group.Meeting {
	mt, _ := g.Meeting(id)
	return mt
}
