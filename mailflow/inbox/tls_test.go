package inbox

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"
)

const (
	secret = "corr3ct-horse-battery"
	our    = "127.0.0.1"
	caps   = "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2"
)

// tapIMAP is a mailbox server with one empty mailbox that says what script has for a
// command before TLS, and is friendly else. TAG stands for the tag of the command.
func tapIMAP(t *testing.T, w *wiretap.Server, script map[string]string) *wiretap.Server {
	t.Helper()
	w.Greeting = "* OK [CAPABILITY " + caps + " STARTTLS] ready"
	if g, ok := script["greeting"]; ok {
		w.Greeting = g
	}
	w.Answer = func(line string, secure bool) (string, bool) {
		tag, line, _ := strings.Cut(line, " ")
		command, _, _ := strings.Cut(strings.TrimPrefix(strings.ToUpper(line), "UID "), " ")
		if a, ok := script[command]; ok && !secure {
			a = strings.ReplaceAll(a, "TAG", tag)
			return a, command == "STARTTLS" && strings.Contains(a, tag+" OK")
		}
		switch command {
		case "CAPABILITY":
			return "* CAPABILITY " + caps + "\r\n" + tag + " OK done", false
		case "STARTTLS":
			return tag + " OK go", true
		case "SELECT":
			return "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\*)] ok\r\n" + tag + " OK [READ-WRITE] done", false
		case "SEARCH":
			return "* SEARCH\r\n" + tag + " OK done", false
		case "LOGOUT":
			return "* BYE bye\r\n" + tag + " OK done", false
		}
		return tag + " OK done", false
	}
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// tellsNothing reads the mailbox once, which must fail without a byte of the secret.
func tellsNothing(t *testing.T, w *wiretap.Server, c Config) {
	t.Helper()
	c.Address, c.Username, c.Password, c.Timeout = w.Addr().String(), group, secret, 10*time.Second
	_, err := newReader(t, c).Drain(t.Context(), Cursor{}, newLedger().store)
	if err == nil {
		t.Error("no error")
	}
	clear, inside := w.Leaked(group, secret)
	if clear || inside {
		t.Errorf("the password left: in the clear %v, within TLS %v", clear, inside)
	}
	n, within := w.Heard()
	if upper := strings.ToUpper(within); strings.Contains(upper, "AUTHENTICATE") || strings.Contains(upper, "LOGIN") {
		t.Errorf("said within TLS: %q", within)
	}
	t.Logf("%d bytes heard, none of the password; %v", n, err)
}

// TestNothingLeavesOverBadTLS: whatever is wrong with a certificate or a version,
// no byte of the password reaches the server, with either way of TLS, whether a
// password or a token is sent.
func TestNothingLeavesOverBadTLS(t *testing.T) {
	flaws, err := wiretap.Flaws(our)
	if err != nil {
		t.Fatal(err)
	}
	token := func(context.Context) (string, error) { return secret, nil }
	for name, f := range flaws {
		for _, way := range []Security{Implicit, StartTLS} {
			t.Run(name+", "+string(way), func(t *testing.T) {
				for _, give := range []func(context.Context) (string, error){nil, token} {
					w := tapIMAP(t, &wiretap.Server{TLS: f.Server, Implicit: way == Implicit}, nil)
					tellsNothing(t, w, Config{TLS: way, RootCAs: f.Roots, Token: give})
				}
			})
		}
	}
}

// TestStartTLSIsNotStripped: somebody between us and the server takes STARTTLS away,
// or lets it fail. The password does not leave.
func TestStartTLSIsNotStripped(t *testing.T) {
	for name, script := range map[string]map[string]string{
		"not offered, refused":      {"greeting": "* OK [CAPABILITY " + caps + "] ready", "STARTTLS": "TAG BAD what?"},
		"refused":                   {"STARTTLS": "TAG NO not now"},
		"logged in already":         {"greeting": "* PREAUTH [CAPABILITY " + caps + "] welcome"},
		"goodbye":                   {"greeting": "* BYE go away"},
		"agreed, and plain text":    {"STARTTLS": "TAG OK go\r\n* CAPABILITY " + caps},
		"an answer to another":      {"STARTTLS": "X9 OK go"},
		"consent before the asking": {"greeting": "* OK ready\r\nS1 OK go\r\n* CAPABILITY " + caps},
		"told to go elsewhere":      {"STARTTLS": "* BYE [REFERRAL imap://evil.test/] go there\r\nTAG NO no"},
	} {
		t.Run(name, func(t *testing.T) {
			tellsNothing(t, tapIMAP(t, &wiretap.Server{}, script), Config{TLS: StartTLS})
		})
	}
}

// TestNothingSaidBeforeTLSIsBelieved: who adds bytes to the server's consent gets
// nothing, and what was said before TLS, in the greeting, is asked for again within.
func TestNothingSaidBeforeTLSIsBelieved(t *testing.T) {
	authority, err := wiretap.NewAuthority(postoffice.Always)
	if err != nil {
		t.Fatal(err)
	}
	server, err := authority.Certificate(postoffice.Always, our)
	if err != nil {
		t.Fatal(err)
	}
	for name, added := range map[string]string{
		"capabilities":     "\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED",
		"a login":          "\r\nT1 OK [CAPABILITY IMAP4rev1] you are in",
		"a whole mailbox":  "\r\nT1 OK in\r\n* 1 EXISTS\r\n* OK [UIDVALIDITY 6] ok\r\nT2 OK done\r\n* SEARCH 1\r\nT3 OK done",
		"a single newline": "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := tapIMAP(t, &wiretap.Server{TLS: server}, map[string]string{"STARTTLS": "TAG OK go" + added})
			tellsNothing(t, w, Config{TLS: StartTLS, RootCAs: authority.Pool()})
		})
	}
	for name, greeting := range map[string]string{
		"logins are turned off": "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready",
		"no way to log in":      "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=NTLM] ready",
	} {
		t.Run(name, func(t *testing.T) {
			w := tapIMAP(t, &wiretap.Server{TLS: server}, map[string]string{"greeting": greeting})
			c := Config{Address: w.Addr().String(), TLS: StartTLS, RootCAs: authority.Pool(), Username: group, Password: secret, Timeout: 10 * time.Second}
			if _, err := newReader(t, c).Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
				t.Error(err)
			}
			if clear, inside := w.Leaked(group, secret); clear || !inside {
				t.Errorf("the password in the clear %v, within TLS %v", clear, inside)
			}
		})
	}
}

// TestOwnAuthority: who has a certificate of an authority of their own names its
// file, and needs no switch that turns the check off. TLS is what nobody has to ask
// for.
func TestOwnAuthority(t *testing.T) {
	authority, err := wiretap.NewAuthority(postoffice.Always)
	if err != nil {
		t.Fatal(err)
	}
	server, err := authority.Certificate(postoffice.Always, our)
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []Security{Implicit, StartTLS, ""} {
		w := tapIMAP(t, &wiretap.Server{TLS: server, Implicit: way != StartTLS}, nil)
		c := Config{Address: w.Addr().String(), TLS: way, RootCAs: authority.Pool(), Username: group, Password: secret, Timeout: 10 * time.Second}
		if _, err := newReader(t, c).Drain(t.Context(), Cursor{}, newLedger().store); err != nil {
			t.Errorf("%q: %v", way, err)
		}
		if clear, inside := w.Leaked(group, secret); clear || !inside {
			t.Errorf("%q: the password in the clear %v, within TLS %v", way, clear, inside)
		}
	}
}

// TestAPrintedClientKeepsItsPassword: however a client or its configuration is
// printed, the password is not in it.
func TestAPrintedClientKeepsItsPassword(t *testing.T) {
	config := Config{Address: "mail.example.org:1", Username: group, Password: secret}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, what := range []any{config, &config, c} {
			if s := fmt.Sprintf(verb, what); strings.Contains(s, secret) || strings.Contains(s, fmt.Sprintf("%x", secret)) {
				t.Errorf("%s: %s", verb, s)
			}
		}
	}
}
