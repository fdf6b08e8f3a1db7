package group

import "time"

// WelcomeData greets somebody who has just joined (welcome.md, in a letter). It
// asks three questions, N to N+2: why, what the member wants to learn, what they
// can offer; without All only the second, as number N.
type WelcomeData struct {
	Base
	Purpose string
	Dates   []time.Time // the first meetings, at most three
	Place   string
	Count   int // how many meetings there will be in all
	Members int // how many people are in the group
	All     bool
	Late    bool // after the others have said what they want to learn: the answer is the member's alone
}

// SharingData asks before the first meeting which objectives a member shares
// (sharing.md): letters, N is the number of the ask; without Options there are not
// two to choose from. It tells what the others offer. As Result it tells which
// objectives at least half of the Members share.
type SharingData struct {
	Base
	Result  bool
	Options []Option
	Shared  []string
	Members int
	Offers  []Voice // with the name of who offers; the reader's own is not among them
	More    int     // further offers
}

// CharterData shows a version of the charter (charter.md, in a letter). With Asks it
// asks one question of yes or no, number N; agree, object, rule and goal are taken
// from any mail. Only tells in a line that what was shown is agreed now.
type CharterData struct {
	Base
	Version    int
	Agreed     bool
	Only       bool
	New        bool // this member has seen no version before
	Asks       bool
	Purpose    string
	Goals      []CharterLine // what at least half share, then the goals
	Rules      []CharterLine
	Boundaries []CharterLine
	Gone       []string  // lines that this member read last time, and nobody holds any more; without Dropped
	Objections []string  // against the version before, in their writers' words
	Added      []string  // because the coordinator's file has changed
	Dropped    []string  // likewise
	Silent     bool      // somebody did not agree, and did not say why
	By         time.Time // agreed then if nobody objects, zero if that has no date
}

// CharterLine is one line of the charter. New: it was not in the version that this
// member read last, and is not among Added either.
type CharterLine struct {
	Text string
	New  bool
}

// FoundingData is the invitation to the group, in the founder's words (founding.md, a
// note; Again: the one reminder). It asks one question of yes
// or no; anything else goes to the founder in the candidate's words.
type FoundingData struct {
	Base
	Founder  string
	Purpose  string
	Goals    []string
	Count    int         // meetings in all
	Every    int         // days between the first two, 0 for one meeting
	Dates    []time.Time // the first three
	Minutes  int         // each time
	Hours    int         // in all
	Days     int         // for which words are kept after the end, 0 says nothing of it
	Operator string      // who runs the computer
	By       time.Time   // an answer is awaited until then
	Again    bool
}

// NewcomerData tells the others in a line who has joined them (newcomer.md, in a
// letter that goes out anyway).
type NewcomerData struct {
	Base
	Who    string
	Offers []string // in their words
	Known  bool     // it has been told that they joined; this is what they offer
}

// JoiningData asks a member about somebody who would like to join (joining.md, a
// note), and with Decide a coordinator, in the light of what members have against it.
type JoiningData struct {
	Base
	Who      string
	By       time.Time
	Decide   bool
	Concerns []Voice
}
