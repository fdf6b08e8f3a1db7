package mailflow

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 6). It never
// fails: broken base64 and quoted-printable give what could be read. No more
// than limit+1 bytes are made, so that a caller can tell "too long".
func decodeTransfer(body []byte, transfer string, limit int) []byte {
	switch transfer {
	case "base64":
		if !saysPlainly(body) {
			return decodeBase64(body, limit)
		}
	case "quoted-printable":
		return decodeQuoted(body, limit)
	case "x-uuencode", "uuencode", "x-uue":
		return decodeUU(body, limit)
	}
	if len(body) > limit {
		body = body[:limit+1]
	}
	return body
}

// saysPlainly: the first line of an encoded body is what somebody wrote, with blanks
// between words. Then the encoding was declared by mistake, and undoing it would make
// nonsense of the words.
func saysPlainly(body []byte) bool {
	line, _ := cutLine(bytes.TrimLeft(body[:min(len(body), 1000)], "\r\n"))
	blanks, marks := 0, 0
	for i, c := range bytes.TrimRight(line, " \t\r") {
		switch {
		case c < ' ' && c != '\t' || c == 0x7f:
			return false
		case c == ' ' && i > 0:
			blanks++
		case c != '=' && base64Values[c] >= 64:
			marks++
		}
	}
	return blanks > 0 && blanks+marks > 1 && len(line) < 12*(blanks+1)
}

// decodeBase64 skips whatever is not of the alphabet and starts anew after
// padding, as concatenated base64 needs it.
func decodeBase64(body []byte, limit int) []byte {
	out := make([]byte, 0, min(limit+4, len(body)/4*3+3))
	var bits uint32
	n := 0
	for _, c := range body {
		v := base64Values[c]
		if v >= 64 {
			if c == '=' {
				out = appendBits(out, bits, n)
				bits, n = 0, 0
			}
			continue
		}
		bits = bits<<6 | uint32(v)
		if n++; n == 4 {
			if out = append(out, byte(bits>>16), byte(bits>>8), byte(bits)); len(out) > limit {
				return out[:limit+1]
			}
			bits, n = 0, 0
		}
	}
	out = appendBits(out, bits, n)
	return out[:min(len(out), limit+1)]
}

// appendBits adds the bytes of an unfinished group of n characters.
func appendBits(out []byte, bits uint32, n int) []byte {
	switch n {
	case 2:
		return append(out, byte(bits>>4))
	case 3:
		return append(out, byte(bits>>10), byte(bits>>2))
	}
	return out
}

// base64Values maps a character to its value in either alphabet of RFC 4648;
// 255 for all others.
var base64Values = func() (values [256]byte) {
	for i := range values {
		values[i] = 255
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		values[c] = byte(i)
	}
	values['-'], values['_'] = 62, 63
	return values
}()

// decodeQuoted reads quoted-printable (RFC 2045 6.7); a broken escape stays as
// it was written.
func decodeQuoted(body []byte, limit int) []byte {
	out := make([]byte, 0, min(limit+1, len(body)))
	for len(body) > 0 && len(out) <= limit {
		var line []byte
		i := bytes.IndexByte(body, '\n')
		if i < 0 {
			line, body = body, nil
		} else {
			line, body = body[:i], body[i+1:]
		}
		line = bytes.TrimRight(line, " \t\r")
		soft := bytes.HasSuffix(line, []byte("="))
		if soft {
			line = line[:len(line)-1]
		}
		for j := 0; j < len(line); j++ {
			if line[j] == '=' && j+2 < len(line) {
				high, ok1 := hexDigit(line[j+1])
				low, ok2 := hexDigit(line[j+2])
				if ok1 && ok2 {
					out = append(out, high<<4|low)
					j += 2
					continue
				}
			}
			out = append(out, line[j])
		}
		if !soft && i >= 0 {
			out = append(out, '\n')
		}
	}
	if len(out) > limit {
		return out[:limit+1]
	}
	return out
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

// decodeUU reads the old uuencode, line by line.
func decodeUU(body []byte, limit int) []byte {
	var out []byte
	for len(body) > 0 && len(out) <= limit {
		var line []byte
		line, body = cutLine(body)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("begin ")) || bytes.Equal(line, []byte("end")) {
			continue
		}
		want := int(line[0]-' ') & 0x3f
		var got []byte
		for i := 1; i+3 < len(line) && len(got) < want; i += 4 {
			var v uint32
			for _, c := range line[i : i+4] {
				v = v<<6 | uint32(c-' ')&0x3f
			}
			got = append(got, byte(v>>16), byte(v>>8), byte(v))
		}
		out = append(out, got[:min(want, len(got))]...)
	}
	if len(out) > limit {
		return out[:limit+1]
	}
	return out
}

// toUTF8 reads bytes as text: as UTF-8 if they are that, else in the declared
// charset, else as Latin-1 (in its Windows form, which is what is meant).
func toUTF8(b []byte, declared string) string {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if (bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))) && bytes.IndexByte(b, 0) >= 0 {
		declared = "utf-16" // its mark says more than what was declared
	}
	enc := charset(declared)
	if utf8.Valid(b) && (!isStateful(declared) || isNoUTF16(b, declared)) && !(enc != nil && couldBeDoubleByte(b, declared)) {
		return string(b)
	}
	if strings.HasPrefix(normalCharset(declared), "utf-16") {
		enc = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
		if strings.HasSuffix(normalCharset(declared), "le") {
			enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
		}
	}
	if enc != nil {
		if text, err := enc.NewDecoder().Bytes(b); err == nil {
			return string(text)
		}
	}
	if whole := trimCutRune(b); enc == nil && utf8.Valid(whole) {
		return string(whole)
	}
	if mostlyUTF8(b) {
		// One broken byte (a cut mail, a wrong gateway) is no reason to
		// garble all the rest.
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(text)
}

// charset finds a charset by its declared name; nil if there is none such or
// if it is UTF-8 or ASCII, where there is nothing to do.
func charset(name string) encoding.Encoding {
	name = normalCharset(name)
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "binary":
		return nil
	}
	// The web's index answers "replacement" (nothing readable) for charsets
	// that are a danger to browsers; mail has no such danger.
	if enc, err := htmlindex.Get(name); err == nil && enc != nil && enc != encoding.Replacement {
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
		return enc
	}
	return nil
}

func normalCharset(name string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
}

// isStateful names charsets whose text is also valid UTF-8 without meaning it.
func isStateful(name string) bool {
	name = normalCharset(name)
	return strings.HasPrefix(name, "iso-2022-") || strings.HasPrefix(name, "utf-16") || name == "hz-gb-2312" || name == "utf-7"
}

// isNoUTF16 says that text which is declared to be UTF-16 is none: there every
// blank and line end has a zero byte.
func isNoUTF16(b []byte, declared string) bool {
	return strings.HasPrefix(normalCharset(declared), "utf-16") && bytes.ContainsAny(b, " \n") && !bytes.ContainsFunc(b, func(r rune) bool { return r == 0 || r >= utf8.RuneSelf })
}

// couldBeDoubleByte says that text declared in a double-byte charset is valid
// UTF-8 only by accident: real UTF-8 of these languages has three-byte runes.
func couldBeDoubleByte(b []byte, declared string) bool {
	switch normalCharset(declared) {
	case "gb2312", "gbk", "gb18030", "big5", "big5-hkscs", "euc-kr", "ks_c_5601-1987", "cp949", "shift_jis", "sjis", "cp932", "euc-jp", "windows-31j":
	default:
		return false
	}
	seen := false
	for i := 0; i < len(b); {
		_, size := utf8.DecodeRune(b[i:])
		if size > 2 {
			return false
		}
		seen = seen || size == 2
		i += size
	}
	return seen
}

// trimCutRune drops the beginning of a rune that a cut mail ends with.
func trimCutRune(b []byte) []byte {
	for n := 1; n <= 3 && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= 0xc2 && !utf8.FullRune(b[len(b)-n:]) {
				return b[:len(b)-n]
			}
			break
		}
	}
	return b
}

// mostlyUTF8 says that b is UTF-8 but for a few broken bytes.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		i += size
	}
	return good > 4*bad
}

// charsetReader serves mime.WordDecoder.
func charsetReader(name string, input io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(input, MaxHeader))
	if err != nil {
		return nil, fmt.Errorf("read encoded word: %w", err)
	}
	return strings.NewReader(toUTF8(b, name)), nil
}
