package demo

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// letter is a mail as its reader's program shows it.
type letter struct {
	MessageID  string // with < >
	InReplyTo  string
	References string
	From, To   string
	Subject    string
	Date       time.Time
	Text, HTML string
	Calendar   string // the calendar object, "" if there is none
	Automatic  bool   // Auto-Submitted says so
	Replied    bool   // it says auto-replied: an answer of a program
	Buttons    []button
}

// button is a link in the HTML part that opens a mail to be sent (RFC 6068).
type button struct{ Label, To, Subject, Body string }

// open reads a mail. What is broken in it stays empty.
func open(raw []byte) letter {
	var l letter
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return l
	}
	h := m.Header
	l.MessageID, l.InReplyTo, l.References = h.Get("Message-Id"), h.Get("In-Reply-To"), h.Get("References")
	l.From, l.To, l.Subject = decoded(h.Get("From")), decoded(h.Get("To")), decoded(h.Get("Subject"))
	l.Date, _ = h.Date()
	if a := h.Get("Auto-Submitted"); a != "" && a != "no" {
		l.Automatic, l.Replied = true, strings.HasPrefix(a, "auto-replied")
	}
	l.part(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), m.Body)
	for _, found := range buttonLink.FindAllStringSubmatch(l.HTML, -1) {
		if b, ok := parseMailto(html.UnescapeString(found[1])); ok {
			b.Label = strings.TrimSpace(html.UnescapeString(anyTag.ReplaceAllString(found[2], "")))
			l.Buttons = append(l.Buttons, b)
		}
	}
	return l
}

var (
	buttonLink = regexp.MustCompile(`(?s)<a [^>]*href="(mailto:[^"]+)"[^>]*>(.*?)</a>`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

func decoded(s string) string {
	if d, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return d
	}
	return s
}

// part reads one part of the MIME tree into the letter.
func (l *letter) part(contentType, encoding string, body io.Reader) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			l.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	switch {
	case kind == "text/plain" && l.Text == "":
		l.Text = text
	case kind == "text/html" && l.HTML == "":
		l.HTML = text
	case kind == "text/calendar" || kind == "application/ics":
		if l.Calendar == "" {
			l.Calendar = text
		}
	}
}

// parseMailto takes a mailto link apart, as a mail program does when it is
// pressed. A link without a text is an address, not a button.
func parseMailto(link string) (button, bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "mailto" {
		return button{}, false
	}
	to, err := url.PathUnescape(u.Opaque)
	if err != nil {
		return button{}, false
	}
	b := button{To: to}
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		v, err := url.PathUnescape(value) // a plus is a plus in a mailto link
		if err != nil {
			return button{}, false
		}
		switch strings.ToLower(name) {
		case "subject":
			b.Subject = v
		case "body":
			b.Body = v
		}
	}
	return b, b.Body != ""
}
