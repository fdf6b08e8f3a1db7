package daemon_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
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
	"convene/mailflow/postoffice"
)

// world is a daemon with its database, on a virtual clock, against the embedded
// post office over real sockets.
type world struct {
	t      testing.TB
	office *postoffice.Office
	clock  *daemon.VirtualClock
	d      *daemon.Daemon
	cfg    *config.Config
	seq    int
	hook   func(point string) error
	seed   byte // of what the daemon draws by chance, beside the usual
	login  bool // members log in when they send, so that the server vouches for them
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	said   io.Writer // what the daemon logs of warnings and errors; nil is the test's log
}

const groupAddress = "groups@example.org"

var people = []string{"Ana Ruiz", "Ben Okoro", "Chiara Neri", "Dana Lind", "Eli Stern", "Fay Wong", "Hana Ito", "Leo Sand"}

// german gets letters in German.
const german = "Leo Sand"

func addressOf(name string) string {
	return strings.ToLower(strings.Fields(name)[0]) + "@example.org"
}

// newWorld sets up a group of eight who meet every two weeks; extra is added to
// the group's table in the configuration.
func newWorld(t testing.TB, start time.Time, extra string) *world {
	t.Helper()
	users := map[string]string{groupAddress: "secret"}
	var members []string
	for _, p := range people {
		users[addressOf(p)] = "secret"
		if p != german {
			members = append(members, fmt.Sprintf("%q", p+" <"+addressOf(p)+">"))
		}
	}
	office, err := postoffice.Start(postoffice.Config{Users: users, AuthservID: "mx.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = office.Close() })
	dir := t.TempDir()
	toml := fmt.Sprintf(`
database = "convene.db"
[mail]
address = "%s"
smtp_host = "%s"
imap_host = "%s"
smtp_tls = "none"
imap_tls = "none"
username = "%s"
password_file = "password"
authserv_id = "mx.example.org"
[[group]]
id = "tuesday"
name = "Tuesday Coaches"
timezone = "Europe/Madrid"
coordinators = ["ana@example.org"]
members = [%s]
%s
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
count = 6
place = "https://meet.example.org/tuesday"
[group.roles]
rotate = ["facilitator", "scribe"]
[[group.member]]
name = "%s"
email = "%s"
language = "de"
`, groupAddress, office.SMTPAddr(), office.IMAPAddr(), groupAddress, strings.Join(members, ", "), extra, german, addressOf(german))
	path := filepath.Join(dir, "convene.toml")
	if err := os.WriteFile(path, []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "password"), []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, problems := config.Load(path)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, office: office, clock: daemon.NewVirtualClock(start), cfg: cfg}
	w.open()
	t.Cleanup(func() { w.close() })
	return w
}

func (w *world) open() {
	w.t.Helper()
	said := w.said
	if said == nil {
		said = testWriter{w.t}
	}
	d, err := daemon.Open(w.t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock, Hook: w.hook, Dial: w.dial, Random: rand.NewChaCha8([32]byte{7, w.seed}), Logger: slog.New(slog.NewTextHandler(said, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		w.t.Fatal(err)
	}
	w.d = d
}

func (w *world) close() {
	if w.d != nil {
		if err := w.d.Close(); err != nil {
			w.t.Error(err)
		}
		w.d = nil
	}
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// pass does everything that can be done at that time.
func (w *world) pass(at time.Time) daemon.Passed {
	w.t.Helper()
	w.clock.Set(at)
	p, err := w.d.Pass(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// mails are the mails a person has got so far.
func (w *world) mails(name string) []*mailflow.Mail {
	w.t.Helper()
	var ms []*mailflow.Mail
	for _, raw := range w.office.Mailbox(addressOf(name)) {
		m, err := mailflow.Parse(raw)
		if err != nil {
			w.t.Fatal(err)
		}
		ms = append(ms, m)
	}
	return ms
}

// last is the last mail a person has got whose subject or text holds the words.
func (w *world) last(name, words string) *mailflow.Mail {
	w.t.Helper()
	ms := w.mails(name)
	for i := len(ms) - 1; i >= 0; i-- {
		if strings.Contains(ms[i].Subject, words) || strings.Contains(ms[i].Text, words) {
			return ms[i]
		}
	}
	for _, m := range ms {
		w.t.Logf("%s has: %s", name, m.Subject)
	}
	w.t.Fatalf("%s has no mail with %q", name, words)
	return nil
}

// reply sends a person's answer to a mail over SMTP.
func (w *world) reply(name string, to *mailflow.Mail, text string) {
	w.t.Helper()
	headers := ""
	subject := "Hello"
	if to != nil {
		headers = fmt.Sprintf("In-Reply-To: <%s>\r\n", to.MessageID)
		subject = "Re: " + to.Subject
	}
	w.seq++
	w.send(name, fmt.Sprintf("From: %s <%s>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <r%d@example.org>\r\nDate: %s\r\n%sMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
		name, addressOf(name), groupAddress, subject, w.seq, w.clock.Now().Format(time.RFC1123Z), headers, strings.ReplaceAll(text, "\n", "\r\n")))
}

// send hands raw bytes to the post office, as the person.
func (w *world) send(name, raw string) {
	w.t.Helper()
	c, err := smtp.Dial(w.office.SMTPAddr())
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if w.login {
		if err := c.Auth(smtp.PlainAuth("", addressOf(name), "secret", "127.0.0.1")); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, err := range []error{c.Mail(addressOf(name)), c.Rcpt(groupAddress)} {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	wr, err := c.Data()
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := wr.Write([]byte(raw)); err != nil {
		w.t.Fatal(err)
	}
	if err := wr.Close(); err != nil {
		w.t.Fatal(err)
	}
	_ = c.Quit()
}

func (w *world) report() daemon.StatusReport {
	w.t.Helper()
	r, err := daemon.Status(context.Background(), daemon.Options{Config: w.cfg, Clock: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) status() daemon.GroupStatus {
	w.t.Helper()
	return w.report().Groups[0]
}

func madrid(y int, m time.Month, d, h int) time.Time {
	z, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		panic(err)
	}
	return time.Date(y, m, d, h, 0, 0, 0, z)
}
