package group

import "time"

// The structs of this file are what the templates see: one plain struct a
// practice, named after it (BallotData for ballot.md). A template names its fields; a field that does not
// exist is an error at rendering time and in the tests. Times carry the
// member's own time zone in their Location.

// Base is in every struct: who is written to, by which group.
type Base struct {
	Name    string // what the member is called, a first name: "Ben"
	Group   string // the group's name: "Tuesday Coaches"
	Address string // the group's mail address, for mailto links
	Token   string // the letter's token, for the subject of button mails
	N       int    // number of this section's first ask in the letter, 0 when it asks nothing
	Person  Person // the human being to turn to
	Zone    string // IANA name of the member's zone: "Africa/Lagos"
}

// Person is somebody a letter names.
type Person struct {
	Name  string // "Ana Ruiz"
	Email string // only where that person agreed to show it (coordinators)
}

// Option is one choice of a ballot, as printed.
type Option struct {
	Letter string // "A"
	Text   string // "Staying with silence"
}

// TurnLine says who has which role at a meeting.
type TurnLine struct {
	Role string // "facilitator", "scribe", ...
	Name string // first name, "" when nobody has it yet
	// Offered: asked, and has not said yes; letters must not say that Name leads.
	Offered bool
}

// Frame is the data of the frames letter.md, note.md and invitation.md's HTML:
// what stands around the sections. The subject line ends with the reference:
// "<news of the first section> · <Group> (<Ref>)".
type Frame struct {
	Base
	Ref      string // the short reference at the end of the subject
	First    bool   // the member's first letter: says who could technically read what is written
	Operator string // name of who runs the computer
	// ShowFoot says that the footer's lines (replies come to me, a program; if
	// you can't come nobody sees why; fewer mails: "less"; a person: Ana) stand
	// below. Notes and receipts have a shorter one or none.
	ShowFoot bool
}

// InvitationData is the mail around a calendar invitation (invitation.md): three
// lines, no ask but the calendar's own. Also used for updates and cancellations.
type InvitationData struct {
	Base
	Start, End time.Time
	Was        time.Time // the earlier start of a meeting that moved, else zero
	Place      string
	WasPlace   string      // the earlier place if it changed, else ""
	Link       bool        // Place is a link, not a place that one goes to
	NewEnd     bool        // it begins when and where it did, but lasts longer or shorter
	Back       bool        // it had been taken out of the calendar, and is on again
	Again      bool        // what the member answered was about the earlier plan, and counts no more
	Answer     string      // of an update that asks nobody again: yes, no, maybe, late; "" for nothing yet
	Cancelled  bool        // the calendar takes it out
	Gone       bool        // because the member has left; the meeting takes place
	Dates      []time.Time // further dates, at most three
}

// ComingData is the T-7 section on the next meeting (coming.md): when, where, the
// topic, who leads, who is coming so far. It asks about coming only when Asks
// is true; N is then the number of that ask (answers: yes, no, maybe; own words
// work too). When the member has a turn, section Turn follows and asks instead.
type ComingData struct {
	Base
	Occasion
	Start, End time.Time
	Shift      Shift // for this member it begins at another hour than usual
	Place      string
	Topic      string // "" when none is chosen
	ByVote     bool   // the topic won a ballot
	Turns      []TurnLine
	SoFar      []string // first names of those who said yes, without this member
	Answer     string   // this member's own answer so far: "", yes, no, maybe, late
	Asks       bool
	HasTurn    bool // a Turn section follows
	Last       bool // the last meeting of the group
}

// TurnData offers a role (turn.md), in the letter below Coming. Coming and leading
// are one question with three answers: yes (I'll come and do it), not leading
// (I'll come, someone else does it), no (I can't come).
type TurnData struct {
	Base
	Role    string // facilitator, scribe, guardian, ...
	Start   time.Time
	By      time.Time // when somebody else will be asked
	Another string    // a member to name in the example "Dana and I swapped"
}

// StepInData asks one member, or all who come, to take a role (stepin.md, a note).
type StepInData struct {
	Base
	Role     string
	Start    time.Time
	By       time.Time // when the next one is asked
	Everyone bool      // asked of all who said yes: the first yes takes it
	From     string    // who asked for the swap by name, "" when convene looks for somebody
	// Takes: the other way round: From offers to take over this member's turn
	// and this member is asked to agree.
	Takes bool
}

// SelfLedData tells those who come that nobody leads, with a short script
// (selfled.md, a note): open on time, one round of what each brings, choose
// one thing, work on it, one round of what each takes along, close on time.
type SelfLedData struct {
	Base
	Role  string
	Start time.Time
	Topic string
	Place string
}

// BallotData asks what to do at the meeting after the next (ballot.md). Votes are
// counted, not named. Answers: letters (A C), or the topic's words; a new topic
// is proposed with "topic: ...".
type BallotData struct {
	Base
	Start   time.Time // of the meeting the ballot is about
	Options []Option
}

// ProposeData is the ballot's place when the pool holds fewer than two topics: it
// asks for topics in plain words (propose.md).
type ProposeData struct {
	Base
	Start time.Time
	Pool  []string // the one topic there is, if any
}

// AwayData asks whether a member is away for as long as their mail program said
// in an automatic reply (away.md, in a letter). Asks is false where a yes could
// also answer another question of the letter: then it is to be said in words.
type AwayData struct {
	Base
	Until time.Time // the last day
	Asks  bool
}

// NudgeData is one line to those who said nothing (nudge.md, a note).
type NudgeData struct {
	Base
	Start time.Time
	Place string
}

// ReflectionData is the after-note, the T+1 section (reflection.md): how many met,
// who led, the notes, what this member offered to do, one open question, where its
// answer goes, thanks. Nothing to say, nothing to do.
type ReflectionData struct {
	Base
	Start time.Time // of the meeting that was
	Came  int       // how many were there
	// Reported: somebody who was there said so; else they had said yes.
	Reported bool
	Notes    []string // the lines of the notes that this member may see; nil without notes
	By       string   // who wrote them
	More     bool     // there is more than a letter holds
	Offered  []string // lines of the notes that name what this member offered to do
	Another  string   // a member who was there too, to name in the example "Thanks Dana, for ..."
	Topic    string
	Turns    []TurnLine
	Next     time.Time // the next meeting, zero if there is none
	Asked    string    // the open question of this round, in the letter's language
	Remind   time.Time // when the answer will be brought back to its writer, zero if never
}

// DigestMeeting is one meeting in a digest.
type DigestMeeting struct {
	Start    time.Time
	Came     int  // how many were there, or are coming
	Reported bool // somebody who was there said so; else they had said yes
	Topic    string
	Turns    []TurnLine
}

// Coverage says how many topics touched one objective of the group.
type Coverage struct {
	Objective string
	Topics    int
}

// DigestData is the monthly section (digest.md): who met, next dates and turns,
// topics in the pool, how many reflected.
type DigestData struct {
	Base
	Month       time.Time // the first of the month that it looks back on
	Met         []DigestMeeting
	Next        []DigestMeeting // Came is the number who have said yes so far
	Pool        []string        // topics waiting for a vote
	Reflections int
	YouSaid     string // the member's own reflection of that month, brought back to them alone
	Shared      []Voice
	Further     int     // how many more shared something
	Thanks      int     // how often somebody thanked somebody
	Asked       string  // the open question of the month before, see MonthData
	Answers     []Voice // to it
	MoreAnswers int     // how many more there are
	Covered     []Coverage
	Untouched   int   // objectives without a topic so far
	Pulse       []int // how many gave 1, 2, 3, 4, 5; nil below five answers
}

// SurveyData is the closing survey (survey.md, a letter of its own): five numbered
// questions, N to N+4: how near did you get to your own objective (1 to 5);
// what helped most; what got in the way, and what did we do about it; what
// should the next group keep or change; would you do it again (yes, no,
// perhaps).
type SurveyData struct {
	Base
	Meetings  int    // how many took place
	Objective string // what this member hoped for at the start, in own words, or ""
	Since     time.Time
	Reminder  time.Time // when the one reminder would come
	Report    time.Time // when the report comes
	Again     bool      // this is that one reminder, to somebody who has not answered
	Unshown   []string  // what they wrote for the others, and what nobody has seen or will see
}

// ReportMeeting is one meeting in the closing report.
type ReportMeeting struct {
	Start     time.Time
	Cancelled bool
	Came      int  // how many came; where nobody said so, how many said they would
	Reported  bool // somebody who was there said who came
	Topic     string
	Turns     []TurnLine
}

// ReportRole says how one role went round.
type ReportRole struct {
	Role  string
	Turns []ReportCount
}

// ReportCount is a name with a figure.
type ReportCount struct {
	Name string
	N    int
}

// ReportAnswers are the answers to one open question of the survey, without
// names unless their writer said so ("with my name").
type ReportAnswers struct {
	Question int // 2, 3 or 4 of the survey; 6 for what fits none of them
	Lines    []ReportLine
}

// ReportLine is one answer.
type ReportLine struct {
	Text string
	Name string // "" without a name
}

// ReportData is the closing report (report.md, a letter of its own): the plan
// beside what happened. After it convene falls silent.
type ReportData struct {
	Base
	Purpose string // at the start; so are Goals and Rules
	Goals   []string
	Rules   []string
	// What was otherwise at the end; empty where nothing was.
	PurposeNow   string
	GoalsAdded   []string
	GoalsDropped []string
	RulesAdded   []string
	RulesDropped []string
	Shared       []string // what members wanted to learn together
	Planned      int      // meetings planned
	Held         int      // meetings that took place
	Meetings     []ReportMeeting
	Roles        []ReportRole
	Answered     int     // how many answered the survey
	Asked        int     // how many were asked
	Ratings      []int   // how many gave 1, 2, 3, 4, 5; nil below five answers
	Average      float64 // of the ratings, 0 below five answers
	Again        []int   // how many said yes, no, perhaps; nil below five answers
	Open         []ReportAnswers
	Objective    string    // this member's own words from the start
	Rating       int       // this member's own rating, 0 if none
	Came         int       // meetings that this member came to
	CouldCome    int       // meetings since they joined; 0 for who is no member
	Thanks       []Voice   // to this member, too late for the letter of thanks
	Retention    time.Time // when members' words will be erased; zero says nothing of it
}
