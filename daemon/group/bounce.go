package group

import (
	"strings"
	"time"
)

const (
	softBounces = 3                   // temporary failures that count as gone ...
	softOver    = 3 * 24 * time.Hour  // ... if they lie at least so far apart ...
	softWithin  = 30 * 24 * time.Hour // ... and none is older than this
)

// Bounced counts a letter that came back against the member's address. One word
// that the address does not exist is enough, or several other failures over
// days: then the address gets no more mail, and the coordinators are told, once.
// The changes have been applied to g.
func Bounced(g *Group, in Inbound, b Bounce, now time.Time) Outcome {
	var o Outcome
	b.Member, b.Inbox, b.At = in.Member, in.Inbox, now
	m, ok := g.Member(in.Member)
	if !ok {
		return o
	}
	o.add(b, Entry{At: now, Kind: "bounce", Member: m.ID, Text: first(b.Status, "no status"), Inbox: in.Inbox})
	g.Apply(b)
	if !m.Unreachable && g.gone(m.ID, now) {
		m.Unreachable = true
		o.add(m, Entry{At: now, Kind: "unreachable", Member: m.ID, Inbox: in.Inbox})
		g.Apply(m)
		o.Items = append(o.Items, g.notices(in, NoticeData{Kind: "bounce", Who: m.Name, Text: b.Status})...)
	}
	return o
}

// gone tells whether a member's address takes no mail any more.
func (g *Group) gone(id MemberID, now time.Time) bool {
	var earliest, latest time.Time
	n := 0
	for _, b := range g.Bounces {
		if b.Member != id || b.At.Before(now.Add(-softWithin)) {
			continue
		}
		// 5.1.x: there is no such mailbox or domain (RFC 3463 section 3.2).
		if b.Permanent && strings.HasPrefix(b.Status, "5.1.") {
			return true
		}
		n++
		earliest, latest = sooner(earliest, b.At), later(latest, b.At)
	}
	return n >= softBounces && latest.Sub(earliest) >= softOver
}

// reached notes that a member's address lives: they wrote.
func (r *reception) reached() {
	m, ok := r.g.Member(r.in.Member)
	if !ok || !m.Unreachable {
		return
	}
	m.Unreachable = false
	r.g.Apply(m)
	r.res.add(m, Entry{At: r.now, Kind: "reachable", Member: m.ID, Inbox: r.in.Inbox})
}
