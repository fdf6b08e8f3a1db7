package group_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// A pass does not count as served: who has led less is asked first, however often
// they have passed.
func TestAPassDoesNotCount(t *testing.T) {
	l := newLife(t, 2, 5)
	l.g.Settings.Roles = []string{"facilitator"}
	read := func(s sent) {
		for _, it := range s.Items {
			switch {
			case s.Class == group.InInvitation:
				l.click(s.Member.ID, it.Meeting, "ACCEPTED")
			case it.Practice == "turn" && s.Member.ID == "ana" && s.at.Before(at(t, "2026-01-25 00:00")):
				l.reply("ana", s.Token, "not leading") // the first two
			case it.Practice == "turn" || it.Practice == "stepin":
				l.reply(s.Member.ID, s.Token, "yes")
			}
		}
	}
	for _, s := range l.mails {
		read(s)
	}
	l.until(at(t, "2026-02-24 12:00"), read)
	var got []string
	for _, mt := range l.g.Meetings[:4] {
		got = append(got, l.turns(mt.ID, "facilitator"))
	}
	want := "1 ana passed, 2 ben lapsed, 3 ben served|1 ana passed, 2 ben lapsed, 3 ben served|1 ana served|1 ana accepted"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

// A turn of which nobody says that it was not served counts as served a week later.
func TestAnUnreportedTurnCountsAsServedAfterAWeek(t *testing.T) {
	l := newLife(t, 7, 3)
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(at(t, "2026-01-20 08:59"), l.willing)
	if got := l.turns(first, "facilitator"); got != "1 ana accepted" {
		t.Errorf("before: %s", got)
	}
	l.until(at(t, "2026-01-20 09:01"), l.willing)
	if got := l.turns(first, "facilitator"); got != "1 ana served" {
		t.Errorf("after a week: %s", got)
	}
}

// A turn that is promised counts when the next one is chosen.
func TestAPendingTurnCountsWhenChoosing(t *testing.T) {
	l := newLife(t, 2, 4)
	l.g.Settings.Roles, l.g.Settings.Letter = []string{"facilitator"}, 18 // the letter about the third goes out before the second has been
	l.g.Apply(group.Turn{Meeting: first, Role: "facilitator", N: 1, Member: "ben", State: group.Served, Reason: "x", Since: l.now},
		group.Turn{Meeting: second, Role: "facilitator", N: 1, Member: "ana", State: group.Accepted, Reason: "x", Since: l.now})
	l.until(at(t, "2026-01-26 12:00"), nil)
	if got := l.turns(l.g.Meetings[2].ID, "facilitator"); !strings.HasPrefix(got, "1 ben ") {
		t.Errorf("the third: %s", got)
	}
}

// Who leads more than a third of the meetings is shown to the coordinator, on the
// Monday after they did it again.
func TestMondayShowsWhoLeadsTooOften(t *testing.T) {
	for led, want := range map[int]string{1: "", 2: "Eli 2 of 4"} {
		l := newLife(t, 7, 6)
		l.until(at(t, "2026-02-25 10:00"), nil)
		for i, tn := range l.g.Turns { // of the four meetings so far, the last ones are Eli's
			for _, mt := range l.g.Meetings[4-led : 4] {
				if tn.Meeting == mt.ID && tn.Role == "facilitator" && tn.Live() {
					l.g.Turns[i].Member, l.g.Turns[i].State = "eli", group.Accepted
				}
			}
		}
		l.until(at(t, "2026-03-03 10:00"), nil)
		d := l.mondays("ana")["2026-03-02"]
		got := ""
		if d.Leads != "" {
			got = fmt.Sprintf("%s %d of %d", d.Leads, d.Led, d.Of)
		}
		if got != want {
			t.Errorf("led %d: told %q, want %q", led, got, want)
		}
		if n := len(l.mondays("eli")); n > 0 {
			t.Errorf("eli got %d", n)
		}
	}
}

func TestWhyMeSaysHowOften(t *testing.T) {
	l := newLife(t, 3, 8)
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(at(t, "2026-03-04 12:00"), l.willing) // after the letter about the fifth
	fifth := l.g.Meetings[4]
	var who group.MemberID
	for _, tn := range l.g.Turns {
		if tn.Meeting == fifth.ID && tn.Role == "facilitator" && tn.Live() {
			who = tn.Member
		}
	}
	var last time.Time
	n := 0
	for _, tn := range l.g.Turns {
		if mt, _ := l.g.Meeting(tn.Meeting); tn.Member == who && tn.Role == "facilitator" && tn.State == group.Served && mt.Start.Before(fifth.Start) {
			n, last = n+1, mt.Start
		}
	}
	l.reply(who, "", "why me?")
	d := l.receipt(who)
	if len(d.Lines) != 1 || d.Lines[0].What != "why_least" || d.Lines[0].N != n || n == 0 || !d.Lines[0].Until.Equal(last) || !d.Lines[0].Start.Equal(fifth.Start) {
		t.Errorf("%s led %d times, last %s, and reads %+v", who, n, last, d.Lines)
	}
	// Who took it over, or swapped, reads that.
	l = newLife(t, 7, 4)
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Eli and I swapped")
	l.reply("eli", "", "why me?")
	if got := lines(l.receipt("eli")); got != "why: why_swap_asked Ana" {
		t.Error(got)
	}
	l.reply("eli", l.letterWith("eli", "stepin").Token, "yes")
	l.now = l.now.AddDate(0, 0, 1)
	l.reply("eli", "", "why me?")
	if got := lines(l.receipt("eli")); got != "why: why_swapped Ana" {
		t.Error(got)
	}
}

// TestANoToComingAndLeadingIsOneAnswer: it passes the turn on, and nothing is closed.
func TestANoToComingAndLeadingIsOneAnswer(t *testing.T) {
	for _, role := range []string{"facilitator", "scribe"} {
		for _, words := range []string{"no", "Can't make it this time, sorry.", "I can't come"} {
			l := newLife(t, 6, 4)
			l.until(at(t, "2026-01-07 12:00"), nil)
			var who group.MemberID
			for _, tn := range l.g.Turns {
				if tn.Meeting == first && tn.Role == role && tn.State == group.Offered {
					who = tn.Member
				}
			}
			if who == "" {
				t.Fatal("nobody is asked")
			}
			r := l.reply(who, l.letterWith(who, "turn").Token, words)
			d := l.receipt(who)
			var lines []string
			for _, line := range d.Lines {
				lines = append(lines, line.What)
			}
			if r.Ledger != "applied" || d.Kind == "closed" || strings.Join(lines, " ") != "no pass" {
				t.Errorf("%s %q: %s, read back as %q: %q", role, words, r.Ledger, d.Kind, lines)
			}
		}
	}
}
