package group_test

import (
	"fmt"
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// TestMyDataTellsVotesAndAnswersInOneWord: they are held about the member too. What
// was taken back is not.
func TestMyDataTellsVotesAndAnswersInOneWord(t *testing.T) {
	l := newLife(t, 6, 3)
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well", "dana": "2: Patience"})
	l.reply("ben", "", "topic: feedback that lands")
	l.reply("chiara", "", "topic: ending well")
	l.until(at(t, "2026-01-06 12:00"), nil)
	s := l.letterWith("fay", "sharing")
	t.Log(options(s, "ballot"), options(s, "sharing"))
	l.reply("fay", s.Token, "A C E")
	l.g.Apply(group.Response{Practice: "health", Question: 4, Member: "fay", Value: "keep", Inbox: 900, At: l.now},
		group.Response{Practice: "health", Question: 1, Member: "fay", Value: "4", Inbox: 900, At: l.now}, // a figure stands among the texts
		group.Response{Practice: "short", About: "x", Question: 1, Member: "fay", Value: "go", Inbox: 901, At: l.now},
		group.Undone{Inbox: 901, Member: "fay", At: l.now})
	l.confirmed("fay", "my data")
	d, _ := l.letterWith("fay", "mydata").Items[0].Data.(group.MyData)
	var got []string
	for _, c := range d.Choices {
		got = append(got, fmt.Sprintf("%s: %s%s", c.About, c.Word, c.Text))
	}
	want := []string{"vote: feedback that lands", "sharing: Better questions, Patience", "health: keep"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(d.Texts) != 2 || d.Texts[0].Text != "4" {
		t.Errorf("%+v", d.Texts)
	}
}
