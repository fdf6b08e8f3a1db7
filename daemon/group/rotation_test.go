package group_test

import (
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// toFirstLetter goes to the letter about the first meeting, everybody coming.
func toFirstLetter(t *testing.T, members int) *life {
	t.Helper()
	l := newLife(t, members, 4)
	for _, m := range l.g.Members {
		l.click(m.ID, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-06 10:00"), nil)
	return l
}

func (l *life) wantTurns(meeting group.MeetingID, role, want string) {
	l.t.Helper()
	if got := l.turns(meeting, role); got != want {
		l.t.Errorf("turns of %s at %s:\n got %s\nwant %s", role, meeting, got, want)
	}
}

func TestATurnIsOfferedInTheLetterAndTaken(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.wantTurns(first, "facilitator", "1 ana offered")
	l.wantTurns(first, "scribe", "1 ben offered")
	l.reply("ana", l.letterWith("ana", "turn").Token, "Yes, I'll come and lead")
	l.wantTurns(first, "facilitator", "1 ana accepted")
	if d := l.receipt("ana"); !slices.ContainsFunc(d.Lines, func(r group.ReceiptLine) bool { return r.What == "lead" }) {
		t.Errorf("receipt %+v", d)
	}
	l.until(at(t, "2026-01-13 15:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana accepted")
	l.until(at(t, "2026-01-19 10:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana accepted")
	l.until(at(t, "2026-01-21 10:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana served")
}

func TestAYesFromTheCalendarMeansComingOnly(t *testing.T) {
	l := toFirstLetter(t, 8)
	if l.rsvp(first, "ana") != "yes" {
		t.Fatal("ana did not accept")
	}
	l.wantTurns(first, "facilitator", "1 ana offered")
}

func TestATurnThatIsPassedGoesToWhoComesNext(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "I'll come, but not leading please")
	l.wantTurns(first, "facilitator", "1 ana passed, 2 chiara asked")
	if l.rsvp(first, "ana") != "yes" {
		t.Errorf("ana's rsvp is %q", l.rsvp(first, "ana"))
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	l.reply("chiara", l.letterWith("chiara", "stepin").Token, "yes")
	l.wantTurns(first, "facilitator", "1 ana passed, 2 chiara accepted")
}

func TestDecliningTheMeetingGivesTheTurnBack(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "yes")
	l.click("ana", first, "DECLINED")
	l.wantTurns(first, "facilitator", "1 ana passed, 2 chiara asked")
}

func TestASilentTurnIsOfferedOnUntilItIsSelfLed(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.until(at(t, "2026-01-09 08:59"), nil)
	l.wantTurns(first, "facilitator", "1 ana offered")
	l.until(at(t, "2026-01-09 12:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana lapsed, 2 chiara asked")
	l.until(at(t, "2026-01-10 12:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana lapsed, 2 chiara lapsed, 3  open")
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.wantTurns(first, "facilitator", "1 ana lapsed, 2 chiara lapsed, 3  selfled")
	if s := l.letterWith("dana", "selfled"); s.Class != group.InNote {
		t.Errorf("the script came as %s", s.Class)
	}
}

func TestTheFirstYesTakesAnOpenTurn(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.until(at(t, "2026-01-10 12:00"), nil)
	l.reply("eli", l.letterWith("eli", "stepin").Token, "Yes, I can do it")
	l.wantTurns(first, "facilitator", "1 ana lapsed, 2 chiara lapsed, 3 eli accepted")
	l.reply("fay", l.letterWith("fay", "stepin").Token, "yes")
	l.wantTurns(first, "facilitator", "1 ana lapsed, 2 chiara lapsed, 3 eli accepted")
	if d := l.receipt("fay"); d.Lines[0].What != "already" || d.Lines[0].Who != "Eli" {
		t.Errorf("receipt to fay %+v", d)
	}
}

func TestASwapNeedsBothConsents(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
	l.wantTurns(first, "facilitator", "1 ana offered, 2 dana asked")
	if d := l.receipt("ana"); d.Lines[0].What != "swap_asked" || d.Lines[0].Who != "Dana" {
		t.Errorf("receipt to ana %+v", d)
	}
	l.reply("dana", l.letterWith("dana", "stepin").Token, "Yes")
	l.wantTurns(first, "facilitator", "1 ana swapped, 2 dana accepted")
	if d := l.receipt("ana"); d.Lines[0].What != "swap_done" || d.Lines[0].Who != "Dana" {
		t.Errorf("news for ana %+v", d)
	}
	if d := l.receipt("dana"); d.Lines[0].What != "took" || d.Lines[0].Who != "Ana" {
		t.Errorf("receipt to dana %+v: it is about herself", d)
	}
}

func TestAnOfferEndsAtAFullHour(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.now = l.now.Add(17*time.Minute + 5*time.Second)
	l.reply("ana", l.letterWith("ana", "turn").Token, "not leading")
	for _, tn := range l.g.Turns {
		if by := tn.By.In(l.g.Zone); !by.IsZero() && (by.Minute() != 0 || by.Second() != 0) {
			t.Errorf("%s %s: %s", tn.TurnKey(), tn.State, by)
		}
	}
}

// TestOnlyWhoAnswersIsOfferedTurns: two offers in a row that nobody answers are
// enough, until that member says anything about coming.
func TestOnlyWhoAnswersIsOfferedTurns(t *testing.T) {
	l := newLife(t, 5, 16)
	speaks := false
	read := func(s sent) {
		if s.Member.ID != "ana" || speaks {
			l.willing(s)
		}
	}
	for _, s := range l.mails {
		read(s)
	}
	lapsed := func() (n int) {
		for _, tn := range l.g.Turns {
			if tn.Member == "ana" && tn.State == group.Lapsed {
				n++
			}
		}
		return n
	}
	l.until(l.g.Meetings[10].Start.Add(time.Hour), read)
	if n := lapsed(); n != 2 {
		t.Errorf("ana never answered and was asked %d times", n)
	}
	speaks = true
	l.click("ana", l.g.Meetings[11].ID, "ACCEPTED")
	l.until(l.g.Meetings[15].Start.AddDate(0, 0, 8), read)
	served := 0
	for _, tn := range l.g.Turns {
		if tn.Member == "ana" && tn.State == group.Served {
			served++
		}
	}
	if served == 0 || lapsed() != 2 {
		t.Errorf("since ana answers she served %d turns, and %d lapsed in all", served, lapsed())
	}
}

func TestASwapThatIsRefusedChangesNothing(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "Dana will take mine")
	l.reply("dana", l.letterWith("dana", "stepin").Token, "no, sorry")
	l.wantTurns(first, "facilitator", "1 ana offered, 2 dana passed")
}

func TestTwoRolesGoToTwoPeopleAndRound(t *testing.T) {
	l := newLife(t, 5, 10)
	for _, s := range l.mails {
		l.willing(s)
	}
	l.until(l.now.AddDate(1, 0, 0), l.willing)
	served := map[group.MemberID]map[string]int{}
	for _, mt := range l.g.Meetings {
		roles := map[group.MemberID]int{}
		for _, tn := range l.g.Turns {
			if tn.Meeting == mt.ID && tn.State == group.Served {
				roles[tn.Member]++
				if served[tn.Member] == nil {
					served[tn.Member] = map[string]int{}
				}
				served[tn.Member][tn.Role]++
			}
			if tn.Reason == "" {
				t.Errorf("%s has no reason", tn.TurnKey())
			}
		}
		if len(roles) != 2 {
			t.Errorf("%s: %v, want two people", mt.ID, roles)
		}
	}
	for _, m := range l.g.Members {
		for _, role := range l.g.Roles {
			if n := served[m.ID][role]; n != 2 {
				t.Errorf("%s was %s %d times of 10 meetings among 5, want 2", m.ID, role, n)
			}
		}
	}
}

func TestASilentMemberIsNotAskedEveryTime(t *testing.T) {
	l := newLife(t, 8, 6)
	l.until(at(t, "2026-03-20 10:00"), nil)
	asked := map[group.MemberID]int{}
	for _, tn := range l.g.Turns {
		if tn.Role == "facilitator" && tn.Member != "" {
			asked[tn.Member]++
		}
	}
	least, most := 100, 0
	for _, m := range l.g.Members {
		least, most = min(least, asked[m.ID]), max(most, asked[m.ID])
	}
	if most-least > 1 {
		t.Errorf("some were asked %d times, others %d: %v", most, least, asked)
	}
}

// TestWhoNeverAnswersIsAskedLast: after two offers without a word; any word will do to be
// asked again, and where nobody else is free the reason says so.
func TestWhoNeverAnswersIsAskedLast(t *testing.T) {
	for _, c := range []struct {
		word  string
		asked int
	}{{"", 2}, {"share: a good question is short", 3}} {
		l := newLife(t, 4, 8)
		wrote := false
		offers := func() (n int) {
			for _, tn := range l.g.Turns {
				if tn.Member == "dana" && tn.State != group.Asked && tn.Reason != "" && tn.From == "" {
					n++
				}
			}
			return n
		}
		l.until(at(t, "2026-04-30 12:00"), func(s sent) {
			if s.Member.ID != "dana" {
				l.willing(s)
			}
			lapsed := 0
			for _, tn := range l.g.Turns {
				if tn.Member == "dana" && tn.State == group.Lapsed {
					lapsed++
				}
			}
			if lapsed == 2 && !wrote && c.word != "" {
				wrote = true
				l.reply("dana", "", c.word)
			}
		})
		if n := offers(); (c.word == "") != (n <= c.asked) {
			t.Errorf("%q: asked %d times: %+v", c.word, n, l.g.Turns)
		}
	}
}
