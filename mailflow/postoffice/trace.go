package postoffice

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
)

// maxHeader is how much of a mail is looked at for its From, in bytes.
const maxHeader = 100 << 10

// trace is what the final delivery writes on top of a mail (RFC 5321, section
// 4.4): where failures go, and which address it was really sent to.
func trace(from, to string) []byte {
	return fmt.Appendf(nil, "Return-Path: <%s>\r\nDelivered-To: %s\r\n", oneLine(from), oneLine(to))
}

// authentication is our Authentication-Results (RFC 8601) for a mail. A post
// office has no DNS to ask; a password is what it knows people by. So a mail
// that the user of its From address submitted under that login passes, and any
// other has no result at all. Results that arrive with a mail stay where they
// are, below ours: only the topmost is to be believed.
func (o *Office) authentication(user string, raw []byte) []byte {
	address, ok := author(raw)
	if user == "" || !ok || canonical(address) != user {
		return fmt.Appendf(nil, "Authentication-Results: %s; none\r\n", o.config.AuthservID)
	}
	_, domain, _ := cutLast(user, "@")
	return fmt.Appendf(nil, "Authentication-Results: %s; auth=pass smtp.auth=%s;\r\n dmarc=pass header.from=%s\r\n",
		o.config.AuthservID, user, domain)
}

// author is the one address of the one From field, if raw has just that.
func author(raw []byte) (string, bool) {
	head := raw[:min(len(raw), maxHeader)]
	if i := bytes.Index(head, []byte("\r\n\r\n")); i >= 0 {
		head = head[:i+4]
	} else {
		return "", false
	}
	m, err := mail.ReadMessage(bytes.NewReader(head))
	if err != nil || len(m.Header["From"]) != 1 {
		return "", false
	}
	from, err := mail.ParseAddressList(m.Header.Get("From"))
	if err != nil || len(from) != 1 || !strings.Contains(from[0].Address, "@") {
		return "", false
	}
	return from[0].Address, true
}
