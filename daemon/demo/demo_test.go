package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the members live in many zones, whatever the machine has

	"convene/daemon"

	"go.uber.org/goleak"
)

// told is a whole demo that several tests look at: it is played once.
type told struct {
	dir     string
	story   string
	summary daemon.Summary
	err     error
}

var first1 = sync.OnceValue(func() told { return tell(sharedDir, 1) })

// sharedDir outlives a single test.
var sharedDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "convene-demo-*")
	if err != nil {
		panic(err)
	}
	sharedDir = dir
	debug.SetGCPercent(400) // as the command does
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}

// tell plays a demo and reads what it left.
func tell(dir string, seed uint64) told {
	var out bytes.Buffer
	t := told{dir: dir}
	if t.err = Run(context.Background(), Options{Dir: dir, Seed: seed, Out: &out}); t.err != nil {
		return t
	}
	t.story = out.String()
	t.summary, t.err = summaryOf(dir)
	return t
}

func summaryOf(dir string) (daemon.Summary, error) {
	cfg, err := daemon.LoadConfig(filepath.Join(dir, "convene.toml"))
	if err != nil {
		return daemon.Summary{}, err
	}
	all, err := daemon.Summarize(context.Background(), daemon.Options{Config: cfg})
	if err != nil || len(all) != 1 {
		return daemon.Summary{}, fmt.Errorf("%d groups: %w", len(all), err)
	}
	return all[0], nil
}

func aDemo(t *testing.T) told {
	t.Helper()
	d := first1()
	if d.err != nil {
		t.Fatal(d.err)
	}
	return d
}

// files are the names and bytes of the mails in a demo's directory.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "mail", "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p) //nolint:gosec // the test's own
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = string(raw)
	}
	return all
}

// stopper ends a demo when its progress says something.
type stopper struct {
	at   string
	stop context.CancelFunc
}

func (s stopper) Write(b []byte) (int, error) {
	if strings.Contains(string(b), s.at) {
		s.stop()
	}
	return len(b), nil
}

// TestTheSameSeedSendsTheSameMails: a second life is the first one, mail by mail,
// as far as it goes; a third of it tells.
func TestTheSameSeedSendsTheSameMails(t *testing.T) {
	t.Parallel()
	one := files(t, aDemo(t).dir)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	dir := t.TempDir()
	if err := Run(ctx, Options{Dir: dir, Seed: 1, Out: stopper{"meeting  4 of", stop}}); err == nil {
		t.Error("it was not stopped")
	}
	two := files(t, dir)
	if len(two) < 300 {
		t.Errorf("%d mails", len(two))
	}
	different := 0
	for name, raw := range two {
		if one[name] != raw {
			if different++; different < 4 {
				t.Errorf("%s differs", name)
			}
		}
	}
	for i, name := range slices.Sorted(maps.Keys(one))[:len(two)] {
		if _, ok := two[name]; !ok {
			t.Fatalf("the second life lacks mail %d, %s", i+1, name)
		}
	}
}

func TestAnotherSeedIsAnotherLife(t *testing.T) {
	if racing {
		return // the first life has shown that nothing races
	}
	t.Parallel()
	one := files(t, aDemo(t).dir)
	other := tell(t.TempDir(), 2)
	if other.err != nil {
		t.Fatal(other.err)
	}
	same := 0
	for name, raw := range files(t, other.dir) {
		if one[name] == raw {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d mails are the same", same)
	}
	checkStory(t, other) // and it ends well too
}

func TestTheStory(t *testing.T) {
	t.Parallel()
	checkStory(t, aDemo(t))
}

// checkStory holds what must be true of every life, whatever the seed.
func checkStory(t *testing.T, d told) {
	t.Helper()
	s := d.summary
	if s.Closed == nil || len(s.Meetings) != 10 {
		t.Errorf("closed %v, %d meetings", s.Closed, len(s.Meetings))
	}
	for _, m := range s.Meetings {
		if m.Cancelled || m.RSVPs["yes"]+m.RSVPs["late"] < 2 {
			t.Errorf("%s: %v", m.Start.Format(time.DateOnly), m.RSVPs)
		}
	}
	for outcome, n := range s.Replies {
		if !slices.Contains([]string{"applied", "unclear", "nothing", "late", "left", "automatic"}, outcome) {
			t.Errorf("%d replies are %s", n, outcome)
		}
	}
	// Three mails ask for what is asked about first: all that is held, to leave, to be
	// forgotten.
	if s.Held != 3 || s.Replies["applied"] < 200 || s.Replies["unclear"] > s.Replies["applied"]/10 {
		t.Errorf("replies %v, %d held", s.Replies, s.Held)
	}
	// The auto-responder's mails are noted, and all mails belong to the group.
	responses := 0
	for name, raw := range files(t, d.dir) {
		if strings.SplitN(name, "-", 4)[2] == string(fromMember) && strings.Contains(raw, "\r\nAuto-Submitted: auto-replied\r\n") {
			responses++
		}
	}
	if responses == 0 || s.Replies["automatic"] != responses || len(s.Mailbox) != 0 {
		t.Errorf("%d automatic replies were sent, %d noted; of no group: %v", responses, s.Replies["automatic"], s.Mailbox)
	}
	if s.RSVPs["calendar"] < 40 || s.RSVPs["words"] < 15 || s.Topics < 8 || s.Votes < 25 {
		t.Errorf("coming %v, %d topics, %d votes", s.RSVPs, s.Topics, s.Votes)
	}
	if s.Answers["welcome"] < 24 || s.Answers["reflection"] < 15 {
		t.Errorf("answers %v", s.Answers)
	}
	checkBudget(t, s)
	checkCharacters(t, d)
}

// checkBudget: at most a letter and two notes a week. The coordinator hears on top what
// needs a hand. What an ordinary member gets is counted closer in
// TestTheDemoKeepsTheBudgetOfMail.
func checkBudget(t *testing.T, s daemon.Summary) {
	t.Helper()
	for _, m := range s.Members {
		if m.Letters > 1 || m.Notes > 2 && m.Name != cast[0].Name {
			t.Errorf("%s got %d letters and %d notes in one week", m.Name, m.Letters, m.Notes)
		}
		if n := m.Served["facilitator"]; n > 4 {
			t.Errorf("%s led %d of 10 meetings", m.Name, n)
		}
	}
}

// checkCharacters: everybody did what they are here for.
func checkCharacters(t *testing.T, d told) {
	t.Helper()
	members := map[string]daemon.MemberFigures{}
	for _, m := range d.summary.Members {
		members[nickname(m.Name)] = m
	}
	if m := members["Emil"]; m.RSVPs["no"] != 10 || m.Calendar < 10 || m.Words != 0 || m.Mails == 0 || len(m.Served) > 0 {
		t.Errorf("Emil declines by calendar: %+v", m)
	}
	if m := members["Jonas"]; m.Calendar != 0 || m.Words < 6 || m.RSVPs["late"] < 1 || m.RSVPs["yes"] < 2 || m.RSVPs["no"] < 1 {
		t.Errorf("Jonas answers in German: %+v", m)
	}
	if m := members["Leo"]; m.Calendar+m.Words != 0 || m.Survey {
		t.Errorf("Leo is silent: %+v", m)
	}
	for _, name := range []string{"Ana", "Ben", "Chiara", "Jonas", "Emil", "Fatima", "Hana", "Priya"} {
		if !members[name].Survey {
			t.Errorf("%s did not answer the closing survey", name)
		}
	}
	if m := members["Fatima"]; m.Words < 2 || m.Calendar < 2 {
		t.Errorf("Fatima answers between the lines: %+v", m)
	}
	if n := d.summary.Replies["unclear"]; n < 1 {
		t.Error("Priya was never asked back")
	}
	if m := members["Hana"]; m.RSVPs["no"] > 0 {
		t.Errorf("Hana never said no, her auto-responder did: %+v", m)
	}
	if n := d.summary.Turns["swapped"]; n < 1 {
		t.Errorf("%d turns were swapped", n)
	}
	nudges := 0
	for name := range files(t, d.dir) {
		if strings.Contains(name, "-to-leo-") && strings.Contains(name, "are-you-coming") {
			nudges++
		}
	}
	if nudges != 2 {
		t.Errorf("Leo got %d nudges, want two and then no more", nudges)
	}
}

func TestWhatTheDemoLeaves(t *testing.T) {
	t.Parallel()
	d := aDemo(t)
	for _, want := range []string{"Tuesday Coaches met 10 times from 13 January to 2 June 2026 and ended, as\nplanned", "meeting 10 of 10", "never said a word", "index.html", "days in "} {
		if !strings.Contains(d.story, want) {
			t.Errorf("the story lacks %q:\n%s", want, d.story)
		}
	}
	linked := checkPages(t, d.dir)
	for name := range files(t, d.dir) {
		if !linked[filepath.Join("mail", name)] {
			t.Errorf("no page shows %s", name)
		}
	}
}

var anyLink = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)

// checkPages follows every link from index.html and gives the files that are
// reached. What stands in a mail is the mail's.
func checkPages(t *testing.T, dir string) map[string]bool {
	t.Helper()
	reached := map[string]bool{}
	anchors := map[string]string{}
	todo := []string{"index.html"}
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		if reached[name] {
			continue
		}
		reached[name] = true
		raw, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // the test's own
		if err != nil {
			t.Fatalf("a link leads nowhere: %v", err)
		}
		if filepath.Ext(name) != ".html" {
			continue
		}
		text := mailWords.ReplaceAllString(string(raw), "")
		for _, remote := range []string{"http:", "https:", "<script", "src=", "@import", "url("} {
			if strings.Contains(text, remote) {
				t.Errorf("%s has %s: it must need nothing else", name, remote)
			}
		}
		for _, m := range anyLink.FindAllStringSubmatch(text, -1) {
			to, anchor, _ := strings.Cut(m[1], "#")
			to = filepath.Join(filepath.Dir(name), filepath.FromSlash(to))
			if anchor != "" {
				anchors[to] = anchor // one of each is enough
			}
			todo = append(todo, to)
		}
	}
	for name, anchor := range anchors {
		raw, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // the test's own
		if err != nil || !strings.Contains(string(raw), `id="`+anchor+`"`) {
			t.Errorf("%s has no %s: %v", name, anchor, err)
		}
	}
	return reached
}

// mailWords is what the pages show of mails.
var mailWords = regexp.MustCompile(`(?s)<pre>.*?</pre>|<iframe .*?</iframe>|<h4>.*?</h4>`)

func TestTheDemoStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Run(ctx, Options{Dir: t.TempDir(), Seed: 1, Out: io.Discard}); err == nil {
		t.Error("it went on")
	}
}
