package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"convene/daemon/group"
)

// Erase empties every word that a member wrote, and every mail from or to them.
// The rows stay, so that counts do: who came, who had a turn, how many answered;
// and the hashes of mails, so that none is taken in twice. Mails of and to others
// may quote the words: those of the group that are finished are emptied too. Name
// and addresses are the caller's to change, with a [group.Member].
func (t *Tx) Erase(ctx context.Context, id group.GroupID, member group.MemberID, now time.Time) error {
	g, m := string(id), string(member)
	for _, do := range []struct {
		query string
		args  []any
	}{
		{`UPDATE words SET text = '', erased = ? WHERE group_id = ? AND member = ? AND erased IS NULL`, []any{at(now), g, m}},
		{`UPDATE inbox SET message_id = NULL WHERE group_id = ? AND member = ?`, []any{g, m}},
		{`UPDATE held SET sender = '' WHERE group_id = ? AND member = ?`, []any{g, m}},
		{`UPDATE letters SET subject = '' WHERE group_id = ? AND member = ?`, []any{g, m}},
		{`UPDATE outbox SET recipient = '' WHERE group_id = ? AND member = ? AND state <> 'queued'`, []any{g, m}},
		{`DELETE FROM inbox_raw WHERE inbox IN (SELECT id FROM inbox i WHERE i.group_id = ? AND i.outcome IS NOT NULL AND (i.member = ? OR NOT ` + waits + `) OR ` + unclaimed + `)`, []any{g, m}},
		{`DELETE FROM outbox_data WHERE outbox IN (SELECT id FROM outbox WHERE group_id = ? AND state <> 'queued')`, []any{g}},
	} {
		if _, err := t.exec(ctx, do.query, do.args...); err != nil {
			return fmt.Errorf("erase the words of %s in group %s: %w", member, id, err)
		}
	}
	return nil
}

// Outlived is a closed group whose words are still there.
type Outlived struct {
	Group  group.GroupID
	Closed time.Time
}

// Outlived are the closed groups whose words have not been erased.
func (t *Tx) Outlived(ctx context.Context) ([]Outlived, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (o Outlived, err error) {
		err = r.Scan((*string)(&o.Group), instant{&o.Closed})
		return o, err
	}, `SELECT id, closed FROM groups g WHERE closed IS NOT NULL AND EXISTS (
		SELECT 1 FROM words w WHERE w.group_id = g.id AND w.erased IS NULL) ORDER BY nr`)
	if err != nil {
		return nil, fmt.Errorf("list closed groups: %w", err)
	}
	return all, nil
}

// EraseWords empties every member's words in a group, the questions that were
// printed with them, and the mails that carry them; the closing report stays. It
// tells how many words there were.
func (t *Tx) EraseWords(ctx context.Context, id group.GroupID, now time.Time) (int64, error) {
	r, err := t.exec(ctx, `UPDATE words SET text = '', erased = ? WHERE group_id = ? AND erased IS NULL`, at(now), string(id))
	if err != nil {
		return 0, fmt.Errorf("erase the words of group %s: %w", id, err)
	}
	for _, query := range []string{
		emptyLookedFor,
		`UPDATE asks SET prompt = '', options = '[]' WHERE letter IN (SELECT token FROM letters WHERE group_id = ?)`,
		`DELETE FROM inbox_raw WHERE inbox IN (SELECT id FROM inbox WHERE group_id = ? AND outcome IS NOT NULL)`,
		`DELETE FROM outbox_data WHERE outbox IN (SELECT id FROM outbox WHERE group_id = ? AND state <> 'queued' AND practice <> 'report')`,
	} {
		if _, err := t.exec(ctx, query, string(id)); err != nil {
			return 0, fmt.Errorf("erase the words of group %s: %w", id, err)
		}
	}
	return r.RowsAffected()
}

// EmptyMails deletes the bytes of mails that were finished before an instant, both
// ways; the ledger keeps what became of them. One that a later revision took the place
// of counts from when it was written. Mails that wait for a person keep theirs, and
// closing reports stay. It tells how many it emptied.
func (t *Tx) EmptyMails(ctx context.Context, before time.Time) (int64, error) {
	var n int64
	for _, query := range []string{
		`DELETE FROM inbox_raw WHERE inbox IN (SELECT id FROM inbox i WHERE i.finished < ? AND NOT ` + waits + `)`,
		`DELETE FROM outbox_data WHERE outbox IN (SELECT id FROM outbox WHERE finished < ? AND practice <> 'report')`,
		`DELETE FROM outbox_data WHERE outbox IN (SELECT o.id FROM outbox o JOIN letters l ON l.token = o.letter WHERE o.state = 'superseded' AND l.at < ?)`,
	} {
		r, err := t.exec(ctx, query, at(before))
		if err != nil {
			return n, fmt.Errorf("empty mails: %w", err)
		}
		d, err := r.RowsAffected()
		if err != nil {
			return n, err
		}
		n += d
	}
	return n, nil
}

// Truncate writes the log of changes back into the file and empties it, so that
// what was erased is in neither. It must not run within a transaction.
func (db *DB) Truncate(ctx context.Context) error {
	var busy, log, moved int
	if err := db.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("empty the log of changes: %w", err)
	}
	if busy != 0 {
		return errors.New("empty the log of changes: somebody is reading the database; it is emptied with the next try")
	}
	return nil
}
