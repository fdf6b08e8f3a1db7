package daemon

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
	"convene/daemon/config"
	"convene/daemon/group"
	"convene/templates"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden mails anew")

// aLife lives through a small group in which everything happens at least once,
// and returns the first mail that each practice led, as text.
func aLife(t *testing.T) map[string]string {
	t.Helper()
	toml := `
[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
username = "groups@example.org"
password_file = "password"
[[group]]
id = "tuesday-coaches"
name = "Tuesday Coaches"
purpose = "Get better at coaching conversations by practising on real cases."
goals = ["Each of us brings three cases", "A shared list of questions that open"]
timezone = "Europe/Madrid"
coordinators = ["ana@example.org"]
members = ["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.org>", "Chiara Neri <chiara@example.org>", "Dana Lind <dana@example.org>",
  "Eli Stern <eli@example.org>", "Fay Wong <fay@example.org>", "Hana Ito <hana@example.org>", "Leo Sand <leo@example.org>"]
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
count = 4
place = "https://meet.example.org/tuesday"
`
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("password", "secret")
	write("convene.toml", toml)
	cfg, problems := config.Load(filepath.Join(dir, "convene.toml"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	madrid := cfg.Groups[0].Zone
	clock := NewVirtualClock(time.Date(2025, 12, 29, 10, 0, 0, 0, madrid))
	d, err := looking(Options{Config: cfg, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := d.words.lexicon([]string{"en"})
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.NewChaCha8([32]byte{3})
	g := &group.Group{ID: "tuesday-coaches", Settings: d.settings["tuesday-coaches"]}
	group.Reconcile(g, plan(cfg.Groups[0]), clock.Now())
	mails := map[string]string{}
	var inbox int64
	var step func(group.Step, error) time.Time
	reply := func(m group.Mailing, text string) {
		inbox++
		segments := []answer.Segment{{Text: text}}
		res := group.Receive(g, group.Inbound{
			Inbox: inbox, MessageID: fmt.Sprintf("r%d@example.org", inbox), Subject: "Re: " + g.Name, Received: clock.Now(), Member: m.Member.ID, Letter: m.Token, Segments: segments, Lexicon: lexicon,
		}, clock.Now())
		step(group.Follow(g, res.Outcome, clock.Now(), rnd))
	}
	click := func(m group.Mailing, c group.CalendarReply) {
		inbox++
		c.Meeting, c.Stamp = m.Invite.Meeting, clock.Now()
		res := group.Receive(g, group.Inbound{Inbox: inbox, Received: clock.Now(), Member: m.Member.ID, Calendar: []group.CalendarReply{c}}, clock.Now())
		step(group.Follow(g, res.Outcome, clock.Now(), rnd))
	}
	answers := func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && who == "ben-okoro" && it.Meeting == g.Meetings[0].ID:
				click(m, group.CalendarReply{PartStat: "TENTATIVE", Proposed: g.Meetings[0].Start.Add(time.Hour)})
			case m.Invite != nil && who != "leo-sand" && who != "hana-ito":
				click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "welcome" && who == "hana-ito":
				reply(m, "To stop rescuing people in silence.")
			case it.Practice == "welcome" && (who == "chiara-neri" || who == "dana-lind" || who == "eli-stern"):
				reply(m, "topic: "+map[group.MemberID]string{"chiara-neri": "staying with silence", "dana-lind": "when advice slips out", "eli-stern": "ending well"}[who])
			case it.Practice == "ballot":
				reply(m, "A")
			case it.Practice == "turn" && it.Meeting != g.Meetings[0].ID && it.Meeting != g.Meetings[1].ID:
				reply(m, "yes")
			case it.Practice == "reflection" && who == "hana-ito":
				reply(m, "I will ask one more question before I say anything.")
			case it.Practice == "survey" && who != "leo-sand":
				reply(m, "1: 4\n2: The pairs.\n3: Holidays; we skipped one.\n4: Start on time.\n5: yes")
			}
		}
	}
	step = func(s group.Step, err error) time.Time {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range s.Mails {
			r, err := d.render(g, m)
			if err != nil {
				t.Fatalf("%s to %s: %v", m.Items[0].Practice, m.Member.ID, err)
			}
			if n := templates.CountWords(r.Text); m.Class == group.InLetter && n > 250 && !m.Items[0].Alone {
				t.Errorf("a letter of %d words to %s:\n%s", n, m.Member.ID, r.Text)
			}
			for _, it := range m.Items {
				if _, ok := mails[it.Practice]; !ok {
					mails[it.Practice] = fmt.Sprintf("To: %s\nDate: %s\nSubject: %s\n\n%s", m.Member.Name, clock.Now().In(m.Member.Zone).Format(time.RFC1123Z), r.Subject, r.Text)
				}
			}
			for number, a := range printed(m) {
				if len(printed(m)) > 1 && r.Prompts[number] == "" {
					t.Errorf("question %d (%s) of %q is not printed", number, a, r.Subject)
				}
			}
		}
		for _, m := range s.Mails {
			answers(m)
		}
		return s.Next
	}
	held := false
	for next := clock.Now(); !next.IsZero(); {
		clock.Set(next)
		next = step(group.Advance(g, next, rnd))
		if !held && next.After(time.Date(2026, 1, 7, 0, 0, 0, 0, madrid)) {
			held = true
			o := group.Keep(g, group.Held{Inbox: 9000, Member: "ben-okoro", From: "ben@work.example.com", Words: "Yes, I'll be there", Alias: true, At: clock.Now()})
			step(group.Follow(g, o, clock.Now(), rnd))
			next = clock.Now().Add(time.Minute)
		}
	}
	return mails
}

// printed are the printed asks of a mail by number: those of letters and notes, not
// the one that an invitation carries in its buttons.
func printed(m group.Mailing) map[int]string {
	asks := map[int]string{}
	if m.Invite != nil || m.Class == group.InReceipt {
		return asks
	}
	for _, it := range m.Items {
		for _, a := range it.Asks {
			asks[a.Number] = a.Practice
		}
	}
	return asks
}

// TestEveryPracticeHasItsMail ranges over the table: each practice has a
// template, leads or joins a mail in the life above, and that mail reads as the
// golden one.
func TestEveryPracticeHasItsMail(t *testing.T) {
	mails := aLife(t)
	for _, p := range group.Practices() {
		t.Run(p.Name, func(t *testing.T) {
			if p.About == "" {
				t.Error("says nothing about itself for the preview")
			}
			got, ok := mails[p.Name]
			if !ok {
				t.Fatal("led no mail in a whole life")
			}
			path := filepath.Join("testdata", "golden", p.Name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("no golden mail (go test ./daemon -run EveryPractice -update): %v", err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		if !slices.ContainsFunc(group.Practices(), func(p group.Practice) bool { return p.Name == name }) {
			t.Errorf("%s belongs to no practice", f)
		}
	}
}

// TestEveryPracticeHasItsScript demands a script that tells each practice's story.
func TestEveryPracticeHasItsScript(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "cmd", "convene", "testdata", "script", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f) //nolint:gosec // the repository's own
		if err != nil {
			t.Fatal(err)
		}
		_, list, ok := strings.Cut(string(text), "# Practices:")
		list, _, _ = strings.Cut(strings.ReplaceAll(list, "\n#", ""), ".")
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); ok && !slices.ContainsFunc(group.Practices(), func(p group.Practice) bool { return p.Name == name }) {
				t.Errorf("%s tells of a practice %q that there is not", f, name)
			}
			told[name] = true
		}
	}
	for _, p := range group.Practices() {
		if !told[p.Name] {
			t.Errorf("no script in cmd/convene/testdata/script says that it tells of %s", p.Name)
		}
	}
}
