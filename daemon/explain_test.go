package daemon_test

import (
	"strings"
	"testing"
	"time"

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

func (w *world) explain(raw string) daemon.Explanation {
	w.t.Helper()
	e, err := daemon.Explain(w.t.Context(), daemon.Options{Config: w.cfg, Clock: w.clock}, []byte(strings.ReplaceAll(raw, "\n", "\r\n")))
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// TestExplainAlsoAfterTheEnd ties mails as the daemon would, while the group lives
// and when it has ended: a mail counts as of when it was written.
func TestExplainAlsoAfterTheEnd(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	m := w.last("Eli Stern", "can you come")
	head := "To: groups@example.org\nSubject: Re: x\nMessage-ID: <e@example.org>\nIn-Reply-To: <" + m.MessageID + ">\nDate: " + letter.Add(time.Hour).Format(time.RFC1123Z) + "\n"
	from := "From: Eli Stern <eli@example.org>\n" + head
	mails := map[string]struct {
		raw     string
		trust   string
		askBack string
		outcome string
		answers string // kind value: effect
	}{
		"a yes":           {from + "\nYes, I'll be there.\n", "apply", "", "recorded; answered at once", "rsvp yes: recorded: yes for 2026-01-13T16:00"},
		"a thumb":         {from + "\n👍\n", "apply", "thumbs_up", "not understood, or not in full; the writer is told at once", "ask_back thumbs_up: asked back: thumbs_up"},
		"thanks":          {from + "\nThanks!\n", "apply", "", "nothing to record", "nothing: nothing to record"},
		"another address": {"From: eli@work.example.com\n" + head + "\nno\n", "hold", "", "held: Eli Stern is asked, at the registered address, whether it was theirs", "rsvp no: once it is confirmed: recorded: no for 2026-01-13T16:00"},
		"out of office":   {from + "Auto-Submitted: auto-replied\n\nYes, I am away until 20 January.\n", "apply", "", "noted: away until Tue 20 Jan 2026, by an automatic reply, which is never an answer; a letter that goes out anyway asks about it once", ""},
		"a bounce": {"From: MAILER-DAEMON@example.net\nTo: groups@example.org\nSubject: failure notice\nDate: " + letter.Add(time.Hour).Format(time.RFC1123Z) + "\n\n<eli@example.org>:\nno mailbox here by that name (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <" + m.MessageID + ">\n",
			"", "", "counts against the address: a letter came back for good", ""},
	}
	check := func(when string) {
		t.Helper()
		for name, c := range mails {
			e := w.explain(c.raw)
			var answers []string
			for _, a := range e.Answers {
				answers = append(answers, strings.TrimSpace(a.Kind+" "+a.Value)+": "+a.Effect)
			}
			if e.Member != "Eli Stern" || e.Group != "tuesday" || e.Letter == "" || e.Trust != c.trust || e.AskBack != c.askBack || e.Outcome != c.outcome || strings.Join(answers, "; ") != c.answers {
				t.Errorf("%s, %s: %+v", when, name, e)
			}
		}
		if e := w.explain("From: stranger@example.net\nTo: groups@example.org\nDate: " + letter.Format(time.RFC1123Z) + "\n\nMay I come?\n"); e.Trust != "stranger" || e.Group != "" || len(e.Answers) != 0 || e.Outcome == "" {
			t.Errorf("%s, a stranger: %+v", when, e)
		}
	}
	check("while it lives")
	w.reply("Eli Stern", m, "yes") // on record since
	for at := letter.Add(2 * time.Hour); !w.status().Closed; at = at.AddDate(0, 0, 7) {
		w.pass(at)
	}
	check("after the end")
	late := w.explain(strings.Replace(mails["a yes"].raw, "Date: ", "Date: "+w.clock.Now().Format(time.RFC1123Z)+"\nX-Date: ", 1))
	if len(late.Answers) != 0 || !strings.HasPrefix(late.Outcome, "nothing recorded: the group has ended") {
		t.Errorf("written after the end: %+v", late)
	}
}
