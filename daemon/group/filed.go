package group

import (
	"slices"
	"time"
)

func (f Filed) equal(o Filed) bool {
	return f.Start.Equal(o.Start) && f.Duration == o.Duration && f.Place == o.Place
}

// dated gives meetings of the file the ids under which they are on record. A meeting
// is named by its first planned start; where the file's rhythm, its first day or its
// hour has changed, one is known again by beginning at the same instant, else by
// being the only one ahead on that day: it moves, and nobody's calendar loses it.
func (p Plan) dated(g *Group, now time.Time) []Meeting {
	meetings := slices.Clone(p.Meetings)
	claimed := map[MeetingID]bool{}
	var unknown []int
	for i, want := range meetings {
		if _, ok := g.Meeting(want.ID); ok {
			claimed[want.ID] = true
		} else {
			unknown = append(unknown, i)
		}
	}
	unknown = slices.DeleteFunc(unknown, func(i int) bool {
		at := slices.IndexFunc(g.Meetings, func(m Meeting) bool {
			return !claimed[m.ID] && (m.Filed.Start.Equal(meetings[i].Start) || m.Start.Equal(meetings[i].Start))
		})
		if at < 0 {
			return false
		}
		meetings[i].ID = g.Meetings[at].ID
		claimed[meetings[i].ID] = true
		return true
	})
	type day struct{ year, yearDay int }
	on := func(t time.Time) day { t = t.In(g.Zone); return day{t.Year(), t.YearDay()} }
	wanted := map[day]int{}
	for _, i := range unknown {
		wanted[on(meetings[i].Start)]++
	}
	have := map[day][]MeetingID{}
	for _, m := range g.Meetings {
		if !claimed[m.ID] && !m.Filed.Start.IsZero() && m.Start.After(now) && (m.State == Planned || m.ByMail) {
			have[on(m.Filed.Start)] = append(have[on(m.Filed.Start)], m.ID)
		}
	}
	for _, i := range unknown {
		d := on(meetings[i].Start)
		if meetings[i].Start.After(now) && wanted[d] == 1 && len(have[d]) == 1 {
			meetings[i].ID = have[d][0]
		}
	}
	return meetings
}

// reconcileMeeting brings one meeting in line with the coordinator's file. What
// was decided by mail stays until the file changes just that.
func (g *Group) reconcileMeeting(want Meeting, now time.Time) Outcome {
	var o Outcome
	want.Filed, want.State = Filed{want.Start, want.Duration, want.Place}, Planned
	have, ok := g.Meeting(want.ID)
	if !ok {
		// A new rhythm holds no meetings in the past. Only a group that is founded late
		// takes over those that were.
		if len(g.Meetings) == 0 || want.Start.After(now) {
			o.add(want)
		}
		return o
	}
	// A meeting that has begun stays, nor does one move to where it would have begun already.
	if !have.Start.After(now) || !want.Start.After(now) {
		return o
	}
	was := have
	have.Filed = want.Filed
	if have.ByMail {
		want = have.over(want, was.Filed)
		have.ByMail = want.ByMail
	}
	text := ""
	switch {
	case want.State == Cancelled:
	case have.State == Cancelled:
		text = "takes place again"
		have.Sequence = g.raised(have)
	case have.Start.Equal(want.Start) && have.Duration == want.Duration && isLink(have.Place) && isLink(want.Place):
		if have.Place != want.Place { // nobody has to go elsewhere, so nobody is asked again
			text = "new link"
		}
	case !have.Start.Equal(want.Start) || have.Duration != want.Duration || have.Place != want.Place:
		text = "moved"
		have.Sequence = g.raised(have)
	}
	have.State = want.State
	if text != "" {
		have.Start, have.Duration, have.Place = want.Start, want.Duration, want.Place
		o.add(have, Entry{At: now, Kind: "meeting", About: string(have.ID), Text: text})
	} else if !have.Filed.equal(was.Filed) || have.ByMail != was.ByMail {
		o.add(have)
	}
	return o
}

// over lays what was decided by mail over what the file says, except where the
// file has changed since it was last read. What was cancelled takes place again when
// the file gives that meeting another time; a new place or length is for all meetings.
func (m Meeting) over(want Meeting, filed Filed) Meeting {
	switch {
	case filed.Start.IsZero() || filed.equal(want.Filed), m.State == Cancelled && filed.Start.Equal(want.Start):
		want.Start, want.Duration, want.Place, want.State = m.Start, m.Duration, m.Place, m.State
	default:
		if filed.Start.Equal(want.Start) {
			want.Start = m.Start
		}
		if filed.Duration == want.Duration {
			want.Duration = m.Duration
		}
		if filed.Place == want.Place {
			want.Place = m.Place
		}
	}
	want.ByMail = want.State == Cancelled || !want.Filed.equal(Filed{want.Start, want.Duration, want.Place})
	return want
}
