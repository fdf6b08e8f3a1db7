package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"
)

// oldMail is one mail in the ledger of an older convene.
type oldMail struct {
	from    string
	outcome string // "" waits
	raw     bool   // its bytes are there
	group   bool   // it belongs to the group
}

var oldMails = []oldMail{
	{"ben@example.org", "applied", true, true},
	{"ben@example.org", "applied", false, true}, // emptied after its time
	{"stranger@elsewhere.example", "unknown", true, false},
	{"ben@example.org", "held", true, true},
	{"stranger@elsewhere.example", "quarantined", true, false},
	{"ana@example.org", "duplicate", true, false},
	{"ben@example.org", "", true, false},
	{"stranger@elsewhere.example", "", true, false},
	{"big@elsewhere.example", "", false, false}, // too large to be fetched
	{"ben@example.org", "", true, false},
}

func (m oldMail) bytes(i int) []byte {
	return fmt.Appendf(nil, "From: %s\r\nMessage-ID: <%d@example.org>\r\n\r\nmail %d", m.from, i, i)
}

// hash is what [rawHash] makes of it.
func (m oldMail) hash(i int) string {
	if !m.raw && m.outcome == "" {
		return "too large: 40000000"
	}
	sum := sha256.Sum256(m.bytes(i))
	return hex.EncodeToString(sum[:])
}

// oldLedger makes a database as a convene of an older schema left it, in the middle of
// its work: mails with every kind of outcome, and mails that wait.
func oldLedger(t *testing.T, path string, version int64) {
	t.Helper()
	ctx := t.Context()
	pool, err := openPool(ctx, path, writerPragmas(), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	}()
	files := fstest.MapFS{}
	for name, file := range later(t, "SELECT 1;") {
		var n int64
		if _, err := fmt.Sscanf(name, "%d_", &n); err != nil {
			t.Fatal(err)
		}
		if n <= version {
			files[name] = file
		}
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithTableName(migrationTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(ctx); err != nil {
		t.Fatal(err)
	}
	do := func(query string, args ...any) {
		t.Helper()
		if _, err := pool.ExecContext(ctx, query, args...); err != nil {
			t.Fatalf("schema %d: %v", version, err)
		}
	}
	do(`BEGIN`)
	do(`INSERT INTO groups (id, name, founded) VALUES ('coaches', 'Tuesday Coaches', '2026-01-01T10:00:00Z')`)
	for i, id := range []string{"ana", "ben"} {
		do(`INSERT INTO members (group_id, id, name, email, email_key, zone, language, coordinator, state, replied, by_mail, list_order, unreachable)
			VALUES ('coaches', ?1, ?1, ?1 || '@example.org', ?1 || '@example.org', 'Europe/Madrid', 'en', 0, 'active', 1, 0, ?2, 0)`, id, i)
	}
	for i, m := range oldMails {
		var outcome, finished, belongs, messageID any
		size := len(m.bytes(i))
		switch {
		case m.outcome != "":
			outcome, finished, messageID = m.outcome, "2026-01-06T09:00:00Z", fmt.Sprintf("%d@example.org", i)
		case !m.raw:
			size = 40_000_000
		}
		if m.group {
			belongs = "coaches"
		}
		do(`INSERT INTO inbox (id, mailbox, uidvalidity, uid, hash, size, received, message_id, outcome, group_id, finished)
			VALUES (?, 'INBOX', 7, ?, ?, ?, '2026-01-06T08:00:00Z', ?, ?, ?, ?)`, i+1, i+1, m.hash(i), size, messageID, outcome, belongs, finished)
		if m.raw {
			do(`INSERT INTO inbox_raw (inbox, raw) VALUES (?, ?)`, i+1, m.bytes(i))
		}
	}
	do(`INSERT INTO cursors (mailbox, uidvalidity, uid) VALUES ('INBOX', 7, ?)`, len(oldMails))
	do(`COMMIT`)
}

// TestEveryOlderSchemaKeepsItsMails: whichever version an upgrade comes from, the ledger
// says what it said, mails that waited are read, those that were read are not read again
// though the server shows them once more, and the time after which their copies on the
// server go runs on.
func TestEveryOlderSchemaKeepsItsMails(t *testing.T) {
	ctx := context.Background()
	entries, err := fs.ReadDir(migrationFiles, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	want := schema(t, fresh(t))
	const ledger = `SELECT id || ' ' || mailbox || ' ' || uidvalidity || ' ' || uid || ' ' || hash || ' ' || size || ' ' || received || ' ' || attempts
		|| ' ' || coalesce(message_id, '-') || ' ' || coalesce(outcome, '-') || ' ' || coalesce(group_id, '-') || ' ' || coalesce(finished, '-') FROM inbox ORDER BY id`
	for version := int64(1); version < int64(len(entries)); version++ {
		path := filepath.Join(t.TempDir(), "convene.db")
		oldLedger(t, path, version)
		old, err := openPool(ctx, path, readerPragmas(), 1)
		if err != nil {
			t.Fatal(err)
		}
		before := query(t, &DB{readers: old}, ledger)
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := Open(ctx, path, Options{Exclusive: true})
		if err != nil {
			t.Fatalf("from schema %d: %v", version, err)
		}
		if got := schema(t, db); got != want {
			t.Errorf("from schema %d: not the schema of a new database:\n%s", version, got)
		}
		if got := query(t, db, ledger); !slices.Equal(got, before) || len(got) != len(oldMails) {
			t.Errorf("from schema %d: the ledger says\n%s\nand said\n%s", version, strings.Join(got, "\n"), strings.Join(before, "\n"))
		}
		if bad := query(t, db, `SELECT "table" FROM pragma_foreign_key_check UNION ALL SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`); len(bad) > 0 {
			t.Errorf("from schema %d: %v", version, bad)
		}
		// All of it comes once more, and a new one of a member behind those that wait.
		var again []Incoming
		for i, m := range oldMails {
			in := Incoming{UIDValidity: 7, UID: uint32(i + 1), Raw: m.bytes(i), Received: day, Sender: m.from}
			if m.outcome == "" && !m.raw {
				in.Raw, in.Size = nil, 40_000_000
			}
			again = append(again, in)
		}
		if n := ingest(t, db, 7, uint32(len(again)), again...); n != 0 {
			t.Errorf("from schema %d: %d known mails were taken for new", version, n)
		}
		if n := ingest(t, db, 7, 90, Incoming{UIDValidity: 7, UID: 90, Raw: []byte("From: ben@example.org\r\n\r\nnew"), Received: day, Sender: "ben@example.org"}); n != 1 {
			t.Errorf("from schema %d: %d new mails, want 1", version, n)
		}
		waiting := pending(t, db, 100)
		var ids []int64
		for _, in := range waiting {
			ids = append(ids, in.ID)
			if i := int(in.ID) - 1; i < len(oldMails) && oldMails[i].raw && string(in.Raw) != string(oldMails[i].bytes(i)) {
				t.Errorf("from schema %d: mail %d has other bytes: %q", version, in.ID, in.Raw)
			}
		}
		slices.Sort(ids)
		if len(ids) != 5 || !slices.Equal(ids[:4], []int64{7, 8, 9, 10}) {
			t.Errorf("from schema %d: mails %v wait", version, ids)
		}
		// Of what was finished only what waits for a person, 4 and 5, is kept.
		read(t, db, func(tx *Tx) error {
			kept, err := tx.OutlivedMails(ctx, day.AddDate(1, 0, 0), 100)
			var ids []int64
			for _, k := range kept {
				ids = append(ids, k.ID)
			}
			if !slices.Equal(ids, []int64{1, 2, 3, 6}) {
				t.Errorf("from schema %d: mails %v have outlived their time", version, ids)
			}
			return err
		})
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d older schemas, %d mails in each", len(entries)-1, len(oldMails))
}
