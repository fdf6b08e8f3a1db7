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
