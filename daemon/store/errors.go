package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with the file, for errors.Is.
var (
	// ErrNewer: the file was written by a newer convene.
	ErrNewer = errors.New("the database was written by a newer version of convene")
	// ErrForeign: the file is no database, or another program's.
	ErrForeign = errors.New("this file is not a convene database")
	// ErrLocked: another convene works on the file.
	ErrLocked = errors.New("another convene is using the database")
	// ErrCopy: the file is a backup, and nobody has said that it is to be the record.
	ErrCopy = errors.New("the database is a backup copy; to make it the record, move it elsewhere and run convene restore FILE --confirm")
	// ErrMissing: Options.MustExist is set and there is no file.
	ErrMissing = errors.New("there is no database")
	// ErrBusy: another process held the file for longer than five seconds. Passes.
	ErrBusy = errors.New("the database is busy")
	// ErrFull: the disk is full. Passes when there is room again.
	ErrFull = errors.New("the disk is full; mail waits on the server until there is room again")
	// ErrReadOnly: the file or its directory cannot be written.
	ErrReadOnly = errors.New("the database cannot be written; look at the owner and the mode of the file and of its directory")
	// ErrCorrupt: the file is damaged. Restore a backup.
	ErrCorrupt = errors.New("the database is damaged; convene restore FILE puts a copy in its place")
	// ErrIO: the disk failed.
	ErrIO = errors.New("the disk failed")
)

// Passing tells whether an error is the database's and may pass by itself.
func Passing(err error) bool {
	return errors.Is(err, ErrBusy) || errors.Is(err, ErrFull) || errors.Is(err, ErrIO)
}

// ErrNotFound is returned where a row is asked for by its key and is not there.
var ErrNotFound = errors.New("not found")

// ErrFinished is returned for a mail that has its outcome already.
var ErrFinished = errors.New("the mail has its outcome already")

// explain adds the sentinel to an error of the driver.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	for _, known := range []error{ErrBusy, ErrFull, ErrReadOnly, ErrCorrupt, ErrIO, ErrForeign} {
		if errors.Is(err, known) {
			return err
		}
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrForeign, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: %w", ErrIO, err)
	}
	return err
}

// breaks tells whether SQLite may have rolled the whole transaction back by
// itself: what follows would then run outside of any.
func breaks(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY,
		sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL:
		return true
	}
	return false
}
