package daemon_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/mailflow"
)

// raw sends lines as they are, with a Message-ID and To of their own.
func (w *world) raw(lines ...string) {
	w.t.Helper()
	w.seq++
	head := []string{"To: " + groupAddress, fmt.Sprintf("Message-ID: <p%d@mx.example.net>", w.seq), "Date: " + w.clock.Now().Format(time.RFC1123Z), "MIME-Version: 1.0"}
	w.send("Eli Stern", strings.Join(append(head, lines...), "\r\n")+"\r\n")
}

// headersOf are the headers of one of our mails, as servers send them back.
func headersOf(m *mailflow.Mail) string {
	return strings.Join([]string{
		"From: Tuesday Coaches <" + groupAddress + ">", "To: Eli Stern <eli@example.org>", "Subject: " + m.Subject,
		"Message-ID: <" + m.MessageID + ">", "MIME-Version: 1.0",
	}, "\r\n")
}

// TestAnAutomaticReplyIsNotedAndAskedAbout: the whole way, from Fay's mail program
// to the letter that asks her.
func TestAnAutomaticReplyIsNotedAndAskedAbout(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.click("Eli Stern", "eli@example.org", "ACCEPTED", 0)
	w.pass(letter)
	m := w.last("Eli Stern", "13 January")
	w.raw("From: Eli Stern <eli@example.org>", "Subject: Automatic reply: "+m.Subject, "In-Reply-To: <"+m.MessageID+">", "Auto-Submitted: auto-replied", "", "No, I am out of the office until 30 January.", "", "> Can you come?", "> Friday 6 March")
	w.raw("From: Somebody <somebody@example.net>", "Subject: Automatic reply: "+m.Subject, "In-Reply-To: <"+m.MessageID+">", "Auto-Submitted: auto-replied", "", "I am out of the office until 31 January.")
	n := len(w.mails("Eli Stern"))
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("1 yes, 7 silent")
	if got := len(w.mails("Eli Stern")); got != n {
		t.Errorf("%d mails in answer to a program", got-n)
	}
	if of, without := w.status().Inbox, w.report().Mailbox.Inbox; of["automatic"] != 1 || without["automatic"] != 1 {
		t.Errorf("mails of the group: %v, of none: %v", of, without)
	}
	w.pass(madrid(2026, time.January, 14, 9))
	ask := w.last("Eli Stern", "until Friday 30 January")
	w.reply("Eli Stern", ask, "yes")
	w.pass(madrid(2026, time.January, 14, 10))
	if text := w.last("Eli Stern", "Friday 30 January: you're away.").Text; !strings.Contains(text, "Tuesday 27 January: you can't come.") {
		t.Errorf("read back:\n%s", text)
	}
	w.wantRSVPs("1 no, 7 silent")
}

func TestAReadReceiptIsRecordedAndNoAnswer(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	w.raw("From: Eli Stern <eli@example.org>", "Subject: Read: "+m.Subject, "Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "Yes, the mail was displayed.", "--b", "Content-Type: message/disposition-notification", "",
		"Reporting-UA: Mailer 1.0", "Final-Recipient: rfc822; eli@example.org", "Original-Message-ID: <"+m.MessageID+">", "Disposition: manual-action/MDN-sent-manually; displayed", "", "--b--")
	n := len(w.mails("Eli Stern"))
	w.pass(letter.Add(time.Hour))
	w.wantRSVPs("8 silent")
	if of := w.status().Inbox; of["automatic"] != 1 || len(w.mails("Eli Stern")) != n {
		t.Errorf("mails of the group: %v; %d mails more", of, len(w.mails("Eli Stern"))-n)
	}
}

func TestAComplaintIsToldToTheCoordinator(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	complain := func(id string) {
		w.raw("From: feedback@provider.example", "Subject: complaint", "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "",
			"--b", "Content-Type: text/plain", "", "This is an abuse report.", "--b", "Content-Type: message/feedback-report", "",
			"Feedback-Type: abuse", "User-Agent: FBL/1.0", "Version: 1", "", "--b", "Content-Type: message/rfc822", "",
			strings.ReplaceAll(headersOf(m), m.MessageID, id), "", "Can you come?", "", "--b--")
	}
	ana, eli := len(w.mails("Ana Ruiz")), len(w.mails("Eli Stern"))
	complain("c.aaaaaaaaaaaaaaaa@example.org") // about no letter of ours
	w.pass(letter.Add(time.Hour))
	if got := len(w.mails("Ana Ruiz")); got != ana {
		t.Errorf("ana got %d mails about nothing", got-ana)
	}
	complain(m.MessageID)
	w.pass(letter.Add(2 * time.Hour))
	if got := w.last("Ana Ruiz", "Eli called a letter spam"); !strings.Contains(got.Text, "too many mails") {
		t.Errorf("ana reads\n%s", got.Text)
	}
	if got := len(w.mails("Eli Stern")); got != eli {
		t.Errorf("eli got %d mails about it", got-eli)
	}
	w.wantRSVPs("8 silent")
}

// TestBouncesOfManyServers: however a server says it, a letter that comes back is
// tied to its member, and counts against that address.
func TestBouncesOfManyServers(t *testing.T) {
	prose := "Content-Type: text/plain; charset=us-ascii"
	for name, lines := range map[string]func(m *mailflow.Mail) []string{
		"qmail": func(m *mailflow.Mail) []string {
			return []string{"From: MAILER-DAEMON@mx.example.net", "Return-Path: <>", "Subject: failure notice", "", "Hi. This is the qmail-send program at mx.example.net.",
				"I'm afraid I wasn't able to deliver your message to the following addresses.", "This is a permanent error; I've given up. Sorry it didn't work out.", "",
				"<eli@example.org>:", "Sorry, no mailbox here by that name. (#5.1.1)", "", "--- Below this line is a copy of the message.", "", "Return-Path: <" + groupAddress + ">", headersOf(m), "", "Can you come?"}
		},
		"Exim": func(m *mailflow.Mail) []string {
			return []string{"From: Mail Delivery System <Mailer-Daemon@mx.example.net>", "X-Failed-Recipients: eli@example.org", "Auto-Submitted: auto-replied", prose, "Subject: Mail delivery failed: returning message to sender", "",
				"This message was created automatically by mail delivery software.", "", "A message that you sent could not be delivered to one or more of its", "recipients. This is a permanent error. The following address(es) failed:", "",
				"  eli@example.org", "    host mx.example.org [192.0.2.9]", "    SMTP error from remote mail server after RCPT TO:<eli@example.org>:", "    550 5.1.1 <eli@example.org>: Recipient address rejected: User unknown", "",
				"------ This is a copy of the message, including all the headers. ------", "", headersOf(m), "", "Can you come?"}
		},
		"Exim, as a report": func(m *mailflow.Mail) []string {
			return []string{"From: Mail Delivery System <Mailer-Daemon@mx.example.net>", "X-Failed-Recipients: eli@example.org", "Auto-Submitted: auto-replied", "Subject: Mail delivery failed: returning message to sender",
				"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", prose, "", "It failed.", "--b", "Content-type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.net", "",
				"Action: failed", "Final-Recipient: rfc822;eli@example.org", "Status: 5.0.0", "Remote-MTA: dns; mx.example.org", "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "", "--b", "Content-type: message/rfc822", "", headersOf(m), "", "Can you come?", "--b--"}
		},
		"Exchange": func(m *mailflow.Mail) []string {
			return []string{"From: postmaster@example.org", "Subject: Undeliverable: " + m.Subject, "In-Reply-To: <" + m.MessageID + ">", "References: <" + m.MessageID + ">", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
				"--b", "Content-Type: text/html", "", "<html><body><p>Your message to eli@example.org couldn't be delivered.</p><p>eli wasn't found at example.org.</p></body></html>", "--b", "Content-Type: message/delivery-status", "",
				"Reporting-MTA: dns;DB9PR01.example.net", "Received-From-MTA: dns;mail.example.net", "Arrival-Date: Tue, 6 Jan 2026 08:00:01 +0000", "", "Final-Recipient: rfc822;eli@example.org", "Action: failed", "Status: 5.1.10",
				"Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient eli@example.org not found by SMTP address lookup", "", "--b", "Content-Type: message/rfc822", "", headersOf(m), "", "Can you come?", "--b--"}
		},
		"Exchange, in words": func(m *mailflow.Mail) []string {
			return []string{"From: postmaster@example.org", "Subject: Undeliverable: " + m.Subject, "In-Reply-To: <" + m.MessageID + ">", prose, "", "Delivery has failed to these recipients or groups:", "", "eli@example.org",
				"The email address you entered couldn't be found. Please check the recipient's email address.", "", "Diagnostic information for administrators:", "Generating server: example.org", "eli@example.org", "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##"}
		},
		"Gmail": func(m *mailflow.Mail) []string {
			return []string{"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Return-Path: <>", "Auto-Submitted: auto-replied", "Subject: Delivery Status Notification (Failure)", "References: <" + m.MessageID + ">", "In-Reply-To: <" + m.MessageID + ">", "X-Failed-Recipients: eli@example.org",
				"Content-Type: multipart/report; boundary=b; report-type=delivery-status", "", "--b", "Content-Type: multipart/related; boundary=c", "", "--c", "Content-Type: multipart/alternative; boundary=d", "", "--d", prose, "",
				"** Address not found **", "", "Your message wasn't delivered to eli@example.org because the address couldn't be found, or is unable to receive mail.", "--d--", "--c--", "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; googlemail.com", "X-Original-Message-ID: <" + m.MessageID + ">", "",
				"Final-Recipient: rfc822; eli@example.org", "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.", "", "--b", "Content-Type: message/rfc822", "", headersOf(m), "", "Can you come?", "--b--"}
		},
		"Gmail, older": func(m *mailflow.Mail) []string {
			return []string{"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "X-Failed-Recipients: eli@example.org", "Subject: Delivery Status Notification (Failure)", prose, "", "Delivery to the following recipient failed permanently:", "", "     eli@example.org", "",
				"Technical details of permanent failure:", "The email account that you tried to reach does not exist. The error was: 550 5.1.1 no such user", "", "----- Original message -----", "", headersOf(m), "", "Can you come?"}
		},
		"only X-Failed-Recipients": func(m *mailflow.Mail) []string {
			return []string{"From: noreply@mx.example.net", "X-Failed-Recipients: eli@example.org", "Subject: Your mail", "References: <" + m.MessageID + ">", prose, "", "550 5.1.1 <eli@example.org> no such user"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.pass(begin)
			w.pass(letter)
			w.raw(lines(w.last("Eli Stern", "can you come"))...)
			w.pass(letter.Add(time.Hour))
			if of := w.status().Inbox; of["bounce"] != 1 {
				t.Errorf("mails of the group: %v, of none: %v", of, w.report().Mailbox.Inbox)
			}
			if got := w.status().NeedsHand; len(got) != 1 || !strings.Contains(got[0], "Eli Stern") {
				t.Errorf("needs a hand: %q", got)
			}
			w.wantRSVPs("8 silent")
		})
	}
}
