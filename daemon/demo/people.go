package demo

import "time"

// character is one member as the table below has it.
type character struct {
	Name, Address  string
	Zone, Language string
	About          string // in one line, for the story
	Program        program
	Layout         layout
	Sign           string

	Clicks   float64 // how often an invitation is answered by the calendar
	PartStat string
	Comments []string // beside the click
	Leads    float64  // how often yes is said to leading, stepping in, swapping
	Votes    voting
	Away     []span   // vacations: an auto-responder answers
	Busy     []string // days of meetings at which they cannot be
	Silent   bool     // joins, and never says another word
	Late     bool     // on the coordinator's list from February on
	Guest    string   // of the meeting on this day; no member
	Seat     bool     // a person's, in a live demo: nothing is simulated

	Says   map[question][]string // in turn; a question without words is left open
	Tired  string                // instead of leading, when nobody has the time
	Ideas  []string              // topics, when asked for some
	Notes  []string              // of meetings, when they took some
	Fresh  []fresh               // mails that nobody asked for
	Thanks bool                  // answers receipts with a thank-you now and then
}

// voting is how somebody votes.
type voting int

const (
	byLetters  voting = iota // "A C"
	byWords                  // the topic's own words
	bySentence               // "B for me, please"
	notAtAll
)

// span is from the first day to the last, both included.
type span struct{ From, To string }

// fresh is a mail that somebody writes on their own account. Text may hold a
// line that convene takes, but need not.
type fresh struct {
	At            string // local time
	Subject, Text string
	Re            string // words in the subject of the mail that is answered; a new mail if there is none
}

// GroupAddress is the mailbox of the group in the demo.
const GroupAddress = "coaches@example.org"

// dealt stands for a reflection dealt from the shared heap.
var (
	dealt       = []string{""}
	dealtGerman = []string{""}
)

// thoughts are reflections, in each language; members draw from them.
var thoughts = map[string][]string{
	"en": {
		"I noticed how often I nod when I disagree.",
		"It surprised me how much happened in the silence.",
		"I see now that my advice is mostly for me.",
		"Still stuck with the client who only wants solutions.",
		"That I hold my breath when somebody gets emotional.",
		"The pairs worked better for me than the round.",
		"Funny how the second answer was always the true one.",
		"I keep preparing questions and then miss what is being said.",
		"Listening without planning my next sentence. Twice it worked.",
		"What stays: 'and what else?'",
		"My own impatience, mostly.",
		"I'm still not sure when to interrupt.",
		"The case changed when we stopped trying to solve it.",
	},
	"de": {
		"Überrascht hat mich, wie viel in der Stille passiert ist.",
		"Ich merke, dass meine Ratschläge vor allem mir selbst helfen.",
		"Ich hänge noch fest bei Leuten, die nur Lösungen wollen.",
		"Die Übung zu zweit war besser als die Runde.",
	},
}

// tries are what people mean to do before the next meeting.
var tries = map[string][]string{
	"en": {
		"I will count to five before I say anything.",
		"One open question instead of three closed ones.",
		"I'd like to try ending five minutes early and asking what was useful.",
		"I want to ask what they have tried already, first thing.",
		"I will write down my assumption before the session and look at it afterwards.",
		"I'll ask my client what a good hour would look like.",
		"I'll tell my client when I am lost instead of hiding it.",
	},
	"de": {
		"Ich zähle jetzt bis fünf, bevor ich etwas sage.",
		"Beim nächsten Mal frage ich zuerst, was schon versucht wurde.",
		"Am Ende fünf Minuten früher aufhören und fragen, was nützlich war.",
	},
}

// usualDelays are how long people take, from a first to a last bound, with how
// often in a hundred.
var usualDelays = []struct {
	percent   int
	from, max time.Duration
}{
	{35, 4 * time.Minute, time.Hour},
	{35, time.Hour, 6 * time.Hour},
	{20, 6 * time.Hour, 22 * time.Hour},
	{10, 22 * time.Hour, 50 * time.Hour},
}
