package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Methods of iTIP that an attendee sends (RFC 5546, 1.4).
const (
	MethodReply   = "REPLY"
	MethodCounter = "COUNTER"
	MethodRefresh = "REFRESH"
)

// Values of PARTSTAT (RFC 5545, 3.2.12).
const (
	NeedsAction = "NEEDS-ACTION"
	Accepted    = "ACCEPTED"
	Declined    = "DECLINED"
	Tentative   = "TENTATIVE"
	Delegated   = "DELEGATED"
)

// Reply is one event of a calendar that an attendee sent. All text in it is
// cleaned and comes from outside: nothing here has been checked against a
// group or a member.
type Reply struct {
	// Method is METHOD of the body in capitals: REPLY, COUNTER or REFRESH, or
	// "" when the body names none but reads like a REPLY.
	Method string
	// UID is unwrapped as NormalizeUID does; "" when there was none.
	UID string
	// RecurrenceID is RECURRENCE-ID as written. We send no series, so it only
	// tells two replies apart.
	RecurrenceID string
	// Sequence is 0 when there was none.
	Sequence int
	// Stamp is DTSTAMP in UTC, else LAST-MODIFIED, else zero. Some programs
	// send back the one of our invitation.
	Stamp time.Time
	// Start is when the event begins as far as the attendee's program knows. It is
	// zero where that instant cannot be told, and in a COUNTER, whose time is
	// Proposed.
	Start time.Time
	// Attendees are in the order of the event; normally one.
	Attendees []Attendee
	// Organizer is the address the reply is meant for, often missing.
	Organizer string
	// Comment is the note of who answers, "" or lines joined by \n.
	Comment string
	// Proposed is another time for the meeting: of a COUNTER, or one that an
	// iPhone sends beside TENTATIVE. nil when none could be read.
	Proposed *Span
}

// Span is a stretch of time. End is zero when only a start was proposed.
type Span struct {
	Start, End time.Time
	// Floating means that no zone could be found out. Start and End then hold
	// wall time as if it were UTC, to be read in the meeting's own zone.
	Floating bool

	allDay bool // Start was a date alone
}

// Attendee is one ATTENDEE of an event.
type Attendee struct {
	// Address is without mailto: and in the case it came in, "" when the value
	// was no mail address (iCloud writes paths).
	Address string
	// Email is the EMAIL parameter, a hint at who this is, never an identity.
	Email string
	Name  string
	// PartStat is in capitals, "" when missing. "" and NEEDS-ACTION are no
	// answer.
	PartStat string
	// SentBy is who acted in the attendee's name.
	SentBy string
	// DelegatedTo and DelegatedFrom are addresses.
	DelegatedTo, DelegatedFrom []string
	// Guests is how many more people Google says will come along.
	Guests int
	// Comment is this attendee's own note; Reply.Comment holds it too when
	// there is only one attendee.
	Comment string
}

// Answers is true for an attendee who said anything at all.
func (a Attendee) Answers() bool { return a.PartStat != "" && a.PartStat != NeedsAction }

// Find returns the attendee with one of the addresses. It finds none where two
// lines for that person say different things: then a person has to look.
func (r Reply) Find(addresses ...string) (Attendee, bool) {
	var found *Attendee
	for i, a := range r.Attendees {
		if a.Address == "" || !slices.ContainsFunc(addresses, func(s string) bool { return strings.EqualFold(s, a.Address) }) {
			continue
		}
		if found != nil && found.PartStat != a.PartStat {
			return Attendee{}, false
		}
		if found == nil {
			found = &r.Attendees[i]
		}
	}
	if found == nil {
		return Attendee{}, false
	}
	return *found, true
}

// Distinct keeps the first of replies that are equal in method, UID,
// RECURRENCE-ID, SEQUENCE, DTSTAMP, attendees and their PARTSTAT. The same
// calendar often comes as a text part and as an attachment; what only the
// later copy has (a comment, a proposal, a start) is taken over.
func Distinct(replies []Reply) []Reply {
	var list []Reply
	at := map[string]int{}
	for _, r := range replies {
		key := r.key()
		i, ok := at[key]
		if !ok {
			at[key] = len(list)
			list = append(list, r)
			continue
		}
		if list[i].Comment == "" {
			list[i].Comment = r.Comment
		}
		if list[i].Proposed == nil {
			list[i].Proposed = r.Proposed
		}
		if list[i].Start.IsZero() {
			list[i].Start = r.Start
		}
	}
	return list
}

func (r Reply) key() string {
	// Control characters are cleaned from all parts, so NUL can join them.
	parts := []string{r.Method, r.UID, r.RecurrenceID, strconv.Itoa(r.Sequence), r.Stamp.UTC().Format(time.RFC3339)}
	for _, a := range r.Attendees {
		parts = append(parts, strings.ToLower(a.Address), a.PartStat)
	}
	return strings.Join(parts, "\x00")
}
