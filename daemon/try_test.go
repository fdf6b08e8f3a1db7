package daemon

import (
	"context"
	"errors"

	"convene/daemon/group"
	"convene/daemon/store"
)

// Tried is what one mail did before it was taken back.
type Tried struct {
	store.Finished
	Group *group.Group // of the daemon's first group, as it would be now
	Out   []store.Outgoing
}

var errTakenBack = errors.New("taken back")

// Try lets the receiver read one mail, all the way to the outbox, and takes back
// what came of it: so that thousands of mails meet the same record.
func (d *Daemon) Try(ctx context.Context, id group.GroupID, raw []byte) (Tried, error) {
	var t Tried
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		row := store.Incoming{Mailbox: mailboxName, UIDValidity: 1, UID: 1 << 30, Raw: raw, Received: d.now()}
		if _, err := tx.Ingest(ctx, mailboxName, []store.Incoming{row}, 1, 1<<30); err != nil {
			return err
		}
		r := d.newReceiver()
		r.now = d.now()
		var first int64
		for {
			batch, err := tx.Pending(ctx, 10)
			if err != nil {
				return err
			}
			if len(batch) == 0 {
				break
			}
			if first == 0 {
				first = batch[0].ID
			}
			for _, in := range batch {
				if err := tx.Attempt(ctx, in.ID); err != nil {
					return err
				}
				p := parseOne(in)
				if err := r.one(ctx, tx, in, &p); err != nil {
					return err
				}
			}
			if err := r.advance(ctx, tx); err != nil {
				return err
			}
		}
		in, err := tx.Incoming(ctx, first)
		if err != nil {
			return err
		}
		t.Finished = in.Finished
		if t.Group, err = d.load(ctx, tx, id); err != nil {
			return err
		}
		if t.Out, err = tx.DueOutgoing(ctx, d.now(), 100); err != nil {
			return err
		}
		return errTakenBack
	})
	d.guesses.reset()
	if !errors.Is(err, errTakenBack) {
		return t, err
	}
	return t, nil
}
