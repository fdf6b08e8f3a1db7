package group_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"convene/daemon/group"

	"pgregory.net/rapid"
)

// week names the ISO week of a mail in its reader's zone.
func week(s sent) string {
	y, w := s.at.In(s.Member.Zone).ISOWeek()
	return fmt.Sprintf("%d-%02d", y, w)
}

// checkBudget holds what nobody may exceed, whatever happens.
func checkBudget(t *rapid.T, g *group.Group, mails []sent) {
	letters, notes := map[string]int{}, map[string]int{}
	for _, s := range mails {
		local := s.at.In(s.Member.Zone)
		key := string(s.Member.ID) + " " + week(s)
		asks, prose := 0, 0
		for _, it := range s.Items {
			asks += len(it.Asks)
			for _, a := range it.Asks {
				if a.Kind == group.AskText {
					prose++
				}
			}
			if !it.Expires.IsZero() && !s.at.Before(it.Expires) {
				t.Fatalf("stale: %s, expired %s", describe(s), it.Expires)
			}
		}
		quiet := local.Hour() >= 19 || local.Hour() < 8
		switch s.Class {
		case group.InLetter:
			letters[key]++
			if letters[key] > 1 {
				t.Fatalf("second letter of the week: %s to %s", describe(s), s.Member.ID)
			}
			if quiet || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday {
				t.Fatalf("letter at %s", local)
			}
			survey := s.Items[0].Practice == "survey"
			if !survey && (asks > 3 || prose > 1) {
				t.Fatalf("%d asks, %d of prose: %s", asks, prose, describe(s))
			}
		case group.InNote:
			if quiet && s.NotBefore.Equal(s.at) {
				t.Fatalf("note at %s", local)
			}
			if !slices.ContainsFunc(s.Items, func(it group.Item) bool { return it.Always }) {
				notes[key]++
			}
			if notes[key] > 2 {
				t.Fatalf("third note of the week: %s to %s", describe(s), s.Member.ID)
			}
		case group.InInvitation:
			if quiet {
				t.Fatalf("invitation at %s", local)
			}
		}
	}
}

func TestTheBudgetHoldsInAnyLife(t *testing.T) {
	words := []string{"yes", "no", "maybe", "I'll be late", "A", "B", "A B", "not leading", "Ben will take mine", "topic: asking better questions", "Thanks!", "help", "It was good to be asked.", "4", "who knows?"}
	rapid.Check(t, func(rt *rapid.T) {
		zones := []string{"Europe/Madrid", "Africa/Lagos", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"}
		members := rapid.IntRange(3, 15).Draw(rt, "members")
		every := rapid.SampledFrom([]int{7, 14, 21, 28}).Draw(rt, "every")
		day := rapid.IntRange(0, 6).Draw(rt, "day")
		hour := rapid.IntRange(7, 20).Draw(rt, "hour")
		meetings := rapid.IntRange(1, 6).Draw(rt, "meetings")
		seed := rapid.Uint64().Draw(rt, "seed")
		dice := rand.New(rand.NewPCG(seed, 1))
		l := newLife(t, 3, 1)
		l.mails = nil
		madrid := l.g.Zone
		all := l.g.Settings
		l.g = &group.Group{ID: "any", Settings: all}
		var p group.Plan
		for i := range members {
			p.Members = append(p.Members, group.Member{
				ID: group.MemberID(fmt.Sprintf("m%02d", i)), Name: fmt.Sprintf("Member%02d Name", i), Email: fmt.Sprintf("m%02d@example.org", i),
				Zone: zone(t, zones[dice.IntN(len(zones))]), Language: "en", State: group.Active, Order: i, Coordinator: i == 0,
			})
		}
		first := time.Date(2026, 3, 2+day, hour, 0, 0, 0, madrid)
		for i := range meetings {
			at := time.Date(2026, 3, 2+day+every*i, hour, 0, 0, 0, madrid)
			p.Meetings = append(p.Meetings, group.Meeting{ID: group.MeetingID(at.Format("2006-01-02T15:04")), Start: at, Duration: time.Hour})
		}
		l.now = first.AddDate(0, 0, -rapid.IntRange(1, 40).Draw(rt, "before"))
		l.follow(group.Reconcile(l.g, p, l.now))
		answer := func(s sent) {
			if dice.IntN(3) == 0 {
				return
			}
			if s.Invite != nil && dice.IntN(2) == 0 {
				l.click(s.Member.ID, s.Invite.Meeting, []string{"ACCEPTED", "DECLINED", "TENTATIVE"}[dice.IntN(3)])
				return
			}
			l.reply(s.Member.ID, s.Token, words[dice.IntN(len(words))])
		}
		for looks := 0; !l.next.IsZero(); looks++ {
			if looks > 5000 {
				rt.Fatalf("the life does not end: now %s, next %s", l.now, l.next)
			}
			if !l.next.After(l.now) {
				rt.Fatalf("next look %s is not after now %s", l.next, l.now)
			}
			l.now = l.next
			for _, s := range l.step(func() (group.Step, error) { return group.Advance(l.g, l.now, l.rnd) }) {
				answer(s)
			}
		}
		if l.g.Closed.IsZero() {
			rt.Fatal("never closed")
		}
		checkBudget(rt, l.g, l.mails)
		for _, it := range group.Ahead(l.g) {
			if it.Due.Before(l.g.Closed) && it.Expires.Before(l.g.Closed) && it.Class != group.Urgent {
				rt.Fatalf("neither sent nor skipped: %+v", it.Key)
			}
		}
	})
}
