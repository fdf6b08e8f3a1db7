//go:build integration

package daemon_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

var floodMails = flag.Int("flood.mails", 10_000, "how many mails BenchmarkFlood lets come")

// floodMemory is what the daemon may use while it reads a flood, in megabytes.
const floodMemory = 150

// BenchmarkFlood puts a flood into Dovecot and one member's answer behind it, starts
// the program and tells when the answer had its outcome, when all had theirs, and how
// much memory the program used at the most. Run it with -benchtime 1x, or by make flood.
func BenchmarkFlood(b *testing.B) {
	r := startRig(b, "groups")
	binary := program(b)
	c := circles{groups: 1, members: 8, quiet: quietNow()}
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"starttls\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q\nauthserv_id = \"mx.example.test\"", r.SMTP, r.IMAP, r.CAFile)
	path := c.write(b)
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	first := time.Now().AddDate(0, 0, 10)
	for first.Weekday() != time.Tuesday {
		first = first.AddDate(0, 0, 1)
	}
	text = bytes.ReplaceAll(text, []byte("2026-01-13"), []byte(first.Format(time.DateOnly)))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		b.Fatal(err)
	}
	wild, forged := memberAddress(0, 5), memberAddress(0, 1)
	now := time.Now()
	answer := head(memberAddress(0, 4), benchAddress, "Tuesday", *floodMails, now) + "\nYes, count me in!\n"
	deliverLMTP(b, r, [][]byte{floodOf(0, wild, forged, "c.none@example.test", benchAddress, now)}, "groups") // makes the folder
	box := filepath.Join(r.Dir, "mail", benchAddress, "Maildir", "new")
	like, err := os.Stat(box)
	if err != nil {
		b.Fatal(err)
	}
	owner, _ := like.Sys().(*syscall.Stat_t)
	for i := 1; i <= *floodMails; i++ { // by LMTP it would take hours
		raw := floodOf(i, wild, forged, "c.none@example.test", benchAddress, now)
		if i == *floodMails {
			raw = bytes.ReplaceAll([]byte(answer), []byte("\n"), []byte("\r\n"))
		}
		name := filepath.Join(box, fmt.Sprintf("%d.M%08dP1.flood", now.Unix()+10, i))
		if err := errors.Join(os.WriteFile(name, raw, 0o600), os.Chown(name, int(owner.Uid), int(owner.Gid))); err != nil {
			b.Fatal(err)
		}
	}

	b.ResetTimer()
	start := time.Now()
	run := exec.CommandContext(b.Context(), binary, "run", "--config", path)
	said := &bytes.Buffer{}
	run.Stderr = said
	if err := run.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	all := *floodMails + 1
	db := record(b, filepath.Join(filepath.Dir(path), "convene.db"))
	var fetched, answered time.Duration
	behind := 0
	for open := all; open > 0; time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-ended:
			b.Fatalf("the daemon ended: %v: %s", err, said)
		default:
		}
		var here, done int
		err := db.QueryRowContext(b.Context(), `SELECT count(*), count(outcome) FROM inbox`).Scan(&here, &done)
		if err != nil { // not made yet
			continue
		}
		if open = all - done; here == all && fetched == 0 {
			fetched = time.Since(start)
		}
		if answered == 0 && here == all && count(b, db, `SELECT count(*) FROM inbox WHERE outcome IS NOT NULL AND id = (SELECT max(id) FROM inbox)`) == 1 {
			answered, behind = time.Since(start), open
		}
	}
	took := time.Since(start)
	m := memoryOf(b, run.Process.Pid, "VmHWM")
	if err := errors.Join(run.Process.Signal(syscall.SIGTERM), <-ended); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	b.StopTimer()
	logOutcomes(b, db)
	b.Logf("%d mails: on record after %v, the answer that came last understood after %v, before %d others, all after %v; %.0f MB of memory at the most",
		all, fetched.Round(time.Second), answered.Round(time.Second), behind, took.Round(time.Second), m)
	if m > floodMemory {
		b.Errorf("%.0f MB of memory, more than %d", m, floodMemory)
	}
	b.ReportMetric(m, "MB")
	b.ReportMetric(answered.Seconds(), "s/answer")
	b.ReportMetric(perSecond(all, took), "mails/s")
}
