package mailflow

import (
	"bytes"
	"encoding/json"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"
)

// body is what one MIME node has to say, in up to two forms.
type body struct{ text, html string }

// bodyReader collects texts, calendars and attachments of a mail.
type bodyReader struct {
	inline   [][]byte // text/calendar
	attached [][]byte // application/ics and the like
	sealed   map[Seal]bool
	file     string // the name of the first file that a person attached
	reaction string // all that was said was an emoji under our mail
	textSize int
	htmlSize int
	icsSize  int
}

func (m *Mail) readBody(root *part) error {
	r := &bodyReader{sealed: map[Seal]bool{}}
	b, err := r.read(root)
	if err != nil {
		return err
	}
	m.Text, m.HTML = b.text, b.html
	if r.reaction != "" { // beside it a program says in words that there is one
		m.Text, m.HTML = r.reaction, ""
	}
	m.Calendars = slices.Concat(r.inline, r.attached)
	for _, ics := range m.Calendars {
		m.calendarMethods = append(m.calendarMethods, calendarMethod(ics))
	}
	if strings.HasPrefix(strings.TrimSpace(m.Text), "-----BEGIN PGP MESSAGE-----") {
		m.Text, m.HTML = "", ""
		r.sealed[Encrypted] = true
	}
	m.Attached = r.file
	r.sealed[Winmail] = r.sealed[Winmail] && len(m.Calendars) == 0
	r.sealed[File] = r.sealed[File] || len(m.Calendars) > 0
	for _, s := range []Seal{Winmail, Encrypted, File} {
		if r.sealed[s] {
			m.Sealed = s
			break
		}
	}
	return nil
}

// read returns the text of a node. Enclosed messages are somebody else's words
// and calendars (wire.md, calendar replies 11), so they are left out.
func (r *bodyReader) read(p *part) (body, error) {
	switch {
	case isEnclosedMessage(p):
		r.sealed[File] = true
		return body{}, nil
	case p.media == "multipart/encrypted":
		r.sealed[Encrypted] = true
		return body{}, nil
	case p.media == "multipart/alternative":
		return r.alternative(p)
	case len(p.children) > 0:
		return r.sequence(p)
	}
	disposition, name := p.disposition()
	lower := strings.ToLower(name)
	switch {
	case p.media == "text/calendar":
		return body{}, r.calendar(p, &r.inline)
	case p.media == "application/ics", p.media == "text/x-vcalendar", strings.HasSuffix(lower, ".ics"), p.media == "application/octet-stream" && p.looksLikeCalendar():
		return body{}, r.calendar(p, &r.attached)
	case p.media == "text/vnd.google.email-reaction+json":
		r.reaction = reaction(decodeTransfer(p.body, p.transfer, 1000))
		return body{}, nil
	case p.media == "application/ms-tnef", lower == "winmail.dat":
		r.sealed[Winmail] = true
		return body{}, nil
	case p.media == "application/pkcs7-mime", p.media == "application/x-pkcs7-mime":
		r.sealed[Encrypted] = true
		return body{}, nil
	case disposition == "attachment" && name != "":
		r.sealed[File] = true
		if r.file == "" && p.attachedByAPerson(name) {
			r.file = name
		}
		return body{}, nil
	case p.media == "text/plain" || p.media == "text/markdown":
		return r.plain(p)
	case p.media == "text/html" || p.media == "application/xhtml+xml":
		return r.markup(p)
	}
	r.sealed[File] = r.sealed[File] || p.mayHoldWords()
	return body{}, nil
}

// reaction is the emoji of a part as Gmail makes it for a tap below a mail.
func reaction(raw []byte) string {
	var said struct {
		Emoji string `json:"emoji"`
	}
	if json.Unmarshal(raw, &said) != nil || len(said.Emoji) > 64 || strings.ContainsFunc(said.Emoji, func(r rune) bool { return r < 0x80 && r != '#' && r != '*' && (r < '0' || r > '9') }) {
		return ""
	}
	return said.Emoji
}

// mayHoldWords: a person may have put what they say into this part. Signatures, cards,
// and pictures that belong to the markup hold none.
func (p *part) mayHoldWords() bool {
	kind, sub, _ := strings.Cut(p.media, "/")
	switch kind {
	case "audio", "video":
		return true
	case "image":
		return !p.header.Has("Content-ID")
	case "application":
		return !strings.HasSuffix(sub, "-signature") && !strings.HasPrefix(sub, "pgp")
	}
	return false
}

// serverFile is what Exchange calls a part that it moved behind a file.
var serverFile = regexp.MustCompile(`(?i)^att\d+\.(txt|html?)$`)

// attachedByAPerson tells whether a file was put into the mail by its writer, and not
// by a program on their behalf.
func (p *part) attachedByAPerson(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".vcf", ".asc", ".sig", ".p7s", ".p7m":
		return false
	}
	return !p.header.Has("Content-ID") && !serverFile.MatchString(name) && p.media != "text/vcard" && p.media != "text/x-vcard" && !strings.HasPrefix(p.media, "application/pgp")
}

// alternative takes the first plain and the first HTML form that says
// something.
func (r *bodyReader) alternative(p *part) (body, error) {
	var b body
	for _, child := range p.children {
		got, err := r.read(child)
		if err != nil {
			return b, err
		}
		if strings.TrimSpace(b.text) == "" {
			b.text = got.text
		}
		if b.html == "" {
			b.html = got.html
		}
	}
	return b, nil
}

// sequence joins the children of mixed, related, signed and the like. Where
// one child has a form the other lacks, it is translated, so that both forms
// stay whole (Apple Mail puts text, picture, text; lists add a footer).
func (r *bodyReader) sequence(p *part) (body, error) {
	var all []body
	anyText, anyHTML := false, false
	for _, child := range p.children {
		got, err := r.read(child)
		if err != nil {
			return body{}, err
		}
		if strings.TrimSpace(got.text) == "" && got.html == "" {
			continue
		}
		all = append(all, got)
		anyText = anyText || got.text != ""
		anyHTML = anyHTML || got.html != ""
	}
	if len(all) == 1 {
		return all[0], nil
	}
	var text, markup []string
	for _, b := range all {
		switch {
		case anyText && b.text == "":
			b.text = renderHTML(b.html)
		case anyHTML && b.html == "":
			b.html = "<div style=\"white-space:pre-wrap\">" + html.EscapeString(b.text) + "</div>"
		}
		text = append(text, strings.TrimRight(b.text, "\n"))
		markup = append(markup, b.html)
	}
	var joined body
	if anyText {
		joined.text = strings.Join(text, "\n\n")
	}
	if anyHTML {
		joined.html = strings.Join(markup, "\n")
	}
	return joined, nil
}

func (r *bodyReader) plain(p *part) (body, error) {
	if len(p.body) > maxEncodedText {
		return body{}, limitError("bytes of encoded text", maxEncodedText)
	}
	raw := decodeTransfer(p.body, p.transfer, MaxText)
	if r.textSize += len(raw); r.textSize > MaxText {
		return body{}, limitError("bytes of text", MaxText)
	}
	text := cleanText(toUTF8(raw, p.params["charset"]))
	if strings.EqualFold(p.params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	return body{text: text}, nil
}

func (r *bodyReader) markup(p *part) (body, error) {
	if len(p.body) > maxEncodedText {
		return body{}, limitError("bytes of encoded HTML", maxEncodedText)
	}
	raw := decodeTransfer(p.body, p.transfer, MaxText)
	if r.htmlSize += len(raw); r.htmlSize > MaxText {
		return body{}, limitError("bytes of HTML", MaxText)
	}
	declared := p.params["charset"]
	if declared == "" {
		declared = metaCharset(raw)
	}
	return body{html: cleanText(toUTF8(raw, declared))}, nil
}

func (r *bodyReader) calendar(p *part, to *[][]byte) error {
	raw := decodeTransfer(p.body, p.transfer, MaxCalendar)
	if len(raw) > MaxCalendar {
		return limitError("bytes of a calendar", MaxCalendar)
	}
	if r.icsSize += len(raw); r.icsSize > MaxCalendars {
		return limitError("bytes of calendars", MaxCalendars)
	}
	if len(bytes.TrimSpace(raw)) > 0 {
		*to = append(*to, []byte(toUTF8(raw, p.params["charset"])))
	}
	return nil
}

// looksLikeCalendar looks at the first bytes of a part without a telling name.
func (p *part) looksLikeCalendar() bool {
	front := p.body[:min(len(p.body), 200)]
	front = bytes.TrimSpace(decodeTransfer(front, p.transfer, 100))
	return len(front) >= 15 && bytes.EqualFold(front[:15], []byte("BEGIN:VCALENDAR"))
}

// calendarMethod finds METHOD of an iCalendar object, wherever it stands.
func calendarMethod(ics []byte) string {
	for len(ics) > 0 {
		var line []byte
		line, ics = cutLine(ics)
		name, value, ok := bytes.Cut(line, []byte(":"))
		if ok && len(name) <= 64 {
			name, _, _ = bytes.Cut(name, []byte(";"))
			if strings.EqualFold(string(bytes.TrimSpace(name)), "METHOD") {
				return strings.ToUpper(string(bytes.TrimSpace(value)))
			}
		}
	}
	return ""
}

// metaCharset finds the charset that an HTML text declares in its first bytes.
func metaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 1024)])
	_, after, ok := bytes.Cut(head, []byte("charset="))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, `"' `)
	if i := bytes.IndexAny(after, "\"'; />"); i >= 0 {
		return string(after[:i])
	}
	return ""
}

// cleanText makes line ends LF and drops NUL and the like.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	if strings.IndexFunc(s, isUnclean) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isUnclean(r) {
			return -1
		}
		return r
	}, s)
}

func isUnclean(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfeff
}

// unflow joins the lines of format=flowed text (RFC 3676 4.2). Lines flow
// together only at the same quote depth; the signature mark never flows.
func unflow(s string, delsp bool) string {
	var out strings.Builder
	out.Grow(len(s))
	depth, flowing := -1, false
	for i, line := range strings.Split(s, "\n") {
		d := 0
		for d < len(line) && line[d] == '>' {
			d++
		}
		content := strings.TrimPrefix(line[d:], " ")
		flows := strings.HasSuffix(content, " ") && content != "-- "
		joins := flowing && d == depth && content != "-- "
		if flows && delsp {
			content = content[:len(content)-1]
		}
		if !joins {
			if i > 0 {
				out.WriteByte('\n')
			}
			if d > 0 {
				out.WriteString(strings.Repeat(">", d) + " ")
			}
		}
		out.WriteString(content)
		flowing = flows
		depth = d
	}
	return out.String()
}
