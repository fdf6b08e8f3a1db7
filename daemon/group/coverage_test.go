package group_test

import (
	"strings"
	"testing"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

func TestTopicsAndObjectivesAreMatchedByWordsInCommon(t *testing.T) {
	for _, c := range []struct {
		topic, objective string
		want             bool
	}{
		{"feedback that lands", "Give feedback without hurting anybody", true},
		{"Staying with silence", "to stop rescuing people in silence", true},
		{"When people leave", "to stop rescuing people in silence", false}, // "people" says nothing
		{"facilitating large groups", "Facilitation", true},
		{"what to do with time", "what I want to do with others", false},
		{"Stille aushalten", "die Stille nicht füllen müssen", true},
		{"Wenn der Rat herausrutscht", "Besser werden, wenn andere reden", false},
		{"préparer une réunion difficile", "mener les réunions", true},
		{"", "anything at all", false},
	} {
		if got := group.InCommon(c.topic, c.objective); got != c.want {
			t.Errorf("%q and %q: %t", c.topic, c.objective, got)
		}
	}
}

// TestUntouchedObjectivesComeFirst: the topic that was proposed last leads the ballot
// while nothing has touched its objective, and no longer afterwards.
func TestUntouchedObjectivesComeFirst(t *testing.T) {
	l := newLife(t, 7, 4)
	l.g.Apply(
		group.Contribution{N: 1, Kind: group.Objective, Member: "eli", Text: "Endings that do not fray", Audience: group.Everyone, State: group.StateOpen, At: l.now},
		group.Contribution{N: 2, Kind: group.Objective, Member: "fay", Text: "silence, kept to myself", Audience: group.OnlySelf, State: group.StateOpen, At: l.now},
	)
	l.reply("ben", "", "topic: feedback that lands")
	l.reply("chiara", "", "topic: staying with silence")
	l.reply("dana", "", "topic: good endings")
	l.reply("gus", "", "topic: endings on the phone")
	l.until(at(t, "2026-01-06 10:00"), nil)
	if diff := cmp.Diff("good endings, endings on the phone, feedback that lands, staying with silence", offered(l, "eli")); diff != "" {
		t.Fatal(diff)
	}
	if touched, of := l.g.Coverage(at(t, "2026-02-01 10:00")); touched != 0 || of != 1 {
		t.Errorf("%d of %d touched before any meeting has a topic", touched, of)
	}
	l.reply("eli", l.letterWith("eli", "ballot").Token, "A")
	l.until(at(t, "2026-01-20 10:00"), nil)
	if diff := cmp.Diff("feedback that lands, staying with silence, endings on the phone", offered(l, "eli")); diff != "" {
		t.Error(diff)
	}
	if touched, of := l.g.Coverage(at(t, "2026-02-01 10:00")); touched != 1 || of != 1 {
		t.Errorf("%d of %d touched by good endings", touched, of)
	}
}

func offered(l *life, who group.MemberID) string {
	var texts []string
	for _, it := range l.letterWith(who, "ballot").Items {
		if it.Practice == "ballot" {
			for _, o := range it.Asks[0].Options {
				texts = append(texts, o.Text)
			}
		}
	}
	return strings.Join(texts, ", ")
}

func TestABallotOffersSixAndLeavesOutWhatWasTakenBack(t *testing.T) {
	l := newLife(t, 7, 4)
	for _, topic := range []string{"one apple", "two pears", "three plums", "four figs", "five limes", "six nuts", "seven dates"} {
		l.reply("ben", "", "topic: "+topic)
	}
	taken, ok := l.g.Topic(2)
	if !ok {
		t.Fatal("no second topic")
	}
	l.g.Apply(group.Undone{Inbox: taken.Inbox, Member: "ben", By: 99, At: l.now})
	l.until(at(t, "2026-01-06 10:00"), nil)
	if diff := cmp.Diff("one apple, three plums, four figs, five limes, six nuts, seven dates", offered(l, "eli")); diff != "" {
		t.Error(diff)
	}
}

func TestAVoteTakenBackDoesNotCount(t *testing.T) {
	l := withTopics(t)
	l.reply("eli", l.letterWith("eli", "ballot").Token, "C")
	l.g.Apply(group.Undone{Inbox: l.inbox, Member: "eli", By: 99, At: l.now})
	l.until(at(t, "2026-01-20 10:00"), nil)
	if mt, _ := l.g.Meeting(second); mt.Topic != 0 {
		t.Errorf("topic %d was chosen by a vote that was taken back", mt.Topic)
	}
}
