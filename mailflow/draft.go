package mailflow

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
)

// Draft is a mail of ours before it becomes bytes: a letter or note (text and
// HTML), or an invitation (a calendar object beside them).
type Draft struct {
	From, To      mail.Address
	ReplyTo       string // an address, "" for From
	Subject       string
	MessageID     string   // without < >
	InReplyTo     string   // without < >; "" for none
	References    []string // without < >, oldest first
	Date          time.Time
	AutoSubmitted string // "auto-generated" or "auto-replied" (RFC 3834 5); "" for none
	ListID        string // "Name <id>" or just "id" (RFC 2919); "" for none
	Unsubscribe   string // mailto URL (RFC 2369); "" for none
	Text, HTML    string // UTF-8, LF
	Calendar      []byte // one iCalendar object; nil for a letter
	Method        string // its METHOD, as "REQUEST"
}

// Bytes composes the mail: alternative[plain, html], or with a calendar
// mixed[alternative[plain, html, calendar], invite.ics]. Lines end in CRLF. The
// same draft and the same bytes of random give the same mail; random may be nil
// for the machine's own. Line breaks in header values become blanks.
func (d Draft) Bytes(random io.Reader) ([]byte, error) {
	if random == nil {
		random = rand.Reader
	}
	b := &builder{random: random}
	top, err := d.header()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if len(d.Calendar) == 0 {
		err = b.compose(&out, top, "multipart/alternative", d.alternatives())
	} else {
		err = b.compose(&out, top, "multipart/mixed", []leaf{
			{children: append(d.alternatives(), d.calendarPart())},
			d.attachment(),
		})
	}
	if err != nil {
		return nil, fmt.Errorf("compose mail: %w", err)
	}
	return out.Bytes(), nil
}

// header makes the fields of the mail. The library writes the last one set
// first.
func (d Draft) header() (message.Header, error) {
	var h gomail.Header
	for _, a := range []mail.Address{d.From, d.To} {
		if !isBareAddress(a.Address) {
			return h.Header, fmt.Errorf("compose mail: bad address %q", a.Address)
		}
	}
	for _, id := range append([]string{d.MessageID, d.InReplyTo}, d.References...) {
		if strings.ContainsAny(id, "<> \t\r\n") {
			return h.Header, fmt.Errorf("compose mail: bad message id %q", id)
		}
	}
	if strings.ContainsAny(d.Unsubscribe, "<> \t\r\n") {
		return h.Header, fmt.Errorf("compose mail: bad unsubscribe link %q", d.Unsubscribe)
	}
	h.Set("MIME-Version", "1.0")
	if d.Unsubscribe != "" {
		h.Set("List-Unsubscribe", "<"+d.Unsubscribe+">")
	}
	if d.ListID != "" {
		h.Set("List-Id", listID(d.ListID))
	}
	if d.AutoSubmitted != "" {
		h.Set("Auto-Submitted", cleanLine(d.AutoSubmitted))
	}
	if len(d.References) > 0 {
		h.SetMsgIDList("References", d.References)
	}
	if d.ReplyTo != "" {
		if !isBareAddress(d.ReplyTo) {
			return h.Header, fmt.Errorf("compose mail: bad address %q", d.ReplyTo)
		}
		h.SetAddressList("Reply-To", []*gomail.Address{{Address: d.ReplyTo}})
	}
	if d.InReplyTo != "" {
		h.SetMsgIDList("In-Reply-To", []string{d.InReplyTo})
	}
	if d.MessageID != "" {
		h.SetMessageID(d.MessageID)
	}
	h.SetDate(d.Date)
	h.Set("Subject", encodeText(cleanLine(d.Subject)))
	h.Set("To", written(d.To))
	h.Set("From", written(d.From))
	return h.Header, nil
}

// written is an address with its name, which always has the angle brackets.
func written(a mail.Address) string {
	return encodeName(strings.TrimSpace(cleanLine(a.Name))) + "<" + a.Address + ">"
}

// listID encodes the name before the id (RFC 2919 3).
func listID(s string) string {
	name, id, ok := cutLast(cleanLine(s), '<') // the name may have some of its own
	id = strings.TrimRight(strings.TrimSpace(id), ">")
	if !ok {
		return "<" + strings.TrimSpace(name) + ">"
	}
	return encodeName(strings.Trim(strings.TrimSpace(name), `"`)) + "<" + id + ">"
}

// leaf is a part to be written; one with children is their alternative.
type leaf struct {
	media       string
	params      map[string]string
	encoding    string
	disposition string
	content     string
	children    []leaf
}

func (d Draft) alternatives() []leaf {
	return []leaf{
		{media: "text/plain", params: map[string]string{"charset": "UTF-8"}, encoding: "quoted-printable", content: crlf(d.Text)},
		{media: "text/html", params: map[string]string{"charset": "UTF-8"}, encoding: "quoted-printable", content: crlf(d.HTML)},
	}
}

// calendarPart has no Content-Disposition: with one, some clients show an
// attachment instead of the question.
func (d Draft) calendarPart() leaf {
	return leaf{media: "text/calendar", params: map[string]string{"charset": "UTF-8", "method": cleanLine(d.Method)}, encoding: "base64", content: crlf(string(d.Calendar))}
}

func (d Draft) attachment() leaf {
	return leaf{media: "application/ics", params: map[string]string{"name": "invite.ics"}, encoding: "base64",
		disposition: mime.FormatMediaType("attachment", map[string]string{"filename": "invite.ics"}), content: crlf(string(d.Calendar))}
}

type builder struct{ random io.Reader }

func (b *builder) boundary() (string, error) {
	raw := make([]byte, 15)
	if _, err := io.ReadFull(b.random, raw); err != nil {
		return "", fmt.Errorf("draw boundary: %w", err)
	}
	return "=_" + hex.EncodeToString(raw), nil
}

func (b *builder) compose(out io.Writer, top message.Header, media string, parts []leaf) error {
	boundary, err := b.boundary()
	if err != nil {
		return err
	}
	top.SetContentType(media, map[string]string{"boundary": boundary})
	w, err := message.CreateWriter(out, top)
	if err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	if err := b.write(w, parts); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("close %s: %w", media, err)
	}
	return nil
}

func (b *builder) write(w *message.Writer, parts []leaf) error {
	for _, l := range parts {
		var h message.Header
		if l.children != nil {
			boundary, err := b.boundary()
			if err != nil {
				return err
			}
			h.SetContentType("multipart/alternative", map[string]string{"boundary": boundary})
		} else {
			if l.disposition != "" {
				h.Set("Content-Disposition", l.disposition)
			}
			h.Set("Content-Transfer-Encoding", l.encoding)
			h.SetContentType(l.media, l.params)
		}
		pw, err := w.CreatePart(h)
		if err != nil {
			return fmt.Errorf("create part: %w", err)
		}
		if l.children != nil {
			err = b.write(pw, l.children)
		} else {
			_, err = io.WriteString(pw, l.content)
		}
		if err != nil {
			return fmt.Errorf("write part: %w", err)
		}
		if err := pw.Close(); err != nil {
			return fmt.Errorf("close part: %w", err)
		}
	}
	return nil
}

// crlf makes all line ends CRLF (RFC 5322 2.3, RFC 5545 3.1).
func crlf(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.ReplaceAll(s, "\n", "\r\n")
}
