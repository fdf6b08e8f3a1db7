package calendar_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/calendar"
)

var update = flag.Bool("update", false, "write what was read into testdata/replies/*.want")

// describe tells everything in a reply, one thing a line.
func describe(r calendar.Reply) string {
	var b strings.Builder
	put := func(name string, value any) {
		if s := fmt.Sprint(value); s != "" && s != "0" && s != "[]" {
			fmt.Fprintf(&b, "%s %s\n", name, strings.ReplaceAll(s, "\n", `\n`))
		}
	}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	fmt.Fprintf(&b, "%q\n", r.Method)
	put("  uid", r.UID)
	put("  recurrence", r.RecurrenceID)
	put("  sequence", r.Sequence)
	put("  stamp", stamp(r.Stamp))
	put("  start", stamp(r.Start))
	put("  organizer", r.Organizer)
	put("  comment", r.Comment)
	if p := r.Proposed; p != nil {
		put("  proposed", fmt.Sprint(stamp(p.Start), " to ", stamp(p.End)))
		if p.Floating {
			put("  proposed", "in an unknown zone")
		}
	}
	for _, a := range r.Attendees {
		fmt.Fprintf(&b, "  attendee %q %q\n", a.Address, a.PartStat)
		put("    email", a.Email)
		put("    name", a.Name)
		put("    sent by", a.SentBy)
		put("    delegated to", a.DelegatedTo)
		put("    delegated from", a.DelegatedFrom)
		put("    guests", a.Guests)
		put("    comment", a.Comment)
	}
	return b.String()
}

func TestReplies(t *testing.T) {
	files, err := filepath.Glob("testdata/replies/*.ics")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		replies, err := calendar.ReadReplies(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		got := "no reply\n"
		if len(replies) > 0 {
			got = ""
		}
		for _, r := range replies {
			got += describe(r)
		}
		wantFile := strings.TrimSuffix(file, ".ics") + ".want"
		if *update {
			if err := os.WriteFile(wantFile, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(wantFile)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%swant\n%s", file, got, want)
		}
	}
}

func TestReadRepliesRefuses(t *testing.T) {
	event := "BEGIN:VEVENT\r\nUID:u\r\nEND:VEVENT\r\n"
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"too large":         {"BEGIN:VCALENDAR\r\nX:" + strings.Repeat("x", calendar.MaxSize-18), calendar.ErrLimit},
		"lines of an event": {"BEGIN:VEVENT\r\n" + strings.Repeat("COMMENT:x\r\n", calendar.MaxLines+1), calendar.ErrLimit},
		"lines of a file":   {"BEGIN:VCALENDAR\r\n" + strings.Repeat("X-A:x\r\n", calendar.MaxLines+1), calendar.ErrLimit},
		"depth":             {"BEGIN:VEVENT\r\n" + strings.Repeat("BEGIN:X\r\n", calendar.MaxDepth), calendar.ErrLimit},
		"depth of zones":    {"BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:VTIMEZONE\r\n", calendar.MaxDepth+1), calendar.ErrLimit},
		"events":            {strings.Repeat(event, calendar.MaxEvents+1), calendar.ErrLimit},
		"nested events":     {strings.Repeat("BEGIN:VEVENT\r\n", calendar.MaxEvents+1), calendar.ErrLimit},
		"calendars":         {strings.Repeat("BEGIN:VCALENDAR\r\n"+event, calendar.MaxEvents+1), calendar.ErrLimit},
		"nothing":           {"", calendar.ErrNoCalendar},
		"prose":             {"Dear all: yes, I will come.\r\nBen", calendar.ErrNoCalendar},
		"a card":            {"BEGIN:VCARD\r\nFN:Ben\r\nEND:VCARD\r\n", calendar.ErrNoCalendar},
	} {
		if got, err := calendar.ReadReplies([]byte(c.in)); !errors.Is(err, c.want) {
			t.Errorf("%s: %d replies, error %v, want %v", name, len(got), err, c.want)
		}
	}
	for name, in := range map[string]string{
		"size":  "BEGIN:VCALENDAR\r\nX:" + strings.Repeat("x", calendar.MaxSize-19),
		"lines": "BEGIN:VEVENT\r\n" + strings.Repeat("COMMENT:x\r\n", calendar.MaxLines),
		"depth": "BEGIN:VEVENT\r\n" + strings.Repeat("BEGIN:X\r\n", calendar.MaxDepth-1),
	} {
		if _, err := calendar.ReadReplies([]byte(in)); err != nil {
			t.Errorf("just inside the limit of %s: %v", name, err)
		}
	}
}

// Events without their END stand beside each other, not in each other.
func TestLostEnds(t *testing.T) {
	var in strings.Builder
	in.WriteString("BEGIN:VCALENDAR\nMETHOD:REPLY\n")
	for i := range 2 * calendar.MaxDepth {
		fmt.Fprintf(&in, "BEGIN:VEVENT\nUID:%d\nBEGIN:VALARM\n", i)
	}
	got, err := calendar.ReadReplies([]byte(in.String()))
	if err != nil || len(got) != 2*calendar.MaxDepth {
		t.Fatalf("%d replies, %v", len(got), err)
	}
	for i, r := range got {
		if r.UID != fmt.Sprint(i) {
			t.Errorf("reply %d is %s", i, r.UID)
		}
	}
}

func TestByteOrderMark(t *testing.T) {
	got, err := calendar.ReadReplies([]byte("\xEF\xBB\xBFMETHOD:REFRESH\nBEGIN:VEVENT\nUID:u\nEND:VEVENT\n"))
	if err != nil || len(got) != 1 || got[0].Method != calendar.MethodRefresh {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestFind(t *testing.T) {
	r := calendar.Reply{Attendees: []calendar.Attendee{
		{Address: "Ben@Example.com", PartStat: "ACCEPTED"},
		{Address: "leo@example.com", PartStat: "DECLINED"},
		{Address: "mia@example.com", PartStat: "DECLINED"},
		{Address: "MIA@example.com", PartStat: "ACCEPTED"},
		{Address: "", PartStat: "TENTATIVE"},
	}}
	if a, ok := r.Find("ben.o@example.net", "ben@example.com"); !ok || a.PartStat != "ACCEPTED" {
		t.Errorf("Ben: %+v, %v", a, ok)
	}
	if a, ok := r.Find("mia@example.com"); ok {
		t.Errorf("Mia said two things, found %+v", a)
	}
	if a, ok := r.Find("ana@example.com", ""); ok {
		t.Errorf("Ana was not there, found %+v", a)
	}
}

func TestDistinct(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ben := []calendar.Attendee{{Address: "ben@example.com", PartStat: "ACCEPTED"}}
	no := []calendar.Attendee{{Address: "ben@example.com", PartStat: "DECLINED"}}
	got := calendar.Distinct([]calendar.Reply{
		{Method: "REPLY", UID: "u", Stamp: at, Attendees: ben},
		{Method: "REPLY", UID: "u", Stamp: at, Attendees: ben, Comment: "late"},
		{Method: "REPLY", UID: "u", Stamp: at, Attendees: no},
		{Method: "REPLY", UID: "u", Stamp: at, Sequence: 1, Attendees: ben},
		{Method: "REPLY", UID: "u", Stamp: at.Add(time.Second), Attendees: ben},
		{Method: "REPLY", UID: "u", Stamp: at, RecurrenceID: "x", Attendees: ben},
		{Method: "COUNTER", UID: "u", Stamp: at, Attendees: ben},
		{Method: "REPLY", UID: "v", Stamp: at, Attendees: ben},
	})
	if len(got) != 7 || got[0].Comment != "late" {
		t.Errorf("%d left: %+v", len(got), got)
	}
}

func TestNormalizeUID(t *testing.T) {
	const (
		class   = "040000008200E00074C5B7101A82E008"
		zeros   = "0000000000000000000000000000000000000000" // date, creation, reserved
		content = "7643616C2D55696401000000"                 // vCal-Uid, 1
	)
	for in, want := range map[string]string{
		"k7f2xq3m":     "k7f2xq3m",
		"  k7f2xq3m\t": "k7f2xq3m",
		class + zeros + "11000000" + content + "6B37663200":                  "k7f2",
		strings.ToLower(class + zeros + "11000000" + content + "6B37663200"): "k7f2",
		class + zeros + "10000000" + content + "6B376632":                    "k7f2", // no NUL
		class + zeros + "10000000" + content + "6B3766322E2E":                "k7f2", // more than its length
		class + zeros + "FFFFFFFF" + content + "6B376632002E":                "k7f2", // more than its NUL
		class + zeros + "FFFFFFFF" + content + "6B37663200":                  "k7f2", // wrong length
		class + "07EA030A" + zeros[8:] + "11000000" + content + "6B37663200": "k7f2", // one occurrence
		// Exchange's own ids, broken and empty ones stay as they are.
		class + zeros + "10000000" + "00112233445566778899AABBCCDDEEFF": class + zeros + "10000000" + "00112233445566778899AABBCCDDEEFF",
		class + "0":                          class + "0",
		class:                                class,
		class + zeros + "0C000000" + content: class + zeros + "0C000000" + content,
		"":                                   "",
	} {
		if got := calendar.NormalizeUID(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
