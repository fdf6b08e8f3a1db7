package submit

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
)

// Phase is the step of a transaction in which it failed.
type Phase string

// The phases in their order.
const (
	PhaseAddress Phase = "address" // the envelope cannot be submitted at all
	PhaseConnect Phase = "connect" // dialling, greeting, TLS, login
	PhaseMail    Phase = "mail"
	PhaseRcpt    Phase = "rcpt"
	PhaseData    Phase = "data" // the DATA command itself
	PhaseBody    Phase = "body" // while the mail was written
	PhaseEnd     Phase = "end"  // the answer to the whole mail
)

// Error is why a mail was not submitted.
type Error struct {
	Phase    Phase
	Code     int    // the reply code of RFC 5321, 0 when the server did not say
	Enhanced string // the status code of RFC 3463, "5.1.1", when there was one
	Text     string // what the server said, in one line
	// Temporary means that trying again later may help. It is true of
	// everything but a refusal of this very mail with 500 to 599.
	Temporary bool
	// InDoubt means that the mail was handed over whole and the answer never
	// came: the server may have taken it. It is Temporary as well; the same
	// bytes sent again are recognisable as a repeat.
	InDoubt bool
	Err     error
}

// Error names the phase and what happened there. It may hold the recipient's
// address, if the server repeats it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "submit mail: %s", e.Phase)
	if e.InDoubt {
		b.WriteString(" (in doubt)")
	}
	switch {
	case e.Code == 0:
		fmt.Fprintf(&b, ": %v", e.Err)
	case e.Phase == PhaseConnect:
		fmt.Fprintf(&b, ": %s", clean(e.Err.Error()))
	default:
		fmt.Fprintf(&b, ": %d %s", e.Code, e.Text)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Unreachable reports a failure that says nothing about this mail: no
// connection, no TLS, no login. The next mail would fare no better.
func (e *Error) Unreachable() bool { return e.Phase == PhaseConnect }

// stale reports a failure that a connection kept for too long explains: no
// answer, or 421 (RFC 5321, section 3.8), before any of the mail was written.
func (e *Error) stale() bool {
	switch e.Phase {
	case PhaseMail, PhaseRcpt, PhaseData:
		return e.Code == 0 || e.Code == 421
	default:
		return false
	}
}

// failure classifies an error of any phase but the last.
func failure(p Phase, err error) *Error {
	e := &Error{Phase: p, Temporary: true, Err: err}
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		return e
	}
	e.Code = reply.Code
	e.Text = clean(reply.Msg)
	e.Enhanced = enhanced.FindString(e.Text)
	e.Temporary = p == PhaseConnect || aboutLogin(reply.Code) || reply.Code < 500 || reply.Code > 599
	return e
}

// endFailure classifies what came in answer to the whole mail, nil for success.
func endFailure(err error) *Error {
	e := failure(PhaseEnd, err)
	switch {
	case e.Code >= 400 && e.Code <= 599: // a plain refusal
	case e.Code >= 200 && e.Code <= 299:
		// Not the 250 that is due, but positive completion all the same (RFC
		// 5321, section 4.2.1): sending it again would make two of it.
		return nil
	default:
		// Silence, a cut connection, or an answer that makes no sense.
		e.InDoubt = true
		e.Temporary = true
	}
	return e
}

// aboutLogin lists the replies of RFC 4954, section 6, that speak of our account
// and not of the mail: a changed password must not fail every letter for good.
func aboutLogin(code int) bool {
	switch code {
	case 530, 534, 535, 538:
		return true
	}
	return false
}

var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}`)

// clean makes one short printable line of what a server sent.
func clean(s string) string {
	const limit = 500
	s = strings.ToValidUTF8(s, "?")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return ' '
		}
		return r
	}, s)
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "") + "..."
	}
	return s
}
