package mailflow

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"
)

// longestWord is how long an encoded-word of ours may be. RFC 2047 2 allows 75, but no more than 76 octets for a
// line that has one, the name of its field included; so it is less by the longest name that text stands behind,
// "List-Id: ".
const longestWord = 66

// What an encoded-word may show as it is: almost everything in a text, little in a name (RFC 2047 5 (3)).
const (
	plainInText = "!\"#$%&'()*+,-./:;<>@[\\]^`{|}~"
	plainInName = "!*+-/"
)

// encodeText writes a Subject (RFC 2047): as it stands if it is ASCII, else as encoded-words with blanks between,
// where it can be folded. No rune is cut (RFC 2047 5).
func encodeText(s string) string {
	if isPlainASCII(s) {
		return s
	}
	return encodedWords(s, plainInText)
}

// encodeName writes a name before an address or a list's id: a quoted string if it is ASCII, else encoded-words.
// It ends in a blank, and is empty for an empty name.
func encodeName(s string) string {
	switch {
	case s == "":
		return ""
	case isPlainASCII(s):
		// The library's own form of a quoted string.
		return strings.TrimSuffix((&mail.Address{Name: s, Address: "x@x"}).String(), "<x@x>")
	}
	return encodedWords(s, plainInName) + " "
}

// isPlainASCII is true for what can stand as it is, and cannot be taken for an encoded-word.
func isPlainASCII(s string) bool {
	return !strings.Contains(s, "=?") && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

func encodedWords(s, plain string) string {
	const begin, end = "=?utf-8?q?", "?="
	var b strings.Builder
	length := longestWord // a word begins with the first rune
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		piece := qEncoded(r, plain)
		if length+len(piece)+len(end) > longestWord {
			if b.Len() > 0 {
				b.WriteString(end + " ")
			}
			b.WriteString(begin)
			length = len(begin)
		}
		b.WriteString(piece)
		length += len(piece)
	}
	return b.String() + end
}

// qEncoded is one rune in the encoding "Q" (RFC 2047 4.2).
func qEncoded(r rune, plain string) string {
	switch {
	case r == ' ':
		return "_"
	case '0' <= r && r <= '9', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', r < utf8.RuneSelf && strings.ContainsRune(plain, r):
		return string(r)
	}
	var b strings.Builder
	for _, octet := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", octet)
	}
	return b.String()
}
