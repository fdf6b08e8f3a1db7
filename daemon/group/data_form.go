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
