package group

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
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
// saying no to the meeting. For a step-in those who said yes come first.
func (g *Group) candidates(mt Meeting, role string, stepIn bool) []standing {
	busy := map[MemberID]bool{}
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && t.Member != "" && (t.Role == role || t.State == Offered || t.State == Asked || t.State == Accepted) {
			busy[t.Member] = true
		}
	}
	ss := slices.DeleteFunc(g.standings(role), func(s standing) bool {
		m, _ := g.Member(s.member)
		r, said := g.RSVP(mt.ID, s.member)
		return busy[s.member] || said && r.Answer == No || !m.Joined.Before(mt.Start)
	})
	if answering := slices.DeleteFunc(slices.Clone(ss), func(s standing) bool { return g.silent(s.member) }); len(answering) > 0 {
		ss = answering
	}
	if stepIn {
		slices.SortStableFunc(ss, func(a, b standing) int {
			return cmp.Compare(g.comingRank(mt.ID, a.member), g.comingRank(mt.ID, b.member))
		})
	}
	return ss
}

// silentAfter is how many offers in a row somebody lets lapse before others are
// asked instead: each of them costs the group days.
const silentAfter = 2

// silent tells whether a member has let the last offers lapse and said nothing
// about coming since. Silence is no answer, so a word is enough to be asked again.
func (g *Group) silent(m MemberID) bool {
	var mine []Turn
	for _, t := range g.Turns {
		if t.Member == m {
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
	return n >= silentAfter && !slices.ContainsFunc(g.RSVPs, func(r RSVP) bool {
		return r.Member == m && r.Received.After(mine[len(mine)-n].Since)
	})
}

// choose finds whose turn a role is. For a first offer it looks at the roles
// that are free at the meeting together: a role taken one after the other, each
// from what the one before left over, does not go round evenly.
func (g *Group) choose(mt Meeting, role string, stepIn bool) (standing, bool) {
	cs := g.candidates(mt, role, stepIn)
	if len(cs) == 0 {
		return standing{}, false
	}
	if stepIn {
		return cs[0], true
	}
	var others [][]standing
	for _, r := range g.Roles {
		if r != role && len(g.turnsOf(mt.ID, r)) == 0 && len(others) < 2 {
			others = append(others, g.candidates(mt, r, false))
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
	switch s.served {
	case 0:
		return "has not been " + role + " yet"
	case 1:
		return fmt.Sprintf("was %s once, on %s; nobody free did it less often", role, s.last.UTC().Format("2 January 2006"))
	default:
		return fmt.Sprintf("was %s %d times, last on %s; nobody free did it less often", role, s.served, s.last.UTC().Format("2 January 2006"))
	}
}

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
		if s, ok := g.choose(mt, role, before > 0); ok {
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

// couldTake are those who come and have no role at the meeting yet.
func (g *Group) couldTake(mt Meeting, role string) []Member {
	var ms []Member
	for _, m := range g.coming(mt.ID) {
		if !slices.ContainsFunc(g.Turns, func(t Turn) bool {
			return t.Meeting == mt.ID && t.Member == m.ID && (t.State == Accepted || t.State == Offered || t.Role == role && t.State == Passed)
		}) {
			ms = append(ms, m)
		}
	}
	return ms
}

// planTurns offers a role in the letter about the meeting.
func planTurns(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		m, found := g.Member(t.Member)
		if !ok || !found || t.State != Offered {
			continue
		}
		items = append(items, Item{
			Key:   Key{Practice: "turn", Occurrence: t.TurnKey(), Member: t.Member},
			Class: InLetter, Due: g.letterAt(mt, m), Expires: t.By, Before: true, Rank: rankTurn, Meeting: mt.ID,
			Asks: []Ask{{About: t.TurnKey(), Kind: AskTurn, Closes: mt.Start}},
		})
	}
	return items
}

func writeTurn(g *Group, it Item, m Member, b Base) any {
	t, _ := g.turn(it.Occurrence)
	mt, _ := g.Meeting(t.Meeting)
	d := TurnData{Base: b, Role: t.Role, Start: mt.Start.In(m.Zone), By: t.By.In(m.Zone)}
	for _, o := range g.active() {
		if o.ID != m.ID {
			d.Another = g.first(o.ID)
			break
		}
	}
	return d
}

// turn finds a turn by its key.
func (g *Group) turn(key string) (Turn, bool) {
	for _, t := range g.Turns {
		if t.TurnKey() == key {
			return t, true
		}
	}
	return Turn{}, false
}

// planStepIns asks one person, or all who come, to take a role.
func planStepIns(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		if !ok || t.State != Asked && t.State != Open {
			continue
		}
		asked := g.couldTake(mt, t.Role)
		if t.State == Asked {
			m, _ := g.Member(t.Member)
			asked = []Member{m}
		}
		for _, m := range asked {
			items = append(items, Item{
				Key:   Key{Practice: "stepin", Occurrence: t.TurnKey(), Member: m.ID},
				Class: InNote, Due: t.Since, Expires: t.By, Before: true, Always: t.From != "", Meeting: mt.ID,
				Asks: []Ask{{About: t.TurnKey(), Kind: AskYesNo, Closes: mt.Start}},
			})
		}
	}
	return items
}

func writeStepIn(g *Group, it Item, m Member, b Base) any {
	t, _ := g.turn(it.Occurrence)
	mt, _ := g.Meeting(t.Meeting)
	return StepInData{
		Base: b, Role: t.Role, Start: mt.Start.In(m.Zone), By: t.By.In(m.Zone),
		Everyone: t.State == Open, From: g.first(t.From), Takes: t.Takes,
	}
}

// planSelfLed gives a script to those who come when nobody leads.
func planSelfLed(g *Group) []Item {
	var items []Item
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		if !ok || t.State != SelfLed || len(g.Roles) == 0 || t.Role != g.Roles[0] {
			continue
		}
		for _, m := range g.coming(mt.ID) {
			items = append(items, Item{
				Key:   Key{Practice: "selfled", Occurrence: string(mt.ID), Member: m.ID},
				Class: InNote, Due: t.Since, Expires: mt.Start, Before: true, Always: true, Meeting: mt.ID,
			})
		}
	}
	return items
}

func writeSelfLed(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := SelfLedData{Base: b, Role: g.Roles[0], Start: mt.Start.In(m.Zone), Place: mt.Place}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	return d
}

// readTurn is the one question with three answers: come and lead, come and not
// lead, not come; and swapping with somebody.
func readTurn(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	t, ok := g.turn(ask.About)
	mt, found := g.asPrinted(ask)
	if !ok || !found || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	switch {
	case a.Kind == answer.KindRSVP:
		u := g.rsvp(in, mt, RSVPAnswer(a.Value), a.Text, "words", now)
		if a.Value == answer.ValueNo && t.Live() && len(u.Lines) > 0 {
			u.AtOnce = true
			u.Lines = append(u.Lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		}
		return u
	case g.superseded(in, mt, t):
		return overtaken(in, t, now)
	case a.Value == answer.ValuePass:
		if t.Member != in.Member || !t.Live() {
			return Understood{Kind: "closed"}
		}
		if offer, ok := g.swapBetween(mt.ID, t.Role, in.Member, ""); ok && offer.Takes {
			return g.agreeSwap(in, mt, offer, now)
		}
		t.State, t.Since = Passed, now
		u := Understood{AtOnce: true}
		if _, said := g.RSVP(mt.ID, in.Member); !said { // "I'll come, someone else leads"
			u = g.rsvp(in, mt, Yes, "", "words", now)
			u.AtOnce = true
		}
		u.Lines = append(u.Lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "passed", Inbox: in.Inbox})
		return u
	case a.Value == answer.ValueSwap:
		return g.swap(in, mt, t, a, now)
	default: // lead
		return g.take(in, mt, t, now)
	}
}

// take lets a member take a role: their own offer, or one nobody has yet.
func (g *Group) take(in Inbound, mt Meeting, t Turn, now time.Time) Understood {
	current, live := g.live(mt.ID, t.Role)
	switch {
	case live && current.Member == in.Member && (current.State == Offered || current.State == Asked || current.State == Accepted):
		t = current
	case live && current.State == Accepted, live && current.State == Served:
		return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "already", Start: mt.Start, Role: t.Role, Who: g.first(current.Member)}}}
	case live && (current.State == Open || current.State == SelfLed):
		current.Member, current.Reason = in.Member, "took it when all were asked"
		t = current
	default: // it lapsed, and comes back before somebody else took it
		t = Turn{Meeting: mt.ID, Role: t.Role, N: len(g.turnsOf(mt.ID, t.Role)) + 1, Member: in.Member, Reason: "offered to do it"}
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "lead", Start: mt.Start, Role: t.Role}}}
	if live && current.TurnKey() != t.TurnKey() {
		current.State, current.Since = Lapsed, now
		u.add(current)
	}
	t.State, t.Since, t.By = Accepted, now, time.Time{}
	u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "accepted", Inbox: in.Inbox})
	u.Lines = append(u.Lines, g.freeOthers(&u.Outcome, in, mt, t.Role, in.Member, now)...)
	if r, said := g.RSVP(mt.ID, in.Member); !said || !r.Answer.Coming() {
		u.add(RSVP{Meeting: mt.ID, Member: in.Member, Answer: Yes, Via: "words", Inbox: in.Inbox, Received: in.Received, Position: in.position(), Sequence: mt.Sequence})
	}
	return u
}

// live is the turn of a role that stands or may still stand, a swap being asked
// for left aside.
func (g *Group) live(meeting MeetingID, role string) (Turn, bool) {
	ts := g.turnsOf(meeting, role)
	for _, t := range slices.Backward(ts) {
		if t.Live() && !(t.State == Asked && t.From != "") {
			return t, true
		}
	}
	return Turn{}, false
}

// swap asks the other one: both must agree. Until then the turn stays where it
// is. The writer either gives their own turn to somebody, or says that they
// take somebody else's.
func (g *Group) swap(in Inbound, mt Meeting, t Turn, a answer.Answer, now time.Time) Understood {
	var other MemberID
	for _, p := range a.People {
		if MemberID(p) != in.Member {
			other = MemberID(p)
		}
	}
	holder, live := g.live(mt.ID, t.Role)
	if m, ok := g.Member(other); !ok || m.State != Active || !live || holder.Member != in.Member && holder.Member != other {
		return Understood{AtOnce: true, Kind: "unclear"}
	}
	if asked, ok := g.swapBetween(mt.ID, t.Role, in.Member, other); ok {
		return g.agreeSwap(in, mt, asked, now) // the other one has said the same
	}
	if slices.ContainsFunc(g.turnsOf(mt.ID, t.Role), func(o Turn) bool { return o.State == Asked && o.From == in.Member && o.Member == other }) {
		return Understood{} // already asked
	}
	asked := Turn{
		Meeting: mt.ID, Role: t.Role, N: len(g.turnsOf(mt.ID, t.Role)) + 1, Member: other, State: Asked, From: in.Member, Since: now,
		Takes: holder.Member == other, Reason: "swap asked for by " + strings.TrimSpace(g.first(in.Member)),
	}
	om, _ := g.Member(other)
	asked.By = sooner(workingHours(now, stepInHours, om.Zone), mt.Start)
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "swap_asked", Start: mt.Start, Role: t.Role, Who: g.first(other)}}}
	u.add(asked, Entry{At: now, Kind: "turn", Member: other, About: asked.TurnKey(), Text: asked.Reason, Inbox: in.Inbox})
	return u
}

// readStepIn is the answer to being asked by a note: yes or no.
func readStepIn(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	t, ok := g.turn(ask.About)
	mt, found := g.asPrinted(ask)
	if !ok || !found || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	if g.superseded(in, mt, t) {
		return overtaken(in, t, now)
	}
	yes := a.Value == answer.ValueYes || a.Value == answer.ValueLead || a.Value == answer.ValueLate
	no := a.Value == answer.ValueNo || a.Value == answer.ValuePass
	switch {
	case no:
		u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "declined", Start: mt.Start, Role: t.Role}}}
		if t.State == Asked && t.Member == in.Member {
			t.State, t.Since = Passed, now
			u.add(t, Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "passed", Inbox: in.Inbox})
			if t.From != "" {
				u.Items = append(u.Items, g.receiptFor(t.From, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{{What: "swap_refused", Start: mt.Start, Role: t.Role, Who: g.first(in.Member)}}}))
			}
		}
		return u
	case yes && t.From != "":
		return g.agreeSwap(in, mt, t, now)
	case yes:
		return g.take(in, mt, t, now)
	}
	return Understood{AtOnce: true, Kind: "unclear"}
}

// agreeSwap: both said yes, the turn moves.
func (g *Group) agreeSwap(in Inbound, mt Meeting, t Turn, now time.Time) Understood {
	holder, live := g.live(mt.ID, t.Role)
	if !live && !t.Takes && t.Member == in.Member && t.State == Asked {
		return g.take(in, mt, t, now) // whoever asked can't come any more
	}
	if t.Member != in.Member || t.State != Asked && t.State != Lapsed || !live || holder.State == Served {
		return Understood{Kind: "closed"}
	}
	from, to := t.From, t.Member // from gives it away
	if t.Takes {
		from, to = t.Member, t.From
	}
	if holder.Member != from {
		return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "already", Start: mt.Start, Role: t.Role, Who: g.first(holder.Member)}}}
	}
	holder.State, holder.Since = Swapped, now
	t.Member, t.From, t.State, t.Since, t.By = to, from, Accepted, now, time.Time{}
	t.Reason = "swapped with " + g.first(from)
	u := Understood{AtOnce: true, Lines: []ReceiptLine{g.swapLine(in.Member, mt, t.Role, from, to)}}
	u.add(holder, t, Entry{At: now, Kind: "turn", Member: to, About: t.TurnKey(), Text: t.Reason, Inbox: in.Inbox})
	freed := g.freeOthers(&u.Outcome, in, mt, t.Role, to, now)
	if r, said := g.RSVP(mt.ID, to); to == in.Member && (!said || !r.Answer.Coming()) {
		u.add(RSVP{Meeting: mt.ID, Member: to, Answer: Yes, Via: "words", Inbox: in.Inbox, Received: in.Received, Position: in.position(), Sequence: mt.Sequence})
	}
	other := from
	if other == in.Member {
		other = to
	}
	told := []ReceiptLine{g.swapLine(other, mt, t.Role, from, to)}
	if to == in.Member {
		u.Lines = append(u.Lines, freed...)
	} else {
		told = append(told, freed...)
	}
	u.Items = append(u.Items, g.receiptFor(other, in, ReceiptData{Kind: "turn", Lines: told}))
	return u
}

// swapBetween is the swap that waits for a member's word; from names who asked,
// "" for anybody.
func (g *Group) swapBetween(meeting MeetingID, role string, member, from MemberID) (Turn, bool) {
	for _, t := range g.turnsOf(meeting, role) {
		if t.State == Asked && t.From != "" && t.Member == member && (from == "" || t.From == from) {
			return t, true
		}
	}
	return Turn{}, false
}

// freeOthers gives back what else a member has at a meeting where they have just
// taken a role: two roles go to two people.
func (g *Group) freeOthers(o *Outcome, in Inbound, mt Meeting, role string, member MemberID, now time.Time) []ReceiptLine {
	var lines []ReceiptLine
	for _, t := range g.Turns {
		if t.Meeting == mt.ID && t.Role != role && t.Member == member && (t.State == Offered || t.State == Accepted || t.State == Asked && t.From == "") {
			t.State, t.Since = Passed, now
			o.add(t, Entry{At: now, Kind: "turn", Member: member, About: t.TurnKey(), Text: "passed: has another role", Inbox: in.Inbox})
			lines = append(lines, ReceiptLine{What: "pass", Start: mt.Start, Role: t.Role})
		}
	}
	return lines
}

// swapsOf settles the swaps that a member is part of who cannot come.
func (g *Group) swapsOf(o *Outcome, in Inbound, mt Meeting, now time.Time) {
	for _, t := range g.Turns {
		if t.Meeting != mt.ID || t.State != Asked || t.From == "" {
			continue
		}
		t.Since = now
		switch {
		case t.Member == in.Member && t.Takes: // somebody has offered to take it over
			t.Member, t.From, t.State, t.By = t.From, in.Member, Accepted, time.Time{}
			t.Reason = "swapped with " + g.first(in.Member)
			o.Items = append(o.Items, g.receiptFor(t.Member, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{g.swapLine(t.Member, mt, t.Role, in.Member, t.Member)}}))
		case t.Member == in.Member:
			t.State = Passed
			o.Items = append(o.Items, g.receiptFor(t.From, in, ReceiptData{Kind: "turn", Lines: []ReceiptLine{{What: "swap_refused", Start: mt.Start, Role: t.Role, Who: g.first(in.Member)}}}))
		case t.From == in.Member && t.Takes: // and who offered can't
			t.State = Lapsed
		default:
			continue
		}
		o.add(t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: string(t.State) + ": can't come", Inbox: in.Inbox})
	}
}

// superseded tells whether a mail that was held has been overtaken by what its
// writer said since.
func (g *Group) superseded(in Inbound, mt Meeting, t Turn) bool {
	if !g.Released(in.Inbox) {
		return false
	}
	if r, ok := g.RSVP(mt.ID, in.Member); ok && r.Position > in.position() && !r.Answer.Coming() {
		return true
	}
	return t.Member == in.Member && t.Since.After(in.Received) && (t.State == Accepted || t.State == Passed || t.State == Swapped)
}

// overtaken puts on record that a held mail came too late.
func overtaken(in Inbound, t Turn, now time.Time) Understood {
	var u Understood
	u.add(Entry{At: now, Kind: "turn", Member: in.Member, About: t.TurnKey(), Text: "older than what was said since", Inbox: in.Inbox})
	return u
}

// swapLine tells one of the two who has swapped: whoever has the turn now reads
// of themselves, not of somebody with their name.
func (g *Group) swapLine(reader MemberID, mt Meeting, role string, from, to MemberID) ReceiptLine {
	if reader == to {
		return ReceiptLine{What: "took", Start: mt.Start, Role: role, Who: g.first(from)}
	}
	return ReceiptLine{What: "swap_done", Start: mt.Start, Role: role, Who: g.first(to)}
}
