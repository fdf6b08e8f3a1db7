package group

import (
	"slices"
	"time"
)

// AgendaStep is one part of a meeting. The templates hold the words of the names;
// a name they do not know is the coordinator's own words.
type AgendaStep struct {
	Name    string
	Start   time.Time // in the reader's zone
	Minutes int
}

// AgendaPart is one part of an agenda of the coordinator's own: Parts are minutes,
// scaled to the meeting.
type AgendaPart struct {
	Name  string
	Parts int
}

// share is a step with its part of the meeting.
type share struct {
	name  string
	parts int
}

// The agendas that ship, by name.
const (
	agendaCircle     = "circle"
	agendaPeerAssist = "peer-assist"
	agendaBook       = "book"
	agendaClosing    = "closing"
)

// agendas say what is done, and how the time is shared out. In peer assist
// questions come first and advice last.
var agendas = map[string][]share{
	agendaCircle:     {{"intention", 1}, {"checkin", 3}, {"council", 12}, {"checkout", 2}},
	agendaPeerAssist: {{"intention", 1}, {"checkin", 2}, {"case", 2}, {"questions", 5}, {"advice", 4}, {"takeaway", 2}, {"checkout", 2}},
	agendaBook:       {{"intention", 1}, {"checkin", 2}, {"passages", 5}, {"discussion", 7}, {"practice", 3}, {"checkout", 2}},
	agendaClosing:    {{"intention", 1}, {"lookback", 5}, {"goals", 4}, {"thanks", 4}, {"next", 3}, {"checkout", 1}},
}

// agendaOf is the name of a meeting's agenda, without regard to a case. The last
// meeting has the closing agenda.
func (g *Group) agendaOf(mt Meeting) string {
	if last, ok := g.last(); ok && last.ID == mt.ID && len(g.takingPlace()) > 1 {
		return agendaClosing
	}
	if _, ok := agendas[g.Agenda]; ok || len(g.OwnAgenda) > 0 {
		return g.Agenda
	}
	return agendaCircle
}

// agenda is the timed script of a meeting: its minutes add up to the meeting. A case
// makes a circle peer assist.
func (g *Group) agenda(mt Meeting, zone *time.Location) []AgendaStep {
	name := g.agendaOf(mt)
	if _, ok := g.brings(mt.ID); ok && name == agendaCircle {
		name = agendaPeerAssist
	}
	steps, ok := agendas[name]
	if name == agendaClosing && mt.Topic != 0 { // what was voted for has its time, too
		steps = slices.Insert(slices.Clone(steps), 1, share{"council", 5})
	}
	if !ok {
		for _, p := range g.OwnAgenda {
			steps = append(steps, share{p.Name, p.Parts})
		}
	}
	at := mt.Start.In(zone)
	var out []AgendaStep
	for i, minutes := range shareOut(int(mt.Duration/time.Minute), steps) {
		if minutes > 0 {
			out = append(out, AgendaStep{Name: steps[i].name, Start: at, Minutes: minutes})
		}
		at = at.Add(time.Duration(minutes) * time.Minute)
	}
	return out
}

// occasion says what is special about a meeting, as one member may read it.
func (g *Group) occasion(mt Meeting, m Member) Occasion {
	o := Occasion{Agenda: g.agendaOf(mt), Guests: g.guestsComing(mt.ID)}
	if c, ok := g.brings(mt.ID); ok {
		o.CaseBy, o.Yours = g.first(c.Member), c.Member == m.ID
	}
	switch o.Agenda {
	case agendaCircle, agendaClosing: // the usual, and what the letter says anyway
		o.Agenda = ""
	case agendaPeerAssist, agendaBook:
	default:
		o.Agenda, o.Title = "own", g.OwnTitle
	}
	return o
}

// shareOut shares minutes out among steps in fives, what is left over going to the
// longest step. No step is shorter than five minutes, or than its even share where
// there are too many.
func shareOut(minutes int, steps []share) []int {
	if len(steps) == 0 {
		return nil
	}
	parts, longest := 0, 0
	for i, s := range steps {
		parts += s.parts
		if s.parts > steps[longest].parts {
			longest = i
		}
	}
	least := min(5, minutes/len(steps))
	out, left := make([]int, len(steps)), minutes
	for i, s := range steps {
		if i != longest {
			out[i] = max(minutes*s.parts/parts/5*5, least)
			left -= out[i]
		}
	}
	for left < least { // many short steps: the longest of the others give
		most := -1
		for i := range out {
			if i != longest && (most < 0 || out[i] > out[most]) {
				most = i
			}
		}
		out[most]--
		left++
	}
	out[longest] = left
	return out
}
