package daemon_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What an odd mail may lead to, as effectOf tells it.
const (
	oddYes   = "coming eli-stern yes; receipt to eli@example.org"
	oddNo    = "coming eli-stern no; receipt to eli@example.org"
	oddAsked = "receipt to eli@example.org" // nothing is on record, and Eli is asked
	oddKept  = "words kept; receipt to eli@example.org"
	oddHeld  = "held for eli-stern; confirm to eli@example.org"
	oddClick = "coming eli-stern yes"
)

// oddMail is a mail as no program should make it, and what it must lead to.
type oddMail struct {
	name, raw, want string
}

const oddVouched = "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"

// head is the header of a reply to s, without its Content-Type.
func (s subject) head(from string) string {
	return "From: " + from + "\r\nTo: " + groupAddress + "\r\nSubject: Re: hello\r\nMessage-ID: <odd@example.org>\r\nDate: Tue, 06 Jan 2026 11:00:00 +0100\r\nIn-Reply-To: <" + s.messageID + ">\r\n" + oddVouched + "MIME-Version: 1.0\r\n"
}

// oddSenders say yes. With the letter's token it counts who stands in the topmost
// From; without, one From with one address must be there, for the server to vouch for.
func oddSenders(s subject) (all []oddMail) {
	for _, c := range []struct{ from, with, without string }{
		{"eli@example.org, fay@example.org", oddYes, oddHeld},
		{"fay@example.org, eli@example.org", oddHeld, "held for fay-wong; confirm to fay@example.org"},
		{"eli@example.org, evil@elsewhere.example", oddYes, oddHeld},
		{"evil@elsewhere.example, eli@example.org", oddHeld, "unknown"},
		{"Friends: eli@example.org, fay@example.org;", oddYes, oddHeld},
		{"undisclosed:;", oddHeld, "unknown"},
		{"", oddHeld, "unknown"},
		{"eli@example.org <evil@elsewhere.example>", oddHeld, "unknown"},
		{"<eli@example.org> <evil@elsewhere.example>", oddHeld, "unknown"},
		{"\"eli@example.org\"@elsewhere.example", oddHeld, "unknown"},
		{"evil@elsewhere.example (eli@example.org)", oddHeld, "unknown"},
		{"=?utf-8?q?eli=40example.org?= <evil@elsewhere.example>", oddHeld, "unknown"},
		{"=?utf-8?q?eli=40example.org=2C?= evil@elsewhere.example", oddHeld, "unknown"},
		{"eli@example.org\x00@elsewhere.example", oddHeld, "unknown"},
		{"eli@example.org@elsewhere.example", oddHeld, "unknown"},
		{"evil@elsewhere.example\r\nFrom: eli@example.org", oddHeld, "unknown"},
		{"eli@example.org\r\nFrom: evil@elsewhere.example", oddYes, oddHeld},
		{"evil@elsewhere.example\rFrom: eli@example.org", oddHeld, "unknown"},
		{"el\u0456@example.org", oddHeld, "unknown"},
		{"e\u200bli@example.org", oddHeld, "unknown"},
		{"ELI@EXAMPLE.ORG", oddYes, oddAsked},
		{"eli@example.org\r\nSender: boss@elsewhere.example", oddYes, oddAsked},
		{"eli@example.org\r\nReply-To: list@elsewhere.example", oddYes, oddAsked},
	} {
		raw := s.head(c.from) + "\r\nYes, I'll be there.\r\n"
		all = append(all, oddMail{fmt.Sprintf("token, From %q", c.from), raw, c.with},
			oddMail{fmt.Sprintf("no token, From %q", c.from), strings.Replace(raw, "In-Reply-To: <"+s.messageID+">\r\n", "", 1), c.without})
	}
	return all
}

// oddBodies say no, in ways that hide it.
func oddBodies(s subject) (all []oddMail) {
	add := func(name, want string, lines ...string) {
		all = append(all, oddMail{name, s.head("eli@example.org") + strings.Join(lines, "\r\n") + "\r\n", want})
	}
	const no, plain, cut = "No, I can't come.", "Content-Type: text/plain; charset=utf-8", "Content-Type: multipart/mixed; boundary=b"
	inner := "From: eli@example.org\r\nTo: " + groupAddress + "\r\nIn-Reply-To: <" + s.messageID + ">\r\n\r\nYes, I'll be there."
	accepted := s.calendar(s.uid, attendeeMember, "ACCEPTED")
	add("a yes in an enclosed mail", oddAsked, "Content-Type: message/rfc822", "", inner)
	add("a no above an enclosed yes", oddNo, cut, "", "--b", plain, "", no, "--b", "Content-Type: message/rfc822", "", inner, "--b--")
	add("a REPLY in an enclosed mail", oddKept, cut, "", "--b", plain, "", "Look at this", "--b", "Content-Type: message/rfc822", "", "From: a@b.example", "Content-Type: text/calendar; method=REPLY", "", accepted, "--b--")
	add("ASCII that is declared UTF-16", oddNo, "Content-Type: text/plain; charset=utf-16", "", no)
	add("UTF-16 that is declared ASCII", oddNo, "Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: base64", "", base64.StdEncoding.EncodeToString([]byte("\xff\xfeN\x00o\x00,\x00 \x00s\x00o\x00r\x00r\x00y\x00")))
	add("a charset of nowhere", oddNo, "Content-Type: text/plain; charset=klingon", "", no)
	add("words declared base64", oddNo, "Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", no)
	add("quoted-printable, broken", oddNo, "Content-Type: text/plain", "Content-Transfer-Encoding: quoted-printable", "", "No=2C I can=27t come=ZZ=")
	add("quoted-printable, undeclared", oddNo, "Content-Type: text/plain", "", "I can=27t come")
	add("no boundary", oddNo, "Content-Type: multipart/mixed", "", "--b", plain, "", no, "--b--")
	add("no boundary and no parts", oddNo, "Content-Type: multipart/mixed", "", no)
	add("two Content-Types", "coming eli-stern no; words kept; receipt to eli@example.org", "Content-Type: text/plain", "Content-Type: text/html", "", "<p>"+no+"</p>")
	add("a form that says nothing, and one that does", oddNo, "Content-Type: multipart/alternative; boundary=b", "", "--b", plain, "", "This message needs an HTML viewer.", "--b", "Content-Type: text/html", "", "<p>"+no+"</p>", "--b--")
	add("a yes that is struck", oddNo, "Content-Type: text/html", "", "<p><del>Yes, I'll be there.</del></p><p>"+no+"</p>")
	add("a yes that is hidden", oddNo, "Content-Type: text/html", "", "<p style='display:none'>Yes</p><p>"+no+"</p>")
	add("a no in a file", oddAsked, "Content-Type: text/plain; name=no.txt", "Content-Disposition: attachment; filename=no.txt", "", no)
	add("a no in a picture", oddAsked, "Content-Type: image/png", "", "x")
	add("sealed by S/MIME", oddAsked, "Content-Type: application/pkcs7-mime; smime-type=signed-data", "", "MIIB")
	add("encrypted", oddAsked, "", "-----BEGIN PGP MESSAGE-----", "", "hQEMA5", "-----END PGP MESSAGE-----")
	add("signed in the text", "coming eli-stern no; words kept; receipt to eli@example.org", "", "-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", no, "-----BEGIN PGP SIGNATURE-----", "", "abc", "-----END PGP SIGNATURE-----")
	add("a tap below the letter", oddAsked, "Content-Type: multipart/alternative; boundary=b", "", "--b", plain, "", "Eli reacted", "--b", "Content-Type: text/vnd.google.email-reaction+json; charset=utf-8", "", `{"emoji": "👍", "version": 1}`, "--b--")
	add("nested 5,000 deep", "", strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 5000), no)
	add("a line of 1 MB in the header", "", "X-Long: "+strings.Repeat("x", 1<<20), "", no)
	for words, want := range map[string]string{
		"n\x00o": oddNo, "n\u200bo": oddNo, "\ufeffno": oddNo, "1\u200b: no": oddNo, "no\rwith all my heart": "coming eli-stern no; words kept; receipt to eli@example.org",
		"\u202eon": oddKept, "nо": oddKept, "ｎｏ": oddKept, "yes\u2028no": oddAsked, "yes\u0085no": oddAsked, "( ) yes\r\n(x) no": oddKept, "I can,t come": oddNo, "I can&#39;t come": oddNo,
		strings.Repeat(" ", 100_000) + "no": oddKept,
	} {
		add(fmt.Sprintf("%.30q", words), want, plain, "", words)
	}
	all = append(all, oddMail{"a no for a subject, and nothing below", strings.Replace(s.head("eli@example.org"), "Re: hello", "No, I can't come", 1) + "\r\n\r\n", oddNo})
	return all
}

// oddCalendars say that Eli comes, or seem to.
func oddCalendars(s subject) (all []oddMail) {
	accepted := s.calendar(s.uid, attendeeMember, "ACCEPTED")
	for _, c := range []struct{ name, from, to, want string }{
		{"a stamp of the year 9999", "20260106T100000Z", "99991231T235959Z", oddClick},
		{"a SEQUENCE beyond all numbers", "SEQUENCE:0", "SEQUENCE:99999999999999999999", oddClick},
		{"two PARTSTATs", "PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED;PARTSTAT=ACCEPTED", "coming eli-stern no"},
		{"a PARTSTAT that is two", "PARTSTAT=ACCEPTED", "PARTSTAT=ACCEPTED,DECLINED", ""},
		{"a PARTSTAT within the name", "ATTENDEE;PARTSTAT=ACCEPTED", "ATTENDEE;CN=\"x;PARTSTAT=ACCEPTED\";PARTSTAT=DECLINED", "coming eli-stern no"},
		{"a PARTSTAT nobody knows", "PARTSTAT=ACCEPTED", "PARTSTAT=X-PERHAPS", ""},
		{"Eli twice, coming and not", "END:VEVENT", "ATTENDEE;PARTSTAT=DECLINED:mailto:eli@example.org\r\nEND:VEVENT", "notice to ana@example.org"},
		{"a no within an alarm", "END:VEVENT", "BEGIN:VALARM\r\nATTENDEE;PARTSTAT=DECLINED:mailto:eli@example.org\r\nEND:VALARM\r\nEND:VEVENT", oddClick},
		{"another UID first", "UID:", "UID:other@elsewhere.example\r\nUID:", "unknown"},
		{"a REQUEST that says REPLY below", "METHOD:REPLY", "METHOD:REQUEST\r\nMETHOD:REPLY", oddAsked},
		{"a task", "VEVENT", "VTODO", "unknown"},
		{"line ends of CR alone", "\r\n", "\r", oddClick},
	} {
		all = append(all, oddMail{"calendar: " + c.name, s.head("eli@example.org") + "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n" + strings.ReplaceAll(accepted, c.from, c.to), c.want})
	}
	return all
}

// TestOddMails: what comes in a form that no program should make is read as a person
// would read it, or it is asked about, or a person sees it.
func TestOddMails(t *testing.T) {
	x := newMatrix(t)
	n := 0
	for _, mails := range [][]oddMail{oddSenders(x.plain), oddBodies(x.plain), oddCalendars(x.plain)} {
		for _, m := range mails {
			n++
			if got := x.try(m.raw).String(); got != m.want {
				t.Errorf("%s:\n  got  %s\n  want %s", m.name, got, m.want)
			}
		}
	}
	t.Logf("%d mails", n)
}

// TestNoAddressIsNobodysAlias: a mail without an address in From may bear a token, and
// its member may say that it was theirs. The next one without is not theirs for that.
func TestNoAddressIsNobodysAlias(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	nobody := func(id, text string) {
		w.send("Fay Wong", fmt.Sprintf("From: undisclosed:;\r\nTo: %s\r\nSubject: Re: hello\r\nMessage-ID: <%s@example.org>\r\nIn-Reply-To: <%s>\r\nDate: %s\r\n\r\n%s\r\n", groupAddress, id, m.MessageID, w.clock.Now().Format(time.RFC1123Z), text))
	}
	nobody("n1", "Yes, I'll be there.")
	w.pass(letter.Add(time.Hour))
	q := w.last("Eli Stern", "Was this you?")
	if strings.Contains(q.Text, "remember this address") {
		t.Errorf("an address that is none is to be remembered:\n%s", q.Text)
	}
	w.reply("Eli Stern", q, "yes")
	w.pass(letter.Add(2 * time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
	nobody("n2", "No, I can't come.")
	w.pass(letter.Add(3 * time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
}
