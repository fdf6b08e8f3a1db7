package group

import "time"

// SteerLine is one thing that a coordinator asked for. What is one of: cancel,
// move (Start to To), link (Text is the new one, for N meetings), add (Who at Text; add_invited: is invited to join, add_asked: the members
// are asked, until To), yes, no, maybe (Who about coming). Not says why it cannot be done:
// no_meeting (none on the day Start), past, same, taken (another meeting is then),
// member (Who is one already), asked (Who is, and it is still open), declined (Who said no), closed (nobody joins any more), bad_address, bad_link, nothing_ahead; "" if it can.
type SteerLine struct {
	What  string
	Not   string
	Start time.Time
	To    time.Time
	Who   string
	Text  string
	N     int
}

// SteerData answers somebody who wants to steer the group (steer.md, urgent, alone).
// Kind: ask (what would be done; Number N asks for a yes when it is not 0), done,
// left (a no: nothing was done), others (only coordinators can; Who has been told).
type SteerData struct {
	Base
	Kind  string
	Lines []SteerLine
	Who   string
}
