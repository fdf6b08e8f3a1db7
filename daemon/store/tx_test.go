package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"convene/daemon/group"
)

func names(tb testing.TB, db *DB) string {
	tb.Helper()
	var ids []group.GroupID
	read(tb, db, func(t *Tx) (err error) {
		ids, err = t.GroupIDs(context.Background())
		return err
	})
	return fmt.Sprint(ids)
}

var errTest = errors.New("test")

func TestRollback(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	err := db.Write(ctx, func(t *Tx) error {
		if err := t.CreateGroup(ctx, "lost", "Lost", day); err != nil {
			return err
		}
		return errTest
	})
	if !errors.Is(err, errTest) {
		t.Errorf("got %v, want the function's error", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.Write(ctx, func(t *Tx) error {
			if err := t.CreateGroup(ctx, "panicked", "Panicked", day); err != nil {
				return err
			}
			panic("test")
		})
	}()
	cancelled, cancel := context.WithCancel(ctx)
	err = db.Write(cancelled, func(t *Tx) error {
		err := t.CreateGroup(cancelled, "cancelled", "Cancelled", day)
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	write(t, db, func(t *Tx) error { return t.CreateGroup(ctx, "kept", "Kept", day) })
	if got := names(t, db); got != "[kept]" {
		t.Errorf("groups %s, want only the one that was committed", got)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	err := db.Read(ctx, func(t *Tx) error { return t.CreateGroup(ctx, "sly", "Sly", day) })
	if !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v, want %v", err, ErrReadOnly)
	}
}

func TestSavepoint(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	create := func(t *Tx, id group.GroupID) error { return t.CreateGroup(ctx, id, string(id), day) }
	write(t, db, func(tx *Tx) error {
		if err := create(tx, "before"); err != nil {
			return err
		}
		if err := tx.Savepoint(func() error {
			if err := create(tx, "outer"); err != nil {
				return err
			}
			if err := tx.Savepoint(func() error {
				if err := create(tx, "inner"); err != nil {
					return err
				}
				return errTest
			}); !errors.Is(err, errTest) {
				t.Errorf("got %v, want the function's error", err)
			}
			return nil
		}); err != nil {
			return err
		}
		if err := tx.Savepoint(func() error { // a constraint, not only an error of ours
			if err := create(tx, "gone"); err != nil {
				return err
			}
			return create(tx, "No Such Id!")
		}); err == nil {
			t.Error("a group with a bad id was created")
		}
		func() {
			defer func() { _ = recover() }()
			_ = tx.Savepoint(func() error {
				if err := create(tx, "panicked"); err != nil {
					return err
				}
				panic("test")
			})
		}()
		return create(tx, "after")
	})
	if got := names(t, db); got != "[before outer after]" {
		t.Errorf("groups %s", got)
	}
}

// A full disk takes the whole transaction away. Nothing may then be written
// outside of one, and all goes on when there is room again.
func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	limit := func(pages string) {
		t.Helper()
		var n int
		if err := db.writer.QueryRow("PRAGMA max_page_count = " + pages).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	limit("80")
	raw := make([]byte, 1<<20)
	for name, run := range map[string]func(tx *Tx, fill func() error) error{
		"plain":       func(_ *Tx, fill func() error) error { return fill() },
		"savepoint":   func(tx *Tx, fill func() error) error { return tx.Savepoint(fill) },
		"error eaten": func(tx *Tx, fill func() error) error { _ = tx.Savepoint(fill); return nil },
	} {
		err := db.Write(ctx, func(tx *Tx) error {
			if err := tx.CreateGroup(ctx, "lost", "Lost", day); err != nil {
				return err
			}
			err := run(tx, func() error {
				_, err := tx.Ingest(ctx, "INBOX", []Incoming{{UID: 1, Raw: raw, Received: day}}, 1, 1)
				return err
			})
			if err := tx.CreateGroup(ctx, "astray", "Astray", day); !errors.Is(err, ErrFull) {
				t.Errorf("%s: after the disk was full a write says %v, want %v", name, err, ErrFull)
			}
			return err
		})
		if !errors.Is(err, ErrFull) {
			t.Errorf("%s: got %v, want %v", name, err, ErrFull)
		}
		if got := names(t, db); got != "[]" {
			t.Errorf("%s: groups %s, want none", name, got)
		}
	}
	limit("100000")
	members(t, db, "coaches")
	read(t, db, func(t *Tx) error { return t.IntegrityCheck(ctx) })
}

// Readers see whole transactions while the writer goes on.
func TestReadersBesideTheWriter(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	const rounds = 100
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 * readerCount {
		wg.Go(func() {
			last := 0
			for stop := false; !stop; {
				select {
				case <-done:
					stop = true // once more: it must see the end
				default:
				}
				var g *group.Group
				err := db.Read(ctx, func(t *Tx) (err error) {
					g, err = t.Load(ctx, "coaches")
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				if len(g.RSVPs)%2 != 0 || len(g.RSVPs) != len(g.Responses) || len(g.RSVPs) < last {
					t.Errorf("%d rsvps beside %d answers, %d before", len(g.RSVPs), len(g.Responses), last)
					return
				}
				last = len(g.RSVPs)
			}
			if last != 2*rounds {
				t.Errorf("at the end a reader sees %d rsvps, want %d", last, 2*rounds)
			}
		})
	}
	for range rounds {
		write(t, db, func(t *Tx) error {
			rsvp := group.RSVP{Meeting: "2026-03-24T16:00", Member: "ana", Answer: group.Yes}
			answer := group.Response{Practice: "reflection", Member: "ana"}
			return t.Apply(ctx, "coaches", []group.Change{rsvp, answer, rsvp, answer})
		})
	}
	close(done)
	wg.Wait()
}

func TestWritersTakeTurns(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 25 {
				if err := db.Write(ctx, func(t *Tx) error {
					g, err := t.Load(ctx, "coaches")
					if err != nil {
						return err
					}
					return t.Apply(ctx, "coaches", []group.Change{group.Topic{N: len(g.Topics) + 1, Text: "Ending well"}})
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(load(t, db, "coaches").Topics); n != 200 {
		t.Errorf("%d topics, want 200: a write was lost", n)
	}
}

// An interrupted statement has taken the transaction with it: what follows must
// not be written outside of one.
func TestInterruptedStatement(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err := db.Write(ctx, func(tx *Tx) error {
		if err := tx.CreateGroup(ctx, "before", "Before", day); err != nil {
			return err
		}
		if err := tx.CreateGroup(gone, "interrupted", "Interrupted", day); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted: %v", err)
		}
		if err := tx.CreateGroup(ctx, "after", "After", day); !errors.Is(err, context.Canceled) {
			t.Errorf("after it: %v", err)
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	late, cancel := context.WithCancel(ctx)
	err = db.Write(late, func(tx *Tx) error {
		cancel()
		return tx.CreateGroup(ctx, "late", "Late", day)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled outside: %v, want %v", err, context.Canceled)
	}
	if got := names(t, db); got != "[]" {
		t.Errorf("groups %s, want none", got)
	}
}

// The same query may run inside itself although prepared statements are kept.
func TestNestedQuery(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	everything(t, db)
	const query = `SELECT value FROM json_each('[1,2,3]')`
	for range 2 {
		var got []int64
		read(t, db, func(tx *Tx) error {
			return tx.each(ctx, func(r *sql.Rows) error {
				outer, err := scanID(r)
				if err != nil {
					return err
				}
				inner, err := collect(ctx, tx, scanID, query)
				got = append(append(got, outer), inner...)
				return err
			}, query)
		})
		if want := "[1 1 2 3 2 1 2 3 3 1 2 3]"; fmt.Sprint(got) != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

// A second process, a coordinator with sqlite3 for example, may hold the file for a while.
func TestOtherProcessIsWaitedFor(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	other, err := Open(ctx, db.Path(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	inside, finish := make(chan struct{}), make(chan struct{})
	result := make(chan error, 1)
	go func() {
		result <- other.Write(ctx, func(t *Tx) error {
			close(inside)
			<-finish
			return t.CreateGroup(ctx, "first", "First", day)
		})
	}()
	<-inside
	go func() {
		result <- db.Write(ctx, func(t *Tx) error { return t.CreateGroup(ctx, "second", "Second", day) })
	}()
	close(finish)
	if err := errors.Join(<-result, <-result, other.Close()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, db); got != "[first second]" {
		t.Errorf("groups %s", got)
	}
}
