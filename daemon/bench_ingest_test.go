//go:build integration

package daemon_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message"
	"github.com/emersion/go-smtp"

	"convene/daemon"
	"convene/mailflow/postoffice/rig"
)

const (
	waitingMails = 5000
	bareBatch    = 500
)

var (
	benchBegin  = madrid(2025, time.December, 29, 10)
	benchLetter = madrid(2026, time.January, 6, 9)
)

// figureIngest has 5,000 replies wait in Dovecot and measures until each of them
// has its outcome, beside a bare loop over copies of the same mails.
func figureIngest(b *testing.B, t *table) {
	r := startRig(b, "groups", "bare")
	c := circles{groups: 8, members: 12}
	office := startOffice(b, c)
	letters := collectLetters(office)
	c.mail = fmt.Sprintf("smtp_host = %q\nsmtp_tls = \"none\"\nimap_host = %q\nimap_tls = \"starttls\"\nca_file = %q", office.SMTPAddr(), r.IMAP, r.CAFile)
	cfg := c.config(b)

	// Nothing is sent while it is measured.
	errHold := errors.New("held back")
	var holding bool
	var ingested, committed time.Time
	clock := daemon.NewVirtualClock(benchBegin)
	d := open(b, cfg, clock, func(point string) error {
		switch {
		case !holding:
		case point == daemon.PointIngested:
			ingested = time.Now()
		case point == daemon.PointCommitted:
			committed = time.Now()
		case point == daemon.PointSubmit:
			return errHold
		}
		return nil
	})
	for _, at := range []time.Time{benchBegin, benchLetter} {
		clock.Set(at)
		if _, err := d.Pass(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	clock.Set(benchLetter.Add(3 * time.Hour))
	replies := letters.replies(b, c, waitingMails, clock.Now())
	deliverLMTP(b, r, replies, "groups", "bare")

	b.ResetTimer()
	holding = true
	start, busy := time.Now(), processorTime(b)
	p, err := d.Pass(b.Context())
	if err != nil && !errors.Is(err, errHold) {
		b.Fatal(err)
	}
	busy = processorTime(b) - busy
	ours, drained := committed.Sub(start), ingested.Sub(start)
	b.StopTimer()
	db := record(b, cfg.Database)
	if n := count(b, db, `SELECT count(*) FROM inbox WHERE outcome IS NOT NULL`); n != waitingMails || p.Read != waitingMails {
		b.Fatalf("%d mails have their outcome and %d were read, want %d", n, p.Read, waitingMails)
	}
	logOutcomes(b, db)

	bareFetch := fetchOnly(b, r)
	bareBusy := processorTime(b)
	bare := bareLoop(b, r)
	bareBusy = processorTime(b) - bareBusy
	t.rates("5,000 waiting mails, from Dovecot to their outcomes", waitingMails, ours, bare)
	t.rates("    until all are on disk and moved (a bare fetch), meanwhile understood", waitingMails, drained, bareFetch)
	t.add("    processor time of one mail, Dovecot's not counted", fmt.Sprintf("%.2f ms", ms(busy)/waitingMails), fmt.Sprintf("%.2f ms", ms(bareBusy)/waitingMails), "")
	b.ReportMetric(perSecond(waitingMails, ours), "mails/s")
	b.ReportMetric(perSecond(waitingMails, bare), "bare_mails/s")
	b.ReportMetric(perSecond(waitingMails, drained), "drained/s")
}

func logOutcomes(b *testing.B, db *sql.DB) {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), `SELECT kind, outcome, count(*) FROM inbox GROUP BY 1, 2 ORDER BY 3 DESC`)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind, outcome string
		var n int
		if err := rows.Scan(&kind, &outcome, &n); err != nil {
			b.Fatal(err)
		}
		b.Logf("%5d %s: %s", n, kind, outcome)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// deliverLMTP hands mails to Dovecot, each to all of the users.
func deliverLMTP(tb testing.TB, r *rig.Rig, mails [][]byte, users ...string) {
	tb.Helper()
	conn, err := net.Dial("tcp", r.LMTP)
	if err != nil {
		tb.Fatal(err)
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	for _, raw := range mails {
		if err := c.Mail("someone@"+rig.Domain, nil); err != nil {
			tb.Fatal(err)
		}
		for _, u := range users {
			if err := c.Rcpt(u+"@"+rig.Domain, nil); err != nil {
				tb.Fatal(err)
			}
		}
		w, err := c.Data() // one refusal of several recipients is an error too
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write(raw); err != nil {
			tb.Fatal(err)
		}
		if err := w.Close(); err != nil {
			tb.Fatal(err)
		}
	}
}

// bareClient is logged in to the account of bare@, with the mailbox selected.
func bareClient(tb testing.TB, r *rig.Rig, handler *imapclient.UnilateralDataHandler) *imapclient.Client {
	tb.Helper()
	c, err := imapclient.DialStartTLS(r.IMAP, &imapclient.Options{TLSConfig: clientTLS(r), UnilateralDataHandler: handler})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = c.Close() })
	if err := c.Login("bare@"+rig.Domain, rig.Password).Wait(); err != nil {
		tb.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		tb.Fatal(err)
	}
	return c
}

// fetched is what a bare loop holds of a mail.
type fetched struct {
	uid imap.UID
	raw []byte
}

func fetchBatch(tb testing.TB, c *imapclient.Client, from, to imap.UID) []fetched {
	tb.Helper()
	var set imap.UIDSet
	set.AddRange(from, to)
	var all []fetched
	cmd := c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		var f fetched
		for item := m.Next(); item != nil; item = m.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataUID:
				f.uid = item.UID
			case imapclient.FetchItemDataBodySection:
				f.raw = make([]byte, item.Literal.Size())
				if _, err := io.ReadFull(item.Literal, f.raw); err != nil {
					tb.Fatal(err)
				}
			}
		}
		all = append(all, f)
	}
	if err := cmd.Close(); err != nil {
		tb.Fatal(err)
	}
	return all
}

// fetchOnly is how long it takes to fetch all mails and do nothing with them.
func fetchOnly(tb testing.TB, r *rig.Rig) time.Duration {
	tb.Helper()
	c := bareClient(tb, r, nil)
	start := time.Now()
	n := 0
	for uid := imap.UID(1); uid <= waitingMails; uid += bareBatch {
		n += len(fetchBatch(tb, c, uid, uid+bareBatch-1))
	}
	if n != waitingMails {
		tb.Fatalf("%d mails fetched, want %d", n, waitingMails)
	}
	return time.Since(start)
}

// bareLoop fetches batches of 500, parses them with go-message, keeps one row of
// each, commits, moves.
func bareLoop(tb testing.TB, r *rig.Rig) time.Duration {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(tb.TempDir(), "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	ctx := tb.Context()
	if _, err := db.ExecContext(ctx, `CREATE TABLE mails (uid INTEGER PRIMARY KEY, message_id TEXT, sender TEXT, subject TEXT, text TEXT, raw BLOB)`); err != nil {
		tb.Fatal(err)
	}
	c := bareClient(tb, r, nil)
	if err := c.Create("Done", nil).Wait(); err != nil {
		tb.Fatal(err)
	}
	start := time.Now()
	for uid := imap.UID(1); uid <= waitingMails; uid += bareBatch {
		batch := fetchBatch(tb, c, uid, uid+bareBatch-1)
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			tb.Fatal(err)
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO mails VALUES (?, ?, ?, ?, ?, ?)`)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range batch {
			id, from, subject, text := bareParse(tb, f.raw)
			if _, err := insert.ExecContext(ctx, int64(f.uid), id, from, subject, text, f.raw); err != nil {
				tb.Fatal(err)
			}
		}
		if err := errors.Join(insert.Close(), tx.Commit()); err != nil { //nolint:sqlclosecheck // each batch has its own
			tb.Fatal(err)
		}
		var set imap.UIDSet
		set.AddRange(uid, uid+bareBatch-1)
		if _, err := c.Move(set, "Done").Wait(); err != nil {
			tb.Fatal(err)
		}
	}
	took := time.Since(start)
	if n := count(tb, db, `SELECT count(*) FROM mails WHERE raw IS NOT NULL AND text <> ''`); n != waitingMails {
		tb.Fatalf("the bare loop kept %d mails, want %d", n, waitingMails)
	}
	return took
}

// bareParse decodes every part of a mail and keeps the plain text.
func bareParse(tb testing.TB, raw []byte) (id, from, subject, text string) {
	tb.Helper()
	m, err := message.Read(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) {
		tb.Fatal(err)
	}
	subject, _ = m.Header.Text("Subject")
	err = m.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil && !message.IsUnknownCharset(err) {
			return err
		}
		kind, _, _ := part.Header.ContentType()
		if len(kind) >= 10 && kind[:10] == "multipart/" {
			return nil
		}
		body, err := io.ReadAll(part.Body)
		if text == "" {
			text = string(body)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return m.Header.Get("Message-Id"), m.Header.Get("From"), subject, text
}
