package submit

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// maxAnswer is how many bytes a server may send within one step, TLS included.
// Neither go-mail nor textproto limits the length of an answer.
const maxAnswer = 256 << 10

var errChatter = fmt.Errorf("the server sent more than %d bytes in answer to one command", maxAnswer)

// connect dials, secures and logs in. On failure the caller drops what is left.
func (c *Client) connect(ctx context.Context) error {
	options := []gomail.Option{
		gomail.WithPort(c.port),
		gomail.WithTimeout(c.config.Timeout),
		gomail.WithTLSConfig(c.tlsConfig()),
		gomail.WithoutSMTPUTF8(),
		gomail.WithDialContextFunc(c.dial),
	}
	if c.config.Hello != "" {
		options = append(options, gomail.WithHELO(c.config.Hello))
	}
	switch c.config.TLS {
	case Implicit:
		// The dialer below has TLS done by then; WithSSL keeps go-mail from
		// asking for STARTTLS on top.
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case None:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if c.config.Username != "" {
		login, err := c.login(ctx)
		if err != nil {
			return err
		}
		options = append(options, gomail.WithSMTPAuthCustom(login))
	}
	dialer, err := gomail.NewClient(c.host, options...)
	if err != nil {
		return fmt.Errorf("set up connection: %w", err)
	}
	client, err := dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", c.config.Address, err)
	}
	c.client = client
	return nil
}

func (c *Client) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: c.host, RootCAs: c.config.RootCAs, MinVersion: tls.VersionTLS12}
}

// dial is the function go-mail calls for a connection. What it returns is in the
// client's hands from the first moment, because go-mail forgets to close it when
// greeting, TLS or login fail.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	raw, err := c.config.Dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if c.config.TLS == None && !loopbackAddr(raw.RemoteAddr()) {
		_ = raw.Close()
		return nil, fmt.Errorf("%s is not on the loopback interface, refusing plain text", raw.RemoteAddr())
	}
	g := &guard{Conn: raw}
	g.allow(c.config.Timeout)
	c.mu.Lock()
	c.conn = g
	c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err // the context ended before there was anything to cut
	}
	if c.config.TLS != Implicit {
		return g, nil
	}
	secure := tls.Client(g, c.tlsConfig())
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("TLS: %w", err)
	}
	return secure, nil
}

// guard is a connection with a limit on what is read within one step.
type guard struct {
	net.Conn
	left atomic.Int64
}

// allow starts a step: a fresh limit, and a deadline d from now.
func (g *guard) allow(d time.Duration) {
	g.left.Store(maxAnswer)
	// An error means the socket is closed, which the next read reports better.
	_ = g.SetDeadline(machineTime().Add(d))
}

func (g *guard) Read(p []byte) (int, error) {
	left := g.left.Load()
	if left <= 0 {
		return 0, errChatter
	}
	n, err := g.Conn.Read(p[:min(int64(len(p)), left)])
	g.left.Add(-int64(n))
	return n, err
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

// errNoLogin is met when a server offers no mechanism that we speak.
var errNoLogin = errors.New("the server offers no way to log in that we know (PLAIN, LOGIN, XOAUTH2)")
