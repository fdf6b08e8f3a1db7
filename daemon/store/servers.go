package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Server is how a mail server was last found.
type Server struct {
	Name  string    // mailbox, submission
	Why   string    // why it does not answer, "" if it does
	Since time.Time // when that began
}

// SetServer writes how a server was found; why is "" for one that answers.
func (t *Tx) SetServer(ctx context.Context, name, why string, since time.Time) error {
	if _, err := t.exec(ctx, `INSERT INTO servers (name, why, since) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET why = excluded.why, since = excluded.since`, name, why, at(since)); err != nil {
		return fmt.Errorf("write state of server %s: %w", name, err)
	}
	return nil
}

// Servers are the mail servers as they were last found.
func (t *Tx) Servers(ctx context.Context) ([]Server, error) {
	all, err := collect(ctx, t, func(r *sql.Rows) (s Server, err error) {
		err = r.Scan(&s.Name, &s.Why, instant{&s.Since})
		return s, err
	}, `SELECT name, why, since FROM servers ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("read states of servers: %w", err)
	}
	return all, nil
}
