package store

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// schema is everything that sqlite_schema says, with our comments.
func schema(tb testing.TB, db *DB) string {
	tb.Helper()
	return strings.Join(query(tb, db, `SELECT sql || ';' FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'migrations' ORDER BY type, name`), "\n\n") + "\n"
}

func TestSchema(t *testing.T) {
	got := schema(t, fresh(t))
	golden := filepath.Join("testdata", "schema.sql")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the schema is not that of %s (go test -update writes it anew):\n%s", golden, got)
	}
}

func TestTablesExplainThemselves(t *testing.T) {
	db := fresh(t)
	if mute := query(t, db, `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
		AND name <> 'migrations' AND sql NOT LIKE '%-- %'`); len(mute) > 0 {
		t.Errorf("no comment says what these hold: %v", mute)
	}
	if loose := query(t, db, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
		AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`); len(loose) > 0 {
		t.Errorf("not STRICT: %v", loose)
	}
}

// later is a set of migrations with one more than ours.
func later(tb testing.TB, extra string) fstest.MapFS {
	tb.Helper()
	files := fstest.MapFS{"99999_later.sql": {Data: []byte("-- +goose Up\n" + extra + "\n")}}
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range entries {
		raw, err := migrationFiles.ReadFile("migrations/" + e.Name())
		if err != nil {
			tb.Fatal(err)
		}
		files[e.Name()] = &fstest.MapFile{Data: raw}
	}
	return files
}

func TestNewerSchemaIsRefused(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "convene.db")
	db, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.migrateTo(ctx, later(t, "CREATE TABLE later (x INTEGER);")); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want %v", err, ErrNewer)
	}
}

func TestUpgradeBacksUpFirst(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	before, err := db.version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.migrateTo(ctx, later(t, "ALTER TABLE groups ADD COLUMN motto TEXT;")); err != nil {
		t.Fatal(err)
	}
	load(t, db, "coaches")
	old, err := openPool(ctx, fmt.Sprintf("%s.schema-%d", db.Path(), before), readerPragmas(), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close() // only read
	backup := &DB{writer: old}
	if got, err := backup.version(ctx); err != nil || got != before {
		t.Errorf("the backup has schema %d (%v), want %d", got, err, before)
	}
}

// Of the copies from before upgrades the last few stay.
func TestOldCopiesGoWithNewUpgrades(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	for n := range 6 {
		name := fmt.Sprintf("%s%s%d", db.Path(), beforeUpgrade, n)
		made := day.AddDate(0, 0, n)
		if err := os.WriteFile(name, []byte("a copy"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, made, made); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.migrateTo(ctx, later(t, "CREATE TABLE later (x INTEGER) STRICT;")); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(db.Path() + beforeUpgrade + "*")
	if err != nil || len(left) != upgradesKept {
		t.Errorf("left: %v (%v)", left, err)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	before := schema(t, db)
	if err := db.migrateTo(ctx, later(t, "CREATE TABLE later (x INTEGER);\nCREATE TABLE groups (x INTEGER);")); err == nil {
		t.Fatal("a migration that cannot work did")
	}
	if after := schema(t, db); after != before {
		t.Errorf("half a migration stayed:\n%s", after)
	}
}

func TestOnlyTheHolderMigrates(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "convene.db")
	daemon, err := Open(ctx, path, Options{Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	other, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := later(t, "CREATE TABLE later (x INTEGER);")
	if err := other.migrateTo(ctx, files); !errors.Is(err, ErrLocked) {
		t.Errorf("a newer convene migrated under a running daemon: %v", err)
	}
	if err := daemon.Close(); err != nil {
		t.Fatal(err)
	}
	if err := other.migrateTo(ctx, files); err != nil {
		t.Errorf("with the daemon gone: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
}
