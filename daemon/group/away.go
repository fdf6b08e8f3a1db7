package group

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"convene/daemon/answer"
)

// What programs write in a member's name, and what comes of it. It is never an
// answer: a program does not know what its owner would say.

// awayNoted keeps, under the practice "away", until when a member's mail program
// said that they are away: About is the last day.
const awayNoted = 1

// Absent notes that a member's mail program answered for them, and until when it
// says they are away; zero if it names no day. The changes have been applied to g.
func Absent(g *Group, in Inbound, until, now time.Time) Outcome {
	var o Outcome
	e := Entry{At: now, Kind: "absent", Member: in.Member, Text: "an automatic reply", Inbox: in.Inbox}
	if until.IsZero() {
		o.add(e)
		g.Apply(o.Changes...)
		return o
	}
	day := until.Format(time.DateOnly)
	e.Text = "an automatic reply: until " + day
	o.add(e)
	// While one absence lasts, more automatic replies are about the same one.
	if _, running := g.awayUntil(in.Member, in.Received); !running {
		o.add(Response{Practice: "away", About: day, Question: awayNoted, Member: in.Member, Inbox: in.Inbox, At: in.Received})
	}
	g.Apply(o.Changes...)
	return o
}

// awayUntil is the absence of a member, as a program tells it, that lasts at
// an instant.
func (g *Group) awayUntil(id MemberID, at time.Time) (Response, bool) {
	m, _ := g.Member(id)
	for _, r := range slices.Backward(g.Responses) {
		if r.Practice == "away" && r.Member == id && r.Question == awayNoted && at.Before(lastDay(r.About, m.Zone).AddDate(0, 0, 1)) {
			return r, true
		}
	}
	return Response{}, false
}

// lastDay reads the day of an absence, 00:00 in a member's zone; zero if it is none.
func lastDay(about string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, about, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// planAway asks once, in a letter that goes out anyway, whether a member is away
// for as long as their program said.
func planAway(g *Group) []Item {
	var items []Item
	for _, r := range g.Responses {
		m, ok := g.Member(r.Member)
		if r.Practice != "away" || r.Question != awayNoted || !ok || m.State != Active {
			continue
		}
		until := lastDay(r.About, m.Zone)
		items = append(items, Item{
			Key:   Key{Practice: "away", Occurrence: r.About, Member: r.Member},
			Class: InLetter, Due: r.At, Join: until, Expires: until, Rank: rankAway, Yields: true,
			Asks: []Ask{{About: r.About, Kind: AskYesNo, Closes: until.AddDate(0, 0, 1)}},
		})
	}
	return items
}

func writeAway(_ *Group, it Item, m Member, b Base) any {
	return AwayData{Base: b, Until: lastDay(it.Occurrence, m.Zone), Asks: len(it.Asks) > 0}
}

// readAway does with a yes what the command does: "away until 20 August".
func readAway(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	m, _ := g.Member(in.Member)
	until := lastDay(ask.About, m.Zone)
	switch {
	case !now.Before(ask.Closes) || until.IsZero():
		return Understood{Kind: "closed"}
	case a.Value == answer.ValueYes:
		u := g.goAway(in, m, now.In(m.Zone), until, now)
		if u.Kind == "unclear" { // it was today
			return Understood{Kind: "closed"}
		}
		u.add(Entry{At: now, Kind: "command", Member: in.Member, About: "away", Inbox: in.Inbox})
		return u
	case a.Value == answer.ValueNo:
		u := Understood{Lines: []ReceiptLine{{What: "yesno", Text: a.Value, Role: "away"}}}
		u.add(Entry{At: now, Kind: "absent", Member: in.Member, About: ask.About, Text: "they say no", Inbox: in.Inbox})
		return u
	}
	return Understood{Kind: "unclear"}
}

// passOn is for what convene understands and cannot do by itself: the coordinators
// hear of it.
func (g *Group) passOn(in Inbound, command, words string, now time.Time) Understood {
	u := Understood{Kind: "not_yet"}
	u.add(Entry{At: now, Kind: "command", Member: in.Member, About: command, Inbox: in.Inbox})
	u.Items = g.notices(in, NoticeData{Kind: "not_yet", Who: g.first(in.Member), Text: excerpt(words, 120)})
	return u
}

// Opened records a read receipt. It says that a mail was displayed, and no more.
// The changes have been applied to g.
func Opened(_ *Group, in Inbound, now time.Time) Outcome {
	var o Outcome
	o.add(Entry{At: now, Kind: "opened", Member: in.Member, About: in.Letter, Text: "a read receipt", Inbox: in.Inbox})
	return o
}

// Complained records that a member's provider reports one of our letters as
// unwanted: that is "too many mails", said to somebody else. The coordinators are
// told, once a month; the member gets no mail about it. The changes have been
// applied to g.
func Complained(g *Group, in Inbound, now time.Time) Outcome {
	var o Outcome
	o.add(Entry{At: now, Kind: "complaint", Member: in.Member, About: in.Letter, Text: "the provider reports a letter as unwanted", Inbox: in.Inbox})
	y, m, _ := now.In(g.Zone).Date()
	o.Items = g.noticesOnce(fmt.Sprintf("%s complaint %s-%d", in.Member, strconv.Itoa(y), m), NoticeData{Kind: "complaint", Who: g.first(in.Member)})
	return o
}
