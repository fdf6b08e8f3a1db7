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

// TestOAuth2Secrets: the refresh token and the client secret come from where the password
// may come from, the latter or neither for a public client.
func TestOAuth2Secrets(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"token": "token of the file\n", "client": "client of the file\n", "other": "from elsewhere\n", "blank": "\n",
		"system/mail-refresh-token": "token of systemd\n", "system/mail-client-secret": "client of systemd\n", "half/mail-refresh-token": "token of systemd\n"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const token, client = "refresh_token_file = \"token\"\n", "client_secret_file = \"client\"\n"
	other := filepath.Join(dir, "other")
	system := map[string]string{"CREDENTIALS_DIRECTORY": filepath.Join(dir, "system")}
	for _, c := range []struct {
		name, keys    string
		env           map[string]string
		offline       bool
		token, client string
		problem       string
	}{
		{name: "files", keys: token + client, token: "token of the file", client: "client of the file"},
		{name: "a public client", keys: token, token: "token of the file"},
		{name: "environment", env: map[string]string{"CONVENE_MAIL_REFRESH_TOKEN": "t", "CONVENE_MAIL_CLIENT_SECRET": "c"}, token: "t", client: "c"},
		{name: "environment outranks files", keys: token + client, env: map[string]string{"CONVENE_MAIL_REFRESH_TOKEN": "t", "CONVENE_MAIL_CLIENT_SECRET": "c"}, token: "t", client: "c"},
		{name: "files named in the environment", env: map[string]string{"CONVENE_MAIL_REFRESH_TOKEN_FILE": other, "CONVENE_MAIL_CLIENT_SECRET_FILE": other}, token: "from elsewhere", client: "from elsewhere"},
		{name: "systemd", env: system, token: "token of systemd", client: "client of systemd"},
		{name: "systemd for a public client", env: map[string]string{"CREDENTIALS_DIRECTORY": filepath.Join(dir, "half")}, token: "token of systemd"},
		{name: "files outrank systemd", keys: token, env: system, token: "token of the file", client: "client of systemd"},
		{name: "the password is none of them", env: map[string]string{"CONVENE_MAIL_PASSWORD": "p"}, problem: "convene.toml:6: [mail.oauth2] has no refresh_token_file. Fix: add refresh_token_file = \"refresh-token\" and put the token into that file, or set CONVENE_MAIL_REFRESH_TOKEN."},
		{name: "no such file", env: map[string]string{"CONVENE_MAIL_REFRESH_TOKEN_FILE": filepath.Join(dir, "nowhere")}, problem: "cannot read the refresh token from "},
		{name: "an empty file", keys: token + "client_secret_file = \"blank\"\n", problem: "is empty. "},
		{name: "offline", keys: "client_secret_file = \"nowhere\"\n", offline: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := config.Loader{Offline: c.offline, LookupEnv: func(name string) (string, bool) { s, ok := c.env[name]; return s, ok }}
			text := fmt.Sprintf(needsPassword, "auth = \"oauth2\"\n[mail.oauth2]\ntoken_url = \"https://login.example.org/token\"\nclient_id = \"convene\"\n"+c.keys)
			got, problems := l.Parse(filepath.Join(dir, "convene.toml"), []byte(text))
			if c.problem == "" && len(problems) > 0 || c.problem != "" && (len(problems) != 1 || !strings.Contains(problems.Error(), c.problem)) {
				t.Errorf("problems: %v", problems)
			}
			if c.problem != "" {
				return
			}
			if o := got.Mail.OAuth2; o.RefreshToken.Reveal() != c.token || o.ClientSecret.Reveal() != c.client || !got.Mail.Password.IsZero() {
				t.Errorf("token %q, client secret %q", o.RefreshToken.Reveal(), o.ClientSecret.Reveal())
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
