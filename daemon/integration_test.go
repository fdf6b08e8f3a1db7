//go:build integration

package daemon_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"mime"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"
	"convene/mailflow"
	"convene/mailflow/inbox"
	"convene/mailflow/postoffice/rig"
)

// running is a daemon as it runs in earnest: the machine's clock, a real Postfix
// that it submits to with STARTTLS, a real Dovecot that it listens to by IDLE.
type running struct {
	t        *testing.T
	rig      *rig.Rig
	cfg      *config.Config
	commits  chan struct{}
	finished chan error
	stop     context.CancelFunc
	first    time.Time // the first meeting
}

const realAddress = "groups@" + rig.Domain

func startRunning(t *testing.T) *running {
	t.Helper()
	names := []string{"ana", "ben", "chiara", "dana", "eli", "fay", "gus"}
	r, err := rig.Start(t.Context(), append([]string{"groups"}, names...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	var members []string
	for _, n := range names {
		members = append(members, fmt.Sprintf("%q", n+"@"+rig.Domain))
	}
	dir := t.TempDir()
	first := time.Now().UTC().AddDate(0, 0, 10)
	toml := fmt.Sprintf(`
[mail]
address = %q
smtp_host = %q
smtp_tls = "starttls"
imap_host = %q
imap_tls = "starttls"
username = %q
password_file = "password"
ca_file = %q
[[group]]
id = "real"
name = "Real Servers"
coordinators = ["ana@example.test"]
members = [%s]
[group.meetings]
first = %s
repeat = "every week"
count = 3
[group.letters]
quiet = "off"
weekends = true
`, realAddress, r.SMTP, r.IMAP, realAddress, r.CAFile, strings.Join(members, ", "), first.Format("2006-01-02T15:04:00"))
	path := filepath.Join(dir, "convene.toml")
	for name, text := range map[string]string{path: toml, filepath.Join(dir, "password"): rig.Password} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, problems := config.Load(path)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	run := &running{t: t, rig: r, cfg: cfg, commits: make(chan struct{}, 1000), finished: make(chan error, 1), first: first}
	run.start()
	return run
}

func (r *running) start() {
	r.t.Helper()
	d, err := daemon.Open(r.t.Context(), daemon.Options{
		Config: r.cfg, Logger: slog.New(slog.NewTextHandler(testWriter{r.t}, nil)),
		Hook: func(point string) error {
			if point == daemon.PointCommitted {
				r.commits <- struct{}{}
			}
			return nil
		},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.stop = cancel
	go func() {
		err := d.Run(ctx)
		_ = d.Close()
		r.finished <- err
	}()
	r.t.Cleanup(func() {
		cancel()
		if r.finished != nil {
			<-r.finished
		}
	})
}

// await waits for commits until something is so.
func (r *running) await(what string, so func() bool) {
	r.t.Helper()
	for !so() {
		select {
		case <-r.commits:
		case err := <-r.finished:
			r.finished = nil
			r.t.Fatalf("the daemon ended before %s: %v", what, err)
		}
	}
}

// arrivals hands over a member's mails as they come, read from Dovecot.
func (r *running) arrivals(name string) <-chan *mailflow.Mail {
	r.t.Helper()
	c, err := inbox.New(inbox.Config{Address: r.rig.IMAP, TLS: inbox.StartTLS, Username: name + "@" + rig.Domain, Password: rig.Password, RootCAs: r.rig.RootCAs})
	if err != nil {
		r.t.Fatal(err)
	}
	mails := make(chan *mailflow.Mail, 100)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.Watch(ctx, func(context.Context) (inbox.Cursor, error) { return inbox.Cursor{}, nil }, func(_ context.Context, batch []inbox.Message, _ inbox.Cursor) error {
			for _, b := range batch {
				m, err := mailflow.Parse(b.Raw)
				if err != nil {
					return err
				}
				mails <- m
			}
			return nil
		})
	}()
	r.t.Cleanup(func() { cancel(); <-done })
	return mails
}

// send submits a mail as somebody would, to Postfix.
func (r *running) send(from, raw string) {
	r.t.Helper()
	host, _, _ := net.SplitHostPort(r.rig.SMTP)
	c, err := smtp.Dial(r.rig.SMTP)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.StartTLS(&tls.Config{ServerName: host, RootCAs: r.rig.RootCAs}); err != nil {
		r.t.Fatal(err)
	}
	for _, err := range []error{c.Mail(from), c.Rcpt(realAddress)} {
		if err != nil {
			r.t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := w.Write([]byte(raw)); err != nil {
		r.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		r.t.Fatal(err)
	}
	_ = c.Quit()
}

func (r *running) answers(m *mailflow.Mail, name, text string) {
	r.t.Helper()
	r.send(name+"@"+rig.Domain, fmt.Sprintf("From: %s@%s\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <%s-%d@example.test>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\n\r\n%s\r\n",
		name, rig.Domain, realAddress, mime.QEncoding.Encode("utf-8", m.Subject), name, time.Now().UnixNano(), time.Now().Format(time.RFC1123Z), m.MessageID, text))
}

func (r *running) said(value string) int {
	r.t.Helper()
	s, err := daemon.Status(r.t.Context(), daemon.Options{Config: r.cfg})
	if err != nil {
		r.t.Fatal(err)
	}
	if s.Groups[0].Next == nil {
		return 0
	}
	return s.Groups[0].Next.RSVPs[value]
}

// invitation is the one to the first meeting.
func (r *running) invitation(mails <-chan *mailflow.Mail) *mailflow.Mail {
	for m := range mails {
		if len(m.Calendars) > 0 && strings.HasPrefix(m.Subject, r.first.Format("Mon 2 January")) {
			return m
		}
	}
	return nil
}

// TestRealServers sends through Postfix with STARTTLS, reads Dovecot by IDLE,
// and survives Dovecot's restart; a reply injected by SMTP becomes an RSVP.
func TestRealServers(t *testing.T) {
	r := startRunning(t)
	ben, dana := r.arrivals("ben"), r.arrivals("dana")
	r.answers(r.invitation(ben), "ben", "Yes, count me in!")
	r.await("ben's yes", func() bool { return r.said("yes") == 1 })

	if err := r.rig.RestartDovecot(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.answers(r.invitation(dana), "dana", "Sorry, I can't come.")
	r.await("dana's no, after Dovecot's restart", func() bool { return r.said("no") == 1 })

	r.stop()
	if err := <-r.finished; err != nil {
		t.Errorf("the daemon ended with %v", err)
	}
	r.finished = nil
}
