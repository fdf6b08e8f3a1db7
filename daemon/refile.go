package daemon

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/schedule"
	"convene/templates"
)

// serverConfig stands for the coordinator's file among the servers whose state is
// on record.
const serverConfig = "configuration"

// filePoll is how often the daemon looks whether the coordinator's file has
// changed, by the machine's clock. It is read when it has been left alone for so
// long: an editor may be in the middle of writing it.
const filePoll = 2 * time.Second

// Reload makes a running daemon read the coordinator's file again.
func (d *Daemon) Reload() {
	d.stale.Store(true)
	ring(d.wake)
}

// watchFile reloads when the coordinator's file changes.
func (d *Daemon) watchFile(ctx context.Context) {
	if d.cfg.Path == "" {
		return
	}
	clock := schedule.NewReal()
	seen, known, moving := d.statFiles(), hashOf(d.cfg.Path), false
	wording := seen.wording
	for clock.WaitUntil(ctx, clock.Now().Add(filePoll)) == nil {
		switch s := d.statFiles(); {
		case s != seen:
			seen, moving = s, true
		case moving:
			moving = false
			if h := hashOf(d.cfg.Path); h != known || s.wording != wording {
				known, wording = h, s.wording
				d.Reload()
			}
		}
	}
}

// fileStats tell cheaply that one of the coordinator's files has changed.
type fileStats struct {
	config  fileStat
	wording [sha256.Size]byte // names, times and sizes of the files of templates_dir
}

// mostFiles is how many files of templates_dir are watched.
const mostFiles = 1000

func (d *Daemon) statFiles() fileStats {
	s := fileStats{config: statOf(d.cfg.Path)}
	dir, _ := d.wordsDir.Load().(string)
	if dir == "" {
		return s
	}
	sum, n := sha256.New(), 0
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if n++; err != nil || n > mostFiles {
			return fs.SkipDir
		}
		if entry.IsDir() && path != dir && filepath.Dir(path) != filepath.Clean(dir) {
			return fs.SkipDir // letters stand one folder deep
		}
		is := statOf(path)
		_, _ = fmt.Fprintln(sum, path, is.modified.UnixNano(), is.size)
		return nil
	})
	s.wording = [sha256.Size]byte(sum.Sum(nil))
	return s
}

// fileStat is what tells cheaply that a file has changed.
type fileStat struct {
	modified time.Time
	size     int64
}

func statOf(path string) fileStat {
	info, err := os.Stat(path)
	if err != nil {
		return fileStat{}
	}
	return fileStat{info.ModTime(), info.Size()}
}

func hashOf(path string) [sha256.Size]byte {
	b, err := os.ReadFile(path) //nolint:gosec // the coordinator names the file
	if err != nil {
		return [sha256.Size]byte{}
	}
	return sha256.Sum256(b)
}

// reload reads the coordinator's file again: whole, or not at all. With a mistake
// in it the plan from before goes on.
func (d *Daemon) reload(ctx context.Context) error {
	cfg, problems := config.Load(d.cfg.Path)
	if wrong := problems.Errors(); len(wrong) > 0 {
		err := fmt.Errorf("the file cannot be used, the plan from before goes on; convene check says what is wrong (%d, the first in line %d)", len(wrong), wrong[0].Line)
		d.server(ctx, serverConfig, err) // on record before anybody reads of it in the log
		d.log.Error("the configuration was not taken over", slog.Any("error", err))
		return nil
	}
	var later error
	if !reflect.DeepEqual(cfg.Mail, d.cfg.Mail) || cfg.Database != d.cfg.Database {
		later = fmt.Errorf("what is new in [mail] and database counts when convene is started again")
		d.log.Warn("the configuration was taken over in part", slog.Any("error", later))
	}
	cfg.Mail = d.cfg.Mail
	if err := d.reword(cfg.TemplatesDir); err != nil {
		later = errors.Join(later, err)
		d.log.Error("the wording was not taken over", slog.Any("error", err))
	}
	d.settle(cfg)
	d.server(ctx, serverConfig, later)
	d.log.Info("the configuration was read again", slog.Int("groups", len(cfg.Groups)))
	return d.reconcile(ctx, cfg.Groups, d.now())
}

// reword takes over the coordinator's own wording, whole or not at all.
func (d *Daemon) reword(dir string) error {
	d.wordsDir.Store(dir) // its files are watched, also while they cannot be used
	if _, problems := CheckWording(dir); len(problems.Errors()) > 0 {
		wrong := problems.Errors()
		return fmt.Errorf("the files of templates_dir cannot be used, the wording from before goes on; convene check says what is wrong (%d, the first in %s)", len(wrong), wrong[0].Where())
	}
	w, err := wordingOf(dir)
	if err != nil {
		return err
	}
	d.words = w
	return nil
}

// settle makes the settings of a configuration those of the groups.
func (d *Daemon) settle(cfg *config.Config) {
	all := settings(cfg)
	for id, s := range all {
		s.Measure, s.Former = d.measure, templates.Former
		all[id] = s
	}
	d.settings.Store(&all)
}

// settingsOf are the settings of a group; a group that is not in the configuration
// has none.
func (d *Daemon) settingsOf(id group.GroupID) (group.Settings, bool) {
	s, ok := (*d.settings.Load())[id]
	return s, ok
}

// tell logs what the configuration changed.
func (d *Daemon) tell(id string, changes []group.Change) {
	if len(changes) == 0 {
		return
	}
	what := map[string]int{}
	for _, c := range changes {
		if e, ok := c.(group.Entry); ok {
			what[e.Kind]++
		}
	}
	d.log.Info("the configuration changed the plan", slog.String("group", id), slog.Int("changes", len(changes)), slog.Any("what", what))
	for _, c := range changes {
		if e, ok := c.(group.Entry); ok {
			d.log.Debug("changed", slog.String("group", id), slog.String("what", e.Kind), slog.String("member", string(e.Member)), slog.String("about", e.About), slog.String("text", e.Text))
		}
	}
}
