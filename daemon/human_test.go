package daemon_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"convene/daemon"
)

// human is somebody with a mail program of their own in the group's mailbox, who acts
// by chance.
type human struct {
	c    *imapclient.Client
	dice *rand.Rand

	mu      sync.Mutex
	acts    map[string]int  // what they did, and how often
	deleted map[string]bool // hashes of mails that are gone for good
	away    bool            // they have left the computer
	failed  error
}

// aside is a folder of which the daemon knows nothing.
const aside = "Sent"

// habits are what people do with a mail in a mailbox.
var habits = []struct {
	what, folder string
	do           func(h *human, mail imap.UIDSet) error
}{
	{"read", "INBOX", flagging(imap.StoreFlagsAdd, imap.FlagSeen)},
	{"marked as unread", "INBOX", flagging(imap.StoreFlagsDel, imap.FlagSeen)},
	{"flagged", "INBOX", flagging(imap.StoreFlagsAdd, imap.FlagFlagged, imap.FlagAnswered)},
	{"flagged by a program that knows no keywords", "INBOX", flagging(imap.StoreFlagsSet, imap.FlagSeen, imap.FlagFlagged)},
	{"struck out", "INBOX", flagging(imap.StoreFlagsAdd, imap.FlagDeleted)},
	{"laid aside", "INBOX", moving(aside)},
	{"taken up again", aside, moving("INBOX")},
	{"deleted", "INBOX", (*human).expunge},
	{"deleted when it was done", "Done", (*human).expunge},
	{"put back", "Done", moving("INBOX")},
	{"put back without keywords", "Done", func(h *human, mail imap.UIDSet) error {
		return errors.Join(flagging(imap.StoreFlagsSet, imap.FlagSeen)(h, mail), moving("INBOX")(h, mail))
	}},
}

func flagging(op imap.StoreFlagsOp, flags ...imap.Flag) func(*human, imap.UIDSet) error {
	return func(h *human, mail imap.UIDSet) error {
		return h.c.Store(mail, &imap.StoreFlags{Op: op, Silent: true, Flags: flags}, nil).Close()
	}
}

func moving(to string) func(*human, imap.UIDSet) error {
	return func(h *human, mail imap.UIDSet) error {
		_, err := h.c.Move(mail, to).Wait()
		return err
	}
}

// expunge deletes a mail for good, and remembers which.
func (h *human) expunge(mail imap.UIDSet) error {
	whole := &imap.FetchItemBodySection{Peek: true}
	found, err := h.c.Fetch(mail, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	for _, m := range found { // none, if it has been moved meanwhile
		sum := sha256.Sum256(m.FindBodySection(whole))
		h.deleted[hex.EncodeToString(sum[:])] = true
	}
	return errors.Join(err, flagging(imap.StoreFlagsAdd, imap.FlagDeleted)(h, mail), h.c.UIDExpunge(mail).Close())
}

// newHuman opens the mailbox in another mail program.
func newHuman(t *testing.T, address, user, password string, seed uint64) *human {
	t.Helper()
	c, err := imapclient.DialInsecure(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Login(user, password).Wait(); err != nil {
		t.Fatal(err)
	}
	return &human{c: c, dice: rand.New(rand.NewPCG(seed, 1)), deleted: map[string]bool{}, acts: map[string]int{}}
}

// act does something with some mail, if there is one where they look.
func (h *human) act() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.away || h.failed != nil {
		return
	}
	one := habits[h.dice.IntN(len(habits))]
	uids, err := h.look(one.folder)
	if err == nil && len(uids) > 0 {
		err = one.do(h, imap.UIDSetNum(uids[h.dice.IntN(len(uids))]))
		h.acts[one.what]++
	}
	if err != nil {
		h.failed = fmt.Errorf("a mail in %s is %s: %w", one.folder, one.what, err)
	}
}

// look opens a folder and tells what is in it.
func (h *human) look(folder string) ([]imap.UID, error) {
	box, err := h.c.Select(folder, nil).Wait()
	if err != nil || box.NumMessages == 0 {
		return nil, err
	}
	all, err := h.c.UIDSearch(&imap.SearchCriteria{}, nil).Wait()
	if err != nil {
		return nil, err
	}
	return all.AllUIDs(), nil
}

// leave has them put what was laid aside back into the mailbox, and go.
func (h *human) leave() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.away = true
	uids, err := h.look(aside)
	if err == nil && len(uids) > 0 {
		err = moving("INBOX")(h, imap.UIDSetNum(uids...))
	}
	return errors.Join(h.failed, err)
}

// meddled is a line to the mailbox: again and again somebody does something in it
// before the server hears what is said.
type meddled struct {
	net.Conn
	by *human
}

func (m *meddled) Write(p []byte) (int, error) {
	for m.by.chance() {
		m.by.act()
	}
	return m.Conn.Write(p)
}

func (h *human) chance() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.away && h.dice.IntN(2) == 0
}

// meddle lets a human into the daemon's mailbox.
func (w *world) meddle(h *human) {
	imapServer := w.cfg.Mail.IMAP.Addr()
	w.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil || address != imapServer {
			return c, err
		}
		return &meddled{c, h}, nil
	}
}

// answers are what members reply in these tests, and how that is counted.
var humanAnswers = map[string]string{"Eli Stern": "yes", "Fay Wong": "no", "Hana Ito": "maybe", "Dana Lind": "yes", "Chiara Neri": "no"}

// replyAmongOthers sends a member's answer, with mails of strangers before and after it.
func (w *world) replyAmongOthers(who string) {
	w.t.Helper()
	for range 3 {
		w.seq++
		if err := w.office.Deliver(groupAddress, floodOf(w.seq*10, "", "", "", groupAddress, w.clock.Now())); err != nil {
			w.t.Fatal(err)
		}
	}
	w.reply(who, w.last(who, "can you come"), humanAnswers[who])
}

// wantWhatWasStored: every mail is on record with one outcome that counts, but those
// that somebody deleted before they were read; and answers count once.
func (w *world) wantWhatWasStored(h *human) (unread int) {
	w.t.Helper()
	counted := map[string]int{}
	for _, hash := range w.rows(`SELECT hash FROM inbox`) {
		counted[hash] += 0
	}
	for _, hash := range w.rows(`SELECT hash FROM inbox WHERE outcome IS NOT NULL AND outcome NOT IN ('duplicate', 'quarantined')`) {
		counted[hash]++
	}
	answered := map[string]bool{}
	for _, raw := range w.office.Mailbox(groupAddress) {
		sum := sha256.Sum256(raw)
		n, stored := counted[hex.EncodeToString(sum[:])]
		switch {
		case !stored && h.deleted[hex.EncodeToString(sum[:])]:
			unread++
		case !stored:
			w.t.Errorf("a mail is not on record that nobody deleted:\n%s", raw)
		case n != 1:
			w.t.Errorf("a mail has %d outcomes that count:\n%s", n, raw)
		}
		if from, _, _ := strings.Cut(string(raw), " <"); stored {
			for who := range humanAnswers {
				answered[who] = answered[who] || strings.Contains(from, "From: "+who) || strings.Contains(string(raw), "\nFrom: "+who)
			}
		}
	}
	var want []string
	for who, is := range answered {
		if is {
			want = append(want, strings.ToLower(strings.ReplaceAll(who, " ", "-"))+" "+humanAnswers[who])
		}
	}
	slices.Sort(want)
	if got := w.rows(`SELECT member || ' ' || answer FROM rsvps ORDER BY 1`); !slices.Equal(got, want) {
		w.t.Errorf("answers on record: %q, want %q", got, want)
	}
	w.wantMessageIDsOnce()
	return unread
}

// TestAHumanInTheMailbox lets somebody read, flag, move, delete and put back mails
// between any two commands of the daemon, pass after pass.
func TestAHumanInTheMailbox(t *testing.T) {
	lives := 8
	if oneIn > 1 {
		lives = 3
	}
	acts, unread, mails := map[string]int{}, 0, 0
	for seed := range lives {
		w := newWorld(t, begin, "")
		w.login = true
		w.pass(begin)
		w.pass(letter)
		h := newHuman(t, w.office.IMAPAddr(), groupAddress, "secret", uint64(seed))
		w.close()
		w.meddle(h)
		w.open()
		at := letter.Add(time.Hour)
		for _, who := range slices.Sorted(maps.Keys(humanAnswers)) {
			w.clock.Set(at)
			w.replyAmongOthers(who)
			w.pass(at)
			at = at.Add(time.Minute)
		}
		if err := h.leave(); err != nil {
			t.Fatal(err)
		}
		w.pass(at)
		unread += w.wantWhatWasStored(h)
		mails += len(w.office.Mailbox(groupAddress))
		if p := w.pass(at.Add(time.Minute)); p.Read > 0 || w.office.Count(groupAddress, "INBOX") > 0 {
			t.Errorf("seed %d: with nobody there, %d mails are read again and %d left", seed, p.Read, w.office.Count(groupAddress, "INBOX"))
		}
		for what, n := range h.acts {
			acts[what] += n
		}
		w.close()
	}
	t.Logf("%d mails, %d of them deleted before they were read; %v", mails, unread, acts)
	for _, d := range habits {
		if acts[d.what] == 0 && oneIn == 1 {
			t.Errorf("no mail was ever %s", d.what)
		}
	}
}

// complaints are warnings and errors in the daemon's log.
type complaints struct {
	mu   sync.Mutex
	said []string
}

func (c *complaints) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, string(p))
	return len(p), nil
}

// TestAHumanWhileTheDaemonListens is the same with a daemon that runs and hears of
// everything by IDLE. It warns of nothing, since nothing is wrong.
func TestAHumanWhileTheDaemonListens(t *testing.T) {
	w := newWorld(t, begin, "")
	w.login = true
	w.pass(begin)
	w.pass(letter)
	h := newHuman(t, w.office.IMAPAddr(), groupAddress, "secret", 4711)
	w.close()
	w.meddle(h)
	log := &complaints{}
	w.said = log
	happened := make(chan struct{}, 1)
	w.hook = func(point string) error {
		if point == daemon.PointCommitted || point == daemon.PointMoved {
			select {
			case happened <- struct{}{}:
			default:
			}
		}
		return nil
	}
	w.open()
	ctx, stop := context.WithCancel(t.Context())
	running := sync.WaitGroup{}
	t.Cleanup(func() { stop(); running.Wait() })
	ended := make(chan error, 1)
	d := w.d
	running.Go(func() { ended <- d.Run(ctx) })
	w.clock.Set(letter.Add(time.Hour))
	for _, who := range slices.Sorted(maps.Keys(humanAnswers)) {
		w.replyAmongOthers(who)
		for range 20 {
			h.act()
		}
	}
	if err := h.leave(); err != nil {
		t.Fatal(err)
	}
	// One that nobody touches: it wakes the daemon whatever it has heard of before.
	if err := w.office.Deliver(groupAddress, floodOf(1, "", "", "", groupAddress, w.clock.Now())); err != nil {
		t.Fatal(err)
	}
	for w.office.Count(groupAddress, "INBOX") > 0 || w.rows(`SELECT count(*) FROM inbox WHERE outcome IS NULL`)[0] != "0" {
		select {
		case <-happened:
		case err := <-ended:
			t.Fatalf("the daemon ended: %v", err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	unread := w.wantWhatWasStored(h)
	t.Logf("%d mails, %d deleted before they were read; %v", len(w.office.Mailbox(groupAddress)), unread, h.acts)
	if len(log.said) > 0 {
		t.Errorf("the daemon complains: %s", log.said)
	}
}
