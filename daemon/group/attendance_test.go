package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

func TestTooFewAreShownToWhoLeadsAndCanCancel(t *testing.T) {
	l := newLife(t, 8, 4)
	for _, m := range []group.MemberID{"ana", "ben", "chiara"} { // of at least four
		l.click(m, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-06 10:00"), nil)
	letter := l.letterWith("ana", "turn")
	l.reply("ana", letter.Token, "yes")
	l.until(at(t, "2026-01-11 10:00"), nil)
	ask := l.letterWith("ana", "short")
	if d := sectionOf[group.ShortData](l, ask, "short"); !d.Said || len(d.Coming) != 2 {
		t.Errorf("%+v", d)
	}
	for _, m := range l.mails {
		if m.Member.ID != "ana" && slices.ContainsFunc(m.Items, func(it group.Item) bool { return it.Practice == "short" }) {
			t.Errorf("%s is asked, too", m.Member.ID)
		}
	}
	l.reply("ana", ask.Token, "cancel")
	if mt, _ := l.g.Meeting(first); mt.State != group.Cancelled || !mt.ByMail {
		t.Errorf("the meeting is %s, by mail %v", mt.State, mt.ByMail)
	}
	if l.letterWith("ben", "invitation").Invite == nil || !l.letterWith("ben", "invitation").Invite.Cancelled {
		t.Error("who said yes is not told")
	}
}

func TestEnoughPeopleAreNotAskedAbout(t *testing.T) {
	l := newLife(t, 8, 4)
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "dana"} {
		l.click(m, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-13 15:00"), nil)
	for _, m := range l.mails {
		for _, it := range m.Items {
			if it.Practice == "short" {
				t.Errorf("%s is asked what to do with enough people", m.Member.ID)
			}
		}
	}
}

// TestWhoIsAskedMayNotHaveSaidYes: who leads is asked what to do, and who led for notes,
// also without a word of their own; neither mail says otherwise.
func TestWhoIsAskedMayNotHaveSaidYes(t *testing.T) {
	l := newLife(t, 8, 4)
	l.click("chiara", first, "ACCEPTED")
	l.until(at(t, "2026-01-11 10:00"), nil)
	d := sectionOf[group.ShortData](l, l.letterWith("ana", "short"), "short")
	if d.Said || len(d.Coming) != 1 || d.Silent != 6 {
		t.Errorf("%+v", d)
	}
	l.g.Apply(group.Turn{Meeting: first, Role: "facilitator", N: 9, Member: "ana", State: group.Accepted, Reason: "offered to do it"})
	l.until(at(t, "2026-01-14 10:00"), nil)
	if !sectionOf[group.ScribeData](l, l.letterWith("ana", "scribe"), "scribe").Led {
		t.Error("thanked for notes that were nobody's turn")
	}
}

// Over a life nobody is paired with somebody again while another one is left.
func TestPairsRepeatAsLateAsCanBe(t *testing.T) {
	for _, n := range []int{7, 8} {
		l := newLife(t, n, 8)
		for _, mt := range l.g.Meetings[:7] {
			for _, m := range l.g.Members {
				l.until(mt.Start.AddDate(0, 0, -3), nil)
				l.click(m.ID, mt.ID, "ACCEPTED")
			}
			l.until(mt.Start.Add(-time.Hour), nil)
		}
		counts := map[string]int{}
		byMeeting := map[string]int{}
		for _, c := range l.g.Contributions {
			if c.Kind == group.Pair {
				pair := []string{string(c.Member), string(c.To)}
				slices.Sort(pair)
				counts[strings.Join(pair, "+")]++
				byMeeting[c.About]++
			}
		}
		if len(byMeeting) != 7 {
			t.Fatalf("%d members: pairs at %d meetings of 7", n, len(byMeeting))
		}
		least, most := 1<<30, 0
		for i, a := range l.g.Members {
			for _, b := range l.g.Members[i+1:] {
				pair := []string{string(a.ID), string(b.ID)}
				slices.Sort(pair)
				k := counts[strings.Join(pair, "+")]
				least, most = min(least, k), max(most, k)
			}
		}
		// Eight people have met everybody once after seven meetings; with a trio each time some meet twice.
		if n == 8 && (least != 1 || most != 1) || n == 7 && (least < 1 || most > 3) {
			t.Errorf("%d members: some pairs %d times, some %d: %v", n, least, most, counts)
		}
	}
}

func TestTheScribeSaysWhoWasThere(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.reply("ana", l.letterWith("ana", "turn").Token, "yes")
	l.reply("ben", l.letterWith("ben", "turn").Token, "yes")
	l.until(at(t, "2026-01-12 10:00"), nil)
	pack := l.letterWith("ana", "pack")
	if pack.Class != group.InNote || pack.at.Before(at(t, "2026-01-12 09:00")) {
		t.Errorf("the pack is a %s at %s", pack.Class, pack.at)
	}
	l.until(at(t, "2026-01-13 20:00"), nil)
	for _, s := range l.mails {
		if s.Member.ID != "ben" && slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == "scribe" }) {
			t.Errorf("%s is asked for notes", s.Member.ID)
		}
	}
	l.until(at(t, "2026-01-14 10:00"), nil) // 19:30 is late: the next morning
	form := l.letterWith("ben", "scribe")
	if sectionOf[group.ScribeData](l, form, "scribe").Led {
		t.Error("who took notes is not thanked for it")
	}
	l.reply("ben", form.Token, "1: Silence helps. Dana offered to send the list.\n2: everyone except Eli and Ana")
	present := map[group.MemberID]bool{}
	for _, a := range l.g.Attendance {
		present[a.Member] = a.Present
	}
	if len(present) != 8 || present["eli"] || present["ana"] || !present["dana"] || !present["ben"] {
		t.Errorf("present are %v", present)
	}
	if got := l.turns(first, "facilitator"); !strings.Contains(got, "ana lapsed") {
		t.Errorf("who did not come has not led: %s", got)
	}
	if got := l.turns(first, "scribe"); !strings.Contains(got, "ben served") {
		t.Errorf("who took notes has served: %s", got)
	}
	if i := slices.IndexFunc(l.g.Contributions, func(c group.Contribution) bool { return c.Kind == group.Minutes }); i < 0 || l.g.Contributions[i].Text != "Silence helps. Dana offered to send the list." {
		t.Errorf("no notes: %v", l.g.Contributions)
	}
	if !slices.ContainsFunc(l.receipt("ben").Lines, func(r group.ReceiptLine) bool { return r.What == "minutes" }) {
		t.Error("the notes are not read back before others see them")
	}
}

func TestIWasThere(t *testing.T) {
	l := toFirstLetter(t, 8)
	l.until(at(t, "2026-01-14 10:00"), nil)
	l.reply("dana", "", "I was there")
	if len(l.g.Attendance) != 1 || l.g.Attendance[0].Member != "dana" || !l.g.Attendance[0].Present {
		t.Errorf("recorded is %v", l.g.Attendance)
	}
	l.reply("dana", "", "everyone except Ana was there")
	if len(l.g.Attendance) != 1 {
		t.Error("somebody who did not take notes says who was there")
	}
}

func TestAnAgendaAddsUpToTheMeeting(t *testing.T) {
	for _, name := range []string{"circle", "peer-assist", "book", "closing", "none of ours"} {
		for minutes := 20; minutes <= 240; minutes += 5 {
			if got := group.AgendaMinutes(name, minutes); got != minutes {
				t.Errorf("%s of %d minutes adds up to %d", name, minutes, got)
			}
		}
	}
	if d := 90 * time.Minute; group.AgendaMinutes("circle", int(d/time.Minute)) != 90 {
		t.Error("the usual ninety minutes")
	}
}

// TestWhoPausesAfterwardsWasThere: the look back counts as the after-note did.
func TestWhoPausesAfterwardsWasThere(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "dana", "eli"} {
		l.click(m, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.reply("dana", "", "pause") // before: not there
	l.until(at(t, "2026-01-16 12:00"), nil)
	came := func(practice string) int {
		sections, _ := group.Write(l.g, l.letterWith("ana", practice).Mailing)
		for _, s := range sections {
			switch d := s.Data.(type) {
			case group.ReflectionData:
				return d.Came
			case group.DigestData:
				return d.Met[0].Came
			}
		}
		return -1
	}
	if n := came("reflection"); n != 4 {
		t.Errorf("the after-note counts %d", n)
	}
	l.reply("eli", "", "pause")
	l.until(at(t, "2026-02-12 12:00"), nil)
	if n := came("digest"); n != 4 {
		t.Errorf("the look back counts %d", n)
	}
}

// TestWhoPausedWasNotThere: whoever was not on the list when it was said who came was
// not there, also when they are back.
func TestWhoPausedWasNotThere(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "dana", "eli"} {
		l.click(m, first, "ACCEPTED")
	}
	l.until(at(t, "2026-01-12 12:00"), nil)
	l.reply("dana", "", "pause")
	l.until(at(t, "2026-01-13 18:00"), nil)
	l.reply("eli", "", "pause") // after: there
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "fay", "gus", "hana"} {
		if _, ok := l.g.Member(m); ok {
			l.g.Apply(group.Attendance{Meeting: l.g.Meetings[0].ID, Member: m, Present: m < "d", By: "ben", At: at(t, "2026-01-14 10:00")})
		}
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	l.reply("dana", "", "I'm back")
	l.reply("eli", "", "I'm back")
	l.until(at(t, "2026-02-12 12:00"), nil)
	sections, _ := group.Write(l.g, l.letterWith("ana", "digest").Mailing)
	for _, s := range sections {
		if d, ok := s.Data.(group.DigestData); ok {
			if d.Met[0].Came != 4 {
				t.Errorf("the look back counts %d, want Ana, Ben, Chiara and Eli", d.Met[0].Came)
			}
			return
		}
	}
	t.Error("no look back")
}
