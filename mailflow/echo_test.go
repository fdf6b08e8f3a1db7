package mailflow

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestEchoes recognises a password in whatever form a server says it back, also cut
// off, broken into lines or in capitals, and nothing else.
func TestEchoes(t *testing.T) {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, secret := range []string{"s3cret", "correct horse battery", `back\slash "quoted"`, "pässwörd", "ya29.a0AfH6SMBx-_~.long/token+with=signs" + strings.Repeat("x", 1000)} {
		for _, user := range []string{"groups@example.org", "g", ""} {
			plain, xoauth2 := b64("\x00"+user+"\x00"+secret), b64("user="+user+"\x01auth=Bearer "+secret+"\x01\x01")
			for name, text := range map[string]string{
				"as it is":                secret,
				"in a sentence":           `535 5.7.8 Error: "` + secret + `" is wrong`,
				"in capitals":             strings.ToUpper(secret),
				"quoted":                  `A1 LOGIN "x" "` + strings.ReplaceAll(strings.ReplaceAll(secret, `\`, `\\`), `"`, `\"`) + `"`,
				"LOGIN":                   b64(secret),
				"PLAIN":                   "535 authentication failed: AUTH PLAIN " + plain,
				"PLAIN for somebody else": b64("root\x00" + user + "\x00" + secret),
				"XOAUTH2":                 "NO AUTHENTICATE XOAUTH2 " + xoauth2,
				"without padding":         strings.TrimRight(plain, "="),
				"in lines":                plain[:len(plain)/2] + "\r\n 535-" + plain[len(plain)/2:],
				"XOAUTH2 in lines":        xoauth2[:len(xoauth2)/2] + "\n" + xoauth2[len(xoauth2)/2:],
				"XOAUTH2 cut off":         xoauth2[:len(xoauth2)-6],
			} {
				if name == "PLAIN for somebody else" && len(secret) < 8 {
					continue // nothing that we send, and too short to tell
				}
				if name == "in lines" {
					text = strings.Replace(text, "535-", "", 1)
				}
				if !Echoes(text, user, secret) {
					t.Errorf("%.20q of %q, %s: not seen in %.120q", secret, user, name, text)
				}
			}
			for _, text := range []string{"", "535 5.7.8 authentication failed", "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "user " + user, b64(user), b64("another password, longer than this one"), "AUTH PLAIN LOGIN XOAUTH2"} {
				if Echoes(text, user, secret) {
					t.Errorf("%.20q of %q seen in %q", secret, user, text)
				}
			}
		}
	}
	if plain := b64("\x00groups@example.org\x00s3cret"); !Echoes("you said "+plain[:28], "groups@example.org", "s3cret") {
		t.Error("PLAIN cut off in the middle of the password is not seen")
	}
	if Echoes("no", "a", "no") {
		t.Error("a word of three letters is no secret")
	}
}
