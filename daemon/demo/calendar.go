package demo

import (
	"fmt"
	"strings"

	"convene/daemon"
)

// readable is what a calendar object says, line by line, and below it the object
// itself with its folded lines put together again.
func readable(ics string) string {
	if ics == "" {
		return ""
	}
	lines, whole := daemon.CalendarLines(ics)
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%-10s %s\n", l.Label, strings.ReplaceAll(l.Value, "\n", "\n           "))
	}
	return b.String() + "\n" + whole
}
