package mailflow

import (
	"net/mail"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestHeaderWordsProperty: whatever a group, a member or a subject is called, no line of the header is too long for
// the encoded-words in it (RFC 2047 2), no rune is cut, and it reads as it was meant.
func TestHeaderWordsProperty(t *testing.T) {
	piece := rapid.OneOf(rapid.StringN(0, 30, -1), rapid.SampledFrom([]string{
		" ", "=?", "?=", "=?utf-8?q?a?=", `"`, `\`, "(", ")", "<", ">", ",", ";", ":", "é", "·", "👩‍👩‍👧", "日本語の勉強会",
		strings.Repeat("é", 40), strings.Repeat("long ", 20), strings.Repeat("x", 80),
	}))
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(strings.Fields(cleanLine(strings.Join(rapid.SliceOfN(piece, 1, 5).Draw(t, "pieces"), ""))), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		d := Draft{
			From: mail.Address{Name: text.Draw(t, "from"), Address: "group@example.org"}, To: mail.Address{Name: text.Draw(t, "to"), Address: "zoe@example.net"},
			Subject: text.Draw(t, "subject"), MessageID: "a@example.org", Date: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), ListID: text.Draw(t, "list") + " <list.example.org>",
		}
		raw, err := d.Bytes(nil)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
		for line := range strings.SplitSeq(head, "\r\n") {
			if strings.Contains(line, "=?utf-8?q?") && len(line) > 76 {
				t.Errorf("%d octets: %s", len(line), line)
			}
			for word := range strings.FieldsSeq(line) {
				if strings.HasPrefix(word, "=?utf-8?q?") && len(word) > 75 {
					t.Errorf("%d octets: %s", len(word), word)
				}
			}
		}
		m, err := mail.ReadMessage(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := newWordDecoder().DecodeHeader(m.Header.Get("Subject"))
		if want := meant(d.Subject); err != nil || subject != want {
			t.Errorf("subject %q, want %q: %v\n%s", subject, want, err, head)
		}
		for field, a := range map[string]mail.Address{"From": d.From, "To": d.To} {
			got, err := mail.ParseAddress(m.Header.Get(field))
			if err != nil || got.Name != meant(a.Name) || got.Address != a.Address {
				t.Errorf("%s %+v, want %+v: %v\n%s", field, got, a, err, head)
			}
		}
	})
}

// meant is a text as it can be written: UTF-8.
func meant(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, string(utf8.RuneError))) }

// TestListIDOfAnOddName: the id is what stands last, whatever the group is called.
func TestListIDOfAnOddName(t *testing.T) {
	for s, want := range map[string]string{
		"list.example.org":                        "<list.example.org>",
		"Tuesday <list.example.org>":              `"Tuesday" <list.example.org>`,
		"a <b> c <list.example.org>":              `"a <b> c" <list.example.org>`,
		"<=?utf-8?q?a?=x <list.example.org>":      "=?utf-8?q?=3C=3D=3Futf-8=3Fq=3Fa=3F=3Dx?= <list.example.org>",
		"Tuesday\r\nX-Evil: 1 <list.example.org>": `"Tuesday  X-Evil: 1" <list.example.org>`,
	} {
		if got := listID(s); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}
