package group_test

import (
	"testing"

	"convene/daemon/group"
)

func TestTheReminderGoesOnlyToTheSilentAndTheReportCounts(t *testing.T) {
	l := newLife(t, 8, 2)
	l.reply("dana", l.letterWith("dana", "welcome").Token, "To stop rescuing people in silence")
	l.until(at(t, "2026-01-28 12:00"), nil) // the day after the last meeting
	answers := map[group.MemberID]string{
		"ana":    "1: 4\n2: The pairs\n5: yes",
		"ben":    "1. 5\n2. Honest questions\n5. yes",
		"chiara": "1: 3\n4: Start on time\n5: perhaps",
		"dana":   "1: 4\n3: Holidays, we skipped one\n5: yes",
		"eli":    "1: 1\n5: no",
	}
	for m, text := range answers {
		if r := l.reply(m, l.letterWith(m, "survey").Token, text); r.Ledger != "applied" {
			t.Errorf("%s: %s %v", m, r.Ledger, r.Because)
		}
	}
	l.until(at(t, "2026-02-04 12:00"), nil)
	for _, m := range l.g.Members {
		n := 0
		for _, s := range l.to(m.ID) {
			if s.Items[0].Practice == "survey" {
				n++
			}
		}
		_, answered := answers[m.ID]
		if want := map[bool]int{true: 1, false: 2}[answered]; n != want {
			t.Errorf("%s got the survey %d times, want %d", m.ID, n, want)
		}
	}
	l.until(at(t, "2026-03-01 12:00"), nil)
	s := l.letterWith("dana", "report")
	sections, _ := group.Write(l.g, s.Mailing)
	d, _ := sections[0].Data.(group.ReportData)
	if d.Answered != 5 || d.Asked != 8 || d.Held != 2 || d.Rating != 4 || d.Average != 3.4 {
		t.Errorf("answered %d of %d, held %d, own rating %d, average %g", d.Answered, d.Asked, d.Held, d.Rating, d.Average)
	}
	if d.Objective != "To stop rescuing people in silence" {
		t.Errorf("objective %q", d.Objective)
	}
	if len(d.Again) != 3 || d.Again[0] != 3 || d.Again[1] != 1 || d.Again[2] != 1 {
		t.Errorf("again: %v", d.Again)
	}
	for _, open := range d.Open {
		for _, line := range open.Lines {
			if line.Name != "" {
				t.Errorf("named without being asked: %+v", line)
			}
		}
	}
}

func TestBelowFiveAnswersNoRatings(t *testing.T) {
	l := newLife(t, 8, 2)
	l.until(at(t, "2026-01-28 12:00"), nil)
	for _, m := range []group.MemberID{"ana", "ben", "chiara", "dana"} {
		l.reply(m, l.letterWith(m, "survey").Token, "1: 4\n5: yes")
	}
	l.until(at(t, "2026-03-01 12:00"), nil)
	sections, _ := group.Write(l.g, l.letterWith("ana", "report").Mailing)
	d, _ := sections[0].Data.(group.ReportData)
	if d.Answered != 4 || d.Ratings != nil || d.Again != nil || d.Average != 0 {
		t.Errorf("%d answered: ratings %v, average %g, again %v", d.Answered, d.Ratings, d.Average, d.Again)
	}
}

func TestAReflectionIsPrivateAndComesBackInTheDigest(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, s := range l.mails {
		l.willing(s)
	}
	read := func(s sent) {
		l.willing(s)
		if s.Items[0].Practice == "reflection" && s.Member.ID == "ben" && s.at.Before(at(t, "2026-01-20 00:00")) {
			l.reply("ben", s.Token, "I will ask one more question before I say anything.")
		}
	}
	l.until(at(t, "2026-02-06 12:00"), read)
	for _, m := range l.g.Members {
		s := l.letterWith(m.ID, "digest")
		sections, _ := group.Write(l.g, s.Mailing)
		for _, sec := range sections {
			d, ok := sec.Data.(group.DigestData)
			if !ok {
				continue
			}
			want := ""
			if m.ID == "ben" {
				want = "I will ask one more question before I say anything."
			}
			if d.YouSaid != want {
				t.Errorf("%s reads %q", m.ID, d.YouSaid)
			}
			if d.Reflections != 1 || len(d.Met) != 2 {
				t.Errorf("%s: %d reflections, %d meetings", m.ID, d.Reflections, len(d.Met))
			}
			// The letter is about the meeting of 10 February: the digest in it goes on from there.
			if len(d.Next) != 1 || !d.Next[0].Start.Equal(l.g.Meetings[3].Start) {
				t.Errorf("%s: next are %v", m.ID, d.Next)
			}
		}
	}
}

// TestWhatWaitsForConsentAtTheEndIsToldOnce: in the closing survey, to its writer alone;
// nobody sees it then or later.
func TestWhatWaitsForConsentAtTheEndIsToldOnce(t *testing.T) {
	l := newLife(t, 6, 2)
	l.until(at(t, "2026-01-27 18:00"), nil)
	l.reply("ben", "", "share: a good question is short")
	told := map[group.MemberID][]string{}
	l.until(at(t, "2026-03-30 12:00"), func(s sent) {
		sections, _ := group.Write(l.g, s.Mailing)
		for _, p := range sections {
			switch d := p.Data.(type) {
			case group.SharedData:
				t.Errorf("%s was shown %+v", s.Member.ID, d.Voices)
			case group.SurveyData:
				told[s.Member.ID] = append(told[s.Member.ID], d.Unshown...)
			}
		}
	})
	if c := l.gaveLast(group.Shared, "ben"); c.State != group.StateDropped {
		t.Errorf("it is %s", c.State)
	}
	for m, texts := range told {
		if want := m == "ben"; want != (len(texts) == 1) {
			t.Errorf("%s is told %q", m, texts)
		}
	}
	if len(told) != 6 {
		t.Errorf("%d surveys", len(told))
	}
}
