package group

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"convene/daemon/answer"
)

// maxOptions is how many topics a ballot offers; the others wait.
const maxOptions = 6

// ballotBefore is the meeting in whose letter the ballot for mt stands.
func (g *Group) ballotBefore(mt Meeting) (Meeting, bool) {
	var before Meeting
	found := false
	for _, o := range g.takingPlace() {
		if o.Start.Before(mt.Start) {
			before, found = o, true
		}
	}
	return before, found
}

// options are the topics that the ballot for a meeting offers: first those that
// touch an objective which no earlier meeting has touched, then what has waited
// longest.
func (g *Group) options(mt Meeting) []AskOption {
	untouched := g.untouched(mt.Start)
	rank := func(t Topic) int {
		if slices.ContainsFunc(untouched, func(o string) bool { return inCommon(t.Text, o) }) {
			return 0
		}
		return 1
	}
	pool := g.pool()
	slices.SortStableFunc(pool, func(a, b Topic) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Proposed.Compare(b.Proposed))
	})
	var opts []AskOption
	for i, t := range pool {
		if i == maxOptions {
			break
		}
		opts = append(opts, AskOption{Letter: string(rune('A' + i)), Text: t.Text, Ref: strconv.Itoa(t.N)})
	}
	return opts
}

// planBallots asks in the letter about one meeting what to do at the next.
func planBallots(g *Group) []Item {
	if len(g.pool()) < 2 {
		return nil
	}
	var items []Item
	var opts []AskOption
	var of MeetingID
	g.eachBallot(func(before, mt Meeting, closes time.Time, m Member) {
		if of != mt.ID { // the same for all who vote
			of, opts = mt.ID, g.options(mt)
		}
		it := g.ballotItem("ballot", before, mt, closes, m)
		it.Asks = []Ask{{About: string(mt.ID), Kind: AskChoice, Options: opts, Closes: it.Expires}}
		items = append(items, it)
	})
	return items
}

// eachBallot ranges over the open ballots, when each closes, and those who vote.
func (g *Group) eachBallot(do func(before, mt Meeting, closes time.Time, m Member)) {
	for _, mt := range g.takingPlace() {
		before, ok := g.ballotBefore(mt)
		if !ok || mt.Balloted {
			continue
		}
		closes := g.preparedAt(mt)
		for _, m := range g.active() {
			if m.Joined.Before(before.Start) {
				do(before, mt, closes, m)
			}
		}
	}
}

func (g *Group) ballotItem(name string, before, mt Meeting, closes time.Time, m Member) Item {
	return Item{
		Key:   Key{Practice: name, Occurrence: string(mt.ID), Member: m.ID},
		Class: InLetter, Due: g.letterAt(before, m), Expires: closes, Join: closes, Before: true,
		Rank: rankBallot, Meeting: before.ID,
	}
}

func writeBallot(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	d := BallotData{Base: b, Start: mt.Start.In(m.Zone)}
	for _, o := range it.Asks[0].Options {
		d.Options = append(d.Options, Option{Letter: o.Letter, Text: o.Text})
	}
	return d
}

// planProposals asks for topics while there are too few to choose from.
func planProposals(g *Group) []Item {
	if len(g.pool()) >= 2 {
		return nil
	}
	var items []Item
	g.eachBallot(func(before, mt Meeting, closes time.Time, m Member) {
		if g.Settled(Key{Practice: "ballot", Occurrence: string(mt.ID), Member: m.ID}) {
			return
		}
		it := g.ballotItem("propose", before, mt, closes, m)
		it.Asks = []Ask{{About: string(mt.ID), Kind: AskText, Closes: it.Expires}}
		items = append(items, it)
	})
	return items
}

func writePropose(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	d := ProposeData{Base: b, Start: mt.Start.In(m.Zone)}
	for _, t := range g.pool() {
		d.Pool = append(d.Pool, t.Text)
	}
	return d
}

// readBallot counts a vote: the member's last one for the meeting.
func readBallot(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	mt, ok := g.Meeting(MeetingID(ask.About))
	if !ok || mt.Balloted || !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	if a.Kind != answer.KindChoice {
		return Understood{Kind: "unclear"}
	}
	if i := slices.IndexFunc(g.Votes, func(v Vote) bool { return v.Meeting == mt.ID && v.Member == in.Member }); i >= 0 && g.Votes[i].Inbox > in.Inbox {
		var u Understood // a held mail that a later one has overtaken
		u.add(Entry{At: now, Kind: "vote", Member: in.Member, About: string(mt.ID), Text: "older than the vote that counts", Inbox: in.Inbox})
		return u
	}
	v := Vote{Meeting: mt.ID, Member: in.Member, Inbox: in.Inbox, At: in.Received}
	var names []ReceiptLine
	for _, o := range ask.Options {
		if !slices.Contains(fields(a.Value), o.Letter) {
			continue
		}
		n, _ := strconv.Atoi(o.Ref)
		v.Topics = append(v.Topics, n)
		names = append(names, ReceiptLine{What: "votes", Start: mt.Start, Text: o.Text})
	}
	u := Understood{Lines: names}
	u.add(v, Entry{At: now, Kind: "vote", Member: in.Member, About: string(mt.ID), Text: a.Value, Inbox: in.Inbox})
	return u
}

// readProposal takes prose given to "what shall we do?" as a topic.
func readProposal(g *Group, in Inbound, _ Ask, a answer.Answer, now time.Time) Understood {
	if a.Kind != answer.KindText && a.Kind != answer.KindTopic {
		return Understood{Kind: "unclear"}
	}
	return g.propose(in, a.Text, now)
}

// takeTopic takes "topic: ..." from any mail.
func takeTopic(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	return g.propose(in, a.Text, now)
}

// maxTopic is how long a topic may be, in characters; more is prose.
const maxTopic = 160

// propose puts a topic into the pool, and says so at once: it is about to be
// shown to the others.
func (g *Group) propose(in Inbound, text string, now time.Time) Understood {
	text = oneLine(text)
	if text == "" || len([]rune(text)) > maxTopic {
		return Understood{AtOnce: true, Kind: "unclear"}
	}
	for _, t := range g.pool() {
		if equalFold(t.Text, text) {
			return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "topic", Text: t.Text}}}
		}
	}
	n := 1
	for _, t := range g.Topics {
		n = max(n, t.N+1)
	}
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "topic", Text: text}}}
	u.add(Topic{N: n, Text: text, By: in.Member, Proposed: in.Received, Inbox: in.Inbox},
		Entry{At: now, Kind: "topic", Member: in.Member, About: strconv.Itoa(n), Text: "proposed", Inbox: in.Inbox})
	return u
}

// lapseBallots closes ballots when the meeting's own letters are due, and gives
// the meeting its topic. Without a vote there is none: silence chooses nothing.
func lapseBallots(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, mt := range g.Meetings {
		if mt.State == Cancelled { // its topic waits for another vote; if it takes place again, the same votes count
			if t, ok := g.Topic(mt.Topic); ok && !mt.Start.Before(now) {
				t.Meeting, mt.Topic, mt.Balloted = "", 0, false
				g.Apply(t, mt)
				o.add(t, mt, Entry{At: now, Kind: "ballot", About: string(mt.ID), Text: "cancelled: topic " + strconv.Itoa(t.N) + " is back in the pool"})
			}
			continue
		}
		closes := g.preparedAt(mt)
		if mt.Balloted || closes.IsZero() {
			continue
		}
		if now.Before(closes) {
			next = sooner(next, closes)
			continue
		}
		mt.Balloted = true
		if t, votes := g.winner(mt.ID); votes > 0 {
			mt.Topic, t.Meeting = t.N, mt.ID
			o.add(t, Entry{At: now, Kind: "ballot", About: string(mt.ID), Text: "chosen: topic " + strconv.Itoa(t.N) + " with " + strconv.Itoa(votes) + " votes"})
			g.Apply(t)
		} else {
			o.add(Entry{At: now, Kind: "ballot", About: string(mt.ID), Text: "no votes, no topic"})
		}
		g.Apply(mt)
		o.add(mt)
	}
	return o, next
}

// winner is the topic with the most votes; of equals the one that was proposed first.
func (g *Group) winner(meeting MeetingID) (Topic, int) {
	counts := map[int]int{}
	for _, v := range g.Votes {
		if m, ok := g.Member(v.Member); v.Meeting == meeting && ok && m.State != Left && !g.undone(v.Inbox) {
			for _, n := range v.Topics {
				counts[n]++
			}
		}
	}
	var best Topic
	for _, t := range g.pool() {
		if counts[t.N] > counts[best.N] {
			best = t
		}
	}
	return best, counts[best.N]
}
