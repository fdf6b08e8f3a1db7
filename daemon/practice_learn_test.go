package daemon

import (
	"testing"
	"time"

	"convene/daemon/group"
)

func init() { lives = append(lives, aLearningLife) }

// aLearningLife lives through what a group makes of its meetings: notes, what was
// meant to be done, what is shared, thanked for, asked and answered.
func aLearningLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 8", learning)
	madrid, g := l.g.Zone, l.g
	reflections := 0
	l.answers = func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && who != "leo-sand":
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "turn":
				l.reply(m, "yes")
			case it.Practice == "reflection" && who == "hana-ito":
				reflections++
				l.reply(m, "I will ask one more question before I say anything.")
			case it.Practice == "question" && who == "eli-stern":
				l.reply(m, "A kitchen timer, face down. Nobody looks at it.")
			case it.Practice == "commitment":
				l.reply(m, "partly")
			case it.Practice == "month" && who == "dana-lind":
				l.reply(m, "That nobody filled the silence.")
			case it.Practice == "pulse":
				l.reply(m, "4")
			}
		}
	}
	noted := func(day int) {
		mt := g.Meetings[0]
		for _, o := range g.Meetings {
			if o.Start.Before(l.clock.Now()) {
				mt = o
			}
		}
		g.Apply(group.Contribution{N: 100 * day, Kind: group.Minutes, Member: "chiara-neri", About: string(mt.ID), Audience: group.Everyone, State: group.StateOpen, At: l.clock.Now(),
			Text: "- Feedback lands when it was asked for.\n- We practised in pairs: question first, advice last.\n- Hana will send the list of opening questions.\n- Dana brought a case. It stays in the room, so not here."})
		for _, m := range g.Members {
			g.Apply(group.Attendance{Meeting: mt.ID, Member: m.ID, Present: m.ID != "leo-sand", By: "chiara-neri", At: l.clock.Now()})
		}
	}
	l.until(time.Date(2026, 1, 13, 20, 0, 0, 0, madrid))
	noted(1)
	l.until(time.Date(2026, 1, 15, 10, 0, 0, 0, madrid))
	l.write("ben-okoro", "share: I counted to ten before I answered, and the other one went on talking.")
	l.write("fay-wong", "Thanks Dana, for the case and for trusting us with it.")
	l.write("ana-ruiz", "ask: how do you keep time without looking at the clock?")
	l.write("chiara-neri", "I keep thinking about what was said on advice, it comes back every morning.")
	l.write("hana-ito", "link: https://example.org/listening, a page on silence")
	l.write("dana-lind", "feedback: Fay, how was it to be asked so many questions?")
	l.write("ben-okoro", "journal: I was faster than the others again.")
	for i, n := range []string{"3", "5", "4"} {
		l.until(l.clock.Now().Add(time.Duration(i) * time.Hour))
		l.write("chiara-neri", "log clients "+n)
	}
	g.Apply(group.Contribution{N: 200, Kind: group.Case, Member: "leo-sand", About: string(g.Meetings[0].ID), Text: "Somebody who never finishes a sentence.", Audience: group.Everyone, State: group.StateDone, At: l.clock.Now()})
	for range 3 { // as much as is answered at once in a day
		l.write("eli-stern", "status")
	}
	l.write("eli-stern", "share: the list of questions hangs above my desk.")
	l.until(time.Time{})
	if reflections == 0 {
		t.Error("nobody was asked what they take along")
	}
	return l.mails
}

// learning turns on what is off until the coordinator wants it.
const learning = `practices = { pulse = true, journal = true, repertoire = true, feedback = true, followup = true }`
