package group_test

import (
	"strings"
	"testing"
	"time"

	"convene/daemon/group"
)

// TestAnAgendaOfOnesOwnIsScaledToTheMeeting: its minutes are shares, and add up to
// the meeting whatever they are.
func TestAnAgendaOfOnesOwnIsScaledToTheMeeting(t *testing.T) {
	for _, c := range []struct {
		minutes int
		parts   []int
		want    []int
	}{
		{90, []int{10, 60, 20}, []int{10, 60, 20}},
		{45, []int{10, 60, 20}, []int{5, 30, 10}},
		{60, []int{1, 1, 40, 41, 1, 1, 1, 1, 1, 1, 1, 1}, nil},
		{90, []int{600, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 599, 600}, nil},
		{10, []int{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, nil},
		{10, []int{600}, []int{10}},
	} {
		var own []group.AgendaPart
		for range c.parts {
			own = append(own, group.AgendaPart{Name: strings.Repeat("x", len(own)+1), Parts: c.parts[len(own)]})
		}
		steps := group.OwnAgendaSteps(own, c.minutes)
		sum, at := 0, time.Unix(0, 0).UTC()
		for i, s := range steps {
			if s.Minutes < 1 || !s.Start.Equal(at) {
				t.Errorf("%v in %d minutes: %+v begins not at %s", c.parts, c.minutes, s, at)
			}
			if c.want != nil && (i >= len(c.want) || s.Minutes != c.want[i]) {
				t.Errorf("%v in %d minutes: part %d takes %d", c.parts, c.minutes, i, s.Minutes)
			}
			sum, at = sum+s.Minutes, at.Add(time.Duration(s.Minutes)*time.Minute)
		}
		if sum != c.minutes {
			t.Errorf("%v in %d minutes: %d in all", c.parts, c.minutes, sum)
		}
	}
}

func TestTheLetterSaysWhatKindOfMeetingItIs(t *testing.T) {
	for agenda, want := range map[string]group.Occasion{
		"circle": {}, "peer-assist": {Agenda: "peer-assist"}, "book": {Agenda: "book"}, "walk": {Agenda: "own", Title: "Walk and talk"}, "unknown": {},
	} {
		l := newLife(t, 7, 3)
		l.g.Agenda = agenda
		if agenda == "walk" {
			l.g.OwnAgenda, l.g.OwnTitle = []group.AgendaPart{{Name: "Walk", Parts: 1}}, "Walk and talk"
		}
		l.until(at(t, "2026-01-06 12:00"), nil)
		if d := l.meetingData("eli"); d.Agenda != want.Agenda || d.Title != want.Title {
			t.Errorf("%s: %+v", agenda, d.Occasion)
		}
		l.until(at(t, "2026-02-06 12:00"), nil)
		if d := l.meetingData("eli"); !d.Last || d.Agenda != "" {
			t.Errorf("%s: the last meeting is %+v", agenda, d.Occasion)
		}
	}
}
