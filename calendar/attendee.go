package calendar

import (
	"net/url"
	"strings"
)

// attendee reads an ATTENDEE line.
func attendee(l line) Attendee {
	return Attendee{
		Address:       address(l.value),
		Email:         address(l.param("EMAIL")),
		Name:          cleanLine(l.param("CN")),
		PartStat:      partStat(first(l.param("PARTSTAT"), oldStatus[strings.ToUpper(cleanLine(l.param("STATUS")))])),
		SentBy:        address(l.param("SENT-BY")),
		DelegatedTo:   addresses(l.param("DELEGATED-TO")),
		DelegatedFrom: addresses(l.param("DELEGATED-FROM")),
		Guests:        number(l.param("X-NUM-GUESTS")),
		Comment:       unescapeHTML(l.param("X-RESPONSE-COMMENT")),
	}
}

func partStat(s string) string {
	return strings.ReplaceAll(strings.ToUpper(cleanLine(s)), "_", "-")
}

// address takes the mail address out of a calendar address (RFC 5545, 3.3.3):
// with mailto: in any case or without, in angle brackets or quotes, percent
// encoded (RFC 6068). What is none, as a path of iCloud, gives "".
func address(s string) string {
	s = strings.TrimSpace(cleanLine(s))
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s, _, _ = strings.Cut(s[i+1:], ">")
	}
	s = strings.Trim(s, `"' <>`)
	for hasMailto(s) {
		s = strings.TrimSpace(s[len(mailto):])
	}
	if strings.Contains(s, "%") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	local, domain, _ := cutLast(s, "@")
	if i := strings.IndexAny(domain, "?"); i >= 0 {
		// mailto:maya@example.org?subject=...
		s = local + "@" + domain[:i]
	}
	if checkAddress(s) != nil || strings.HasPrefix(s, "/") || strings.Contains(domain, "/") {
		return ""
	}
	return s
}

const mailto = "mailto:"

func hasMailto(s string) bool {
	return len(s) >= len(mailto) && strings.EqualFold(s[:len(mailto)], mailto)
}

// maxDelegates is how many addresses of one DELEGATED-TO are taken.
const maxDelegates = 20

// addresses reads a list of quoted calendar addresses (DELEGATED-TO).
func addresses(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if len(list) == maxDelegates {
			break
		}
		if a := address(part); a != "" {
			list = append(list, a)
		}
	}
	return list
}
