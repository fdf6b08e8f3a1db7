package daemon

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// replies are what members of the lives below write, in no order.
var replies = []string{
	"yes", "no", "maybe", "I'll be late", "A", "B C", "not leading", "Ben will take mine", "topic: asking better questions", "Thanks!",
	"It was good to be asked.", "4", "1: 4\n2: the pairs\n3: nothing\n4: start on time\n5: yes", "share: a good question is short", "thanks Ana, for the quiet minutes",
	"ask: how do you open a first meeting?", "who knows Excel?", "away until Friday", "less mail", "everyone except Leo", "done", "agree", "rule: we start on time",
	"goal: each of us leads once", "case: somebody who never answers", "log clients 4", "link: https://example.org/questions", "undo", "I will try one thing: fewer questions.",
}

// TestEveryLetterIsReadInAMinute lives through groups of every size, rhythm,
// weekday, zone and language, in which members answer whatever comes to their
// minds: no letter is longer than 250 words, asks more than three things, or asks
// two open questions, and none comes twice a week or at night. They are answered once
// a day and asked back once a day, and what was understood in their own words is read
// back to them in one mail or another.
func TestEveryLetterIsReadInAMinute(t *testing.T) {
	for seed := range uint64(anyLives) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dice := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a simulation
			l := anyLife(t, dice)
			weeks := map[string]int{}
			n := 0
			answered := map[string]time.Time{}
			said := map[group.MemberID][]string{} // and not read back yet
			l.hears = func(m group.Mailing, text string) {
				text = strings.Join(strings.Fields(text), " ")
				said[m.Member.ID] = slices.DeleteFunc(said[m.Member.ID], func(words string) bool { return strings.Contains(text, words) })
			}
			l.answers = func(m group.Mailing) {
				l.Helper()
				checkMail(t, l.clock.Now(), m, weeks)
				checkAnswer(t, l.clock.Now(), m, answered)
				if dice.IntN(3) > 0 {
					return
				}
				if m.Invite != nil && !m.Invite.Cancelled && dice.IntN(2) == 0 {
					l.click(m, group.CalendarReply{PartStat: []string{"ACCEPTED", "DECLINED", "TENTATIVE"}[dice.IntN(3)], Sequence: m.Invite.Sequence})
					return
				}
				words := replies[dice.IntN(len(replies))]
				if _, own, ok := strings.Cut(words, ": "); ok && readBackWhole[strings.SplitN(words, ":", 2)[0]] {
					n++
					words, own = fmt.Sprintf("%s %d", words, n), fmt.Sprintf("%s %d", own, n)
					said[m.Member.ID] = append(said[m.Member.ID], own)
					if l.reply(m, words).Ledger != "applied" {
						said[m.Member.ID] = slices.DeleteFunc(said[m.Member.ID], func(s string) bool { return s == own })
					}
					return
				}
				if words == "undo" { // what it takes back need not be read back
					said[m.Member.ID] = nil
				}
				l.reply(m, words)
			}
			l.until(time.Time{})
			for who, words := range said {
				if len(words) > 0 {
					t.Errorf("never read back to %s: %q", who, words)
				}
			}
			if l.g.Closed.IsZero() {
				t.Error("the group does not end")
			}
		})
	}
}

// readBackWhole are the words that begin what is read back as it was written. What
// was offered to the others too late for a letter is not among them.
var readBackWhole = map[string]bool{"topic": true, "case": true}

// checkAnswer holds that a member is answered once within a day, and asked back once,
// but for what they asked of convene itself.
func checkAnswer(t *testing.T, now time.Time, m group.Mailing, last map[string]time.Time) {
	t.Helper()
	sort, _, sorted := strings.Cut(m.Items[0].Occurrence, " ")
	if m.Class != group.InReceipt || m.Items[0].Practice != "receipt" || sort == "asked" {
		return
	}
	key := string(m.Member.ID) + " answered"
	if sorted {
		key = string(m.Member.ID) + " asked back"
	}
	if at, ok := last[key]; ok && now.Sub(at) < 24*time.Hour-time.Second {
		t.Errorf("%s twice within a day: %s and %s", key, at, now)
	}
	last[key] = now
}

// anyLife is a group of its own rhythm, size, zones and languages.
func anyLife(t *testing.T, dice *rand.Rand) *living {
	t.Helper()
	first := time.Date(2026, 3, 2+dice.IntN(7), 7+dice.IntN(13), 0, 0, 0, time.UTC)
	l := live(t, first.AddDate(0, 0, -1-dice.IntN(40)), "count = 2",
		"[group.practices]\ncases = true\nreadings = true\njournal = true\npulse = true\nrepertoire = true\nfeedback = true\nfollowup = true")
	zones := []string{"Europe/Madrid", "Africa/Lagos", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"}
	names := []string{"Ana Ruiz", "Ben Okoro", "Chiara Neri", "Dana Lind", "Eli Stern", "Fay Wong", "Gus Berg", "Hana Ito", "Ida Holm", "Joe Park", "Kim Lee", "Leo Sand", "Mia Roth", "Noa Katz", "Oli Webb"}
	l.g = &group.Group{ID: l.g.ID, Settings: l.g.Settings, Founded: l.clock.Now()}
	var p group.Plan
	for i, name := range names[:7+dice.IntN(9)] {
		loc, err := time.LoadLocation(zones[dice.IntN(len(zones))])
		if err != nil {
			t.Fatal(err)
		}
		p.Members = append(p.Members, group.Member{
			ID: group.MemberID(fmt.Sprintf("m%02d", i)), Name: name, Email: fmt.Sprintf("m%02d@example.org", i),
			Zone: loc, Language: []string{"en", "de", "es", "fr"}[dice.IntN(4)], State: group.Active, Order: i, Coordinator: i == 0,
		})
	}
	every := []int{7, 14, 21, 28}[dice.IntN(4)]
	for i := range 3 + dice.IntN(6) {
		at := first.AddDate(0, 0, every*i)
		p.Meetings = append(p.Meetings, group.Meeting{ID: group.MeetingID(at.Format("2006-01-02T15:04")), Start: at, Duration: time.Hour, Place: "https://meet.example.org/any", State: group.Planned})
	}
	l.g.Digests = nil
	for month := range 14 {
		l.g.Digests = append(l.g.Digests, time.Date(2026, time.Month(1+month), 1, 9, 0, 0, 0, l.g.Zone))
	}
	group.Reconcile(l.g, p, l.clock.Now())
	return l
}

// checkMail holds the budget of mail. Words and prompts are checked as it is written.
func checkMail(t *testing.T, now time.Time, m group.Mailing, weeks map[string]int) {
	t.Helper()
	local := now.In(m.Member.Zone)
	if m.NotBefore.After(now) {
		local = m.NotBefore.In(m.Member.Zone)
	}
	year, week := local.ISOWeek()
	key := fmt.Sprintf("%s %d-%02d %s", m.Member.ID, year, week, m.Class)
	quiet := local.Hour() >= 19 || local.Hour() < 8
	asks, prose := 0, 0
	var what []string
	for _, it := range m.Items {
		what = append(what, it.Practice)
		asks += len(it.Asks)
		if slices.ContainsFunc(it.Asks, func(a group.Ask) bool { return a.Kind == group.AskText }) {
			prose++
		}
		if !it.Expires.IsZero() && !now.Before(it.Expires) {
			t.Errorf("stale: %s to %s", it.Practice, m.Member.ID)
		}
	}
	switch m.Class {
	case group.InLetter:
		if weeks[key]++; weeks[key] > 1 {
			t.Errorf("a second letter in week %d to %s: %v", week, m.Member.ID, what)
		}
		if quiet || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday {
			t.Errorf("a letter at %s: %v", local, what)
		}
		if !m.Items[0].Alone && (asks > 3 || prose > 1) {
			t.Errorf("%d asks, %d open: %v", asks, prose, what)
		}
	case group.InNote:
		if quiet {
			t.Errorf("a note at %s: %v", local, what)
		}
		if !m.Items[0].Always {
			weeks[key]++
		}
		if weeks[key] > 2 {
			t.Errorf("a third note in week %d to %s: %v", week, m.Member.ID, what)
		}
	case group.InInvitation:
		if quiet {
			t.Errorf("an invitation at %s", local)
		}
	}
}
