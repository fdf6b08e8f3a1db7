package group

import "time"

// AgendaStep is one part of a meeting. The templates hold the words of the names.
type AgendaStep struct {
	Name    string
	Start   time.Time // in the reader's zone
	Minutes int
}

// share is a step with its part of the meeting, and the fewest minutes it needs.
type share struct {
	name  string
	parts int
}

// agendas are the agendas that ship, by name: what is done, and how the time is
// shared out. In peer assist questions come first and advice last.
var agendas = map[string][]share{
	"circle":      {{"intention", 1}, {"checkin", 3}, {"council", 12}, {"checkout", 2}},
	"peer-assist": {{"intention", 1}, {"checkin", 2}, {"case", 2}, {"questions", 5}, {"advice", 4}, {"takeaway", 2}, {"checkout", 2}},
	"book":        {{"intention", 1}, {"checkin", 2}, {"passages", 5}, {"discussion", 7}, {"practice", 3}, {"checkout", 2}},
	"closing":     {{"intention", 1}, {"lookback", 5}, {"goals", 4}, {"thanks", 4}, {"next", 3}, {"checkout", 1}},
}

// agenda is the timed script of a meeting: its minutes add up to the meeting. The
// last meeting has the closing agenda.
func (g *Group) agenda(mt Meeting, zone *time.Location) []AgendaStep {
	name := g.Agenda
	if last, ok := g.last(); ok && last.ID == mt.ID && len(g.takingPlace()) > 1 {
		name = "closing"
	}
	steps, ok := agendas[name]
	if !ok {
		steps = agendas["circle"]
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

// shareOut shares minutes out among steps in fives, what is left over going to the
// longest step.
func shareOut(minutes int, steps []share) []int {
	parts, longest := 0, 0
	for i, s := range steps {
		parts += s.parts
		if s.parts > steps[longest].parts {
			longest = i
		}
	}
	out, left := make([]int, len(steps)), minutes
	for i, s := range steps {
		if i != longest {
			out[i] = max(minutes*s.parts/parts/5*5, min(5, minutes/len(steps)))
			left -= out[i]
		}
	}
	out[longest] = left
	return out
}
