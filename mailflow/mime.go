package mailflow

import (
	"bytes"
	"mime"
	"net/url"
	"strings"
)

// part is one MIME entity (RFC 2045, 2046). Its body is a slice of the raw
// mail, still encoded.
type part struct {
	header   Header
	media    string // "text/plain", lower case, never empty
	params   map[string]string
	transfer string // Content-Transfer-Encoding, lower case
	body     []byte
	children []*part
}

// scanner walks a raw mail once from front to back, holding the boundaries of
// the multiparts it is in. Nothing is copied or decoded, so that limits are
// known before any real work begins, and the time does not grow with depth.
type scanner struct {
	raw        []byte
	boundaries []string
	open       map[string]int // boundary: its place in boundaries
	parts      int
	headers    int // bytes of all header blocks so far
	nearMisses int // lines that were almost boundaries
}

// delimiter is a boundary line found: which level it belongs to, whether it
// closes that level, where the body before it ends and the next part begins.
type delimiter struct {
	level   int // -1: the mail is at its end
	closes  bool
	bodyEnd int
	next    int
}

// scanParts reads the MIME structure of a mail and checks the limits that need
// no decoding.
func scanParts(raw []byte) (*part, error) {
	if len(raw) > MaxRaw {
		return nil, limitError("raw mail of bytes", MaxRaw)
	}
	s := &scanner{raw: raw, open: map[string]int{}}
	root, _, err := s.entity(0, 0, "text/plain")
	if err == nil && s.nearMisses > maxNearMisses {
		return nil, limitError("lines like boundaries", maxNearMisses)
	}
	return root, err
}

// maxNearMisses is how many lines may look like a boundary without being one.
const maxNearMisses = 100000

// entity reads one header block and what belongs to it, from pos on. It returns
// the delimiter that ended it.
func (s *scanner) entity(pos, depth int, fallback string) (*part, delimiter, error) {
	if depth > MaxNesting {
		return nil, delimiter{}, limitError("nesting of parts", MaxNesting)
	}
	if s.parts++; s.parts > MaxParts {
		return nil, delimiter{}, limitError("number of parts", MaxParts)
	}
	p, bodyStart, err := s.head(pos, depth, fallback)
	if err != nil {
		return nil, delimiter{}, err
	}
	boundary := p.params["boundary"]
	if boundary == "" && strings.HasPrefix(p.media, "multipart/") {
		if boundary = guessBoundary(s.raw[bodyStart:]); boundary == "" {
			p.media = "text/plain"
		}
	}
	switch {
	case strings.HasPrefix(p.media, "multipart/"):
		return s.multipart(p, bodyStart, depth, boundary)
	case isEnclosedMessage(p) && isIdentity(p.transfer):
		child, end, err := s.entity(bodyStart, depth+1, "text/plain")
		if err != nil {
			return nil, delimiter{}, err
		}
		p.children = []*part{child}
		p.body = s.raw[bodyStart:max(bodyStart, end.bodyEnd)]
		return p, end, nil
	}
	end := s.nextDelimiter(bodyStart)
	p.body = s.raw[bodyStart:end.bodyEnd]
	return p, end, nil
}

// head reads the header block at pos.
func (s *scanner) head(pos, depth int, fallback string) (*part, int, error) {
	block := s.raw[pos:min(len(s.raw), pos+MaxHeader+1)]
	header, rest := splitHeader(block)
	if rest == nil && len(block) > MaxHeader {
		return nil, 0, limitError("header bytes", MaxHeader)
	}
	size := len(block) - len(rest)
	// The enclosed headers together get five times the room of the first.
	if depth > 0 {
		if s.headers += size; s.headers > 5*MaxHeader {
			return nil, 0, limitError("header bytes of parts", 5*MaxHeader)
		}
	}
	p := &part{header: header}
	p.media, p.params = parseParams(header.Raw("Content-Type"))
	switch {
	case p.media == "" || !header.Has("Content-Type"):
		p.media = fallback
	case p.media == "text":
		p.media = "text/plain"
	}
	p.transfer = strings.ToLower(strings.TrimSpace(stripComments(header.Raw("Content-Transfer-Encoding"))))
	return p, pos + size, nil
}

func (s *scanner) multipart(p *part, bodyStart, depth int, boundary string) (*part, delimiter, error) {
	level := len(s.boundaries)
	outer, shadowed := s.open[boundary]
	s.boundaries = append(s.boundaries, boundary)
	s.open[boundary] = level
	leave := func() {
		s.boundaries = s.boundaries[:level]
		if delete(s.open, boundary); shadowed {
			s.open[boundary] = outer
		}
	}
	fallback := "text/plain"
	if p.media == "multipart/digest" {
		fallback = "message/rfc822"
	}
	d := s.nextDelimiter(bodyStart)
	if d.level != level {
		// The boundary never came: what there is, is text.
		leave()
		p.media = "text/plain"
		p.body = s.raw[bodyStart:d.bodyEnd]
		return p, d, nil
	}
	p.body = s.raw[bodyStart:d.bodyEnd]
	for d.level == level && !d.closes {
		child, end, err := s.entity(d.next, depth+1, fallback)
		if err != nil {
			return nil, delimiter{}, err
		}
		p.children = append(p.children, child)
		d = end
	}
	leave()
	if d.level == level {
		// Closed; the epilogue is nobody's, but an outer delimiter ends it.
		d = s.nextDelimiter(d.next)
	}
	return p, d, nil
}

// nextDelimiter finds the next line that is a boundary of any open multipart
// (RFC 2046 5.1.1; the line break before it belongs to it).
func (s *scanner) nextDelimiter(from int) delimiter {
	atEnd := delimiter{level: -1, bodyEnd: len(s.raw), next: len(s.raw)}
	if len(s.boundaries) == 0 {
		return atEnd
	}
	var first [256]bool
	for _, b := range s.boundaries {
		first[b[0]] = true
	}
	// A plain loop from dash to dash: its time does not depend on how many lines
	// or how many dashes there are.
	for pos := from; pos+2 < len(s.raw); pos++ {
		if s.raw[pos] != '-' || s.raw[pos+1] != '-' || !first[s.raw[pos+2]] || pos > 0 && s.raw[pos-1] != '\n' {
			continue
		}
		line, rest := cutLine(s.raw[pos+2:])
		if level, closes, ok := s.match(line); ok {
			return delimiter{level: level, closes: closes, bodyEnd: bodyEnd(s.raw, from, pos), next: len(s.raw) - len(rest)}
		}
		if s.nearMisses > maxNearMisses {
			return atEnd
		}
	}
	return atEnd
}

func (s *scanner) match(line []byte) (level int, closes, ok bool) {
	n := len(line)
	if n > 1000 {
		return 0, false, false
	}
	for n > 0 && (line[n-1] == ' ' || line[n-1] == '\t' || line[n-1] == '\r') {
		n--
	}
	line = line[:n]
	// Looking at the length first makes lines of a hostile mail cheap.
	if s.hasLength(n) {
		if level, ok = s.open[string(line)]; ok {
			return level, false, true
		}
		s.nearMisses++
	}
	if n >= 2 && line[n-1] == '-' && line[n-2] == '-' && s.hasLength(n-2) {
		level, ok = s.open[string(line[:n-2])]
		return level, true, ok
	}
	return 0, false, false
}

func (s *scanner) hasLength(n int) bool {
	for i := len(s.boundaries) - 1; i >= 0; i-- {
		if len(s.boundaries[i]) == n {
			return true
		}
	}
	return false
}

// bodyEnd leaves out the line break that belongs to the delimiter at pos.
func bodyEnd(raw []byte, from, pos int) int {
	if pos > from && raw[pos-1] == '\n' {
		pos--
		if pos > from && raw[pos-1] == '\r' {
			pos--
		}
	}
	return max(pos, from)
}

// guessBoundary finds the boundary of a multipart that does not tell it: the
// first line that begins with two dashes.
func guessBoundary(body []byte) string {
	body = body[:min(len(body), 4096)]
	for len(body) > 0 {
		var line []byte
		line, body = cutLine(body)
		line = bytes.TrimRight(line, " \t")
		if len(line) > 2 && len(line) <= 72 && bytes.HasPrefix(line, []byte("--")) {
			return string(line[2:])
		}
	}
	return ""
}

func isEnclosedMessage(p *part) bool {
	return p.media == "message/rfc822" || p.media == "message/global"
}

func isIdentity(transfer string) bool {
	return transfer != "base64" && transfer != "quoted-printable"
}

// disposition returns the lower-case Content-Disposition and the file name of
// a part, wherever it stands (RFC 2183).
func (p *part) disposition() (kind, name string) {
	kind, params := parseParams(p.header.Raw("Content-Disposition"))
	if name = params["filename"]; name == "" {
		name = p.params["name"]
	}
	return kind, decodeWords(name)
}

// parseParams reads "value; key=word; key="quoted"" (RFC 2045 5.1, RFC 2231).
// The strict parser goes first; what it refuses is read as far as it makes
// sense, because real mails have unquoted blanks and doubled keys.
func parseParams(s string) (string, map[string]string) {
	if len(s) > maxFieldValue {
		s = s[:maxFieldValue]
	}
	if value, params, err := mime.ParseMediaType(s); err == nil {
		return value, params
	}
	pieces := splitOutsideQuotes(s, ';')
	value := strings.ToLower(strings.TrimSpace(stripComments(pieces[0])))
	params := map[string]string{}
	for _, piece := range pieces[1:] {
		key, val, ok := strings.Cut(piece, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		val = strings.Trim(strings.TrimSpace(val), `"`)
		if base, found := strings.CutSuffix(key, "*"); found {
			key = base
			if i := strings.LastIndexByte(val, '\''); i >= 0 {
				if plain, err := url.PathUnescape(val[i+1:]); err == nil {
					val = plain
				}
			}
		}
		if _, twice := params[key]; ok && key != "" && !twice {
			params[key] = val
		}
	}
	return value, params
}

func splitOutsideQuotes(s string, at byte) []string {
	var pieces []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == at && !quoted:
			pieces = append(pieces, s[start:i])
			start = i + 1
		}
	}
	return append(pieces, s[start:])
}

// stripComments takes RFC 5322 comments out of a value; text in quotes stays.
func stripComments(s string) string {
	if !strings.Contains(s, "(") {
		return s
	}
	var out strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			if depth == 0 {
				out.WriteString(s[i : i+2])
			}
			i++
			continue
		case c == '"' && depth == 0:
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
			continue
		case c == ')' && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			out.WriteByte(c)
		}
	}
	return out.String()
}
