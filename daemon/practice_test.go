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

// living is a group that lives in memory: real rules, real templates, a clock
// that jumps from what is due to what is due next.
type living struct {
	*testing.T
	d       *Daemon
	g       *group.Group
	clock   *VirtualClock
	lexicon *answer.Lexicon
	rnd     *rand.ChaCha8
	inbox   int64
	// answers is called with each mail that goes out.
	answers func(group.Mailing)
	hears   func(group.Mailing, string) // is called with each mail and its text
	mails   map[string]string           // the first mail that each practice led or joined, as text
}

// eight are the members of the groups below; their ids are made of the names.
const eight = `"Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.org>", "Chiara Neri <chiara@example.org>", "Dana Lind <dana@example.org>",
  "Eli Stern <eli@example.org>", "Fay Wong <fay@example.org>", "Hana Ito <hana@example.org>", "Leo Sand <leo@example.org>"`

// live sets up a group of eight that meets every two weeks; meetings is what stands
// in [group.meetings] beside first and repeat, more further lines of the group.
func live(t *testing.T, start time.Time, meetings, more string) *living {
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
members = [` + eight + `]
` + more + `
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
place = "https://meet.example.org/tuesday"
` + meetings
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
	l := &living{T: t, clock: NewVirtualClock(start), rnd: rand.NewChaCha8([32]byte{3}), mails: map[string]string{}, answers: func(group.Mailing) {}, hears: func(group.Mailing, string) {}}
	var err error
	if l.d, err = looking(Options{Config: cfg, Clock: l.clock}); err != nil {
		t.Fatal(err)
	}
	if l.lexicon, err = l.d.words.lexicon([]string{"en"}); err != nil {
		t.Fatal(err)
	}
	s, _ := l.d.settingsOf("tuesday-coaches")
	l.g = &group.Group{ID: "tuesday-coaches", Settings: s, Founded: start}
	group.Reconcile(l.g, plan(cfg.Groups[0]), start)
	return l
}

// reply answers a mail in the member's words.
func (l *living) reply(m group.Mailing, text string) group.Result {
	l.Helper()
	return l.receive(group.Inbound{Member: m.Member.ID, Letter: m.Token, Token: true, Segments: []answer.Segment{{Text: text}}})
}

// write is a mail of a member that answers nothing.
func (l *living) write(member group.MemberID, text string) group.Result {
	l.Helper()
	return l.receive(group.Inbound{Member: member, Segments: []answer.Segment{{Text: text}}})
}

// click answers an invitation by the calendar program.
func (l *living) click(m group.Mailing, c group.CalendarReply) {
	l.Helper()
	c.Meeting, c.Stamp = m.Invite.Meeting, l.clock.Now()
	l.receive(group.Inbound{Member: m.Member.ID, Calendar: []group.CalendarReply{c}})
}

func (l *living) receive(in group.Inbound) group.Result {
	l.Helper()
	l.inbox++
	in.Inbox, in.MessageID, in.Subject = l.inbox, fmt.Sprintf("r%d@example.org", l.inbox), "Re: "+l.g.Name
	in.Received, in.Lexicon = l.clock.Now(), l.lexicon
	res := group.Receive(l.g, in, l.clock.Now())
	l.step(group.Follow(l.g, res.Outcome, l.clock.Now(), l.rnd))
	return res
}

// until lets time pass up to an instant, or for good when it is zero.
func (l *living) until(end time.Time) {
	l.Helper()
	for next := l.clock.Now(); !next.IsZero() && (end.IsZero() || next.Before(end)); {
		l.clock.Set(next)
		next = l.step(group.Advance(l.g, next, l.rnd))
	}
	if !end.IsZero() {
		l.clock.Set(end)
	}
}

func (l *living) step(s group.Step, err error) time.Time {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
	for _, m := range s.Mails {
		r, err := l.d.render(l.g, m)
		if err != nil {
			l.Fatalf("%s to %s: %v", m.Items[0].Practice, m.Member.ID, err)
		}
		l.addresses(m, r.Subject+"\n"+r.Preheader+"\n"+r.Text+"\n"+r.HTML)
		l.hears(m, r.Text)
		if n := templates.CountWords(r.Text); m.Class == group.InLetter && n > 250 && !m.Items[0].Alone {
			l.Errorf("a letter of %d words to %s:\n%s", n, m.Member.ID, r.Text)
		}
		for _, it := range m.Items {
			if _, ok := l.mails[it.Practice]; !ok {
				l.mails[it.Practice] = fmt.Sprintf("To: %s\nDate: %s\nSubject: %s\n\n%s", m.Member.Name, l.clock.Now().In(m.Member.Zone).Format(time.RFC1123Z), r.Subject, r.Text)
			}
		}
		for number, a := range printed(m) {
			if len(printed(m)) > 1 && r.Prompts[number] == "" {
				l.Errorf("question %d (%s) of %q is not printed", number, a, r.Subject)
			}
		}
	}
	for _, m := range s.Mails {
		l.answers(m)
	}
	return s.Next
}

// forCoordinators are the practices whose mails may show a coordinator what the file,
// which is theirs, holds anyway.
var forCoordinators = []string{"notice", "monday", "steer", "renew"}

// addresses looks for addresses of other members in a mail: the coordinators' may be
// there, to whom one can turn.
func (l *living) addresses(m group.Mailing, text string) {
	l.Helper()
	if m.Member.Coordinator && slices.Contains(forCoordinators, m.Items[0].Practice) {
		return
	}
	text = strings.ToLower(text)
	for _, o := range l.g.Members {
		if o.ID == m.Member.ID || o.Coordinator {
			continue
		}
		for _, a := range append([]string{o.Email}, o.Aliases...) {
			if a != "" && strings.Contains(text, strings.ToLower(a)) {
				l.Errorf("%s to %s shows the address of %s:\n%s", m.Items[0].Practice, m.Member.ID, o.ID, text)
			}
		}
	}
}

// lives are the lives in which every practice happens at least once. The first
// mail of a practice is its golden one, so the order matters.
var lives = []func(*testing.T) map[string]string{aLife}

// aLife lives through a small group from its first meeting to its end.
func aLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 4", "")
	madrid, g := l.g.Zone, l.g
	l.answers = func(m group.Mailing) {
		who := m.Member.ID
		for _, it := range m.Items {
			switch {
			case m.Invite != nil && who == "ben-okoro" && it.Meeting == g.Meetings[0].ID:
				l.click(m, group.CalendarReply{PartStat: "TENTATIVE", Proposed: g.Meetings[0].Start.Add(time.Hour)})
			case m.Invite != nil && who != "leo-sand" && who != "hana-ito":
				l.click(m, group.CalendarReply{PartStat: "ACCEPTED"})
			case it.Practice == "welcome" && who == "hana-ito":
				l.reply(m, "To stop rescuing people in silence.")
			case it.Practice == "welcome" && (who == "chiara-neri" || who == "dana-lind" || who == "eli-stern"):
				l.reply(m, "topic: "+map[group.MemberID]string{"chiara-neri": "staying with silence", "dana-lind": "when advice slips out", "eli-stern": "ending well"}[who])
			case it.Practice == "ballot":
				l.reply(m, "A")
			case it.Practice == "turn" && it.Meeting != g.Meetings[0].ID && it.Meeting != g.Meetings[1].ID:
				l.reply(m, "yes")
			case it.Practice == "reflection" && who == "hana-ito":
				l.reply(m, "I will ask one more question before I say anything.")
			case it.Practice == "survey" && who != "leo-sand":
				l.reply(m, "1: 4\n2: The pairs.\n3: Holidays; we skipped one.\n4: Start on time.\n5: yes")
			}
		}
	}
	l.until(time.Date(2026, 1, 7, 9, 30, 0, 0, madrid))
	o := group.Keep(g, group.Held{Inbox: 9000, Member: "ben-okoro", From: "ben@work.example.com", Words: "Yes, I'll be there", Alias: true, At: l.clock.Now()})
	l.step(group.Follow(g, o, l.clock.Now(), l.rnd))
	o = group.Absent(g, group.Inbound{Inbox: 9001, Member: "fay-wong", Received: l.clock.Now()}, time.Date(2026, 1, 30, 0, 0, 0, 0, madrid), l.clock.Now())
	l.step(group.Follow(g, o, l.clock.Now(), l.rnd))
	l.until(time.Time{})
	return l.mails
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
	mails := map[string]string{}
	for _, life := range lives {
		for name, text := range life(t) {
			if _, ok := mails[name]; !ok {
				mails[name] = text
			}
		}
	}
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
