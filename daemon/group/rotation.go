package group

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

const (
	offeredUntil = -4 // days before the meeting: an unanswered offer is offered on
	everyoneFrom = -3 // days before the meeting: all who come are asked
	selfLedFrom  = -1 // days before the meeting: nobody took it
	stepInHours  = 24 // working hours that one person is asked for
	servedAfter  = 7  // days after the meeting: an unreported turn counts as served
)

// hasOffer tells whether a member is being offered a role at a meeting.
func (g *Group) hasOffer(meeting MeetingID, member MemberID) bool {
	return slices.ContainsFunc(g.Turns, func(t Turn) bool {
		return t.Meeting == meeting && t.Member == member && t.State == Offered
	})
}

// turnsOf are the turns of one role at a meeting, oldest first.
func (g *Group) turnsOf(meeting MeetingID, role string) []Turn {
	var ts []Turn
	for _, t := range g.Turns {
		if t.Meeting == meeting && t.Role == role {
			ts = append(ts, t)
		}
	}
	slices.SortFunc(ts, func(a, b Turn) int { return cmp.Compare(a.N, b.N) })
	return ts
}

// TurnLines says for a letter who has which role.
func (g *Group) TurnLines(meeting MeetingID) []TurnLine {
	var lines []TurnLine
	for _, role := range g.Roles {
		l := TurnLine{Role: role}
		for _, t := range g.turnsOf(meeting, role) {
			if t.State == Offered || t.State == Accepted || t.State == Served {
				l.Name, l.Offered = g.first(t.Member), t.State == Offered
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// standing is how much somebody has done in a role.
type standing struct {
	member MemberID
	served int       // turns served or promised
	last   time.Time // start of the last meeting of those
	silent bool      // has let the last offers lapse: asked only since the others cannot be
	asked  time.Time // start of the last meeting they were asked for, whatever came of it
}

// standings ranks the active members for a role: who served least first, then
// who served longest ago, then who was asked longest ago (so that somebody who
// never answers is not asked every time), then the order of the list. Promised
// turns count.
func (g *Group) standings(role string) []standing {
	members := g.active()
	if len(members) > 0 { // each role begins with another one: a meeting's facilitator took notes at the one before
		from := max(slices.Index(g.Roles, role), 0) % len(members)
		members = append(members[from:], members[:from]...)
	}
	var ss []standing
	for _, m := range members {
		s := standing{member: m.ID}
		for _, t := range g.Turns {
			if t.Role != role || t.Member != m.ID {
				continue
			}
			mt, _ := g.Meeting(t.Meeting)
			s.asked = later(s.asked, mt.Start)
			if t.State == Served || t.State == Accepted || t.State == Offered {
				s.served++
				s.last = later(s.last, mt.Start)
			}
		}
		ss = append(ss, s)
	}
	slices.SortStableFunc(ss, func(a, b standing) int {
		return cmp.Or(cmp.Compare(a.served, b.served), a.last.Compare(b.last), a.asked.Compare(b.asked))
	})
	return ss
}

// candidates are those who can be asked for a role at a meeting, best first.
// Nobody has two roles at one meeting, is asked twice for one, or is asked after
// saying no to the meeting, while away, or who wants the digest only. For a step-in those who said yes come first.
func (g *Group) candidates(mt Meeting, role string, stepIn bool, now time.Time) []standing {
	busy := map[MemberID]bool{}
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && t.Member != "" && (t.Role == role || t.State == Offered || t.State == Asked || t.State == Accepted) {
			busy[t.Member] = true
		}
	}
	ss := slices.DeleteFunc(g.standings(role), func(s standing) bool {
		m, _ := g.Member(s.member)
		r, said := g.RSVP(mt.ID, s.member)
		return busy[s.member] || said && r.Answer == No || !m.Joined.Before(mt.Start) || m.Mail == DigestOnly || g.away(s.member, mt.Start) || !g.canBeAsked(mt, m, stepIn, now)
	})
	if answering := slices.DeleteFunc(slices.Clone(ss), func(s standing) bool { return g.silent(s.member) }); len(answering) > 0 {
		ss = answering
	} else {
		for i := range ss {
			ss[i].silent = true
		}
	}
	if stepIn {
		slices.SortStableFunc(ss, func(a, b standing) int {
			return cmp.Compare(g.comingRank(mt.ID, a.member), g.comingRank(mt.ID, b.member))
		})
	}
	return ss
}

// canBeAsked tells whether a member is there when the question would reach them.
func (g *Group) canBeAsked(mt Meeting, m Member, stepIn bool, now time.Time) bool {
	if stepIn {
		return !g.away(m.ID, now)
	}
	return !g.away(m.ID, later(now, g.letterAt(mt, m)))
}

// silentAfter is how many offers in a row somebody lets lapse before others are
// asked instead: each of them costs the group days.
const silentAfter = 2

// silent tells whether a member has let the last offers lapse and written nothing
// since the first of them. Silence is no answer, so a word is enough to be asked again.
func (g *Group) silent(m MemberID) bool {
	var mine []Turn
	for _, t := range g.Turns {
		if mt, _ := g.Meeting(t.Meeting); t.Member == m && mt.State != Cancelled && slices.Contains(g.Roles, t.Role) {
			mine = append(mine, t)
		}
	}
	slices.SortStableFunc(mine, func(a, b Turn) int { return a.Since.Compare(b.Since) })
	n := 0
	for _, t := range slices.Backward(mine) {
		if t.State != Lapsed {
			break
		}
		n++
	}
	return n >= silentAfter && !g.lastWord(m).After(mine[len(mine)-n].Since)
}

// choose finds whose turn a role is. For a first offer it looks at the roles
// that are free at the meeting together: a role taken one after the other, each
// from what the one before left over, does not go round evenly.
func (g *Group) choose(mt Meeting, role string, stepIn bool, now time.Time) (standing, bool) {
	cs := g.candidates(mt, role, stepIn, now)
	if len(cs) == 0 {
		return standing{}, false
	}
	if stepIn {
		return cs[0], true
	}
	var others [][]standing
	for _, r := range g.Roles {
		if r != role && len(g.turnsOf(mt.ID, r)) == 0 && len(others) < 2 {
			others = append(others, g.candidates(mt, r, false, now))
		}
	}
	best, found := cs[0], false
	var least weight
	for i, c := range cs {
		if w := together(others, weight{c.served * c.served, i}, []MemberID{c.member}); !found || w.less(least) {
			best, least, found = c, w, true
		}
	}
	return best, true
}

// weight of giving roles to people: the squares of how often each did it, then
// the places in the standings.
type weight struct{ squares, places int }

func (w weight) less(o weight) bool {
	return w.squares < o.squares || w.squares == o.squares && w.places < o.places
}

// together is the least weight of giving the other roles to other people.
func together(others [][]standing, w weight, taken []MemberID) weight {
	if len(others) == 0 {
		return w
	}
	least, found := w, false
	for i, c := range others[0] {
		if slices.Contains(taken, c.member) {
			continue
		}
		v := together(others[1:], weight{w.squares + c.served*c.served, w.places + i}, append(slices.Clone(taken), c.member))
		if !found || v.less(least) {
			least, found = v, true
		}
	}
	return least
}

// comingRank puts those who said yes before those who said nothing or maybe.
func (g *Group) comingRank(meeting MeetingID, member MemberID) int {
	if r, ok := g.RSVP(meeting, member); ok && r.Answer.Coming() {
		return 0
	}
	return 1
}

func (s standing) reason(role string) string {
	if s.silent {
		return "let the last two offers pass unanswered; nobody else is free"
	}
	switch s.served {
	case 0:
		return "has not been " + role + " yet"
	case 1:
		return fmt.Sprintf("was %s once, on %s; nobody free did it less often", role, s.last.UTC().Format("2 January 2006"))
	default:
		return fmt.Sprintf("was %s %d times, last on %s; nobody free did it less often", role, s.served, s.last.UTC().Format("2 January 2006"))
	}
}
