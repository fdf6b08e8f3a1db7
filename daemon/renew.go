package daemon

import (
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/config"
	"convene/daemon/group"
	"convene/daemon/schedule"
)

// successor is how the entry of the group after c is written: the same, with another
// id, later dates, and what the group has made of it. Its members are asked first. It
// is kept for as long as the group lives, so it holds on to no plan: names are those of
// all groups, by id.
func successor(path string, names map[group.GroupID]string, c config.Group) func(group.Successor) group.NextGroup {
	count, last := len(c.Meetings.Dates), time.Time{}
	for _, o := range c.Meetings.Dates {
		last = later(last, o.Start)
	}
	c.Meetings.Dates = nil
	return func(s group.Successor) group.NextGroup {
		next := c
		next.ID, next.Name = following(c.ID, c.Name, func(id string) bool { _, taken := names[group.GroupID(id)]; return taken })
		next.Purpose, next.Goals, next.GroundRules, next.Boundaries = s.Purpose, s.Goals, s.Rules, s.Boundaries
		next.Founding, next.Guests = true, nil
		if s.Link != "" {
			next.Meetings.Place = s.Link
		}
		next.Coordinators = nil
		for _, m := range s.Coordinators {
			next.Coordinators = append(next.Coordinators, mail.Address{Name: m.Name, Address: m.Email})
		}
		if slices.EqualFunc(c.Closing.ReportTo, c.Coordinators, func(a, b mail.Address) bool { return a.Address == b.Address }) {
			next.Closing.ReportTo = next.Coordinators
		}
		next.Members = nil
		for _, m := range s.Members {
			var have config.Member // what the file says; other addresses are the member's to tell
			if i := slices.IndexFunc(c.Members, func(o config.Member) bool { return strings.EqualFold(o.Address, m.Email) }); i >= 0 {
				have = c.Members[i]
			}
			next.Members = append(next.Members, config.Member{
				ID: have.ID, IDGiven: have.IDGiven, Name: m.Name, Address: m.Email, Zone: m.Zone, Language: m.Language, Aliases: have.Aliases,
			})
		}
		next.Roles = next.Roles[:min(len(next.Roles), len(next.Members))]
		next.Meetings.Minimum = min(next.Meetings.Minimum, len(next.Members))
		next.Meetings.Plan = followOn(c.Meetings.Plan, count, later(last, s.From))
		first := next.Meetings.Plan.First.In(c.Zone)
		return group.NextGroup{ID: next.ID, Name: next.Name, First: first, Count: next.Meetings.Plan.Count, File: filepath.Base(path), Entry: next.Entry()}
	}
}

// followOn is the same plan again: count meetings in the same rhythm, the first of
// them on its first date after from.
func followOn(m schedule.Spec, count int, from time.Time) schedule.Spec {
	plan := schedule.Spec{First: m.First, Repeat: m.Repeat, Count: count, Zone: m.Zone}
	ahead := plan
	for range schedule.MaxMeetings { // a bound: from may lie far ahead
		ahead.Count = schedule.MaxMeetings
		dates, err := schedule.Meetings(ahead)
		for err != nil && ahead.Count > 1 { // the rhythm does not give so many
			ahead.Count /= 2
			dates, err = schedule.Meetings(ahead)
		}
		for _, o := range dates {
			if o.Start.After(from) {
				plan.First = o.Local
				return plan
			}
		}
		if len(dates) < 2 {
			break
		}
		ahead.First = dates[len(dates)-1].Local
	}
	return plan // which check says is past
}

const idLength = 40

var endsInNumber = regexp.MustCompile(`^(.*?)[- ](\d{1,4})$`)

// following are id and name of the group after one: "tuesday-coaches" is followed by
// "tuesday-coaches-2", "Spring 2026" by "Spring 2027".
func following(id, name string, taken func(string) bool) (nextID, nextName string) {
	count := func(s string) (string, int) {
		if m := endsInNumber.FindStringSubmatch(s); m != nil {
			n, _ := strconv.Atoi(m[2])
			return m[1], n
		}
		return s, 1
	}
	base, n := count(id)
	for n++; ; n++ {
		suffix := "-" + strconv.Itoa(n)
		if nextID = strings.TrimRight(base[:min(len(base), idLength-len(suffix))], "-") + suffix; !taken(nextID) {
			break
		}
	}
	title, n := count(name)
	return nextID, title + " " + strconv.Itoa(n+1)
}
