package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of an agenda of one's own.
const (
	MaxAgendaSize  = 16 << 10 // bytes
	maxAgendaParts = 20
	maxAgendaText  = 120 // characters of one part
	maxAgendaTime  = 600 // minutes of one part
)

// Agenda is an agenda of the coordinator's own.
type Agenda struct {
	Title string // "" without one
	Parts []AgendaPart
}

// AgendaPart is one part of it. Minutes are scaled to how long meetings are.
type AgendaPart struct {
	Minutes int
	Text    string
}

// agendaFault is what is wrong on a line of an agenda file.
type agendaFault struct {
	line      int
	what, fix string
}

var agendaLine = regexp.MustCompile(`^([0-9]{1,4})(?:\s*(?:min\.?|minutes|'|′))?\s*[:.]?\s+(\S.*)$`)

const agendaExample = `write one part a line, minutes first: "10 Check-in: one word each"`

// parseAgenda reads an agenda: an optional title ("# Walk and talk"), then one part
// a line, minutes first. Empty lines count for nothing, nor do further lines that
// begin with #. It finds every fault.
func parseAgenda(data []byte) (Agenda, []agendaFault) {
	var a Agenda
	var faults []agendaFault
	fault := func(line int, fix, what string, args ...any) {
		faults = append(faults, agendaFault{line, fmt.Sprintf(what, args...), fix})
	}
	if len(data) > MaxAgendaSize {
		fault(0, "check that it is the right file", "it is larger than %d bytes", MaxAgendaSize)
		return a, faults
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		fault(0, "save the file as UTF-8", "it is not UTF-8 text")
		return a, faults
	}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.ContainsFunc(line, hidden):
			fault(i+1, "type the line anew", "it holds characters that cannot be seen")
		case strings.HasPrefix(line, "#"):
			if title := strings.TrimSpace(strings.TrimLeft(line, "#")); a.Title == "" && len(a.Parts) == 0 {
				if a.Title = title; utf8.RuneCountInString(title) > maxAgendaText {
					fault(i+1, "make it shorter", "a title of more than %d characters", maxAgendaText)
				}
			}
		default:
			m := agendaLine.FindStringSubmatch(strings.TrimLeft(line, "-* "))
			if m == nil {
				fault(i+1, agendaExample, "%s has no minutes at its beginning, or nothing behind them", quoted(line))
				continue
			}
			n, _ := strconv.Atoi(m[1])
			switch {
			case n < 1 || n > maxAgendaTime:
				fault(i+1, fmt.Sprintf("choose from 1 to %d", maxAgendaTime), "%d minutes", n)
			case utf8.RuneCountInString(m[2]) > maxAgendaText:
				fault(i+1, "make it shorter", "a part of more than %d characters", maxAgendaText)
			default:
				a.Parts = append(a.Parts, AgendaPart{n, m[2]})
			}
		}
	}
	switch {
	case len(a.Parts) > maxAgendaParts:
		fault(0, "put some together", "it has %d parts; nobody keeps more than %d in mind", len(a.Parts), maxAgendaParts)
	case len(a.Parts) == 0 && len(faults) == 0:
		fault(0, agendaExample, "it has no parts")
	}
	return a, faults
}

// hidden tells characters that cannot be seen.
func hidden(c rune) bool { return c != '\t' && forbidden(c) != "" }

// ownAgenda reads the file of an agenda that does not come with convene.
func (r *reading) ownAgenda(name string, line int) Agenda {
	path := filepath.Join(r.templatesDir, "agenda-"+name+".md")
	data, err := readLimited(path, MaxAgendaSize)
	switch {
	case errors.Is(err, errTooBig):
		data = make([]byte, MaxAgendaSize+1)
	case errors.Is(err, fs.ErrNotExist):
		r.errorf(line, "write it, or choose one of "+strings.Join(r.loader.agendas(), ", "), "there is no file %s for the agenda %s", show(path), quoted(name))
		return Agenda{}
	case err != nil:
		r.errorf(line, "mend that, or choose one of "+strings.Join(r.loader.agendas(), ", "), "cannot read %s: %s", show(path), reason(err))
		return Agenda{}
	}
	a, faults := parseAgenda(data)
	for _, f := range faults {
		r.note(Problem{Path: path, Line: f.line, What: f.what, Fix: f.fix})
	}
	return a
}
