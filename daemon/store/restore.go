package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"convene/daemon/group"
)

// sequenceLeap is by how much a restore raises the SEQUENCE of every invitation:
// more than any newer record has counted on since the copy (RFC 5545 section
// 3.8.7.4 wants it never to go back).
const sequenceLeap = 100

// Restored is what a restore did, or would do.
type Restored struct {
	Taken   time.Time // when the copy was made
	Lived   time.Time // until when the database in use may have sent mail
	Groups  int
	Members int
	Skipped int    // mails that waited to be sent and are not sent any more
	Aside   string // where the database goes that was in use; "" if there was none
	// Blind is why nothing could be learned from that database; nil if it could,
	// or if there was none. The next three were learned from it.
	Blind       error
	Forgotten   int // members who have asked to be forgotten since the copy
	Letters     int // mails sent since the copy: their replies will be tied to them
	Invitations int
}

// Restore makes a copy the record, in place of the database at path, which it keeps
// aside. Without confirm it only tells what it would do. It returns [ErrLocked]
// while a daemon runs, and what is wrong with the copy as [Open] does: [ErrMissing],
// [ErrForeign], [ErrNewer], [ErrCorrupt]. An older schema is brought up to date.
//
// What went out since the copy cannot be taken back: letters, invitations and
// farewells are learned from the database in use, if it can be read. What came in
// is for the daemon to read again: every cursor goes back to the beginning.
func Restore(ctx context.Context, from, path string, now time.Time, confirm bool, logger *slog.Logger) (r Restored, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("restore %s: %w", from, explain(err))
		}
	}()
	if same(from, path) {
		return r, errors.New("that is the database in use, not a copy of it")
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	temp := path + ".restoring"
	if err := errors.Join(removeDatabase(temp), takeCopy(from, temp)); err != nil {
		return r, err
	}
	defer func() { _ = removeDatabase(temp) }() // once it has its name there is nothing left to remove
	present, err := settlePresent(ctx, path)
	if err != nil {
		r.Blind = err
	}
	if err := r.prepare(ctx, temp, present, lock, now, logger); err != nil {
		return r, err
	}
	if _, err := os.Lstat(path); err == nil {
		r.Aside = path + replaced + now.UTC().Format("20060102-150405")
	}
	if !confirm {
		return r, nil
	}
	return r, swap(temp, path, r.Aside)
}

// same tells whether two names are those of one file.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// takeCopy copies a database file, and its log of changes if it has one: what
// somebody gave us is not written to.
func takeCopy(from, to string) error {
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(from+suffix, to+suffix); errors.Is(err, fs.ErrNotExist) && suffix == "" {
			return ErrMissing
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return prepareFile(to)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // the coordinator names it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// settlePresent brings all of the database in use into its one file, and checks it.
// It returns its path, "" if there is none or it cannot be read.
func settlePresent(ctx context.Context, path string) (_ string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	pool, err := openPool(ctx, path, writerPragmas(), 1)
	if err != nil {
		return "", explain(err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := run(ctx, pool, nil, func(t *Tx) error { return t.IntegrityCheck(ctx) }); err != nil {
		return "", err
	}
	if err := (&DB{writer: pool}).Truncate(ctx); err != nil {
		return "", err
	}
	return path, nil
}

// prepare makes a record of the copy.
func (r *Restored) prepare(ctx context.Context, temp, present string, lock *fileLock, now time.Time, logger *slog.Logger) (err error) {
	db := &DB{path: temp, logger: logger, lock: lock, noCopy: true}
	defer func() {
		db.lock = nil // the caller's
		err = errors.Join(err, db.Close())
	}()
	if db.writer, err = openPool(ctx, temp, writerPragmas(), 1); err != nil {
		return err
	}
	check := func(t *Tx) error { return t.IntegrityCheck(ctx) }
	if err := run(ctx, db.writer, nil, check); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if r.Taken, err = copyTaken(ctx, db.writer); err != nil {
		return err
	}
	if present != "" {
		if _, err := db.writer.ExecContext(ctx, "ATTACH DATABASE ? AS present", present); err != nil {
			return err
		}
		if err := db.Write(ctx, func(t *Tx) error { return r.learn(ctx, t) }); err != nil {
			r.Blind = err
			r.Forgotten, r.Letters, r.Invitations = 0, 0, 0
		}
		if _, err := db.writer.ExecContext(ctx, "DETACH DATABASE present"); err != nil {
			return err
		}
	}
	if err := db.Write(ctx, func(t *Tx) error { return r.rewrite(ctx, t, now) }); err != nil {
		return err
	}
	if _, err := db.writer.ExecContext(ctx, "PRAGMA user_version = 0"); err != nil {
		return err
	}
	if err := run(ctx, db.writer, nil, check); err != nil {
		return err
	}
	return db.Truncate(ctx)
}

// learn takes over what went out after the copy. Asks are taken over where they are
// about coming to a meeting: whatever else they number may be numbered anew.
func (r *Restored) learn(ctx context.Context, t *Tx) (err error) {
	type gone struct {
		group  group.GroupID
		member group.MemberID
		at     time.Time
	}
	var farewells []gone
	err = t.each(ctx, func(rows *sql.Rows) error {
		var f gone
		err := rows.Scan((*string)(&f.group), (*string)(&f.member), instant{&f.at})
		farewells = append(farewells, f)
		return err
	}, `SELECT p.group_id, p.member, p.at FROM present.forgettings p JOIN main.members m ON m.group_id = p.group_id AND m.id = p.member
		WHERE NOT EXISTS (SELECT 1 FROM main.forgettings f WHERE f.group_id = p.group_id AND f.member = p.member)`)
	if err != nil {
		return err
	}
	for _, f := range farewells {
		if err := t.one(ctx, `UPDATE main.members SET state = 'left', by_mail = 1 WHERE group_id = ? AND id = ?`, string(f.group), string(f.member)); err != nil {
			return err
		}
		if err := t.putForgetting(ctx, f.group, group.Forgetting{Member: f.member, At: f.at}); err != nil {
			return err
		}
	}
	r.Forgotten = len(farewells)
	if r.Letters, err = t.changed(ctx, `INSERT INTO main.letters (group_id, token, token_key, ref, member, class, message_id, subject, at)
		SELECT group_id, token, token_key, ref, member, class, message_id, subject, at FROM present.letters l
		WHERE EXISTS (SELECT 1 FROM main.members m WHERE m.group_id = l.group_id AND m.id = l.member) ORDER BY nr
		ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	if _, err := t.find(ctx, []any{instant{&r.Lived}}, `SELECT max(horizon) FROM present.groups`); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO main.asks (letter, number, practice, about, question, kind, prompt, options, min, max, closes, answered)
		SELECT letter, number, practice, about, question, kind, prompt, options, min, max, closes, 0 FROM present.asks a
		WHERE a.practice = 'coming' AND EXISTS (SELECT 1 FROM main.letters l JOIN main.meetings m ON m.group_id = l.group_id WHERE l.token = a.letter AND m.id = a.about)
		ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	r.Invitations, err = t.changed(ctx, `INSERT INTO main.invitations (group_id, meeting, member, uid, uid_key, sequence, start, place, sent, cancelled)
		SELECT group_id, meeting, member, uid, uid_key, sequence, start, place, sent, cancelled FROM present.invitations i
		WHERE EXISTS (SELECT 1 FROM main.members m WHERE m.group_id = i.group_id AND m.id = i.member)
			AND EXISTS (SELECT 1 FROM main.meetings m WHERE m.group_id = i.group_id AND m.id = i.meeting)
			AND NOT EXISTS (SELECT 1 FROM main.invitations h WHERE h.group_id = i.group_id AND h.meeting = i.meeting AND h.member = i.member
				AND h.uid = i.uid AND h.sequence = i.sequence) ORDER BY nr
		ON CONFLICT (group_id, meeting, member) DO UPDATE SET uid = excluded.uid, uid_key = excluded.uid_key, sequence = excluded.sequence,
			start = excluded.start, place = excluded.place, sent = excluded.sent, cancelled = excluded.cancelled`)
	return err
}

// rewrite makes the copy safe to go on with: nothing old is sent, no SEQUENCE goes
// back, and the mailbox is read from its beginning.
func (r *Restored) rewrite(ctx context.Context, t *Tx, now time.Time) (err error) {
	if r.Taken.IsZero() { // made by another program: the last that it knows of
		if _, err := t.find(ctx, []any{instant{&r.Taken}}, `SELECT max(at) FROM (SELECT at FROM heartbeat UNION ALL SELECT max(at) FROM log
			UNION ALL SELECT max(received) FROM inbox)`); err != nil {
			return err
		}
	}
	if r.Taken.IsZero() {
		r.Taken = now
	}
	if r.Blind != nil || r.Lived.IsZero() || r.Lived.After(now) {
		r.Lived = now
	}
	reason := "restored from a copy of " + r.Taken.UTC().Format("Mon 2 Jan 2006, 15:04 MST") + ": it may have gone out already"
	if _, err := t.exec(ctx, `UPDATE items SET how = 'skipped', reason = ? WHERE how = 'sent' AND letter IN
		(SELECT letter FROM outbox WHERE state = 'queued' AND next_try <= ?)`, reason, at(r.Lived)); err != nil {
		return err
	}
	if r.Skipped, err = t.changed(ctx, `UPDATE outbox SET state = 'expired', finished = ?1, reason = ?2 WHERE state = 'queued' AND next_try <= ?3`,
		at(now), reason, at(r.Lived)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE invitations SET sequence = sequence + ?`, sequenceLeap); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM cursors`); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO restored (taken, at, lived) VALUES (?, ?, ?)`, at(r.Taken), at(now), at(r.Lived)); err != nil {
		return err
	}
	_, err = t.find(ctx, []any{&r.Groups, &r.Members}, `SELECT (SELECT count(*) FROM groups), (SELECT count(*) FROM members)`)
	return err
}

// swap puts the new database in place of the old one. Whenever it is cut short,
// one of the two is there, whole.
func swap(temp, path, aside string) error {
	if _, err := syncFile(temp); err != nil {
		return err
	}
	if aside != "" {
		// A log of changes that stays behind would be played into the new file.
		for _, suffix := range []string{"-wal", "-journal"} {
			if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := os.Remove(path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.Link(path, aside); errors.Is(err, fs.ErrExist) {
			return err
		} else if err != nil { // a file system without hard links
			if err := os.Rename(path, aside); err != nil {
				return err
			}
		}
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

// Resting is a restore after which nothing has been sent yet.
type Resting struct {
	Taken time.Time // when the copy was made
	Lived time.Time // until when the record that it replaced may have sent mail
}

// Resting is that restore; false if there is none.
func (t *Tx) Resting(ctx context.Context) (r Resting, found bool, err error) {
	found, err = t.find(ctx, []any{instant{&r.Taken}, instant{&r.Lived}}, `SELECT taken, lived FROM restored WHERE resumed IS NULL ORDER BY nr DESC LIMIT 1`)
	if err != nil {
		return r, false, fmt.Errorf("look for a restore: %w", err)
	}
	return r, found, nil
}

// Unresumed is the last restore that a group has slept through: its file did not name
// the group when the others went on, so that nothing has been settled of what the lost
// record may have sent. False if there is none, or if the group is younger.
func (t *Tx) Unresumed(ctx context.Context, id group.GroupID) (r Resting, found bool, err error) {
	found, err = t.find(ctx, []any{instant{&r.Taken}, instant{&r.Lived}}, `SELECT r.taken, r.lived FROM restored r JOIN groups g ON g.id = ?
		WHERE g.founded < r.at AND (g.horizon IS NULL OR g.horizon < r.lived) ORDER BY r.nr DESC LIMIT 1`, string(id))
	if err != nil {
		return r, false, fmt.Errorf("look for a restore that group %s slept through: %w", id, err)
	}
	return r, found, nil
}

// Resumed writes down that sending begins again.
func (t *Tx) Resumed(ctx context.Context, now time.Time) error {
	if _, err := t.exec(ctx, `UPDATE restored SET resumed = ? WHERE resumed IS NULL`, at(now)); err != nil {
		return fmt.Errorf("write down the end of a restore: %w", err)
	}
	return nil
}

// Reread is Ingest for a folder that is read a second time: mails whose bytes are
// known are passed over, wherever they lay when they were first read. known is that
// of [Tx.KnownMails]; what is taken in is added to it.
func (t *Tx) Reread(ctx context.Context, known map[string]bool, mailbox string, batch []Incoming, uidvalidity, uid uint32) (fresh int, err error) {
	var unknown []Incoming
	for _, m := range batch {
		hash := rawHash(m)
		if m.Raw != nil && known[hash] {
			continue
		}
		known[hash] = true
		unknown = append(unknown, m)
	}
	return t.Ingest(ctx, mailbox, unknown, uidvalidity, uid)
}

// KnownMails are the hashes of all mails of the ledger.
func (t *Tx) KnownMails(ctx context.Context) (map[string]bool, error) {
	known := map[string]bool{}
	err := t.each(ctx, func(r *sql.Rows) error {
		var hash string
		err := r.Scan(&hash)
		known[hash] = true
		return err
	}, `SELECT DISTINCT hash FROM inbox`)
	if err != nil {
		return nil, fmt.Errorf("list the mails of the ledger: %w", err)
	}
	return known, nil
}
