package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"convene/mailflow"
)

// slowest is the pace, in bytes a second, below which a transfer counts as stuck.
const slowest = 32 << 10

var (
	errSilent   = errors.New("the server did not answer in time")
	errNoFolder = errors.New("there is no such folder")
	errNoLogin  = errors.New("the server offers no way to log in that we know (PLAIN, LOGIN, XOAUTH2)")
)

// link is one connection with the mailbox selected. After any error but a NO it
// is of no use any more.
type link struct {
	config *Config
	conn   *guard
	client *imapclient.Client
	secret func() string // what was said to log in; nil before, and a function, because printing one shows nothing
	news   chan struct{} // holds a token when the server has announced mail
	exists atomic.Int64  // mails in the folder that is selected, as last told

	validity uint32
	keyword  bool // our keyword can be set
	move     bool // MOVE is there, and a folder to move to
	idles    bool

	looked bool // mails below the cursor were looked at, where keywords cannot tell
	tidied bool // mails left behind with the keyword were moved
	made   bool // the folder Done was made, or failed to be
}

// open connects, logs in and selects the mailbox.
func (c *Client) open(ctx context.Context) (*link, error) {
	l := &link{config: &c.config, news: make(chan struct{}, 1)}
	if err := c.connect(ctx, l); err != nil {
		return nil, fmt.Errorf("connect to mailbox: %w", err)
	}
	if err := c.enter(ctx, l); err != nil {
		l.drop()
		return nil, err
	}
	if h := c.config.Hooks.Connected; h != nil {
		h()
	}
	return l, nil
}

// connect dials and secures, up to the greeting.
func (c *Client) connect(ctx context.Context, l *link) error {
	dialing, cancel := context.WithTimeoutCause(ctx, c.config.Timeout, errSilent)
	defer cancel()
	raw, err := c.config.Dial(dialing, "tcp", c.config.Address)
	if err != nil {
		return err
	}
	if c.config.TLS == None && !loopbackAddr(raw.RemoteAddr()) {
		_ = raw.Close()
		return fmt.Errorf("%s is not on the loopback interface, refusing plain text", raw.RemoteAddr())
	}
	l.conn = &guard{Conn: raw}
	err = l.do(ctx, "greeting", 0, func() error { return c.greet(dialing, l) })
	if err != nil {
		l.drop()
	}
	return err
}

func (c *Client) greet(ctx context.Context, l *link) error {
	options := &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			// This runs in go-imap's reader: a command here would wait for itself.
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages != nil {
					l.exists.Store(int64(*d.NumMessages))
					l.announce()
				}
			},
		},
	}
	conn, err := c.secure(ctx, l.conn)
	if err != nil {
		return err
	}
	l.client = imapclient.New(newSieve(conn), options)
	return l.client.WaitGreeting()
}

// enter logs in and selects.
func (c *Client) enter(ctx context.Context, l *link) error {
	if err := l.do(ctx, "log in to mailbox", 0, func() error { return c.login(ctx, l) }); err != nil {
		return err
	}
	var caps imap.CapSet
	err := l.do(ctx, "ask for capabilities", 0, func() error {
		if caps = l.client.Caps(); caps == nil {
			return errors.New("none were given")
		}
		return nil
	})
	if err != nil {
		return err
	}
	l.move = c.config.Done != "" && caps.Has(imap.CapMove)
	l.idles = caps.Has(imap.CapIdle)
	return l.choose(ctx)
}

// choose selects the mailbox. Doing so again is the only way to learn that it
// was replaced: a session may go on looking at what is no longer there.
func (l *link) choose(ctx context.Context) error {
	selected, err := l.selects(ctx, "select mailbox", l.config.Mailbox)
	if err != nil {
		return l.why(ctx, err)
	}
	if selected.UIDValidity == 0 {
		return errors.New("select mailbox: the server gives no UIDVALIDITY")
	}
	l.validity = selected.UIDValidity
	l.keyword = slices.Contains(selected.PermanentFlags, imap.FlagWildcard) ||
		slices.Contains(selected.PermanentFlags, imap.Flag(Keyword))
	return nil
}

// selects a folder and notes how many mails are in it: go-imap's own Mailbox may tell
// of the folder before for a moment, since it ends the command first and notes then.
func (l *link) selects(ctx context.Context, what, folder string) (selected *imap.SelectData, err error) {
	err = l.do(ctx, what, 0, func() (err error) {
		selected, err = l.client.Select(folder, nil).Wait()
		return err
	})
	if err == nil {
		l.exists.Store(int64(selected.NumMessages))
	}
	return selected, err
}

// why tells whether a folder that the server refused to open is there at all: not
// every server says so with its NO (RFC 5530), and one that is in trouble refuses too.
func (l *link) why(ctx context.Context, refused error) error {
	if !refusal(refused) {
		return refused
	}
	var folders []*imap.ListData
	err := l.do(ctx, "look for folder", 0, func() (err error) {
		folders, err = l.client.List("", l.config.Mailbox, nil).Collect()
		return err
	})
	if err != nil || len(folders) > 0 {
		return refused
	}
	return fmt.Errorf("%w: %w", errNoFolder, refused)
}

// withhold keeps what was said to log in out of an error: some servers say back what
// they were told, then or later. A refusal stays one.
func (l *link) withhold(err error) error {
	if err == nil || l.secret == nil || !mailflow.Echoes(err.Error(), l.config.Username, l.secret()) {
		return err
	}
	const instead = "(the server's words are left out: what was said to log in is among them)"
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return errors.New(instead)
	}
	return &imap.Error{Type: answer.Type, Text: instead}
}

// login fails closed: connect has established TLS, or loopback, before.
func (c *Client) login(ctx context.Context, l *link) error {
	if l.client.State() != imap.ConnStateNotAuthenticated {
		return errors.New("the server did not ask who we are (PREAUTH)")
	}
	caps := l.client.Caps()
	l.secret = c.password
	switch {
	case c.config.Token != nil:
		asking, cancel := context.WithTimeoutCause(ctx, c.config.Timeout, errSilent)
		token, err := c.config.Token(asking)
		cancel()
		if err != nil {
			return fmt.Errorf("get access token: %w", err)
		}
		l.secret = func() string { return token }
		return l.client.Authenticate(&xoauth2{c.config.Username, token})
	case caps.Has("AUTH=PLAIN"):
		return l.client.Authenticate(sasl.NewPlainClient("", c.config.Username, c.password()))
	case caps.Has(imap.CapLoginDisabled):
		return errNoLogin
	default:
		return l.client.Login(c.config.Username, c.password()).Wait()
	}
}

// xoauth2 is the SASL mechanism of that name, which Google and Microsoft speak.
type xoauth2 struct{ username, token string }

func (x *xoauth2) Start() (mech string, ir []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.username + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the error report that comes as a challenge with nothing, upon
// which the server says NO.
func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// do runs one command, or a few that were sent together. It may take as long as
// Timeout, plus the time for so many bytes of mail; then the socket is cut, which
// makes go-imap give up.
func (l *link) do(ctx context.Context, what string, bytes int64, command func() error) error {
	l.conn.allow(answerLimit + 2*bytes)
	limit := l.config.Timeout + time.Duration(bytes/slowest)*time.Second
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSilent)
	defer cancel()
	stop := context.AfterFunc(ctx, l.conn.cut)
	err := l.withhold(command())
	wasCut := !stop()
	switch {
	case err == nil && wasCut:
		// It ended at the very moment at which its time was over. The next one would
		// fail on the cut line, and say something else.
		return fmt.Errorf("%s: %w", what, context.Cause(ctx))
	case err == nil:
		return nil
	case wasCut:
		return fmt.Errorf("%s: %w (%w)", what, context.Cause(ctx), err)
	case l.conn.over.Load():
		return fmt.Errorf("%s: %w (%w)", what, errChatter, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// announce leaves a token that Watch picks up.
func (l *link) announce() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// hush takes the token away, before a look at the mailbox that will show
// whatever it announced.
func (l *link) hush() {
	select {
	case <-l.news:
	default:
	}
}

// leave says LOGOUT and ends the connection.
func (l *link) leave(ctx context.Context) {
	const courtesy = 5 * time.Second
	ctx, cancel := context.WithTimeout(ctx, courtesy)
	defer cancel()
	// The answer does not matter: the connection ends either way.
	_ = l.do(ctx, "log out", 0, func() error { return l.client.Logout().Wait() })
	l.drop()
}

// drop ends the connection without a word and waits for go-imap's reader, so
// that nothing of an old connection outlives it.
func (l *link) drop() {
	l.conn.cut()
	if l.client == nil {
		return
	}
	timer := time.NewTimer(l.config.Timeout)
	defer timer.Stop()
	select {
	case <-l.client.Closed():
	case <-timer.C:
		l.config.Logger.Warn("the reader of a closed IMAP connection hangs")
	}
}
