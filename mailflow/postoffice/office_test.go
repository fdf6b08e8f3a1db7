package postoffice

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	ana = "ana@example.test"
	ben = "ben@example.test"
)

func start(t *testing.T, c Config) *Office {
	t.Helper()
	if c.Users == nil {
		c.Users = map[string]string{ana: "a", ben: "b"}
	}
	o, err := Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return o
}

// submit sends one mail the way a client does; password "" leaves out AUTH.
func submit(t *testing.T, o *Office, login, password, from, to, data string) error {
	t.Helper()
	c, err := smtp.Dial(o.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if password != "" {
		if err := c.Auth(sasl.NewPlainClient("", login, password)); err != nil {
			return err
		}
	}
	return c.SendMail(from, []string{to}, strings.NewReader(data))
}

func mailFrom(from string) string {
	return "From: " + from + "\r\nTo: ben@example.test\r\nSubject: Hello\r\n\r\nHello Ben.\r\n..two dots\r\n"
}

func TestMailArrivesWithItsTrace(t *testing.T) {
	for _, tc := range []struct {
		name, login, password, from, to, header, want string
	}{
		{"authenticated as the author", ana, "a", ana, ben, "Ana <Ana@example.test>",
			"Return-Path: <ana@example.test>\r\nDelivered-To: ben@example.test\r\n" +
				"Authentication-Results: post.invalid; auth=pass smtp.auth=ana@example.test;\r\n dmarc=pass header.from=example.test\r\n"},
		{"nobody logged in", "", "", ana, ben, ana,
			"Return-Path: <ana@example.test>\r\nDelivered-To: ben@example.test\r\nAuthentication-Results: post.invalid; none\r\n"},
		{"logged in as somebody else", ben, "b", ana, ben, ana,
			"Return-Path: <ana@example.test>\r\nDelivered-To: ben@example.test\r\nAuthentication-Results: post.invalid; none\r\n"},
		{"two authors", ana, "a", ana, ben, ana + ", " + ben,
			"Return-Path: <ana@example.test>\r\nDelivered-To: ben@example.test\r\nAuthentication-Results: post.invalid; none\r\n"},
		{"null sender, plus-address", "", "", "", "Ben+Token@Example.Test", ana,
			"Return-Path: <>\r\nDelivered-To: Ben+Token@Example.Test\r\nAuthentication-Results: post.invalid; none\r\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := start(t, Config{})
			heard := make(chan string, 1)
			o.OnDelivery(func(from, to string, raw []byte) { heard <- from + " " + to + "\n" + string(raw) })
			if err := submit(t, o, tc.login, tc.password, tc.from, tc.to, mailFrom(tc.header)); err != nil {
				t.Fatal(err)
			}
			want := tc.want + mailFrom(tc.header)
			if got := <-heard; got != tc.from+" "+tc.to+"\n"+want {
				t.Errorf("delivered\n%s", got)
			}
			box := o.Mailbox(ben)
			if len(box) != 1 || string(box[0]) != want {
				t.Errorf("mailbox\n%s", box)
			}
			if o.Count(ben, "INBOX") != 1 || o.Count(ana, "INBOX") != 0 || o.Delivered() != 1 {
				t.Error("wrong counts")
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	o := start(t, Config{MaxBytes: 1000})
	o.Fail(func(_, to string) error {
		switch {
		case strings.HasPrefix(to, "ben+full"):
			return &smtp.SMTPError{Code: 452, Message: "full"}
		case strings.HasPrefix(to, "ben+odd"):
			return errors.New("odd\r\nthing")
		}
		return nil
	})
	for _, tc := range []struct {
		to, data string
		code     int
	}{
		{"nobody@example.test", "", 550},
		{"ben@elsewhere.test", "", 550},
		{"temp-450@example.test", "", 450},
		{"perm-553@anywhere.test", "", 553},
		{"data-temp-451@example.test", "", 451},
		{"data-perm-554@example.test", "", 554},
		{"perm-450@example.test", "", 550}, // contradicts itself, so it is a stranger
		{"ben+full@example.test", "", 452},
		{"ben+odd@example.test", "", 451},
		{ben, strings.Repeat("a line of text\r\n", 100), 552},
	} {
		err := submit(t, o, "", "", ana, tc.to, mailFrom(ana)+tc.data)
		var refusal *smtp.SMTPError
		if !errors.As(err, &refusal) || refusal.Code != tc.code {
			t.Errorf("%s: got %v, want %d", tc.to, err, tc.code)
		}
	}
	if n := o.Delivered(); n != 0 {
		t.Errorf("%d mails delivered", n)
	}
}

func TestLostAnswer(t *testing.T) {
	o := start(t, Config{})
	if err := submit(t, o, "", "", ana, "ben+lost@example.test", mailFrom(ana)); err == nil {
		t.Error("the answer was to be lost")
	}
	if o.Count(ben, "INBOX") != 1 {
		t.Error("the mail was to arrive")
	}
}

func TestLoginMechanisms(t *testing.T) {
	o := start(t, Config{})
	for _, tc := range []struct {
		name   string
		client sasl.Client
		ok     bool
	}{
		{"plain", sasl.NewPlainClient("", ana, "a"), true},
		{"plain, own identity", sasl.NewPlainClient(ana, ana, "a"), true},
		{"plain, other identity", sasl.NewPlainClient(ben, ana, "a"), false},
		{"plain, wrong password", sasl.NewPlainClient("", ana, "b"), false},
		{"plain, plus-address", sasl.NewPlainClient("", "ana+x@example.test", "a"), false},
		{"login", sasl.NewLoginClient(ana, "a"), true},
		{"login, wrong password", sasl.NewLoginClient(ana, "b"), false},
	} {
		c, err := smtp.Dial(o.SMTPAddr())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Auth(tc.client); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.name, err)
		}
		_ = c.Close()
	}
}

func TestNoPasswordsInTheClearWithTLS(t *testing.T) {
	config, pool, err := Certificate(Always, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	_ = pool
	o := start(t, Config{TLS: config})
	if err := submit(t, o, ana, "a", ana, ben, mailFrom(ana)); err == nil {
		t.Error("SMTP took a password in the clear")
	}
	c, err := imapclient.DialInsecure(o.IMAPAddr(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Login(ana, "a").Wait(); err == nil {
		t.Error("IMAP took a password in the clear")
	}
}

// reader is an IMAP client that collects what it is told.
type reader struct {
	*imapclient.Client
	exists  chan uint32
	expunge chan uint32
}

func open(t *testing.T, o *Office, address, password string) *reader {
	t.Helper()
	r := &reader{exists: make(chan uint32, 100), expunge: make(chan uint32, 100)}
	c, err := imapclient.DialInsecure(o.IMAPAddr(), &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages != nil {
					r.exists <- *d.NumMessages
				}
			},
			Expunge: func(n uint32) { r.expunge <- n },
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Client = c
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Login(address, password).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestIdleHearsWhatCameBefore(t *testing.T) {
	o := start(t, Config{})
	r := open(t, o, ben, "b")
	if err := o.Deliver(ben, []byte(mailFrom(ana))); err != nil {
		t.Fatal(err)
	}
	idle, err := r.Idle()
	if err != nil {
		t.Fatal(err)
	}
	if n := <-r.exists; n != 1 {
		t.Errorf("%d mails announced", n)
	}
	if err := o.Deliver(ben, []byte(mailFrom(ana))); err != nil {
		t.Fatal(err)
	}
	if n := <-r.exists; n != 2 {
		t.Errorf("%d mails announced", n)
	}
	if err := idle.Close(); err != nil {
		t.Fatal(err)
	}
	if err := idle.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestMoveIsToldOnceToEverybody(t *testing.T) {
	o := start(t, Config{})
	for range 5 {
		if err := o.Deliver(ben, []byte(mailFrom(ana))); err != nil {
			t.Fatal(err)
		}
	}
	mover, watcher := open(t, o, ben, "b"), open(t, o, ben, "b")
	set := imap.UIDSetNum(2, 4)
	if _, err := mover.Move(set, "Done").Wait(); err != nil {
		t.Fatal(err)
	}
	if err := watcher.Noop().Wait(); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*reader{"mover": mover, "watcher": watcher} {
		close(r.expunge)
		var seen []uint32
		for n := range r.expunge {
			seen = append(seen, n)
		}
		if len(seen) != 2 || seen[0] != 4 || seen[1] != 2 {
			t.Errorf("%s saw expunged %v", name, seen)
		}
	}
	if o.Count(ben, "INBOX") != 3 || o.Count(ben, "Done") != 2 {
		t.Error("wrong counts")
	}
	if len(o.Mailbox(ben)) != 5 {
		t.Error("Mailbox forgot a delivery")
	}
}

func TestMailClientFolders(t *testing.T) {
	o := start(t, Config{})
	r := open(t, o, ana, "a")
	found, err := r.List("", "*", nil).Collect()
	if err != nil || len(found) != len(Folders) {
		t.Fatalf("folders %v, %v", found, err)
	}
	for _, want := range Folders {
		if _, err := r.Select(want, nil).Wait(); err != nil {
			t.Errorf("select %s: %v", want, err)
		}
	}
	data := []byte(mailFrom(ana))
	cmd := r.Append("Sent", int64(len(data)), nil)
	if _, err := cmd.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := r.Create("Drafts", nil).Wait(); err != nil {
		t.Error(err)
	}
	if o.Count(ana, "Sent") != 1 || o.Count(ana, "INBOX") != 0 {
		t.Error("the copy of what Ana sent is not in Sent")
	}
}

func TestRenewChangesTheValidity(t *testing.T) {
	o := start(t, Config{})
	before, err := open(t, o, ana, "a").Select("INBOX", nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Renew(ana); err != nil {
		t.Fatal(err)
	}
	after, err := open(t, o, ana, "a").Select("INBOX", nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if after.UIDValidity == before.UIDValidity {
		t.Errorf("UIDVALIDITY stayed %d", before.UIDValidity)
	}
}

func TestCloseCutsEverything(t *testing.T) {
	o, err := Start(Config{Users: map[string]string{ana: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	var conns []net.Conn
	for _, address := range []string{o.SMTPAddr(), o.IMAPAddr()} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		conns = append(conns, c)
	}
	for range 2 {
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range conns {
		if _, err := bytes.NewBuffer(nil).ReadFrom(c); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Error(err)
		}
	}
}

func TestStartRefuses(t *testing.T) {
	for name, c := range map[string]Config{
		"user without a domain": {Users: map[string]string{"ana": "a"}},
		"implicit without TLS":  {Implicit: true},
		"no such address":       {IMAP: "127.0.0.1:notaport"},
	} {
		if o, err := Start(c); err == nil {
			_ = o.Close()
			t.Errorf("%s: started", name)
		}
	}
}

func FuzzAuthor(f *testing.F) {
	f.Add([]byte(mailFrom(ana)))
	f.Add([]byte("From: a@b\r\nFrom: c@d\r\n\r\n"))
	f.Add([]byte("From: =?utf-8?q?x?= <a@b>, <c@d>\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if address, ok := author(raw); ok && !strings.Contains(address, "@") {
			t.Errorf("author %q", address)
		}
	})
}

func FuzzForced(f *testing.F) {
	f.Add("temp-450@example.test")
	f.Add("data-perm-554+x@")
	f.Fuzz(func(t *testing.T, to string) {
		for _, at := range []phase{atRecipient, atData} {
			var refusal *smtp.SMTPError
			if err := forced(to, at); err != nil && (!errors.As(err, &refusal) || refusal.Code < 400 || refusal.Code > 599) {
				t.Errorf("%s: %v", to, err)
			}
		}
		lost(to)
	})
}
