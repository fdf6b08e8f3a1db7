package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putVote(ctx context.Context, id group.GroupID, v group.Vote) error {
	topics := []byte("[]")
	if len(v.Topics) > 0 {
		var err error
		if topics, err = json.Marshal(v.Topics); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, `INSERT INTO votes (group_id, meeting, member, topics, inbox, at)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, meeting, member) DO UPDATE SET topics = excluded.topics,
			inbox = excluded.inbox, at = excluded.at`,
		string(id), string(v.Meeting), string(v.Member), string(topics), numberOrNull(v.Inbox), at(v.At))
	return err
}

func (t *Tx) loadVotes(ctx context.Context, g *group.Group) (err error) {
	g.Votes, err = collect(ctx, t, func(r *sql.Rows) (v group.Vote, err error) {
		var topics string
		if err = r.Scan((*string)(&v.Meeting), (*string)(&v.Member), &topics, number[int64]{&v.Inbox}, instant{&v.At}); err != nil {
			return v, err
		}
		if topics != "[]" {
			err = json.Unmarshal([]byte(topics), &v.Topics)
		}
		return v, err
	}, `SELECT meeting, member, topics, inbox, at FROM votes WHERE group_id = ? ORDER BY nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("votes: %w", err)
	}
	return nil
}
