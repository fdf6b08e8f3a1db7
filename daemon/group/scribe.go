package group

import (
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
)

// scribeAfter is how long after the meeting the form comes, unless it is late in
// the evening.
const scribeAfter = 2 * time.Hour

// scribeOf is who took notes at a meeting; else who led it.
func (g *Group) scribeOf(mt Meeting) (Member, bool) {
	for _, role := range []string{scribe, g.firstRole()} {
		for _, t := range g.turnsOf(mt.ID, role) {
			if m, ok := g.Member(t.Member); ok && m.State == Active && (t.State == Accepted || t.State == Served) {
				return m, true
			}
		}
	}
	return Member{}, false
}

func (g *Group) firstRole() string {
	if len(g.Roles) == 0 {
		return ""
	}
	return g.Roles[0]
}

// planScribe asks who took notes for them, and who was there.
func planScribe(g *Group) []Item {
	var items []Item
	for _, mt := range g.takingPlace() {
		m, ok := g.scribeOf(mt)
		if !ok {
			continue
		}
		due := mt.End().Add(scribeAfter)
		expires := mt.End().AddDate(0, 0, 7)
		items = append(items, Item{
			Key:   Key{Practice: "scribe", Occurrence: string(mt.ID), Member: m.ID},
			Class: InNote, Always: true, Due: due, Expires: expires, Meeting: mt.ID,
			Asks: []Ask{
				{About: string(mt.ID), Kind: AskText, Question: 1, Closes: expires},
				{About: string(mt.ID), Kind: AskAttendance, Question: 2, Closes: expires},
			},
		})
	}
	return items
}

func writeScribe(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := ScribeData{Base: b, Start: mt.Start.In(m.Zone), Led: true}
	for _, t := range g.turnsOf(mt.ID, scribe) {
		d.Led = d.Led && (t.Member != m.ID || t.State != Accepted && t.State != Served)
	}
	for _, o := range g.coming(mt.ID) {
		d.Expected = append(d.Expected, g.first(o.ID))
	}
	return d
}

// readScribe keeps the notes, which all may see, and who was there.
func readScribe(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	mt, ok := g.Meeting(MeetingID(ask.About))
	if !ok || !now.Before(ask.Closes) {
		return Understood{Kind: "closed"}
	}
	switch a.Kind {
	case answer.KindText:
		if g.tooFew(in, a.Text) {
			return Understood{Kind: noNotes}
		}
		return g.takeMinutes(in, mt, a.Text, now)
	case answer.KindAttendance:
		return g.attended(in, mt, a, now)
	}
	return Understood{Kind: "unclear"}
}

// noNotes is the receipt that asks back about words that are hardly the notes.
const noNotes = "no_notes"

// A mail of no more words than this is hardly anybody's notes: "Notes follow tomorrow",
// "I was ill". Beside a file a few more only point to it.
const (
	fewWords       = 5
	fewWordsBeside = 15
)

// tooFew tells whether all that somebody wrote is too little to go to everybody as the
// notes. Who was asked back and says it again means it.
func (g *Group) tooFew(in Inbound, text string) bool {
	few := fewWords
	if in.Attached != "" {
		few = fewWordsBeside
	}
	words := bareWords(text)
	return len(strings.Fields(words)) <= few && words == bareWords(in.whole()) &&
		!slices.ContainsFunc(g.questionsBack(in.Member), func(s Settled) bool { return in.Letter != "" && s.Letter == in.Letter })
}

// takeAttendance takes who was there from any mail in the two weeks after a
// meeting: of all from who took notes or led it, of oneself from everybody.
func takeAttendance(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	ms := g.takingPlace()
	for _, mt := range slices.Backward(ms) {
		if mt.Start.After(in.Received) || in.Received.Sub(mt.End()) > 14*24*time.Hour {
			continue
		}
		notes, ok := g.scribeOf(mt)
		leads, _ := g.leads(mt)
		if a.Value == "self" || ok && notes.ID == in.Member || leads.ID == in.Member {
			return g.attended(in, mt, a, now)
		}
		break
	}
	return Understood{Kind: "unclear"}
}

// takeMinutes takes the scribe's notes. A second mail adds to the first.
func (g *Group) takeMinutes(in Inbound, mt Meeting, text string, now time.Time) Understood {
	text = strings.TrimSpace(text)
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	if m, ok := g.notesOf(mt.ID); ok && m.Member == in.Member {
		text = m.Text + "\n" + text
	}
	c := g.contribute(Contribution{
		Kind: Minutes, Member: in.Member, About: string(mt.ID), Text: text, Audience: Everyone, State: StateOpen, Inbox: in.Inbox, At: in.Received,
	})
	u := Understood{AtOnce: true, Lines: []ReceiptLine{{What: "minutes", Start: mt.Start, Text: excerpt(text, 200)}}}
	u.add(c, Entry{At: now, Kind: "minutes", Member: in.Member, About: string(mt.ID), Inbox: in.Inbox})
	return u
}

// attended puts on record who was there. Whoever said they would come and is not
// named as missing counts as there; whoever said no, only when named.
func (g *Group) attended(in Inbound, mt Meeting, a answer.Answer, now time.Time) Understood {
	named := func(m Member) bool { return slices.Contains(a.People, string(m.ID)) }
	var u Understood
	var there []string
	for _, m := range g.active() {
		if !m.Joined.Before(mt.Start) {
			continue
		}
		r, said := g.RSVP(mt.ID, m.ID)
		expected := said && r.Answer != No
		var present bool
		switch a.Value {
		case "all":
			present = !said || expected
		case "except", "missing":
			present = !named(m) && (a.Value == "except" && !said || expected)
		case "only":
			present = named(m) || m.ID == in.Member
		case "self":
			if m.ID != in.Member {
				continue
			}
			present = true
		default:
			return Understood{Kind: "unclear"}
		}
		if present {
			there = append(there, g.first(m.ID))
		}
		u.add(Attendance{Meeting: mt.ID, Member: m.ID, Present: present, By: in.Member, Inbox: in.Inbox, At: in.Received})
		u.add(g.servedBy(mt, m.ID, present, now)...)
	}
	if len(u.Changes) == 0 {
		return Understood{Kind: "unclear"}
	}
	u.Lines = append(u.Lines, ReceiptLine{What: "attended", Start: mt.Start, Text: strings.Join(there, ", ")})
	u.add(Entry{At: now, Kind: "attendance", Member: in.Member, About: string(mt.ID), Inbox: in.Inbox})
	return u
}

// servedBy settles the turns of somebody of whom it is known whether they came.
func (g *Group) servedBy(mt Meeting, m MemberID, present bool, now time.Time) []Change {
	var cs []Change
	for _, t := range g.Turns {
		if t.Meeting != mt.ID || t.Member != m || t.State != Accepted && t.State != Served {
			continue
		}
		was := t.State
		if t.State = Lapsed; present {
			t.State = Served
		}
		if t.State != was {
			t.Since = now
			cs = append(cs, t, Entry{At: now, Kind: "turn", Member: m, About: t.TurnKey(), Text: string(t.State)})
		}
	}
	return cs
}

// NeverDropped are the tokens of the notes that the budget of notes lets through
// always: facilitator packs and scribe forms.
func (g *Group) NeverDropped() map[string]bool {
	tokens := map[string]bool{}
	for k, s := range g.settled {
		if (k.Practice == "pack" || k.Practice == "scribe") && s.Letter != "" {
			tokens[s.Letter] = true
		}
	}
	return tokens
}
