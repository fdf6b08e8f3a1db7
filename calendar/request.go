package calendar

import (
	"bytes"
	"fmt"
	"net/mail"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"
)

const (
	productID   = "-//convene//convene//EN"
	utcLayout   = "20060102T150405Z"
	localLayout = "20060102T150405"
)

// Request writes the invitation to a meeting, or an update of one: METHOD
// REQUEST (RFC 5546, 3.2.2), CRLF, folded at 75 octets. The same event gives
// the same bytes. An error means that the event itself cannot be sent.
func Request(e Event) ([]byte, error) {
	return write(e, ics.MethodRequest)
}

// Cancel writes the cancellation of a meeting for this member: METHOD CANCEL
// (RFC 5546, 3.2.5). The caller has raised e.Sequence.
func Cancel(e Event) ([]byte, error) {
	return write(e, ics.MethodCancel)
}

func write(e Event, method ics.Method) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("write %s: %w", method, err)
	}
	cal := newCalendar(method)
	zone := namedZone(e.Start, e.End)
	if zone != nil {
		cal.AddVTimezone(timezone(zone, e.Start, e.End))
	}
	cal.AddVEvent(invitation(e, method, zone))
	return serialize(cal)
}

// newCalendar has METHOD before any component, which Outlook insists on.
func newCalendar(method ics.Method) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(method)
	return cal
}

func serialize(cal *ics.Calendar) ([]byte, error) {
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLine("\r\n")); err != nil {
		return nil, fmt.Errorf("serialize calendar: %w", err)
	}
	return b.Bytes(), nil
}

// invitation is the VEVENT with organizer and attendee. It has no VALARM:
// every program has the reminder its owner chose, and most ignore or double
// the one of a stranger.
func invitation(e Event, method ics.Method, zone *time.Location) *ics.VEvent {
	v := plainEvent(e, zone)
	status := ics.ObjectStatusConfirmed
	if method == ics.MethodCancel {
		status = ics.ObjectStatusCancelled
	}
	v.AddProperty(ics.ComponentPropertyStatus, string(status))
	v.AddProperty(ics.ComponentPropertyOrganizer, "mailto:"+e.Organizer.Address, name(e.Organizer))
	stat, _ := e.partStat() // checked in write
	attendee := []ics.PropertyParameter{
		name(e.Attendee),
		param("CUTYPE", "INDIVIDUAL"),
		param("ROLE", "REQ-PARTICIPANT"),
		param("PARTSTAT", stat),
	}
	if method == ics.MethodRequest {
		// Also in a silent update: without it Exchange takes the buttons away,
		// and a member must be able to change their mind.
		attendee = append(attendee, param("RSVP", "TRUE"))
	}
	v.AddProperty(ics.ComponentPropertyAttendee, "mailto:"+e.Attendee.Address, attendee...)
	return v
}

// plainEvent has what any calendar may know of a meeting, and no people.
func plainEvent(e Event, zone *time.Location) *ics.VEvent {
	v := ics.NewEvent(e.UID)
	v.AddProperty(ics.ComponentPropertyDtstamp, e.Stamp.UTC().Format(utcLayout))
	v.AddProperty(ics.ComponentPropertySequence, strconv.Itoa(e.Sequence))
	addTime(v, ics.ComponentPropertyDtStart, e.Start, zone)
	addTime(v, ics.ComponentPropertyDtEnd, e.End, zone)
	v.AddProperty(ics.ComponentPropertySummary, cleanLine(e.Summary))
	if s := cleanText(e.Description); s != "" {
		v.AddProperty(ics.ComponentPropertyDescription, s)
	}
	if s := cleanLine(e.Location); s != "" {
		v.AddProperty(ics.ComponentPropertyLocation, s)
	}
	v.AddProperty(ics.ComponentPropertyTransp, "OPAQUE")
	return v
}

// addTime writes local wall time with TZID, or UTC when zone is nil.
// golang-ical's own setters would write UTC and TZID together.
func addTime(v *ics.VEvent, p ics.ComponentProperty, t time.Time, zone *time.Location) {
	if zone == nil {
		v.AddProperty(p, t.UTC().Format(utcLayout))
		return
	}
	v.AddProperty(p, t.In(zone).Format(localLayout), param("TZID", zone.String()))
}

// name is the CN parameter; programs show the address anyway when there is
// no name, but some choke on an empty CN.
func name(a mail.Address) ics.PropertyParameter {
	cn := cleanName(a.Name)
	if cn == "" {
		cn = cleanName(a.Address)
	}
	return param("CN", cn)
}

func param(key, value string) ics.PropertyParameter {
	return &ics.KeyValues{Key: key, Value: []string{value}}
}
