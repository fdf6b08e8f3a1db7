package group_test

import (
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/group"
)

// TestAGroupAsItWas: a mail that is looked at after the end is read as it would
// have been read when it was written.
func TestAGroupAsItWas(t *testing.T) {
	l := newLife(t, 7, 4)
	l.until(time.Date(2026, 1, 6, 12, 0, 0, 0, l.g.Zone), nil)
	m := l.letterWith("gus", "coming")
	then := l.now
	l.now = l.now.Add(time.Hour)
	l.reply("gus", m.Token, "no")
	l.reply("gus", m.Token, "👍")
	l.until(time.Date(2026, 6, 1, 0, 0, 0, 0, l.g.Zone), nil)
	if l.g.Closed.IsZero() {
		t.Fatal("the group goes on")
	}
	l.g.AsOf(then.Add(time.Minute))
	if got := l.rsvp(first, "gus"); got != "" {
		t.Errorf("gus has said %q already", got)
	}
	l.now = then.Add(2 * time.Minute)
	if _, ok := l.g.Letter(m.Token); !ok || len(l.g.Members) != 7 {
		t.Fatal("what was there is gone")
	}
	l.inbox++
	r := group.Receive(l.g, group.Inbound{Inbox: l.inbox, Member: "gus", Letter: m.Token, Received: l.now, Segments: []answer.Segment{{Text: "👍"}}, Lexicon: l.lex}, l.now)
	if r.Ledger != "unclear" || len(r.Items) != 1 || r.Items[0].Practice != "receipt" {
		t.Errorf("%s, %+v", r.Ledger, r.Items)
	}
	l.g.AsOf(then.Add(-48 * time.Hour))
	if _, ok := l.g.Letter(m.Token); ok {
		t.Error("a letter that was not yet written")
	}
}
