package postoffice

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

func (o *Office) newIMAP() *imapserver.Server {
	caps := imap.CapSet{
		imap.CapIMAP4rev1:    {},
		imap.CapNamespace:    {},
		imap.CapUIDPlus:      {},
		imap.CapESearch:      {},
		imap.CapListExtended: {},
		imap.CapListStatus:   {},
		imap.CapStatusSize:   {},
		imap.CapMove:         {},
		imap.CapLiteralPlus:  {},
	}
	if o.config.WithoutMove {
		delete(caps, imap.CapMove)
	}
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &mailbox{office: o}, nil, nil
		},
		Caps:         caps,
		Logger:       complaints{o.config.Logger, "imap"},
		InsecureAuth: o.config.TLS == nil,
	}
	if o.config.TLS != nil && !o.config.Implicit {
		options.TLSConfig = o.config.TLS
	}
	return imapserver.New(options)
}

// mailbox is one IMAP session. The library's memory server does the work; what
// stands here is what it lacks: an IDLE that hears everything, a MOVE that
// reports each expunge once, and a size limit for APPEND.
type mailbox struct {
	*imapmemserver.UserSession // nil until the login

	office *Office
	user   *user
}

var (
	_ imapserver.SessionIMAP4rev2   = (*mailbox)(nil)
	_ imapserver.SessionAppendLimit = (*mailbox)(nil)
)

// Login takes the address as the user name.
func (m *mailbox) Login(username, password string) error {
	o := m.office
	o.mu.Lock()
	u := o.users[canonical(username)]
	o.mu.Unlock()
	if u == nil || subtle.ConstantTimeCompare([]byte(password), []byte(u.password)) != 1 {
		return imapserver.ErrAuthFailed
	}
	m.user = u
	m.UserSession = imapmemserver.NewUserSession(u.account)
	return nil
}

// Close is called once, whether or not anybody logged in.
func (m *mailbox) Close() error {
	if m.UserSession == nil {
		return nil
	}
	return m.UserSession.Close()
}

// AppendLimit is the size limit of one mail in bytes (RFC 7889).
func (m *mailbox) AppendLimit() uint32 {
	return uint32(min(m.office.config.MaxBytes, 1<<31))
}

func (m *mailbox) Append(folder string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	defer m.user.bell.ring()
	return m.UserSession.Append(folder, r, options)
}

func (m *mailbox) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, options *imap.StoreOptions) error {
	defer m.user.bell.ring()
	return m.UserSession.Store(w, set, flags, options)
}

func (m *mailbox) Expunge(w *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	defer m.user.bell.ring()
	return m.UserSession.Expunge(w, uids)
}

func (m *mailbox) Copy(set imap.NumSet, folder string) (*imap.CopyData, error) {
	defer m.user.bell.ring()
	return m.UserSession.Copy(set, folder)
}

// Move copies, marks and expunges. The memory server's own Move announces every
// expunge twice to the session that asked, which throws clients off their count.
func (m *mailbox) Move(w *imapserver.MoveWriter, set imap.NumSet, folder string) error {
	defer m.user.bell.ring()
	copied, err := m.UserSession.Copy(set, folder)
	if err != nil {
		return err
	}
	if len(copied.SourceUIDs) == 0 {
		return nil
	}
	if err := w.WriteCopyData(copied); err != nil {
		return err
	}
	gone := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := m.UserSession.Store(nil, copied.SourceUIDs, gone, nil); err != nil {
		return err
	}
	return m.UserSession.Expunge(nil, &copied.SourceUIDs)
}

// Fetch ends the session when a mail cannot be written to its end, because the
// client has gone. It panics, which the library's server takes for the end of the
// connection: an error it would try to report, with the encoder that the unfinished
// mail has locked, and wait for itself for ever.
func (m *mailbox) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	err := m.UserSession.Fetch(w, set, options)
	var answer *imap.Error
	if err != nil && !errors.As(err, &answer) {
		panic(fmt.Errorf("fetch: %w", err))
	}
	return err
}

// Idle tells the client of every change until stop is closed. The memory
// server's own Idle misses what happened between the last command and its
// start; here the bell is heard before the first look.
func (m *mailbox) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	ear := m.user.bell.listen()
	defer m.user.bell.forget(ear)
	for {
		if err := m.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-ear:
		case <-stop:
			return nil
		}
	}
}

// bell tells all sessions of a user that something has changed.
type bell struct {
	mu   sync.Mutex
	ears map[chan struct{}]struct{}
}

func (b *bell) listen() chan struct{} {
	ear := make(chan struct{}, 1)
	b.mu.Lock()
	b.ears[ear] = struct{}{}
	b.mu.Unlock()
	return ear
}

func (b *bell) forget(ear chan struct{}) {
	b.mu.Lock()
	delete(b.ears, ear)
	b.mu.Unlock()
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ear := range b.ears {
		select {
		case ear <- struct{}{}:
		default: // it has rung already and was not answered yet
		}
	}
}
