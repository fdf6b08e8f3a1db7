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
	Away     []span // vacations: an auto-responder answers
	Silent   bool
	Seat     bool // a person's, in a live demo: nothing is simulated

	Says   map[question][]string // in turn; a question without words is left open
	Ideas  []string              // topics, when asked for some
	Fresh  []fresh               // mails that answer nothing
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

// fresh is a mail that somebody writes on their own account.
type fresh struct {
	At            string // local time
	Subject, Text string
}

// GroupAddress is the mailbox of the group in the demo.
const GroupAddress = "coaches@example.org"

// cast are the nine members. The first is the coordinator.
var cast = []character{
	{
		Name: "Ana Ruiz", Address: "ana@example.org", Zone: "Europe/Madrid", Language: "en", Program: thunderbird, Layout: onTop, Sign: "Ana",
		About:  "coordinates, presses Accept in Thunderbird and numbers her answers",
		Clicks: 0.9, PartStat: "ACCEPTED", Leads: 0.9, Votes: byLetters, Thanks: true,
		Says: map[question][]string{
			aboutComing:   {"yes", "Yes, I'll be there."},
			aboutTurn:     {"yes", "Yes, happy to.", "I'll do it."},
			aboutStepIn:   {"Yes, I can do that."},
			aboutSwap:     {"Yes, that's fine with me."},
			aboutThoughts: dealt, aboutHopes: {"1: I run this round because I miss it myself.\n2: To give fewer answers and ask better questions.\n3: I can set up a practice case in five minutes."},
			aboutTheEnd:  {"1: 4\n2: Practising on real cases instead of talking about them.\n3: Two of us kept being late. We began to start on time anyway.\n4: Keep the pairs.\n5: yes"},
			aboutMeaning: {"Sorry, I meant yes."},
		},
		Ideas: []string{"Staying with silence", "Contracting in the first five minutes", "Working with somebody's boss in the room"},
	},
	{
		Name: "Ben Okoro", Address: "ben@example.com", Zone: "Africa/Lagos", Language: "en", Program: gmail, Layout: pressing, Sign: "Ben",
		About:  "lives in Lagos and presses the buttons on his way home",
		Clicks: 0.5, PartStat: "ACCEPTED", Leads: 0.8, Votes: bySentence,
		Says: map[question][]string{
			aboutComing:   {"Count me in", "See you there!", "I'll be a bit late, traffic on the bridge."},
			aboutTurn:     {"Yes, I'll lead this one.", "Sure."},
			aboutStepIn:   {"Yes, glad to."},
			aboutSwap:     {"yes"},
			aboutThoughts: dealt, aboutHopes: {"1: A colleague told me about you.\n2: I want to stop rescuing people when they go quiet.\n3: I know how to coach over a bad line."},
			aboutTheEnd:  {"I'd say 4 out of 5.\n\nWhat helped most was hearing that the others struggle with the same things.\n\nYes, I would do it again."},
			aboutMeaning: {"Yes, I'm coming."},
		},
		Ideas: []string{"When advice slips out", "Coaching across time zones", "Saying no to a client"},
		Fresh: []fresh{{At: "2026-02-19T20:10", Subject: "Where do I stand?", Text: "status"}},
	},
	{
		Name: "Chiara Neri", Address: "chiara@example.net", Zone: "Europe/Rome", Language: "en", Program: appleMail, Layout: below,
		About:  "comes gladly and swaps whenever she is to lead",
		Clicks: 0.8, PartStat: "ACCEPTED", Leads: 0.5, Votes: byLetters,
		Says: map[question][]string{
			aboutComing:   {"I'll be there", "Yes!"},
			aboutTurn:     {"Can Ana take mine?", "Ben and I swapped.", "Fatima will take mine.", "Yes, this time I will."},
			aboutStepIn:   {"Not this time, sorry."},
			aboutSwap:     {"Yes, gladly."},
			aboutThoughts: dealt, aboutHopes: {"1: I coach alone and hear no other voice.\n2: More courage to say what I notice.\n3: Improvisation, a little."},
			aboutTheEnd:  {"1) 5\n2) The silence exercise.\n3) My diary. Swapping turns by mail made it possible at all.\n4) Keep the swapping!\n5) yes\n\nwith my name"},
			aboutMeaning: {"I mean that I'll come."},
		},
		Ideas: []string{"Feedback that lands", "Metaphors people bring"},
		Fresh: []fresh{{At: "2026-03-01T11:30", Subject: "An idea", Text: "topic: What our bodies know before we do"}},
	},
	{
		Name: "Jonas Weber", Address: "jonas@example.org", Zone: "Europe/Berlin", Language: "de", Program: thunderbird, Layout: onTop, Sign: "Jonas",
		About:  "answers in German, in words, and often comes a little late",
		Clicks: 0, Leads: 0.8, Votes: byLetters,
		Says: map[question][]string{
			aboutComing:   {"Bin dabei, komme aber etwas später.", "Bin dabei!", "Diesmal klappt es leider nicht.", "Ja, gerne", "Komme etwas später."},
			aboutTurn:     {"Ja, mache ich gerne.", "Ich komme, aber kann jemand anderes moderieren?"},
			aboutStepIn:   {"Ja, kann ich machen."},
			aboutSwap:     {"Ja, ist mir recht."},
			aboutThoughts: dealtGerman, aboutHopes: {"1: Neugier.\n2: Ruhiger werden, wenn jemand nicht weiterweiß.\n3: Ich kann gut zusammenfassen."},
			aboutTheEnd:  {"1: 4\n2: Die Übungen zu zweit.\n3: Die Zeitverschiebung. Wir haben die Anfangszeit trotzdem gehalten.\n4: Pünktlich anfangen.\n5: ja"},
			aboutMeaning: {"Ich meinte: ja, ich komme."},
		},
		Ideas: []string{"Fragen, die öffnen", "Abschied am Ende eines Coachings"},
	},
	{
		Name: "Emil Novak", Address: "emil@example.com", Zone: "Europe/Prague", Language: "en", Program: outlook, Layout: onTop, Sign: "Emil Novak\nTeacher, Prague",
		About:  "always declines, from Outlook's calendar, and follows along by mail",
		Clicks: 1, PartStat: "DECLINED", Comments: []string{"I teach on Tuesdays until July, sorry.", "Sorry, teaching.", ""}, Votes: byLetters,
		Says: map[question][]string{
			aboutHopes:   {"1: I teach, and coaching helps.\n2: To keep learning from you, even if only from the notes.\n3: I read everything and find typos."},
			aboutTheEnd:  {"3\n\nI read along and took a lot of it to school.\n\nPerhaps again, on a Wednesday."},
			aboutMeaning: {"I can't come."},
		},
	},
	{
		Name: "Fatima Haddad", Address: "fatima@example.net", Zone: "Europe/Paris", Language: "en", Program: appleMail, Layout: between,
		About:  "writes her answers between the lines of the letter",
		Clicks: 0.4, PartStat: "ACCEPTED", Leads: 0.9, Votes: byLetters,
		Says: map[question][]string{
			aboutComing:   {"yes", "I'll be there", "I'll try, should be OK"},
			aboutTurn:     {"yes", "not leading this time, sorry", "Yes, I'll lead"},
			aboutStepIn:   {"Yes, I'll do it"},
			aboutSwap:     {"yes"},
			aboutThoughts: dealt, aboutHopes: {"1: My team changed and I need practice.\n2: A way to end a conversation well.\n3: Active listening exercises."},
			aboutTheEnd:  {"4\nThat we always came back to the case.\nThe holidays. We skipped one and nobody minded.\nShorter rounds at the start.\nyes"},
			aboutMeaning: {"yes, I'm coming"},
		},
		Ideas: []string{"Ending well", "Two questions at once", "What we do with tears"},
	},
	{
		Name: "Hana Sato", Address: "hana@example.org", Zone: "Europe/Lisbon", Language: "en", Program: outlook, Layout: inHTML, Sign: "Hana",
		About:  "goes on vacation twice; her auto-responder answers then, and nobody takes it for her word",
		Clicks: 0.7, PartStat: "ACCEPTED", Leads: 0.9, Votes: byWords,
		Away: []span{{"2026-02-16", "2026-03-01"}, {"2026-05-18", "2026-05-31"}},
		Says: map[question][]string{
			aboutComing:   {"Yes, I will come.", "Only the first half, I'm afraid."},
			aboutTurn:     {"Yes, I'll come and lead.", "Yes."},
			aboutStepIn:   {"Yes, I can."},
			aboutSwap:     {"Yes, no problem."},
			aboutThoughts: dealt, aboutHopes: {"1: I want to hear how others do it.\n2: To hear what is not said.\n3: Calm, mostly."},
			aboutTheEnd:  {"1: 5\n2: The patience in this group.\n3: I was away twice and never felt behind.\n4: The letters. Keep them short.\n5: yes"},
			aboutMeaning: {"Yes, I'm coming."},
		},
		Ideas: []string{"Listening below the words", "Coaching when you are tired yourself"},
	},
	{
		Name: "Priya Nair", Address: "priya@example.com", Zone: "Europe/London", Language: "en", Program: phone, Layout: onTop,
		About:  "sends a thumbs-up or something unclear from her phone, is asked back, and then says it plainly",
		Clicks: 0.3, PartStat: "TENTATIVE", Leads: 0.7, Votes: byWords, Thanks: true,
		Says: map[question][]string{
			aboutComing:   {"👍", "Yes, see you then", "Ask me again on Monday, the trains are a mess", "Can't make it this time, sorry", "I'm in"},
			aboutTurn:     {"Yes, I'll lead", "Can someone else lead? I'll come though."},
			aboutStepIn:   {"OK, I'll do it"},
			aboutSwap:     {"yes"},
			aboutThoughts: dealt, aboutHopes: {"1: I am new to this.\n2: Confidence. I have been coaching for a year only.\n3: Questions that only beginners ask."},
			aboutTheEnd:  {"1: 4\n2: Being allowed to be new.\n3: Trains. I called in from the platform.\n4: nothing, really\n5: yes"},
			aboutMeaning: {"Sorry! Yes, I'm coming."},
		},
		Ideas: []string{"Being new and saying so", "Notes or no notes?"},
	},
	{
		Name: "Leo Martin", Address: "leo@example.net", Zone: "Europe/Paris", Language: "en", Program: gmail, Silent: true,
		About: "never answers; after two nudges nobody presses him",
	},
}

// dealt stands for a reflection dealt from the shared heap.
var (
	dealt       = []string{""}
	dealtGerman = []string{""}
)

// thoughts are reflections, in each language; members draw from them.
var thoughts = map[string][]string{
	"en": {
		"I will count to five before I say anything.",
		"I noticed how often I nod when I disagree.",
		"One open question instead of three closed ones.",
		"It surprised me how much happened in the silence.",
		"I see now that my advice is mostly for me.",
		"Still stuck with the client who only wants solutions.",
		"I'd like to try ending five minutes early and asking what was useful.",
		"That I hold my breath when somebody gets emotional.",
		"I want to ask what they have tried already, first thing.",
		"The pairs worked better for me than the round.",
		"I will write down my assumption before the session and look at it afterwards.",
		"Funny how the second answer was always the true one.",
		"I keep preparing questions and then miss what is being said.",
		"I'll ask my client what a good hour would look like.",
		"Listening without planning my next sentence. Twice it worked.",
		"What stays: 'and what else?'",
		"My own impatience, mostly.",
		"I'm still not sure when to interrupt.",
		"I'll tell my client when I am lost instead of hiding it.",
		"The case changed when we stopped trying to solve it.",
	},
	"de": {
		"Ich zähle jetzt bis fünf, bevor ich etwas sage.",
		"Überrascht hat mich, wie viel in der Stille passiert ist.",
		"Ich merke, dass meine Ratschläge vor allem mir selbst helfen.",
		"Ich hänge noch fest bei Leuten, die nur Lösungen wollen.",
		"Beim nächsten Mal frage ich zuerst, was schon versucht wurde.",
		"Die Übung zu zweit war besser als die Runde.",
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
