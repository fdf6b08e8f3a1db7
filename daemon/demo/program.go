package demo

import (
	"fmt"
	"html"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// program is a mail program: how its replies and calendar answers look.
type program string

const (
	thunderbird program = "Thunderbird"
	gmail       program = "Gmail"
	outlook     program = "Outlook"
	appleMail   program = "Apple Mail"
	phone       program = "a phone"
)

// layout is where somebody writes in a reply.
type layout int

const (
	onTop    layout = iota // above the quoted letter
	below                  // under it
	between                // under each question
	inHTML                 // on top, and there is no text part at all
	pressing               // by the buttons, where there is one
)

// draft is a mail on its way out, before its program gives it a form.
type draft struct {
	Subject   string
	To        string
	InReplyTo *letter // nil for a new mail
	Text      string  // what the person writes
	Inline    []inline
	Layout    layout
	Headers   []string // more of them, "Name: value"
}

// inline is an answer that stands under a line of the letter.
type inline struct {
	Line int
	Text string
}

// write gives a draft the form of the person's mail program, as bytes to submit.
func (p *person) write(d draft, now time.Time) []byte {
	now = now.In(p.zone)
	var b strings.Builder
	p.head(&b, d, now)
	text := d.Text
	if d.InReplyTo != nil {
		text = p.quoted(d, now)
	}
	switch {
	case d.Layout == inHTML:
		b.WriteString("Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
		b.WriteString(encoded(p.asHTML(d, now)))
	case p.Program == gmail || p.Program == outlook:
		boundary := "----=_Part_" + p.token()
		fmt.Fprintf(&b, "Content-Type: multipart/alternative; boundary=%q\r\n\r\n", boundary)
		fmt.Fprintf(&b, "--%s\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n", boundary, encoded(text))
		fmt.Fprintf(&b, "--%s\r\nContent-Type: text/html; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n--%s--\r\n", boundary, encoded(p.asHTML(d, now)), boundary)
	default:
		b.WriteString("Content-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
		b.WriteString(encoded(text))
	}
	return []byte(b.String())
}

// head writes the header fields that every program writes, and its own.
func (p *person) head(b *strings.Builder, d draft, now time.Time) {
	from := mail.Address{Name: p.Name, Address: p.Address}
	fmt.Fprintf(b, "Message-ID: <%s@%s>\r\nDate: %s\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\nMIME-Version: 1.0\r\n",
		p.token(), domain(p.Address), now.Format(time.RFC1123Z), from.String(), d.To, mime.QEncoding.Encode("utf-8", d.Subject))
	if l := d.InReplyTo; l != nil {
		fmt.Fprintf(b, "In-Reply-To: %s\r\nReferences: %s\r\n", l.MessageID, strings.TrimSpace(l.References+" "+l.MessageID))
	}
	switch p.Program {
	case thunderbird:
		b.WriteString("User-Agent: Mozilla Thunderbird\r\nContent-Language: en-GB\r\n")
	case outlook:
		b.WriteString("Thread-Topic: " + mime.QEncoding.Encode("utf-8", strings.TrimPrefix(d.Subject, "Re: ")) + "\r\nX-Auto-Response-Suppress: DR, OOF, AutoReply\r\n")
	case appleMail, phone:
		b.WriteString("X-Mailer: " + map[program]string{appleMail: "Apple Mail (2.3826)", phone: "iPhone Mail (22F76)"}[p.Program] + "\r\n")
	}
	for _, h := range d.Headers {
		b.WriteString(h + "\r\n")
	}
}

// signature is what the program puts under the text.
func (p *person) signature() string {
	switch {
	case p.Program == phone && p.Language == "de":
		return "\n\nVon meinem iPhone gesendet"
	case p.Program == phone:
		return "\n\nSent from my iPhone"
	case p.Sign != "":
		return "\n\n-- \n" + p.Sign
	}
	return ""
}

// quoted is the text of a reply: what is new, and the letter it answers.
func (p *person) quoted(d draft, now time.Time) string {
	l := d.InReplyTo
	original := strings.Split(strings.TrimRight(l.Text, "\n"), "\n")
	quote := func(lines []string) string {
		var b strings.Builder
		for _, line := range lines {
			b.WriteString(strings.TrimRight("> "+line, " ") + "\n")
		}
		return b.String()
	}
	switch {
	case d.Layout == between && len(d.Inline) > 0:
		var b strings.Builder
		b.WriteString(p.attribution(l, now) + "\n")
		from := 0
		for _, in := range d.Inline {
			to := min(in.Line+1, len(original))
			b.WriteString(quote(original[from:to]) + "\n" + in.Text + "\n\n")
			from = to
		}
		rest := ""
		if from < len(original) && p.chance(0.5) { // some cut off the end, some leave it
			rest = quote(original[from:])
		}
		return strings.TrimRight(b.String()+rest, "\n") + p.signature() + "\n"
	case d.Layout == below:
		return p.attribution(l, now) + "\n" + quote(original) + "\n" + d.Text + p.signature() + "\n"
	case p.Program == outlook:
		return d.Text + p.signature() + "\n\n" + strings.Repeat("_", 32) + "\n" + p.attribution(l, now) + "\n\n" + strings.Join(original, "\n") + "\n"
	default:
		return d.Text + p.signature() + "\n\n" + p.attribution(l, now) + "\n\n" + quote(original)
	}
}

// attribution is the line that says whose words follow.
func (p *person) attribution(l *letter, now time.Time) string {
	at := l.Date.In(p.zone)
	name, address := l.From, ""
	if a, err := mail.ParseAddress(l.From); err == nil {
		name, address = a.Name, a.Address
	}
	german := p.Language == "de"
	switch p.Program {
	case gmail:
		if german {
			return fmt.Sprintf("Am %s., %d. %s %s schrieb %s <\n%s>:", germanDays[at.Weekday()], at.Day(), germanMonths[at.Month()-1], at.Format("2006 um 15:04 Uhr"), name, address)
		}
		return at.Format("On Mon, Jan 2, 2006 at 3:04 PM ") + name + " <" + address + ">\nwrote:"
	case outlook:
		return fmt.Sprintf("From: %s <%s>\nSent: %s\nTo: %s\nSubject: %s", name, address, at.Format("Monday, January 2, 2006 3:04 PM"), p.Name, l.Subject)
	case appleMail, phone:
		if german {
			return fmt.Sprintf("Am %s schrieb %s <%s>:", at.Format("02.01.2006 um 15:04"), name, address)
		}
		return at.Format("On 2 Jan 2006, at 15:04, ") + name + " <" + address + "> wrote:"
	default:
		if german {
			return at.Format("Am 02.01.06 um 15:04 schrieb ") + name + ":"
		}
		return at.Format("On 02/01/2006 15:04, ") + name + " wrote:"
	}
}

var (
	germanDays   = []string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"}
	germanMonths = []string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."}
)

// asHTML is the HTML part of a reply, in the shape that the program gives it.
func (p *person) asHTML(d draft, now time.Time) string {
	var b strings.Builder
	for line := range strings.SplitSeq(d.Text, "\n") {
		fmt.Fprintf(&b, "<div>%s</div>\n", first(html.EscapeString(line), "<br>"))
	}
	if p.Sign != "" {
		fmt.Fprintf(&b, "<div><br></div>\n<div>%s</div>\n", html.EscapeString(p.Sign))
	}
	l := d.InReplyTo
	if l == nil {
		return "<html><body>\n" + b.String() + "</body></html>\n"
	}
	original := strings.ReplaceAll(html.EscapeString(l.Text), "\n", "<br>\n")
	said := strings.ReplaceAll(html.EscapeString(p.attribution(l, now)), "\n", "<br>\n")
	switch p.Program {
	case outlook:
		return fmt.Sprintf("<html><body dir=\"ltr\">\n%s<hr tabindex=\"-1\" style=\"display:inline-block;width:98%%\">\n<div id=\"divRplyFwdMsg\" dir=\"ltr\">%s</div>\n<div>%s</div>\n</body></html>\n", b.String(), said, original)
	default:
		return fmt.Sprintf("<html><body>\n<div dir=\"ltr\">%s</div>\n<br>\n<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">%s<br></div>\n<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex\">%s</blockquote></div>\n</body></html>\n", b.String(), said, original)
	}
}

// encoded is text in quoted-printable, with CRLF at the end of lines.
func encoded(text string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // a strings.Builder takes everything
	_ = w.Close()
	return b.String()
}

func domain(address string) string {
	_, d, _ := strings.Cut(address, "@")
	return d
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
