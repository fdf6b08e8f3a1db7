package demo

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/mailflow/postoffice"
)

// life is one world under faults: a post office, a daemon, and members.
type life struct {
	*testing.T
	seed   uint64
	faulty bool // else nothing ever breaks
	rough  bool // what takes time breaks too
	spread bool // the members' mails go over several connections
	secure bool // the daemon speaks TLS
	loud   bool

	dir     string
	office  *postoffice.Office
	clock   *daemon.VirtualClock
	options daemon.Options
	d       *daemon.Daemon
	weather weather
	dice    *rand.Rand // for faults only: a life and its twin draw the rest alike

	members []*member
	groups  []simGroup
	plans   []happening
	start   time.Time
	now     time.Time     // what the members' clocks say
	skew    time.Duration // by how much the daemon's is ahead
	asleep  time.Time     // until when the daemon does not run

	watch
}

// happening is what comes about that happens at an instant of the members' time.
type happening struct {
	at   time.Time
	key  string // orders what happens at the same instant
	what func()
}

func (l *life) plan(at time.Time, key string, what func()) {
	e := happening{at.UTC().Truncate(time.Second), key, what}
	i, _ := slices.BinarySearchFunc(l.plans, e, func(a, b happening) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.key, b.key)
	})
	l.plans = slices.Insert(l.plans, i, e)
}

func (l *life) say(format string, args ...any) {
	if l.loud {
		fmt.Fprintf(os.Stderr, "%s  "+format+"\n", append([]any{l.now.Format("2006-01-02 15:04:05")}, args...)...)
	}
}

// chance is a source of its own for everything that has a name: so that a twin,
// in which other things happen before, draws the same.
func (l *life) chance(name string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return rand.New(rand.NewPCG(l.seed, h.Sum64())) //nolint:gosec // a simulation
}

func newLife(t *testing.T, seed uint64, faulty, loud bool) *life {
	t.Helper()
	l := &life{
		T: t, seed: seed, faulty: faulty, loud: loud, rough: seed%4 > 0, spread: seed%8 == 7, dir: t.TempDir(),
		dice: rand.New(rand.NewPCG(seed, 1)), //nolint:gosec // a simulation
	}
	dice := l.chance("configuration")
	l.secure = dice.IntN(6) == 0
	l.weather = weather{lines: map[*line]bool{}, sleep: func(d time.Duration) {
		l.say("the line is slow: %s", d)
		l.clock.Advance(d)
	}}
	l.start = time.Date(2026, time.Month(1+dice.IntN(12)), 1+dice.IntN(28), dice.IntN(24), dice.IntN(60), 0, 0, time.UTC)
	l.now = l.start
	l.clock = daemon.NewVirtualClock(l.start)
	l.cast(dice)
	l.open(dice)
	l.watch.begin(l)
	return l
}

// open starts the post office, writes the configuration and opens the daemon.
func (l *life) open(dice *rand.Rand) {
	l.Helper()
	users := map[string]string{GroupAddress: password}
	for _, m := range l.members {
		users[m.Address] = password
	}
	c := postoffice.Config{Users: users, AuthservID: "mx.example.org"}
	security, authority := "none", ""
	if l.secure {
		server, _, err := postoffice.Certificate(postoffice.Always, "127.0.0.1")
		if err != nil {
			l.Fatal(err)
		}
		server.MaxVersion = tls.VersionTLS13
		c.TLS, c.Implicit, security = server, true, "implicit"
		authority = "ca_file = \"ca.pem\"\n"
		l.file("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificates[0].Certificate[0]})))
	}
	var err error
	if l.office, err = postoffice.Start(c); err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() {
		if l.d != nil {
			_ = l.d.Close()
		}
		_ = l.office.Close()
	})
	if dice.IntN(3) == 0 {
		authority += "subaddress = \"+\"\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "database = \"convene.db\"\n[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = %q\nimap_tls = %q\npassword_file = \"password\"\nauthserv_id = \"mx.example.org\"\n%s",
		GroupAddress, l.office.SMTPAddr(), l.office.IMAPAddr(), security, security, authority)
	for _, g := range l.groups {
		b.WriteString(g.toml)
	}
	l.file("password", password+"\n")
	l.file("convene.toml", b.String())
	cfg, err := daemon.LoadConfig(filepath.Join(l.dir, "convene.toml"))
	if err != nil {
		l.Fatalf("the configuration of seed %d: %v\n%s", l.seed, err, b.String())
	}
	l.options = daemon.Options{Config: cfg, Clock: l.clock, Random: rand.NewChaCha8(chaKey(l.seed)), Dial: l.weather.dial, Hook: l.hook}
	if l.loud {
		l.options.Logger = loudLogger()
		fmt.Fprintln(os.Stderr, b.String())
	}
	l.reopen()
}

func (l *life) file(name, text string) {
	l.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o600); err != nil {
		l.Fatal(err)
	}
}

func (l *life) database() string { return filepath.Join(l.dir, "convene.db") }

func (l *life) reopen() {
	l.Helper()
	var err error
	if l.d, err = daemon.Open(context.Background(), l.options); err != nil {
		l.Fatalf("open: %v", err)
	}
}

// live lets the life run until nobody has anything left to do.
func (l *life) live() {
	l.Helper()
	if l.faulty {
		l.forecast()
	}
	end := l.start.AddDate(1, 6, 0)
	for !l.Failed() {
		l.settle()
		next := time.Time{}
		if l.asleep.IsZero() {
			due, err := l.d.Next(context.Background())
			if err != nil {
				l.Fatal(err)
			}
			if !due.IsZero() {
				next = due.Add(-l.skew)
			}
			if soonest := l.now.Add(time.Hour); l.weather.shutNow() && next.Before(soonest) {
				next = soonest
			}
		}
		if len(l.plans) > 0 && (next.IsZero() || l.plans[0].at.Before(next)) {
			next = l.plans[0].at
		}
		if next.IsZero() {
			return
		}
		if !next.After(l.now) {
			next = l.now.Add(time.Second)
		}
		if next.After(end) {
			l.Fatalf("seed %d does not end: next at %s", l.seed, next)
		}
		l.now = next
		l.clock.Set(l.now.Add(l.skew))
		for len(l.plans) > 0 && !l.plans[0].at.After(l.now) {
			e := l.plans[0]
			l.plans = l.plans[1:]
			e.what()
		}
	}
}

// patience is how often one instant is tried with faults, and how often at all.
const (
	faultsAtOnce = 2
	patience     = 40
)

// settle passes until nothing is left to be done now.
func (l *life) settle() {
	l.Helper()
	if !l.asleep.IsZero() {
		return
	}
	for try := 0; ; try++ {
		if try > patience {
			l.Fatalf("seed %d does not come to rest at %s", l.seed, l.now)
		}
		l.arm(l.faulty && try < faultsAtOnce && l.dice.IntN(100) < 40)
		done, err := l.pass()
		l.weather.set(nil)
		faulted := l.faults[l.passes]
		switch {
		case l.Failed():
			return
		case err != nil && !faulted:
			l.Fatalf("seed %d at %s, without a fault: %v", l.seed, l.now, err)
		case !faulted && (done == (daemon.Passed{}) || l.atRest()):
			return
		case l.weather.shutNow(): // it is tried again with growing waits
			return
		case faulted && l.rough && l.dice.IntN(2) == 0: // as the daemon waits before it tries again
			l.plan(l.now.Add(time.Duration(5+l.dice.IntN(900))*time.Second), "again", func() {})
			return
		}
	}
}

// atRest tells, for less than a pass, whether one would find nothing to do.
func (l *life) atRest() bool {
	due, err := l.d.Next(context.Background())
	if err != nil {
		l.Fatal(err)
	}
	return l.office.Count(GroupAddress, "INBOX") == 0 && (due.IsZero() || due.After(l.clock.Now()))
}

// pass is one pass of the daemon; a crash in it ends the daemon, and the next one
// takes over.
func (l *life) pass() (daemon.Passed, error) {
	l.Helper()
	l.passes++
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	l.crash.cancel = cancel
	before := l.weather.strikesSoFar()
	done, err := l.d.Pass(ctx)
	l.faults[l.passes] = l.crash.struck || l.crash.shaken || l.weather.strikesSoFar() > before
	if err != nil {
		l.say("the pass failed: %v", err)
	}
	if l.crash.struck {
		l.die()
	}
	l.crash.armed = false
	l.clock.Set(l.now.Add(l.skew))
	return done, err
}
