package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Tx is one transaction. It is good for one goroutine and must not be kept.
type Tx struct {
	tx    *sql.Tx
	depth int   // of savepoints
	dead  error // why nothing more may run: SQLite has rolled back by itself
}

// Write runs fn in a transaction that has the writer to itself, and commits when
// fn returns nil. Within fn nothing else may write: a second Write waits for
// ever. A panic rolls back and goes on.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return run(ctx, db.writer, nil, fn)
}

// Read runs fn on a snapshot, beside the writer. Writing in it is an error.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return run(ctx, db.readers, &sql.TxOptions{ReadOnly: true}, fn)
}

func run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(*Tx) error) (err error) {
	stx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", explain(err))
	}
	committed := false
	defer func() {
		if committed {
			return
		}
		// After an error of its own SQLite has nothing left to roll back.
		if rerr := stx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) && err != nil && !breaks(err) {
			err = errors.Join(err, fmt.Errorf("roll back: %w", explain(rerr)))
		}
	}()
	t := &Tx{tx: stx}
	if err := fn(t); err != nil {
		return cause(ctx, err)
	}
	if t.dead != nil {
		return t.dead
	}
	if err := stx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", cause(ctx, explain(err)))
	}
	committed = true
	return nil
}

// cause adds why a transaction was over: database/sql rolls back by itself as soon
// as its context ends, and says only that it is done.
func cause(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

// Savepoint runs fn so that an error of fn, which is returned, undoes only what
// fn did. When the transaction as a whole is lost (disk full, for example) every
// later call fails.
func (t *Tx) Savepoint(fn func() error) (err error) {
	ctx := context.Background() // the statements below neither wait nor read
	t.depth++
	defer func() { t.depth-- }()
	name := fmt.Sprintf("s%d", t.depth)
	if _, err := t.exec(ctx, "SAVEPOINT "+name); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	done := false
	undo := func() error {
		if t.dead != nil {
			return t.dead
		}
		for _, query := range []string{"ROLLBACK TO " + name, "RELEASE " + name} {
			if _, err := t.exec(ctx, query); err != nil {
				t.dead = err
				return fmt.Errorf("undo savepoint: %w", err)
			}
		}
		return nil
	}
	defer func() {
		if !done { // fn panicked
			_ = undo() // kept in t.dead
		}
	}()
	err = fn()
	done = true
	if err != nil {
		if uerr := undo(); uerr != nil && !errors.Is(err, uerr) {
			return errors.Join(err, uerr)
		}
		return err
	}
	if _, err := t.exec(ctx, "RELEASE "+name); err != nil {
		return fmt.Errorf("release savepoint: %w", err)
	}
	return nil
}

// note keeps an error that may have ended the transaction.
func (t *Tx) note(err error) error {
	if err == nil {
		return nil
	}
	err = explain(err)
	// A statement that a context has interrupted takes the transaction with it
	// too, also when that context is not the transaction's own.
	if breaks(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		t.dead = err
	}
	return err
}

// exec runs a statement that returns no rows.
func (t *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if t.dead != nil {
		return nil, t.dead
	}
	r, err := t.tx.ExecContext(ctx, query, args...)
	return r, t.note(err)
}

// changed runs a statement and tells how many rows it changed.
func (t *Tx) changed(ctx context.Context, query string, args ...any) (int, error) {
	r, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// one runs a statement that must change exactly one row, else [ErrNotFound].
func (t *Tx) one(ctx context.Context, query string, args ...any) error {
	n, err := t.changed(ctx, query, args...)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// find scans the first row; found is false when there is none.
func (t *Tx) find(ctx context.Context, into []any, query string, args ...any) (found bool, err error) {
	if t.dead != nil {
		return false, t.dead
	}
	err = t.tx.QueryRowContext(ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, t.note(err)
}

// errEnough is what scan returns to have no more rows.
var errEnough = errors.New("enough")

// each calls scan for every row, or until it has enough.
func (t *Tx) each(ctx context.Context, scan func(*sql.Rows) error, query string, args ...any) (err error) {
	if t.dead != nil {
		return t.dead
	}
	rows, err := t.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return t.note(err)
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = t.note(cerr)
		}
	}()
	for rows.Next() {
		if err := scan(rows); err == errEnough { //nolint:errorlint // our own, unwrapped
			return nil
		} else if err != nil {
			return err
		}
	}
	return t.note(rows.Err())
}

// collect gathers what scan makes of every row.
func collect[T any](ctx context.Context, t *Tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	var all []T
	err := t.each(ctx, func(r *sql.Rows) error {
		v, err := scan(r)
		if err == nil {
			all = append(all, v)
		}
		return err
	}, query, args...)
	return all, err
}
