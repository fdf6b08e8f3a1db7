package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options are how a database is opened.
type Options struct {
	// Logger hears of migrations and backups; nil is silent.
	Logger *slog.Logger
	// Exclusive holds the lock beside the file until Close, so that no second
	// daemon works on it. Readers like `convene status` do without.
	Exclusive bool
	// MustExist refuses to create the file: [ErrMissing].
	MustExist bool
	// AsItIs leaves an older schema as it is. Only what needs no tables can be done
	// then: [DB.Backup].
	AsItIs bool
	// Migrating is called before each step of a migration, after the backup; an error
	// ends it there. nil goes on.
	Migrating func() error
}

// DB is an open database. Its methods may be called from several goroutines.
type DB struct {
	path    string
	logger  *slog.Logger
	writer  *sql.DB // one connection
	readers *sql.DB
	lock    *fileLock
	inside  bool // counted in openHere
	noCopy  bool // this is a copy already: none is made before it is migrated

	migrating func() error
}

// openHere counts the databases that this process has open, by path. Closing any
// descriptor of a file gives up all of the process's POSIX locks on it, SQLite's
// too: so a file that is open here already must not be looked into beside SQLite.
var openHere = struct {
	sync.Mutex
	count map[string]int
}{count: map[string]int{}}

// enter prepares the file, unless this process has it open already.
func (db *DB) enter() error {
	openHere.Lock()
	defer openHere.Unlock()
	if openHere.count[db.path] == 0 {
		if err := prepareFile(db.path); err != nil {
			return err
		}
	}
	openHere.count[db.path]++
	db.inside = true
	return nil
}

func (db *DB) leave() {
	openHere.Lock()
	defer openHere.Unlock()
	if db.inside {
		if openHere.count[db.path]--; openHere.count[db.path] == 0 {
			delete(openHere.count, db.path)
		}
		db.inside = false
	}
}

// readerCount is how many snapshots can be read at once.
const readerCount = 4

// Open opens the database at path, creates it when there is none (mode 0600), and
// brings its schema up to date after a backup beside it. It returns [ErrLocked],
// [ErrNewer], [ErrForeign] or [ErrMissing] where the file is not to be touched.
func Open(ctx context.Context, path string, opts Options) (_ *DB, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{path: path, logger: opts.Logger, migrating: opts.Migrating}
	if db.logger == nil {
		db.logger = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open database %s: %w", path, explain(err)), db.Close())
		}
	}()
	if opts.MustExist {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, ErrMissing
		}
	}
	if opts.Exclusive {
		if db.lock, err = lockFile(path + ".lock"); err != nil {
			return nil, err
		}
	}
	if err := db.enter(); err != nil {
		return nil, err
	}
	if db.writer, err = openPool(ctx, path, writerPragmas(), 1); err != nil {
		return nil, err
	}
	if opts.Exclusive {
		if err := db.lived(ctx); err != nil {
			return nil, err
		}
		if err := db.sound(ctx); err != nil {
			return nil, err
		}
	}
	if !opts.AsItIs {
		if err := db.migrate(ctx); err != nil {
			return nil, err
		}
	} else if _, err := db.version(ctx); err != nil {
		return nil, err
	}
	if db.readers, err = openPool(ctx, path, readerPragmas(), readerCount); err != nil {
		return nil, err
	}
	return db, nil
}

// sound reads the whole file before a daemon goes on with it: what is damaged must be
// known before more is written to it.
func (db *DB) sound(ctx context.Context) error {
	var first string
	if err := db.writer.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&first); err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	if first != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, first)
	}
	return nil
}

// lived refuses a copy: it knows less than its members do. [Restore] makes it the
// record.
func (db *DB) lived(ctx context.Context) error {
	taken, err := copyTaken(ctx, db.writer)
	if err != nil || taken.IsZero() {
		return err
	}
	return fmt.Errorf("%w, made on %s", ErrCopy, taken.UTC().Format("Mon 2 Jan 2006, 15:04 MST"))
}

// copyTaken is when a copy was made; zero for a database that is none.
func copyTaken(ctx context.Context, pool *sql.DB) (time.Time, error) {
	var minutes int64
	if err := pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&minutes); err != nil {
		return time.Time{}, fmt.Errorf("read the mark of a copy: %w", err)
	}
	if minutes == 0 {
		return time.Time{}, nil
	}
	return time.Unix(minutes*60, 0), nil
}

// Path is where the file is.
func (db *DB) Path() string { return db.path }

// Close closes the database and gives the lock back. It must not be called while
// a transaction runs.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.readers, db.writer} { // the writer last: it empties the WAL
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	db.leave()
	if db.lock != nil {
		errs = append(errs, db.lock.release())
		db.lock = nil
	}
	return errors.Join(errs...)
}

// The header of an SQLite file: https://sqlite.org/fileformat2.html#the_database_header.
const (
	headerSize    = 100
	headerPages   = 28 // size of the file in pages, 4 bytes
	headerProgram = 68 // the application id, 4 bytes
)

var magic = []byte("SQLite format 3\x00")

// prepareFile creates the file if there is none, closes it to others, and looks
// whether it can be ours before SQLite touches it: opening alone would already
// turn another program's file to WAL.
func prepareFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: not a regular file", ErrForeign)
	}
	if info.Size() > 0 {
		head := make([]byte, headerSize)
		if _, err := io.ReadFull(f, head); err != nil || !bytes.HasPrefix(head, magic) {
			return ErrForeign
		}
		if !ours(head, path) {
			return ErrForeign
		}
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := f.Chmod(0o600); err != nil {
			return fmt.Errorf("close the file to others: %w", err)
		}
	}
	return nil
}

// ours tells whether the header is that of our file. One that names no program may
// be ours too, after a crash at its beginning: with nothing in it yet, or with
// everything still in the WAL.
func ours(head []byte, path string) bool {
	switch binary.BigEndian.Uint32(head[headerProgram:]) {
	case applicationID:
		return true
	case 0:
		wal, err := os.Stat(path + "-wal")
		return binary.BigEndian.Uint32(head[headerPages:]) <= 1 || err == nil && wal.Size() > 0
	}
	return false
}
