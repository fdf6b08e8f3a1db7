package submit

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// peer is a submission server that follows a script, over real sockets. What it
// answers is found by the command's first word: "greeting", "EHLO", "MAIL",
// "end" for the whole mail, and so on. Three answers are special: hangUp,
// silence, and endless.
type peer struct {
	net.Listener
	secure  *tls.Config // for STARTTLS
	answers func(connection int, command string) string

	wg    sync.WaitGroup
	mu    sync.Mutex
	heard []string // every command line, as "connection command"
	mails []string
	open  []net.Conn
}

const (
	hangUp  = "\x00hang up"
	silence = "\x00silence"
	endless = "\x00endless"
)

func startPeer(t *testing.T, secure *tls.Config, answers func(connection int, command string) string) *peer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{Listener: l, secure: secure, answers: answers}
	p.wg.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.open = append(p.open, c)
			p.mu.Unlock()
			p.wg.Go(func() { p.serve(n, c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.mu.Lock()
		for _, c := range p.open {
			_ = c.Close()
		}
		p.mu.Unlock()
		p.wg.Wait()
	})
	return p
}

// always answers like a friendly server, except where the script says otherwise.
func always(script map[string]string) func(int, string) string {
	return func(_ int, command string) string {
		if a, ok := script[command]; ok {
			return a
		}
		return friendly(command)
	}
}

func friendly(command string) string {
	switch command {
	case "greeting":
		return "220 peer.test ready"
	case "EHLO":
		return "250-peer.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN"
	case "STARTTLS":
		return "220 go"
	case "AUTH":
		return "235 welcome"
	case "DATA":
		return "354 go on"
	case "QUIT":
		return "221 bye"
	}
	return "250 2.0.0 ok"
}

func (p *peer) serve(n int, c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	said := ""
	say := func(command string) bool {
		said = p.answers(n, command)
		switch a := said; a {
		case hangUp:
			return false
		case silence:
			_, _ = r.ReadByte() // until the client has had enough
			return false
		case endless:
			line := []byte("250-" + strings.Repeat("x", 1000) + "\r\n")
			for {
				if _, err := c.Write(line); err != nil {
					return false
				}
			}
		default:
			_, err := c.Write([]byte(a + "\r\n"))
			return err == nil
		}
	}
	if !say("greeting") {
		return
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		p.mu.Lock()
		p.heard = append(p.heard, line)
		p.mu.Unlock()
		command, _, _ := strings.Cut(line, " ")
		command = strings.ToUpper(command)
		if !say(command) {
			return
		}
		switch {
		case command == "QUIT":
			return
		case command == "STARTTLS" && p.secure != nil:
			s := tls.Server(c, p.secure)
			if s.Handshake() != nil {
				return
			}
			c, r = s, bufio.NewReader(s)
		case command == "DATA" && strings.HasPrefix(said, "354"):
			var b strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(line)
			}
			p.mu.Lock()
			p.mails = append(p.mails, b.String())
			p.mu.Unlock()
			if !say("end") {
				return
			}
		}
	}
}

func (p *peer) commands() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.heard...)
}

func (p *peer) received() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.mails)
}

// client is one for p, without TLS unless c says so.
func (p *peer) client(t *testing.T, c Config) *Client {
	t.Helper()
	c.Address = p.Addr().String()
	if c.TLS == "" {
		c.TLS = None
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	return newClient(t, c)
}

// unheard is a server that listens nowhere, for a bubble of virtual time, and a client of
// its own: waits for a socket would not count as waiting there.
func unheard(t *testing.T, answers func(connection int, command string) string, c Config) (*peer, *Client) {
	t.Helper()
	p, connections := &peer{answers: answers}, 0
	c.Address, c.TLS = "127.0.0.1:25", None
	c.Dial = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go p.serve(connections, theirs)
		connections++
		return ours, nil
	}
	return p, newClient(t, c)
}

func newClient(t *testing.T, c Config) *Client {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
