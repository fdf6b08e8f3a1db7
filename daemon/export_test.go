package daemon

import "context"

// Fire is the scheduler's part of a pass, for the benchmarks: it looks at every
// group that is due and then asks when the next one will be.
func (d *Daemon) Fire(ctx context.Context) (int, error) {
	n, err := d.fire(ctx)
	if err != nil {
		return n, err
	}
	_, err = d.nextDue(ctx)
	return n, err
}
