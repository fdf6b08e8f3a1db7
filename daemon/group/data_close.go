package group

import "time"

// HealthData asks at the midpoint for three ratings, 1 to 5 (health.md): N how much
// the group matters, N+1 how much is learned, N+2 how much of it reaches the work.
type HealthData struct {
	Base
	Met, Planned int
	Until        time.Time // when the answers are put together
}

// GoalsData asks at the midpoint whether the goals are still the right ones
// (goals.md): keep or revise. Suggestions: "goal: ...".
type GoalsData struct {
	Base
	Goals []string
	Until time.Time
}

// HealthFigure is what came of one rating of the health check.
type HealthFigure struct {
	About   string // commitment, competence, practice
	Answers int    // at least five
	Average float64
}

// ChangedData is "you said, we changed" (changed.md): what the health check said, as
// far as it may be shown, and what is new. Any part may be empty, never all.
type ChangedData struct {
	Base
	Figures      []HealthFigure
	Keep, Revise int     // how many would keep or revise the goals; both 0 below five answers
	Suggested    []Voice // goals that members suggested
	Added        []string
	Dropped      []string // goals
	Rules        []string
	RulesDropped []string
	Purpose      string // the new one, "" if it is as it was
}

// MissedData asks who was not there twice in a row whether they are still in
// (missed.md). Asks is false where a yes could also answer another question of the
// letter: then it is to be said in words.
type MissedData struct {
	Base
	Missed []time.Time
	Next   time.Time // the next meeting, zero if there is none
	Asks   bool
}

// EndingData says that the end is near (ending.md): the plan beside what came of it
// so far, and a request for a line of thanks. It asks nothing by number.
type EndingData struct {
	Base
	Last      time.Time // the last meeting
	Goals     []string
	Held      int // so far
	Planned   int // in all, also those that were cancelled
	Topics    int // how many of the meetings had a topic of their own
	Objective string
	Another   string    // a member to name in the example "Thanks Dana, for ..."
	Thanks    time.Time // when thanks reach those they are for
}

// RenewData hands a coordinator the next group, ready to paste (renew.md, urgent, own
// mail).
type RenewData struct {
	Base
	Next    NextGroup
	Members int          // on its list
	Goals   int          // that it takes over
	Rules   int          // likewise
	Keep    []ReportLine // what members would keep or change, as in the closing report; nil before it is out
	Report  time.Time    // when it comes, zero if it is out
}

// ThanksLetterData is what a member is thanked for at the end (thanksletter.md, a
// note): one mail with all thanks, by whom.
type ThanksLetterData struct {
	Base
	Meetings int
	Voices   []Voice
}
