package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAgendaFiles(t *testing.T) {
	a, faults := parseAgenda([]byte("\ufeff# Walk and talk\r\n\r\n10 Check-in: one word each\r\n- 45 min Walk in pairs\n# a comment\n15: What we saw\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := Agenda{"Walk and talk", []AgendaPart{{10, "Check-in: one word each"}, {45, "Walk in pairs"}, {15, "What we saw"}}}
	if fmt.Sprint(a) != fmt.Sprint(want) {
		t.Errorf("%+v", a)
	}
	for text, line := range map[string]int{
		"":                                  0,
		"# only a title":                    0,
		"10 Walk\nTalk":                     2,
		"10":                                1,
		"0 Nothing":                         1,
		"10 Walk\n\n601 Too long":           3,
		"10 " + strings.Repeat("walk ", 30): 1,
		"10 Walk\u202eklat":                 1,
		"10 \xff":                           0,
		strings.Repeat("1 step\n", 21):      0,
		strings.Repeat("1 step\n", 3000):    0,
		"# " + strings.Repeat("t", 130) + "\n1 a": 1,
	} {
		if _, faults := parseAgenda([]byte(text)); len(faults) != 1 || faults[0].line != line || faults[0].fix == "" {
			t.Errorf("%.40q: %+v, want one fault on line %d", text, faults, line)
		}
	}
}

// TestAnAgendaOfOnesOwn: a group names it, its file stands among the templates, and
// what is wrong with it is said by file and line.
func TestAnAgendaOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.Mkdir(mine, 0o700); err != nil {
		t.Fatal(err)
	}
	toml := `templates_dir = "mine"
[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
[[group]]
name = "Walkers"
timezone = "Europe/Madrid"
coordinators = ["a@example.org"]
first = 2026-01-13T16:00:00
repeat = "every Tuesday"
count = 6
agenda = "walk"
members = ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org", "f@example.org", "g@example.org"]
`
	l := Loader{LookupEnv: func(string) (string, bool) { return "secret", true }}
	parse := func() (*Config, Problems) { return l.Parse(filepath.Join(dir, "convene.toml"), []byte(toml)) }
	if c, problems := parse(); c != nil || len(problems) != 1 || problems[0].Line != 13 || !strings.Contains(problems[0].What, "agenda-walk.md") {
		t.Errorf("without the file: %v", problems)
	}
	file := filepath.Join(mine, "agenda-walk.md")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("10 Walk\ntalk\n")
	if c, problems := parse(); c != nil || len(problems) != 1 || problems[0].Path != file || problems[0].Line != 2 {
		t.Errorf("with a broken file: %v", problems)
	}
	write(strings.Repeat("10 Walk on\n", 3000))
	if c, problems := parse(); c != nil || len(problems) != 1 || !strings.Contains(problems[0].What, "larger") {
		t.Errorf("with a large file: %v", problems)
	}
	write("# Walk\n10 Walk\n20 Talk\n")
	c, problems := parse()
	if c == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	if own := c.Groups[0].Meetings.Own; own.Title != "Walk" || len(own.Parts) != 2 {
		t.Errorf("%+v", own)
	}
}

func FuzzParseAgenda(f *testing.F) {
	for _, s := range []string{"# Walk\n10 Check-in: one word each\n", "- 5 min. a\r\n* 7' b", "10\n", "0 x\n# y\n601 z", "\ufeff1 a"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, faults := parseAgenda(data)
		if len(faults) > 0 {
			return
		}
		if len(a.Parts) == 0 || len(a.Parts) > maxAgendaParts || len([]rune(a.Title)) > maxAgendaText {
			t.Fatalf("no fault, and %+v", a)
		}
		for _, p := range a.Parts {
			if p.Minutes < 1 || p.Minutes > maxAgendaTime || strings.TrimSpace(p.Text) == "" || len([]rune(p.Text)) > maxAgendaText || strings.ContainsFunc(p.Text, hidden) {
				t.Fatalf("no fault, and %+v", p)
			}
		}
	})
}
