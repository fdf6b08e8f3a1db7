package schedule

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"
)

func TestScaledRunsFaster(t *testing.T) {
	began := at(t, "2030-05-05T12:00:00Z")
	start := at(t, "2026-01-13T09:00:00Z")
	under := NewVirtual(began)
	clock := scaled{under: under, began: began, start: start, speed: 1440}
	if !clock.Now().Equal(start) {
		t.Fatal(clock.Now())
	}
	under.Advance(time.Minute)
	if want := start.AddDate(0, 0, 1); !clock.Now().Equal(want) {
		t.Fatalf("a minute later: %v, want %v", clock.Now(), want)
	}
	timer := clock.At(start.AddDate(0, 0, 3)) // two minutes from now
	if err := under.Waiting(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	under.Advance(2*time.Minute - time.Second)
	select {
	case got := <-timer.C():
		t.Fatalf("too early: %v", got)
	default:
	}
	under.Advance(time.Second)
	if got := <-timer.C(); got.Before(start.AddDate(0, 0, 3)) {
		t.Errorf("fired at %v", got)
	}
	timer.Stop()
	past := clock.At(start)
	<-past.C() // it is later already
	past.Stop()
}

func TestScaledNeverWakesEarly(t *testing.T) {
	// Seven times a billion nanoseconds do not divide evenly, and after decades a
	// float64 no longer tells one nanosecond from the next.
	for _, speed := range []float64{7, 1440, 99_999, 1.0 / 3} {
		clock, err := NewScaled(at(t, "2026-01-13T09:00:00Z"), speed)
		if err != nil {
			t.Fatal(err)
		}
		until := clock.Now().Add(time.Duration(float64(3*time.Millisecond)*speed) + 1)
		if err := clock.WaitUntil(t.Context(), until); err != nil {
			t.Fatal(err)
		}
		if now := clock.Now(); now.Before(until) {
			t.Errorf("at speed %v: %v before", speed, until.Sub(now))
		}
	}
}

func TestScaledStops(t *testing.T) {
	clock, err := NewScaled(at(t, "2026-01-13T09:00:00Z"), 2)
	if err != nil {
		t.Fatal(err)
	}
	timer := clock.At(clock.Now().AddDate(1, 0, 0))
	timer.Stop() // the leak detector sees to the rest
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := clock.WaitUntil(ctx, clock.Now().AddDate(1, 0, 0)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestScaledRefusesSpeeds(t *testing.T) {
	for _, speed := range []float64{0, -1, math.NaN(), math.Inf(1), 1e9} {
		if _, err := NewScaled(at(t, "2026-01-13T09:00:00Z"), speed); err == nil {
			t.Errorf("%v is no speed", speed)
		}
	}
}
