package group

import "time"

// Shift says that a meeting begins at another hour for its reader than the ones
// before, though the group meets when it always does: clocks change, the reader's or
// the group's. The zero Shift says that it does not.
type Shift struct {
	Minutes   int       // by how much
	Later     bool      // else earlier
	Here      time.Time // when the reader's clocks change, zero if they do not; in their zone
	There     time.Time // when the group's clocks change, zero if they do not; in its zone
	HerePast  bool      // the reader's have changed when the letter goes out
	TherePast bool      // the group's have
}

// shift compares a meeting with the one before it that began at the same hour of the
// group's, as a member's clock shows them.
func (g *Group) shift(mt Meeting, m Member) Shift {
	before, ok := g.sameHourBefore(mt)
	if !ok || m.Joined.After(before.Start) || m.Zone == nil || g.Zone == nil {
		return Shift{} // for them there is no usual hour yet
	}
	here := offset(mt.Start, m.Zone) - offset(before.Start, m.Zone)
	there := offset(mt.Start, g.Zone) - offset(before.Start, g.Zone)
	by := here - there
	s := Shift{Later: by > 0, Minutes: max(by, -by) / 60}
	if s.Minutes == 0 {
		return Shift{}
	}
	if here != 0 {
		s.Here = changed(mt.Start, m.Zone)
	}
	if there != 0 {
		s.There = changed(mt.Start, g.Zone)
	}
	return s
}

// asOf is the shift as a letter tells it that goes out then.
func (s Shift) asOf(now time.Time) Shift {
	s.HerePast = !s.Here.IsZero() && !s.Here.After(now)
	s.TherePast = !s.There.IsZero() && !s.There.After(now)
	return s
}

// sameHourBefore is the last meeting before this one that was not cancelled and began
// at the same hour of the group's.
func (g *Group) sameHourBefore(mt Meeting) (Meeting, bool) {
	var last Meeting
	found := false
	hour := mt.Start.In(g.Zone).Format("15:04")
	for _, o := range g.Meetings {
		if o.State != Cancelled && o.Start.Before(mt.Start) && o.Start.In(g.Zone).Format("15:04") == hour && (!found || o.Start.After(last.Start)) {
			last, found = o, true
		}
	}
	return last, found
}

// offset is how far a zone is ahead of UTC, in seconds.
func offset(at time.Time, zone *time.Location) int {
	_, seconds := at.In(zone).Zone()
	return seconds
}

// changed is the day on which a zone's clocks were last changed before an instant.
// Where they go back at midnight, that instant is still in the day before for clocks
// that went back; people name the new day.
func changed(at time.Time, zone *time.Location) time.Time {
	from, _ := at.In(zone).ZoneBounds()
	return from.Add(2 * time.Hour).In(zone)
}
