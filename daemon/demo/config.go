package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// config is the coordinator's file of the demo. All that is off by default is on.
const config = `# The group of the demo, as its coordinator would write it.
database = "convene.db"

[mail]
address       = %q
smtp_host     = %q
imap_host     = %q
smtp_tls      = "none"    # the demo's own post office, on this computer
imap_tls      = "none"
password_file = "password"
authserv_id   = "mx.example.org"

[[group]]
id           = "tuesday-coaches"
name         = "Tuesday Coaches"
purpose      = "Get better at coaching conversations by practising on real cases."
goals        = [%s]
ground_rules = ["What is said here stays here", "Ask before advising"]
boundaries   = ["No therapy: for that we send each other elsewhere"]
timezone     = "Europe/Madrid"
coordinators = ["ana@example.org"]
founding     = true
joining      = "by consent"

  [group.meetings]
  first    = 2026-01-13T16:00:00
  repeat   = "every 2 weeks on Tuesday"
  count    = 10
  duration = "90m"
  place    = "https://meet.example.org/tuesday"
  minimum  = 6
  skip     = [2026-04-07]

  [group.roles]
  rotate = ["facilitator", "scribe"]

  [group.practices]
  cases      = true
  readings   = true
  guests     = true
  journal    = true
  pulse      = true
  repertoire = true
  feedback   = true
  followup   = true
%s`

// The goals, as the coordinator's file has them at first and from half-time on.
var (
	firstGoals = []string{"Each of us brings three cases", "A shared list of questions that open"}
	laterGoals = []string{"Each of us brings one case, and all of it", "A shared list of questions that open"}
)

// file is what changes in the coordinator's file as the group lives.
type file struct {
	goals []string
	late  bool // who comes later is on the list
}

// edits are what the coordinator changes in her file, and when.
func (w *world) edits() ([]reply, error) {
	var rs []reply
	for _, e := range []struct {
		at   string
		edit func(*file)
	}{
		{"2026-02-11T10:30", func(f *file) { f.late = true }},
		{"2026-03-27T11:15", func(f *file) { f.goals = laterGoals }},
	} {
		who := w.people[0]
		at, err := time.ParseInLocation("2006-01-02T15:04", e.at, who.zone)
		if err != nil {
			return nil, fmt.Errorf("the demo's edits: %w", err)
		}
		rs = append(rs, reply{at: at.UTC(), who: who, act: func() error {
			e.edit(&w.file)
			return w.writeConfig()
		}})
	}
	return rs, nil
}

func (w *world) configPath() string { return filepath.Join(w.Dir, "convene.toml") }

// writeConfig writes the coordinator's file as it stands now.
func (w *world) writeConfig() error {
	var people strings.Builder
	for _, p := range w.people {
		switch {
		case p.Guest != "":
			fmt.Fprintf(&people, "\n  [[group.guest]]\n  name    = %q\n  email   = %q\n  meeting = %s\n", p.Name, p.Address, p.Guest)
		case !p.Late || w.file.late:
			fmt.Fprintf(&people, "\n  [[group.member]]\n  name     = %q\n  email    = %q\n  timezone = %q\n  language = %q\n", p.Name, p.Address, p.Zone, p.Language)
		}
	}
	var goals []string
	for _, g := range w.file.goals {
		goals = append(goals, fmt.Sprintf("%q", g))
	}
	text := fmt.Sprintf(config, GroupAddress, w.office.SMTPAddr(), w.office.IMAPAddr(), strings.Join(goals, ", "), people.String())
	if err := os.WriteFile(w.configPath(), []byte(text), 0o600); err != nil {
		return fmt.Errorf("write the demo's configuration: %w", err)
	}
	if err := os.WriteFile(filepath.Join(w.Dir, "password"), []byte(password+"\n"), 0o600); err != nil {
		return fmt.Errorf("write the demo's password: %w", err)
	}
	return nil
}
