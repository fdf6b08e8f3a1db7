package mailflow

import (
	"bytes"
	"mime"
	"strings"
	"unicode"
)

// Field is one header field: its name as written and its value unfolded, not
// yet decoded (RFC 5322 2.2.3).
type Field struct {
	Name  string
	Value string
}

// Header is a header block in the order of the mail, so topmost first. It is
// read-only.
type Header struct{ fields []Field }

// All returns every field, topmost first.
func (h Header) All() []Field { return h.fields }

// Has says whether there is a field of that name, in any case of letters.
func (h Header) Has(name string) bool {
	for _, f := range h.fields {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	return false
}

// Raw returns the topmost field of that name unfolded but not decoded, or "".
func (h Header) Raw(name string) string {
	for _, f := range h.fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Get returns the topmost field of that name as text: encoded words decoded
// (RFC 2047), stray 8-bit bytes read as UTF-8 or else Latin-1.
func (h Header) Get(name string) string { return decodeWords(h.Raw(name)) }

// Values returns every field of that name, topmost first, not decoded.
func (h Header) Values(name string) []string {
	var all []string
	for _, f := range h.fields {
		if strings.EqualFold(f.Name, name) {
			all = append(all, f.Value)
		}
	}
	return all
}

// splitHeader cuts a header block from the front of b. Real mails break the
// rules, so: an mbox "From " line is skipped, and a line that is neither a
// field nor a continuation begins the body, so that no words are lost.
func splitHeader(b []byte) (Header, []byte) {
	var h Header
	first := true
	for len(b) > 0 {
		line, rest := cutLine(b)
		if len(line) == 0 {
			return h, rest
		}
		switch {
		case line[0] == ' ' || line[0] == '\t':
			if n := len(h.fields); n > 0 {
				// Joining is done below in one go: a long field must not cost
				// the square of its lines.
				value, after := continuation(b)
				h.fields[n-1].Value += value
				b, first = after, false
				continue
			}
		case first && (bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))):
		default:
			name, value, ok := bytes.Cut(line, []byte(":"))
			name = bytes.TrimRight(name, " \t")
			if !ok || !isFieldName(name) {
				return h, b
			}
			h.fields = append(h.fields, Field{Name: string(name), Value: string(bytes.Trim(value, " \t"))})
		}
		b, first = rest, false
	}
	return h, nil
}

// continuation takes all the continuation lines at the front of b.
func continuation(b []byte) (string, []byte) {
	var joined strings.Builder
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		line, rest := cutLine(b)
		joined.WriteByte(' ')
		joined.Write(bytes.Trim(line, " \t"))
		b = rest
	}
	return strings.TrimRight(joined.String(), " "), b
}

// cutLine returns the first line of b without its CRLF or LF, and the rest.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return bytes.TrimSuffix(b, []byte("\r")), nil
	}
	return bytes.TrimSuffix(b[:i], []byte("\r")), b[i+1:]
}

func isFieldName(name []byte) bool {
	if len(name) == 0 || len(name) > 200 {
		return false
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// decodeWords decodes the encoded words of a header value. What cannot be
// decoded stays as it was written.
func decodeWords(value string) string {
	value = toUTF8([]byte(value), "")
	if !strings.Contains(value, "=?") {
		return cleanLine(value)
	}
	decoded, err := newWordDecoder().DecodeHeader(mergeWords(value))
	if err != nil {
		return cleanLine(value)
	}
	return cleanLine(decoded)
}

// mergeWords joins encoded words of one charset and encoding that stand side by
// side: against RFC 2047 5 some programs split in the middle of a character.
func mergeWords(value string) string {
	pieces := strings.Split(value, "?=")
	var out strings.Builder
	last := "" // "=?utf-8?b?" of the word just written, if another may join it
	for i, piece := range pieces {
		begin := strings.LastIndex(piece, "=?")
		if begin < 0 || i == len(pieces)-1 {
			if last != "" {
				out.WriteString("?=")
			}
			out.WriteString(piece)
			if last = ""; i < len(pieces)-1 {
				out.WriteString("?=")
			}
			continue
		}
		parts := strings.SplitN(piece[begin:], "?", 4)
		lead := ""
		if len(parts) == 4 && (strings.EqualFold(parts[2], "b") || strings.EqualFold(parts[2], "q")) {
			lead = strings.ToLower(strings.Join(parts[:3], "?") + "?")
		}
		if last != "" && lead == last && strings.TrimSpace(piece[:begin]) == "" {
			out.WriteString(parts[3])
		} else {
			if last != "" {
				out.WriteString("?=")
			}
			out.WriteString(piece)
		}
		last = lead
		if lead == "" || strings.HasSuffix(lead, "?b?") && (len(parts[3])%4 != 0 || strings.HasSuffix(parts[3], "=")) {
			out.WriteString("?=")
			last = ""
		}
	}
	return out.String()
}

// cleanLine turns line breaks and other controls into spaces, and drops what turns or
// hides text: an encoded word can smuggle them in, and our answer may repeat it.
func cleanLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return dropInvisible(r)
	}, s)
}

func newWordDecoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: charsetReader}
}
