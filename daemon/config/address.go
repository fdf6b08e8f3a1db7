package config

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
)

// What we accept as an address: the dot-atom form of RFC 5321 section 4.1.2 in
// ASCII, with a full domain. Quoted local parts and address literals are legal
// and, in a group of people, always a mistake.
var (
	localPart = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	hostLabel = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
)

// splitAddress takes "Ana Ruiz <ana@example.org>" or "ana@example.org" apart.
func splitAddress(s string) (name, addr string, err error) {
	s = strings.TrimSpace(s)
	open := strings.LastIndexByte(s, '<')
	if open < 0 {
		if strings.HasSuffix(s, ">") {
			return "", "", fmt.Errorf("%s lacks the < before the address", quoted(s))
		}
		if strings.ContainsAny(s, " \t") && strings.Contains(s, "@") {
			return "", "", fmt.Errorf("%s has no < > around the address", quoted(s))
		}
		return "", s, checkAddress(s)
	}
	if !strings.HasSuffix(s, ">") {
		return "", "", fmt.Errorf("%s lacks the > after the address", quoted(s))
	}
	name = strings.TrimSpace(s[:open])
	if len(name) > 1 && name[0] == '"' && name[len(name)-1] == '"' {
		name = strings.TrimSpace(name[1 : len(name)-1])
	}
	addr = strings.TrimSpace(s[open+1 : len(s)-1])
	return name, addr, checkAddress(addr)
}

// checkAddress says what is wrong with a bare address.
func checkAddress(addr string) error {
	for _, c := range addr {
		if c > 126 {
			return fmt.Errorf("the address %s has a letter that mail servers do not all take (%q)", quoted(addr), c)
		}
	}
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return fmt.Errorf("%s is not an e-mail address: there is no @", quoted(addr))
	}
	local, domain := addr[:at], addr[at+1:]
	if !localPart.MatchString(local) || len(local) > 64 {
		return fmt.Errorf("%s is not an e-mail address: the part before the @ is wrong", quoted(addr))
	}
	if len(addr) > 254 {
		return fmt.Errorf("the address %s is too long", quoted(addr))
	}
	labels := strings.Split(domain, ".")
	for _, l := range labels {
		if !hostLabel.MatchString(l) {
			return fmt.Errorf("%s is not an e-mail address: the domain %s is wrong", quoted(addr), quoted(domain))
		}
	}
	if len(labels) < 2 && !strings.EqualFold(domain, "localhost") {
		return fmt.Errorf("%s is not an e-mail address: the domain %s lacks its end, such as .org", quoted(addr), quoted(domain))
	}
	return nil
}

// address reads "Name <address>" or a bare address. The domain comes out in
// lower case, the local part as written.
func (r *reading) address(v *value, name string) (mail.Address, bool) {
	s, ok := r.text(v, name, 400)
	if !ok {
		return mail.Address{}, false
	}
	person, addr, err := splitAddress(s)
	if err != nil {
		r.errorf(v.line, `write "Ana Ruiz <ana@example.org>" or "ana@example.org"`, "%s", err)
		return mail.Address{}, false
	}
	if len([]rune(person)) > maxName {
		r.errorf(v.line, "shorten it", "the name before %s has more than %d characters", addr, maxName)
		return mail.Address{}, false
	}
	at := strings.LastIndexByte(addr, '@')
	return mail.Address{Name: person, Address: addr[:at] + strings.ToLower(addr[at:])}, true
}

// fold makes addresses of one mailbox equal: servers that tell capitals apart in
// the local part are a thing of the past.
func fold(addr string) string { return strings.ToLower(addr) }

// base is a folded address without its sub-address: groups+x@ is groups@.
func base(addr, separator string) string {
	addr = fold(addr)
	if separator == "" {
		separator = "+"
	}
	at := strings.LastIndexByte(addr, '@')
	if cut := strings.Index(addr[:max(at, 0)], separator); cut > 0 {
		return addr[:cut] + addr[at:]
	}
	return addr
}
