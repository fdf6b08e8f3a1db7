package calendar

import (
	"errors"
	"fmt"
	"strings"
)

// Limits on what is read, so that no mail can keep the daemon busy. A calendar
// over one of them is refused whole.
const (
	// MaxSize is the largest calendar in bytes.
	MaxSize = 256 << 10
	// MaxLines is how many content lines a component may have of its own.
	MaxLines = 200
	// MaxDepth is how deep components may nest; real ones need three.
	MaxDepth = 8
	// MaxEvents is how many events one file may have.
	MaxEvents = 50
)

// ErrLimit is wrapped by errors about input that is too large or too deep.
var ErrLimit = errors.New("over the limit")

// ErrNoCalendar is wrapped by errors about input without a single event or
// calendar object in it.
var ErrNoCalendar = errors.New("no calendar")

// object is one VCALENDAR.
type object struct {
	lines  []line // its own properties
	events []component
	zones  []component
}

// component is a VEVENT or VTIMEZONE. The parts of a VTIMEZONE are kept, what
// stands in the alarms of a VEVENT is none of the event's and is dropped.
type component struct {
	lines []line
	parts []component
}

func (c component) find(name string) (line, bool) {
	for _, l := range c.lines {
		if l.name == name {
			return l, true
		}
	}
	return line{}, false
}

// frame is a component that is still open.
type frame struct {
	kind  string
	lines int
	component
}

// reader builds objects without recursion: the stack of frames is its own.
type reader struct {
	objects []object
	current *object
	stack   []frame
	events  int
	seen    bool // any BEGIN of a calendar or event
	err     error
}

// readObjects reads every VCALENDAR, also cut ones, ones without their wrapper
// and ones that stand in each other.
func readObjects(data []byte) ([]object, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("calendar of %d bytes: %w", len(data), ErrLimit)
	}
	r := &reader{}
	logicalLines(withoutBOM(data), func(raw []byte) bool {
		if l, ok := parseLine(raw); ok {
			r.take(l)
		}
		return r.err == nil
	})
	r.closeObject()
	switch {
	case r.err != nil:
		return nil, r.err
	case !r.seen:
		return nil, fmt.Errorf("read calendar: %w", ErrNoCalendar)
	}
	return r.objects, nil
}

func (r *reader) take(l line) {
	switch l.name {
	case "BEGIN":
		r.begin(kindOf(l))
	case "END":
		r.end(kindOf(l))
	default:
		r.property(l)
	}
}

func kindOf(l line) string { return strings.ToUpper(l.value) }

func (r *reader) begin(kind string) {
	switch kind {
	case "VCALENDAR":
		// Two calendars in one file, the first perhaps without its END.
		r.closeObject()
		r.seen = true
	case "VEVENT":
		// An event never stands in another: an END was lost.
		r.closeTo(0)
		r.seen = true
	}
	if r.current == nil {
		r.current = &object{}
	}
	if kind == "VCALENDAR" {
		return
	}
	if len(r.stack) >= MaxDepth {
		r.err = fmt.Errorf("calendar components nested deeper than %d: %w", MaxDepth, ErrLimit)
		return
	}
	r.stack = append(r.stack, frame{kind: kind})
}

func (r *reader) end(kind string) {
	if kind == "VCALENDAR" {
		r.closeObject()
		return
	}
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].kind == kind {
			r.closeTo(i)
			return
		}
	}
}

func (r *reader) property(l line) {
	if len(r.stack) > 0 {
		f := &r.stack[len(r.stack)-1]
		if f.lines++; f.lines > MaxLines {
			r.err = fmt.Errorf("more than %d lines in one %.20q: %w", MaxLines, f.kind, ErrLimit)
			return
		}
		f.component.lines = append(f.component.lines, l)
		return
	}
	if r.current == nil {
		r.current = &object{}
	}
	if len(r.current.lines) >= MaxLines {
		r.err = fmt.Errorf("more than %d lines in one VCALENDAR: %w", MaxLines, ErrLimit)
		return
	}
	r.current.lines = append(r.current.lines, l)
}

// closeTo closes the open components from the innermost down to index n.
func (r *reader) closeTo(n int) {
	for len(r.stack) > n {
		f := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		switch {
		case f.kind == "VEVENT":
			r.current.events = append(r.current.events, f.component)
			if r.events++; r.events > MaxEvents && r.err == nil {
				r.err = fmt.Errorf("more than %d events: %w", MaxEvents, ErrLimit)
			}
		case f.kind == "VTIMEZONE":
			r.current.zones = append(r.current.zones, f.component)
		case (f.kind == "STANDARD" || f.kind == "DAYLIGHT") && len(r.stack) > 0:
			parent := &r.stack[len(r.stack)-1]
			parent.parts = append(parent.parts, f.component)
		}
	}
}

func (r *reader) closeObject() {
	if r.current == nil {
		return
	}
	r.closeTo(0)
	r.objects = append(r.objects, *r.current)
	r.current = nil
}
