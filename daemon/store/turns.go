package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putTurn(ctx context.Context, id group.GroupID, v group.Turn) error {
	_, err := t.exec(ctx, `INSERT INTO turns
		(group_id, meeting, role, n, member, state, reason, since, answer_by, swap_from, takes, inbox, was)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, meeting, role, n) DO UPDATE SET member = excluded.member, state = excluded.state,
			reason = excluded.reason, since = excluded.since, answer_by = excluded.answer_by,
			swap_from = excluded.swap_from, takes = excluded.takes, inbox = excluded.inbox, was = excluded.was`,
		string(id), string(v.Meeting), v.Role, v.N, orNull(v.Member), string(v.State), v.Reason, at(v.Since),
		at(v.By), orNull(v.From), v.Takes, numberOrNull(v.Inbox), string(v.Was))
	return err
}

func (t *Tx) loadTurns(ctx context.Context, g *group.Group) (err error) {
	g.Turns, err = collect(ctx, t, func(r *sql.Rows) (v group.Turn, err error) {
		err = r.Scan((*string)(&v.Meeting), &v.Role, number[int]{&v.N}, text{(*string)(&v.Member)}, (*string)(&v.State), &v.Reason,
			instant{&v.Since}, instant{&v.By}, text{(*string)(&v.From)}, bit{&v.Takes}, number[int64]{&v.Inbox}, (*string)(&v.Was))
		return v, err
	}, `SELECT meeting, role, n, member, state, reason, since, answer_by, swap_from, takes, inbox, was
		FROM turns WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("turns: %w", err)
	}
	return nil
}
