package group

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Plan is what the coordinator's file says of members and meetings.
type Plan struct {
	Members  []Member  // without Joined
	Meetings []Meeting // without Sequence
	// Given are the ids that stand in the file. The others are made from the
	// name: such a member is also known by the address, else by the exact name.
	Given map[MemberID]bool
}

// recognise gives members of the file the ids under which they are on record. An id
// that the file does not give is made of the name, and of a number where two have the
// same one: it may be somebody else's on record, so the address comes first.
func (p Plan) recognise(g *Group) []Member {
	members := slices.Clone(p.Members)
	claimed := map[MemberID]bool{}
	for _, m := range members {
		if p.Given[m.ID] {
			claimed[m.ID] = true
		}
	}
	known := make([]bool, len(members))
	claim := func(i int, id MemberID) {
		members[i].ID, known[i], claimed[id] = id, true, true
	}
	for i, want := range members {
		if p.Given[want.ID] {
			known[i] = true
			continue
		}
		named, ok := g.Member(want.ID)
		if ok && named.Has(want.Email) && !claimed[named.ID] {
			claim(i, named.ID)
			continue
		}
		at := slices.IndexFunc(g.Members, func(m Member) bool {
			free := !claimed[m.ID] && !slices.ContainsFunc(members, func(w Member) bool { return w.ID == m.ID && w.ID != want.ID && m.Has(w.Email) })
			return free && m.Has(want.Email) && !(m.stopped() && want.State == Active) // who becomes a member begins anew
		})
		if at >= 0 && !(ok && g.Members[at].State == Left && named.Name == want.Name && g.Members[at].Name != want.Name) {
			claim(i, g.Members[at].ID)
		}
	}
	for i, want := range members {
		if _, ok := g.Member(want.ID); ok && !known[i] && !claimed[want.ID] {
			claim(i, want.ID)
		}
	}
	for i, want := range members {
		if known[i] {
			continue
		}
		at := slices.IndexFunc(g.Members, func(m Member) bool { return !claimed[m.ID] && m.State != Left && m.Name == want.Name })
		if at >= 0 {
			claim(i, g.Members[at].ID)
			continue
		}
		id := want.ID
		for n := 2; claimed[id]; n++ {
			if next := MemberID(fmt.Sprintf("%s-%d", want.ID, n)); !g.onRecord(next) {
				id = next
			}
		}
		claim(i, id)
	}
	return members
}

// onRecord tells whether an id is somebody's, also somebody's who left.
func (g *Group) onRecord(id MemberID) bool {
	_, ok := g.Member(id)
	return ok
}

// Reconcile brings the record in line with the coordinator's file: who is new
// joins, who is gone leaves, meetings are added, moved, cancelled. What members
// decided by mail stays. Meetings that have begun are never touched. The
// changes have been applied to g.
func Reconcile(g *Group, p Plan, now time.Time) Outcome {
	var o Outcome
	p.Members, p.Meetings = p.recognise(g), p.dated(g, now)
	for _, want := range p.Members {
		have, ok := g.Member(want.ID)
		switch {
		case !ok:
			have = g.entering(want, now)
			o.add(have, entered(have, now))
			continue
		case g.forgotten(want.ID): // the file does not bring them back
			continue
		case have.refused() && (g.mayJoin(now) || g.Settings.Joining == JoinConsent), have.State == Left && !have.ByMail && have.Joining != In:
			have.State = want.State
			have = g.entering(have, now)
			o.add(entered(have, now))
		case have.State == Left && !have.ByMail:
			have.State, have.Joined = want.State, now
			o.add(Entry{At: now, Kind: "joined", Member: want.ID, Text: "again"})
		case have.State == Left && have.ByMail && g.invitesAsGuest(want): // they want no more mail
		case have.State == Observer && want.State == Active && !have.guest(): // so far they only coordinated
			have.State, have.Coordinator = want.State, want.Coordinator
			have = g.entering(have, now)
			o.add(entered(have, now))
		case have.State == Observer || want.State == Observer:
			have.State = want.State
		}
		aliases := slices.Clone(have.Aliases)
		for _, a := range want.Aliases {
			if !slices.ContainsFunc(aliases, func(b string) bool { return equalFold(a, b) }) {
				aliases = append(aliases, a)
			}
		}
		merged := have
		merged.Name, merged.Email, merged.Zone, merged.Language = want.Name, want.Email, want.Zone, want.Language
		merged.Coordinator, merged.Order, merged.Aliases, merged.Added = want.Coordinator, want.Order, aliases, false
		if !equalFold(have.Email, want.Email) {
			merged.Unreachable = false
		}
		if was, _ := g.Member(want.ID); !sameMember(was, merged) {
			o.add(merged)
			if !equalFold(was.Email, merged.Email) {
				o.add(g.inviteAgain(want.ID, now)...)
			}
		}
	}
	for _, m := range g.Members {
		if m.State == Left && m.ByMail && !g.forgotten(m.ID) && !slices.ContainsFunc(p.Members, func(w Member) bool { return w.ID == m.ID }) {
			m.ByMail = false // a new entry brings them back
			o.add(m)
		}
		if m.State != Left && !m.Added && !slices.ContainsFunc(p.Members, func(w Member) bool { return w.ID == m.ID }) {
			m.State, m.ByMail = Left, false
			o.add(m, Entry{At: now, Kind: "left", Member: m.ID, Text: "no longer in the coordinator's file"})
		}
	}
	for _, want := range p.Meetings {
		o.join(g.reconcileMeeting(want, now))
	}
	for _, mt := range g.Meetings {
		if mt.State == Planned && mt.Start.After(now) && !slices.ContainsFunc(p.Meetings, func(w Meeting) bool { return w.ID == mt.ID }) {
			mt.State = Cancelled
			mt.Sequence = g.raised(mt)
			o.add(mt, Entry{At: now, Kind: "meeting", About: string(mt.ID), Text: "cancelled"})
		}
	}
	g.Apply(o.Changes...)
	return o
}

// inviteAgain lets the invitations to what is ahead go out once more: the address
// they went to was not, or is no longer, the member's.
func (g *Group) inviteAgain(id MemberID, now time.Time) []Change {
	var cs []Change
	for _, inv := range g.Invitations {
		if mt, ok := g.Meeting(inv.Meeting); inv.Member == id && ok && mt.Start.After(now) && !inv.Cancelled {
			inv.Sent = time.Time{}
			cs = append(cs, inv)
		}
	}
	return cs
}

// raised is the SEQUENCE of a meeting whose time, place or state changes: above
// that of every invitation to it, also of those who left and came back.
func (g *Group) raised(mt Meeting) int {
	n := mt.Sequence
	for _, inv := range g.Invitations {
		if inv.Meeting == mt.ID {
			n = max(n, inv.Sequence)
		}
	}
	return n + 1
}

// isLink tells a link from a place that one goes to.
func isLink(place string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if len(place) > len(scheme) && equalFold(place[:len(scheme)], scheme) && !strings.ContainsAny(place, " \t\n") {
			return true
		}
	}
	return false
}

func sameMember(a, b Member) bool {
	return a.Name == b.Name && a.Email == b.Email && a.Zone.String() == b.Zone.String() && a.Language == b.Language &&
		a.Coordinator == b.Coordinator && a.Order == b.Order && a.State == b.State && a.Joining == b.Joining && a.Unreachable == b.Unreachable && a.Added == b.Added && slices.Equal(a.Aliases, b.Aliases)
}
