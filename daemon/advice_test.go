package daemon_test

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"convene/daemon/config"
	"convene/mailflow/postoffice"
	"convene/mailflow/postoffice/wiretap"
)

// TestWhatToDoAboutBadTLS: the status says what to do about a server whose TLS is
// not to be trusted, and the authority's own file is the way to trust it.
func TestWhatToDoAboutBadTLS(t *testing.T) {
	authority, err := wiretap.NewAuthority(postoffice.Always)
	if err != nil {
		t.Fatal(err)
	}
	good, err := authority.Certificate(postoffice.Always, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	past := postoffice.Validity{From: postoffice.Always.From, Until: postoffice.Always.From.AddDate(1, 0, 0)}
	expired, err := authority.Certificate(past, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := authority.Certificate(postoffice.Always, "elsewhere.example.org")
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, authority.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		office postoffice.Config
		way    config.TLS
		ca     string
		want   string // "" is no trouble
	}{
		"not trusted": {postoffice.Config{TLS: good, Implicit: true}, config.TLSImplicit, "", "name its file as ca_file"},
		"trusted":     {postoffice.Config{TLS: good, Implicit: true}, config.TLSImplicit, ca, ""},
		"expired":     {postoffice.Config{TLS: expired, Implicit: true}, config.TLSImplicit, ca, "has to be renewed"},
		"wrong name":  {postoffice.Config{TLS: elsewhere, Implicit: true}, config.TLSImplicit, ca, "as it stands in its certificate"},
		"no TLS":      {postoffice.Config{}, config.TLSImplicit, ca, "does not speak TLS at that port"},
		"no STARTTLS": {postoffice.Config{}, config.TLSStart, ca, "leave the port out"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, begin, "")
			w.close()
			c.office.Users = map[string]string{groupAddress: "secret"}
			office, err := postoffice.Start(c.office)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = office.Close() })
			w.cfg.Mail.CAFile = c.ca
			for s, address := range map[*config.Server]string{&w.cfg.Mail.SMTP: office.SMTPAddr(), &w.cfg.Mail.IMAP: office.IMAPAddr()} {
				host, port, err := net.SplitHostPort(address)
				if err != nil {
					t.Fatal(err)
				}
				number, err := strconv.Atoi(port)
				if err != nil {
					t.Fatal(err)
				}
				*s = config.Server{Host: host, Port: number, TLS: c.way}
			}
			w.open()
			_, err = w.d.Pass(t.Context())
			if (err == nil) != (c.want == "") {
				t.Errorf("the pass gave %v", err)
			}
			told := strings.Join(w.report().Mailbox.NeedsHand, "\n")
			if c.want == "" && told != "" || !strings.Contains(told, c.want) {
				t.Errorf("needs a hand: %s; want %q", told, c.want)
			}
		})
	}
}

// TestWhatToDoAboutARefusedLogin: the status names what to look at.
func TestWhatToDoAboutARefusedLogin(t *testing.T) {
	w := newWorld(t, begin, "")
	w.close()
	w.cfg.Mail.Password = config.NewSecret("not the password")
	w.open()
	if _, err := w.d.Pass(t.Context()); err == nil {
		t.Error("the pass went well")
	}
	told := strings.Join(w.report().Mailbox.NeedsHand, "\n")
	if !strings.Contains(told, "look at username in [mail]") {
		t.Errorf("needs a hand: %s", told)
	}
}
