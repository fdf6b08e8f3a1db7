package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mail is a letter to ben in the given revision.
func mail(revision int) Outgoing {
	return Outgoing{Group: "coaches", Key: group.Key{Practice: "letter", Occurrence: "2026-W11", Member: "ben", Revision: revision},
		Class: "letter", Letter: "k7f2x", MessageID: fmt.Sprintf("k7f2x.%d@example.org", revision), From: "coaches@example.org",
		To: "ben@example.org", Data: []byte("Subject: hello\r\n\r\nHello\x00\xff"), NotBefore: day, NotAfter: day.Add(24 * time.Hour)}
}

func enqueue(tb testing.TB, db *DB, o Outgoing) bool {
	tb.Helper()
	var added bool
	write(tb, db, func(t *Tx) (err error) {
		added, err = t.Enqueue(context.Background(), o)
		return err
	})
	return added
}

func due(tb testing.TB, db *DB, now time.Time) []Outgoing {
	tb.Helper()
	var all []Outgoing
	read(tb, db, func(t *Tx) (err error) {
		all, err = t.DueOutgoing(context.Background(), now, 100)
		return err
	})
	return all
}

func states(tb testing.TB, db *DB) string {
	tb.Helper()
	return fmt.Sprint(query(tb, db, `SELECT revision || ' ' || state FROM outbox ORDER BY id`))
}

func TestOutboxKeepsWhatItIsGiven(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	if !enqueue(t, db, mail(0)) {
		t.Fatal("not added")
	}
	got := due(t, db, day)
	want := mail(0)
	want.ID, want.State = 1, Queued
	if diff := cmp.Diff([]Outgoing{want}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOutboxRowsAreUnique(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	write(t, db, func(t *Tx) error { return t.CreateGroup(context.Background(), "others", "Others", day) })
	first := mail(0)
	if !enqueue(t, db, first) || enqueue(t, db, first) {
		t.Error("the same mail can be queued twice")
	}
	for name, change := range map[string]func(*Outgoing){
		"group":      func(o *Outgoing) { o.Group = "others" },
		"practice":   func(o *Outgoing) { o.Key.Practice = "nudge" },
		"occurrence": func(o *Outgoing) { o.Key.Occurrence = "2026-W12" },
		"member":     func(o *Outgoing) { o.Key.Member = "ana" },
	} {
		o := first
		change(&o)
		if !enqueue(t, db, o) {
			t.Errorf("another %s is taken for the same mail", name)
		}
	}
	write(t, db, func(t *Tx) error { return t.Sent(context.Background(), 1, day) })
	if enqueue(t, db, first) {
		t.Error("a mail that was sent can be queued again")
	}
}

func TestLaterRevisionSupersedes(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	enqueue(t, db, mail(1))
	if !enqueue(t, db, mail(3)) {
		t.Error("a later revision was not added")
	}
	if enqueue(t, db, mail(2)) {
		t.Error("an earlier revision goes out after a later one")
	}
	if got, want := states(t, db), "[1 superseded 3 queued 2 superseded]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	write(t, db, func(t *Tx) error { return t.Sent(ctx, 2, day) })
	enqueue(t, db, mail(4))
	if got, want := states(t, db), "[1 superseded 3 sent 2 superseded 4 queued]"; got != want {
		t.Errorf("%s, want %s: what was sent stays sent", got, want)
	}
	// A mail that was under way when it was superseded has been sent all the same;
	// one that failed then does not come back.
	write(t, db, func(t *Tx) error { return t.Sent(ctx, 1, day) })
	write(t, db, func(t *Tx) error { return t.Retry(ctx, 3, day, "450 later") })
	write(t, db, func(t *Tx) error { return t.Failed(ctx, 3, day, "550 no") })
	if got, want := states(t, db), "[1 sent 3 sent 2 superseded 4 queued]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestOutboxThroughTime(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	late, soon, never := mail(0), mail(0), mail(0)
	late.Key.Occurrence, late.NotBefore = "late", day.Add(2*time.Hour)
	soon.Key.Occurrence, soon.NotBefore, soon.NotAfter = "soon", time.Time{}, day.Add(time.Hour)
	never.Key.Occurrence, never.NotBefore, never.NotAfter = "never", day.Add(time.Hour+time.Millisecond), time.Time{}
	for _, o := range []Outgoing{late, soon, never} {
		enqueue(t, db, o)
	}
	occurrences := func(now time.Time) string {
		var s []string
		for _, o := range due(t, db, now) {
			s = append(s, o.Key.Occurrence)
		}
		return fmt.Sprint(s)
	}
	earliest := func() time.Time {
		var next time.Time
		read(t, db, func(tx *Tx) error {
			var found bool
			var err error
			if next, found, err = tx.EarliestOutgoing(ctx); !found {
				t.Error("nothing is queued")
			}
			return err
		})
		return next
	}
	for _, test := range []struct {
		now  time.Time
		want string
	}{
		{day, "[soon]"},
		{day.Add(time.Hour - time.Second), "[soon]"},
		{day.Add(time.Hour), "[]"}, // soon is stale from now on, never's millisecond is still to come
		{day.Add(time.Hour + time.Second), "[never]"},
		{day.Add(2 * time.Hour), "[never late]"},
		{day.Add(24 * time.Hour), "[never]"},
	} {
		if got := occurrences(test.now); got != test.want {
			t.Errorf("at %v due are %s, want %s", test.now, got, test.want)
		}
	}
	if got := earliest(); got.After(day) {
		t.Errorf("the earliest is %v, but one may go at once", got)
	}
	write(t, db, func(t *Tx) error { return t.Retry(ctx, 2, day.Add(90*time.Minute), "450 later") })
	if got, want := earliest(), day.Add(time.Hour); !got.Equal(want) {
		t.Errorf("the earliest is %v, want %v: then one becomes stale", got, want)
	}
	expire := func(now time.Time, want int) {
		t.Helper()
		write(t, db, func(tx *Tx) error {
			n, err := tx.Expire(ctx, now)
			if n != want {
				t.Errorf("%d expired at %v, want %d", n, now, want)
			}
			return err
		})
	}
	expire(day.Add(time.Hour-time.Second), 0)
	expire(day.Add(time.Hour), 1)
	if got, want := earliest(), day.Add(time.Hour+time.Second); !got.Equal(want) {
		t.Errorf("the earliest is %v, want %v", got, want)
	}
	write(t, db, func(t *Tx) error { return t.Failed(ctx, 3, day, "550 5.1.1 no such user") })
	write(t, db, func(t *Tx) error { return t.Sent(ctx, 1, day) })
	read(t, db, func(tx *Tx) error {
		if _, found, err := tx.EarliestOutgoing(ctx); found || err != nil {
			t.Errorf("something is still queued (%v)", err)
		}
		return nil
	})
	got := fmt.Sprint(query(t, db, `SELECT occurrence || ' ' || state || ' ' || attempts || ' ' || reason FROM outbox ORDER BY id`))
	if want := "[late sent 1  soon expired 1 450 later never failed 1 550 5.1.1 no such user]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if err := db.Write(ctx, func(t *Tx) error { return t.Sent(ctx, 99, day) }); err == nil {
		t.Error("a mail that does not exist was sent")
	}
}

func TestDueOutgoingIsLimited(t *testing.T) {
	db := fresh(t)
	members(t, db, "coaches")
	for i := range 5 {
		o := mail(0)
		o.Key.Occurrence = fmt.Sprint(i)
		enqueue(t, db, o)
	}
	read(t, db, func(tx *Tx) error {
		got, err := tx.DueOutgoing(context.Background(), day, 3)
		if len(got) != 3 || got[0].Key.Occurrence != "0" {
			t.Errorf("%d mails, want the first three", len(got))
		}
		return err
	})
}

// Whatever is queued, tried and superseded in whatever order: of each item at most
// one revision is queued, it is the latest, and nothing that was sent is unsent.
func TestOutboxInvariants(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		sent := map[int64]bool{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			err := db.Write(ctx, func(t *Tx) error {
				ids, err := collect(ctx, t, scanID, `SELECT id FROM outbox WHERE occurrence LIKE ? || '/%' ORDER BY id`, fmt.Sprint(run))
				if err != nil {
					return err
				}
				step := rapid.SampledFrom([]string{"enqueue", "enqueue", "sent", "failed", "retry", "expire"}).Draw(rt, "step")
				if step == "enqueue" || len(ids) == 0 {
					o := mail(rapid.IntRange(0, 4).Draw(rt, "revision"))
					o.Key.Occurrence = fmt.Sprintf("%d/%d", run, rapid.IntRange(0, 1).Draw(rt, "item"))
					_, err := t.Enqueue(ctx, o)
					return err
				}
				id := rapid.SampledFrom(ids).Draw(rt, "id")
				switch step {
				case "sent":
					sent[id] = true
					return t.Sent(ctx, id, day)
				case "failed":
					return t.Failed(ctx, id, day, "550")
				case "retry":
					return t.Retry(ctx, id, day.Add(time.Minute), "450")
				}
				_, err = t.Expire(ctx, day.Add(48*time.Hour))
				return err
			})
			if err != nil {
				rt.Fatal(err)
			}
		}
		pattern := fmt.Sprintf("%d/%%", run)
		if wrong := query(t, db, `SELECT occurrence FROM outbox o WHERE occurrence LIKE ? AND state = 'queued' AND EXISTS
			(SELECT 1 FROM outbox l WHERE l.occurrence = o.occurrence AND l.revision > o.revision)`, pattern); len(wrong) > 0 {
			rt.Errorf("queued although a later revision is there: %v", wrong)
		}
		for id := range sent {
			if got := query(t, db, `SELECT state FROM outbox WHERE id = ?`, id); got[0] != Sent {
				rt.Errorf("mail %d was sent and is %s", id, got[0])
			}
		}
	})
}

// TestRedirect: what waits goes to where its member is now, and what is written anew for
// that address does not go out twice. The same address in other letters is the same.
func TestRedirect(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	for i, practice := range []string{"digest", "invitation"} {
		o := mail(i)
		o.Key.Practice, o.Key.Revision = practice, 0
		enqueue(t, db, o)
	}
	for _, c := range []struct{ to, want string }{
		{"BEN@example.org", "[digest ben@example.org queued invitation ben@example.org queued]"},
		{"ben@new.example", "[digest ben@new.example queued invitation ben@example.org expired]"},
	} {
		write(t, db, func(t *Tx) error {
			return t.Redirect(ctx, "coaches", "ben", c.to, day, "not sent", func(k group.Key) bool { return k.Practice == "invitation" })
		})
		if got := fmt.Sprint(query(t, db, `SELECT practice || ' ' || recipient || ' ' || state FROM outbox ORDER BY id`)); got != c.want {
			t.Errorf("%s: %s, want %s", c.to, got, c.want)
		}
	}
}
