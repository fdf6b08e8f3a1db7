package mailflow

import (
	"errors"
	"fmt"
	"strings"
)

// authRes is one Authentication-Results field (RFC 8601).
type authRes struct {
	id      string
	results []authResult
}

type authResult struct {
	method, result string
	props          map[string]string // "header.d": value, keys in lower case
}

// parseAuthRes reads one field body (RFC 8601 2.2).
func parseAuthRes(value string) (authRes, error) {
	var res authRes
	if len(value) > maxFieldValue {
		return res, errors.New("too long")
	}
	toks, err := tokenise(value)
	if err != nil {
		return res, err
	}
	p := &authParser{toks: toks}
	// The id is left out by some servers: then a method=result stands first.
	if p.at(0).kind == word && p.at(1).kind != '=' && p.at(1).kind != '/' {
		res.id = p.next().text
		if p.at(0).kind == word && isDigits(p.at(0).text) {
			if version := p.next().text; version != "1" {
				return res, errors.New("unknown version")
			}
		}
		if p.at(0).kind == end {
			return res, errors.New("no result")
		}
		if p.next().kind != ';' {
			return res, errors.New("no semicolon after authserv-id")
		}
	}
	for {
		if p.at(0).kind == end {
			return res, nil // after a last semicolon, as Yahoo writes it
		}
		if p.at(0).kind == word && p.at(0).text == "none" && p.at(1).kind == end && len(res.results) == 0 {
			return res, nil
		}
		r, err := p.result()
		if err != nil {
			return res, err
		}
		res.results = append(res.results, r)
		switch p.next().kind {
		case end:
			return res, nil
		case ';':
		default:
			return res, errors.New("no semicolon after a result")
		}
	}
}

type authParser struct{ toks []token }

func (p *authParser) at(i int) token {
	if i < len(p.toks) {
		return p.toks[i]
	}
	return token{kind: end}
}

func (p *authParser) next() token {
	t := p.at(0)
	if len(p.toks) > 0 {
		p.toks = p.toks[1:]
	}
	return t
}

// result reads "method [/version] = result [reason=value] *(ptype.property = value)".
func (p *authParser) result() (authResult, error) {
	r := authResult{props: map[string]string{}}
	method := p.next()
	if method.kind != word || !isKeyword(method.text) {
		return r, errors.New("no method")
	}
	r.method = strings.ToLower(method.text)
	if p.at(0).kind == '/' {
		p.next()
		if v := p.next(); v.kind != word || !isDigits(v.text) {
			return r, errors.New("bad method version")
		}
	}
	if p.next().kind != '=' {
		return r, errors.New("no = after method")
	}
	result := p.next()
	if result.kind != word || !isKeyword(result.text) {
		return r, errors.New("no result after method")
	}
	r.result = strings.ToLower(result.text)
	for p.at(0).kind == word {
		name := strings.ToLower(p.next().text)
		if p.next().kind != '=' {
			return r, errors.New("property without =")
		}
		value, err := p.value()
		if err != nil {
			return r, err
		}
		if _, twice := r.props[name]; twice {
			return r, fmt.Errorf("property %s twice", name)
		}
		r.props[name] = value
	}
	return r, nil
}

// value joins the tokens of a pvalue that stand together: local parts may hold
// = and / and quoted strings (RFC 8601 2.2, RFC 5321 4.1.2).
func (p *authParser) value() (string, error) {
	first := p.next()
	if first.kind == end || first.kind == ';' {
		return "", errors.New("empty value")
	}
	value := first.text
	for t := p.at(0); t.glued && t.kind != ';' && t.kind != end; t = p.at(0) {
		if t.kind == quoted && first.kind == quoted {
			return "", errors.New("quoted strings side by side")
		}
		value += p.next().text
	}
	return value, nil
}

const (
	end    = 0
	word   = 'w'
	quoted = 'q'
)

// token is a word, a quoted string or one of ; = / on its own. Glued: nothing,
// not even a comment, stands between it and the token before.
type token struct {
	kind  rune
	text  string
	glued bool
}

// tokenise splits a field body; comments and blanks only separate. It refuses
// what is left open and any byte that has no place there.
func tokenise(s string) ([]token, error) {
	var toks []token
	glued := false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t':
			glued = false
			i++
		case c == '(':
			n, err := skipComment(s[i:])
			if err != nil {
				return nil, err
			}
			i, glued = i+n, false
		case c == '"':
			text, n, err := readQuoted(s[i:])
			if err != nil {
				return nil, err
			}
			toks = append(toks, token{kind: quoted, text: text, glued: glued})
			i, glued = i+n, true
		case c == ';' || c == '=' || c == '/':
			toks = append(toks, token{kind: rune(c), text: string(c), glued: glued})
			i, glued = i+1, true
		case isWordByte(c):
			j := i
			for j < len(s) && isWordByte(s[j]) {
				j++
			}
			toks = append(toks, token{kind: word, text: s[i:j], glued: glued})
			i, glued = j, true
		default:
			return nil, fmt.Errorf("unexpected %q", c)
		}
	}
	return toks, nil
}

func skipComment(s string) (int, error) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		}
	}
	return 0, errors.New("open comment")
}

func readQuoted(s string) (string, int, error) {
	var text strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i < len(s) {
				text.WriteByte(s[i])
			}
		case '"':
			return text.String(), i + 1, nil
		default:
			text.WriteByte(c)
		}
	}
	return "", 0, errors.New("open quoted string")
}

// isWordByte: what may stand in a value without quotes. More than a token of
// RFC 2045, because addresses, IPv6 and base64 are written there in practice;
// nothing of it can end a value or begin another.
func isWordByte(c byte) bool {
	switch c {
	case '(', ')', '<', '>', ',', ';', '"', '\\', '/', '=', 0x7f:
		return false
	}
	return c > ' ' && c < 0x7f
}

func isKeyword(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '-' && s[i] != '_' {
			return false
		}
	}
	return s != ""
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
