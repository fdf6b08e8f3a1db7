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
