package inbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestSilenceAndHangUp has the server fall silent or hang up at every command.
// Drain gives up, and the next attempt reads everything that was not marked.
func TestSilenceAndHangUp(t *testing.T) {
	for _, how := range []string{silence, hangUp} {
		for _, verb := range []string{"greeting", "LOGIN", "SELECT", "SEARCH", "FETCH", "STORE", "MOVE"} {
			t.Run(how[1:]+" "+verb, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p := unheard(letters(5), func(connection int, v, _ string) (string, bool) {
						return how, connection == 0 && v == verb
					})
					config := Config{Address: "127.0.0.1:143", TLS: None, Username: group, Password: "g", Done: "Done", Dial: p.pipes(nil)}
					l, began := newLedger(), time.Now()
					_, err := newReader(t, config).Drain(t.Context(), Cursor{}, l.store)
					if err == nil {
						t.Fatal("no error")
					}
					if how == silence && !errors.Is(err, errSilent) {
						t.Errorf("got %v", err)
					}
					if how == hangUp && time.Since(began) > 0 {
						t.Errorf("it took %v to notice", time.Since(began))
					}
					stored := l.count()
					if want := verb == "STORE" || verb == "MOVE"; (stored == 5) != want {
						t.Errorf("%d mails stored", stored)
					}
					if _, err := newReader(t, config).Drain(t.Context(), Cursor{}, l.store); err != nil {
						t.Fatal(err)
					}
					if l.count() != stored+5 {
						t.Errorf("%d mails in the end", l.count())
					}
				})
			})
		}
	}
}

// TestEndsAsItIsCut: a command that succeeds just when its time is over has lost its
// line, and whoever goes on with the next one is told why.
func TestEndsAsItIsCut(t *testing.T) {
	for _, tc := range []struct {
		timeout time.Duration
		want    error
	}{{time.Millisecond, errSilent}, {time.Hour, context.Canceled}} {
		ours, theirs := net.Pipe()
		l := &link{config: &Config{Timeout: tc.timeout}, conn: &guard{Conn: ours}}
		ctx, cancel := context.WithCancel(t.Context())
		err := l.do(ctx, "log in", 0, func() error {
			if tc.timeout == time.Hour {
				cancel()
			}
			_, _ = theirs.Read(make([]byte, 1)) // ends when the line is cut
			return nil
		})
		if !errors.Is(err, tc.want) {
			t.Errorf("got %v, want %v", err, tc.want)
		}
		cancel()
		_ = theirs.Close()
	}
}

// TestCutMidFetch: a partial body is discarded, and so are the whole ones that
// came with it.
func TestCutMidFetch(t *testing.T) {
	for name, tail := range map[string]string{
		"in a body":        "* 2 FETCH (UID 2 BODY[] {500}\r\nFrom: ana@exam",
		"in a line":        "* 2 FETCH (UI",
		"after the bodies": "* 2 FETCH (UID 2 BODY[] {3}\r\nabc)\r\n",
	} {
		for _, how := range []string{silence, hangUp} {
			t.Run(name+" "+how[1:], func(t *testing.T) {
				p := startPeer(t, 3, func(connection int, verb, line string) (string, bool) {
					return "* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n" + tail + how,
						connection == 0 && verb == "FETCH" && strings.Contains(line, "BODY")
				})
				l := newLedger()
				if _, err := p.client(t, Config{Timeout: 200 * time.Millisecond}).Drain(t.Context(), Cursor{}, l.store); err == nil {
					t.Error("no error")
				}
				if l.count() != 0 {
					t.Errorf("stored %q", l.raws())
				}
				if _, err := p.client(t, Config{}).Drain(t.Context(), Cursor{}, l.store); err != nil {
					t.Fatal(err)
				}
				if got := l.raws(); len(got) != 3 || got[1] != letter(1) {
					t.Errorf("stored %q", got)
				}
			})
		}
	}
}

// TestOddAnswers are valid or half-valid answers that go-imap makes too little of.
// None of them may pass for a mail that was read.
func TestOddAnswers(t *testing.T) {
	body := func(uid int) string { return fmt.Sprintf("{%d}\r\n%s", len(letter(uid-1)), letter(uid-1)) }
	for name, tc := range map[string]struct {
		first string // in place of the first answer to the bodies of 1 and 2
		ok    bool   // whether a second question helps on the same connection
	}{
		"uid after the body":         {"* 1 FETCH (BODY[] " + body(1) + " UID 1)\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"body is NIL":                {"* 1 FETCH (UID 1 BODY[] NIL)\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"flags instead of a body":    {"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"flags before the body":      {"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 BODY[] " + body(1) + ")\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"another section":            {"* 1 FETCH (UID 1 BODY[TEXT] {1}\r\nx)\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"one is missing":             {"* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"none at all":                {"TAG OK done\r\n", true},
		"in another order":           {"* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\n* 1 FETCH (UID 1 BODY[] " + body(1) + ")\r\nTAG OK done\r\n", true},
		"one that was not asked for": {"* 9 FETCH (UID 9 BODY[] {1}\r\nx)\r\n* 1 FETCH (UID 1 BODY[] " + body(1) + ")\r\n* 2 FETCH (UID 2 BODY[] " + body(2) + ")\r\nTAG OK done\r\n", true},
		"refused":                    {"TAG NO [SERVERBUG] internal error\r\n", false},
		"unknown data":               {"* 1 XYZZY\r\nTAG OK done\r\n", false},
		"unknown item":               {"* 1 FETCH (UID 1 X-THING 4)\r\nTAG OK done\r\n", false},
		"another tag":                {"Q1 OK done\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Bool
			p := startPeer(t, 2, func(_ int, verb, line string) (string, bool) {
				return tc.first, verb == "FETCH" && strings.Contains(line, "BODY") && asked.CompareAndSwap(false, true)
			})
			c := p.client(t, Config{Done: "Done"})
			l := newLedger()
			_, err := c.Drain(t.Context(), Cursor{}, l.store)
			if (err == nil) != tc.ok {
				t.Errorf("got %v", err)
			}
			if err != nil {
				if l.count() != 0 {
					t.Errorf("stored %q", l.raws())
				}
				if _, err := c.Drain(t.Context(), Cursor{}, l.store); err != nil {
					t.Fatal(err)
				}
			}
			if got := l.raws(); !slices.Equal(got, []string{letter(0), letter(1)}) {
				t.Errorf("stored %q", got)
			}
		})
	}
}

// TestOneBadMailHoldsUpNobody: a mail that breaks every fetch it is part of is
// found, tried a few times, handed over as unreadable, and left in the mailbox.
func TestOneBadMailHoldsUpNobody(t *testing.T) {
	for name, answer := range map[string]string{
		"refused": "TAG NO [SERVERBUG] internal error\r\n",
		"hang up": hangUp,
		"nothing": "TAG OK done\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			p := startPeer(t, 20, nil)
			script := func(_ int, verb, line string) (string, bool) {
				set, items, _ := strings.Cut(line, " ")
				p.mu.Lock()
				bad := slices.Contains(p.within(set, 20), 13)
				p.mu.Unlock()
				return answer, verb == "FETCH" && strings.Contains(items, "BODY") && bad
			}
			p.behaves(func(p *peer) { p.script = script })
			c := p.client(t, Config{Done: "Done", Batch: 8})
			l := newLedger()
			failures := 0
			for {
				if _, err := c.Drain(t.Context(), l.cursor, l.store); err == nil {
					break
				}
				if failures++; failures > 10 {
					t.Fatal("it never ends")
				}
			}
			wantUIDs(t, l, upTo(20))
			for _, m := range l.got {
				if bad := m.UID == 13; bad != (m.Problem == Unreadable) || bad != (m.Raw == nil) {
					t.Errorf("UID %d: %q, %d bytes", m.UID, m.Problem, len(m.Raw))
				}
			}
			if len(p.mails) != 1 || p.mails[13] == "" {
				t.Errorf("%d mails left in the mailbox", len(p.mails))
			}
			if failures != attempts+1 {
				t.Errorf("%d failures", failures)
			}
			// It is not handed over twice.
			if _, err := c.Drain(t.Context(), l.cursor, l.store); err != nil || l.count() != 20 {
				t.Errorf("%d mails, %v", l.count(), err)
			}
		})
	}
}

// TestSizeLies: sizes are a hint. What turns out too big is read over, what never
// ends is cut.
func TestSizeLies(t *testing.T) {
	long := letter(0) + strings.Repeat("x\r\n", 50000)
	p := startPeer(t, 2, func(_ int, verb, line string) (string, bool) {
		return fmt.Sprintf("* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n* 2 FETCH (UID 2 BODY[] {2}\r\nok)\r\nTAG OK done\r\n", len(long), long),
			verb == "FETCH" && strings.Contains(line, "BODY")
	})
	l := newLedger()
	if _, err := p.client(t, Config{MaxMail: 100000}).Drain(t.Context(), Cursor{}, l.store); err != nil {
		t.Fatal(err)
	}
	if l.count() != 2 || l.got[0].Problem != TooBig || l.got[0].Size != int64(len(long)) || string(l.got[1].Raw) != "ok" {
		t.Errorf("%+v", l.got)
	}
}

func TestEndlessAnswersAreCut(t *testing.T) {
	for _, verb := range []string{"greeting", "LOGIN", "SELECT", "SEARCH", "FETCH"} {
		t.Run(verb, func(t *testing.T) {
			p := startPeer(t, 2, func(_ int, v, _ string) (string, bool) { return endless, v == verb })
			_, err := p.client(t, Config{}).Drain(t.Context(), Cursor{}, newLedger().store)
			if !errors.Is(err, errChatter) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestFourBillionUIDs: a short answer can stand for a very long list.
func TestFourBillionUIDs(t *testing.T) {
	p := startPeer(t, 2, func(_ int, verb, _ string) (string, bool) {
		return "* ESEARCH (TAG \"TAG\") UID ALL 1:4294967295\r\nTAG OK done\r\n", verb == "SEARCH"
	})
	ctx, cancel := context.WithCancel(t.Context())
	stop := errors.New("enough")
	_, err := p.client(t, Config{}).Drain(ctx, Cursor{}, func(context.Context, []Message, Cursor) error {
		cancel()
		return stop
	})
	if err == nil {
		t.Error("no error")
	}
}

func TestServersWithoutKeywords(t *testing.T) {
	refuse := func(_ int, verb, line string) (string, bool) {
		return "TAG NO no keywords here\r\n", verb == "STORE" || (verb == "SEARCH" && strings.Contains(line, "KEYWORD"))
	}
	t.Run("with MOVE", func(t *testing.T) {
		p := startPeer(t, 5, refuse)
		p.behaves(func(p *peer) { p.flags = `\Seen` })
		l := newLedger()
		// Mails 1 to 3 lie below the cursor: they were stored and not moved.
		if _, err := p.client(t, Config{Done: "Done"}).Drain(t.Context(), Cursor{UIDValidity: 7, UID: 3}, l.store); err != nil {
			t.Fatal(err)
		}
		wantUIDs(t, l, upTo(5))
		if len(p.mails) != 0 {
			t.Error("they were not moved")
		}
	})
	t.Run("without MOVE", func(t *testing.T) {
		p := startPeer(t, 5, refuse)
		p.behaves(func(p *peer) { p.flags, p.caps = `\Seen`, "IMAP4rev1" })
		l := newLedger()
		for range 2 {
			cursor := Cursor{UIDValidity: 7, UID: max(3, l.cursor.UID)}
			if _, err := p.client(t, Config{Done: "Done"}).Drain(t.Context(), cursor, l.store); err != nil {
				t.Fatal(err)
			}
		}
		wantUIDs(t, l, []uint32{4, 5})
	})
}

// TestMoveIsRefused: the keyword is enough, and nothing is read again.
func TestMoveIsRefused(t *testing.T) {
	p := startPeer(t, 3, func(_ int, verb, _ string) (string, bool) {
		return "TAG NO [OVERQUOTA] full\r\n", verb == "MOVE" || verb == "CREATE"
	})
	l := newLedger()
	c := p.client(t, Config{Done: "Done"})
	cursor, err := c.Drain(t.Context(), Cursor{}, l.store)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Drain(t.Context(), cursor, l.store); err != nil {
		t.Fatal(err)
	}
	wantUIDs(t, l, upTo(3))
	if len(p.mails) != 3 {
		t.Error("a mail was lost")
	}
}

// TestNeverCopyAndDelete: without MOVE, nothing that could destroy a mail is sent.
func TestNeverCopyAndDelete(t *testing.T) {
	p := startPeer(t, 3, nil)
	p.behaves(func(p *peer) { p.caps = "IMAP4rev1 UIDPLUS" })
	if _, err := p.client(t, Config{Done: "Done"}).Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
		t.Fatal(err)
	}
	for _, verb := range p.verbs() {
		if verb == "COPY" || verb == "EXPUNGE" || verb == "MOVE" {
			t.Errorf("sent %s", verb)
		}
	}
}

func TestFailClosed(t *testing.T) {
	for name, tc := range map[string]struct {
		caps, greeting string
		tls            Security
	}{
		"STARTTLS not offered":   {"IMAP4rev1", "", StartTLS},
		"PREAUTH before TLS":     {"IMAP4rev1 STARTTLS", "* PREAUTH welcome\r\n", StartTLS},
		"PREAUTH":                {"IMAP4rev1", "* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n", None},
		"plain text for TLS":     {"IMAP4rev1", "", Implicit},
		"logins are turned off":  {"IMAP4rev1 LOGINDISABLED", "", None},
		"no greeting but goodby": {"IMAP4rev1", "* BYE go away\r\n", None},
	} {
		t.Run(name, func(t *testing.T) {
			p := startPeer(t, 1, func(_ int, verb, _ string) (string, bool) {
				switch {
				case verb == "greeting" && tc.greeting != "":
					return tc.greeting, true
				case verb == "STARTTLS":
					return "TAG BAD what?\r\n", true
				}
				return "", false
			})
			p.behaves(func(p *peer) { p.caps = tc.caps })
			if _, err := p.client(t, Config{TLS: tc.tls, Timeout: 5 * time.Second}).Drain(t.Context(), Cursor{}, newLedger().store); err == nil {
				t.Error("no error")
			}
			for _, verb := range p.verbs() {
				if verb == "LOGIN" || verb == "AUTHENTICATE" || verb == "SELECT" {
					t.Errorf("sent %s", verb)
				}
			}
		})
	}
}

func TestTokenLogin(t *testing.T) {
	for answer, ok := range map[string]bool{
		"TAG OK welcome\r\n":                   true,
		"TAG NO [AUTHENTICATIONFAILED] no\r\n": false,
		"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n":       false, // an error report; the NO follows
	} {
		var heard atomic.Value
		p := startPeer(t, 1, func(_ int, verb, line string) (string, bool) {
			if verb == "AUTHENTICATE" {
				heard.Store(line)
				return answer, true
			}
			if verb == "" || verb == "=" { // the client's answer to the report has no tag
				return "T1 NO failed\r\n" + hangUp, true
			}
			return "", false
		})
		p.behaves(func(p *peer) { p.caps = "IMAP4rev1 SASL-IR AUTH=XOAUTH2" })
		c := p.client(t, Config{Timeout: 5 * time.Second, Token: func(context.Context) (string, error) { return "t0ken", nil }})
		l := newLedger()
		_, err := c.Drain(t.Context(), Cursor{}, l.store)
		if (err == nil) != ok || (l.count() == 1) != ok {
			t.Errorf("%q: %v", answer, err)
		}
		if want := "XOAUTH2 dXNlcj1jaXJjbGVAZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHQwa2VuAQE="; heard.Load() != want {
			t.Errorf("heard %v", heard.Load())
		}
	}
}

// TestATokenThatNeverComes: whoever gives out tokens may be as silent as a mail server.
func TestATokenThatNeverComes(t *testing.T) {
	p := startPeer(t, 1, nil)
	p.behaves(func(p *peer) { p.caps = "IMAP4rev1 SASL-IR AUTH=XOAUTH2" })
	c := p.client(t, Config{Timeout: 50 * time.Millisecond, Token: func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", context.Cause(ctx)
	}})
	if _, err := c.Drain(t.Context(), Cursor{}, newLedger().store); !errors.Is(err, errSilent) {
		t.Errorf("got %v", err)
	}
}

func TestPlainTextOnlyToLoopback(t *testing.T) {
	c := newReader(t, Config{Address: "localhost:143", TLS: None, Dial: func(context.Context, string, string) (net.Conn, error) {
		a, b := net.Pipe()
		_ = b.Close()
		return elsewhere{a}, nil
	}})
	if _, err := c.Drain(t.Context(), Cursor{}, newLedger().store); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("got %v", err)
	}
}

type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 143} }

// FuzzServer lets the server say anything. Whatever that is, Drain ends, and
// what it stores as a mail is whole.
func FuzzServer(f *testing.F) {
	const polite = "* OK [CAPABILITY IMAP4rev1 MOVE] hi\r\nT1 OK [CAPABILITY IMAP4rev1 MOVE] in\r\n"
	const selected = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\*)] ok\r\nT2 OK done\r\n"
	f.Add([]byte(polite + selected + "* SEARCH 1\r\nT3 OK done\r\n* 1 FETCH (UID 1 RFC822.SIZE 3)\r\nT4 OK done\r\n* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\nT5 OK done\r\n"))
	f.Add([]byte(polite + selected + "* ESEARCH UID ALL 1:4294967295\r\nT3 OK done\r\n"))
	f.Add([]byte("* PREAUTH hi\r\n* BYE bye\r\n"))
	f.Fuzz(func(t *testing.T, script []byte) {
		c, err := New(Config{Address: "127.0.0.1:143", TLS: None, Username: group, Password: "g", Done: "Done", Timeout: 2 * time.Second,
			Dial: func(context.Context, string, string) (net.Conn, error) {
				ours, theirs := net.Pipe()
				go func() { _, _ = io.Copy(io.Discard, theirs) }()
				go func() {
					_, _ = theirs.Write(script)
					_ = theirs.Close()
				}()
				return ours, nil
			}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = c.Drain(t.Context(), Cursor{}, func(_ context.Context, batch []Message, next Cursor) error {
			for _, m := range batch {
				if (m.Raw == nil) != (m.Problem != "") || m.UID == 0 || m.UID > next.UID {
					t.Errorf("%+v", m)
				}
			}
			return nil
		})
	})
}
