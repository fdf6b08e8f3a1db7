package group

import "time"

// Occasion says what is special about a meeting: it is part of ComingData and of
// PackData, and the templates word it once (occasion, in case.md).
type Occasion struct {
	Agenda string // "" for a circle; peer-assist, book; own for one of the coordinator's
	Title  string // of an agenda of the coordinator's own, "" if it has none
	CaseBy string // who brings a case and has said so; what it is about stays theirs
	Yours  bool   // that is this member
	Guests []string
}

// CaseData asks in a letter whether somebody has a case (case.md): one open
// question. No names, no identifying details.
type CaseData struct {
	Base
	Start time.Time // of the meeting that has none yet
}

// CaseDateData asks a case's giver about its meeting (casedate.md, a note): N, will
// you bring it, yes or not yet; N+1, a choice: whoever leads may read it before, or
// nobody.
type CaseDateData struct {
	Base
	Start   time.Time
	Words   string // the beginning of the case, so that its giver knows which
	Options []Option
}

// ReadingsData asks what to read next (readings.md): letters, as in BallotData.
type ReadingsData struct {
	Base
	By      time.Time // of the meeting by which it is read
	Options []Option
}

// ReadingData tells what to read by when (reading.md).
type ReadingData struct {
	Base
	By    time.Time
	Text  string
	Today bool // the letter is about the meeting at which it is talked about
	Only  bool // it was the only one proposed, so there was no vote
}

// GuestData is the one letter to a guest (guest.md, on its own). It asks about
// coming when Asks is true.
type GuestData struct {
	Base
	Host       string // the first coordinator's first name, "" if none is a member
	Purpose    string
	Start, End time.Time
	Place      string
	Topic      string
	Asks       bool
}
