package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

const (
	// sharingBefore is how many days before the letter about the first meeting the
	// group is asked what it shares, so that this letter can say so.
	sharingBefore = 7
	// thinksFor is how long members have for the welcome's questions by then; where
	// there is less time, they are asked in the letter about the first meeting.
	thinksFor = 5 * 24 * time.Hour
	// maxObjective is how much of an objective stands in a list, in characters.
	maxObjective = 110
	// maxListed is how many objectives the group is asked about: as many as a group
	// has members, so that nobody's is left out. Where they are many, each is shorter,
	// and some of the offers wait for the letter about the first meeting.
	maxListed      = 15
	manyObjectives = 8
	maxOfMany      = 70
	// maxOffers is how many offers a letter lists; the others are counted.
	maxOffers     = 8
	offersBesides = 4
	maxOffer      = 80
)

// objective is as much of a member's words as stands in a list.
func (g *Group) objective(c Contribution) string {
	if len(g.listed()) > manyObjectives {
		return excerpt(c.Text, maxOfMany)
	}
	return excerpt(c.Text, maxObjective)
}

// firstMeeting is the first meeting that takes place.
func (g *Group) firstMeeting() (Meeting, bool) {
	ms := g.takingPlace()
	if len(ms) == 0 {
		return Meeting{}, false
	}
	return ms[0], true
}

// sharingAt is when a member is asked what they share with the others.
func (g *Group) sharingAt(mt Meeting, m Member) time.Time {
	due := nine(mt.Start, m.Zone, -g.Settings.Letter-sharingBefore, g.Weekends)
	if due.Before(g.Founded.Add(thinksFor)) {
		return g.letterAt(mt, m)
	}
	return later(due, m.Joined)
}

// wanted are the objectives that members put to the group, the last one of each.
func (g *Group) wanted() []Contribution {
	var cs []Contribution
	for _, c := range g.given(Objective) {
		if c.State != StateOpen && c.State != StateShared && c.State != StateMerged {
			continue
		}
		if i := slices.IndexFunc(cs, func(o Contribution) bool { return o.Member == c.Member }); i >= 0 {
			if c.Inbox >= cs[i].Inbox {
				cs[i] = c
			}
			continue
		}
		cs = append(cs, c)
	}
	return cs
}

// listed are the objectives that the group is asked about.
func (g *Group) listed() []Contribution {
	return slices.DeleteFunc(g.given(Objective), func(c Contribution) bool { return c.State != StateShared })
}

// lapseSharing lists what members want to learn, in the order in which they said
// it, until the first of them reads the list. The same in the same words is one.
func lapseSharing(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	mt, ok := g.firstMeeting()
	if !ok || !now.Before(mt.Start) || g.sharingSent() {
		return o, time.Time{}
	}
	at := g.listsAt()
	if at.IsZero() || now.Before(at) {
		return o, at
	}
	listed := g.listed()
	for _, c := range g.wanted() {
		if c.State != StateOpen {
			continue
		}
		c.State, c.Changed = StateShared, now
		if i := slices.IndexFunc(listed, func(l Contribution) bool {
			return equalFold(excerpt(l.Text, maxObjective), excerpt(c.Text, maxObjective))
		}); i >= 0 {
			c.State, c.About = StateMerged, listed[i].ref()
		} else if len(listed) == maxListed {
			break
		} else {
			listed = append(listed, c)
		}
		g.Apply(c)
		o.add(c, Entry{At: now, Kind: "objective", Member: c.Member, About: c.ref(), Text: string(c.State), Inbox: c.Inbox})
	}
	return o, time.Time{}
}

// listsAt is when what members want to learn is listed: from then on nothing new
// gets into the list. Zero without a first meeting.
func (g *Group) listsAt() time.Time {
	var at time.Time
	if mt, ok := g.firstMeeting(); ok {
		for _, m := range g.active() {
			at = sooner(at, weekOf(g.sharingAt(mt, m), m.Zone))
		}
	}
	return at
}

// sharingSent tells whether somebody has read the list.
func (g *Group) sharingSent() bool {
	return slices.ContainsFunc(g.Members, func(m Member) bool {
		s, ok := g.settled[Key{Practice: "sharing", Member: m.ID}]
		return ok && s.How == "sent"
	})
}

// planSharing asks before the first meeting which of the others' objectives a
// member shares, and tells what the others offer. Where there was time for it, the
// letter about the meeting tells what became of that.
func planSharing(g *Group) []Item {
	mt, ok := g.firstMeeting()
	if !ok {
		return nil
	}
	var opts []AskOption
	for i, c := range g.listed() {
		opts = append(opts, AskOption{Letter: string(rune('A' + i)), Text: g.objective(c), Ref: c.ref()})
	}
	var items []Item
	for _, m := range g.active() {
		if !m.Joined.Before(mt.Start) {
			items = append(items, g.sharingLate(m)...)
			continue
		}
		it := Item{
			Key:   Key{Practice: "sharing", Member: m.ID},
			Class: InLetter, Due: g.sharingAt(mt, m), Expires: mt.Start, Before: true, Rank: rankSharing,
		}
		if len(opts) > 1 {
			it.Asks = []Ask{{Kind: AskChoice, Question: 1, Options: opts, Closes: g.charterAfter(mt)}}
		}
		if len(it.Asks) > 0 || len(g.offersTo(m, time.Time{})) > 0 {
			items = append(items, it)
		}
		s, asked := g.settled[it.Key]
		result := g.letterAt(mt, m)
		if !asked || s.How != "sent" {
			continue
		}
		left := len(g.offersLeft(m, s.At))
		it.Revision, it.Due, it.Rank, it.Asks = 1, result, rankShared, nil
		if !s.At.Before(weekOf(result, m.Zone)) { // no letter comes before the meeting: what had no room joins the next
			it.Due, it.Before = s.At.Add(consentFor), false
			it.Join, it.Expires = s.At.Add(forLate), s.At.Add(forLate)
			if left > 0 {
				items = append(items, it)
			}
		} else if len(g.sharedObjectives()) > 0 || left > 0 {
			items = append(items, it)
		}
	}
	return items
}

// forLate is how long what the group has been told before may wait for a letter to
// somebody who has just joined.
const forLate = 35 * day

// sharingLate tells a member who joins later what the others offer, and what they
// share unless the charter says that.
func (g *Group) sharingLate(m Member) []Item {
	_, chartered := g.charterNow()
	if len(g.offersTo(m, time.Time{})) == 0 && (chartered || len(g.sharedObjectives()) == 0) {
		return nil
	}
	return []Item{{
		Key:   Key{Practice: "sharing", Occurrence: "late", Member: m.ID},
		Class: InLetter, Due: m.Joined, Expires: m.Joined.Add(forLate), Rank: rankShared,
	}}
}

// offersTo are what the others can offer, since the member was last told.
func (g *Group) offersTo(m Member, since time.Time) []Contribution {
	return slices.DeleteFunc(g.given(Offer), func(c Contribution) bool {
		return c.Member == m.ID || c.State != StateOpen && c.State != StateShared || !since.IsZero() && !c.At.Add(consentFor).After(since)
	})
}

// offersShown is how many offers the list of objectives leaves room for.
func (g *Group) offersShown() int {
	if len(g.listed()) > manyObjectives {
		return offersBesides
	}
	return maxOffers
}

// offersLeft are the offers that a member has not read, who was told at an instant: those
// that had no room then, and those since.
func (g *Group) offersLeft(m Member, told time.Time) []Contribution {
	later := g.offersTo(m, told)
	n := 0
	return slices.DeleteFunc(g.offersTo(m, time.Time{}), func(c Contribution) bool {
		if slices.ContainsFunc(later, func(o Contribution) bool { return o.N == c.N }) {
			return false
		}
		n++
		return n <= g.offersShown()
	})
}

// sharedObjectives are the objectives that at least half of the members share:
// their own, the same in the same words, or one whose letter they named.
func (g *Group) sharedObjectives() []Contribution {
	members := g.active()
	return slices.DeleteFunc(g.listed(), func(c Contribution) bool {
		n := 0
		for _, m := range members {
			r, _ := g.Response("sharing", "", 1, m.ID)
			if c.Member == m.ID || slices.Contains(fields(r.Value), c.ref()) || slices.ContainsFunc(g.given(Objective), func(o Contribution) bool {
				return o.Member == m.ID && o.State == StateMerged && o.About == c.ref()
			}) {
				n++
			}
		}
		return 2*n < len(members)
	})
}

func writeSharing(g *Group, it Item, m Member, b Base) any {
	d := SharingData{Base: b, Result: it.Revision > 0, Members: len(g.active())}
	offers, room := g.offersTo(m, time.Time{}), maxOffers
	if it.Occurrence != "" {
		if _, chartered := g.charterNow(); !chartered {
			for _, c := range g.sharedObjectives() {
				d.Shared, d.Result = append(d.Shared, excerpt(c.Text, maxObjective)), true
			}
		}
	} else if d.Result {
		offers = g.offersLeft(m, g.settled[Key{Practice: "sharing", Member: m.ID}].At)
		for _, c := range g.sharedObjectives() {
			d.Shared = append(d.Shared, excerpt(c.Text, maxObjective))
		}
	}
	if len(it.Asks) > 0 {
		room = g.offersShown()
		for _, o := range it.Asks[0].Options {
			d.Options = append(d.Options, Option{Letter: o.Letter, Text: o.Text})
		}
	}
	for _, c := range offers {
		if len(d.Offers) == room {
			d.More++
			continue
		}
		d.Offers = append(d.Offers, Voice{Name: g.first(c.Member), Text: excerpt(c.Text, maxOffer)})
	}
	return d
}

// readSharing counts which objectives a member shares: the last answer.
func readSharing(_ *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if !ask.Closes.IsZero() && !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	if a.Kind != answer.KindChoice {
		return Understood{Kind: "unclear"}
	}
	var u Understood
	var refs []string
	for _, o := range ask.Options {
		if slices.Contains(fields(a.Value), o.Letter) {
			refs = append(refs, o.Ref)
			u.Lines = append(u.Lines, ReceiptLine{What: "shares", Text: o.Text})
		}
	}
	u.add(Response{Practice: "sharing", Question: 1, Member: in.Member, Value: strings.Join(refs, " "), Inbox: in.Inbox, At: in.Received},
		Entry{At: now, Kind: "sharing", Member: in.Member, Text: strconv.Itoa(len(refs)) + " objectives shared", Inbox: in.Inbox})
	return u
}
