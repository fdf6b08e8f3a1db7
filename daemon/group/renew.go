package group

import (
	"slices"
	"strconv"
	"time"
)

// gatherFor is how long before the first meeting of the next group its members
// should hear of it: less makes the founding a short one.
const gatherFor = foundingShort + 7*day

// Successor is what the next group takes over from this one.
type Successor struct {
	CharterText
	Link         string    // where it met at last, if a coordinator gave that by mail; "" for what the file says
	Members      []Member  // who was in at the end, in the order of the list
	Coordinators []Member  // who still is one
	From         time.Time // its dates follow on after this
}

// NextGroup is an entry for the coordinator's file, and what stands in it.
type NextGroup struct {
	ID    string
	Name  string
	First time.Time
	Count int
	File  string // the name of the coordinator's file
	Entry string // the lines to paste
}

// renew answers a coordinator with a ready entry for the next group, and tells the
// coordinators when a member would like one. Who said that they would come again
// stays in the survey: everybody is on the list, and everybody is asked anew.
func (g *Group) renew(in Inbound, m Member, now time.Time) Understood {
	if m.Coordinator && g.Successor != nil && g.renewedSince(m.ID, now.Add(-withinADay)) {
		u := Understood{Lines: []ReceiptLine{{What: "renew_sent"}}}
		u.add(Entry{At: now, Kind: "command", Member: m.ID, About: "renew", Text: "has had the next group within a day", Inbox: in.Inbox})
		return u
	}
	if !m.Coordinator || g.Successor == nil {
		u := Understood{Kind: "renew"}
		u.Items = g.notices(in, NoticeData{Kind: "renew", Who: g.first(in.Member)})
		return u
	}
	s := g.successor(m, now)
	d := RenewData{Next: g.Successor(s), Members: len(s.Members), Goals: len(s.Goals), Rules: len(s.Rules)}
	d.Next.First = d.Next.First.In(m.Zone)
	last, _ := g.last()
	if sent, ok := g.settled[Key{Practice: "report", Occurrence: string(last.ID), Member: in.Member}]; !g.Closed.IsZero() || ok && sent.How == "sent" {
		var r ReportData
		g.surveyResults(&r, m)
		if i := slices.IndexFunc(r.Open, func(a ReportAnswers) bool { return a.Question == surveyKeep }); i >= 0 {
			d.Keep = r.Open[i].Lines
		}
	} else if at := nine(g.over(last), m.Zone, reportAfter, g.Weekends); at.After(now) {
		d.Report = at
	}
	var u Understood
	u.Items = []Item{{
		Key:   Key{Practice: "renew", Occurrence: strconv.FormatInt(in.Inbox, 10), Member: m.ID},
		Class: Urgent, Due: now, Data: d, ReplyTo: in.MessageID,
	}}
	return u
}

// renewedSince tells whether a coordinator has been sent the next group since.
func (g *Group) renewedSince(m MemberID, since time.Time) bool {
	for k, s := range g.settled {
		if k.Practice == "renew" && k.Member == m && s.How == "sent" && s.At.After(since) {
			return true
		}
	}
	return false
}

// successor is what the next group takes over: the charter as it was agreed, else as
// it stands, else what the file says.
func (g *Group) successor(asks Member, now time.Time) Successor {
	s := Successor{CharterText: g.aims(), From: now.Add(gatherFor)}
	if s.Purpose == "" && len(s.Goals)+len(s.Rules) == 0 { // the words are erased
		s.CharterText = g.file()
	}
	if len(s.Boundaries) == 0 {
		s.Boundaries = g.Boundaries
	}
	if last, ok := g.last(); ok && last.ByMail && isLink(last.Place) {
		s.Link = last.Place
	}
	for _, m := range g.Members {
		if m.Email == "" || m.Joining != In || g.forgotten(m.ID) {
			continue
		}
		if m.State == Active || m.State == Paused {
			s.Members = append(s.Members, m)
		}
		if m.Coordinator && m.State != Left {
			s.Coordinators = append(s.Coordinators, m)
		}
	}
	byOrder := func(a, b Member) int { return a.Order - b.Order }
	slices.SortStableFunc(s.Members, byOrder)
	slices.SortStableFunc(s.Coordinators, byOrder)
	if len(s.Members) == 0 {
		s.Members = []Member{asks}
	}
	if len(s.Coordinators) == 0 {
		s.Coordinators = []Member{asks}
	}
	return s
}
