package group

import "time"

// What the templates see of mails that answer: receipts, questions back, notices,
// and everything that is held about a member.

// ReceiptData is one short answer in the thread (receipt.md, a note): what was
// understood, in plain words, and how to take it back. Kind says which:
//
//	first       the member's first reply ever: what I understood is in Lines
//	rsvp        Lines holds what was recorded
//	turn        a role taken, passed or swapped
//	topic       a topic taken into the pool
//	text        an answer kept; private to its writer
//	unclear     I could not tell what you mean; Words holds their words, Lines what was understood beside it
//	no_notes    Words are too few to go to everybody as the notes; said again, or more of them, they do
//	long        more words than are read; Words is where reading ended, Lines what was understood before
//	no_question a bare answer with no open question
//	closed      the question is closed; nothing was changed
//	late        an answer about a meeting that has been
//	help        what one can write (Forms)
//	status      where things stand (Lines)
//	unreadable  a mail without words, but with something that is not opened (Sealed); Start is the meeting it asks about again
//	share       Lines are about to be shown to others: their writer can say no
//	audience    prose that answers nothing: is it for Who (may be ""), the group, or a note to oneself?
//	less        offers: nudges off, letters only, pause, leave
//	guest_members  a guest wrote what only members can; guest_note: their words are kept for them alone;
//	               guest_help: what a guest can write (Lines: where things stand); guest_left: no more mail
//	renew       would like another round: a person (Person), who can start one, has been told
//	not_yet     something convene understood and cannot do by itself (a way back after leaving): a person (Person) has been told
type ReceiptData struct {
	Base
	Kind  string
	Lines []ReceiptLine
	Words string    // the member's own words that are meant
	Start time.Time // unreadable: the meeting asked about, zero if none
	// unreadable: what there is instead of words: "winmail" (of Outlook), "encrypted", or "file".
	Sealed string
	Who    string // audience: the person it may be for
	Forms  []Form
	// Attached is the name of a file that came with the mail and is not opened.
	Attached string
	Press    bool // "Press Accept too if you want it in your calendar." once, after a yes by words
}

// ReceiptLine is one thing that was recorded. What is one of: yes, no, maybe,
// late, lead (took the turn), pass (gave the turn back), swap_asked (Who is
// being asked), swap_done, took (took over from Who), declined (said no to a
// step-in), topic, votes, text, rating, goals_keep, goals_revise, stay, left_alone (a no to "shall I go ahead?"), already (somebody else took it first);
// what others are about to see: share (to all), thanks, message, reply (to Who),
// question, whoknows (to the others), month, month_named (in the next digest),
// link, feedback_ask, feedback, public; withdrawn, withdrawn_late (some have seen it),
// not_public, not_offered; what undo did or why it did not (undone_..., undo_...; see
// undo.go); done, partly, dropped (a commitment), log, journal; moved_since (Text said
// about Start counts no more, we now meet at Until); attached (Text is the name of a
// file that is not opened); renew_sent (the next group has been
// sent within a day). For rating and yesno Role says what was asked: a practice, "health 1".
type ReceiptLine struct {
	What  string
	Start time.Time // the meeting it is about, zero if none
	Role  string
	Who   string
	Text  string
	Shown bool      // others are about to see Text
	Until time.Time // the last day away; the day of return; when the member last had the role
	N     int       // how often the member had the role; how many texts were erased
}

// ReadBackData reads back in a letter, or in a note of its own, what was understood
// and not answered at once (readback.md), and asks back about Words.
type ReadBackData struct {
	Base
	Lines []ReceiptLine // also: too_late (an answer about a meeting that had been), closed (Text was an answer to a closed question)
	Words []string      // the member's own words that were not understood
	Press bool          // as in ReceiptData
	Note  bool          // a mail of its own
}

// BackData says that a pause is over (back.md, in a letter that goes out anyway).
type BackData struct {
	Base
	Until time.Time // the last day of it
}

// MyData is everything that is held about a member (mydata.md, urgent, own mail).
type MyData struct {
	Base
	Full     string // the whole name
	Email    string
	Aliases  []string
	Language string
	Joined   time.Time
	State    string // active, paused, left
	Until    time.Time
	Mail     string // less, digest, "" for all of it
	Answers  []MyAnswer
	Turns    []MyTurn
	Choices  []MyChoice
	Texts    []MyText
	Away     []MySpan
	There    []MyAnswer // meetings of which somebody said whether they were there: yes, no
	Letters  []MyCount  // mails sent to them, by class
	Bounces  int
}

// MyAnswer is one answer about coming.
type MyAnswer struct {
	Start  time.Time
	Answer string // yes, no, maybe, late
	At     time.Time
	Note   string
}

// MyTurn is one turn.
type MyTurn struct {
	Start time.Time
	Role  string
	State string // as TurnState
}

// MyChoice is a vote, a rating, or an answer in one word that was kept. About is vote (on
// topics), else the practice that asked.
type MyChoice struct {
	At    time.Time
	About string
	Word  string // yes, no, maybe, late, keep, revise, go, cancel, pairs; "" of a vote
	Text  string // what the vote was for, or a figure
}

// MyText is something they wrote, and who may see it.
type MyText struct {
	At     time.Time
	Text   string
	Sees   string // self, member, group, unnamed (the group, without a name), public, coordinators, report (the closing report, without a name)
	Undone bool
}

// MySpan is an absence, by its first and last day.
type MySpan struct{ From, Last time.Time }

// MyCount is how many mails of a class.
type MyCount struct {
	Class string // invitation, letter, note, urgent, receipt
	N     int
}

// Form is one sort of thing a member can write: examples from the word file of
// the member's language, and what they do (see helpful).
type Form struct {
	Examples []string
	Does     string
}

// ConfirmData asks the registered address whether a mail that came from elsewhere,
// or without proof, was really theirs (confirm.md, urgent, own mail), or whether
// they want what it asks for (sure.md). Answers: yes or no.
type ConfirmData struct {
	Base
	From  string    // where it came from
	At    time.Time // when
	Words string    // its first words, so that the member can tell
	Alias bool      // a yes also remembers From as theirs
}

// WhichData asks a member of several groups which one a mail is for (which.md,
// urgent, own mail). The answer is a letter.
type WhichData struct {
	Base
	At      time.Time // when it came
	Words   string    // its first words
	Options []Option  // the groups
}

// NoticeData tells a coordinator or facilitator of something that needs a hand
// (notice.md, a note). Kind: counter (Who proposes another time: Text),
// stranger (somebody forwarded an invitation: Who would like to come), bounce
// (mail to Who does not arrive), held, quarantined, not_yet (Who asked for
// Text), delegated, after_close, renew (Who would like another round), steer (Who
// wrote Text, which only a coordinator can do), left, forgotten (Who asked to be),
// guest (Who, a guest, wrote words that are shown to nobody), guest_left (Who, a
// guest, wants no more mail), guest_forgotten (likewise, and asked to be forgotten),
// complaint (the provider of Who reports a letter as unwanted).
type NoticeData struct {
	Base
	Kind  string
	Who   string
	Text  string
	Start time.Time
}
