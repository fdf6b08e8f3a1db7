package schedule

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Virtual is a clock that stands still until it is told to move. The demo and
// the tests live on it.
type Virtual struct {
	mu      sync.Mutex
	now     time.Time
	waiters []*virtualTimer // all due after now
	changed chan struct{}   // closed and replaced when waiters come or go
}

// NewVirtual returns a virtual clock that reads start.
func NewVirtual(start time.Time) *Virtual {
	return &Virtual{now: start.Round(0).UTC(), changed: make(chan struct{})}
}

// Now is the instant the clock was last set to, in UTC.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// At implements [Clock].
func (v *Virtual) At(t time.Time) Timer {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := &virtualTimer{clock: v, due: t.Round(0).UTC(), c: make(chan time.Time, 1)}
	if !v.now.Before(w.due) {
		w.c <- v.now
		return w
	}
	v.waiters = append(v.waiters, w)
	v.signal()
	return w
}

// WaitUntil implements [Clock].
func (v *Virtual) WaitUntil(ctx context.Context, t time.Time) error {
	return waitOn(ctx, v.At(t))
}

// Set moves the clock to t and wakes everybody whose time has come. Like a
// machine's clock it can be set back; that wakes nobody.
//
// Those woken by one Set run side by side. Whoever wants them one after the other
// moves the clock with [Virtual.Step].
func (v *Virtual) Set(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.set(t.Round(0).UTC())
}

// Advance moves the clock by d, as [Virtual.Set] does.
func (v *Virtual) Advance(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.set(v.now.Add(d))
}

func (v *Virtual) set(t time.Time) {
	v.now = t
	v.waiters = slices.DeleteFunc(v.waiters, func(w *virtualTimer) bool {
		if w.due.After(t) {
			return false
		}
		w.c <- t // buffered, and each timer fires once: never blocks
		return true
	})
	v.signal()
}

// Step moves the clock to the instant at which the earliest waiter is due, wakes
// those due then, and returns true. If nobody is due up to limit it moves the
// clock to limit and returns false.
func (v *Virtual) Step(limit time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	limit = limit.Round(0).UTC()
	next, ok := v.next()
	if !ok || next.After(limit) {
		if limit.After(v.now) {
			v.set(limit)
		}
		return false
	}
	v.set(next)
	return true
}

// Next is when the earliest waiter is due; false if nobody waits.
func (v *Virtual) Next() (time.Time, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.next()
}

func (v *Virtual) next() (time.Time, bool) {
	if len(v.waiters) == 0 {
		return time.Time{}, false
	}
	first := v.waiters[0].due
	for _, w := range v.waiters[1:] {
		if w.due.Before(first) {
			first = w.due
		}
	}
	return first, true
}

// Waiting returns nil as soon as at least n timers are pending, or the
// context's error if that ends first. It lets a test know that a loop has gone
// to sleep before it moves the clock.
func (v *Virtual) Waiting(ctx context.Context, n int) error {
	for {
		v.mu.Lock()
		have, changed := len(v.waiters), v.changed
		v.mu.Unlock()
		if have >= n {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// signal tells those in Waiting to count again. The lock is held.
func (v *Virtual) signal() {
	close(v.changed)
	v.changed = make(chan struct{})
}

type virtualTimer struct {
	clock *Virtual
	due   time.Time
	c     chan time.Time
}

func (w *virtualTimer) C() <-chan time.Time { return w.c }

func (w *virtualTimer) Stop() {
	v := w.clock
	v.mu.Lock()
	defer v.mu.Unlock()
	if i := slices.Index(v.waiters, w); i >= 0 {
		v.waiters = slices.Delete(v.waiters, i, i+1)
		v.signal()
	}
}
