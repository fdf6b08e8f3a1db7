package daemon_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"convene/daemon/config"
	"convene/mailflow"

	smtpd "github.com/emersion/go-smtp"
)

// edit changes the coordinator's file; the daemon starts anew and takes it over.
func (w *world) edit(old, changed string) {
	w.t.Helper()
	text, err := os.ReadFile(w.cfg.Path)
	if err != nil {
		w.t.Fatal(err)
	}
	if strings.Count(string(text), old) != 1 {
		w.t.Fatalf("%q stands %d times in the file", old, strings.Count(string(text), old))
	}
	if err := os.WriteFile(w.cfg.Path, []byte(strings.Replace(string(text), old, changed, 1)), 0o600); err != nil {
		w.t.Fatal(err)
	}
	cfg, problems := config.Load(w.cfg.Path)
	if err := problems.Err(); err != nil {
		w.t.Fatal(err)
	}
	w.close()
	w.cfg = cfg
	w.open()
}

// event is what one calendar object says, as a program reads it (RFC 5545 section 3.1).
type event map[string]string

func eventOf(t *testing.T, ics string) event {
	t.Helper()
	e, inside := event{}, ""
	for line := range strings.SplitSeq(strings.ReplaceAll(ics, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, params, _ := strings.Cut(name, ";")
		switch name {
		case "BEGIN", "END":
			inside = name + value
			continue
		}
		if strings.HasPrefix(inside, "BEGINV") && inside != "BEGINVCALENDAR" && inside != "BEGINVEVENT" || strings.Contains(inside, "STANDARD") || strings.Contains(inside, "DAYLIGHT") {
			continue // of a time zone
		}
		if _, twice := e[name]; twice {
			t.Errorf("two %s in\n%s", name, ics)
		}
		e[name] = value
		if name == "DTSTART" || name == "DTEND" {
			e[name] += " " + params // and its zone
		}
		if name == "ATTENDEE" {
			for p := range strings.SplitSeq(params, ";") {
				if v, ok := strings.CutPrefix(p, "PARTSTAT="); ok {
					e["PARTSTAT"] = v
				}
			}
		}
	}
	return e
}

// chain holds the calendar objects that one member got to those about one meeting
// before: what calendar programs need to follow the plan.
type chain struct {
	last map[string]event // by UID
	said map[string]string
}

// follow checks one more object (RFC 5546 sections 2.1.4, 2.1.5 and 3.2).
func (c *chain) follow(t *testing.T, to string, m *mailflow.Mail) {
	t.Helper()
	e := eventOf(t, string(m.Calendars[0]))
	uid := e["UID"]
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%q to %s: %s\nbefore: %v\nnow: %v", m.Subject, to, fmt.Sprintf(format, args...), c.last[uid], e)
	}
	number := func(e event) int {
		n, err := strconv.Atoi(e["SEQUENCE"])
		if err != nil {
			fail("SEQUENCE: %v", err)
		}
		return n
	}
	for _, name := range []string{"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE"} {
		if e[name] == "" {
			fail("no %s", name)
		}
	}
	if e["ORGANIZER"] != "mailto:"+groupAddress {
		fail("ORGANIZER %s", e["ORGANIZER"])
	}
	if e["ATTENDEE"] != "mailto:"+to {
		fail("ATTENDEE %s", e["ATTENDEE"])
	}
	if status := map[string]string{"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[e["METHOD"]]; e["STATUS"] != status || status == "" {
		fail("METHOD %s with STATUS %s", e["METHOD"], e["STATUS"])
	}
	was, known := c.last[uid]
	c.last[uid] = e
	switch {
	case !known && (e["METHOD"] != "REQUEST" || e["SEQUENCE"] != "0" && e["SEQUENCE"] != "1" || e["PARTSTAT"] != "NEEDS-ACTION"):
		fail("a first invitation")
	case !known:
		return
	}
	link := func(e event) bool { return strings.HasPrefix(e["LOCATION"], "https://") }
	moved := e["DTSTART"] != was["DTSTART"] || e["DTEND"] != was["DTEND"] || e["LOCATION"] != was["LOCATION"] && !(link(e) && link(was))
	switch {
	case e["DTSTAMP"] < was["DTSTAMP"]:
		fail("DTSTAMP goes back")
	case (moved || e["METHOD"] != was["METHOD"]) && number(e) <= number(was):
		fail("SEQUENCE is not raised")
	case !moved && e["METHOD"] == was["METHOD"] && number(e) != number(was):
		fail("SEQUENCE is raised, and nobody has to go elsewhere")
	case number(e) == number(was) && e["DTSTAMP"] == was["DTSTAMP"]:
		fail("an update that looks like the one before")
	case e["METHOD"] == "CANCEL" && was["METHOD"] == "CANCEL":
		fail("cancelled twice")
	}
	if number(e) > number(was) {
		delete(c.said, uid)
	}
	want := c.said[uid]
	if want == "" {
		want = "NEEDS-ACTION"
	}
	if e["METHOD"] == "REQUEST" && e["PARTSTAT"] != want {
		fail("PARTSTAT %s, and they said %s", e["PARTSTAT"], want)
	}
}

// TestInvitationsThroughEveryChange leads a group through all that its file can
// change, and checks every calendar object that went out against those before it.
func TestInvitationsThroughEveryChange(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	chains, read := map[string]*chain{}, map[string]int{}
	events := func(name string, address string) (subjects []string) {
		t.Helper()
		if chains[name] == nil {
			chains[name] = &chain{last: map[string]event{}, said: map[string]string{}}
		}
		all := w.office.Mailbox(address)
		for _, raw := range all[read[address]:] {
			m, err := mailflow.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.Calendars) == 0 {
				continue
			}
			method := eventOf(t, string(m.Calendars[0]))["METHOD"]
			if !strings.Contains(strings.ToLower(string(raw)), "method="+strings.ToLower(method)) {
				t.Errorf("%q: its Content-Type does not say %s", m.Subject, method)
			}
			chains[name].follow(t, address, m)
			subjects = append(subjects, m.Subject[:strings.LastIndex(m.Subject, " · ")])
		}
		read[address] = len(all)
		return subjects
	}
	address := map[string]string{}
	for _, p := range people {
		address[p] = addressOf(p)
	}
	now := begin
	// change edits the file and says what invitations Ben is to get of it.
	change := func(after time.Duration, old, changed string, ben ...string) {
		t.Helper()
		now = now.Add(after)
		w.clock.Set(now)
		if old != "" {
			w.edit(old, changed)
		}
		w.pass(now)
		for _, p := range people {
			got := events(p, address[p])
			slices.Sort(got)
			slices.Sort(ben)
			if p == "Ben Okoro" && strings.Join(got, "; ") != strings.Join(ben, "; ") {
				t.Errorf("after %q Ben got %q, want %q", changed, got, ben)
			}
		}
	}
	answer := func(name, words, partstat string) {
		t.Helper()
		e := eventOf(t, string(w.last(name, words).Calendars[0]))
		sequence, _ := strconv.Atoi(e["SEQUENCE"]) // follow has read it before
		w.calendarReply(name, address[name], e["UID"], partstat, sequence)
		chains[name].said[e["UID"]] = partstat
	}
	const hour = time.Hour
	change(0, "", "", "Tue 13 January, 16:00", "Tue 27 January, 16:00")
	answer("Ben Okoro", "Tue 13 January, 16:00 ·", "ACCEPTED")
	answer("Dana Lind", "Tue 13 January, 16:00 ·", "DECLINED")
	answer("Eli Stern", "Tue 27 January, 16:00 ·", "TENTATIVE")
	w.pass(now)
	change(hour, "meet.example.org/tuesday", "meet.example.org/new", "New link: Tue 13 January, 16:00", "New link: Tue 27 January, 16:00")
	change(hour, "count = 6", "count = 6\nmove = [{ from = 2026-01-13, to = 2026-01-14T17:00:00 }]", "New time: Wed 14 January, 17:00")
	answer("Ben Okoro", "New time: Wed 14", "TENTATIVE")
	w.pass(now)
	change(hour, "place = ", "duration = \"2h\"\nplace = ", "New end: Tue 27 January, 16:00 to 18:00", "New end: Wed 14 January, 17:00 to 19:00")
	change(-2*hour, "https://meet.example.org/new", "Room 4") // the clock goes wrong: it is told when it is right again
	change(4*hour, "Room 4", "Room 5", "New place: Tue 27 January, 16:00", "New place: Wed 14 January, 17:00")
	change(hour, "move = [{ from = 2026-01-13, to = 2026-01-14T17:00:00 }]", "skip = [2026-01-13]", "Cancelled: Wed 14 January, 17:00")
	change(hour, "skip = [2026-01-13]", "", "On again: Tue 13 January, 16:00")
	change(hour, "Room 5", "https://meet.example.org/tuesday", "New link: Tue 13 January, 16:00", "New link: Tue 27 January, 16:00")
	answer("Ben Okoro", "New link: Tue 13 January", "ACCEPTED")
	w.pass(now)
	change(hour, "https://meet.example.org/tuesday", "https://meet.example.org/third", "New link: Tue 13 January, 16:00", "New link: Tue 27 January, 16:00")
	change(hour, `"Ben Okoro <ben@example.org>", `, "", "Out of your calendar: Tue 13 January, 16:00", "Out of your calendar: Tue 27 January, 16:00")
	change(hour, "https://meet.example.org/third", "Room 6") // he is out, and hears of nothing
	change(hour, `"Chiara Neri`, `"Ben Okoro <ben@example.org>", "Chiara Neri`, "On again: Tue 13 January, 16:00", "On again: Tue 27 January, 16:00")
	change(hour, "first = 2026-01-13T16:00:00", "first = 2026-01-13T18:00:00", "New time: Tue 13 January, 18:00", "New time: Tue 27 January, 18:00")
	change(11*hour, "every 2 weeks on Tuesday", "every week on Tuesday", "Tue 20 January, 18:00")
	change(hour, `timezone = "Europe/Madrid"`, `timezone = "Europe/Lisbon"`, "New time: Tue 13 January, 18:00", "New time: Tue 20 January, 18:00", "New time: Tue 27 January, 18:00")
	for _, p := range people {
		if p != german && len(chains[p].last) < 3 {
			t.Errorf("%s was invited to %d meetings", p, len(chains[p].last))
		}
	}
	// A UID is a secret between two: nobody has another one's.
	owner := map[string]string{}
	for p, c := range chains {
		for uid := range c.last {
			if o, taken := owner[uid]; taken {
				t.Errorf("%s and %s share the UID %s", o, p, uid)
			}
			owner[uid] = p
		}
	}
}

// TestACancelledInvitationDoesNotComeLate: what could not be delivered yet is not
// delivered after its cancellation.
func TestACancelledInvitationDoesNotComeLate(t *testing.T) {
	for name, change := range map[string][2]string{
		"the meeting is skipped": {"count = 6", "count = 6\nskip = [2026-01-27]"},
		"the member is out":      {`"Dana Lind <dana@example.org>", `, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, begin, "")
			var down atomic.Bool
			down.Store(true)
			w.office.Fail(func(_, to string) error {
				if down.Load() && to == "dana@example.org" {
					return &smtpd.SMTPError{Code: 450, Message: "later"}
				}
				return nil
			})
			w.pass(begin)
			w.clock.Set(begin.Add(10 * time.Second))
			w.edit(change[0], change[1])
			down.Store(false)
			w.pass(begin.Add(10 * time.Second)) // the cancellation goes out at once, the rest is tried again later
			w.pass(begin.Add(3 * time.Hour))
			last := map[string]string{}
			for _, m := range w.mails("Dana Lind") {
				if len(m.Calendars) > 0 {
					e := eventOf(t, string(m.Calendars[0]))
					if last[e["UID"]] == "CANCEL" {
						t.Errorf("%q after the cancellation", m.Subject)
					}
					last[e["UID"]] = e["METHOD"]
				}
			}
			cancelled := 0
			for _, method := range last {
				if method == "CANCEL" {
					cancelled++
				}
			}
			if cancelled == 0 {
				t.Error("no cancellation arrived")
			}
			if name == "the member is out" && len(w.mails("Dana Lind")) != 2 {
				t.Errorf("%d mails to who was taken out", len(w.mails("Dana Lind")))
			}
		})
	}
}
