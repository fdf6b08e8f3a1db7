package group_test

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// long makes letters as many words long as their items are said to be, else a hundred.
func (l *life) long(words map[string]int) {
	l.g.Measure = func(_ *group.Group, m group.Mailing) (int, error) {
		n := 0
		for _, it := range m.Items {
			if w, ok := words[it.Practice]; ok {
				n += w
			} else {
				n += 100
			}
		}
		return n, nil
	}
}

// TestTheCharterLeavesRoomForTheNotes: where both do not fit into a letter, the charter
// waits for the next one.
func TestTheCharterLeavesRoomForTheNotes(t *testing.T) {
	l := newLife(t, 8, 4)
	l.long(map[string]int{"charter": 200})
	l.g.Goals = []string{"Three cases each"}
	l.until(at(t, "2026-01-06 12:00"), l.willing)
	l.click("eli", first, "ACCEPTED")
	l.until(at(t, "2026-01-18 12:00"), nil)
	if after, charter := l.count("eli", "reflection"), l.count("eli", "charter"); after != 1 || charter != 0 {
		t.Errorf("%d after-notes and the charter %d times", after, charter)
	}
	l.until(at(t, "2026-02-02 12:00"), nil)
	if n := l.count("eli", "charter"); n != 1 {
		t.Errorf("then the charter %d times", n)
	}
}

// TestTheFirstLetterAfterAPauseSaysSo: however much else there is to tell.
func TestTheFirstLetterAfterAPauseSaysSo(t *testing.T) {
	l := newLife(t, 8, 6)
	l.long(map[string]int{"back": 30, "coming": 120, "month": 110})
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.reply("eli", "", "pause until 1 February")
	l.until(at(t, "2026-02-20 12:00"), nil)
	for _, s := range l.to("eli") {
		if s.Class != group.InLetter || s.at.Before(at(t, "2026-01-31 00:00")) {
			continue
		}
		if !slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == "back" }) {
			t.Errorf("the letter of %s does not say that the pause is over", s.at)
		}
		return
	}
	t.Error("no letter")
}

// TestWhatWaitsForItsWritersYesNamesItsAudience: in a letter as in a receipt, and
// whether with their name.
func TestWhatWaitsForItsWritersYesNamesItsAudience(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(at(t, "2026-01-08 12:00"), nil)
	waits := []group.Contribution{
		{Kind: group.Goal, Audience: group.Everyone}, {Kind: group.Offer, Audience: group.Everyone, Named: true},
		{Kind: group.Shared, Audience: group.Everyone, Named: true}, {Kind: group.Shared, To: "ana", Audience: group.OneMember, Named: true},
		{Kind: group.Reply, About: "month 2026-01-01", Audience: group.Everyone}, {Kind: group.Reply, About: "month 2026-01-01", Audience: group.Everyone, Named: true},
		{Kind: group.Reply, About: "1", To: "ana", Audience: group.OneMember, Named: true}, {Kind: group.Feedback, Value: "ana chiara", Audience: group.OneMember, Named: true},
		{Kind: group.Recommended, Audience: group.Everyone},
	}
	for i, c := range waits {
		c.N, c.Member, c.Text, c.State, c.Inbox, c.At = 800+i, "ben", "In my own words.", group.StateWaiting, 77, l.now
		l.g.Apply(c)
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	var got []string
	for _, s := range l.to("ben") {
		sections, _ := group.Write(l.g, s.Mailing)
		for _, p := range sections {
			if d, ok := p.Data.(group.ShareData); ok {
				for _, line := range d.Lines {
					got = append(got, line.What+":"+line.Who)
				}
			}
		}
	}
	want := []string{"goal:", "offer:", "share:", "message:Ana", "month:", "month_named:", "reply:Ana", "feedback_ask:Ana, Chiara", "reading:"}
	if !slices.Equal(got, want) {
		t.Errorf("read back as\n%q, want\n%q", got, want)
	}
}

// TestTheLastMeetingHasTimeForItsTopic: who voted for it finds it in the script.
func TestTheLastMeetingHasTimeForItsTopic(t *testing.T) {
	for _, topic := range []int{0, 1} {
		l := newLife(t, 7, 2)
		l.until(at(t, "2026-01-20 12:00"), l.willing)
		l.g.Apply(group.Topic{N: 1, Text: "Ending well", By: "ben", Proposed: l.now, Meeting: second})
		mt := l.g.Meetings[1]
		mt.Topic, mt.Balloted = topic, true
		l.g.Apply(mt)
		l.until(at(t, "2026-01-27 12:00"), l.willing)
		var who group.MemberID
		for _, tn := range l.g.Turns {
			if tn.Meeting == second && tn.Role == "facilitator" && tn.State == group.Accepted {
				who = tn.Member
			}
		}
		if who == "" {
			t.Fatal("nobody leads")
		}
		sum := 0
		var names []string
		for _, s := range l.pack(who).Steps {
			names, sum = append(names, s.Name), sum+s.Minutes
		}
		if got := slices.Contains(names, "council"); got != (topic == 1) || !slices.Contains(names, "lookback") || sum != int(90*time.Minute/time.Minute) {
			t.Errorf("with topic %d: %q, %d minutes", topic, names, sum)
		}
	}
}
