package daemon

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, aForming, aFounding) }

// aForming is the beginning of a group that says what it wants to learn, what it
// can offer, and what rules it gives itself.
func aForming(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 8, 9, 0, 0, 0, time.UTC), "count = 4", `ground_rules = ["What is said here stays here", "Ask before advising"]
boundaries = ["No therapy: for that we send each other elsewhere"]`)
	hopes := map[group.MemberID]string{
		"ana-ruiz":  "1: I miss it myself.\n2: To give fewer answers and ask better questions\n3: I can set up a practice case in five minutes",
		"ben-okoro": "2: To stop rescuing people when they go quiet", "chiara-neri": "2: More courage to say what I notice\n3: Improvisation, a little",
		"dana-lind": "2: To give fewer answers and ask better questions\n3: Calm, mostly",
	}
	l.answers = func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil:
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "welcome" && hopes[who] != "":
				l.reply(m, hopes[who])
			case it.Practice == "sharing" && len(it.Asks) > 0 && (who == "eli-stern" || who == "fay-wong"):
				l.reply(m, "A")
			case it.Practice == "charter" && who == "hana-ito":
				l.reply(m, "agree")
			}
		}
	}
	l.until(time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC))
	return l.mails
}

// aFounding is a group whose members are first invited to join, and into which
// somebody comes later, by the others' consent.
func aFounding(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC), "count = 4", `founding = true
joining = "by consent"`)
	l.answers = func(m group.Mailing) {
		if m.Invite != nil {
			l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
		}
		if m.Items[0].Practice == "founding" && m.Member.ID != "leo-sand" {
			l.reply(m, "join")
		}
	}
	l.until(time.Date(2026, 1, 14, 9, 0, 0, 0, time.UTC))
	noor := l.g.Members[1]
	noor.ID, noor.Name, noor.Email, noor.State, noor.Joining, noor.Joined = "noor-aziz", "Noor Aziz", "noor@example.org", group.Paused, group.Vetted, l.clock.Now()
	l.g.Apply(noor)
	l.until(time.Date(2026, 2, 5, 9, 0, 0, 0, time.UTC))
	return l.mails
}
