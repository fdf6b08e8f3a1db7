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

// An ordinary member gets at most two mails in an ISO week of their own zone,
// one of them a letter. What does not count, in words:
//
//   - what answers the member's own mail at once, and what is urgent: a new time
//     or link, a cancellation, a swap, a question back, help, status, my data
//     (the classes receipt and urgent); nor the note that reads their own words
//     back where no letter does in time;
//   - the week of joining: the invitation to the group with its answer, the
//     welcome, and the invitations to the first two meetings come together;
//   - of several invitations in a week only one: after a pause or a move those that
//     were missed come together;
//   - the week of the end: the five last questions, the last notes and the thanks
//     are three mails, and the only ones after the last meeting but the report;
//   - what comes to members because they have a part that week, on top of the
//     two: who leads or takes notes gets the pack and the scribe form, and may be
//     asked to step in or what to do when few come; who has a case is asked for
//     it; the coordinator hears what needs a hand, and decides who joins.
var byPart = []string{"readback", "pack", "scribe", "stepin", "short", "selfled", "casedate", "notice", "monday", "steer", "confirm"}

func TestTheDemoKeepsTheBudgetOfMail(t *testing.T) {
	t.Parallel()
	type week struct {
		who        string
		year, week int
	}
	letters, ordinary, all := map[week][]string{}, map[week][]string{}, map[week]int{}
	joined, ended, invited := map[week]bool{}, map[week]bool{}, map[week]bool{}
	for _, m := range toMembers(t, aDemo(t)) {
		y, w := m.At.ISOWeek()
		k := week{m.Who.Name, y, w}
		all[k]++
		if slices.Contains(m.Practices, "founding") || slices.Contains(m.Practices, "welcome") {
			joined[k] = true
		}
		ended[k] = ended[k] || slices.Contains(m.Practices, "survey")
		what := m.Class + " " + strings.Join(m.Practices, "+")
		if m.Class == string(group.InLetter) {
			letters[k] = append(letters[k], what)
		}
		if m.Class == string(group.InReceipt) || m.Class == string(group.Urgent) || slices.ContainsFunc(m.Practices, func(p string) bool { return slices.Contains(byPart, p) && m.Class != string(group.InLetter) }) {
			continue
		}
		if m.Class == string(group.InInvitation) {
			if invited[k] {
				continue
			}
			invited[k] = true
		}
		if m.Who.place == 0 && slices.Contains(m.Practices, "joining") {
			continue
		}
		ordinary[k] = append(ordinary[k], what)
	}
	counts, everything := map[int]int{}, map[int]int{}
	for k, n := range all {
		everything[n]++
		if joined[k] {
			continue
		}
		counts[len(ordinary[k])]++
		if len(letters[k]) > 1 {
			t.Errorf("%s got %d letters in week %d: %s", k.who, len(letters[k]), k.week, strings.Join(letters[k], "; "))
		}
		if most := 2; len(ordinary[k]) > most && !(ended[k] && len(ordinary[k]) == most+1) {
			t.Errorf("%s got %d mails in week %d: %s", k.who, len(ordinary[k]), k.week, strings.Join(ordinary[k], "; "))
		}
	}
	t.Log("weeks of a member with so many mails:", distribution(counts))
	t.Log("with all that does not count:", distribution(everything))
}

func distribution(counts map[int]int) string {
	var parts []string
	for _, n := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d: %d", n, counts[n]))
	}
	return strings.Join(parts, ", ")
}
