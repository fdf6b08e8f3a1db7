package group_test

import (
	"testing"
	"time"

	"convene/daemon/group"
)

// mondays are the Monday notes to a member, by date.
func (l *life) mondays(member group.MemberID) map[string]group.MondayData {
	l.t.Helper()
	all := map[string]group.MondayData{}
	for _, s := range l.to(member) {
		if s.Items[0].Practice != "monday" {
			continue
		}
		sections, _ := group.Write(l.g, s.Mailing)
		d, _ := sections[0].Data.(group.MondayData)
		if at := s.at.In(s.Member.Zone); at.Weekday() != time.Monday || at.Hour() != 9 {
			l.t.Errorf("a Monday note on %s", at)
		}
		all[s.at.Format(time.DateOnly)] = d
	}
	return all
}

func TestMondayIsQuietWhereAllIsWell(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(l.now.AddDate(0, 2, 0), l.willing)
	for day, d := range l.mondays("ana") {
		if len(d.Open)+len(d.Bounced)+d.Held+d.Unclear > 0 || d.Most || len(d.Silent) > 0 {
			t.Errorf("%s: %+v", day, d)
		}
	}
}

func TestMondayTellsOfTheSilentOnce(t *testing.T) {
	l := newLife(t, 7, 5)
	answer := func(s sent) {
		if s.Member.ID != "dana" {
			l.willing(s)
		}
	}
	for _, s := range l.mails {
		answer(s)
	}
	l.until(l.now.AddDate(0, 2, 0), answer)
	told := 0
	for day, d := range l.mondays("ana") {
		for _, who := range d.Silent {
			if who != "Dana" {
				t.Errorf("%s: %s is silent", day, who)
			}
			told++
		}
		if d.Most {
			t.Errorf("%s: most are silent", day)
		}
	}
	if told != 1 {
		t.Errorf("told of Dana %d times", told)
	}
	if n := len(l.mondays("ben")); n > 0 {
		t.Errorf("ben, who coordinates nothing, got %d", n)
	}
}

func TestMondayTellsThatMostAreSilentOnce(t *testing.T) {
	l := newLife(t, 7, 5)
	l.until(l.now.AddDate(0, 3, 0), nil)
	most, open := 0, 0
	for _, d := range l.mondays("ana") {
		if d.Most {
			most++
		}
		open += len(d.Open)
	}
	if most != 1 || open == 0 {
		t.Errorf("told %d times that most are silent, %d times of a role that nobody took", most, open)
	}
}

// TestMondayTellsOfMailsThatCouldNotBeRead: once, and of those that wait to be read.
func TestMondayTellsOfMailsThatCouldNotBeRead(t *testing.T) {
	l := newLife(t, 7, 5)
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(at(t, "2026-01-07 12:00"), l.willing)
	l.g.Unread = []group.Unread{{At: l.now}, {At: l.now.Add(time.Hour), Waiting: true}}
	l.until(at(t, "2026-01-12 12:00"), l.willing)
	if d := l.mondays("ana")["2026-01-12"]; d.Unread != 2 {
		t.Errorf("%+v", d)
	}
	l.g.Unread = l.g.Unread[:1]
	l.until(at(t, "2026-01-19 12:00"), l.willing)
	if d := l.mondays("ana")["2026-01-19"]; d.Unread != 0 {
		t.Errorf("said twice: %+v", d)
	}
}

// TestWhoWasJustAskedBackMayBeWriting: a reply that was not understood is told of once,
// on the first Monday that is a day after the question back, and not once it is said anew.
func TestWhoWasJustAskedBackMayBeWriting(t *testing.T) {
	for _, test := range []struct{ wrote, again, told string }{
		{"2026-01-12 08:30", "", "2026-01-19"},
		{"2026-01-09 12:00", "", "2026-01-12"},
		{"2026-01-09 12:00", "2026-01-10 12:00", ""},
	} {
		l := newLife(t, 7, 6)
		for i := range l.g.Members {
			l.g.Members[i].Replied = true
		}
		l.until(at(t, test.wrote), nil)
		l.reply("eli", l.letterWith("eli", "coming").Token, "👍")
		l.until(l.now.Add(time.Minute), nil)
		if n := l.g.AskedBack(); n != 1 {
			t.Errorf("%d questions back wait for an answer", n)
		}
		if test.again != "" {
			l.until(at(t, test.again), nil)
			l.reply("eli", "", "I can come on 13 January")
			if n := l.g.AskedBack(); n != 0 {
				t.Errorf("answered, and %d questions back wait for an answer", n)
			}
		}
		l.until(at(t, "2026-02-01 12:00"), nil)
		var told string
		for day, d := range l.mondays("ana") {
			if d.Unclear > 0 {
				told += day
			}
		}
		if told != test.told {
			t.Errorf("written %s and again %q: told on %q, want %q", test.wrote, test.again, told, test.told)
		}
	}
}

// TestWhatOthersSayOfSomebodyIsNoWordOfTheirs: a line of the notes, a coordinator's no, a
// swap that is asked of them answer no question back, and break no silence.
func TestWhatOthersSayOfSomebodyIsNoWordOfTheirs(t *testing.T) {
	for name, say := range map[string]func(*life){
		"the notes": func(l *life) {
			l.inbox++
			l.g.Apply(group.Contribution{N: 900, Kind: group.Minutes, Member: "chiara", About: string(first), Text: "- Ben will send the list.", Audience: group.Everyone, State: group.StateOpen, Inbox: l.inbox, At: l.now})
		},
		"a coordinator": func(l *life) { l.confirm("Ben: no", "yes") },
		"a swap": func(l *life) {
			l.inbox++
			l.g.Apply(group.Turn{Meeting: second, Role: "facilitator", N: 7, Member: "ben", State: group.Asked, From: "ana", Since: l.now, By: l.now.AddDate(0, 0, 2), Inbox: l.inbox})
		},
		"pairs": func(l *life) {
			l.g.Apply(group.Contribution{N: 901, Kind: group.Pair, Member: "ben", To: "ana", About: string(first), Audience: group.Everyone, State: group.StateShared, At: l.now})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 4, 6)
			l.until(at(t, "2026-01-13 20:00"), nil)
			l.reply("ben", "", "👍")
			if n := l.g.AskedBack(); n != 1 {
				t.Fatalf("%d questions back", n)
			}
			l.now = l.now.Add(time.Hour)
			say(l)
			l.until(at(t, "2026-01-14 12:00"), nil)
			if n := l.g.AskedBack(); n != 1 {
				t.Errorf("%d questions back wait for an answer, and ben has given none", n)
			}
			l.reply("ben", "", "topic: ending well")
			if n := l.g.AskedBack(); n != 0 {
				t.Errorf("%d questions back after ben's word", n)
			}
		})
	}
}
