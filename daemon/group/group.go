// Package group holds every rule of a group's life as pure functions of what
// the coordinator set, what is on record, and the time that is handed in. It
// reads no clock, no file and no network; the daemon around it loads a [Group],
// asks what is due or hands in a reply, and stores the [Outcome].
package group

import (
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
	Names       map[GroupID]string // of all groups: a member may be in several
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
	Boundaries  []string
	Agenda      string          // the name of its template: circle, peer-assist, book, ...
	OwnAgenda   []AgendaPart    // of an agenda of the coordinator's own
	OwnTitle    string          // of that, "" if it has none
	Joining     JoiningRule     // how newcomers may join
	JoinUntil   int             // with JoinUntil: before this meeting, counted from 1
	Founding    bool            // members are first invited to join
	On          map[string]bool // practices that the coordinator turned on
	Guests      []Guest
	// Measure counts the words of a letter as its reader would see it; nil counts
	// none. The words are in the templates, which the rules do not know.
	Measure func(*Group, Mailing) (int, error)
	// Successor writes the entry of the group that follows this one; nil cannot. Dates
	// and the file's form are the daemon's matter.
	Successor func(Successor) NextGroup
	// Former is what a language calls a member whose name was erased; nil is nothing.
	Former func(language string) string
}

// JoiningRule is how newcomers may join.
type JoiningRule string

// The rules of joining.
const (
	JoinClosed  JoiningRule = "closed"  // nobody after the founding
	JoinUntil   JoiningRule = "until"   // before a given meeting
	JoinConsent JoiningRule = "consent" // the members are asked
)

// Guest is somebody invited to one meeting, never put on lists.
type Guest struct {
	Name    string
	Email   string
	Meeting MeetingID // as the file names it
	Start   time.Time // when the file lets it begin: it may be on record by another name
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
	// Observer is no member: a coordinator, who gets notices and the closing
	// report, or somebody who gets the report and nothing else.
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
	Joining     Joining
	Mail        MailWish
	PausedUntil time.Time // of a paused member; zero until they say so
	Added       bool      // by a coordinator's mail: the file does not name them, and they stay
}

// Joining is where somebody stands who is not in yet; such a member is Paused.
type Joining string

// The states of joining. In is the zero value.
const (
	In       Joining = ""
	Invited  Joining = "invited"  // asked to join, has not answered
	Vetted   Joining = "vetted"   // wants to join, the members are asked
	Declined Joining = "declined" // will not join; not ByMail: the group takes nobody in any more
)

// MailWish is how much mail a member wants.
type MailWish string

// The wishes. AllMail is the zero value.
const (
	AllMail    MailWish = ""
	LessMail   MailWish = "less"   // no nudges
	DigestOnly MailWish = "digest" // the month's look back, and what cannot wait
)

// First is what letters call the member: the first word of the name. Without one it
// is what stands before the @ of the address, which others are never shown.
func (m Member) First() string {
	if f := strings.Fields(m.Name); len(f) > 0 {
		return f[0]
	}
	local, _, _ := strings.Cut(m.Email, "@")
	return local
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
	ByMail   bool // something was decided by mail: it outranks the file until that changes what it says
	Filed    Filed
}

// Filed is what the coordinator's file said of a meeting when it was last read.
type Filed struct {
	Start    time.Time
	Duration time.Duration
	Place    string
}

// End is when the meeting ends.
func (m Meeting) End() time.Time { return m.Start.Add(m.Duration) }

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
	Unread      []Unread

	Contributions []Contribution
	Attendance    []Attendance
	Absences      []Absence
	Undone        []Undone
	Forgotten     []Forgetting

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
	if m.Email == "" && g.forgotten(id) { // no name, but words for there having been one
		return m.Name
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

// takingPlace are the meetings that take place or took place, by start.
func (g *Group) takingPlace() []Meeting {
	var ms []Meeting
	for _, m := range g.Meetings {
		if m.State == Planned {
			ms = append(ms, m)
		}
	}
	return ms
}

// after is the first meeting that takes place after start.
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
		if r.Meeting == meeting && r.Member == member && r.Sequence >= mt.Sequence && !r.Received.Before(m.Joined) && !g.undone(r.Inbox) && (!found || r.Position >= best.Position) {
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
		if t.Meeting == "" && t.Text != "" && !g.undone(t.Inbox) { // nor what was forgotten or taken back
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
		if r.Practice == practice && r.About == about && r.Question == question && r.Member == member && !g.undone(r.Inbox) && (!found || r.Inbox >= best.Inbox) {
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
