// Command convene runs peer groups by e-mail and calendar alone: it sends the
// invitations and letters, reads the replies, and ends when the group ends.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones for machines that have none
)

func main() {
	signal.Ignore(syscall.SIGHUP) // the end of a terminal is not the end of a group
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
