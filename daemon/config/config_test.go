package config_test

import (
	"time"
	_ "time/tzdata" // the tests mean the zones they name, whatever the machine has

	"github.com/google/go-cmp/cmp"

	"convene/daemon/config"
	"convene/daemon/schedule"
)

// diff shows how two configs differ. Zones are compared by pointer, as
// reflect.DeepEqual would.
func diff(a, b *config.Config) string {
	return cmp.Diff(a, b,
		cmp.Comparer(func(a, b *time.Location) bool { return a == b }),
		cmp.Comparer(func(a, b schedule.Cron) bool { return a == b }))
}
