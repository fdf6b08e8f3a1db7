package calendar_test

import (
	"flag"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/calendar"
)

// meetingsDir is where the invitations go that `make interop` lets other libraries read.
var meetingsDir = flag.String("meetings.dir", "", "write the meetings in many zones and expected.tsv into this directory")

// oddZones are thirty zones and, for some, a first year in which their rules changed. Of every zone two years are
// met in: 2026 and 2027, or the odd one and the next.
var oddZones = []struct {
	name string
	year int
}{
	{"Europe/Madrid", 2026}, {"Europe/London", 2026}, {"Europe/Dublin", 2026}, {"Europe/Istanbul", 2026},
	{"America/New_York", 2026}, {"America/St_Johns", 2026}, {"America/Havana", 2026}, {"America/Nuuk", 2026},
	{"America/Santiago", 2026}, {"America/Asuncion", 2024}, {"America/Asuncion", 2026}, {"America/Sao_Paulo", 2026},
	{"America/Mexico_City", 2022}, {"Africa/Casablanca", 2026}, {"Africa/El_Aaiun", 2026}, {"Africa/Cairo", 2022},
	{"Africa/Cairo", 2026}, {"Africa/Lagos", 2026}, {"Africa/Juba", 2021}, {"Asia/Gaza", 2026}, {"Asia/Hebron", 2026},
	{"Asia/Jerusalem", 2026}, {"Asia/Beirut", 2026}, {"Asia/Tehran", 2022}, {"Asia/Kathmandu", 2026},
	{"Asia/Kolkata", 2026}, {"Asia/Amman", 2022}, {"Asia/Almaty", 2024}, {"Australia/Lord_Howe", 2026},
	{"Australia/Adelaide", 2026}, {"Australia/Eucla", 2026}, {"Pacific/Chatham", 2026}, {"Pacific/Apia", 2011},
	{"Pacific/Apia", 2021}, {"Pacific/Norfolk", 2026}, {"Pacific/Auckland", 2026}, {"Pacific/Kiritimati", 2026},
	{"Antarctica/Troll", 2026}, {"Atlantic/Azores", 2026},
}

// TestMeetingsInManyZones invites to a meeting every other week, and to many around each change of the clocks, and
// reads each invitation back: it begins and ends at the instants that were meant. What other libraries make of
// the same bytes is seen by `make interop`.
func TestMeetingsInManyZones(t *testing.T) {
	zones, meetings, changes := map[string]bool{}, 0, 0
	var expected strings.Builder
	for _, z := range oddZones {
		loc, err := time.LoadLocation(z.name)
		if err != nil {
			t.Fatal(err)
		}
		zones[z.name] = true
		starts, changed := startsIn(loc, z.year)
		changes += changed
		var all []calendar.Event
		for i, start := range starts {
			e := meetingAt(z.name, z.year, i, start)
			all = append(all, e)
			raw, err := calendar.Request(e)
			if err != nil {
				t.Fatal(err)
			}
			checkWire(t, raw)
			file := fmt.Sprintf("%s-%d-%03d.ics", strings.ReplaceAll(z.name, "/", "_"), z.year, i)
			for _, at := range []struct {
				name string
				time.Time
			}{{"DTSTART", e.Start}, {"DTEND", e.End}} {
				checkInstant(t, raw, file, at.name, at.Time)
				fmt.Fprintf(&expected, "%s\t%s\t%s\t%s\t%s\n", file, at.name, z.name, at.In(loc).Format("20060102T150405"), at.UTC().Format("20060102T150405Z"))
			}
			write(t, file, raw)
			meetings++
		}
		raw, err := calendar.Export("Meetings in "+z.name, all)
		if err != nil {
			t.Fatal(err)
		}
		write(t, fmt.Sprintf("%s-%d-all.ics", strings.ReplaceAll(z.name, "/", "_"), z.year), raw)
	}
	write(t, "expected.tsv", []byte(expected.String()))
	if len(zones) < 30 || changes < 100 || meetings < 2500 {
		t.Errorf("only %d zones, %d changes of the clocks, %d meetings", len(zones), changes, meetings)
	}
	t.Logf("%d zones, %d changes of the clocks, %d meetings", len(zones), changes, meetings)
}

// startsIn are the instants of the meetings in two years of a zone, and how many changes of its clocks lie between.
func startsIn(loc *time.Location, year int) (starts []time.Time, changes int) {
	end := time.Date(year+2, 1, 1, 0, 0, 0, 0, loc)
	for day := time.Date(year, 1, 6, 16, 0, 0, 0, loc); day.Before(end); day = day.AddDate(0, 0, 14) {
		starts = append(starts, day)
	}
	for at := time.Date(year, 1, 1, 0, 0, 0, 0, loc); at.Before(end); at = at.Add(time.Hour) {
		_, before := at.Zone()
		if _, after := at.Add(time.Hour).Zone(); before == after {
			continue
		}
		changes++
		for m := -120; m <= 180; m += 30 {
			starts = append(starts, at.Add(time.Duration(m)*time.Minute))
		}
		for _, day := range []int{-1, 0, 1} {
			d := at.AddDate(0, 0, day)
			starts = append(starts, time.Date(d.Year(), d.Month(), d.Day(), 16, 0, 0, 0, loc))
		}
	}
	return starts, changes
}

func meetingAt(zone string, year, i int, start time.Time) calendar.Event {
	return calendar.Event{
		UID:   strings.ToLower(strings.NewReplacer("/", ".", "_", "-").Replace(zone)) + fmt.Sprintf(".%d.%d@example.org", year, i),
		Stamp: time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC), Start: start, End: start.Add(90 * time.Minute),
		Summary: "Meeting in " + zone, Description: "We meet.\nAccept or Decline here, or write to group@example.org.", Location: "https://meet.example.org/zone",
		Organizer: mail.Address{Name: "Tuesday Coaches", Address: "group@example.org"},
		Attendee:  mail.Address{Name: "Zoë Łęcka", Address: "zoe@example.net"},
	}
}

// checkInstant looks that a time is written in local time of its zone, or in UTC where that local time is met twice.
func checkInstant(t *testing.T, raw []byte, file, name string, at time.Time) {
	t.Helper()
	local := name + ";TZID=" + at.Location().String() + ":" + at.Format("20060102T150405")
	utc := name + ":" + at.UTC().Format("20060102T150405Z")
	text := strings.ReplaceAll(string(raw), "\r\n ", "")
	if !strings.Contains(text, local+"\r\n") && !strings.Contains(text, utc+"\r\n") {
		t.Errorf("%s: neither %s nor %s in\n%s", file, local, utc, text)
	}
}

// write leaves a file for `make interop`, if it asked.
func write(t *testing.T, name string, raw []byte) {
	t.Helper()
	if *meetingsDir == "" {
		return
	}
	if err := os.MkdirAll(*meetingsDir, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*meetingsDir, name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
