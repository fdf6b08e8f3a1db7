//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"os"
)

// syncDirectory makes sure that a new name in a directory survives power loss.
func syncDirectory(path string) error {
	d, err := os.Open(path) //nolint:gosec // the directory of a file that the coordinator names
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
