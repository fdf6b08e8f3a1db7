package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putContribution(ctx context.Context, id group.GroupID, c group.Contribution) error {
	var old sql.NullInt64
	if _, err := t.find(ctx, []any{&old}, `SELECT words FROM contributions WHERE group_id = ? AND n = ?`, string(id), c.N); err != nil {
		return err
	}
	words, err := t.keepWords(ctx, id, c.Member, "note", c.Text, old)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO contributions
		(group_id, n, kind, member, recipient, about, value, words, audience, state, named, inbox, at, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, n) DO UPDATE SET kind = excluded.kind, member = excluded.member, recipient = excluded.recipient,
			about = excluded.about, value = excluded.value, words = excluded.words, audience = excluded.audience,
			state = excluded.state, named = excluded.named, inbox = excluded.inbox, at = excluded.at, changed = excluded.changed`,
		string(id), c.N, string(c.Kind), orNull(c.Member), orNull(c.To), c.About, c.Value, words, string(c.Audience), string(c.State),
		c.Named, numberOrNull(c.Inbox), at(c.At), at(c.Changed))
	return err
}

func (t *Tx) loadContributions(ctx context.Context, g *group.Group) (err error) {
	g.Contributions, err = collect(ctx, t, func(r *sql.Rows) (c group.Contribution, err error) {
		err = r.Scan(number[int]{&c.N}, (*string)(&c.Kind), text{(*string)(&c.Member)}, text{(*string)(&c.To)}, &c.About, &c.Value,
			text{&c.Text}, (*string)(&c.Audience), (*string)(&c.State), bit{&c.Named}, number[int64]{&c.Inbox}, instant{&c.At}, instant{&c.Changed})
		return c, err
	}, `SELECT c.n, c.kind, c.member, c.recipient, c.about, c.value, w.text, c.audience, c.state, c.named, c.inbox, c.at, c.changed
		FROM contributions c LEFT JOIN words w ON w.id = c.words WHERE c.group_id = ? ORDER BY c.nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("contributions: %w", err)
	}
	return nil
}
