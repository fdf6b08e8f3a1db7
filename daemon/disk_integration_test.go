//go:build integration && linux

package daemon_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/store"
)

// onDisk moves the world's database to a file system of its own, of so many bytes.
// That takes root, as the other tests with this build tag do.
func (w *world) onDisk(size int) string {
	w.t.Helper()
	w.close()
	dir := w.t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		w.t.Fatalf("a small disk cannot be mounted, which takes root: %v", err)
	}
	w.t.Cleanup(func() {
		w.close()
		if err := syscall.Unmount(dir, 0); err != nil {
			w.t.Error(err)
		}
	})
	raw, err := os.ReadFile(w.cfg.Database)
	if err != nil {
		w.t.Fatal(err)
	}
	w.cfg.Database = filepath.Join(dir, "convene.db")
	if err := os.WriteFile(w.cfg.Database, raw, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.open()
	return dir
}

// ballast fills a disk but for so many bytes.
func ballast(t *testing.T, dir string, leave int64) string {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ballast")
	if err := os.WriteFile(path, make([]byte, max(0, int64(s.Bavail)*s.Bsize-leave)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// replies lets four members write, one of them at length.
func (w *world) replies() {
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
	w.reply("Fay Wong", w.last("Fay Wong", "can you come"), "no, sorry")
	w.reply("Hana Ito", w.last("Hana Ito", "can you come"), "maybe")
	w.reply("Dana Lind", nil, "topic: asking better questions\n\n"+strings.Repeat("> and so on, as somebody has quoted before, at length\n", 4000))
}

// TestAFullDiskLosesNothing: with less and less room, each pass fails or works. What
// was not taken in stays on the server, no mail is given up for the disk's sake, and
// with room again all is read.
func TestAFullDiskLosesNothing(t *testing.T) {
	failed, waited := 0, 0
	for _, room := range []int64{0, 64 << 10, 300 << 10, 500 << 10, 700 << 10} {
		t.Run(fmt.Sprint(room), func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.pass(begin)
			w.pass(letter)
			dir := w.onDisk(6 << 20)
			w.replies()
			at := letter.Add(time.Hour)
			full := ballast(t, dir, room)
			for range 5 { // more often than a mail may fail by its own fault
				w.clock.Set(at)
				_, err := w.d.Pass(t.Context())
				if err == nil {
					break
				}
				failed++
				if !errors.Is(err, store.ErrFull) {
					t.Errorf("with a full disk: %v", err)
				}
				if n := w.office.Count(groupAddress, "INBOX"); n > 0 {
					waited++
				}
				at = at.Add(time.Minute)
			}
			if err := os.Remove(full); err != nil {
				t.Fatal(err)
			}
			w.pass(at.Add(time.Hour))
			w.wantNothingLost()
			w.wantMessageIDsOnce()
			w.wantRSVPs("1 yes, 1 maybe, 1 no, 5 silent")
			if got := w.rows(`SELECT count(*) FROM inbox WHERE outcome = 'quarantined'`); got[0] != "0" {
				t.Errorf("%s mails were given up", got[0])
			}
		})
	}
	t.Logf("%d passes failed for want of room; after %d of them mails waited on the server", failed, waited)
	if failed < 10 || waited == 0 {
		t.Error("the disk was never full")
	}
}

// TestALockedDatabasePasses: while another program holds the file nothing is taken
// in, and afterwards everything.
func TestALockedDatabasePasses(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.replies()
	pool, err := sql.Open("sqlite", "file:"+w.cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	w.clock.Set(letter.Add(time.Hour))
	if _, err := w.d.Pass(t.Context()); !errors.Is(err, store.ErrBusy) {
		t.Errorf("with a locked database: %v", err)
	}
	if n := w.office.Count(groupAddress, "INBOX"); n != 4 {
		t.Errorf("%d mails wait on the server, want 4", n)
	}
	if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	w.pass(letter.Add(2 * time.Hour))
	w.wantNothingLost()
	w.wantRSVPs("1 yes, 1 maybe, 1 no, 5 silent")
}

// TestADiskThatCannotBeWritten ends the daemon with a clear error.
func TestADiskThatCannotBeWritten(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	dir := w.onDisk(6 << 20)
	w.close()
	before, err := os.ReadFile(w.cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := daemon.Open(t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("a disk that cannot be written: %v", err)
	}
	if after, err := os.ReadFile(w.cfg.Database); err != nil || string(after) != string(before) {
		t.Errorf("the database has changed (%v)", err)
	}
}

// TestADatabaseDamagedWhileRunning ends the daemon by itself, with a clear error.
func TestADatabaseDamagedWhileRunning(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	w.replies()
	w.close()
	w.open()
	ended := make(chan error, 1)
	raw, err := os.ReadFile(w.cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(raw); i++ {
		raw[i] ^= 0xff
	}
	f, err := os.OpenFile(w.cfg.Database, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(raw[4096:], 4096); err != nil {
		t.Fatal(err)
	}
	// Closing any descriptor gives up the process's locks on the file: not before the end.
	t.Cleanup(func() { _ = f.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { ended <- w.d.Run(ctx) }()
	if err := <-ended; !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("the daemon ended with %v", err)
	}
}
