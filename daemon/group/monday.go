package group

import (
	"slices"
	"strings"
	"time"
)

const (
	mondayUntil  = 12                 // o'clock: what comes up later waits for the next week
	timeToAnswer = 3 * 24 * time.Hour // before that nobody is silent
	aWeek        = 7 * 24 * time.Hour
	fewMeetings  = 4 // before that nobody leads too often
)

// lapseMonday tells the coordinators on Monday morning what needs a hand, if
// anything does.
func lapseMonday(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	last, ok := g.last()
	if !ok || !now.Before(last.Start) {
		return o, next
	}
	for _, m := range g.Members {
		if !m.Coordinator || m.State != Active && m.State != Observer {
			continue
		}
		monday := weekOf(now, m.Zone).In(m.Zone)
		at := time.Date(monday.Year(), monday.Month(), monday.Day(), 9, 0, 0, 0, m.Zone)
		if now.Before(at) {
			next = sooner(next, at)
			continue
		}
		next = sooner(next, time.Date(monday.Year(), monday.Month(), monday.Day()+7, 9, 0, 0, 0, m.Zone))
		k := Key{Practice: "monday", Occurrence: monday.Format(time.DateOnly), Member: m.ID}
		if g.Settled(k) || g.away(m.ID, now) || now.After(at.Add((mondayUntil-9)*time.Hour)) {
			continue
		}
		if d, needed := g.needsHand(m, now); needed {
			o.Items = append(o.Items, Item{Key: k, Class: InNote, Always: true, Due: at, Expires: at.Add(24 * time.Hour), Data: d})
		}
	}
	return o, next
}

// needsHand is what a coordinator should look at, as far as it is new this week.
func (g *Group) needsHand(reader Member, now time.Time) (MondayData, bool) {
	var d MondayData
	all, fresh := 0, 0
	for _, m := range g.active() {
		letters := g.unanswered(m, now)
		if len(letters) < 2 || g.away(m.ID, now) {
			continue
		}
		all++
		if now.Sub(letters[1].Add(timeToAnswer)) < aWeek {
			fresh++
			if m.ID != reader.ID {
				d.Silent = append(d.Silent, g.first(m.ID))
			}
		}
	}
	most := func(n int) bool { return 2*n > len(g.active()) }
	if d.Most = most(all) && !most(all-fresh); d.Most {
		d.Silent = nil
	}
	for _, mt := range g.takingPlace() {
		if !mt.Start.After(now) || mt.Start.After(now.Add(aWeek)) {
			continue
		}
		for _, role := range g.Roles {
			if t, ok := g.live(mt.ID, role); !ok || t.State == Open || t.State == SelfLed {
				d.Open = append(d.Open, MondayRole{mt.Start.In(reader.Zone), role})
			}
		}
	}
	for _, m := range g.Members {
		if m.State != Left && m.Unreachable && slices.ContainsFunc(g.Bounces, func(b Bounce) bool { return b.Member == m.ID && now.Sub(b.At) < aWeek }) {
			d.Bounced = append(d.Bounced, g.first(m.ID))
		}
	}
	for _, h := range g.Held {
		if h.Outcome == "" && h.Reason != reasonWeighty && now.Sub(h.At) >= 24*time.Hour { // second thoughts are nobody's business
			d.Held++
		}
	}
	for _, u := range g.Unread {
		if age := now.Sub(u.At); u.Waiting && age >= 24*time.Hour || !u.Waiting && age < aWeek {
			d.Unread++
		}
	}
	for _, m := range g.Members {
		for _, s := range g.questionsBack(m.ID) {
			// Who was asked back a moment ago may be writing: they count on the next Monday.
			if age := now.Sub(s.At) - 24*time.Hour; !strings.HasPrefix(s.Key.Occurrence, receiptWhose+" ") && age >= 0 && age < aWeek && g.lastWord(m.ID).Before(s.At) {
				d.Unclear++
			}
		}
	}
	d.Leads, d.Led, d.Of = g.leadsTooOften(now)
	needed := len(d.Silent)+len(d.Open)+len(d.Bounced)+d.Held+d.Unread+d.Unclear > 0 || d.Most || d.Leads != ""
	return d, needed
}

// unanswered are the times of the letters that asked a member about coming or a
// turn since their last word, and have waited long enough for an answer.
func (g *Group) unanswered(m Member, now time.Time) []time.Time {
	var ts []time.Time
	word := later(g.lastWord(m.ID), m.Joined.Add(-time.Second))
	for _, l := range g.Letters {
		if l.Member == m.ID && l.Class == InLetter && l.At.After(word) && slices.ContainsFunc(l.Asks, needsAnswer) && now.Sub(l.At) >= timeToAnswer {
			ts = append(ts, l.At)
		}
	}
	slices.SortFunc(ts, time.Time.Compare)
	return ts
}

// needsAnswer tells a question that somebody waits for from one to think about.
func needsAnswer(a Ask) bool { return a.Kind == AskComing || a.Kind == AskTurn }

// lastWord is when a member last said anything that is on record, in whatever way;
// what a program said for them, or another one of them, is no word of theirs.
func (g *Group) lastWord(id MemberID) time.Time {
	var at time.Time
	for _, r := range g.RSVPs {
		if r.Member == id && r.Via != byCoordinator {
			at = later(at, r.Received)
		}
	}
	for _, r := range g.Responses {
		program := r.Practice == "away" && r.Question == awayNoted
		if r.Member == id && r.Practice != readBack && !program {
			at = later(at, r.At)
		}
	}
	for _, v := range g.Votes {
		if v.Member == id {
			at = later(at, v.At)
		}
	}
	for _, c := range g.Contributions {
		if c.Member == id && c.written() {
			at = later(at, c.At)
		}
	}
	for _, t := range g.Topics {
		if t.By == id {
			at = later(at, t.Proposed)
		}
	}
	for _, t := range g.Turns {
		if t.Inbox != 0 && g.writer(t) == id {
			at = later(at, t.Since)
		}
	}
	for _, a := range g.Absences {
		if a.Member == id {
			at = later(at, a.At)
		}
	}
	return at
}

// leadsTooOften finds who has led more than a third of the meetings, when they have
// just done it again.
func (g *Group) leadsTooOften(now time.Time) (name string, led, of int) {
	if len(g.Roles) == 0 {
		return "", 0, 0
	}
	times := map[MemberID]int{}
	var latest MemberID
	for _, mt := range g.takingPlace() {
		if mt.Start.After(now) {
			break
		}
		of++
		latest = ""
		if t, ok := g.live(mt.ID, g.Roles[0]); ok && (t.State == Served || t.State == Accepted) {
			times[t.Member]++
			if now.Sub(mt.Start) < aWeek {
				latest = t.Member
			}
		}
	}
	if of < fewMeetings || latest == "" || 3*times[latest] <= of {
		return "", 0, 0
	}
	return g.first(latest), times[latest], of
}
