package daemon

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"convene/calendar"
	"convene/daemon/group"
	"convene/mailflow"
	"convene/templates"
)

// sealed is a mail as bytes, fixed from now on.
type sealed struct {
	data    []byte
	subject string
	prompts map[int]string // the asks as printed, by number
}

// seal renders a mail to its final bytes.
func (d *Daemon) seal(g *group.Group, m group.Mailing, now time.Time) (sealed, error) {
	text, err := d.render(g, m)
	if err != nil {
		return sealed{}, err
	}
	from := mail.Address{Name: g.Name, Address: g.Address}
	to := mail.Address{Name: m.Member.Name, Address: m.Member.Email}
	draft := mailflow.Draft{
		From: from, To: to, Subject: text.Subject, MessageID: m.MessageID, References: m.Thread, Date: now.In(m.Member.Zone),
		AutoSubmitted: "auto-generated", ListID: fmt.Sprintf("%s <%s.%s>", g.Name, g.ID, domainOf(g.Address)),
		Unsubscribe: unsubscribe(g.Address, m.Token), Text: text.Text, HTML: text.HTML,
	}
	if n := len(m.Thread); n > 0 {
		draft.InReplyTo = m.Thread[n-1]
	}
	if first := m.Items[0]; m.Class == group.InReceipt {
		draft.AutoSubmitted = "auto-replied" // RFC 3834 section 3.1.7
		if first.ReplySubject != "" {
			draft.Subject = replySubject(first.ReplySubject, m.Ref)
		}
	}
	if d.cfg.Mail.Subaddress != "" {
		// Where the provider delivers sub-addresses, the token comes back in the
		// address too. Calendar programs answer ORGANIZER, which stays plain.
		draft.ReplyTo = d.subaddress(m.Token)
	}
	if m.Invite != nil {
		if draft.Calendar, draft.Method, err = invitation(g, m, from, to, now); err != nil {
			return sealed{}, err
		}
	}
	data, err := draft.Bytes(d.random)
	if err != nil {
		return sealed{}, err
	}
	return sealed{data: data, subject: draft.Subject, prompts: text.Prompts}, nil
}

// render writes the text and HTML of a mail in the member's language.
func (d *Daemon) render(g *group.Group, m group.Mailing) (templates.Rendered, error) {
	parts, frame := group.Write(g, m)
	sections := make([]templates.Section, 0, len(parts))
	for _, p := range parts {
		sections = append(sections, templates.Section{Name: p.Template, Data: p.Data, Headline: p.Headline})
	}
	name := "note"
	if m.Class == group.InLetter {
		name = "letter"
	}
	return d.words.templates.Render(m.Member.Language, sections, name, frame)
}

// measure counts the words of a mail as its member would read it.
func (d *Daemon) measure(g *group.Group, m group.Mailing) (int, error) {
	r, err := d.render(g, m)
	if err != nil {
		return 0, err
	}
	return templates.CountWords(r.Text), nil
}

// invitation is the calendar object of a mail and its METHOD. Its description
// holds only what cannot go stale or embarrass on a shared calendar.
func invitation(g *group.Group, m group.Mailing, organizer, attendee mail.Address, now time.Time) ([]byte, string, error) {
	mt, ok := g.Meeting(m.Invite.Meeting)
	if !ok {
		return nil, "", fmt.Errorf("no meeting %s", m.Invite.Meeting)
	}
	lines := []string{g.Purpose}
	if mt.Place != "" {
		lines = append(lines, mt.Place)
	}
	person := ""
	if g.Operator.Email != "" {
		person = strings.TrimSpace(g.Operator.Name + " " + g.Operator.Email)
	}
	lines = append(lines, templates.CalendarNote(m.Member.Language, g.Address, person)...)
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	e := calendar.Event{
		UID: m.Invite.UID, Sequence: m.Invite.Sequence, Stamp: later(now, g.Horizon), // also after the clock has gone back
		Start: mt.Start.In(g.Zone), End: mt.End().In(g.Zone),
		Summary: g.Name, Description: strings.Join(lines, "\n"), Location: mt.Place, Organizer: organizer, Attendee: attendee, PartStat: m.PartStat,
	}
	if m.Invite.Cancelled {
		ics, err := calendar.Cancel(e)
		return ics, "CANCEL", err
	}
	ics, err := calendar.Request(e)
	return ics, "REQUEST", err
}

// marks are what our own subjects and those of button mails end with: a
// reference or a token, in brackets.
var marks = regexp.MustCompile(`(\s*\([a-z2-7]{5}\)|\s*\([a-z2-7]{16}\))+\s*$`)

// longestReply is how much of somebody's subject is repeated, in characters.
const longestReply = 150

// replySubject keeps the subject of the thread and ends with the reference.
func replySubject(s, ref string) string {
	s = marks.ReplaceAllString(strings.TrimSpace(s), "")
	if len(s) < 3 || !strings.EqualFold(s[:3], "re:") {
		s = "Re: " + s
	}
	if r := []rune(s); len(r) > longestReply {
		s = strings.TrimSpace(string(r[:longestReply-1])) + "…"
	}
	return s + " (" + ref + ")"
}

// unsubscribe is a mail that asks for less; it offers less, pause or leave.
func unsubscribe(address, token string) string {
	return "mailto:" + address + "?subject=" + url.PathEscape("unsubscribe ("+token+")") + "&body=unsubscribe"
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

// envelopeFrom is where bounces go: with sub-addresses one of its own a letter.
func (d *Daemon) envelopeFrom(token string) string {
	if d.cfg.Mail.Subaddress == "" {
		return d.cfg.Mail.Address.Address
	}
	return d.subaddress(token)
}

// subaddress is our own address with a letter's token in it (RFC 5233).
func (d *Daemon) subaddress(token string) string {
	local, domain, _ := strings.Cut(d.cfg.Mail.Address.Address, "@")
	return local + d.cfg.Mail.Subaddress + token + "@" + domain
}
