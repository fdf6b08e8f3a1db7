//go:build unix

package daemon_test

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/answer"
)

// What one mail may cost, whatever is in it.
const (
	mostTime   = 100 * time.Millisecond
	mostMemory = 150 << 20 // bytes
)

// BenchmarkLimits reads the worst mails that we know, at the limits and over
// them, all the way: parsed, new text, calendar objects, answers. Of each it
// reports the dearest reading: in ms-max its processor time, that of the garbage
// collector included, so that other work on the machine counts little; in MB-max
// the mail itself with all that its reading ever asked for, which is more than it
// holds at any moment. At the end the worst of all are printed. It fails if even
// the cheapest reading takes over 100 ms, for a busy machine only ever adds, or if
// any takes over 150 MB.
func BenchmarkLimits(b *testing.B) {
	words, err := daemon.AllWords()
	if err != nil {
		b.Fatal(err)
	}
	var all []cost
	for _, m := range worstMails() {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			c := cost{name: m.name}
			for b.Loop() {
				b.StopTimer()
				runtime.GC() // of what the mail before left
				c.measure(b, func() {
					b.StartTimer()
					daemon.Understand(m.raw, asked(words))
					b.StopTimer()
				})
				b.StartTimer()
			}
			c.bytes += uint64(len(m.raw))
			b.ReportMetric(ms(c.took), "ms-max")
			b.ReportMetric(float64(c.bytes)/(1<<20), "MB-max")
			if c.least > mostTime || c.bytes > mostMemory {
				b.Errorf("%s took %v and %d bytes", c.name, c.least, c.bytes)
			}
			all = append(all, c)
		})
	}
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b cost) int { return int(b.took - a.took) })
	fmt.Printf("\nThe slowest of the %d worst mails, and the largest:\n", len(all))
	for _, c := range append(all[:min(5, len(all))], slices.MaxFunc(all, func(a, b cost) int { return int(a.bytes) - int(b.bytes) })) {
		fmt.Printf("%8.1f ms %6.1f MB  %s\n", ms(c.took), float64(c.bytes)/(1<<20), c.name)
	}
}

// cost is the most that reading one mail took.
type cost struct {
	name  string
	took  time.Duration
	least time.Duration // the cheapest reading
	bytes uint64
}

func (c *cost) measure(tb testing.TB, read func()) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime(tb)
	read()
	took := processorTime(tb) - start
	if c.took = max(c.took, took); c.least == 0 || took < c.least {
		c.least = took
	}
	runtime.ReadMemStats(&after)
	c.bytes = max(c.bytes, after.TotalAlloc-before.TotalAlloc)
}

// asked is a letter with a question of every kind to a group of twelve who know
// all languages.
func asked(words *answer.Lexicon) answer.Input {
	meeting := time.Date(2026, time.March, 10, 16, 0, 0, 0, time.UTC)
	in := answer.Input{
		Lexicon: words, Now: meeting.AddDate(0, 0, -7), Self: "m0",
		Asks: []answer.Ask{
			{Number: 1, Kind: answer.AskTurn, Prompt: "Can you come on Tuesday 10 March and lead the round?", At: meeting},
			{Number: 2, Kind: answer.AskChoice, Prompt: "Which topics would you like?", Options: []answer.Option{{Letter: "A", Text: "Silence in a conversation"}, {Letter: "B", Text: "Asking without advising"}, {Letter: "C", Text: "Ending well"}}},
			{Number: 3, Kind: answer.AskRating, Prompt: "How useful was the last meeting, 1 to 5?"},
			{Number: 4, Kind: answer.AskText, Prompt: "What did you take with you from the last meeting?"},
		},
	}
	for i, name := range benchNames {
		in.People = append(in.People, answer.Person{ID: fmt.Sprintf("m%d", i), Name: name})
	}
	return in
}

var benchNames = []string{"Ana Ruiz", "Ben Okoro", "Chiara Conti", "Dan Weiss", "Eli Roth", "Fay Lindqvist", "Gus Meyer", "Hana Sato", "Ivo Novak", "Jörg Brandt", "Dana White", "Maya van de Velde"}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// processorTime is what this process has used so far; it tells something on a
// busy machine too.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
