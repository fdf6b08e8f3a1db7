package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
)

// fireAtOnce bounds how many groups one look loads.
const fireAtOnce = 100

// fire looks at every group that is due, each in a transaction of its own, and
// returns how many mails were composed.
func (d *Daemon) fire(ctx context.Context) (int, error) {
	composed := 0
	for {
		now := d.now()
		var due []group.GroupID
		err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.Due(ctx, now, fireAtOnce)
			return err
		})
		if err != nil {
			return composed, fmt.Errorf("look for due groups: %w", err)
		}
		if len(due) == 0 {
			return composed, nil
		}
		for _, id := range due {
			n, err := d.fireGroup(ctx, id)
			if err != nil {
				if err = d.rest(ctx, id, err); err != nil {
					return composed, err
				}
			}
			composed += n
		}
	}
}

// restAfterFailure is how long a group is left alone that could not be fired.
const restAfterFailure = 5 * time.Minute

// rest lets a group be after a failure, so that the others go on. A database
// that fails, or a daemon that is to stop, is everybody's failure.
func (d *Daemon) rest(ctx context.Context, id group.GroupID, failure error) error {
	if ctx.Err() != nil || hopeless(failure) {
		return failure
	}
	d.log.Error("a group could not be looked after; it is tried again", slog.String("group", string(id)), slog.Any("error", failure))
	err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.SetNextDue(ctx, id, d.now().Add(restAfterFailure)) })
	if err != nil {
		return fmt.Errorf("fire group %s: %w", id, errors.Join(failure, err))
	}
	return nil
}

func (d *Daemon) fireGroup(ctx context.Context, id group.GroupID) (int, error) {
	n := 0
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		g, err := d.load(ctx, tx, id)
		if err != nil {
			return err
		}
		n, err = d.advance(ctx, tx, g)
		if err != nil {
			return err
		}
		return d.hook(PointCommit)
	})
	if err != nil {
		return 0, err
	}
	return n, d.hook(PointCommitted)
}

// advance lets time do its work on a loaded group and stores what came of it.
func (d *Daemon) advance(ctx context.Context, tx *store.Tx, g *group.Group) (mails int, err error) {
	defer func() {
		if v := recover(); v != nil { // the other groups go on
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	now := d.now()
	if now.Before(g.Horizon) {
		d.log.Warn("the clock is behind what has been done; nothing is sent twice", slog.String("group", string(g.ID)), slog.Time("horizon", g.Horizon))
	}
	step, err := d.step(ctx, tx, g, now)
	if err != nil {
		return 0, err
	}
	return len(step.Mails), d.keepStep(ctx, tx, g, step, now)
}

// step is what time brings a group. One that was not in the file when the record was
// restored has not settled yet what may have gone out before that, see resume.
func (d *Daemon) step(ctx context.Context, tx *store.Tx, g *group.Group, now time.Time) (group.Step, error) {
	r, slept, err := tx.Unresumed(ctx, g.ID)
	if err != nil {
		return group.Step{}, err
	}
	if slept {
		return group.Resume(g, r.Lived, now, mayBeOut(&r), d.random)
	}
	return group.Advance(g, now, d.random)
}

// keepStep stores what time brought a group, that it did, and when to look again.
func (d *Daemon) keepStep(ctx context.Context, tx *store.Tx, g *group.Group, step group.Step, now time.Time) error {
	if err := d.keep(ctx, tx, g, step, now); err != nil {
		return err
	}
	if now.After(g.Horizon) {
		if err := tx.SetHorizon(ctx, g.ID, now); err != nil {
			return err
		}
	}
	return tx.SetNextDue(ctx, g.ID, step.Next)
}
