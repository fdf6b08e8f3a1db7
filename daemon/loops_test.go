package daemon_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/mailflow"
)

// responders are programs that answer every mail by themselves, most of them without
// any of the marks of RFC 3834. What each adds to the header, and what it says.
var responders = map[string][2]string{
	"Auto-Submitted":              {"Auto-Submitted: auto-replied", "I am out of the office until Monday."},
	"Auto-Submitted with comment": {"Auto-Submitted: auto-replied (vacation)", "Yes, I got your mail."},
	"auto-generated":              {"Auto-Submitted: auto-generated", "Ticket 4711 was opened."},
	"Precedence bulk":             {"Precedence: bulk", "No longer at this address."},
	"Precedence auto_reply":       {"Precedence: auto_reply", "I am away, maybe until May."},
	"X-Autoreply":                 {"X-Autoreply: yes", "Yes, your mail was received."},
	"X-Autorespond":               {"X-Autorespond: Re: mail", "leave a message after the tone"},
	"X-Autoresponse":              {"X-Autoresponse: 1", "stop writing here"},
	"X-AutoReply-From":            {"X-AutoReply-From: me", "pause"},
	"X-FC-MachineGenerated":       {"X-FC-MachineGenerated: true", "yes"},
	"empty envelope sender":       {"Return-Path: <>", "yes"},
	"list":                        {"List-Id: <all.example.org>", "help"},
	"the subject only":            {"Subject: Automatic reply: out of office", "yes"},
	"no mark, vacation":           {"X-Mailer: Thing", "I am out of the office, maybe or not, who knows?"},
	"no mark, yes":                {"X-Mailer: Thing", "yes"},
	"no mark, yes and no":         {"X-Mailer: Thing", "yes, and no"},
	"no mark, help":               {"X-Mailer: Thing", "help"},
	"no mark, status":             {"X-Mailer: Thing", "status"},
	"no mark, leave":              {"X-Mailer: Thing", "leave"},
	"no mark, forget me":          {"X-Mailer: Thing", "forget me"},
	"no mark, my data":            {"X-Mailer: Thing", "my data"},
	"no mark, undo":               {"X-Mailer: Thing", "undo"},
	"no mark, less mail":          {"X-Mailer: Thing", "too many mails"},
	"no mark, share":              {"X-Mailer: Thing", "share: I was here"},
	"no mark, all of the letter":  {"X-Mailer: Thing", "\x00all"},
	"no mark, nothing":            {"X-Mailer: Thing", " "},
}

// answersADay is how many automatic answers one member may get within a day.
const answersADay = 3

// TestNoLoops lets programs answer every mail at once, for thirty days, and their own
// answers' answers too. None that says what it is is answered, nobody gets more than
// the answers of a day, and what goes to and fro ends by itself.
func TestNoLoops(t *testing.T) {
	days := 30
	if oneIn > 1 {
		days = 5
	}
	names := slices.Sorted(maps.Keys(responders))
	most, total := 0, 0
	quiet := mailsOf(t, nil, days)
	// Eight members, so eight programs at a time; Ana, who coordinates, has one too.
	for some := range slices.Chunk(names, len(people)) {
		got := mailsOf(t, some, days)
		for i, kind := range some {
			who := people[i]
			replies := map[string]int{}
			for _, m := range got[who] {
				if m.Header.Get("Auto-Submitted") == "auto-replied" {
					replies[m.Date.Format(time.DateOnly)]++
				}
			}
			answers := 0
			for day, n := range replies {
				answers += n
				if n > answersADay {
					t.Errorf("%s: %d answers on %s", kind, n, day)
				}
			}
			total += len(got[who])
			most = max(most, answers)
			t.Logf("%-28s %2d mails in %d days, %2d of them answers; %2d to somebody silent", kind, len(got[who]), days, answers, len(quiet[who]))
			if !strings.HasPrefix(kind, "no mark") && answers > 0 {
				t.Errorf("%s: %d answers to a program that says so", kind, answers)
			}
		}
	}
	t.Logf("%d programs, %d mails in all, at most %d answers to one in %d days", len(names), total, most, days)
}

// mailsOf are the mails that the members get within so many days, the first members
// with programs of these kinds. Each day has three passes, and programs answer in
// between for as long as there is something to answer.
func mailsOf(t *testing.T, kinds []string, days int) map[string][]*mailflow.Mail {
	t.Helper()
	w := newWorld(t, begin, "")
	w.login = true // their servers vouch for them
	seen := map[string]int{}
	for at := begin; at.Before(begin.AddDate(0, 0, days)); at = at.Add(8 * time.Hour) {
		for round := 0; ; round++ {
			if round > 20 {
				t.Fatalf("at %v the talk has no end", at)
			}
			w.pass(at.Add(time.Duration(round) * time.Minute))
			answered := false
			for i, kind := range kinds {
				who := people[i]
				raws := w.office.Mailbox(addressOf(who))
				for _, raw := range raws[seen[who]:] {
					m, err := mailflow.Parse(raw)
					if err != nil {
						t.Fatal(err)
					}
					w.respond(who, kind, m)
					answered = true
				}
				seen[who] = len(raws)
			}
			if !answered {
				break
			}
		}
	}
	all := map[string][]*mailflow.Mail{}
	for _, p := range people {
		all[p] = w.mails(p)
	}
	return all
}

// respond is what a program of that kind makes of a mail.
func (w *world) respond(who, kind string, m *mailflow.Mail) {
	w.t.Helper()
	mark, text := responders[kind][0], responders[kind][1]
	if text == "\x00all" {
		text = m.Text
	}
	subject := "Subject: Re: " + m.Subject
	if strings.HasPrefix(mark, "Subject:") {
		subject = mark
		mark = "X-Mailer: Thing"
	}
	w.seq++
	raw := fmt.Sprintf("%s\r\nFrom: %s <%s>\r\nTo: %s\r\n%s\r\nMessage-ID: <v%d@example.org>\r\nDate: %s\r\nIn-Reply-To: <%s>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
		mark, who, addressOf(who), groupAddress, subject, w.seq, w.clock.Now().Format(time.RFC1123Z), m.MessageID, strings.ReplaceAll(text, "\n", "\r\n"))
	if !strings.HasPrefix(mark, "Return-Path:") {
		w.send(who, raw)
		return
	}
	if err := w.office.Deliver(groupAddress, []byte(raw)); err != nil { // as it is: sending would name its sender
		w.t.Fatal(err)
	}
}
