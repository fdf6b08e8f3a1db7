package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
)

func TestOverview(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches") // mail 1
	ingest(t, db, 1, 5, Incoming{UIDValidity: 1, UID: 2, Raw: []byte("2"), Received: day.Add(time.Hour)},
		Incoming{UIDValidity: 1, UID: 3, Raw: []byte("3"), Received: day}, Incoming{UIDValidity: 1, UID: 4, Raw: []byte("4"), Received: day},
		Incoming{UIDValidity: 1, UID: 5, Raw: []byte("5"), Received: day})
	for i := range 5 {
		o := mail(i)
		o.Key.Revision, o.Key.Occurrence = 0, string(rune('a'+i))
		enqueue(t, db, o)
	}
	write(t, db, func(t *Tx) error {
		return errors.Join(
			t.Finish(ctx, 1, Finished{Outcome: OutcomeHeld, Kind: "person", Group: "coaches", Member: "ben", At: day}),
			t.Finish(ctx, 2, Finished{Outcome: "applied", Kind: "calendar", Group: "coaches", Member: "ben", At: day}),
			t.Finish(ctx, 3, Finished{Outcome: OutcomeQuarantined, Because: "too deep", At: day}),
			t.Finish(ctx, 4, Finished{Outcome: "unknown", At: day}),
			t.Apply(ctx, "coaches", []group.Change{
				group.Held{Inbox: 1, Member: "ben", From: "ben@phone.example", Words: "secret", Reason: "not authenticated", At: day},
				group.Held{Inbox: 2, Member: "ben", Outcome: "refused", At: day},
				group.Letter{Token: "k7f2x", Ref: "k7f2x", Member: "ben", Class: group.InLetter, Subject: "Tue 10 March", At: day},
			}),
			t.SetNextDue(ctx, "coaches", day.Add(time.Hour)),
			t.Sent(ctx, 1, day), t.Failed(ctx, 2, day, "550 no such user"), t.Retry(ctx, 3, day.Add(time.Minute), "450 later"),
			t.Retry(ctx, 4, day.Add(2*time.Minute), "450 later"),
		)
	})
	var got Overview
	read(t, db, func(t *Tx) (err error) {
		got, err = t.Overview(ctx, "coaches")
		return err
	})
	want := Overview{
		Group: "coaches", Name: "Tuesday Coaches", Founded: day, NextDue: day.Add(time.Hour), Active: 2,
		Pending:     1,
		Quarantined: []Trouble{{ID: 3, At: day, Why: "too deep"}},
		Unassigned:  map[string]int{OutcomeQuarantined: 1, "unknown": 1},
		Outcomes:    map[string]int{OutcomeHeld: 1, "applied": 1},
		Held:        []Trouble{{ID: 1, At: day, Member: "ben", Who: "ben@phone.example", Why: "not authenticated"}},
		Queued:      3, NextTry: day,
		Retried:    []Trouble{{ID: 3, At: day.Add(time.Minute), Member: "ben", Who: "ben@example.org", Why: "450 later"}, {ID: 4, At: day.Add(2 * time.Minute), Member: "ben", Who: "ben@example.org", Why: "450 later"}},
		Failed:     []Trouble{{ID: 2, At: day, Member: "ben", Who: "ben@example.org", Why: "550 no such user"}},
		LastLetter: []LetterLine{{Token: "k7f2x", Ref: "k7f2x", Subject: "Tue 10 March", Member: "ben", Class: group.InLetter, At: day, State: Queued}},
		LastMail:   day.Add(time.Hour),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// The rules see of mails that were not read only when.
	if diff := cmp.Diff([]group.Unread{{At: day}, {At: day, Waiting: true}}, load(t, db, "coaches").Unread); diff != "" {
		t.Error(diff)
	}
	if err := db.Read(ctx, func(t *Tx) error { _, err := t.Overview(ctx, "none"); return err }); !errors.Is(err, ErrNotFound) {
		t.Errorf("no group: %v, want %v", err, ErrNotFound)
	}
}

func TestHeartbeat(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	check := func(want time.Time, wantFound bool) {
		t.Helper()
		read(t, db, func(tx *Tx) error {
			if got, found, err := tx.Heartbeat(ctx); !got.Equal(want) || found != wantFound || err != nil {
				t.Errorf("%v %v %v, want %v %v", got, found, err, want, wantFound)
			}
			return nil
		})
	}
	check(time.Time{}, false)
	for _, now := range []time.Time{day, day.Add(time.Minute)} {
		write(t, db, func(t *Tx) error { return t.Beat(ctx, now) })
		check(now, true)
	}
}

func TestIntegrityCheckFindsDanglingRows(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	read(t, db, func(t *Tx) error { return t.IntegrityCheck(ctx) })
	for _, statement := range []string{`PRAGMA foreign_keys = OFF`, `DELETE FROM members WHERE id = 'ben'`, `PRAGMA foreign_keys = ON`} {
		if _, err := db.writer.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Read(ctx, func(t *Tx) error { return t.IntegrityCheck(ctx) }); !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v, want %v", err, ErrCorrupt)
	}
}

// TestNobodyMendsTheAddressOfWhoIsForgotten: a refusal names an address, and theirs is gone.
func TestNobodyMendsTheAddressOfWhoIsForgotten(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	enqueue(t, db, mail(1))
	write(t, db, func(t *Tx) error {
		return errors.Join(t.Failed(ctx, 1, day, "550 no such user"), t.Erase(ctx, "coaches", mail(1).Key.Member, day))
	})
	read(t, db, func(tx *Tx) error {
		o, err := tx.Overview(ctx, "coaches")
		if len(o.Failed) != 0 {
			t.Errorf("refused: %+v", o.Failed)
		}
		return err
	})
}
