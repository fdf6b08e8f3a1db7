package group_test

import (
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// wrapped is a mail that holds an answer which nobody can open.
func (l *life) wrapped(member group.MemberID, letter, words string) group.Result {
	l.t.Helper()
	l.inbox++
	in := group.Inbound{Inbox: l.inbox, MessageID: "w@example.org", Member: member, Letter: letter, Received: l.now, Lexicon: l.lex, Sealed: "winmail"}
	if words != "" {
		in.Segments = []answer.Segment{{Text: words}}
	}
	r := group.Receive(l.g, in, l.now)
	l.follow(r.Outcome)
	return r
}

func TestAnAnswerThatNobodyCanOpenIsAskedForAgain(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*life) (letter string)
		want   group.MeetingID // asked about again
	}{
		"an invitation":                    {func(l *life) string { return l.letterTo("eli", second).Token }, second},
		"no letter, two invitations open":  {func(*life) string { return "" }, first},
		"no letter, the first is answered": {func(l *life) string { l.click("eli", first, "DECLINED"); return "" }, second},
		"both are answered":                {func(l *life) string { l.click("eli", first, "DECLINED"); l.click("eli", second, "ACCEPTED"); return "" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, 7, 4)
			letter := c.before(l)
			r := l.wrapped("eli", letter, "")
			s := l.letterWith("eli", "receipt")
			d := s.Items[0].Data.(group.ReceiptData)
			mt, _ := l.g.Meeting(c.want)
			if r.Ledger != "unclear" || d.Kind != "unreadable" || !d.Start.Equal(mt.Start) {
				t.Fatalf("%s, %+v", r.Ledger, d)
			}
			if c.want == "" {
				return
			}
			l.now = l.now.Add(time.Minute)
			l.reply("eli", s.Token, "yes")
			if got := l.rsvp(c.want, "eli"); got != "yes" {
				t.Errorf("after a plain yes: %q", got)
			}
			if n := len(s.Items[0].Asks); n != 1 {
				t.Errorf("%d asks", n)
			}
		})
	}
}

// TestWordsBesideAWrappedAnswerCount: what can be read is read.
func TestWordsBesideAWrappedAnswerCount(t *testing.T) {
	l := newLife(t, 7, 4)
	r := l.wrapped("eli", l.letterTo("eli", first).Token, "I'll be there")
	if r.Ledger != "applied" || l.rsvp(first, "eli") != "yes" {
		t.Errorf("%s, %+v", r.Ledger, r.Answers)
	}
}

// letterTo is the invitation of a member to a meeting.
func (l *life) letterTo(member group.MemberID, meeting group.MeetingID) sent {
	l.t.Helper()
	for _, s := range l.to(member) {
		if s.Invite != nil && s.Invite.Meeting == meeting {
			return s
		}
	}
	l.t.Fatalf("%s is not invited to %s", member, meeting)
	return sent{}
}
