//go:build integration

package daemon_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/smtp"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"convene/daemon"
	"convene/mailflow/postoffice/rig"
)

// connections are as many as the daemon keeps to its submission server.
const connections = 4

// figureLetters lets the letters and invitations of 100 groups fall due at once,
// and measures until Postfix has accepted them all; then it submits the same
// bytes once more, over as many connections, doing nothing else.
func figureLetters(b *testing.B, t *table) {
	r := startRig(b, "groups", "sink")
	c := circles{groups: 100, members: 10, address: func(g, m int) string { return fmt.Sprintf("sink+%d-%d@%s", g, m, rig.Domain) }}
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"starttls\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q", r.SMTP, r.IMAP, r.CAFile)
	cfg := c.config(b)
	var first time.Time
	var once sync.Once // four connections pass that point
	d := open(b, cfg, daemon.NewVirtualClock(benchBegin), func(point string) error {
		if point == daemon.PointSubmit {
			once.Do(func() { first = time.Now() })
		}
		return nil
	})
	b.ResetTimer()
	start := time.Now()
	p, err := d.Pass(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	end := time.Now()
	b.StopTimer()
	if p.Sent != p.Composed || p.Sent < c.groups*c.members {
		b.Fatalf("%d mails were composed and %d sent", p.Composed, p.Sent)
	}
	awaitDelivered(b, r, p.Sent)
	mails := outbox(b, cfg.Database)
	if len(mails) != p.Sent {
		b.Fatalf("%d mails in the outbox, want %d", len(mails), p.Sent)
	}
	bare := submitBare(b, r, mails)
	t.rates(fmt.Sprintf("%d letters and invitations, from due to accepted by Postfix", p.Sent), p.Sent, end.Sub(start), bare)
	t.add("    of that composing, rendering, storing", fmt.Sprintf("%.0f /s", perSecond(p.Sent, first.Sub(start))), "", "")
	t.rates("    of that submitting and recording", p.Sent, end.Sub(first), bare)
	b.ReportMetric(perSecond(p.Sent, end.Sub(start)), "mails/s")
	b.ReportMetric(perSecond(p.Sent, bare), "bare_mails/s")
}

// outgoing is one mail with its envelope.
type outgoing struct {
	from, to string
	data     []byte
}

func outbox(tb testing.TB, path string) []outgoing {
	tb.Helper()
	rows, err := record(tb, path).QueryContext(tb.Context(), `SELECT o.sender, o.recipient, d.data FROM outbox o JOIN outbox_data d ON d.outbox = o.id ORDER BY o.id`)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	var all []outgoing
	for rows.Next() {
		var o outgoing
		if err := rows.Scan(&o.from, &o.to, &o.data); err != nil {
			tb.Fatal(err)
		}
		all = append(all, o)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

// awaitDelivered waits until Postfix has handed so many mails to Dovecot, so
// that its queue does not disturb what is measured next.
func awaitDelivered(tb testing.TB, r *rig.Rig, n int) {
	tb.Helper()
	for {
		entries, err := os.ReadDir(filepath.Join(r.Dir, "mail", "sink@"+rig.Domain, "Maildir", "new"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			tb.Fatal(err)
		}
		if len(entries) >= n {
			return
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-tb.Context().Done():
			tb.Fatal(tb.Context().Err())
		}
	}
}

// submitBare hands mails to Postfix and does nothing else.
func submitBare(tb testing.TB, r *rig.Rig, mails []outgoing) time.Duration {
	tb.Helper()
	start := time.Now()
	work := make(chan outgoing, len(mails))
	for _, m := range mails {
		work <- m
	}
	close(work)
	var wg sync.WaitGroup
	errs := make([]error, connections)
	for i := range connections {
		wg.Go(func() { errs[i] = submitShare(r, work) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

func submitShare(r *rig.Rig, work <-chan outgoing) error {
	c, err := smtp.Dial(r.SMTP)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{ServerName: "127.0.0.1", RootCAs: r.RootCAs}); err != nil {
		return err
	}
	for m := range work {
		if err := errors.Join(c.Mail(m.from), c.Rcpt(m.to)); err != nil {
			return err
		}
		w, err := c.Data()
		if err != nil {
			return err
		}
		if _, err := w.Write(m.data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return c.Quit()
}
