package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"convene/daemon/config"
	"convene/daemon/store"
	"convene/mailflow"
	"convene/mailflow/inbox"

	"golang.org/x/sync/errgroup"
)

// mailboxName is the folder that is read, doneName where what was read is put.
const (
	mailboxName = "INBOX"
	doneName    = "Done"
)

// newInbox reads a folder and moves what was read to another one, if it is named.
func (d *Daemon) newInbox(folder, done string) (*inbox.Client, error) {
	m := d.cfg.Mail
	c := inbox.Config{
		Address: m.IMAP.Addr(), TLS: inbox.Security(m.IMAP.TLS), Username: m.Username, Password: m.Password.Reveal(),
		RootCAs: d.roots, Dial: d.dial, Mailbox: folder, Done: done, Logger: d.log,
		Hooks: inbox.Hooks{
			AfterMove: func([]inbox.Message) error { return d.hook(PointMoved) },
			Connected: func() { d.server(context.Background(), serverMailbox, nil) },
			Retry:     func(err error, _ time.Duration) { d.server(context.Background(), serverMailbox, err) },
		},
	}
	if m.Auth == config.AuthOAuth2 {
		c.Token = d.accessToken
	}
	box, err := inbox.New(c)
	if err != nil {
		return nil, fmt.Errorf("imap_host: %w", err)
	}
	return box, nil
}

// cursor is how far the mailbox has been read.
func (d *Daemon) cursor(ctx context.Context) (inbox.Cursor, error) {
	var c inbox.Cursor
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		c.UIDValidity, c.UID, err = tx.Cursor(ctx, mailboxName)
		return err
	})
	return c, err
}

// read reads the mailbox until it is empty and brings every mail to its outcome;
// it returns how many that were. In a backlog one full batch is understood while
// the next one is on its way.
func (d *Daemon) read(ctx context.Context) (int, error) {
	understood, r := 0, d.newReceiver()
	full := make(chan struct{}, 1)
	both, draining := errgroup.WithContext(ctx)
	both.Go(func() error {
		defer close(full)
		return d.drain(draining, func() { ring(full) })
	})
	both.Go(func() error {
		for range full {
			// Not the context of both: when the server goes away, the batch that is
			// being understood comes to its end, or its mails would count as failed.
			n, err := r.batch(ctx)
			understood += n
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := both.Wait(); err != nil {
		return understood, err
	}
	n, err := r.all(ctx)
	return understood + n, err
}

// drain reads the mailbox until it is empty, and calls full after each batch on
// disk that could have held no more mails.
func (d *Daemon) drain(ctx context.Context, full func()) error {
	c, err := d.cursor(ctx)
	if err != nil {
		return err
	}
	_, err = d.box.Drain(ctx, c, func(ctx context.Context, batch []inbox.Message, next inbox.Cursor) error {
		if err := d.ingest(ctx, batch, next); err != nil {
			return err
		}
		if len(batch) >= receiveAtOnce {
			full()
		}
		return nil
	})
	if err != nil {
		err = fmt.Errorf("read the mailbox: %w", err)
		if ctx.Err() == nil && !errors.Is(err, errHook) {
			d.server(ctx, serverMailbox, err)
		}
	}
	return err
}

// watch reads the mailbox for as long as ctx lives, whatever the server does.
func (d *Daemon) watch(ctx context.Context) error {
	// A full disk or a locked database passes: the mails stay on the server, and it is
	// tried again after growing waits. A database that is damaged ends the watch.
	final := func(err error) error {
		if hopeless(err) {
			return fmt.Errorf("%w: %w", inbox.ErrStop, err)
		}
		return err
	}
	from := func(ctx context.Context) (inbox.Cursor, error) {
		c, err := d.cursor(ctx)
		return c, final(err)
	}
	return d.box.Watch(ctx, from, func(ctx context.Context, batch []inbox.Message, next inbox.Cursor) error {
		if err := d.ingest(ctx, batch, next); err != nil {
			return final(err)
		}
		ring(d.wake)
		return nil
	})
}

// ingest puts raw bytes, ledger rows and the cursor on disk in one transaction.
// Only when it has returned are the mails flagged and moved on the server.
func (d *Daemon) ingest(ctx context.Context, batch []inbox.Message, next inbox.Cursor) error {
	if err := d.hook(PointFetched); err != nil {
		return err
	}
	rows := d.incoming(mailboxName, batch)
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Ingest(ctx, mailboxName, rows, next.UIDValidity, next.UID)
		return err
	})
	if err != nil {
		return fmt.Errorf("put new mail on record: %w", err)
	}
	return d.hook(PointIngested)
}

// incoming makes rows of the ledger of what was fetched from a folder.
func (d *Daemon) incoming(folder string, batch []inbox.Message) []store.Incoming {
	now := d.now()
	rows := make([]store.Incoming, len(batch))
	for i, m := range batch {
		rows[i] = store.Incoming{Mailbox: folder, UIDValidity: m.UIDValidity, UID: m.UID, Raw: m.Raw, Size: m.Size, Received: now, Sender: mailflow.Author(m.Raw)}
	}
	return rows
}

// ring wakes who waits for the bell, once.
func ring(bell chan<- struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}
