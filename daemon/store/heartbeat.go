package store

import (
	"context"
	"fmt"
	"time"
)

// Beat writes down that the daemon lives.
func (t *Tx) Beat(ctx context.Context, now time.Time) error {
	if _, err := t.exec(ctx, `INSERT INTO heartbeat (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at`,
		at(now)); err != nil {
		return fmt.Errorf("write heartbeat: %w", err)
	}
	return nil
}

// Heartbeat is when the daemon last said that it lives; false if it never did.
func (t *Tx) Heartbeat(ctx context.Context) (time.Time, bool, error) {
	var last time.Time
	found, err := t.find(ctx, []any{instant{&last}}, `SELECT at FROM heartbeat`)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("read heartbeat: %w", err)
	}
	return last, found, nil
}
