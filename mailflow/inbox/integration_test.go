//go:build integration

package inbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-smtp"

	"convene/mailflow/postoffice/rig"
)

const account = "groups@example.test"

func startRig(t testing.TB) *rig.Rig {
	t.Helper()
	r, err := rig.Start(context.Background(), "groups")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(r.Dir + "/dovecot.log")
			t.Logf("dovecot:\n%s", log)
		}
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// deliverTo hands mails to Dovecot over LMTP, all on one connection.
func deliverTo(t testing.TB, r *rig.Rig, mails ...string) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", r.LMTP)
	if err != nil {
		t.Fatal(err)
	}
	c := smtp.NewClientLMTP(conn)
	defer func() { _ = c.Close() }()
	for _, raw := range mails {
		if err := c.SendMail("ana@example.test", []string{account}, strings.NewReader(raw)); err != nil {
			t.Fatal(err)
		}
	}
}

func dovecot(t testing.TB, r *rig.Rig, c Config) *Client {
	t.Helper()
	if c.Address == "" {
		c.Address, c.RootCAs = r.IMAPS, r.RootCAs
	}
	c.Username, c.Password = account, rig.Password
	return newReader(t, c)
}

func TestDovecotInEachWay(t *testing.T) {
	r := startRig(t)
	l := newLedger()
	for i, c := range []Config{
		{Address: r.IMAPS, TLS: Implicit, RootCAs: r.RootCAs, Done: "Done"},
		{Address: r.IMAP, TLS: StartTLS, RootCAs: r.RootCAs, Done: "Done"},
		{Address: r.IMAP, TLS: None, Done: "Done"},
		{Address: r.IMAP, TLS: None}, // keyword only
	} {
		deliverTo(t, r, letters(30)...)
		c.Batch = 20
		cursor, err := dovecot(t, r, c).Drain(t.Context(), l.cursor, l.store)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		if l.count() != 30*(i+1) || cursor.UID != uint32(30*(i+1)) || cursor.UIDValidity == 0 {
			t.Errorf("%+v: %d mails, cursor %+v", c, l.count(), cursor)
		}
	}
	wantUIDs(t, l, upTo(120))
	for i, raw := range l.raws() {
		if !strings.HasSuffix(raw, letter(i%30)) {
			t.Fatalf("mail %d was changed: %q", i, raw)
		}
	}
	if left := files(t, r, ""); left != 30 {
		t.Errorf("%d mails left in the mailbox", left)
	}
	if done := files(t, r, ".Done"); done != 90 {
		t.Errorf("%d mails done", done)
	}
	// A client of another process: the keyword alone keeps it from reading them again.
	if _, err := dovecot(t, r, Config{}).Drain(t.Context(), l.cursor, l.store); err != nil || l.count() != 120 {
		t.Errorf("%d mails, %v", l.count(), err)
	}
	// Moving was turned on again: what lies there marked is tidied up, unread.
	if _, err := dovecot(t, r, Config{Done: "Done"}).Drain(t.Context(), l.cursor, l.store); err != nil || l.count() != 120 {
		t.Errorf("%d mails, %v", l.count(), err)
	}
	if left := files(t, r, ""); left != 0 {
		t.Errorf("%d mails left in the mailbox", left)
	}
}

// files counts the mails of a maildir folder.
func files(t *testing.T, r *rig.Rig, folder string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(maildir(r), folder, "[cn][ue][rw]", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func maildir(r *rig.Rig) string { return filepath.Join(r.Dir, "mail", account, "Maildir") }

func TestDovecotWrongPassword(t *testing.T) {
	r := startRig(t)
	c := newReader(t, Config{Address: r.IMAPS, RootCAs: r.RootCAs, Username: account, Password: "wrong"})
	_, err := c.Drain(t.Context(), Cursor{}, newLedger().store)
	var no *imap.Error
	if !errors.As(err, &no) {
		t.Errorf("got %v", err)
	}
	if _, err := newReader(t, Config{Address: r.IMAPS, Username: account, Password: rig.Password}).Drain(t.Context(), Cursor{}, newLedger().store); err == nil {
		t.Error("an unknown authority was trusted")
	}
}

// TestDovecotWatch: mails arrive while we idle.
func TestDovecotWatch(t *testing.T) {
	r := startRig(t)
	l := newLedger()
	waiting := make(chan struct{}, 1000)
	watching(t, dovecot(t, r, Config{Done: "Done", Renew: time.Second, Hooks: Hooks{Waiting: func() {
		select {
		case waiting <- struct{}{}:
		default:
		}
	}}}), l)
	<-waiting
	for i := range 5 {
		deliverTo(t, r, letter(i))
		await(l, i+1)
	}
}

// TestDovecotMailboxReplaced deletes the mailbox under a Watch and makes it anew.
func TestDovecotMailboxReplaced(t *testing.T) {
	r := startRig(t)
	admin := login(t, r)
	fill := func(i int) {
		raw := []byte(letter(i))
		cmd := admin.Append("Replies", int64(len(raw)), nil)
		_, err := cmd.Write(raw)
		if err = errors.Join(err, cmd.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if err := admin.Create("Replies", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	fill(0)
	l := newLedger()
	watching(t, dovecot(t, r, Config{Mailbox: "Replies", Renew: time.Second}), l)
	await(l, 1)
	if err := admin.Delete("Replies").Wait(); err != nil {
		t.Fatal(err)
	}
	// The session that watches may have put files back where the folder was.
	var no *imap.Error
	if err := admin.Create("Replies", nil).Wait(); err != nil && (!errors.As(err, &no) || no.Code != imap.ResponseCodeAlreadyExists) {
		t.Fatal(err)
	}
	fill(1)
	await(l, 2)
	if l.raws()[1] != letter(1) {
		t.Errorf("got %q", l.raws())
	}
}

func login(t *testing.T, r *rig.Rig) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(r.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Login(account, rig.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDovecotNewValidity removes what Dovecot remembers of the UIDs. All mails
// come again, under a new UIDVALIDITY.
func TestDovecotNewValidity(t *testing.T) {
	r := startRig(t)
	deliverTo(t, r, letters(3)...)
	l := newLedger()
	c := dovecot(t, r, Config{})
	before, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	// Dovecot takes the time in seconds; this list says another one.
	found, err := filepath.Glob(filepath.Join(maildir(r), "dovecot*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	for _, name := range found {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	list := filepath.Join(maildir(r), "dovecot-uidlist")
	if err := os.WriteFile(list, fmt.Appendf(nil, "3 V%d N1\n", before.UIDValidity+1), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(list, 0o666); err != nil {
		t.Fatal(err)
	}
	after, err := c.Drain(t.Context(), before, l.store)
	if err != nil {
		t.Fatal(err)
	}
	if after.UIDValidity == before.UIDValidity || l.count() != 6 {
		t.Errorf("cursor %+v after %+v, %d mails", after, before, l.count())
	}
}

// TestDovecotBrokenFile: a mail the server cannot show any more holds up no other.
func TestDovecotBrokenFile(t *testing.T) {
	r := startRig(t)
	deliverTo(t, r, letters(10)...)
	found, err := filepath.Glob(filepath.Join(maildir(r), "new", "*"))
	if err != nil || len(found) != 10 {
		t.Fatalf("%v, %v", found, err)
	}
	slices.Sort(found)
	// Its name still says how big it was (S=, W=).
	if err := os.Truncate(found[4], 10); err != nil {
		t.Fatal(err)
	}
	l := newLedger()
	c := dovecot(t, r, Config{Done: "Done"})
	for failures := 0; ; failures++ {
		if _, err := c.Drain(t.Context(), l.cursor, l.store); err == nil {
			break
		} else if failures > attempts+1 {
			t.Fatal(err)
		}
	}
	uids := l.uids()
	slices.Sort(uids)
	if !slices.Equal(slices.Compact(uids), upTo(10)) {
		t.Errorf("got %v", l.uids())
	}
	for _, m := range l.got {
		if m.Problem == "" && len(m.Raw) < 50 {
			t.Errorf("UID %d: half a mail was taken for one: %q", m.UID, m.Raw)
		}
	}
}

// fillMaildir puts n mails where Dovecot finds them: LMTP takes its time with each.
func fillMaildir(b *testing.B, r *rig.Rig, n int) {
	b.Helper()
	deliverTo(b, r, letter(0)) // makes the folders, with their owner
	dir := filepath.Join(maildir(r), "new")
	owner, err := os.Stat(dir)
	if err != nil {
		b.Fatal(err)
	}
	who := owner.Sys().(*syscall.Stat_t)
	for i := 1; i < n; i++ {
		raw := letter(i)
		name := filepath.Join(dir, fmt.Sprintf("1700000000.M%06d.rig,S=%d,W=%d", i, len(raw), len(raw)))
		if err := errors.Join(os.WriteFile(name, []byte(raw), 0o600), os.Chown(name, int(who.Uid), int(who.Gid))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDovecot(b *testing.B) {
	const n = 10000
	for _, batch := range []int{50, 500} {
		b.Run(fmt.Sprintf("batch-%d", batch), func(b *testing.B) {
			r := startRig(b)
			fillMaildir(b, r, n)
			b.ResetTimer()
			l := newLedger()
			if _, err := dovecot(b, r, Config{Done: "Done", Batch: batch}).Drain(context.Background(), Cursor{}, l.store); err != nil {
				b.Fatal(err)
			}
			if l.count() != n {
				b.Fatalf("%d mails", l.count())
			}
			b.ReportMetric(n/b.Elapsed().Seconds(), "mails/s")
		})
	}
}

// TestDovecotRemove: what we moved to Done is taken out of it by its bytes, with a
// Message-ID or without, and what somebody else put there stays.
func TestDovecotRemove(t *testing.T) {
	r := startRig(t)
	deliverTo(t, r, mailOf("one", "Yes, one"), mailOf("", "Yes, two"), mailOf("three", "Yes, three"))
	c := dovecot(t, r, Config{Done: "Done"})
	raws := handedOver(t, c)
	if _, err := c.Remove(t.Context(), []Known{known(t, raws, "two", ""), known(t, raws, "three", "three@example.test")}); err != nil {
		t.Fatal(err)
	}
	admin := login(t, r)
	put := []byte(mailOf("one", "Put here by a person")) // under a Message-ID of ours
	cmd := admin.Append("Done", int64(len(put)), nil)
	_, err := cmd.Write(put)
	if err = errors.Join(err, cmd.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := files(t, r, ".Done"); n != 2 {
		t.Fatalf("%d mails in Done, want the first and the one put there", n)
	}
	one := known(t, raws, "one", "one@example.test")
	for want := 1; want >= 0; want-- {
		got, err := c.Remove(t.Context(), []Known{one})
		if err != nil || got.Found != want || !got.Expunged {
			t.Errorf("removed %+v, %v; want %d", got, err, want)
		}
	}
	if n := files(t, r, ".Done"); n != 1 {
		t.Errorf("%d mails in Done, want the one that a person put there", n)
	}
}
