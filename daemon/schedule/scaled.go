package schedule

import (
	"context"
	"fmt"
	"time"
)

// fastest is how many times as fast as the machine's a clock may run: a day in
// less than a second.
const fastest = 100_000

// NewScaled returns a clock that reads start now and from there runs speed times
// as fast as the machine's: at 1440, a day takes a minute. The error says that
// the speed cannot be used.
func NewScaled(start time.Time, speed float64) (Clock, error) {
	if !(speed > 0) || speed > fastest { // also not a number
		return nil, fmt.Errorf("a clock cannot run %v times as fast", speed)
	}
	return scaled{under: NewReal(), began: NewReal().Now(), start: start.Round(0).UTC(), speed: speed}, nil
}

// scaled runs on another clock: what that one measures since began, times speed,
// has passed since start.
type scaled struct {
	under        Clock
	began, start time.Time
	speed        float64
}

func (s scaled) Now() time.Time {
	return s.start.Add(time.Duration(float64(s.under.Now().Sub(s.began)) * s.speed))
}

func (s scaled) At(t time.Time) Timer {
	ctx, cancel := context.WithCancel(context.Background())
	timer := &machineTimer{c: make(chan time.Time, 1), stop: cancel}
	if now := s.Now(); !now.Before(t) {
		timer.c <- now
		return timer
	}
	go func() {
		if s.WaitUntil(ctx, t) == nil {
			timer.c <- s.Now()
		}
	}()
	return timer
}

// grain is how much of the clock below is waited at least: a float may round
// the time left to nothing.
const grain = time.Microsecond

func (s scaled) WaitUntil(ctx context.Context, t time.Time) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := t.Sub(s.Now())
		if left <= 0 {
			return nil
		}
		below := time.Duration(float64(left) / s.speed)
		if err := s.under.WaitUntil(ctx, s.under.Now().Add(max(below, grain))); err != nil {
			return err
		}
	}
}
