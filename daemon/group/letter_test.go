package group_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
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
	checkReceipts(t, mails)
	letters, notes, weekly := map[string]int{}, map[string]int{}, map[string]string{}
	for _, s := range mails {
		local := s.at.In(s.Member.Zone)
		key := string(s.Member.ID) + " " + week(s)
		asks, prose := 0, 0
		for _, it := range s.Items {
			asks += len(it.Asks)
			for _, a := range it.Asks {
				if a.Kind == group.AskText && (it.Practice != "welcome" || a.Question == 2) { // bare prose answers none of the three
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
			switch first := s.Items[0].Practice; first {
			case "stepin", "joining":
				weekly[key] += describe(s) + "; "
			case "nudge", "notes", "thanksletter", "readback": // one mail holds all of them
				if weekly[key] != "" && !asksBack(g, s) {
					t.Fatalf("to %s in week %s after %s: %s", s.Member.ID, week(s), weekly[key], describe(s))
				}
				weekly[key] += describe(s) + "; "
			}
		case group.InInvitation:
			if quiet {
				t.Fatalf("invitation at %s", local)
			}
		}
	}
}

// asksBack tells whether a note is but a question back to words that were not understood.
func asksBack(g *group.Group, s sent) bool {
	sections, _ := group.Write(g, s.Mailing)
	d, ok := sections[0].Data.(group.ReadBackData)
	return ok && len(sections) == 1 && len(d.Words) > 0
}

// checkReceipts holds how often a member is answered within a day: once at once, once
// by a question back, and never more than three times in all.
func checkReceipts(t *rapid.T, mails []sent) {
	last := map[string]time.Time{}
	three := map[group.MemberID][]time.Time{}
	once := func(sort string, s sent) {
		key := string(s.Member.ID) + " " + sort
		if at, ok := last[key]; ok && s.at.Sub(at) < 24*time.Hour-time.Second {
			t.Fatalf("%s to %s at %s and at %s", sort, s.Member.ID, at, s.at)
		}
		last[key] = s.at
	}
	for _, s := range mails {
		it := s.Items[0]
		sort, _, sorted := strings.Cut(it.Occurrence, " ")
		switch {
		case s.Class == group.InReceipt && it.Practice == "receipt" && !sorted:
			once("a receipt", s)
		case s.Class == group.InReceipt && (sort == "unclear" || sort == "whose"):
			once("a question back", s)
		}
		if s.Class == group.InReceipt {
			three[s.Member.ID] = append(three[s.Member.ID], s.at)
			if of := three[s.Member.ID]; len(of) > 3 && s.at.Sub(of[len(of)-4]) < 24*time.Hour-time.Second {
				t.Fatalf("a fourth answer within a day to %s at %s", s.Member.ID, s.at)
			}
		}
	}
}

// otherwise is a coordinator's file with one thing changed: a meeting left out,
// moved or with another link, a member gone. The first member and the last meeting
// stay, and what was changed before is as it was.
func otherwise(p group.Plan, now time.Time, dice *rand.Rand) group.Plan {
	p.Members, p.Meetings = slices.Clone(p.Members), slices.Clone(p.Meetings)
	i := dice.IntN(len(p.Meetings))
	switch mt := &p.Meetings[i]; dice.IntN(5) {
	case 0:
		if i < len(p.Meetings)-1 {
			p.Meetings = slices.Delete(p.Meetings, i, i+1)
		}
	case 1:
		if i < len(p.Meetings)-1 && mt.Start.After(now) {
			mt.Start = mt.Start.Add(time.Duration(1+dice.IntN(30)) * time.Hour)
		}
	case 2:
		for j := range p.Meetings {
			p.Meetings[j].Place = fmt.Sprintf("https://meet.example.org/%d", dice.IntN(3))
		}
	case 3:
		if i := dice.IntN(len(p.Members)); i > 0 {
			p.Members = slices.Delete(p.Members, i, i+1)
		}
	}
	return p
}

// checkPlan holds what must be so of meetings, turns and what was sent about them.
func checkPlan(t *rapid.T, l *life) {
	type who struct {
		meeting group.MeetingID
		member  group.MemberID
	}
	roles := map[who]int{}
	for _, tn := range l.g.Turns {
		mt, _ := l.g.Meeting(tn.Meeting)
		if mt.State == group.Cancelled && tn.Live() && tn.State != group.Served {
			t.Fatalf("%s of a cancelled meeting is %s", tn.TurnKey(), tn.State)
		}
		if tn.State == group.Served || tn.State == group.Accepted {
			roles[who{tn.Meeting, tn.Member}]++
		}
	}
	for w, n := range roles {
		if n > 1 {
			t.Fatalf("%s has %d roles at %s", w.member, n, w.meeting)
		}
	}
	topics := map[int]bool{}
	for _, mt := range l.g.Meetings {
		if mt.Topic == 0 {
			continue
		}
		if topics[mt.Topic] || mt.State == group.Cancelled {
			t.Fatalf("topic %d of %s (%s) is taken twice or lost", mt.Topic, mt.ID, mt.State)
		}
		topics[mt.Topic] = true
	}
	for _, inv := range l.g.Invitations { // what the calendars hold in the end
		mt, _ := l.g.Meeting(inv.Meeting)
		m, _ := l.g.Member(inv.Member)
		there := mt.State == group.Planned
		part := m.State == group.Active && m.Joined.Before(mt.Start)
		if part && there == inv.Cancelled || there && part && !inv.Start.Equal(mt.Start) || !there && !inv.Cancelled {
			t.Fatalf("%s of %s: meeting %s, member %s, invitation %+v", mt.ID, m.ID, mt.State, m.State, inv)
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
		type reading struct {
			member group.MemberID
			inbox  int64
			what   []group.Reading
		}
		var read []reading // that is to be read back
		answer := func(s sent) {
			if dice.IntN(3) == 0 {
				return
			}
			if s.Invite != nil && dice.IntN(2) == 0 {
				l.click(s.Member.ID, s.Invite.Meeting, []string{"ACCEPTED", "DECLINED", "TENTATIVE"}[dice.IntN(3)])
				return
			}
			r := l.reply(s.Member.ID, s.Token, words[dice.IntN(len(words))])
			if (r.Ledger == "applied" || r.Ledger == "unclear" || r.Ledger == "late") && l.g.Closed.IsZero() {
				read = append(read, reading{s.Member.ID, l.inbox, r.Answers})
			}
		}
		changes := rapid.Bool().Draw(rt, "changes")
		sequences := map[string]int{}
		for looks := 0; !l.next.IsZero(); looks++ {
			if changes && dice.IntN(25) == 0 {
				l.follow(group.Reconcile(l.g, otherwise(p, l.now, dice), l.now))
				if l.next.IsZero() {
					break
				}
			}
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
		for _, s := range l.mails {
			if s.Invite != nil {
				key := string(s.Invite.Meeting) + " " + string(s.Member.ID)
				if n, ok := sequences[key]; ok && (s.Invite.Sequence < n || s.Invite.Cancelled && s.Invite.Sequence == n) {
					rt.Fatalf("SEQUENCE %d after %d: %+v", s.Invite.Sequence, n, s.Invite)
				}
				sequences[key] = s.Invite.Sequence
			}
		}
		checkPlan(rt, l)
		if l.g.Closed.IsZero() {
			rt.Fatal("never closed")
		}
		checkBudget(rt, l.g, l.mails)
		for _, r := range read {
			if m, _ := l.g.Member(r.member); m.State != group.Left && !group.ReadBack(l.g, r.member, r.inbox) {
				rt.Fatalf("never read back to %s: %+v", r.member, r.what)
			}
		}
		for _, it := range group.Ahead(l.g) {
			if it.Due.Before(l.g.Closed) && it.Expires.Before(l.g.Closed) && it.Class != group.Urgent {
				rt.Fatalf("neither sent nor skipped: %+v", it.Key)
			}
		}
	})
}
