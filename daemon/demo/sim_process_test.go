package demo

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"convene/daemon"
)

// crash is the end of a process at one of the daemon's named points.
type crash struct {
	after  int  // points to pass before
	kill   bool // the database is as it was at that instant; else the context ends
	server bool // it is the server that is struck: its mailbox is rebuilt under an open connection
	armed  bool
	struck bool // the process ended
	shaken bool // the server was struck
	cancel context.CancelFunc
	kept   map[string][]byte // the files at that instant
}

var errKilled = errors.New("killed")

// hook is called by the daemon between two effects.
func (l *life) hook(point string) error {
	l.hookMu.Lock()
	defer l.hookMu.Unlock()
	if point == daemon.PointSubmit {
		l.submitting = l.clock.Now()
	}
	c := &l.crash
	if c.struck && c.kill { // nothing happens after the end
		return errKilled
	}
	if !c.armed {
		return nil
	}
	if c.after--; c.after >= 0 {
		return nil
	}
	c.armed = false
	if c.server {
		c.shaken = true
		l.rebuild()
		return nil
	}
	c.struck = true
	l.say("the process ends at %q, killed: %v", point, c.kill)
	if !c.kill {
		c.cancel()
		return nil
	}
	c.kept = map[string][]byte{}
	for _, name := range []string{l.database(), l.database() + "-wal"} {
		b, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			l.Errorf("look at the database: %v", err)
		} else if err == nil {
			c.kept[name] = b
		}
	}
	return errKilled
}

// die ends a daemon that was struck and starts the next one.
func (l *life) die() {
	l.Helper()
	if l.crash.kill {
		l.weather.down()
	}
	if err := l.d.Close(); err != nil && !l.crash.kill {
		l.Errorf("close: %v", err)
	}
	if l.crash.kill {
		for _, name := range []string{l.database() + "-wal", l.database() + "-shm"} {
			if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				l.Error(err)
			}
		}
		for name, b := range l.crash.kept {
			if err := os.WriteFile(name, b, 0o600); err != nil {
				l.Error(err)
			}
		}
	}
	l.crash = crash{}
	l.reopen()
}
