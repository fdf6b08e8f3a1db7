package templates

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// Mailto is a mailto URL of RFC 6068 that opens a mail to one address with
// subject and body filled in. An empty subject or body is left out. It is empty
// if the address is none.
func Mailto(to, subject, body string) string {
	a, err := mail.ParseAddress(to)
	if err != nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("mailto:")
	at := strings.LastIndexByte(a.Address, '@')
	percent(&b, a.Address[:at])
	b.WriteByte('@')
	percent(&b, a.Address[at+1:])
	sep := byte('?')
	for _, f := range [][2]string{{"subject", strings.Join(strings.Fields(clean(subject)), " ")}, {"body", clean(body)}} {
		if f[1] == "" {
			continue
		}
		b.WriteByte(sep)
		b.WriteString(f[0])
		b.WriteByte('=')
		percent(&b, f[1])
		sep = '&'
	}
	return b.String()
}

// percent writes s with everything encoded that RFC 3986 does not list as
// unreserved. A space is %20, since a plus means itself here, and a line break
// is %0D%0A (RFC 6068, section 5).
func percent(b *strings.Builder, s string) {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		case c == '\n':
			b.WriteString("%0D%0A")
		default:
			fmt.Fprintf(b, "%%%02X", c)
		}
	}
}

// unpercent decodes the address of a mailto URL for the eye; what cannot be
// decoded is shown as it is.
func unpercent(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return clean(t)
	}
	return s
}

// mailtoFunc is Mailto for templates, where an address that is none is an error.
func mailtoFunc(to, subject, body string) (Markdown, error) {
	u := Mailto(to, subject, body)
	if u == "" {
		return "", fmt.Errorf("%q is no mail address", to)
	}
	return shield(u), nil
}
