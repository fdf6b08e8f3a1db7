package group_test

import (
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// withReadings is a group that reads; two things to read and three topics are
// proposed.
func withReadings(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 7, 5)
	l.g.On = map[string]bool{"readings": true}
	l.reply("ben", "", "read: a good essay on listening")
	l.reply("chiara", "", "read: The long book of silence")
	l.reply("dana", "", "topic: ending well")
	l.reply("eli", "", "topic: beginning well")
	return l
}

func TestAReadingIsReadBackBeforeOthersSeeIt(t *testing.T) {
	l := withReadings(t)
	want := []group.ReceiptLine{{What: "reading", Text: "a good essay on listening", Shown: true}}
	if d := l.receipt("ben"); d.Kind != "share" || !cmp.Equal(want, d.Lines) {
		t.Errorf("%+v", d)
	}
	l.reply("ben", l.letterWith("ben", "receipt").Token, "no")
	l.until(at(t, "2026-01-06 12:00"), nil)
	for _, s := range l.mails {
		for _, it := range s.Items {
			if it.Practice == "readings" {
				t.Fatalf("a ballot with what its writer took back: %+v", it.Asks)
			}
		}
	}
}

// TestTheVoteOnReadingsStandsBesideTheOneOnTopics: its letters are others, so that
// one line answers both.
func TestTheVoteOnReadingsStandsBesideTheOneOnTopics(t *testing.T) {
	l := withReadings(t)
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("fay", "readings")
	r := l.reply("fay", s.Token, "A, D")
	if r.Ledger != "applied" {
		t.Fatalf("%+v", r)
	}
	l.reply("gus", l.letterWith("gus", "readings").Token, "the long book of silence")
	l.reply("ben", l.letterWith("ben", "readings").Token, "C")
	l.reply("ben", l.letterWith("ben", "readings").Token, "D") // the last one counts
	if n := len(l.g.Votes); n != 1 {
		t.Errorf("%d votes on topics", n)
	}
	l.until(at(t, "2026-01-20 12:00"), nil)
	s = l.letterWith("eli", "reading")
	var d group.ReadingData
	sections, _ := group.Write(l.g, s.Mailing)
	for _, p := range sections {
		if v, ok := p.Data.(group.ReadingData); ok {
			d = v
		}
	}
	if d.Text != "The long book of silence" || d.Today || d.By.Format("2006-01-02") != "2026-02-10" {
		t.Errorf("%+v", d)
	}
	l.until(at(t, "2026-02-03 12:00"), nil)
	sections, _ = group.Write(l.g, l.letterWith("eli", "reading").Mailing)
	for _, p := range sections {
		if v, ok := p.Data.(group.ReadingData); ok && v.Text == d.Text && !v.Today {
			t.Errorf("in the letter about its meeting: %+v", v)
		}
	}
}

func TestWithoutVotesNothingIsRead(t *testing.T) {
	l := withReadings(t)
	l.until(at(t, "2026-02-03 12:00"), nil)
	for _, c := range l.g.Contributions {
		if c.About != "" {
			t.Errorf("%+v", c)
		}
	}
}

// TestTheOnlyReadingIsReadWithoutAVote: there is nothing to vote on, and the letter
// says so. One that comes too late waits for the next vote.
func TestTheOnlyReadingIsReadWithoutAVote(t *testing.T) {
	l := newLife(t, 7, 5)
	l.g.On = map[string]bool{"readings": true}
	l.reply("ben", "", "read: a good essay on listening")
	l.until(at(t, "2026-01-06 12:00"), nil)
	var d group.ReadingData
	sections, _ := group.Write(l.g, l.letterWith("eli", "reading").Mailing)
	for _, p := range sections {
		if v, ok := p.Data.(group.ReadingData); ok {
			d = v
		}
	}
	if d.Text != "a good essay on listening" || !d.Only || d.Today || d.By.Format("2006-01-02") != "2026-01-27" {
		t.Errorf("%+v", d)
	}
	l.until(at(t, "2026-01-21 12:00"), nil)
	l.reply("chiara", "", "read: The long book of silence")
	l.until(at(t, "2026-01-26 12:00"), nil)
	for _, c := range l.g.Contributions {
		if c.Text == "The long book of silence" && c.About != "" {
			t.Errorf("chosen in the middle of the week: %+v", c)
		}
	}
}
