package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// founded is a group that invites those on its list; ana founds it. There are so
// many days until its first meeting.
func founded(t *testing.T, days int) *life {
	t.Helper()
	l := newLife(t, 5, 4)
	p := l.plan()
	start := l.g.Meetings[0].Start
	g := &group.Group{ID: l.g.ID, Settings: l.g.Settings}
	g.Settings.Founding = true
	for i := range p.Members {
		p.Members[i].State, p.Members[i].Joined = group.Active, time.Time{}
	}
	l.g, l.mails, l.log, l.now = g, nil, nil, start.AddDate(0, 0, -days).Add(-6*time.Hour)
	g.Founded = l.now
	l.follow(group.Reconcile(g, p, l.now))
	return l
}

// count is how many mails with an item of a practice a member got.
func (l *life) count(id group.MemberID, practice string) int {
	n := 0
	for _, s := range l.to(id) {
		if slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Practice == practice }) {
			n++
		}
	}
	return n
}

// told are the notices of a kind to the coordinator.
func (l *life) told(kind string) []group.NoticeData {
	var all []group.NoticeData
	for _, s := range l.to("ana") {
		if d, ok := s.Items[0].Data.(group.NoticeData); ok && d.Kind == kind {
			all = append(all, d)
		}
	}
	return all
}

func TestTheFoundingAsksFirst(t *testing.T) {
	l := founded(t, 40)
	l.until(l.now.Add(48*time.Hour), nil)
	if m := l.member("ana"); m.State != group.Active || l.count("ana", "founding") != 0 {
		t.Errorf("the founder is %s", m.State)
	}
	for _, id := range []group.MemberID{"ben", "chiara", "dana", "eli"} {
		if m := l.member(id); m.Joining != group.Invited || len(l.to(id)) != 1 || l.count(id, "founding") != 1 {
			t.Fatalf("%s is %q and got %d mails", id, m.Joining, len(l.to(id)))
		}
	}
	say := func(id group.MemberID, words string) {
		t.Helper()
		if r := l.reply(id, l.letterWith(id, "founding").Token, words); r.Ledger != "applied" {
			t.Fatalf("%s %q: %s %v", id, words, r.Ledger, r.Because)
		}
	}
	say("ben", "Yes, please.\n\nBen")
	say("chiara", "No thanks, my mother is ill.")
	say("dana", "How long are the meetings?")
	l.until(l.now.Add(72*time.Hour), nil)
	if m := l.member("ben"); m.State != group.Active || m.Joining != group.In || l.count("ben", "welcome") != 1 || l.count("ben", "invitation") != 2 {
		t.Errorf("ben is %s %q", m.State, m.Joining)
	}
	if m := l.member("chiara"); m.State == group.Active || m.Joining != group.Declined {
		t.Errorf("chiara is %s %q", m.State, m.Joining)
	}
	if n := l.told("candidate"); len(n) != 1 || n[0].Who != "Dana Lind" || !strings.Contains(n[0].Text, "How long are the meetings") {
		t.Errorf("told %+v", n)
	}
	l.until(l.now.Add(30*24*time.Hour), nil)
	for id, want := range map[group.MemberID]int{"ben": 1, "chiara": 1, "dana": 2, "eli": 2} {
		if n := l.count(id, "founding"); n != want {
			t.Errorf("%s was invited %d times, want %d", id, n, want)
		}
	}
	if n := l.told("silent"); len(n) != 1 || n[0].Who != "Eli Stern" { // dana said something
		t.Errorf("told %+v", n)
	}
	for _, s := range l.mails {
		if d, ok := s.Items[0].Data.(group.NoticeData); ok && strings.Contains(d.Text, "mother") {
			t.Errorf("%s reads why chiara will not join", s.Member.ID)
		}
	}
	if m := l.member("eli"); m.State == group.Active || l.count("eli", "invitation") != 0 {
		t.Errorf("eli never answered and is %s", m.State)
	}
	say("eli", "Yes, I'd like that. Count me in!") // late, and before the first meeting
	if m := l.member("eli"); m.State != group.Active {
		t.Errorf("eli is %s", m.State)
	}
}

// TestAShortFounding: under four weeks before the first meeting all is sooner.
func TestAShortFounding(t *testing.T) {
	l := founded(t, 14)
	start := l.now
	l.until(start.Add(8*24*time.Hour), nil)
	if n := l.count("eli", "founding"); n != 2 {
		t.Errorf("invited %d times", n)
	}
	if n := l.told("silent"); len(n) != 1 || n[0].Who != "Ben Okoro, Chiara Neri, Dana Lind, Eli Stern" {
		t.Errorf("told %+v", n)
	}
}

// TestWhatIsPassedOnIsWhole: a candidate's mail reaches the coordinators once, as it was
// written, and so does a concern.
func TestWhatIsPassedOnIsWhole(t *testing.T) {
	for _, words := range []string{
		"Who else will be there?",
		"Is there a fee? And who leads?",
		"I'd love to, but Tuesdays are hard. Could it be Wednesdays?\n\nI could also come late.",
		"Perhaps. Can I decide in January?",
	} {
		l := founded(t, 40)
		l.until(l.now.Add(48*time.Hour), nil)
		if r := l.reply("dana", l.letterWith("dana", "founding").Token, words); r.Ledger != "applied" {
			t.Errorf("%q: %s %v", words, r.Ledger, r.Because)
		}
		if n := l.told("candidate"); len(n) != 1 || n[0].Text != words {
			t.Errorf("of %q Ana gets %+v", words, n)
		}
		l = newcomer(t, group.JoinConsent, 0)
		l.until(l.now.Add(24*time.Hour), nil)
		l.reply("ben", l.letterWith("ben", "joining").Token, words)
		n := 0
		for _, c := range l.g.Contributions {
			if c.Kind == group.Concern {
				if n++; c.Text != words {
					t.Errorf("of %q the concern is %q", words, c.Text)
				}
			}
		}
		if n != 1 {
			t.Errorf("%q is %d concerns", words, n)
		}
	}
}

// TestAThumbIsAskedBackAboutJoining: it may mean yes, or only that it was read.
func TestAThumbIsAskedBackAboutJoining(t *testing.T) {
	l := founded(t, 40)
	l.until(l.now.Add(48*time.Hour), nil)
	r := l.reply("dana", l.letterWith("dana", "founding").Token, "👍")
	if n := l.told("candidate"); r.Ledger != "unclear" || len(n) != 0 || l.member("dana").Joining != group.Invited {
		t.Errorf("%s, Ana gets %+v", r.Ledger, n)
	}
	l.reply("dana", l.lastTo("dana").Token, "yes")
	if m := l.member("dana"); m.Joining != group.In {
		t.Errorf("then Dana is %q", m.Joining)
	}
}
