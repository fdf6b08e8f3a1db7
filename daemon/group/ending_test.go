package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// sectionOf is what a mail's section of a practice showed.
func sectionOf[T any](l *life, s sent, practice string) T {
	l.t.Helper()
	sections, _ := group.Write(l.g, s.Mailing)
	for _, section := range sections {
		if d, ok := section.Data.(T); ok {
			return d
		}
	}
	l.t.Fatalf("no %s in the mail", practice)
	var none T
	return none
}

// asked is how many mails to a member held an item of the practice.
func (l *life) asked(member group.MemberID, practice, occurrence string) int {
	n := 0
	for _, s := range l.to(member) {
		for _, it := range s.Items {
			if it.Practice == practice && it.Occurrence == occurrence {
				n++
			}
		}
	}
	return n
}

// checked lets the first n members answer the health check as they are asked.
func (l *life) checked(n int, goals string) func(sent) {
	answered := map[string]int{}
	return func(s sent) {
		for _, it := range s.Items {
			if it.Practice != "health" || answered[it.Occurrence] >= n {
				continue
			}
			answered[it.Occurrence]++
			if it.Occurrence == "goals" {
				l.reply(s.Member.ID, s.Token, goals)
				continue
			}
			var lines []string
			for i, a := range it.Asks {
				lines = append(lines, fmt.Sprintf("%d: %d", a.Number, i+3))
			}
			if r := l.reply(s.Member.ID, s.Token, strings.Join(lines, "\n")); r.Ledger != "applied" {
				l.t.Errorf("%s: %s %v", s.Member.ID, r.Ledger, r.Because)
			}
		}
	}
}

func TestTheHealthCheckShowsFiguresFromFiveAnswersOn(t *testing.T) {
	for n, want := range map[int]int{4: 0, 5: 3} {
		l := newLife(t, 7, 8)
		l.g.Settings.Goals = []string{"Each of us brings three cases"}
		l.until(at(t, "2026-04-20 12:00"), l.checked(n, "revise"))
		for _, m := range l.g.Members {
			if got := l.asked(m.ID, "health", ""); got != 1 {
				t.Errorf("%d answers: %s was asked %d times", n, m.ID, got)
			}
		}
		if want == 0 {
			if got := l.asked("ana", "changed", "said"); got != 0 {
				t.Errorf("%d answers: there is nothing to tell, and it is told", n)
			}
			continue
		}
		d := sectionOf[group.ChangedData](l, l.letterWith("ana", "changed"), "changed")
		if len(d.Figures) != want || d.Revise != n || d.Keep != 0 {
			t.Errorf("%d answers: %+v", n, d)
		}
		for i, f := range d.Figures {
			if f.Answers != n || f.Average != float64(i+3) {
				t.Errorf("%s: %+v", f.About, f)
			}
		}
	}
}

func TestAShortLifeHasNoHealthCheck(t *testing.T) {
	l := newLife(t, 7, 5)
	l.until(l.now.AddDate(1, 0, 0), nil)
	if n := l.asked("ana", "health", ""); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

func TestASuggestedGoalIsReadBackAndComesWithoutAName(t *testing.T) {
	l := newLife(t, 5, 8)
	l.until(at(t, "2026-03-04 12:00"), nil)
	l.reply("ben", "", "goal: each of us leads once")
	d := l.receipt("ben")
	if d.Kind != "share" || len(d.Lines) != 1 || d.Lines[0].What != "goal" || !d.Lines[0].Shown {
		t.Fatalf("read back: %+v", d)
	}
	l.reply("dana", "", "goal: nobody leads twice")
	refused := l.letterWith("dana", "receipt")
	l.reply("dana", refused.Token, "no")
	l.until(at(t, "2026-04-20 12:00"), nil)
	c := sectionOf[group.ChangedData](l, l.letterWith("ana", "changed"), "changed")
	if len(c.Suggested) != 0 || !slices.Equal(c.Added, []string{"each of us leads once"}) { // it is in the charter since
		t.Errorf("suggested: %+v, new: %q", c.Suggested, c.Added)
	}
}

func TestWhatTheCoordinatorChangedIsToldWithWhatWasSaid(t *testing.T) {
	l := newLife(t, 7, 8)
	l.g.Settings.Goals = []string{"Three cases each", "A list of questions"}
	l.until(at(t, "2026-03-10 12:00"), l.checked(5, "revise"))
	l.g.Settings.Goals = []string{"One case each", "A list of questions"}
	l.follow(group.Outcome{})
	l.until(at(t, "2026-04-01 12:00"), l.checked(0, ""))
	d := sectionOf[group.ChangedData](l, l.letterWith("ben", "changed"), "changed")
	if !slices.Equal(d.Added, []string{"One case each"}) || !slices.Equal(d.Dropped, []string{"Three cases each"}) || len(d.Figures) != 3 {
		t.Errorf("%+v", d)
	}
	// A change after that is told by itself.
	l.g.GroundRules = []string{"Ask before advising"}
	l.follow(group.Outcome{})
	l.until(at(t, "2026-04-20 12:00"), nil)
	d = sectionOf[group.ChangedData](l, l.letterWith("ben", "changed"), "changed")
	if !slices.Equal(d.Rules, []string{"Ask before advising"}) || d.Figures != nil || d.Added != nil {
		t.Errorf("later: %+v", d)
	}
	l.until(at(t, "2026-06-30 12:00"), nil)
	r := sectionOf[group.ReportData](l, l.letterWith("ben", "report"), "report")
	if !slices.Equal(r.Goals, []string{"Three cases each", "A list of questions"}) || !slices.Equal(r.GoalsAdded, []string{"One case each"}) || len(r.RulesAdded) != 1 {
		t.Errorf("the report sets %+v, %+v beside the start", r.GoalsAdded, r.RulesAdded)
	}
}

// missing says no for Leo's sake to the meetings of these numbers.
func (l *life) missing(member group.MemberID, meetings ...int) {
	for _, n := range meetings {
		mt := l.g.Meetings[n]
		l.g.Apply(group.RSVP{Meeting: mt.ID, Member: member, Answer: group.No, Via: "words", Received: l.now, Position: int64(1000 + n)})
	}
}

func TestWhoWasMissedTwiceInARowIsAskedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		no     []int
		before func(*life)
		want   int
	}{
		"two in a row":      {no: []int{1, 2}, want: 1},
		"four in a row":     {no: []int{1, 2, 3, 4}, want: 1},
		"not in a row":      {no: []int{1, 3, 5}},
		"two rows":          {no: []int{0, 1, 3, 4}, want: 1},
		"silent in between": {no: []int{1, 3}},
		"said they were away": {no: []int{1, 2}, before: func(l *life) {
			l.g.Apply(group.Absence{Member: "dana", N: 1, From: l.g.Meetings[1].Start.AddDate(0, 0, -1), Until: l.g.Meetings[2].Start.AddDate(0, 0, 1)})
		}},
		"was there after a no": {no: []int{1, 2}, before: func(l *life) {
			l.g.Apply(group.Attendance{Meeting: l.g.Meetings[2].ID, Member: "dana", Present: true, By: "ben"})
		}},
		"reported as missing": {before: func(l *life) {
			for _, mt := range l.g.Meetings[1:3] {
				l.g.Apply(group.Attendance{Meeting: mt.ID, Member: "dana", By: "ben"})
			}
		}, want: 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 5, 8)
			l.missing("dana", c.no...)
			if c.before != nil {
				c.before(l)
			}
			l.until(at(t, "2026-06-30 12:00"), nil)
			if got := l.asked("dana", "missed", ""); got != c.want {
				t.Errorf("asked %d times, want %d", got, c.want)
			}
		})
	}
}

func TestWhoWasMissedAnswers(t *testing.T) {
	for text, check := range map[string]func(*life) string{
		"Yes, still in!": func(l *life) string {
			if d := l.receipt("dana"); len(d.Lines) != 1 || d.Lines[0].What != "stay" {
				return fmt.Sprintf("%+v", d)
			}
			return ""
		},
		"I was there": func(l *life) string {
			for _, a := range l.g.Attendance {
				if a.Meeting == l.g.Meetings[2].ID && a.Member == "dana" && a.Present {
					return ""
				}
			}
			return "not corrected"
		},
		"no": func(l *life) string {
			if d := l.receipt("dana"); d.Kind != "less" {
				return fmt.Sprintf("%+v", d)
			}
			return ""
		},
	} {
		t.Run(text, func(t *testing.T) {
			l := newLife(t, 5, 8)
			l.missing("dana", 1, 2)
			l.until(at(t, "2026-02-12 12:00"), nil)
			s := l.letterWith("dana", "missed")
			if r := l.reply("dana", s.Token, text); r.Ledger != "applied" {
				t.Errorf("%s: %v", r.Ledger, r.Because)
			}
			if wrong := check(l); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

func TestThanksOfTheEndComeInOneMail(t *testing.T) {
	l := newLife(t, 5, 3)
	l.until(at(t, "2026-01-30 12:00"), nil)
	if n := l.asked("dana", "ending", string(l.g.Meetings[2].ID)); n != 1 {
		t.Fatalf("told of the end %d times", n)
	}
	l.reply("ben", l.letterWith("ben", "ending").Token, "Thanks Dana, for the question you asked me.")
	l.reply("eli", l.letterWith("eli", "ending").Token, "Thanks Dana, for listening so well.")
	l.reply("eli", l.letterWith("eli", "receipt").Token, "no")
	l.reply("chiara", l.letterWith("chiara", "ending").Token, "Thanks Dana, for your patience with me.")
	l.until(at(t, "2026-02-18 12:00"), nil)
	s := l.letterWith("dana", "thanksletter")
	if got := s.at.In(s.Member.Zone).Format(time.DateOnly); got != "2026-02-12" || s.Class != group.InNote {
		t.Errorf("it came on %s as a %s", got, s.Class)
	}
	for _, s := range l.to("dana") {
		for _, it := range s.Items {
			if it.Practice == "thanks" {
				t.Errorf("on %s a letter brought thanks early", s.at)
			}
		}
	}
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "eli"} {
		if n := l.asked(m, "thanksletter", string(l.g.Meetings[2].ID)); n != 0 {
			t.Errorf("%s was thanked by nobody and got %d", m, n)
		}
	}
	if n := l.asked("dana", "thanksletter", string(l.g.Meetings[2].ID)); n != 1 {
		t.Errorf("Dana got %d", n)
	}
	states := map[group.MemberID]group.ContributionState{}
	for _, c := range l.g.Contributions {
		if c.Kind == group.Thanks {
			states[c.Member] = c.State
		}
	}
	if states["ben"] != group.StateShared || states["chiara"] != group.StateShared || states["eli"] != group.StateWithdrawn {
		t.Errorf("on record: %v", states)
	}
	// What comes later stands in the report, for Dana alone.
	l.reply("ana", l.letterWith("ana", "survey").Token, "Thanks Dana, for everything you carried.")
	l.until(at(t, "2026-03-30 12:00"), nil)
	for _, m := range l.g.Members {
		d := sectionOf[group.ReportData](l, sentReport(l, m.ID), "report")
		if n := len(d.Thanks); n != 0 {
			t.Errorf("after it was delivered, %s would read %d more", m.ID, n)
		}
	}
	if c := l.g.Contributions[len(l.g.Contributions)-1]; c.Kind != group.Thanks || c.State != group.StateShared {
		t.Errorf("the last thanks: %+v", c)
	}
}

func sentReport(l *life, m group.MemberID) sent { return l.letterWith(m, "report") }

func TestTheReportOfAnObserverHasNoPrivatePart(t *testing.T) {
	l := newLife(t, 5, 3)
	l.g.Apply(group.Member{ID: "sponsor", Name: "Sam Poe", Email: "sam@example.org", Zone: l.g.Zone, Language: "en", State: group.Observer})
	l.g.ReportTo = append(l.g.ReportTo, "sam@example.org")
	l.reply("dana", l.letterWith("dana", "welcome").Token, "To stop rescuing people in silence")
	l.until(at(t, "2026-03-30 12:00"), nil)
	if n := len(l.to("sponsor")); n != 1 {
		t.Errorf("the observer got %d mails", n)
	}
	d := sectionOf[group.ReportData](l, sentReport(l, "sponsor"), "report")
	if d.CouldCome != 0 || d.Objective != "" || d.Rating != 0 || d.Held != 3 {
		t.Errorf("the observer reads %+v", d)
	}
	if d = sectionOf[group.ReportData](l, sentReport(l, "dana"), "report"); d.CouldCome != 3 || d.Objective == "" {
		t.Errorf("Dana reads %+v", d)
	}
	if d.Answered != 0 || d.Ratings != nil {
		t.Errorf("nobody answered: %+v", d)
	}
}

// TestTheLastMeetingsAreCancelledLate: who ends earlier than planned ends as well as
// planned. The closing counts from the cancellation if the days after the meeting that
// turns out to have been the last have gone by.
func TestTheLastMeetingsAreCancelledLate(t *testing.T) {
	for name, test := range map[string]struct {
		keep              []int // of the dates every two weeks
		cancelled, closed string
	}{
		"two weeks later":  {[]int{0, 1}, "2026-01-26 12:00", "2026-02-10 09:00"},
		"four weeks later": {[]int{0, 2}, "2026-02-09 12:00", "2026-02-24 09:00"},
		"eight weeks":      {[]int{0, 4}, "2026-02-19 12:00", "2026-03-06 09:00"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 7, 5)
			p := group.Plan{Members: slices.Clone(l.g.Members)}
			for _, n := range test.keep {
				p.Meetings = append(p.Meetings, l.g.Meetings[n])
			}
			l.follow(group.Reconcile(l.g, p, l.now))
			l.until(at(t, "2026-01-08 12:00"), nil)
			l.until(at(t, test.cancelled), nil)
			p.Meetings = p.Meetings[:1]
			l.follow(group.Reconcile(l.g, p, l.now))
			n := len(l.to("ben"))
			l.reply("chiara", "", "Thanks Ben, for your patience")
			l.until(at(t, test.cancelled).AddDate(0, 0, 40), nil)
			var got []string
			for _, s := range l.to("ben")[n:] {
				for _, it := range s.Items {
					got = append(got, it.Practice)
				}
			}
			if strings.Join(got, " ") != "survey thanksletter survey report" {
				t.Errorf("ben got %v", got)
			}
			if d := l.g.Closed.Sub(at(t, test.closed)); d < 0 || d > time.Minute {
				t.Errorf("closed at %s, want %s", l.g.Closed, test.closed)
			}
		})
	}
}

// TestAGroupThatNeverMeetsEndsToo: every meeting is cancelled. Nobody gets a survey or a
// report of nothing, but what was written is not kept for ever.
func TestAGroupThatNeverMeetsEndsToo(t *testing.T) {
	l := newLife(t, 7, 2)
	p := group.Plan{Members: slices.Clone(l.g.Members)}
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.follow(group.Reconcile(l.g, p, l.now))
	n := len(l.mails)
	l.until(at(t, "2026-02-11 08:00"), nil)
	if !l.g.Closed.IsZero() {
		t.Errorf("closed at %s, when meetings could still be added", l.g.Closed)
	}
	l.until(at(t, "2026-03-11 12:00"), nil)
	if !l.g.Closed.Equal(at(t, "2026-02-11 09:00")) {
		t.Errorf("closed at %s", l.g.Closed)
	}
	for _, s := range l.mails[n:] {
		t.Errorf("%s", describe(s))
	}
}
