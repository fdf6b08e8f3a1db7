package group

import (
	"slices"
	"strings"
	"time"

	"convene/daemon/answer"
)

// reflectAsks are the open questions of the after-note, one a meeting in turn,
// by the name under which the templates hold their wording.
var reflectAsks = []string{askTry, "surprised", "changed", "stuck", "noticed"}

// askTry is the question whose answer is a commitment.
const askTry = "try"

const (
	// notesWait is how many working days the after-note waits for the notes.
	notesWait = 2
	// maxNotes is how many words of the notes a letter holds.
	maxNotes = 110
)

// reflectAsk is the name of the open question after a meeting.
func (g *Group) reflectAsk(mt Meeting) string {
	for i, o := range g.takingPlace() {
		if o.ID == mt.ID {
			return reflectAsks[i%len(reflectAsks)]
		}
	}
	return ""
}

// planReflections sends those who came the after-note: the notes of the meeting,
// what each offered to do, and one open question. After the last meeting the
// closing survey asks instead.
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
		days := 1
		if _, ok := g.notesOf(mt.ID); !ok && g.takesNotes(mt.ID) {
			days = notesWait
		}
		for _, m := range g.present(mt.ID) {
			if m.State != Active {
				continue
			}
			items = append(items, Item{
				Key:   Key{Practice: "reflection", Occurrence: string(mt.ID), Member: m.ID},
				Class: InLetter, Due: nine(mt.Start, m.Zone, days, g.Weekends), Expires: expires, Rank: rankReflection, Meeting: mt.ID,
				Asks: []Ask{{About: string(mt.ID), Kind: AskText, Question: 1, Closes: expires.AddDate(0, 0, 14)}},
			})
		}
	}
	return items
}

// notesOf are the notes of a meeting that count: the scribe's last.
func (g *Group) notesOf(meeting MeetingID) (Contribution, bool) {
	for _, c := range slices.Backward(g.given(Minutes)) {
		if c.About == string(meeting) {
			return c, true
		}
	}
	return Contribution{}, false
}

// takesNotes tells whether somebody has agreed to take notes of a meeting.
func (g *Group) takesNotes(meeting MeetingID) bool {
	t, ok := g.live(meeting, scribe)
	return ok && (t.State == Accepted || t.State == Served)
}

// scribe is the role of who takes notes.
const scribe = "scribe"

// reported tells whether somebody who was there said who came.
func (g *Group) reported(meeting MeetingID) bool {
	return slices.ContainsFunc(g.Attendance, func(a Attendance) bool { return a.Meeting == meeting && !g.undone(a.Inbox) })
}

func writeReflection(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := ReflectionData{Base: b, Start: mt.Start.In(m.Zone), Came: len(g.present(mt.ID)), Reported: g.reported(mt.ID), Turns: g.TurnLines(mt.ID), Asked: g.reflectAsk(mt)}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	for _, o := range g.present(mt.ID) {
		if o.ID != m.ID && d.Another == "" {
			d.Another = g.first(o.ID)
		}
	}
	d.Notes, d.By, d.More = g.notesFor(mt, m.ID)
	d.Offered = g.offeredBy(mt, m.ID)
	if next, ok := g.after(mt.Start); ok {
		d.Next = next.Start.In(m.Zone)
		if d.Asked == askTry {
			d.Remind = g.letterAt(next, m)
		} else if due := g.digestAfter(mt.Start); !due.IsZero() {
			d.Remind = due.In(m.Zone)
		}
	}
	return d
}

// notesFor are the lines of a meeting's notes as a member may see them, and who
// wrote them. What another member offered to do is left out until that member has
// seen it and could say that it is not so.
func (g *Group) notesFor(mt Meeting, reader MemberID) (lines []string, by string, more bool) {
	c, ok := g.notesOf(mt.ID)
	if !ok {
		return nil, "", false
	}
	words := 0
	for _, l := range noteLines(c.Text) {
		if g.hides(mt, l, reader) {
			continue
		}
		if words += len(strings.Fields(l)); words > maxNotes && len(lines) > 0 {
			return lines, g.first(c.Member), true
		}
		if words > maxNotes {
			l, more = strings.Join(strings.Fields(l)[:maxNotes], " ")+"…", true
		}
		lines = append(lines, l)
	}
	return lines, g.first(c.Member), more
}

// noteLines are the lines of notes without their bullets.
func noteLines(text string) []string {
	var lines []string
	for l := range strings.Lines(text) {
		if l = oneLine(strings.TrimLeft(strings.TrimSpace(l), "-*•–· ")); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// readReflection keeps an answer for its writer alone. What a member will try is
// a commitment, too: it comes back before the next meeting.
func readReflection(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	u := readResponse(g, in, ask, a, now)
	mt, ok := g.Meeting(MeetingID(ask.About))
	if !ok || u.Kind != "" || a.Kind != answer.KindText || g.reflectAsk(mt) != askTry {
		return u
	}
	c := Contribution{Kind: Commitment, Member: in.Member, About: ask.About, Value: ownWords, Text: a.Text, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received}
	for _, o := range g.given(Commitment) { // the last answer counts
		if o.Member == c.Member && o.About == c.About && o.Value == ownWords && o.State == StateOpen {
			c.N, c.State, c.Changed = o.N, StateOpen, in.Received
		}
	}
	if c.N == 0 {
		c = g.contribute(c)
	}
	u.add(c)
	return u
}

// planNotes brings the notes to those who were not there, in their next letter, and
// to those who were and get no after-note. No such letter follows the last meeting:
// its notes go to everybody with their thanks, before the report.
func planNotes(g *Group) []Item {
	var items []Item
	last, _ := g.last()
	for _, mt := range g.takingPlace() {
		notes, ok := g.notesOf(mt.ID)
		if !ok {
			continue
		}
		there := g.present(mt.ID)
		expires := mt.End().Add(staleAfter)
		for _, m := range g.active() {
			if !m.Joined.Before(mt.Start) || mt.ID != last.ID && (m.ID == notes.Member || g.hasAfterNote(mt, m, there)) {
				continue
			}
			if lines, _, _ := g.notesFor(mt, m.ID); len(lines)+len(g.offeredBy(mt, m.ID)) == 0 {
				continue // what others offered waits until they have seen it
			}
			it := Item{
				Key: Key{Practice: "notes", Occurrence: string(mt.ID), Member: m.ID}, Class: InLetter,
				Due: later(nine(mt.Start, m.Zone, 1, g.Weekends), notes.At), Join: expires, Expires: expires, Rank: rankNotes,
			}
			if mt.ID == last.ID {
				it.Class, it.Always, it.Join = InNote, true, time.Time{}
				it.Due = later(it.Due, nine(g.over(last), m.Zone, thanksAfter, g.Weekends))
				it.Expires = nine(g.over(last), g.Zone, reportAfter, g.Weekends)
			}
			items = append(items, it)
		}
	}
	return items
}

// hasAfterNote tells whether a member hears of a meeting by the after-note: who was
// there, unless it found no room in time or went before there were notes, or they want
// the digest only.
func (g *Group) hasAfterNote(mt Meeting, m Member, there []Member) bool {
	s, settled := g.settled[Key{Practice: "reflection", Occurrence: string(mt.ID), Member: m.ID}]
	told := s.How == "sent" && slices.ContainsFunc(g.given(Minutes), func(c Contribution) bool { return c.About == string(mt.ID) && !c.At.After(s.At) })
	return slices.ContainsFunc(there, func(o Member) bool { return o.ID == m.ID }) && (told || !settled && m.Mail != DigestOnly)
}

// offeredBy is what the notes of a meeting say that a member offered to do, as long
// as nobody has said that it is not so.
func (g *Group) offeredBy(mt Meeting, m MemberID) []string {
	var lines []string
	for _, c := range g.given(Commitment) {
		if c.About == string(mt.ID) && c.Member == m && c.Value != ownWords && c.State != StateWithdrawn {
			lines = append(lines, c.Text)
		}
	}
	return lines
}

func writeNotes(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	d := NotesData{Base: b, Start: mt.Start.In(m.Zone), Came: len(g.present(mt.ID)), Offered: g.offeredBy(mt, m.ID)}
	d.Notes, d.By, d.More = g.notesFor(mt, m.ID)
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
	line := ReceiptLine{What: what, Text: first(r.Value, r.Text)}
	if r.Value != "" {
		line.Role = ask.Practice
	}
	u := Understood{Lines: []ReceiptLine{line}}
	u.add(r, Entry{At: now, Kind: ask.Practice, Member: in.Member, About: ask.About, Text: "answered", Inbox: in.Inbox})
	return u
}
