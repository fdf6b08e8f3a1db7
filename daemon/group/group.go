// Package group holds every rule of a group's life as pure functions of what
// the coordinator set, what is on record, and the time that is handed in. It
// reads no clock, no file and no network; the daemon around it loads a [Group],
// asks what is due or hands in a reply, and stores the [Outcome].
package group

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// GroupID names a group: the id of its [[group]] entry.
type GroupID string

// MemberID names a member within its group.
type MemberID string

// MeetingID names a meeting by its original local start, "2006-01-02T15:04".
// It stays the same when the meeting moves.
type MeetingID string

// Settings are what the coordinator's file says of a group. They are handed in
// and never stored: the file is the desired state.
type Settings struct {
	Name        string
	Purpose     string
	Goals       []string
	GroundRules []string
	Zone        *time.Location
	Language    string
	Address     string // the mailbox: From and ORGANIZER of everything sent
	Operator    Person // who runs the computer
	Minimum     int    // fewer than this are short of people
	Roles       []string
	Invite      int         // days before a meeting: the invitation
	Letter      int         // days before a meeting: the letter
	Nudge       int         // days before a meeting: the nudge; 0 is off
	Quiet       Span        // local hours in which nothing but urgent mail goes out
	Weekends    bool        // letters on Saturday and Sunday too
	Digests     []time.Time // when a digest is due, around now, in the group's zone
	ReportTo    []string
	Retention   time.Duration // words are kept for so long after closing
}

// Span is a span of local hours, in minutes after midnight; From may be later
// than To: 19:00 to 08:00 runs over midnight.
type Span struct{ From, To int }

// MemberState says whether a member takes part.
type MemberState string

// The states of a member.
const (
	Active MemberState = "active"
	Paused MemberState = "paused"
	Left   MemberState = "left"
	// Observer is a coordinator who is not a member: gets notices and the
	// closing report, and nothing else.
	Observer MemberState = "observer"
)

// Member is one member of a group.
type Member struct {
	ID          MemberID
	Name        string
	Email       string
	Aliases     []string // other addresses of the same person, confirmed
	Zone        *time.Location
	Language    string
	Coordinator bool
	State       MemberState
	Joined      time.Time
	Replied     bool // has ever answered
	ByMail      bool // the state was decided by mail and outranks the coordinator's file
	Order       int  // place in the coordinator's list
	Unreachable bool // mail to the address bounces: it gets none until it writes, or changes
}

// First is what letters call the member: the first word of the name.
func (m Member) First() string {
	if f := strings.Fields(m.Name); len(f) > 0 {
		return f[0]
	}
	return m.Email
}

// Has tells whether the address is the member's, in any case.
func (m Member) Has(address string) bool {
	return strings.EqualFold(m.Email, address) ||
		slices.ContainsFunc(m.Aliases, func(a string) bool { return strings.EqualFold(a, address) })
}

// MeetingState says whether a meeting takes place.
type MeetingState string

// The states of a meeting.
const (
	Planned   MeetingState = "planned"
	Cancelled MeetingState = "cancelled"
)

// Meeting is one dated gathering.
type Meeting struct {
	ID       MeetingID
	Start    time.Time // instant
	Duration time.Duration
	Place    string
	State    MeetingState
	Sequence int  // of the invitations (RFC 5545 section 3.8.7.4): raised with time, place and cancelling
	Topic    int  // number of the chosen topic, 0 for none
	Balloted bool // the ballot for this meeting is closed
	ByMail   bool // the state was decided by mail and outranks the coordinator's file
}

// End is when the meeting ends.
func (m Meeting) End() time.Time { return m.Start.Add(m.Duration) }

// Invitation is one member's calendar object for one meeting.
type Invitation struct {
	Meeting   MeetingID
	Member    MemberID
	UID       string // secret: 128 random bits, the capability by which a reply is tied
	Sequence  int    // as last sent
	Start     time.Time
	Place     string
	Sent      time.Time
	Cancelled bool // a CANCEL has been sent
}

// RSVPAnswer is what a member said about coming.
type RSVPAnswer string

// The answers about coming. Late is a yes.
const (
	Yes   RSVPAnswer = "yes"
	No    RSVPAnswer = "no"
	Maybe RSVPAnswer = "maybe"
	Late  RSVPAnswer = "late"
)

// Coming tells whether the answer means being there.
func (a RSVPAnswer) Coming() bool { return a == Yes || a == Late }

// RSVP is one answer about coming. RSVPs only grow: the last in order of
// Position counts.
type RSVP struct {
	Meeting  MeetingID
	Member   MemberID
	Answer   RSVPAnswer
	Note     string
	Via      string // calendar, words, coordinator, undo
	Inbox    int64  // ledger row of the mail
	Received time.Time
	Position int64 // order of arrival: the ledger row; a held answer keeps its place
	// Sequence is that of the meeting as the member saw it: an answer to an
	// older time or place no longer counts.
	Sequence         int
	UID              string    // of a calendar reply
	CalendarSequence int       // SEQUENCE of a calendar reply, as received
	Stamp            time.Time // DTSTAMP of a calendar reply
}

// TurnState is where a turn stands.
type TurnState string

// The states of a turn.
const (
	Offered  TurnState = "offered"  // in the letter, no answer yet
	Asked    TurnState = "asked"    // asked by a note: step in, or swap
	Accepted TurnState = "accepted" // will do it
	Passed   TurnState = "passed"   // gave it back, or said no to stepping in
	Lapsed   TurnState = "lapsed"   // no answer in time: offered on, without reproach
	Swapped  TurnState = "swapped"  // another member has it now, both agreed
	Served   TurnState = "served"   // did it
	Open     TurnState = "open"     // all who come are asked, the first yes takes it
	SelfLed  TurnState = "selfled"  // nobody took it
)

// Turn is one member's assignment to a role at a meeting. Each assignment, also
// one that came to nothing, is a turn of its own and stores its reason.
type Turn struct {
	Meeting MeetingID
	Role    string
	N       int      // 1, 2, ... within meeting and role
	Member  MemberID // "" for Open and SelfLed
	State   TurnState
	Reason  string    // why this member, in words a member can read
	Since   time.Time // when the state was reached
	By      time.Time // an answer is awaited until then
	From    MemberID  // a swap: whose turn it is or was
	Takes   bool      // a swap asked of the holder: Member agrees that From takes over
}

// TurnKey names a turn.
func (t Turn) TurnKey() string { return fmt.Sprintf("%s/%s/%d", t.Meeting, t.Role, t.N) }

// Live tells whether the turn stands or may still stand.
func (t Turn) Live() bool {
	switch t.State {
	case Offered, Asked, Accepted, Served, Open, SelfLed:
		return true
	}
	return false
}

// Topic is a subject that a member proposed.
type Topic struct {
	N        int
	Text     string
	By       MemberID
	Proposed time.Time
	Inbox    int64
	Meeting  MeetingID // for which it was chosen, "" while in the pool
}

// Vote is one member's choice for one meeting's ballot: the last one counts.
type Vote struct {
	Meeting MeetingID
	Member  MemberID
	Topics  []int
	Inbox   int64
	At      time.Time
}

// Response is an answer of one member to an ask of a practice that keeps it:
// reflection, survey, welcome. The last one for the same practice, occasion and
// question counts.
type Response struct {
	Practice string
	About    string // a meeting, or "" for the group as a whole
	Question int    // 1, 2, ... within the practice
	Member   MemberID
	Value    string // a rating, yes, no, perhaps; "" for prose
	Text     string // prose, in the member's words; private to its writer
	Named    bool   // "with my name"
	Inbox    int64
	At       time.Time
}

// AskKind is the form an ask takes; the grammar of replies knows the same.
type AskKind string

// The kinds of asks.
const (
	AskComing AskKind = "coming"
	AskTurn   AskKind = "turn"
	AskChoice AskKind = "choice"
	AskRating AskKind = "rating"
	AskText   AskKind = "text"
	AskYesNo  AskKind = "yesno"
)

// AskOption is one choice with what it stands for.
type AskOption struct {
	Letter string
	Text   string
	Ref    string
}

// Ask is one question that stands in a letter. Its number keeps the meaning
// printed there.
type Ask struct {
	Letter   string // token of the letter
	Number   int
	Practice string
	About    string // what it is about: a meeting, a turn, a ledger row
	Question int    // within the practice
	Kind     AskKind
	Prompt   string // as printed
	Options  []AskOption
	Min, Max int
	Closes   time.Time
	Answered bool
}

// Letter is one mail that was sent, of any class.
type Letter struct {
	Token     string
	Ref       string // five characters, unique among the group's open letters
	Member    MemberID
	Class     Class
	MessageID string
	Subject   string
	At        time.Time
	Asks      []Ask
}

// Settled is an item that is done with.
type Settled struct {
	Key    Key
	How    string // sent, skipped
	Reason string // why it was skipped, or how it was sent
	Letter string // token
	At     time.Time
}

// Entry is a line of the group's history.
type Entry struct {
	At     time.Time
	Kind   string // what happened: rsvp, turn, topic, ballot, letter, skipped, ...
	Member MemberID
	About  string
	Text   string // never private words
	Inbox  int64
}

// Held is a mail that waits for its registered sender's word.
type Held struct {
	Inbox   int64
	Member  MemberID
	Letter  string
	From    string
	Words   string
	Reason  string
	Alias   bool // a yes also remembers From
	At      time.Time
	Outcome string // "" while waiting; HeldReleased, HeldRefused, HeldExpired
}

// Bounce is a letter that came back from a member's address (RFC 3464).
type Bounce struct {
	Member    MemberID
	Inbox     int64
	Status    string // enhanced status code (RFC 3463): "5.1.1", "" if unknown
	Permanent bool
	At        time.Time
}

// Group is one group with everything its rules need.
type Group struct {
	ID GroupID
	Settings
	Founded time.Time
	Closed  time.Time // zero while it lives
	// Horizon is the high-water mark of the clock: a clock that goes back sends
	// nothing twice.
	Horizon time.Time

	Members     []Member
	Meetings    []Meeting // by start
	Invitations []Invitation
	RSVPs       []RSVP
	Turns       []Turn
	Topics      []Topic
	Votes       []Vote
	Responses   []Response
	Letters     []Letter
	Held        []Held
	Bounces     []Bounce

	settled map[Key]Settled
}

// Member finds a member, also one who left.
func (g *Group) Member(id MemberID) (Member, bool) {
	for _, m := range g.Members {
		if m.ID == id {
			return m, true
		}
	}
	return Member{}, false
}

// active are the members who take part now.
func (g *Group) active() []Member {
	var ms []Member
	for _, m := range g.Members {
		if m.State == Active {
			ms = append(ms, m)
		}
	}
	return ms
}

// first is what letters call a member.
func (g *Group) first(id MemberID) string {
	m, ok := g.Member(id)
	if !ok {
		return ""
	}
	for _, o := range g.Members { // two Anas: the whole name
		if o.ID != id && o.State == Active && strings.EqualFold(o.First(), m.First()) {
			return m.Name
		}
	}
	return m.First()
}

// Meeting finds a meeting.
func (g *Group) Meeting(id MeetingID) (Meeting, bool) {
	for _, m := range g.Meetings {
		if m.ID == id {
			return m, true
		}
	}
	return Meeting{}, false
}

// held are the meetings that take place or took place, by start.
func (g *Group) takingPlace() []Meeting {
	var ms []Meeting
	for _, m := range g.Meetings {
		if m.State == Planned {
			ms = append(ms, m)
		}
	}
	return ms
}

// after is the first meeting that takes place after id, in order of start.
func (g *Group) after(start time.Time) (Meeting, bool) {
	for _, m := range g.takingPlace() {
		if m.Start.After(start) {
			return m, true
		}
	}
	return Meeting{}, false
}

// last is the last meeting that takes place.
func (g *Group) last() (Meeting, bool) {
	ms := g.takingPlace()
	if len(ms) == 0 {
		return Meeting{}, false
	}
	return ms[len(ms)-1], true
}

// RSVP is the answer that counts of a member about a meeting as it is planned
// now, and since they joined. Between channels the later arrival counts.
func (g *Group) RSVP(meeting MeetingID, member MemberID) (RSVP, bool) {
	var best RSVP
	found := false
	mt, _ := g.Meeting(meeting)
	m, _ := g.Member(member)
	for _, r := range g.RSVPs {
		if r.Meeting == meeting && r.Member == member && r.Sequence >= mt.Sequence && !r.Received.Before(m.Joined) && (!found || r.Position >= best.Position) {
			best, found = r, true
		}
	}
	return best, found
}

// coming are the active members who said they would come, in the order of the list.
func (g *Group) coming(meeting MeetingID) []Member {
	var ms []Member
	for _, m := range g.active() {
		if r, ok := g.RSVP(meeting, m.ID); ok && r.Answer.Coming() {
			ms = append(ms, m)
		}
	}
	return ms
}

// Invitation is the calendar object of a member for a meeting.
func (g *Group) Invitation(meeting MeetingID, member MemberID) (Invitation, bool) {
	for _, i := range g.Invitations {
		if i.Meeting == meeting && i.Member == member {
			return i, true
		}
	}
	return Invitation{}, false
}

// Topic finds a topic by its number.
func (g *Group) Topic(n int) (Topic, bool) {
	for _, t := range g.Topics {
		if t.N == n {
			return t, true
		}
	}
	return Topic{}, false
}

// pool are the topics that wait for a vote.
func (g *Group) pool() []Topic {
	var ts []Topic
	for _, t := range g.Topics {
		if t.Meeting == "" {
			ts = append(ts, t)
		}
	}
	return ts
}

// Letter finds a letter by its token.
func (g *Group) Letter(token string) (Letter, bool) {
	for _, l := range g.Letters {
		if l.Token == token {
			return l, true
		}
	}
	return Letter{}, false
}

// Response is a member's answer that counts: the one that arrived last, also when
// an earlier mail was held and is confirmed later.
func (g *Group) Response(practice, about string, question int, member MemberID) (Response, bool) {
	var best Response
	found := false
	for _, r := range g.Responses {
		if r.Practice == practice && r.About == about && r.Question == question && r.Member == member && (!found || r.Inbox >= best.Inbox) {
			best, found = r, true
		}
	}
	return best, found
}

// Settled tells whether an item is done with.
func (g *Group) Settled(k Key) bool {
	_, ok := g.settled[k]
	return ok
}
