package store

import (
	"context"
	"database/sql"

	"convene/daemon/group"
)

// keepWords writes a member's words in the place of those that old refers to, if
// any, and returns what the row that they belong to refers to them by. Words that
// have been forgotten stay so.
func (t *Tx) keepWords(ctx context.Context, id group.GroupID, member group.MemberID, kind, words string, old sql.NullInt64) (sql.NullInt64, error) {
	if old.Valid {
		_, err := t.exec(ctx, `UPDATE words SET text = ? WHERE id = ? AND text <> ?1 AND erased IS NULL`, words, old.Int64)
		return old, err
	}
	if words == "" {
		return old, nil
	}
	r, err := t.exec(ctx, `INSERT INTO words (group_id, member, kind, text) VALUES (?, ?, ?, ?)`,
		string(id), orNull(member), kind, words)
	if err != nil {
		return old, err
	}
	n, err := r.LastInsertId()
	return sql.NullInt64{Int64: n, Valid: true}, err
}
