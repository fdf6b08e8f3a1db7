package daemon_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/store"
)

// copyNow backs the world's database up while its daemon has it open.
func (w *world) copyNow(name string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	if _, err := daemon.Backup(w.t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock}, path); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// restore stops the daemon, restores, and starts it again without a pass.
func (w *world) restore(copied string) daemon.Restored {
	w.t.Helper()
	w.close()
	r, err := daemon.Restore(w.t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock}, copied, true)
	if err != nil {
		w.t.Fatal(err)
	}
	w.seed++ // chance does not repeat itself
	w.open()
	return r
}

// rows reads one column of the database, as a coordinator with sqlite3 would.
func (w *world) rows(query string, args ...any) []string {
	w.t.Helper()
	pool, err := sql.Open("sqlite", "file:"+w.cfg.Database+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	rows, err := pool.QueryContext(w.t.Context(), query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// change changes the database, as a coordinator with sqlite3 could.
func (w *world) change(query string) {
	w.t.Helper()
	pool, err := sql.Open("sqlite", "file:"+w.cfg.Database+"?mode=rw&_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := pool.ExecContext(w.t.Context(), query); err != nil {
		w.t.Fatal(err)
	}
}

// everyMail is the raw mail of everybody so far, by member.
func (w *world) everyMail() map[string][][]byte {
	all := map[string][][]byte{}
	for _, p := range people {
		all[p] = w.office.Mailbox(addressOf(p))
	}
	return all
}

var (
	uidLine      = regexp.MustCompile(`(?m)^UID:(\S+)`)
	sequenceLine = regexp.MustCompile(`(?m)^SEQUENCE:(\d+)`)
)

// sequences are the SEQUENCEs of every calendar object that members got, by UID, in
// the order in which they came.
func (w *world) sequences() map[string][]int {
	w.t.Helper()
	all := map[string][]int{}
	for _, p := range people {
		for _, m := range w.mails(p) {
			for _, raw := range m.Calendars {
				text := strings.ReplaceAll(string(raw), "\r\n ", "")
				uid, n := uidLine.FindStringSubmatch(text), sequenceLine.FindStringSubmatch(text)
				if uid == nil || n == nil {
					w.t.Fatalf("no UID or no SEQUENCE:\n%s", text)
				}
				number, err := strconv.Atoi(n[1])
				if err != nil {
					w.t.Fatal(err)
				}
				all[uid[1]] = append(all[uid[1]], number)
			}
		}
	}
	return all
}

// wantNothingLost is I1 and I5: every mail that members ever sent is in the ledger,
// with an outcome, and the database is sound.
func (w *world) wantNothingLost() {
	w.t.Helper()
	waiting := w.rows(`SELECT hash FROM inbox WHERE outcome IS NULL`)
	if len(waiting) > 0 {
		w.t.Errorf("%d mails have no outcome", len(waiting))
	}
	known := map[string]bool{}
	for _, h := range w.rows(`SELECT hash FROM inbox`) {
		known[h] = true
	}
	seen := 0
	for _, raw := range w.office.Mailbox(groupAddress) {
		seen++
		sum := sha256.Sum256(raw)
		if !known[hex.EncodeToString(sum[:])] {
			w.t.Errorf("a mail is not in the ledger:\n%s", raw)
		}
	}
	if seen == 0 {
		w.t.Error("no mail was ever sent")
	}
	for _, s := range w.rows(`PRAGMA integrity_check`) {
		if s != "ok" {
			w.t.Error(s)
		}
	}
	if bad := w.rows(`SELECT "table" FROM pragma_foreign_key_check`); len(bad) > 0 {
		w.t.Errorf("dangling rows in %v", bad)
	}
	w.t.Logf("mails of members: %d, each with an outcome", seen)
}

// lifeAfterTheCopy plays on for two weeks: a letter is answered, a meeting moved,
// an invitation comes and is accepted. It returns when that is.
func lifeAfterTheCopy(w *world) time.Time {
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
	w.reply("Fay Wong", w.last("Fay Wong", "can you come"), "no, sorry")
	w.reply("Dana Lind", nil, "topic: asking better questions")
	w.pass(letter.Add(time.Hour))
	w.reply("Ana Ruiz", nil, "move 27 January to 28 January 16:00")
	w.pass(letter.Add(2 * time.Hour))
	w.reply("Ana Ruiz", w.last("Ana Ruiz", "28 January"), "yes")
	w.pass(letter.Add(3 * time.Hour))
	later := madrid(2026, time.January, 20, 10)
	w.pass(madrid(2026, time.January, 14, 9))
	w.pass(later)
	w.reply("Chiara Neri", w.last("Chiara Neri", "10 February"), "count me in")
	later = madrid(2026, time.January, 21, 10)
	w.pass(later)
	w.reply("Hana Ito", w.last("Hana Ito", "28 January, 16:00: can you come"), "yes")
	w.pass(later.Add(time.Hour))
	return later.Add(2 * time.Hour)
}

// TestARestoredCopyLosesNothingAndRepeatsNothing: a copy, two weeks of life, and the
// copy takes the place of what was lived.
func TestARestoredCopyLosesNothingAndRepeatsNothing(t *testing.T) {
	cases := []struct {
		name  string
		blind bool
	}{{"beside the database that was in use", false}, {"with nothing but the copy", true}}
	if oneIn > 1 {
		cases = cases[:1]
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.login = true
			w.pass(begin)
			w.reply("Ben Okoro", w.last("Ben Okoro", "Welcome"), "1: To listen longer.")
			w.pass(begin.Add(time.Hour))
			copied := w.copyNow("copy.db")
			end := lifeAfterTheCopy(w)
			lived := w.rows(`SELECT meeting || ' ' || member || ' ' || answer FROM current_rsvps ORDER BY 1`)
			before, numbers := w.everyMail(), w.sequences()
			w.clock.Set(end)
			if c.blind {
				w.close()
				if err := os.WriteFile(w.cfg.Database, bytes.Repeat([]byte("lost"), 5000), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r := w.restore(copied)
			if (r.Blind != nil) != c.blind {
				t.Fatalf("restored %+v", r)
			}
			if !c.blind && (r.Letters == 0 || r.Invitations == 0) {
				t.Errorf("learned nothing of what was sent: %+v", r)
			}
			if got := w.report().Mailbox.NeedsHand; c.blind && len(got) > 0 && strings.Contains(got[0], "cannot be read") {
				t.Errorf("needs a hand: %q", got)
			}
			w.pass(end)
			w.wantNothingLost()
			// I3, I4: nothing goes out but answers to what was read again.
			for _, sent := range w.rows(`SELECT l.class || ' to ' || l.member || ': ' || l.subject FROM letters l JOIN outbox o ON o.letter = l.token
				WHERE l.at >= (SELECT at FROM restored) AND l.class NOT IN ('receipt', 'urgent')`) {
				t.Errorf("sent after the restore: %s", sent)
			}
			sent := 0
			for p, had := range before {
				sent += len(w.office.Mailbox(addressOf(p))) - len(had)
			}
			t.Logf("%d mails were read again, %d sent in answer", len(w.rows(`SELECT id FROM inbox WHERE mailbox = 'Done'`)), sent)
			w.wantMessageIDsOnce()
			if got := w.rows(`SELECT count(*) FROM items WHERE reason LIKE 'restored from a copy%' AND how = 'skipped'`); got[0] == "0" {
				t.Error("nothing is recorded as skipped")
			}
			// What was said about a meeting ahead counts again. The move that Ana confirmed
			// does not: she is asked once more, and who answered to the new time is told.
			got := w.rows(`SELECT meeting || ' ' || member || ' ' || answer FROM current_rsvps WHERE member = 'chiara-neri'`)
			if want := "2026-02-10T16:00 chiara-neri yes"; !c.blind && (len(got) != 1 || got[0] != want) {
				t.Errorf("there is %q, want %q; before it was %q", got, want, lived)
			}
			w.last("Ana Ruiz", "Shall I move Tue 27 January?")
			if got := w.rows(`SELECT outcome FROM inbox WHERE member = 'hana-ito'`); len(got) != 1 || !c.blind && got[0] != "late" {
				t.Errorf("an answer to a time that is not known became %q", got)
			}
			if got := w.rows(`SELECT count(*) FROM topics`); got[0] != "1" {
				t.Errorf("%s topics, want the one that was proposed after the copy", got[0])
			}
			// A second pass reads nothing twice.
			rows := w.rows(`SELECT count(*) FROM inbox`)
			w.close()
			w.open()
			if p := w.pass(end.Add(time.Minute)); p.Read != 0 {
				t.Errorf("read %d mails again", p.Read)
			}
			if again := w.rows(`SELECT count(*) FROM inbox`); again[0] != rows[0] {
				t.Errorf("the ledger grew from %s to %s", rows[0], again[0])
			}
			// An update after the restore has a higher SEQUENCE than any before.
			w.reply("Ana Ruiz", nil, "new link https://meet.example.org/elsewhere")
			w.pass(end.Add(time.Hour))
			w.reply("Ana Ruiz", w.last("Ana Ruiz", "elsewhere"), "yes")
			w.pass(end.Add(2 * time.Hour))
			w.reply("Ana Ruiz", nil, "cancel 10 February")
			w.pass(end.Add(3 * time.Hour))
			w.reply("Ana Ruiz", w.last("Ana Ruiz", "10 February"), "yes")
			w.pass(end.Add(4 * time.Hour))
			updated := 0
			for uid, all := range w.sequences() {
				for i, n := range all[min(1, len(all)):] {
					if n < all[i] {
						t.Errorf("SEQUENCE of %s went back: %v", uid, all)
					}
				}
				if had := len(numbers[uid]); had > 0 && len(all) > had {
					updated++
					if all[had] <= all[had-1] {
						t.Errorf("SEQUENCE of %s after the restore is not above the last: %v", uid, all)
					}
				}
			}
			if updated == 0 {
				t.Error("no invitation was updated after the restore")
			}
			w.wantNothingLost()
			t.Logf("calendar objects: %d, updated after the restore: %d", len(w.sequences()), updated)
		})
	}
}

// wantMessageIDsOnce: no member got two mails with one Message-ID.
func (w *world) wantMessageIDsOnce() {
	w.t.Helper()
	for _, p := range people {
		seen := map[string]bool{}
		for _, m := range w.mails(p) {
			if seen[m.MessageID] {
				w.t.Errorf("%s got %s twice", p, m.MessageID)
			}
			seen[m.MessageID] = true
		}
	}
}

// TestARestoreThatIsCutShort stops the daemon at every point while it reads again.
func TestARestoreThatIsCutShort(t *testing.T) {
	points := []string{daemon.PointAttempted, daemon.PointCommit, daemon.PointCommitted}
	if oneIn > 1 {
		points = points[1:2]
	}
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.login = true
			w.pass(begin)
			copied := w.copyNow("copy.db")
			end := lifeAfterTheCopy(w)
			before := w.everyMail()
			w.clock.Set(end)
			crash := errors.New("crash")
			hit := false
			w.hook = func(p string) error {
				if p == point && !hit {
					hit = true
					return crash
				}
				return nil
			}
			w.restore(copied)
			if _, err := w.d.Pass(t.Context()); !errors.Is(err, crash) {
				t.Fatalf("the pass gave %v", err)
			}
			for p, had := range before {
				if now := w.office.Mailbox(addressOf(p)); len(now) > len(had) {
					t.Errorf("%s got mail while the record rested", p)
				}
			}
			w.close()
			w.open()
			w.pass(end.Add(time.Minute))
			w.wantNothingLost()
			if twice := w.rows(`SELECT inbox FROM rsvps WHERE inbox IS NOT NULL GROUP BY inbox, meeting HAVING count(*) > 1`); len(twice) > 0 {
				t.Errorf("%d answers count twice", len(twice))
			}
		})
	}
}

// TestWhoeverIsForgottenStaysForgotten: a copy from before somebody asked for it
// brings nobody back.
func TestWhoeverIsForgottenStaysForgotten(t *testing.T) {
	w := newWorld(t, begin, "")
	at := forgetEli(w)
	copied := w.copyNow("copy.db")
	w.pass(at)
	w.pass(at.Add(time.Minute))
	if got := w.rows(`SELECT name FROM members WHERE id = 'eli-stern'`); got[0] != "" {
		t.Fatalf("before the restore: %q", got)
	}
	had := len(w.mails("Eli Stern"))
	w.clock.Set(at.Add(time.Hour))
	if r := w.restore(copied); r.Forgotten != 1 {
		t.Errorf("restored %+v", r)
	}
	w.pass(at.Add(time.Hour))
	w.pass(at.Add(2 * time.Hour))
	if got := w.rows(`SELECT name || email FROM members WHERE id = 'eli-stern'`); got[0] != "" {
		t.Errorf("after the restore: %q", got)
	}
	w.pass(at.AddDate(0, 0, 21))
	if got := len(w.mails("Eli Stern")); got != had {
		t.Errorf("%d more mails to somebody who is forgotten", got-had)
	}
}

func TestRestoreRefuses(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	copied := w.copyNow("copy.db")
	o := daemon.Options{Config: w.cfg, Clock: w.clock}
	try := func(path string) error {
		_, err := daemon.Restore(context.Background(), o, path, true)
		return err
	}
	if err := try(copied); !errors.Is(err, daemon.ErrLocked) {
		t.Errorf("beside a running daemon: %v", err)
	}
	if _, err := daemon.Backup(context.Background(), o, copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	w.close()
	before, err := os.ReadFile(w.cfg.Database)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	raw, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	for i := 3 * 4096; i < 6*4096; i++ {
		raw[i] ^= 0xff
	}
	if err := os.WriteFile(damaged, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		damaged:                             store.ErrCorrupt,
		w.cfg.Path:                          store.ErrForeign,
		filepath.Join(t.TempDir(), "no.db"): store.ErrMissing,
		w.cfg.Database:                      nil, // the database itself: refused in its own words
		filepath.Dir(w.cfg.Database):        nil, // a directory
	} {
		if err := try(path); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(path), err, want)
		}
	}
	// Only looking changes nothing either, and a copy itself is no record yet.
	if _, err := daemon.Restore(context.Background(), o, copied, false); err != nil {
		t.Error(err)
	}
	if after, err := os.ReadFile(w.cfg.Database); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the database in use has changed (%v)", err)
	}
	left, err := filepath.Glob(w.cfg.Database + "*")
	if err != nil || fmt.Sprint(left) != fmt.Sprintf("[%s %[1]s.lock]", w.cfg.Database) {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	in := *w.cfg
	in.Database = copied
	if _, err := daemon.Open(t.Context(), daemon.Options{Config: &in, Clock: w.clock}); !errors.Is(err, store.ErrCopy) {
		t.Errorf("a copy was taken for the record: %v", err)
	}
}
