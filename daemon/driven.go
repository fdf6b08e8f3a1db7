package daemon

import (
	"context"
	"time"

	"convene/daemon/config"
	"convene/daemon/store"
)

// This file is for programs that drive a daemon pass by pass, on a clock of
// their own: the demo, and tests.

// LoadConfig reads a coordinator's file for [Options]; the error lists all that
// is wrong with it.
func LoadConfig(path string) (*config.Config, error) {
	cfg, problems := config.Load(path)
	return cfg, problems.Err()
}

// Next is when a pass will next find something to do if no mail arrives before:
// a group is due, or a mail in the outbox. Zero means never.
func (d *Daemon) Next(ctx context.Context) (time.Time, error) {
	due, err := d.nextDue(ctx)
	if err != nil {
		return time.Time{}, err
	}
	err = d.db.Read(ctx, func(tx *store.Tx) error {
		at, ok, err := tx.EarliestOutgoing(ctx)
		if ok && (due.IsZero() || at.Before(due)) {
			due = at
		}
		return err
	})
	return due, err
}

// Refile reads the coordinator's file again at once, as a running daemon does by
// itself when the file changes.
func (d *Daemon) Refile(ctx context.Context) error { return d.reload(ctx) }
