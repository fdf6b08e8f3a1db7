//go:build integration

package daemon_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"convene/mailflow/postoffice/rig"
)

// fullBox is a mailbox of a real Dovecot that is filled by hand, since by LMTP it would
// take hours, and the program itself, which reads it.
type fullBox struct {
	b     *testing.B
	rig   *rig.Rig
	path  string // of the configuration
	stamp int64  // of the files' names, seconds
	db    *sql.DB
	run   *exec.Cmd
	said  *bytes.Buffer
	ended chan error
}

// newFullBox sets up a group of eight whose first meeting is ahead and who get no mail.
func newFullBox(b *testing.B) *fullBox {
	b.Helper()
	f := &fullBox{b: b, rig: startRig(b, "groups"), stamp: time.Now().Unix() + 10, said: &bytes.Buffer{}, ended: make(chan error, 1)}
	c := circles{groups: 1, members: 8, quiet: quietNow()}
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"starttls\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q\nauthserv_id = \"mx.example.test\"", f.rig.SMTP, f.rig.IMAP, f.rig.CAFile)
	f.path = c.write(b)
	text, err := os.ReadFile(f.path)
	if err != nil {
		b.Fatal(err)
	}
	first := time.Now().AddDate(0, 0, 10)
	for first.Weekday() != time.Tuesday {
		first = first.AddDate(0, 0, 1)
	}
	text = bytes.ReplaceAll(text, []byte("2026-01-13"), []byte(first.Format(time.DateOnly)))
	if err := os.WriteFile(f.path, text, 0o600); err != nil {
		b.Fatal(err)
	}
	f.db = record(b, filepath.Join(filepath.Dir(f.path), "convene.db"))
	f.run = exec.CommandContext(b.Context(), program(b), "run", "--config", f.path)
	f.run.Stderr = f.said
	return f
}

// maildir is where Dovecot keeps the mailbox; it is there after the first delivery.
func (f *fullBox) maildir() string { return filepath.Join(f.rig.Dir, "mail", benchAddress, "Maildir") }

func (f *fullBox) deliver(raw []byte) { deliverLMTP(f.b, f.rig, [][]byte{raw}, "groups") }

// put puts mail i where Dovecot finds it.
func (f *fullBox) put(i int, raw []byte) {
	f.b.Helper()
	f.own(filepath.Join(f.maildir(), "new", fmt.Sprintf("%d.M%08dP1.flood", f.stamp, i)), raw)
}

// own writes a file of the mailbox as if Dovecot had.
func (f *fullBox) own(name string, raw []byte) {
	f.b.Helper()
	if err := errors.Join(os.WriteFile(name, raw, 0o600), f.chown(name, filepath.Join(f.maildir(), "new"))); err != nil {
		f.b.Fatal(err)
	}
}

// chown gives a file the owner of another one.
func (f *fullBox) chown(name, like string) error {
	info, err := os.Stat(like)
	if err != nil {
		return err
	}
	owner, _ := info.Sys().(*syscall.Stat_t)
	return os.Chown(name, int(owner.Uid), int(owner.Gid))
}

func (f *fullBox) start() {
	f.b.Helper()
	if err := f.run.Start(); err != nil {
		f.b.Fatal(err)
	}
	go func() { f.ended <- f.run.Wait() }()
}

// read tells how many mails are on record, and how many of them have an outcome.
func (f *fullBox) read() (here, done int) {
	f.b.Helper()
	select {
	case err := <-f.ended:
		f.b.Fatalf("the daemon ended: %v: %s", err, f.said)
	default:
	}
	// An error: the database is not made yet.
	_ = f.db.QueryRowContext(f.b.Context(), `SELECT count(*), count(outcome) FROM inbox`).Scan(&here, &done)
	return here, done
}

// stop ends the program, and tells how much memory it used at the most, in megabytes.
func (f *fullBox) stop() float64 {
	f.b.Helper()
	m := memoryOf(f.b, f.run.Process.Pid, "VmHWM")
	if err := errors.Join(f.run.Process.Signal(syscall.SIGTERM), <-f.ended); err != nil {
		f.b.Fatalf("%v: %s", err, f.said)
	}
	return m
}
