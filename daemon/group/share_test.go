package group_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// says is a member's mail that answers none of ours.
func (l *life) says(member group.MemberID, text string) group.Result {
	l.t.Helper()
	return l.reply(member, "", text)
}

// answers is a member's reply to one of our mails.
func (l *life) answers(m sent, text string) group.Result {
	l.t.Helper()
	return l.reply(m.Member.ID, m.Token, text)
}

// lastTo is the last mail to a member.
func (l *life) lastTo(member group.MemberID) sent {
	l.t.Helper()
	for _, m := range slices.Backward(l.mails) {
		if m.Member.ID == member {
			return m
		}
	}
	l.t.Fatalf("no mail to %s", member)
	return sent{}
}

// saw lists what others said that has reached a member, by practice.
func (l *life) saw(member group.MemberID, practice string) []group.Voice {
	l.t.Helper()
	var voices []group.Voice
	for _, m := range l.mails {
		if m.Member.ID != member {
			continue
		}
		sections, _ := group.Write(l.g, m.Mailing)
		for _, s := range sections {
			switch d := s.Data.(type) {
			case group.SharedData:
				if practice == "shared" {
					voices = append(voices, d.Voices...)
				}
			case group.ThanksData:
				if practice == "thanks" {
					voices = append(voices, d.Voices...)
				}
			case group.RelayData:
				if practice == "relay" {
					voices = append(voices, d.Voices...)
				}
			case group.QuestionData:
				if practice == "question" {
					voices = append(voices, group.Voice{Name: d.Who, Text: d.Text})
				}
			}
		}
	}
	return voices
}

func (l *life) receiptTo(member group.MemberID) (sent, group.ReceiptData) {
	l.t.Helper()
	m := l.lastTo(member)
	d, ok := m.Items[0].Data.(group.ReceiptData)
	if !ok {
		l.t.Fatalf("the last mail to %s is no receipt: %s", member, m.Items[0].Practice)
	}
	return m, d
}

// gave is the last contribution of one of the kinds.
func (l *life) gave(kinds ...group.ContributionKind) group.Contribution {
	l.t.Helper()
	for _, c := range slices.Backward(l.g.Contributions) {
		if slices.Contains(kinds, c.Kind) {
			return c
		}
	}
	l.t.Fatalf("nobody gave %v", kinds)
	return group.Contribution{}
}

func TestWhatIsSharedIsReadBackFirstAndReachesAll(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "share: I counted to ten before I answered.")
	if _, d := l.receiptTo("ben"); d.Kind != "share" || len(d.Lines) != 1 || d.Lines[0].Text != "I counted to ten before I answered." {
		t.Fatalf("read back: %+v", d)
	}
	l.until(at(t, "2026-01-09 08:30"), nil)
	if c := l.gave(group.Shared); c.State != group.StateWaiting {
		t.Errorf("within a day it is %s", c.State)
	}
	l.until(at(t, "2026-01-25 10:00"), nil)
	for _, m := range []group.MemberID{"ana", "chiara", "dana"} {
		if v := l.saw(m, "shared"); len(v) != 1 || v[0].Name != "Ben" {
			t.Errorf("%s saw %v", m, v)
		}
	}
	if v := l.saw("ben", "shared"); len(v) != 0 {
		t.Errorf("its writer got it as news: %v", v)
	}
	if c := l.gave(group.Shared); c.State != group.StateShared {
		t.Errorf("delivered, it is %s", c.State)
	}
}

func TestANoKeepsWhatWasAboutToBeShared(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "share: I counted to ten before I answered.")
	m, _ := l.receiptTo("ben")
	l.answers(m, "no")
	if d := group.ToReadBack(l.g, "ben"); len(d) != 1 || d[0].What != "withdrawn" { // one answer a day, and this is the second
		t.Errorf("said of the no: %+v", d)
	}
	l.until(at(t, "2026-02-25 10:00"), nil)
	for _, m := range []group.MemberID{"ana", "chiara", "dana"} {
		if v := l.saw(m, "shared"); len(v) != 0 {
			t.Errorf("%s saw %v", m, v)
		}
	}
}

func TestProseThatAnswersNothingIsAskedForWhom(t *testing.T) {
	for name, c := range map[string]struct {
		answer       string
		group, alone int // how many saw it as shared, and Dana alone
	}{
		"silence": {"", 0, 0},
		"self":    {"just a note to myself", 0, 0},
		"group":   {"for the group", 3, 0},
		"person":  {"for Dana", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 4, 6)
			l.until(at(t, "2026-01-08 10:00"), nil)
			l.says("ben", "I keep thinking about what was said on advice; it comes back every morning when I walk to work.")
			m, d := l.receiptTo("ben")
			if d.Kind != "audience" || d.Who != "Ana" {
				t.Fatalf("asked: %+v", d)
			}
			if c.answer != "" {
				l.answers(m, c.answer)
			}
			l.until(at(t, "2026-02-01 10:00"), nil)
			saw := 0
			for _, m := range []group.MemberID{"ana", "chiara", "dana"} {
				saw += len(l.saw(m, "shared"))
			}
			if saw != c.group {
				t.Errorf("%d saw it", saw)
			}
			if v := l.saw("dana", "relay"); len(v) != c.alone {
				t.Errorf("Dana got %v", v)
			}
			if v := l.saw("chiara", "relay"); len(v) != 0 {
				t.Errorf("Chiara got %v", v)
			}
		})
	}
}

func TestShareAloneMeansWhatWasWrittenBefore(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	if r := l.says("ben", "share"); r.Ledger != "unclear" {
		t.Errorf("with nothing written before: %s", r.Ledger)
	}
	l.now = l.now.Add(25 * time.Hour) // one question back a day
	l.says("ben", "I keep thinking about what was said on advice; it comes back every morning when I walk to work.")
	l.says("ben", "share")
	if _, d := l.receiptTo("ben"); d.Kind != "share" || !strings.HasPrefix(d.Lines[0].Text, "I keep thinking") {
		t.Errorf("read back: %+v", d)
	}
}

func TestPublicNeedsItsOwnWord(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "share: I counted to ten.")
	if c := l.gave(group.Shared); c.Audience != group.Everyone {
		t.Errorf("shared with %s", c.Audience)
	}
	l.now = l.now.Add(25 * time.Hour)
	l.says("ben", "public")
	if c := l.gave(group.Shared); c.Audience != group.Public {
		t.Errorf("after its own word it is for %s", c.Audience)
	}
	m, _ := l.receiptTo("ben")
	l.answers(m, "no")
	if c := l.gave(group.Shared); c.Audience != group.Everyone || c.State == group.StateWithdrawn {
		t.Errorf("after the no it is %s for %s", c.State, c.Audience)
	}
}

func TestThanksReachWhomTheyAreForAndNobodyElse(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "Thanks Dana, for the question you asked me.")
	letters := func() int {
		n := 0
		for _, m := range l.mails {
			if m.Member.ID == "dana" && m.Class == group.InLetter {
				n++
			}
		}
		return n
	}
	before := letters()
	l.until(at(t, "2026-01-12 20:00"), nil)
	if letters() != before {
		t.Error("thanks alone made a letter")
	}
	l.until(at(t, "2026-02-10 10:00"), nil)
	if v := l.saw("dana", "thanks"); len(v) != 1 || v[0].Name != "Ben" {
		t.Errorf("Dana got %v", v)
	}
	for _, m := range []group.MemberID{"ana", "chiara", "ben"} {
		if v := l.saw(m, "thanks"); len(v) != 0 {
			t.Errorf("%s got %v", m, v)
		}
	}
	if c := l.gave(group.Thanks); c.State != group.StateShared || c.To != "dana" || c.Audience != group.OneMember {
		t.Errorf("on record: %+v", c)
	}
}

func TestThanksToOneOfTwoOfANameAreAskedBack(t *testing.T) {
	l := newLife(t, 4, 6)
	m, _ := l.g.Member("chiara")
	m.Name = "Dana Berg"
	l.g.Apply(m)
	l.until(at(t, "2026-01-08 10:00"), nil)
	if r := l.says("ben", "Thanks Dana, for the question you asked me."); r.Ledger != "unclear" || len(l.g.Contributions) != 0 {
		t.Errorf("%s, %v", r.Ledger, l.g.Contributions)
	}
}

func TestAQuestionGoesToAllAndItsAnswersToTheAsker(t *testing.T) {
	l := newLife(t, 4, 8)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "ask: how do you keep time?")
	if _, d := l.receiptTo("ben"); d.Kind != "share" || d.Lines[0].What != "question" {
		t.Fatalf("read back: %+v", d)
	}
	l.until(at(t, "2026-02-20 10:00"), func(m sent) {
		for _, it := range m.Items {
			if it.Practice == "question" && m.Member.ID == "dana" {
				l.answers(m, "With a kitchen timer.")
			}
		}
	})
	if v := l.saw("chiara", "question"); len(v) != 1 || v[0].Name != "Ben" {
		t.Errorf("Chiara was asked %v", v)
	}
	if v := l.saw("ben", "relay"); len(v) != 1 || v[0].Name != "Dana" || v[0].About != "how do you keep time?" {
		t.Errorf("Ben got %v", v)
	}
	for _, m := range []group.MemberID{"ana", "chiara"} {
		if v := l.saw(m, "relay"); len(v) != 0 {
			t.Errorf("%s got %v", m, v)
		}
	}
	if c := l.gave(group.Question); c.State != group.StateDone {
		t.Errorf("after three weeks the question is %s", c.State)
	}
}

func TestWhoKnowsGoesToThoseWhoOfferedHelp(t *testing.T) {
	l := newLife(t, 4, 8)
	l.g.Apply(group.Contribution{N: 1, Kind: group.Offer, Member: "dana", Text: "spreadsheets, Excel above all", State: group.StateOpen})
	l.g.Apply(group.Contribution{N: 2, Kind: group.Offer, Member: "ana", Text: "cooking for many", State: group.StateOpen})
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "Who knows Excel?")
	l.until(at(t, "2026-01-30 10:00"), nil)
	for m, want := range map[group.MemberID]int{"ana": 0, "chiara": 0, "dana": 1} {
		if v := l.saw(m, "question"); len(v) != want {
			t.Errorf("%s was asked %v", m, v)
		}
	}
}

func TestALetterHasOneQuestionOfAMemberAtMost(t *testing.T) {
	l := newLife(t, 4, 8)
	l.until(at(t, "2026-01-08 10:00"), nil)
	l.says("ben", "ask: how do you keep time?")
	l.says("chiara", "ask: where do you meet?")
	l.until(at(t, "2026-02-20 10:00"), func(m sent) {
		n := 0
		for _, it := range m.Items {
			if it.Practice == "question" {
				n++
			}
		}
		if n > 1 {
			t.Errorf("%d questions in a letter", n)
		}
	})
}

// minutes puts the scribe's notes of the first meeting on record.
func (l *life) minutes(text string, absent ...group.MemberID) {
	mt := l.g.Meetings[0]
	l.g.Apply(group.Contribution{N: 900, Kind: group.Minutes, Member: "chiara", About: string(mt.ID), Text: text, Audience: group.Everyone, State: group.StateOpen, At: l.now})
	for _, m := range l.g.Members {
		l.g.Apply(group.Attendance{Meeting: mt.ID, Member: m.ID, Present: !slices.Contains(absent, m.ID), By: "chiara", At: l.now})
	}
	l.follow(group.Outcome{})
}

func TestNotesNameACommitmentOnlyAfterItsMemberSawIt(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-13 20:00"), nil)
	l.minutes("- We practised in pairs.\n- Ben will send the list.", "dana")
	notes := map[group.MemberID][]string{}
	l.until(at(t, "2026-01-28 10:00"), func(m sent) {
		sections, _ := group.Write(l.g, m.Mailing)
		for _, s := range sections {
			switch d := s.Data.(type) {
			case group.ReflectionData:
				notes[m.Member.ID] = d.Notes
				if want := m.Member.ID == "ben"; (len(d.Offered) == 1) != want {
					t.Errorf("%s offered %v", m.Member.ID, d.Offered)
				}
			case group.NotesData:
				notes[m.Member.ID] = d.Notes
			}
		}
	})
	for m, want := range map[group.MemberID]int{"ana": 1, "ben": 1, "chiara": 1, "dana": 2} {
		if len(notes[m]) != want {
			t.Errorf("%s read %q", m, notes[m])
		}
	}
}

func TestNotSoTakesACommitmentBack(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-13 20:00"), nil)
	l.minutes("Ben will send the list.", "dana")
	l.until(at(t, "2026-01-14 10:00"), nil)
	l.answers(l.letterWith("ben", "reflection"), "No")
	if c := l.gave(group.Commitment); c.State != group.StateWithdrawn {
		t.Errorf("it is %s", c.State)
	}
	l.until(at(t, "2026-01-28 10:00"), func(m sent) {
		if m.Items[0].Practice == "commitment" {
			t.Errorf("%s is asked what became of it", m.Member.ID)
		}
	})
}

func TestACommitmentComesBackOnce(t *testing.T) {
	l := newLife(t, 4, 6)
	l.until(at(t, "2026-01-08 10:00"), nil)
	for _, m := range l.g.Members {
		for _, mt := range l.g.Meetings[:2] {
			l.click(m.ID, mt.ID, "ACCEPTED")
		}
	}
	l.until(at(t, "2026-01-16 10:00"), nil)
	l.answers(l.letterWith("ben", "reflection"), "I will wait three breaths before I say anything.")
	l.until(at(t, "2026-01-26 10:00"), nil)
	l.answers(l.letterWith("ben", "commitment"), "partly")
	if c := l.gave(group.Commitment); c.Kind != group.Commitment || c.State != group.StatePartly || c.Audience != group.OnlySelf {
		t.Errorf("on record: %+v", c)
	}
	l.until(at(t, "2026-03-20 10:00"), nil)
	asked := 0
	for _, m := range l.mails {
		for _, it := range m.Items {
			if it.Practice == "commitment" {
				asked++
			}
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestTheMonthsAnswersStandTogetherInTheNextDigest(t *testing.T) {
	l := newLife(t, 5, 8)
	var digests []group.DigestData
	l.until(at(t, "2026-03-20 10:00"), func(m sent) {
		sections, _ := group.Write(l.g, m.Mailing)
		for _, it := range m.Items {
			if it.Practice == "month" && it.Occurrence == "2026-02-01" {
				switch m.Member.ID {
				case "ben":
					l.answers(m, "Silence.")
				case "chiara":
					l.answers(m, "The pairs.\n\nWith my name")
				case "dana":
					l.answers(m, "Nothing at all, to be honest.")
					r, _ := l.receiptTo("dana")
					l.answers(r, "no")
				}
			}
		}
		for _, s := range sections {
			if d, ok := s.Data.(group.DigestData); ok && m.Member.ID == "ana" {
				digests = append(digests, d)
			}
		}
	})
	if len(digests) != 2 {
		t.Fatalf("%d digests", len(digests))
	}
	if got := digests[1].Answers; len(got) != 2 || got[0] != (group.Voice{Text: "Silence."}) || got[1] != (group.Voice{Name: "Chiara", Text: "The pairs."}) {
		t.Errorf("answers: %+v", got)
	}
}

// TestTheMonthsAnswersWithoutRoomAreCounted: a look back has room for four of them.
func TestTheMonthsAnswersWithoutRoomAreCounted(t *testing.T) {
	l := newLife(t, 7, 8)
	var digests []group.DigestData
	l.until(at(t, "2026-03-20 10:00"), func(m sent) {
		sections, _ := group.Write(l.g, m.Mailing)
		for _, it := range m.Items {
			if it.Practice == "month" && it.Occurrence == "2026-02-01" {
				l.answers(m, "Silence, number "+strconv.Itoa(len(l.g.Contributions))+".")
			}
		}
		for _, s := range sections {
			if d, ok := s.Data.(group.DigestData); ok && m.Member.ID == "ana" {
				digests = append(digests, d)
			}
		}
	})
	given := 0
	for _, c := range l.g.Contributions {
		if c.Kind == group.Reply {
			given++
		}
	}
	if d := digests[len(digests)-1]; given < 6 || len(d.Answers) != 4 || d.MoreAnswers != given-4 {
		t.Errorf("%d answers: %d shown, %d counted", given, len(d.Answers), d.MoreAnswers)
	}
}

func TestThePulseIsShownFromFiveAnswersOn(t *testing.T) {
	for n, want := range map[int]bool{4: false, 5: true} {
		l := newLife(t, 7, 8)
		l.g.On = map[string]bool{"pulse": true}
		answered, shown := 0, false
		l.until(at(t, "2026-03-20 10:00"), func(m sent) {
			sections, _ := group.Write(l.g, m.Mailing)
			for _, it := range m.Items {
				if it.Practice == "pulse" && it.Occurrence == "2026-02-01" && answered < n {
					answered++
					for _, a := range it.Asks {
						l.answers(m, fmt.Sprintf("%d: 4", a.Number))
					}
				}
			}
			for _, s := range sections {
				if d, ok := s.Data.(group.DigestData); ok && d.Pulse != nil {
					shown = true
				}
			}
		})
		if answered != n || shown != want {
			t.Errorf("%d answers: shown %v", answered, shown)
		}
	}
}
