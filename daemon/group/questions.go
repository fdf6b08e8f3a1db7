package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"convene/daemon/answer"
)

// questionLasts is how long a member's question stays open.
const questionLasts = 21 * 24 * time.Hour

// takeQuestion takes "ask: ..." and "who knows ...?" from any mail.
func takeQuestion(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(first(a.Text, a.Words))
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	c := Contribution{Kind: Question, Member: in.Member, Text: text, Audience: Everyone, Named: true, Inbox: in.Inbox, At: in.Received}
	what := ReceiptLine{What: "question"}
	if a.Kind == answer.KindWhoKnows {
		c.Kind, what.What = WhoKnows, "whoknows"
		c.Value = text // what help is looked for; the question is in their own words
		c.Text = strings.TrimSpace(first(a.Words, a.Text))
	}
	return g.offer(c, what, now)
}

// helpers are the members whom a search for help goes to: those whose offers have
// words in common with it, else all.
func (g *Group) helpers(c Contribution) []Member {
	var knows, all []Member
	for _, m := range g.active() {
		if m.ID == c.Member {
			continue
		}
		all = append(all, m)
		if c.Kind == WhoKnows && slices.ContainsFunc(g.given(Offer), func(o Contribution) bool { return o.Member == m.ID && inCommon(c.Value, o.Text) }) {
			knows = append(knows, m)
		}
	}
	if len(knows) > 0 {
		return knows
	}
	return all
}

// minCommon is how long a word must be to count, and how much of the beginnings
// of two words must be alike: "facilitate" and "facilitation".
const (
	minCommon  = 4
	likeLength = 6
)

// inCommon tells whether two texts share a word that says something: see idle.
func inCommon(a, b string) bool {
	words := func(s string) []string {
		all := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		return slices.DeleteFunc(all, func(w string) bool { return idle[w] })
	}
	for _, v := range words(a) {
		for _, w := range words(b) {
			long := len([]rune(v)) >= minCommon
			if long && v == w || len([]rune(v)) >= likeLength && len([]rune(w)) >= likeLength && string([]rune(v)[:likeLength]) == string([]rune(w)[:likeLength]) {
				return true
			}
		}
	}
	return false
}

// openQuestions are the questions that wait for answers.
func (g *Group) openQuestions() []Contribution {
	return slices.DeleteFunc(slices.Concat(g.given(Question), g.given(WhoKnows)), func(c Contribution) bool { return c.State != StateOpen })
}

// asked tells whether a question has gone out to anybody.
func (g *Group) asked(c Contribution) bool {
	return slices.ContainsFunc(g.Members, func(m Member) bool {
		s, ok := g.settled[Key{Practice: "question", Occurrence: c.ref(), Member: m.ID}]
		return ok && s.How == "sent"
	})
}

// planQuestions asks in letters what a member wants to know. A letter has room for
// one open question, so the others wait.
func planQuestions(g *Group) []Item {
	var items []Item
	for _, c := range g.openQuestions() {
		end := c.At.Add(questionLasts)
		for _, m := range g.helpers(c) {
			items = append(items, Item{
				Key: Key{Practice: "question", Occurrence: c.ref(), Member: m.ID}, Class: InLetter,
				Due: c.Changed, Join: c.Changed.Add(gathers), Expires: end, Rank: rankQuestion,
				Asks: []Ask{{About: c.ref(), Kind: AskText, Question: 1, Closes: end}},
			})
		}
	}
	return items
}

func writeQuestion(g *Group, it Item, _ Member, b Base) any {
	n, _ := strconv.Atoi(it.Occurrence)
	c, _ := g.Contribution(n)
	return QuestionData{Base: b, Who: g.first(c.Member), Text: c.shown()}
}

// readQuestion takes an answer, and shows its writer what the asker will see.
func readQuestion(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	return g.answerTo(in, ask, a, Reply, now)
}

// answerTo offers what a member answers to a contribution that asked for it: for
// who asked alone, with the writer's name.
func (g *Group) answerTo(in Inbound, ask Ask, a answer.Answer, kind ContributionKind, now time.Time) Understood {
	n, _ := strconv.Atoi(ask.About)
	c, ok := g.Contribution(n)
	if !ok || c.State != StateOpen || g.undone(c.Inbox) || !ask.Closes.IsZero() && now.After(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	text := strings.TrimSpace(first(a.Text, a.Words))
	if a.Kind != answer.KindText || text == "" {
		return Understood{Kind: "unclear"}
	}
	return g.offer(Contribution{Kind: kind, Member: in.Member, To: c.Member, About: c.ref(), Text: text, Audience: OneMember, Named: true, Inbox: in.Inbox, At: in.Received},
		ReceiptLine{What: string(kind), Who: g.first(c.Member)}, now)
}

// planRelays brings members what others have for them alone: answers to their
// questions, feedback that they asked for, a message.
func planRelays(g *Group) []Item {
	var items []Item
	for _, c := range g.Contributions {
		if !slices.Contains([]ContributionKind{Shared, Reply, Feedback}, c.Kind) || c.To == "" || g.undone(c.Inbox) || c.State != StateOpen && c.State != StateShared {
			continue
		}
		if m, ok := g.Member(c.To); !ok || m.State != Active || c.Kind == Feedback && c.About == "" {
			continue
		}
		items = append(items, Item{
			Key: Key{Practice: "relay", Occurrence: c.ref(), Member: c.To}, Class: InLetter,
			Due: c.Changed, Join: c.At.Add(gathers), Expires: c.At.Add(staleAfter), Rank: rankRelay,
		})
	}
	return items
}

func writeRelay(g *Group, it Item, _ Member, b Base) any {
	n, _ := strconv.Atoi(it.Occurrence)
	c, _ := g.Contribution(n)
	v := Voice{Name: g.first(c.Member), Text: c.shown()}
	if about, err := strconv.Atoi(c.About); err == nil {
		if q, ok := g.Contribution(about); ok {
			v.About = excerpt(q.Text, 100)
		}
	}
	return RelayData{Base: b, Voices: []Voice{v}}
}
