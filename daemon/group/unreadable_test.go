package group_test

import (
	"slices"
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

// withFile is a mail of words with a file beside them.
func (l *life) withFile(member group.MemberID, letter, words, file string) {
	l.t.Helper()
	l.inbox++
	l.follow(group.Receive(l.g, group.Inbound{
		Inbox: l.inbox, MessageID: "f@example.org", Member: member, Letter: letter, Token: true, Received: l.now, Lexicon: l.lex,
		Segments: []answer.Segment{{Text: words}}, Attached: file,
	}, l.now).Outcome)
}

// TestAFileBesideWordsIsSaidNotToBeOpened: at once where the words may only point to
// it, with what is read back anyway where they say all; once for each file.
func TestAFileBesideWordsIsSaidNotToBeOpened(t *testing.T) {
	l := newLife(t, 7, 4)
	for i := range l.g.Members {
		l.g.Members[i].Replied = true
	}
	l.until(at(t, "2026-01-08 12:00"), nil)
	l.withFile("eli", l.letterWith("eli", "coming").Token, "yes", "signed\n\u202efdp.txt")
	n := len(l.to("eli"))
	l.until(at(t, "2026-01-14 12:00"), nil)
	if d := l.readBackTo("eli"); len(d.Lines) != 2 || d.Lines[1].What != "attached" || d.Lines[1].Text != "signed fdp.txt" {
		t.Errorf("eli is told %+v in %s", d.Lines, l.practices("eli", n))
	}
	note := l.letterWith("eli", "reflection")
	l.withFile("eli", note.Token, "Here is what I take along.", "thoughts.docx")
	if d := l.receipt("eli"); d.Attached != "thoughts.docx" || len(d.Lines) != 1 || d.Lines[0].What != "text" {
		t.Errorf("eli is told %+v", d)
	}
	// The same card again and again is not worth a word.
	l.withFile("eli", l.letterTo("eli", second).Token, "no", "signed fdp.txt")
	l.until(at(t, "2026-01-31 12:00"), nil)
	if d := l.readBackTo("eli"); slices.ContainsFunc(d.Lines, func(l group.ReceiptLine) bool { return l.What == "attached" }) {
		t.Errorf("eli is told again %+v", d.Lines)
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
