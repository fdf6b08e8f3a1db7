package mailflow

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// NoAuthservID is given to Authenticated for servers that write
// Authentication-Results without an authserv-id (Exchange Online): then the
// topmost field without one counts.
const NoAuthservID = "-"

// Authenticated says whether our own receiving server vouches for the domain in
// From: DMARC passed, or DKIM or SPF passed for an aligned domain. Only the
// topmost Authentication-Results that bears authservID counts; anybody can have
// written the ones below. Whatever cannot be read strictly by RFC 8601 means
// no. The second result says why, for the log.
func (m *Mail) Authenticated(authservID string) (bool, string) {
	if authservID == "" {
		return false, "no authserv-id configured"
	}
	domain, err := m.fromDomain()
	if err != nil {
		return false, err.Error()
	}
	for _, value := range m.Header.Values("Authentication-Results") {
		res, err := parseAuthRes(value)
		if err != nil {
			return false, fmt.Sprintf("Authentication-Results cannot be read: %v", err)
		}
		if res.id == "" && authservID == NoAuthservID || res.id != "" && strings.EqualFold(res.id, authservID) {
			return res.vouchesFor(domain)
		}
	}
	return false, "no Authentication-Results of " + authservID
}

// fromDomain demands exactly one From with exactly one address, read strictly:
// two readers must not see two senders.
func (m *Mail) fromDomain() (string, error) {
	values := m.Header.Values("From")
	if len(values) != 1 || len(values[0]) > maxFieldValue {
		return "", errors.New("not exactly one From")
	}
	parser := mail.AddressParser{WordDecoder: newWordDecoder()}
	list, err := parser.ParseList(values[0])
	if err != nil || len(list) != 1 {
		return "", errors.New("not exactly one address in From")
	}
	_, domain, ok := cutLast(list[0].Address, '@')
	if !ok || domain == "" {
		return "", errors.New("no domain in From")
	}
	return strings.ToLower(domain), nil
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func (res authRes) vouchesFor(domain string) (bool, string) {
	for _, r := range res.results {
		if r.method != "dmarc" {
			continue
		}
		if r.result == "fail" {
			return false, "dmarc=fail"
		}
		if from := r.props["header.from"]; r.result == "pass" && !strings.EqualFold(from, domain) {
			return false, "dmarc=pass for another domain"
		}
	}
	for _, r := range res.results {
		if r.result != "pass" {
			continue
		}
		switch r.method {
		case "dmarc":
			return true, "dmarc=pass"
		case "dkim":
			if signer := r.domainOf("header.d", "header.i"); aligned(signer, domain) {
				return true, "dkim=pass for " + signer
			}
		case "spf":
			if sender := r.domainOf("smtp.mailfrom"); aligned(sender, domain) {
				return true, "spf=pass for " + sender
			}
		}
	}
	return false, "nothing passed for " + domain
}

// domainOf takes the domain of the first property that is there.
func (r authResult) domainOf(names ...string) string {
	for _, name := range names {
		if value := r.props[name]; value != "" {
			if _, domain, ok := cutLast(value, '@'); ok {
				return strings.ToLower(domain)
			}
			return strings.ToLower(value)
		}
	}
	return ""
}

// aligned compares domains as DMARC's relaxed mode does (RFC 7489 3.1), but
// only equal domains and parent and child: siblings would need the
// organisational domain, and are rare.
func aligned(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if a == b {
		return true
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	// b is the shorter; under a public suffix (co.uk, github.io) live strangers.
	if suffix, _ := publicsuffix.PublicSuffix(b); suffix == b {
		return false
	}
	return strings.HasSuffix(a, "."+b)
}
