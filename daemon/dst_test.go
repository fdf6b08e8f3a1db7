package daemon_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/daemon"
	"convene/daemon/config"
	"convene/mailflow"
	"convene/mailflow/postoffice"
)

// The groups of TestClocksChange: make dst lets them meet for ten years.
var (
	dstZones    = flag.Int("dst.zones", 8, "in how many zones the groups of TestClocksChange are")
	dstMeetings = flag.Int("dst.meetings", 4, "how often, four weeks apart, the groups of TestClocksChange meet")
)

// changing are zones that change their clocks in every manner: by half an hour, at
// midnight, on a Saturday evening or a Friday, twice more around Ramadan, backwards in
// summer, for the last time in these years; and one that never does.
var changing = []string{
	"Pacific/Chatham", "Europe/Madrid", "America/Santiago", "Pacific/Auckland", "Africa/Casablanca",
	"Australia/Lord_Howe", "Africa/Cairo", "America/Nuuk", "Asia/Beirut", "Europe/Dublin",
	"America/Havana", "America/New_York", "America/St_Johns", "Asia/Jerusalem", "Asia/Kolkata",
	"Europe/London", "Atlantic/Azores", "Australia/Sydney", "America/Asuncion", "Europe/Chisinau",
}

// dstGroup is a group in one of the zones, with a member there and one in the next.
type dstGroup struct {
	id      string
	zone    *time.Location
	first   time.Time // the wall time of the first meeting, as if it were UTC
	count   int
	members map[string]*time.Location // by address
}

// dstFirst is the day before the first meetings' week.
var dstFirst = time.Date(2026, time.February, 1, 0, 0, 0, 0, time.UTC)

// dstGroups meet every four weeks: on Tuesday afternoon, or early on Sunday, when the
// clocks change.
func dstGroups(t *testing.T, zones []string, count int) []*dstGroup {
	t.Helper()
	locations := make([]*time.Location, len(zones))
	for i, name := range zones {
		var err error
		if locations[i], err = time.LoadLocation(name); err != nil {
			t.Fatal(err)
		}
	}
	var all []*dstGroup
	for i := range zones {
		first := dstFirst.AddDate(0, 0, 2).Add(16 * time.Hour)
		if i%2 == 1 {
			first = dstFirst.AddDate(0, 0, 7*(i/2%4)).Add(2*time.Hour + 30*time.Minute)
		}
		g := &dstGroup{id: fmt.Sprintf("g%02d", i), zone: locations[i], first: first, count: count, members: map[string]*time.Location{}}
		for n, word := range []string{"ana", "ben"} {
			g.members[fmt.Sprintf("%s%d@example.org", word, i)] = locations[(i+n)%len(zones)]
		}
		all = append(all, g)
	}
	return all
}

// instant is when a clock on the wall shows that time: the first of two, and where
// there is none, as much later as the clock was put forward. Found by trying.
func instant(wall time.Time, zone *time.Location) time.Time {
	shows := func(u time.Time) time.Time {
		_, offset := u.In(zone).Zone()
		return u.Add(time.Duration(offset) * time.Second)
	}
	for u := wall.Add(-16 * time.Hour); u.Before(wall.Add(16 * time.Hour)); u = u.Add(15 * time.Minute) {
		if s := shows(u); s.Equal(wall) {
			return u.UTC()
		} else if s.After(wall) { // u is the first quarter after the gap, and shows its end
			before := shows(u.Add(-15 * time.Minute)).Add(15 * time.Minute)
			return u.Add(wall.Sub(before)).UTC()
		}
	}
	return time.Time{}
}

func writeDST(t *testing.T, office *postoffice.Office, groups []*dstGroup) *config.Config {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "database = \"convene.db\"\n[mail]\naddress = %q\nsmtp_host = %q\nimap_host = %q\nsmtp_tls = \"none\"\nimap_tls = \"none\"\nusername = %q\npassword_file = \"password\"\n",
		groupAddress, office.SMTPAddr(), office.IMAPAddr(), groupAddress)
	for _, g := range groups {
		fmt.Fprintf(&b, "[[group]]\nid = %q\nname = \"Group %s\"\ntimezone = %q\n[group.meetings]\nfirst = %s\nrepeat = \"every 4 weeks\"\ncount = %d\n[group.digest]\ncron = \"off\"\n",
			g.id, g.id, g.zone, g.first.Format("2006-01-02T15:04:05"), g.count)
		for address, zone := range g.members {
			fmt.Fprintf(&b, "[[group.member]]\nname = %q\nemail = %q\ntimezone = %q\n", strings.ToUpper(address[:1])+address[1:3]+" "+strings.ToUpper(g.id), address, zone)
		}
	}
	path := filepath.Join(t.TempDir(), "convene.toml")
	for name, text := range map[string]string{path: b.String(), filepath.Join(filepath.Dir(path), "password"): "secret\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, problems := config.Load(path)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return cfg
}

// TestClocksChange lets one daemon look after groups in zones that change their clocks
// in every manner, with members in two of them each, who say nothing. Every meeting is
// at its hour on the wall, everybody is invited to it once and asked once, and letters
// come at nine on a working day where their reader lives, but for the welcome.
func TestClocksChange(t *testing.T) {
	zones, count := changing[:*dstZones], *dstMeetings
	if oneIn > 1 {
		zones, count = changing[:4], 3
	}
	groups := dstGroups(t, zones, count)
	users := map[string]string{groupAddress: "secret"}
	for _, g := range groups {
		for address := range g.members {
			users[address] = "secret"
		}
	}
	office, err := postoffice.Start(postoffice.Config{Users: users})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = office.Close() })
	start := dstFirst.AddDate(0, 0, -40).Add(12 * time.Hour)
	w := &world{t: t, office: office, clock: daemon.NewVirtualClock(start), cfg: writeDST(t, office, groups)}
	w.open()
	t.Cleanup(w.close)
	end := dstFirst.AddDate(0, 0, 28*(count+3))
	passes := 0
	for now := start; !now.IsZero() && now.Before(end); passes++ {
		w.pass(now)
		next, err := w.d.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !next.IsZero() && !next.After(now) {
			t.Fatalf("at %s the next look is at %s", now, next)
		}
		now = next
	}
	meetings, letters, shifted := 0, 0, 0
	for _, g := range groups {
		want := map[string]int{} // instants of meetings
		for n := range g.count {
			wall := g.first.AddDate(0, 0, 28*n)
			at := instant(wall, g.zone)
			if s := at.In(g.zone); s.Hour() != wall.Hour() || s.Minute() != wall.Minute() {
				shifted++
			}
			want[at.Format(time.RFC3339)] = 0
			meetings++
		}
		got := w.rows(`SELECT start FROM meetings WHERE group_id = ? ORDER BY start`, g.id)
		for _, start := range got {
			if _, ok := want[start]; !ok {
				t.Errorf("%s: a meeting at %s", g.zone, start)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d meetings, want %d", g.zone, len(got), len(want))
		}
		for address, zone := range g.members {
			asked := w.rows(`SELECT i.occurrence FROM items i JOIN members m ON m.group_id = i.group_id AND m.id = i.member
				WHERE m.email = ? AND i.practice IN ('coming', 'turn') AND i.how = 'sent' GROUP BY substr(i.occurrence, 1, 16)`, address)
			if len(asked) != g.count {
				t.Errorf("%s in %s is asked about %d meetings of %d", address, g.zone, len(asked), g.count)
			}
			for _, at := range w.rows(`SELECT l.at FROM letters l JOIN members m ON m.group_id = l.group_id AND m.id = l.member WHERE m.email = ? AND l.class = 'letter'`, address) {
				sent, err := time.Parse(time.RFC3339, at)
				if err != nil {
					t.Fatal(err)
				}
				letters++
				if s := sent.In(zone); sent.After(start.AddDate(0, 0, 2)) && (s.Format("15:04") != "09:00" || s.Weekday() == time.Saturday || s.Weekday() == time.Sunday) {
					t.Errorf("%s in %s gets a letter at %s", address, zone, s.Format("Mon 2 Jan 2006 15:04"))
				}
			}
			invited := map[string]int{}
			for _, raw := range office.Mailbox(address) {
				m, err := mailflow.Parse(raw)
				if err != nil {
					t.Fatal(err)
				}
				if len(m.Calendars) > 0 {
					invited[dtstart(t, string(m.Calendars[0])).Format(time.RFC3339)]++
				}
			}
			for at := range want {
				if invited[at] != 1 {
					t.Errorf("%s is invited %d times to the meeting in %s at %s", address, invited[at], g.zone, at)
				}
			}
			if len(invited) != len(want) {
				t.Errorf("%s is invited to %d meetings in %s, want %d", address, len(invited), g.zone, len(want))
			}
		}
	}
	t.Logf("%d zones, %.1f years: %d meetings, %d of them at an hour that there was not; %d letters; %d passes", len(zones), float64(28*count)/365, meetings, shifted, letters, passes)
}

// dtstart is when the event of an invitation begins.
func dtstart(t *testing.T, ics string) time.Time {
	t.Helper()
	_, event, _ := strings.Cut(ics, "BEGIN:VEVENT")
	_, rest, _ := strings.Cut(strings.ReplaceAll(event, "\r\n ", ""), "\nDTSTART")
	line, _, _ := strings.Cut(rest, "\r")
	parameters, value, _ := strings.Cut(line, ":")
	if at, err := time.Parse("20060102T150405Z", value); err == nil {
		return at
	}
	zone, err := time.LoadLocation(strings.TrimPrefix(parameters, ";TZID="))
	if err != nil {
		t.Fatal(err)
	}
	wall, err := time.Parse("20060102T150405", value)
	if err != nil {
		t.Fatal(err)
	}
	return instant(wall, zone)
}
