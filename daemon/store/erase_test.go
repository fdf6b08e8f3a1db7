package store

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"convene/daemon/group"
)

// holds tells whether the database's files hold a word, in whatever place.
func holds(tb testing.TB, db *DB, word string) bool {
	tb.Helper()
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(db.Path() + suffix)
		if err != nil && !os.IsNotExist(err) {
			tb.Fatal(err)
		}
		if bytes.Contains(b, []byte(word)) {
			return true
		}
	}
	return false
}

func TestWhatIsErasedIsInNoFile(t *testing.T) {
	const word, others = "zebracorn", "hippogriff"
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	raw := []byte("From: ben@example.org\r\n\r\nmy " + word)
	ingest(t, db, 1, 3, Incoming{UIDValidity: 1, UID: 2, Raw: raw, Received: day}, Incoming{UIDValidity: 1, UID: 3, Raw: []byte("> " + word), Received: day})
	write(t, db, func(t *Tx) error {
		if err := t.Apply(ctx, "coaches", []group.Change{
			group.Letter{Token: "t1", Ref: "r", Member: "ana", Class: group.InLetter, At: day},
			group.Contribution{N: 1, Kind: group.Shared, Member: "ben", Text: word + " shared", Audience: group.Everyone, State: group.StateShared, Inbox: 2, At: day},
			group.Response{Practice: "reflection", About: "m", Question: 1, Member: "ben", Text: word, Inbox: 2, At: day},
			group.Topic{N: 1, Text: word, By: "ben", Inbox: 2},
			group.Response{Practice: "reflection", About: "m", Question: 1, Member: "ana", Text: others, Inbox: 3, At: day},
		}); err != nil {
			return err
		}
		for id, member := range map[int64]group.MemberID{2: "ben", 3: "ana"} {
			if err := t.Finish(ctx, id, Finished{Outcome: "applied", Group: "coaches", Member: member, At: day}); err != nil {
				return err
			}
		}
		if _, err := t.Enqueue(ctx, Outgoing{Group: "coaches", Key: group.Key{Practice: "digest", Member: "ana"}, Class: "letter", Letter: "t1", To: "ana@example.org", Data: []byte("Ben wrote: " + word)}); err != nil {
			return err
		}
		return t.Sent(ctx, 1, day)
	})
	if err := db.Truncate(ctx); err != nil {
		t.Fatal(err)
	}
	if !holds(t, db, word) {
		t.Fatal("the word was not there before")
	}
	write(t, db, func(t *Tx) error { return t.Erase(ctx, "coaches", "ben", day.Add(time.Hour)) })
	if err := db.Truncate(ctx); err != nil {
		t.Fatal(err)
	}
	if holds(t, db, word) {
		t.Error("the word is still in the file")
	}
	if !holds(t, db, others) {
		t.Error("another member's words are gone too")
	}
	g := load(t, db, "coaches")
	if len(g.Contributions) != 1 || len(g.Responses) != 2 || len(g.Topics) != 1 || g.Contributions[0].Text != "" {
		t.Errorf("the counts have changed: %d contributions, %d answers, %d topics", len(g.Contributions), len(g.Responses), len(g.Topics))
	}
	if n := ingest(t, db, 1, 3, Incoming{UIDValidity: 1, UID: 2, Raw: raw, Received: day}); n != 0 {
		t.Error("a mail that was erased is taken in again")
	}
	// What is applied again, as when the row's state changes, does not bring words back.
	write(t, db, func(t *Tx) error {
		return t.Apply(ctx, "coaches", []group.Change{group.Topic{N: 1, Text: word, By: "ben", Inbox: 2, Meeting: "2026-03-24T16:00"}})
	})
	if load(t, db, "coaches").Topics[0].Text != "" {
		t.Error("erased words came back")
	}
}

func TestMailsAreEmptiedAfterTheirTime(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	ingest(t, db, 1, 4, Incoming{UIDValidity: 1, UID: 2, Raw: []byte("old"), Received: day}, Incoming{UIDValidity: 1, UID: 3, Raw: []byte("new"), Received: day},
		Incoming{UIDValidity: 1, UID: 4, Raw: []byte("held"), Received: day})
	write(t, db, func(t *Tx) error {
		for id, f := range map[int64]Finished{2: {Outcome: "applied", At: day}, 3: {Outcome: "applied", At: day.AddDate(0, 0, 50)}, 4: {Outcome: OutcomeHeld, At: day}} {
			if err := t.Finish(ctx, id, f); err != nil {
				return err
			}
		}
		return nil
	})
	var n int64
	write(t, db, func(t *Tx) (err error) {
		n, err = t.EmptyMails(ctx, day.AddDate(0, 0, 1))
		return err
	})
	if n != 1 {
		t.Errorf("%d mails were emptied, want the old one alone", n)
	}
	if left := query(t, db, `SELECT raw FROM inbox_raw WHERE inbox IN (2, 3, 4) ORDER BY inbox`); !slices.Equal(left, []string{"new", "held"}) {
		t.Errorf("left are %q, want new and held", left)
	}
}

// TestALetterThatNeverWentOutIsEmptiedToo: what a later revision overtook in the queue
// holds an address and a place as well.
func TestALetterThatNeverWentOutIsEmptiedToo(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	invitation := func(revision int, token string, at time.Time) {
		write(t, db, func(t *Tx) error {
			if err := t.Apply(ctx, "coaches", []group.Change{group.Letter{Token: token, Ref: token, Member: "ana", Class: group.InInvitation, At: at}}); err != nil {
				return err
			}
			_, err := t.Enqueue(ctx, Outgoing{Group: "coaches", Key: group.Key{Practice: "invitation", Occurrence: "m", Member: "ana", Revision: revision},
				Class: "invitation", Letter: token, To: "ana@example.org", Data: []byte(token)})
			return err
		})
	}
	invitation(1, "first", day)
	invitation(2, "second", day.AddDate(0, 0, 1))
	invitation(3, "third", day.AddDate(0, 0, 1))
	write(t, db, func(t *Tx) error {
		_, err := t.EmptyMails(ctx, day.AddDate(0, 0, 1))
		return err
	})
	if left := query(t, db, `SELECT data FROM outbox_data ORDER BY outbox`); !slices.Equal(left, []string{"second", "third"}) {
		t.Errorf("left are %q, want second, which is a day younger, and third, which is still to go out", left)
	}
}

// TestAMailThatWaitsNoLongerIsEmptied: a held mail that its member refused, or never
// answered for, has come to its outcome.
func TestAMailThatWaitsNoLongerIsEmptied(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	ingest(t, db, 1, 3, Incoming{UIDValidity: 1, UID: 2, Raw: []byte("waits"), Received: day}, Incoming{UIDValidity: 1, UID: 3, Raw: []byte("refused"), Received: day})
	var kept []Kept
	write(t, db, func(t *Tx) error {
		for id, outcome := range map[int64]string{2: "", 3: group.HeldRefused} {
			if err := t.Apply(ctx, "coaches", []group.Change{group.Held{Inbox: id, Member: "ben", From: "x@example.org", Words: "yes", At: day, Outcome: outcome}}); err != nil {
				return err
			}
			if err := t.Finish(ctx, id, Finished{Outcome: OutcomeHeld, Group: "coaches", Member: "ben", At: day}); err != nil {
				return err
			}
		}
		if _, err := t.EmptyMails(ctx, day.AddDate(0, 0, 1)); err != nil {
			return err
		}
		var err error
		kept, err = t.OutlivedMails(ctx, day.AddDate(0, 0, 1), 10)
		if err != nil {
			return err
		}
		return t.Removed(ctx, kept, day)
	})
	if left := query(t, db, `SELECT raw FROM inbox_raw WHERE inbox > 1`); !slices.Equal(left, []string{"waits"}) {
		t.Errorf("left are %q", left)
	}
	if len(kept) != 1 || kept[0].ID != 3 {
		t.Errorf("to be removed are %+v", kept)
	}
	read(t, db, func(t *Tx) (err error) {
		kept, err = t.OutlivedMails(ctx, day.AddDate(0, 0, 1), 10)
		return err
	})
	if len(kept) != 0 {
		t.Errorf("to be removed once more are %+v", kept)
	}
}

// TestForgettingWaitsForWhatIsOnItsWay: a letter to somebody else that was written
// before may carry the words; its bytes go when it is out.
func TestForgettingWaitsForWhatIsOnItsWay(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "coaches")
	write(t, db, func(t *Tx) error {
		if err := t.Apply(ctx, "coaches", []group.Change{
			group.Letter{Token: "t1", Ref: "r", Member: "ana", Class: group.InLetter, At: day},
			group.Forgetting{Member: "ben", At: day.Add(time.Hour)},
			group.Letter{Token: "t2", Ref: "s", Member: "ana", Class: group.InLetter, At: day.Add(2 * time.Hour)},
		}); err != nil {
			return err
		}
		for _, token := range []string{"t1", "t2"} {
			if _, err := t.Enqueue(ctx, Outgoing{Group: "coaches", Key: group.Key{Practice: token, Member: "ana"}, Class: "letter", Letter: token, To: "ana@example.org", Data: []byte(token)}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, waits := range []bool{true, false} {
		read(t, db, func(tx *Tx) error {
			who, err := tx.ToForget(ctx)
			if err != nil || len(who) != 1 || who[0].Waits != waits {
				t.Errorf("%+v, %v; want waiting %v", who, err, waits)
			}
			return nil
		})
		write(t, db, func(t *Tx) error { return t.Sent(ctx, 1, day.Add(3*time.Hour)) })
	}
	write(t, db, func(t *Tx) error { return t.EmptySent(ctx, "coaches") })
	if left := query(t, db, `SELECT data FROM outbox_data`); !slices.Equal(left, []string{"t2"}) {
		t.Errorf("left are %q", left)
	}
}
