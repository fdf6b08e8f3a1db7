package calendar

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
)

// Event is one meeting as one member sees it.
type Event struct {
	// UID is short ASCII, secret, and the same for every revision of this
	// meeting for this member.
	UID string
	// Sequence is raised when time or place change, and for a cancellation.
	// Programs ask the member again when it grows.
	Sequence int
	// Stamp is when this revision was made (DTSTAMP). A newer Stamp with the
	// same Sequence and the member's own PartStat updates silently.
	Stamp time.Time
	// Start and End are instants to the second; Start.Location() is the zone
	// the event is written in. A location without a name from the tz database
	// is written in UTC.
	Start, End time.Time
	// Summary and Location are one line, Description may have several.
	Summary, Description, Location string
	// Organizer is the group's plain address, Attendee the exact recipient.
	Organizer, Attendee mail.Address
	// PartStat is the member's own answer, for silent updates: ACCEPTED,
	// DECLINED, TENTATIVE, DELEGATED, or "" for NEEDS-ACTION.
	PartStat string
}

// maxUID is the longest UID that is written: longer ones are cut by some
// servers, and an Exchange wrap doubles it.
const maxUID = 200

// check says what makes an event impossible to send. Text is never a reason,
// it is cleaned instead; addresses and the UID must be right as they are,
// because a cleaned address is somebody else's.
func (e Event) check() error {
	if err := e.checkTimes(); err != nil {
		return err
	}
	switch {
	case e.UID == "":
		return errors.New("no UID")
	case len(e.UID) > maxUID:
		return fmt.Errorf("UID of %d bytes is too long", len(e.UID))
	case strings.IndexFunc(e.UID, notUID) >= 0:
		return errors.New("UID holds something other than ASCII letters, digits and -_.@+=")
	}
	if err := checkAddress(e.Organizer.Address); err != nil {
		return fmt.Errorf("organizer: %w", err)
	}
	if err := checkAddress(e.Attendee.Address); err != nil {
		return fmt.Errorf("attendee: %w", err)
	}
	// Programs hide the answer buttons from whoever is the organizer.
	if strings.EqualFold(e.Organizer.Address, e.Attendee.Address) {
		return errors.New("organizer and attendee are the same address")
	}
	_, err := e.partStat()
	return err
}

// checkTimes checks what an event needs in any calendar.
func (e Event) checkTimes() error {
	switch {
	case e.Sequence < 0:
		return fmt.Errorf("negative sequence %d", e.Sequence)
	case e.Stamp.IsZero():
		return errors.New("no stamp")
	case e.Start.IsZero() || e.End.IsZero():
		return errors.New("no start or no end")
	case !e.End.Truncate(time.Second).After(e.Start.Truncate(time.Second)):
		return errors.New("end is not after start")
	case !writable(e.Stamp) || !writable(e.Start) || !writable(e.End):
		return errors.New("a year outside 1601 to 9998")
	}
	return nil
}

// writable is true for years that four digits can hold and that Windows
// programs can read.
func writable(t time.Time) bool { return t.Year() >= 1601 && t.Year() <= 9998 }

func (e Event) partStat() (string, error) {
	switch p := strings.ToUpper(e.PartStat); p {
	case "":
		return NeedsAction, nil
	case NeedsAction, Accepted, Declined, Tentative, Delegated:
		return p, nil
	default:
		return "", fmt.Errorf("unknown PARTSTAT %q", e.PartStat)
	}
}

func notUID(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_.@+=", r)
}
