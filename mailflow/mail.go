package mailflow

import (
	"net/mail"
	"time"
)

// Kind is the transport kind of a mail: who or what wrote it.
type Kind string

// The transport kinds. Only Person and Calendar may carry answers.
const (
	Person    Kind = "person"
	Calendar  Kind = "calendar"
	Automatic Kind = "automatic"
	Bounce    Kind = "bounce"
	Unknown   Kind = "unknown"
)

// Seal is how words can be in a mail without being text of it.
type Seal string

// The seals; where several are there, the first of them.
const (
	Winmail   Seal = "winmail"   // a winmail.dat and no iCalendar object: Outlook's own form, which may hold an answer to an invitation
	Encrypted Seal = "encrypted" // OpenPGP or S/MIME, also where it is signed only and wrapped in the signature
	File      Seal = "file"      // an attachment, a picture that no markup shows, an enclosed mail, somebody's invitation
)

// Mail is one parsed mail. Addresses and texts are decoded; Header has the
// fields as they came.
type Mail struct {
	MessageID  string   // without < >
	InReplyTo  []string // without < >
	References []string // without < >, oldest first

	From    mail.Address // the first address of the topmost From; zero if there is none
	Sender  mail.Address // zero if absent
	ReplyTo mail.Address // zero if absent
	To, Cc  []mail.Address
	// DeliveredTo are the addresses that delivery noted, topmost first: the
	// only place where a sub-address survives some relays.
	DeliveredTo []string

	Subject string
	Date    time.Time // with the sender's offset; zero if absent or unreadable
	Header  Header

	Text string // decoded plain text, UTF-8, LF, format=flowed unfolded; "" if there is none
	HTML string // decoded HTML, UTF-8, LF; "" if there is none
	// Calendars are all iCalendar objects, decoded but not parsed: text/calendar
	// parts first, then attachments. Those inside an enclosed message are not
	// among them.
	Calendars [][]byte

	Kind    Kind
	Because []string // the signals that led to Kind

	Bounce *BounceReport // what bounced and why; nil if Kind is not Bounce
	Sealed Seal          // what there is beside the text that is not opened; "" if nothing
	// Attached is the name of the first file that a person attached, decoded and with
	// its control characters; "" if there is none. Cards, signatures, and what belongs
	// to the markup or was put there by a server are not among them.
	Attached string

	Machine Machine // what sort of automatic mail; OtherMachine if Kind is not Automatic
	// About is the Message-ID, without < >, of the mail that a read receipt or a
	// complaint is about; "" if it does not say.
	About string

	calendarMethods []string // METHOD of each of Calendars, upper case, "" if none
}

// Parse reads a raw mail. It is tolerant: what is broken is read as far as it
// can be. An error means that nothing can be made of the mail and that it
// should be quarantined; errors.Is(err, ErrLimit) says that it is too big, too
// deep or has too many parts. MaxRaw, MaxHeader, MaxNesting and MaxParts are
// checked before anything is decoded.
func Parse(raw []byte) (*Mail, error) {
	root, err := scanParts(raw)
	if err != nil {
		return nil, err
	}
	m := &Mail{Header: root.header}
	m.readHeader()
	if err := m.readBody(root); err != nil {
		return nil, err
	}
	m.classify(root)
	return m, nil
}
