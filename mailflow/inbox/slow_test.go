package inbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// mood is how fast a server says anything, on all of its lines.
type mood struct {
	mute  atomic.Bool  // it gives out no mails, and says so
	swift atomic.Int64 // so many bytes go at once
	pace  atomic.Int64 // nanoseconds a byte after those; 0 is at once
}

// tired is the server's end of a line on which bytes take their time. It lives on the
// virtual clock of a test, where hours pass at once.
type tired struct {
	net.Conn
	mood *mood
	gone <-chan struct{} // the client has hung up
}

func (s *tired) Write(p []byte) (n int, err error) {
	const some = 64 // bytes that come together: a timer for each would cost a test minutes
	for n < len(p) && err == nil {
		part, wait := p[n:], time.Duration(0)
		if pace := time.Duration(s.mood.pace.Load()); pace > 0 {
			if left := s.mood.swift.Load(); left > 0 {
				part = part[:min(int64(len(part)), left)]
				s.mood.swift.Add(-int64(len(part)))
			} else {
				part = part[:min(len(part), some)]
				wait = pace * time.Duration(len(part))
			}
		}
		if wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-s.gone:
				timer.Stop()
				return n, net.ErrClosed
			}
		}
		var m int
		m, err = s.Conn.Write(part)
		n += m
	}
	return n, err
}

// leaving is the client's end; it tells when the client hangs up.
type leaving struct {
	net.Conn
	once sync.Once
	gone chan struct{}
}

func (l *leaving) Close() error {
	l.once.Do(func() { close(l.gone) })
	return l.Conn.Close()
}

// moody is a mailbox on a server in that mood, within a bubble of virtual time.
func moody(t *testing.T, mails []string, m *mood) *Client {
	t.Helper()
	p := unheard(mails, func(_ int, verb, line string) (string, bool) {
		return "TAG NO [UNAVAILABLE] the disk does not answer\r\n", m.mute.Load() && verb == "FETCH" && strings.Contains(line, "BODY")
	})
	c, err := New(Config{Address: "127.0.0.1:143", TLS: None, Username: group, Password: "g", Done: "Done",
		Dial: p.pipes(func(ours, theirs net.Conn) (net.Conn, net.Conn) {
			gone := make(chan struct{})
			return &leaving{Conn: ours, gone: gone}, &tired{theirs, m, gone}
		})})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// whole are the mails that arrived with all their bytes.
func (l *ledger) whole() (raws []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range l.got {
		if m.Problem == "" {
			raws = append(raws, string(m.Raw))
		}
	}
	return raws
}

// aDayOf watches a mailbox on a server that is in a bad mood for a day, and then as it
// should be, until all mails were read. It tells how many were after that day, and how
// long it took from then on.
func aDayOf(t *testing.T, mails []string, what string, m *mood) (early int, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c, l := moody(t, mails, m), newLedger()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.Watch(ctx, l.at, l.store) }()
		time.Sleep(24 * time.Hour)
		early = len(l.whole())
		m.pace.Store(0)
		m.mute.Store(false)
		from := time.Now()
		enough := time.After(48 * time.Hour)
		for waits := true; waits && len(l.whole()) < len(mails); {
			select {
			case <-l.grown:
			case <-enough:
				waits = false
			}
		}
		took = time.Since(from)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Watch ended with %v", what, err)
		}
		whole, unread := l.whole(), map[uint32]int{}
		for i, raw := range mails {
			if !slices.Contains(whole, raw) {
				t.Errorf("%s: mail %d was lost", what, i)
			}
		}
		for _, raw := range whole {
			if !slices.Contains(mails, raw) {
				t.Errorf("%s: a mail that nobody sent: %q", what, raw)
			}
		}
		for _, m := range l.got {
			if m.Problem != "" {
				unread[m.UID]++
			}
		}
		for uid, n := range unread {
			if n > 1 {
				t.Errorf("%s: mail %d was handed over unread %d times", what, uid, n)
			}
		}
	})
	return early, took
}

// TestASlowServer: whatever the pace at which a server answers, Watch neither hangs nor
// loses a mail. A server that is slow is read all the same, mail by mail if need be; one
// that is too slow for any use, or gives out no mails, is left and tried again, and when
// it comes to its senses all that lies there is read.
func TestASlowServer(t *testing.T) {
	var mails []string
	for i := range 20 {
		mails = append(mails, letter(i)+strings.Repeat("more of it\r\n", i*40))
	}
	for _, tc := range []struct {
		pace time.Duration
		mute bool
		read int // mails within the day, at least
	}{
		{100 * time.Microsecond, false, 20},
		{10 * time.Millisecond, false, 10},
		{100 * time.Millisecond, false, 0},
		{time.Minute, false, 0},
		{0, true, 0},
	} {
		m := &mood{}
		m.pace.Store(int64(tc.pace))
		m.mute.Store(tc.mute)
		what := fmt.Sprintf("a byte every %v, no mails %v", tc.pace, tc.mute)
		early, took := aDayOf(t, mails, what, m)
		t.Logf("%s: %d of %d mails within a day, the rest %v after the server was itself again", what, early, len(mails), took.Round(time.Second))
		if early < tc.read {
			t.Errorf("%s: only %d mails were read", what, early)
		}
		if took > mostAgain+2*DefaultRetryMost {
			t.Errorf("%s: it took %v", what, took)
		}
	}
}

// TestAServerThatFreezes: it says so many bytes, and then no more for a day, on no line.
// At whatever byte that is, the mails are read afterwards.
func TestAServerThatFreezes(t *testing.T) {
	mails := letters(3)
	said := bytesOf(t, mails)
	const step = 29
	frozen, longest := 0, time.Duration(0)
	for swift := int64(0); swift < said; swift += step {
		m := &mood{}
		m.swift.Store(swift)
		m.pace.Store(int64(1000 * time.Hour))
		_, took := aDayOf(t, mails, fmt.Sprintf("frozen after %d bytes", swift), m)
		longest = max(longest, took)
		frozen++
	}
	t.Logf("frozen at %d of %d bytes; all was read at most %v after that day", frozen, said, longest.Round(time.Second))
	if longest > mostAgain+2*DefaultRetryMost {
		t.Error("that is too long")
	}
}

// bytesOf is how many bytes a server says while those mails are read.
func bytesOf(t *testing.T, mails []string) (said int64) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		const plenty = 1 << 20
		m := &mood{}
		m.swift.Store(plenty)
		m.pace.Store(1)
		if _, err := moody(t, mails, m).Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
			t.Fatal(err)
		}
		said = plenty - m.swift.Load()
	})
	return said
}
