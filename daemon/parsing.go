package daemon

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"convene/calendar"
	"convene/daemon/store"
	"convene/mailflow"
	"convene/mailflow/inbox"
)

// parsing is a mail as far as it can be read without any I/O.
type parsing struct {
	mail *mailflow.Mail
	hash string // see contentHash
	err  error

	text     []mailflow.Segment
	textRead bool
	replies  []calendar.Reply
	broken   []string // why calendar objects could not be read
	bomb     error    // one of them is over a limit
	icsRead  bool
}

// words is what the person wrote, in order.
func (p *parsing) words() []mailflow.Segment {
	if !p.textRead {
		p.text, p.textRead = p.mail.NewText(), true
	}
	return p.text
}

// calendar is what the mail's calendar objects say, and what is wrong with those
// that cannot be read. Most programs send the same object twice.
func (p *parsing) calendar() (replies []calendar.Reply, broken []string) {
	if p.icsRead {
		return p.replies, p.broken
	}
	p.icsRead = true
	for i, ics := range p.mail.Calendars {
		if slices.ContainsFunc(p.mail.Calendars[:i], func(before []byte) bool { return bytes.Equal(before, ics) }) {
			continue
		}
		rs, err := calendar.ReadReplies(ics)
		if err != nil {
			p.broken = append(p.broken, "calendar object: "+err.Error())
			if errors.Is(err, calendar.ErrLimit) {
				p.bomb = err
			}
			continue
		}
		p.replies = append(p.replies, rs...)
	}
	p.replies = calendar.Distinct(p.replies)
	return p.replies, p.broken
}

// parsings are the mails of a batch, parsed on all cores, in order, while those
// that are ready are being handled.
type parsings struct {
	ready []chan parsing
	wg    sync.WaitGroup
}

func parseAhead(batch []store.Incoming) *parsings {
	p := &parsings{ready: make([]chan parsing, len(batch))}
	for i := range p.ready {
		p.ready[i] = make(chan parsing, 1)
	}
	var taken atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(batch)) {
		p.wg.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(batch); i = int(taken.Add(1)) - 1 {
				p.ready[i] <- parseOne(batch[i])
			}
		})
	}
	return p
}

// next awaits mail i; each can be had once.
func (p *parsings) next(i int) *parsing {
	one := <-p.ready[i]
	return &one
}

// wait returns when no parser runs any more.
func (p *parsings) wait() { p.wg.Wait() }

// errUndelivered is why a mail cannot be read that is small enough, and never arrived.
var errUndelivered = errors.New("the mail server did not hand it out, though asked several times; it is asked again every few hours")

func parseOne(in store.Incoming) (p parsing) {
	defer func() {
		if r := recover(); r != nil {
			p = parsing{err: fmt.Errorf("the parser failed: %v", r)}
		}
	}()
	switch {
	case in.Raw == nil && in.Size <= inbox.DefaultMaxMail: // see inbox.Unreadable
		return parsing{err: errUndelivered}
	case in.Raw == nil:
		return parsing{err: fmt.Errorf("%w: %d bytes are too many, it was left on the server", mailflow.ErrLimit, in.Size)}
	}
	if p.mail, p.err = mailflow.Parse(in.Raw); p.err != nil {
		return p
	}
	p.hash = contentHash(p.mail)
	switch p.mail.Kind { // what only these two are asked for
	case mailflow.Person:
		p.words()
	case mailflow.Calendar:
		if replies, _ := p.calendar(); len(replies) == 0 {
			p.err = p.bomb
		}
	}
	return p
}

// contentHash is over From, Date and the decoded body: with the Message-ID it
// tells a mail that was delivered twice from another one under the same ID.
func contentHash(m *mailflow.Mail) string {
	h := sha256.New()
	for _, s := range []string{strings.ToLower(m.From.Address), m.Header.Raw("Date"), m.Text, m.HTML} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	for _, c := range m.Calendars {
		fmt.Fprintf(h, "%d:", len(c))
		h.Write(c)
	}
	return hex.EncodeToString(h.Sum(nil))
}
