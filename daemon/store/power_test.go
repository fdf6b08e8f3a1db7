package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestPowerLoss: what a disk holds when the power goes is the file, and of its log of
// changes what was written by then, perhaps with rubbish at the end; while changes are
// taken over into the file, a part of them. Whatever that is, every commit up to there is
// whole, nothing is half done, and the cursor stands where the mails end.
func TestPowerLoss(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	if err := db.Truncate(ctx); err != nil { // everything so far is in the file
		t.Fatal(err)
	}
	at := func(path string) []byte {
		t.Helper()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	file := at(db.Path())
	const commits, batch = 8, 3
	var ends []int // of each commit in the log
	for n := range commits {
		var mails []Incoming
		for i := range batch {
			uid := uint32(10 + n*batch + i)
			mails = append(mails, Incoming{UIDValidity: 1, UID: uid, Raw: bytes.Repeat(fmt.Appendf(nil, "mail %d\r\n", uid), 400*(i+1)), Received: day})
		}
		ingest(t, db, 1, mails[batch-1].UID, mails...)
		ends = append(ends, len(at(db.Path()+"-wal")))
	}
	log := at(db.Path() + "-wal")
	if _, err := db.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		t.Fatal(err)
	}
	after := at(db.Path())
	if len(after) <= len(file) {
		t.Fatal("nothing was taken over into the file")
	}
	tried := 0
	// wake looks at what the disk holds, and wants so many commits.
	wake := func(what string, file, log []byte, want int) {
		t.Helper()
		tried++
		path := filepath.Join(t.TempDir(), "convene.db")
		for name, b := range map[string][]byte{path: file, path + "-wal": log} {
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		db, err := Open(ctx, path, Options{Exclusive: true})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		got := query(t, db, `SELECT (SELECT count(*) FROM inbox WHERE uid >= 10) || ' mails, ' || (SELECT count(*) FROM inbox_raw r JOIN inbox i ON i.id = r.inbox WHERE i.uid >= 10)
			|| ' with bytes, cursor ' || (SELECT uid FROM cursors)`)[0]
		last := 9 + want*batch
		if want == 0 {
			last = 1
		}
		if wanted := fmt.Sprintf("%d mails, %[1]d with bytes, cursor %d", want*batch, last); got != wanted {
			t.Errorf("%s: there are %s; want %s", what, got, wanted)
		}
		if bad := query(t, db, `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' UNION ALL SELECT "table" FROM pragma_foreign_key_check`); len(bad) > 0 {
			t.Errorf("%s: %v", what, bad)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // so that a run can be repeated
	rubbish := make([]byte, 9000)
	for i := range rubbish {
		rubbish[i] = byte(rnd.Uint32())
	}
	done := 0
	for cut := 0; cut <= len(log); cut += 23_993 {
		for done < commits && ends[done] <= cut {
			wake(fmt.Sprintf("log cut at the end of commit %d", done+1), file, log[:ends[done]], done+1)
			wake(fmt.Sprintf("a byte before the end of commit %d", done+1), file, log[:ends[done]-1], done)
			done++
		}
		wake(fmt.Sprintf("log cut after %d bytes", cut), file, log[:cut], done)
		if cut%2 == 0 {
			wake(fmt.Sprintf("rubbish after %d bytes", cut), file, append(bytes.Clone(log[:cut]), rubbish...), done)
		}
	}
	for cut := 0; cut <= len(after); cut += 30_029 {
		torn := append(bytes.Clone(after[:cut]), file[min(cut, len(file)):]...)
		wake(fmt.Sprintf("%d bytes were taken over into the file", cut), torn, log, commits)
	}
	t.Logf("%d times without power: %d commits, %d bytes of log", tried, commits, len(log))
}
