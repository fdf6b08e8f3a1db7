package group

import (
	"slices"
	"time"
)

// lapseTurns lets turns be chosen, lapse, be offered on, and be served.
func lapseTurns(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, mt := range g.Meetings {
		if mt.State == Cancelled {
			o.add(g.dropTurns(mt, now)...)
			continue
		}
		over := nine(mt.Start, g.Zone, servedAfter, true)
		if !now.Before(mt.Start) {
			changes := g.settleTurns(mt, now, !now.Before(over))
			o.add(changes...)
			if now.Before(over) && slices.ContainsFunc(g.Turns, func(t Turn) bool { return t.Meeting == mt.ID && t.State == Accepted }) {
				next = sooner(next, over)
			}
			continue
		}
		next = sooner(next, mt.Start)
		changed := append(g.dropRoles(mt, now), g.reopenRoles(mt, now)...)
		g.Apply(changed...) // who had it is free for another
		o.add(changed...)
		prepared := g.preparedAt(mt)
		if prepared.IsZero() || now.Before(prepared) {
			next = sooner(next, prepared)
			continue
		}
		for _, role := range g.Roles {
			c, n := g.lapseRole(mt, role, now)
			g.Apply(c...) // the next role must see it: two roles go to two people
			o.add(c...)
			next = sooner(next, n)
		}
	}
	return o, next
}

// dropTurns ends the turns of a cancelled meeting: they count for nothing.
func (g *Group) dropTurns(mt Meeting, now time.Time) []Change {
	var cs []Change
	for _, t := range g.Turns {
		if t.Meeting != mt.ID || !t.Live() || t.State == Served {
			continue
		}
		t.State, t.Since = Lapsed, now
		cs = append(cs, t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: "lapsed: the meeting is cancelled"})
	}
	return cs
}

// reopenRoles lets roles be offered again that nobody took at a meeting, or that all
// were asked about, and that has moved to where there is time for it.
func (g *Group) reopenRoles(mt Meeting, now time.Time) []Change {
	var cs []Change
	if mt.Sequence == 0 {
		return nil
	}
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && (t.State == SelfLed || t.State == Open) && now.Before(nine(mt.Start, g.Zone, everyoneFrom, true)) && len(g.candidates(mt, t.Role, true, now)) > 0 {
			t.State, t.Since = Lapsed, now
			cs = append(cs, t, Entry{At: now, Kind: "turn", About: t.TurnKey(), Text: "lapsed: the meeting has moved"})
		}
	}
	return cs
}

// dropRoles ends the turns of roles that the coordinator's file no longer names.
func (g *Group) dropRoles(mt Meeting, now time.Time) []Change {
	var cs []Change
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && t.Live() && t.State != Served && !slices.Contains(g.Roles, t.Role) {
			t.State, t.Since = Lapsed, now
			cs = append(cs, t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: "lapsed: there is no such role any more"})
		}
	}
	return cs
}

// settleTurns ends the turns of a meeting that has begun.
func (g *Group) settleTurns(mt Meeting, now time.Time, over bool) []Change {
	var cs []Change
	for _, t := range g.Turns {
		if t.Meeting != mt.ID {
			continue
		}
		switch {
		case t.State == Offered, t.State == Asked:
			t.State = Lapsed
		case t.State == Open:
			t.State = SelfLed
		case t.State == Accepted && over:
			t.State = Served
		default:
			continue
		}
		t.Since = now
		cs = append(cs, t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State)})
	}
	return cs
}

// lapseRole moves one role of one meeting on, as far as time demands.
func (g *Group) lapseRole(mt Meeting, role string, now time.Time) ([]Change, time.Time) {
	var cs []Change
	turns := g.turnsOf(mt.ID, role)
	for i := range turns {
		t := turns[i]
		waiting := t.State == Offered || t.State == Asked
		m, _ := g.Member(t.Member)
		switch {
		case waiting && !now.Before(t.By):
			t.State = Lapsed
		case (waiting || t.State == Accepted) && m.State != Active:
			t.State = Passed
		case t.State == Open && !now.Before(t.By):
			t.State = SelfLed
		default:
			continue
		}
		t.Since = now
		turns[i] = t
		cs = append(cs, t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State)})
	}
	if slices.ContainsFunc(turns, Turn.Live) {
		var next time.Time
		for _, t := range turns {
			if t.State == Offered || t.State == Asked || t.State == Open {
				next = sooner(next, t.By)
			}
		}
		return cs, next
	}
	t := g.nextTurn(mt, role, len(turns), now)
	cs = append(cs, t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State) + ": " + t.Reason})
	return cs, t.By
}

// nextTurn is who is asked next: in the letter while there is time, then one
// person after the other for a working day, then all who come, then nobody.
func (g *Group) nextTurn(mt Meeting, role string, before int, now time.Time) Turn {
	t := Turn{Meeting: mt.ID, Role: role, N: before + 1, Since: now}
	everyone := nine(mt.Start, g.Zone, everyoneFrom, true) // notes go out on weekends too
	selfLed := nine(mt.Start, g.Zone, selfLedFrom, true)
	if now.Before(everyone) {
		if s, ok := g.choose(mt, role, before > 0, now); ok {
			m, _ := g.Member(s.member)
			t.Member, t.Reason = s.member, s.reason(role)
			offeredBy := nine(mt.Start, m.Zone, offeredUntil, g.Weekends)
			if before == 0 && now.Before(workingBack(offeredBy)) {
				t.State, t.By = Offered, offeredBy
				return t
			}
			t.State, t.By = Asked, sooner(workingHours(now, stepInHours, m.Zone), everyone)
			return t
		}
	}
	// Only for the first role, which leads, is everybody asked: who takes notes
	// can be settled in the room.
	if role == g.Roles[0] && now.Before(selfLed) && len(g.couldTake(mt, role)) > 0 {
		t.State, t.By, t.Reason = Open, selfLed, "nobody took it so far, all who come are asked"
		return t
	}
	t.State, t.Reason = SelfLed, "nobody took it"
	return t
}

// workingBack leaves a letter at least a day to be answered.
func workingBack(t time.Time) time.Time { return t.Add(-24 * time.Hour) }
