package group

import "time"

// ShortData asks who leads what to do when few come (short.md, a note): go on,
// cancel, or work in pairs. N is the number of its one ask.
type ShortData struct {
	Base
	Start  time.Time
	Said   bool     // its reader said yes
	Coming []string // who else did
	Maybe  int      // who else may come
	Silent int      // who else said nothing
}

// PackData is what somebody with a turn needs the day before (pack.md, a note).
type PackData struct {
	Base
	Occasion
	Case    string // what the case is about, for who leads, if its giver agreed
	Role    string
	Leads   bool // the role that leads: gets the script in full
	Start   time.Time
	End     time.Time
	Place   string
	Topic   string
	Coming  []string
	Late    []string // of those, who come later
	Maybe   []string
	Pairs   [][]string // pairs, and a trio where the number is odd
	InPairs bool       // it was decided to work in pairs only, because few come
	Steps   []AgendaStep
	Rules   []string // ground rules
}

// ScribeData asks for notes and for who was there (scribe.md, a note): two asks,
// N and N+1.
type ScribeData struct {
	Base
	Start    time.Time
	Led      bool     // its reader led; nobody had agreed to take notes
	Expected []string // who said they would come
}
