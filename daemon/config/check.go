package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The sizes between which a peer group works well.
const (
	smallest = 7
	largest  = 15
)

// check looks at a group as a whole, once its parts are read.
func (r *reading) check(c *Config, t *table, g *Group) {
	r.ownMailbox(c, t, g)
	r.size(t, g)
	r.holidays(t, g)
	r.rhythm(t, g)
	r.uninvited(t, g)
}

// uninvited warns of guests in the file who get nothing, since guests are off.
func (r *reading) uninvited(t *table, g *Group) {
	v := t.values["guest"]
	if v == nil || len(v.items) == 0 || g.Practices["guests"] {
		return
	}
	r.warnf(v.items[0].table.line, "add guests = true to [group.practices], or remove the guests",
		"%s has %s, but the practice guests is off, so no guest is invited", g.title(), counted(len(v.items), "guest"))
}

// ownMailbox refuses the mailbox as a person's address: convene would answer
// itself, and a calendar server drops an invitation whose organizer is invited.
func (r *reading) ownMailbox(c *Config, t *table, g *Group) {
	own := c.Mail.Address.Address
	if own == "" {
		return
	}
	own = base(own, c.Mail.Subaddress)
	refuse := func(line int, who, addr string) {
		if base(addr, c.Mail.Subaddress) == own {
			r.errorf(line, "give convene a mailbox of its own, or write another address here", "%s has the address of convene's own mailbox, %s", who, addr)
		}
	}
	lists := map[string]string{"members": "a member", "coordinators": "a coordinator"}
	for _, key := range []string{"members", "coordinators"} {
		if v := t.values[key]; v != nil {
			for _, item := range v.items {
				if _, addr, err := splitAddress(item.text); err == nil {
					refuse(item.line, lists[key], addr)
				}
			}
		}
	}
	if v := t.values["closing"]; v != nil {
		if to := v.table.values["report_to"]; to != nil {
			for _, item := range to.items {
				if _, addr, err := splitAddress(item.text); err == nil {
					refuse(item.line, "a reader of the closing report", addr)
				}
			}
		}
	}
	for _, key := range []string{"member", "guest"} {
		v := t.values[key]
		if v == nil {
			continue
		}
		for _, item := range v.items {
			if e := item.table.values["email"]; e != nil {
				if _, addr, err := splitAddress(e.text); err == nil {
					refuse(e.line, "a "+key, addr)
				}
			}
			if a := item.table.values["aliases"]; a != nil {
				for _, alias := range a.items {
					if _, addr, err := splitAddress(alias.text); err == nil {
						refuse(alias.line, "a member's alias", addr)
					}
				}
			}
		}
	}
}

func (r *reading) size(t *table, g *Group) {
	if t.broken["members"] || t.broken["member"] || r.brokenKeys["members"] {
		return // some may be missing only because their lines are broken
	}
	n, line := 0, t.line
	for _, key := range []string{"member", "members"} {
		if v := t.values[key]; v != nil {
			n += len(v.items) // also those whose address is wrong: they are meant to be there
			line = v.line
		}
	}
	const fix = "7 to 15 members carry a group well"
	switch {
	case n == 0:
	case n < smallest:
		r.warnf(line, fix+"; with fewer, one absence is felt", "%s has %s", g.title(), counted(n, "member"))
	case n > largest:
		r.warnf(line, fix+"; think of two groups", "%s has %s", g.title(), counted(n, "member"))
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// holidays warns of meetings between Christmas and New Year, when in much of the
// world few will come.
func (r *reading) holidays(t *table, g *Group) {
	var days []string
	for _, o := range g.Meetings.Dates {
		if d := o.Local.Date; d.Month == time.December && d.Day >= 24 || d.Month == time.January && d.Day == 1 {
			days = append(days, d.Words())
		}
	}
	if len(days) == 0 {
		return
	}
	verb := "falls"
	if len(days) > 1 {
		verb = "fall"
	}
	r.warnf(meetingLine(t, "first"), "add the date to skip, or move the meeting", "%s %s into the holidays", strings.Join(days, " and "), verb)
}

// slow is the longest time between two meetings of a monthly rhythm: from the
// second Tuesday of one month to that of the next.
const slow = 35

// rhythm warns of meetings that are far apart. Skipped ones make a pause, not a
// rhythm, so the distance in the middle counts.
func (r *reading) rhythm(t *table, g *Group) {
	dates := g.Meetings.Dates
	if len(dates) < 2 {
		return
	}
	var gaps []int
	for i := 1; i < len(dates); i++ {
		gaps = append(gaps, int(dates[i].Start.Sub(dates[i-1].Start).Round(24*time.Hour)/(24*time.Hour)))
	}
	slices.Sort(gaps)
	if gap := gaps[(len(gaps)-1)/2]; gap > slow {
		r.warnf(meetingLine(t, "repeat"), "meet at least monthly, better every two weeks", "about %d days lie between the meetings of %s; what is learned fades in that time", gap, g.title())
	}
}

// meetingLine is the line of a key about meetings.
func meetingLine(t *table, key string) int {
	m := meetingTable{group: t}
	if v := t.values["meetings"]; v != nil {
		m.own = v.table
	}
	if v := m.get(key); v != nil {
		return v.line
	}
	return m.line()
}
