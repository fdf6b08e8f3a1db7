package mailflow

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func sampleDraft() Draft {
	return Draft{
		From: mail.Address{Name: "Tuesday Coaches", Address: "circle@example.org"}, To: mail.Address{Name: "Zoë, O'Neil", Address: "zoe@example.net"},
		Subject: "Tue 10 March, 16:00: your turn to lead? · Tuesday Coaches (k7f2x)", MessageID: "k7f2x.tok@example.org", InReplyTo: "a@example.org",
		References: []string{"r@example.org", "a@example.org"}, Date: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), AutoSubmitted: "auto-generated",
		ListID: "Tuesday Coaches <tuesday.example.org>", Unsubscribe: "mailto:circle@example.org?subject=less",
		Text: "Hello Zoë,\n\n.a dot and an = sign\n", HTML: "<p>Hello Zoë,</p>\n", Calendar: []byte("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"), Method: "REQUEST",
	}
}

func TestDraftInvitation(t *testing.T) {
	d := sampleDraft()
	raw, err := d.Bytes(bytes.NewReader(bytes.Repeat([]byte("random"), 50)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Bytes(bytes.NewReader(bytes.Repeat([]byte("random"), 50)))
	if err != nil || !bytes.Equal(raw, again) {
		t.Fatalf("not deterministic: %v", err)
	}
	if n := bytes.Count(raw, []byte("\n")); n != bytes.Count(raw, []byte("\r\n")) || n != bytes.Count(raw, []byte("\r")) {
		t.Error("a line end is not CRLF")
	}
	for i, line := range strings.Split(string(raw), "\r\n") {
		if len(line) > 200 {
			t.Errorf("line %d has %d bytes", i, len(line))
		}
	}
	root, err := scanParts(raw)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(root), "multipart/mixed[multipart/alternative[text/plain text/html text/calendar] application/ics]"; got != want {
		t.Errorf("tree %s, want %s", got, want)
	}
	cal := root.children[0].children[2]
	if cal.params["method"] != "REQUEST" || cal.params["charset"] != "UTF-8" || cal.header.Has("Content-Disposition") || cal.transfer != "base64" {
		t.Errorf("calendar part: %v", cal.header)
	}
	if kind, name := root.children[1].disposition(); kind != "attachment" || name != "invite.ics" || root.children[1].transfer != "base64" {
		t.Errorf("attachment: %s %s", kind, name)
	}
	for _, name := range []string{"User-Agent", "X-Mailer"} {
		if root.header.Has(name) {
			t.Errorf("has %s", name)
		}
	}
	m, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject != d.Subject || m.MessageID != d.MessageID || m.From != d.From || m.To[0] != d.To || !m.Date.Equal(d.Date) || m.Text != d.Text || m.HTML != d.HTML {
		t.Errorf("read back: %+v", m)
	}
	if strings.Join(m.References, " ") != "r@example.org a@example.org" || m.InReplyTo[0] != "a@example.org" {
		t.Errorf("thread: %v %v", m.InReplyTo, m.References)
	}
	if m.Header.Raw("List-Unsubscribe") != "<mailto:circle@example.org?subject=less>" || m.Header.Raw("List-Id") != `"Tuesday Coaches" <tuesday.example.org>` {
		t.Errorf("list fields: %q %q", m.Header.Raw("List-Unsubscribe"), m.Header.Raw("List-Id"))
	}
	if len(m.Calendars) != 2 || string(m.Calendars[0]) != "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n" || m.Kind != Automatic {
		t.Errorf("calendars %q kind %s", m.Calendars, m.Kind)
	}
}

func TestDraftLetter(t *testing.T) {
	d := sampleDraft()
	d.Calendar, d.Method = nil, ""
	raw, err := d.Bytes(nil)
	if err != nil {
		t.Fatal(err)
	}
	root, err := scanParts(raw)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(root), "multipart/alternative[text/plain text/html]"; got != want {
		t.Errorf("tree %s, want %s", got, want)
	}
}

// The text part does not say format=flowed, so no program may join its lines or take the blanks off them that RFC 3676
// would have stuffed. Each is shown as it was written, and no line on the way is longer than RFC 5322 wishes for.
func TestDraftTextIsFixed(t *testing.T) {
	d := sampleDraft()
	d.Calendar, d.Method = nil, ""
	d.Text = "Tuesday 10 March.\n  yes: I'll come \n > a line of somebody's own\nFrom Ana: über\n-- \n.\nhttps://example.org/" + strings.Repeat("x=1&", 50) + "\n"
	raw, err := d.Bytes(nil)
	if err != nil {
		t.Fatal(err)
	}
	root, err := scanParts(raw)
	if err != nil {
		t.Fatal(err)
	}
	text := root.children[0]
	if text.params["format"] != "" || text.params["delsp"] != "" || text.params["charset"] != "UTF-8" || text.transfer != "quoted-printable" {
		t.Errorf("text part: %v, %s", text.params, text.transfer)
	}
	m, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != d.Text {
		t.Errorf("%q was written, %q is read", d.Text, m.Text)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 78 {
			t.Errorf("%d bytes: %s", len(line), line)
		}
		if strings.TrimRight(line, " \t") != line {
			t.Errorf("a blank at the end, which servers drop: %q", line)
		}
	}
}

func TestDraftRefusesAndCleans(t *testing.T) {
	d := sampleDraft()
	d.Subject = "a\r\nBcc: evil@example.org"
	d.From.Name = "x\r\nBcc: evil@example.org"
	d.ListID = "y\r\nBcc: evil@example.org <id>"
	raw, err := d.Bytes(nil)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := Parse(raw); err != nil || m.Header.Has("Bcc") {
		t.Errorf("injected: %v %v", m.Header, err)
	}
	for _, spoil := range []func(*Draft){
		func(d *Draft) { d.MessageID = "a>\r\nBcc: x" },
		func(d *Draft) { d.To.Address = "not an address" },
		func(d *Draft) { d.Unsubscribe = "mailto:a>\r\nX: y" },
	} {
		d := sampleDraft()
		spoil(&d)
		if _, err := d.Bytes(nil); err == nil {
			t.Errorf("took %+v", d)
		}
	}
}

func outline(p *part) string {
	if len(p.children) == 0 {
		return p.media
	}
	inner := make([]string, 0, len(p.children))
	for _, c := range p.children {
		inner = append(inner, outline(c))
	}
	return p.media + "[" + strings.Join(inner, " ") + "]"
}
