package inbox

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"convene/mailflow/postoffice"
)

// frayed is a line that carries so many bytes in all, both ways, and then breaks: it is
// cut, or it hears nothing any more while what it says is lost.
type frayed struct {
	net.Conn
	left  *int // bytes, of both ways; nil when it holds
	mu    *sync.Mutex
	reads bool // counts what is heard, else what is said
	mute  bool // silence instead of a cut
	done  chan struct{}
	once  sync.Once
}

func (f *frayed) spend(n int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == nil {
		return n
	}
	n = min(n, *f.left)
	*f.left -= n
	return n
}

// gone is how the line behaves from then on.
func (f *frayed) gone() error {
	if f.mute {
		<-f.done // until the client has had enough
	}
	_ = f.Close()
	return net.ErrClosed
}

func (f *frayed) Read(p []byte) (int, error) {
	if !f.reads {
		return f.Conn.Read(p)
	}
	n := f.spend(1) // what is asked for is not yet what comes
	if n == 0 {
		return 0, f.gone()
	}
	return f.Conn.Read(p[:1])
}

func (f *frayed) Write(p []byte) (int, error) {
	if f.reads {
		return f.Conn.Write(p)
	}
	n := f.spend(len(p))
	if n == len(p) {
		return f.Conn.Write(p)
	}
	if n > 0 {
		if w, err := f.Conn.Write(p[:n]); err != nil {
			return w, err
		}
	}
	return n, f.gone()
}

func (f *frayed) Close() error {
	f.once.Do(func() { close(f.done) })
	return f.Conn.Close()
}

// TestTheLineBreaksAtEveryByte reads three mails over a line that breaks after every
// number of bytes that go either way in a whole session, and then over one that holds.
// No mail is lost, none is changed, and one comes twice only if it was stored and the
// line broke before the server could say that it was marked.
func TestTheLineBreaksAtEveryByte(t *testing.T) {
	const mails = 3
	for _, reads := range []bool{true, false} {
		way := map[bool]string{true: "from the server", false: "to the server"}[reads]
		whole, _ := session(t, mails, reads, -1, false)
		step := everyByte
		twice, cuts := 0, 0
		for n := 0; n < whole; n += step {
			_, again := session(t, mails, reads, n, false)
			twice += again
			cuts++
		}
		silent := 0
		for n := 0; n < whole; n += max(1, whole/(24/step)) {
			session(t, mails, reads, n, true)
			silent++
		}
		t.Logf("%s: %d bytes, cut at %d of them and silent from %d on; %d mails came again because nobody could say that they were marked", way, whole, cuts, silent, twice)
	}
}

// session reads the box over a line that breaks after n bytes one way, and then to the
// end over one that holds. It tells how many bytes went that way, and how many mails
// were handed over twice.
func session(t *testing.T, mails int, reads bool, n int, mute bool) (used, twice int) {
	t.Helper()
	o := office(t, mails, postoffice.Config{})
	defer func() { _ = o.Close() }()
	const plenty = 1 << 30
	left, mu := n, &sync.Mutex{}
	if n < 0 {
		left = plenty
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &frayed{Conn: c, left: &left, mu: mu, reads: reads, mute: mute, done: make(chan struct{})}, nil
	}
	l := newLedger()
	config := Config{Done: "Done", Dial: dial}
	if mute {
		config.Timeout = 50 * time.Millisecond
	}
	_, err := reader(t, o, config).Drain(t.Context(), Cursor{}, l.store)
	if n < 0 {
		if err != nil {
			t.Fatal(err)
		}
		return plenty - left, 0
	}
	at := fmt.Sprintf("%d bytes, heard %v, silent %v", n, reads, mute)
	before := l.cursor
	if _, err := reader(t, o, Config{Done: "Done"}).Drain(t.Context(), before, l.store); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	got := map[string]int{}
	for _, raw := range l.raws() {
		got[raw]++
	}
	for i := range mails {
		switch n := got[letter(i)]; n {
		case 0:
			t.Errorf("%s: mail %d was lost", at, i)
		case 1, 2:
			twice += n - 1
		default:
			t.Errorf("%s: mail %d came %d times", at, i, n)
		}
		delete(got, letter(i))
	}
	if len(got) > 0 {
		t.Errorf("%s: there are mails that nobody sent: %v", at, got)
	}
	if ids := l.uids(); twice > 0 && !slices.Contains(ids[:len(ids)-twice], ids[len(ids)-1]) {
		t.Errorf("%s: UIDs %v", at, ids)
	}
	// A server that could not say that it moved a mail may have copied it only.
	if in, done := o.Count(group, "INBOX"), o.Count(group, "Done"); in != 0 || done < mails {
		t.Errorf("%s: %d mails left, %d done", at, in, done)
	}
	return 0, twice
}
