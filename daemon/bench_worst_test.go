package daemon_test

import (
	"encoding/base64"
	"fmt"
	"strings"

	"convene/calendar"
	"convene/mailflow"
)

// worstMail is made to cost as much as a mail can.
type worstMail struct {
	name string
	raw  []byte // nil: so large that it was left on the server
}

const worstHead = "From: Maya van de Velde <maya@example.org>\r\nTo: circle@example.org\r\nSubject: Re: Tuesday\r\nMessage-ID: <worst@example.org>\r\nIn-Reply-To: <letter@example.org>\r\nDate: Tue, 3 Mar 2026 16:00:00 +0100\r\n"

// worstMails are all of them, in the order of the limits.
func worstMails() []worstMail {
	var all []worstMail
	add := func(name string, raw ...string) {
		all = append(all, worstMail{strings.ReplaceAll(name, " ", "-"), []byte(worstHead + strings.Join(raw, ""))})
	}
	all = append(all, worstMail{"raw/unseen", nil})
	addRaw(add)
	addHeaders(add)
	addParts(add)
	addTexts(add)
	addMarkup(add)
	addCalendars(add)
	return all
}

// upTo repeats a unit to at most n bytes.
func upTo(n int, unit string) string { return strings.Repeat(unit, n/len(unit)) }

func addRaw(add func(string, ...string)) {
	const left = mailflow.MaxRaw - 4096
	file := upTo(left, base64.StdEncoding.EncodeToString([]byte(upTo(57, "nineteen bytes long")))+"\r\n")
	mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nYes, see you there.\r\n--b\r\n"
	add("raw/attachment at 25 MB", mixed, "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n", file, "--b--\r\n")
	add("raw/calendar of 25 MB", mixed, "Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n", file, "--b--\r\n")
	add("raw/text of 25 MB", "Content-Transfer-Encoding: base64\r\n\r\n", file)
	add("raw/quoted-printable of 25 MB", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", upTo(left, "=\r\n"))
	add("raw/winmail.dat of 25 MB", mixed, "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n", file, "--b--\r\n")
	add("raw/forwarded mail of 25 MB", mixed, "Content-Type: message/rfc822\r\n\r\nSubject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n", file, "--b--\r\n")
	add("raw/report of 25 MB", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n", upTo(left, "Final-Recipient: rfc822; gone@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"), "--b--\r\n")
	add("raw/report of headers", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; gone@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n", upTo(left, "Message-ID: <a@b>\r\n"), "\r\n--b--\r\n")
	add("raw/line ends", mixed, upTo(left, "\n"))
	add("raw/delimiters of none", mixed, upTo(left, "\n--c"))
	add("raw/over 25 MB", mixed, upTo(mailflow.MaxRaw, "x"))
}

func addHeaders(add func(string, ...string)) {
	const left = mailflow.MaxHeader - 1024
	rest := "\r\n\r\nYes, see you there.\r\n"
	add("header/one line", "X-Long: ", upTo(left, "y"), rest)
	add("header/folded", "X-Folded: x", upTo(left, "\r\n y"), rest)
	add("header/over", "X-Long: ", upTo(mailflow.MaxHeader, "y"), rest)
	add("header/5,000 Received", upTo(5000*72, "Received: from a.example.org by b.example.org; 3 Mar 2026 10:00:00 +0000\r\n"), rest)
	add("header/Received at the limit", upTo(left, "Received: from a by b; 3 Mar 2026 10:00:00 +0000\r\n"), rest)
	add("header/fields", upTo(left, "a:\r\n"), rest)
	add("header/results with nested comments", "Authentication-Results: mx.example.org ", upTo(left, "("), rest)
	add("header/results closed comments", "Authentication-Results: mx.example.org ", upTo(left/2, "("), upTo(left/2, ")"), "; dkim=pass", rest)
	add("header/results", upTo(left, "Authentication-Results: mx.example.org; dkim=pass header.d=example.org\r\n"), rest)
	add("header/addresses", "Cc: ", upTo(left, "a@b, "), rest)
	add("header/comments in From", "From: ", upTo(left, "("), rest)
	add("header/encoded words", "Subject: ", upTo(left, "=?utf-8?q?=C3=A9?= "), rest)
	add("header/references", "References: ", upTo(left, "<a@b> "), rest)
	add("header/parameters", "Content-Type: text/plain", upTo(left, ";a*0=b"), rest)
}

func addParts(add func(string, ...string)) {
	mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	part := "--b\r\nContent-Type: text/plain\r\n\r\n"
	add("parts/200", mixed, strings.Repeat(part+"Yes.\r\n", mailflow.MaxParts-1), "--b--\r\n")
	add("parts/200 full ones", mixed, strings.Repeat(part+upTo(mailflow.MaxText/mailflow.MaxParts-100, "I am not sure yet, perhaps.\r\n"), mailflow.MaxParts-1), "--b--\r\n")
	add("parts/201", mixed, strings.Repeat(part+"Yes.\r\n", mailflow.MaxParts), "--b--\r\n")
	add("parts/500,000", mixed, strings.Repeat("--b\r\n\r\nyes\r\n", 500_000), "--b--\r\n")
	add("parts/long headers", mixed, strings.Repeat("--b\r\nX-Long: "+upTo(mailflow.MaxHeader-100, "y")+"\r\n\r\nyes\r\n", 6), "--b--\r\n")
	add("parts/lines like boundaries", "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nyes\r\n", upTo(2<<20, "--bc\r\n"), "--bb--\r\n")
	nested := func(levels int) string {
		var b strings.Builder
		for i := range levels {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		return b.String() + "Content-Type: text/plain\r\n\r\nYes, see you there.\r\n"
	}
	add("nesting/20", nested(mailflow.MaxNesting))
	add("nesting/20 around delimiters", nested(mailflow.MaxNesting), upTo(mailflow.MaxRaw-8192, "\n--c"))
	add("nesting/21", nested(mailflow.MaxNesting+1))
	add("nesting/5,000", nested(5000))
	add("nesting/of forwarded mails", strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 5000))
}

func addTexts(add func(string, ...string)) {
	prose := "I would like to learn how to stay with a silence without filling it, and in my last sessions I noticed that I give advice as soon as it gets uncomfortable.\r\n"
	for _, t := range [][2]string{
		{"prose", prose},
		{"prose in paragraphs", prose + "\r\n"},
		{"prose in long lines", strings.TrimSpace(prose) + " "},
		{"prose of six languages", "I can't come. Ich kann leider nicht. No puedo venir. Je ne peux pas venir. Non posso venire. Não posso ir.\r\n"},
		{"unclear prose", "Maybe, if my train is late and Ana comes, then perhaps I could or could not come on Thursday or not at all.\r\n"},
		{"members", "Ana Ruiz, Ben Okoro, Chiara and Dana White come if Jörg Brandt can lead instead of Maya on 10 March.\r\n"},
		{"swaps", "Can Ana swap with me, or Ben take my turn?\r\n"},
		{"numbers", "1: 4\r\n"}, {"numbers in one line", "1: yes 2: A C 3: 4 "}, {"bare numbers", "1 yes 2 A C 3 4\r\n"}, {"digits", "1 2 3 4 5 1 2 3 4 5\r\n"},
		{"letters", "A C\r\n"}, {"letters in one line", "A, B, C, "}, {"options", "Silence in a conversation\r\n"},
		{"dates", "from 3 August to 20 August, not on 10.3. or 3/4 at 16:00, until Friday\r\n"}, {"dates in one line", "3 August 10.3. 4 pm until Friday "}, {"away", "I am away from 3 to 20 August.\r\n"},
		{"topics", "topic: asking\r\n"}, {"commands", "status\r\n"}, {"yeses", "yes\r\n"}, {"words apart", "yes\r\n\r\n"}, {"one word", "wrote "}, {"commas", "no,"}, {"ands", "and I can "},
		{"slips", "i cna probaly comme tuesdai tomorow mayby\r\n"}, {"questions", "Can you? "}, {"marks", "?!"}, {"smileys", ":-) "}, {"emoji", "👍"}, {"not Latin", "не могу прийти 可以参加 "},
		{"one line", "x"}, {"line ends", "\r\n"}, {"blanks", " "}, {"dashes", "-"}, {"lines of dashes", "---\r\n"}, {"signature marks", "-- \r\nx\r\n"}, {"underscores", "___\r\n"},
		{"quotes", "> Can you come on Tuesday 10 March and lead the round?\r\n"}, {"quote marks", ">"}, {"deep quotes", strings.Repeat(">", 70) + "\r\n"},
		{"answers between quotes", "> Can you come on Tuesday 10 March and lead the round?\r\n\r\nyes\r\n\r\n"}, {"answers between short quotes", "> a\r\n\r\nb\r\n\r\n"},
		{"attributions", "Am Dienstag, den 3. März 2026 um 16:00 schrieb Maya van de Velde:\r\n"}, {"attributions apart", "On Tue, 3 Mar 2026 at 16:00, Ana wrote:\r\n\r\nyes\r\n\r\n"}, {"long attributions", "On " + upTo(560, "a b ") + ":\r\n"},
		{"quoted headers", "From: a@b.example\r\nDate: Tue, 3 Mar 2026\r\n\r\n"}, {"header runs", "From: a\r\nx\r\n"}, {"originals", "-----Original Message-----\r\nyes\r\n"}, {"devices", "Sent from my phone\r\n\r\n"}, {"greetings", "Best\r\nAna\r\n\r\n"},
		{"disclaimers", "This e-mail is confidential and for the addressee only, if you have got it by mistake please delete it.\r\n\r\n"},
	} {
		add("text/"+t[0], "Content-Type: text/plain; charset=utf-8\r\n\r\n", upTo(mailflow.MaxText, t[1]))
	}
	add("text/flowed prose", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n", upTo(mailflow.MaxText, strings.ReplaceAll(prose, "\r\n", " \r\n")))
	add("text/flowed dates", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n", upTo(mailflow.MaxText, "Date: 1 \r\n"))
	add("text/flowed header runs", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n", upTo(mailflow.MaxText, "From: a \r\nx \r\n"))
	add("text/over", "Content-Type: text/plain; charset=utf-8\r\n\r\n", upTo(mailflow.MaxText, prose), prose)
	both := "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + upTo(mailflow.MaxText, prose) + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + upTo(mailflow.MaxText, "<p>"+prose+"</p>") + "\r\n--b--\r\n"
	add("text/and as much HTML", both)
}

func addMarkup(add func(string, ...string)) {
	for _, t := range [][2]string{
		{"deep", "<div>"}, {"deep with words", "<div>a "}, {"deep formatting", "<b>"}, {"formatting", "<p>a<b><i><u>"}, {"bold with ids", "<b id=1><p>"}, {"fonts", "<font color=red>"}, {"flat tags", "<i>"}, {"flat", "<p>a"}, {"breaks", "<br>"},
		{"nested quotes", "<blockquote>"}, {"nested quotes with words", "<blockquote type=cite>a"}, {"quotes", "<blockquote>Can you come on Tuesday 10 March?</blockquote>yes"}, {"short quotes", "<blockquote>a</blockquote>b"}, {"Gmail quotes", "On 1/1/26 x wrote:<blockquote class=gmail_quote>a</blockquote>yes "},
		{"tables", "<table><tr><td>"}, {"tables closed", "<table><tr><td>yes</td></tr></table>"}, {"cells", "<td>1"}, {"lists", "<ul><li>"}, {"borders", "<div style=border-top:solid>a</div>"},
		{"entities", "&amp;"}, {"entities unclosed", "&amp"}, {"comments", "<!-- x -->"}, {"comment unclosed", "<!-- "}, {"tags unclosed", "<"}, {"ends", "</p></div></b>"}, {"attributes", "<p " + upTo(800, "a=b ") + ">"}, {"styles", "<style>"}, {"breaks and unclosed", "<br><script><style><!--"}, {"preformatted", "<pre>\n"}, {"forms", "<form><p>"}, {"rules", "<hr>From: a@b<br>"},
		{"paragraphs of prose", "<p>I would like to come, but I am not sure whether Ana can lead on Tuesday.</p>\r\n"},
	} {
		add("html/"+t[0], "Content-Type: text/html; charset=utf-8\r\n\r\n", upTo(mailflow.MaxText-64, t[1]))
	}
	add("html/over", "Content-Type: text/html; charset=utf-8\r\n\r\n", upTo(mailflow.MaxText+64, "<i>"))
}

func addCalendars(add func(string, ...string)) {
	const left = mailflow.MaxCalendar - 256
	begin := "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
	event := "BEGIN:VEVENT\r\nUID:u\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:maya@example.org\r\nEND:VEVENT\r\n"
	for _, t := range [][2]string{
		{"one line", begin + "BEGIN:VEVENT\r\nCOMMENT:" + upTo(left, "x")},
		{"folded line", begin + "BEGIN:VEVENT\r\nCOMMENT:" + upTo(left, "\r\n x")},
		{"lines without blanks", begin + "BEGIN:VEVENT\r\n" + upTo(left, strings.Repeat("x", 70)+"\r\n")},
		{"10,000 events", begin + strings.Repeat("BEGIN:VEVENT\r\nEND:VEVENT\r\n", 10_000)},
		{"50 events", begin + strings.Repeat(event, calendar.MaxEvents)},
		{"nested", begin + upTo(left, "BEGIN:VEVENT\r\n")},
		{"nested unknown", begin + upTo(left, "BEGIN:X\r\n")},
		{"calendars", upTo(left, "BEGIN:VCALENDAR\r\n")},
		{"attendees", begin + "BEGIN:VEVENT\r\n" + upTo(left, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:maya@example.org\r\n")},
		{"attendees at the limit", begin + strings.Repeat("BEGIN:VEVENT\r\n"+strings.Repeat("ATTENDEE;CN=a:mailto:a@b\r\n", calendar.MaxLines)+"END:VEVENT\r\n", 40)},
		{"long attendees", begin + "BEGIN:VEVENT\r\n" + strings.Repeat("ATTENDEE;CN="+upTo(1200, "a:")+":mailto:a@b\r\n", calendar.MaxLines)},
		{"parameters", begin + "BEGIN:VEVENT\r\nATTENDEE" + upTo(left, ";A=b") + ":mailto:a@b"},
		{"mailtos", begin + "BEGIN:VEVENT\r\nATTENDEE;A" + upTo(left, ":mailto:")},
		{"delegates", begin + "BEGIN:VEVENT\r\nATTENDEE;DELEGATED-TO=" + upTo(left, "a@b,") + ":x"},
		{"dates of a zone", begin + strings.Repeat("BEGIN:VEVENT\r\nDTSTART;TZID=Z:20260101T100000\r\nEND:VEVENT\r\n", calendar.MaxEvents) + "BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0100\r\nDTSTART:16010101T000000\r\nRDATE:" + upTo(left-4000, "20250101T000000,")},
	} {
		add("ics/"+t[0], "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n", t[1])
	}
	add("ics/over", "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n", begin, upTo(mailflow.MaxCalendar, "X-A:x\r\n"))
	mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	add("ics/199 objects", mixed, strings.Repeat("--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"+begin+upTo(100_000, event)+"\r\n", mailflow.MaxParts-1), "--b--\r\n")
	var differing strings.Builder
	for i := range mailflow.MaxParts - 1 {
		fmt.Fprintf(&differing, "--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n%sX-N:%d\r\nBEGIN:VEVENT\r\nCOMMENT:%s\r\n", begin, i, upTo(120_000, "x"))
	}
	add("ics/199 differing objects", mixed, differing.String(), "--b--\r\n")
}
