package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"
)

// panicsAt is the variable that makes this test binary a convene that panics at a
// point between two effects.
const panicsAt = "CONVENE_TEST_PANIC"

func panicking(point string) {
	atPoint = func(at string) error {
		if at == point {
			panic("a mistake at " + at)
		}
		return nil
	}
	os.Exit(execute(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// traced tells whether a secret stands in a trace as the runtime prints the arguments
// of functions: byte by byte (no more than ten), or as the machine's words.
func traced(text []byte, secret string) bool {
	for i := range len(secret) - 7 {
		eight := []byte(secret[i : i+8])
		var bytewise []string
		for _, b := range eight {
			bytewise = append(bytewise, fmt.Sprintf("%#x", b))
		}
		little, big := fmt.Sprintf("%x", binary.LittleEndian.Uint64(eight)), fmt.Sprintf("%x", binary.BigEndian.Uint64(eight))
		for _, printed := range []string{strings.Join(bytewise, ", "), little, big} {
			if bytes.Contains(text, []byte(printed)) {
				return true
			}
		}
	}
	return false
}

// TestNoSecretInPanics: a mistake of ours anywhere between two effects, while the
// password or tokens are in memory and in use. All that the runtime prints of every
// goroutine, its own included, holds none of them.
func TestNoSecretInPanics(t *testing.T) {
	tokens := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"access_token": %q, "token_type": "Bearer", "expires_in": 3600}`, canaries["access"])
	}))
	t.Cleanup(tokens.Close)
	started := func(s *wiretap.Server) string {
		t.Helper()
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.Addr().String()
	}
	withToken := "auth = \"oauth2\"\n[mail.oauth2]\ntoken_url = \"" + tokens.URL + "\"\nclient_id = \"me\"\n"
	for _, c := range []struct{ login, points string }{
		{"password", "fetched ingested moved attempted commit committed submit accepted sent"},
		{"token", "commit submit"},
	} {
		for _, point := range strings.Fields(c.points) {
			t.Run(c.login+"/"+point, func(t *testing.T) {
				dir := t.TempDir()
				var imap, smtp, login string
				if c.login == "password" {
					office, err := postoffice.Start(postoffice.Config{Users: map[string]string{groups: canaries["password"], "ana@example.org": "secret"}})
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() { _ = office.Close() })
					deliver(t, office.SMTPAddr(), "ana@example.org", "From: Ana Ruiz <ana@example.org>\r\nTo: "+groups+"\r\nSubject: hello\r\nMessage-ID: <1@example.org>\r\n\r\nyes\r\n")
					imap, smtp = office.IMAPAddr(), office.SMTPAddr()
				} else {
					imap, smtp, login = started(imapEcho("AUTH=XOAUTH2", "nothing")), started(smtpEcho("XOAUTH2", "nothing")), withToken
				}
				path := filepath.Join(dir, "convene.toml")
				toml := fmt.Sprintf("[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = \"none\"\nimap_tls = \"none\"\n%s", groups, smtp, imap, login) + canaryGroup
				if err := os.WriteFile(path, []byte(toml), 0o600); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command(os.Args[0], "run", "--once", "--verbose", "--now", "2025-12-29T10:00:00+01:00", "--config", path)
				cmd.Env = append(os.Environ(), panicsAt+"="+point, "GOTRACEBACK=system", "CONVENE_MAIL_PASSWORD="+canaries["password"],
					"CONVENE_MAIL_REFRESH_TOKEN="+canaries["refresh"], "CONVENE_MAIL_CLIENT_SECRET="+canaries["client"])
				said, err := cmd.CombinedOutput()
				if err == nil || !bytes.Contains(said, []byte("panic: a mistake at "+point)) || !bytes.Contains(said, []byte("goroutine 1")) {
					t.Fatalf("it did not panic (%v):\n%s", err, said)
				}
				if found := sing(said); len(found) > 0 {
					t.Errorf("%v is said:\n%s", found, said)
				}
				for name, secret := range canaries {
					if traced(said, secret) {
						t.Errorf("%s is among the arguments:\n%s", name, said)
					}
				}
			})
		}
	}
}
