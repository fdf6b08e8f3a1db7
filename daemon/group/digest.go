package group

import (
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
)

// digestJoins is how long a digest waits for a letter to join.
const digestJoins = 10 * 24 * time.Hour

// monthAsks are the open questions of the months, in turn, by the name under which
// the templates hold their wording.
var monthAsks = []string{"helped", "surprised", "question", "small"}

const (
	monthKey    = "2006-01-02"
	maxVoices   = 4  // of answers and of what was shared, in a digest
	maxVoiced   = 80 // characters of each
	maxCovered  = 4
	aboutMonths = "month "
)

// digestAfter is the first digest after t, zero if there is none.
func (g *Group) digestAfter(t time.Time) time.Time {
	last, ok := g.last()
	for _, d := range g.Digests {
		if d.After(t) && ok && d.Before(last.End()) {
			return d
		}
	}
	return time.Time{}
}

// digestOf finds a digest by its key.
func (g *Group) digestOf(key string) time.Time {
	for _, d := range g.Digests {
		if d.In(g.Zone).Format(monthKey) == key {
			return d
		}
	}
	return time.Time{}
}

// eachDigest ranges over the digests and those who get them.
func (g *Group) eachDigest(do func(due time.Time, key string, m Member)) {
	last, ok := g.last()
	for _, due := range g.Digests {
		if !ok || due.After(last.End()) || len(g.met(due)) == 0 {
			continue
		}
		for _, m := range g.active() {
			if m.Joined.Before(due) {
				do(due, due.In(g.Zone).Format(monthKey), m)
			}
		}
	}
}

// planDigests looks back on the month, in the month's first letter.
func planDigests(g *Group) []Item {
	var items []Item
	g.eachDigest(func(due time.Time, key string, m Member) {
		joins := due.Add(digestJoins)
		if m.Mail == DigestOnly { // there is no other letter
			joins = time.Time{}
		}
		items = append(items, Item{
			Key:   Key{Practice: "digest", Occurrence: key, Member: m.ID},
			Class: InLetter, Due: due, Join: joins, Expires: due.AddDate(0, 0, 25), Rank: rankDigest,
		})
	})
	return items
}

// digestAhead is when a member's next digest is due, or one that waits for its
// letter has been; zero if there is none.
func (g *Group) digestAhead(m Member) time.Time {
	var ahead time.Time
	g.eachDigest(func(due time.Time, key string, o Member) {
		if o.ID == m.ID && !g.Settled(Key{Practice: "digest", Occurrence: key, Member: m.ID}) {
			ahead = sooner(ahead, due)
		}
	})
	return ahead
}

// met are the meetings of the month before a digest.
func (g *Group) met(due time.Time) []Meeting {
	var ms []Meeting
	from := due.AddDate(0, -1, 0)
	for _, mt := range g.takingPlace() {
		if mt.End().Before(due) && !mt.Start.Before(from) {
			ms = append(ms, mt)
		}
	}
	return ms
}

func writeDigest(g *Group, it Item, m Member, b Base) any {
	due := g.digestOf(it.Occurrence)
	// The month it looks back on is the one that holds the day before.
	d := DigestData{Base: b, Month: due.In(m.Zone).AddDate(0, 0, -15)}
	for _, mt := range g.met(due) {
		d.Met = append(d.Met, g.digestMeeting(mt, m))
	}
	from := due.AddDate(0, -1, 0)
	for _, mt := range g.takingPlace() { // written in that month, about whatever meeting
		for _, o := range g.active() {
			r, ok := g.Response("reflection", string(mt.ID), 1, o.ID)
			if !ok || r.At.Before(from) || !r.At.Before(due) {
				continue
			}
			d.Reflections++
			if o.ID == m.ID {
				d.YouSaid = excerpt(r.Text, 160)
			}
		}
	}
	for _, mt := range g.takingPlace() {
		if mt.Start.After(due) { // Write keeps the next two
			d.Next = append(d.Next, g.digestMeeting(mt, m))
		}
	}
	for _, t := range g.pool() {
		d.Pool = append(d.Pool, t.Text)
	}
	month := func(c Contribution) bool { return !c.At.Before(from) && c.At.Before(due) }
	for _, c := range g.given(Shared) {
		if month(c) && c.To == "" && (c.State == StateOpen || c.State == StateShared) {
			d.Shared = append(d.Shared, Voice{Name: g.first(c.Member), Text: excerpt(c.Text, maxVoiced)})
		}
	}
	for _, c := range g.given(Thanks) {
		if month(c) && (c.State == StateOpen || c.State == StateShared) {
			d.Thanks++
		}
	}
	d.Asked, d.Answers, d.MoreAnswers = g.monthAnswers(due)
	if n := len(d.Shared) - maxVoices; n > 0 {
		d.Shared, d.Further = d.Shared[n:], n
	}
	d.Covered, d.Untouched = g.covered(due)
	d.Pulse = g.pulseOf(due)
	return d
}

func (g *Group) digestMeeting(mt Meeting, m Member) DigestMeeting {
	d := DigestMeeting{Start: mt.Start.In(m.Zone), Came: len(g.present(mt.ID)), Reported: g.reported(mt.ID), Turns: g.TurnLines(mt.ID)}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	return d
}

// objectives are what the group wants to reach: its goals, and what members want
// to learn together.
func (g *Group) objectives() []string {
	texts := g.goals()
	for _, c := range g.given(Objective) {
		shown := c.Audience == Everyone || c.Audience == Public
		if shown && c.State != StateMerged && c.State != StateWaiting && c.State != StateDropped && !slices.ContainsFunc(texts, func(t string) bool { return equalFold(t, c.Text) }) {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

// covered counts, for each of the group's objectives, the topics of the meetings
// so far that have words in common with it, and the objectives without any.
func (g *Group) covered(due time.Time) (covered []Coverage, untouched int) {
	for _, o := range g.objectives() {
		c := Coverage{Objective: excerpt(o, maxVoiced), Topics: g.touches(o, due)}
		if c.Topics == 0 {
			untouched++
		} else if len(covered) < maxCovered {
			covered = append(covered, c)
		}
	}
	if len(covered) == 0 { // nothing can be told
		return nil, 0
	}
	return covered, untouched
}

// nextDigest is the digest after one, zero if there is none.
func (g *Group) nextDigest(due time.Time) time.Time { return g.digestAfter(due) }

// monthAsk is the name of the open question that goes out with a digest.
func (g *Group) monthAsk(due time.Time) string {
	for i, d := range g.Digests {
		if d.Equal(due) {
			return monthAsks[i%len(monthAsks)]
		}
	}
	return ""
}

// planMonths asks the month's open question, with the digest or after it. After
// the last digest nobody would read the answers.
func planMonths(g *Group) []Item {
	var items []Item
	g.eachDigest(func(due time.Time, key string, m Member) {
		next := g.nextDigest(due)
		if next.IsZero() {
			return
		}
		items = append(items, Item{
			Key: Key{Practice: "month", Occurrence: key, Member: m.ID}, Class: InLetter,
			Due: due, Join: next.AddDate(0, 0, -2), Expires: next.AddDate(0, 0, -2), Rank: rankMonth,
			Asks: []Ask{{About: key, Kind: AskText, Question: 1, Closes: next.Add(-consentFor)}},
		})
	})
	return items
}

func writeMonth(g *Group, it Item, m Member, b Base) any {
	due := g.digestOf(it.Occurrence)
	return MonthData{Base: b, Asked: g.monthAsk(due), Until: g.nextDigest(due).In(m.Zone)}
}

// readMonth takes an answer to the month's question. The question says who will
// see it; its writer sees it once more, and can say no.
func readMonth(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if now.After(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	text := strings.TrimSpace(first(a.Text, a.Words))
	if a.Kind != answer.KindText || text == "" {
		return Understood{Kind: "unclear"}
	}
	what := ReceiptLine{What: "month"}
	if in.Named {
		what.What = "month_named"
	}
	return g.offer(Contribution{Kind: Reply, Member: in.Member, About: aboutMonths + ask.About, Text: text, Audience: Everyone, Named: in.Named, Inbox: in.Inbox, At: in.Received}, what, now)
}

// monthAnswers are the answers to the question of the digest before, of those who
// could say no and did not: the last of each, without names unless their writer
// wanted it, in an order that gives nobody away. Those for which there is no room are
// counted.
func (g *Group) monthAnswers(due time.Time) (asked string, voices []Voice, more int) {
	var before time.Time
	for _, d := range g.Digests {
		if d.Before(due) {
			before = d
		}
	}
	about := aboutMonths + before.In(g.Zone).Format(monthKey)
	last := map[MemberID]Contribution{}
	for _, c := range g.given(Reply) {
		if c.About == about && (c.State == StateOpen || c.State == StateShared) {
			last[c.Member] = c
		}
	}
	for _, c := range last {
		v := Voice{Text: excerpt(c.Text, maxVoiced)}
		if c.Named {
			v.Name = g.first(c.Member)
		}
		voices = append(voices, v)
	}
	slices.SortFunc(voices, func(a, b Voice) int { return compareFold(a.Text, b.Text) })
	if more = len(voices) - maxVoices; more > 0 {
		return g.monthAsk(before), voices[:maxVoices], more
	}
	return g.monthAsk(before), voices, 0
}
