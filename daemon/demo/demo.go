package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"convene/daemon"
	"convene/mailflow/postoffice"
)

// Options say how a demo runs.
type Options struct {
	Dir  string    // an empty or new directory for everything that the demo leaves
	Seed uint64    // for everything that is left to chance
	Out  io.Writer // progress and the story

	Live  bool    // in real time, so to say, and with a seat for a person
	Speed float64 // how many times as fast as the machine's clock, if Live
}

// founding is when the group in the demo begins, in its own zone.
const founding = "2025-12-08T10:00"

// password is everybody's: the post office lives on loopback for a minute.
const password = "demo"

// world is the demo's: a post office, a daemon, its members, and what was sent.
type world struct {
	Options
	office  *postoffice.Office
	d       *daemon.Daemon
	options daemon.Options
	people  []*person
	agenda  agenda
	archive *archive
	file    file // the coordinator's, as it stands now

	mu        sync.Mutex
	delivered []delivery    // since somebody last looked
	news      chan struct{} // rings when something is delivered
	submitted int           // replies that the post office has taken
}

// delivery is one mail on its way into a mailbox.
type delivery struct {
	to  string
	raw []byte
}

// order sorts what reaches one member at one instant: letters, then invitations
// by their meeting.
func (d delivery) order() string {
	l := open(d.raw)
	_, start, _ := strings.Cut(readEvent(l.Calendar).start, ":")
	return start + " " + l.MessageID
}

// Run plays the group's life and leaves it in the directory. A live one goes on
// until ctx ends.
func Run(ctx context.Context, o Options) error {
	if o.Live {
		return live(ctx, o)
	}
	return quick(ctx, o)
}

func quick(ctx context.Context, o Options) (err error) {
	machine := daemon.NewClock()
	started := machine.Now()
	at, err := foundingTime()
	if err != nil {
		return err
	}
	clock := daemon.NewVirtualClock(at)
	w, err := newWorld(ctx, o, clock, "127.0.0.1:0", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	elapsed := func() time.Duration { return machine.Now().Sub(started) }
	if err := w.play(ctx, clock, elapsed); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("stopped before the end; what there is lies in %s", o.Dir)
		}
		return err
	}
	return w.finish(ctx, elapsed())
}

func foundingTime() (time.Time, error) {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		return time.Time{}, fmt.Errorf("load the group's time zone: %w", err)
	}
	return time.ParseInLocation("2006-01-02T15:04", founding, zone)
}

// newWorld opens the post office, writes the configuration and opens the daemon.
func newWorld(ctx context.Context, o Options, clock daemon.Clock, smtpAddress, imapAddress string) (_ *world, err error) {
	w := &world{Options: o, news: make(chan struct{}, 1)}
	if err := os.MkdirAll(filepath.Join(o.Dir, "mail"), 0o700); err != nil {
		return nil, fmt.Errorf("make the demo's directory: %w", err)
	}
	w.archive = &archive{dir: filepath.Join(o.Dir, "mail")}
	users := map[string]string{GroupAddress: password}
	for i, c := range cast {
		p, err := newPerson(c, i, o.Seed)
		if err != nil {
			return nil, err
		}
		w.people = append(w.people, p)
		users[c.Address] = password
		rs, err := p.onTheirOwn()
		if err != nil {
			return nil, err
		}
		w.agenda.add(rs...)
	}
	edits, err := w.edits()
	if err != nil {
		return nil, err
	}
	w.agenda.add(edits...)
	w.office, err = postoffice.Start(postoffice.Config{SMTP: smtpAddress, IMAP: imapAddress, Users: users, AuthservID: "mx.example.org"})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = w.office.Close()
		}
	}()
	w.office.OnDelivery(func(_, to string, raw []byte) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.delivered = append(w.delivered, delivery{to, raw})
		select {
		case w.news <- struct{}{}:
		default: // it rings already
		}
	})
	w.file = file{goals: firstGoals}
	if err := w.writeConfig(); err != nil {
		return nil, err
	}
	cfg, err := daemon.LoadConfig(w.configPath())
	if err != nil {
		return nil, fmt.Errorf("the demo's configuration: %w", err)
	}
	w.options = daemon.Options{Config: cfg, Clock: clock, Random: rand.NewChaCha8(chaKey(o.Seed))}
	w.d, err = daemon.Open(ctx, w.options)
	return w, err
}

func chaKey(seed uint64) (key [32]byte) {
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return key
}

func (w *world) close() error {
	err := w.d.Close()
	return errors.Join(err, w.office.Close())
}

// taken are the deliveries since the last look, in an order that does not
// depend on which connection was faster: by member, then as they were written.
func (w *world) taken() []delivery {
	w.mu.Lock()
	ds := w.delivered
	w.delivered = nil
	w.mu.Unlock()
	slices.SortStableFunc(ds, func(a, b delivery) int {
		if d := w.place(a.to) - w.place(b.to); d != 0 {
			return d
		}
		return strings.Compare(a.order(), b.order())
	})
	return ds
}

// place is where an address stands in the cast; the group's own comes first.
func (w *world) place(address string) int {
	return slices.IndexFunc(w.people, func(p *person) bool { return strings.EqualFold(p.Address, address) })
}

// deliver hands what has arrived to the members, and to the archive.
func (w *world) deliver(now time.Time) (int, error) {
	ds := w.taken()
	for _, d := range ds {
		l := open(d.raw)
		i := w.place(d.to)
		if i < 0 { // to the group: the archive has it from its sender, unless a person sits there
			if err := w.fromSeat(now, l, d.raw); err != nil {
				return 0, err
			}
			continue
		}
		p := w.people[i]
		if err := w.archive.add(now, toMember, p, d.raw); err != nil {
			return 0, err
		}
		if p.Seat {
			w.say("%s  mail for %s: %s\n", now.In(p.zone).Format("Mon 2 Jan, 15:04"), p.Name, l.Subject)
		}
		w.agenda.add(p.read(l, now)...)
	}
	return len(ds), nil
}
