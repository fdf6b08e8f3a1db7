package daemon

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"convene/daemon/config"
	"convene/daemon/store"
	"convene/mailflow/submit"
)

const (
	postmen       = 4    // connections to the submission server
	deliverAtOnce = 1000 // outbox rows looked at in one go
)

// retryAfter are the growing waits after temporary failures; the last one repeats
// until the mail expires.
var retryAfter = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}

// errUnreachable means that no mail can go out now.
var errUnreachable = errors.New("the submission server cannot be reached")

// postman keeps the connections to the submission server.
type postman struct {
	clients []*submit.Client
	bell    chan struct{}

	mu sync.Mutex
	// owed are mails that the server has accepted and that could not be put on record
	// as sent, by id. Until they are, nothing is sent: on a full disk every look would
	// send them again.
	owed map[int64]time.Time
}

func (d *Daemon) newPostman() (*postman, error) {
	m := d.cfg.Mail
	p := &postman{bell: make(chan struct{}, 1), owed: map[int64]time.Time{}}
	for range postmen {
		c := submit.Config{
			Address: m.SMTP.Addr(), TLS: submit.Security(m.SMTP.TLS), Username: m.Username, Password: m.Password.Reveal(),
			RootCAs: d.roots, Dial: d.dial, Hello: domainOf(m.Address.Address),
		}
		if m.Auth == config.AuthOAuth2 {
			c.Token = d.accessToken
		}
		client, err := submit.New(c)
		if err != nil {
			return nil, fmt.Errorf("smtp_host: %w", err)
		}
		p.clients = append(p.clients, client)
	}
	return p, nil
}

func (p *postman) ring() { ring(p.bell) }

func (p *postman) close() {
	for _, c := range p.clients {
		_ = c.Close()
	}
}

// deliver sends everything in the outbox that may go out now, and returns how
// many mails the server accepted. That the server cannot be reached is not an
// error here: the mails wait.
func (d *Daemon) deliver(ctx context.Context) (int, error) {
	if err := d.settleOwed(ctx); err != nil {
		return 0, err
	}
	sent := 0
	for {
		now := d.now()
		var due []store.Outgoing
		looked := 0
		err := d.db.Write(ctx, func(tx *store.Tx) (err error) {
			if _, err = tx.Expire(ctx, now); err != nil {
				return err
			}
			if due, err = tx.DueOutgoing(ctx, now, deliverAtOnce); err != nil {
				return err
			}
			looked = len(due)
			due, err = d.stillDue(ctx, tx, due, now)
			return err
		})
		if err != nil {
			return sent, fmt.Errorf("look into the outbox: %w", err)
		}
		if looked == 0 {
			return sent, nil
		}
		n, err := d.submitAll(ctx, due, now)
		sent += n
		if errors.Is(err, errUnreachable) {
			d.log.Warn("mail cannot be sent now; it waits", slog.Int("waiting", len(due)-n), slog.Any("error", err))
			d.server(ctx, serverSubmission, err)
			return sent, nil
		}
		if err != nil {
			return sent, err
		}
		d.server(ctx, serverSubmission, nil)
		if n > 0 {
			d.log.Info("mail sent", slog.Int("mails", n))
		}
	}
}

// settleOwed puts on record what was accepted when that failed.
func (d *Daemon) settleOwed(ctx context.Context) error {
	d.post.mu.Lock()
	defer d.post.mu.Unlock()
	if len(d.post.owed) == 0 {
		return nil
	}
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		for id, at := range d.post.owed {
			if err := tx.Sent(ctx, id, at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record sent mails, before more are sent: %w", err)
	}
	clear(d.post.owed)
	return nil
}

// submitAll shares mails among the connections: all of one recipient on the same
// one, so that they arrive in order. A connection that finds the server
// unreachable stops the round. What a slow server does not take within a minute of
// that look is left for the next one: it may be stale by then.
func (d *Daemon) submitAll(ctx context.Context, due []store.Outgoing, looked time.Time) (int, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	shares := make([][]store.Outgoing, len(d.post.clients))
	for _, o := range due {
		h := fnv.New32a()
		_, _ = h.Write([]byte(o.To)) // a hash never fails
		i := int(h.Sum32() % uint32(len(shares)))
		shares[i] = append(shares[i], o)
	}
	var sent atomic.Int64
	var wg sync.WaitGroup
	for i, share := range shares {
		wg.Go(func() {
			for _, o := range share {
				if ctx.Err() != nil || !d.now().Before(looked.Add(waited)) {
					return
				}
				ok, err := d.submitOne(ctx, d.post.clients[i], o)
				if ok {
					sent.Add(1)
				}
				if err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return int(sent.Load()), context.Cause(ctx)
	}
	return int(sent.Load()), nil
}

// submitOne hands one mail to the server and records what became of it.
func (d *Daemon) submitOne(ctx context.Context, client *submit.Client, o store.Outgoing) (bool, error) {
	if err := d.hook(PointSubmit); err != nil {
		return false, err
	}
	err := client.Send(ctx, submit.Envelope{From: o.From, To: o.To, Data: o.Data})
	now := d.now()
	if err == nil {
		if err := d.hook(PointAccepted); err != nil {
			return true, err
		}
		// Even when asked to stop: what is accepted must be on record.
		ctx := context.WithoutCancel(ctx)
		err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.Sent(ctx, o.ID, now) })
		if err != nil {
			d.post.mu.Lock()
			d.post.owed[o.ID] = now
			d.post.mu.Unlock()
			return true, fmt.Errorf("record a sent mail: %w", err)
		}
		return true, d.hook(PointSent)
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	var failure *submit.Error
	if !errors.As(err, &failure) {
		return false, err
	}
	if failure.Unreachable() && failure.Temporary {
		return false, fmt.Errorf("%w: %w", errUnreachable, err)
	}
	d.log.Warn("a mail was refused", slog.Int64("outbox", o.ID), slog.Bool("temporary", failure.Temporary), slog.Int("code", failure.Code))
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		if failure.Temporary {
			wait := retryAfter[min(o.Attempts, len(retryAfter)-1)]
			return tx.Retry(ctx, o.ID, now.Add(wait), failure.Error())
		}
		return tx.Failed(ctx, o.ID, now, failure.Error())
	})
	if err != nil {
		return false, fmt.Errorf("record a refused mail: %w", err)
	}
	return false, nil
}

// unreachableWait is how long the daemon lets an unreachable server rest.
const unreachableWait = 30 * time.Second

// deliverLoop delivers whenever something is due, until ctx ends: then it returns
// nil. What cannot get better ends it too.
func (d *Daemon) deliverLoop(ctx context.Context) error {
	for ctx.Err() == nil {
		if _, err := d.deliver(ctx); err != nil && ctx.Err() == nil {
			if hopeless(err) && !errors.Is(err, errHook) {
				return err
			}
			d.log.Error("delivery failed; it is tried again", slog.Any("error", err))
		}
		next := d.nextOutgoing(ctx)
		if now := d.now(); !next.IsZero() && !next.After(now) { // it was due and is still there
			next = now.Add(unreachableWait)
			_ = d.clock.WaitUntil(ctx, next)
			continue
		}
		_ = d.await(ctx, d.post.bell, next)
	}
	return nil
}

func (d *Daemon) nextOutgoing(ctx context.Context) time.Time {
	var next time.Time
	_ = d.db.Read(ctx, func(tx *store.Tx) error {
		at, ok, err := tx.EarliestOutgoing(ctx)
		if ok {
			next = at
		}
		return err
	})
	return next
}
