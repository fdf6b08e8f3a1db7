package mailflow

import (
	"errors"
	"fmt"
)

// The limits of what is parsed. A mail over one of them is quarantined whole.
const (
	// MaxRaw is the size in bytes of a raw mail.
	MaxRaw = 25 << 20
	// MaxText is the size in bytes of all decoded text of a mail; the plain and
	// the HTML form of it are counted apart.
	MaxText = 1 << 20
	// MaxHeader is the size in bytes of one header block.
	MaxHeader = 100 << 10
	// MaxNesting is the depth of multiparts and enclosed messages.
	MaxNesting = 20
	// MaxParts is the number of MIME parts.
	MaxParts = 200
	// MaxCalendar is the size in bytes of one decoded iCalendar object.
	MaxCalendar = 256 << 10
	// MaxCalendars is the size in bytes of all of them together: programs send the
	// same one twice.
	MaxCalendars = 2 * MaxCalendar
	// maxEncodedText is the size in bytes of one text part before decoding:
	// quoted-printable of a text at the limit has at most about three times its
	// size, anything longer is padding.
	maxEncodedText = 4 << 20
	// maxFieldValue is what is read of the fields that are tokenised
	// (Content-Type, addresses, Authentication-Results): the parsers of the
	// standard library are linear, but nobody needs more.
	maxFieldValue = 16 << 10
)

// ErrLimit says that a mail is over one of the limits above; errors.Is finds it
// in what Parse returns.
var ErrLimit = errors.New("over a limit")

func limitError(what string, limit int) error {
	return fmt.Errorf("%w: %s over %d", ErrLimit, what, limit)
}
