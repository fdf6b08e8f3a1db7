package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"convene/daemon/group"
)

// day is where the tests' time begins.
var day = time.Date(2026, time.March, 10, 15, 0, 0, 0, time.UTC)

// fresh opens a new database for a test.
func fresh(tb testing.TB) *DB {
	tb.Helper()
	db, err := Open(context.Background(), filepath.Join(tb.TempDir(), "convene.db"), Options{Exclusive: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

func write(tb testing.TB, db *DB, fn func(*Tx) error) {
	tb.Helper()
	if err := db.Write(context.Background(), fn); err != nil {
		tb.Fatal(err)
	}
}

func read(tb testing.TB, db *DB, fn func(*Tx) error) {
	tb.Helper()
	if err := db.Read(context.Background(), fn); err != nil {
		tb.Fatal(err)
	}
}

func load(tb testing.TB, db *DB, id group.GroupID) *group.Group {
	tb.Helper()
	var g *group.Group
	read(tb, db, func(t *Tx) (err error) {
		g, err = t.Load(context.Background(), id)
		return err
	})
	return g
}

// query reads the rows of one column, as a coordinator with sqlite3 would.
func query(tb testing.TB, db *DB, sql string, args ...any) []string {
	tb.Helper()
	rows, err := db.readers.Query(sql, args...)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close() // only read
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			tb.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	loc, err := zone(name)
	if err != nil {
		tb.Fatal(err)
	}
	return loc
}

// members is a group of two with one meeting and one mail in the ledger, on which
// most changes can stand.
func members(tb testing.TB, db *DB, id group.GroupID) []group.Change {
	tb.Helper()
	changes := []group.Change{
		group.Member{ID: "ana", Name: "Ana Ruiz", Email: "Ana@example.org", Zone: mustZone(tb, "Europe/Madrid"),
			Language: "en", Coordinator: true, State: group.Active, Joined: day},
		group.Member{ID: "ben", Name: "Ben Okafor", Email: "ben@example.org", Zone: mustZone(tb, "Africa/Lagos"),
			Language: "en", State: group.Active, Joined: day, Order: 1, Aliases: []string{"ben@home.example"}},
		group.Meeting{ID: "2026-03-24T16:00", Start: day.AddDate(0, 0, 14), Duration: 90 * time.Minute, State: group.Planned},
	}
	write(tb, db, func(t *Tx) error {
		ctx := context.Background()
		if err := t.CreateGroup(ctx, id, "Tuesday Coaches", day); err != nil {
			return err
		}
		if _, err := t.Ingest(ctx, "INBOX", []Incoming{{UIDValidity: 1, UID: 1, Raw: []byte("From: ben\r\n\r\nyes"), Received: day}}, 1, 1); err != nil {
			return err
		}
		return t.Apply(ctx, id, changes)
	})
	return changes
}
