package demo

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"testing"
)

// # Lives under faults
//
// TestSimulation lets whole groups live, each from a seed of its own, while
// everything around the daemon breaks: the line, the servers, the process and the
// clock. When the faults are over and everything has come to rest, it looks at what
// the post office and the database hold.
//
// What is real: the daemon with its store in an SQLite file, its SMTP and IMAP
// clients, the post office with its two servers on loopback, every byte in between,
// and the demo's members with their mail programs. What is not: the clock, and
// chance, which both come from the seed. Nothing waits for the machine's clock: a
// line that falls silent fails at once, as it would after the client's deadline.
//
// A life (sim_life_test.go) is one or two groups that share members, of some size,
// rhythm, zones and practices, met for six to ten weeks and then closed. Members
// click and write like those of the demo, and on top of that answer late, twice,
// with nonsense and from other addresses, take back what they said, leave, and ask
// to be forgotten.
//
// Faults (sim_fault_test.go) strike at a byte, a point or an instant:
//
//	line      cut, silent, slow or garbled (under TLS, where that is noticed) at any
//	          byte of either direction; silent exactly before or after the server
//	          takes a mail over
//	server    shut for up to a week; 4xx, 5xx; mails delivered twice; a mailbox that is rebuilt under a new
//	          UIDVALIDITY, also while it is being read, with what had been moved away
//	          lying in it again
//	process   killed at any of the daemon's named points between two effects: the
//	          next one begins with the database file as it was at that instant
//	clock     set back, set forward, asleep for weeks
//
// There are two sorts of lives. In every fourth seed each fault passes within the
// instant, or so soon that no member notices: such a life must end with the same
// record as its twin, in which nothing ever broke (sim_twin_test.go). In the others
// also what takes time goes wrong. Of both (sim_check_test.go):
//
//	I1  every reply that the post office took ended in exactly one outcome
//	I2  every row of the outbox ended sent, failed, expired or superseded
//	I3  a mail comes twice only if something struck between the server's taking it
//	    and our commit, and then byte for byte
//	I4  nothing stale went out; nothing but what is urgent, and answers, in quiet
//	    hours; and no more mail than the budget has
//	I5  integrity_check and foreign_key_check are clean
//	I6  no word reaches a mailbox for which it was not meant
//
// A seed that fails is lived again, in the same way, by `make sim SEED=123`: all
// members of a life have addresses that share one connection of the daemon, so that
// bytes come in one order. Every eighth life does without that and uses all
// connections at once; its faults are the same each time, what they hit may not be.

var (
	simSeeds = flag.Int("sim.seeds", 0, "how many lives under faults; 0: a few")
	simFirst = flag.Uint64("sim.first", 0, "the seed of the first of them")
	simSeed  = flag.String("sim.seed", "", "one life only, told in detail")
)

func TestSimulation(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // lives are short
	if *simSeed != "" {
		seed, err := strconv.ParseUint(*simSeed, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		simulate(t, seed, true)
		return
	}
	n, from := *simSeeds, *simFirst
	if n == 0 {
		n, from = fewLives, fewFrom
	}
	for i := range uint64(n) {
		seed := from + i
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { simulate(t, seed, false) })
	}
}

// simulate lives one life, and its twin if it must have one.
func simulate(t *testing.T, seed uint64, loud bool) {
	t.Helper()
	l := newLife(t, seed, true, loud)
	defer func() {
		if t.Failed() {
			fmt.Fprintf(os.Stderr, "seed %d failed; live it again with: make sim SEED=%d\n", seed, seed)
		}
	}()
	l.live()
	l.check()
	if l.rough || t.Failed() {
		return
	}
	twin := newLife(t, seed, false, false)
	twin.live()
	twin.check()
	compare(t, l, twin)
}
