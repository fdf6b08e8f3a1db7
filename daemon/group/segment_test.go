package group_test

import (
	"slices"
	"strings"
	"testing"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// TestWordsBelowTheWholeLetter answers a turn and a call for topics below the
// quoted letter, as many people do: each line finds its own question.
func TestWordsBelowTheWholeLetter(t *testing.T) {
	const quoted = "Hello Ben,\n\n1. CAN YOU COME\nAND LEAD?\nyes, not leading or no\n\n2. WHAT SHALL WE DO ON 27 JANUARY?\nOne line is enough.\n\nA person: Ana\n"
	for _, c := range []struct {
		name     string
		segments []answer.Segment
		rsvp     string
		topics   int
	}{
		{"below everything", []answer.Segment{{Quoted: quoted, Text: "Yes, I'll lead\nFeedback that lands"}}, "yes", 1},
		{"below one question", []answer.Segment{{Quoted: "2. WHAT SHALL WE DO ON 27 JANUARY?", Text: "Yes and no"}}, "", 1},
		{"between the lines", []answer.Segment{{Quoted: "1. CAN YOU COME AND LEAD?\n2. WHAT SHALL WE DO ON 27 JANUARY?", Text: "Yes and no"}, {Quoted: "One line is enough.", Text: "Saying no"}}, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLife(t, 9, 3)
			l.until(at(t, "2026-01-06 10:00"), nil)
			letter, ok := l.g.Letter(l.letterWith("ana", "turn").Token)
			if !ok {
				t.Fatal("no letter")
			}
			letter.Asks = slices.Clone(letter.Asks)
			for i, prompt := range []string{"Can you come and lead?", "What shall we do on 27 January?"} {
				letter.Asks[i].Prompt = prompt
			}
			l.g.Apply(letter)
			meeting := l.g.Meetings[0].ID
			l.receive(letter.Member, letter.Token, c.segments)
			if got := l.rsvp(meeting, letter.Member); got != c.rsvp {
				t.Errorf("coming: %q, want %q", got, c.rsvp)
			}
			if got := len(l.g.Topics); got != c.topics {
				t.Errorf("%d topics, want %d: %v", got, c.topics, l.g.Topics)
			}
			if c.rsvp == "yes" && (len(l.g.Topics) == 0 || l.g.Topics[0].Text != "Feedback that lands") {
				t.Errorf("topics: %v", l.g.Topics)
			}
		})
	}
}

// receive hands in a mail with quotes.
func (l *life) receive(member group.MemberID, letter string, segments []answer.Segment) {
	l.t.Helper()
	l.inbox++
	m, _ := l.g.Member(member)
	r := group.Receive(l.g, group.Inbound{
		Inbox: l.inbox, From: m.Email, Received: l.now, Member: member, Letter: letter, Segments: segments, Lexicon: l.lex,
	}, l.now)
	l.follow(r.Outcome)
}

// TestWordsBelowALetterThatAsksOneThing: thanks, a no and a command below the whole
// letter are no answer to its question; right below the question they may be.
func TestWordsBelowALetterThatAsksOneThing(t *testing.T) {
	const question = "1. ONE QUESTION\nWhat surprised you?\nA line is plenty. It goes to no other member.\n"
	const letter = "Hello Ben,\n\nNine of us met. Ana led.\n\n" + question + "\nGrateful to someone? Thanks Ana, for, reaches Ana. A person: Ana.\n"
	asks := []group.Ask{{Number: 1, Kind: group.AskText, Prompt: "What surprised you?"}}
	two := append(slices.Clone(asks), group.Ask{Number: 2, Kind: group.AskYesNo, Prompt: "Is this fine with you?"})
	for name, c := range map[string]struct {
		asks   []group.Ask
		quoted string
		below  bool
	}{
		"the whole letter": {asks, letter, true}, "the question": {asks, question, false}, "the first of two": {two, letter, false},
	} {
		got := group.Unquoted([]answer.Segment{{Quoted: c.quoted, Text: "Thanks Ana, for your patience."}}, c.asks)
		if (got[0].Quoted == "") != c.below {
			t.Errorf("%s: read as below the whole letter: %v", name, !c.below)
		}
	}
}

// TestALongQuoteIsNotWalked: the questions of our own letter are found at either
// end of a thread, and what lies between is not looked at.
func TestALongQuoteIsNotWalked(t *testing.T) {
	const letter = "1. CAN YOU COME AND LEAD?\n\n2. WHAT SHALL WE DO ON 27 JANUARY?\nOne line is enough.\n"
	between := strings.Repeat("and so on\n", 50_000)
	for name, c := range map[string]struct {
		quoted string
		below  bool
	}{
		"above": {letter + between, true}, "below": {between + letter, true}, "between": {between + letter + between, false},
	} {
		segments := []answer.Segment{{Quoted: c.quoted, Text: "Yes, I'll lead"}}
		asks := []group.Ask{{Prompt: "Can you come and lead?"}, {Prompt: "What shall we do on 27 January?"}}
		if got := group.Unquoted(segments, asks)[0].Quoted == ""; got != c.below {
			t.Errorf("%s: read as below the whole letter: %v", name, got)
		}
	}
}
