//go:build unix

package main

import "syscall"

// closeToOthers keeps whatever this process creates from everybody else on the
// machine, also what a library creates.
func closeToOthers() { syscall.Umask(0o077) }
