package daemon

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/mailflow"
)

const hostileGroup = `[mail]
address = "groups@example.org"
smtp_host = "mail.example.org"
imap_host = "mail.example.org"
password_file = "password"
[[group]]
id = "tuesday"
name = "Tuesday Coaches"
timezone = "Europe/Madrid"
coordinators = ["ana@example.org"]
members = ["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.org>", "Chiara Neri <chiara@example.org>", "Dana Lind <dana@example.org>", "Eli Stern <eli@example.org>", "Fay Wong <fay@example.org>", "Gus Berg <gus@example.org>"]
[group.meetings]
first = 2026-01-13T16:00:00
repeat = "every 2 weeks on Tuesday"
count = 6
`

// payloads are the texts of templates/testdata/hostile.txt.
func payloads(t *testing.T) (list []string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "templates", "testdata", "hostile.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		n, literal := 1, line
		if times, rest, ok := strings.Cut(line, " * "); ok {
			if some, err := strconv.Atoi(times); err == nil {
				n, literal = some, rest
			}
		}
		s, err := strconv.Unquote(literal)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.Repeat(s, n))
	}
	return list
}

// TestHostileWordsStayInTheirField: a group whose name, purpose, place and members'
// names are all that hostile.txt knows, as if the file and the database had let them
// pass. The mails to its members, with their invitations, have the header fields and
// the calendar properties that they have with harmless words, and no more; what a
// header or property says is on one line, with nothing that a program acts upon.
func TestHostileWordsStayInTheirField(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "password"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, problems := (config.Loader{}).Parse(filepath.Join(dir, "convene.toml"), []byte(hostileGroup))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	all := payloads(t)
	harmless := mailsOf(t, cfg, dir, func(int) string { return "word" })
	mails, fields := 0, 4+len(cfg.Groups[0].Members)
	every := 1
	if anyLives < 10 { // under the race detector, and nothing is raced here
		every = 6
	}
	for round := 0; round*fields < len(all); round += every {
		got := mailsOf(t, cfg, dir, func(place int) string { return all[(round*fields+place)%len(all)] })
		if len(got) != len(harmless) {
			t.Fatalf("round %d: %d mails instead of %d", round, len(got), len(harmless))
		}
		for i, raw := range got {
			mails++
			m, want := look(t, raw), look(t, harmless[i])
			if m != want {
				t.Errorf("round %d, mail %d is built like this:\n%s\nwant:\n%s\n\n%s", round, i, m, want, raw)
			}
		}
	}
	t.Logf("%d texts, %d mails", len(all), mails)
}

// mailsOf are the first mails to a group with those words in it.
func mailsOf(t *testing.T, cfg *config.Config, dir string, word func(place int) string) [][]byte {
	t.Helper()
	c := *cfg
	c.Database = filepath.Join(dir, "none.db")
	g := c.Groups[0]
	g.Name, g.Purpose, g.Meetings.Place = word(0), word(1), word(2)
	g.Goals = []string{word(3)}
	members := g.Members
	g.Members = nil
	for i, m := range members {
		m.Name = word(4 + i)
		g.Members = append(g.Members, m)
	}
	c.Groups = []config.Group{g}
	now := time.Date(2026, 1, 2, 10, 0, 0, 0, time.UTC)
	d, err := looking(Options{Config: &c, Clock: NewVirtualClock(now), Random: rand.NewChaCha8([32]byte{})})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := d.groupsForLooking(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	step, err := group.Advance(groups[0], now, rand.NewChaCha8([32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, m := range step.Mails {
		s, err := d.seal(groups[0], m, now)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.data)
	}
	return out
}

var escaped = regexp.MustCompile(`\\[nN;,\\]`)

// look is how a mail is built: its header fields, its parts, and the lines of its
// invitation.
func look(t *testing.T, raw []byte) string {
	t.Helper()
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
			t.Errorf("a header line of %d bytes: %.200q", len(line), line)
		}
	}
	m, err := mailflow.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range m.Header.All() {
		fmt.Fprintf(&b, "%s\n", f.Name)
		value, err := new(mime.WordDecoder).DecodeHeader(f.Value)
		if err != nil || strings.ContainsFunc(value, hidden) {
			t.Errorf("%s: %q (%v)", f.Name, value, err)
		}
		switch f.Name {
		case "From", "To":
			list, err := mail.ParseAddressList(f.Value)
			if err != nil || len(list) != 1 {
				t.Errorf("%s: %q: %v", f.Name, f.Value, err)
				continue
			}
			fmt.Fprintf(&b, "  %s\n", list[0].Address)
		case "List-Id":
			fmt.Fprintf(&b, "  %s\n", f.Value[max(0, strings.LastIndexByte(f.Value, '<')):])
		}
	}
	for _, c := range m.Calendars {
		unfolded := strings.ReplaceAll(string(c), "\r\n ", "")
		for line := range strings.SplitSeq(unfolded, "\r\n") {
			end := strings.IndexAny(line, ":;")
			name, rest := line[:max(end, 0)], line[max(end, 0):]
			if strings.ContainsFunc(line, hidden) || strings.Contains(escaped.ReplaceAllString(rest, ""), `\`) {
				t.Errorf("a calendar line: %q", line)
			}
			if name == "SUMMARY" || name == "DESCRIPTION" || name == "LOCATION" {
				rest = ""
			}
			b.WriteString(name + withoutName.ReplaceAllString(rest, "CN=") + "\n")
		}
	}
	return b.String()
}

// withoutName is the value of a CN parameter, up to what ends one (RFC 5545, 3.2).
var withoutName = regexp.MustCompile(`CN=("[^"]*"|[^";:,]*)`)

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 || r == 0x200b || r == 0xfeff || r >= 0xe0000 && r < 0xe0080
}
