package daemon_test

import (
	"strings"
	"testing"

	"convene/daemon"
	"convene/mailflow"
)

// FuzzExplain reads any bytes as a mail, the whole way that a mail takes before
// a group sees it.
func FuzzExplain(f *testing.F) {
	f.Add([]byte("From: a@example.org\r\nSubject: Re: x\r\n\r\nYes, I'll come.\r\n\r\n> Can you come?\r\n"))
	f.Add([]byte("From: a@example.org\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	f.Add([]byte("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>no<blockquote>yes</blockquote>\r\n--b--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := daemon.Explain(t.Context(), daemon.Options{}, raw)
		if err != nil {
			return
		}
		switch mailflow.Kind(e.Kind) {
		case mailflow.Person, mailflow.Calendar, mailflow.Automatic, mailflow.Bounce, mailflow.Unknown:
		default:
			t.Errorf("kind %q", e.Kind)
		}
		for _, a := range e.Answers {
			if a.Words != "" && a.Kind != "nothing" && !strings.HasPrefix(a.Words, "PARTSTAT=") && !strings.Contains(strings.Join(strings.Fields(e.Text), " "), strings.Join(strings.Fields(a.Words), " ")) {
				t.Errorf("an answer from words that nobody wrote: %q", a.Words)
			}
		}
	})
}

func TestExplainCountsTheSameCalendarObjectOnce(t *testing.T) {
	ics := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u1@example.org\r\nDTSTAMP:20260106T090000Z\r\nATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	raw := "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" + ics +
		"--b\r\nContent-Type: application/ics; name=invite.ics\r\n\r\n" + ics + "--b--\r\n"
	e, err := daemon.Explain(t.Context(), daemon.Options{}, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != "calendar" || len(e.Answers) != 1 || e.Answers[0].Value != "no" {
		t.Errorf("%+v", e)
	}
}
