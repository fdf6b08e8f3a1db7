package inbox

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
)

// answerLimit is how many bytes a server may send for one command, beyond those
// of the mails we asked for. go-imap limits neither lines nor lists.
const answerLimit = 1 << 20

var errChatter = errors.New("the server sent far more than it was asked for")

// guard is the socket below TLS. It is ours to cut at any time; go-imap's own
// Close waits for a reader that may wait for us.
type guard struct {
	net.Conn
	left atomic.Int64
	over atomic.Bool
}

// allow starts a command that may be answered with n bytes.
func (g *guard) allow(n int64) { g.left.Store(n) }

func (g *guard) Read(p []byte) (int, error) {
	left := g.left.Load()
	if left <= 0 {
		g.over.Store(true)
		return 0, errChatter
	}
	n, err := g.Conn.Read(p[:min(int64(len(p)), left)])
	g.left.Add(-int64(n))
	return n, err
}

// cut ends the connection without a word, from any goroutine.
func (g *guard) cut() { _ = g.Close() }

func (c *Client) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: c.host, RootCAs: c.config.RootCAs, MinVersion: tls.VersionTLS12}
}

// secure returns the connection as go-imap is to have it, at its greeting.
func (c *Client) secure(ctx context.Context, g *guard) (net.Conn, error) {
	if c.config.TLS == None {
		return g, nil
	}
	if c.config.TLS == StartTLS {
		if err := startTLS(g); err != nil {
			return nil, fmt.Errorf("STARTTLS: %w", err)
		}
	}
	conn := tls.Client(g, c.tlsConfig())
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("TLS: %w", err)
	}
	if c.config.TLS == Implicit {
		return conn, nil
	}
	return &greeted{Conn: conn, greeting: strings.NewReader("* OK TLS is on\r\n")}, nil
}

// startTLS goes as far as the server's consent. It is done here and not by
// go-imap because nothing that was said before TLS may survive it: neither
// capabilities, nor bytes sent ahead (RFC 3501, section 6.2.1).
func startTLS(g *guard) error {
	const (
		longest = 4096 // bytes a line
		most    = 20   // lines
	)
	r := bufio.NewReaderSize(g, longest)
	greeting, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(bytes.ToUpper(greeting), []byte("* OK")) {
		return errors.New("the server does not welcome us")
	}
	if _, err := g.Write([]byte("S1 STARTTLS\r\n")); err != nil {
		return err
	}
	for range most {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.ToUpper(line)
		switch {
		case bytes.HasPrefix(line, []byte("* ")):
		case !bytes.HasPrefix(line, []byte("S1 OK")):
			return errors.New("the server does not offer it")
		case r.Buffered() > 0:
			return errors.New("the server sent something ahead of TLS")
		default:
			return nil
		}
	}
	return errChatter
}

// greeted is a connection whose greeting was read before, ahead of STARTTLS.
type greeted struct {
	net.Conn
	greeting *strings.Reader
}

func (g *greeted) Read(p []byte) (int, error) {
	if g.greeting.Len() > 0 {
		return g.greeting.Read(p)
	}
	return g.Conn.Read(p)
}

// loopbackName reports whether host can only mean this machine.
func loopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// loopbackAddr refuses an address that is known to be elsewhere: "localhost" may
// resolve to anything. Pipes of tests have no IP address and pass.
func loopbackAddr(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || tcp.IP.IsLoopback()
}
