package group

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The endings of an invitation's occurrence where it is none to a new time or place.
const (
	againSuffix     = " again"     // the same plan once more, or a new link
	CancelledSuffix = " cancelled" // a CANCEL
)

// Overtakes are the occurrences of other mails about the same meeting that need not
// go out any more once this invitation does: one that came late would bring back what
// it cancels, or cancel what it brings back.
func (it Item) Overtakes() []string {
	switch {
	case strings.HasSuffix(it.Occurrence, againSuffix):
		return nil
	case strings.HasSuffix(it.Occurrence, CancelledSuffix):
		return []string{string(it.Meeting), string(it.Meeting) + againSuffix}
	}
	return []string{string(it.Meeting) + againSuffix, string(it.Meeting) + CancelledSuffix}
}

// planInvitations sends each member a calendar invitation of its own for each
// meeting, again when time or place change, and one cancellation.
func planInvitations(g *Group) []Item {
	var items []Item
	for _, m := range g.Members {
		ahead := 0
		for _, mt := range g.Meetings {
			inv, sent := g.Invitation(mt.ID, m.ID)
			it := Item{
				Key:     Key{Practice: "invitation", Occurrence: string(mt.ID), Member: m.ID, Revision: mt.Sequence},
				Class:   InInvitation,
				Expires: mt.Start,
				Before:  true,
				Meeting: mt.ID,
			}
			takesPart := mt.State == Planned && (m.State == Active || g.guestAt(m, mt.ID)) && m.Joined.Before(mt.Start)
			if m.Joined.Before(mt.Start) {
				ahead++
			}
			switch {
			case takesPart && !sent:
				it.Due = nine(mt.Start, m.Zone, -g.Invite, g.Weekends)
				if ahead <= 2 && !m.guest() { // the first two at once, so that the calendar is not empty
					it.Due = sooner(it.Due, m.Joined)
				}
				it.Due = later(it.Due, m.Joined)
				it.Asks = []Ask{{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}}
			case takesPart && (inv.Sequence < mt.Sequence || inv.Cancelled):
				it.Class, it.Due, it.Data, it.Revision = Urgent, inv.Sent, inv, inv.next(mt, g.out(m, mt))
				it.Asks = []Ask{{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}}
			case takesPart && (inv.Place != mt.Place || inv.Sent.IsZero()):
				it.Class, it.Due, it.Data = Urgent, inv.Sent, inv
				it.Occurrence += againSuffix
				it.Revision = g.timesSent("invitation", it.Occurrence, m.ID)
				it.Asks = []Ask{{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}}
			case sent && !inv.Cancelled && !takesPart && (mt.State == Cancelled && m.State != Paused || g.out(m, mt)):
				it.Class, it.Due, it.Revision = Urgent, inv.Sent, inv.next(mt, g.out(m, mt))
				it.Occurrence += CancelledSuffix
			default:
				continue
			}
			items = append(items, it)
		}
	}
	return items
}

// next is the SEQUENCE that the invitation goes out with: it never goes back, and
// is raised by a cancellation and by what undoes one (RFC 5546 section 3.2.5).
func (i Invitation) next(mt Meeting, out bool) int {
	if i.Cancelled || mt.State == Cancelled || out {
		return max(mt.Sequence, i.Sequence+1)
	}
	return max(mt.Sequence, i.Sequence)
}

// timesSent counts the revisions of an item that went out.
func (g *Group) timesSent(practice, occurrence string, m MemberID) int {
	for n := 0; ; n++ {
		if s, ok := g.settled[Key{Practice: practice, Occurrence: occurrence, Member: m, Revision: n}]; !ok || s.How != "sent" {
			return n
		}
	}
}

// partStat is what a member said about a meeting, as PARTSTAT.
func (g *Group) partStat(meeting MeetingID, member MemberID) string {
	r, ok := g.RSVP(meeting, member)
	switch {
	case !ok:
		return ""
	case r.Answer.Coming():
		return "ACCEPTED"
	case r.Answer == No:
		return "DECLINED"
	}
	return "TENTATIVE"
}

func writeInvitation(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := InvitationData{
		Base: b, Start: mt.Start.In(m.Zone), End: mt.End().In(m.Zone), Place: mt.Place,
		Cancelled: mt.State == Cancelled || g.out(m, mt), Gone: mt.State != Cancelled && g.out(m, mt),
		Link: isLink(mt.Place),
	}
	if was, ok := it.Data.(Invitation); ok {
		if !was.Start.Equal(mt.Start) {
			d.Was = was.Start.In(m.Zone)
		}
		if was.Place != mt.Place {
			d.WasPlace = was.Place
		}
		d.Back = was.Cancelled
		d.NewEnd = !was.Cancelled && was.Sequence < mt.Sequence && d.Was.IsZero() && d.WasPlace == ""
		if r, ok := g.RSVP(mt.ID, m.ID); ok {
			d.Answer = string(r.Answer)
		}
		d.Again = d.Answer == "" && slices.ContainsFunc(g.RSVPs, func(r RSVP) bool {
			return r.Meeting == mt.ID && r.Member == m.ID && !r.Received.Before(m.Joined)
		})
	}
	for _, o := range g.takingPlace() {
		if o.Start.After(mt.Start) && len(d.Dates) < 3 && m.State != Left && !m.guest() {
			d.Dates = append(d.Dates, o.Start.In(m.Zone))
		}
	}
	return d
}

// partStats are the answers that PARTSTAT stands for (RFC 5545 section 3.2.12).
var partStats = map[string]RSVPAnswer{"ACCEPTED": Yes, "TENTATIVE": Maybe, "DECLINED": No, "DELEGATED": No}

// refreshEvery is how often an invitation goes out again because a program asks.
const refreshEvery = 24 * time.Hour

// readCalendar records the answer of a member's calendar program (RFC 5546
// section 3.2.3). The prose beside it is a note, never another answer.
func (g *Group) readCalendar(in Inbound, c CalendarReply, now time.Time) Understood {
	inv, ok := g.Invitation(c.Meeting, in.Member)
	mt, found := g.Meeting(c.Meeting)
	if !ok || !found {
		return Understood{Kind: "closed"}
	}
	var u Understood
	if c.Refresh {
		if mt.State == Planned && !inv.Cancelled && now.Sub(inv.Sent) >= refreshEvery {
			inv.Sent = time.Time{} // it goes out again, to the registered address
			u.add(inv, Entry{At: now, Kind: "calendar", Member: in.Member, About: string(mt.ID), Text: "asked for the invitation again", Inbox: in.Inbox})
		}
		return u
	}
	c.Sequence = min(c.Sequence, max(inv.Sequence, mt.Sequence)) // some programs count on by themselves
	if c.Stamp.After(in.Received) {                              // a clock that is ahead: all answers that follow would count as older
		c.Stamp = in.Received
	}
	said := partStats[c.PartStat]
	if c.Delegated != "" {
		u.Items = append(u.Items, g.notices(in, NoticeData{Kind: "delegated", Who: g.first(in.Member), Text: c.Delegated, Start: mt.Start})...)
	}
	if !c.Proposed.IsZero() {
		u.add(Entry{At: now, Kind: "counter", Member: in.Member, About: string(mt.ID), Text: "proposes " + c.Proposed.UTC().Format(time.RFC3339), Inbox: in.Inbox})
		u.Items = append(u.Items, g.noticesAbout(in, mt, NoticeData{Kind: "counter", Who: g.first(in.Member), Text: c.Proposed.In(g.Zone).Format("Mon 2 Jan 2006, 15:04 MST"), Start: mt.Start})...)
	}
	if said == "" { // NEEDS-ACTION or nothing: no answer
		return u
	}
	sequence := min(c.Sequence, mt.Sequence)
	if sequence < mt.Sequence {
		// About an older plan. It counts if time and place are the same still;
		// else it stays on record as an answer to the old time, and the letter
		// or the nudge asks again.
		if inv.Sequence < mt.Sequence || c.Sequence < inv.Sequence {
			if !c.Start.IsZero() && c.Start.Equal(mt.Start) {
				sequence = mt.Sequence
			}
		}
	}
	var last *RSVP
	for i := range g.RSVPs {
		r := &g.RSVPs[i]
		if r.Meeting == mt.ID && r.Member == in.Member && r.Via == "calendar" && (last == nil || r.Position >= last.Position) {
			last = r
		}
	}
	if last != nil {
		older := c.Sequence < last.CalendarSequence || c.Sequence == last.CalendarSequence && c.Stamp.Before(last.Stamp)
		same := c.Sequence == last.CalendarSequence && c.Stamp.Equal(last.Stamp) && said == last.Answer
		if older || same {
			u.add(Entry{At: now, Kind: "calendar", Member: in.Member, About: string(mt.ID), Text: fmt.Sprintf("older or repeated %s, sequence %d", c.PartStat, c.Sequence), Inbox: in.Inbox})
			return u
		}
	}
	v := g.rsvp(in, mt, said, c.Comment, "calendar", now)
	for i, ch := range v.Changes {
		if r, ok := ch.(RSVP); ok {
			r.UID, r.CalendarSequence, r.Stamp, r.Sequence = inv.UID, c.Sequence, c.Stamp, sequence
			v.Changes[i] = r
		}
	}
	u.join(v.Outcome)
	u.Lines, u.Kind = v.Lines, v.Kind
	return u
}
