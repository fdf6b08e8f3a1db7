package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putTopic(ctx context.Context, id group.GroupID, v group.Topic) error {
	var old sql.NullInt64
	if _, err := t.find(ctx, []any{&old}, `SELECT words FROM topics WHERE group_id = ? AND n = ?`, string(id), v.N); err != nil {
		return err
	}
	words, err := t.keepWords(ctx, id, v.By, "topic", v.Text, old)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO topics (group_id, n, words, member, proposed, inbox, meeting)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, n) DO UPDATE SET words = excluded.words, member = excluded.member,
			proposed = excluded.proposed, inbox = excluded.inbox, meeting = excluded.meeting`,
		string(id), v.N, words, orNull(v.By), at(v.Proposed), numberOrNull(v.Inbox), orNull(v.Meeting))
	return err
}

func (t *Tx) loadTopics(ctx context.Context, g *group.Group) (err error) {
	g.Topics, err = collect(ctx, t, func(r *sql.Rows) (v group.Topic, err error) {
		err = r.Scan(number[int]{&v.N}, text{&v.Text}, text{(*string)(&v.By)}, instant{&v.Proposed}, number[int64]{&v.Inbox},
			text{(*string)(&v.Meeting)})
		return v, err
	}, `SELECT t.n, w.text, t.member, t.proposed, t.inbox, t.meeting
		FROM topics t LEFT JOIN words w ON w.id = t.words WHERE t.group_id = ? ORDER BY t.nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	return nil
}
