package mailflow

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte(simpleHead + "\r\nyes\r\n"))
	f.Add(dsn("Final-Recipient: rfc822;gone@example.net\r\nAction: failed\r\nStatus: 5.1.1"))
	f.Add(nested(3))
	f.Add(manyParts(3))
	f.Add([]byte("From: =?iso-8859-1?q?Zo=EB?= <zoe@example.net>\nContent-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain; format=flowed; delsp=yes\nContent-Transfer-Encoding: base64\n\nWWVzLCAKSSA=\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>Yes=2C=\n</p>\n--b--\n"))
	f.Add([]byte("Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"))
	if raw, err := sampleDraft().Bytes(strings.NewReader(strings.Repeat("seed", 50))); err == nil {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		author := Author(raw)
		m, err := Parse(raw)
		if err != nil {
			return
		}
		if author != m.From.Address {
			t.Errorf("author %q, From %q", author, m.From.Address)
		}
		if m.Kind == "" || len(m.Because) == 0 || (m.Kind == Bounce) != (m.Bounce != nil) {
			t.Errorf("kind %q because %q bounce %v", m.Kind, m.Because, m.Bounce)
		}
		if !utf8.ValidString(m.Text) || !utf8.ValidString(m.HTML) || !utf8.ValidString(m.Subject) || strings.ContainsAny(m.Subject, "\r\n") || strings.Contains(m.Text+m.HTML, "\r") {
			t.Errorf("not clean UTF-8: %q %q %q", m.Subject, m.Text, m.HTML)
		}
		for _, id := range append(append([]string{m.MessageID}, m.InReplyTo...), m.References...) {
			if strings.ContainsAny(id, "<> \r\n\t") {
				t.Errorf("message id %q", id)
			}
		}
		checkSegments(t, m.NewText())
	})
}

func checkSegments(t *testing.T, segments []Segment) {
	t.Helper()
	for _, s := range segments {
		if strings.TrimSpace(s.Text) == "" || !utf8.ValidString(s.Text) || !utf8.ValidString(s.Quoted) {
			t.Errorf("segment %q under %q", s.Text, s.Quoted)
		}
	}
}

func FuzzNewText(f *testing.F) {
	f.Add("Yes\n\n"+attr+"\n\n"+marked(letter), true)
	f.Add("> a\nb\n> c\n\n-- \nMaya", true)
	f.Add("Yes\n\nSent from my iPhone\n\n-----Original Message-----\nFrom: a <a@example.org>\nSent: x\nTo: y\nSubject: z\n\nq", false)
	f.Add("```\n> x\n```\n<a@b\n> :\n\n--\n", true)
	f.Add("Best regards\nMaya Member\nCoach\n+49 30 1234567", false)
	f.Fuzz(func(t *testing.T, text string, reply bool) {
		if len(text) > MaxText {
			return
		}
		m := &Mail{Text: cleanText(strings.ToValidUTF8(text, "?"))}
		if reply {
			m.Subject = "Re: x"
		}
		segments := m.NewText()
		checkSegments(t, segments)
		// Every word kept was in the mail.
		for _, w := range strings.Fields(Joined(segments)) {
			if !strings.Contains(strings.Map(dropInvisible, m.Text), strings.Trim(w, "*")) {
				t.Errorf("%q was not in %q", w, m.Text)
			}
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, form := range htmlClients {
		f.Add(strings.ReplaceAll(strings.ReplaceAll(form, "OWN", "Yes"), "LETTER", letterHTML))
	}
	f.Add("<p><b>a<p>b</i></table><td>c<ol><li value=7>d")
	f.Fuzz(func(t *testing.T, markup string) {
		if len(markup) > MaxText {
			return
		}
		markup = cleanText(strings.ToValidUTF8(markup, "?"))
		for _, l := range htmlLines(markup) {
			if strings.Contains(l.text, "\n") || l.depth < 0 || l.depth > maxDepth {
				t.Errorf("line %+v", l)
			}
		}
		checkSegments(t, htmlMail(markup).NewText())
	})
}

func FuzzAuthenticationResults(f *testing.F) {
	f.Add("mx.example.org; dmarc=pass header.from=example.net")
	f.Add(`mx.example.org 1; dkim=pass (ok \) (x)) header.b="a\"b" header.d=example.net; spf=fail smtp.mailfrom="a;b"@x.com;`)
	f.Add("mx.example.org; none")
	f.Add("a/1=b reason=\"c\" d.e=f@g")
	f.Fuzz(func(t *testing.T, value string) {
		m := &Mail{Header: Header{fields: []Field{{"From", "maya@example.net"}, {"Authentication-Results", value}}}}
		ok, why := m.Authenticated("mx.example.org")
		if why == "" {
			t.Error("no reason")
		}
		// Nothing inside comments and quotes can make it pass: without the
		// words outside of them, it must not.
		if ok && !strings.Contains(strings.ToLower(stripComments(value)), "pass") {
			t.Errorf("%q passed: %s", value, why)
		}
	})
}
