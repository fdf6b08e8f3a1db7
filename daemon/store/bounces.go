package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) addBounce(ctx context.Context, id group.GroupID, b group.Bounce) error {
	_, err := t.exec(ctx, `INSERT INTO bounces (group_id, member, inbox, status, permanent, at) VALUES (?, ?, ?, ?, ?, ?)`,
		string(id), string(b.Member), b.Inbox, b.Status, b.Permanent, at(b.At))
	return err
}

func (t *Tx) loadBounces(ctx context.Context, g *group.Group) (err error) {
	g.Bounces, err = collect(ctx, t, func(r *sql.Rows) (b group.Bounce, err error) {
		err = r.Scan((*string)(&b.Member), &b.Inbox, &b.Status, bit{&b.Permanent}, instant{&b.At})
		return b, err
	}, `SELECT member, inbox, status, permanent, at FROM bounces WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("bounces: %w", err)
	}
	return nil
}

// unreadLines is how many mails that were not read a group is told of at most.
const unreadLines = 100

// loadUnread finds the mails that could not be read, of the group or of nobody yet,
// and the first of those that wait.
func (t *Tx) loadUnread(ctx context.Context, g *group.Group) error {
	for _, of := range []struct {
		query   string
		args    []any
		waiting bool
	}{
		{`SELECT finished FROM inbox WHERE group_id = ? AND outcome = 'quarantined' ORDER BY id DESC LIMIT ?`, []any{string(g.ID), unreadLines}, false},
		{`SELECT finished FROM inbox WHERE group_id IS NULL AND outcome = 'quarantined' ORDER BY id DESC LIMIT ?`, []any{unreadLines}, false},
		{`SELECT received FROM inbox WHERE outcome IS NULL ORDER BY id LIMIT ?`, []any{unreadLines}, true},
	} {
		some, err := collect(ctx, t, func(r *sql.Rows) (group.Unread, error) {
			u := group.Unread{Waiting: of.waiting}
			err := r.Scan(instant{&u.At})
			return u, err
		}, of.query, of.args...)
		if err != nil {
			return fmt.Errorf("unread mails: %w", err)
		}
		g.Unread = append(g.Unread, some...)
	}
	return nil
}
