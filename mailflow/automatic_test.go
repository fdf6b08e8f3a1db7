package mailflow

import "testing"

// report is a multipart/report of a kind, with the fields of its machine part and
// what is enclosed behind it.
func report(kind, fields string, enclosed ...string) []byte {
	lines := []string{
		from, "To: circle@example.org", "Subject: a report", "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=" + kind + "; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "This is a report.", "--b", "Content-Type: message/" + kind, "", fields,
	}
	return mailOf(append(append(lines, enclosed...), "--b--", "")...)
}

func TestSortsOfAutomaticMail(t *testing.T) {
	const id = "k7f2x.tok@example.org"
	for name, c := range map[string]struct {
		raw   []byte
		want  Machine
		about string
	}{
		"out of office":            {mailOf(from, "Subject: Re: turn", "Auto-Submitted: auto-replied (vacation)", "", "I am away."), AutoReply, ""},
		"its subject alone":        {mailOf(from, "Subject: Automatic reply: turn", "", "I am away."), AutoReply, ""},
		"old header":               {mailOf(from, "Subject: Re: turn", "X-Autoreply: yes", "", "I am away."), AutoReply, ""},
		"old precedence":           {mailOf(from, "Subject: Re: turn", "Precedence: auto_reply", "", "I am away."), AutoReply, ""},
		"a server, not a person":   {mailOf("From: postmaster@example.net", "Subject: Automatic reply", "Auto-Submitted: auto-replied", "", "Your mail was received."), OtherMachine, ""},
		"a list":                   {mailOf(from, "List-Id: <x.example.net>", "Subject: Vacation", "", "News."), OtherMachine, ""},
		"a notification":           {mailOf(from, "Auto-Submitted: auto-generated", "", "Three new issues."), OtherMachine, ""},
		"a person":                 {mailOf(from, "Subject: Re: turn", "", "I am away."), OtherMachine, ""},
		"read receipt":             {report("disposition-notification", "Reporting-UA: Mailer\r\nFinal-Recipient: rfc822; maya@example.net\r\nOriginal-Message-ID: <"+id+">\r\nDisposition: manual-action/MDN-sent-manually; displayed"), ReadReceipt, id},
		"read receipt without":     {report("disposition-notification", "Disposition: automatic-action/MDN-sent-automatically; deleted"), ReadReceipt, ""},
		"complaint":                {report("feedback-report", "Feedback-Type: abuse\r\nUser-Agent: FBL/1.0\r\nVersion: 1", "--b", "Content-Type: message/rfc822", "", returned, "Hello"), Complaint, id},
		"complaint, headers only":  {report("feedback-report", "Feedback-Type: Opt-Out", "--b", "Content-Type: text/rfc822-headers", "", returned), Complaint, id},
		"no spam after all":        {report("feedback-report", "Feedback-Type: not-spam", "--b", "Content-Type: message/rfc822", "", returned, "Hello"), OtherMachine, id},
		"a signature that failed":  {report("feedback-report", "Feedback-Type: auth-failure", "--b", "Content-Type: message/rfc822", "", returned, "Hello"), OtherMachine, id},
		"report type, but no part": {mailOf(from, "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "", "--b", "", "Message-ID: <"+id+">", "--b--", ""), OtherMachine, id},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, c.raw)
			if m.Machine != c.want || m.About != c.about {
				t.Errorf("sort %q about %q, want %q about %q (kind %s because %q)", m.Machine, m.About, c.want, c.about, m.Kind, m.Because)
			}
			if want := c.want != OtherMachine; want && m.Kind != Automatic {
				t.Errorf("kind %s", m.Kind)
			}
		})
	}
}
