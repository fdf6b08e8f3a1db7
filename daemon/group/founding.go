package group

import (
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
)

const (
	day = 24 * time.Hour
	// foundingShort is how much time before the first meeting makes a founding a
	// short one: then the reminder and the end come sooner.
	foundingShort = 28 * day
)

// foundingTimes are how long after the invitation the one reminder goes out, and
// how long after it silence counts as not in.
func foundingTimes(m Member, first Meeting) (reminder, ends time.Time) {
	reminder, ends = m.Joined.Add(7*day), m.Joined.Add(14*day)
	if first.Start.Sub(m.Joined) < foundingShort {
		reminder, ends = m.Joined.Add(3*day), m.Joined.Add(7*day)
	}
	return reminder, sooner(ends, later(first.Start.Add(-day), m.Joined.Add(day)))
}

// planFounding invites those on the list to join, and reminds them once. The week's
// letter stays free for the welcome.
func planFounding(g *Group) []Item {
	first, ok := g.firstMeeting()
	if !ok {
		return nil
	}
	var items []Item
	for _, m := range g.Members {
		if m.State != Paused || m.Joining != Invited {
			continue
		}
		reminder, ends := foundingTimes(m, first)
		it := Item{
			Key: Key{Practice: "founding", Member: m.ID}, Class: InNote, Due: m.Joined, Expires: first.Start, Always: true,
			Asks: []Ask{{Kind: AskYesNo, Question: 1, Closes: first.Start}},
		}
		items = append(items, it)
		it.Revision, it.Due, it.Expires = 1, reminder, ends
		if s, ok := g.settled[Key{Practice: "founding", Member: m.ID}]; ok && s.How == "sent" && reminder.Before(ends) {
			items = append(items, it)
		}
	}
	return items
}

// lapseFounding tells the coordinators who has not answered by the end. Silence is
// not in; a later yes still is, until the first meeting.
func lapseFounding(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	first, ok := g.firstMeeting()
	if !ok {
		return o, next
	}
	silent := map[time.Time][]string{}
	for _, m := range g.Members {
		if m.State != Paused || m.Joining != Invited {
			continue
		}
		if _, ends := foundingTimes(m, first); now.Before(ends) {
			next = sooner(next, ends)
		} else if _, said := g.Response("founding", "", 1, m.ID); !said {
			silent[ends] = append(silent[ends], m.Name)
		}
	}
	for ends, names := range silent {
		items := g.noticesOnce("founding "+ends.UTC().Format(time.RFC3339), NoticeData{Kind: "silent", Who: strings.Join(names, ", ")})
		o.Items = append(o.Items, slices.DeleteFunc(items, func(it Item) bool { return g.Settled(it.Key) })...)
	}
	return o, next
}

func writeFounding(g *Group, it Item, m Member, b Base) any {
	first, _ := g.firstMeeting()
	_, ends := foundingTimes(m, first)
	d := FoundingData{Base: b, Purpose: g.Purpose, Goals: g.Goals, Again: it.Revision > 0, By: ends.In(m.Zone), Operator: g.Operator.Name}
	d.Founder = b.Person.Name
	meetings := g.takingPlace()
	d.Count = len(meetings)
	for i, mt := range meetings {
		d.Minutes += int(mt.Duration.Minutes())
		if i < 3 {
			d.Dates = append(d.Dates, mt.Start.In(m.Zone))
		}
	}
	d.Hours = (d.Minutes + 59) / 60
	d.Minutes = int(first.Duration.Minutes())
	if len(meetings) > 1 {
		d.Every = int(meetings[1].Start.Sub(first.Start).Hours()/24 + 0.5)
	}
	d.Days = int(g.Retention.Hours() / 24)
	return d
}

// readFounding takes a candidate's yes, no or question. A question is passed on in
// their words; a no is never asked about again.
func readFounding(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	m, ok := g.Member(in.Member)
	if !ok || !ask.Closes.IsZero() && !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	u := Understood{AtOnce: true}
	said := Response{Practice: "founding", Question: 1, Member: m.ID, Value: a.Value, Inbox: in.Inbox, At: in.Received}
	plain := a.Kind == answer.KindYesNo || a.Kind == answer.KindRSVP
	before := trace(in, tracedJoin, string(m.Joining)+" "+m.Joined.UTC().Format(time.RFC3339))
	switch {
	case m.Joining != Invited && m.Joining != Declined: // is in already
		return Understood{Kind: "unclear"}
	case plain && (a.Value == answer.ValueYes || a.Value == answer.ValueLate):
		m.State, m.Joining, m.Joined, m.ByMail = Active, In, now, false
		u.Lines = []ReceiptLine{{What: "joined"}}
		u.add(m, said, before, Entry{At: now, Kind: "joined", Member: m.ID, Text: "said yes to the invitation", Inbox: in.Inbox})
	case plain && a.Value == answer.ValueNo:
		m.Joining, m.ByMail = Declined, true
		u.Lines = []ReceiptLine{{What: "not_joining"}}
		u.add(m, said, before, Entry{At: now, Kind: "joining", Member: m.ID, Text: "will not join", Inbox: in.Inbox})
	default:
		words := in.whole()
		if words == "" {
			return Understood{Kind: "unclear"}
		}
		if before, ok := g.Response("founding", "", 1, m.ID); ok && before.Inbox == in.Inbox && before.Value == "asks" {
			return u // all of the mail has been passed on
		}
		said.Value = "asks"
		who := first(g.contact().Name, g.Operator.Name)
		u.Lines = []ReceiptLine{{What: "passed_on", Who: who, Text: excerpt(words, 160)}}
		u.add(said, trace(in, tracedPassed, who), Entry{At: now, Kind: "joining", Member: m.ID, Text: "asks something before joining", Inbox: in.Inbox})
		u.Items = g.notices(in, NoticeData{Kind: "candidate", Who: m.Name, Text: words})
	}
	return u
}

// candid finds the question about joining that a mail answers: what is neither yes
// nor no there goes to the coordinators in the writer's words. The reasons of who
// will not join are nobody's business.
func (r *reception) candid(a answer.Answer, asks []Ask) (Ask, bool) {
	if a.Kind != answer.KindAskBack && a.Kind != answer.KindText && a.Kind != answer.KindQuestion || a.Value == answer.WhyThumbsUp {
		return Ask{}, false // a thumb is asked back: it says nothing that could be passed on
	}
	i := slices.IndexFunc(asks, func(q Ask) bool { return q.Practice == "founding" || q.Practice == "joining" && q.Question == 1 })
	if i < 0 {
		return Ask{}, false
	}
	return asks[i], true
}
