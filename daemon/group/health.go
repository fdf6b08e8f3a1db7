package group

import (
	"slices"
	"strconv"
	"time"

	"convene/daemon/answer"
)

const (
	healthFrom   = 6  // meetings: a shorter life has no middle to speak of
	healthAfter  = 1  // days after the middle meeting
	healthLasts  = 21 // days after it: then the answers are put together
	healthBefore = -7 // days before the last meeting, at the latest
)

// The questions of the health check.
const (
	healthCommitment = 1 + iota // how much the group matters to each
	healthCompetence            // how much each learns
	healthPractice              // how much of it reaches their work
	healthGoals                 // keep or revise
)

// middle is the last meeting of the first half, and when the health check after it
// closes.
func (g *Group) middle() (Meeting, time.Time, bool) {
	ms := g.takingPlace()
	if len(ms) < healthFrom {
		return Meeting{}, time.Time{}, false
	}
	mt, last := ms[len(ms)/2-1], ms[len(ms)-1]
	closes := sooner(nine(mt.Start, g.Zone, healthLasts, g.Weekends), nine(last.Start, g.Zone, healthBefore, g.Weekends))
	return mt, closes, closes.Sub(mt.End()) >= 7*24*time.Hour
}

// planHealth asks everybody once, after the middle meeting, for three ratings; and
// in a letter that goes out anyway whether the goals are still the right ones: a
// letter has no room for four questions.
func planHealth(g *Group) []Item {
	mt, closes, ok := g.middle()
	if !ok {
		return nil
	}
	var items []Item
	for _, m := range g.active() {
		if !m.Joined.Before(mt.Start) {
			continue
		}
		it := Item{
			Key: Key{Practice: "health", Member: m.ID}, Class: InLetter,
			Due: nine(mt.Start, m.Zone, healthAfter, g.Weekends), Expires: closes, Rank: rankHealth,
		}
		for q := healthCommitment; q <= healthPractice; q++ {
			it.Asks = append(it.Asks, Ask{Question: q, Kind: AskRating, Min: 1, Max: 5, Closes: closes})
		}
		items = append(items, it)
		if len(g.goals()) == 0 {
			continue
		}
		it.Occurrence, it.Template, it.Join, it.Rank = "goals", "goals", closes, rankGoals
		it.Asks = []Ask{{About: "goals", Question: healthGoals, Kind: AskGoals, Closes: closes}}
		items = append(items, it)
	}
	return items
}

func writeHealth(g *Group, it Item, m Member, b Base) any {
	_, closes, _ := g.middle()
	if it.Occurrence == "goals" {
		return GoalsData{Base: b, Goals: g.goals(), Until: closes.In(m.Zone)}
	}
	return HealthData{Base: b, Met: len(g.metBy(it.Due)), Planned: len(g.takingPlace()), Until: closes.In(m.Zone)}
}

// metBy are the meetings that have taken place by then.
func (g *Group) metBy(at time.Time) []Meeting {
	return slices.DeleteFunc(g.takingPlace(), func(mt Meeting) bool { return mt.Start.After(at) })
}

// goals are what the group wants to reach, as things stand. What was only
// suggested is not among them.
func (g *Group) goals() []string { return g.aims().Goals }

// readHealth keeps a rating, or whether the goals are still the right ones. Nobody
// else sees it; figures are shown from five answers on.
func readHealth(_ *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if !ask.Closes.IsZero() && !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	r := Response{Practice: "health", About: ask.About, Question: ask.Question, Member: in.Member, Value: a.Value, Text: a.Text, Inbox: in.Inbox, At: in.Received}
	var line ReceiptLine
	switch {
	case a.Kind == answer.KindRating && ask.Kind == AskRating:
		line = ReceiptLine{What: "rating", Text: a.Value, Role: "health " + strconv.Itoa(ask.Question)}
	case a.Kind == answer.KindGoals:
		line = ReceiptLine{What: "goals_" + a.Value}
	default:
		return Understood{Kind: "unclear"}
	}
	u := Understood{Lines: []ReceiptLine{line}}
	u.add(r, Entry{At: now, Kind: "health", Member: in.Member, About: strconv.Itoa(ask.Question), Text: "answered", Inbox: in.Inbox})
	return u
}

// health is what was answered to one of the health check's ratings: nil below five
// answers.
func (g *Group) health(question int) []int {
	figures, n := make([]int, 5), 0
	for _, m := range g.Members {
		if r, ok := g.Response("health", "", question, m.ID); ok {
			if v, err := strconv.Atoi(r.Value); err == nil && v >= 1 && v <= 5 {
				figures[v-1]++
				n++
			}
		}
	}
	if n < fewAnswers {
		return nil
	}
	return figures
}

// aboutGoals counts who would keep the goals and who would revise them: zero both
// below five answers.
func (g *Group) aboutGoals() (keep, revise int) {
	for _, m := range g.Members {
		switch r, _ := g.Response("health", "goals", healthGoals, m.ID); r.Value {
		case "keep":
			keep++
		case "revise":
			revise++
		}
	}
	if keep+revise < fewAnswers {
		return 0, 0
	}
	return keep, revise
}
