package calendar

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ReadReplies reads what attendees say in a calendar file: REPLY, COUNTER and
// REFRESH. Invitations, cancellations and published calendars in it (a
// forwarded mail, a bounce) are no replies and are left out, so an empty list
// without an error is possible. It takes every break of the grammar that real
// programs make and never fails because of one.
//
// An error wraps ErrLimit (too large, to be put aside unread) or ErrNoCalendar
// (nothing in it is iCalendar).
func ReadReplies(ics []byte) ([]Reply, error) {
	objects, err := readObjects(ics)
	if err != nil {
		return nil, err
	}
	var list []Reply
	for _, o := range objects {
		zones := newZones(o)
		for _, e := range o.events {
			if r, ok := o.reply(e, zones); ok {
				list = append(list, r)
			}
		}
	}
	return Distinct(list), nil
}

// method is METHOD of the object, wherever in it that stands, also inside the
// event when an END was lost.
func (o object) method(e component) string {
	for _, lines := range [][]line{o.lines, e.lines} {
		if l, ok := (component{lines: lines}).find("METHOD"); ok {
			return strings.ToUpper(cleanLine(l.value))
		}
	}
	return ""
}

func (o object) reply(e component, zones *zones) (Reply, bool) {
	r := Reply{Method: o.method(e)}
	var comments []string
	for _, l := range e.lines {
		switch l.name {
		case "UID":
			r.UID = first(r.UID, NormalizeUID(l.text()))
		case "RECURRENCE-ID":
			r.RecurrenceID = first(r.RecurrenceID, cleanLine(l.value))
		case "SEQUENCE":
			r.Sequence = max(r.Sequence, number(l.value))
		case "DTSTAMP":
			r.Stamp = zones.stamp(l)
		case "ORGANIZER":
			r.Organizer = first(r.Organizer, address(l.value))
		case "ATTENDEE":
			r.Attendees = append(r.Attendees, attendee(l))
		case "COMMENT":
			comments = append(comments, l.text())
		case "X-RESPONSE-COMMENT":
			comments = append(comments, unescapeHTML(l.text()))
		}
	}
	if r.Stamp.IsZero() {
		if l, ok := e.find("LAST-MODIFIED"); ok {
			r.Stamp = zones.stamp(l)
		}
	}
	switch r.Method {
	case MethodReply, MethodCounter, MethodRefresh:
	case "":
		if len(r.Attendees) != 1 || !r.Attendees[0].Answers() {
			return Reply{}, false
		}
	default:
		return Reply{}, false
	}
	if len(r.Attendees) == 1 {
		comments = append(comments, r.Attendees[0].Comment)
	}
	r.Comment = joinDistinct(comments)
	span, ok := zones.span(e)
	r.Proposed = proposed(r.Method, e, zones, span, ok)
	if ok && !span.Floating && !span.allDay && r.Method != MethodCounter {
		r.Start = span.Start
	}
	return r, true
}

// proposed reads another time: DTSTART and DTEND of a COUNTER, which are span,
// or the parameter that iOS puts beside the attendee.
func proposed(method string, e component, zones *zones, span Span, ok bool) *Span {
	if method == MethodCounter {
		if !ok {
			return nil
		}
		return &span
	}
	for _, l := range e.lines {
		if l.name != "ATTENDEE" {
			continue
		}
		p, found := zones.appleProposal(l.param("TO-ALL-PROPOSED-NEW-TIME"))
		if !found {
			continue
		}
		if ok && !span.End.IsZero() {
			p.End = p.Start.Add(span.End.Sub(span.Start))
		}
		return &p
	}
	return nil
}

// number reads SEQUENCE and its like: what is none counts as 0.
func number(s string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return int(min(n, math.MaxInt32))
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func joinDistinct(list []string) string {
	var kept []string
	seen := map[string]bool{"": true}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "\n")
}

// stamp reads DTSTAMP, which is UTC by RFC 5545, 3.8.7.2, also when it does not
// say so.
func (z *zones) stamp(l line) time.Time {
	if l.param("TZID") == "" {
		t, _, _ := parseTime(l.value)
		return t
	}
	t, _, _ := z.time(l)
	return t.UTC()
}
