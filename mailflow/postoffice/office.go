// Package postoffice is a whole mail system in one process: an SMTP server that
// takes mail in and an IMAP server that shows it, both over real sockets and
// held in memory. The demo lives in it, and the tests of other packages use it
// where they would otherwise need a mock.
//
// Every user owns an address and, under it, the folders INBOX, Sent and Done.
// Mail to a plus-address goes to the base one. Nothing is ever sent outside:
// an unknown recipient is refused at RCPT with 550 5.1.1.
package postoffice

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// DefaultMaxBytes is the size limit of a mail in bytes when Config names none.
// It lies above the 25 MB that an inbox is willing to read, so that tests can
// deliver a mail which is too big for it.
const DefaultMaxBytes = 35 << 20

// Folders are the mailboxes each user starts with.
var Folders = []string{"INBOX", "Sent", "Done"}

// Config says where an Office listens and whom it serves. The zero value works:
// both servers on free loopback ports, no users, no TLS.
type Config struct {
	// SMTP and IMAP are the listening addresses, "127.0.0.1:0" when empty.
	SMTP, IMAP string
	// Users maps an address to its password. The address is the login name.
	Users map[string]string
	// AuthservID is the name in Authentication-Results (RFC 8601), also the
	// host name both servers give themselves; "post.invalid" when empty.
	AuthservID string
	// MaxBytes limits one mail, in bytes; DefaultMaxBytes when zero.
	MaxBytes int64
	// TLS offers STARTTLS on both servers and then refuses passwords in the
	// clear, as providers do. Nil allows them, which is why such an Office
	// belongs on loopback only.
	TLS *tls.Config
	// Implicit makes both servers speak TLS from the first byte (RFC 8314).
	Implicit bool
	// WithoutMove leaves MOVE (RFC 6851) out of the IMAP capabilities.
	WithoutMove bool
	// Logger takes the servers' own complaints; nil discards them.
	Logger *slog.Logger
}

// Office is a running post office. Its methods may be called from any
// goroutine.
type Office struct {
	config Config
	smtp   *smtp.Server
	imap   *imapserver.Server
	lines  [2]*exchange // SMTP, IMAP
	serve  sync.WaitGroup

	mu         sync.Mutex
	users      map[string]*user
	onDelivery func(from, to string, raw []byte)
	fail       func(from, to string) error
	accepted   int
	closed     bool
}

// user is one account. The folders live in the IMAP server's memory; delivered
// keeps what arrived, whatever a client has moved or deleted since.
type user struct {
	address  string
	password string
	account  *imapmemserver.User
	bell     *bell

	mu        sync.Mutex
	delivered [][]byte
}

// Start opens both servers and returns when they accept connections.
func Start(c Config) (*Office, error) {
	if c.SMTP == "" {
		c.SMTP = "127.0.0.1:0"
	}
	if c.IMAP == "" {
		c.IMAP = "127.0.0.1:0"
	}
	if c.AuthservID == "" {
		c.AuthservID = "post.invalid"
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = DefaultMaxBytes
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Implicit && c.TLS == nil {
		return nil, errors.New("start post office: implicit TLS needs a TLS configuration")
	}
	o := &Office{config: c, users: make(map[string]*user)}
	for address, password := range c.Users {
		if err := o.AddUser(address, password); err != nil {
			return nil, fmt.Errorf("start post office: %w", err)
		}
	}
	for i, address := range []string{c.SMTP, c.IMAP} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			if i > 0 {
				_ = o.lines[0].Close()
			}
			return nil, fmt.Errorf("start post office: %w", err)
		}
		o.lines[i] = &exchange{Listener: l, open: make(map[*line]struct{})}
	}
	o.smtp = o.newSMTP()
	o.imap = o.newIMAP()
	o.run("smtp", o.smtp.Serve, o.lines[0])
	o.run("imap", o.imap.Serve, o.lines[1])
	return o, nil
}

func (o *Office) run(name string, serve func(net.Listener) error, l net.Listener) {
	if o.config.Implicit {
		l = tls.NewListener(l, o.config.TLS)
	}
	o.serve.Go(func() {
		if err := serve(l); err != nil && !errors.Is(err, net.ErrClosed) {
			o.config.Logger.Error("post office stopped serving", slog.String("server", name), slog.Any("error", err))
		}
	})
}

// Close ends both servers and every connection, and returns when none is left.
// Calling it again does nothing.
func (o *Office) Close() error {
	o.mu.Lock()
	again := o.closed
	o.closed = true
	o.mu.Unlock()
	if again {
		return nil
	}
	// The sockets first, the servers second: closing a go-smtp connection from
	// outside takes its session away under the feet of a running command.
	err := errors.Join(o.lines[0].Close(), o.lines[1].Close())
	_ = o.smtp.Close() // only reports that the listener is closed already
	_ = o.imap.Close()
	o.serve.Wait()
	return err
}

// HangUp cuts every open connection of both servers without a word, as a
// network failure does. New connections are welcome at once.
func (o *Office) HangUp() {
	o.lines[0].hangUp()
	o.lines[1].hangUp()
}

// SMTPAddr is the "host:port" of the SMTP server.
func (o *Office) SMTPAddr() string { return o.lines[0].Addr().String() }

// IMAPAddr is the "host:port" of the IMAP server.
func (o *Office) IMAPAddr() string { return o.lines[1].Addr().String() }

// AddUser opens an account with empty folders.
func (o *Office) AddUser(address, password string) error {
	name := canonical(address)
	if !strings.Contains(name, "@") {
		return fmt.Errorf("add user: %q is not an address", address)
	}
	u := &user{
		address:  name,
		password: password,
		account:  imapmemserver.NewUser(name, password),
		bell:     &bell{ears: make(map[chan struct{}]struct{})},
	}
	for _, folder := range Folders {
		if err := u.account.Create(folder, nil); err != nil {
			return fmt.Errorf("add user: create %s: %w", folder, err)
		}
		if err := u.account.Subscribe(folder); err != nil {
			return fmt.Errorf("add user: subscribe %s: %w", folder, err)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.users[name] != nil {
		return fmt.Errorf("add user: %s exists", name)
	}
	o.users[name] = u
	return nil
}

// OnDelivery has f called for every mail that reaches a mailbox, after it is
// there and before its sender hears the 250. From is the envelope sender, to
// the recipient as given, raw the bytes with their trace headers; f must not
// change them. Calls may come from several connections at once.
func (o *Office) OnDelivery(f func(from, to string, raw []byte)) {
	o.mu.Lock()
	o.onDelivery = f
	o.mu.Unlock()
}

// Fail has f asked about every recipient of an SMTP mail. A *smtp.SMTPError is
// passed on as it is, any other error refuses the recipient with 451.
func (o *Office) Fail(f func(from, to string) error) {
	o.mu.Lock()
	o.fail = f
	o.mu.Unlock()
}

// Deliver puts raw into the INBOX of the user that to belongs to, exactly as it
// is: no trace headers are added. The envelope sender counts as empty.
func (o *Office) Deliver(to string, raw []byte) error {
	return o.deliver("", to, slices.Clone(raw))
}

func (o *Office) deliver(from, to string, raw []byte) error {
	u := o.user(to)
	if u == nil {
		return fmt.Errorf("deliver: no user %s", to)
	}
	u.mu.Lock()
	_, err := u.account.Append("INBOX", bytes.NewReader(raw), &imap.AppendOptions{})
	if err == nil {
		u.delivered = append(u.delivered, raw)
	}
	u.mu.Unlock()
	if err != nil {
		return fmt.Errorf("deliver: %w", err)
	}
	u.bell.ring()
	o.mu.Lock()
	o.accepted++
	f := o.onDelivery
	o.mu.Unlock()
	if f != nil {
		f(from, to, raw)
	}
	return nil
}

// Delivered is the number of mails that reached a mailbox since Start.
func (o *Office) Delivered() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.accepted
}

// Mailbox returns everything that was delivered to the user of an address, in
// order, whatever a client has moved or deleted since; nil for a stranger. The
// bytes must not be changed.
func (o *Office) Mailbox(address string) [][]byte {
	u := o.user(address)
	if u == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.delivered)
}

// Count is the number of mails now lying in a folder of a user, 0 when there is
// no such user or folder.
func (o *Office) Count(address, folder string) int {
	u := o.user(address)
	if u == nil {
		return 0
	}
	status, err := u.account.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil || status.NumMessages == nil {
		return 0
	}
	return int(*status.NumMessages)
}

// Renew replaces the INBOX of a user by an empty one with a new UIDVALIDITY, as
// a restored or rebuilt server does. Sessions that have it selected keep
// looking at the old one until they select again; HangUp helps them.
func (o *Office) Renew(address string) error {
	u := o.user(address)
	if u == nil {
		return fmt.Errorf("renew mailbox: no user %s", address)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.account.Delete("INBOX"); err != nil {
		return fmt.Errorf("renew mailbox: %w", err)
	}
	if err := u.account.Create("INBOX", nil); err != nil {
		return fmt.Errorf("renew mailbox: %w", err)
	}
	return nil
}

// user finds the account an address belongs to: the address itself, else the
// base of a plus-address (RFC 5233).
func (o *Office) user(address string) *user {
	name := canonical(address)
	o.mu.Lock()
	defer o.mu.Unlock()
	if u := o.users[name]; u != nil {
		return u
	}
	local, domain, _ := cutLast(name, "@")
	base, _, found := strings.Cut(local, "+")
	if !found {
		return nil
	}
	return o.users[base+"@"+domain]
}

func canonical(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// serverTimeout bounds how long the SMTP server waits for a silent client.
const serverTimeout = 5 * time.Minute
