package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"convene/daemon/group"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// Whatever is put on record in whatever order: it loads as group.Apply has it.
func TestRecordIsWhatApplyMakesOfIt(t *testing.T) {
	ctx := context.Background()
	db := fresh(t)
	members(t, db, "other") // brings the mail that others refer to
	meetings := []group.MeetingID{"2026-03-24T16:00", "2026-04-07T16:00", "2026-04-21T16:00"}
	people := []group.MemberID{"ana", "ben", "chiara"}
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		id := group.GroupID(fmt.Sprintf("run-%d", run))
		when := rapid.Custom(func(rt *rapid.T) time.Time {
			if rapid.IntRange(0, 4).Draw(rt, "zero") == 0 {
				return time.Time{}
			}
			return day.Add(time.Duration(rapid.IntRange(0, 1000).Draw(rt, "hours")) * time.Hour)
		})
		words := rapid.StringN(0, 20, 80)
		meeting, member := rapid.SampledFrom(meetings), rapid.SampledFrom(people)
		token := rapid.Custom(func(rt *rapid.T) string {
			return fmt.Sprintf("%s-token-%d", id, rapid.IntRange(0, 3).Draw(rt, "token"))
		})
		want := &group.Group{ID: id, Founded: day}
		var first []group.Change
		for i, p := range people {
			first = append(first, group.Member{ID: p, Name: string(p), Email: string(p) + "@example.org", Zone: mustZone(t, "UTC"), State: group.Active, Order: i})
		}
		for i, m := range meetings {
			first = append(first, group.Meeting{ID: m, Start: day.AddDate(0, 0, 14*(i+1)), State: group.Planned})
		}
		for i := range 4 {
			first = append(first, group.Letter{Token: fmt.Sprintf("%s-token-%d", id, i), Class: group.InNote})
		}
		put := func(changes []group.Change) {
			want.Apply(changes...)
			if err := db.Write(ctx, func(t *Tx) error { return t.Apply(ctx, id, changes) }); err != nil {
				rt.Fatal(err)
			}
		}
		write(t, db, func(t *Tx) error { return t.CreateGroup(ctx, id, "Coaches", day) })
		put(first)
		draw := map[string]func() group.Change{
			"member": func() group.Change {
				p := rapid.IntRange(0, 2).Draw(rt, "person")
				return group.Member{ID: people[p], Name: words.Draw(rt, "name"), Email: words.Draw(rt, "email"), Zone: mustZone(t, "Africa/Lagos"),
					State: rapid.SampledFrom([]group.MemberState{group.Active, group.Paused, group.Left}).Draw(rt, "state"), Order: p,
					Aliases: rapid.SliceOfN(words, 0, 3).Draw(rt, "aliases"), Joined: when.Draw(rt, "joined"), Replied: rapid.Bool().Draw(rt, "replied")}
			},
			"meeting": func() group.Change {
				m := rapid.IntRange(0, 2).Draw(rt, "meeting")
				return group.Meeting{ID: meetings[m], Start: day.AddDate(0, 0, 14*(m+1)).Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "minutes")) * time.Minute),
					Duration: time.Hour, State: group.Cancelled, Sequence: rapid.IntRange(0, 9).Draw(rt, "sequence"), Topic: rapid.IntRange(0, 3).Draw(rt, "topic")}
			},
			"invitation": func() group.Change {
				m, p := meeting.Draw(rt, "meeting"), member.Draw(rt, "member")
				return group.Invitation{Meeting: m, Member: p, UID: fmt.Sprintf("%s %s %s %d", id, m, p, rapid.IntRange(0, 1).Draw(rt, "uid")), Start: when.Draw(rt, "start")}
			},
			"rsvp": func() group.Change {
				return group.RSVP{Meeting: meeting.Draw(rt, "meeting"), Member: member.Draw(rt, "member"), Answer: group.Late, Note: words.Draw(rt, "note"),
					Inbox: int64(rapid.IntRange(0, 1).Draw(rt, "inbox")), Position: int64(rapid.IntRange(0, 9).Draw(rt, "position")), Stamp: when.Draw(rt, "stamp")}
			},
			"turn": func() group.Change {
				who := rapid.SampledFrom([]group.MemberID{"", "ana", "ben"})
				return group.Turn{Meeting: meeting.Draw(rt, "meeting"), Role: rapid.SampledFrom([]string{"scribe", "facilitator"}).Draw(rt, "role"),
					N: rapid.IntRange(1, 2).Draw(rt, "n"), Member: who.Draw(rt, "member"), From: who.Draw(rt, "from"), State: group.Asked, By: when.Draw(rt, "by")}
			},
			"topic": func() group.Change {
				return group.Topic{N: rapid.IntRange(1, 3).Draw(rt, "n"), Text: words.Draw(rt, "text"), By: rapid.SampledFrom([]group.MemberID{"", "ana"}).Draw(rt, "by"),
					Meeting: rapid.SampledFrom([]group.MeetingID{"", meetings[0]}).Draw(rt, "meeting")}
			},
			"vote": func() group.Change {
				return group.Vote{Meeting: meeting.Draw(rt, "meeting"), Member: member.Draw(rt, "member"), Topics: rapid.SliceOfN(rapid.IntRange(1, 9), 0, 3).Draw(rt, "topics")}
			},
			"response": func() group.Change {
				return group.Response{Practice: "survey", Question: rapid.IntRange(1, 5).Draw(rt, "question"), Member: member.Draw(rt, "member"), Text: words.Draw(rt, "text")}
			},
			"settled": func() group.Change {
				return group.Settled{Key: group.Key{Practice: "nudge", Member: member.Draw(rt, "member"), Revision: rapid.IntRange(0, 1).Draw(rt, "revision")},
					How: "sent", Letter: rapid.OneOf(rapid.Just(""), token).Draw(rt, "letter"), At: when.Draw(rt, "at")}
			},
			"held": func() group.Change {
				return group.Held{Inbox: 1, Member: member.Draw(rt, "member"), Words: words.Draw(rt, "words")}
			},
			"letter": func() group.Change {
				l := group.Letter{Token: token.Draw(rt, "token"), Ref: "k7f2x", Member: member.Draw(rt, "member"), Class: group.InLetter, At: when.Draw(rt, "at")}
				for n := range rapid.IntRange(0, 3).Draw(rt, "asks") {
					a := group.Ask{Letter: l.Token, Number: n + 1, Kind: group.AskChoice, Prompt: words.Draw(rt, "prompt"), Closes: when.Draw(rt, "closes")}
					for range rapid.IntRange(0, 2).Draw(rt, "options") {
						a.Options = append(a.Options, group.AskOption{Letter: words.Draw(rt, "letter"), Text: words.Draw(rt, "text"), Ref: words.Draw(rt, "ref")})
					}
					l.Asks = append(l.Asks, a)
				}
				return l
			},
			"ask": func() group.Change {
				return group.AskState{Letter: token.Draw(rt, "token"), Number: rapid.IntRange(1, 3).Draw(rt, "number"), Answered: rapid.Bool().Draw(rt, "answered")}
			},
			"closing": func() group.Change { return group.Closing{At: when.Draw(rt, "at")} },
		}
		kinds := slices.Sorted(maps.Keys(draw))
		for range rapid.IntRange(1, 4).Draw(rt, "transactions") {
			var changes []group.Change
			for range rapid.IntRange(1, 8).Draw(rt, "changes") {
				changes = append(changes, draw[rapid.SampledFrom(kinds).Draw(rt, "kind")]())
			}
			// Within one transaction the store writes members, meetings and letters first.
			slices.SortStableFunc(changes, func(a, b group.Change) int { return rank(a) - rank(b) })
			put(changes)
		}
		if diff := cmp.Diff(want, load(t, db, id), record, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(group.Group{}, "Unread")); diff != "" {
			rt.Errorf("(-want +got):\n%s", diff)
		}
	})
}
