package daemon_test

import (
	"fmt"
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
		many /= 5
	}
	w := newWorld(t, begin, "")
	w.login = true
	w.pass(begin)
	w.pass(letter)
	at := letter.Add(time.Hour)
	w.clock.Set(at)
	wild := w.last("Fay Wong", "can you come").MessageID
	for i := range many {
		switch i {
		case many / 10:
			w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "yes")
		case many * 9 / 10:
			w.reply("Dana Lind", w.last("Dana Lind", "can you come"), "no, sorry")
		}
		// As a stranger's: what a wild program of a member sends is told in flood_test.go.
		if err := w.office.Deliver(groupAddress, floodOf(i, "fay@elsewhere.example", "ben@elsewhere.example", wild, groupAddress, at)); err != nil {
			t.Fatal(err)
		}
	}
	ingested, most := 0, 0
	w.close()
	w.hook = func(point string) error {
		if point != daemon.PointIngested {
			return nil
		}
		now := len(w.rows(`SELECT id FROM inbox`))
		most, ingested = max(most, now-ingested), now
		if ingested >= many/2 && w.office.Count(groupAddress, "Done") > 0 && len(w.office.Mailbox(groupAddress)) == many+2 {
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
	if failed == 0 {
		t.Error("the mailbox was not rebuilt while it was read")
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
