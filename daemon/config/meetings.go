package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"convene/daemon/schedule"
)

// meetingTable finds the keys about meetings: in [group.meetings], or directly in
// [[group]] where a file is to stay short.
type meetingTable struct{ group, own *table }

func (m meetingTable) get(key string) *value {
	if m.own != nil && m.own.values[key] != nil {
		return m.own.values[key]
	}
	return m.group.values[key]
}

func (m meetingTable) missing(r *reading, key string) bool {
	return r.missing(m.group, key) && (m.own == nil || r.missing(m.own, key))
}

// line is where something that is missing should stand.
func (m meetingTable) line() int {
	if m.own != nil {
		return m.own.line
	}
	return m.group.line
}

func (r *reading) meetings(t *table, g *Group) {
	m := meetingTable{group: t}
	if v := t.values["meetings"]; v != nil {
		m.own = v.table
	}
	for _, k := range meetingKeys {
		if m.own != nil && m.own.values[k.name] != nil && t.values[k.name] != nil {
			r.errorf(t.values[k.name].line, "keep the one in [group.meetings]", "%s stands in [[group]] as well as in [group.meetings]", k.name)
		}
	}
	g.Meetings = Meetings{Duration: 90 * time.Minute, Agenda: "circle"}
	r.occasion(m, g)
	before := r.errors
	g.Meetings.Plan = r.plan(m, g)
	if r.errors > before || m.missing(r, "first") || m.missing(r, "repeat") ||
		m.get("first") == nil || m.get("repeat") == nil {
		return // the dates would only repeat what is known to be wrong
	}
	if m.get("count") == nil && m.get("until") == nil {
		return
	}
	dates, err := schedule.Meetings(g.Meetings.Plan)
	var faults schedule.SpecError
	if errors.As(err, &faults) {
		for _, f := range faults {
			r.errorf(r.faultLine(m, f), f.Fix, "%s", f.What)
		}
		return
	}
	g.Meetings.Dates = dates
}

// faultLine is the line of what a fault of the plan is about.
func (r *reading) faultLine(m meetingTable, f schedule.Fault) int {
	v := m.get(f.Field)
	if v == nil {
		v = m.get("first")
	}
	if f.Index < len(v.items) {
		return v.items[f.Index].line
	}
	return v.line
}

// plan reads when meetings are.
func (r *reading) plan(m meetingTable, g *Group) schedule.Spec {
	plan := schedule.Spec{Zone: g.Zone}
	if v := m.get("first"); v != nil {
		plan.First, _ = r.wall(v, "first")
	} else if m.missing(r, "first") {
		r.errorf(m.line(), "add first = 2026-01-13T16:00:00, when the first meeting begins", "%s has no first meeting", g.title())
	}
	if v := m.get("repeat"); v != nil {
		repeat, err := schedule.ParseRepeat(v.text)
		if err != nil {
			r.advice(v.line, err, `write for example "every 2 weeks on Tuesday"`)
		}
		plan.Repeat = repeat
	} else if m.missing(r, "repeat") {
		r.errorf(m.line(), `add repeat = "every 2 weeks on Tuesday"`, "%s does not say how its meetings repeat", g.title())
	}
	count, until := m.get("count"), m.get("until")
	if count != nil {
		plan.Count, _ = r.number(count, "count", 1, schedule.MaxMeetings)
	}
	if until != nil {
		plan.Until, _ = r.date(until, "until")
	}
	if m.missing(r, "count") && m.missing(r, "until") {
		r.errorf(m.line(), "add count = 12, or until = 2026-06-30", "%s does not say how many meetings there are; a planned ending is part of it", g.title())
	}
	if v := m.get("skip"); v != nil {
		for _, item := range v.items {
			if d, ok := r.date(item, "skip"); ok {
				plan.Skip = append(plan.Skip, d)
			}
		}
	}
	if v := m.get("move"); v != nil {
		for _, item := range v.items {
			if move, ok := r.move(item.table); ok {
				plan.Move = append(plan.Move, move)
			}
		}
	}
	return plan
}

func (r *reading) move(t *table) (move schedule.Move, ok bool) {
	from, to := t.values["from"], t.values["to"]
	if from == nil || to == nil {
		if r.missing(t, "from") || r.missing(t, "to") {
			r.errorf(t.line, "write { from = 2026-05-19, to = 2026-05-20T16:00:00 }", "a move needs from and to")
		}
		return move, false
	}
	var okFrom, okTo bool
	move.From, okFrom = r.date(from, "from")
	move.To, okTo = r.wall(to, "to")
	return move, okFrom && okTo
}

var agendaName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// occasion reads what meetings have in common besides their dates.
func (r *reading) occasion(m meetingTable, g *Group) {
	meetings := &g.Meetings
	if v := m.get("duration"); v != nil {
		d, err := time.ParseDuration(strings.ReplaceAll(strings.TrimSpace(v.text), " ", ""))
		switch {
		case err != nil:
			r.errorf(v.line, `write duration = "90m" or "1h30m"`, "cannot read duration = %s", quoted(v.text))
		case d < 10*time.Minute || d > 12*time.Hour || d%time.Minute != 0:
			r.errorf(v.line, "choose whole minutes, from 10m to 12h", "duration = %s is out of range", quoted(v.text))
		default:
			meetings.Duration = d
		}
	}
	if v := m.get("place"); v != nil {
		meetings.Place, _ = r.text(v, "place", maxPlace)
	}
	members := len(g.Members)
	meetings.Minimum = max(min(4, members), 1)
	if v := m.get("minimum"); v != nil {
		if n, ok := r.number(v, "minimum", 1, maxMembers); ok {
			if meetings.Minimum = n; members > 0 && n > members {
				r.errorf(v.line, fewer(members), "minimum = %d is more than the %s", n, counted(members, "member"))
			}
		}
	}
	if v := m.get("agenda"); v != nil {
		meetings.Agenda = v.text
		switch {
		case !agendaName.MatchString(v.text):
			r.errorf(v.line, "choose one of "+strings.Join(r.loader.agendas(), ", ")+", or the name of a template of your own", "an agenda cannot be called %s", quoted(v.text))
		case !slices.Contains(r.loader.agendas(), v.text) && !r.ownTemplates:
			r.errorf(v.line, "choose one of "+strings.Join(r.loader.agendas(), ", ")+`, or set templates_dir = "my-templates" at the top for one of your own`, "there is no agenda %s", quoted(v.text))
		case !slices.Contains(r.loader.agendas(), v.text) && !r.loader.Offline:
			meetings.Own = r.ownAgenda(v.text, v.line)
		}
	}
}

// fewer is what to do about a minimum that is more than the members.
func fewer(members int) string {
	if members == 1 {
		return "write minimum = 1"
	}
	return fmt.Sprintf("choose a number from 1 to %d", members)
}
