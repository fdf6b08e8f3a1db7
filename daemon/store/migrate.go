package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationTable is where the schema's version is written down.
const migrationTable = "migrations"

// applicationID stands in the file's header: "conv".
const applicationID = 0x636f6e76

// migrate brings the schema up to date. Only who holds the lock may do so.
func (db *DB) migrate(ctx context.Context) (err error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	return db.migrateTo(ctx, files)
}

func (db *DB) migrateTo(ctx context.Context, files fs.FS) (err error) {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.writer, files,
		goose.WithTableName(migrationTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	sources := provider.ListSources()
	target := sources[len(sources)-1].Version

	version, err := db.version(ctx)
	if err != nil {
		return err
	}
	if version == target {
		return nil
	}
	if version > target {
		return fmt.Errorf("%w: its schema is %d, this one knows up to %d", ErrNewer, version, target)
	}
	if db.lock == nil {
		lock, err := lockFile(db.path + ".lock")
		if err != nil {
			return fmt.Errorf("the schema must be brought up to date: %w", err)
		}
		defer func() { err = errors.Join(err, lock.release()) }()
		// Another one may have been faster.
		if version, err = db.version(ctx); err != nil {
			return err
		}
		if version == target {
			return nil
		}
	}
	if version > 0 && !db.noCopy {
		backup, err := db.beforeUpgrading(ctx, version)
		if err != nil {
			return err
		}
		db.logger.Info("backed up before migrating", slog.String("file", backup))
	}
	for from := version; from < target; {
		if db.migrating != nil {
			if err := db.migrating(); err != nil {
				return err
			}
		}
		step, err := provider.UpByOne(ctx)
		if err != nil {
			return fmt.Errorf("migrate from schema %d to %d: %w", version, target, err)
		}
		from = step.Source.Version
	}
	db.logger.Info("schema migrated", slog.Int64("from", version), slog.Int64("to", target))
	return nil
}

// version is the schema's version, 0 of an empty file.
func (db *DB) version(ctx context.Context) (int64, error) {
	var tables, ours, id int64
	err := db.writer.QueryRowContext(ctx,
		`SELECT count(*), count(*) FILTER (WHERE name = '`+migrationTable+`') FROM sqlite_schema`).Scan(&tables, &ours)
	if err != nil {
		return 0, fmt.Errorf("read schema: %w", err)
	}
	if err := db.writer.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, fmt.Errorf("read application id: %w", err)
	}
	if tables == 0 && id == 0 {
		return 0, nil
	}
	if ours == 0 || id != applicationID && id != 0 {
		return 0, ErrForeign
	}
	var version int64
	err = db.writer.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+migrationTable).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	if id == 0 && version > 0 {
		return 0, ErrForeign
	}
	return version, nil
}
