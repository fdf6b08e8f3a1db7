package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"convene/daemon/group"
)

// life fills a group as it stands at its end: 12 members, 13 meetings, all that
// was sent and answered.
func life(tb testing.TB, db *DB, id group.GroupID) {
	tb.Helper()
	ctx := context.Background()
	var c []group.Change
	loc := mustZone(tb, "Europe/Madrid")
	name := func(i int) group.MemberID { return group.MemberID(fmt.Sprintf("member-%d", i)) }
	for m := range 12 {
		c = append(c, group.Member{ID: name(m), Name: "Somebody Else", Email: fmt.Sprintf("m%d@%s.example", m, id), Zone: loc,
			Language: "en", State: group.Active, Joined: day, Replied: true, Order: m})
	}
	letters := 0
	letter := func(m int, class group.Class, when time.Time, asks ...group.Ask) string {
		letters++
		token := fmt.Sprintf("%s-%013d", id, letters)
		for i := range asks {
			asks[i].Letter, asks[i].Number = token, i+1
		}
		c = append(c, group.Letter{Token: token, Ref: token[len(token)-5:], Member: name(m), Class: class, MessageID: token + "@example.org",
			Subject: "Tue 10 March, 16:00: your turn to lead? · Tuesday Coaches (k7f2x)", At: when, Asks: asks})
		return token
	}
	for n := range 13 {
		start := day.AddDate(0, 0, 14*n)
		meeting := group.MeetingID(start.Format("2006-01-02T15:04"))
		c = append(c, group.Meeting{ID: meeting, Start: start, Duration: 90 * time.Minute, Place: "https://meet.example.org/t", State: group.Planned, Topic: n + 1})
		for m := range 12 {
			when := start.AddDate(0, 0, -7)
			invitation := letter(m, group.InInvitation, start.AddDate(0, 0, -21))
			weekly := letter(m, group.InLetter, when,
				group.Ask{Practice: "coming", About: string(meeting), Kind: group.AskComing, Prompt: "1. CAN YOU COME?", Closes: start},
				group.Ask{Practice: "ballot", About: string(meeting), Kind: group.AskChoice, Prompt: "2. WHAT SHALL WE DO ON 24 MARCH?", Closes: start,
					Options: []group.AskOption{{Letter: "A", Text: "Staying with silence", Ref: "3"}, {Letter: "B", Text: "When advice slips out", Ref: "4"}, {Letter: "C", Text: "Ending well", Ref: "5"}}})
			after := letter(m, group.InLetter, start.AddDate(0, 0, 1),
				group.Ask{Practice: "reflection", About: string(meeting), Kind: group.AskText, Prompt: "What will you try before the 24th?", Closes: start})
			c = append(c, group.Invitation{Meeting: meeting, Member: name(m), UID: fmt.Sprintf("%s-%d-%d", id, n, m), Start: start, Sent: start.AddDate(0, 0, -21)},
				group.RSVP{Meeting: meeting, Member: name(m), Answer: group.Yes, Via: "calendar", Received: when, Position: int64(n*12 + m), UID: "x"},
				group.Vote{Meeting: meeting, Member: name(m), Topics: []int{1, 3}, At: when},
				group.Response{Practice: "reflection", About: string(meeting), Question: 1, Member: name(m), Text: "I will wait three breaths before I answer, and see what comes.", At: when},
				group.Entry{At: when, Kind: "rsvp", Member: name(m), About: string(meeting)})
			for practice, token := range map[string]string{"invitation": invitation, "coming": weekly, "ballot": weekly, "reflection": after, "nudge": ""} {
				c = append(c, group.Settled{Key: group.Key{Practice: practice, Occurrence: string(meeting), Member: name(m)}, How: "sent", Letter: token, At: when})
			}
		}
		for i, role := range []string{"facilitator", "scribe"} {
			c = append(c, group.Turn{Meeting: meeting, Role: role, N: 1, Member: name((n + i) % 12), State: group.Served, Reason: "has led least", Since: start})
		}
		c = append(c, group.Topic{N: n + 1, Text: "Staying with silence", By: name(n % 12), Proposed: start, Meeting: meeting})
	}
	write(tb, db, func(t *Tx) error {
		if err := t.CreateGroup(ctx, id, "Tuesday Coaches", day); err != nil {
			return err
		}
		return t.Apply(ctx, id, c)
	})
}

// BenchmarkLoad loads a group of 12 at the end of 13 meetings.
func BenchmarkLoad(b *testing.B) {
	db := fresh(b)
	life(b, db, "first")
	life(b, db, "coaches")
	life(b, db, "third")
	b.ResetTimer()
	for b.Loop() {
		load(b, db, "coaches")
	}
}

// BenchmarkDue looks for the ten groups that are due among n.
func BenchmarkDue(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			ctx := context.Background()
			db := fresh(b)
			write(b, db, func(t *Tx) error {
				for i := range n {
					id := group.GroupID(fmt.Sprintf("group-%d", i))
					if err := t.CreateGroup(ctx, id, "Coaches", day); err != nil {
						return err
					}
					if err := t.SetNextDue(ctx, id, day.Add(time.Duration(i)*time.Hour)); err != nil {
						return err
					}
				}
				return nil
			})
			now := day.Add(9*time.Hour + time.Minute)
			b.ResetTimer()
			for b.Loop() {
				read(b, db, func(t *Tx) error {
					ids, err := t.Due(ctx, now, 100)
					if len(ids) != 10 {
						b.Fatalf("%d groups are due", len(ids))
					}
					return err
				})
			}
		})
	}
}

// BenchmarkIngest takes in batches of 500 mails of 4 KB; each commits.
func BenchmarkIngest(b *testing.B) {
	ctx := context.Background()
	db := fresh(b)
	batch := make([]Incoming, 500)
	uid := uint32(0)
	b.ResetTimer()
	for b.Loop() {
		for i := range batch {
			uid++
			raw := make([]byte, 4096)
			copy(raw, fmt.Sprintf("Message-ID: <%d@example.org>\r\n", uid))
			batch[i] = Incoming{UIDValidity: 1, UID: uid, Raw: raw, Size: 4096, Received: day}
		}
		write(b, db, func(t *Tx) error {
			n, err := t.Ingest(ctx, "INBOX", batch, 1, uid)
			if n != len(batch) {
				b.Fatalf("%d of %d were new", n, len(batch))
			}
			return err
		})
	}
	b.ReportMetric(float64(uid)/b.Elapsed().Seconds(), "mails/s")
}

// BenchmarkFinish takes mails through attempt, duplicate and outcome, 100 a transaction.
func BenchmarkFinish(b *testing.B) {
	ctx := context.Background()
	db := fresh(b)
	members(b, db, "coaches")
	var done, uid int
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		batch := make([]Incoming, 100)
		for i := range batch {
			uid++
			batch[i] = Incoming{UIDValidity: 2, UID: uint32(uid), Raw: []byte(fmt.Sprint("mail ", uid)), Received: day}
		}
		write(b, db, func(t *Tx) error {
			_, err := t.Ingest(ctx, "INBOX", batch, 2, uint32(uid))
			return err
		})
		b.StartTimer()
		write(b, db, func(t *Tx) error {
			mails, err := t.Pending(ctx, 100)
			if err != nil {
				return err
			}
			for _, m := range mails {
				if err := t.Attempt(ctx, m.ID); err != nil {
					return err
				}
				if err := t.Savepoint(func() error {
					if _, _, err := t.Duplicate(ctx, m.ID, fmt.Sprint(m.ID), "hash"); err != nil {
						return err
					}
					return t.Finish(ctx, m.ID, Finished{Outcome: "applied", Kind: "person", Group: "coaches", Member: "ben", At: day})
				}); err != nil {
					return err
				}
				done++
			}
			return nil
		})
	}
	b.ReportMetric(float64(done)/b.Elapsed().Seconds(), "mails/s")
}
