package daemon

import (
	"context"
	"log/slog"

	"convene/daemon/store"
)

// The servers whose state is on record for `convene status`.
const (
	serverMailbox    = "mailbox"
	serverSubmission = "submission"
)

// server puts on record whether a mail server answers: err is nil, or why not.
// Only what changes is written.
func (d *Daemon) server(ctx context.Context, name string, err error) {
	why, fix := "", ""
	if err != nil {
		why = firstLine(err.Error())
		if fix = advice(err); fix != "" {
			why += ": " + fix
		}
	}
	d.serverMu.Lock()
	defer d.serverMu.Unlock()
	if last, known := d.servers[name]; known && last == why {
		return
	}
	if d.servers == nil {
		d.servers = map[string]string{}
	}
	d.servers[name] = why
	if fix != "" {
		d.log.Warn("a server cannot be used", slog.String("server", name), slog.String("fix", fix))
	}
	now := d.now()
	if werr := d.db.Write(ctx, func(tx *store.Tx) error { return tx.SetServer(ctx, name, why, now) }); werr != nil {
		delete(d.servers, name) // the next time it is written again
		if ctx.Err() == nil {
			d.log.Error("cannot put a server's state on record", slog.String("server", name), slog.Any("error", werr))
		}
	}
}
