package group

import (
	"strconv"
	"time"
)

const (
	changedJoins = 10 * 24 * time.Hour // how long the news waits for a letter that goes out anyway
	changedLasts = 30 * 24 * time.Hour
)

// planChanged tells everybody what was said in the health check and what has
// changed since, and again when something changes later. Where there is nothing to
// tell there is no letter.
func planChanged(g *Group) []Item {
	_, closes, ok := g.middle()
	last, _ := g.last()
	if !ok {
		return nil
	}
	var items []Item
	each := func(occurrence string, due func(Member) time.Time) {
		for _, m := range g.active() {
			at := due(m)
			if !m.Joined.Before(at) {
				continue
			}
			items = append(items, Item{
				Key: Key{Practice: "changed", Occurrence: occurrence, Member: m.ID}, Class: InLetter,
				Due: at, Join: sooner(at.Add(changedJoins), last.Start), Expires: sooner(at.Add(changedLasts), last.Start), Rank: rankChanged,
			})
		}
	}
	if g.saidSomething() {
		each("said", func(m Member) time.Time { return nine(closes, m.Zone, 1, g.Weekends) })
	}
	for i, o := range g.written(Outline) { // a new charter has a letter of its own
		if i > 0 && o.At.After(g.toldChanges(closes)) {
			each(strconv.Itoa(i), func(Member) time.Time { return o.At })
		}
	}
	return items
}

// toldChanges is until when changes are told of together with what was said.
func (g *Group) toldChanges(closes time.Time) time.Time {
	if g.saidSomething() {
		return nine(closes, g.Zone, 1, g.Weekends)
	}
	mt, _, _ := g.middle()
	return mt.Start
}

// saidSomething tells whether the health check brought anything that may be shown.
func (g *Group) saidSomething() bool {
	keep, revise := g.aboutGoals()
	return len(g.healthFigures())+keep+revise+len(g.suggested()) > 0
}

// healthFigures are the health check's ratings that may be shown.
func (g *Group) healthFigures() []HealthFigure {
	var all []HealthFigure
	for q, name := range []string{healthCommitment: "commitment", healthCompetence: "competence", healthPractice: "practice"} {
		figures := g.health(q)
		if name == "" || figures == nil {
			continue
		}
		f := HealthFigure{About: name}
		sum := 0
		for i, n := range figures {
			f.Answers += n
			sum += n * (i + 1)
		}
		f.Average = float64(sum) / float64(f.Answers)
		all = append(all, f)
	}
	return all
}

// suggested are the goals that members have suggested from the health check on,
// in an order that gives nobody away.
func (g *Group) suggested() []Voice {
	mt, _, ok := g.middle()
	var voices []Voice
	for _, c := range g.given(Goal) {
		if ok && c.Member != "" && c.At.After(mt.Start) && c.Audience != OnlySelf && (c.State == StateOpen || c.State == StateShared) {
			voices = append(voices, g.voiceOf(c))
		}
	}
	return byText(voices)
}

func writeChanged(g *Group, it Item, _ Member, b Base) any {
	d := ChangedData{Base: b}
	from, to := g.aims(), g.aims()
	if it.Occurrence == "said" {
		mt, _, _ := g.middle()
		d.Figures = g.healthFigures()
		d.Keep, d.Revise = g.aboutGoals()
		from = g.aimsAt(mt.Start)
		for _, v := range g.suggested() {
			if len(without([]string{v.Text}, to.Goals)) > 0 {
				d.Suggested = append(d.Suggested, v)
			}
		}
	} else if n, err := strconv.Atoi(it.Occurrence); err == nil && n > 0 && n < len(g.written(Outline)) {
		files := g.written(Outline)
		from, to = files[n-1], files[n]
	}
	d.Added, d.Dropped = without(to.Goals, from.Goals), without(from.Goals, to.Goals)
	d.Rules, d.RulesDropped = without(to.Rules, from.Rules), without(from.Rules, to.Rules)
	if to.Purpose != from.Purpose {
		d.Purpose = to.Purpose
	}
	return d
}
