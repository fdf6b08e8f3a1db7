package schedule

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseRepeat(t *testing.T) {
	for phrase, want := range map[string]string{
		"every 2 weeks on Tuesday":                       "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
		"every fortnight on Friday":                      "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
		"Every two weeks on tue":                         "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
		"every other Tuesday":                            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
		"every other week":                               "FREQ=WEEKLY;INTERVAL=2",
		"fortnightly on Fridays":                         "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
		"every Tuesday":                                  "FREQ=WEEKLY;BYDAY=TU",
		"every Tuesday and Thursday":                     "FREQ=WEEKLY;BYDAY=TU,TH",
		"every week on Monday, Friday":                   "FREQ=WEEKLY;BYDAY=MO,FR",
		" every   week ":                                 "FREQ=WEEKLY",
		"weekly":                                         "FREQ=WEEKLY",
		"weekly on Wednesday":                            "FREQ=WEEKLY;BYDAY=WE",
		"every 3 weeks":                                  "FREQ=WEEKLY;INTERVAL=3",
		"every 10 days":                                  "FREQ=DAILY;INTERVAL=10",
		"monthly":                                        "FREQ=MONTHLY",
		"every month":                                    "FREQ=MONTHLY",
		"monthly on the second Tuesday":                  "FREQ=MONTHLY;BYDAY=2TU",
		"monthly on second Tuesday":                      "FREQ=MONTHLY;BYDAY=2TU",
		"monthly on the 2nd Tuesday":                     "FREQ=MONTHLY;BYDAY=2TU",
		"monthly on the last Friday":                     "FREQ=MONTHLY;BYDAY=-1FR",
		"every 2 months on the first Monday":             "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
		"quarterly on the first Monday":                  "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO",
		"monthly on the 15th":                            "FREQ=MONTHLY;BYMONTHDAY=15",
		"monthly on the 1st":                             "FREQ=MONTHLY;BYMONTHDAY=1",
		"monthly on the 15":                              "FREQ=MONTHLY;BYMONTHDAY=15",
		"monthly on the last day":                        "FREQ=MONTHLY;BYMONTHDAY=-1",
		"the second Tuesday of every month":              "FREQ=MONTHLY;BYDAY=2TU",
		"first Monday of the month":                      "FREQ=MONTHLY;BYDAY=1MO",
		"every second Tuesday of the month":              "FREQ=MONTHLY;BYDAY=2TU",
		"yearly":                                         "FREQ=YEARLY",
		"freq=weekly;interval=2;byday=tu":                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
		"RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2":         "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
		"FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO;WKST=SU": "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO;WKST=SU",
		"FREQ=YEARLY;BYDAY=20MO":                         "FREQ=YEARLY;BYDAY=20MO",
	} {
		r, err := ParseRepeat(phrase)
		if err != nil || r.Rule != want {
			t.Errorf("%q: %q, %v; want %q", phrase, r.Rule, err, want)
		}
	}
	for phrase, want := range map[string]string{
		"":                                     "empty",
		"every day":                            "more than two",
		"daily":                                "more than two",
		"every 3 days":                         "more than two",
		"every Monday, Tuesday and Wednesday":  "more than two",
		"FREQ=DAILY":                           "more than two",
		"FREQ=HOURLY":                          "far too often",
		"FREQ=SECONDLY":                        "far too often",
		"every second Tuesday":                 "two ways",
		"every third Friday":                   "two ways",
		"biweekly":                             "every second week or twice",
		"bimonthly":                            "every second month or twice",
		"monthly on the 31st":                  "not every month",
		"monthly on the 32nd":                  "no month",
		"monthly on the fifth Monday":          "not every month",
		"monthly on the":                       "day of the month",
		"monthly on the 0th":                   "no month",
		"every 2 weeks on":                     "day of the week",
		"every fortnigt":                       `rhythm "every fortnigt"`,
		"every 2 weeks on Blursday":            "day of the week",
		"every 0 weeks":                        "out of range",
		"every 999 weeks":                      "out of range",
		"every Tuesday maybe":                  "\"maybe\"",
		"every":                                "cannot read",
		"every\u202e week":                     "cannot be seen",
		"now and then":                         "cannot read",
		"jede Woche":                           "cannot read",
		"FREQ=FORTNIGHTLY":                     "none of",
		"FREQ=WEEKLY;COUNT=4":                  "COUNT does not belong",
		"FREQ=WEEKLY;UNTIL=20260630":           "UNTIL does not belong",
		"FREQ=WEEKLY;BYHOUR=9":                 "BYHOUR does not belong",
		"FREQ=WEEKLY;INTERVAL=0":               "INTERVAL",
		"FREQ=WEEKLY;INTERVAL=999999999999999": "INTERVAL",
		"FREQ=WEEKLY;BYDAY=2TU":                "number before a day",
		"FREQ=MONTHLY;BYDAY=53MO":              "no month or year",
		"FREQ=MONTHLY;BYDAY=0MO;BYDAY=1TU":     "twice",
		"FREQ=MONTHLY;BYMONTHDAY=0":            "counted from 1",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30":  "never come",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30":   "never come",
		"FREQ=YEARLY;BYEASTER=0":               "BYEASTER",
		"FREQ=WEEKLY;BYSETPOS=1":               "BYSETPOS",
		"FREQ=WEEKLY;":                         "cannot read",
		"FREQ=":                                "cannot read",
		"BYDAY=TU;FREQ=WEEKLY":                 "begins with FREQ",
		strings.Repeat("every ", 100):          "this long",
	} {
		if r, err := ParseRepeat(phrase); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v; want %q", phrase, r.Rule, err, want)
		}
	}
	for _, phrase := range Phrases() {
		if _, err := ParseRepeat(phrase); err != nil {
			t.Errorf("our own example %q: %v", phrase, err)
		}
	}
}

func ids(list []Occurrence) (s []string) {
	for _, o := range list {
		s = append(s, o.ID)
	}
	return s
}

func repeat(t testing.TB, s string) Repeat {
	t.Helper()
	r, err := ParseRepeat(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMeetings(t *testing.T) {
	s := Spec{
		First: wall(t, "2026-01-13T16:00"), Repeat: repeat(t, "every 2 weeks on Tuesday"), Count: 13, Zone: zone(t, "Europe/Madrid"),
		Skip: []Date{date(t, "2026-04-07")}, Move: []Move{{date(t, "2026-05-19"), wall(t, "2026-05-20T17:30")}},
	}
	list, err := Meetings(s)
	if err != nil {
		t.Fatal(err)
	}
	want := "2026-01-13T16:00 2026-01-27T16:00 2026-02-10T16:00 2026-02-24T16:00 2026-03-10T16:00 2026-03-24T16:00 2026-04-21T16:00 " +
		"2026-05-05T16:00 2026-05-19T16:00 2026-06-02T16:00 2026-06-16T16:00 2026-06-30T16:00 2026-07-14T16:00"
	if got := strings.Join(ids(list), " "); got != want {
		t.Errorf("got %s", got)
	}
	if o := list[0]; o != (Occurrence{ID: "2026-01-13T16:00", Local: s.First, Start: at(t, "2026-01-13T15:00:00Z")}) {
		t.Errorf("first %+v", o)
	}
	if o := list[8]; o != (Occurrence{ID: "2026-05-19T16:00", Local: wall(t, "2026-05-20T17:30"), Start: at(t, "2026-05-20T15:30:00Z"), Moved: true}) {
		t.Errorf("moved %+v", o)
	}

	s.Count, s.Until = 0, date(t, "2026-06-30")
	if list, err = Meetings(s); err != nil || len(list) != 12 {
		t.Errorf("until the day of a meeting: %d, %v", len(list), err)
	}
	// A move behind the next meeting: the order is that in which they take place.
	s.Move[0].To = wall(t, "2026-06-04T10:00")
	if list, err = Meetings(s); err != nil || list[8].ID != "2026-06-02T16:00" || list[9].ID != "2026-05-19T16:00" {
		t.Errorf("reordered: %v, %v", ids(list), err)
	}
	monthly := Spec{First: wall(t, "2026-01-31T23:30"), Repeat: repeat(t, "monthly on the last day"), Count: 3, Zone: zone(t, "Pacific/Auckland")}
	if list, err = Meetings(monthly); err != nil || strings.Join(ids(list), " ") != "2026-01-31T23:30 2026-02-28T23:30 2026-03-31T23:30" {
		t.Errorf("last days: %v, %v", ids(list), err)
	}
}

func TestMeetingsFaults(t *testing.T) {
	good := Spec{First: wall(t, "2026-01-13T16:00"), Repeat: repeat(t, "every 2 weeks on Tuesday"), Count: 13, Zone: zone(t, "Europe/Madrid")}
	for _, c := range []struct {
		change func(*Spec)
		want   string // field index: what | fix
	}{
		{func(s *Spec) { s.First = wall(t, "2026-01-14T16:00") }, "first 0: the first meeting, Wed 14 January 2026, 16:00, does not fit the rhythm \"every 2 weeks on Tuesday\" | write first = 2026-01-13T16:00:00 (Tue 13 January 2026), or change repeat"},
		{func(s *Spec) { s.Count = 0 }, "count 0: the series has no end | add for example count = 12, or until = 2027-06-30"},
		{func(s *Spec) { s.Count = 401 }, "count 0: 401 is not a number of meetings from 1 to 400 | write for example count = 12"},
		{func(s *Spec) { s.Until = date(t, "2026-06-30") }, "until 0: count and until both say when the series ends | keep one of them"},
		{func(s *Spec) { s.Count, s.Until = 0, date(t, "2026-01-12") }, "until 0: Mon 12 January 2026 is before the first meeting, Tue 13 January 2026, 16:00 | choose a later date"},
		{func(s *Spec) { s.Count, s.Until = 0, date(t, "2055-01-12") }, "until 0: until Tue 12 January 2055 there would be more than 400 meetings | choose an earlier date"},
		{func(s *Spec) { s.Repeat, s.Count = repeat(t, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=13"), 40 }, "count 0: the rhythm gives only 31 meetings that take place in 30 years, not 40 | lower it to 31 or choose a denser rhythm"},
		{func(s *Spec) { s.Zone = nil }, "first 0: there is no time zone | set timezone"},
		{func(s *Spec) { s.Repeat = Repeat{} }, "repeat 0: there is no rhythm | add for example repeat = \"every 2 weeks on Tuesday\""},
		{func(s *Spec) { s.Skip = []Date{date(t, "2026-01-27"), date(t, "2026-04-14")} }, "skip 1: no meeting is planned on Tue 14 April 2026 | the nearest meetings are Tue 7 April 2026 and Tue 21 April 2026"},
		{func(s *Spec) { s.Skip = []Date{date(t, "2026-07-14")} }, "skip 0: no meeting is planned on Tue 14 July 2026 | the nearest meeting, and the last, is Tue 30 June 2026"},
		{func(s *Spec) { s.Skip = []Date{date(t, "2026-01-06")} }, "skip 0: no meeting is planned on Tue 6 January 2026 | the nearest meeting, and the first, is Tue 13 January 2026"},
		{func(s *Spec) { s.Skip = []Date{date(t, "2026-01-27"), date(t, "2026-01-27")} }, "skip 1: Tue 27 January 2026 is skipped twice | remove one of the two"},
		{func(s *Spec) { s.Move = []Move{{date(t, "2026-05-20"), wall(t, "2026-05-21T16:00")}} }, "move 0: no meeting is planned on Wed 20 May 2026 | the nearest meetings are Tue 19 May 2026 and Tue 2 June 2026"},
		{func(s *Spec) { s.Move = []Move{{date(t, "2026-05-19"), wall(t, "2026-05-19T16:00")}} }, "move 0: the meeting of Tue 19 May 2026 is moved to where it already is | give it a new time or remove the move"},
		{func(s *Spec) { s.Move = []Move{{date(t, "2026-05-19"), wall(t, "2026-06-02T10:00")}} }, "move 0: the meeting of Tue 19 May 2026 is moved to Tue 2 June 2026, where there is another meeting | move it to another day, or skip it"},
		{func(s *Spec) {
			s.Skip = []Date{date(t, "2026-05-19")}
			s.Move = []Move{{date(t, "2026-05-19"), wall(t, "2026-05-20T16:00")}}
		}, "move 0: the meeting of Tue 19 May 2026 is skipped as well as moved | remove one of the two"},
		{func(s *Spec) {
			s.Count, s.Skip = 1, nil
			s.Move = []Move{{date(t, "2026-01-27"), wall(t, "2026-01-28T16:00")}}
		}, "move 0: no meeting is planned on Tue 27 January 2026 | the nearest meeting, and the last, is Tue 13 January 2026"},
	} {
		s := good
		c.change(&s)
		list, err := Meetings(s)
		faults, ok := err.(SpecError) //nolint:errorlint // the type is the contract
		if !ok || len(faults) != 1 || list != nil {
			t.Errorf("want %q, got %v and %v", c.want, err, ids(list))
			continue
		}
		if f := faults[0]; strings.Join([]string{f.Field, " ", string(rune('0' + f.Index)), ": ", f.What, " | ", f.Fix}, "") != c.want {
			t.Errorf("want %q,\n got %s %d: %s | %s", c.want, f.Field, f.Index, f.What, f.Fix)
		}
	}
}

// Whatever the plan: as many meetings as asked for, in order, none on a skipped
// day, each at the wall time it is planned for, also when the clocks change.
func TestMeetingsKeepTheirWallTime(t *testing.T) {
	zones := Zones()
	rules := []string{"every week", "every 2 weeks", "every 3 weeks", "monthly", "monthly on the last Friday", "every Monday and Thursday"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := LoadZone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := ParseRepeat(rapid.SampledFrom(rules).Draw(t, "rule"))
		if err != nil {
			t.Fatal(err)
		}
		option, err := r.option()
		if err != nil {
			t.Fatal(err)
		}
		start := Date{2026, 1, 1}.Add(rapid.IntRange(0, 700).Draw(t, "day")).At(rapid.IntRange(0, 23).Draw(t, "hour"), rapid.SampledFrom([]int{0, 15, 30}).Draw(t, "minute"))
		dates, err := expand(option, start, time.Time{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		s := Spec{First: dates[0], Repeat: r, Count: rapid.IntRange(2, 40).Draw(t, "count"), Zone: loc}
		all, err := Meetings(s)
		if err != nil {
			t.Fatal(err)
		}
		skip := rapid.IntRange(0, s.Count-1).Draw(t, "skip")
		s.Skip = []Date{all[skip].Local.Date}
		list, err := Meetings(s)
		if err != nil || len(list) != s.Count {
			t.Fatalf("%d meetings, %v", len(list), err)
		}
		for i, o := range list {
			if o.Local.Date == s.Skip[0] || o.ID != o.Local.String() || o.Moved || i > 0 && !o.Start.After(list[i-1].Start) {
				t.Fatalf("meeting %d of %v: %+v", i, ids(list), o)
			}
			if want, exists := meant(o.Local, loc); !o.Start.Equal(want) || exists && WallOf(o.Start, loc) != o.Local {
				t.Fatalf("%s begins at %v", o.ID, o.Start.In(loc))
			}
		}
	})
}

func FuzzParseRepeat(f *testing.F) {
	for _, s := range append(Phrases(), "FREQ=WEEKLY;BYDAY=TU", "FREQ=YEARLY;BYDAY=53MO;BYMONTH=2", "FREQ=MONTHLY;BYMONTHDAY=-31", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU", "FREQ=DAILY;BYYEARDAY=366") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRepeat(s)
		if err != nil {
			return
		}
		again, err := ParseRepeat(r.Rule)
		if err != nil || again.Rule != r.Rule {
			t.Fatalf("%q gives the rule %q, which gives %q, %v", s, r.Rule, again.Rule, err)
		}
		list, err := Meetings(Spec{First: Date{2026, 1, 13}.At(16, 0), Repeat: r, Count: 5, Zone: time.UTC})
		if err == nil && len(list) != 5 {
			t.Fatalf("%q gives %v", s, ids(list))
		}
	})
}
