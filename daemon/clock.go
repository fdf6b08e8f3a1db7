package daemon

import (
	"time"

	"convene/daemon/schedule"
	"convene/daemon/store"
)

// Clock is what time it is, for rules and mail headers.
type Clock = schedule.Clock

// VirtualClock stands still until it is told to move.
type VirtualClock = schedule.Virtual

// NewClock is the machine's clock.
func NewClock() Clock { return schedule.NewReal() }

// NewVirtualClock stands at the given instant.
func NewVirtualClock(at time.Time) *VirtualClock { return schedule.NewVirtual(at) }

// ErrLocked means that another daemon works on the same database.
var ErrLocked = store.ErrLocked

// NewScaledClock reads start now and runs so many times as fast as the machine's.
func NewScaledClock(start time.Time, speed float64) (Clock, error) {
	return schedule.NewScaled(start, speed)
}

// now is the time of the rules and the record, which know whole seconds: what is
// due now must not be due in half a second.
func (d *Daemon) now() time.Time { return d.clock.Now().Truncate(time.Second) }
