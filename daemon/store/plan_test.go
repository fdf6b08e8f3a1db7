package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// everything calls whatever a daemon calls, so that each query has been prepared.
func everything(tb testing.TB, db *DB) {
	tb.Helper()
	ctx := context.Background()
	members(tb, db, "coaches")
	enqueue(tb, db, mail(0))
	enqueue(tb, db, mail(1))
	must := func(err error) {
		if err != nil {
			tb.Error(err)
		}
	}
	write(tb, db, func(t *Tx) error {
		must(t.Apply(ctx, "coaches", everyChange(tb)))
		must(t.SetNextDue(ctx, "coaches", day))
		must(t.SetHorizon(ctx, "coaches", day))
		must(t.Attempt(ctx, 1))
		_, _, err := t.Duplicate(ctx, 1, "a", "b")
		must(err)
		must(t.Finish(ctx, 1, Finished{Outcome: "applied", Group: "coaches", At: day}))
		must(t.Reopen(ctx, 1))
		must(t.Retry(ctx, 1, day, "later"))
		must(t.Failed(ctx, 1, day, "no"))
		must(t.Sent(ctx, 1, day))
		_, err = t.Expire(ctx, day)
		must(err)
		return t.Beat(ctx, day)
	})
	read(tb, db, func(t *Tx) error {
		_, err := t.Load(ctx, "coaches")
		must(err)
		_, err = t.GroupIDs(ctx)
		must(err)
		_, err = t.Due(ctx, day, 10)
		must(err)
		_, _, err = t.EarliestDue(ctx)
		must(err)
		_, err = t.DueOutgoing(ctx, day, 10)
		must(err)
		_, _, err = t.EarliestOutgoing(ctx)
		must(err)
		_, err = t.Pending(ctx, 10)
		must(err)
		_, err = t.PendingIDs(ctx, 10)
		must(err)
		_, err = t.Incoming(ctx, 1)
		must(err)
		_, err = t.Raw(ctx, 1)
		must(err)
		_, _, err = t.Cursor(ctx, "INBOX")
		must(err)
		_, _, err = t.LetterByToken(ctx, "x")
		must(err)
		_, _, err = t.LetterByMessageID(ctx, "x")
		must(err)
		_, err = t.LettersByRef(ctx, "x")
		must(err)
		_, _, err = t.InvitationByUID(ctx, "x")
		must(err)
		_, err = t.MembersByAddress(ctx, "x")
		must(err)
		_, _, err = t.Heartbeat(ctx)
		must(err)
		_, err = t.Log(ctx, "coaches", 0, 10)
		must(err)
		_, err = t.Overview(ctx, "coaches")
		must(err)
		return nil
	})
}

// kept are the queries that the connections of the pool have prepared.
func kept(tb testing.TB, pool *sql.DB, n int) map[string]bool {
	tb.Helper()
	all := map[string]bool{}
	for range n {
		c, err := pool.Conn(context.Background())
		if err != nil {
			tb.Fatal(err)
		}
		defer c.Close() // at the end, so that each is asked once
		if err := c.Raw(func(driverConn any) error {
			for query := range driverConn.(*conn).kept {
				all[query] = true
			}
			return nil
		}); err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

// plan is how SQLite means to run a query.
func plan(tb testing.TB, db *DB, query string) string {
	tb.Helper()
	args := make([]any, strings.Count(query, "?"))
	rows, err := db.writer.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		tb.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close() // only read
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, detail)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// No query's cost may grow with what exists: each finds its rows by an index.
func TestNoQueryScansATable(t *testing.T) {
	db := fresh(t)
	everything(t, db)
	queries := kept(t, db.writer, 1)
	maps.Copy(queries, kept(t, db.readers, readerCount))
	checked := 0
	for _, query := range slices.Sorted(maps.Keys(queries)) {
		switch verb, _, _ := strings.Cut(query, " "); verb {
		case "SELECT", "INSERT", "UPDATE", "DELETE":
		default:
			continue
		}
		if strings.Contains(query, "sqlite_schema") || strings.Contains(query, migrationTable) {
			continue // at opening only
		}
		checked++
		for line := range strings.Lines(plan(t, db, query)) {
			line = strings.TrimSpace(line)
			switch {
			case !strings.HasPrefix(line, "SCAN"):
			case query == `SELECT id FROM groups ORDER BY nr`, query == `SELECT at FROM heartbeat`: // all are asked for
			case line == "SCAN CONSTANT ROW", strings.HasPrefix(line, "SCAN json_each"):
			case strings.Contains(line, "USING") && strings.Contains(query, "LIMIT"): // the first of a queue
			case query == `SELECT count(*) FROM inbox WHERE outcome IS NULL` && (strings.Contains(line, "inbox_waiting") || strings.Contains(line, "inbox_lanes")): // those that wait
			default:
				t.Errorf("%s\n%s", line, query)
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d queries were looked at", checked)
	}
}

func TestQueuesUseTheirIndexes(t *testing.T) {
	db := fresh(t)
	for query, index := range map[string]string{
		dueQuery:              "groups_next_due (next_due<?)",
		earliestDueQuery:      "groups_next_due",
		dueOutgoingQuery:      "outbox_next_try (next_try<?)",
		earliestOutgoingQuery: "outbox_next_try",
		earliestStaleQuery:    "outbox_not_after",
		expireQuery:           "outbox_not_after (not_after>? AND not_after<?)",
		nextLaneQuery:         "inbox_lanes (lane>?)",
		inLaneQuery:           "inbox_lanes (lane=? AND id>?)",
		laneQuery:             "members_email_key (email_key=?)",
		pendingIDsQuery:       "inbox_waiting",
		duplicateQuery:        "inbox_content (content_hash=? AND message_id=? AND rowid<?)",
		emptiedQuery:          "inbox_content (content_hash=? AND message_id=? AND rowid<?)",
	} {
		got := plan(t, db, query)
		if !strings.Contains(got, index) {
			t.Errorf("%s\nis run as\n%s\nnot by %s", query, got, index)
		}
		if strings.Contains(got, "TEMP B-TREE") {
			t.Errorf("%s\nsorts all that is due:\n%s", query, got)
		}
	}
}

func TestDue(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	write(t, db, func(t *Tx) error {
		for i, id := range []group.GroupID{"third", "first", "never", "second", "soon"} {
			if err := t.CreateGroup(ctx, id, string(id), day); err != nil {
				return err
			}
			next := []time.Time{day.Add(-time.Hour), day.Add(-3 * time.Hour), {}, day.Add(-2 * time.Hour), day.Add(time.Millisecond)}[i]
			if err := t.SetNextDue(ctx, id, next); err != nil {
				return err
			}
		}
		return nil
	})
	check := func(now time.Time, limit int, want string) {
		t.Helper()
		read(t, db, func(tx *Tx) error {
			got, err := tx.Due(ctx, now, limit)
			if fmt.Sprint(got) != want {
				t.Errorf("at %v due are %v, want %s", now, got, want)
			}
			return err
		})
	}
	earliest := func(want time.Time, wantFound bool) {
		t.Helper()
		read(t, db, func(tx *Tx) error {
			got, found, err := tx.EarliestDue(ctx)
			if !got.Equal(want) || found != wantFound {
				t.Errorf("earliest %v %v, want %v %v", got, found, want, wantFound)
			}
			return err
		})
	}
	check(day, 10, "[first second third]")
	check(day, 2, "[first second]")
	check(day.Add(time.Second-1), 10, "[first second third]") // a millisecond past is never early
	check(day.Add(time.Second), 10, "[first second third soon]")
	check(day.Add(-4*time.Hour), 10, "[]")
	earliest(day.Add(-3*time.Hour), true)
	write(t, db, func(t *Tx) error {
		for _, id := range []group.GroupID{"third", "first", "second", "soon"} {
			if err := t.SetNextDue(ctx, id, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	earliest(time.Time{}, false)
	check(day.AddDate(10, 0, 0), 10, "[]")
	if err := db.Write(ctx, func(t *Tx) error { return t.SetNextDue(ctx, "none", day) }); err == nil {
		t.Error("a group that does not exist is due")
	}
	if err := db.Write(ctx, func(t *Tx) error { return t.SetHorizon(ctx, "none", day) }); err == nil {
		t.Error("a group that does not exist has a horizon")
	}
	write(t, db, func(t *Tx) error { return t.SetHorizon(ctx, "first", day) })
	if got := load(t, db, "first").Horizon; !got.Equal(day) {
		t.Errorf("horizon %v, want %v", got, day)
	}
}
