package group

import "time"

// AgendaMinutes is the sum of an agenda's steps, -1 if one is shorter than a minute.
func AgendaMinutes(name string, minutes int) int {
	g := &Group{Settings: Settings{Agenda: name}}
	n := 0
	for _, s := range g.agenda(Meeting{ID: "m", Start: time.Unix(0, 0), Duration: time.Duration(minutes) * time.Minute}, time.UTC) {
		if s.Minutes < 1 {
			return -1
		}
		n += s.Minutes
	}
	return n
}

// OwnAgendaSteps are the steps of an agenda of the coordinator's own.
func OwnAgendaSteps(own []AgendaPart, minutes int) []AgendaStep {
	g := &Group{Settings: Settings{Agenda: "own", OwnAgenda: own}}
	return g.agenda(Meeting{ID: "m", Start: time.Unix(0, 0), Duration: time.Duration(minutes) * time.Minute}, time.UTC)
}
