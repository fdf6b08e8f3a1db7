package mailflow

import (
	"encoding/base64"
	"strings"
	"unicode"
)

// Echoes tells whether a text repeats a password or token, as some servers do with what
// they were told: as it is, as IMAP quotes it (RFC 3501 4.3), or in base64, alone or
// within a longer exchange, of which the beginning is enough (RFC 4616 PLAIN, XOAUTH2).
// Blanks and capitals make no difference. A secret of three bytes or fewer is none.
func Echoes(text, username, secret string) bool {
	const shortest, shortestCode = 4, 8
	if len(secret) < shortest {
		return false
	}
	forms := []string{secret, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)}
	for before := range 3 { // there are three ways to write what stands within something longer
		coded := base64.RawStdEncoding.EncodeToString([]byte("xx"[:before] + secret))
		end := (before + len(secret)) / 3 * 4
		if begin := (before + 2) / 3 * 4; end-begin >= shortestCode {
			forms = append(forms, coded[begin:end])
		}
	}
	for _, exchange := range []string{"\x00" + username + "\x00", "user=" + username + "\x01auth=Bearer "} {
		if end := len(exchange) / 3 * 3; end/3*4 >= shortestCode {
			forms = append(forms, base64.StdEncoding.EncodeToString([]byte(exchange[:end])))
		}
	}
	// Whole, as LOGIN and PLAIN send it, where it is too short for the above.
	for _, whole := range []string{secret, "\x00" + username + "\x00" + secret} {
		forms = append(forms, base64.RawStdEncoding.EncodeToString([]byte(whole)))
	}
	text = squeezed(text)
	for _, f := range forms {
		if f = squeezed(f); len(f) >= shortest && strings.Contains(text, f) {
			return true
		}
	}
	return false
}

// squeezed is a text in small letters and without blanks: a server may break lines.
func squeezed(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
}
