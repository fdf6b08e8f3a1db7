package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convene/daemon/config"
)

func TestSecretShowsAsStars(t *testing.T) {
	const password = "correct horse"
	s := config.NewSecret(password)
	if s.Reveal() != password || s.IsZero() || !(config.Secret{}).IsZero() {
		t.Fatal("the secret is lost")
	}
	c := config.Config{Mail: config.Mail{Password: s, OAuth2: config.OAuth2{RefreshToken: s}}}
	hidden := struct{ mail config.Mail }{c.Mail} // fmt asks no methods of unexported fields
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, nil))
	log.Info("mail", "password", s, "mail", c.Mail, "pointer", &s)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("mail", "password", s, "mail", c.Mail)
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{logged.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, s), fmt.Sprintf(verb, &s), fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, hidden))
	}
	for _, text := range texts {
		for _, leak := range []string{password, "horse", fmt.Sprintf("%x", password), fmt.Sprintf("%X", password)} {
			if strings.Contains(text, leak) {
				t.Errorf("the secret shows: %s", text)
			}
		}
	}
	if !strings.Contains(fmt.Sprint(c), "****") {
		t.Error("no stars")
	}
}

const needsPassword = `[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
%s
[[group]]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks"
count = 6
timezone = "Europe/Madrid"
coordinators = ["a@example.org"]
members = ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org", "f@example.org", "g@example.org"]
`

func TestPassword(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil { // whatever the umask
			t.Fatal(err)
		}
		return path
	}
	write("private", "from the file\r\n", 0o600)
	write("open", "from the file\n", 0o644)
	write("blank", "\n", 0o600)
	write("long", "two\nlines\n", 0o600)
	other := write("other", " with spaces ", 0o600)
	write("credentials/mail-password", "from systemd\n", 0o400)
	for _, c := range []struct {
		name, key string
		env       map[string]string
		offline   bool
		want      string
		problem   string
	}{
		{name: "file", key: `password_file = "private"`, want: "from the file"},
		{name: "environment outranks the file", key: `password_file = "private"`, env: map[string]string{"CONVENE_MAIL_PASSWORD": "from outside"}, want: "from outside"},
		{name: "file named in the environment", env: map[string]string{"CONVENE_MAIL_PASSWORD_FILE": other}, want: " with spaces "},
		{name: "systemd", env: map[string]string{"CREDENTIALS_DIRECTORY": filepath.Join(dir, "credentials")}, want: "from systemd"},
		{name: "file outranks systemd", key: `password_file = "private"`, env: map[string]string{"CREDENTIALS_DIRECTORY": filepath.Join(dir, "credentials")}, want: "from the file"},
		{name: "systemd without ours", env: map[string]string{"CREDENTIALS_DIRECTORY": dir}, problem: "convene.toml:1: there is no password for the mailbox"},
		{name: "none", problem: "convene.toml:1: there is no password for the mailbox"},
		{name: "empty environment", env: map[string]string{"CONVENE_MAIL_PASSWORD": ""}, problem: "convene.toml:1: there is no password for the mailbox"},
		{name: "offline", offline: true},
		{name: "offline with a file", key: `password_file = "nowhere"`, offline: true},
		{name: "no such file", key: `password_file = "nowhere"`, problem: "convene.toml:5: cannot read the password from "},
		{name: "a directory", key: `password_file = "credentials"`, problem: "it is a directory"},
		{name: "empty file", key: `password_file = "blank"`, problem: "is empty"},
		{name: "two lines", key: `password_file = "long"`, problem: "has more than one line"},
		{name: "readable by all", key: `password_file = "open"`, want: "from the file", problem: "convene.toml:5: warning: everybody on this computer can read "},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := config.Loader{Offline: c.offline, LookupEnv: func(name string) (string, bool) { s, ok := c.env[name]; return s, ok }}
			got, problems := l.Parse(filepath.Join(dir, "convene.toml"), fmt.Appendf(nil, needsPassword, c.key))
			if c.problem == "" && len(problems) > 0 || c.problem != "" && (len(problems) != 1 || !strings.Contains(problems.Error(), c.problem)) {
				t.Errorf("problems: %v", problems)
			}
			if got != nil && got.Mail.Password.Reveal() != c.want {
				t.Errorf("password %q", got.Mail.Password.Reveal())
			}
			if got == nil && c.want != "" {
				t.Error("no config")
			}
			for _, secret := range []string{"from the file", "lines", "from systemd"} {
				if strings.Contains(problems.Error(), secret) {
					t.Errorf("a problem shows the password: %v", problems)
				}
			}
		})
	}
}

func TestCAFile(t *testing.T) {
	path := inPlace(t, fmt.Sprintf(needsPassword, `password_file = "mail-password"
ca_file = "mail-password"`))
	if _, problems := (config.Loader{}).Load(path); len(problems) != 1 || !strings.Contains(problems.Error(), "convene.toml:6: ca_file ") || !strings.Contains(problems.Error(), "holds no certificate") {
		t.Errorf("%v", problems)
	}
}
