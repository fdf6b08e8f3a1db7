//go:build integration

package daemon_test

import (
	"bytes"
	"flag"
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
	f := newFullBox(b)
	now := time.Now()
	wild, forged := memberAddress(0, 5), memberAddress(0, 1)
	answer := head(memberAddress(0, 4), benchAddress, "Tuesday", *floodMails, now) + "\nYes, count me in!\n"
	f.deliver(floodOf(0, wild, forged, "c.none@example.test", benchAddress, now)) // makes the folder
	for i := 1; i <= *floodMails; i++ {
		raw := floodOf(i, wild, forged, "c.none@example.test", benchAddress, now)
		if i == *floodMails {
			raw = bytes.ReplaceAll([]byte(answer), []byte("\n"), []byte("\r\n"))
		}
		f.put(i, raw)
	}

	b.ResetTimer()
	start := time.Now()
	f.start()
	all := *floodMails + 1
	var fetched, answered time.Duration
	behind := 0
	for open := all; open > 0; time.Sleep(20 * time.Millisecond) {
		here, done := f.read()
		if open = all - done; here == all && fetched == 0 {
			fetched = time.Since(start)
		}
		if answered == 0 && here == all && count(b, f.db, `SELECT count(*) FROM inbox WHERE outcome IS NOT NULL AND id = (SELECT max(id) FROM inbox)`) == 1 {
			answered, behind = time.Since(start), open
		}
	}
	took := time.Since(start)
	m := f.stop()
	b.StopTimer()
	logOutcomes(b, f.db)
	b.Logf("%d mails: on record after %v, the answer that came last understood after %v, before %d others, all after %v; %.0f MB of memory at the most",
		all, fetched.Round(time.Second), answered.Round(time.Second), behind, took.Round(time.Second), m)
	if m > floodMemory {
		b.Errorf("%.0f MB of memory, more than %d", m, floodMemory)
	}
	b.ReportMetric(m, "MB")
	b.ReportMetric(answered.Seconds(), "s/answer")
	b.ReportMetric(perSecond(all, took), "mails/s")
}
