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
		group.Response{Practice: "health", Question: 1, Member: "fay", Value: "4", Inbox: 900, At: l.now}, // a figure stands among them too
		group.Response{Practice: "short", About: "x", Question: 1, Member: "fay", Value: "go", Inbox: 901, At: l.now},
		group.Undone{Inbox: 901, Member: "fay", At: l.now})
	l.confirmed("fay", "my data")
	d, _ := l.letterWith("fay", "mydata").Items[0].Data.(group.MyData)
	var got []string
	for _, c := range d.Choices {
		got = append(got, fmt.Sprintf("%s: %s%s", c.About, c.Word, c.Text))
	}
	want := []string{"vote: feedback that lands", "sharing: Better questions; Patience", "health: keep", "health: 4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(d.Texts) != 1 || d.Texts[0].Text != "my data" {
		t.Errorf("%+v", d.Texts)
	}
}

// TestMyDataSaysOnceWhoSees: an answer to the welcome and the offer that it became are
// one line, for all who see it; an objective that the group has read is not "you alone";
// what is shown without a name says so.
func TestMyDataSaysOnceWhoSees(t *testing.T) {
	l := newLife(t, 6, 3)
	l.hopes(map[group.MemberID]string{"ana": "1: Because.\n2: Better questions.\n3: Some calm", "ben": "2: Asking well"})
	l.reply("ana", "", "topic: ending well")
	sees := func() map[string]string {
		l.confirmed("ana", "my data")
		d, _ := l.letterWith("ana", "mydata").Items[0].Data.(group.MyData)
		got := map[string]string{}
		for _, x := range d.Texts {
			if x.Text != "my data" {
				got[x.Text] += x.Sees + " "
			}
		}
		return got
	}
	want := map[string]string{"Because.": "self ", "Better questions.": "self ", "Some calm": "self ", "ending well": "unnamed "}
	l.until(at(t, "2025-12-29 12:00"), nil)
	if diff := cmp.Diff(want, sees()); diff != "" {
		t.Errorf("before the group has read them: %s", diff)
	}
	l.until(at(t, "2026-01-06 12:00"), nil)
	want["Better questions."], want["Some calm"] = "unnamed ", "group "
	if diff := cmp.Diff(want, sees()); diff != "" {
		t.Errorf("afterwards: %s", diff)
	}
}
