package main

import (
	"context"
	"flag"
	"fmt"
	"net/smtp"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/mailflow"
	"convene/mailflow/postoffice"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts compare anew")

func TestMain(m *testing.M) {
	if point := os.Getenv(panicsAt); point != "" {
		panicking(point)
	}
	testscript.Main(m, map[string]func(){
		"convene": func() { os.Exit(execute(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs testdata/script/*.txtar: commands as a coordinator types them,
// and whole lives of groups. Beside convene itself a script has
//
//	office NAME...           starts an embedded post office with a mailbox for groups@example.org and
//	                         each NAME@example.org; writes convene.toml from convene.toml.in
//	pass TIME                convene run --once --now TIME
//	inbox NAME               prints the subjects of NAME's mails since the last time, or nothing
//	mail NAME WORDS          prints NAME's last mail with WORDS in its subject or text
//	reply NAME WORDS TEXT    NAME answers that mail
//	replyfrom NAME WORDS ADDRESS TEXT  somebody answers NAME's mail from another address
//	asreply NAME WORDS FILE TEXT  writes such an answer to a file instead
//	write NAME TEXT          NAME writes a mail that answers nothing
//	autoreply NAME WORDS TEXT  NAME's mail program answers that mail while NAME is away
//	edit OLD NEW             changes convene.toml as a coordinator would; \n in NEW is a new line
//	binary FILE              builds convene as "make build" does: without the race detector, under
//	                         which a whole life takes ten times as long
//	click NAME WORDS ANSWER  NAME's calendar program answers that invitation: ACCEPTED, TENTATIVE, DECLINED
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"office": cmdOffice, "pass": cmdPass, "inbox": cmdInbox, "mail": cmdMail, "reply": cmdReply, "asreply": cmdAsReply, "replyfrom": cmdReplyFrom, "write": cmdWrite, "autoreply": cmdAutoReply, "click": cmdClick, "edit": cmdEdit, "binary": cmdBinary,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[stateKey{}] = &state{seen: map[string]int{}}
			return nil
		},
	})
}

type stateKey struct{}

// state is the post office of a script.
type state struct {
	office *postoffice.Office
	now    time.Time
	seq    int
	seen   map[string]int
}

func stateOf(ts *testscript.TestScript) *state {
	s, _ := ts.Value(stateKey{}).(*state)
	return s
}

const groups = "groups@example.org"

func cmdOffice(ts *testscript.TestScript, _ bool, args []string) {
	s := stateOf(ts)
	users := map[string]string{groups: "secret"}
	for _, a := range args {
		users[a+"@example.org"] = "secret"
	}
	office, err := postoffice.Start(postoffice.Config{Users: users, AuthservID: "mx.example.org"})
	ts.Check(err)
	ts.Defer(func() { _ = office.Close() })
	s.office = office
	mail := fmt.Sprintf("database = \"convene.db\"\n[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = \"none\"\nimap_tls = \"none\"\nusername = %q\npassword_file = \"password\"\nauthserv_id = \"mx.example.org\"\n",
		groups, office.SMTPAddr(), office.IMAPAddr(), groups)
	ts.Check(os.WriteFile(ts.MkAbs("password"), []byte("secret"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("convene.toml"), []byte(mail+ts.ReadFile("convene.toml.in")), 0o600))
}

func cmdEdit(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: edit OLD NEW")
	}
	text := ts.ReadFile("convene.toml")
	if strings.Count(text, args[0]) != 1 {
		ts.Fatalf("%q stands %d times in convene.toml", args[0], strings.Count(text, args[0]))
	}
	text = strings.Replace(text, args[0], strings.ReplaceAll(args[1], `\n`, "\n"), 1)
	ts.Check(os.WriteFile(ts.MkAbs("convene.toml"), []byte(text), 0o600))
}

func cmdBinary(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: binary FILE")
	}
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "timetzdata", "-o", ts.MkAbs(args[0]), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		ts.Fatalf("build: %v\n%s", err, said)
	}
}

func cmdPass(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: pass TIME")
	}
	at, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	stateOf(ts).now = at
	ts.Check(ts.Exec("convene", "run", "--once", "--now", args[0]))
}

func mailsOf(ts *testscript.TestScript, name string) []*mailflow.Mail {
	var all []*mailflow.Mail
	for _, raw := range stateOf(ts).office.Mailbox(name + "@example.org") {
		m, err := mailflow.Parse(raw)
		ts.Check(err)
		all = append(all, m)
	}
	return all
}

// withoutRef cuts the reference off a subject, which is another one every time.
func withoutRef(subject string) string {
	if i := strings.LastIndex(subject, " ("); i > 0 {
		return subject[:i]
	}
	return subject
}

func cmdInbox(ts *testscript.TestScript, _ bool, args []string) {
	s, all := stateOf(ts), mailsOf(ts, args[0])
	for _, m := range all[s.seen[args[0]]:] {
		_, err := fmt.Fprintln(ts.Stdout(), withoutRef(m.Subject))
		ts.Check(err)
	}
	if s.seen[args[0]] == len(all) {
		_, err := fmt.Fprintln(ts.Stdout(), "nothing")
		ts.Check(err)
	}
	s.seen[args[0]] = len(all)
}

func find(ts *testscript.TestScript, name, words string) *mailflow.Mail {
	for _, m := range slices.Backward(mailsOf(ts, name)) {
		if strings.Contains(m.Subject, words) || strings.Contains(strings.ReplaceAll(m.Text, "\n", " "), words) {
			return m
		}
	}
	ts.Fatalf("%s has no mail with %q", name, words)
	return nil
}

func cmdMail(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		for _, m := range mailsOf(ts, args[0]) {
			if strings.Contains(m.Subject, args[1]) || strings.Contains(m.Text, args[1]) {
				ts.Fatalf("%s has a mail with %q: %s", args[0], args[1], m.Subject)
			}
		}
		return
	}
	m := find(ts, args[0], args[1])
	_, err := fmt.Fprintf(ts.Stdout(), "Subject: %s\n\n%s", withoutRef(m.Subject), m.Text)
	ts.Check(err)
}

func cmdAsReply(ts *testscript.TestScript, _ bool, args []string) {
	m := find(ts, args[0], args[1])
	headers := fmt.Sprintf("Subject: Re: %s\r\nIn-Reply-To: <%s>\r\n", m.Subject, m.MessageID)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(compose(ts, args[0], headers, strings.Join(args[3:], "\r\n"))), 0o600))
}

func cmdReplyFrom(ts *testscript.TestScript, _ bool, args []string) {
	m := find(ts, args[0], args[1])
	headers := fmt.Sprintf("Subject: Re: %s\r\nIn-Reply-To: <%s>\r\n", m.Subject, m.MessageID)
	raw := compose(ts, args[0], headers, strings.Join(args[3:], "\r\n"))
	raw = strings.Replace(raw, "From: "+args[0]+"@example.org", "From: "+args[2], 1)
	ts.Check(smtp.SendMail(stateOf(ts).office.SMTPAddr(), nil, args[2], []string{groups}, []byte(raw)))
}

func cmdReply(ts *testscript.TestScript, _ bool, args []string) {
	m := find(ts, args[0], args[1])
	submit(ts, args[0], fmt.Sprintf("Subject: Re: %s\r\nIn-Reply-To: <%s>\r\n", m.Subject, m.MessageID), strings.Join(args[2:], "\r\n"))
}

func cmdAutoReply(ts *testscript.TestScript, _ bool, args []string) {
	m := find(ts, args[0], args[1])
	submit(ts, args[0], fmt.Sprintf("Subject: Automatic reply: %s\r\nIn-Reply-To: <%s>\r\nAuto-Submitted: auto-replied\r\n", m.Subject, m.MessageID), strings.Join(args[2:], "\r\n"))
}

func cmdWrite(ts *testscript.TestScript, _ bool, args []string) {
	submit(ts, args[0], "Subject: hello\r\n", strings.Join(args[1:], "\r\n"))
}

func cmdClick(ts *testscript.TestScript, _ bool, args []string) {
	m := find(ts, args[0], args[1])
	if len(m.Calendars) == 0 {
		ts.Fatalf("no invitation in %s", m.Subject)
	}
	var uid, sequence string
	for line := range strings.SplitSeq(strings.ReplaceAll(string(m.Calendars[0]), "\r\n ", ""), "\r\n") {
		if strings.HasPrefix(line, "UID:") {
			uid = line
		}
		if strings.HasPrefix(line, "SEQUENCE:") {
			sequence = line
		}
	}
	s := stateOf(ts)
	body := strings.Join([]string{
		"BEGIN:VCALENDAR", "PRODID:-//Example//Calendar//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", uid, sequence,
		"DTSTAMP:" + s.now.Add(time.Duration(s.seq)*time.Second).UTC().Format("20060102T150405Z"),
		"ORGANIZER:mailto:" + groups, "ATTENDEE;PARTSTAT=" + args[2] + ":mailto:" + args[0] + "@example.org", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	submit(ts, args[0], "Subject: "+args[2]+"\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n", body)
}

// compose writes a mail from NAME.
func compose(ts *testscript.TestScript, name, headers, body string) string {
	s := stateOf(ts)
	s.seq++
	return fmt.Sprintf("From: %s@example.org\r\nTo: %s\r\nMessage-ID: <%s-%d@example.org>\r\nDate: %s\r\nMIME-Version: 1.0\r\n%s\r\n%s\r\n",
		name, groups, name, s.seq, s.now.Format(time.RFC1123Z), headers, body)
}

// submit sends a mail as NAME, who is known to the server.
func submit(ts *testscript.TestScript, name, headers, body string) {
	address := name + "@example.org"
	auth := smtp.PlainAuth("", address, "secret", "127.0.0.1")
	ts.Check(smtp.SendMail(stateOf(ts).office.SMTPAddr(), auth, address, []string{groups}, []byte(compose(ts, name, headers, body))))
}
