package daemon

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"convene/daemon/schedule"
	"convene/daemon/store"
)

const (
	tidyEvery   = 10 * time.Minute    // how often it is looked for somebody to forget
	mailsKept   = 60 * 24 * time.Hour // raw mails and letters, after they were dealt with
	wordsKept   = 90 * 24 * time.Hour // of a closed group that is no longer in the configuration
	retainEvery = 24 * time.Hour

	removedAtOnce = 5000 // mails, from the mail server
)

// tidy forgets whoever asked for it, and what has outlived its time. Every step may
// be cut short and is done again by the next call; nothing depends on when it runs.
// What fails here fails nothing else: it is logged, and tried again.
func (d *Daemon) tidy(ctx context.Context) error {
	err := errors.Join(d.forget(ctx), d.retain(ctx))
	if err == nil || ctx.Err() != nil || errors.Is(err, errHook) {
		return err
	}
	d.log.Warn("what is to be erased is not yet; it is tried again", slog.Any("error", err))
	return nil
}

// tidyLoop tidies for as long as ctx lives.
func (d *Daemon) tidyLoop(ctx context.Context) {
	for ctx.Err() == nil {
		_ = d.tidy(ctx) // a hook's failure ends the test that set it
		_ = d.await(ctx, nil, d.now().Add(tidyEvery))
	}
}

// retain empties, once a day, what has been kept long enough: the bytes of mails, here
// and on the mail server, and the words of groups that have ended.
func (d *Daemon) retain(ctx context.Context) error {
	now := d.now()
	d.retainMu.Lock()
	defer d.retainMu.Unlock()
	if now.Before(d.retained.Add(retainEvery)) && !now.Before(d.retained) {
		return nil
	}
	var over []store.Outlived
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		over, err = tx.Outlived(ctx)
		return err
	})
	if err != nil {
		return err
	}
	erased := int64(0)
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.EmptyMails(ctx, now.Add(-mailsKept))
		if err != nil {
			return err
		}
		erased += n
		for _, o := range over {
			kept := wordsKept
			if s, ok := d.settingsOf(o.Group); ok {
				kept = s.Retention
			}
			if now.Before(o.Closed.Add(kept)) {
				continue
			}
			if n, err = tx.EraseWords(ctx, o.Group, now); err != nil {
				return err
			}
			erased += n
		}
		return nil
	})
	if err != nil {
		return err
	}
	// The files have the machine's dates.
	if n, err := d.db.RemoveCopies(schedule.NewReal().Now().Add(-store.CopiesKept)); err != nil {
		return err
	} else if n > 0 {
		d.log.Info("copies of the database that have been kept long enough are removed", slog.Int("count", n))
	}
	if erased > 0 {
		d.log.Info("mails and words that have been kept long enough are erased", slog.Int64("count", erased))
		if err := d.db.Truncate(ctx); err != nil {
			return err
		}
	}
	if err := d.retainMails(ctx); err != nil {
		return err
	}
	d.retained = now
	return nil
}
