package daemon

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"convene/daemon/group"
	"convene/daemon/store"
	"convene/mailflow/inbox"
)

// serverRecord stands for a record that rests after a restore, among the servers
// whose state is kept.
const serverRecord = "record"

// Backup writes a checked copy of the database to a file that must not exist yet,
// while the daemon goes on, and tells its size in bytes.
func Backup(ctx context.Context, o Options, path string) (int64, error) {
	db, err := store.Open(ctx, o.Config.Database, store.Options{MustExist: true, AsItIs: true})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }() // only read
	return db.Backup(ctx, path, bare(o).now())
}

// Restored is what a restore did, or would do.
type Restored = store.Restored

// Restore makes a copy of the database the record; without confirm it only says
// what it would do. No daemon may run: [ErrLocked].
func Restore(ctx context.Context, o Options, path string, confirm bool) (Restored, error) {
	return store.Restore(ctx, path, o.Config.Database, bare(o).now(), confirm, o.Logger)
}

// rests looks whether the record rests after a restore.
func (d *Daemon) rests(ctx context.Context) error {
	return d.db.Read(ctx, func(tx *store.Tx) error {
		r, found, err := tx.Resting(ctx)
		if found {
			d.resting.Store(&r)
		}
		return err
	})
}

// resume ends the rest after a restore. What members wrote since the copy was made
// lies in the folder of mails that were dealt with, or in the mailbox, and is read
// first; then what the lost record may have sent is settled as skipped, and life
// goes on. Cut short, it begins again where it was.
func (d *Daemon) resume(ctx context.Context) error {
	r := d.resting.Load()
	if r == nil {
		return nil
	}
	d.server(ctx, serverRecord, fmt.Errorf("restored from a copy of %s, and the replies since then are not all read", stamp(r.Taken)))
	if err := d.reread(ctx); err != nil {
		return err
	}
	read, err := d.read(ctx)
	if err != nil {
		return err
	}
	var ids []group.GroupID
	err = d.db.Read(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.GroupIDs(ctx)
		return err
	})
	if err != nil {
		return err
	}
	now := d.now()
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if !d.knows(id) {
				continue
			}
			g, err := d.load(ctx, tx, id)
			if err != nil {
				return err
			}
			step, err := group.Resume(g, r.Lived, now, mayBeOut(r), d.random)
			if err != nil {
				return err
			}
			if err := d.keepStep(ctx, tx, g, step, now); err != nil {
				return err
			}
		}
		return tx.Resumed(ctx, now)
	})
	if err != nil {
		return fmt.Errorf("go on after a restore: %w", err)
	}
	d.resting.Store(nil)
	d.server(ctx, serverRecord, nil)
	d.log.Info("the restored record has caught up; mail goes out again", slog.Int("mails_read", read))
	return nil
}

// mayBeOut is why an item is skipped that was due before a restore.
func mayBeOut(r *store.Resting) string {
	return fmt.Sprintf("restored from a copy of %s: it may have gone out already", stamp(r.Taken))
}

// reread takes every mail of the folder of mails that were dealt with into the
// ledger that is not there.
func (d *Daemon) reread(ctx context.Context) error {
	box, err := d.newInbox(doneName, "")
	if err != nil {
		return err
	}
	var known map[string]bool
	var from inbox.Cursor
	err = d.db.Read(ctx, func(tx *store.Tx) (err error) {
		if known, err = tx.KnownMails(ctx); err != nil {
			return err
		}
		from.UIDValidity, from.UID, err = tx.Cursor(ctx, doneName)
		return err
	})
	if err != nil {
		return err
	}
	_, err = box.Drain(ctx, from, func(ctx context.Context, batch []inbox.Message, next inbox.Cursor) error {
		rows := d.incoming(doneName, batch)
		return d.db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Reread(ctx, known, doneName, rows, next.UIDValidity, next.UID)
			return err
		})
	})
	if inbox.NoFolder(err) {
		return nil // nothing was ever moved
	}
	if err != nil {
		err = fmt.Errorf("read the folder %s again: %w", doneName, err)
		d.server(ctx, serverMailbox, err)
	}
	return err
}

// resumeWaits are the growing waits between attempts to end the rest.
var resumeWaits = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute}

// resumeAtLast tries to end the rest until it succeeds or ctx ends.
func (d *Daemon) resumeAtLast(ctx context.Context) error {
	for n := 0; ctx.Err() == nil; n++ {
		err := d.resume(ctx)
		if err == nil || ctx.Err() != nil || hopeless(err) {
			return err
		}
		d.log.Warn("the restored record rests until the mailbox has been read; it is tried again", slog.Any("error", err))
		_ = d.clock.WaitUntil(ctx, d.now().Add(resumeWaits[min(n, len(resumeWaits)-1)]))
	}
	return ctx.Err()
}

func stamp(t time.Time) string { return t.UTC().Format("Mon 2 Jan 2006, 15:04 MST") }
