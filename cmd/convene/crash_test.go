//go:build integration

package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"mime"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"convene/daemon"
	"convene/mailflow"
	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/rig"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // what is left behind is looked at without our own code
)

// The crash tests kill the real binary, with SIGKILL, and start it again. KILLS says
// how often in one life of a group; KILLSEED which life and which instants (both
// matter only as far as the machine is as quick as it was).
const (
	usualKills   = 25
	usualSeed    = 1
	perStep      = 6  // kills between which a group gets no further, at the most; and one more for every 40 wanted
	perReading   = 2  // likewise while mails are read: one that was begun three times in vain is put aside for a person
	shortMeets   = 3  // meetings of the life with the usual number of kills
	demoMeets    = 12 // of a longer one, as in the demo
	killsAMeet   = 25 // for about so many kills there is an occasion from one meeting to the next
	crashCircle  = "ana ben chiara dana eli fay gus hana leo"
	crashAddress = "groups@" + rig.Domain
)

// crashPoints are all that a life comes by, but those of a migration and of
// forgetting, which have their own test.
var crashPoints = []string{
	daemon.PointFetched, daemon.PointIngested, daemon.PointMoved, daemon.PointAttempted, daemon.PointCommit,
	daemon.PointCommitted, daemon.PointSubmit, daemon.PointAccepted, daemon.PointSent,
}

// fromEnvironment is a number that whoever runs the tests may set.
func fromEnvironment(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is no number of times", name, text)
	}
	return n
}

// crashing is the binary that can be told where to die, built once a test.
func crashing(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "convene")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-tags", "timetzdata,crashpoints", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the binary: %v\n%s", err, said)
	}
	return path
}

// run is one run of the binary: killed at a point ("accepted:3") or after a while,
// or, with neither, left alone. It says whether the kill met it.
func run(t *testing.T, binary, dir, point string, after time.Duration, args ...string) (killed bool) {
	t.Helper()
	ctx := t.Context()
	if after > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, after) // CommandContext kills with SIGKILL
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CONVENE_CRASH="+point)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	if cmd.ProcessState != nil && cmd.ProcessState.Success() {
		return false // it was quicker
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
			return true
		}
	}
	if err != nil {
		t.Fatalf("convene %s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return false
}

// crashLife is one group between real servers, and what its members wrote.
type crashLife struct {
	t       *testing.T
	rig     *rig.Rig
	binary  string
	dir     string
	rnd     *rand.Rand
	begin   time.Time
	read    map[string]bool        // files of members' mailboxes that they have read
	answers map[string]crashAnswer // by Message-ID
	kills   map[string]int         // by point, "" the random ones
	took    time.Duration          // of the last run that nobody killed
	waiting bool                   // members have just written
}

// crashAnswer is what one reply must have come to.
type crashAnswer struct{ rsvp, topic string }

func newCrashLife(t *testing.T, seed, meetings int) *crashLife {
	t.Helper()
	r, err := rig.Start(t.Context(), append([]string{"groups"}, strings.Fields(crashCircle)...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	l := &crashLife{
		t: t, rig: r, binary: crashing(t), dir: t.TempDir(), begin: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC),
		rnd:  rand.New(rand.NewPCG(uint64(seed), 0)), //nolint:gosec // a life that can be repeated
		read: map[string]bool{}, answers: map[string]crashAnswer{}, kills: map[string]int{}, took: 300 * time.Millisecond,
	}
	var members []string
	for _, name := range strings.Fields(crashCircle) {
		members = append(members, fmt.Sprintf("%q", strings.ToUpper(name[:1])+name[1:]+" <"+name+"@"+rig.Domain+">"))
	}
	toml := fmt.Sprintf(`database = "convene.db"
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
id = "crash"
name = "Crash Course"
timezone = "Europe/Madrid"
coordinators = ["ana@%s"]
members = [%s]
[group.meetings]
first = 2026-01-20T16:00:00
repeat = "every 2 weeks on Tuesday"
count = %d
`, crashAddress, r.SMTP, r.IMAP, crashAddress, r.CAFile, rig.Domain, strings.Join(members, ", "), meetings)
	for name, text := range map[string]string{"convene.toml": toml, "password": rig.Password} {
		if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// pass is one pass of the daemon at a virtual time.
func (l *crashLife) pass(at time.Time, point string, after time.Duration) (killed bool) {
	l.t.Helper()
	begun := time.Now()
	killed = run(l.t, l.binary, l.dir, point, after, "run", "--once", "--now", at.Format(time.RFC3339))
	if !killed {
		l.took = time.Since(begun)
	}
	return killed
}

// next is when something is due again: replies that have just been written are read
// soon, the rest is as the database says.
func (l *crashLife) next(at time.Time) time.Time {
	l.t.Helper()
	if l.waiting {
		return at.Add(10 * time.Minute)
	}
	db := openPlain(l.t, filepath.Join(l.dir, "convene.db"))
	defer func() { _ = db.Close() }()
	var text sql.NullString
	if err := db.QueryRowContext(l.t.Context(), `SELECT min(due) FROM (SELECT min(next_due) AS due FROM groups
		UNION ALL SELECT min(next_try) FROM outbox WHERE state = 'queued')`).Scan(&text); err != nil {
		l.t.Fatal(err)
	}
	next, err := time.Parse(time.RFC3339, text.String)
	if err != nil || next.Before(at.Add(10*time.Minute)) || next.After(at.AddDate(0, 0, 7)) {
		return at.AddDate(0, 0, 7)
	}
	return next
}

// kill tries once to kill a pass: at the named point that has had the fewest kills of
// some, or at any instant.
func (l *crashLife) kill(at time.Time) bool {
	l.t.Helper()
	point, after := "", time.Duration(0)
	if l.rnd.IntN(4) == 0 {
		after = time.Duration(1 + l.rnd.Int64N(int64(l.took)))
	} else {
		points := crashPoints
		if !l.waiting {
			points = points[slices.Index(points, daemon.PointCommit):] // nothing is to be read
		}
		some := l.rnd.Perm(len(points))[:3]
		point = points[slices.MinFunc(some, func(a, b int) int { return l.kills[points[a]] - l.kills[points[b]] })]
	}
	killed := false
	if point == "" {
		killed = l.pass(at, "", after)
	} else {
		nth := 1 // a whole batch comes by the points of reading at once
		if slices.Index(crashPoints, point) >= slices.Index(crashPoints, daemon.PointCommit) {
			nth += l.rnd.IntN(2)
		}
		killed = l.pass(at, point+":"+strconv.Itoa(nth), 0)
	}
	if killed {
		l.kills[point]++
	}
	return killed
}

func (l *crashLife) killed() (n int) {
	for _, k := range l.kills {
		n += k
	}
	return n
}

// quiet waits until Postfix has handed on everything.
func (l *crashLife) quiet() {
	l.t.Helper()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		waiting := 0
		for _, queue := range []string{"maildrop", "incoming", "active", "deferred"} {
			err := filepath.WalkDir(filepath.Join(l.rig.Dir, "queue", queue), func(_ string, e fs.DirEntry, err error) error {
				if errors.Is(err, fs.ErrNotExist) {
					return nil // it went while we looked
				}
				if err == nil && !e.IsDir() {
					waiting++
				}
				return err
			})
			if err != nil {
				l.t.Fatal(err)
			}
		}
		if waiting == 0 {
			return
		}
		select {
		case <-look.C:
		case <-l.t.Context().Done():
			l.t.Fatal("Postfix never came to rest")
		}
	}
}

// mailbox are a member's mails on the server, by file.
func (l *crashLife) mailbox(name string) map[string][]byte {
	l.t.Helper()
	mails := map[string][]byte{}
	for _, sub := range []string{"new", "cur"} {
		dir := filepath.Join(l.rig.Dir, "mail", name+"@"+rig.Domain, "Maildir", sub)
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			l.t.Fatal(err)
		}
		for _, e := range entries {
			raw, err := os.ReadFile(filepath.Join(dir, e.Name())) //nolint:gosec // a mailbox of the test's own
			if err != nil {
				l.t.Fatal(err)
			}
			mails[name+"/"+e.Name()] = raw
		}
	}
	return mails
}

// reply lets members read what is new and answer some of it, by SMTP to Postfix.
func (l *crashLife) reply(at time.Time) {
	l.t.Helper()
	l.quiet()
	for _, name := range strings.Fields(crashCircle) {
		mails := l.mailbox(name)
		var files []string
		for f := range mails {
			if !l.read[f] {
				files = append(files, f)
			}
		}
		slices.Sort(files)
		for _, f := range files {
			l.read[f] = true
			m, err := mailflow.Parse(mails[f])
			if err != nil {
				l.t.Fatal(err)
			}
			if (len(m.Calendars) > 0 || strings.Contains(m.Subject, "can you come")) && l.rnd.IntN(3) > 0 {
				l.answer(m, name, at)
			}
		}
	}
	l.quiet()
}

// answer writes one reply. Each carries words that no other one has, so that it can
// be found again wherever it ends.
func (l *crashLife) answer(m *mailflow.Mail, name string, at time.Time) {
	l.t.Helper()
	n := len(l.answers) + 1
	id := fmt.Sprintf("reply-%d@%s", n, rig.Domain)
	said := crashAnswer{topic: fmt.Sprintf("Listening well, part %d", n)}
	text := map[string]string{"yes": "Yes, I'll be there.", "no": "Sorry, I can't come."}
	said.rsvp = []string{"yes", "no"}[l.rnd.IntN(2)]
	raw := fmt.Sprintf("From: %s@%s\r\nTo: %s\r\nSubject: Re: %s\r\nMessage-ID: <%s>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n\r\ntopic: %s\r\n",
		name, rig.Domain, crashAddress, mime.QEncoding.Encode("utf-8", m.Subject), id, at.Format(time.RFC1123Z), m.MessageID, text[said.rsvp], said.topic)
	l.submit(name+"@"+rig.Domain, raw)
	l.answers[id] = said
	l.waiting = true
}

// submit hands a mail to Postfix, as a member's mail client would.
func (l *crashLife) submit(from, raw string) {
	l.t.Helper()
	c, err := smtp.Dial(l.rig.SMTP)
	if err != nil {
		l.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for _, err := range []error{c.Mail(from), c.Rcpt(crashAddress)} {
		if err != nil {
			l.t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		l.t.Fatal(err)
	}
	_, err = w.Write([]byte(raw))
	if err = errors.Join(err, w.Close(), c.Quit()); err != nil {
		l.t.Fatal(err)
	}
}

// TestCrash lets a group live while the binary that runs it is killed again and
// again, at the named points and at any instant between. Afterwards nothing is lost
// and nothing has been counted twice; mails that came twice are the same mail.
func TestCrash(t *testing.T) {
	want, seed := fromEnvironment(t, "KILLS", usualKills), fromEnvironment(t, "KILLSEED", usualSeed)
	meetings := shortMeets
	if want > 10*usualKills {
		meetings = max(demoMeets, want/killsAMeet)
	}
	l := newCrashLife(t, seed, meetings)
	end := time.Date(2026, 1, 20, 16, 0, 0, 0, time.UTC).AddDate(0, 0, 14*(meetings-1)+30)
	for at := l.begin; at.Before(end); at = l.next(at) {
		// A kill that misses lets the pass come to its end: then nothing is left to do.
		tries := perStep + want/40
		if l.waiting {
			tries = perReading
		}
		for try := 0; try < tries && l.killed() < want && l.kill(at); try++ {
		}
		l.pass(at, "", 0)
		l.waiting = false
		l.reply(at)
	}
	if l.killed() < want {
		t.Errorf("killed only %d times in this life, not %d", l.killed(), want)
	}
	l.pass(end.AddDate(0, 0, 1), "", 0)
	l.quiet()
	l.examine(want)
}

// examine looks at the database and the mailboxes with nothing of our own.
func (l *crashLife) examine(want int) {
	t := l.t
	t.Helper()
	db := openPlain(t, filepath.Join(l.dir, "convene.db"))
	lost, twice := 0, 0
	for id, said := range l.answers {
		for what, q := range map[string]struct {
			query string
			args  []any
		}{
			"ledger rows with an outcome": {`SELECT count(*) FROM inbox WHERE message_id = ? AND outcome = 'applied'`, []any{id}},
			"answers":                     {`SELECT count(*) FROM rsvps JOIN inbox ON inbox.id = rsvps.inbox WHERE message_id = ? AND answer = ?`, []any{id, said.rsvp}},
			"topics":                      {`SELECT count(*) FROM topics JOIN words ON words.id = topics.words WHERE text = ?`, []any{said.topic}},
		} {
			switch n := count(t, db, q.query, q.args...); {
			case n < 1:
				lost++
				t.Errorf("%s of %s: none", what, id)
			case n > 1:
				twice++
				t.Errorf("%s of %s: %d", what, id, n)
			}
		}
	}
	if t.Failed() {
		l.tell(db)
	}
	if n := count(t, db, `SELECT count(*) FROM inbox WHERE outcome IS NULL`); n > 0 {
		t.Errorf("%d mails have no outcome", n)
	}
	if n := count(t, db, `SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'expired', 'superseded')`); n > 0 {
		t.Errorf("%d mails were never sent", n)
	}
	examineFile(t, db)
	mails, repeated := l.arrived(db)
	var killed []string
	for _, p := range append([]string{""}, crashPoints...) {
		if l.kills[p] == 0 && want >= 200 {
			t.Errorf("never killed at %q", p)
		}
		name := p
		if p == "" {
			name = "any instant"
		}
		killed = append(killed, fmt.Sprintf("%s %d", name, l.kills[p]))
	}
	if len(l.answers) < 10 {
		t.Errorf("only %d replies: that was no life", len(l.answers))
	}
	t.Logf("killed %d times (%s): %d replies, %d lost, %d counted twice; %d mails, %d of them arrived again, byte for byte",
		l.killed(), strings.Join(killed, ", "), len(l.answers), lost, twice, mails, repeated)
}

// tell says what became of replies that were not applied, and what still lies in the
// mailbox.
func (l *crashLife) tell(db *sql.DB) {
	t := l.t
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT uid, message_id, coalesce(outcome, 'none'), because, kind FROM inbox WHERE coalesce(outcome, '') <> 'applied'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var uid int
		var id, outcome, because, kind sql.NullString
		if err := rows.Scan(&uid, &id, &outcome, &because, &kind); err != nil {
			t.Fatal(err)
		}
		t.Logf("mail %d %s: %s, %s (%s)", uid, id.String, outcome.String, because.String, kind.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for f, raw := range l.mailbox("groups") {
		m, err := mailflow.Parse(raw)
		t.Logf("unread: %s %v %v", f, m.MessageID, err)
	}
}

// arrived compares members' mailboxes with what the outbox says was sent.
func (l *crashLife) arrived(db *sql.DB) (mails, repeated int) {
	t := l.t
	t.Helper()
	copies := map[string][][]byte{} // by recipient and Message-ID
	for _, name := range strings.Fields(crashCircle) {
		for f, raw := range l.mailbox(name) {
			m, err := mailflow.Parse(raw)
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			key := name + "@" + rig.Domain + " " + m.MessageID
			copies[key] = append(copies[key], withoutTrace(raw))
		}
	}
	rows, err := db.QueryContext(t.Context(), `SELECT recipient, message_id FROM outbox WHERE state = 'sent'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var to, id string
		if err := rows.Scan(&to, &id); err != nil {
			t.Fatal(err)
		}
		key := to + " " + strings.Trim(id, "<>")
		mails++
		if len(copies[key]) == 0 {
			t.Errorf("never arrived: %s", key)
			continue
		}
		for _, other := range copies[key][1:] {
			repeated++
			if !bytes.Equal(other, copies[key][0]) {
				t.Errorf("arrived again as another mail: %s", key)
			}
		}
		delete(copies, key)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for key := range copies {
		t.Errorf("arrived, and nothing was sent: %s", key)
	}
	// Four connections at a time stand between acceptance and commit, at the most.
	if repeated > 4*l.killed() {
		t.Errorf("%d mails arrived again after %d kills", repeated, l.killed())
	}
	return mails, repeated
}

// withoutTrace is a mail as it was submitted: the servers on its way wrote their
// fields above it (RFC 5321, section 4.4).
func withoutTrace(raw []byte) []byte {
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for i := 0; i < len(lines); i++ {
		name, _, _ := bytes.Cut(lines[i], []byte(":"))
		continued := len(lines[i]) > 0 && (lines[i][0] == ' ' || lines[i][0] == '\t')
		switch string(name) {
		case "Return-Path", "Delivered-To", "Received":
			continue
		}
		if !continued {
			return bytes.Join(lines[i:], nil)
		}
	}
	return nil
}

func openPlain(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func count(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// examineFile is SQLite's own opinion of the file.
func examineFile(t *testing.T, db *sql.DB) {
	t.Helper()
	var said string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&said); err != nil || said != "ok" {
		t.Errorf("integrity_check: %s %v", said, err)
	}
	if n := count(t, db, `SELECT count(*) FROM pragma_foreign_key_check`); n > 0 {
		t.Errorf("foreign_key_check: %d rows", n)
	}
}

// TestCrashMigrating kills the binary while it brings an older database up to date:
// before every step, and at any instant. The next start finishes what was begun.
func TestCrashMigrating(t *testing.T) {
	binary := crashing(t)
	migrations := os.DirFS(filepath.Join("..", "..", "daemon", "store", "migrations"))
	entries, err := fs.ReadDir(migrations, ".")
	if err != nil {
		t.Fatal(err)
	}
	newest, killed := len(entries), 0
	office, err := postoffice.Start(postoffice.Config{Users: map[string]string{crashAddress: rig.Password}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = office.Close() }()
	rnd := rand.New(rand.NewPCG(usualSeed, 1)) //nolint:gosec // instants that can be repeated
	took := 200 * time.Millisecond
	for old := 1; old < newest; old++ {
		var points []string
		for step := 1; step <= newest-old; step++ {
			points = append(points, daemon.PointMigrating+":"+strconv.Itoa(step))
		}
		for range max(3, fromEnvironment(t, "KILLS", usualKills)/25) {
			points = append(points, "")
		}
		for _, point := range points {
			dir := t.TempDir()
			path := oldDatabase(t, dir, office, migrations, old)
			args := []string{"run", "--once", "--now", "2026-01-05T07:00:00Z"}
			after := time.Duration(0)
			if point == "" {
				after = time.Duration(1 + rnd.Int64N(int64(took)))
			}
			if run(t, binary, dir, point, after, args...) {
				killed++
			} else if point != "" {
				t.Fatalf("from schema %d it never came by %s", old, point)
			}
			begun := time.Now()
			run(t, binary, dir, "", 0, args...)
			took = time.Since(begun)
			db := openPlain(t, path)
			examineFile(t, db)
			if n := count(t, db, `SELECT max(version_id) FROM migrations`); n != newest {
				t.Errorf("from schema %d, killed at %q: it is %d now", old, point, n)
			}
			if n := count(t, db, `SELECT count(*) FROM words WHERE text = 'to be kept'`); n != 1 {
				t.Errorf("from schema %d, killed at %q: the words are there %d times", old, point, n)
			}
		}
	}
	t.Logf("killed %d times while migrating", killed)
}

// oldDatabase is one that an older convene left, with a group and words in it.
func oldDatabase(t *testing.T, dir string, office *postoffice.Office, migrations fs.FS, version int) string {
	t.Helper()
	path := filepath.Join(dir, "convene.db")
	db := openPlain(t, path)
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithTableName("migrations"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), int64(version)); err != nil {
		t.Fatal(err)
	}
	for _, insert := range []string{
		`INSERT INTO groups (id, name, founded) VALUES ('old', 'Old Friends', '2025-01-01T00:00:00Z')`,
		`INSERT INTO words (group_id, kind, text) VALUES ('old', 'note', 'to be kept')`,
	} {
		if _, err := db.ExecContext(t.Context(), insert); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	toml := fmt.Sprintf(`database = "convene.db"
[mail]
address = "groups@example.test"
smtp_host = %q
imap_host = %q
smtp_tls = "none"
imap_tls = "none"
username = "groups@example.test"
password_file = "password"
[[group]]
id = "new"
name = "New Friends"
coordinators = ["ana@example.test"]
members = ["ana@example.test", "ben@example.test", "chiara@example.test", "dana@example.test", "eli@example.test", "fay@example.test", "gus@example.test"]
[group.meetings]
first = 2026-02-03T16:00:00
repeat = "every week"
count = 3
`, office.SMTPAddr(), office.IMAPAddr())
	for name, text := range map[string]string{"convene.toml": toml, "password": rig.Password} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}
