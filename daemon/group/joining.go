package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// vettedFor is how long the members have to say something about somebody who would
// like to join; silence is welcome.
const vettedFor = 7 * day

// entering is how somebody who is new in the coordinator's file begins: with an
// invitation while the group is founded, else by the rule of joining. Coordinators
// are in.
func (g *Group) entering(m Member, now time.Time) Member {
	m.Joined, m.Joining = now, In
	if m.State != Active || m.Coordinator {
		return m
	}
	first, ok := g.firstMeeting()
	begun := ok && !now.Before(first.Start)
	switch {
	case !begun && g.Founding:
		m.State, m.Joining = Paused, Invited
	case !begun || g.mayJoin(now):
	case g.Settings.Joining == JoinConsent:
		m.State, m.Joining = Paused, Vetted
	default:
		m.State, m.Joining, m.ByMail = Paused, Declined, false
	}
	return m
}

// refused tells whether the group is closed to somebody, by its rule and by nobody's
// word.
func (m Member) refused() bool { return m.State == Paused && m.Joining == Declined && !m.ByMail }

// mayJoin tells whether somebody may simply join a group that has begun.
func (g *Group) mayJoin(now time.Time) bool {
	switch g.Settings.Joining {
	case JoinClosed, JoinConsent:
		return false
	case JoinUntil:
		ms := g.takingPlace()
		return g.JoinUntil < 1 || g.JoinUntil > len(ms) || now.Before(ms[g.JoinUntil-1].Start)
	}
	return true
}

// entered puts on record how somebody began.
func entered(m Member, now time.Time) Entry {
	e := Entry{At: now, Kind: "joined", Member: m.ID, Text: string(m.State)}
	if m.Joining != In {
		e.Kind, e.Text = "joining", string(m.Joining)
	}
	return e
}

// concerns are what members said about somebody who would like to join.
func (g *Group) concerns(id MemberID) []Contribution {
	return slices.DeleteFunc(g.given(Concern), func(c Contribution) bool { return c.About != string(id) || c.State != StateOpen })
}

// lapseJoining lets in whom nobody had a concern about, and tells the coordinators
// of those for whom the group is closed.
func lapseJoining(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, m := range slices.Clone(g.Members) {
		if m.State != Paused {
			continue
		}
		switch {
		case m.refused():
			items := g.noticesOnce("closed "+string(m.ID)+" "+m.Joined.UTC().Format(time.RFC3339), NoticeData{Kind: "closed", Who: m.Name})
			o.Items = append(o.Items, slices.DeleteFunc(items, func(it Item) bool { return g.Settled(it.Key) })...)
		case m.Joining == Vetted:
			if end := m.Joined.Add(vettedFor); now.Before(end) {
				next = sooner(next, end)
			} else if len(g.concerns(m.ID)) == 0 {
				o.add(g.letIn(m, "nobody has a concern", now)...)
				g.Apply(o.Changes...)
			}
		}
	}
	return o, next
}

func (g *Group) letIn(m Member, why string, now time.Time) []Change {
	m.State, m.Joining, m.Joined = Active, In, now
	return []Change{m, Entry{At: now, Kind: "joined", Member: m.ID, Text: why}}
}

// planJoining asks the members about somebody who would like to join, and the
// coordinators where somebody has a concern.
func planJoining(g *Group) []Item {
	var items []Item
	for _, v := range g.Members {
		if v.State != Paused || v.Joining != Vetted {
			continue
		}
		end := v.Joined.Add(vettedFor)
		for _, m := range g.active() {
			items = append(items, Item{
				Key: Key{Practice: "joining", Occurrence: string(v.ID) + " " + v.Joined.UTC().Format(time.RFC3339), Member: m.ID}, Class: InNote, Always: true, Due: v.Joined, Expires: end,
				Asks: []Ask{{About: string(v.ID), Kind: AskYesNo, Question: 1, Closes: end}},
			})
		}
		cs := g.concerns(v.ID)
		if len(cs) == 0 {
			continue
		}
		last := cs[len(cs)-1]
		for _, m := range g.Members {
			if m.Coordinator && (m.State == Active || m.State == Observer) {
				items = append(items, Item{
					Key: Key{Practice: "joining", Occurrence: string(v.ID) + " concern", Member: m.ID, Revision: last.N}, Class: InNote, Always: true, Due: last.At, Expires: last.At.Add(30 * day),
					Asks: []Ask{{About: string(v.ID), Kind: AskYesNo, Question: 2, Closes: last.At.Add(30 * day)}},
				})
			}
		}
	}
	return items
}

func writeJoining(g *Group, it Item, m Member, b Base) any {
	id := MemberID(it.Asks[0].About)
	v, _ := g.Member(id)
	d := JoiningData{Base: b, Who: v.Name, By: v.Joined.Add(vettedFor).In(m.Zone), Decide: it.Asks[0].Question == 2}
	if d.Decide {
		for _, c := range g.concerns(id) {
			d.Concerns = append(d.Concerns, Voice{Name: g.first(c.Member), Text: c.Text})
		}
	}
	return d
}

// readJoining takes a welcome or a concern, and what a coordinator decides.
func readJoining(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	v, ok := g.Member(MemberID(ask.About))
	if !ok || v.Joining != Vetted || !ask.Closes.IsZero() && !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	plain := a.Kind == answer.KindYesNo || a.Kind == answer.KindRSVP
	yes, no := plain && a.Value == answer.ValueYes, plain && a.Value == answer.ValueNo
	u := Understood{AtOnce: true}
	if ask.Question == 2 {
		if m, _ := g.Member(in.Member); !m.Coordinator || !yes && !no {
			return Understood{Kind: "unclear"}
		}
		concerns := g.concerns(v.ID)
		for _, c := range concerns {
			c.State, c.Changed = StateDone, now
			u.add(c)
		}
		if yes {
			u.Lines = []ReceiptLine{{What: "let_in", Who: v.Name}}
			u.add(g.letIn(v, "a coordinator decided", now)...)
			u.add(trace(in, tracedSteer, steerAdd))
			return u
		}
		v.Joining, v.ByMail = Declined, true
		u.Lines = []ReceiptLine{{What: "kept_out", Who: v.Name}}
		u.add(v, trace(in, tracedVetted, string(v.ID)+" "+states(concerns)), Entry{At: now, Kind: "joining", Member: v.ID, Text: "a coordinator decided against it", Inbox: in.Inbox})
		return u
	}
	if yes {
		u.AtOnce, u.Lines = false, []ReceiptLine{{What: "welcomes", Who: v.Name}}
		u.add(Response{Practice: "joining", About: ask.About, Question: 1, Member: in.Member, Value: a.Value, Inbox: in.Inbox, At: in.Received},
			Entry{At: now, Kind: "joining", Member: v.ID, Text: "a member says welcome", Inbox: in.Inbox})
		return u
	}
	words := in.whole()
	if words == "" {
		return Understood{Kind: "unclear"}
	}
	if slices.ContainsFunc(g.concerns(v.ID), func(c Contribution) bool { return c.Inbox == in.Inbox && c.Member == in.Member }) {
		return u // all of the mail is on record
	}
	c := g.contribute(Contribution{Kind: Concern, Member: in.Member, About: ask.About, Text: words, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received})
	u.Lines = []ReceiptLine{{What: "concern", Who: v.Name, Text: excerpt(words, 160)}}
	u.add(c, Entry{At: now, Kind: "joining", Member: v.ID, Text: "a member has a concern", Inbox: in.Inbox})
	return u
}
