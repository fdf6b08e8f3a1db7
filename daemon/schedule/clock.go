package schedule

import (
	"context"
	"time"
)

// Clock tells the time and wakes those who wait for it. Instants are UTC and
// carry no monotonic reading, so that comparing two of them compares what the
// wall clock said.
type Clock interface {
	// Now is the present instant in UTC.
	Now() time.Time
	// At starts a timer that fires once when the clock reads t or later; at once
	// if it already does. Stop it when it is no longer needed.
	At(t time.Time) Timer
	// WaitUntil returns nil once the clock reads t or later, or the context's
	// error if that ends first.
	WaitUntil(ctx context.Context, t time.Time) error
}

// Timer is one pending wake-up of a [Clock].
type Timer interface {
	// C receives the time at which the timer fired, once.
	C() <-chan time.Time
	// Stop gives the timer up. It may be called more than once, also after the
	// timer has fired.
	Stop()
}

// NewReal returns the machine's clock.
func NewReal() Clock { return machine{} }

type machine struct{}

// recheck bounds one sleep of the real clock. Go's timers run on the monotonic
// clock, which stands still while a laptop sleeps and knows nothing of a clock
// that was set; looking at the wall clock again notices both within this time.
const recheck = 20 * time.Second

func (machine) Now() time.Time { return time.Now().Round(0).UTC() }

func (m machine) At(t time.Time) Timer {
	ctx, cancel := context.WithCancel(context.Background())
	timer := &machineTimer{c: make(chan time.Time, 1), stop: cancel}
	if now := m.Now(); !now.Before(t) {
		timer.c <- now
		return timer
	}
	go func() {
		if m.WaitUntil(ctx, t) == nil {
			timer.c <- m.Now()
		}
	}()
	return timer
}

func (m machine) WaitUntil(ctx context.Context, t time.Time) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := t.Sub(m.Now())
		if left <= 0 {
			return nil
		}
		sleep := time.NewTimer(min(left, recheck))
		select {
		case <-ctx.Done():
			sleep.Stop()
			return ctx.Err()
		case <-sleep.C:
		}
	}
}

type machineTimer struct {
	c    chan time.Time
	stop context.CancelFunc
}

func (t *machineTimer) C() <-chan time.Time { return t.c }
func (t *machineTimer) Stop()               { t.stop() }

// waitOn turns a timer into a blocking wait.
func waitOn(ctx context.Context, timer Timer) error {
	defer timer.Stop()
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C():
		return nil
	}
}
