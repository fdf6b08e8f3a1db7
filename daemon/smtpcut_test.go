package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// phases are what a client says to a submission server, by the beginning of the line;
// "" is the greeting, for which it says nothing, and "." the end of the mail.
var phases = []string{"", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "body", "."}

// cut is where a line breaks.
type cut struct {
	phase string
	heard bool // the server has heard it and cannot be heard itself; else not even that
}

// cutAt is a connection to the submission server that breaks once.
type cutAt struct {
	net.Conn
	cut
	body bool // DATA was said
	deaf bool // from now on nothing is heard of the server
	hit  atomic.Bool
	once sync.Once
	back func(cut) // takes a cut that never happened, because the line was given up before
}

func (c *cutAt) Close() error {
	c.once.Do(func() {
		if !c.hit.Load() {
			c.back(c.cut)
		}
	})
	return c.Conn.Close()
}

var errCut = errors.New("the line was cut")

func (c *cutAt) Read(p []byte) (int, error) {
	if c.phase == "" || c.deaf {
		if c.phase == "" && !c.deaf {
			c.hit.Store(true)
		}
		if c.heard && !c.deaf { // the greeting arrives, and that is all
			c.deaf = true
			return c.Conn.Read(p)
		}
		_ = c.Close()
		return 0, errCut
	}
	return c.Conn.Read(p)
}

func (c *cutAt) Write(p []byte) (int, error) {
	is := false
	switch {
	case c.phase == "":
	case !c.body:
		is = strings.HasPrefix(string(p), c.phase)
		c.body = strings.HasPrefix(string(p), "DATA")
	case c.phase == ".":
		is = bytes.HasSuffix(p, []byte("\r\n.\r\n")) || string(p) == ".\r\n"
	case c.phase == "body":
		is = true
		p = p[:len(p)/2]
	}
	if !is {
		return c.Conn.Write(p)
	}
	c.hit.Store(true)
	if !c.heard {
		_ = c.Close()
		return 0, errCut
	}
	c.deaf = true
	return c.Conn.Write(p)
}

// TestTheSubmissionLineBreaksAtEveryPhase cuts the line to the submission server at every
// phase of a mail, before the server hears it and after. Each mail reaches its member, and
// twice only where the server had it and could not say so: then byte for byte.
func TestTheSubmissionLineBreaksAtEveryPhase(t *testing.T) {
	w := newWorld(t, begin, "")
	smtpServer := w.cfg.Mail.SMTP.Addr()
	var mu sync.Mutex
	var todo []cut
	for _, phase := range phases {
		todo = append(todo, cut{phase, false}, cut{phase, true})
	}
	cuts := len(todo)
	back := func(c cut) {
		mu.Lock()
		defer mu.Unlock()
		todo = append(todo, c)
	}
	w.close()
	w.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		mu.Lock()
		defer mu.Unlock()
		if err != nil || address != smtpServer || len(todo) == 0 {
			return c, err
		}
		next := todo[0]
		todo = todo[1:]
		return &cutAt{Conn: c, cut: next, back: back}, nil
	}
	w.open()
	at, passes := begin, 0
	for ; passes == 0 || w.rows(`SELECT count(*) FROM outbox WHERE state = 'queued'`)[0] != "0"; passes++ {
		if passes > 100 {
			t.Fatalf("%d cuts are left, and %s mails wait still", len(todo), w.rows(`SELECT count(*) FROM outbox WHERE state = 'queued'`))
		}
		w.pass(at)
		at = at.Add(time.Minute)
	}
	w.close() // what was never cut comes back
	if len(todo) > 0 {
		t.Errorf("never cut: %v", todo)
	}
	if left := w.rows(`SELECT state || ': ' || reason FROM outbox WHERE state <> 'sent'`); len(left) > 0 {
		t.Errorf("mails that were not sent: %q", left)
	}
	all, twice := w.rows(`SELECT recipient || ' ' || data FROM outbox o JOIN outbox_data d ON d.outbox = o.id`), 0
	for _, row := range all {
		to, data, _ := strings.Cut(row, " ")
		n := 0
		for _, raw := range w.office.Mailbox(to) {
			if bytes.HasSuffix(raw, []byte(data)) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("a mail did not reach %s", to)
		}
		twice += max(0, n-1)
	}
	arrived := 0
	for _, mails := range w.everyMail() {
		arrived += len(mails)
	}
	if twice != 1 || arrived != len(all)+twice {
		t.Errorf("%d mails, of which %d arrived and %d again; want just the one again whose end was heard", len(all), arrived, twice)
	}
	t.Logf("%d lines cut at %d phases, %d passes; %d mails, %d of them arrived again, byte for byte", cuts, len(phases), passes, len(all), twice)
}
