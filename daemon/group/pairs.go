package group

import (
	"math/bits"
	"slices"
	"time"
)

const (
	pairsFrom  = 4  // fewer need no pairs
	pairsUpTo  = 16 // more are not paired: the search grows with the square of their subsets
	packBefore = -1 // days before a meeting: pairs are drawn, those with a turn get their pack
)

// paired counts how often two members have been paired, over the whole life.
func (g *Group) paired(a, b MemberID) int {
	n := 0
	for _, c := range g.given(Pair) {
		if c.Member == a && c.To == b || c.Member == b && c.To == a {
			n++
		}
	}
	return n
}

// lapsePairs draws the pairs of a meeting the day before, from those who said
// they come.
func lapsePairs(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, mt := range g.takingPlace() {
		var at time.Time // before the first pack goes out
		for _, m := range g.active() {
			at = sooner(at, nine(mt.Start, m.Zone, packBefore, true))
		}
		if at.IsZero() || !now.Before(mt.Start) || len(g.pairsAt(mt.ID)) > 0 {
			continue
		}
		if now.Before(at) {
			next = sooner(next, at)
			continue
		}
		for _, set := range g.drawPairs(mt) {
			for i, a := range set {
				for _, b := range set[i+1:] {
					c := g.contribute(Contribution{Kind: Pair, Member: a, To: b, About: string(mt.ID), Audience: Everyone, State: StateShared, At: now})
					g.Apply(c)
					o.add(c)
				}
			}
		}
	}
	return o, next
}

// drawPairs makes pairs, and with an odd number one trio, such that as few as
// possible have worked together before: the least sum of the squares of how often.
func (g *Group) drawPairs(mt Meeting) [][]MemberID {
	coming := g.coming(mt.ID)
	n := len(coming)
	if n < pairsFrom || n > pairsUpTo {
		return nil
	}
	cost := make([][]int, n)
	for i := range cost {
		cost[i] = make([]int, n)
		for j := range cost[i] {
			times := g.paired(coming[i].ID, coming[j].ID)
			cost[i][j] = times * times
		}
	}
	all := 1<<n - 1
	best, third := matching{}, -1
	if n%2 == 0 {
		best = match(cost, all)
	} else {
		least := -1
		for odd := range n {
			m := match(cost, all&^(1<<odd))
			for i, p := range m.pairs {
				if c := m.cost + cost[odd][p[0]] + cost[odd][p[1]]; least < 0 || c < least {
					least, third = c, odd
					best = matching{cost: c, pairs: slices.Clone(m.pairs)}
					best.pairs[0], best.pairs[i] = best.pairs[i], best.pairs[0] // the trio comes first
				}
			}
		}
	}
	var sets [][]MemberID
	for i, p := range best.pairs {
		set := []MemberID{coming[p[0]].ID, coming[p[1]].ID}
		if i == 0 && third >= 0 {
			set = append(set, coming[third].ID)
		}
		sets = append(sets, set)
	}
	return sets
}

// matching is a set of pairs with its cost.
type matching struct {
	cost  int
	pairs [][2]int
}

// match pairs all members of a set at the least cost, exactly: over the subsets,
// each time the first one left takes a partner.
func match(cost [][]int, set int) matching {
	least := map[int]int{0: 0}
	choice := map[int]int{}
	var solve func(int) int
	solve = func(left int) int {
		if c, ok := least[left]; ok {
			return c
		}
		i := bits.TrailingZeros(uint(left)) //nolint:gosec // never negative
		best := -1
		for j := i + 1; j < len(cost); j++ {
			if left&(1<<j) == 0 {
				continue
			}
			if c := cost[i][j] + solve(left&^(1<<i|1<<j)); best < 0 || c < best {
				best, choice[left] = c, j
			}
		}
		least[left] = best
		return best
	}
	m := matching{cost: solve(set)}
	for left := set; left != 0; {
		i, j := bits.TrailingZeros(uint(left)), choice[left] //nolint:gosec // never negative
		m.pairs = append(m.pairs, [2]int{i, j})
		left &^= 1<<i | 1<<j
	}
	return m
}

// pairsAt are the pairs and trios of a meeting.
func (g *Group) pairsAt(meeting MeetingID) [][]MemberID {
	var sets [][]MemberID
	for _, c := range g.given(Pair) {
		if c.About != string(meeting) {
			continue
		}
		i := slices.IndexFunc(sets, func(s []MemberID) bool { return slices.Contains(s, c.Member) || slices.Contains(s, c.To) })
		if i < 0 {
			sets = append(sets, []MemberID{c.Member, c.To})
			continue
		}
		for _, m := range []MemberID{c.Member, c.To} {
			if !slices.Contains(sets[i], m) {
				sets[i] = append(sets[i], m)
			}
		}
	}
	return sets
}
