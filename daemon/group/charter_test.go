package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

// withCharter is a group whose file proposes goals, rules and a boundary, the day
// after its first meeting.
func withCharter(t *testing.T) *life {
	t.Helper()
	l := newLife(t, 6, 5)
	l.g.Goals, l.g.GroundRules, l.g.Boundaries = []string{"Three cases each"}, []string{"Ask before advising", "What is said here stays here"}, []string{"No therapy"}
	l.hopes(map[group.MemberID]string{"ana": "2: Better questions", "ben": "2: Asking well"})
	l.until(at(t, "2026-01-06 10:00"), nil)
	for _, m := range []group.MemberID{"chiara", "dana"} {
		l.reply(m, l.letterWith(m, "sharing").Token, string(options(l.letterWith(m, "sharing"), "sharing")[0][0]))
	}
	l.until(at(t, "2026-01-14 10:00"), nil)
	return l
}

func (l *life) charter(member group.MemberID) group.CharterData {
	l.t.Helper()
	sections, _ := group.Write(l.g, l.letterWith(member, "charter").Mailing)
	for _, s := range sections {
		if d, ok := s.Data.(group.CharterData); ok {
			return d
		}
	}
	return group.CharterData{}
}

// charterLines are lines of the charter in one.
func charterLines(ls []group.CharterLine) string {
	var texts []string
	for _, l := range ls {
		if l.New {
			l.Text = "new: " + l.Text
		}
		texts = append(texts, l.Text)
	}
	return strings.Join(texts, ", ")
}

func TestTheCharterIsProposedAndAgreed(t *testing.T) {
	l := withCharter(t)
	d := l.charter("eli")
	want := group.CharterData{
		Base: d.Base, Version: 1, New: true, Asks: true, Purpose: "Get better at coaching conversations.", Goals: []group.CharterLine{{Text: "Better questions"}, {Text: "Three cases each"}},
		Rules: []group.CharterLine{{Text: "Ask before advising"}, {Text: "What is said here stays here"}}, Boundaries: []group.CharterLine{{Text: "No therapy"}}, By: at(t, "2026-02-02 00:00"),
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Fatal(diff)
	}
	l.reply("eli", l.letterWith("eli", "charter").Token, "yes")
	l.reply("fay", l.letterWith("fay", "charter").Token, "I agree")
	for _, m := range []group.MemberID{"eli", "fay"} {
		if c := l.gaveLast(group.Agreement, m); c.Value != "1" {
			t.Errorf("%s: %+v", m, c)
		}
	}
	l.until(at(t, "2026-02-03 10:00"), nil) // the letter before the third meeting
	if c, _ := group.CharterNow(l.g); !c.Agreed || c.Version != 1 {
		t.Errorf("%+v", c)
	}
	if d := l.charter("eli"); !d.Only {
		t.Errorf("eli was not told: %+v", d)
	}
}

// TestAnObjectionMakesANewVersion: what it is about is put aside; what members add
// is taken in; the first version stays to be compared with the last.
func TestAnObjectionMakesANewVersion(t *testing.T) {
	l := withCharter(t)
	l.reply("eli", l.letterWith("eli", "charter").Token, "object: \"ask before advising\" is too strict for me")
	if d := l.receipt("eli"); d.Kind != "share" || d.Lines[0].What != "objection" {
		t.Fatalf("receipt %+v", d)
	}
	l.reply("fay", "", "rule: Start on time")
	l.reply("chiara", l.letterWith("chiara", "charter").Token, "no")
	if d := group.ToReadBack(l.g, "chiara"); len(d) == 0 || d[len(d)-1].What != "disagree" {
		t.Errorf("to be read back: %+v", d)
	}
	l.reply("dana", "", "rule: No phones")
	l.reply("dana", l.letterWith("dana", "receipt").Token, "no")
	l.until(at(t, "2026-01-20 10:00"), nil)
	d := l.charter("ana")
	if d.Version != 2 || charterLines(d.Rules) != "What is said here stays here, new: Start on time" || strings.Join(d.Gone, ", ") != "Ask before advising" || len(d.Objections) != 1 || !d.Silent || d.Asks {
		t.Fatalf("%+v", d)
	}
	l.reply("chiara", "", "object: I would rather have no rules at all")
	l.until(at(t, "2026-02-03 10:00"), nil)
	if d := l.charter("ana"); d.Version != 3 || d.Silent || len(d.Objections) != 1 || d.Agreed {
		t.Errorf("after another objection: %+v", d)
	}
	l.reply("chiara", "", "I agree with the charter")
	l.until(at(t, "2026-02-17 10:00"), nil)
	last, _ := group.CharterNow(l.g)
	first, _ := group.CharterAt(l.g, 1)
	if !last.Agreed || last.Version != 3 || len(first.Rules) != 2 || first.Rules[0] != "Ask before advising" || first.Agreed {
		t.Errorf("first %+v, last %+v", first, last)
	}
}

// TestAnObjectionInTheLastHourStillCounts, though nobody has read it yet.
func TestAnObjectionInTheLastHourStillCounts(t *testing.T) {
	l := withCharter(t)
	l.until(at(t, "2026-02-01 22:00"), nil)
	l.reply("eli", "", "object: no therapy? I need some")
	l.until(at(t, "2026-02-10 10:00"), nil)
	if c, _ := group.CharterNow(l.g); c.Agreed {
		t.Errorf("%+v", c)
	}
	l.until(l.now.Add(7*24*time.Hour), nil)
	if d := l.charter("ana"); d.Version != 2 || len(d.Objections) != 1 {
		t.Errorf("%+v", d)
	}
}

func TestWithoutWordsThereIsNoCharter(t *testing.T) {
	l := newLife(t, 6, 3)
	l.until(at(t, "2026-02-01 10:00"), nil)
	if c, ok := group.CharterNow(l.g); ok {
		t.Errorf("%+v", c)
	}
	if r := l.reply("ana", "", "agree"); r.Ledger != "unclear" {
		t.Errorf("agreed to nothing: %s", r.Ledger)
	}
}

// TestAPublicBookHoldsTheFilesWordsAlone: a rule that a member has brought into the
// charter is for the group.
func TestAPublicBookHoldsTheFilesWordsAlone(t *testing.T) {
	l := withCharter(t)
	l.reply("fay", "", "rule: Start on time")
	l.until(at(t, "2026-01-20 10:00"), nil)
	for public, want := range map[bool]string{false: "Ask before advising, What is said here stays here, Start on time", true: "Ask before advising, What is said here stays here"} {
		if got := strings.Join(group.MakeBook(l.g, public, l.now).GroundRules, ", "); got != want {
			t.Errorf("public %v: %q", public, got)
		}
	}
}

// TestTheCharterFollowsTheFile: what a coordinator changes there is proposed as a new
// version and told as such; what members decided stands until its own entry changes.
func TestTheCharterFollowsTheFile(t *testing.T) {
	l := withCharter(t)
	l.reply("eli", l.letterWith("eli", "charter").Token, "object: \"ask before advising\" is too strict for me")
	l.reply("fay", "", "rule: Start on time")
	l.until(at(t, "2026-01-20 10:00"), nil)
	if d := l.charter("ana"); d.Version != 2 || charterLines(d.Rules) != "What is said here stays here, new: Start on time" || strings.Join(d.Gone, ", ") != "Ask before advising" || d.Added != nil || d.Dropped != nil {
		t.Fatalf("%+v", d)
	}
	l.until(at(t, "2026-01-22 10:00"), nil)
	l.g.Settings.GroundRules = []string{"ask before advising", "Cameras on"} // one is new, one is gone
	l.g.Settings.Purpose = "Coach better."
	l.reconcile(l.plan())
	l.until(at(t, "2026-02-03 10:00"), nil)
	d := l.charter("ana")
	if d.Version != 3 || d.Agreed || d.Purpose != "Coach better." || charterLines(d.Rules) != "Start on time, Cameras on" ||
		strings.Join(d.Added, ", ") != "Coach better., Cameras on" || strings.Join(d.Dropped, ", ") != "What is said here stays here" {
		t.Fatalf("%+v", d)
	}
	l.until(at(t, "2026-02-17 10:00"), nil)
	last, _ := group.CharterNow(l.g)
	first, _ := group.CharterAt(l.g, 1)
	if last.Version != 3 || !last.Agreed || len(first.Rules) != 2 || first.Purpose == last.Purpose {
		t.Errorf("first %+v, last %+v", first, last)
	}
	// The entry that members put aside comes back only when it changes itself.
	l.g.Settings.GroundRules = []string{"Ask before you advise", "Cameras on"}
	l.reconcile(l.plan())
	l.until(at(t, "2026-03-03 10:00"), nil)
	if d := l.charter("ana"); d.Version != 4 || charterLines(d.Rules) != "Start on time, Cameras on, Ask before you advise" || strings.Join(d.Added, ", ") != "Ask before you advise" || len(d.Dropped) != 0 {
		t.Errorf("%+v", d)
	}
}

// TestWhoHasNotReadItAgreesToNothing: a version that most have not seen is not
// agreed, though nobody objects.
func TestWhoHasNotReadItAgreesToNothing(t *testing.T) {
	for n, want := range map[int]bool{3: true, 4: false} { // of six
		l := newLife(t, 6, 5)
		l.g.GroundRules = []string{"What is said here stays here"}
		for _, m := range slices.Clone(l.g.Members[:n]) {
			m.Mail = group.DigestOnly
			l.g.Apply(m)
		}
		l.until(at(t, "2026-02-20 10:00"), nil)
		if c, ok := group.CharterNow(l.g); !ok || c.Agreed != want {
			t.Errorf("%d have not read it: %+v", n, c)
		}
	}
}

// TestTheSubjectIsTheMostImportantItem: a charter does not hide behind a link.
func TestTheSubjectIsTheMostImportantItem(t *testing.T) {
	l := withCharter(t)
	items := l.letterWith("ben", "charter").Items
	charter := items[slices.IndexFunc(items, func(it group.Item) bool { return it.Practice == "charter" })]
	link := group.Item{Key: group.Key{Practice: "repertoire", Occurrence: "1", Member: "ben"}, Class: group.InLetter, Rank: 25}
	m, _ := l.g.Member("ben")
	sections, _ := group.Write(l.g, group.Mailing{Member: m, Class: group.InLetter, Items: []group.Item{link, charter}})
	if len(sections) != 2 || sections[0].Headline || !sections[1].Headline {
		t.Errorf("%+v", sections)
	}
}
