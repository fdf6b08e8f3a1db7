package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// TestMain doubles as the other process of TestLockEndsWithItsProcess.
func TestMain(m *testing.M) {
	path := os.Getenv("STORE_TEST_HOLD")
	if path == "" {
		goleak.VerifyTestMain(m) // exits
	}
	if _, err := Open(context.Background(), path, Options{Exclusive: true}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	select {} // until it is killed
}

func TestOpenAgain(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a dir? with #odd% names", "convene.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		db, err := Open(ctx, path, Options{Exclusive: true})
		if err != nil {
			t.Fatal(err)
		}
		write(t, db, func(t *Tx) error { return t.CreateGroup(ctx, "coaches", "Coaches", day.AddDate(i, 0, 0)) })
		if got := load(t, db, "coaches").Founded; !got.Equal(day) {
			t.Errorf("founded %v, want %v: creating a group again must not found it anew", got, day)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file is not where it was asked for: %v", err)
	}
}

func TestFilesAreClosedToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // has no such modes
	}
	path := filepath.Join(t.TempDir(), "convene.db")
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	db, err := Open(context.Background(), path, Options{Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	members(t, db, "coaches")
	backup := filepath.Join(filepath.Dir(path), "backup.db")
	if _, err := db.Backup(context.Background(), backup, day); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm", path + ".lock", backup} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(name), mode)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotOursIsRefused(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	pool, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec("CREATE TABLE mine (x)"); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notes, []byte("Dear diary, this is longer than a header."), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		path string
		opts Options
		want error
	}{
		"another program's database": {other, Options{}, ErrForeign},
		"a text file":                {notes, Options{}, ErrForeign},
		"a directory":                {dir, Options{}, ErrReadOnly},
		"nothing, and it must exist": {filepath.Join(dir, "none.db"), Options{MustExist: true}, ErrMissing},
		"no such directory":          {filepath.Join(dir, "none", "x.db"), Options{}, ErrReadOnly},
	} {
		before, _ := os.ReadFile(test.path) // some are not there
		if _, err := Open(ctx, test.path, test.opts); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
		if after, _ := os.ReadFile(test.path); !bytes.Equal(before, after) { // some are not there
			t.Errorf("%s was changed", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database that must exist was created: %v", err)
	}
}

func TestDamageIsTold(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "convene.db")
	db, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	life(t, db, "coaches")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(raw) / 4; i < len(raw)/2; i++ {
		raw[i] ^= 0x5a
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err = Open(ctx, path, Options{})
	if err == nil {
		err = db.Read(ctx, func(t *Tx) error { return t.IntegrityCheck(ctx) })
		if cerr := db.Close(); cerr != nil {
			t.Error(cerr)
		}
	}
	if !errors.Is(err, ErrCorrupt) {
		t.Errorf("a damaged file: %v, want %v", err, ErrCorrupt)
	}
}

// Opening a file that this process has open already must not take its locks.
func TestLocksSurviveASecondOpen(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	openHere.Lock()
	n := openHere.count[db.Path()]
	openHere.Unlock()
	if n != 1 {
		t.Fatalf("counted %d times", n)
	}
	for range 2 {
		second, err := Open(ctx, db.Path(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(second.Close(), second.Close()); err != nil { // twice does no harm
			t.Fatal(err)
		}
	}
	openHere.Lock()
	n = openHere.count[db.Path()]
	openHere.Unlock()
	if n != 1 {
		t.Errorf("counted %d times after two have come and gone", n)
	}
	load(t, db, "coaches")
}

func TestMisspeltPragma(t *testing.T) {
	ctx := context.Background()
	for _, p := range []pragma{
		{"foreign_keyz", "ON", "1"},   // no such pragma: SQLite says nothing
		{"synchronous", "FULLL", "2"}, // no such value: SQLite says nothing either
		{"journal_mode", "WALL", "wal"},
	} {
		pool, err := openPool(ctx, filepath.Join(t.TempDir(), "x.db"), []pragma{p}, 1)
		if err == nil {
			t.Errorf("pragma %s(%s) passed", p.name, p.set)
			if err := pool.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if !strings.Contains(err.Error(), p.name) {
			t.Errorf("%q does not name the pragma %s", err, p.name)
		}
	}
}

func TestReadersHaveTheirPragmas(t *testing.T) {
	db := fresh(t)
	// All connections at once, so that each pool opens as many as it may.
	for _, c := range []struct {
		pool    *sql.DB
		n       int
		pragmas []pragma
	}{{db.writer, 1, writerPragmas()}, {db.readers, readerCount, readerPragmas()}} {
		for range c.n {
			conn, err := c.pool.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close() // at the end
			for _, p := range c.pragmas {
				var got string
				if err := conn.QueryRowContext(context.Background(), "PRAGMA "+p.name).Scan(&got); err != nil {
					t.Fatal(err)
				}
				if got != p.want {
					t.Errorf("pragma %s is %s, want %s", p.name, got, p.want)
				}
			}
		}
	}
}

func TestSecondDaemonIsRefused(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "convene.db")
	first, err := Open(ctx, path, Options{Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, path, Options{Exclusive: true})
	if want := fmt.Sprintf("process %d", os.Getpid()); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), want) {
		t.Errorf("the second got %v, want %v by %s", err, ErrLocked, want)
	}
	reader, err := Open(ctx, path, Options{MustExist: true})
	if err != nil {
		t.Fatalf("a reader beside the daemon: %v", err)
	}
	if err := errors.Join(reader.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, path, Options{Exclusive: true})
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLockEndsWithItsProcess(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "convene.db")
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "STORE_TEST_HOLD="+path)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 5)
	if _, err := out.Read(line); err != nil || string(line) != "held\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	_, err = Open(ctx, path, Options{Exclusive: true})
	if want := fmt.Sprintf("process %d", other.Process.Pid); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), want) {
		t.Errorf("beside the other: %v, want %v by %s", err, ErrLocked, want)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // killed
	db, err := Open(ctx, path, Options{Exclusive: true})
	if err != nil {
		t.Fatalf("after the other was killed: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
