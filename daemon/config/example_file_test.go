package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"convene/daemon/config"
)

const exampleFile = "../../config.example.toml"

// inPlace writes a config file and its password into a directory of their own.
func inPlace(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "convene.toml")
	for name, data := range map[string]string{"convene.toml": text, "mail-password": "correct horse\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "my-templates"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func example(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestExampleHasNoProblem(t *testing.T) {
	c, problems := config.Loader{}.Load(inPlace(t, example(t)))
	for _, p := range problems {
		t.Error(p)
	}
	if c == nil {
		t.Fatal("no config")
	}
	if got := c.Mail.Password.Reveal(); got != "correct horse" {
		t.Errorf("password %q", got)
	}
	g := c.Groups[0]
	if n := len(g.Meetings.Dates); n != 13 {
		t.Errorf("%d meetings", n)
	}
	last := g.Meetings.Dates[12]
	if last.ID != "2026-07-14T16:00" {
		t.Errorf("the last meeting is %s", last.ID)
	}
	if len(g.Members) != 8 || g.Members[7].ID != "dana-lindqvist" || g.Members[7].Zone.String() != "Africa/Lagos" {
		t.Errorf("members: %+v", g.Members)
	}
	if g.Coordinators[0].Name != "Ana Ruiz" {
		t.Errorf("coordinators: %v", g.Coordinators)
	}
}

// What is commented out in the example must work too once it is wanted.
func TestExampleCommentsAreTrue(t *testing.T) {
	for _, line := range []string{
		`templates_dir = "my-templates"`, `smtp_tls    = "starttls"`, `imap_tls    = "implicit"`, `subaddress  = "+"`,
		`authserv_id = "mx.example.org"`, `boundaries = [`, `id     = "dana"`,
	} {
		commented := regexp.MustCompile(`(?m)^( *)# (` + regexp.QuoteMeta(line) + `)`)
		text := example(t)
		if !commented.MatchString(text) {
			t.Errorf("the example has no comment with %s", line)
			continue
		}
		if _, problems := (config.Loader{}).Load(inPlace(t, commented.ReplaceAllString(text, "$1$2"))); len(problems) > 0 {
			t.Errorf("with %s:\n%v", line, problems)
		}
	}
	guest := strings.NewReplacer("guests     = false", "guests     = true", "  # [[group.guest]]", "[[group.guest]]", "  # name    =", "name =", "  # email   =", "email =", "  # meeting =", "meeting =").Replace(example(t))
	c, problems := config.Loader{}.Load(inPlace(t, guest))
	if len(problems) > 0 || len(c.Groups[0].Guests) != 1 || c.Groups[0].Guests[0].Meeting != "2026-03-10T16:00" {
		t.Errorf("with a guest: %v", problems)
	}
}

// The defaults are what the example says: leaving them out changes nothing.
func TestShortFileHasTheDefaultsShown(t *testing.T) {
	path := inPlace(t, example(t))
	full, problems := config.Loader{}.Load(path)
	if full == nil {
		t.Fatal(problems)
	}
	drop := regexp.MustCompile(`(?m)^ *(database|username|language    |joining|founding|duration|minimum|agenda|rotate|invite|letter|nudge|quiet|weekends|cron|cases|readings|guests|journal|pulse|repertoire|feedback|followup|report_to|retention|id) .*\n`)
	if err := os.WriteFile(path, []byte(drop.ReplaceAllString(example(t), "")), 0o600); err != nil {
		t.Fatal(err)
	}
	short, problems := config.Loader{}.Load(path)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if d := diff(full, short); d != "" {
		t.Error(d)
	}
}

// The sketch of the shortest file that is enough.
func TestShortestFile(t *testing.T) {
	text := `
[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
password_file = "mail-password"

[[group]]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks"
count = 6
members = ["Ana Ruiz <ana@example.org>", "Ben <b@example.org>", "Chiara <c@example.org>", "d@example.org", "E <e@example.org>", "F <f@example.org>", "G <g@example.org>"]
`
	c, problems := config.Loader{}.Load(inPlace(t, text))
	if len(problems.Errors()) > 0 || c == nil {
		t.Fatal(problems)
	}
	if len(problems) != 2 { // no zone, no coordinators
		t.Errorf("warnings: %v", problems)
	}
	g := c.Groups[0]
	if g.Name != "Groups" || g.ID != "groups" || len(g.Meetings.Dates) != 6 || g.Coordinators[0].Address != "ana@example.org" || g.Members[3].Name != "D" {
		t.Errorf("%+v", g)
	}
}
