package group

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

const (
	caseAsked  = 1  // days after a meeting: the giver of the next case is asked
	caseSettle = -2 // days before a meeting: a giver who said nothing is passed over
	caseBring  = 1  // question: will you bring it?
	caseShow   = 2  // question: may whoever leads read it?
	mayRead    = "read"
	mayNotRead = "hidden"
)

// A case that waits in the queue is open and about nothing. Once its giver is being
// asked it is waiting, about its meeting; what they answer are responses, so that
// they can be taken back. When the meeting has begun it is shared, or back in the
// queue. Value counts how often it went back.

// caseAbout names a case at a meeting.
func caseAbout(c Contribution, meeting MeetingID) string { return c.ref() + " " + string(meeting) }

// caseSaid is what its giver said about bringing a case to its meeting, "" for nothing.
func (g *Group) caseSaid(c Contribution) string {
	r, _ := g.Response("casedate", caseAbout(c, MeetingID(c.About)), caseBring, c.Member)
	return r.Value
}

// brings is the case that its giver has said they bring to a meeting.
func (g *Group) brings(meeting MeetingID) (Contribution, bool) {
	for _, c := range g.given(Case) {
		m, _ := g.Member(c.Member)
		if g.On["cases"] && c.About == string(meeting) && m.State == Active && (c.State == StateShared || g.caseSaid(c) == answer.ValueYes) {
			return c, true
		}
	}
	return Contribution{}, false
}

// mayBeRead tells whether whoever leads may read a case beforehand.
func (g *Group) mayBeRead(c Contribution) bool {
	r, _ := g.Response("casedate", caseAbout(c, MeetingID(c.About)), caseShow, c.Member)
	return r.Value == mayRead
}

// brought counts the cases that a member has brought or is to bring.
func (g *Group) brought(m MemberID) int {
	n := 0
	for _, c := range g.given(Case) {
		if c.Member == m && c.About != "" {
			n++
		}
	}
	return n
}

// caseQueue are the cases that wait, next first: of who brought fewest, then those
// put off less often, then the oldest.
func (g *Group) caseQueue() []Contribution {
	queue := slices.DeleteFunc(g.given(Case), func(c Contribution) bool {
		m, _ := g.Member(c.Member)
		return c.About != "" || c.State != StateOpen || c.Text == "" || m.State != Active
	})
	putOff := func(c Contribution) int { n, _ := strconv.Atoi(c.Value); return n }
	slices.SortStableFunc(queue, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(g.brought(a.Member), g.brought(b.Member)), cmp.Compare(putOff(a), putOff(b)), a.At.Compare(b.At), cmp.Compare(a.N, b.N))
	})
	return queue
}

// wantsCase tells whether a meeting has room for a case, and until when its giver
// can say so before being passed over.
func (g *Group) wantsCase(mt Meeting) (until time.Time, ok bool) {
	name := g.agendaOf(mt)
	if name != agendaCircle && name != agendaPeerAssist || mt.State != Planned {
		return until, false
	}
	return nine(mt.Start, g.Zone, caseSettle, true), true
}

// assigning is from when to when a giver is first asked for a meeting: after the
// one before, and before the letters go out that could name them. Where meetings
// are so close that no time is left between, for two days.
func (g *Group) assigning(mt Meeting) (from, until time.Time) {
	until = nine(mt.Start, g.Zone, -g.Settings.Letter, g.Weekends)
	if before, ok := g.ballotBefore(mt); ok {
		from = nine(before.Start, g.Zone, caseAsked, g.Weekends)
		until = later(until, from.Add(48*time.Hour))
	}
	return from, sooner(until, nine(mt.Start, g.Zone, caseSettle, true))
}

// caseOf is the case that is assigned to a meeting, whatever its giver says.
func (g *Group) caseOf(meeting MeetingID) (Contribution, bool) {
	for _, c := range g.given(Case) {
		if c.About == string(meeting) {
			return c, true
		}
	}
	return Contribution{}, false
}

// lapseCases moves cases on: from the queue to a meeting, and back if its giver
// would rather not, says nothing, or cannot come.
func lapseCases(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	if !g.On["cases"] {
		return o, next
	}
	put := func(c Contribution, what string) {
		c.Changed = now
		g.Apply(c)
		o.add(c, Entry{At: now, Kind: "case", Member: c.Member, About: c.ref(), Text: what})
	}
	for _, c := range g.given(Case) {
		if c.About == "" || c.State != StateWaiting {
			continue
		}
		mt, _ := g.Meeting(MeetingID(c.About))
		until, wanted := g.wantsCase(mt)
		why, again := g.notBrought(c, mt, wanted, !now.Before(until), !now.Before(mt.Start))
		switch {
		case why != "":
			if again {
				n, _ := strconv.Atoi(c.Value)
				c.Value = strconv.Itoa(n + 1)
			}
			c.About, c.State = "", StateOpen
			put(c, "back in the queue: "+why)
		case !now.Before(mt.Start):
			c.State = StateShared
			put(c, "brought to "+c.About)
		default:
			next = sooner(next, mt.Start)
			if now.Before(until) {
				next = sooner(next, until)
			}
		}
	}
	for _, mt := range g.takingPlace() {
		_, ok := g.wantsCase(mt)
		from, until := g.assigning(mt)
		if _, has := g.caseOf(mt.ID); !ok || has || !now.Before(until) {
			continue
		}
		if now.Before(from) {
			next = sooner(next, from)
			continue
		}
		for _, c := range g.caseQueue() {
			about := caseAbout(c, mt.ID)
			if r, said := g.RSVP(mt.ID, c.Member); said && r.Answer == No || g.Settled(Key{Practice: "casedate", Occurrence: about, Member: c.Member}) {
				continue
			}
			c.About, c.State = string(mt.ID), StateWaiting
			put(c, "its giver is asked for "+c.About)
			break
		}
	}
	return o, next
}

// notBrought says why an assigned case goes back to the queue, "" if it does not,
// and whether its giver has been passed over.
func (g *Group) notBrought(c Contribution, mt Meeting, wanted, over, begun bool) (why string, again bool) {
	m, _ := g.Member(c.Member)
	r, said := g.RSVP(mt.ID, c.Member)
	word := g.caseSaid(c)
	switch {
	case mt.State != Planned || !begun && !wanted:
		return "the meeting has no room for it", false
	case m.State != Active || said && r.Answer == No:
		return "its giver does not come", false
	case word != "" && word != answer.ValueYes:
		return "not yet", true
	case word == "" && over:
		return "its giver said nothing", true
	}
	return "", false
}

// planCases asks for cases in the letter about the meeting before, while the queue
// is empty.
func planCases(g *Group) []Item {
	if !g.On["cases"] || len(g.caseQueue()) > 0 {
		return nil
	}
	var items []Item
	for _, mt := range g.takingPlace() {
		before, ok := g.ballotBefore(mt)
		_, wanted := g.wantsCase(mt)
		_, until := g.assigning(mt)
		if _, has := g.caseOf(mt.ID); !ok || !wanted || has {
			continue
		}
		for _, m := range g.active() {
			if !m.Joined.Before(before.Start) {
				continue
			}
			items = append(items, Item{
				Key: Key{Practice: "case", Occurrence: string(mt.ID), Member: m.ID}, Class: InLetter,
				Due: g.letterAt(before, m), Join: until, Expires: until, Before: true, Rank: rankCase, Meeting: before.ID,
				Asks: []Ask{{About: string(mt.ID), Kind: AskText, Question: 1, Closes: until}},
			})
		}
	}
	return items
}

func writeCase(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	return CaseData{Base: b, Start: mt.Start.In(m.Zone)}
}

// readCase takes prose given to "have you a case?".
func readCase(g *Group, in Inbound, _ Ask, a answer.Answer, now time.Time) Understood {
	if a.Kind != answer.KindText && a.Kind != answer.KindCase {
		return Understood{Kind: "unclear"}
	}
	return takeCase(g, in, a, now)
}

// takeCase puts "case: ..." into the queue. Nobody else sees it.
func takeCase(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(first(a.Text, a.Words))
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	u := Understood{Lines: []ReceiptLine{{What: "case", Text: excerpt(text, 120)}}}
	for _, c := range g.caseQueue() {
		if c.Member == in.Member && equalFold(oneLine(c.Text), oneLine(text)) {
			return u
		}
	}
	c := g.contribute(Contribution{Kind: Case, Member: in.Member, Text: text, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received})
	u.add(c, Entry{At: now, Kind: "case", Member: in.Member, About: c.ref(), Text: "in the queue", Inbox: in.Inbox})
	return u
}

// planCaseDates asks the giver of an assigned case whether they bring it.
func planCaseDates(g *Group) []Item {
	if !g.On["cases"] {
		return nil
	}
	var items []Item
	for _, c := range g.given(Case) {
		mt, ok := g.Meeting(MeetingID(c.About))
		if !ok || c.State != StateWaiting || mt.State != Planned {
			continue
		}
		items = append(items, Item{
			Key: Key{Practice: "casedate", Occurrence: caseAbout(c, mt.ID), Member: c.Member}, Class: InNote,
			Due: c.Changed, Expires: mt.Start, Before: true, Meeting: mt.ID,
			Asks: []Ask{
				{About: caseAbout(c, mt.ID), Kind: AskYesNo, Question: caseBring, Closes: mt.Start},
				{About: caseAbout(c, mt.ID), Kind: AskChoice, Question: caseShow, Closes: mt.Start, Options: []AskOption{{Letter: "A", Ref: mayRead}, {Letter: "B", Ref: mayNotRead}}},
			},
		})
	}
	return items
}

func writeCaseDate(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := CaseDateData{Base: b, Start: mt.Start.In(m.Zone)}
	for _, o := range it.Asks[1].Options {
		d.Options = append(d.Options, Option{Letter: o.Letter})
	}
	if c, ok := g.caseOf(mt.ID); ok {
		d.Words = excerpt(c.Text, 160)
	}
	return d
}

// readCaseDate keeps what a case's giver says. Silence is neither yes nor consent.
func readCaseDate(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	ref, id, _ := strings.Cut(ask.About, " ")
	n, _ := strconv.Atoi(ref)
	c, ok := g.Contribution(n)
	mt, found := g.Meeting(MeetingID(id))
	if !ok || !found || c.Member != in.Member || c.About != id || c.State != StateWaiting || mt.State != Planned || !now.Before(mt.Start) {
		return Understood{Kind: "closed"}
	}
	r := Response{Practice: "casedate", About: ask.About, Question: ask.Question, Member: in.Member, Inbox: in.Inbox, At: in.Received}
	line := ReceiptLine{Start: mt.Start}
	switch {
	case ask.Question == caseBring && (a.Kind == answer.KindYesNo || a.Kind == answer.KindRSVP):
		r.Value, line.What = answer.ValueNo, "case_later"
		if a.Value == answer.ValueYes {
			r.Value, line.What = answer.ValueYes, "case_yes"
		}
	case ask.Question == caseShow && a.Kind == answer.KindChoice:
		i := slices.IndexFunc(ask.Options, func(o AskOption) bool { return o.Letter == a.Value })
		if i < 0 { // both of them
			return Understood{Kind: "unclear"}
		}
		r.Value, line.What = ask.Options[i].Ref, "case_"+ask.Options[i].Ref
	default:
		return Understood{Kind: "unclear"}
	}
	u := Understood{Lines: []ReceiptLine{line}}
	u.add(r, Entry{At: now, Kind: "case", Member: in.Member, About: c.ref(), Text: "answered", Inbox: in.Inbox})
	return u
}
