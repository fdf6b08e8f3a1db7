package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"convene/daemon/group"
)

// Outcomes of a mail that the store itself counts in [Overview]. Others are the
// daemon's: lower-case words.
const (
	OutcomeHeld        = "held"        // waits for its sender's word: Reopen
	OutcomeQuarantined = "quarantined" // could not be read: a coordinator must
)

// Incoming is one mail of the ledger.
type Incoming struct {
	ID          int64
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	Raw         []byte // nil when it is too large to be fetched, or emptied
	Size        int64  // on the server, bytes
	Received    time.Time
	Sender      string // the address in From, for Ingest to find its lane by
	Attempts    int
	MessageID   string // set by Duplicate
	ContentHash string // set by Duplicate
	Hash        string // of Raw; set by Ingest
	Finished           // Outcome "" while it waits
}

// Finished is how a mail ended.
type Finished struct {
	Outcome string // a lower-case word
	Kind    string // person, calendar, automatic, bounce, unknown
	Group   group.GroupID
	Member  group.MemberID
	Letter  string // token of the letter it answers
	Because string // why this outcome, for a person to read; no private words
	At      time.Time
}

// rawHash tells mails apart that come under the same UID. One too large to be
// fetched is known by its size.
func rawHash(m Incoming) string {
	if m.Raw == nil {
		return "too large: " + strconv.FormatInt(m.Size, 10)
	}
	sum := sha256.Sum256(m.Raw)
	return hex.EncodeToString(sum[:])
}

// Ingest takes a batch of mails into the ledger, with their bytes, and moves the
// mailbox's cursor. A mail that is there already (same mailbox, UIDVALIDITY, UID
// and bytes) is passed over; other bytes under a known UID are a new mail, since
// UIDVALIDITY may repeat. It tells how many were new. Of each mail it reads
// UIDValidity, UID, Raw, Size, Received and Sender.
func (t *Tx) Ingest(ctx context.Context, mailbox string, batch []Incoming, uidvalidity, uid uint32) (fresh int, err error) {
	for _, m := range batch {
		n, err := t.ingest(ctx, mailbox, m)
		if err != nil {
			return 0, fmt.Errorf("take in mail %d of mailbox %s: %w", m.UID, mailbox, err)
		}
		fresh += n
	}
	_, err = t.exec(ctx, `INSERT INTO cursors (mailbox, uidvalidity, uid) VALUES (?, ?, ?)
		ON CONFLICT (mailbox) DO UPDATE SET uidvalidity = excluded.uidvalidity, uid = excluded.uid`, mailbox, uidvalidity, uid)
	if err != nil {
		return 0, fmt.Errorf("move cursor of mailbox %s: %w", mailbox, err)
	}
	return fresh, nil
}

func (t *Tx) ingest(ctx context.Context, mailbox string, m Incoming) (int, error) {
	lane, err := t.lane(ctx, m.Sender)
	if err != nil {
		return 0, err
	}
	r, err := t.exec(ctx, `INSERT INTO inbox (mailbox, uidvalidity, uid, hash, size, received, lane) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (mailbox, uidvalidity, uid, hash) DO NOTHING`,
		mailbox, m.UIDValidity, m.UID, rawHash(m), max(m.Size, int64(len(m.Raw))), at(m.Received), lane)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	if err != nil || n == 0 {
		return 0, err
	}
	if m.Raw == nil {
		return 1, nil
	}
	id, err := r.LastInsertId()
	if err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, `INSERT INTO inbox_raw (inbox, raw) VALUES (?, ?)`, id, m.Raw)
	return 1, err
}

// Cursor is how far a mailbox has been read; zeros when it never was.
func (t *Tx) Cursor(ctx context.Context, mailbox string) (uidvalidity, uid uint32, err error) {
	_, err = t.find(ctx, []any{&uidvalidity, &uid}, `SELECT uidvalidity, uid FROM cursors WHERE mailbox = ?`, mailbox)
	if err != nil {
		return 0, 0, fmt.Errorf("read cursor of mailbox %s: %w", mailbox, err)
	}
	return uidvalidity, uid, nil
}

const incomingColumns = `i.id, i.mailbox, i.uidvalidity, i.uid, i.hash, i.size, i.received, i.attempts, i.message_id,
	i.content_hash, i.outcome, i.kind, i.group_id, i.member, i.letter, i.because, i.finished`

func incomingFields(m *Incoming) []any {
	return []any{&m.ID, &m.Mailbox, &m.UIDValidity, &m.UID, &m.Hash, &m.Size, instant{&m.Received}, &m.Attempts, text{&m.MessageID},
		text{&m.ContentHash}, text{&m.Outcome}, &m.Kind, text{(*string)(&m.Group)}, (*string)(&m.Member), &m.Letter, &m.Because, instant{&m.At}}
}

const pendingIDsQuery = `SELECT id FROM inbox WHERE outcome IS NULL ORDER BY id LIMIT ?`

// PendingIDs are the oldest at most limit mails without an outcome.
func (t *Tx) PendingIDs(ctx context.Context, limit int) ([]int64, error) {
	ids, err := collect(ctx, t, scanID, pendingIDsQuery, limit)
	if err != nil {
		return nil, fmt.Errorf("list mails that wait: %w", err)
	}
	return ids, nil
}

func scanID(r *sql.Rows) (id int64, err error) {
	err = r.Scan(&id)
	return id, err
}

// Incoming reads one row of the ledger, without the bytes; [ErrNotFound] if there
// is none.
func (t *Tx) Incoming(ctx context.Context, id int64) (Incoming, error) {
	var m Incoming
	found, err := t.find(ctx, incomingFields(&m), `SELECT `+incomingColumns+` FROM inbox i WHERE i.id = ?`, id)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return Incoming{}, fmt.Errorf("read mail %d: %w", id, err)
	}
	return m, nil
}

// Raw are the bytes of a mail: nil when it was too large to be fetched, or when
// they have been emptied; [ErrNotFound] when there is no such mail.
func (t *Tx) Raw(ctx context.Context, id int64) ([]byte, error) {
	var raw []byte
	var there sql.NullInt64
	found, err := t.find(ctx, []any{&there, &raw}, `SELECT r.inbox, r.raw FROM inbox i LEFT JOIN inbox_raw r ON r.inbox = i.id WHERE i.id = ?`, id)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read mail %d: %w", id, err)
	}
	if there.Valid && raw == nil {
		raw = []byte{} // an empty mail, not one too large
	}
	return raw, nil
}

// Attempt counts an attempt to read each of the mails. Commit it before reading,
// so that a crash counts too.
func (t *Tx) Attempt(ctx context.Context, ids ...int64) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE inbox SET attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?))`,
		string(list)); err != nil {
		return fmt.Errorf("count attempts: %w", err)
	}
	return nil
}

// Unattempt takes the last attempt of each of the mails back: it failed through no
// fault of theirs.
func (t *Tx) Unattempt(ctx context.Context, ids ...int64) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE inbox SET attempts = max(0, attempts - 1) WHERE outcome IS NULL AND id IN (SELECT value FROM json_each(?))`,
		string(list)); err != nil {
		return fmt.Errorf("take attempts back: %w", err)
	}
	return nil
}

const (
	duplicateQuery = `SELECT removed IS NOT NULL FROM inbox WHERE content_hash = ? AND message_id = ? AND id < ? ORDER BY id LIMIT 1`
	emptiedQuery   = `SELECT true FROM inbox WHERE content_hash = ? AND message_id IS NULL AND id < ? LIMIT 1`
)

// Duplicate writes the Message-ID and the hash of From, Date and body on the
// mail's row, and tells whether an earlier mail has both, and whether that one was
// emptied and removed from the server since: then this one has to be, too. Where
// somebody was forgotten the Message-ID is gone, and the hash is enough.
func (t *Tx) Duplicate(ctx context.Context, id int64, messageID, contentHash string) (twice, emptied bool, err error) {
	err = t.one(ctx, `UPDATE inbox SET message_id = ?, content_hash = ? WHERE id = ?`, messageID, contentHash, id)
	if err == nil {
		twice, err = t.find(ctx, []any{&emptied}, emptiedQuery, contentHash, id)
	}
	if err == nil && !twice {
		twice, err = t.find(ctx, []any{&emptied}, duplicateQuery, contentHash, messageID, id)
	}
	if err != nil {
		return false, false, fmt.Errorf("look for duplicates of mail %d: %w", id, err)
	}
	return twice, emptied, nil
}

// Finish writes how a mail ended. It can end only once: [ErrFinished].
func (t *Tx) Finish(ctx context.Context, id int64, f Finished) error {
	err := t.one(ctx, `UPDATE inbox SET outcome = ?, kind = ?, group_id = ?, member = ?, letter = ?, because = ?, finished = ?
		WHERE id = ? AND outcome IS NULL`,
		orNull(f.Outcome), f.Kind, orNull(f.Group), string(f.Member), f.Letter, f.Because, at(f.At), id)
	if err == ErrNotFound { //nolint:errorlint // our own, unwrapped
		if _, ierr := t.Incoming(ctx, id); ierr == nil {
			err = ErrFinished
		}
	}
	if err != nil {
		return fmt.Errorf("finish mail %d: %w", id, err)
	}
	return nil
}

const finishedSinceQuery = `SELECT received, coalesce(outcome, ''), because FROM inbox ORDER BY id DESC`

// FinishedSince tells of the mails that came after since, the latest first: when
// they came, how they ended and why.
func (t *Tx) FinishedSince(ctx context.Context, since time.Time, each func(Finished)) error {
	err := t.each(ctx, func(r *sql.Rows) error {
		var f Finished
		if err := r.Scan(instant{&f.At}, &f.Outcome, &f.Because); err != nil {
			return err
		}
		if !f.At.After(since) {
			return errEnough
		}
		each(f)
		return nil
	}, finishedSinceQuery)
	if err != nil {
		return fmt.Errorf("read the ledger since %s: %w", since, err)
	}
	return nil
}

// Reopen takes the outcome of a mail back, so that it is pending again with its
// attempts counted anew: a held mail whose sender has confirmed it, or one that a
// newer version may be able to read.
func (t *Tx) Reopen(ctx context.Context, id int64) error {
	if err := t.one(ctx, `UPDATE inbox SET outcome = NULL, finished = NULL, because = '', attempts = 0 WHERE id = ?`, id); err != nil {
		return fmt.Errorf("reopen mail %d: %w", id, err)
	}
	return nil
}
