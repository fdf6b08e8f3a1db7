//go:build race

package group_test

import "flag"

// Under the race detector a life takes ten times as long: fewer of them.
func init() { _ = flag.Set("rapid.checks", "20") }
