package group

import (
	"strconv"
	"time"
)

// planPulses asks once a month how it is going, where the coordinator turned it on.
func planPulses(g *Group) []Item {
	if !g.On["pulse"] {
		return nil
	}
	var items []Item
	g.eachDigest(func(due time.Time, key string, m Member) {
		next := g.nextDigest(due)
		if next.IsZero() {
			return
		}
		items = append(items, Item{
			Key: Key{Practice: "pulse", Occurrence: key, Member: m.ID}, Class: InLetter,
			Due: due, Join: next.AddDate(0, 0, -2), Expires: next.AddDate(0, 0, -2), Rank: rankPulse,
			Asks: []Ask{{About: key, Kind: AskRating, Question: 1, Min: 1, Max: 5, Closes: next}},
		})
	})
	return items
}

func writePulse(g *Group, it Item, m Member, b Base) any {
	return PulseData{Base: b, Until: g.nextDigest(g.digestOf(it.Occurrence)).In(m.Zone)}
}

// pulseOf is how many gave 1, 2, 3, 4, 5 in the month before a digest: nil below
// five answers.
func (g *Group) pulseOf(due time.Time) []int {
	var before time.Time
	for _, d := range g.Digests {
		if d.Before(due) {
			before = d
		}
	}
	figures, n := make([]int, 5), 0
	for _, m := range g.Members {
		if r, ok := g.Response("pulse", before.In(g.Zone).Format(monthKey), 1, m.ID); ok {
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
