package group

import (
	"time"

	"convene/daemon/answer"
)

// digestJoins is how long a digest waits for a letter to join.
const digestJoins = 10 * 24 * time.Hour

// reflectAsks are the open questions of the reflection, one a meeting in turn,
// by the name under which the templates hold their wording.
var reflectAsks = []string{"try", "surprised", "changed", "stuck", "noticed"}

// planReflections asks those who said they would come, the working day after,
// one open question. After the last meeting the closing survey asks instead.
func planReflections(g *Group) []Item {
	var items []Item
	last, _ := g.last()
	for _, mt := range g.takingPlace() {
		if mt.ID == last.ID {
			continue
		}
		expires := mt.End().AddDate(0, 0, 10)
		if next, ok := g.after(mt.Start); ok {
			expires = sooner(expires, next.Start)
		}
		for _, m := range g.coming(mt.ID) {
			items = append(items, Item{
				Key:   Key{Practice: "reflection", Occurrence: string(mt.ID), Member: m.ID},
				Class: InLetter, Due: nine(mt.Start, m.Zone, 1, g.Weekends), Expires: expires, Rank: rankReflection, Meeting: mt.ID,
				Asks: []Ask{{About: string(mt.ID), Kind: AskText, Question: 1, Closes: expires.AddDate(0, 0, 14)}},
			})
		}
	}
	return items
}

func writeReflection(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := ReflectionData{Base: b, Start: mt.Start.In(m.Zone), Came: len(g.coming(mt.ID)), Turns: g.TurnLines(mt.ID)}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	for i, o := range g.takingPlace() {
		if o.ID == mt.ID {
			d.Asked = reflectAsks[i%len(reflectAsks)]
		}
	}
	if next, ok := g.after(mt.Start); ok {
		d.Next = next.Start.In(m.Zone)
		if due := g.digestAfter(mt.Start); !due.IsZero() {
			d.Remind = due.In(m.Zone)
		}
	}
	return d
}

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

// planDigests looks back on the month, in the month's first letter.
func planDigests(g *Group) []Item {
	var items []Item
	last, ok := g.last()
	if !ok {
		return nil
	}
	for _, due := range g.Digests {
		if due.After(last.End()) || len(g.met(due)) == 0 {
			continue
		}
		for _, m := range g.active() {
			if !m.Joined.Before(due) {
				continue
			}
			items = append(items, Item{
				Key:   Key{Practice: "digest", Occurrence: due.In(g.Zone).Format("2006-01-02"), Member: m.ID},
				Class: InLetter, Due: due, Join: due.Add(digestJoins), Expires: due.AddDate(0, 0, 25), Rank: rankDigest,
			})
		}
	}
	return items
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
	var due time.Time
	for _, d := range g.Digests {
		if d.In(g.Zone).Format("2006-01-02") == it.Occurrence {
			due = d
		}
	}
	// The month it looks back on is the one that holds the day before.
	d := DigestData{Base: b, Month: due.In(m.Zone).AddDate(0, 0, -15)}
	for _, mt := range g.met(due) {
		d.Met = append(d.Met, g.digestMeeting(mt, m))
		for _, o := range g.active() {
			if r, ok := g.Response("reflection", string(mt.ID), 1, o.ID); ok {
				d.Reflections++
				if o.ID == m.ID {
					d.YouSaid = r.Text
				}
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
	return d
}

func (g *Group) digestMeeting(mt Meeting, m Member) DigestMeeting {
	d := DigestMeeting{Start: mt.Start.In(m.Zone), Came: len(g.coming(mt.ID)), Turns: g.TurnLines(mt.ID)}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	return d
}

// readResponse keeps an answer to a question that a practice stores: private to
// its writer.
func readResponse(_ *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if !ask.Closes.IsZero() && now.After(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	r := Response{Practice: ask.Practice, About: ask.About, Question: ask.Question, Member: in.Member, Inbox: in.Inbox, At: in.Received, Text: a.Text}
	what := "text"
	if ask.Practice == "survey" { // these words go into the report
		what = "said"
	}
	switch a.Kind {
	case answer.KindRating:
		r.Value, what = a.Value, "rating"
	case answer.KindYesNo, answer.KindRSVP:
		r.Value, what = a.Value, "yesno"
	case answer.KindText:
	default:
		return Understood{Kind: "unclear"}
	}
	r.Named = in.Named
	u := Understood{Lines: []ReceiptLine{{What: what, Text: first(r.Value, r.Text)}}}
	u.add(r, Entry{At: now, Kind: ask.Practice, Member: in.Member, About: ask.About, Text: "answered", Inbox: in.Inbox})
	return u
}
