package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// The order of sections in a letter.
const (
	rankWelcome    = 1
	rankComing     = 10
	rankTurn       = 11
	rankMissed     = 12
	rankNotes      = 20
	rankReadBack   = 38
	rankRelay      = 21
	rankThanks     = 22
	rankShared     = 23
	rankShare      = 24
	rankRepertoire = 25
	rankToRead     = 26
	rankEnding     = 27
	rankChanged    = 26
	rankHealth     = 28
	rankReflection = 30
	rankQuestion   = 32
	rankMonth      = 34
	rankFeedback   = 33
	rankFollowUp   = 33
	rankJournal    = 36
	rankCase       = 37
	rankBallot     = 40
	rankReading    = 41
	rankCommitment = 42
	rankPulse      = 44
	rankNumbers    = 52
	rankSharing    = 45
	rankCharter    = 37
	rankGoals      = 46
	rankDigest     = 50
	rankAway       = 60
	rankBack       = 61
	rankNewcomer   = 62
)

// anew is the key under which what is due about a meeting is told. It has been told
// before, or had gone stale, if the meeting has moved to a later day since: then it
// is told once more. What comes so soon after is not: the new invitation said it.
func (g *Group) anew(k Key, due time.Time, soon time.Duration) Key {
	for {
		s, ok := g.settled[k]
		if !ok || due.Before(s.At.Add(soon)) {
			return k
		}
		k.Revision++
	}
}

// How soon after a letter or a note about a meeting the next one is too soon.
const (
	soonLetter = 7 * day
	soonNote   = 12 * time.Hour
)

// toldIn tells whether a letter told of a meeting.
func (g *Group) toldIn(letter string, mt MeetingID, m MemberID) bool {
	k := Key{Practice: "coming", Occurrence: string(mt), Member: m}
	for {
		s, ok := g.settled[k]
		if !ok || s.Letter == letter {
			return ok
		}
		k.Revision++
	}
}

// letterAt is when the letter about a meeting is due for a member.
func (g *Group) letterAt(mt Meeting, m Member) time.Time {
	return later(nine(mt.Start, m.Zone, -g.Settings.Letter, g.Weekends), m.Joined)
}

// preparedAt is when a meeting's turns are chosen and its ballot closes: before
// the first letter about it can go out, at the start of that week.
func (g *Group) preparedAt(mt Meeting) time.Time {
	var at time.Time
	for _, m := range g.active() {
		at = sooner(at, weekOf(nine(mt.Start, m.Zone, -g.Settings.Letter, g.Weekends), m.Zone))
	}
	return at
}

// planComing is the section on the next meeting in everybody's letter. It asks
// about coming only those who have not said, and not those whose turn it is:
// they get one question for both.
func planComing(g *Group) []Item {
	var items []Item
	for _, mt := range g.takingPlace() {
		for _, m := range g.active() {
			if !m.Joined.Before(mt.Start) {
				continue
			}
			it := Item{
				Key:   Key{Practice: "coming", Occurrence: string(mt.ID), Member: m.ID},
				Class: InLetter, Due: g.letterAt(mt, m), Expires: mt.Start, Before: true,
				Rank: rankComing, Meeting: mt.ID,
			}
			it.Key = g.anew(it.Key, it.Due, soonLetter)
			if _, said := g.RSVP(mt.ID, m.ID); !said && !g.hasOffer(mt.ID, m.ID) {
				it.Asks = []Ask{{About: string(mt.ID), Kind: AskComing, Closes: mt.Start}}
			}
			items = append(items, it)
		}
	}
	return items
}

func writeComing(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := ComingData{
		Base: b, Start: mt.Start.In(m.Zone), End: mt.End().In(m.Zone), Place: mt.Place,
		Shift: g.shift(mt, m), Occasion: g.occasion(mt, m), Turns: g.TurnLines(mt.ID), Asks: len(it.Asks) > 0, HasTurn: g.hasOffer(mt.ID, m.ID),
	}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic, d.ByVote = t.Text, true
	}
	for _, o := range g.coming(mt.ID) {
		if o.ID != m.ID {
			d.SoFar = append(d.SoFar, g.first(o.ID))
		}
	}
	if r, ok := g.RSVP(mt.ID, m.ID); ok {
		d.Answer = string(r.Answer)
	}
	if last, ok := g.last(); ok {
		d.Last = last.ID == mt.ID
	}
	return d
}

// readComing records an answer about coming.
func readComing(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	mt, ok := g.asPrinted(ask)
	if !ok {
		return Understood{Kind: "closed"}
	}
	return g.rsvp(in, mt, RSVPAnswer(a.Value), a.Text, "words", now)
}

// asPrinted is the meeting that an ask is about, if it takes place when the ask
// said it would. An ask about coming or a role closes when the meeting starts.
func (g *Group) asPrinted(ask Ask) (Meeting, bool) {
	mt, ok := g.aboutMeeting(ask.About)
	return mt, ok && mt.State == Planned && (ask.Closes.IsZero() || ask.Closes.Equal(mt.Start))
}

// rsvp puts an answer about coming on record, and what follows for a turn.
func (g *Group) rsvp(in Inbound, mt Meeting, said RSVPAnswer, note, via string, now time.Time) Understood {
	if !now.Before(mt.Start) && !in.Received.Before(mt.Start) {
		return Understood{Kind: "late", Lines: []ReceiptLine{{What: string(said), Start: mt.Start}}}
	}
	before, had := g.RSVP(mt.ID, in.Member)
	r := RSVP{
		Meeting: mt.ID, Member: in.Member, Answer: said, Note: note, Via: via, Inbox: in.Inbox,
		Received: in.Received, Position: in.position(), Sequence: mt.Sequence,
	}
	u := Understood{Lines: []ReceiptLine{{What: string(said), Start: mt.Start}}}
	u.add(r, Entry{At: now, Kind: "rsvp", Member: in.Member, About: string(mt.ID), Text: string(said) + " by " + via, Inbox: in.Inbox})
	if had && before.Position > r.Position { // a held answer that a later one has overtaken
		u.Lines = nil
		return u
	}
	if said == No {
		for _, t := range g.Turns {
			if t.Meeting == mt.ID && t.Member == in.Member && (t.State == Offered || t.State == Accepted || t.State == Asked && t.From == "") {
				t = t.said(in, Passed, now)
				u.add(t, Entry{At: now, Kind: "turn", Member: t.Member, About: t.TurnKey(), Text: "passed: can't come", Inbox: in.Inbox})
			}
		}
		g.swapsOf(&u.Outcome, in, mt, now)
	}
	return u
}

// planNudges writes one line the day before, only to those who said nothing,
// and after two ignored in a row no more.
func planNudges(g *Group) []Item {
	if g.Settings.Nudge == 0 {
		return nil
	}
	var items []Item
	for _, mt := range g.takingPlace() {
		for _, m := range g.active() {
			if _, said := g.RSVP(mt.ID, m.ID); said || !m.Joined.Before(mt.Start) || g.ignoredNudges(m, mt) >= 2 {
				continue
			}
			due := later(nine(mt.Start, m.Zone, -g.Settings.Nudge, true), m.Joined)
			items = append(items, Item{
				Key:   g.anew(Key{Practice: "nudge", Occurrence: string(mt.ID), Member: m.ID}, due, soonNote),
				Class: InNote, Due: due, Expires: mt.Start, Before: true,
				Meeting: mt.ID,
				Asks:    []Ask{{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}},
			})
		}
	}
	return items
}

// ignoredNudges counts the nudges in a row, up to this meeting, that the member
// did not answer.
func (g *Group) ignoredNudges(m Member, before Meeting) int {
	n := 0
	ms := g.takingPlace()
	slices.Reverse(ms)
	for _, mt := range ms {
		if !mt.Start.Before(before.Start) {
			continue
		}
		s, nudged := g.settled[Key{Practice: "nudge", Occurrence: string(mt.ID), Member: m.ID}]
		if !nudged || s.How != "sent" {
			continue
		}
		if _, said := g.RSVP(mt.ID, m.ID); said {
			break
		}
		n++
	}
	return n
}

func writeNudge(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	return NudgeData{Base: b, Start: mt.Start.In(m.Zone), Place: mt.Place}
}
