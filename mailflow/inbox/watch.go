package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/emersion/go-imap/v2/imapclient"
)

// poll is how often a server without IDLE is asked.
const poll = time.Minute

// Watch reads the mailbox and then waits for more (IDLE, RFC 2177), for as long
// as ctx lasts; it returns the error of ctx. Whatever fails in between, the
// connection is closed and everything tried again, after waits that grow until
// something was read in peace. cursor is asked before each look at the mailbox.
func (c *Client) Watch(ctx context.Context, cursor func(context.Context) (Cursor, error), store Store) error {
	waits := &backoff.ExponentialBackOff{
		InitialInterval:     c.config.RetryFirst,
		MaxInterval:         c.config.RetryMost,
		Multiplier:          2,
		RandomizationFactor: 0.1,
	}
	waits.Reset()
	for {
		err := c.watch(ctx, cursor, store, waits.Reset)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, ErrStop) {
			return err
		}
		wait := min(waits.NextBackOff(), c.config.RetryMost)
		c.config.Logger.Warn("reading the mailbox failed", slog.Any("error", err), slog.Duration("again_in", wait))
		if h := c.config.Hooks.Retry; h != nil {
			h(err, wait)
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// watch is one connection of Watch. It returns when that has failed.
func (c *Client) watch(ctx context.Context, cursor func(context.Context) (Cursor, error), store Store, healthy func()) error {
	// Before connecting: with a store that does not work there is nothing to read for.
	at, err := cursor(ctx)
	if err != nil {
		return fmt.Errorf("load cursor: %w", err)
	}
	l, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer l.drop()
	chosen := machineTime()
	progress := func(ctx context.Context, batch []Message, next Cursor) error {
		if err := store(ctx, batch, next); err != nil {
			return err
		}
		healthy()
		return nil
	}
	for {
		if _, err := c.drain(ctx, l, at, progress); err != nil {
			return err
		}
		healthy()
		if h := c.config.Hooks.Waiting; h != nil {
			h()
		}
		if err := l.wait(ctx); err != nil {
			return err
		}
		if machineTime().Sub(chosen) >= c.config.Renew {
			if err := l.choose(ctx); err != nil {
				return err
			}
			chosen = machineTime()
		}
		if at, err = cursor(ctx); err != nil {
			return fmt.Errorf("load cursor: %w", err)
		}
	}
}

// wait returns nil when it is time to look into the mailbox again.
func (l *link) wait(ctx context.Context) error {
	if !l.idles {
		if err := l.pause(ctx, min(poll, l.config.Renew)); err != nil {
			return err
		}
		return l.do(ctx, "ask for news", 0, func() error { return l.client.Noop().Wait() })
	}
	var idle *imapclient.IdleCommand
	err := l.do(ctx, "begin to idle", 0, func() (err error) {
		idle, err = l.client.Idle()
		return err
	})
	if err != nil {
		return err
	}
	paused := l.pause(ctx, l.config.Renew)
	// Even a dead connection is asked to stop, else go-imap's goroutine stays.
	ended := l.do(ctx, "end idling", 0, func() error { return errors.Join(idle.Close(), idle.Wait()) })
	return errors.Join(paused, ended)
}

// machineTime is for connections only; rules and headers have the injected clock.
func machineTime() time.Time {
	return time.Now() //nolint:forbidigo // how old a connection is, the machine knows
}

// pause waits for an announcement, but for d at most.
func (l *link) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-l.news:
		return nil
	case <-timer.C:
		return nil
	case <-l.client.Closed():
		return errors.New("the server closed the connection")
	case <-ctx.Done():
		return ctx.Err()
	}
}
