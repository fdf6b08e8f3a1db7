// Package submit hands mails to a submission server (RFC 6409): one mail, one
// recipient, bytes that were rendered and stored beforehand. It says of every
// failure whether trying again may help, and whether the server may have taken
// the mail nevertheless.
//
// Dialling, TLS and login are go-mail's; the transaction runs on the SMTP client
// that comes out of that, because go-mail's own way of sending would render the
// message anew. Every step has a deadline, since a context only covers the dial.
package submit

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Security is how the connection is protected.
type Security string

const (
	// Implicit is TLS from the first byte (RFC 8314), usually port 465.
	Implicit Security = "implicit"
	// StartTLS demands STARTTLS (RFC 3207), usually port 587. A server that does
	// not offer it gets neither mail nor password.
	StartTLS Security = "starttls"
	// None is plain text and refused for anything but the loopback interface.
	None Security = "none"
)

// Defaults of Config.
const (
	DefaultTimeout     = time.Minute
	DefaultDataTimeout = 10 * time.Minute // RFC 5321, section 4.5.3.2.6
	DefaultIdle        = time.Minute
)

// Config says where to submit and as whom.
type Config struct {
	Address  string   // "host:port"; the host is also the name in its certificate
	TLS      Security // Implicit when empty
	Username string   // without one, no login is attempted
	Password string
	// Token, when set, gives an OAuth 2 access token for the login instead of
	// Password (XOAUTH2). It is asked for each connection, and has Timeout to answer.
	Token   func(context.Context) (string, error)
	RootCAs *x509.CertPool // nil: the system's
	// Hello is the name given in EHLO; the host name of this machine when empty.
	Hello string
	// Dial opens connections; a net.Dialer when nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Timeout bounds each step: connecting with TLS and login, every command,
	// every 64 KB of a mail.
	Timeout time.Duration
	// DataTimeout bounds the wait for the answer to a whole mail. It is long,
	// because giving up here leaves us in doubt.
	DataTimeout time.Duration
	// Idle is how long an unused connection is trusted to be alive.
	Idle time.Duration
}

// Format implements fmt.Formatter with the address alone: there is a password in it.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "submission server %s", c.Address) // fmt's own writer does not fail
}

// Envelope is one mail on its way to one recipient.
type Envelope struct {
	From string // the reverse path, "" for the null sender of RFC 5321, section 4.5.5
	To   string
	Data []byte // the whole mail; lines end in CRLF
}

// Client submits over one connection that it keeps and reopens when needed. A
// Client serves one goroutine.
type Client struct {
	config   Config // without the password
	password func() string
	secret   func() string // what was said to log in: the password, or the token
	host     string
	port     int

	client *smtp.Client // nil while there is no connection
	used   time.Time    // end of the last successful step

	mu   sync.Mutex
	conn *guard // below client; under mu, because an ending context cuts it
}

// New checks the configuration. It does not connect.
func New(c Config) (*Client, error) {
	host, portText, err := net.SplitHostPort(c.Address)
	if err != nil {
		return nil, fmt.Errorf("submission server: %w", err)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 || host == "" {
		return nil, fmt.Errorf("submission server: %q is no host:port", c.Address)
	}
	switch c.TLS {
	case "":
		c.TLS = Implicit
	case Implicit, StartTLS:
	case None:
		if !loopbackName(host) {
			return nil, fmt.Errorf("submission server: plain text to %s is refused, only loopback may do without TLS", host)
		}
	default:
		return nil, fmt.Errorf("submission server: unknown TLS mode %q", c.TLS)
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.DataTimeout <= 0 {
		c.DataTimeout = DefaultDataTimeout
	}
	if c.Idle <= 0 {
		c.Idle = DefaultIdle
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	// A function, because printing one shows nothing.
	secret := c.Password
	c.Password = ""
	password := func() string { return secret }
	return &Client{config: c, password: password, secret: password, host: host, port: int(port)}, nil
}

// Send submits one mail. A nil error means the server has taken it over; any
// other is an *Error.
func (c *Client) Send(ctx context.Context, e Envelope) error {
	from, to, problem := paths(e)
	if problem != nil {
		return problem
	}
	stop := context.AfterFunc(ctx, c.cut)
	defer stop()

	reused := c.ready()
	err := c.attempt(ctx, from, to, e.Data)
	// A kept connection may have died since, or the server may have had enough
	// of it: nothing was taken yet, so a fresh one tells the truth.
	if reused && err != nil && err.stale() && ctx.Err() == nil {
		err = c.attempt(ctx, from, to, e.Data)
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err.Err = fmt.Errorf("%w: %w", context.Cause(ctx), err.Err)
	}
	return err
}

// ready reports whether a connection is open that may be used again, and closes
// one that has been idle for too long.
func (c *Client) ready() bool {
	if c.client == nil {
		return false
	}
	if machineTime().Sub(c.used) > c.config.Idle {
		c.drop()
		return false
	}
	return true
}

// attempt is one transaction, on the open connection or on a new one.
func (c *Client) attempt(ctx context.Context, from, to string, data []byte) *Error {
	if c.client == nil {
		if err := c.connect(ctx); err != nil {
			c.drop()
			return failure(PhaseConnect, c.withhold(err))
		}
	}
	if err := c.step(PhaseMail, func() error { return c.client.Mail(from) }); err != nil {
		return c.settle(err)
	}
	if err := c.step(PhaseRcpt, func() error { return c.client.Rcpt(to) }); err != nil {
		return c.settle(err)
	}
	if err := c.transfer(data); err != nil {
		return c.settle(err)
	}
	c.used = machineTime()
	return nil
}

// step runs one command under its deadline.
func (c *Client) step(p Phase, command func() error) *Error {
	c.allow(c.config.Timeout)
	if err := command(); err != nil {
		return failure(p, c.withhold(err))
	}
	return nil
}

// transfer is DATA, the mail, and the answer to it.
func (c *Client) transfer(data []byte) *Error {
	c.allow(c.config.Timeout)
	w, err := c.client.Data()
	if err != nil {
		return failure(PhaseData, c.withhold(err))
	}
	const chunk = 64 << 10
	for len(data) > 0 {
		n := min(len(data), chunk)
		c.allow(c.config.Timeout)
		if _, err := w.Write(data[:n]); err != nil {
			// The final dot was never written: the server cannot have taken it.
			return failure(PhaseBody, c.withhold(err))
		}
		data = data[n:]
	}
	c.allow(c.config.DataTimeout)
	if err := w.Close(); err != nil {
		return endFailure(c.withhold(err)) // nil for an odd but positive answer
	}
	return nil
}

// settle leaves the connection fit for the next mail, or drops it.
func (c *Client) settle(err *Error) *Error {
	if err == nil {
		return nil
	}
	// Without an answer the dialogue is out of step; 421 announces the end.
	if err.Code == 0 || err.Code == 421 || err.InDoubt {
		c.drop()
		return err
	}
	c.allow(c.config.Timeout)
	if reset := c.client.Reset(); reset != nil {
		c.drop()
		return err
	}
	c.used = machineTime()
	return err
}

// drop closes the connection without ceremony.
func (c *Client) drop() {
	c.cut()
	c.client = nil
}

// cut closes the socket. It may come from any goroutine.
func (c *Client) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

// Close says QUIT, if there is somebody to say it to, and closes the connection.
// The Client may be used again afterwards.
func (c *Client) Close() error {
	if c.client == nil {
		return nil
	}
	defer c.drop()
	const courtesy = 5 * time.Second
	c.allow(min(c.config.Timeout, courtesy))
	if err := c.client.Quit(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("quit submission: %w", err)
	}
	return nil
}

// allow sets the deadline of the next step.
func (c *Client) allow(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.allow(d)
	}
}

// machineTime is for sockets only; rules and headers have the injected clock.
func machineTime() time.Time {
	return time.Now() //nolint:forbidigo // socket deadlines are the machine's
}
