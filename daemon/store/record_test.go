package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// complete puts something other than zero into every field that is still zero,
// so that a field which no column keeps is noticed.
func complete(tb testing.TB, v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		if v.IsZero() {
			v.Set(reflect.ValueOf(day.Add(time.Duration(*n) * time.Hour)))
		}
		return
	case *time.Location:
		if v.IsNil() {
			v.Set(reflect.ValueOf(mustZone(tb, "Asia/Kolkata")))
		}
		return
	case time.Duration:
		if v.IsZero() {
			v.Set(reflect.ValueOf(time.Duration(*n) * time.Minute))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			complete(tb, v.Field(i), n)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			complete(tb, v.Index(i), n)
		}
	case reflect.String:
		if v.Len() == 0 {
			v.SetString("words " + string(rune('a'+*n%26)) + " 'with' \"quotes\", ümlauts and 🙂\n")
		}
	case reflect.Int, reflect.Int64:
		if v.IsZero() {
			v.SetInt(int64(*n))
		}
	case reflect.Bool:
		v.SetBool(true)
	default:
		tb.Fatalf("a %s in the record: teach the test to fill it", v.Type())
	}
}

func completed[T any](tb testing.TB, v T) T {
	n := 0
	complete(tb, reflect.ValueOf(&v).Elem(), &n)
	return v
}

// everyChange is one of each kind of change, with nothing left out.
func everyChange(tb testing.TB) []group.Change {
	const meeting = group.MeetingID("2026-03-24T16:00")
	letter := completed(tb, group.Letter{Token: "k7f2xabcdefghijk", Member: "ben", Class: group.InLetter, Asks: []group.Ask{
		{Letter: "k7f2xabcdefghijk", Number: 1, Kind: group.AskChoice}, {Letter: "k7f2xabcdefghijk", Number: 2, Kind: group.AskText}}})
	return []group.Change{ // what refers to others first: the store must put it right
		completed(tb, group.RSVP{Meeting: meeting, Member: "ben", Answer: group.Late, Inbox: 1}),
		completed(tb, group.Invitation{Meeting: meeting, Member: "ben"}),
		completed(tb, group.Turn{Meeting: meeting, Role: "scribe", N: 1, Member: "ben", From: "ana", State: group.Asked, Inbox: 1}),
		completed(tb, group.Topic{N: 3, By: "ben", Meeting: meeting, Inbox: 1}),
		completed(tb, group.Vote{Meeting: meeting, Member: "ben", Topics: []int{3, 1}, Inbox: 1}),
		completed(tb, group.Response{Practice: "survey", Member: "ben", Inbox: 1}),
		completed(tb, group.Settled{Key: group.Key{Member: "ben"}, How: "sent", Letter: letter.Token}),
		completed(tb, group.Entry{Inbox: 1}),
		completed(tb, group.Held{Inbox: 1, Member: "ben", Outcome: "released"}),
		completed(tb, group.Bounce{Inbox: 1, Member: "ben"}),
		letter,
		group.AskState{Letter: letter.Token, Number: 2, Answered: false},
		group.Closing{At: day.AddDate(0, 6, 0)},
		completed(tb, group.Meeting{ID: meeting, State: group.Cancelled}),
		completed(tb, group.Member{ID: "ben", State: group.Paused, Joining: group.Invited, Mail: group.DigestOnly}),
		completed(tb, group.Contribution{N: 7, Kind: group.Thanks, Member: "ben", To: "ana", Audience: group.OneMember, State: group.StateShared, Inbox: 1}),
		completed(tb, group.Attendance{Meeting: meeting, Member: "ben", Inbox: 1}),
		completed(tb, group.Absence{Member: "ben", N: 2, Inbox: 1}),
		completed(tb, group.Undone{Inbox: 1, Member: "ben", By: 1}),
		completed(tb, group.Forgetting{Member: "ana"}), // of whom there are no words: they would be erased
	}
}

// record compares two records: also their settled items, but not the settings.
var record = cmp.Options{
	cmp.AllowUnexported(group.Group{}),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
}

// bareChange is what everyChange makes, under the same keys and with nothing else.
func bareChange(tb testing.TB) []group.Change {
	const meeting = group.MeetingID("2026-03-24T16:00")
	var bare []group.Change
	for _, c := range everyChange(tb) {
		switch c := c.(type) {
		case group.Invitation:
			bare = append(bare, group.Invitation{Meeting: c.Meeting, Member: c.Member, UID: "another"})
		case group.Turn:
			bare = append(bare, group.Turn{Meeting: c.Meeting, Role: c.Role, N: c.N, State: group.Open})
		case group.Topic:
			bare = append(bare, group.Topic{N: c.N})
		case group.Vote:
			bare = append(bare, group.Vote{Meeting: c.Meeting, Member: c.Member})
		case group.Settled:
			bare = append(bare, group.Settled{Key: c.Key, How: "skipped"})
		case group.Held:
			bare = append(bare, group.Held{Inbox: c.Inbox, Member: "ana"})
		case group.Letter:
			bare = append(bare, group.Letter{Token: c.Token, Class: group.InNote})
		case group.Closing:
			bare = append(bare, group.Closing{})
		case group.Meeting:
			bare = append(bare, group.Meeting{ID: meeting, Start: day, State: group.Planned})
		case group.Contribution:
			bare = append(bare, group.Contribution{N: c.N, Kind: group.Offer, Audience: group.OnlySelf, State: group.StateOpen})
		case group.Attendance:
			bare = append(bare, group.Attendance{Meeting: c.Meeting, Member: c.Member})
		case group.Absence:
			bare = append(bare, group.Absence{Member: c.Member, N: c.N, From: day, Until: day})
		case group.Undone:
			bare = append(bare, group.Undone{Inbox: c.Inbox, Member: "ana"})
		case group.Member:
			bare = append(bare, group.Member{ID: c.ID, Zone: mustZone(tb, "UTC"), State: group.Active, Order: c.Order})
		}
	}
	return bare
}

func TestEveryChangeComesBack(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	want := &group.Group{ID: "coaches", Founded: day}
	want.Apply(members(t, db, "coaches")...)
	entries := 0
	// In the place of what was there, every column must change.
	for _, changes := range [][]group.Change{everyChange(t), bareChange(t), everyChange(t)} {
		write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", changes) })
		slices.SortStableFunc(changes, func(a, b group.Change) int { return rank(a) - rank(b) })
		want.Apply(changes...)
		if diff := cmp.Diff(want, load(t, db, "coaches"), record, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(group.Group{}, "Unread")); diff != "" {
			t.Fatalf("the loaded record is not what was put on it (-want +got):\n%s", diff)
		}
		for _, c := range changes {
			if _, ok := c.(group.Entry); ok {
				entries++
			}
		}
	}
	var log []LogEntry
	read(t, db, func(t *Tx) (err error) {
		log, err = t.Log(ctx, "coaches", 0, 0)
		return err
	})
	if want := completed(t, group.Entry{Inbox: 1}); len(log) != entries || !cmp.Equal(log[0].Entry, want) {
		t.Errorf("log is %v, want %d times %v", log, entries, want)
	}
	read(t, db, func(t *Tx) error { return t.IntegrityCheck(ctx) })
}

// The token of another group's letter answers nothing there.
func TestAskOfAnotherGroup(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	write(t, db, func(t *Tx) error {
		if err := t.CreateGroup(ctx, "readers", "Readers", day); err != nil {
			return err
		}
		if err := t.Apply(ctx, "coaches", []group.Change{group.Letter{Token: "mine", Class: group.InNote,
			Asks: []group.Ask{{Letter: "mine", Number: 1, Kind: group.AskYesNo}}}}); err != nil {
			return err
		}
		return t.Apply(ctx, "readers", []group.Change{group.AskState{Letter: "mine", Number: 1, Answered: true}})
	})
	if load(t, db, "coaches").Letters[0].Asks[0].Answered {
		t.Error("another group answered the ask")
	}
}

// Each kind of change that package group knows must have its table.
func TestNoChangeIsForgotten(t *testing.T) {
	have := map[string]bool{}
	for _, c := range everyChange(t) {
		have[reflect.TypeOf(c).Name()] = true
	}
	files, err := filepath.Glob("../group/*.go")
	if err != nil {
		t.Fatal(err)
	}
	kind := regexp.MustCompile(`(?m)^func \((?:\w+ )?(\w+)\) change\(\)`)
	found := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kind.FindAllSubmatch(source, -1) {
			found++
			if !have[string(m[1])] {
				t.Errorf("group.%s is not among the changes that are tested", m[1])
			}
		}
	}
	if found < 14 {
		t.Errorf("only %d kinds of changes found in package group", found)
	}
}

func TestTimesAreStoredToTheSecond(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	zoned := time.Date(2026, time.March, 29, 3, 30, 15, 999_999_999, mustZone(t, "Europe/Madrid"))
	write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", []group.Change{group.Closing{At: zoned}}) })
	want := time.Date(2026, time.March, 29, 1, 30, 15, 0, time.UTC)
	if got := load(t, db, "coaches").Closed; got != want {
		t.Errorf("%v comes back as %v, want %v", zoned, got, want)
	}
	if got := query(t, db, `SELECT closed FROM groups`); got[0] != "2026-03-29T01:30:15Z" {
		t.Errorf("stored as %s", got[0])
	}
	for _, bad := range []string{"", "2026-03-29 01:30:15Z", "2026-13-29T01:30:15Z", "2026-02-30T01:30:15Z", "2026-03-29T24:30:15Z", "2026-03-29T01:30:15+", "2o26-03-29T01:30:15Z"} {
		if got, err := parseInstant(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		want := time.Unix(rapid.Int64Range(-62135596800+1, 253402300799).Draw(rt, "second"), 0).UTC() // years 1 to 9999
		got, err := parseInstant(at(want).(string))
		if got != want || err != nil {
			rt.Errorf("%v comes back as %v (%v)", want, got, err)
		}
	})
	if got := at(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)); len(got.(string)) == len(layout) {
		t.Errorf("the year 10000 is stored as %v", got)
	}
	if err := db.Write(ctx, func(t *Tx) error { return t.SetNextDue(ctx, "coaches", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) }); err == nil {
		t.Error("the year 10000 was stored")
	}
}

func TestWrongChangesAreRefused(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	const meeting = group.MeetingID("2026-03-24T16:00")
	utc := mustZone(t, "UTC")
	for name, c := range map[string]group.Change{
		"member without zone":   group.Member{ID: "leo", State: group.Active},
		"member with no name":   group.Member{ID: "leo", State: group.Active, Zone: time.FixedZone("Mars", 60)},
		"member here":           group.Member{ID: "leo", State: group.Active, Zone: time.Local},
		"member in no state":    group.Member{ID: "leo", Zone: utc},
		"member without id":     group.Member{State: group.Active, Zone: utc},
		"rsvp of a stranger":    group.RSVP{Meeting: meeting, Member: "leo", Answer: group.Yes},
		"rsvp to no meeting":    group.RSVP{Meeting: "2027", Member: "ana", Answer: group.Yes},
		"rsvp to nothing":       group.RSVP{Meeting: meeting, Member: "ana"},
		"rsvp by no mail":       group.RSVP{Meeting: meeting, Member: "ana", Answer: group.Yes, Inbox: 99},
		"turn in no state":      group.Turn{Meeting: meeting, Role: "scribe", N: 1},
		"letter to a stranger":  group.Letter{Token: "x", Member: "leo", Class: group.InLetter},
		"letter of no class":    group.Letter{Token: "x", Member: "ana"},
		"item in no letter":     group.Settled{How: "sent", Letter: "nowhere"},
		"held by nobody":        group.Held{Inbox: 1, Member: "leo"},
		"held without its mail": group.Held{Inbox: 99, Member: "ana"},
		"entry at no time":      group.Entry{Kind: "rsvp"},
	} {
		if err := db.Write(context.Background(), func(t *Tx) error { return t.Apply(context.Background(), "coaches", []group.Change{c}) }); err == nil {
			t.Errorf("%s was put on record", name)
		}
	}
	if time.Local.String() != "Local" { // TZ names a zone here: "member here" was refused for its name
		t.Logf("the local zone is %s", time.Local)
	}
	if err := db.Write(context.Background(), func(t *Tx) error {
		return t.Apply(context.Background(), "none", []group.Change{group.Closing{At: day}})
	}); err == nil {
		t.Error("a group that does not exist was closed")
	}
	if err := db.Read(context.Background(), func(t *Tx) error { _, err := t.Load(context.Background(), "none"); return err }); !errors.Is(err, ErrNotFound) {
		t.Errorf("loading no group: %v, want %v", err, ErrNotFound)
	}
}

// A token belongs to one letter of one group, even if another's randomness fails.
func TestTokenOfAnotherGroup(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	letter := group.Letter{Token: "same", Class: group.InNote, Subject: "first"}
	write(t, db, func(t *Tx) error {
		if err := t.CreateGroup(ctx, "readers", "Readers", day); err != nil {
			return err
		}
		return t.Apply(ctx, "coaches", []group.Change{letter})
	})
	letter.Subject = "second"
	if err := db.Write(ctx, func(t *Tx) error { return t.Apply(ctx, "readers", []group.Change{letter}) }); err == nil {
		t.Error("a letter of another group was overwritten")
	}
	if got := load(t, db, "coaches").Letters[0].Subject; got != "first" {
		t.Errorf("subject %q", got)
	}
}

func TestUnknownZoneInTheFile(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	if _, err := db.writer.Exec(`UPDATE members SET zone = 'Europe/Atlantis' WHERE id = 'ben'`); err != nil {
		t.Fatal(err)
	}
	err := db.Read(context.Background(), func(t *Tx) error { _, err := t.Load(context.Background(), "coaches"); return err })
	if err == nil || !strings.Contains(err.Error(), "ben") || !strings.Contains(err.Error(), "Atlantis") {
		t.Errorf("got %v, want an error that names member and zone", err)
	}
}

func TestHistoryOnlyGrows(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	write(t, db, func(t *Tx) error {
		return t.Apply(context.Background(), "coaches", []group.Change{
			group.Entry{At: day, Kind: "rsvp", Member: "ana"}, group.Entry{At: day, Kind: "turn"},
			group.RSVP{Meeting: "2026-03-24T16:00", Member: "ana", Answer: group.Yes}})
	})
	for _, statement := range []string{
		`UPDATE log SET text = 'never happened'`, `DELETE FROM log`, `REPLACE INTO log SELECT * FROM log WHERE id = 1`,
		`UPDATE rsvps SET answer = 'no'`, `DELETE FROM rsvps`, `REPLACE INTO rsvps SELECT * FROM rsvps`,
	} {
		if _, err := db.writer.Exec(statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	read(t, db, func(tx *Tx) error {
		got, err := tx.Log(context.Background(), "coaches", 1, 10)
		if len(got) != 1 || got[0].Kind != "turn" || got[0].ID != 2 {
			t.Errorf("after the first entry: %+v", got)
		}
		return err
	})
}

func TestWordsStandInOnePlace(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	const secret = "between you and me"
	topic := group.Topic{N: 1, Text: secret, By: "ben"}
	held := group.Held{Inbox: 1, Member: "ben", Words: secret}
	changes := []group.Change{topic, held,
		group.RSVP{Meeting: "2026-03-24T16:00", Member: "ben", Answer: group.No, Note: secret},
		group.Response{Practice: "reflection", Member: "ben", Text: secret}}
	for range 2 { // a second time in place of the first where there is a key
		write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", changes) })
	}
	if n := query(t, db, `SELECT count(*) FROM words WHERE text = ? AND member = 'ben'`, secret); n[0] != "6" {
		t.Errorf("%s rows of words, want 6: two rsvps, two answers, a topic, a held mail", n[0])
	}
	for _, table := range query(t, db, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`) {
		for _, column := range query(t, db, `SELECT name FROM pragma_table_info(?)`, table) {
			if n := query(t, db, fmt.Sprintf(`SELECT count(*) FROM %q WHERE CAST(%q AS TEXT) LIKE '%%' || ? || '%%'`, table, column), secret); n[0] != "0" && table != "words" {
				t.Errorf("%s.%s holds a member's words", table, column)
			}
		}
	}
	// Forgotten words do not come back with a row that is written again.
	if _, err := db.writer.Exec(`UPDATE words SET text = '', erased = ?`, at(day)); err != nil {
		t.Fatal(err)
	}
	write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", []group.Change{topic, held}) })
	g := load(t, db, "coaches")
	if g.Topics[0].Text != "" || g.Held[0].Words != "" || g.RSVPs[0].Note != "" || g.Responses[0].Text != "" {
		t.Error("forgotten words came back")
	}
}

func TestViews(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	const meeting = group.MeetingID("2026-03-24T16:00")
	write(t, db, func(t *Tx) error {
		return t.Apply(context.Background(), "coaches", []group.Change{
			group.RSVP{Meeting: meeting, Member: "ana", Answer: group.Yes, Position: 2, Received: day, Sequence: 9},
			group.RSVP{Meeting: meeting, Member: "ana", Answer: group.No, Position: 1, Received: day, Sequence: 9}, // held, confirmed late
			group.RSVP{Meeting: meeting, Member: "ben", Answer: group.Yes, Position: 3, Received: day, Sequence: 9},
			group.RSVP{Meeting: meeting, Member: "ben", Answer: group.Maybe, Position: 3, Received: day, Sequence: 9},
			group.Turn{Meeting: meeting, Role: "scribe", N: 1, Member: "ana", State: group.Passed},
			group.Turn{Meeting: meeting, Role: "scribe", N: 2, Member: "ben", State: group.Served},
			group.Turn{Meeting: meeting, Role: "scribe", N: 3, Member: "ana", State: group.Accepted},
			group.Turn{Meeting: meeting, Role: "facilitator", N: 1, State: group.SelfLed},
		})
	})
	g := load(t, db, "coaches")
	for _, member := range []group.MemberID{"ana", "ben"} {
		want, _ := g.RSVP(meeting, member)
		if got := query(t, db, `SELECT answer FROM current_rsvps WHERE member = ?`, string(member)); fmt.Sprint(got) != fmt.Sprint([]group.RSVPAnswer{want.Answer}) {
			t.Errorf("%s: the view says %v, the record %s", member, got, want.Answer)
		}
	}
	got := query(t, db, `SELECT member || ' ' || role || ' ' || served || accepted || passed FROM fairness ORDER BY member, role`)
	if want := "[ana scribe 011 ben scribe 100]"; fmt.Sprint(got) != want {
		t.Errorf("fairness %v, want %s", got, want)
	}
}
