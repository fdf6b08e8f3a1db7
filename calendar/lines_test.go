package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLogicalLines(t *testing.T) {
	long := "DESCRIPTION:" + strings.Repeat("x", 63)
	for in, want := range map[string][]string{
		"":                                    nil,
		"A:1\r\nB:2":                          {"A:1", "B:2"},
		"A:1\nB:2\n":                          {"A:1", "B:2"},
		"A:1\rB:2":                            {"A:1", "B:2"},
		"A:1\r\n 2\r\n\t3\r\nB:4":             {"A:123", "B:4"},
		"A:1\r\r\n 2\r\r\n\r\r\nB:4":          {"A:12", "B:4"},
		" x\nA:1":                             {"x", "A:1"},
		"A:1\n  2":                            {"A:1 2"},
		long + "\nand more\nA:1":              {long + "and more", "A:1"},
		long + "\nA:1":                        {long, "A:1"},
		"A:1\njunk\nB:2":                      {"A:1", "junk", "B:2"},
		"ATTENDEE;" + long[12:] + "\nX;Y=1:2": {"ATTENDEE;" + long[12:] + "X;Y=1:2"},
	} {
		var got []string
		logicalLines([]byte(in), func(b []byte) bool { got = append(got, string(b)); return true })
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	n := 0
	logicalLines([]byte("A:1\nB:2\nC:3"), func([]byte) bool { n++; return false })
	if n != 1 {
		t.Errorf("%d lines after the first was enough", n)
	}
}

func TestParseLine(t *testing.T) {
	for _, c := range []struct{ in, name, params, value string }{
		{"UID:a:b", "UID", "", "a:b"},
		{"X-A;B=1:c:d", "X-A", "B=1", "c:d"},
		{"uid : x ", "UID", "", "x"},
		{`A;B=1;C="2;3:4";D=5,6:v`, "A", "B=1|C=2;3:4|D=5,6", "v"},
		{`A;B="never closed;C=1:v`, "A", "B=never closed|C=1", "v"},
		{`ATTENDEE;CN="x:mailto:evil@b.org":ben@b.org`, "ATTENDEE", "CN=x:mailto:evil@b.org", "ben@b.org"},
		{`ATTENDEE;CN=Coach: Ben;PARTSTAT=ACCEPTED:ben@b.org`, "ATTENDEE", "CN=Coach: Ben|PARTSTAT=ACCEPTED", "ben@b.org"},
		{`ATTENDEE;CN=a:mailto:evil@b.org;PARTSTAT=ACCEPTED:MailTo:ben@b.org`, "ATTENDEE", "CN=a:mailto:evil@b.org|PARTSTAT=ACCEPTED", "MailTo:ben@b.org"},
		{`ATTENDEE;DELEGATED-TO=mailto:leo@b.org:mailto:ben@b.org`, "ATTENDEE", "DELEGATED-TO=mailto:leo@b.org", "mailto:ben@b.org"},
		{`ATTENDEE;CN=Ben:urn:uuid:1`, "ATTENDEE", "CN=Ben", "urn:uuid:1"},
		{`ATTENDEE;CN="Ben \"Big\" Okoro":mailto:ben@b.org`, "ATTENDEE", "CN=Ben Big Okoro", "mailto:ben@b.org"},
		{`ATTENDEE:mailto:ben@b.org`, "ATTENDEE", "", "mailto:ben@b.org"},
	} {
		l, ok := parseLine([]byte(c.in))
		var params []string
		for _, p := range l.params {
			params = append(params, p.name+"="+p.value)
		}
		if !ok || l.name != c.name || strings.Join(params, "|") != c.params || l.value != c.value {
			t.Errorf("%s: %q %q %q, %v", c.in, l.name, params, l.value, ok)
		}
	}
	for _, in := range []string{"", "junk", ":v", ";A=1:v", "A;B=1"} {
		if l, ok := parseLine([]byte(in)); ok {
			t.Errorf("%q was read as %+v", in, l)
		}
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"mailto:ben@b.org":             "ben@b.org",
		"MAILTO:Ben@B.org":             "Ben@B.org",
		"ben@b.org":                    "ben@b.org",
		"mailto:mailto: ben@b.org ":    "ben@b.org",
		`"mailto:ben@b.org"`:           "ben@b.org",
		"mailto:Ben Okoro <ben@b.org>": "ben@b.org",
		"mailto:ben%2Bcal@b.org":       "ben+cal@b.org",
		"mailto:50%@b.org":             "50%@b.org",
		"mailto:ben@b.org?subject=x":   "ben@b.org",
		"mailto:b?n@b.org":             "b?n@b.org",
		"mailto:ben%0D%0AX:1@b.org":    "",
		"mailto:":                      "",
		"invalid:nomail":               "",
		"/principals/ben@b.org":        "",
		"https://cal.b.org/ben@b.org/": "",
		"ben":                          "",
		"ben@b.org, leo@b.org":         "",
		"mailto:" + strings.Repeat("x", 400) + "@b.org": "",
	} {
		if got := address(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParseTime(t *testing.T) {
	for in, want := range map[string]string{
		"20260310T160000Z":          "2026-03-10T16:00:00Z utc",
		"20260310T160000":           "2026-03-10T16:00:00Z",
		"20260310T1600":             "2026-03-10T16:00:00Z",
		"20260310":                  "2026-03-10T00:00:00Z",
		"2026-03-10T16:00:00z":      "2026-03-10T16:00:00Z utc",
		"2026-03-10 16:00:00":       "2026-03-10T16:00:00Z",
		"20260310T160000.123Z":      "2026-03-10T16:00:00Z utc",
		"20260310T160000+0100":      "2026-03-10T15:00:00Z utc",
		"20260310T160000-05":        "2026-03-10T21:00:00Z utc",
		"2026-03-10T16:00:00+05:30": "2026-03-10T10:30:00Z utc",
		"2026-03-10 16:00 +0100":    "2026-03-10T15:00:00Z utc",
		"20260310T160000+1":         "",
		"20260310T160000+9900":      "",
		"20260230":                  "",
		"10000101":                  "",
		"whenever":                  "",
		"":                          "",
	} {
		at, utc, ok := parseTime(in)
		got := ""
		if ok {
			got = at.Format(time.RFC3339)
			if utc {
				got += " utc"
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSpokenZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for id, hours := range map[string]float64{
		"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna":      2,
		"(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna": 2,
		"(UTC+01:00) West Central Africa":                                   1,
		"(UTC) Dublin, Edinburgh, Lisbon, London":                           1,
		"(UTC-05:00) Eastern Time (US & Canada)":                            -4,
		"(UTC-03:00) City of Buenos Aires":                                  -3,
		"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi":                   5.5,
		"(UTC+10:00) Canberra, Melbourne, Sydney":                           10,
		"(UTC) Coordinated Universal Time":                                  0,
		"GMT+0100":                                                          1, "UTC-5": -5, "UTC": 0,
	} {
		at := spokenZone(id)
		if at == nil {
			t.Errorf("%q is no zone", id)
		} else if got := float64(at(summer)) / 3600; got != hours {
			t.Errorf("%q: %v, want %v", id, got, hours)
		}
	}
	for _, id := range []string{"", "Berlin", "(UTC+03:00) Berlin", "(UTC+01:00) Atlantis", "(UTC+x) Berlin", "(UTC+01:00) ../../etc/passwd", "Customized Time Zone"} {
		if spokenZone(id) != nil {
			t.Errorf("%q is a zone", id)
		}
	}
}

func TestOldZone(t *testing.T) {
	old := component{lines: []line{{name: "TZ", value: "+01"}, {name: "DAYLIGHT", value: "TRUE;+02:00;20260329T020000;20261025T030000;CET;CEST"}}}
	at := oldZone(old)
	for wall, want := range map[string]string{
		"20260310T160000": "15:00", "20260329T015900": "00:59", "20260329T030000": "01:00", "20260701T160000": "14:00", "20261025T040000": "03:00",
	} {
		w, _, _ := parseTime(wall)
		if got := instant(w, at).Format("15:04"); got != want {
			t.Errorf("%s: %s, want %s", wall, got, want)
		}
	}
	for _, tz := range []string{"", "x", "+99"} {
		if oldZone(component{lines: []line{{name: "TZ", value: tz}}}) != nil {
			t.Errorf("TZ:%s is a zone", tz)
		}
	}
}

func TestDuration(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"PT1H30M": 90 * time.Minute, "P1DT30M": 24*time.Hour + 30*time.Minute, "p1w": 7 * 24 * time.Hour, "PT45S": 45 * time.Second,
		"-PT15M": 0, "PT": 0, "1H": 0, "PT999999999H": 0, "P9999W": 0, "PTxH": 0,
	} {
		if got := duration(in); got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}

func TestWindowsZones(t *testing.T) {
	for name, zone := range windowsZones {
		if name != strings.ToLower(name) {
			t.Errorf("%s is not in lower case", name)
		}
		if _, err := lookupZone(zone); err != nil {
			t.Errorf("%s: %s: %v", name, zone, err)
		}
	}
}

func TestDatabaseZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for id, hours := range map[string]int{
		"Europe/Berlin": 2, "W. Europe Standard Time": 2, "w. europe standard time": 2,
		"/citadel.org/20210210_1/Europe/Berlin":                      2,
		"/freeassociation.sourceforge.net/America/Argentina/Ushuaia": -3,
		"UTC": 0, "Eastern Standard Time": -4,
	} {
		at := databaseZone(id)
		if at == nil || at(summer) != hours*3600 {
			t.Errorf("%s was not found or is wrong", id)
		}
	}
	for _, id := range []string{"", "Local", "../../etc/passwd", "Berlin", "/x/y/UTC", "Customized Time Zone", "Europe/Berlin\x00", strings.Repeat("A/", 60)} {
		if databaseZone(id) != nil {
			t.Errorf("%q is a zone", id)
		}
	}
}

// Forms of VTIMEZONE that we do not write ourselves.
func TestBodyZone(t *testing.T) {
	part := func(lines ...string) component {
		c := component{}
		for _, raw := range lines {
			l, ok := parseLine([]byte(raw))
			if !ok {
				t.Fatal(raw)
			}
			c.lines = append(c.lines, l)
		}
		return c
	}
	winter := part("DTSTART:20001029T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10")
	for name, c := range map[string]struct {
		parts []component
		want  map[string]int // instant to hours
	}{
		"single dates": {[]component{
			part("DTSTART:20260101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RDATE:20261025T030000"),
			part("DTSTART:20260329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
		}, map[string]int{"2026-03-01T00:00:00Z": 1, "2026-03-29T00:59:59Z": 1, "2026-03-29T01:00:00Z": 2, "2026-11-01T00:00:00Z": 1}},
		"rule that ended": {[]component{
			winter,
			part("DTSTART:20000326T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20240331T010000Z"),
		}, map[string]int{"2024-07-01T00:00:00Z": 2, "2025-07-01T00:00:00Z": 1}},
		"fixed day": {[]component{
			winter,
			part("DTSTART:20000401T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY"),
		}, map[string]int{"2026-04-01T00:59:59Z": 1, "2026-04-01T01:00:00Z": 2}},
		"last day of a month": {[]component{
			winter,
			part("DTSTART:20000331T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
		}, map[string]int{"2026-03-31T00:59:59Z": 1, "2026-03-31T01:00:00Z": 2}},
		"weekday alone": {[]component{
			winter,
			part("DTSTART:20000402T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=SU"),
		}, map[string]int{"2026-04-05T00:59:59Z": 1, "2026-04-05T01:00:00Z": 2}},
		"before everything": {[]component{winter}, map[string]int{"1990-01-01T00:00:00Z": 2}},
		"no offset before":  {[]component{part("DTSTART:20000101T000000", "TZOFFSETTO:-0930")}, map[string]int{"2026-01-01T00:00:00Z": -9}},
	} {
		zone := component{lines: []line{{name: "TZID", value: `"Z"`}}, parts: c.parts}
		at := bodyZone([]component{zone}, "Z")
		if at == nil {
			t.Errorf("%s: not read", name)
			continue
		}
		for instant, hours := range c.want {
			when, err := time.Parse(time.RFC3339, instant)
			if err != nil {
				t.Fatal(err)
			}
			if got := at(when); got/3600 != hours {
				t.Errorf("%s at %s: %d s, want %d h", name, instant, got, hours)
			}
		}
	}
	many := component{lines: []line{{name: "TZID", value: "Z"}}, parts: slices.Repeat([]component{winter}, maxObservances+1)}
	for name, list := range map[string][]component{
		"other name": {{lines: []line{{name: "TZID", value: "Y"}}, parts: []component{winter}}},
		"too many":   {many},
		"empty":      {{lines: []line{{name: "TZID", value: "Z"}}}},
		"broken":     {{lines: []line{{name: "TZID", value: "Z"}}, parts: []component{part("DTSTART:never", "TZOFFSETTO:+0100")}}},
	} {
		if bodyZone(list, "Z") != nil {
			t.Errorf("%s: a zone came out", name)
		}
	}
}

// Looking up zones costs time on the disk, so one calendar gets only a few.
func TestZonesAreBounded(t *testing.T) {
	z := newZones(object{})
	for i := range maxZones {
		if z.find(strings.Repeat("X", i+1)) != nil {
			t.Fatal("a zone of that name")
		}
	}
	if z.find("Europe/Berlin") != nil {
		t.Error("looked up one more")
	}
	if z = newZones(object{}); z.find("Europe/Berlin") == nil {
		t.Error("Berlin was not found")
	}
}
