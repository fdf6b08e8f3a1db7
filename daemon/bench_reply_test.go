//go:build integration

package daemon_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"convene/daemon"
)

const repliesTimed = 20

// figureReply measures, reply by reply, from Dovecot's taking it over by LMTP to
// its row in rsvps, and in turn with it how soon a bare IDLE connection to
// another account hears of the same mail.
func figureReply(b *testing.B, t *table) {
	r := startRig(b, "groups", "bare")
	c := circles{groups: 2, members: 12}
	office := startOffice(b, c)
	letters := collectLetters(office)
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"none\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q", office.SMTPAddr(), r.IMAP, r.CAFile)
	cfg := c.config(b)
	clock := daemon.NewVirtualClock(benchBegin)
	commits := make(chan time.Time, 10_000)
	d := open(b, cfg, clock, func(point string) error {
		if point == daemon.PointCommitted {
			commits <- time.Now()
		}
		return nil
	})
	for _, at := range []time.Time{benchBegin, benchLetter} {
		clock.Set(at)
		if _, err := d.Pass(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	db := record(b, cfg.Database)
	ctx, cancel := context.WithCancel(b.Context())
	finished := make(chan error, 1)
	go func() { finished <- d.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-finished; err != nil {
			b.Error(err)
		}
	}()

	notices := make(chan time.Time, 100)
	client := bareClient(b, r, &imapclient.UnilateralDataHandler{Mailbox: func(m *imapclient.UnilateralDataMailbox) {
		if m.NumMessages != nil {
			notices <- time.Now()
		}
	}})
	idle, err := client.Idle()
	if err != nil {
		b.Fatal(err)
	}

	var ours, bare []time.Duration
	b.ResetTimer()
	for i := range repliesTimed + 1 {
		address := memberAddress(i%c.groups, i/c.groups)
		letter := letters.of(b, address, false)
		raw := []byte(strings.ReplaceAll(wordsFrom(address, letter[len(letter)-1], "Yes, count me in!", 3*i+1, clock.Now()), "\n", "\r\n"))
		deliverLMTP(b, r, [][]byte{raw}, "groups")
		accepted := time.Now()
		took := time.Duration(0)
		for count(b, db, `SELECT count(*) FROM rsvps`) <= i {
			select {
			case at := <-commits:
				took = at.Sub(accepted)
			case err := <-finished:
				b.Fatalf("the daemon ended: %v", err)
			}
		}
		for len(commits) > 0 {
			<-commits
		}
		deliverLMTP(b, r, [][]byte{raw}, "bare")
		accepted = time.Now()
		heard := (<-notices).Sub(accepted)
		for len(notices) > 0 {
			<-notices
		}
		if i == 0 { // the daemon may not have been waiting yet
			continue
		}
		ours, bare = append(ours, took), append(bare, heard)
	}
	b.StopTimer()
	if err := idle.Close(); err != nil {
		b.Fatal(err)
	}
	o, n := median(ours), median(bare)
	t.add(fmt.Sprintf("a reply, from its delivery to its row (median of %d; IDLE notice)", repliesTimed),
		fmt.Sprintf("%.0f ms", ms(o)), fmt.Sprintf("%.0f ms", ms(n)), fmt.Sprintf("%+.0f ms", ms(o-n)))
	b.ReportMetric(ms(o), "ms/reply")
	b.ReportMetric(ms(n), "bare_ms/notice")
}
