package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
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
		completed(tb, group.Turn{Meeting: meeting, Role: "scribe", N: 1, Member: "ben", From: "ana", State: group.Asked}),
		completed(tb, group.Topic{N: 3, By: "ben", Meeting: meeting, Inbox: 1}),
		completed(tb, group.Vote{Meeting: meeting, Member: "ben", Topics: []int{3, 1}, Inbox: 1}),
		completed(tb, group.Response{Practice: "survey", Member: "ben", Inbox: 1}),
		completed(tb, group.Settled{Key: group.Key{Member: "ben"}, How: "sent", Letter: letter.Token}),
		completed(tb, group.Entry{Inbox: 1}),
		completed(tb, group.Held{Inbox: 1, Member: "ben", Outcome: "released"}),
		letter,
		group.AskState{Letter: letter.Token, Number: 2, Answered: false},
		group.Closing{At: day.AddDate(0, 6, 0)},
		completed(tb, group.Meeting{ID: meeting, State: group.Cancelled}),
		completed(tb, group.Member{ID: "ben", State: group.Paused}),
	}
}

// record compares two records: also their settled items, but not the settings.
var record = cmp.Options{
	cmp.AllowUnexported(group.Group{}),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
}

func TestEveryChangeComesBack(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	before := members(t, db, "coaches")
	changes := everyChange(t)
	write(t, db, func(t *Tx) error { return t.Apply(ctx, "coaches", changes) })

	want := &group.Group{ID: "coaches", Founded: day}
	want.Apply(before...)
	for _, kind := range []string{"group.Member", "group.Meeting", "group.Letter", ""} {
		for _, c := range changes {
			if name := reflect.TypeOf(c).String(); name == kind || kind == "" && name != "group.Member" && name != "group.Meeting" && name != "group.Letter" {
				want.Apply(c)
			}
		}
	}
	got := load(t, db, "coaches")
	if diff := cmp.Diff(want, got, record); diff != "" {
		t.Errorf("the loaded record is not what was put on it (-want +got):\n%s", diff)
	}
	var entries []LogEntry
	read(t, db, func(t *Tx) (err error) {
		entries, err = t.Log(ctx, "coaches", 0, 0)
		return err
	})
	if want := completed(t, group.Entry{Inbox: 1}); len(entries) != 1 || !cmp.Equal(entries[0].Entry, want) {
		t.Errorf("log is %v, want %v", entries, want)
	}
	read(t, db, func(t *Tx) error { return t.IntegrityCheck(ctx) })
}
