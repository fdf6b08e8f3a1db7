package group

import (
	"slices"
	"time"
)

// Class is the kind of mail an item goes out in.
type Class string

// The classes of mail.
const (
	InInvitation Class = "invitation" // a calendar invitation of its own
	InLetter     Class = "letter"     // gathered into the week's letter
	InNote       Class = "note"       // a short note: one a week, and at most another one to who has a part in something
	Urgent       Class = "urgent"     // at once, alone
	InReceipt    Class = "receipt"    // at once, in the thread of what it answers
)

// Key is unique: an item that has been settled under it is never made again.
type Key struct {
	Practice   string
	Occurrence string // of what: a meeting, a turn, a month, a ledger row
	Member     MemberID
	Revision   int
}

// Item is what a practice wants to tell or ask one member.
type Item struct {
	Key
	Class        Class
	Template     string    // "" is the practice's own
	Due          time.Time // not before
	Expires      time.Time // stale from then on: recorded as skipped
	Before       bool      // belongs before a meeting: moves earlier rather than later
	Join         time.Time // until then it only joins a letter that goes out anyway
	Alone        bool      // a letter of its own: nothing else is gathered with it
	Yields       bool      // its asks stand only where nothing else in the letter is answered by yes or no
	Always       bool      // never dropped for the budget of notes
	Rank         int       // order within a letter, low first
	Meeting      MeetingID // what it is about, for the thread and the calendar
	Asks         []Ask     // numbered from 1 within the item until the letter is composed
	ReplyTo      string    // Message-ID of the mail this answers
	ReplySubject string
	Data         any // for items made at once: what the template sees
}

// Change is one thing to be put on record: a row, new or in place of the one
// with the same key. The store writes it, [Group.Apply] shows it to the rules
// that run next.
type Change interface{ change() }

func (Member) change()     {}
func (Meeting) change()    {}
func (Invitation) change() {}
func (RSVP) change()       {}
func (Turn) change()       {}
func (Topic) change()      {}
func (Vote) change()       {}
func (Response) change()   {}
func (Settled) change()    {}
func (Entry) change()      {}
func (Held) change()       {}
func (Bounce) change()     {}
func (Letter) change()     {}
func (AskState) change()   {}
func (Closing) change()    {}

// AskState marks an ask of a letter as answered.
type AskState struct {
	Letter   string
	Number   int
	Answered bool
}

// Closing ends the group.
type Closing struct{ At time.Time }

// Outcome is what follows from time or from a reply: what to put on record and
// what to tell.
type Outcome struct {
	Changes []Change
	Items   []Item
}

func (o *Outcome) add(c ...Change) { o.Changes = append(o.Changes, c...) }

func (o *Outcome) join(p Outcome) {
	o.Changes = append(o.Changes, p.Changes...)
	o.Items = append(o.Items, p.Items...)
}

// Apply puts a change on the record in memory.
func (g *Group) Apply(changes ...Change) {
	for _, c := range changes {
		switch c := c.(type) {
		case Member:
			g.Members = put(g.Members, c, func(o Member) bool { return o.ID == c.ID })
		case Meeting:
			g.Meetings = put(g.Meetings, c, func(o Meeting) bool { return o.ID == c.ID })
			slices.SortStableFunc(g.Meetings, func(a, b Meeting) int { return a.Start.Compare(b.Start) })
		case Invitation:
			g.Invitations = put(g.Invitations, c, func(o Invitation) bool { return o.Meeting == c.Meeting && o.Member == c.Member })
		case RSVP:
			g.RSVPs = append(g.RSVPs, c)
		case Turn:
			g.Turns = put(g.Turns, c, func(o Turn) bool { return o.TurnKey() == c.TurnKey() })
		case Topic:
			g.Topics = put(g.Topics, c, func(o Topic) bool { return o.N == c.N })
		case Vote:
			g.Votes = put(g.Votes, c, func(o Vote) bool { return o.Meeting == c.Meeting && o.Member == c.Member })
		case Response:
			g.Responses = append(g.Responses, c)
		case Settled:
			g.Settle(c)
		case Held:
			g.Held = put(g.Held, c, func(o Held) bool { return o.Inbox == c.Inbox })
		case Bounce:
			g.Bounces = append(g.Bounces, c)
		case Letter:
			g.Letters = put(g.Letters, c, func(o Letter) bool { return o.Token == c.Token })
		case AskState:
			g.answered(c)
		case Closing:
			g.Closed = c.At
		case Contribution:
			g.Contributions = put(g.Contributions, c, func(o Contribution) bool { return o.N == c.N })
		case Attendance:
			g.Attendance = put(g.Attendance, c, func(o Attendance) bool { return o.Meeting == c.Meeting && o.Member == c.Member })
		case Absence:
			g.Absences = put(g.Absences, c, func(o Absence) bool { return o.Member == c.Member && o.N == c.N })
		case Undone:
			g.Undone = put(g.Undone, c, func(o Undone) bool { return o.Inbox == c.Inbox })
		case Forgetting:
			g.forget(c)
		case Entry: // history: the rules never read it
		}
	}
}

// Settle records an item as done with, in memory. The store calls it while loading.
func (g *Group) Settle(s Settled) {
	if g.settled == nil {
		g.settled = map[Key]Settled{}
	}
	g.settled[s.Key] = s
}

func (g *Group) answered(s AskState) {
	for i := range g.Letters {
		if g.Letters[i].Token != s.Letter {
			continue
		}
		g.Letters[i].Asks = slices.Clone(g.Letters[i].Asks)
		for j := range g.Letters[i].Asks {
			if g.Letters[i].Asks[j].Number == s.Number {
				g.Letters[i].Asks[j].Answered = s.Answered
			}
		}
	}
}

// put replaces the element that same finds, or appends.
func put[T any](s []T, v T, same func(T) bool) []T {
	if i := slices.IndexFunc(s, same); i >= 0 {
		s = slices.Clone(s)
		s[i] = v
		return s
	}
	return append(s, v)
}
