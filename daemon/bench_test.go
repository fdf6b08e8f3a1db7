//go:build integration

package daemon_test

import (
	"crypto/tls"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"
	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/rig"
)

// BenchmarkFigures measures what convene does beside the least that anybody
// would have to do for the same, in one run, on the loopback interface, against
// a real Dovecot and a real Postfix, and prints one table. Run it with
// -benchtime 1x, or by make bench.
func BenchmarkFigures(b *testing.B) {
	var t table
	b.Run("Ingest", func(b *testing.B) { figureIngest(b, &t) })
	b.Run("Letters", func(b *testing.B) { figureLetters(b, &t) })
	b.Run("Reply", func(b *testing.B) { figureReply(b, &t) })
	b.Run("Pass", func(b *testing.B) { figurePass(b, &t) })
	b.Run("Memory", func(b *testing.B) { figureMemory(b, &t) })
	t.print()
}

// table is what is printed at the end.
type table struct{ lines [][4]string }

// add writes a line: what was measured, our figure, the bare one, how they compare.
func (t *table) add(what, ours, bare, ratio string) {
	t.lines = append(t.lines, [4]string{what, ours, bare, ratio})
}

// rates adds a line about things per second.
func (t *table) rates(what string, n int, ours, bare time.Duration) {
	o, r := perSecond(n, ours), perSecond(n, bare)
	t.add(what, fmt.Sprintf("%.0f /s", o), fmt.Sprintf("%.0f /s", r), fmt.Sprintf("%.0f %%", 100*o/r))
}

func perSecond(n int, d time.Duration) float64 { return float64(n) / d.Seconds() }

func (t *table) print() {
	fmt.Printf("\nFigures of one run on loopback: %d cores, %s, %s/%s\n\n", runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Printf("%-66s %12s %12s %9s\n", "", "convene", "bare", "ratio")
	for _, l := range t.lines {
		fmt.Printf("%-66s %12s %12s %9s\n", l[0], l[1], l[2], l[3])
	}
	fmt.Println()
}

func median(ds []time.Duration) time.Duration {
	ds = slices.Sorted(slices.Values(ds))
	return ds[len(ds)/2]
}

// circles are many groups in one configuration.
type circles struct {
	groups, members int
	address         func(g, m int) string // of a member; example.test when nil
	mail            string                // the rest of [mail]: hosts and how to reach them
	quiet           string                // quiet hours; "off" when empty
}

const (
	benchAddress  = "groups@" + rig.Domain
	benchPassword = rig.Password
)

func memberAddress(g, m int) string { return fmt.Sprintf("member%d-%d@%s", g, m, rig.Domain) }

// write writes the configuration into a new folder and returns its path.
func (c circles) write(tb testing.TB) string {
	tb.Helper()
	if c.address == nil {
		c.address = memberAddress
	}
	if c.quiet == "" {
		c.quiet = "off"
	}
	var s strings.Builder
	fmt.Fprintf(&s, "[mail]\naddress = %q\nusername = %q\npassword_file = \"password\"\n%s\n", benchAddress, benchAddress, c.mail)
	for g := range c.groups {
		var members []string
		for m := range c.members {
			members = append(members, fmt.Sprintf("%q", fmt.Sprintf("%s %d <%s>", firstNames[m%len(firstNames)], g, c.address(g, m))))
		}
		fmt.Fprintf(&s, `
[[group]]
id = "circle-%d"
name = "Circle %d"
purpose = "Get better at coaching conversations by practising on real cases."
timezone = "Europe/Madrid"
coordinators = [%q]
members = [%s]
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
count = 13
place = "https://meet.example.org/%d"
[group.roles]
rotate = ["facilitator", "scribe"]
[group.letters]
quiet = %q
`, g, g, c.address(g, 0), strings.Join(members, ", "), g, c.quiet)
	}
	dir := tb.TempDir()
	path := filepath.Join(dir, "convene.toml")
	for name, text := range map[string]string{path: s.String(), filepath.Join(dir, "password"): benchPassword} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return path
}

var firstNames = []string{"Ana", "Ben", "Chiara", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Joan", "Kai", "Leo"}

func (c circles) config(tb testing.TB) *config.Config {
	tb.Helper()
	cfg, problems := config.Load(c.write(tb))
	if err := problems.Err(); err != nil {
		tb.Fatal(err)
	}
	return cfg
}

// startRig starts the real servers with an account for each user.
func startRig(tb testing.TB, users ...string) *rig.Rig {
	tb.Helper()
	r, err := rig.Start(tb.Context(), users...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := r.Stop(); err != nil {
			tb.Error(err)
		}
	})
	return r
}

// startOffice starts an embedded post office where the members have accounts,
// for what is sent while a measurement is being prepared.
func startOffice(tb testing.TB, c circles) *postoffice.Office {
	tb.Helper()
	users := map[string]string{benchAddress: benchPassword}
	for g := range c.groups {
		for m := range c.members {
			users[memberAddress(g, m)] = benchPassword
		}
	}
	office, err := postoffice.Start(postoffice.Config{Users: users})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = office.Close() })
	return office
}

// open opens a daemon on a clock that stands.
func open(tb testing.TB, cfg *config.Config, clock *daemon.VirtualClock, hook func(string) error) *daemon.Daemon {
	tb.Helper()
	d, err := daemon.Open(tb.Context(), daemon.Options{Config: cfg, Clock: clock, Hook: hook, Random: rand.NewChaCha8([32]byte{7})})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.Close() })
	return d
}

// record opens the database beside a daemon.
func record(tb testing.TB, path string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

func count(tb testing.TB, db *sql.DB, query string, args ...any) int {
	tb.Helper()
	var n int
	if err := db.QueryRowContext(tb.Context(), query, args...).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

func clientTLS(r *rig.Rig) *tls.Config {
	return &tls.Config{ServerName: "127.0.0.1", RootCAs: r.RootCAs, MinVersion: tls.VersionTLS12}
}
