package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// IntegrityCheck lets SQLite read the whole file: nil when it and all references
// between rows are sound, else [ErrCorrupt] with what is wrong.
func (t *Tx) IntegrityCheck(ctx context.Context) error {
	wrong, err := collect(ctx, t, func(r *sql.Rows) (s string, err error) {
		err = r.Scan(&s)
		return s, err
	}, `PRAGMA integrity_check(20)`)
	if err != nil {
		return fmt.Errorf("check integrity: %w", err)
	}
	if len(wrong) == 1 && wrong[0] == "ok" {
		wrong = nil
	}
	dangling, err := collect(ctx, t, func(r *sql.Rows) (s string, err error) {
		var table, parent string
		var row sql.NullInt64
		var key int
		err = r.Scan(&table, &row, &parent, &key)
		return fmt.Sprintf("row %d of %s refers to a missing row of %s", row.Int64, table, parent), err
	}, `PRAGMA foreign_key_check`)
	if err != nil {
		return fmt.Errorf("check references: %w", err)
	}
	if wrong = append(wrong, dangling[:min(len(dangling), 20)]...); len(wrong) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, strings.Join(wrong, "; "))
	}
	return nil
}
