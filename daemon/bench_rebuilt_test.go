//go:build integration

package daemon_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var rebuiltMails = flag.Int("rebuilt.mails", 5000, "how many mails lie in the box when BenchmarkRebuilt gives it a new UIDVALIDITY")

// BenchmarkRebuilt lets the program read a full mailbox of a real Dovecot, puts every
// mail back under a new UIDVALIDITY while the program runs, with some new ones among
// them, and tells what became of each and how much memory that took. Run it with
// -benchtime 1x, or by make rebuilt.
func BenchmarkRebuilt(b *testing.B) {
	const fresh = 50
	f := newFullBox(b)
	now := time.Now()
	stranger, forged := "wild@elsewhere.example", "forged@elsewhere.example"
	mail := func(i int) []byte {
		if i%20 == 0 { // a topic of a member's, who proposes many
			text := head(memberAddress(0, i/20%8), benchAddress, "A thought", i, now) + fmt.Sprintf("\ntopic: the art of asking, part %d\n", i)
			return bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n"))
		}
		return floodOf(i, stranger, forged, "c.none@example.test", benchAddress, now)
	}
	f.deliver(mail(1)) // makes the folder
	for i := 2; i <= *rebuiltMails; i++ {
		f.put(i, mail(i))
	}
	b.ResetTimer()
	start := time.Now()
	f.start()
	// Answers to members who have no mailbox here come back, and do not count.
	await := func(mails int) {
		for f.read(); count(b, f.db, `SELECT count(*) FROM inbox WHERE outcome <> 'bounce'`) < mails; f.read() {
			time.Sleep(20 * time.Millisecond)
		}
	}
	for here, _ := f.read(); here == 0; here, _ = f.read() {
		time.Sleep(20 * time.Millisecond)
	}
	await(*rebuiltMails)
	first := time.Since(start)
	outcomes := func() (counted, topics int) {
		return count(b, f.db, `SELECT count(*) FROM inbox WHERE outcome NOT IN ('duplicate', 'bounce')`), count(b, f.db, `SELECT count(*) FROM topics`)
	}
	counted, topics := outcomes()
	if counted != *rebuiltMails || topics == 0 {
		b.Errorf("%d mails counted, %d topics", counted, topics)
	}
	was := count(b, f.db, `SELECT uidvalidity FROM cursors`)
	f.rebuild(was+1, *rebuiltMails)
	for i := range fresh {
		f.put(*rebuiltMails+1+i, mail(*rebuiltMails+1+i))
	}
	if err := f.rig.RestartDovecot(b.Context()); err != nil {
		b.Fatal(err)
	}
	start = time.Now()
	await(2**rebuiltMails + fresh)
	second := time.Since(start)
	m := f.stop()
	b.StopTimer()
	logOutcomes(b, f.db)
	if is := count(b, f.db, `SELECT uidvalidity FROM cursors`); is == was {
		b.Error("UIDVALIDITY stayed the same")
	}
	again, more := outcomes()
	if again != *rebuiltMails+fresh || more <= topics {
		b.Errorf("%d mails counted, want %d and the %d new ones; %d topics after %d", again, *rebuiltMails, fresh, more, topics)
	}
	b.Logf("%d mails read in %v, and once more with %d new ones under another UIDVALIDITY in %v; %d outcomes that count; %.0f MB of memory at the most",
		*rebuiltMails, first.Round(time.Second), fresh, second.Round(time.Second), again, m)
	if m > floodMemory {
		b.Errorf("%.0f MB of memory, more than %d", m, floodMemory)
	}
	b.ReportMetric(m, "MB")
}

// rebuild puts a mailbox with another UIDVALIDITY in place of the one in which at
// least so many mails were read and moved away: they are all new in it.
func (f *fullBox) rebuild(validity, mails int) {
	f.b.Helper()
	var moved []string
	for ; len(moved) < mails; f.read() {
		var err error
		if moved, err = filepath.Glob(filepath.Join(f.maildir(), ".Done", "[cn][ue][rw]", "*")); err != nil {
			f.b.Fatal(err)
		}
	}
	old := f.maildir() + ".old"
	err := os.Rename(f.maildir(), old)
	for _, dir := range []string{"", "new", "cur", "tmp"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(f.maildir(), dir), 0o700), f.chown(filepath.Join(f.maildir(), dir), old))
	}
	for i, name := range moved {
		name = filepath.Join(old, strings.TrimPrefix(name, f.maildir()))
		err = errors.Join(err, os.Rename(name, filepath.Join(f.maildir(), "new", fmt.Sprintf("%d.M%08dP2.again", f.stamp, i))))
	}
	if err != nil {
		f.b.Fatal(err)
	}
	// Dovecot takes the time in seconds; this list says another one.
	f.own(filepath.Join(f.maildir(), "dovecot-uidlist"), fmt.Appendf(nil, "3 V%d N1\n", validity))
}
