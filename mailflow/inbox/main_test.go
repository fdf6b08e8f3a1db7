package inbox

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"convene/mailflow/postoffice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const group = "circle@example.test"

// office is a post office with one mailbox and n mails in it.
func office(t testing.TB, n int, c postoffice.Config) *postoffice.Office {
	t.Helper()
	c.Users = map[string]string{group: "g"}
	o, err := postoffice.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Close() })
	for i := range n {
		deliver(t, o, letter(i))
	}
	return o
}

func letter(i int) string {
	return fmt.Sprintf("From: ana@example.test\r\nTo: circle@example.test\r\nSubject: Answer %d\r\n\r\nYes, number %d.\r\n", i, i)
}

func deliver(t testing.TB, o *postoffice.Office, raw string) {
	t.Helper()
	if err := o.Deliver(group, []byte(raw)); err != nil {
		t.Fatal(err)
	}
}

// reader is a client for o.
func reader(t testing.TB, o *postoffice.Office, c Config) *Client {
	t.Helper()
	c.Address = o.IMAPAddr()
	if c.TLS == "" {
		c.TLS = None
	}
	c.Username, c.Password = group, "g"
	return newReader(t, c)
}

func newReader(t testing.TB, c Config) *Client {
	t.Helper()
	if c.Timeout == 0 {
		c.Timeout = 20 * time.Second
	}
	if c.RetryFirst == 0 {
		c.RetryFirst, c.RetryMost = time.Millisecond, 2*time.Millisecond
	}
	r, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ledger is a store in memory that remembers everything it was handed.
type ledger struct {
	mu      sync.Mutex
	cursor  Cursor
	got     []Message
	batches []int
	fail    func(batch []Message) error
	grown   chan struct{} // gets a token with every batch, when there is room
}

func newLedger() *ledger { return &ledger{grown: make(chan struct{}, 10000)} }

func (l *ledger) store(_ context.Context, batch []Message, next Cursor) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		if err := l.fail(batch); err != nil {
			return err
		}
	}
	l.got = append(l.got, batch...)
	l.batches = append(l.batches, len(batch))
	l.cursor = next
	l.grown <- struct{}{}
	return nil
}

func (l *ledger) at(context.Context) (Cursor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cursor, nil
}

func (l *ledger) uids() []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	var uids []uint32
	for _, m := range l.got {
		uids = append(uids, m.UID)
	}
	return uids
}

func (l *ledger) raws() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var raws []string
	for _, m := range l.got {
		raws = append(raws, string(m.Raw))
	}
	return raws
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.got)
}

// upTo is 1, 2, ... n.
func upTo(n uint32) []uint32 {
	var uids []uint32
	for i := range n {
		uids = append(uids, i+1)
	}
	return uids
}

func wantUIDs(t *testing.T, l *ledger, want []uint32) {
	t.Helper()
	if got := l.uids(); !slices.Equal(got, want) {
		t.Errorf("got UIDs %v, want %v", got, want)
	}
}

func letters(n int) []string {
	var mails []string
	for i := range n {
		mails = append(mails, letter(i))
	}
	return mails
}
