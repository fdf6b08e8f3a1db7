package group

import (
	"slices"
	"strconv"
	"time"
)

// ContributionKind is what sort of thing a member gave.
type ContributionKind string

// The kinds of contributions.
const (
	Objective   ContributionKind = "objective"   // what a member wants to learn
	Offer       ContributionKind = "offer"       // what a member can help with
	Goal        ContributionKind = "goal"        // of the group; Value is the version that brought it
	Rule        ContributionKind = "rule"        // a ground rule
	Objection   ContributionKind = "objection"   // to the charter that was proposed
	Agreement   ContributionKind = "agreement"   // to the charter; Value is its version
	Charter     ContributionKind = "charter"     // a version of the charter; Value is its number
	Concern     ContributionKind = "concern"     // about somebody who wants to join; for the coordinators alone
	Shared      ContributionKind = "shared"      // shown to the group
	Thanks      ContributionKind = "thanks"      // to Recipient
	Question    ContributionKind = "question"    // to the group
	WhoKnows    ContributionKind = "whoknows"    // help that is looked for
	Reply       ContributionKind = "reply"       // to a question; About is its number
	Commitment  ContributionKind = "commitment"  // About is the meeting at which it was made
	Case        ContributionKind = "case"        // waits in the queue until About names its meeting
	Recommended ContributionKind = "reading"     // something to read
	Link        ContributionKind = "link"        // a tool, term or link of the repertoire
	Journal     ContributionKind = "journal"     // private to its writer
	Logged      ContributionKind = "logged"      // a number; Text is of what
	Feedback    ContributionKind = "feedback"    // private, to Recipient
	Pair        ContributionKind = "pair"        // two who worked together; About is the meeting
	Instruction ContributionKind = "instruction" // a coordinator's, read back and waiting for a yes; see steer.go
	Minutes     ContributionKind = "minutes"     // the scribe's notes; About is the meeting
	Outline     ContributionKind = "outline"     // what the coordinator's file says of purpose, goals and ground rules when the group first meets, and whenever that changes
)

// Audience is who may see a contribution. Nobody else ever does.
type Audience string

// The audiences. Everyone is the group's members.
const (
	OnlySelf  Audience = "self"
	OneMember Audience = "member" // Recipient
	Everyone  Audience = "group"
	Public    Audience = "public" // may leave the group
)

// ContributionState is where a contribution stands.
type ContributionState string

// The states of a contribution.
const (
	StateOpen      ContributionState = "open"
	StateWaiting   ContributionState = "waiting" // its writer has not yet agreed that others see it
	StateShared    ContributionState = "shared"  // its audience has seen it
	StateDone      ContributionState = "done"
	StatePartly    ContributionState = "partly"
	StateDropped   ContributionState = "dropped"
	StateWithdrawn ContributionState = "withdrawn" // by its writer
	StateMerged    ContributionState = "merged"    // says the same as the one that About names
)

// Contribution is one thing that a member gave: to the group, to one member, or
// to themselves. Its number never changes.
type Contribution struct {
	N        int
	Kind     ContributionKind
	Member   MemberID // who gave it, "" for what the coordinator's file says
	To       MemberID // for whom, where it is for one member
	About    string   // a meeting, the number of another contribution, a round
	Value    string
	Text     string // in the member's own words
	Audience Audience
	State    ContributionState
	Named    bool // shown with the writer's name
	Inbox    int64
	At       time.Time
	Changed  time.Time // when State was reached
}

// Attendance is whether a member was at a meeting, as somebody said who was there.
type Attendance struct {
	Meeting MeetingID
	Member  MemberID
	Present bool
	By      MemberID // who said so
	Inbox   int64
	At      time.Time
}

// Absence is a time for which a member said they would be away: from the
// beginning of a day to the end of one, in the member's zone.
type Absence struct {
	Member MemberID
	N      int // 1, 2, ... of the member
	From   time.Time
	Until  time.Time // the instant after the last day
	Inbox  int64
	At     time.Time
}

// Undone says that a reply was taken back: what it put on record no longer counts.
type Undone struct {
	Inbox  int64 // the reply
	Member MemberID
	By     int64 // the mail that asked for it
	At     time.Time
}

func (Contribution) change() {}
func (Attendance) change()   {}
func (Absence) change()      {}
func (Undone) change()       {}

// Contribution finds a contribution by its number.
func (g *Group) Contribution(n int) (Contribution, bool) {
	for _, c := range g.Contributions {
		if c.N == n {
			return c, true
		}
	}
	return Contribution{}, false
}

// given are the contributions of a kind that count: not taken back, not
// withdrawn, in the order in which they were given.
func (g *Group) given(kind ContributionKind) []Contribution {
	var cs []Contribution
	for _, c := range g.Contributions {
		if c.Kind == kind && c.State != StateWithdrawn && !g.undone(c.Inbox) {
			cs = append(cs, c)
		}
	}
	return cs
}

// contribute makes a contribution with the next free number.
func (g *Group) contribute(c Contribution) Contribution {
	c.N = 1
	for _, o := range g.Contributions {
		c.N = max(c.N, o.N+1)
	}
	if c.State == "" {
		c.State = StateOpen
	}
	if c.Changed.IsZero() {
		c.Changed = c.At
	}
	return c
}

// written tells whether a contribution came by a mail of its member. The notes are
// somebody else's, whatever they say that a member offered.
func (c Contribution) written() bool {
	return c.Inbox != 0 && (c.Kind != Commitment || c.Value == ownWords)
}

// ref names a contribution in an ask or an item.
func (c Contribution) ref() string { return strconv.Itoa(c.N) }

// undone tells whether a reply was taken back. What came from no mail never is.
func (g *Group) undone(inbox int64) bool {
	return inbox != 0 && slices.ContainsFunc(g.Undone, func(u Undone) bool { return u.Inbox == inbox })
}

// away tells whether a member said they would be away at an instant.
func (g *Group) away(m MemberID, at time.Time) bool {
	return !g.awayTill(m, at).IsZero()
}

// awayTill is the end of an absence that lasts at an instant, zero if there is none.
func (g *Group) awayTill(m MemberID, at time.Time) time.Time {
	var until time.Time
	for _, a := range g.Absences {
		if a.Member == m && !at.Before(a.From) && at.Before(a.Until) && !g.undone(a.Inbox) {
			until = later(until, a.Until)
		}
	}
	return until
}

// outAt tells whether a member takes no part in what begins at an instant. A pause by
// mail counts from when it was asked for: who pauses after a meeting was there.
func (g *Group) outAt(m Member, at time.Time) bool {
	if m.State == Active {
		return false
	}
	since := g.pausedSince(m)
	return since.IsZero() || since.Before(at)
}

// pausedSince is when a member who pauses asked for it by mail, zero if they do not.
func (g *Group) pausedSince(m Member) time.Time {
	if m.State != Paused || m.Joining != In || !m.ByMail {
		return time.Time{}
	}
	for _, r := range slices.Backward(g.Responses) {
		if r.Practice == asked && r.About == "pause" && r.Member == m.ID && !g.undone(r.Inbox) {
			return r.At
		}
	}
	return time.Time{}
}

// present are the members who were at a meeting: as was said by somebody who was
// there, else those who said they would come. Who took no part when it was said who
// came is not on that list: they were there if they paused only after the meeting.
func (g *Group) present(meeting MeetingID) []Member {
	reported := map[MemberID]bool{}
	var listed time.Time // when somebody said who came
	for _, a := range g.Attendance {
		if a.Meeting == meeting && !g.undone(a.Inbox) {
			reported[a.Member] = a.Present
			if a.By != a.Member {
				listed = a.At
			}
		}
	}
	mt, _ := g.Meeting(meeting)
	paused := func(m MemberID) bool { // between the meeting and the list
		return slices.ContainsFunc(g.Responses, func(r Response) bool {
			return r.Practice == asked && r.About == "pause" && r.Member == m && r.At.After(mt.Start) && !r.At.After(listed)
		})
	}
	var ms []Member
	for _, m := range g.Members {
		r, ok := g.RSVP(meeting, m.ID)
		here, said := reported[m.ID]
		if here || !said && ok && r.Answer.Coming() && !g.outAt(m, mt.Start) && (listed.IsZero() || paused(m.ID)) {
			ms = append(ms, m)
		}
	}
	return ms
}
