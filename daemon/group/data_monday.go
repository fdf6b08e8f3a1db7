package group

import "time"

// MondayData tells a coordinator what needs a hand (monday.md, a note): only what
// is new since the Monday before, never anybody's words.
type MondayData struct {
	Base
	Silent  []string     // who has said nothing to the last two letters
	Most    bool         // more than half of the group has not; said once
	Open    []MondayRole // roles at this week's meetings that nobody has taken
	Bounced []string     // to whom mail comes back
	Held    int          // replies that wait for their sender's word
	Unread  int          // mails that could not be read, or wait to be read for more than a day
	Unclear int          // replies that were asked back, and then nothing came
	Leads   string       // who has led more than a third of the meetings, Led of Of
	Led, Of int
}

// MondayRole is a role at a meeting that nobody has taken.
type MondayRole struct {
	Start time.Time
	Role  string
}
