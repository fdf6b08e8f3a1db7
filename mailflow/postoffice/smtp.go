package postoffice

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// maxRecipients is the number of RCPT commands one mail may have.
const maxRecipients = 100

func (o *Office) newSMTP() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{office: o, conn: c}, nil
	}))
	s.Domain = o.config.AuthservID
	s.MaxMessageBytes = o.config.MaxBytes
	s.MaxRecipients = maxRecipients
	// RFC 5321, section 4.5.3.1.6 allows 1000 octets a line; some senders need more.
	s.MaxLineLength = 8000
	s.ReadTimeout = serverTimeout
	s.WriteTimeout = serverTimeout
	s.ErrorLog = complaints{o.config.Logger, "smtp"}
	if o.config.TLS != nil && !o.config.Implicit {
		s.TLSConfig = o.config.TLS
	}
	s.AllowInsecureAuth = o.config.TLS == nil
	return s
}

// complaints hands a server library's log lines to slog.
type complaints struct {
	log    *slog.Logger
	server string
}

func (c complaints) Printf(format string, v ...any) {
	c.log.Debug("server library", slog.String("server", c.server), slog.String("says", fmt.Sprintf(format, v...)))
}

func (c complaints) Println(v ...any) {
	c.log.Debug("server library", slog.String("server", c.server), slog.String("says", fmt.Sprint(v...)))
}

// session is one client's conversation. go-smtp calls it from one goroutine.
type session struct {
	office *Office
	conn   *smtp.Conn
	user   string // who authenticated, "" when nobody did
	from   string
	to     []string
}

var _ smtp.AuthSession = (*session)(nil)

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (s *session) Auth(mech string) (sasl.Server, error) {
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(identity, username, password string) error {
			if identity != "" && canonical(identity) != canonical(username) {
				return smtp.ErrAuthFailed
			}
			return s.login(username, password)
		}), nil
	case sasl.Login:
		return &loginServer{check: s.login}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) login(username, password string) error {
	// The login name is the address itself: a plus-address is no account.
	name := canonical(username)
	s.office.mu.Lock()
	u := s.office.users[name]
	s.office.mu.Unlock()
	if u == nil || subtle.ConstantTimeCompare([]byte(password), []byte(u.password)) != 1 {
		return smtp.ErrAuthFailed
	}
	s.user = name
	return nil
}

// loginServer speaks the LOGIN mechanism, which old mail clients still choose
// and which go-sasl has only the client's half of.
type loginServer struct {
	check    func(username, password string) error
	username *string
	asked    bool
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case l.username == nil && response == nil && !l.asked:
		l.asked = true
		return []byte("Username:"), false, nil
	case l.username == nil:
		name := string(response)
		l.username = &name
		return []byte("Password:"), false, nil
	default:
		return nil, true, l.check(*l.username, string(response))
	}
}

func (s *session) Reset() {
	s.from = ""
	s.to = nil
}

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := forced(to, atRecipient); err != nil {
		return err
	}
	s.office.mu.Lock()
	fail := s.office.fail
	s.office.mu.Unlock()
	if fail != nil {
		if err := fail(s.from, to); err != nil {
			var refusal *smtp.SMTPError
			if errors.As(err, &refusal) {
				return refusal
			}
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: oneLine(err.Error())}
		}
	}
	if s.office.user(to) == nil && !forcedName.MatchString(localPart(to)) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	// The reader ends with smtp.ErrDataTooLarge at MaxBytes.
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range s.to {
		if err := forced(to, atData); err != nil {
			return err
		}
	}
	authenticated := s.office.authentication(s.user, raw)
	for _, to := range s.to {
		stamped := bytes.Join([][]byte{trace(s.from, to), authenticated, raw}, nil)
		if err := s.office.deliver(s.from, to, stamped); err != nil {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Delivery failed"}
		}
	}
	if slices.ContainsFunc(s.to, lost) {
		_ = s.conn.Conn().Close()
	}
	return nil
}

// phase is the point of an SMTP transaction at which a forced failure strikes.
type phase string

const (
	atRecipient phase = ""
	atData      phase = "data-"
)

// Recipients whose local part asks for a failure get it, in any domain and
// whether they are users or not: temp-450@ and perm-550@ at RCPT,
// data-temp-451@ and data-perm-554@ at the end of DATA.
var forcedName = regexp.MustCompile(`^(data-)?(?:temp-(4\d\d)|perm-(5\d\d))$`)

// forced returns the failure the local part of to asks for in this phase.
func forced(to string, at phase) error {
	m := forcedName.FindStringSubmatch(localPart(to))
	if m == nil || phase(m[1]) != at {
		return nil
	}
	code, _ := strconv.Atoi(m[2] + m[3]) // three digits, as the pattern says
	return &smtp.SMTPError{
		Code:         code,
		EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1},
		Message:      "As the recipient's name asked",
	}
}

// lost reports whether the plus detail of to is "lost", as in ana+lost@: the
// mail is delivered, and the server hangs up instead of saying so. Its sender
// is left in doubt.
func lost(to string) bool {
	local, _, _ := cutLast(canonical(to), "@")
	_, detail, _ := strings.Cut(local, "+")
	return detail == "lost"
}

// localPart is the part before the @, in lower case and without a plus detail.
func localPart(address string) string {
	local, _, _ := cutLast(canonical(address), "@")
	base, _, _ := strings.Cut(local, "+")
	return base
}

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
