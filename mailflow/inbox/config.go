// Package inbox reads a mailbox over IMAP (RFC 3501) and hands over what is in
// it, raw, in batches, each mail at least once. What was handed over and stored
// is marked with a keyword and moved away; until then it stays where it is, so
// that nothing is lost whenever anything stops.
//
// The position is handed in as a Cursor and comes back moved forward. A mail
// below it that lacks our keyword is read again: it was stored, perhaps, but we
// stopped before we could mark it. Telling such repeats apart is the business of
// whoever stores. The flag \Seen means nothing here, since people look into
// mailboxes.
//
// go-imap does the talking. It never gives up on a silent server, so every
// command here runs under a deadline of our own that cuts the socket.
package inbox

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"
)

// Keyword is the flag on mails that were stored.
const Keyword = "$ConveneSeen"

// Security is how the connection is protected.
type Security string

const (
	// Implicit is TLS from the first byte (RFC 8314), usually port 993.
	Implicit Security = "implicit"
	// StartTLS demands STARTTLS, usually port 143.
	StartTLS Security = "starttls"
	// None is plain text and refused for anything but the loopback interface.
	None Security = "none"
)

// Defaults of Config.
const (
	DefaultTimeout    = time.Minute
	DefaultBatch      = 500
	DefaultBatchBytes = 16 << 20
	DefaultMaxMail    = 25 << 20
	DefaultRenew      = 4 * time.Minute
	DefaultRetryFirst = 5 * time.Second
	DefaultRetryMost  = 15 * time.Minute
)

// Config says which mailbox to read and how. Address, Username and a Password or
// Token are needed.
type Config struct {
	Address  string   // "host:port"; the host is also the name in its certificate
	TLS      Security // Implicit when empty
	Username string
	Password string
	// Token, when set, gives an OAuth 2 access token for the login instead of
	// Password (XOAUTH2). It is asked for each connection, and has Timeout to answer.
	Token   func(context.Context) (string, error)
	RootCAs *x509.CertPool // nil: the system's
	// Dial opens connections; a net.Dialer when nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	Mailbox string // "INBOX" when empty
	// Done is the folder for mails that were stored; it is made when missing.
	// Without one, or on a server without MOVE (RFC 6851), the keyword alone
	// tells them apart.
	Done string

	// Timeout bounds each command. Commands that transfer mails get more, at the
	// pace of the slowest line we put up with.
	Timeout time.Duration
	// Batch and BatchBytes limit how many mails, and how many bytes of them, are
	// handed over at once. Two batches are in memory at a time: one is stored
	// while the next is fetched. A single mail may exceed BatchBytes.
	Batch      int
	BatchBytes int64
	// MaxMail is the size in bytes above which a mail is handed over unread.
	MaxMail int64
	// Renew is how often Watch ends its IDLE and looks by itself.
	Renew time.Duration
	// RetryFirst and RetryMost span the growing waits between attempts of Watch.
	RetryFirst, RetryMost time.Duration

	Logger *slog.Logger // nil discards
	Hooks  Hooks
}

// Format implements fmt.Formatter with the address alone: there is a password in it.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "mailbox server %s", c.Address) // fmt's own writer does not fail
}

// Hooks are called at named points, for tests that break things there and for
// whoever wants to watch. All may be nil. An error from one of the first four
// ends the connection at that point, as a crash would.
type Hooks struct {
	AfterFetch func([]Message) error // a batch was fetched whole
	AfterStore func([]Message) error // it was stored, and nothing marked yet
	BeforeMove func([]Message) error // it is about to be marked and moved
	AfterMove  func([]Message) error // it was

	Connected func()                              // logged in, mailbox selected
	Waiting   func()                              // everything is read, waiting for news
	Retry     func(err error, wait time.Duration) // something failed, the next attempt follows after wait
}

// Cursor is a position in a mailbox: everything up to UID was handed over. The
// zero Cursor stands before the first mail.
type Cursor struct {
	UIDValidity uint32 // RFC 3501, section 2.3.1.1
	UID         uint32
}

// Problem is why a mail comes without its bytes.
type Problem string

const (
	// TooBig is a mail above Config.MaxMail.
	TooBig Problem = "too big"
	// Unreadable is a mail the server has failed to deliver several times. It is
	// left in the mailbox unmarked, and tried again hours later, or by the next
	// Client.
	Unreadable Problem = "unreadable"
)

// Message is one mail as it lay on the server.
type Message struct {
	UIDValidity uint32
	UID         uint32
	Size        int64   // as the server gives it, in bytes
	Raw         []byte  // nil when there is a Problem
	Problem     Problem // "" for a mail that was read
}

// Store commits a batch, in ascending order of UID, and the cursor that follows
// from it. Only after it has returned nil are the mails marked and moved. It is
// never called twice at once.
type Store func(ctx context.Context, batch []Message, next Cursor) error

// ErrStop ends Watch instead of having it try again, when an error of a Store or
// of Watch's cursor function wraps it.
var ErrStop = errors.New("stop watching the mailbox")

// NoFolder tells whether an error means that the mailbox to be read is not there.
func NoFolder(err error) bool { return errors.Is(err, errNoFolder) }

// Client reads one mailbox. It serves one goroutine.
type Client struct {
	config   Config // without the password
	password func() string
	host     string

	// What this process remembers about the mailbox beyond the cursor, as long
	// as its UIDVALIDITY stays the same.
	validity uint32
	owed     map[uint32]bool // stored, but marking them failed
	troubles map[uint32]*trouble
	careful  int // how many mails to fetch one by one, after a failure
}

// New checks the configuration. It does not connect.
func New(c Config) (*Client, error) {
	host, port, err := net.SplitHostPort(c.Address)
	if err != nil {
		return nil, fmt.Errorf("mailbox server: %w", err)
	}
	if host == "" || port == "" {
		return nil, fmt.Errorf("mailbox server: %q is no host:port", c.Address)
	}
	switch c.TLS {
	case "":
		c.TLS = Implicit
	case Implicit, StartTLS:
	case None:
		if !loopbackName(host) {
			return nil, fmt.Errorf("mailbox server: plain text to %s is refused, only loopback may do without TLS", host)
		}
	default:
		return nil, fmt.Errorf("mailbox server: unknown TLS mode %q", c.TLS)
	}
	if c.Mailbox == "" {
		c.Mailbox = "INBOX"
	}
	if strings.EqualFold(c.Mailbox, c.Done) {
		return nil, fmt.Errorf("mailbox server: mails cannot be moved from %s to itself", c.Mailbox)
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	fill(&c.Timeout, DefaultTimeout)
	fill(&c.Batch, DefaultBatch)
	fill(&c.BatchBytes, DefaultBatchBytes)
	fill(&c.MaxMail, DefaultMaxMail)
	fill(&c.Renew, DefaultRenew)
	fill(&c.RetryFirst, DefaultRetryFirst)
	fill(&c.RetryMost, DefaultRetryMost)
	// A function, because printing one shows nothing.
	secret := c.Password
	c.Password = ""
	return &Client{config: c, password: func() string { return secret }, host: host, owed: map[uint32]bool{}, troubles: map[uint32]*trouble{}}, nil
}

func fill[T int | int64 | time.Duration](value *T, standard T) {
	if *value <= 0 {
		*value = standard
	}
}

// remember drops what is known about UIDs once they mean something else.
func (c *Client) remember(validity uint32) {
	if c.validity == validity {
		return
	}
	c.validity = validity
	c.owed = map[uint32]bool{}
	c.troubles = map[uint32]*trouble{}
	c.careful = 0
}
