package inbox

import (
	"errors"
	"net"
)

// nested is how deep parentheses may stand in what a server says. What we ask
// for needs two.
const nested = 100

var errGarbled = errors.New("the server's answer is not IMAP")

// sieve stands between the plain text of a connection and go-imap's reader, and
// ends the connection at two things that would take more with them: a
// parenthesis among the capabilities sends that reader into an endless loop, and
// deep nesting uses up the stack, which nothing recovers from. Mails pass
// unseen. It is no parser, and no wall against a server that means us harm.
type sieve struct {
	net.Conn
	failed bool
	spot
}

// spot is where in a response the sieve stands. The zero spot is its beginning.
type spot struct {
	line    int   // bytes of the current line so far
	fetch   bool  // the line is a FETCH response, the only kind that brings mails
	quoted  bool  // within a quoted string of one
	escaped bool  // after a backslash there
	braced  bool  // a literal's size is being read
	size    int64 // that size
	literal int64 // bytes of a literal still to pass
	depth   int   // open parentheses
	matched int   // how much of "CAPABILITY" the last bytes spell
	caps    bool  // within capability data
}

func newSieve(c net.Conn) *sieve { return &sieve{Conn: c} }

func (s *sieve) Read(p []byte) (int, error) {
	if s.failed {
		return 0, errGarbled
	}
	n, err := s.Conn.Read(p)
	if !s.pass(p[:n]) {
		s.failed = true
		return 0, errGarbled
	}
	return n, err
}

// pass reports whether all of b may go through.
func (s *spot) pass(b []byte) bool {
	for len(b) > 0 {
		if s.literal > 0 {
			n := min(s.literal, int64(len(b)))
			s.literal -= n
			b = b[n:]
			continue
		}
		if !s.step(b[0]) {
			return false
		}
		b = b[1:]
	}
	return true
}

// step looks at one byte outside of literals.
func (s *spot) step(c byte) bool {
	s.line++
	switch s.line {
	case 1:
		s.fetch = c == '*'
	case 2:
		s.fetch = s.fetch && c == ' '
	case 3:
		s.fetch = s.fetch && c >= '0' && c <= '9' // EXISTS and EXPUNGE hold no strings
	}
	if s.quoted {
		switch {
		case s.escaped:
			s.escaped = false
		case c == '\\':
			s.escaped = true
		case c == '"':
			s.quoted = false
		}
		return true
	}
	switch {
	case c == '\n':
		if s.braced && s.fetch {
			s.literal, s.braced = s.size, false
			return true // the response goes on behind the literal
		}
		*s = spot{}
		return true
	case c == '"' && s.fetch:
		s.quoted = true
	case c == '{':
		s.braced, s.size = true, 0
	case c >= '0' && c <= '9' && s.braced:
		s.size = min(s.size*10+int64(c-'0'), 1<<40)
	case c == '}' || c == '\r' || c == '+': // the end of a literal's size
	case c == '(':
		s.depth++
		s.braced = false
	case c == ')':
		s.depth--
		s.braced = false
	default:
		s.braced = false
	}
	s.spell(c)
	return s.depth <= nested && (!s.caps || c != '(')
}

// spell follows whether capabilities are being listed.
func (s *spot) spell(c byte) {
	const word = "CAPABILITY"
	upper := c &^ 0x20 // upper case, for letters
	switch {
	case s.caps && c == ']':
		s.caps = false
	case upper == word[s.matched]:
		s.matched++
	case upper == word[0]:
		s.matched = 1
	default:
		s.matched = 0
	}
	if s.matched == len(word) {
		s.matched = 0
		s.caps = s.caps || !s.fetch
	}
}
