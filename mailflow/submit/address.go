package submit

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
)

// maxPath is the longest path of RFC 5321, section 4.5.3.1.3, in octets.
const maxPath = 256

var (
	errAddress  = errors.New("not an address that can stand in an SMTP command")
	errNonASCII = errors.New("the part before the @ is not ASCII, which needs SMTPUTF8 along the whole way")
)

// paths are the reverse and the forward path as MAIL and RCPT take them, angle
// brackets included. A problem here is permanent: the same envelope will never
// do better.
func paths(e Envelope) (from, to string, problem *Error) {
	from = "<>"
	if e.From != "" {
		if from, problem = path(e.From); problem != nil {
			return "", "", problem
		}
	}
	to, problem = path(e.To)
	return from, to, problem
}

func path(address string) (string, *Error) {
	i := strings.LastIndexByte(address, '@')
	if i <= 0 || i == len(address)-1 || len(address) > maxPath-2 {
		return "", refused(501, "5.1.3", errAddress)
	}
	local, domain := address[:i], address[i+1:]
	for _, r := range local {
		switch {
		case r <= ' ' || r == 0x7f || r == '<' || r == '>':
			// A space or bracket would end the path and start a parameter.
			return "", refused(501, "5.1.3", errAddress)
		case r > 0x7f:
			return "", refused(553, "5.6.7", errNonASCII)
		}
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if strings.HasPrefix(domain, "[") && strings.HasSuffix(domain, "]") {
		ascii, err = domain, nil // an address literal, RFC 5321, section 4.1.3
	}
	if err != nil || strings.ContainsFunc(ascii, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) {
		return "", refused(501, "5.1.3", errAddress)
	}
	return "<" + local + "@" + ascii + ">", nil
}

func refused(code int, status string, err error) *Error {
	return &Error{Phase: PhaseAddress, Code: code, Enhanced: status, Text: status + " " + err.Error(), Err: err}
}
