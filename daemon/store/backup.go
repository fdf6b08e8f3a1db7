package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// CopiesKept is how long the copies that convene makes by itself stay beside
	// the database: letters promise that whoever is forgotten is out of them then.
	CopiesKept = 30 * 24 * time.Hour
	// upgradesKept is how many copies from before an upgrade stay.
	upgradesKept = 3

	beforeUpgrade = ".schema-"   // and the schema's number
	replaced      = ".replaced-" // and when a restore put it aside
)

// A copy says so in its header's user version: when it was made, in minutes since
// 1970. In a database that is lived in that is 0.

// Backup writes a consistent, checked copy of the whole database to path, mode 0600,
// while others go on, and tells its size in bytes. A file that is already there is
// not touched: [fs.ErrExist]. The copy is marked as one, so that no daemon takes it
// for the record before [Restore] has made it that.
func (db *DB) Backup(ctx context.Context, path string, now time.Time) (int64, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return 0, fmt.Errorf("back up: %w", err)
	}
	if _, err := os.Lstat(path); err == nil {
		return 0, fmt.Errorf("back up: %w: %s", fs.ErrExist, path)
	}
	size, err := db.copyTo(ctx, path, now, publish)
	if err != nil {
		return 0, fmt.Errorf("back up: %w", explain(err))
	}
	return size, nil
}

// copyTo writes a checked copy beside path and lets place put it there.
func (db *DB) copyTo(ctx context.Context, path string, now time.Time, place func(temp, path string) error) (size int64, err error) {
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	// SQLite writes into an empty file that exists: so it is closed to others from the start.
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp) // nothing more can be done
		}
	}()
	if err := f.Close(); err != nil {
		return 0, err
	}
	if _, err := db.writer.ExecContext(ctx, "VACUUM INTO ?", temp); err != nil {
		return 0, err
	}
	if err := checkCopy(ctx, temp, now); err != nil {
		return 0, err
	}
	if size, err = syncFile(temp); err != nil {
		return 0, err
	}
	if err := place(temp, path); err != nil {
		return 0, err
	}
	return size, syncDirectory(filepath.Dir(path))
}

// checkCopy marks a copy as one and reads it from end to end.
func checkCopy(ctx context.Context, path string, now time.Time) (err error) {
	pool, err := openPool(ctx, path, []pragma{{"foreign_keys", "ON", "1"}, {"synchronous", "FULL", "2"}, {"temp_store", "MEMORY", "2"}}, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if _, err := pool.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", now.Unix()/60)); err != nil {
		return fmt.Errorf("mark the copy: %w", err)
	}
	return run(ctx, pool, nil, func(t *Tx) error { return t.IntegrityCheck(ctx) })
}

// syncFile makes sure that a file is on disk, and tells its size in bytes.
func syncFile(path string) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), f.Sync()
}

// publish gives a file its name, in one step and only if nobody has it.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	switch {
	case err == nil:
		return os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	// A file system without hard links, a stick for example.
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: %s", fs.ErrExist, path)
	}
	return os.Rename(temp, path)
}

// beforeUpgrading copies the database aside before a migration, and keeps the last
// few of such copies.
func (db *DB) beforeUpgrading(ctx context.Context, version int64) (string, error) {
	var now int64
	if err := db.writer.QueryRowContext(ctx, "SELECT unixepoch()").Scan(&now); err != nil {
		return "", err
	}
	path := fmt.Sprintf("%s%s%d", db.path, beforeUpgrade, version)
	if _, err := db.copyTo(ctx, path, time.Unix(now, 0), os.Rename); err != nil {
		return "", fmt.Errorf("back up before migrating: %w", explain(err))
	}
	copies, err := db.copies(beforeUpgrade)
	if err != nil {
		return "", err
	}
	for _, old := range copies[:max(0, len(copies)-upgradesKept)] {
		if err := removeDatabase(old.path); err != nil {
			return "", fmt.Errorf("remove an old copy: %w", err)
		}
	}
	return path, nil
}

// madeCopy is a copy that convene made by itself.
type madeCopy struct {
	path string
	made time.Time
}

// copies are those beside the database with one of the given infixes, the oldest first.
func (db *DB) copies(infixes ...string) ([]madeCopy, error) {
	entries, err := os.ReadDir(filepath.Dir(db.path))
	if err != nil {
		return nil, fmt.Errorf("list copies: %w", err)
	}
	var all []madeCopy
	for _, e := range entries {
		ours := slices.ContainsFunc(infixes, func(s string) bool { return strings.HasPrefix(e.Name(), filepath.Base(db.path)+s) })
		if info, err := e.Info(); err == nil && ours && info.Mode().IsRegular() {
			all = append(all, madeCopy{filepath.Join(filepath.Dir(db.path), e.Name()), info.ModTime()})
		}
	}
	slices.SortStableFunc(all, func(a, b madeCopy) int { return a.made.Compare(b.made) })
	return all, nil
}

// RemoveCopies removes the copies that convene made by itself before an instant of
// the machine's clock, and tells how many files that were. Those of [DB.Backup] are
// whoever's who asked for them.
func (db *DB) RemoveCopies(before time.Time) (int, error) {
	all, err := db.copies(beforeUpgrade, replaced)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, c := range all {
		if !c.made.Before(before) {
			continue
		}
		if err := os.Remove(c.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, fmt.Errorf("remove an old copy: %w", err)
		}
		n++
	}
	return n, nil
}

// removeDatabase removes a database with its companions.
func removeDatabase(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
