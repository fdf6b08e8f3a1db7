package daemon

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/schedule"
	"convene/daemon/store"
	"convene/mailflow/inbox"

	"golang.org/x/oauth2"
)

// Options are what a daemon runs with.
type Options struct {
	Config *config.Config
	Logger *slog.Logger   // nil discards
	Clock  schedule.Clock // for rules and mail headers; nil is the machine's
	Random io.Reader      // for tokens and boundaries; nil is crypto/rand
	// Dial opens the connections to both servers; nil is a net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Hook is called at the named points between effects (see the Point
	// constants); an error there is as if the effect had failed.
	Hook func(point string) error
}

// The points between effects, in the order in which a mail and a letter pass them.
const (
	PointMigrating = "migrating" // the backup is made; before each step from an older schema to this one
	PointFetched   = "fetched"   // raw mails are in memory, nothing is on disk
	PointIngested  = "ingested"  // raw copies, ledger rows and cursor are committed
	PointMoved     = "moved"     // the mails are flagged and moved on the server
	PointAttempted = "attempted" // the attempts are counted and committed
	PointCommit    = "commit"    // everything is computed, before the commit
	PointCommitted = "committed" // effects, outcomes and outbox rows are committed
	PointSubmit    = "submit"    // before a mail is handed to the submission server
	PointAccepted  = "accepted"  // the server has it, that is not on disk yet
	PointSent      = "sent"      // it is
	PointRemoved   = "removed"   // the mails of somebody to forget are off the server
	PointForgotten = "forgotten" // they are out of the database's rows, the files still hold them
)

// errHook is a failure that a hook asked for.
var errHook = errors.New("stopped at")

// Daemon runs groups: one mailbox, one database, any number of groups.
type Daemon struct {
	cfg      *config.Config
	log      *slog.Logger
	clock    schedule.Clock
	random   io.Reader
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	hook     func(point string) error
	db       *store.DB
	words    *wording                                         // replaced whole on reload, by the loop that uses it
	wordsDir atomic.Value                                     // where the coordinator's own wording is: a string
	settings atomic.Pointer[map[group.GroupID]group.Settings] // replaced whole on reload
	roots    *x509.CertPool
	box      *inbox.Client
	post     *postman
	wake     chan struct{}                 // something new is on disk
	stale    atomic.Bool                   // the coordinator's file is to be read again
	resting  atomic.Pointer[store.Resting] // after a restore, until it has caught up: nothing is sent
	guesses  guesses
	innocent []int64 // mails whose last attempt failed for the database's sake; of who receives

	tokenMu sync.Mutex
	token   *oauth2.Token

	retainMu sync.Mutex
	retained time.Time // when it was last looked for what has been kept long enough

	serverMu sync.Mutex
	servers  map[string]string // what was last put on record of each server
}

// bare is a daemon with its options' defaults filled in, and nothing open.
func bare(o Options) *Daemon {
	d := &Daemon{
		cfg: o.Config, log: o.Logger, clock: o.Clock, random: o.Random, dial: o.Dial,
		wake: make(chan struct{}, 1),
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.clock == nil {
		d.clock = schedule.NewReal()
	}
	if d.random == nil {
		d.random = rand.Reader
	}
	d.random = &lockedReader{r: d.random}
	if d.dial == nil {
		d.dial = (&net.Dialer{Timeout: 30 * time.Second}).DialContext
	}
	d.hook = func(point string) error {
		if o.Hook == nil {
			return nil
		}
		if err := o.Hook(point); err != nil {
			return fmt.Errorf("%w %s: %w", errHook, point, err)
		}
		return nil
	}
	return d
}

// Open opens the database, brings the groups in line with the configuration and
// makes the daemon ready to run. It does not touch the network.
func Open(ctx context.Context, o Options) (_ *Daemon, err error) {
	if _, problems := CheckWording(o.Config.TemplatesDir); len(problems.Errors()) > 0 {
		return nil, problems.Errors()
	}
	d, err := looking(o)
	if err != nil {
		return nil, err
	}
	if d.roots, err = roots(o.Config.Mail.CAFile); err != nil {
		return nil, err
	}
	d.db, err = store.Open(ctx, o.Config.Database, store.Options{
		Logger: d.log, Exclusive: true, Migrating: func() error { return d.hook(PointMigrating) },
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	defer func() {
		if err != nil {
			_ = d.db.Close()
		}
	}()
	if d.box, err = d.newInbox(mailboxName, doneName); err != nil {
		return nil, err
	}
	if d.post, err = d.newPostman(); err != nil {
		return nil, err
	}
	if err = d.reconcile(ctx, d.cfg.Groups, d.now()); err != nil {
		return nil, err
	}
	if err = d.rests(ctx); err != nil {
		return nil, err
	}
	// The plans of a thousand groups are on record now and need not stay in memory.
	d.server(ctx, serverConfig, nil)
	lean := *d.cfg
	lean.Groups = nil
	d.cfg = &lean
	return d, nil
}

// Close ends connections and closes the database.
func (d *Daemon) Close() error {
	if d.post != nil {
		d.post.close()
	}
	return d.db.Close()
}

// roots reads a file of certificate authorities; nil means the system's.
func roots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(path) //nolint:gosec // the coordinator names the file
	if err != nil {
		return nil, fmt.Errorf("read ca_file: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read ca_file: %s holds no PEM certificate", path)
	}
	return pool, nil
}

// lockedReader lets several goroutines draw from one source.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

// Passed says what one pass did.
type Passed struct {
	Read, Composed, Sent int
}

// Pass does everything that can be done now: reads the mailbox until it is
// empty, fires what is due, delivers what is waiting, erases what is to be erased.
// Reading comes first, so
// that nobody is asked what they have answered.
func (d *Daemon) Pass(ctx context.Context) (Passed, error) {
	var p Passed
	err := d.resume(ctx)
	if err != nil {
		return p, err
	}
	if p.Read, err = d.read(ctx); err != nil {
		return p, err
	}
	if p.Composed, err = d.fire(ctx); err != nil {
		return p, err
	}
	if p.Sent, err = d.deliver(ctx); err != nil {
		return p, err
	}
	return p, d.tidy(ctx)
}

// heartbeat is how often the daemon writes that it lives.
const heartbeat = 30 * time.Second

// Run runs until ctx ends: it watches the mailbox, reads, fires and delivers.
// It returns nil when it was asked to stop.
func (d *Daemon) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	wg.Go(func() { d.beat(ctx) })
	if err := d.resumeAtLast(ctx); err != nil && ctx.Err() == nil {
		cancel(err)
		wg.Wait()
		return err
	}
	// Nobody is asked what they answered while the daemon was away. A server that
	// cannot be reached holds nothing up for long.
	if _, err := d.read(ctx); err != nil && ctx.Err() == nil {
		if hopeless(err) {
			cancel(err)
			wg.Wait()
			return err
		}
		d.log.Warn("the mailbox could not be read at the start", slog.Any("error", err))
	}
	wg.Go(func() {
		if err := d.watch(ctx); err != nil && ctx.Err() == nil {
			cancel(fmt.Errorf("watch the mailbox: %w", err))
		}
	})
	wg.Go(func() {
		if err := d.deliverLoop(ctx); err != nil {
			cancel(err)
		}
	})
	wg.Go(func() { d.tidyLoop(ctx) })
	wg.Go(func() { d.watchFile(ctx) })
	err := d.work(ctx)
	cancel(err)
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// afterFailure is how long the daemon waits before it tries again what failed.
const afterFailure = 10 * time.Second

// work reads what has been ingested and fires what is due, and waits for either.
// A full disk or a locked database passes; a broken one does not.
func (d *Daemon) work(ctx context.Context) error {
	for ctx.Err() == nil {
		next, err := d.workOnce(ctx)
		switch {
		case ctx.Err() != nil: // asked to stop
		case hopeless(err):
			return err
		case err != nil:
			d.log.Error("something failed; it is tried again", slog.Any("error", err))
			next = d.now().Add(afterFailure)
		}
		_ = d.await(ctx, d.wake, next) // fails when asked to stop
	}
	return nil
}

// hopeless tells whether trying again cannot help: a damaged database, or one that
// may not be written. It is never made anew.
func hopeless(err error) bool {
	return errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrForeign) || errors.Is(err, store.ErrReadOnly) || errors.Is(err, errHook)
}

func (d *Daemon) workOnce(ctx context.Context) (time.Time, error) {
	if d.stale.Swap(false) {
		if err := d.reload(ctx); err != nil {
			d.stale.Store(true)
			return time.Time{}, fmt.Errorf("take over the configuration: %w", err)
		}
	}
	if _, err := d.receive(ctx); err != nil {
		return time.Time{}, err
	}
	if _, err := d.fire(ctx); err != nil {
		return time.Time{}, err
	}
	d.post.ring()
	return d.nextDue(ctx)
}

// longest is how long the daemon sleeps at the most: a clock that was set is
// noticed after that.
const longest = 10 * time.Minute

// await waits for a bell or an instant.
func (d *Daemon) await(ctx context.Context, bell <-chan struct{}, until time.Time) error {
	latest := d.now().Add(longest)
	if until.IsZero() || until.After(latest) {
		until = latest
	}
	timer := d.clock.At(until)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-bell:
	case <-timer.C():
	}
	return nil
}

func (d *Daemon) nextDue(ctx context.Context) (time.Time, error) {
	var next time.Time
	err := d.db.Read(ctx, func(tx *store.Tx) error {
		at, ok, err := tx.EarliestDue(ctx)
		if ok {
			next = at
		}
		return err
	})
	return next, err
}

// beat writes the heartbeat that `convene healthcheck` reads: machine time, so
// that a virtual clock does not matter.
func (d *Daemon) beat(ctx context.Context) {
	clock := schedule.NewReal()
	for ctx.Err() == nil {
		if err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.Beat(ctx, clock.Now()) }); err != nil && ctx.Err() == nil {
			d.log.Error("cannot write the heartbeat", slog.Any("error", err))
		}
		_ = clock.WaitUntil(ctx, clock.Now().Add(heartbeat))
		// What starting or a backlog needed goes back to the system: most of the
		// time there is next to nothing to do.
		debug.FreeOSMemory()
	}
}
