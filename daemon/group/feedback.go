package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// takeFeedback takes "feedback: Ben and Dana, how did I lead?": the members who
// are named are asked, and what they answer goes to the asker only.
func takeFeedback(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(a.Text)
	var ids, names []string
	for _, m := range g.active() {
		if m.ID != in.Member && named(text, g.first(m.ID)) {
			ids, names = append(ids, string(m.ID)), append(names, g.first(m.ID))
		}
	}
	if len(ids) == 0 {
		return Understood{Kind: "unclear"}
	}
	return g.offer(Contribution{Kind: Feedback, Member: in.Member, Value: strings.Join(ids, " "), Text: text, Audience: OneMember, Named: true, Inbox: in.Inbox, At: in.Received},
		ReceiptLine{What: "feedback_ask", Who: strings.Join(names, ", ")}, now)
}

// named tells whether a name stands in a text, as whole words.
func named(text, name string) bool {
	return strings.Contains(" "+bareWords(text)+" ", " "+bareWords(name)+" ")
}

// planFeedback asks those whom a member chose.
func planFeedback(g *Group) []Item {
	if !g.On["feedback"] {
		return nil
	}
	var items []Item
	for _, c := range g.given(Feedback) {
		if c.About != "" || c.State != StateOpen {
			continue
		}
		end := c.At.Add(questionLasts)
		for _, m := range g.active() {
			if m.ID == c.Member || !slices.Contains(fields(c.Value), string(m.ID)) {
				continue
			}
			items = append(items, Item{
				Key: Key{Practice: "feedback", Occurrence: c.ref(), Member: m.ID}, Class: InLetter,
				Due: c.Changed, Join: c.Changed.Add(gathers), Expires: end, Rank: rankFeedback,
				Asks: []Ask{{About: c.ref(), Kind: AskText, Question: 1, Closes: end}},
			})
		}
	}
	return items
}

func writeFeedback(g *Group, it Item, _ Member, b Base) any {
	n, _ := strconv.Atoi(it.Occurrence)
	c, _ := g.Contribution(n)
	return FeedbackData{Base: b, Who: g.first(c.Member), Text: c.shown()}
}

// readFeedback takes what a chosen member answers, for the asker alone.
func readFeedback(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	return g.answerTo(in, ask, a, Feedback, now)
}

// followUpAfter is how many days after a case its owner is asked what happened.
const followUpAfter = 14

// planFollowUps asks whose case it was what became of it.
func planFollowUps(g *Group) []Item {
	if !g.On["followup"] {
		return nil
	}
	var items []Item
	for _, c := range g.given(Case) {
		mt, ok := g.Meeting(MeetingID(c.About))
		m, member := g.Member(c.Member)
		if !ok || !member || mt.State == Cancelled || m.State != Active {
			continue
		}
		due := nine(mt.Start, m.Zone, followUpAfter, g.Weekends)
		items = append(items, Item{
			Key: Key{Practice: "followup", Occurrence: c.ref(), Member: m.ID}, Class: InLetter,
			Due: due, Join: due.Add(gathers), Expires: due.Add(staleAfter), Rank: rankFollowUp,
			Asks: []Ask{{About: c.ref(), Kind: AskText, Question: 1, Closes: due.Add(staleAfter)}},
		})
	}
	return items
}

func writeFollowUp(g *Group, it Item, m Member, b Base) any {
	n, _ := strconv.Atoi(it.Occurrence)
	c, _ := g.Contribution(n)
	mt, _ := g.Meeting(MeetingID(c.About))
	return FollowUpData{Base: b, Start: mt.Start.In(m.Zone), Case: excerpt(c.Text, 160)}
}
