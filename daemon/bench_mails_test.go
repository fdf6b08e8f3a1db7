//go:build integration

package daemon_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/mailflow"
	"convene/mailflow/postoffice"
)

// sentLetters are the mails that members have got, by address.
type sentLetters struct {
	mu       sync.Mutex
	byMember map[string][]*mailflow.Mail
}

// collectLetters keeps what the post office takes over from now on.
func collectLetters(office *postoffice.Office) *sentLetters {
	l := &sentLetters{byMember: map[string][]*mailflow.Mail{}}
	office.OnDelivery(func(_, to string, raw []byte) {
		if m, err := mailflow.Parse(raw); err == nil {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.byMember[to] = append(l.byMember[to], m)
		}
	})
	return l
}

// of picks a member's invitations, or else the other letters.
func (l *sentLetters) of(tb testing.TB, address string, invitations bool) []*mailflow.Mail {
	tb.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []*mailflow.Mail
	for _, m := range l.byMember[address] {
		if (len(m.Calendars) > 0) == invitations {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		tb.Fatalf("%s has got %d mails, and none to answer", address, len(l.byMember[address]))
	}
	return found
}

// What members write. Most say one thing; some propose, ask, or just talk.
var written = []string{
	"Yes, count me in!",
	"Sorry, I can't make it this time, a client has moved our session.",
	"I'll be ten minutes late, please start without me.",
	"see you there",
	"I'll try, should be OK but I can't promise.",
	"Happy to come, but I'd rather not lead this time.",
	"yes",
	"no, I'm travelling that week",
	"Hello,\n\nof course I'll be there. Looking forward to it after the break.",
	"topic: asking questions that nobody has an answer to",
	"Thanks!",
	"I can only make the first half, I hope that is fine.",
	"I would like to learn how to stay with a silence without filling it. In my last sessions I noticed that I give advice as soon as it gets uncomfortable, and afterwards I regret it.",
	"status",
}

// replies are mails as members send them in answer to their letters: of twenty
// seven are clicks in a calendar program, nine are words, three are automatic,
// and one is from a stranger. All differ.
func (l *sentLetters) replies(tb testing.TB, c circles, n int, now time.Time) [][]byte {
	tb.Helper()
	var all [][]byte
	for i := range n {
		member := i / 20 * 7 % (c.groups * c.members)
		member = (member + i%20) % (c.groups * c.members)
		address := memberAddress(member%c.groups, member/c.groups)
		letters, invitations := l.of(tb, address, false), l.of(tb, address, true)
		letter, invitation := letters[len(letters)-1], invitations[i/20%len(invitations)]
		at := now.Add(-time.Duration(n-i) * time.Second)
		var raw string
		switch k := i % 20; {
		case k < 7:
			raw = click(address, invitation, i, at)
		case k < 16:
			raw = wordsFrom(address, letter, written[(i/20*9+k)%len(written)], i, at)
		case k < 19:
			raw = automatic(address, letter, i, at)
		default:
			raw = stranger(i, at)
		}
		all = append(all, []byte(strings.ReplaceAll(raw, "\n", "\r\n")))
	}
	return all
}

func head(from, to, subject string, i int, at time.Time) string {
	return fmt.Sprintf(`Received: from out%d.mail.example.net (out%d.mail.example.net [192.0.2.%d])
	by mx.example.test (Postfix) with ESMTPS id 4X%07d
	for <%s>; %s
Authentication-Results: mx.example.test; dkim=pass header.d=example.test header.i=@example.test; spf=pass smtp.mailfrom=%s
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s1; t=%d;
	h=from:to:subject:date:message-id:in-reply-to:references;
	bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=%s
From: %s
To: %s
Subject: %s
Message-ID: <b%d.%d@example.test>
Date: %s
MIME-Version: 1.0
`, i%9, i%9, i%250, i, to, at.Format(time.RFC1123Z), from, at.Unix(),
		strings.Repeat(fmt.Sprintf("%08d", i), 20), from, to, subject, i, at.Unix(), at.Format(time.RFC1123Z))
}

// wordsFrom is a reply with the letter quoted below it, as plain text alone or
// with HTML beside it.
func wordsFrom(address string, letter *mailflow.Mail, text string, i int, at time.Time) string {
	h := head(address, benchAddress, "Re: "+letter.Subject, i, at) +
		fmt.Sprintf("In-Reply-To: <%s>\nReferences: <%s>\n", letter.MessageID, letter.MessageID)
	said := fmt.Sprintf("On Tue, 6 Jan 2026 at 09:00, Circle <%s> wrote:", benchAddress)
	plain := text + "\n\n" + said + "\n\n> " + strings.ReplaceAll(letter.Text, "\n", "\n> ") + "\n"
	if i%3 == 0 {
		return h + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + plain
	}
	rich := "<div dir=\"ltr\">" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">" +
		html.EscapeString(said) + "<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex\">" + letter.HTML + "</blockquote></div>\n"
	mark := fmt.Sprintf("=_part_%d", i)
	return h + fmt.Sprintf("Content-Type: multipart/alternative; boundary=%q\n\n--%s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n%s--%s\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n%s--%s--\n",
		mark, mark, wrapped(plain), mark, wrapped(rich), mark)
}

// wrapped is base64 in lines.
func wrapped(s string) string {
	enc := base64.StdEncoding.EncodeToString([]byte(s))
	var b strings.Builder
	for len(enc) > 76 {
		b.WriteString(enc[:76] + "\n")
		enc = enc[76:]
	}
	return b.String() + enc + "\n"
}

// click is what a calendar program sends: text, the iTIP reply, and mostly the
// same once more as an attachment.
func click(address string, invitation *mailflow.Mail, i int, at time.Time) string {
	uid := ""
	for line := range strings.SplitSeq(string(invitation.Calendars[0]), "\n") {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "UID:"); ok {
			uid = v
		}
	}
	stat := []string{"ACCEPTED", "ACCEPTED", "DECLINED", "TENTATIVE"}[i/20%4]
	verb := map[string]string{"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}[stat]
	ics := strings.Join([]string{
		"BEGIN:VCALENDAR", "PRODID:-//Example//Calendar 9//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:REPLY",
		"BEGIN:VTIMEZONE", "TZID:Europe/Madrid",
		"BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
		"BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
		"END:VTIMEZONE",
		"BEGIN:VEVENT", "DTSTART;TZID=Europe/Madrid:20260113T160000", "DTEND;TZID=Europe/Madrid:20260113T173000",
		"DTSTAMP:" + at.UTC().Format("20060102T150405Z"), "ORGANIZER;CN=Circle:mailto:" + benchAddress, "UID:" + uid,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + stat + ";CN=Somebody;X-NUM-GUESTS=0:mailto:" + address,
		"SEQUENCE:0", "STATUS:CONFIRMED", "SUMMARY:Circle", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR", "",
	}, "\n")
	outer, inner := fmt.Sprintf("=_mixed_%d", i), fmt.Sprintf("=_alt_%d", i)
	return head(address, benchAddress, verb+": "+invitation.Subject, i, at) + fmt.Sprintf(`Content-Type: multipart/mixed; boundary=%q

--%s
Content-Type: multipart/alternative; boundary=%q

--%s
Content-Type: text/plain; charset=utf-8

%s has replied to this invitation.
--%s
Content-Type: text/html; charset=utf-8

<html><body><p><b>%s</b> has replied to this invitation.</p></body></html>
--%s
Content-Type: text/calendar; charset=utf-8; method=REPLY
Content-Transfer-Encoding: 7bit

%s--%s--
--%s
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

%s--%s--
`, outer, outer, inner, inner, address, inner, address, inner, ics, inner, outer, wrapped(strings.ReplaceAll(ics, "\n", "\r\n")), outer)
}

// automatic is a vacation responder.
func automatic(address string, letter *mailflow.Mail, i int, at time.Time) string {
	return head(address, benchAddress, "Out of office: "+letter.Subject, i, at) +
		fmt.Sprintf("In-Reply-To: <%s>\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nPrecedence: bulk\nContent-Type: text/plain; charset=utf-8\n\n", letter.MessageID) +
		"Thank you for your message. I am away until 12 January and read my mail now and then.\nIn urgent cases please call the office.\n\nKind regards\n"
}

// stranger is a newsletter from nobody that a group knows.
func stranger(i int, at time.Time) string {
	return head(fmt.Sprintf("news%d@shop.example", i%50), benchAddress, "This week: a dozen offers", i, at) +
		"List-Unsubscribe: <mailto:leave@shop.example>\nContent-Type: text/html; charset=utf-8\n\n<html><body>" +
		strings.Repeat("<table><tr><td><a href=\"https://shop.example/\">Offer</a></td><td>Only this week.</td></tr></table>\n", 40) + "</body></html>\n"
}
