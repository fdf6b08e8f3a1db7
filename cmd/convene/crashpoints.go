//go:build crashpoints

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// A build with the tag crashpoints kills itself where CONVENE_CRASH says, as
// "accepted:3": the third time that it comes by the point of that name. Nothing is
// tidied up, as when the power goes. The crash tests build it so; nobody else does.
func init() {
	point, count, ok := strings.Cut(os.Getenv("CONVENE_CRASH"), ":")
	if !ok {
		return
	}
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("CONVENE_CRASH: %v", err))
	}
	var passed atomic.Int64
	atPoint = func(at string) error {
		if at == point && passed.Add(1) == n {
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				return err
			}
			select {} // the signal is on its way
		}
		return nil
	}
}
