package daemon_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"testing"
	"time"

	"convene/daemon"
)

// rebuilt is how many mails lie in the box when the server gives it a new UIDVALIDITY.
// BenchmarkRebuilt does it to a real Dovecot, and looks at the memory too.
const rebuilt = 2000

// renew gives the mailbox a new UIDVALIDITY. Everything that ever arrived lies in it
// again, and in another order: what was read, what was not, and what had been moved.
func (w *world) renew() {
	w.t.Helper()
	seen := map[string]bool{}
	all := w.office.Mailbox(groupAddress)
	if err := w.office.Renew(groupAddress); err != nil {
		w.t.Fatal(err)
	}
	for _, raw := range slices.Backward(all) {
		if seen[string(raw)] {
			continue
		}
		seen[string(raw)] = true
		if err := w.office.Deliver(groupAddress, raw); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestTheMailboxIsRebuilt gives the mailbox another UIDVALIDITY while it is being read,
// and once more when all was read. Every mail ends in one outcome that counts, however
// often it came, and what comes after the change is read, too.
func TestTheMailboxIsRebuilt(t *testing.T) {
	many := rebuilt
	if oneIn > 1 {
		many /= 10
	}
	w := newWorld(t, begin, "")
	w.login = true
	w.pass(begin)
	w.pass(letter)
	at := letter.Add(time.Hour)
	w.clock.Set(at)
	wild := w.last("Fay Wong", "can you come").MessageID
	came := 0
	// arrive has mails come until there are so many of them, beside members' answers.
	arrive := func(until int) {
		for ; came < until; came++ {
			switch came {
			case many / 10:
				w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
			case many * 9 / 10:
				w.reply("Dana Lind", w.last("Dana Lind", "can you come"), "no, sorry")
			}
			// As a stranger's: what a wild program of a member sends is told in flood_test.go.
			if err := w.office.Deliver(groupAddress, floodOf(came, "fay@elsewhere.example", "ben@elsewhere.example", wild, groupAddress, at)); err != nil {
				t.Fatal(err)
			}
		}
	}
	// A third lies there, a third comes when the first batch was stored. When some of
	// that is stored as well, and the first batch moved, whatever the size of a batch,
	// the last third comes and nobody reads it before the mailbox is another.
	arrive(many / 3)
	ingested, most, changed := 0, 0, false
	w.close()
	w.hook = func(point string) error {
		if point != daemon.PointIngested {
			return nil
		}
		first := ingested == 0
		now := len(w.rows(`SELECT id FROM inbox`))
		most, ingested = max(most, now-ingested), now
		switch {
		case first:
			arrive(many * 2 / 3)
		case !changed && now > many/3 && w.office.Count(groupAddress, "Done") > 0:
			changed = true
			arrive(many)
			w.renew()
			w.reply("Hana Ito", w.last("Hana Ito", "can you come"), "maybe")
			w.office.HangUp()
		}
		return nil
	}
	w.open()
	failed := 0
	for {
		_, err := w.d.Pass(t.Context())
		if err == nil {
			break
		}
		if failed++; failed > 3 {
			t.Fatal(err)
		}
	}
	if !changed || failed == 0 {
		t.Fatal("the mailbox was not rebuilt while it was read")
	}
	counted := func(when string, mails int) {
		t.Helper()
		w.wantNothingLost()
		if got, want := w.rows(`SELECT count(*) FROM inbox WHERE outcome <> 'duplicate'`)[0], fmt.Sprint(mails); got != want {
			t.Errorf("%s: %s mails have an outcome that counts, want %s", when, got, want)
		}
		if twice := w.rows(`SELECT member FROM rsvps GROUP BY member, meeting HAVING count(*) > 1`); len(twice) > 0 {
			t.Errorf("%s: answers of %v count twice", when, twice)
		}
		if left := w.office.Count(groupAddress, "INBOX"); left != 0 {
			t.Errorf("%s: %d mails are left in the box", when, left)
		}
		w.wantMessageIDsOnce()
	}
	counted("rebuilt while it was read", many+3)
	w.wantRSVPs("1 yes, 1 maybe, 1 no, 5 silent")
	sent := w.everyMail()

	w.renew()
	w.reply("Leo Sand", w.last("Leo Sand", "13. Januar"), "ja")
	p := w.pass(at.Add(time.Hour))
	if p.Read != many+4 {
		t.Errorf("read %d mails of %d", p.Read, many+4)
	}
	counted("rebuilt when all was read", many+4)
	w.wantRSVPs("2 yes, 1 maybe, 1 no, 4 silent")
	for who, had := range sent {
		if got := len(w.office.Mailbox(addressOf(who))); got > len(had) && who != german {
			t.Errorf("%s got %d mails for what had been read before", who, got-len(had))
		}
	}
	t.Logf("%d mails, read %s times; at most %d in a batch", many+4, w.rows(`SELECT count(*) FROM inbox`)[0], most)
	if most > 500 {
		t.Errorf("%d mails in a batch", most)
	}
}

// interrupted is a line to the mailbox on which something happens before the server
// hears the next words that are said.
type interrupted struct {
	net.Conn
	before func()
}

func (i *interrupted) Write(p []byte) (int, error) {
	i.before()
	return i.Conn.Write(p)
}

// TestTheMailboxIsRebuiltAtAnyMoment gives the mailbox another UIDVALIDITY before each of
// the daemon's commands in turn, with mails that came a moment before and a moment after,
// and with the line cut or the daemon left with the mailbox that is gone.
func TestTheMailboxIsRebuiltAtAnyMoment(t *testing.T) {
	w := newWorld(t, begin, "")
	w.login = true
	w.pass(begin)
	w.pass(letter)
	at := letter.Add(time.Hour)
	answers := []string{"yes", "no, sorry", "maybe"}
	said, strikesAt, rounds, failed := 0, 0, 0, 0
	var strike func()
	imapServer := w.cfg.Mail.IMAP.Addr()
	w.close()
	w.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil || address != imapServer {
			return c, err
		}
		return &interrupted{c, func() {
			if said++; said == strikesAt {
				strike()
			}
		}}, nil
	}
	w.open()
	came := 0
	stranger := func() {
		came++
		if err := w.office.Deliver(groupAddress, floodOf(came*10, "", "", "", groupAddress, at)); err != nil {
			t.Fatal(err)
		}
	}
	reply := func(text string) { w.reply("Eli Stern", w.last("Eli Stern", "can you come"), text) }
	step := 1
	if oneIn > 1 {
		step = 3
	}
	for _, cut := range []bool{true, false} {
		for strikesAt = 1; ; strikesAt += step {
			struck := false
			strike = func() {
				struck = true
				stranger()
				reply(answers[rounds%3])
				w.renew()
				stranger()
				if cut {
					w.office.HangUp()
				}
			}
			at = at.Add(time.Minute)
			w.clock.Set(at)
			stranger()
			said = 0
			if _, err := w.d.Pass(t.Context()); err != nil {
				failed++
			}
			said = strikesAt
			if !struck {
				break
			}
			w.pass(at)
			if left := w.office.Count(groupAddress, "INBOX"); left != 0 {
				t.Errorf("rebuilt before word %d: %d mails are left in the box", strikesAt, left)
			}
			rounds++
		}
	}
	w.wantNothingLost()
	all, unique := w.office.Mailbox(groupAddress), map[string]bool{}
	for _, raw := range all {
		unique[string(raw)] = true
	}
	if got := w.rows(`SELECT count(*) FROM inbox WHERE outcome <> 'duplicate'`)[0]; got != fmt.Sprint(len(unique)) {
		t.Errorf("%s mails have an outcome that counts, want %d", got, len(unique))
	}
	if got := w.rows(`SELECT count(*) FROM inbox WHERE outcome = 'applied'`)[0]; got != fmt.Sprint(rounds) {
		t.Errorf("%s answers applied, want %d", got, rounds)
	}
	w.wantMessageIDsOnce()
	t.Logf("rebuilt %d times, %d passes failed; %d mails, which came %d times", rounds, failed, len(unique), len(all))
	if rounds < 20/step {
		t.Errorf("it was rebuilt only %d times", rounds)
	}
}
