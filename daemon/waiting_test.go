package daemon_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	smtpd "github.com/emersion/go-smtp"
)

// TestAFarewellThatHadToWaitArrives: a server that greylists has whoever has left, or
// asked to be forgotten, wait for the last mail that they get. It comes all the same.
func TestAFarewellThatHadToWaitArrives(t *testing.T) {
	for words, farewell := range map[string]string{"leave": "then you get no more mail", "forget me": "Goodbye, and forgotten"} {
		w := newWorld(t, begin, "")
		w.pass(begin)
		var down atomic.Bool
		w.office.Fail(func(_, to string) error {
			if down.Load() && to == "eli@example.org" {
				return &smtpd.SMTPError{Code: 450, Message: "later"}
			}
			return nil
		})
		w.pass(letter)
		w.reply("Eli Stern", w.last("Eli Stern", "can you come"), words)
		w.pass(letter.Add(time.Hour))
		w.reply("Eli Stern", w.last("Eli Stern", "Shall I go ahead?"), "yes")
		down.Store(true)
		w.pass(letter.Add(2 * time.Hour))
		down.Store(false)
		w.pass(letter.Add(3 * time.Hour))
		w.last("Eli Stern", farewell)
	}
}

// TestWhatWaitedForWhoLeftNeedsNoHand: it is not sent, and nobody has refused it.
func TestWhatWaitedForWhoLeftNeedsNoHand(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	var down atomic.Bool
	w.office.Fail(func(_, to string) error {
		if down.Load() && to == "eli@example.org" {
			return &smtpd.SMTPError{Code: 450, Message: "later"}
		}
		return nil
	})
	w.pass(letter)
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "leave")
	w.pass(letter.Add(time.Hour))
	w.reply("Eli Stern", w.last("Eli Stern", "Shall I go ahead?"), "yes")
	down.Store(true)
	w.edit(`place = "https://meet.example.org/tuesday"`, `place = "https://meet.example.org/elsewhere"`)
	w.pass(letter.Add(2 * time.Hour))
	down.Store(false)
	w.pass(letter.Add(3 * time.Hour))
	if got := w.rows(`SELECT reason FROM outbox WHERE reason LIKE '%has left'`); len(got) == 0 {
		t.Fatal("nothing waited")
	}
	if got := w.status().NeedsHand; len(got) != 0 {
		t.Errorf("needs a hand: %q", got)
	}
}

// TestWhatWaitsFollowsItsMember: once the coordinator has mended an address, nothing more
// goes to the wrong one, not even what was written before.
func TestWhatWaitsFollowsItsMember(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	var mu sync.Mutex
	tried := map[string]int{}
	w.office.Fail(func(_, to string) error {
		mu.Lock()
		defer mu.Unlock()
		tried[to]++
		if strings.HasPrefix(to, "eli") {
			return &smtpd.SMTPError{Code: 450, Message: "later"}
		}
		return nil
	})
	w.pass(letter)
	if tried["eli@example.org"] == 0 {
		t.Fatal("nothing waits")
	}
	clear(tried)
	w.edit("eli@example.org", "eli.stern@example.org")
	w.pass(letter.Add(time.Hour))
	if tried["eli@example.org"] > 0 {
		t.Errorf("%d mails go to an address that is nobody's any more", tried["eli@example.org"])
	}
	if got := w.rows(`SELECT recipient FROM outbox WHERE state = 'queued' AND class = 'letter' AND member = 'eli-stern'`); len(got) != 1 || got[0] != "eli.stern@example.org" {
		t.Errorf("the letter waits for %q", got)
	}
}
