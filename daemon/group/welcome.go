package group

import (
	"strings"
	"time"

	"convene/daemon/answer"
)

// The questions of the welcome. What a member wants to learn is their own
// objective, which the end is compared with.
const (
	welcomeWhy   = 1
	welcomeLearn = 2
	welcomeOffer = 3
	// welcomeBesides stands for prose that is about all of them at once.
	welcomeBesides = 4
)

// welcomeFor is how long a welcome may wait for its letter.
const welcomeFor = 21

// planWelcome greets who has just joined, with three questions. Where the letter
// about the next meeting has to go out in the same week, its questions come first
// and the welcome asks only what the member wants to learn.
func planWelcome(g *Group) []Item {
	var items []Item
	last, ok := g.last()
	if !ok {
		return nil
	}
	for _, m := range g.active() {
		if !m.Joined.Before(last.Start) {
			continue
		}
		it := Item{
			Key:   Key{Practice: "welcome", Member: m.ID},
			Class: InLetter, Due: m.Joined, Expires: sooner(m.Joined.AddDate(0, 0, welcomeFor), last.Start), Rank: rankWelcome,
		}
		for _, q := range []int{welcomeWhy, welcomeLearn, welcomeOffer} {
			if q == welcomeLearn || !g.meetsSoon(m) {
				it.Asks = append(it.Asks, Ask{Kind: AskText, Question: q, Closes: last.Start})
			}
		}
		items = append(items, it)
	}
	return items
}

// meetsSoon tells whether the letter about a meeting is due in the week in which
// a member has joined.
func (g *Group) meetsSoon(m Member) bool {
	end := nextWeek(g.awake(m.Joined, m, true), m.Zone)
	mt, ok := g.after(m.Joined)
	return ok && g.letterAt(mt, m).Before(end)
}

func writeWelcome(g *Group, it Item, m Member, b Base) any {
	d := WelcomeData{Base: b, Purpose: g.Purpose, Count: len(g.takingPlace()), Members: len(g.active()), All: len(it.Asks) > 1, Late: g.tooLateToList(m.Joined)}
	for _, mt := range g.takingPlace() {
		if mt.Start.After(m.Joined) && len(d.Dates) < 3 {
			d.Dates = append(d.Dates, mt.Start.In(m.Zone))
			d.Place = mt.Place
		}
	}
	return d
}

// tooLateToList tells whether the list of what members want to learn is out, or the
// group has begun.
func (g *Group) tooLateToList(at time.Time) bool {
	mt, ok := g.firstMeeting()
	return g.sharingSent() || ok && !at.Before(mt.Start)
}

// readWelcome keeps an answer for its writer. What somebody wants to learn is put
// to the group without a name, and what they can offer with it: both only after
// the writer has read that and could say no.
func readWelcome(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	u := readResponse(g, in, ask, a, now)
	text := strings.TrimSpace(a.Text)
	if u.Kind != "" || a.Kind != answer.KindText || saysNothing(text) {
		return u
	}
	c := Contribution{Member: in.Member, Text: text, Inbox: in.Inbox, At: in.Received}
	switch ask.Question {
	case welcomeLearn:
		if g.tooLateToList(now) { // nobody is asked any more: it is theirs alone
			return u
		}
		c.Kind, c.Audience = Objective, OnlySelf // until half of the group share it
		u.Lines = nil
		u.also(g.offer(c, ReceiptLine{What: "objective"}, now))
	case welcomeOffer:
		c.Kind, c.Audience, c.Named = Offer, Everyone, true
		u.Lines = nil
		u.also(g.offer(c, ReceiptLine{What: "offer"}, now))
	}
	return u
}

// besidesWelcome keeps what answers all the questions of a welcome at once, for
// its writer alone: which words would be for the others is theirs to say.
func (r *reception) besidesWelcome(a answer.Answer, ask Ask) string {
	ask.Letter, ask.Question, ask.Kind = "", welcomeBesides, AskText
	a.Kind, a.Text = answer.KindText, strings.TrimSpace(first(a.Text, a.Words))
	if a.Text == "" {
		return ""
	}
	if said, ok := r.g.Response("welcome", "", welcomeBesides, r.in.Member); ok && said.Inbox == r.in.Inbox {
		a.Text = said.Text + "\n" + a.Text
	}
	return r.claimed(a, ask)
}

// hoped is what a member wanted to learn, in their own words: the answer to that
// question, else to all of them at once, else why they came.
func (g *Group) hoped(m MemberID) string {
	for _, q := range []int{welcomeLearn, welcomeBesides, welcomeWhy} {
		if r, ok := g.Response("welcome", "", q, m); ok && !saysNothing(r.Text) {
			return r.Text
		}
	}
	return ""
}
