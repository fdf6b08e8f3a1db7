package demo

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// event is what a calendar program keeps of an invitation.
type event struct{ uid, sequence, start, end, summary, organizer string }

// readEvent takes from a calendar object what a reply needs (RFC 5545).
func readEvent(ics string) event {
	var e event
	unfolded := strings.NewReplacer("\r", "", "\n ", "", "\n\t", "").Replace(ics)
	inside := false
	for line := range strings.SplitSeq(unfolded, "\n") {
		name, value, _ := strings.Cut(line, ":")
		bare, _, _ := strings.Cut(name, ";")
		if bare == "BEGIN" {
			inside = value == "VEVENT"
		}
		if !inside {
			continue
		}
		switch bare {
		case "UID":
			e.uid = value
		case "SEQUENCE":
			e.sequence = value
		case "DTSTART":
			e.start = line
		case "DTEND":
			e.end = line
		case "SUMMARY":
			e.summary = value
		case "ORGANIZER":
			e.organizer = strings.TrimPrefix(line, "ORGANIZER")
		}
	}
	return e
}

// said are the words that programs put into subjects.
var said = map[string]string{"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}

// click answers an invitation by the calendar, the way the person's program
// does: a METHOD:REPLY (RFC 5546 section 3.2.3).
func (p *person) click(l *letter, partstat, comment string, now time.Time) []byte {
	e := readEvent(l.Calendar)
	now = now.In(p.zone)
	ics := p.replyObject(e, partstat, comment, now)
	var b strings.Builder
	d := draft{To: GroupAddress, Subject: said[partstat] + ": " + e.summary}
	plain := fmt.Sprintf("%s has %s this invitation", p.Name, map[string]string{"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentatively accepted"}[partstat])
	boundary := "=_" + p.token()
	part := func(kind, encoding, body string) {
		fmt.Fprintf(&b, "--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n", boundary, kind, encoding, body)
	}
	switch p.Program {
	case thunderbird: // no threading; the object twice
		d.Subject = fmt.Sprintf("Invitation Reply (%s): %s", said[partstat], e.summary)
		p.head(&b, d, now)
		outer := "------------" + p.token()
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n--%s\r\nContent-Type: multipart/alternative; boundary=%q\r\n\r\n", outer, outer, boundary)
		part("text/plain; charset=UTF-8; format=flowed", "8bit", plain+".")
		part("text/calendar; charset=UTF-8; method=REPLY", "8bit", ics)
		fmt.Fprintf(&b, "--%s--\r\n--%s\r\nContent-Type: application/ics; name=\"invite.ics\"\r\nContent-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--%s--\r\n", boundary, outer, base64Lines(ics), outer)
		return []byte(b.String())
	case gmail: // marked as automatic, though a person has clicked
		d.Headers = []string{"Auto-Submitted: auto-generated", "Sender: Google Calendar <calendar-notification@google.com>"}
		d.Subject += " @ " + p.when(e) + " (" + p.Address + ")"
		p.head(&b, d, now)
		outer := "000000000000" + p.token()
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n--%s\r\nContent-Type: multipart/alternative; boundary=%q\r\n\r\n", outer, outer, boundary)
		part("text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes", "7bit", plain+".\r\n\r\n"+e.summary)
		part("text/html; charset=\"UTF-8\"", "quoted-printable", encoded("<div>"+plain+".</div>"))
		part("text/calendar; charset=\"UTF-8\"; method=REPLY", "7bit", ics)
		fmt.Fprintf(&b, "--%s--\r\n--%s\r\nContent-Type: application/ics; name=\"invite.ics\"\r\nContent-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--%s--\r\n", boundary, outer, base64Lines(ics), outer)
		return []byte(b.String())
	case outlook:
		d.InReplyTo = l
		p.head(&b, d, now)
		fmt.Fprintf(&b, "Content-Type: multipart/alternative; boundary=%q\r\n\r\n", boundary)
		part("text/plain; charset=\"utf-8\"", "quoted-printable", encoded(comment))
		part("text/calendar; charset=\"utf-8\"; method=REPLY", "base64", base64Lines(ics))
		b.WriteString("--" + boundary + "--\r\n")
		return []byte(b.String())
	default: // Apple: the object and a line of text, side by side
		p.head(&b, d, now)
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n", boundary)
		part("text/plain; charset=utf-8", "7bit", plain+".")
		part("text/calendar; charset=utf-8; method=REPLY; name=iCal-"+p.token()+".ics", "base64", base64Lines(ics))
		b.WriteString("--" + boundary + "--\r\n")
		return []byte(b.String())
	}
}

// replyObject is the calendar object of a reply; each program leaves out and
// adds other things.
func (p *person) replyObject(e event, partstat, comment string, now time.Time) string {
	stamp := "DTSTAMP:" + now.UTC().Format("20060102T150405Z")
	var lines []string
	add := func(s ...string) { lines = append(lines, s...) }
	switch p.Program {
	case thunderbird:
		add("BEGIN:VCALENDAR", "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
			"CREATED:"+now.UTC().Format("20060102T150405Z"), "LAST-MODIFIED:"+now.UTC().Format("20060102T150405Z"), stamp, "UID:"+e.uid, "SUMMARY:"+e.summary,
			"ORGANIZER"+e.organizer, "ATTENDEE;CN="+p.Name+";PARTSTAT="+partstat+";ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL:mailto:"+p.Address,
			"SEQUENCE:"+e.sequence, e.start, e.end)
	case gmail:
		add("BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:REPLY", "BEGIN:VEVENT",
			e.start, e.end, stamp, "ORGANIZER"+e.organizer, "UID:"+e.uid,
			"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="+partstat+";CN="+p.Address+";X-NUM-GUESTS=0:mailto:"+p.Address,
			"SEQUENCE:"+e.sequence, "STATUS:CONFIRMED", "SUMMARY:"+e.summary, "TRANSP:OPAQUE")
	case outlook: // no ORGANIZER, Windows' names of zones
		add("BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0",
			"BEGIN:VTIMEZONE", "TZID:Romance Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
			"BEGIN:VEVENT", "ATTENDEE;PARTSTAT="+partstat+";CN="+p.Name+":MAILTO:"+p.Address)
		if comment != "" {
			add("COMMENT;LANGUAGE=en-GB:" + strings.NewReplacer(",", `\,`, ";", `\;`, "\n", `\n`).Replace(comment) + `\n`)
		}
		_, start, _ := strings.Cut(e.start, ":")
		_, end, _ := strings.Cut(e.end, ":")
		add("UID:"+e.uid, "SUMMARY;LANGUAGE=en-GB:"+said[partstat]+": "+e.summary, "DTSTART;TZID=Romance Standard Time:"+start, "DTEND;TZID=Romance Standard Time:"+end,
			"CLASS:PUBLIC", "PRIORITY:5", stamp, "TRANSP:OPAQUE", "STATUS:CONFIRMED", "SEQUENCE:"+e.sequence,
			"X-MICROSOFT-CDO-APPT-SEQUENCE:"+e.sequence, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY")
	default:
		add("BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "VERSION:2.0", "METHOD:REPLY", "PRODID:-//Apple Inc.//macOS 15.5//EN", "BEGIN:VEVENT",
			"ATTENDEE;CN=\""+p.Name+"\";CUTYPE=INDIVIDUAL;EMAIL=\""+p.Address+"\";PARTSTAT="+partstat+":mailto:"+p.Address,
			e.end, "LAST-MODIFIED:"+now.UTC().Format("20060102T150405Z"), "UID:"+e.uid, stamp, "SEQUENCE:"+e.sequence, "SUMMARY:"+e.summary, e.start,
			"ORGANIZER"+e.organizer)
		if comment != "" {
			add("COMMENT:" + comment)
		}
	}
	add("END:VEVENT", "END:VCALENDAR")
	for i, line := range lines {
		lines[i] = folded(line)
	}
	return strings.Join(lines, "\r\n") + "\r\n"
}

// when is how Google's subjects write a date.
func (p *person) when(e event) string {
	_, start, _ := strings.Cut(e.start, ":")
	t, err := time.Parse("20060102T150405", strings.TrimSuffix(start, "Z"))
	if err != nil {
		return e.summary
	}
	return t.Format("Mon Jan 2, 2006 3:04pm")
}

// folded breaks a line after 74 octets, not inside a rune (RFC 5545 section 3.1).
func folded(line string) string {
	var b strings.Builder
	n := 0
	for _, r := range line {
		if size := len(string(r)); n+size > 74 {
			b.WriteString("\r\n ")
			n = 1 + size
		} else {
			n += size
		}
		b.WriteRune(r)
	}
	return b.String()
}

func base64Lines(s string) string {
	e := base64.StdEncoding.EncodeToString([]byte(s))
	var b strings.Builder
	for len(e) > 76 {
		b.WriteString(e[:76] + "\r\n")
		e = e[76:]
	}
	return b.String() + e
}
