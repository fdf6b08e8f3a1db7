package group

import (
	"strings"
	"time"
)

// whyMe says why a role fell to a member: the reason of the latest turn of theirs
// that stands, from the record as it was.
func (g *Group) whyMe(in Inbound, now time.Time) Understood {
	u := Understood{Kind: "why"}
	var mine Turn
	var start time.Time
	for _, t := range g.Turns {
		mt, ok := g.Meeting(t.Meeting)
		waits := t.State == Offered || t.State == Asked || t.State == Accepted
		if ok && t.Member == in.Member && waits && mt.State == Planned && mt.Start.After(now) && (start.IsZero() || mt.Start.Before(start)) {
			mine, start = t, mt.Start
		}
	}
	if start.IsZero() {
		u.Lines = []ReceiptLine{{What: "why_none"}}
		return u
	}
	l := ReceiptLine{Start: start, Role: mine.Role}
	for _, t := range g.Turns {
		mt, _ := g.Meeting(t.Meeting)
		if t.Member == in.Member && t.Role == mine.Role && mt.Start.Before(start) && (t.State == Served || t.State == Accepted) {
			l.N++
			l.Until = later(l.Until, mt.Start)
		}
	}
	switch {
	case mine.From != "" && mine.State == Asked:
		l.What, l.Who = "why_swap_asked", g.first(mine.From)
	case mine.From != "":
		l.What, l.Who = "why_swapped", g.first(mine.From)
	case strings.HasPrefix(mine.Reason, "took it"), strings.HasPrefix(mine.Reason, "offered to"):
		l.What = "why_offered"
	case l.N == 0:
		l.What = "why_never"
	default:
		l.What = "why_least"
	}
	u.Lines = []ReceiptLine{l}
	return u
}
