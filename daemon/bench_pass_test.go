//go:build integration

package daemon_test

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"
)

const (
	dueGroups   = 10
	passesTimed = 30
)

// figurePass measures a look of the scheduler at ten groups that are due among
// many that are not: loading them, going through all their rules, finding that
// nothing is to be sent. The companion is the bare question which are due.
func figurePass(b *testing.B, t *table) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := circles{groups: 1, members: 8, mail: "smtp_host = \"127.0.0.1:1\"\nsmtp_tls = \"none\"\nimap_host = \"127.0.0.1:1\"\nimap_tls = \"none\""}
			cfg := multiply(c.config(b), n)
			clock := daemon.NewVirtualClock(benchBegin)
			start := time.Now()
			d := open(b, cfg, clock, nil)
			b.Logf("the first start with %d groups took %s", n, time.Since(start).Round(time.Millisecond))
			db := record(b, cfg.Database)
			ctx := b.Context()
			later := benchBegin.AddDate(1, 0, 0).UTC().Format(time.RFC3339)
			if _, err := db.ExecContext(ctx, `UPDATE groups SET next_due = ? WHERE nr % ? <> 0`, later, n/dueGroups); err != nil {
				b.Fatal(err)
			}
			if composed, err := d.Fire(ctx); err != nil || composed < dueGroups*c.members {
				b.Fatalf("%d mails were composed: %v", composed, err) // now the ten have a past
			}
			clock.Set(benchBegin.Add(time.Hour))
			now := clock.Now().UTC().Format(time.RFC3339)
			var ours, bare []time.Duration
			b.ResetTimer()
			for range passesTimed {
				b.StopTimer()
				if _, err := db.ExecContext(ctx, `UPDATE groups SET next_due = ? WHERE nr % ? = 0`, now, n/dueGroups); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				begin := time.Now()
				found := count(b, db, `SELECT count(*) FROM (SELECT id FROM groups WHERE next_due <= ? ORDER BY next_due LIMIT 100)`, now)
				bare = append(bare, time.Since(begin))
				begin = time.Now()
				composed, err := d.Fire(ctx)
				ours = append(ours, time.Since(begin))
				if err != nil || composed != 0 || found != dueGroups {
					b.Fatalf("%d groups were due, %d mails composed: %v", found, composed, err)
				}
			}
			o, m := median(ours), median(bare)
			t.add(fmt.Sprintf("a pass of the scheduler, %d of %d groups due (asking which)", dueGroups, n),
				fmt.Sprintf("%.1f ms", ms(o)), fmt.Sprintf("%.2f ms", ms(m)), "")
			b.ReportMetric(ms(o), "ms/pass")
		})
	}
}

// multiply makes many groups of a configuration's only one. A file with 10,000
// groups would be refused for its size.
func multiply(cfg *config.Config, n int) *config.Config {
	one := cfg.Groups[0]
	cfg.Groups = nil
	for i := range n {
		g := one
		g.ID, g.Name = fmt.Sprintf("circle-%d", i), fmt.Sprintf("Circle %d", i)
		g.Members = slices.Clone(one.Members)
		for m := range g.Members {
			g.Members[m].Address = strings.Replace(g.Members[m].Address, "member0-", fmt.Sprintf("member%d-", i), 1)
		}
		g.Coordinators = []mail.Address{{Address: g.Members[0].Address}}
		cfg.Groups = append(cfg.Groups, g)
	}
	return cfg
}
