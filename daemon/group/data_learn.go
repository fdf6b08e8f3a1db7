package group

import "time"

// Voice is something that a member said, as others may see it.
type Voice struct {
	Name  string // first name, "" without a name
	Text  string
	About string // the question it answers, or whom it is for; "" for none
}

// gathering is data of sections that become one where several of the same kind
// stand in a letter.
type gathering interface {
	// gather adds what another section of the same kind holds.
	gather(other any) any
}

// ShareData reads back in a letter what others are about to see and could not be
// read back at once (share.md). It asks one question of yes or no; without an
// answer it is shown a day later. Each line says what will be shown, to whom, and
// whether with the writer's name, as in a receipt.
type ShareData struct {
	Base
	Lines []ReceiptLine
}

// SharedData is what other members share (shared.md).
type SharedData struct {
	Base
	Voices []Voice
}

func (d SharedData) gather(o any) any {
	if s, ok := o.(SharedData); ok {
		d.Voices = append(d.Voices, s.Voices...)
	}
	return d
}

// ThanksData is what this member is thanked for, and by whom (thanks.md).
type ThanksData struct {
	Base
	Voices []Voice
}

func (d ThanksData) gather(o any) any {
	if s, ok := o.(ThanksData); ok {
		d.Voices = append(d.Voices, s.Voices...)
	}
	return d
}

// QuestionData is a member's question to the others, or a search for help
// (question.md). The answer goes to who asks, with the writer's name.
type QuestionData struct {
	Base
	Who  string
	Text string
}

// RelayData is what others have for this member alone (relay.md): answers to a
// question (About is the question), or a message.
type RelayData struct {
	Base
	Voices []Voice
}

func (d RelayData) gather(o any) any {
	if s, ok := o.(RelayData); ok {
		d.Voices = append(d.Voices, s.Voices...)
	}
	return d
}

// NotesData is what the scribe wrote, for those who were not there, and of the last
// meeting for everybody (notes.md).
type NotesData struct {
	Base
	Start time.Time
	Topic string
	Came  int
	By    string   // who wrote
	Notes []string // lines
	More  bool     // there is more than a letter holds
	// Offered is what the notes say that the reader offered to do.
	Offered []string
}

// CommitmentData brings back what a member meant to do before the next meeting
// (commitment.md): done, partly, dropped. It is asked once.
type CommitmentData struct {
	Base
	Start time.Time // of the meeting at which it was made
	Lines []string
}

// MonthData is the month's open question (month.md). The answers stand in the
// next digest: without a name, unless their writer wants it.
type MonthData struct {
	Base
	Asked string    // the question's name: helped, surprised, question, small
	Until time.Time // when the answers are put together
}

// PulseData asks how it is going, 1 to 5 (pulse.md). Figures only from five
// answers on, in the next digest.
type PulseData struct {
	Base
	Until time.Time
}

// JournalData asks for a line for the member's own journal (journal.md). Last is
// what they wrote there before, "" for nothing yet.
type JournalData struct {
	Base
	Last string
	At   time.Time
}

// NumbersData are the numbers that the member logged (numbers.md), for them alone.
type NumbersData struct {
	Base
	Series []Series
}

// Series are the numbers of one thing, the last ones.
type Series struct {
	Of      string // clients
	Rows    []Row
	Last    string
	Average string
}

// Row is one number, and how it is written.
type Row struct {
	At     time.Time
	N      float64
	Number string
}

// RepertoireData is what is new among the tools, terms and links that the group
// collects (repertoire.md).
type RepertoireData struct {
	Base
	Voices []Voice
}

func (d RepertoireData) gather(o any) any {
	if s, ok := o.(RepertoireData); ok {
		d.Voices = append(d.Voices, s.Voices...)
	}
	return d
}

// FeedbackData asks a member for the feedback that another one would like from
// them (feedback.md). The answer goes to Who, with the writer's name, and to
// nobody else.
type FeedbackData struct {
	Base
	Who  string
	Text string
}

// FollowUpData asks a member what became of the case they brought (followup.md).
// The answer goes to nobody else unless it is shared.
type FollowUpData struct {
	Base
	Start time.Time
	Case  string
}
