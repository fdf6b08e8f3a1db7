package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"convene/daemon/group"
)

// Kept is a mail of the ledger whose copy on the mail server is not known to be gone.
type Kept struct {
	ID        int64
	Hash      string // SHA-256 of its bytes; another text for one too large to be fetched
	Size      int64
	MessageID string
}

// waits is the condition under which a finished mail (i) waits for a person still: it
// cannot be read, or its sender has not said yet whether it is theirs.
const waits = `(i.outcome = 'quarantined' OR i.outcome = 'held' AND NOT EXISTS (
	SELECT 1 FROM held h WHERE h.inbox = i.id AND h.outcome IN ('refused', 'expired')))`

// unclaimed is the condition for mails (i) that belong to no group and that nobody
// waits for: copies, automatic replies, bounces. They may quote anything.
const unclaimed = `(i.group_id IS NULL AND i.outcome IN ('duplicate', 'automatic', 'bounce', 'own'))`

func scanKept(r *sql.Rows) (k Kept, err error) {
	err = r.Scan(&k.ID, &k.Hash, &k.Size, text{&k.MessageID})
	return k, err
}

// OutlivedMails are mails whose copies on the server have been kept long enough: they
// were finished before an instant, or their group has ended and its words are erased.
// At most limit, the oldest first.
func (t *Tx) OutlivedMails(ctx context.Context, before time.Time, limit int) ([]Kept, error) {
	all, err := collect(ctx, t, scanKept, `SELECT i.id, i.hash, i.size, i.message_id FROM inbox i
		WHERE i.removed IS NULL AND i.outcome IS NOT NULL AND (i.finished < ? AND NOT `+waits+` OR i.group_id IN (
			SELECT g.id FROM groups g WHERE g.closed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM words w WHERE w.group_id = g.id AND w.erased IS NULL)))
		ORDER BY i.id LIMIT ?`, at(before), limit)
	if err != nil {
		return nil, fmt.Errorf("list mails that have been kept long enough: %w", err)
	}
	return all, nil
}

// MailsAbout are the mails that may carry a member's words: their own, whatever became
// of them, and those of the group that were brought to an end, whoever wrote them: one
// may quote another. Mails of others that wait for a person are not among them.
func (t *Tx) MailsAbout(ctx context.Context, id group.GroupID, member group.MemberID) ([]Kept, error) {
	all, err := collect(ctx, t, scanKept, `SELECT i.id, i.hash, i.size, i.message_id FROM inbox i
		WHERE i.removed IS NULL AND i.group_id = ? AND i.outcome IS NOT NULL AND (i.member = ? OR NOT `+waits+`) OR i.removed IS NULL AND `+unclaimed+`
		ORDER BY i.id`, string(id), string(member))
	if err != nil {
		return nil, fmt.Errorf("list mails of group %s: %w", id, err)
	}
	return all, nil
}

// MailsOfNoGroup calls each with the mails that belong to no group and whose bytes are
// there: strangers' and what cannot be read, and, with no outcome, those that are not
// read yet.
func (t *Tx) MailsOfNoGroup(ctx context.Context, each func(k Kept, outcome string, raw []byte) error) error {
	err := t.each(ctx, func(r *sql.Rows) error {
		var k Kept
		var outcome string
		var raw []byte
		if err := r.Scan(&k.ID, &k.Hash, &k.Size, text{&k.MessageID}, text{&outcome}, &raw); err != nil {
			return err
		}
		return each(k, outcome, raw)
	}, `SELECT i.id, i.hash, i.size, i.message_id, i.outcome, r.raw FROM inbox i JOIN inbox_raw r ON r.inbox = i.id WHERE i.group_id IS NULL ORDER BY i.id`)
	if err != nil {
		return fmt.Errorf("look through mails of no group: %w", err)
	}
	return nil
}

// MailsOfForgotten are mails that came from those who had been forgotten by then, and
// copies, come later, of those that were emptied.
func (t *Tx) MailsOfForgotten(ctx context.Context) ([]Kept, error) {
	all, err := collect(ctx, t, scanKept, `SELECT i.id, i.hash, i.size, i.message_id FROM forgettings f
		JOIN inbox i ON i.group_id = f.group_id AND i.member = f.member WHERE f.done IS NOT NULL AND i.outcome IS NOT NULL AND i.removed IS NULL
		UNION SELECT i.id, i.hash, i.size, i.message_id FROM inbox i WHERE i.group_id IS NULL AND i.outcome = 'forgotten' AND i.removed IS NULL ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("list mails of those who are forgotten: %w", err)
	}
	return all, nil
}

// Removed writes down that the copies of mails on the server are gone.
func (t *Tx) Removed(ctx context.Context, mails []Kept, now time.Time) error {
	list, err := idsOf(mails)
	if err == nil {
		_, err = t.exec(ctx, `UPDATE inbox SET removed = ? WHERE id IN (SELECT value FROM json_each(?))`, at(now), list)
	}
	if err != nil {
		return fmt.Errorf("write down that mails are removed: %w", err)
	}
	return nil
}

// EmptyBytes deletes the bytes of mails, and forgets their Message-IDs, which may hold
// somebody's name. Their hashes stay, so that none is taken in twice. What could not be
// read waits for nobody any more: its outcome is forgotten.
func (t *Tx) EmptyBytes(ctx context.Context, mails []Kept) error {
	list, err := idsOf(mails)
	if err == nil {
		_, err = t.exec(ctx, `DELETE FROM inbox_raw WHERE inbox IN (SELECT value FROM json_each(?))`, list)
	}
	if err == nil {
		_, err = t.exec(ctx, `UPDATE inbox SET message_id = NULL, because = '',
			outcome = CASE outcome WHEN 'quarantined' THEN 'forgotten' ELSE outcome END WHERE id IN (SELECT value FROM json_each(?))`, list)
	}
	if err != nil {
		return fmt.Errorf("empty mails: %w", err)
	}
	return nil
}

func idsOf(mails []Kept) (string, error) {
	ids := make([]int64, len(mails))
	for i, m := range mails {
		ids[i] = m.ID
	}
	list, err := json.Marshal(ids)
	return string(list), err
}

// AddressesOf are all addresses of a member: the registered one and the others.
func (t *Tx) AddressesOf(ctx context.Context, id group.GroupID, member group.MemberID) ([]string, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (s string, err error) {
		err = r.Scan(&s)
		return s, err
	}, `SELECT email FROM members WHERE group_id = ?1 AND id = ?2 AND email <> ''
		UNION SELECT address FROM aliases WHERE group_id = ?1 AND member = ?2 ORDER BY 1`, string(id), string(member))
	if err != nil {
		return nil, fmt.Errorf("read the addresses of a member of group %s: %w", id, err)
	}
	return all, nil
}
