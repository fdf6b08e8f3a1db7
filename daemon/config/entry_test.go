package config_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"convene/daemon/config"
)

// entryAgain reads a group's entry as a file of its own.
func entryAgain(t *testing.T, c *config.Config, g config.Group) config.Group {
	t.Helper()
	file := ""
	if c.TemplatesDir != "" {
		file = "templates_dir = \"my-templates\"\n"
	}
	file += fmt.Sprintf("[mail]\naddress = %q\nsmtp_host = \"a.example\"\nimap_host = \"a.example\"\nusername = \"x\"\npassword_file = \"mail-password\"\n", c.Mail.Address.Address)
	again, problems := config.Loader{Offline: true}.Parse("convene.toml", []byte(file+g.Entry()))
	if err := problems.Err(); err != nil {
		t.Fatalf("%v\n%s", err, g.Entry())
	}
	return again.Groups[0]
}

// A group's entry says everything that its file said.
func TestEntrySaysItAll(t *testing.T) {
	for name, text := range map[string]string{
		"example": example(t),
		"short":   fmt.Sprintf(needsPassword, ""),
		"full": strings.NewReplacer(
			`cron     = "0 9 1 * *"`, `cron = "off"`, `joining     = "until meeting 3"`, `joining = "by consent"`, `founding    = false`, `founding = true`,
			`quiet    = "19:00-08:00"`, `quiet = "off"`, `nudge    = "1d"`, `nudge = "off"`, `count    = 13`, `until = 2026-06-30`,
			`cases    = false`, `cases = true`, `id          = "tuesday-coaches"`, "id = \"t\"\nboundaries = ['No \"advice\" \\ here']",
			`retention = "90d"`, `retention = "30d"`, `report_to = ["ana@example.org"]`, `report_to = ["Mo <mo@example.org>", "ana@example.org"]`,
		).Replace(example(t)),
	} {
		c := parse(t, text)
		g := c.Groups[0]
		again := entryAgain(t, c, g)
		if !reflect.DeepEqual(again, g) {
			t.Errorf("%s:\n%+v\nis read again as\n%+v\n%s", name, g, again, g.Entry())
		}
	}
}

// What people wrote cannot break out of its place in the file.
func TestEntryHoldsHostileWords(t *testing.T) {
	c := parse(t, example(t))
	g := c.Groups[0]
	g.Goals = []string{"one\"]\nid = \"x", "two \\", "\u202ethree\x00", strings.Repeat("long ", 100), "  "}
	g.Members[0].Name = "Ana \"the <b> one\" Ruiz\n"
	again := entryAgain(t, c, g)
	want := []string{`one"] id = "x`, `two \`, "three"}
	if len(again.Goals) != 4 || !reflect.DeepEqual(again.Goals[:3], want) || !strings.HasSuffix(again.Goals[3], "…") || again.ID != g.ID {
		t.Errorf("goals %q, id %s", again.Goals, again.ID)
	}
	if got := again.Members[0].Name; got != `Ana "the <b> one" Ruiz` {
		t.Errorf("name %q", got)
	}
}
