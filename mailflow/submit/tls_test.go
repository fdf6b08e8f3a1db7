package submit

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"
)

const secret = "corr3ct-horse-battery"

// tapSMTP is a submission server that says what script has for a command's first
// word, and is friendly else.
func tapSMTP(t *testing.T, w *wiretap.Server, script map[string]string) *wiretap.Server {
	t.Helper()
	data := false
	w.Greeting = "220 tap.test ready"
	w.Answer = func(line string, secure bool) (string, bool) {
		command, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch {
		case data && line == ".":
			data = false
			return "250 2.0.0 taken", false
		case data:
			return wiretap.Quiet, false
		case command == "EHLO" && secure:
			return "250-tap.test\r\n250 AUTH PLAIN LOGIN", false
		}
		if a, ok := script[command]; ok {
			return a, command == "STARTTLS" && strings.HasPrefix(a, "220")
		}
		switch command {
		case "EHLO":
			return "250-tap.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN", false
		case "STARTTLS":
			return "220 go", true
		case "AUTH":
			return "235 welcome", false
		case "DATA":
			return "354 go on", false
		case "QUIT":
			return "221 bye", false
		}
		return "250 2.0.0 ok", false
	}
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

const our = "127.0.0.1"

// tellsNothing sends one mail, which must fail without a byte of the secret.
func tellsNothing(t *testing.T, w *wiretap.Server, c Config) {
	t.Helper()
	c.Address, c.Username, c.Password, c.Timeout = w.Addr().String(), group, secret, 10*time.Second
	err := newClient(t, c).Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
	var got *Error
	if !errors.As(err, &got) || !got.Unreachable() || !got.Temporary || got.InDoubt {
		t.Errorf("got %v", err)
	}
	clear, inside := w.Leaked(group, secret)
	if clear || inside {
		t.Errorf("the password left: in the clear %v, within TLS %v", clear, inside)
	}
	n, within := w.Heard()
	if n == 0 {
		t.Error("the client never came")
	}
	if strings.Contains(strings.ToUpper(within), "AUTH") || strings.Contains(within, "MAIL FROM") {
		t.Errorf("said within TLS: %q", within)
	}
	t.Logf("%d bytes heard, none of the password; %v", n, err)
}

// TestNothingLeavesOverBadTLS: whatever is wrong with a certificate or a version,
// no byte of the password reaches the server, with either way of TLS, whether a
// password or a token is sent.
func TestNothingLeavesOverBadTLS(t *testing.T) {
	token := func(context.Context) (string, error) { return secret, nil }
	flaws, err := wiretap.Flaws(our)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range flaws {
		for _, way := range []Security{Implicit, StartTLS} {
			t.Run(name+", "+string(way), func(t *testing.T) {
				for _, give := range []func(context.Context) (string, error){nil, token} {
					w := tapSMTP(t, &wiretap.Server{TLS: f.Server, Implicit: way == Implicit}, nil)
					tellsNothing(t, w, Config{TLS: way, RootCAs: f.Roots, Token: give})
				}
			})
		}
	}
}

// TestStartTLSIsNotStripped: somebody between us and the server takes STARTTLS away,
// or lets it fail. Neither password nor mail leaves.
func TestStartTLSIsNotStripped(t *testing.T) {
	for name, script := range map[string]map[string]string{
		"not offered":              {"EHLO": "250-tap.test\r\n250 AUTH PLAIN LOGIN"},
		"blotted out":              {"EHLO": "250-tap.test\r\n250-XXXXXXXA\r\n250 AUTH PLAIN LOGIN"},
		"EHLO refused":             {"EHLO": "502 what?", "HELO": "250 tap.test"},
		"refused for now":          {"STARTTLS": "454 4.7.0 not now"},
		"refused for good":         {"STARTTLS": "502 what?"},
		"taken for done":           {"STARTTLS": "250 ok"},
		"already logged in":        {"STARTTLS": "235 welcome"},
		"agreed, and plain text":   {"STARTTLS": "220 go\r\n250-tap.test\r\n250 AUTH PLAIN LOGIN"},
		"an answer ahead of it":    {"EHLO": "250-tap.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n220 go\r\n250 AUTH PLAIN"},
		"a challenge ahead of all": {"EHLO": "334 VXNlcm5hbWU6"},
	} {
		t.Run(name, func(t *testing.T) {
			tellsNothing(t, tapSMTP(t, &wiretap.Server{}, script), Config{TLS: StartTLS})
		})
	}
}

// TestNothingSaidBeforeTLSIsBelieved: bytes that an attacker adds to the server's
// consent are gone when TLS is there. The real server offers PLAIN within TLS; who
// believes the added lines would find no way to log in, or think it is done.
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
		"no way to log in":   "250-evil.test\r\n250 8BITMIME",
		"logged in already":  "250-evil.test\r\n250 AUTH PLAIN\r\n235 welcome",
		"all of it accepted": "250 evil.test\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken",
		"an error":           "421 evil.test closes",
	} {
		t.Run(name, func(t *testing.T) {
			w := tapSMTP(t, &wiretap.Server{TLS: server}, map[string]string{"STARTTLS": "220 go\r\n" + added})
			c := Config{Address: w.Addr().String(), TLS: StartTLS, RootCAs: authority.Pool(), Username: group, Password: secret, Timeout: 10 * time.Second}
			err := newClient(t, c).Send(t.Context(), Envelope{From: group, To: ana, Data: letter})
			clear, inside := w.Leaked(group, secret)
			_, within := w.Heard()
			if clear {
				t.Error("the password left in the clear")
			}
			// Either nothing is said at all, or everything is, to the server itself.
			if done := err == nil; done != inside || done != strings.Contains(within, "\r\n.\r\n") {
				t.Errorf("sent: %v; the server heard within TLS: %q", err, within)
			}
			t.Logf("%v", err)
		})
	}
}

// TestOwnAuthority: who has a certificate of an authority of their own names its
// file, and needs no switch that turns the check off.
func TestOwnAuthority(t *testing.T) {
	authority, err := wiretap.NewAuthority(postoffice.Always)
	if err != nil {
		t.Fatal(err)
	}
	server, err := authority.Certificate(postoffice.Always, our)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority.PEM()) {
		t.Fatal("no PEM")
	}
	for _, way := range []Security{Implicit, StartTLS, ""} {
		w := tapSMTP(t, &wiretap.Server{TLS: server, Implicit: way != StartTLS}, nil)
		c := Config{Address: w.Addr().String(), TLS: way, RootCAs: pool, Username: group, Password: secret, Timeout: 10 * time.Second}
		if err := newClient(t, c).Send(t.Context(), Envelope{From: group, To: ana, Data: letter}); err != nil {
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
