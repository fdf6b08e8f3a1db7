package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"convene/daemon/group"
)

// The states of an outgoing mail. Each ends in one of the last four.
const (
	Queued     = "queued"
	Sent       = "sent"
	Failed     = "failed"     // refused for good
	Expired    = "expired"    // stale before it could be sent, or for nobody any more
	Superseded = "superseded" // a later revision took its place before it was sent
)

// Outgoing is one mail to one recipient. Its bytes never change once queued.
type Outgoing struct {
	ID        int64
	Group     group.GroupID
	Key       group.Key
	Class     string
	Letter    string // token
	MessageID string
	From, To  string // of the envelope
	Data      []byte
	NotBefore time.Time // zero: at once
	NotAfter  time.Time // stale from then on; zero: never
	Attempts  int
	State     string
	Reason    string // what the server said last
}

// Enqueue puts a mail into the outbox. It adds nothing when the same revision of
// the same item is there already, in whatever state. Earlier revisions that are
// still queued are superseded; when a later revision is there, this one is
// recorded as superseded and not sent. ID, Attempts and State of o are ignored.
func (t *Tx) Enqueue(ctx context.Context, o Outgoing) (added bool, err error) {
	added, err = t.enqueue(ctx, o)
	if err != nil {
		return false, fmt.Errorf("queue %s %s for %s of group %s: %w", o.Key.Practice, o.Key.Occurrence, o.Key.Member, o.Group, err)
	}
	return added, nil
}

func (t *Tx) enqueue(ctx context.Context, o Outgoing) (bool, error) {
	start := notBefore(o.NotBefore)
	next := start
	if next == nil {
		next = at(time.Unix(0, 0))
	}
	var later bool
	if _, err := t.find(ctx, []any{&later}, `SELECT EXISTS (SELECT 1 FROM outbox
		WHERE group_id = ? AND practice = ? AND occurrence = ? AND member = ? AND revision > ?)`,
		string(o.Group), o.Key.Practice, o.Key.Occurrence, string(o.Key.Member), o.Key.Revision); err != nil {
		return false, err
	}
	state := Queued
	if later {
		state = Superseded
	}
	r, err := t.exec(ctx, `INSERT INTO outbox
		(group_id, practice, occurrence, member, revision, class, letter, message_id, sender, recipient,
			not_before, not_after, next_try, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, practice, occurrence, member, revision) DO NOTHING`,
		string(o.Group), o.Key.Practice, o.Key.Occurrence, string(o.Key.Member), o.Key.Revision, o.Class, o.Letter,
		o.MessageID, o.From, o.To, start, at(o.NotAfter), next, state)
	if err != nil {
		return false, err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	id, err := r.LastInsertId()
	if err != nil {
		return false, err
	}
	if o.Data == nil {
		o.Data = []byte{} // nil would be NULL
	}
	if _, err := t.exec(ctx, `INSERT INTO outbox_data (outbox, data) VALUES (?, ?)`, id, o.Data); err != nil {
		return false, err
	}
	_, err = t.exec(ctx, `UPDATE outbox SET state = 'superseded'
		WHERE group_id = ? AND practice = ? AND occurrence = ? AND member = ? AND revision < ? AND state = 'queued'`,
		string(o.Group), o.Key.Practice, o.Key.Occurrence, string(o.Key.Member), o.Key.Revision)
	return !later, err
}

const dueOutgoingQuery = `SELECT o.id, o.group_id, o.practice, o.occurrence, o.member, o.revision, o.class, o.letter,
		o.message_id, o.sender, o.recipient, d.data, o.not_before, o.not_after, o.attempts, o.state, o.reason
	FROM outbox o LEFT JOIN outbox_data d ON d.outbox = o.id
	WHERE o.state = 'queued' AND o.next_try <= ?1 AND (o.not_after IS NULL OR o.not_after > ?1)
	ORDER BY o.next_try, o.id LIMIT ?2`

// DueOutgoing are at most limit mails to be sent now, in the order in which they
// became due. What is stale by now is not among them.
func (t *Tx) DueOutgoing(ctx context.Context, now time.Time, limit int) ([]Outgoing, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (o Outgoing, err error) {
		err = r.Scan(&o.ID, (*string)(&o.Group), &o.Key.Practice, &o.Key.Occurrence, (*string)(&o.Key.Member), &o.Key.Revision,
			&o.Class, &o.Letter, &o.MessageID, &o.From, &o.To, &o.Data, instant{&o.NotBefore}, instant{&o.NotAfter},
			&o.Attempts, &o.State, &o.Reason)
		return o, err
	}, dueOutgoingQuery, at(now), limit)
	if err != nil {
		return nil, fmt.Errorf("find mails to send: %w", err)
	}
	return all, nil
}

const earliestOutgoingQuery = `SELECT next_try FROM outbox WHERE state = 'queued' ORDER BY next_try, id LIMIT 1`

const earliestStaleQuery = `SELECT not_after FROM outbox WHERE state = 'queued' AND not_after IS NOT NULL ORDER BY not_after LIMIT 1`

// EarliestOutgoing is when a queued mail is to be sent or becomes stale, whichever
// comes first; false when nothing is queued.
func (t *Tx) EarliestOutgoing(ctx context.Context) (time.Time, bool, error) {
	var next, stale time.Time
	found, err := t.find(ctx, []any{instant{&next}}, earliestOutgoingQuery)
	if err == nil && found {
		_, err = t.find(ctx, []any{instant{&stale}}, earliestStaleQuery)
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("find the earliest mail to send: %w", err)
	}
	if !stale.IsZero() && stale.Before(next) {
		next = stale
	}
	return next, found, nil
}

// Sent records that the server took the mail, whatever the row said in the
// meantime: what is out is out.
func (t *Tx) Sent(ctx context.Context, id int64, when time.Time) error {
	if err := t.one(ctx, `UPDATE outbox SET state = 'sent', attempts = attempts + 1, finished = ?, reason = '' WHERE id = ?`,
		at(when), id); err != nil {
		return fmt.Errorf("record mail %d as sent: %w", id, err)
	}
	return nil
}

// Failed records that the mail was refused for good. One that is not queued any
// more stays as it is.
func (t *Tx) Failed(ctx context.Context, id int64, when time.Time, reason string) error {
	if _, err := t.exec(ctx, `UPDATE outbox SET state = 'failed', attempts = attempts + 1, finished = ?, reason = ?
		WHERE id = ? AND state = 'queued'`, at(when), reason, id); err != nil {
		return fmt.Errorf("record mail %d as failed: %w", id, err)
	}
	return nil
}

// Drop takes a mail out of the queue that is for nobody any more. One that is not
// queued any more stays as it is.
func (t *Tx) Drop(ctx context.Context, id int64, when time.Time, reason string) error {
	if _, err := t.exec(ctx, `UPDATE outbox SET state = 'expired', finished = ?, reason = ?
		WHERE id = ? AND state = 'queued'`, at(when), reason, id); err != nil {
		return fmt.Errorf("drop mail %d: %w", id, err)
	}
	return nil
}

// Retry records an attempt that failed for now, and when to try again. One that is
// not queued any more stays as it is.
func (t *Tx) Retry(ctx context.Context, id int64, next time.Time, reason string) error {
	if _, err := t.exec(ctx, `UPDATE outbox SET attempts = attempts + 1, next_try = ?, reason = ?
		WHERE id = ? AND state = 'queued'`, notBefore(next), reason, id); err != nil {
		return fmt.Errorf("put mail %d off: %w", id, err)
	}
	return nil
}

// PutOff has a mail wait longer, without an attempt. One that is not queued any more
// stays as it is.
func (t *Tx) PutOff(ctx context.Context, id int64, next time.Time) error {
	if _, err := t.exec(ctx, `UPDATE outbox SET next_try = ? WHERE id = ? AND state = 'queued'`, notBefore(next), id); err != nil {
		return fmt.Errorf("put mail %d off: %w", id, err)
	}
	return nil
}

// Supersede takes out of the queue what was to be said to a member in other mails of
// a practice, and is said anew: those about the given occurrences.
func (t *Tx) Supersede(ctx context.Context, id group.GroupID, practice string, member group.MemberID, occurrences ...string) error {
	for _, o := range occurrences {
		if _, err := t.exec(ctx, `UPDATE outbox SET state = 'superseded'
			WHERE group_id = ? AND practice = ? AND occurrence = ? AND member = ? AND state = 'queued'`,
			string(id), practice, o, string(member)); err != nil {
			return fmt.Errorf("supersede %s %s for %s of group %s: %w", practice, o, member, id, err)
		}
	}
	return nil
}

// waiting is a mail in the queue.
type waiting struct {
	id  int64
	key group.Key
	to  string
}

// waitingFor are the mails in the queue to a member.
func (t *Tx) waitingFor(ctx context.Context, id group.GroupID, member group.MemberID) ([]waiting, error) {
	rows, err := collect(ctx, t, func(r *sql.Rows) (v waiting, err error) {
		v.key.Member = member
		err = r.Scan(&v.id, &v.key.Practice, &v.key.Occurrence, &v.key.Revision, &v.to)
		return v, err
	}, `SELECT id, practice, occurrence, revision, recipient FROM outbox WHERE group_id = ? AND member = ? AND state = 'queued' ORDER BY id`, string(id), string(member))
	if err != nil {
		return nil, fmt.Errorf("find mails to %s of group %s: %w", member, id, err)
	}
	return rows, nil
}

// Withdraw takes a member's mails out of the queue, but those that keep names.
func (t *Tx) Withdraw(ctx context.Context, id group.GroupID, member group.MemberID, when time.Time, reason string, keep func(group.Key) bool) error {
	rows, err := t.waitingFor(ctx, id, member)
	if err != nil {
		return err
	}
	for _, v := range rows {
		if keep(v.key) {
			continue
		}
		if err := t.Drop(ctx, v.id, when, reason); err != nil {
			return err
		}
	}
	return nil
}

// Redirect sends a member's mails that wait in the queue to another address. Those that
// anew names are dropped: they are written once more.
func (t *Tx) Redirect(ctx context.Context, id group.GroupID, member group.MemberID, to string, when time.Time, reason string, anew func(group.Key) bool) error {
	rows, err := t.waitingFor(ctx, id, member)
	if err != nil {
		return err
	}
	for _, v := range rows {
		switch {
		case strings.EqualFold(v.to, to):
		case anew(v.key):
			err = t.Drop(ctx, v.id, when, reason)
		default:
			_, err = t.exec(ctx, `UPDATE outbox SET recipient = ? WHERE id = ? AND state = 'queued'`, to, v.id)
		}
		if err != nil {
			return fmt.Errorf("send what waits for %s of group %s to another address: %w", member, id, err)
		}
	}
	return nil
}

const expireQuery = `UPDATE outbox SET state = 'expired', finished = ?1
	WHERE state = 'queued' AND not_after IS NOT NULL AND not_after <= ?1`

// Expire takes stale mails out of the queue and tells how many.
func (t *Tx) Expire(ctx context.Context, now time.Time) (int, error) {
	n, err := t.changed(ctx, expireQuery, at(now))
	if err != nil {
		return 0, fmt.Errorf("expire mails: %w", err)
	}
	return n, nil
}
