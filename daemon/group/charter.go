package group

import "time"

// charterAfter is when the charter is proposed: the working day after the first meeting.
func (g *Group) charterAfter(mt Meeting) time.Time { return nine(mt.Start, g.Zone, 1, g.Weekends) }
