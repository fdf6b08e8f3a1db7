package store

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// fileLock is a lock that ends with its process, whatever happens.
type fileLock struct{ f *os.File }

// errHeld is what tryLock returns when another one has the lock.
var errHeld = errors.New("held")

// lockFile takes the lock or returns [ErrLocked] with who has it.
func lockFile(path string) (_ *fileLock, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: lock: %w", ErrReadOnly, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	if err := tryLock(f); errors.Is(err, errHeld) {
		return nil, fmt.Errorf("%w: %s has %s", ErrLocked, holder(path), path)
	} else if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	// The file stays when the lock goes: removing it would let two have a lock each.
	if err := f.Truncate(0); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &fileLock{f}, nil
}

// holder names the process that has the lock.
func holder(path string) string {
	b, err := os.ReadFile(path)
	if pid := strings.TrimSpace(string(b)); err == nil && pid != "" {
		return "process " + pid
	}
	return "another process"
}

func (l *fileLock) release() error { return l.f.Close() }
