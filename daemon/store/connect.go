package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// pragma is one setting of a connection with the value it must read back as.
// SQLite ignores a misspelt pragma without a word, so each is asked for again.
type pragma struct{ name, set, want string }

// busyTimeout is how long, in milliseconds, a statement waits for another
// process that holds the file, a coordinator's sqlite3 for example.
const busyTimeout = "5000"

func writerPragmas() []pragma {
	return []pragma{
		{"busy_timeout", busyTimeout, busyTimeout},
		{"journal_mode", "WAL", "wal"},
		{"synchronous", "FULL", "2"}, // a commit survives power loss
		{"foreign_keys", "ON", "1"},
		{"secure_delete", "ON", "1"},                   // what is forgotten leaves the file
		{"temp_store", "MEMORY", "2"},                  // no private words in /tmp
		{"trusted_schema", "OFF", "0"},                 //
		{"journal_size_limit", "67108864", "67108864"}, // a large WAL shrinks again
		{"cache_size", "-1000", "-1000"},               // KB
	}
}

func readerPragmas() []pragma {
	return []pragma{
		{"busy_timeout", busyTimeout, busyTimeout},
		{"foreign_keys", "ON", "1"},
		{"temp_store", "MEMORY", "2"},
		{"trusted_schema", "OFF", "0"},
		{"query_only", "ON", "1"},
		{"cache_size", "-500", "-500"}, // KB each: there are several, and the system caches the file too
	}
}

// dsn is the data source name of the file with its pragmas. The path is absolute.
func dsn(path string, pragmas []pragma) string {
	q := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}}
	for _, p := range pragmas {
		q.Add("_pragma", p.name+"("+p.set+")")
	}
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// connector opens connections that have proved their pragmas and that keep
// their prepared statements.
type connector struct {
	driver.Connector
	pragmas []pragma
}

func newConnector(path string, pragmas []pragma) (*connector, error) {
	base, err := sqlite.NewConnector(dsn(path, pragmas))
	if err != nil {
		return nil, err
	}
	return &connector{base, pragmas}, nil
}

// Connect implements [driver.Connector].
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := raw.(sqliteConn)
	asker, ok2 := raw.(driver.QueryerContext)
	if !ok || !ok2 {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T lacks methods", raw), raw.Close())
	}
	for _, p := range c.pragmas {
		if err := p.check(ctx, asker); err != nil {
			return nil, errors.Join(err, raw.Close())
		}
	}
	return &conn{sqliteConn: full, kept: map[string]*stmt{}}, nil
}

func (p pragma) check(ctx context.Context, c driver.QueryerContext) error {
	rows, err := c.QueryContext(ctx, "PRAGMA "+p.name, nil)
	if err != nil {
		return fmt.Errorf("read pragma %s: %w", p.name, err)
	}
	defer rows.Close() // only read
	if len(rows.Columns()) == 0 {
		return fmt.Errorf("pragma %s does not exist", p.name)
	}
	value := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(value); errors.Is(err, io.EOF) {
		return fmt.Errorf("pragma %s does not exist", p.name)
	} else if err != nil {
		return fmt.Errorf("read pragma %s: %w", p.name, err)
	}
	if got := fmt.Sprint(value[0]); !strings.EqualFold(got, p.want) {
		return fmt.Errorf("pragma %s is %s, not %s", p.name, got, p.want)
	}
	return nil
}

// sqliteConn is what database/sql needs of the driver's connection, without
// ExecContext and QueryContext: so that every statement is prepared, and kept.
type sqliteConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.SessionResetter
	driver.Validator
	driver.Pinger
}

// keptStatements is how many prepared statements a connection keeps: more than
// this package has.
const keptStatements = 256

// conn keeps its prepared statements. Preparing one costs more than most of our
// queries take.
type conn struct {
	sqliteConn
	kept map[string]*stmt
}

// stmt is a kept statement. Closing it hands it back.
type stmt struct {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
	busy bool
	kept bool
}

// PrepareContext implements [driver.ConnPrepareContext].
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if s := c.kept[query]; s != nil && !s.busy {
		s.busy = true
		return s, nil
	}
	base, err := c.sqliteConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	exec, ok := base.(driver.StmtExecContext)
	ask, ok2 := base.(driver.StmtQueryContext)
	if !ok || !ok2 {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T lacks methods", base), base.Close())
	}
	s := &stmt{Stmt: base, StmtExecContext: exec, StmtQueryContext: ask, busy: true}
	if c.kept[query] == nil && len(c.kept) < keptStatements {
		s.kept = true
		c.kept[query] = s
	}
	return s, nil
}

// Prepare implements [driver.Conn].
func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

// Close implements [driver.Conn].
func (c *conn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Stmt.Close())
	}
	clear(c.kept)
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

// Close implements [driver.Stmt].
func (s *stmt) Close() error {
	s.busy = false
	if s.kept {
		return nil
	}
	return s.Stmt.Close()
}

// openPool opens a pool of at most n connections.
func openPool(ctx context.Context, path string, pragmas []pragma, n int) (*sql.DB, error) {
	c, err := newConnector(path, pragmas)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}
