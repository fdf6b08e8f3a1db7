package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"convene/mailflow/postoffice"
)

func TestDrainReadsEverythingInOrder(t *testing.T) {
	secure, pool, err := postoffice.Certificate(postoffice.Always, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		office postoffice.Config
		client Config
		inbox  int // left in the mailbox
	}{
		{"plain text", postoffice.Config{}, Config{Done: "Done"}, 0},
		{"starttls", postoffice.Config{TLS: secure}, Config{TLS: StartTLS, RootCAs: pool, Done: "Done"}, 0},
		{"implicit", postoffice.Config{TLS: secure, Implicit: true}, Config{TLS: Implicit, RootCAs: pool, Done: "Done"}, 0},
		{"keyword only", postoffice.Config{}, Config{}, 25},
		{"server without MOVE", postoffice.Config{WithoutMove: true}, Config{Done: "Done"}, 25},
		{"folder is made", postoffice.Config{}, Config{Done: "Read by convene"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office(t, 25, tc.office)
			tc.client.Batch = 10
			c := reader(t, o, tc.client)
			l := newLedger()
			cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
			if err != nil {
				t.Fatal(err)
			}
			wantUIDs(t, l, upTo(25))
			for i, raw := range l.raws() {
				if raw != letter(i) || l.got[i].Size != int64(len(raw)) || l.got[i].UIDValidity != cursor.UIDValidity {
					t.Fatalf("mail %d was changed", i)
				}
			}
			if !slices.Equal(l.batches, []int{10, 10, 5}) || cursor.UID != 25 || cursor.UIDValidity == 0 || cursor != l.cursor {
				t.Errorf("batches %v, cursor %+v", l.batches, cursor)
			}
			if n := o.Count(group, "INBOX"); n != tc.inbox {
				t.Errorf("%d mails left", n)
			}
			if tc.inbox == 0 && o.Count(group, tc.client.Done) != 25 {
				t.Error("the mails are not in their folder")
			}
			// Nothing is read twice, by this client or by another.
			for _, again := range []*Client{c, reader(t, o, tc.client)} {
				if next, err := again.Drain(t.Context(), cursor, l.store); err != nil || next != cursor {
					t.Errorf("again: %+v, %v", next, err)
				}
			}
			deliver(t, o, letter(25))
			if _, err := c.Drain(t.Context(), cursor, l.store); err != nil {
				t.Fatal(err)
			}
			wantUIDs(t, l, upTo(26))
		})
	}
}

// TestLastMailIsNotReadForEver: "n:*" shows the last mail however far the cursor
// is, and here no keyword can tell.
func TestLastMailIsNotReadForEver(t *testing.T) {
	o := office(t, 3, postoffice.Config{})
	l := newLedger()
	c := reader(t, o, Config{})
	first, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	unmark(t, o)
	link, err := c.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer link.drop()
	link.keyword = false
	uids, err := link.list(t.Context(), first, func(uint32) bool { return false })
	if err != nil || len(uids) != 0 {
		t.Errorf("found %v, %v", uids, err)
	}
}

// unmark takes our keyword off all mails, as another program may.
func unmark(t *testing.T, o *postoffice.Office) {
	t.Helper()
	with(t, o, func(c *imapclient.Client) {
		if err := c.Store(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.StoreFlags{
			Op: imap.StoreFlagsSet, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// with lets another mail program at the mailbox.
func with(t *testing.T, o *postoffice.Office, f func(*imapclient.Client)) {
	t.Helper()
	c, err := imapclient.DialInsecure(o.IMAPAddr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Login(group, "g").Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	f(c)
}

func TestMailsBelowTheCursorWithoutKeywordAreReadAgain(t *testing.T) {
	o := office(t, 5, postoffice.Config{})
	c := reader(t, o, Config{})
	l := newLedger()
	cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	with(t, o, func(m *imapclient.Client) {
		if err := m.Store(imap.UIDSetNum(2, 4), &imap.StoreFlags{
			Op: imap.StoreFlagsDel, Silent: true, Flags: []imap.Flag{Keyword}}, nil).Close(); err != nil {
			t.Fatal(err)
		}
	})
	deliver(t, o, letter(5))
	next, err := c.Drain(t.Context(), cursor, l.store)
	if err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, []uint32{1, 2, 3, 4, 5, 2, 4, 6})
	if next.UID != 6 {
		t.Errorf("cursor %+v", next)
	}
}

// TestSeenIsNotTrusted: people look into the mailbox, and flags of theirs mean
// nothing.
func TestSeenIsNotTrusted(t *testing.T) {
	o := office(t, 4, postoffice.Config{})
	unmark(t, o) // sets \Seen
	l := newLedger()
	if _, err := reader(t, o, Config{Done: "Done"}).Drain(t.Context(), Cursor{}, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(4))
	with(t, o, func(m *imapclient.Client) {
		data, err := m.Select("Done", nil).Wait()
		if err != nil || data.NumMessages != 4 {
			t.Errorf("%+v, %v", data, err)
		}
	})
}

func TestReadingLeavesMailsUnseen(t *testing.T) {
	o := office(t, 3, postoffice.Config{})
	if _, err := reader(t, o, Config{}).Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
		t.Fatal(err)
	}
	with(t, o, func(m *imapclient.Client) {
		seen, err := m.UIDSearch(&imap.SearchCriteria{Flag: []imap.Flag{imap.FlagSeen}}, nil).Wait()
		if err != nil || len(seen.AllUIDs()) != 0 {
			t.Errorf("seen: %v, %v", seen.AllUIDs(), err)
		}
	})
}

func TestNewValidityReadsEverythingAgain(t *testing.T) {
	o := office(t, 3, postoffice.Config{})
	c := reader(t, o, Config{Done: "Done"})
	l := newLedger()
	cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Renew(group); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, letter(7))
	next, err := c.Drain(t.Context(), cursor, l.store)
	if err != nil {
		t.Fatal(err)
	}
	if next.UIDValidity == cursor.UIDValidity || next.UID != 1 || l.count() != 4 {
		t.Errorf("cursor %+v after %+v, %d mails", next, cursor, l.count())
	}
}

func TestBigMailsAreHandedOverUnread(t *testing.T) {
	o := office(t, 1, postoffice.Config{})
	deliver(t, o, letter(1)+strings.Repeat("a long line of text\r\n", 1000))
	deliver(t, o, letter(2))
	l := newLedger()
	if _, err := reader(t, o, Config{Done: "Done", MaxMail: 10000}).Drain(t.Context(), Cursor{}, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(3))
	big := l.got[1]
	if big.Raw != nil || big.Problem != TooBig || big.Size < 20000 || l.got[2].Raw == nil {
		t.Errorf("%+v", big)
	}
	if o.Count(group, "Done") != 3 {
		t.Error("the big mail was not moved")
	}
}

func TestBatchesAreBoundedInBytes(t *testing.T) {
	o := office(t, 0, postoffice.Config{})
	for i := range 6 {
		deliver(t, o, letter(i)+strings.Repeat("0123456789\r\n", 100))
	}
	deliver(t, o, letter(6)+strings.Repeat("0123456789\r\n", 1000)) // more than a batch by itself
	deliver(t, o, letter(7))
	l := newLedger()
	if _, err := reader(t, o, Config{BatchBytes: 3000}).Drain(t.Context(), Cursor{}, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(8))
	if !slices.Equal(l.batches, []int{2, 2, 2, 1, 1}) {
		t.Errorf("batches %v", l.batches)
	}
}

// TestStoreFails: nothing is marked, nothing moved, and the next attempt gets it all.
func TestStoreFails(t *testing.T) {
	o := office(t, 25, postoffice.Config{})
	c := reader(t, o, Config{Done: "Done", Batch: 10})
	l := newLedger()
	full := errors.New("disk full")
	l.fail = func(batch []Message) error {
		if batch[0].UID > 10 {
			return full
		}
		return nil
	}
	cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
	if !errors.Is(err, full) || cursor.UID != 10 {
		t.Fatalf("cursor %+v, %v", cursor, err)
	}
	if in, done := o.Count(group, "INBOX"), o.Count(group, "Done"); in != 15 || done != 10 {
		t.Errorf("%d in the mailbox, %d done", in, done)
	}
	l.fail = nil
	if _, err := c.Drain(t.Context(), cursor, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(25))
}

// TestCrashAtEveryPoint stops at each named point and starts anew, as another
// process with the cursor that was stored. Every mail is stored; those read twice
// are the ones that were stored and not yet marked.
func TestCrashAtEveryPoint(t *testing.T) {
	crash := errors.New("crash")
	for _, tc := range []struct {
		point  string
		repeat int
	}{{"AfterFetch", 0}, {"AfterStore", 10}, {"BeforeMove", 10}, {"AfterMove", 0}} {
		t.Run(tc.point, func(t *testing.T) {
			o := office(t, 25, postoffice.Config{})
			l := newLedger()
			calls := 0
			hook := func([]Message) error {
				if calls++; calls == 2 {
					return crash
				}
				return nil
			}
			hooks := map[string]Hooks{
				"AfterFetch": {AfterFetch: hook}, "AfterStore": {AfterStore: hook},
				"BeforeMove": {BeforeMove: hook}, "AfterMove": {AfterMove: hook},
			}[tc.point]
			if _, err := reader(t, o, Config{Done: "Done", Batch: 10, Hooks: hooks}).Drain(t.Context(), Cursor{}, l.store); !errors.Is(err, crash) {
				t.Fatal(err)
			}
			if _, err := reader(t, o, Config{Done: "Done", Batch: 10}).Drain(t.Context(), l.cursor, l.store); err != nil {
				t.Fatal(err)
			}
			got := l.uids()
			slices.Sort(got)
			if distinct := slices.Compact(slices.Clone(got)); len(distinct) != 25 || len(got) != 25+tc.repeat {
				t.Errorf("%d handed over, %d distinct", len(got), len(distinct))
			}
			if o.Count(group, "INBOX") != 0 || o.Count(group, "Done") != 25 {
				t.Error("not all were moved")
			}
		})
	}
}

// TestOwedMarksAreMadeGood: the same client does not read again what it knows to
// be stored; it only marks it.
func TestOwedMarksAreMadeGood(t *testing.T) {
	o := office(t, 5, postoffice.Config{})
	l := newLedger()
	once := true
	c := reader(t, o, Config{Done: "Done", Hooks: Hooks{BeforeMove: func([]Message) error {
		if once {
			once = false
			o.HangUp()
		}
		return nil
	}}})
	if _, err := c.Drain(t.Context(), Cursor{}, l.store); err == nil {
		t.Fatal("the line was cut")
	}
	if o.Count(group, "Done") != 0 {
		t.Fatal("moved over a line that was cut")
	}
	if _, err := c.Drain(t.Context(), l.cursor, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(5))
	if o.Count(group, "Done") != 5 {
		t.Error("marks are still owed")
	}
}

func TestLeftBehindWithKeywordIsMoved(t *testing.T) {
	o := office(t, 5, postoffice.Config{})
	l := newLedger()
	cursor, err := reader(t, o, Config{}).Drain(t.Context(), Cursor{}, l.store) // keyword only
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader(t, o, Config{Done: "Done"}).Drain(t.Context(), cursor, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(5))
	if o.Count(group, "Done") != 5 {
		t.Error("they still lie in the mailbox")
	}
}

// TestPeopleDeleteMeanwhile: a mail that goes away between being listed and being
// fetched is no failure.
func TestPeopleDeleteMeanwhile(t *testing.T) {
	o := office(t, 20, postoffice.Config{})
	l := newLedger()
	deleted := false
	c := reader(t, o, Config{Done: "Done", Batch: 10, Hooks: Hooks{AfterFetch: func([]Message) error {
		if !deleted {
			deleted = true
			with(t, o, func(m *imapclient.Client) {
				if _, err := m.Move(imap.UIDSetNum(12, 13), "Sent").Wait(); err != nil {
					t.Fatal(err)
				}
			})
		}
		return nil
	}}})
	cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(upTo(20), func(uid uint32) bool { return uid == 12 || uid == 13 })
	wantUIDs(t, l, want)
	if cursor.UID != 20 {
		t.Errorf("cursor %+v", cursor)
	}
}

func TestStoreSeesTheContext(t *testing.T) {
	o := office(t, 3, postoffice.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := reader(t, o, Config{Done: "Done"}).Drain(ctx, Cursor{}, func(ctx context.Context, _ []Message, _ Cursor) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if o.Count(group, "INBOX") != 3 {
		t.Error("mails were moved that were not stored")
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []Config{
		{}, {Address: "mail.example.org"}, {Address: ":993"}, {Address: "mail.example.org:143", TLS: None},
		{Address: "mail.example.org:993", TLS: "maybe"}, {Address: "mail.example.org:993", Done: "inbox"},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("took %+v", c)
		}
	}
}

func TestManyMails(t *testing.T) {
	o := office(t, 3000, postoffice.Config{})
	l := newLedger()
	cursor, err := reader(t, o, Config{Done: "Done", Batch: 100}).Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(3000))
	if cursor.UID != 3000 || o.Count(group, "Done") != 3000 {
		t.Errorf("cursor %+v, %d done", cursor, o.Count(group, "Done"))
	}
}

func BenchmarkDrain(b *testing.B) {
	for _, batch := range []int{50, 500} {
		b.Run(fmt.Sprintf("batch-%d", batch), func(b *testing.B) {
			o := office(b, b.N, postoffice.Config{})
			c := reader(b, o, Config{Done: "Done", Batch: batch})
			b.ResetTimer()
			if _, err := c.Drain(context.Background(), Cursor{}, func(context.Context, []Message, Cursor) error { return nil }); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}
