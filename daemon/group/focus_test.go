package group_test

import (
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// withTopics is a group that has proposed three topics, at its first letter.
func withTopics(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 7, 4)
	l.reply("ben", "", "topic: feedback that lands")
	l.reply("chiara", "", "topic: staying with silence")
	l.reply("dana", "", "topic: ending well")
	l.until(at(t, "2026-01-06 10:00"), nil)
	return l
}

func TestATopicIsReadBackAtOnce(t *testing.T) {
	l := newLife(t, 7, 4)
	l.reply("ben", "", "topic: feedback that lands")
	want := []group.ReceiptLine{{What: "topic", Text: "feedback that lands"}}
	if diff := cmp.Diff(want, l.receipt("ben").Lines); diff != "" {
		t.Error(diff)
	}
	l.reply("chiara", "", "topic: Feedback  that lands")
	if n := len(l.g.Topics); n != 1 {
		t.Errorf("the same topic is there %d times", n)
	}
}

func TestTheBallotDecides(t *testing.T) {
	l := withTopics(t)
	var texts []string
	for _, o := range l.letterWith("eli", "ballot").Items[1].Asks[0].Options {
		texts = append(texts, o.Letter+" "+o.Text)
	}
	if diff := cmp.Diff([]string{"A feedback that lands", "B staying with silence", "C ending well"}, texts); diff != "" {
		t.Fatal(diff)
	}
	vote := func(m group.MemberID, words string) { l.reply(m, l.letterWith(m, "ballot").Token, words) }
	vote("eli", "B C")
	vote("fay", "staying with silence")
	vote("gus", "C")
	vote("gus", "B") // changed their mind: the last one counts
	vote("ben", "A")
	l.until(at(t, "2026-01-20 10:00"), nil)
	mt, _ := l.g.Meeting(second)
	if topic, _ := l.g.Topic(mt.Topic); topic.Text != "staying with silence" {
		t.Errorf("chosen: %q", topic.Text)
	}
	if opts := l.letterWith("eli", "ballot").Items[1].Asks[0].Options; len(opts) != 2 {
		t.Errorf("the next ballot has %d options, want the two that are left", len(opts))
	}
}

func TestOfEqualsTheOneProposedFirstIsChosen(t *testing.T) {
	l := withTopics(t)
	l.reply("eli", l.letterWith("eli", "ballot").Token, "C")
	l.reply("fay", l.letterWith("fay", "ballot").Token, "B")
	l.until(at(t, "2026-01-20 10:00"), nil)
	mt, _ := l.g.Meeting(second)
	if topic, _ := l.g.Topic(mt.Topic); topic.Text != "staying with silence" {
		t.Errorf("chosen: %q", topic.Text)
	}
}

func TestAVoteAfterTheBallotClosedChangesNothing(t *testing.T) {
	l := withTopics(t)
	old := l.letterWith("eli", "ballot").Token
	l.until(at(t, "2026-01-20 10:00"), nil)
	n := len(l.g.Votes)
	r := l.reply("eli", old, "B")
	if len(l.g.Votes) != n || r.Ledger != "late" {
		t.Errorf("%d votes, ledger %q", len(l.g.Votes), r.Ledger)
	}
	if d := l.receipt("eli"); d.Kind != "closed" {
		t.Errorf("receipt %+v", d)
	}
}

func TestWithoutVotesNothingIsChosen(t *testing.T) {
	l := withTopics(t)
	l.until(at(t, "2026-01-20 10:00"), nil)
	mt, _ := l.g.Meeting(second)
	if mt.Topic != 0 || !mt.Balloted {
		t.Errorf("topic %d, ballot closed %t", mt.Topic, mt.Balloted)
	}
}
