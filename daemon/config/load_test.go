package config_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"convene/daemon/config"
)

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, problems := config.Loader{Offline: true}.Parse("/etc/convene/convene.toml", []byte(text))
	if c == nil || len(problems.Errors()) > 0 {
		t.Fatal(problems)
	}
	return c
}

func TestLoadSaysWhyItCannotRead(t *testing.T) {
	if c, problems := config.Load(filepath.Join(t.TempDir(), "no.toml")); c != nil || len(problems) != 1 || !strings.Contains(problems.Error(), "there is no such file") {
		t.Errorf("%v", problems)
	}
	if c, problems := config.Load(t.TempDir()); c != nil || len(problems) != 1 || !strings.Contains(problems.Error(), "it is a directory") {
		t.Errorf("%v", problems)
	}
	large := inPlace(t, strings.Repeat("#", config.MaxSize+1))
	if c, problems := config.Load(large); c != nil || len(problems) != 1 || !strings.Contains(problems.Error(), "larger than 1048576 bytes") {
		t.Errorf("%v", problems)
	}
	if c, problems := (config.Loader{}).Parse("x", make([]byte, config.MaxSize+1)); c != nil || len(problems) != 1 {
		t.Errorf("%v", problems)
	}
}

func TestServers(t *testing.T) {
	for _, c := range []struct{ keys, smtp, imap string }{
		{"smtp_host = \"mail.example.org\"\nimap_host = \"Mail.Example.org\"", "mail.example.org:465 implicit", "mail.example.org:993 implicit"},
		{"smtp_host = \"mail.example.org:587\"\nimap_host = \"mail.example.org:143\"", "mail.example.org:587 starttls", "mail.example.org:143 starttls"},
		{"smtp_host = \"mail.example.org\"\nsmtp_tls = \"starttls\"\nimap_host = \"x\"\nimap_tls = \"starttls\"", "mail.example.org:587 starttls", "x:143 starttls"},
		{"smtp_host = \"mail.example.org:25\"\nimap_host = \"mail.example.org:1993\"\nimap_tls = \"implicit\"", "mail.example.org:25 starttls", "mail.example.org:1993 implicit"},
		{"smtp_host = \"localhost:25025\"\nsmtp_tls = \"none\"\nimap_host = \"127.0.0.1:10143\"\nimap_tls = \"none\"", "localhost:25025 none", "127.0.0.1:10143 none"},
		{"smtp_host = \"[::1]:25025\"\nsmtp_tls = \"none\"\nimap_host = \"::1\"\nimap_tls = \"none\"", "[::1]:25025 none", "[::1]:143 none"},
	} {
		text := strings.Replace(fmt.Sprintf(needsPassword, ""), "smtp_host = \"mail.example.org\"\nimap_host = \"mail.example.org\"", c.keys, 1)
		m := parse(t, text).Mail
		if got := m.SMTP.Addr() + " " + string(m.SMTP.TLS); got != c.smtp {
			t.Errorf("%s: smtp %s", c.keys, got)
		}
		if got := m.IMAP.Addr() + " " + string(m.IMAP.TLS); got != c.imap {
			t.Errorf("%s: imap %s", c.keys, got)
		}
	}
	// Hosts that only look like this computer.
	for _, host := range []string{"localhost.example.org", "127.0.0.1.example.org", "10.0.0.1", "0.0.0.0"} {
		text := strings.Replace(fmt.Sprintf(needsPassword, `smtp_tls = "none"`), `smtp_host = "mail.example.org"`, `smtp_host = "`+host+`:25"`, 1)
		if c, problems := (config.Loader{Offline: true}).Parse("x", []byte(text)); c != nil || !strings.Contains(problems.Error(), "in plain text") {
			t.Errorf("%s: %v", host, problems)
		}
	}
}

func TestPathsAreRelativeToTheFile(t *testing.T) {
	c := parse(t, "database = \"data/groups.db\"\ntemplates_dir = \"/srv/wording\"\n"+fmt.Sprintf(needsPassword, `password_file = "secret"`))
	if c.Database != "/etc/convene/data/groups.db" || c.TemplatesDir != "/srv/wording" || c.Mail.PasswordFile != "/etc/convene/secret" {
		t.Errorf("%s, %s, %s", c.Database, c.TemplatesDir, c.Mail.PasswordFile)
	}
}

// Ids are derived from names, keep to their alphabet and are never shared.
func TestMemberIDs(t *testing.T) {
	text := strings.Replace(fmt.Sprintf(needsPassword, ""), `members = ["a@example.org"`,
		`members = ["Ána Ruíz <a@example.org>", "Ana Ruiz <x@example.org>", "Øyvind Ærø-Straße O’Neil <y@example.org>", "Иван <ivan.p@example.org>", "Sehr Langer Name Mit Vielen Vielen Teilen Und Noch Einem <z@example.org>"`, 1) +
		"[[group.member]]\nid = \"ana-ruiz\"\nemail = \"third@example.org\"\n"
	var got []string
	for _, m := range parse(t, text).Groups[0].Members {
		got = append(got, m.ID)
	}
	want := "ana-ruiz-2 ana-ruiz-3 oyvind-aero-strasse-oneil ivan-p sehr-langer-name-mit-vielen-vielen-teile b c d e f g ana-ruiz"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

// Two readings of one file are equal, and a change shows where it is.
func TestConfigsCanBeCompared(t *testing.T) {
	text := fmt.Sprintf(needsPassword, "")
	a, b := parse(t, text), parse(t, text)
	if !reflect.DeepEqual(a, b) {
		t.Error(diff(a, b))
	}
	c := parse(t, strings.Replace(text, "Europe/Madrid", "Europe/Rome", 1))
	if reflect.DeepEqual(a, c) {
		t.Error("another zone, and no difference")
	}
	if !reflect.DeepEqual(a.Groups[0].Members[0].Aliases, c.Groups[0].Members[0].Aliases) || reflect.DeepEqual(a.Groups[0].Members, c.Groups[0].Members) {
		t.Error("the members' zones follow the group's")
	}
}

func TestMeetingKeysInTheGroup(t *testing.T) {
	text := fmt.Sprintf(needsPassword, "") + "[group.meetings]\nskip = [2026-01-27]\nplace = \"Room 4\"\n"
	m := parse(t, text).Groups[0].Meetings
	if len(m.Dates) != 6 || m.Dates[1].ID != "2026-02-10T16:00" || m.Place != "Room 4" {
		t.Errorf("%+v", m)
	}
}

func TestLoaderKnowsWhatItIsTold(t *testing.T) {
	l := config.Loader{Offline: true, Languages: []string{"en", "de"}, Practices: []string{"yoga"}, Agendas: []string{"circle", "walk"}}
	text := fmt.Sprintf(needsPassword, "") + "agenda = \"walk\"\nlanguage = \"de-AT\"\n[group.practices]\nyoga = true\n"
	c, problems := l.Parse("x", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if g := c.Groups[0]; g.Language != "de" || !g.Practices["yoga"] || g.Meetings.Agenda != "walk" {
		t.Errorf("%+v", g)
	}
	for old, now := range map[string]string{"de-AT": "fr", "yoga": "cases", "walk": "book"} {
		if c, problems := l.Parse("x", []byte(strings.Replace(text, old, now, 1))); c != nil || len(problems) != 1 {
			t.Errorf("%s: %v", now, problems)
		}
	}
	own := "templates_dir = \"mine\"\n" + strings.Replace(text, "walk", "my-own", 1)
	if _, problems := l.Parse("x", []byte(own)); len(problems) > 0 {
		t.Errorf("an agenda of one's own: %v", problems)
	}
}

// A file that an editor on Windows saved.
func TestByteOrderMarkAndCRLF(t *testing.T) {
	text := "\ufeff" + strings.ReplaceAll(fmt.Sprintf(needsPassword, ""), "\n", "\r\n")
	if !reflect.DeepEqual(parse(t, text), parse(t, fmt.Sprintf(needsPassword, ""))) {
		t.Error("it reads differently")
	}
}

// The library that reads TOML looks for doubled keys one by one; a hundred
// thousand in one section would keep it busy for minutes.
func TestTooManyKeys(t *testing.T) {
	var text strings.Builder
	text.WriteString("[mail]\n")
	for i := range 301 {
		fmt.Fprintf(&text, "k%d = 1\n", i)
	}
	for _, text := range []string{text.String(), "a = [" + strings.ReplaceAll("{ "+text.String()[7:], "\n", ", ") + " z = 1 }]", text.String() + "x = \n"} {
		c, problems := config.Loader{Offline: true}.Parse("x", []byte(text))
		if c != nil || len(problems) != 1 || !strings.Contains(problems.Error(), "more keys in one section") {
			t.Errorf("%.200s: %v", text, problems)
		}
	}
}

// TestAFixForAGroupOfOneCanBeFollowed: no mistake is answered by "from 2 to 1".
func TestAFixForAGroupOfOneCanBeFollowed(t *testing.T) {
	text := "[mail]\naddress = \"g@example.org\"\nsmtp_host = \"a.example\"\nimap_host = \"a.example\"\nusername = \"x\"\npassword_file = \"pw\"\n" +
		"[[group]]\nname = \"One\"\ntimezone = \"Asia/Kolkata\"\ncoordinators = [\"zoe@example.org\"]\nmembers = [\"Ana <ana@example.org>\"]\n" +
		"first = 2027-01-13T16:00:00\nrepeat = \"every week on Wednesday\"\ncount = 1\nminimum = 2\n"
	_, problems := config.Loader{Offline: true}.Parse("convene.toml", []byte(text))
	if said := problems.Error(); !strings.Contains(said, "minimum = 2 is more than the 1 member. Fix: write minimum = 1") {
		t.Error(said)
	}
}
