package submit

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"convene/mailflow/postoffice"
)

const (
	group = "circle@example.test"
	ana   = "ana@example.test"
)

var letter = []byte("From: circle@example.test\r\nTo: ana@example.test\r\nSubject: Tuesday\r\n\r\nDear Ana,\r\n.\r\n..\r\nsee you.\r\n")

func TestMailsArriveByteForByteOverOneConnection(t *testing.T) {
	secure, pool, err := postoffice.Certificate(postoffice.Always, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		office postoffice.Config
		client Config
	}{
		{"plain text on loopback", postoffice.Config{}, Config{TLS: None}},
		{"starttls", postoffice.Config{TLS: secure}, Config{TLS: StartTLS, RootCAs: pool}},
		{"implicit", postoffice.Config{TLS: secure, Implicit: true}, Config{TLS: Implicit, RootCAs: pool}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.office.Users = map[string]string{group: "g", ana: "a"}
			o, err := postoffice.Start(tc.office)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = o.Close() }()
			var dials atomic.Int32
			tc.client.Address = o.SMTPAddr()
			tc.client.Username, tc.client.Password = group, "g"
			tc.client.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				dials.Add(1)
				return (&net.Dialer{}).DialContext(ctx, network, address)
			}
			c := newClient(t, tc.client)
			big := append([]byte(nil), letter...)
			big = append(big, strings.Repeat("a line of a long letter\r\n", 20000)...)
			for _, e := range []Envelope{
				{From: group, To: ana, Data: letter},
				{From: "", To: "ana+x@example.test", Data: big},
				{From: "circle+bounce@example.test", To: ana, Data: letter},
			} {
				if err := c.Send(t.Context(), e); err != nil {
					t.Fatal(err)
				}
			}
			box := o.Mailbox(ana)
			if len(box) != 3 || dials.Load() != 1 {
				t.Fatalf("%d mails over %d connections", len(box), dials.Load())
			}
			for i, want := range [][]byte{letter, big, letter} {
				if !strings.HasSuffix(string(box[i]), "\r\n"+string(want)) {
					t.Errorf("mail %d was changed", i)
				}
			}
			if !strings.Contains(string(box[0]), "auth=pass") || !strings.HasPrefix(string(box[1]), "Return-Path: <>\r\n") {
				t.Error("login or null sender did not arrive")
			}
		})
	}
}

// TestRefusals answers each step with each kind of refusal. A connection that
// got an answer stays in use, and the next mail goes through on it.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		step, answer string
		want         Error
		keep         bool
	}{
		{"greeting", "554 5.3.2 no service", Error{Phase: PhaseConnect, Code: 554, Enhanced: "5.3.2", Temporary: true}, false},
		{"greeting", "421 busy", Error{Phase: PhaseConnect, Code: 421, Temporary: true}, false},
		{"AUTH", "535 5.7.8 wrong password", Error{Phase: PhaseConnect, Code: 535, Enhanced: "5.7.8", Temporary: true}, false},
		{"AUTH", "454 4.7.0 try later", Error{Phase: PhaseConnect, Code: 454, Enhanced: "4.7.0", Temporary: true}, false},
		{"MAIL", "451 4.3.0 later", Error{Phase: PhaseMail, Code: 451, Enhanced: "4.3.0", Temporary: true}, true},
		{"MAIL", "550 5.7.1 not you", Error{Phase: PhaseMail, Code: 550, Enhanced: "5.7.1"}, true},
		{"MAIL", "530 5.7.0 log in first", Error{Phase: PhaseMail, Code: 530, Enhanced: "5.7.0", Temporary: true}, true},
		{"RCPT", "450 4.2.0 greylisted", Error{Phase: PhaseRcpt, Code: 450, Enhanced: "4.2.0", Temporary: true}, true},
		{"RCPT", "550-5.1.1 nobody\r\n550 5.1.1 of that name", Error{Phase: PhaseRcpt, Code: 550, Enhanced: "5.1.1"}, true},
		{"RCPT", "421 4.3.2 closing", Error{Phase: PhaseRcpt, Code: 421, Enhanced: "4.3.2", Temporary: true}, false},
		{"DATA", "452 full", Error{Phase: PhaseData, Code: 452, Temporary: true}, true},
		{"DATA", "554 5.5.1 no recipients", Error{Phase: PhaseData, Code: 554, Enhanced: "5.5.1"}, true},
		{"end", "451 4.7.1 scanner down", Error{Phase: PhaseEnd, Code: 451, Enhanced: "4.7.1", Temporary: true}, true},
		{"end", "552 5.3.4 too big", Error{Phase: PhaseEnd, Code: 552, Enhanced: "5.3.4"}, true},
		{"end", "354 what?", Error{Phase: PhaseEnd, Code: 354, Temporary: true, InDoubt: true}, false},
		{"end", "nonsense", Error{Phase: PhaseEnd, Temporary: true, InDoubt: true}, false},
		{"end", "650 out of range", Error{Phase: PhaseEnd, Code: 650, Temporary: true, InDoubt: true}, false},
	} {
		t.Run(tc.step+" "+tc.answer, func(t *testing.T) {
			var refused atomic.Bool
			p := startPeer(t, nil, func(_ int, command string) string {
				if command == tc.step && refused.CompareAndSwap(false, true) {
					return tc.answer
				}
				return friendly(command)
			})
			c := p.client(t, Config{Username: group, Password: "g"})
			err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v", err)
			}
			if got.Phase != tc.want.Phase || got.Code != tc.want.Code || got.Enhanced != tc.want.Enhanced ||
				got.Temporary != tc.want.Temporary || got.InDoubt != tc.want.InDoubt {
				t.Errorf("got %+v", got)
			}
			if strings.ContainsAny(got.Error(), "\r\n") {
				t.Errorf("more than one line: %q", got.Error())
			}
			if err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); err != nil {
				t.Fatalf("the next mail: %v", err)
			}
			greeted := 0
			for _, line := range p.commands() {
				if strings.HasPrefix(line, "EHLO") {
					greeted++
				}
			}
			if kept := greeted == 1; tc.step != "greeting" && kept != tc.keep {
				t.Errorf("connection kept: %v", kept)
			}
		})
	}
}

func TestOddSuccessIsSuccess(t *testing.T) {
	p := startPeer(t, nil, always(map[string]string{"end": "252 taken, I suppose"}))
	if err := p.client(t, Config{}).Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); err != nil {
		t.Error(err)
	}
}

// TestNoAnswer has the server hang up or fall silent at every step. Only after
// the whole mail is there any doubt.
func TestNoAnswer(t *testing.T) {
	for _, how := range []string{hangUp, silence} {
		for step, phase := range map[string]Phase{
			"greeting": PhaseConnect, "EHLO": PhaseConnect, "AUTH": PhaseConnect,
			"MAIL": PhaseMail, "RCPT": PhaseRcpt, "DATA": PhaseData, "end": PhaseEnd,
		} {
			t.Run(how[1:]+" "+step, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p, c := unheard(t, always(map[string]string{step: how, "HELO": how}), Config{Username: group, Password: "g"})
					err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
					var got *Error
					if !errors.As(err, &got) {
						t.Fatalf("got %v", err)
					}
					if got.Phase != phase || got.Code != 0 || !got.Temporary || got.InDoubt != (phase == PhaseEnd) {
						t.Errorf("got %+v", got)
					}
					if got.Unreachable() != (phase == PhaseConnect) {
						t.Error("Unreachable is wrong")
					}
					if want := phase == PhaseEnd; (p.received() == 1) != want {
						t.Errorf("%d mails received", p.received())
					}
				})
			})
		}
	}
}

// TestCutInTheBody closes the connection while the mail is being written: the
// server never saw the final dot, so there is no doubt.
func TestCutInTheBody(t *testing.T) {
	p := startPeer(t, nil, always(map[string]string{}))
	var cutter *cutting
	c := p.client(t, Config{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		raw, err := (&net.Dialer{}).DialContext(ctx, network, address)
		cutter = &cutting{Conn: raw, after: 256 << 10}
		return cutter, err
	}})
	err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: []byte(strings.Repeat("a line of text\r\n", 1<<16))})
	var got *Error
	if !errors.As(err, &got) || got.Phase != PhaseBody || !got.Temporary || got.InDoubt {
		t.Errorf("got %+v", err)
	}
	if p.received() != 0 {
		t.Error("a part was taken for the whole")
	}
}

// cutting is a connection that breaks after so many bytes written. Unlike a
// guard's, its TCP address stays visible.
type cutting struct {
	net.Conn
	after int
}

func (c *cutting) Write(p []byte) (int, error) {
	if c.after -= len(p); c.after < 0 {
		_ = c.Close()
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

func TestStaleConnectionIsReplaced(t *testing.T) {
	for _, answer := range []string{hangUp, "421 4.4.2 idle too long"} {
		for _, step := range []string{"MAIL", "RCPT", "DATA"} {
			t.Run(step+" "+answer, func(t *testing.T) {
				var seen atomic.Int32
				p := startPeer(t, nil, func(connection int, command string) string {
					if connection == 0 && command == step && seen.Add(1) == 2 {
						return answer
					}
					return friendly(command)
				})
				c := p.client(t, Config{})
				for range 3 {
					if err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); err != nil {
						t.Fatal(err)
					}
				}
				if p.received() != 3 {
					t.Errorf("%d mails received", p.received())
				}
			})
		}
	}
}

// TestDoubtIsNotRepeated: whether to send again is the caller's decision.
func TestDoubtIsNotRepeated(t *testing.T) {
	p := startPeer(t, nil, func(connection int, command string) string {
		if command == "end" && connection == 0 {
			return hangUp
		}
		return friendly(command)
	})
	c := p.client(t, Config{})
	err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
	var got *Error
	if !errors.As(err, &got) || !got.InDoubt {
		t.Fatalf("got %v", err)
	}
	if p.received() != 1 {
		t.Errorf("sent %d times", p.received())
	}
}

func TestIdleConnectionIsNotTrusted(t *testing.T) {
	p := startPeer(t, nil, always(nil))
	c := p.client(t, Config{Idle: time.Nanosecond})
	for range 2 {
		if err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); err != nil {
			t.Fatal(err)
		}
	}
	greeted := 0
	for _, line := range p.commands() {
		if strings.HasPrefix(line, "EHLO") {
			greeted++
		}
	}
	if greeted != 2 {
		t.Errorf("%d connections", greeted)
	}
}

func TestContextCutsEveryStep(t *testing.T) {
	for _, step := range []string{"greeting", "EHLO", "MAIL", "RCPT", "DATA", "end"} {
		t.Run(step, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			p := startPeer(t, nil, func(_ int, command string) string {
				if command == step {
					cancel()
					return silence
				}
				return friendly(command)
			})
			err := p.client(t, Config{}).Send(ctx, Envelope{From: group, To: ana, Data: letter})
			var got *Error
			if !errors.Is(err, context.Canceled) || !errors.As(err, &got) || !got.Temporary || got.InDoubt != (step == "end") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEndlessAnswerIsCut(t *testing.T) {
	for _, step := range []string{"greeting", "EHLO", "RCPT", "end"} {
		p := startPeer(t, nil, always(map[string]string{step: endless}))
		err := p.client(t, Config{}).Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
		if !errors.Is(err, errChatter) {
			t.Errorf("%s: %v", step, err)
		}
	}
}

// TestFailClosed: whatever is wrong with TLS, neither password nor mail leaves.
func TestFailClosed(t *testing.T) {
	certificate := func(v postoffice.Validity, host string) (*x509.CertPool, *peer) {
		secure, pool, err := postoffice.Certificate(v, host)
		if err != nil {
			t.Fatal(err)
		}
		return pool, startPeer(t, secure, func(_ int, command string) string {
			if command == "EHLO" {
				return "250-peer.test\r\n250-STARTTLS\r\n250 AUTH PLAIN"
			}
			return friendly(command)
		})
	}
	expired := postoffice.Validity{From: postoffice.Always.From, Until: postoffice.Always.From.AddDate(1, 0, 0)}
	for name, tc := range map[string]func() (*x509.CertPool, *peer){
		"unknown issuer": func() (*x509.CertPool, *peer) {
			_, p := certificate(postoffice.Always, "127.0.0.1")
			return x509.NewCertPool(), p
		},
		"wrong name":  func() (*x509.CertPool, *peer) { return certificate(postoffice.Always, "mail.example.org") },
		"expired":     func() (*x509.CertPool, *peer) { return certificate(expired, "127.0.0.1") },
		"not offered": func() (*x509.CertPool, *peer) { return nil, startPeer(t, nil, always(nil)) },
		"refused": func() (*x509.CertPool, *peer) {
			return nil, startPeer(t, nil, always(map[string]string{
				"EHLO": "250-peer.test\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": "454 4.7.0 not now"}))
		},
		"answered in plain text": func() (*x509.CertPool, *peer) {
			return nil, startPeer(t, nil, always(map[string]string{
				"EHLO": "250-peer.test\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": "220 go\r\n250 AUTH PLAIN"}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			pool, p := tc()
			c := p.client(t, Config{TLS: StartTLS, RootCAs: pool, Username: group, Password: "g", Timeout: 2 * time.Second})
			err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
			var got *Error
			if !errors.As(err, &got) || !got.Unreachable() || !got.Temporary {
				t.Errorf("got %v", err)
			}
			for _, line := range p.commands() {
				if !strings.HasPrefix(line, "EHLO") && !strings.HasPrefix(line, "STARTTLS") && line != "QUIT" && isCommand(line) {
					t.Errorf("the server heard %q", line)
				}
			}
		})
	}
}

// isCommand leaves out the bytes of a TLS handshake that a plain peer reads as a line.
func isCommand(line string) bool {
	return len(line) > 4 && strings.IndexFunc(line[:4], func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

func TestPlainTextOnlyToLoopback(t *testing.T) {
	for address, ok := range map[string]bool{
		"127.0.0.1:25": true, "[::1]:25": true, "localhost:25": true,
		"192.0.2.1:25": false, "mail.example.org:25": false, "localhost.example.org:25": false,
	} {
		if _, err := New(Config{Address: address, TLS: None}); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	c := newClient(t, Config{Address: "localhost:25", TLS: None, Dial: func(context.Context, string, string) (net.Conn, error) {
		a, b := net.Pipe()
		_ = b.Close()
		return elsewhere{a}, nil
	}})
	err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("localhost that resolves elsewhere: %v", err)
	}
}

type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 25} }

func TestNewRefuses(t *testing.T) {
	for _, c := range []Config{
		{}, {Address: "mail.example.org"}, {Address: ":465"}, {Address: "mail.example.org:smtp"},
		{Address: "mail.example.org:0"}, {Address: "mail.example.org:465", TLS: "opportunistic"},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("took %+v", c)
		}
	}
}

func TestSMTPUTF8StaysOff(t *testing.T) {
	p := startPeer(t, nil, always(nil))
	if err := p.client(t, Config{}).Send(t.Context(), Envelope{From: group, To: "ana@bücher.example", Data: letter}); err != nil {
		t.Fatal(err)
	}
	for _, line := range p.commands() {
		if strings.Contains(line, "SMTPUTF8") {
			t.Error(line)
		}
	}
}

func TestLoginMechanisms(t *testing.T) {
	token := func(context.Context) (string, error) { return "t0ken", nil }
	for _, tc := range []struct {
		name, offer, auth string
		token             func(context.Context) (string, error)
		ok                bool
		heard             string
	}{
		{"plain first", "250 AUTH LOGIN PLAIN", "235 ok", nil, true, "AUTH PLAIN AGNpcmNsZUBleGFtcGxlLnRlc3QAZw=="},
		{"token", "250 AUTH PLAIN XOAUTH2", "235 ok", token, true,
			"AUTH XOAUTH2 dXNlcj1jaXJjbGVAZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHQwa2VuAQE="},
		{"token, not offered", "250 AUTH PLAIN", "235 ok", token, false, ""},
		{"nothing known", "250 AUTH GSSAPI", "235 ok", nil, false, ""},
		{"no AUTH at all", "250 8BITMIME", "235 ok", nil, false, ""},
		{"no token to be had", "250 AUTH XOAUTH2", "235 ok", func(context.Context) (string, error) { return "", errors.New("expired") }, false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := startPeer(t, nil, always(map[string]string{"EHLO": "250-peer.test\r\n" + tc.offer, "AUTH": tc.auth}))
			c := p.client(t, Config{Username: group, Password: "g", Token: tc.token})
			err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
			if (err == nil) != tc.ok {
				t.Errorf("got %v", err)
			}
			heard := ""
			for _, line := range p.commands() {
				if strings.HasPrefix(line, "AUTH") {
					heard = line
				}
			}
			if heard != tc.heard {
				t.Errorf("heard %q", heard)
			}
			if err != nil && strings.Contains(err.Error(), "t0ken") {
				t.Error("the token is in the error")
			}
		})
	}
}

// TestATokenThatNeverComes: whoever gives out tokens may be as silent as a mail server.
func TestATokenThatNeverComes(t *testing.T) {
	p := startPeer(t, nil, always(map[string]string{"EHLO": "250 AUTH XOAUTH2"}))
	c := p.client(t, Config{Username: group, Timeout: 50 * time.Millisecond, Token: func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", context.Cause(ctx)
	}})
	var failed *Error
	if err := c.Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); !errors.As(err, &failed) || !failed.Temporary || !failed.Unreachable() {
		t.Errorf("got %v", err)
	}
}

func TestAgainstThePostOffice(t *testing.T) {
	o, err := postoffice.Start(postoffice.Config{Users: map[string]string{group: "g", ana: "a"}, MaxBytes: 100 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.Close() }()
	c := newClient(t, Config{Address: o.SMTPAddr(), TLS: None, Username: group, Password: "g"})
	for _, tc := range []struct {
		to                 string
		size               int
		temporary, inDoubt bool
		code               int
	}{
		{to: ana},
		{to: "temp-450@example.test", temporary: true, code: 450},
		{to: "perm-550@example.test", code: 550},
		{to: "data-temp-451@example.test", temporary: true, code: 451},
		{to: "data-perm-554@example.test", code: 554},
		{to: ana, size: 200 << 10, code: 552},
		{to: "ana+lost@example.test", temporary: true, inDoubt: true},
		{to: ana},
	} {
		data := append([]byte(nil), letter...)
		for len(data) < tc.size {
			data = append(data, "more and more text\r\n"...)
		}
		err := c.Send(t.Context(), Envelope{From: group, To: tc.to, Data: data})
		if tc.code == 0 && !tc.inDoubt {
			if err != nil {
				t.Errorf("%s: %v", tc.to, err)
			}
			continue
		}
		var got *Error
		if !errors.As(err, &got) || got.Code != tc.code || got.Temporary != tc.temporary || got.InDoubt != tc.inDoubt {
			t.Errorf("%s: got %+v", tc.to, err)
		}
	}
	if n := len(o.Mailbox(ana)); n != 3 {
		t.Errorf("%d mails for Ana", n)
	}
}
