package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// maxReadings is how many readings a vote offers: the one on topics may stand in the
// same letter.
const maxReadings = 4

// readingPool are the readings that wait for a vote: their writers have seen what
// the others will.
func (g *Group) readingPool() []Contribution {
	return slices.DeleteFunc(g.given(Recommended), func(c Contribution) bool {
		return c.State != StateOpen || c.About != "" || c.Text == ""
	})
}

// takeReading takes "read: ..." from any mail.
func takeReading(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := oneLine(first(a.Text, a.Words))
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	for _, c := range g.given(Recommended) {
		if c.About == "" && equalFold(c.Text, text) {
			return Understood{AtOnce: true, Lines: []ReceiptLine{{What: "reading", Shown: true, Text: c.shown()}}}
		}
	}
	return g.offer(Contribution{Kind: Recommended, Member: in.Member, Text: text, Audience: Everyone, Inbox: in.Inbox, At: in.Received}, ReceiptLine{What: "reading"}, now)
}

// readBy is the meeting by which the group reads what the vote for mt chooses: the
// one after it, so that everybody has the time between the two.
func (g *Group) readBy(mt Meeting) (Meeting, bool) { return g.after(mt.Start) }

// planReadings asks, beside the vote on topics, what to read.
func planReadings(g *Group) []Item {
	pool := g.readingPool()
	if !g.On["readings"] || len(pool) < 2 {
		return nil
	}
	var opts []AskOption
	for i, c := range pool[:min(len(pool), maxReadings)] {
		opts = append(opts, AskOption{Letter: string(rune('A' + i)), Text: excerpt(c.Text, maxTopic), Ref: c.ref()})
	}
	var items []Item
	g.eachBallot(func(before, mt Meeting, closes time.Time, m Member) {
		if _, ok := g.readBy(mt); !ok {
			return
		}
		it := g.ballotItem("readings", before, mt, closes, m)
		it.Rank = rankReading
		it.Asks = []Ask{{About: string(mt.ID), Kind: AskChoice, Question: 1, Options: opts, Closes: closes}}
		items = append(items, it)
	})
	return items
}

func writeReadings(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	by, _ := g.readBy(mt)
	d := ReadingsData{Base: b, By: by.Start.In(m.Zone)}
	for _, o := range it.Asks[0].Options {
		d.Options = append(d.Options, Option{Letter: o.Letter, Text: o.Text})
	}
	return d
}

// readReadings counts a vote: the member's last one.
func readReadings(_ *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	switch {
	case !now.Before(ask.Closes):
		return Understood{Kind: "closed"}
	case a.Kind != answer.KindChoice:
		return Understood{Kind: "unclear"}
	}
	var u Understood
	var refs []string
	for _, o := range ask.Options {
		if slices.Contains(fields(a.Value), o.Letter) {
			refs = append(refs, o.Ref)
			u.Lines = append(u.Lines, ReceiptLine{What: "reads", Text: o.Text})
		}
	}
	u.add(Response{Practice: "readings", About: ask.About, Question: 1, Member: in.Member, Value: strings.Join(refs, " "), Inbox: in.Inbox, At: in.Received},
		Entry{At: now, Kind: "vote", Member: in.Member, About: ask.About, Text: "readings: " + a.Value, Inbox: in.Inbox})
	return u
}

// onlyReading is the Value of a reading that was chosen without a vote.
const onlyReading = "only"

// lapseReadings gives a reading to the meeting by which it is to be read: the one
// with the most votes, or the only one that was proposed. Where nobody chose among
// several there is none.
func lapseReadings(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	if !g.On["readings"] {
		return o, next
	}
	for _, mt := range g.takingPlace() {
		closes := g.preparedAt(mt)
		by, ok := g.readBy(mt)
		if !ok || closes.IsZero() || !now.Before(mt.Start) {
			continue
		}
		if _, chosen := g.reading(by.ID); chosen {
			continue
		}
		if now.Before(closes) {
			next = sooner(next, closes)
			continue
		}
		c, votes := g.mostRead(mt.ID)
		how := "with " + strconv.Itoa(votes) + " votes"
		if pool := g.readingPool(); votes == 0 {
			if len(pool) != 1 || !pool[0].At.Before(closes) { // late: it waits for the next vote
				continue
			}
			c, how = pool[0], "as the only one proposed"
			c.Value = onlyReading
		}
		c.About, c.State, c.Changed = string(by.ID), StateShared, now
		g.Apply(c)
		o.add(c, Entry{At: now, Kind: "reading", About: c.ref(), Text: "chosen for " + c.About + " " + how})
	}
	return o, next
}

// mostRead is the reading with the most votes; of equals the one that was proposed
// first.
func (g *Group) mostRead(meeting MeetingID) (Contribution, int) {
	counts := map[string]int{}
	for _, m := range g.active() {
		if r, ok := g.Response("readings", string(meeting), 1, m.ID); ok {
			for _, ref := range fields(r.Value) {
				counts[ref]++
			}
		}
	}
	var best Contribution
	votes := 0
	for _, c := range g.readingPool() {
		if n := counts[c.ref()]; n > votes {
			best, votes = c, n
		}
	}
	return best, votes
}

// reading is what the group reads by a meeting.
func (g *Group) reading(by MeetingID) (Contribution, bool) {
	for _, c := range g.given(Recommended) {
		if c.About == string(by) && c.State == StateShared && c.Text != "" {
			return c, true
		}
	}
	return Contribution{}, false
}

// planReading tells what to read by when, in the letter about the meeting for which
// it was voted and in the one about the meeting at which it is talked about.
func planReading(g *Group) []Item {
	if !g.On["readings"] {
		return nil
	}
	var items []Item
	for _, by := range g.takingPlace() {
		c, ok := g.reading(by.ID)
		if !ok {
			continue
		}
		told := []Meeting{by}
		if before, ok := g.ballotBefore(by); ok {
			told = append(told, before)
		}
		for _, mt := range told {
			for _, m := range g.active() {
				if !m.Joined.Before(mt.Start) {
					continue
				}
				items = append(items, Item{
					Key:   Key{Practice: "reading", Occurrence: c.ref() + " " + string(mt.ID), Member: m.ID},
					Class: InLetter, Due: g.letterAt(mt, m), Join: mt.Start, Expires: mt.Start, Before: true, Rank: rankToRead, Meeting: mt.ID,
				})
			}
		}
	}
	return items
}

func writeReading(g *Group, it Item, m Member, b Base) any {
	ref, _, _ := strings.Cut(it.Occurrence, " ")
	n, _ := strconv.Atoi(ref)
	c, _ := g.Contribution(n)
	by, _ := g.Meeting(MeetingID(c.About))
	return ReadingData{Base: b, By: by.Start.In(m.Zone), Text: excerpt(c.Text, maxShown), Today: by.ID == it.Meeting, Only: c.Value == onlyReading}
}
