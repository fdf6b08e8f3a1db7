package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// Drain reads until the mailbox is empty, over one connection, and returns the
// cursor of the last batch that was stored. On an error that cursor still holds.
func (c *Client) Drain(ctx context.Context, cursor Cursor, store Store) (Cursor, error) {
	l, err := c.open(ctx)
	if err != nil {
		return cursor, err
	}
	next, err := c.drain(ctx, l, cursor, store)
	if err != nil {
		l.drop()
		return next, err
	}
	l.leave(ctx)
	return next, nil
}

// drain reads over an open link until nothing is left.
func (c *Client) drain(ctx context.Context, l *link, cursor Cursor, store Store) (Cursor, error) {
	c.remember(l.validity)
	if cursor.UIDValidity != l.validity {
		if cursor.UIDValidity != 0 {
			c.config.Logger.Warn("the mailbox was rebuilt, reading all of it again",
				slog.Uint64("was", uint64(cursor.UIDValidity)), slog.Uint64("is", uint64(l.validity)))
		}
		cursor = Cursor{UIDValidity: l.validity}
	}
	for {
		if err := c.settle(ctx, l); err != nil {
			return cursor, err
		}
		l.hush()
		uids, err := l.list(ctx, cursor, c.skips)
		if err != nil {
			return cursor, err
		}
		if len(uids) == 0 {
			break
		}
		if cursor, err = c.take(ctx, l, cursor, uids, store); err != nil {
			return cursor, err
		}
	}
	return cursor, l.tidy(ctx, cursor)
}

// skips tells what a look at the mailbox need not return: what was stored and
// only lacks its mark, and what was given up as unreadable for now.
func (c *Client) skips(uid uint32) bool { return c.owed[uid] || c.resting(uid) }

// settle marks what was stored by an earlier connection. A refusal is no reason
// to stop reading.
func (c *Client) settle(ctx context.Context, l *link) error {
	if len(c.owed) == 0 {
		return nil
	}
	uids := make([]uint32, 0, len(c.owed))
	for uid := range c.owed {
		uids = append(uids, uid)
	}
	if err := l.mark(ctx, uids); err != nil {
		if refusal(err) {
			return nil
		}
		return err
	}
	clear(c.owed)
	return nil
}

// take reads the mails of one look at the mailbox. While a batch is stored, the
// next is fetched.
func (c *Client) take(ctx context.Context, l *link, cursor Cursor, uids []uint32, store Store) (Cursor, error) {
	var storing *commit
	// finish awaits the commit under way and marks its mails.
	finish := func() error {
		if storing == nil {
			return nil
		}
		done := storing
		storing = nil
		if err := <-done.result; err != nil {
			return fmt.Errorf("store mails: %w", err)
		}
		cursor = done.next
		return c.stored(ctx, l, done.batch)
	}
	for len(uids) > 0 {
		chunk := uids[:min(len(uids), sized)]
		uids = uids[len(chunk):]
		sizes, err := l.sizes(ctx, chunk)
		for err == nil && len(chunk) > 0 {
			var batch []plan
			batch, chunk = c.cutBatch(chunk, sizes)
			if len(batch) == 0 {
				continue
			}
			var messages []Message
			if messages, err = c.fetch(ctx, l, batch); err != nil {
				break
			}
			if err = finish(); err != nil {
				return cursor, err
			}
			if len(messages) > 0 {
				storing = begin(ctx, store, messages, cursor)
			}
		}
		if err != nil {
			// What was being stored may well get stored; only its mark must wait.
			err = errors.Join(err, finish())
			return cursor, err
		}
	}
	err := finish()
	return cursor, err
}

// cutBatch takes the next batch off uids. Mails without a size are gone.
func (c *Client) cutBatch(uids []uint32, sizes map[uint32]int64) (batch []plan, rest []uint32) {
	most := c.config.Batch
	if c.careful > 0 {
		most = 1
	}
	var bytes int64
	for i, uid := range uids {
		size, ok := sizes[uid]
		if !ok {
			continue
		}
		load := size
		if size > c.config.MaxMail {
			load = 0 // it will not be fetched
		}
		if len(batch) == most || (len(batch) > 0 && bytes+load > c.config.BatchBytes) {
			return batch, uids[i:]
		}
		batch = append(batch, plan{uid: uid, size: size})
		bytes += load
	}
	return batch, nil
}

// fetch is link.fetch with a memory: after a failure, the mails of that batch
// are fetched one by one, and the one at fault is not tried for ever.
func (c *Client) fetch(ctx context.Context, l *link, batch []plan) ([]Message, error) {
	if len(batch) == 1 && c.hopeless(batch[0].uid) {
		c.careful = max(0, c.careful-1)
		return []Message{{UIDValidity: l.validity, UID: batch[0].uid, Size: batch[0].size, Problem: Unreadable}}, nil
	}
	messages, err := l.fetch(ctx, batch)
	switch {
	case err == nil:
		c.careful = max(0, c.careful-len(batch))
		if h := c.config.Hooks.AfterFetch; h != nil {
			return messages, h(messages)
		}
		return messages, nil
	case ctx.Err() != nil:
		// Ours to end, not the server's fault.
	case len(batch) == 1:
		c.failed(batch[0].uid)
		c.careful = max(c.careful, 1)
	default:
		c.careful = max(c.careful, len(batch))
	}
	return nil, err
}

// commit is a batch on its way into the store.
type commit struct {
	batch  []Message
	next   Cursor
	result chan error
}

func begin(ctx context.Context, store Store, batch []Message, cursor Cursor) *commit {
	next := Cursor{UIDValidity: cursor.UIDValidity, UID: max(cursor.UID, batch[len(batch)-1].UID)}
	s := &commit{batch: batch, next: next, result: make(chan error, 1)}
	go func() { s.result <- store(ctx, batch, next) }()
	return s
}

// stored marks a batch that is safe. What cannot be marked now is owed.
func (c *Client) stored(ctx context.Context, l *link, batch []Message) error {
	var uids []uint32
	for _, m := range batch {
		if m.Problem == Unreadable {
			c.giveUp(m.UID)
			continue
		}
		delete(c.troubles, m.UID)
		uids = append(uids, m.UID)
		c.owed[m.UID] = true
	}
	hooks := c.config.Hooks
	for _, h := range []func([]Message) error{hooks.AfterStore, hooks.BeforeMove} {
		if h == nil {
			continue
		}
		if err := h(batch); err != nil {
			return err
		}
	}
	if err := l.mark(ctx, uids); err != nil {
		if !refusal(err) {
			return err
		}
		c.config.Logger.Warn("mails could not be marked as stored", slog.Int("count", len(uids)), slog.Any("error", err))
		return nil
	}
	for _, uid := range uids {
		delete(c.owed, uid)
	}
	if hooks.AfterMove != nil {
		return hooks.AfterMove(batch)
	}
	return nil
}
