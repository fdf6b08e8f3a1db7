package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"convene/daemon/group"
)

// Overview is what `convene status` tells of a group. It holds no private words.
type Overview struct {
	Group                group.GroupID
	Name                 string
	Founded, Closed      time.Time
	Horizon, NextDue     time.Time
	Active, Paused, Left int // members

	// Of the whole mailbox: to which group a mail belongs is known only once it
	// has been read.
	Pending     int
	Quarantined []Trouble
	Unassigned  map[string]int // outcomes of mails that belong to no group

	Outcomes   map[string]int // of the group's mails
	Held       []Trouble      // mails that wait for their registered sender's word
	Queued     int            // mails to be sent
	NextTry    time.Time      // when the next of them goes out
	Retried    []Trouble      // queued, and refused for now at least once
	Failed     []Trouble      // the latest that were refused for good, but to those who were forgotten
	Expired    int
	LastLetter []LetterLine // the latest, newest first
	LastMail   time.Time    // the latest mail from a member
}

// Trouble is a mail that needs a hand, or may.
type Trouble struct {
	ID     int64 // of the inbox or outbox row
	At     time.Time
	Member group.MemberID
	Who    string // an address
	Why    string
}

// LetterLine is a letter in short.
type LetterLine struct {
	Token, Ref, Subject string
	Member              group.MemberID
	Class               group.Class
	At                  time.Time
	State               string // of its outbox row; "" if it has none
}

// overviewLines is how many of each kind an overview lists.
const overviewLines = 20

// Overview gathers what is going on in a group and what needs a hand.
func (t *Tx) Overview(ctx context.Context, id group.GroupID) (Overview, error) {
	o := Overview{Group: id}
	found, err := t.find(ctx, []any{&o.Name, instant{&o.Founded}, instant{&o.Closed}, instant{&o.Horizon}, instant{&o.NextDue},
		&o.Active, &o.Paused, &o.Left},
		`SELECT name, founded, closed, horizon, next_due,
			(SELECT count(*) FROM members WHERE group_id = g.id AND state = 'active'),
			(SELECT count(*) FROM members WHERE group_id = g.id AND state = 'paused'),
			(SELECT count(*) FROM members WHERE group_id = g.id AND state = 'left')
		FROM groups g WHERE id = ?`, string(id))
	if err == nil && !found {
		err = ErrNotFound
	}
	for _, part := range []func(context.Context, *Overview) error{t.overviewInbox, t.overviewOutbox, t.overviewLetters} {
		if err == nil {
			err = part(ctx, &o)
		}
	}
	if err != nil {
		return Overview{}, fmt.Errorf("overview of group %s: %w", id, err)
	}
	return o, nil
}

func (t *Tx) overviewInbox(ctx context.Context, o *Overview) (err error) {
	if _, err = t.find(ctx, []any{&o.Pending}, `SELECT count(*) FROM inbox WHERE outcome IS NULL`); err != nil {
		return err
	}
	if o.Outcomes, err = t.outcomes(ctx, orNull(o.Group)); err != nil {
		return err
	}
	if o.Unassigned, err = t.outcomes(ctx, nil); err != nil {
		return err
	}
	for _, id := range []any{nil, string(o.Group)} {
		some, err := t.troubles(ctx, `SELECT id, received, member, '', because FROM inbox
			WHERE outcome = 'quarantined' AND group_id IS ? ORDER BY id DESC LIMIT ?`, id)
		if err != nil {
			return err
		}
		o.Quarantined = append(o.Quarantined, some...)
	}
	if o.Held, err = t.troubles(ctx, `SELECT inbox, at, member, sender, reason FROM held
		WHERE group_id = ? AND outcome = '' ORDER BY nr DESC LIMIT ?`, string(o.Group)); err != nil {
		return err
	}
	_, err = t.find(ctx, []any{instant{&o.LastMail}},
		`SELECT max(received) FROM inbox WHERE group_id = ? AND outcome IS NOT NULL AND kind IN ('person', 'calendar')`, string(o.Group))
	return err
}

// outcomes counts the finished mails of a group, or with nil of none.
func (t *Tx) outcomes(ctx context.Context, id any) (map[string]int, error) {
	counts := map[string]int{}
	err := t.each(ctx, func(r *sql.Rows) error {
		var outcome string
		var n int
		err := r.Scan(&outcome, &n)
		counts[outcome] = n
		return err
	}, `SELECT outcome, count(*) FROM inbox WHERE group_id IS ? AND outcome IS NOT NULL GROUP BY outcome`, id)
	return counts, err
}

func (t *Tx) overviewOutbox(ctx context.Context, o *Overview) (err error) {
	if _, err = t.find(ctx, []any{&o.Queued, instant{&o.NextTry}, &o.Expired},
		`SELECT count(*) FILTER (WHERE state = 'queued'), min(next_try) FILTER (WHERE state = 'queued'),
			count(*) FILTER (WHERE state = 'expired')
		FROM outbox WHERE group_id = ? AND state IN ('queued', 'expired')`, string(o.Group)); err != nil {
		return err
	}
	if o.Retried, err = t.troubles(ctx, `SELECT id, next_try, member, recipient, reason FROM outbox
		WHERE group_id = ? AND state = 'queued' AND attempts > 0 ORDER BY next_try, id LIMIT ?`, string(o.Group)); err != nil {
		return err
	}
	o.Failed, err = t.troubles(ctx, `SELECT id, finished, member, recipient, reason FROM outbox
		WHERE group_id = ? AND state = 'failed' AND recipient <> '' ORDER BY finished DESC, id DESC LIMIT ?`, string(o.Group))
	return err
}

func (t *Tx) troubles(ctx context.Context, query string, id any) ([]Trouble, error) {
	return collect(ctx, t, func(r *sql.Rows) (v Trouble, err error) {
		err = r.Scan(&v.ID, instant{&v.At}, (*string)(&v.Member), &v.Who, &v.Why)
		return v, err
	}, query, id, overviewLines)
}

func (t *Tx) overviewLetters(ctx context.Context, o *Overview) (err error) {
	o.LastLetter, err = collect(ctx, t, func(r *sql.Rows) (l LetterLine, err error) {
		err = r.Scan(&l.Token, &l.Ref, &l.Subject, text{(*string)(&l.Member)}, (*string)(&l.Class), instant{&l.At}, text{&l.State})
		return l, err
	}, `SELECT l.token, l.ref, l.subject, l.member, l.class, l.at,
			(SELECT state FROM outbox WHERE group_id = l.group_id AND letter = l.token ORDER BY id DESC LIMIT 1)
		FROM letters l WHERE l.group_id = ? ORDER BY l.nr DESC LIMIT ?`, string(o.Group), overviewLines)
	return err
}
