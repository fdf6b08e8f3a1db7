package config_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"convene/daemon/config"
)

var anID = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// Whatever the bytes: no panic, a config or an error, problems in order and
// printable, and a config that keeps its promises.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, exampleFile) {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("group = [{members = [\"a@b.cd\"], first = 2026-01-13 16:00:00, repeat = 'weekly', count = 1, move = [{}]}]"))
	f.Add([]byte("mail.oauth2.scope = 1\na.b.c = [[[[{x={y=[]}}]]]]\n[[group]]\n[[group.member]]\n[group.meetings.move]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, problems := config.Loader{Offline: true}.Parse("convene.toml", data)
		if (c == nil) == (problems.Err() == nil) {
			t.Fatalf("config %v, errors %v", c != nil, problems.Err())
		}
		lines := 1 + bytes.Count(data, []byte("\n"))
		for i, p := range problems {
			if p.Line > lines || p.Line < 0 || p.What == "" || p.Fix == "" || !utf8.ValidString(p.String()) {
				t.Fatalf("%+v", p)
			}
			for _, r := range p.String() {
				if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' {
					t.Fatalf("not printable: %q", p.String())
				}
			}
			if i > 0 && p.Line > 0 && problems[i-1].Line > p.Line {
				t.Fatalf("not in order: %v", problems)
			}
		}
		if c == nil {
			return
		}
		groups := map[string]bool{}
		for _, g := range c.Groups {
			if !anID.MatchString(g.ID) || groups[g.ID] || g.Zone == nil || len(g.Meetings.Dates) == 0 || len(g.Members) == 0 || len(g.Coordinators) == 0 {
				t.Fatalf("%+v", g)
			}
			groups[g.ID] = true
			members, addresses := map[string]bool{}, map[string]bool{}
			for _, m := range g.Members {
				if !anID.MatchString(m.ID) || members[m.ID] || addresses[m.Address] || m.Name == "" || m.Zone == nil || m.Language == "" || m.Address == c.Mail.Address.Address {
					t.Fatalf("%+v", m)
				}
				members[m.ID], addresses[m.Address] = true, true
			}
			for i, o := range g.Meetings.Dates {
				if i > 0 && !o.Start.After(g.Meetings.Dates[i-1].Start) {
					t.Fatalf("%+v", g.Meetings.Dates)
				}
			}
			if again := entryAgain(t, c, g); len(again.Members) != len(g.Members) || !slices.Equal(again.Meetings.Dates, g.Meetings.Dates) {
				t.Fatalf("%s\nis read as %+v", g.Entry(), again)
			}
		}
	})
}
