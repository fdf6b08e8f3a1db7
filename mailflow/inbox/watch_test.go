package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"convene/mailflow/postoffice"
)

// watching runs Watch until the test ends and checks how it went.
func watching(t *testing.T, c *Client, l *ledger) (cancel func() error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Watch(ctx, l.at, l.store) }()
	cancel = func() error {
		stop()
		err := <-ended
		ended <- err
		return err
	}
	t.Cleanup(func() {
		if err := cancel(); !errors.Is(err, context.Canceled) {
			t.Errorf("Watch ended with %v", err)
		}
	})
	return cancel
}

// await reads tokens until the ledger holds n mails.
func await(l *ledger, n int) {
	for l.count() < n {
		<-l.grown
	}
}

func TestWatchHearsOfMails(t *testing.T) {
	o := office(t, 3, postoffice.Config{})
	l := newLedger()
	waiting := make(chan struct{}, 100)
	watching(t, reader(t, o, Config{Done: "Done", Hooks: Hooks{Waiting: func() { waiting <- struct{}{} }}}), l)
	await(l, 3)
	<-waiting
	for i := 3; i < 8; i++ {
		deliver(t, o, letter(i))
		await(l, i+1)
	}
	wantUIDs(t, l, upTo(8))
}

// TestWatchAroundCuts delivers mails while the line is cut again and again.
func TestWatchAroundCuts(t *testing.T) {
	o := office(t, 0, postoffice.Config{})
	l := newLedger()
	var retries atomic.Int32
	watching(t, reader(t, o, Config{Done: "Done", Batch: 3, Hooks: Hooks{
		Retry: func(error, time.Duration) { retries.Add(1) },
	}}), l)
	for i := range 40 {
		deliver(t, o, letter(i))
		if i%8 == 7 {
			await(l, i-3)
			o.HangUp()
		}
	}
	await(l, 40)
	got := l.uids()
	slices.Sort(got)
	if !slices.Equal(slices.Compact(got), upTo(40)) {
		t.Errorf("got %v", l.uids())
	}
	if retries.Load() == 0 {
		t.Error("the line was never cut")
	}
}

// TestWatchRenewsItsIdle: a server that has forgotten us is noticed, and one
// that never announces anything is looked at all the same.
func TestWatchRenewsItsIdle(t *testing.T) {
	p := startPeer(t, 1, nil)
	l := newLedger()
	waits := make(chan struct{}, 1000)
	watching(t, p.client(t, Config{Done: "Done", Renew: 5 * time.Millisecond, Hooks: Hooks{Waiting: func() { waits <- struct{}{} }}}), l)
	await(l, 1)
	for range 3 {
		<-waits
	}
	p.mu.Lock()
	p.mails[2] = letter(2)
	p.mu.Unlock()
	await(l, 2)
	logins := 0
	for _, verb := range p.verbs() {
		if verb == "LOGIN" {
			logins++
		}
	}
	if logins != 1 {
		t.Errorf("%d logins", logins)
	}
}

func TestWatchWithoutIdle(t *testing.T) {
	p := startPeer(t, 1, nil)
	p.behaves(func(p *peer) { p.caps = "IMAP4rev1 MOVE" })
	l := newLedger()
	waiting := make(chan struct{}, 1000)
	watching(t, p.client(t, Config{Done: "Done", Renew: 5 * time.Millisecond, Hooks: Hooks{Waiting: func() { waiting <- struct{}{} }}}), l)
	await(l, 1)
	<-waiting
	p.mu.Lock()
	p.mails[2] = letter(2)
	p.mu.Unlock()
	await(l, 2)
	verbs := p.verbs()
	if slices.Contains(verbs, "IDLE") || !slices.Contains(verbs, "NOOP") {
		t.Errorf("sent %v", verbs)
	}
}

// TestWatchGivesUpOnSilentIdle: a server that falls silent in any part of IDLE
// is left, and the mail that came meanwhile is read over another connection.
func TestWatchGivesUpOnSilentIdle(t *testing.T) {
	for _, verb := range []string{"IDLE", "DONE"} {
		for _, how := range []string{silence, hangUp, "TAG NO not now\r\n", "* BYE shutting down\r\n" + hangUp} {
			t.Run(verb+" "+strings.TrimSpace(how), func(t *testing.T) {
				p := startPeer(t, 1, nil)
				p.behaves(func(p *peer) {
					p.script = func(connection int, v, _ string) (string, bool) {
						if connection == 0 && v == verb {
							p.mu.Lock()
							p.mails[2] = letter(2)
							p.mu.Unlock()
							return how, true
						}
						return "", false
					}
				})
				l := newLedger()
				watching(t, p.client(t, Config{Done: "Done", Renew: 5 * time.Millisecond, Timeout: 200 * time.Millisecond}), l)
				await(l, 2)
				wantUIDs(t, l, upTo(2))
			})
		}
	}
}

func TestWaitsGrow(t *testing.T) {
	p := startPeer(t, 0, func(_ int, verb, _ string) (string, bool) { return "TAG NO wrong password\r\n", verb == "LOGIN" })
	waits := make(chan time.Duration, 100)
	c := p.client(t, Config{RetryFirst: time.Millisecond, RetryMost: 8 * time.Millisecond,
		Hooks: Hooks{Retry: func(_ error, wait time.Duration) {
			select {
			case waits <- wait:
			default:
			}
		}}})
	watching(t, c, newLedger())
	previous := time.Duration(0)
	for i := range 8 {
		wait := <-waits
		if wait > 8*time.Millisecond || (i < 3 && wait <= previous) {
			t.Errorf("wait %d is %v after %v", i, wait, previous)
		}
		previous = wait
	}
	if previous < 7*time.Millisecond {
		t.Errorf("in the end only %v", previous)
	}
}

func TestStandardWaits(t *testing.T) {
	c, err := New(Config{Address: "mail.example.org:993"})
	if err != nil {
		t.Fatal(err)
	}
	if c.config.RetryFirst != 5*time.Second || c.config.RetryMost != 15*time.Minute {
		t.Errorf("%+v", c.config)
	}
}

func TestStoreErrorsOfWatch(t *testing.T) {
	o := office(t, 4, postoffice.Config{})
	t.Run("try again", func(t *testing.T) {
		l := newLedger()
		failures := 0
		l.fail = func([]Message) error {
			if failures++; failures < 4 {
				return errors.New("database is locked")
			}
			return nil
		}
		watching(t, reader(t, o, Config{}), l)
		await(l, 4)
		wantUIDs(t, l, upTo(4))
	})
	deliver(t, o, letter(4))
	t.Run("stop", func(t *testing.T) {
		l := newLedger()
		l.fail = func([]Message) error { return fmt.Errorf("%w: database is corrupt", ErrStop) }
		if err := reader(t, o, Config{}).Watch(t.Context(), l.at, l.store); !errors.Is(err, ErrStop) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cursor", func(t *testing.T) {
		at := func(context.Context) (Cursor, error) { return Cursor{}, ErrStop }
		if err := reader(t, o, Config{}).Watch(t.Context(), at, newLedger().store); !errors.Is(err, ErrStop) {
			t.Errorf("got %v", err)
		}
	})
}

// TestWatchEndsWithItsContext at every stage of a connection.
func TestWatchEndsWithItsContext(t *testing.T) {
	for _, verb := range []string{"greeting", "LOGIN", "SELECT", "SEARCH", "FETCH", "STORE", "MOVE", "IDLE"} {
		t.Run(verb, func(t *testing.T) {
			reached := make(chan struct{}, 100)
			p := startPeer(t, 2, func(_ int, v, _ string) (string, bool) {
				if v == verb {
					reached <- struct{}{}
				}
				return silence, v == verb
			})
			cancel := watching(t, p.client(t, Config{Done: "Done"}), newLedger())
			<-reached
			if err := cancel(); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestValidityChangesWhileWatching(t *testing.T) {
	o := office(t, 2, postoffice.Config{})
	l := newLedger()
	waiting := make(chan struct{}, 100)
	watching(t, reader(t, o, Config{Done: "Done", Hooks: Hooks{Waiting: func() { waiting <- struct{}{} }}}), l)
	await(l, 2)
	<-waiting
	if err := o.Renew(group); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, letter(9))
	o.HangUp()
	await(l, 3)
	wantUIDs(t, l, []uint32{1, 2, 1})
}
