// Package answer reads what a person wrote back.
//
// It takes the new text of a mail, the asks of the letter it answers and the
// word lists of the group's languages, and gives answers with kind, value, the
// words they came from and the reason. It is pure: no clock, no network, no
// state, the standard library only.
//
// The way from text to answers:
//
//	text ── lines ─────► keyword lines ("topic: ..."), numbered lines ("1: 4")
//	          └─ prose ─► sentences ─► chunks between punctuation
//	                                    └─ one reading per language ─► facts
//	facts + asks ──────► answers, or a question back
//
// A wrong record is far worse than a question back. So a clause counts only if
// its words are known: an unknown word near the verb, a condition, a question,
// somebody else as the subject or another date make it a question back (or a
// maybe), never a yes or a no.
//
// The grammar knows word classes only (classes.go); the words themselves come
// from one word file per language (lexicon.go). Every chunk is read in the
// languages that know most of its words; where those disagree it is unclear.
//
// Around that stand four helpers. A word with one slip is read as the word meant
// (typo.go), never one that turns the meaning. The last word holds: what stands
// before "but I can't" or "so I'm coming" is dropped, and a second look asks back
// where words against a record were left aside (veto.go). Where the grammar lost
// its way, fixed phrases that all point one way may still be enough (cue.go). A
// line that is the text of an option is a vote, whatever its words (option.go).
//
// Last, a short answer about coming or a turn is compared with the lines the model
// was taught (likeness.go, trait.go, model.go). What the rules read and likeness
// finds unlikely is asked back; what they could not read counts if likeness is very
// sure. "make model" makes the model anew (train_test.go) from testdata/lines:
// <lang>.train.tsv, what of <lang>.dev.tsv is about coming and turns, and the odd
// lines of <lang>.tsv, whose even lines are for measuring only and teach nothing.
//
// What words become, where it is not obvious:
//
//   - To a turn ask, which asks about coming and leading at once, "yes" gives
//     rsvp yes and turn lead, "not leading" turn pass alone, "no" rsvp no and turn
//     pass, "not this time" a question back (which of the two?), "I'll be there" rsvp yes alone (the turn stays offered), "I can't" turn
//     pass alone (whether they come was not said).
//   - "Only the first half" is rsvp yes with the words as note in Text.
//   - What is said about coming in words of its own ("I'll be there") is an
//     rsvp with Ask 0 if no ask is open; a bare "yes" is asked back then.
//   - A time away that covers the meeting asked about gives the command away
//     and an rsvp no.
//   - Prose that is left is one KindText; beside asks that want a short answer,
//     and with no open question, short prose is asked back instead, in Text.
package answer

import "time"

// AskKind says what kind of answer an ask expects.
type AskKind string

// The kinds of asks.
const (
	AskComing     AskKind = "coming"     // can you come? yes, no, maybe, late
	AskTurn       AskKind = "turn"       // can you come and lead? one question, three answers
	AskChoice     AskKind = "choice"     // letters: A C
	AskRating     AskKind = "rating"     // a number from Min to Max
	AskText       AskKind = "text"       // prose
	AskYesNo      AskKind = "yesno"      // any other question of yes, no or perhaps
	AskCommitment AskKind = "commitment" // done, partly, dropped
	AskDecision   AskKind = "decision"   // go, cancel, pairs
	AskAttendance AskKind = "attendance" // who was there?
	AskGoals      AskKind = "goals"      // keep, revise
	AskAudience   AskKind = "audience"   // for one person, for the group, a note to yourself?
)

// Option is one line of a ballot.
type Option struct {
	Letter string // "A"
	Text   string // as printed
}

// Ask is one question of the letter that is answered.
type Ask struct {
	Number  int       // as printed; numbers run through the whole letter
	Kind    AskKind   //
	Prompt  string    // as printed, for aligning quoted lines and for the dates in it
	Options []Option  // of a choice
	Min     int       // of a rating; 1 when both bounds are 0
	Max     int       // of a rating; 5 when both bounds are 0
	At      time.Time // start of the meeting it is about, in the member's zone; zero if none
	Dated   bool      // about coming: answered only by words that name the meeting's day
	Theme   string    // of a question of yes or no: has phrases of its own beside them (join, welcome, sure, charter, lead), "" for none
}

// Person is a member who may be named in a reply.
type Person struct {
	ID   string
	Name string
}

// Segment is a run of new text. Quoted holds the quoted lines standing directly
// above it, "" for text at the top.
type Segment struct {
	Quoted string
	Text   string
}

// Input is everything a reading depends on.
type Input struct {
	Segments []Segment // what the person wrote, in order; read for answers up to MaxRead
	Asks     []Ask     // the asks of the letter that is answered, or all that are open
	People   []Person  // the members
	Self     string    // id of the writer
	Now      time.Time // in the member's zone; only its date matters
	Lexicon  *Lexicon  // words of every language of the group
}

// The kinds of answers.
const (
	KindRSVP        = "rsvp"         // Value yes, no, maybe, late; Text holds a note
	KindTurn        = "turn"         // Value lead, pass, swap; People holds with whom
	KindYesNo       = "yesno"        // Value yes, no, maybe
	KindChoice      = "choice"       // Value "A C"
	KindRating      = "rating"       // Value "4"; Text holds the comment
	KindText        = "text"         // Text is prose for the ask, or for none (Ask 0)
	KindTopic       = "topic"        // Text
	KindCase        = "case"         // Text
	KindReading     = "read"         // Text
	KindQuestion    = "ask"          // Text: a question to the group
	KindWhoKnows    = "whoknows"     // Text: what help is looked for
	KindThanks      = "thanks"       // People, Text is the whole line
	KindShare       = "share"        // Text, may be empty ("share" about what was written before)
	KindRule        = "rule"         // Text
	KindGoal        = "goal"         // Text
	KindObject      = "object"       // Text
	KindAgree       = "agree"        //
	KindLog         = "log"          // Text is the name, Value the number
	KindLink        = "link"         // Text
	KindJournal     = "journal"      // Text
	KindFeedback    = "feedback"     // Text: what feedback is asked for, and of whom
	KindPublic      = "public"       // may leave the group
	KindNamed       = "named"        // "with my name"
	KindCommitment  = "commitment"   // Value done, partly, dropped
	KindDecision    = "decision"     // Value go, cancel, pairs
	KindGoals       = "goals"        // Value keep, revise
	KindAudience    = "audience"     // Value person, group, self; People
	KindAttendance  = "attendance"   // Value all, except, only, missing, self; People
	KindCommand     = "command"      // Value help, status, undo, less, digest_only, away, pause, ...
	KindForMember   = "for_member"   // a coordinator's "Ana: yes": People, Value
	KindCancel      = "cancel"       // a coordinator's "cancel 5 May": From
	KindMove        = "move"         // a coordinator's "move 19 May to 20 May 16:00": From, To
	KindNewLink     = "new_link"     // a coordinator's "new link ...": Text
	KindAddMember   = "add"          // a coordinator's "add Leo <leo@example.org>": Text
	KindAskBack     = "ask_back"     // Value is why, see the Why constants
	KindNothing     = "nothing"      // acknowledges only, or is empty
	ValueYes        = "yes"          //
	ValueNo         = "no"           //
	ValueMaybe      = "maybe"        //
	ValueLate       = "late"         //
	ValueLead       = "lead"         //
	ValuePass       = "pass"         //
	ValueSwap       = "swap"         //
	WhyUnclear      = "unclear"      // words that may mean an answer, but not surely
	WhyTwoReadings  = "two_readings" // the words say both
	WhyTwoAsks      = "two_asks"     // two asks could claim the answer
	WhyTwoAnswers   = "two_answers"  // one ask was answered twice, differently
	WhyTwoPeople    = "two_people"   // a name fits two members
	WhyWhichPerson  = "which_person" // swap with whom?
	WhyNoQuestion   = "no_question"  // a bare answer and no ask it could belong to
	WhyOutOfRange   = "out_of_range" // a number or letter that the ask does not offer
	WhyThumbsUp     = "thumbs_up"    // a thumbs-up alone
	WhyQuestion     = "question"     // a question to somebody
	WhySomebodyElse = "about_others" // about another person
	WhyOtherDate    = "other_date"   // about another date than the one asked about
	WhyDate         = "which_date"   // a date is needed and missing or unclear
	WhyTooLong      = "too_long"     // more text than is read; it is kept, and so is what was said in it
)

// Answer is one thing that was said.
type Answer struct {
	Kind    string
	Value   string
	Ask     int      // number in the letter, 0 for none
	Words   string   // the exact words it came from
	Start   int      // byte span of Words in Joined(Segments)
	End     int      //
	People  []string // ids, in order of mention
	From    time.Time
	To      time.Time // last day meant, at 00:00 in the zone of Now; KindMove: with the hour
	Text    string    // value of prose kinds, else a note or comment; "" if none
	Because string    // why it was read so, in plain English
}

// Joined is the text that Start and End of an answer point into: the texts of
// all segments with an empty line between them, as mailflow joins them.
func Joined(segments []Segment) string {
	n := 0
	for _, s := range segments {
		n += len(s.Text) + len(gap)
	}
	b := make([]byte, 0, n)
	for i, s := range segments {
		if i > 0 {
			b = append(b, gap...)
		}
		b = append(b, s.Text...)
	}
	return string(b)
}
