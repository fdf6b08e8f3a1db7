package mailflow

import "testing"

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
