package group

import (
	"strings"
	"time"

	"convene/daemon/answer"
)

// ownWords is the Value of a commitment in its member's own words; the others are
// lines of the scribe's notes, with the number of the notes as Value.
const ownWords = "own"

// promising is how a line of notes goes on after the name of who offered to do
// something, in every language shipped. Anything else is no commitment.
var promising = []string{
	"will ", "'ll ", "’ll ", "offers to ", "offered to ", "promised to ", "agreed to ", "is going to ", "volunteers to ", "volunteered to ",
	"wird ", "übernimmt ", "will ", "hat angeboten", "hat versprochen", "kümmert sich ", "schickt ",
	"va a ", "hará ", "enviará ", "se ofrece a ", "se ofreció a ", "se compromete a ", "se encarga de ", "quedó en ",
	"va ", "propose de ", "a proposé de ", "s'engage à ", "s’engage à ", "se charge de ", "enverra ",
}

// promises finds who offers to do something in a line of notes.
func (g *Group) promises(line string) (MemberID, bool) {
	var who MemberID
	for _, m := range g.Members {
		if m.State == Left {
			continue
		}
		for _, name := range []string{m.Name, m.First()} {
			rest, ok := cutFold(line, name)
			if !ok || name != m.Name && g.first(m.ID) != name {
				continue // nobody's, or two members have this first name
			}
			rest = strings.ToLower(strings.TrimLeft(rest, ": "))
			for _, p := range promising {
				if strings.HasPrefix(rest, p) {
					who = m.ID
				}
			}
		}
	}
	return who, who != ""
}

// cutFold cuts a name off the beginning of a line, in any case, as a whole word.
func cutFold(line, name string) (string, bool) {
	if len(line) <= len(name) || !strings.EqualFold(line[:len(name)], name) {
		return "", false
	}
	rest := line[len(name):]
	return rest, strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’")
}

// hides tells whether a line of notes is kept from a reader: it names what another
// member offered to do, and that member has not seen it yet or said that it is not
// so. To the member themselves it is told apart.
func (g *Group) hides(mt Meeting, line string, reader MemberID) bool {
	who, ok := g.promises(line)
	if !ok {
		return false
	}
	if who == reader {
		return true
	}
	for _, c := range g.given(Commitment) {
		if c.Member != who || c.About != string(mt.ID) || c.Text != line {
			continue
		}
		return c.Audience != Everyone
	}
	return true
}

// lapseCommitments takes what members offered to do out of the scribe's notes. The
// others may read it when the member has, and a day has passed without a no.
func lapseCommitments(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	for _, c := range g.given(Commitment) {
		s, sent := g.toldOf(c)
		if c.Value == ownWords || c.Audience != OnlySelf || !sent {
			continue
		}
		if at := s.At.Add(consentFor); now.Before(at) {
			next = sooner(next, at)
			continue
		}
		c.Audience = Everyone
		g.Apply(c)
		o.add(c)
	}
	for _, mt := range g.takingPlace() {
		notes, ok := g.notesOf(mt.ID)
		if !ok {
			continue
		}
		for _, l := range noteLines(notes.Text) {
			who, ok := g.promises(l)
			if !ok || g.known(who, mt.ID, l) {
				continue
			}
			c := g.contribute(Contribution{Kind: Commitment, Member: who, About: string(mt.ID), Value: notes.ref(), Text: l, Audience: OnlySelf, Inbox: notes.Inbox, At: now})
			g.Apply(c)
			o.add(c, Entry{At: now, Kind: "commitment", Member: who, About: c.ref(), Text: "named in the notes", Inbox: notes.Inbox})
		}
	}
	return o, next
}

// toldOf is how a member was told what the notes say that they offered: by the
// after-note, or by the notes themselves.
func (g *Group) toldOf(c Contribution) (Settled, bool) {
	for _, p := range []string{"reflection", "notes"} {
		if s, ok := g.settled[Key{Practice: p, Occurrence: c.About, Member: c.Member}]; ok && s.How == "sent" && !s.At.Before(c.At) {
			return s, true
		}
	}
	return Settled{}, false
}

// known tells whether a commitment is on record, also one that was taken back.
func (g *Group) known(who MemberID, meeting MeetingID, text string) bool {
	for _, c := range g.Contributions {
		if c.Kind == Commitment && c.Member == who && c.About == string(meeting) && c.Text == text {
			return true
		}
	}
	return false
}

// open are a member's commitments from a meeting of which nobody has said what
// became of them. What the notes say is one when the member has been told.
func (g *Group) open(meeting MeetingID, m MemberID) []Contribution {
	var cs []Contribution
	for _, c := range g.given(Commitment) {
		if c.About != string(meeting) || c.Member != m || c.State != StateOpen {
			continue
		}
		if _, told := g.toldOf(c); told || c.Value == ownWords {
			cs = append(cs, c)
		}
	}
	return cs
}

// planCommitments brings commitments back to who made them, once, in the letter
// before the next meeting.
func planCommitments(g *Group) []Item {
	var items []Item
	for _, mt := range g.takingPlace() {
		next, ok := g.after(mt.Start)
		if !ok {
			continue
		}
		expires := next.End().AddDate(0, 0, 10)
		for _, m := range g.active() {
			if len(g.open(mt.ID, m.ID)) == 0 {
				continue
			}
			items = append(items, Item{
				Key: Key{Practice: "commitment", Occurrence: string(mt.ID), Member: m.ID}, Class: InLetter,
				Due: g.letterAt(next, m), Join: expires, Expires: expires, Before: true, Rank: rankCommitment,
				Asks: []Ask{{About: string(mt.ID), Kind: AskCommitment, Question: 1, Closes: expires}},
			})
		}
	}
	return items
}

func writeCommitment(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(MeetingID(it.Occurrence))
	d := CommitmentData{Base: b, Start: mt.Start.In(m.Zone)}
	for _, c := range g.open(mt.ID, m.ID) {
		d.Lines = append(d.Lines, excerpt(c.Text, 160))
	}
	return d
}

// became is what the answers say became of a commitment.
var became = map[string]ContributionState{"done": StateDone, "partly": StatePartly, "dropped": StateDropped}

// readCommitment notes what became of a member's commitments, for themselves alone.
func readCommitment(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if ask.Kind == AskYesNo {
		return notOffered(g, in, ask, a, now)
	}
	state, ok := became[a.Value]
	if a.Kind != answer.KindCommitment || !ok {
		return Understood{Kind: "unclear"}
	}
	u := Understood{Lines: []ReceiptLine{{What: a.Value}}}
	var before []Contribution
	for _, c := range g.given(Commitment) {
		if c.Member == in.Member && c.About == ask.About {
			before = append(before, c)
			c.State, c.Changed = state, in.Received
			u.add(c)
		}
	}
	if len(u.Changes) == 0 {
		return Understood{Kind: "closed"}
	}
	u.add(trace(in, tracedCommitment, states(before)), Entry{At: now, Kind: "commitment", Member: in.Member, About: ask.About, Text: a.Value, Inbox: in.Inbox})
	return u
}

// notOffered takes "not so" to what the notes say a member offered.
func notOffered(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if a.Value != answer.ValueNo && a.Value != answer.ValueYes {
		return Understood{Kind: "unclear"}
	}
	var u Understood
	var before []Contribution
	for _, c := range g.given(Commitment) {
		if c.Member != in.Member || c.About != ask.About || c.Value == ownWords || c.State != StateOpen {
			continue
		}
		if a.Value == answer.ValueNo {
			before = append(before, c)
			c.State, c.Changed = StateWithdrawn, in.Received
			u.add(c)
			u.AtOnce = true
			u.Lines = append(u.Lines, ReceiptLine{What: "not_offered", Text: excerpt(c.Text, 80)})
		}
	}
	if len(before) > 0 {
		u.add(trace(in, tracedCommitment, states(before)))
	}
	if len(u.Lines) == 0 {
		u.Lines = []ReceiptLine{{What: "yesno", Text: a.Value, Role: "commitment"}}
	}
	u.add(Entry{At: now, Kind: "commitment", Member: in.Member, About: ask.About, Text: "said " + a.Value + " to what the notes say", Inbox: in.Inbox})
	return u
}

// withOffered are the questions of a letter, and whether what its notes say that
// the member offered is so: "Not so? Just say."
func (g *Group) withOffered(l Letter, asks []Ask) []Ask {
	for _, c := range g.given(Commitment) {
		if c.Member != l.Member || c.Value == ownWords || c.State != StateOpen {
			continue
		}
		if s, ok := g.toldOf(c); ok && s.Letter == l.Token {
			return append(asks[:len(asks):len(asks)], Ask{Number: unprinted + len(asks), Practice: "commitment", About: c.About, Kind: AskYesNo, Closes: s.At.Add(consentCloses)})
		}
	}
	return asks
}
