package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putItem(ctx context.Context, id group.GroupID, s group.Settled) error {
	_, err := t.exec(ctx, `INSERT INTO items
		(group_id, practice, occurrence, member, revision, how, reason, letter, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, practice, occurrence, member, revision) DO UPDATE SET how = excluded.how,
			reason = excluded.reason, letter = excluded.letter, at = excluded.at`,
		string(id), s.Key.Practice, s.Key.Occurrence, string(s.Key.Member), s.Key.Revision, s.How, s.Reason,
		orNull(s.Letter), at(s.At))
	return err
}

func (t *Tx) loadItems(ctx context.Context, g *group.Group) error {
	err := t.each(ctx, func(r *sql.Rows) error {
		var s group.Settled
		if err := r.Scan(&s.Key.Practice, &s.Key.Occurrence, (*string)(&s.Key.Member), number[int]{&s.Key.Revision}, &s.How, &s.Reason,
			text{&s.Letter}, instant{&s.At}); err != nil {
			return err
		}
		g.Settle(s)
		return nil
	}, `SELECT practice, occurrence, member, revision, how, reason, letter, at FROM items WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("items: %w", err)
	}
	return nil
}
