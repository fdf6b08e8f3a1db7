package schedule

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestVirtualWakesInOrder(t *testing.T) {
	start := at(t, "2026-01-13T09:00:00Z")
	clock := NewVirtual(start)
	if !clock.Now().Equal(start) {
		t.Fatal(clock.Now())
	}
	var timers []Timer
	for _, minutes := range []int{30, 10, 20, 10, 40} {
		timers = append(timers, clock.At(start.Add(time.Duration(minutes)*time.Minute)))
	}
	if next, ok := clock.Next(); !ok || !next.Equal(start.Add(10*time.Minute)) {
		t.Fatalf("next %v %v", next, ok)
	}
	fired := func() (who []int) {
		for i, timer := range timers {
			select {
			case <-timer.C():
				who = append(who, i)
			default:
			}
		}
		return who
	}
	clock.Set(start.Add(9*time.Minute + 59*time.Second))
	if who := fired(); who != nil {
		t.Errorf("too early: %v", who)
	}
	clock.Advance(time.Second)
	if who := fired(); !slices.Equal(who, []int{1, 3}) {
		t.Errorf("at 10 minutes: %v", who)
	}
	timers[2].Stop()
	timers[2].Stop()
	clock.Set(start) // back: nobody is woken, and nobody twice
	if who := fired(); who != nil {
		t.Errorf("set back: %v", who)
	}
	clock.Advance(time.Hour)
	if who := fired(); !slices.Equal(who, []int{0, 4}) {
		t.Errorf("after an hour: %v", who)
	}
	if next, ok := clock.Next(); ok {
		t.Errorf("somebody still waits for %v", next)
	}
	timers = []Timer{clock.At(start.Add(3 * time.Hour)), clock.At(start.Add(2 * time.Hour)), clock.At(start.Add(3 * time.Hour)), clock.At(start.Add(5 * time.Hour))}
	limit := start.Add(4 * time.Hour)
	for _, step := range []struct {
		more  bool
		hours int
		who   []int
	}{{true, 2, []int{1}}, {true, 3, []int{0, 2}}, {false, 4, nil}, {false, 4, nil}} {
		if more := clock.Step(limit); more != step.more || !clock.Now().Equal(start.Add(time.Duration(step.hours)*time.Hour)) {
			t.Errorf("a step to %v, more %v; want %+v", clock.Now(), more, step)
		}
		if who := fired(); !slices.Equal(who, step.who) {
			t.Errorf("at %v: %v, want %v", clock.Now(), who, step.who)
		}
	}
	timers[3].Stop()
	select {
	case <-clock.At(start).C():
	default:
		t.Error("a timer for the past does not fire at once")
	}
}

func TestVirtualWaitUntil(t *testing.T) {
	start := at(t, "2026-01-13T09:00:00Z")
	clock := NewVirtual(start)
	ctx, cancel := context.WithCancel(t.Context())
	type result struct {
		who int
		err error
	}
	results := make(chan result, 2)
	go func() { results <- result{1, clock.WaitUntil(t.Context(), start.Add(time.Hour))} }()
	go func() { results <- result{2, clock.WaitUntil(ctx, start.Add(2*time.Hour))} }()
	if err := clock.Waiting(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Hour)
	if r := <-results; r.who != 1 || r.err != nil {
		t.Errorf("first %v", r)
	}
	cancel()
	if r := <-results; r.who != 2 || !errors.Is(r.err, context.Canceled) {
		t.Errorf("second %v", r)
	}
	if _, ok := clock.Next(); ok {
		t.Error("who gave up still waits")
	}
	if err := clock.WaitUntil(ctx, start); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	if err := clock.Waiting(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for waiters: %v", err)
	}
}

func TestRealClock(t *testing.T) {
	clock := NewReal()
	now := clock.Now()
	if now.Location() != time.UTC || now.String() != now.Round(0).String() {
		t.Errorf("%v is not a plain UTC time", now)
	}
	if err := clock.WaitUntil(t.Context(), now.Add(5*time.Millisecond)); err != nil || clock.Now().Before(now.Add(5*time.Millisecond)) {
		t.Errorf("woken too early, or %v", err)
	}
	<-clock.At(now).C()
	soon := clock.At(clock.Now().Add(5 * time.Millisecond))
	if fired := <-soon.C(); fired.Before(now.Add(5 * time.Millisecond)) {
		t.Errorf("fired at %v", fired)
	}
	never := clock.At(now.AddDate(1, 0, 0))
	never.Stop() // the leak check of TestMain sees a goroutine that stays
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := clock.WaitUntil(ctx, now.AddDate(1, 0, 0)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
