package daemon

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/schedule"
)

func init() { lives = append(lives, aRenewedLife) }

// aRenewedLife is a group that has ended, and whose coordinator wants the next one.
func aRenewedLife(t *testing.T) map[string]string {
	t.Helper()
	l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 3", `ground_rules = ["What is said here stays here"]`)
	keep := map[group.MemberID]string{"ben-okoro": "4: Start on time.\n5: no", "hana-ito": "4: Keep the pairs\n5: yes\nwith my name"}
	l.answers = func(m group.Mailing) {
		if m.Items[0].Practice == "survey" && keep[m.Member.ID] != "" {
			l.reply(m, keep[m.Member.ID])
		}
	}
	l.until(time.Date(2026, 1, 20, 10, 0, 0, 0, time.UTC))
	l.write("fay-wong", "rule: We end on time")
	l.until(time.Time{})
	l.write("ana-ruiz", "renew")
	return l.mails
}

// What a coordinator is sent can be put below everything else in the file: it is
// valid, follows on, and takes over what the group has made of itself.
func TestRenewedEntryIsValid(t *testing.T) {
	for _, more := range []string{"", "joining = \"closed\"\n[group.letters]\nnudge = \"off\"\n[group.practices]\ncases = true\n[[group.member]]\nname = \"Mo Adu\"\nemail = \"mo@example.org\"\ntimezone = \"Africa/Lagos\"\nlanguage = \"fr\""} {
		l := live(t, time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC), "count = 3\nskip = [2026-01-27]", more)
		var sent group.RenewData
		l.answers = func(m group.Mailing) {
			if d, ok := m.Items[0].Data.(group.RenewData); ok {
				sent = d
			}
		}
		l.until(time.Date(2026, 1, 20, 10, 0, 0, 0, time.UTC))
		l.write("fay-wong", "rule: We \"end\" on time")
		eli, _ := l.g.Member("eli-stern")
		eli.State, eli.ByMail = group.Left, true
		l.g.Apply(eli)
		l.until(time.Time{})
		if l.g.Closed.IsZero() {
			t.Fatal("the group has not ended")
		}
		l.write("ana-ruiz", "renew")
		if sent.Next.Entry == "" || sent.Next.File != "convene.toml" {
			t.Fatalf("sent: %+v", sent.Next)
		}
		path := l.d.cfg.Path
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		both := filepath.Join(filepath.Dir(path), "both.toml")
		if err := os.WriteFile(both, append(old, "\n"+sent.Next.Entry...), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, problems := config.Load(both)
		for _, p := range problems {
			t.Errorf("%s", p)
		}
		if cfg == nil {
			t.Fatal(sent.Next.Entry)
		}
		was, next := cfg.Groups[0], cfg.Groups[1]
		if next.ID != "tuesday-coaches-2" || next.Name != "Tuesday Coaches 2" || !next.Founding || next.Joining != was.Joining || next.Letters != was.Letters || next.Practices["cases"] != was.Practices["cases"] {
			t.Errorf("the next group: %+v", next)
		}
		if n := len(next.Meetings.Dates); n != 3 || next.Meetings.Dates[0].ID != "2026-04-21T16:00" || next.Meetings.Plan.Repeat.Text != "every 2 weeks on Tuesday" || next.Meetings.Duration != was.Meetings.Duration {
			t.Errorf("meets on %v", next.Meetings.Dates)
		}
		if got := strings.Join(next.GroundRules, "|"); got != `We "end" on time` || strings.Join(next.Goals, "|") != strings.Join(was.Goals, "|") || next.Purpose != was.Purpose {
			t.Errorf("rules %q, goals %q", got, next.Goals)
		}
		if len(next.Members) != len(was.Members)-1 {
			t.Errorf("members: %v", next.Members)
		}
		for _, m := range next.Members {
			have, ok := was.Member(m.ID)
			if !ok || m.ID == "eli-stern" || have.Address != m.Address || have.Zone.String() != m.Zone.String() || have.Language != m.Language {
				t.Errorf("%+v, before %+v", m, have)
			}
		}
		if len(next.Coordinators) != 1 || next.Coordinators[0].Address != "ana@example.org" || len(next.Closing.ReportTo) != 1 {
			t.Errorf("coordinators: %v", next.Coordinators)
		}
	}
}

func TestDatesFollowOn(t *testing.T) {
	zone := time.UTC
	for _, c := range []struct{ first, repeat, after, want string }{
		{"2026-01-13T16:00", "every 2 weeks on Tuesday", "2026-03-01", "2026-03-10T16:00"},
		{"2026-01-13T16:00", "every 2 weeks on Tuesday", "2025-01-01", "2026-02-24T16:00"}, // after the last one
		{"2026-01-13T16:00", "monthly on the second Tuesday", "2026-07-01", "2026-07-14T16:00"},
		{"2026-01-13T16:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-03-25", "2026-03-26T16:00"},
		{"2026-01-13T16:00", "every Tuesday", "2040-01-01", "2040-01-03T16:00"},
	} {
		first, err := schedule.ParseWall(c.first)
		if err != nil {
			t.Fatal(err)
		}
		repeat, err := schedule.ParseRepeat(c.repeat)
		if err != nil {
			t.Fatal(err)
		}
		plan := schedule.Spec{First: first, Repeat: repeat, Count: 3, Zone: zone}
		dates, err := schedule.Meetings(plan)
		if err != nil {
			t.Fatal(err)
		}
		after, err := time.Parse(time.DateOnly, c.after)
		if err != nil {
			t.Fatal(err)
		}
		next := followOn(plan, len(dates), later(after, dates[2].Start))
		if next.First.String() != c.want || next.Count != 3 {
			t.Errorf("%s after %s: %s, %d times", c.repeat, c.after, next.First, next.Count)
		}
		if _, err := schedule.Meetings(next); err != nil {
			t.Errorf("%s after %s: %v", c.repeat, c.after, err)
		}
	}
}

// TestThePlansOfGroupsNeedNotStayInMemory: what is kept for the group that follows one
// holds on to no other group, and to no dates.
func TestThePlansOfGroupsNeedNotStayInMemory(t *testing.T) {
	cfg := &config.Config{Groups: make([]config.Group, 2)}
	for i := range cfg.Groups {
		cfg.Groups[i].ID = string(rune('a' + i))
		cfg.Groups[i].Meetings.Dates = make([]schedule.Occurrence, 500)
	}
	groups, dates := weak.Make(&cfg.Groups[0]), weak.Make(&cfg.Groups[0].Meetings.Dates[0])
	kept := settings(cfg)
	cfg = nil
	runtime.GC()
	runtime.GC()
	if groups.Value() != nil || dates.Value() != nil {
		t.Errorf("groups are kept: %v, dates are kept: %v", groups.Value() != nil, dates.Value() != nil)
	}
	runtime.KeepAlive(kept)
}

func TestFollowingNames(t *testing.T) {
	long := strings.Repeat("a", 40)
	for _, c := range [][4]string{
		{"tuesday-coaches", "Tuesday Coaches", "tuesday-coaches-2", "Tuesday Coaches 2"},
		{"tuesday-coaches-2", "Tuesday Coaches 2", "tuesday-coaches-4", "Tuesday Coaches 3"}, // -3 is taken
		{"spring-2026", "Spring 2026", "spring-2027", "Spring 2027"},
		{long, "A", strings.Repeat("a", 38) + "-2", "A 2"},
	} {
		id, name := following(c[0], c[1], func(id string) bool { return id == "tuesday-coaches-3" })
		if id != c[2] || name != c[3] {
			t.Errorf("%s, %s: %s, %s", c[0], c[1], id, name)
		}
	}
}
