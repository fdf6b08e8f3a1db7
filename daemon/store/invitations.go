package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putInvitation(ctx context.Context, id group.GroupID, i group.Invitation) error {
	_, err := t.exec(ctx, `INSERT INTO invitations
		(group_id, meeting, member, uid, uid_key, sequence, start, place, sent, cancelled)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, meeting, member) DO UPDATE SET uid = excluded.uid, uid_key = excluded.uid_key,
			sequence = excluded.sequence, start = excluded.start, place = excluded.place,
			sent = excluded.sent, cancelled = excluded.cancelled`,
		string(id), string(i.Meeting), string(i.Member), i.UID, secretKey(i.UID), i.Sequence, at(i.Start),
		i.Place, at(i.Sent), i.Cancelled)
	return err
}

func (t *Tx) loadInvitations(ctx context.Context, g *group.Group) (err error) {
	g.Invitations, err = collect(ctx, t, func(r *sql.Rows) (i group.Invitation, err error) {
		err = r.Scan((*string)(&i.Meeting), (*string)(&i.Member), &i.UID, number[int]{&i.Sequence}, instant{&i.Start},
			&i.Place, instant{&i.Sent}, bit{&i.Cancelled})
		return i, err
	}, `SELECT meeting, member, uid, sequence, start, place, sent, cancelled
		FROM invitations WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("invitations: %w", err)
	}
	return nil
}
