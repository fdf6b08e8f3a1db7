package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func ingest(tb testing.TB, db *DB, uidvalidity, uid uint32, batch ...Incoming) int {
	tb.Helper()
	var fresh int
	write(tb, db, func(t *Tx) (err error) {
		fresh, err = t.Ingest(context.Background(), "INBOX", batch, uidvalidity, uid)
		return err
	})
	return fresh
}

func pending(tb testing.TB, db *DB, limit int) []Incoming {
	tb.Helper()
	var all []Incoming
	read(tb, db, func(t *Tx) (err error) {
		all, err = t.Pending(context.Background(), limit)
		return err
	})
	return all
}

func TestIngest(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	raw := []byte("From: ben@example.org\r\n\r\nyes\x00\xff")
	first := Incoming{UIDValidity: 1, UID: 7, Raw: raw, Size: int64(len(raw)), Received: day}
	large := Incoming{UIDValidity: 1, UID: 8, Size: 40 << 20, Received: day.Add(time.Minute)}
	if n := ingest(t, db, 1, 8, first, large); n != 2 {
		t.Errorf("%d new, want 2", n)
	}
	if n := ingest(t, db, 1, 8, first, large); n != 0 {
		t.Errorf("%d new the second time", n)
	}
	other := first
	other.Raw = []byte("another mail after UIDVALIDITY has come round")
	if n := ingest(t, db, 1, 9, other, first); n != 1 {
		t.Errorf("%d new, want 1: other bytes under a known UID are a new mail", n)
	}
	again := first
	again.UIDValidity = 2
	empty := Incoming{UIDValidity: 2, UID: 8, Raw: []byte{}, Received: day}
	if n := ingest(t, db, 2, 8, again, empty); n != 2 {
		t.Errorf("%d new, want 2: another UIDVALIDITY", n)
	}
	got := pending(t, db, 100)
	for i := range got {
		if (got[i].Hash == "") != (got[i].ID == 0) {
			t.Errorf("mail %d has no hash", got[i].ID)
		}
		got[i].Hash = ""
	}
	want := []Incoming{
		{ID: 1, Mailbox: "INBOX", UIDValidity: 1, UID: 7, Raw: raw, Size: int64(len(raw)), Received: day},
		{ID: 2, Mailbox: "INBOX", UIDValidity: 1, UID: 8, Size: 40 << 20, Received: day.Add(time.Minute)},
		{ID: 3, Mailbox: "INBOX", UIDValidity: 1, UID: 7, Raw: other.Raw, Size: int64(len(other.Raw)), Received: day},
		{ID: 4, Mailbox: "INBOX", UIDValidity: 2, UID: 7, Raw: raw, Size: int64(len(raw)), Received: day},
		{ID: 5, Mailbox: "INBOX", UIDValidity: 2, UID: 8, Raw: []byte{}, Received: day},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	read(t, db, func(tx *Tx) error {
		if v, u, err := tx.Cursor(ctx, "INBOX"); v != 2 || u != 8 || err != nil {
			t.Errorf("cursor %d %d (%v), want 2 8", v, u, err)
		}
		if v, u, err := tx.Cursor(ctx, "Junk"); v != 0 || u != 0 || err != nil {
			t.Errorf("cursor of a mailbox never read: %d %d (%v)", v, u, err)
		}
		if b, err := tx.Raw(ctx, 1); !bytes.Equal(b, raw) || err != nil {
			t.Errorf("raw bytes %q (%v)", b, err)
		}
		if b, err := tx.Raw(ctx, 2); b != nil || err != nil {
			t.Errorf("raw bytes of a mail too large: %q (%v)", b, err)
		}
		if _, err := tx.Raw(ctx, 99); !errors.Is(err, ErrNotFound) {
			t.Errorf("raw bytes of no mail: %v, want %v", err, ErrNotFound)
		}
		return nil
	})
}

func TestIngestIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	err := db.Write(ctx, func(t *Tx) error {
		if _, err := t.Ingest(ctx, "INBOX", []Incoming{{UIDValidity: 1, UID: 1, Raw: []byte("x"), Received: day}}, 1, 1); err != nil {
			return err
		}
		return errTest
	})
	if !errors.Is(err, errTest) {
		t.Fatal(err)
	}
	if got := pending(t, db, 10); len(got) != 0 {
		t.Errorf("%d mails stayed", len(got))
	}
	read(t, db, func(tx *Tx) error {
		if v, u, err := tx.Cursor(ctx, "INBOX"); v != 0 || u != 0 || err != nil {
			t.Errorf("the cursor moved to %d %d (%v)", v, u, err)
		}
		return nil
	})
}

func TestPendingIsBounded(t *testing.T) {
	db := fresh(t)
	var batch []Incoming
	for i := range 5 {
		batch = append(batch, Incoming{UIDValidity: 1, UID: uint32(i + 1), Raw: bytes.Repeat([]byte{byte(i)}, pendingBytes/2-1), Received: day})
	}
	batch = append(batch, Incoming{UIDValidity: 1, UID: 6, Raw: bytes.Repeat([]byte{6}, pendingBytes+1), Received: day})
	ingest(t, db, 1, 6, batch...)
	if got := pending(t, db, 1); len(got) != 1 || got[0].UID != 1 {
		t.Errorf("%d mails, want the first", len(got))
	}
	if got := pending(t, db, 100); len(got) != 2 || got[0].UID != 1 {
		t.Errorf("%d mails, want the two that fit", len(got))
	}
	write(t, db, func(tx *Tx) error {
		for id := range int64(5) {
			if err := tx.Finish(context.Background(), id+1, Finished{Outcome: "applied", At: day}); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, db, func(tx *Tx) error {
		if got, err := tx.Pending(context.Background(), 100); len(got) != 1 || got[0].UID != 6 || err != nil {
			t.Errorf("%d mails (%v), want the one that is larger than all may be together", len(got), err)
		}
		if got, err := tx.PendingIDs(context.Background(), 4); fmt.Sprint(got) != "[6]" || err != nil {
			t.Errorf("ids %v (%v)", got, err)
		}
		return nil
	})
}

func TestEveryMailEndsOnce(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches") // brings mail 1
	ingest(t, db, 1, 3, Incoming{UIDValidity: 1, UID: 2, Raw: []byte("two"), Received: day},
		Incoming{UIDValidity: 1, UID: 3, Raw: []byte("three"), Received: day})
	write(t, db, func(t *Tx) error { return t.Attempt(ctx, 1, 3) })
	write(t, db, func(t *Tx) error { return t.Attempt(ctx, 3) })
	write(t, db, func(t *Tx) error { return t.Attempt(ctx) })
	ended := Finished{Outcome: OutcomeHeld, Kind: "person", Group: "coaches", Member: "ben", Letter: "k7f2x", Because: "not authenticated", At: day}
	write(t, db, func(t *Tx) error { return t.Finish(ctx, 1, ended) })
	var attempts []int
	for _, m := range pending(t, db, 10) {
		attempts = append(attempts, int(m.ID), m.Attempts)
	}
	if got, want := fmt.Sprint(attempts), "[2 0 3 2]"; got != want {
		t.Errorf("pending mails with attempts are %s, want %s", got, want)
	}
	finish := func(id int64, f Finished) error {
		return db.Write(ctx, func(t *Tx) error { return t.Finish(ctx, id, f) })
	}
	if err := finish(1, ended); !errors.Is(err, ErrFinished) {
		t.Errorf("a second outcome: %v, want %v", err, ErrFinished)
	}
	if err := finish(99, ended); !errors.Is(err, ErrNotFound) {
		t.Errorf("an outcome of no mail: %v, want %v", err, ErrNotFound)
	}
	if err := finish(2, Finished{At: day}); err == nil {
		t.Error("a mail ended without an outcome")
	}
	if err := finish(2, Finished{Outcome: "applied"}); err == nil {
		t.Error("a mail ended at no time")
	}
	read(t, db, func(tx *Tx) error {
		m, err := tx.Incoming(ctx, 1)
		if m.Finished != ended || m.Attempts != 1 || err != nil {
			t.Errorf("row 1 is %+v (%v), want %+v", m, err, ended)
		}
		return nil
	})
	write(t, db, func(t *Tx) error { return t.Reopen(ctx, 1) })
	if got := pending(t, db, 1); len(got) != 1 || got[0].ID != 1 || got[0].Attempts != 0 {
		t.Errorf("a reopened mail is not pending anew: %+v", got)
	}
	if err := finish(1, Finished{Outcome: "applied", Kind: "person", At: day}); err != nil {
		t.Errorf("a reopened mail cannot end: %v", err)
	}
}

func TestDuplicate(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	for i := range 5 {
		ingest(t, db, 1, 1, Incoming{UIDValidity: 1, UID: uint32(i), Raw: []byte{byte(i)}, Received: day})
	}
	for _, test := range []struct {
		id            int64
		message, hash string
		want          bool
	}{
		{2, "a@example.org", "body", false},
		{2, "a@example.org", "body", false}, // again after a crash: not its own duplicate
		{1, "a@example.org", "body", false}, // the earlier one is not the duplicate
		{3, "a@example.org", "other", false},
		{4, "b@example.org", "body", false},
		{5, "a@example.org", "body", true},
	} {
		write(t, db, func(tx *Tx) error {
			got, emptied, err := tx.Duplicate(ctx, test.id, test.message, test.hash)
			if got != test.want || emptied {
				t.Errorf("mail %d with %s %s: duplicate %v, want %v", test.id, test.message, test.hash, got, test.want)
			}
			return err
		})
	}
	if err := db.Write(ctx, func(t *Tx) error { _, _, err := t.Duplicate(ctx, 99, "x", "y"); return err }); !errors.Is(err, ErrNotFound) {
		t.Errorf("no mail: %v, want %v", err, ErrNotFound)
	}
}

// TestDuplicateOfAnEmptiedMail: what comes again after it was emptied is known by its
// hash where the Message-ID went with somebody's name, and else by both.
func TestDuplicateOfAnEmptiedMail(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches") // brings mail 1, of nobody
	for i := range 5 {
		ingest(t, db, 1, 1, Incoming{UIDValidity: 1, UID: uint32(i + 2), Raw: []byte{byte(i)}, Received: day})
	}
	write(t, db, func(tx *Tx) error {
		for id, hash := range map[int64]string{2: "hers", 3: "a stranger's", 4: "quotes hers", 5: "another's"} {
			if _, _, err := tx.Duplicate(ctx, id, fmt.Sprint(id), hash); err != nil {
				return err
			}
		}
		return errors.Join(
			tx.Finish(ctx, 2, Finished{Outcome: "applied", Group: "coaches", Member: "ben", At: day}),
			tx.Erase(ctx, "coaches", "ben", day), tx.EmptyBytes(ctx, []Kept{{ID: 3}}), tx.Removed(ctx, []Kept{{ID: 4}}, day))
	})
	for _, test := range []struct {
		message, hash  string
		twice, emptied bool
	}{
		{"2", "hers", true, true},
		{"other", "hers", true, true},
		{"3", "a stranger's", true, true},
		{"4", "quotes hers", true, true},
		{"other", "quotes hers", false, false},
		{"5", "another's", true, false},
	} {
		write(t, db, func(tx *Tx) error {
			twice, emptied, err := tx.Duplicate(ctx, 6, test.message, test.hash)
			if twice != test.twice || emptied != test.emptied {
				t.Errorf("%s with %s: duplicate %v, emptied %v", test.message, test.hash, twice, emptied)
			}
			return err
		})
	}
}

// TestPendingIsShared: what is read next is shared among those who wait, so that no
// flood holds up another's mail.
func TestPendingIsShared(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches") // brings mail 1, of nobody
	uid := uint32(1)
	put := func(sender string, n int) {
		for range n {
			uid++
			ingest(t, db, 1, uid, Incoming{UIDValidity: 1, UID: uid, Raw: fmt.Append(nil, uid), Received: day, Sender: sender})
		}
	}
	for i := range 30 {
		put(fmt.Sprintf("a%d@elsewhere.example", i), 1) // 2 to 31: however many addresses, they are one lane
	}
	put("BEN@example.org", 20)   // 32 to 51
	put("ben@home.example", 5)   // 52 to 56: his other address is the same lane
	put("ana@example.org", 2)    // 57, 58
	put("late@elsewhere.org", 1) // 59
	check := func(limit int, want string) {
		t.Helper()
		var got []int64
		for _, m := range pending(t, db, limit) {
			got = append(got, m.ID)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("at most %d are %v, want %s", limit, got, want)
		}
	}
	check(1, "[1]")
	check(2, "[1 32]")
	check(3, "[1 32 57]")
	check(12, "[1 2 3 4 5 32 33 34 35 36 57 58]") // what Ana leaves over goes to the others
	if got := pending(t, db, 1000); len(got) != 59 || !slices.IsSortedFunc(got, func(a, b Incoming) int { return int(a.ID - b.ID) }) {
		t.Errorf("%d mails, want all in the order in which they came", len(got))
	}
	// A large mail of one takes nothing away from another.
	write(t, db, func(tx *Tx) error {
		for i := int64(1); i < 59; i++ {
			if err := tx.Finish(context.Background(), i, Finished{Outcome: "applied", At: day}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, size := range []int{pendingBytes, pendingBytes, 10} {
		uid++
		sender := "ben@example.org"
		if size == 10 {
			sender = "ana@example.org"
		}
		ingest(t, db, 1, uid, Incoming{UIDValidity: 1, UID: uid, Raw: make([]byte, size), Received: day, Sender: sender})
	}
	uid++
	ingest(t, db, 1, uid, Incoming{UIDValidity: 1, UID: uid, Size: 40 << 20, Received: day, Sender: "ana@example.org"}) // left on the server: no memory
	check(10, "[59 62 63]")
}
