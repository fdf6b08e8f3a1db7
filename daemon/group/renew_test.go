package group_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// renewing lets a group hand in what the next one takes over.
func renewing(l *life) *group.Successor {
	var got group.Successor
	l.g.Settings.Successor = func(s group.Successor) group.NextGroup {
		got = s
		return group.NextGroup{Name: "Next", First: s.From, Count: 4, Entry: "[[group]]", File: "convene.toml"}
	}
	return &got
}

// next is the last mail with a next group that a member got.
func (l *life) nextGroup(member group.MemberID) group.RenewData {
	l.t.Helper()
	d, _ := l.letterWith(member, "renew").Items[0].Data.(group.RenewData)
	return d
}

func TestOnlyACoordinatorIsSentTheNextGroup(t *testing.T) {
	l := newLife(t, 6, 3)
	renewing(l)
	if r := l.reply("ben", "", "renew"); r.Ledger != "applied" || l.receipt("ben").Kind != "renew" {
		t.Errorf("ben: %s, %+v", r.Ledger, l.receipt("ben"))
	}
	l.until(l.now.Add(24*time.Hour), nil)
	if n := l.told("renew"); len(n) != 1 || n[0].Who != "Ben" {
		t.Errorf("ana is told %+v", n)
	}
	l.until(at(t, "2027-01-01 10:00"), nil)
	if l.g.Closed.IsZero() {
		t.Fatal("the group has not ended")
	}
	n := len(l.to("chiara"))
	if r := l.reply("chiara", "", "renew"); r.Ledger != "applied" || l.receipt("chiara").Kind != "renew" || len(l.told("renew")) != 2 {
		t.Errorf("after the end: %s, ana is told %+v", r.Ledger, l.told("renew"))
	}
	if len(l.to("chiara")) != n+1 || l.count("ben", "renew")+l.count("chiara", "renew") != 0 {
		t.Error("somebody else got the next group")
	}
}

func TestTheNextGroupTakesOver(t *testing.T) {
	l := newLife(t, 7, 3)
	got := renewing(l)
	l.g.Settings.Goals, l.g.Settings.GroundRules, l.g.Settings.Boundaries = []string{"Three cases each"}, []string{"It stays here"}, []string{"No therapy"}
	l.until(at(t, "2026-01-20 10:00"), nil)
	l.reply("ben", "", "rule: We end on time")
	for _, id := range []group.MemberID{"eli", "fay", "gus"} {
		m := l.member(id)
		switch id {
		case "eli":
			m.State, m.ByMail = group.Left, true
		case "fay":
			m.State, m.Joining = group.Paused, group.Declined
		case "gus":
			m.State = group.Paused // they are away, and still in
		}
		l.g.Apply(m)
	}
	l.until(at(t, "2026-02-11 12:00"), nil)
	l.reply("chiara", l.letterWith("chiara", "survey").Token, "4: start on time\n5: no")
	l.reply("ana", "", "renew")
	if d := l.nextGroup("ana"); d.Keep != nil || d.Report.IsZero() || d.Members != 5 {
		t.Errorf("before the report: %+v", d)
	}
	l.until(at(t, "2027-01-01 10:00"), nil)
	l.reply("ana", "", "renew")
	d := l.nextGroup("ana")
	if !d.Report.IsZero() || len(d.Keep) != 1 || d.Keep[0].Text != "start on time" || d.Keep[0].Name != "" {
		t.Errorf("after the report: %+v", d)
	}
	var ids []string
	for _, m := range got.Members {
		ids = append(ids, string(m.ID))
	}
	if s := strings.Join(ids, " "); s != "ana ben chiara dana gus" {
		t.Errorf("members: %s", s)
	}
	if !slices.Equal(got.Goals, []string{"Three cases each"}) || !slices.Equal(got.Rules, []string{"It stays here", "We end on time"}) || !slices.Equal(got.Boundaries, []string{"No therapy"}) || got.Purpose != l.g.Purpose {
		t.Errorf("takes over %+v", got.CharterText)
	}
	if len(got.Coordinators) != 1 || got.Coordinators[0].ID != "ana" || got.From.Sub(l.now) < 28*24*time.Hour {
		t.Errorf("coordinators %v, from %s", got.Coordinators, got.From)
	}
	// The words are erased in the end; what the file says is still there.
	for i := range l.g.Contributions {
		l.g.Contributions[i].Text = ""
	}
	for i := range l.g.Responses {
		l.g.Responses[i].Text = ""
	}
	l.until(l.now.Add(25*time.Hour), nil)
	l.reply("ana", "", "renew")
	if d := l.nextGroup("ana"); !slices.Equal(got.Rules, l.g.GroundRules) || len(d.Keep) != 0 {
		t.Errorf("after the words are erased: %+v, %+v", got.CharterText, d.Keep)
	}
}

// TestTheNextGroupComesOnceADay: and what was asked for again is read back.
func TestTheNextGroupComesOnceADay(t *testing.T) {
	l := newLife(t, 6, 3)
	renewing(l)
	l.g.Members[0].Replied = true
	l.reply("ana", "", "renew")
	l.reply("ana", "", "renew")
	if n := l.count("ana", "renew"); n != 1 {
		t.Errorf("%d times on one day", n)
	}
	if ls := group.ToReadBack(l.g, "ana"); len(ls) != 1 || ls[0].What != "renew_sent" {
		t.Errorf("to be read back: %+v", ls)
	}
	l.until(l.now.Add(24*time.Hour), nil)
	if l.reply("ana", "", "renew"); l.count("ana", "renew") != 2 {
		t.Error("not on the next day")
	}
}

// TestTheNextGroupMeetsWhereThisOneDoes: a link that came by mail is newer than the file's.
func TestTheNextGroupMeetsWhereThisOneDoes(t *testing.T) {
	l := newLife(t, 6, 3)
	got := renewing(l)
	l.reply("ana", "", "renew")
	if got.Link != "" {
		t.Errorf("link %q, want the file's", got.Link)
	}
	l.until(l.now.Add(25*time.Hour), nil)
	l.reply("ana", "", "new link https://meet.example.org/new")
	s, _ := l.readBack("ana")
	l.answers(s, "yes")
	l.reply("ana", "", "renew")
	if got.Link != "https://meet.example.org/new" {
		t.Errorf("link %q", got.Link)
	}
}
