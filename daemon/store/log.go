package store

import (
	"context"
	"database/sql"
	"fmt"

	"convene/daemon/group"
)

func (t *Tx) addEntry(ctx context.Context, id group.GroupID, e group.Entry) error {
	_, err := t.exec(ctx, `INSERT INTO log (group_id, at, kind, member, about, text, inbox) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(id), at(e.At), e.Kind, string(e.Member), e.About, e.Text, numberOrNull(e.Inbox))
	return err
}

// LogEntry is a line of a group's history with its place in it.
type LogEntry struct {
	ID int64
	group.Entry
}

// Log reads the history of a group, oldest first: at most limit lines after the
// one with the id after. 0 begins at the beginning, a limit of 0 reads all.
func (t *Tx) Log(ctx context.Context, id group.GroupID, after int64, limit int) ([]LogEntry, error) {
	if limit <= 0 {
		limit = -1 // SQLite: no limit
	}
	all, err := collect(ctx, t, func(r *sql.Rows) (e LogEntry, err error) {
		err = r.Scan(&e.ID, instant{&e.At}, &e.Kind, (*string)(&e.Member), &e.About, &e.Text, number[int64]{&e.Inbox})
		return e, err
	}, `SELECT id, at, kind, member, about, text, inbox FROM log WHERE group_id = ? AND id > ? ORDER BY id LIMIT ?`,
		string(id), after, limit)
	if err != nil {
		return nil, fmt.Errorf("read log of group %s: %w", id, err)
	}
	return all, nil
}
