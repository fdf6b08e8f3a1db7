package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"
)

// canaries are secrets that nobody says by chance.
var canaries = map[string]string{
	"password": "canary-passw0rd-71839", "refresh": "canary-refresh-52710", "client": "canary-client-90412", "access": "canary-access-33867",
}

// sing tells which canaries are in a text, as they are or in base64.
func sing(text []byte) (found []string) {
	for name, secret := range canaries {
		for offset := range 3 { // base64 has three ways to write what stands within something longer
			coded := base64.StdEncoding.EncodeToString([]byte("xx"[:offset%3] + secret))
			if bytes.Contains(text, []byte(secret)) || bytes.Contains(text, []byte(coded[4:len(coded)-4])) {
				found = append(found, name)
				break
			}
		}
	}
	return found
}

// everyCommand runs every command that reads the configuration, at its most
// talkative, and returns all that it said.
func everyCommand(t *testing.T, dir string) []byte {
	t.Helper()
	var said bytes.Buffer
	cfg := filepath.Join(dir, "convene.toml")
	copied, out := filepath.Join(dir, "copy.db"), filepath.Join(dir, "out")
	for _, args := range [][]string{
		{"check"}, {"check", "--json"}, {"preview"}, {"preview", "--json"},
		{"run", "--once", "--verbose", "--now", "2025-12-29T10:00:00+01:00"},
		{"run", "--once", "--verbose", "--log-json", "--now", "2026-01-06T10:00:00+01:00"},
		{"status"}, {"status", "--json"}, {"export", "--dir", out}, {"explain"}, {"explain", "--json"}, {"healthcheck"},
		{"backup", copied}, {"restore", copied}, {"restore", copied, "--confirm"}, {"run", "--once", "--now", "2026-01-07T10:00:00+01:00"},
	} {
		mail := "From: Ana Ruiz <ana@example.org>\r\nTo: groups@example.org\r\nSubject: hello\r\n\r\nyes\r\n"
		_, _ = fmt.Fprintf(&said, "$ convene %s\n", strings.Join(args, " "))
		code := execute(context.Background(), append(args, "--config", cfg), strings.NewReader(mail), &said, &said)
		_, _ = fmt.Fprintf(&said, "exit code %d\n", code)
	}
	return said.Bytes()
}

// TestNoSecretIsEverSaid: with passwords and tokens that are easy to recognise, each
// command is run, against servers that answer, refuse and say back what they heard.
// In nothing that is printed, logged at debug or written is any of them.
func TestNoSecretIsEverSaid(t *testing.T) {
	tokens := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = r.ParseForm()
		_, _ = fmt.Fprintf(w, `{"access_token": %q, "token_type": "Bearer", "expires_in": 3600}`, canaries["access"])
	}))
	t.Cleanup(tokens.Close)
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		http.Error(w, "no: "+r.Form.Encode()+" "+r.Header.Get("Authorization")+" "+canaries["access"]+" "+canaries["client"], http.StatusBadRequest)
	}))
	t.Cleanup(refusing.Close)
	office, err := postoffice.Start(postoffice.Config{Users: map[string]string{groups: canaries["password"]}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = office.Close() })
	started := func(s *wiretap.Server) string {
		t.Helper()
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.Addr().String()
	}
	reads, sends := office.IMAPAddr(), office.SMTPAddr()
	takesTokens := started(imapEcho("AUTH=XOAUTH2", "nothing"))
	const password = "password_file = \"password\"\n"
	oauth := func(url string) string {
		return "auth = \"oauth2\"\n[mail.oauth2]\ntoken_url = \"" + url + "\"\nclient_id = \"me\"\nrefresh_token_file = \"refresh\"\nclient_secret_file = \"client\"\n"
	}
	for name, c := range map[string]struct{ imap, smtp, login string }{
		"servers that answer":                 {reads, sends, password},
		"a token":                             {reads, sends, oauth(tokens.URL)},
		"no token, and everything said":       {reads, sends, oauth(refusing.URL)},
		"LOGIN said back":                     {started(imapEcho("", "LOGIN")), sends, password},
		"PLAIN said back":                     {started(imapEcho("AUTH=PLAIN", "AUTHENTICATE")), sends, password},
		"PLAIN in one line, said back":        {started(imapEcho("SASL-IR AUTH=PLAIN", "AUTHENTICATE")), sends, password},
		"XOAUTH2 said back":                   {started(imapEcho("AUTH=XOAUTH2", "AUTHENTICATE")), sends, oauth(tokens.URL)},
		"XOAUTH2 in one line, said back":      {started(imapEcho("SASL-IR AUTH=XOAUTH2", "AUTHENTICATE")), sends, oauth(tokens.URL)},
		"a password said back later":          {started(imapEcho("AUTH=PLAIN", "SELECT")), sends, password},
		"a token said back later":             {started(imapEcho("AUTH=XOAUTH2", "SELECT")), sends, oauth(tokens.URL)},
		"PLAIN said back by submission":       {reads, started(smtpEcho("PLAIN", "AUTH")), password},
		"LOGIN said back by submission":       {reads, started(smtpEcho("LOGIN", "AUTH")), password},
		"XOAUTH2 said back by submission":     {takesTokens, started(smtpEcho("XOAUTH2", "AUTH")), oauth(tokens.URL)},
		"a password said back to a sender":    {reads, started(smtpEcho("PLAIN", "MAIL")), password},
		"a password said back to a recipient": {reads, started(smtpEcho("LOGIN", "RCPT")), password},
		"a token said back instead of a mail": {takesTokens, started(smtpEcho("XOAUTH2", "DATA")), oauth(tokens.URL)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, secret := range canaries {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(secret+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			toml := fmt.Sprintf("[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = \"none\"\nimap_tls = \"none\"\n%s", groups, c.smtp, c.imap, c.login) + canaryGroup
			if err := os.WriteFile(filepath.Join(dir, "convene.toml"), []byte(toml), 0o600); err != nil {
				t.Fatal(err)
			}
			said := everyCommand(t, dir)
			if found := sing(said); len(found) > 0 {
				t.Errorf("%v is said:\n%s", found, said)
			}
			if !bytes.Contains(said, []byte("groups")) {
				t.Errorf("nothing is said:\n%s", said)
			}
			if strings.Contains(name, "said back") && !bytes.Contains(said, []byte("words are left out")) {
				t.Errorf("the server was not heard:\n%s", said)
			}
			files := 0
			err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() || canaries[e.Name()] != "" {
					return err
				}
				files++
				b, err := os.ReadFile(path)
				if found := sing(b); len(found) > 0 {
					t.Errorf("%v is in %s", found, filepath.Base(path))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d bytes said, %d files written: no secret in them", len(said), files)
		})
	}
}

// imapEcho is a mailbox that can log people in in one way, and refuses a command by
// saying back all that it heard on that connection.
func imapEcho(auth, refuses string) *wiretap.Server {
	var mu sync.Mutex
	var heard []string
	waits := "" // the tag of an AUTHENTICATE whose words are on their way
	return &wiretap.Server{Greeting: "* OK hi", Answer: func(line string, _ bool) (string, bool) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, line)
		tag, rest, _ := strings.Cut(line, " ")
		verb, words, _ := strings.Cut(rest, " ")
		if waits != "" {
			tag, verb, waits = waits, "AUTHENTICATE", ""
		} else if verb == "AUTHENTICATE" && !strings.Contains(words, " ") {
			waits = tag
			return "+ ", false
		}
		switch verb {
		case refuses:
			said := strings.Join(heard, " ")
			heard = nil
			return tag + " NO you said " + said, false
		case "CAPABILITY":
			return "* CAPABILITY " + strings.TrimSpace("IMAP4rev1 "+auth) + "\r\n" + tag + " OK", false
		case "SELECT":
			return "* 0 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] yes\r\n* OK [UIDVALIDITY 1] yes\r\n" + tag + " OK", false
		}
		return tag + " OK", false
	}}
}

// smtpEcho is the same of a submission server. Several connections may talk at once.
func smtpEcho(auth, refuses string) *wiretap.Server {
	var mu sync.Mutex
	var heard []string
	return &wiretap.Server{Greeting: "220 hi", Answer: func(line string, _ bool) (string, bool) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard[max(0, len(heard)-20):], line)
		verb, _, _ := strings.Cut(line, " ")
		switch line {
		case "AUTH LOGIN":
			return "334 VXNlcm5hbWU6", false
		case base64.StdEncoding.EncodeToString([]byte(groups)):
			return "334 UGFzc3dvcmQ6", false
		case base64.StdEncoding.EncodeToString([]byte(canaries["password"])):
			verb = "AUTH"
		}
		switch verb {
		case refuses:
			return "550 5.7.8 you said " + strings.Join(heard, " "), false
		case "EHLO":
			return "250-hi\r\n250 AUTH " + auth, false
		case "AUTH":
			return "235 come in", false
		case "DATA":
			return "354 go on", false
		case "MAIL", "RCPT", "RSET", "NOOP", "QUIT", "*", ".":
			return "250 yes", false
		}
		return wiretap.Quiet, false // a line of a mail
	}}
}

const canaryGroup = `
[[group]]
id = "tuesday"
name = "Tuesday Coaches"
timezone = "Europe/Madrid"
coordinators = ["ana@example.org"]
members = ["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.org>", "Chiara Neri <chiara@example.org>",
  "Dana Lind <dana@example.org>", "Eli Stern <eli@example.org>", "Fay Wong <fay@example.org>", "Gus Berg <gus@example.org>"]
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
count = 6
`
