package demo

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/group"
)

// posted is one mail of a demo to a member, with what the record says of it.
type posted struct {
	daemon.SentMail
	Who  *person
	At   time.Time // in the member's zone
	File string
}

// toMembers are the mails to the members, from the files that a demo left and
// what its database says of them.
func toMembers(t *testing.T, d told) []posted {
	t.Helper()
	cfg, err := daemon.LoadConfig(filepath.Join(d.dir, "convene.toml"))
	if err != nil {
		t.Fatal(err)
	}
	sent, err := daemon.Sent(context.Background(), daemon.Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]*person{}
	for i, c := range cast {
		p, err := newPerson(c, i, 1)
		if err != nil {
			t.Fatal(err)
		}
		people[p.Short()] = p
	}
	var all []posted
	mails := files(t, d.dir)
	for _, name := range slices.Sorted(maps.Keys(mails)) {
		parts := strings.SplitN(name, "-", 5)
		if parts[2] != string(toMember) {
			continue
		}
		m, ok := sent[strings.Trim(open([]byte(mails[name])).MessageID, "<>")]
		if !ok {
			t.Errorf("%s is not on record", name)
			continue
		}
		at, err := time.Parse("20060102T150405Z", parts[0])
		if err != nil {
			t.Fatal(err)
		}
		p := people[parts[3]]
		all = append(all, posted{m, p, at.In(p.zone), name})
	}
	return all
}

// TestTheDemoShowsEveryPractice: each of the table stands in at least one mail
// that a member got.
func TestTheDemoShowsEveryPractice(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, m := range toMembers(t, aDemo(t)) {
		for _, p := range m.Practices {
			seen[p]++
		}
	}
	for _, p := range group.Practices() {
		if seen[p.Name] == 0 {
			t.Errorf("nobody in the demo gets %s, %s", p.Name, p.About)
		}
		t.Logf("%-12s %4d", p.Name, seen[p.Name])
	}
}

// A member gets at most a letter and a note in an ISO week of their own zone, beside the
// invitations: one a meeting, and so one a week. What does not count, in words:
//
//   - what answers the member's own mail at once, and what is urgent: a new time
//     or link, a cancellation, a swap, a question back, help, status, my data
//     (the classes receipt and urgent);
//   - the week of joining: the invitation to the group with its answer, the
//     welcome, and the invitations to the first two meetings come together;
//   - of several invitations in a week only one: after a pause or a move those that
//     were missed come together;
//   - what comes to members because they have a part that week: who leads or takes
//     notes gets the pack and the scribe form, is asked what to do when few come, and
//     who comes gets the script when nobody leads; who has a case is asked for it; the
//     coordinator hears what needs a hand, and decides who joins.
//
// Who is asked to step in, or about somebody who would like to join, may have had
// their note, since others wait for the answer; but no note comes after it that week.
var (
	byPart  = []string{"pack", "scribe", "short", "selfled", "casedate", "notice", "monday", "steer", "confirm"}
	awaited = []string{"stepin", "joining"}
)

// had is what a member got in a week, by class.
type had struct {
	letters, notes, invitations []string
	all                         int
	joined                      bool
}

func TestTheDemoKeepsTheBudgetOfMail(t *testing.T) {
	t.Parallel()
	type week struct {
		who        string
		year, week int
	}
	weeks := map[week]had{}
	for _, m := range toMembers(t, aDemo(t)) { // as they went out
		y, w := m.At.ISOWeek()
		k := week{m.Who.Name, y, w}
		h := weeks[k]
		is := func(names []string) bool {
			return slices.ContainsFunc(m.Practices, func(p string) bool { return slices.Contains(names, p) })
		}
		h.all++
		h.joined = h.joined || is([]string{"founding", "welcome"})
		what := m.Class + " " + strings.Join(m.Practices, "+")
		switch m.Class {
		case string(group.InLetter):
			h.letters = append(h.letters, what)
		case string(group.InInvitation):
			h.invitations = append(h.invitations, what)
		case string(group.InNote):
			if is(byPart) {
				break
			}
			h.notes = append(h.notes, what)
			if !h.joined && !is(awaited) && len(h.notes) > 1 {
				t.Errorf("%s got %d notes in week %d: %s", m.Who.Name, len(h.notes), w, strings.Join(h.notes, "; "))
			}
		}
		weeks[k] = h
	}
	counts, everything := map[int]int{}, map[int]int{}
	for k, h := range weeks {
		everything[h.all]++
		if h.joined {
			continue
		}
		counts[len(h.letters)+len(h.notes)+min(1, len(h.invitations))]++
		if len(h.letters) > 1 {
			t.Errorf("%s got %d letters in week %d: %s", k.who, len(h.letters), k.week, strings.Join(h.letters, "; "))
		}
		if len(h.letters)+len(h.notes) > 2 {
			t.Logf("%s got %d mails in week %d: %s", k.who, len(h.letters)+len(h.notes), k.week, strings.Join(slices.Concat(h.letters, h.notes), "; "))
		}
	}
	t.Log("weeks of a member with so many mails, invitations among them:", distribution(counts))
	t.Log("with all that does not count:", distribution(everything))
}

func distribution(counts map[int]int) string {
	var parts []string
	for _, n := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d: %d", n, counts[n]))
	}
	return strings.Join(parts, ", ")
}
