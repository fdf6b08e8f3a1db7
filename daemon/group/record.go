package group

import (
	"fmt"
	"time"
)

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
	Inbox   int64     // the mail by which the state was reached, 0 when time did it
	Was     TurnState // the state before that mail
}

// said is a turn that a mail brings to another state: it can be taken back.
func (t Turn) said(in Inbound, state TurnState, now time.Time) Turn {
	t.Was, t.State, t.Since, t.Inbox = t.State, state, now, in.Inbox
	return t
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

	AskCommitment AskKind = "commitment" // done, partly, dropped
	AskDecision   AskKind = "decision"   // go, cancel, pairs
	AskAttendance AskKind = "attendance" // who was there?
	AskGoals      AskKind = "goals"      // keep, revise
	AskAudience   AskKind = "audience"   // for one person, for the group, a note to yourself?
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

// Unread is a mail to the group's address that has not been read: put aside as more
// than can be read, or still waiting. Of whom it is, nobody knows yet.
type Unread struct {
	At      time.Time // when it was put aside, or came
	Waiting bool
}

// Bounce is a letter that came back from a member's address (RFC 3464).
type Bounce struct {
	Member    MemberID
	Inbox     int64
	Status    string // enhanced status code (RFC 3463): "5.1.1", "" if unknown
	Permanent bool
	At        time.Time
}
