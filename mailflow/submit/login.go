package submit

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"

	"convene/mailflow"
)

// login prepares the SASL exchange for one connection.
func (c *Client) login(ctx context.Context) (smtp.Auth, error) {
	l := &login{host: c.host, username: c.config.Username, password: c.password(), plainText: c.config.TLS == None}
	if c.config.Token != nil {
		asking, cancel := context.WithTimeout(ctx, c.config.Timeout)
		token, err := c.config.Token(asking)
		cancel()
		if err != nil {
			return nil, fmt.Errorf("get access token: %w", err)
		}
		l.token = token
		c.secret = func() string { return token }
	}
	return l, nil
}

// login chooses among what the server offers once EHLO has told: a token means
// XOAUTH2, a password PLAIN, else LOGIN. go-mail could choose as well, but not
// behind a dialer that was handed in: it takes such a connection for plain text.
type login struct {
	host, username, password, token string
	plainText                       bool
	chosen                          smtp.Auth
}

func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	// The last line of defence: no credentials without TLS, except where plain
	// text was asked for and New and dial have made sure of loopback.
	if !server.TLS && !l.plainText {
		return "", nil, smtp.ErrUnencrypted
	}
	offers := func(mechanism string) bool {
		return slices.ContainsFunc(server.Auth, func(s string) bool { return strings.EqualFold(s, mechanism) })
	}
	switch {
	case l.token != "" && offers("XOAUTH2"):
		l.chosen = smtp.XOAuth2Auth(l.username, l.token)
	case l.token != "":
		return "", nil, errNoLogin
	case offers("PLAIN"):
		l.chosen = smtp.PlainAuth("", l.username, l.password, l.host, l.plainText)
	case offers("LOGIN"):
		l.chosen = smtp.LoginAuth(l.username, l.password, l.host, l.plainText)
	default:
		return "", nil, errNoLogin
	}
	return l.chosen.Start(server)
}

func (l *login) Next(challenge []byte, more bool) ([]byte, error) {
	if l.chosen == nil {
		return nil, errors.New("login was not started")
	}
	return l.chosen.Next(challenge, more)
}

// withhold keeps what was said to log in out of an error: some servers say back what
// they were told, then or later. A reply keeps its code.
func (c *Client) withhold(err error) error {
	if err == nil || !mailflow.Echoes(err.Error(), c.config.Username, c.secret()) {
		return err
	}
	const instead = "(the server's words are left out: what was said to log in is among them)"
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		return errors.New(instead)
	}
	return &textproto.Error{Code: reply.Code, Msg: instead}
}
