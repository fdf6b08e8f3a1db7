package mailflow

import (
	"slices"
	"strings"
	"testing"
)

// TestSealed: what has no words may still have something to say.
func TestSealed(t *testing.T) {
	const from = "From: Maya <maya@example.net>"
	mixed := func(part ...string) []byte {
		return mailOf(append(append([]string{from, "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "", "--b"}, part...), "--b--")...)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want Seal
	}{
		"nothing":              {mailOf(from, "", ""), ""},
		"words":                {mailOf(from, "", "yes"), ""},
		"a document":           {mixed("Content-Type: application/pdf", "", "x"), File},
		"a photo":              {mixed("Content-Type: image/jpeg; name=a.jpg", "", "x"), File},
		"a voice message":      {mixed("Content-Type: audio/ogg", "", "x"), File},
		"a text file":          {mixed("Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment; filename=a.txt", "", "yes"), File},
		"a forwarded mail":     {mixed("Content-Type: message/rfc822", "", "Subject: x", "", "yes"), File},
		"an invitation":        {mixed("Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR", "METHOD:REQUEST", "END:VCALENDAR"), File},
		"a logo":               {mixed("Content-Type: image/png", "Content-ID: <logo>", "", "x"), ""},
		"a card":               {mixed("Content-Type: text/vcard; name=maya.vcf", "", "BEGIN:VCARD"), ""},
		"a signature":          {mixed("Content-Type: application/pgp-signature; name=signature.asc", "", "x"), ""},
		"another signature":    {mixed("Content-Type: application/pkcs7-signature; name=smime.p7s", "", "x"), ""},
		"winmail.dat":          {mixed("Content-Type: application/ms-tnef; name=winmail.dat", "", "x"), Winmail},
		"OpenPGP":              {mailOf(from, "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "", "--b", "Content-Type: application/pgp-encrypted", "", "Version: 1", "--b", "Content-Type: application/octet-stream", "", "-----BEGIN PGP MESSAGE-----", "--b--"), Encrypted},
		"OpenPGP in the text":  {mailOf(from, "", "-----BEGIN PGP MESSAGE-----", "", "hQEMA5yes", "-----END PGP MESSAGE-----"), Encrypted},
		"S/MIME":               {mailOf(from, "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "Content-Transfer-Encoding: base64", "", "MIIB"), Encrypted},
		"S/MIME beside a file": {mixed("Content-Type: application/pkcs7-mime", "", "x", "--b", "Content-Type: application/pdf", "", "x"), Encrypted},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, c.raw)
			if m.Sealed != c.want || name != "words" && len(m.NewText()) > 0 {
				t.Errorf("sealed %q, want %q; words %q", m.Sealed, c.want, m.NewText())
			}
		})
	}
}

// TestAttachedIsWhatAPersonPutThere: not what programs add.
func TestAttachedIsWhatAPersonPutThere(t *testing.T) {
	for name, c := range map[string]struct{ fields, want string }{
		"a document":                 {"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=notes.pdf", "notes.pdf"},
		"a text":                     {"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"=?UTF-8?Q?H=C3=A9.txt?=\"", "Hé.txt"},
		"a photo":                    {"Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename=board.jpg", "board.jpg"},
		"a picture of the markup":    {"Content-Type: image/png\r\nContent-ID: <a@b>\r\nContent-Disposition: attachment; filename=logo.png", ""},
		"a card":                     {"Content-Type: text/vcard\r\nContent-Disposition: attachment; filename=maya", ""},
		"a key":                      {"Content-Type: application/pgp-keys\r\nContent-Disposition: attachment; filename=OpenPGP_0x1.asc", ""},
		"a signature":                {"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=smime.p7s", ""},
		"what Exchange moved behind": {"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=ATT00001.txt", ""},
		"without a name":             {"Content-Type: application/pdf\r\nContent-Disposition: attachment", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, mailOf("From: Maya <maya@example.net>", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "yes", "--b", c.fields, "", "x", "--b",
				"Content-Type: application/zip", "Content-Disposition: attachment; filename=more.p7s", "", "x", "--b--"))
			if m.Attached != c.want || strings.TrimSpace(m.Text) != "yes" {
				t.Errorf("%q beside %q", m.Attached, m.Text)
			}
		})
	}
}

// TestAReactionIsItsEmoji: what a program says in words beside it is not its writer's.
func TestAReactionIsItsEmoji(t *testing.T) {
	of := func(json string) []Segment {
		return parsed(t, mailOf("From: Maya <maya@example.net>", "In-Reply-To: <a@b>", "Content-Type: multipart/alternative; boundary=b", "", "--b", "Content-Type: text/plain; charset=utf-8", "", "Maya reacted via Gmail",
			"--b", "Content-Type: text/vnd.google.email-reaction+json; charset=utf-8", "", json, "--b", "Content-Type: text/html; charset=utf-8", "", "<p>Maya reacted via Gmail</p>", "--b--")).NewText()
	}
	if got := of(`{"emoji": "👍", "version": 1}`); !slices.Equal(got, []Segment{{Text: "👍"}}) {
		t.Errorf("got %q", got)
	}
	for _, odd := range []string{``, `{`, `{"emoji": "yes"}`, `{"emoji": ""}`} {
		if got := of(odd); !slices.Equal(got, []Segment{{Text: "Maya reacted via Gmail"}}) {
			t.Errorf("%s: got %q", odd, got)
		}
	}
}

// TestDeclaredByMistake: words that were never encoded as the header says are read.
func TestDeclaredByMistake(t *testing.T) {
	for _, head := range []string{"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "Content-Type: text/plain; charset=utf-16", "Content-Type: text/plain; charset=utf-16le"} {
		if got := parsed(t, mailOf("From: Maya <maya@example.net>", head, "", "No, I can't come.", "")).NewText(); !slices.Equal(got, []Segment{{Text: "No, I can't come."}}) {
			t.Errorf("%s: %q", head, got)
		}
	}
	for _, bom := range []string{"\xff\xfeN\x00o\x00\n\x00", "\xfe\xff\x00N\x00o\x00\n"} {
		if got := parsed(t, mailOf("From: Maya <maya@example.net>", "Content-Type: text/plain; charset=utf-8", "", bom)).NewText(); !slices.Equal(got, []Segment{{Text: "No"}}) {
			t.Errorf("%q: %q", bom, got)
		}
	}
	if got := parsed(t, mailOf("From: Maya <maya@example.net>", "Content-Transfer-Encoding: base64", "", " Tm8sIEkgY2Fu", " J3QgY29tZS4=", "")).NewText(); !slices.Equal(got, []Segment{{Text: "No, I can't come."}}) {
		t.Errorf("indented: %q", got)
	}
}
