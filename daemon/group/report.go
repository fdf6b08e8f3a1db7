package group

import (
	"slices"
	"strconv"
	"time"
)

// planReports sends everybody the closing report.
func planReports(g *Group) []Item {
	last, ok := g.last()
	if !ok {
		return nil
	}
	var items []Item
	for _, m := range g.Members {
		reportTo := slices.ContainsFunc(g.ReportTo, m.Has)
		paused := m.State == Paused && m.Joining == In // they were in, and it is the last letter
		if m.State != Active && !paused && !(m.State == Observer && reportTo) {
			continue
		}
		due := nine(g.over(last), m.Zone, reportAfter, g.Weekends)
		items = append(items, Item{
			Key:   Key{Practice: "report", Occurrence: string(last.ID), Member: m.ID},
			Class: InLetter, Due: due, Expires: due.AddDate(0, 1, 0), Alone: true,
		})
	}
	return items
}

// lapseClosing ends the group when everybody has the report: then convene falls
// silent.
func lapseClosing(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	last, ok := g.last()
	if n := len(g.Meetings); !ok && n > 0 && g.Closed.IsZero() { // its words are not kept for ever either
		if end := nine(g.Meetings[n-1].Start, g.Zone, reportAfter, g.Weekends); now.Before(end) {
			return o, end
		}
		o.add(Closing{At: now}, Entry{At: now, Kind: "closed", Text: "no meeting took place"})
		return o, time.Time{}
	}
	reports := planReports(g)
	// Nobody is left to write to: that ends a group too.
	if !ok || !g.Closed.IsZero() || len(reports) == 0 && len(g.active()) > 0 {
		return o, time.Time{}
	}
	if s, late := g.overLate(last, now); late {
		o.add(s, Entry{At: now, Kind: "meeting", About: string(last.ID), Text: "was the last: what was planned after it is cancelled"})
		return o, time.Time{}
	}
	if end := nine(g.over(last), g.Zone, reportAfter, g.Weekends); now.Before(end) {
		return o, end
	}
	for _, it := range reports {
		if !g.Settled(it.Key) && now.Before(it.Expires) {
			return o, it.Expires
		}
	}
	o.add(Closing{At: now}, Entry{At: now, Kind: "closed", Text: "the group has ended as planned"})
	return o, time.Time{}
}

func writeReport(g *Group, _ Item, m Member, b Base) any {
	d := ReportData{Base: b, Planned: len(g.Meetings), Retention: g.erasedAt().In(m.Zone)}
	g.startAndEnd(&d)
	for _, mt := range g.Meetings {
		r := ReportMeeting{Start: mt.Start.In(m.Zone), Cancelled: mt.State == Cancelled, Came: len(g.present(mt.ID)), Reported: g.reported(mt.ID), Turns: g.TurnLines(mt.ID)}
		if t, ok := g.Topic(mt.Topic); ok {
			r.Topic = t.Text
		}
		if !r.Cancelled {
			d.Held++
		}
		d.Meetings = append(d.Meetings, r)
	}
	for _, role := range g.Roles {
		if turns := g.servedIn(role); len(turns) > 0 {
			d.Roles = append(d.Roles, ReportRole{Role: role, Turns: turns})
		}
	}
	g.surveyResults(&d, m)
	if m.State == Observer { // sees what all see
		d.Rating = 0
		return d
	}
	d.Objective = g.hoped(m.ID)
	d.Came, d.CouldCome = g.cameTo(m)
	for _, c := range g.waitingThanks(m.ID) {
		d.Thanks = append(d.Thanks, Voice{Name: g.first(c.Member), Text: c.shown()})
	}
	return d
}

// erasedAt is by when the words of a group are erased that ends with its last report.
func (g *Group) erasedAt() time.Time {
	end := g.Horizon
	for _, it := range planReports(g) {
		m, _ := g.Member(it.Member)
		at := g.awake(it.Due, m, true)
		if until := g.awayTill(m.ID, at); !until.IsZero() {
			at = sooner(g.awake(until, m, true), it.Expires)
		}
		end = later(end, at)
	}
	return end.Add(g.Retention + day) // what is over is looked for once a day
}

// startAndEnd sets what the group wanted at the start beside what it wants now,
// where that is not the same.
func (g *Group) startAndEnd(d *ReportData) {
	from, to := g.outset(), g.aims()
	d.Purpose, d.Goals, d.Rules, d.Shared = from.Purpose, from.Goals, from.Rules, to.Shared
	if oneLine(to.Purpose) != oneLine(from.Purpose) {
		d.PurposeNow = to.Purpose
	}
	d.GoalsAdded, d.GoalsDropped = without(to.Goals, from.Goals), without(from.Goals, to.Goals)
	d.RulesAdded, d.RulesDropped = without(to.Rules, from.Rules), without(from.Rules, to.Rules)
}

// cameTo is how many of the meetings since they joined a member came to, as far as
// is known, and how many there were.
func (g *Group) cameTo(m Member) (came, of int) {
	for _, mt := range g.takingPlace() {
		if !m.Joined.Before(mt.Start) {
			continue
		}
		of++
		if slices.ContainsFunc(g.present(mt.ID), func(o Member) bool { return o.ID == m.ID }) {
			came++
		}
	}
	return came, of
}

// servedIn are the members who had a role, and how often, in the order of the list.
func (g *Group) servedIn(role string) []ReportCount {
	var counts []ReportCount
	for _, m := range g.Members {
		n := 0
		for _, t := range g.Turns {
			if t.Role == role && t.Member == m.ID && (t.State == Served || t.State == Accepted) {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, ReportCount{Name: g.first(m.ID), N: n})
		}
	}
	return counts
}

// surveyOpen are the questions answered in words, in the order of the report.
var surveyOpen = []int{2, 3, 4, surveyBesides}

// surveyResults adds the answers: figures from five answers on, the words
// without names unless their writer said so, in an order that does not give
// away who wrote when.
func (g *Group) surveyResults(d *ReportData, m Member) {
	ratings, again := make([]int, 5), make([]int, 3)
	rated, sum, agains := 0, 0, 0
	open := map[int][]ReportLine{}
	for _, o := range g.Members {
		if g.Settled(Key{Practice: "survey", Occurrence: g.lastID(), Member: o.ID}) {
			d.Asked++
		}
		if g.answeredSurvey(o.ID) {
			d.Answered++
		}
		if r, ok := g.Response("survey", "", 1, o.ID); ok {
			if n, err := strconv.Atoi(r.Value); err == nil && n >= 1 && n <= 5 {
				ratings[n-1]++
				rated, sum = rated+1, sum+n
				if o.ID == m.ID {
					d.Rating = n
				}
			}
		}
		if r, ok := g.Response("survey", "", surveyLength, o.ID); ok {
			if i := slices.Index([]string{"yes", "no", "maybe"}, r.Value); i >= 0 {
				again[i]++
				agains++
			}
		}
		for _, q := range surveyOpen {
			if r, ok := g.Response("survey", "", q, o.ID); ok && r.Text != "" {
				l := ReportLine{Text: r.Text}
				if r.Named {
					l.Name = g.first(o.ID)
				}
				open[q] = append(open[q], l)
			}
		}
	}
	if rated >= fewAnswers {
		d.Ratings, d.Average = ratings, float64(sum)/float64(rated)
	}
	if agains >= fewAnswers {
		d.Again = again
	}
	for _, q := range surveyOpen {
		lines := open[q]
		slices.SortFunc(lines, func(a, b ReportLine) int { return compareFold(a.Text, b.Text) })
		if len(lines) > 0 {
			d.Open = append(d.Open, ReportAnswers{Question: q, Lines: lines})
		}
	}
}

func (g *Group) lastID() string {
	last, _ := g.last()
	return string(last.ID)
}
