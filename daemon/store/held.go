package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) putHeld(ctx context.Context, id group.GroupID, h group.Held) error {
	var old sql.NullInt64
	if _, err := t.find(ctx, []any{&old}, `SELECT words FROM held WHERE group_id = ? AND inbox = ?`, string(id), h.Inbox); err != nil {
		return err
	}
	words, err := t.keepWords(ctx, id, h.Member, "held", h.Words, old)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO held
		(group_id, inbox, member, letter, sender, words, reason, alias, at, outcome)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, inbox) DO UPDATE SET member = excluded.member, letter = excluded.letter,
			sender = excluded.sender, words = excluded.words, reason = excluded.reason, alias = excluded.alias,
			at = excluded.at, outcome = excluded.outcome`,
		string(id), h.Inbox, string(h.Member), h.Letter, h.From, words, h.Reason, h.Alias, at(h.At), h.Outcome)
	return err
}

func (t *Tx) loadHeld(ctx context.Context, g *group.Group) (err error) {
	g.Held, err = collect(ctx, t, func(r *sql.Rows) (h group.Held, err error) {
		err = r.Scan(&h.Inbox, (*string)(&h.Member), &h.Letter, &h.From, text{&h.Words}, &h.Reason, bit{&h.Alias},
			instant{&h.At}, &h.Outcome)
		return h, err
	}, `SELECT h.inbox, h.member, h.letter, h.sender, w.text, h.reason, h.alias, h.at, h.outcome
		FROM held h LEFT JOIN words w ON w.id = h.words WHERE h.group_id = ? ORDER BY h.nr`, string(g.ID))
	if err != nil {
		return fmt.Errorf("held: %w", err)
	}
	return nil
}
