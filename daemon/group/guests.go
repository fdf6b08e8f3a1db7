package group

import (
	"slices"
	"strings"
)

// guest tells whether somebody on record is a guest: the coordinator's file invites
// them to single meetings. They are observers that get no notices and no report.
func (m Member) guest() bool { return m.State == Observer && !m.Coordinator }

// GuestPrefix is how the ids of guests begin.
const GuestPrefix = "guest-"

// stopped tells whether somebody on record was a guest who wants no more mail.
func (m Member) stopped() bool {
	return m.State == Left && m.ByMail && strings.HasPrefix(string(m.ID), GuestPrefix)
}

// invitesAsGuest tells whether the coordinator's file lists somebody as a guest of some
// meeting, and as nothing else.
func (g *Group) invitesAsGuest(m Member) bool {
	return m.guest() && slices.ContainsFunc(g.Guests, func(v Guest) bool { return m.Has(v.Email) })
}

// guestAt tells whether somebody is a guest of a meeting.
func (g *Group) guestAt(m Member, meeting MeetingID) bool {
	mt, _ := g.Meeting(meeting)
	return g.On["guests"] && m.guest() && slices.ContainsFunc(g.Guests, func(v Guest) bool {
		return (v.Meeting == meeting || !v.Start.IsZero() && v.Start.Equal(mt.Filed.Start)) && m.Has(v.Email)
	})
}

// guestsComing are the first names of a meeting's guests who said they would come.
func (g *Group) guestsComing(meeting MeetingID) []string {
	var names []string
	for _, m := range g.Members {
		if r, ok := g.RSVP(meeting, m.ID); ok && r.Answer.Coming() && g.guestAt(m, meeting) {
			names = append(names, m.First())
		}
	}
	return names
}

// out tells whether somebody no longer takes part in a meeting that takes place:
// they left, are not in any more, or are a guest of another one.
func (g *Group) out(m Member, mt Meeting) bool {
	return m.State == Left || m.State == Paused && (m.Joining == Invited || m.Joining == Declined) || (m.guest() || m.State == Observer) && !g.guestAt(m, mt.ID)
}

// planGuests writes each guest one letter, about the one meeting.
func planGuests(g *Group) []Item {
	var items []Item
	for _, mt := range g.takingPlace() {
		for _, m := range g.Members {
			if !g.guestAt(m, mt.ID) || !m.Joined.Before(mt.Start) {
				continue
			}
			it := Item{
				Key:   Key{Practice: "guest", Occurrence: string(mt.ID), Member: m.ID},
				Class: InLetter, Due: g.letterAt(mt, m), Expires: mt.Start, Before: true, Alone: true, Rank: rankComing, Meeting: mt.ID,
			}
			if _, said := g.RSVP(mt.ID, m.ID); !said {
				it.Asks = []Ask{{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}}
			}
			items = append(items, it)
		}
	}
	return items
}

func writeGuest(g *Group, it Item, m Member, b Base) any {
	mt, _ := g.Meeting(it.Meeting)
	d := GuestData{
		Base: b, Purpose: g.Purpose, Start: mt.Start.In(m.Zone), End: mt.End().In(m.Zone), Place: mt.Place, Asks: len(it.Asks) > 0,
	}
	if host, ok := g.contactMember(); ok {
		d.Host = host.First()
	}
	if t, ok := g.Topic(mt.Topic); ok {
		d.Topic = t.Text
	}
	return d
}
