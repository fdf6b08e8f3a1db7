package group

import "time"

func (f Filed) equal(o Filed) bool {
	return f.Start.Equal(o.Start) && f.Duration == o.Duration && f.Place == o.Place
}

// reconcileMeeting brings one meeting in line with the coordinator's file. What
// was decided by mail stays until the file changes just that.
func (g *Group) reconcileMeeting(want Meeting, now time.Time) Outcome {
	var o Outcome
	want.Filed, want.State = Filed{want.Start, want.Duration, want.Place}, Planned
	have, ok := g.Meeting(want.ID)
	if !ok {
		o.add(want)
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
// file has changed since it was last read.
func (m Meeting) over(want Meeting, filed Filed) Meeting {
	switch {
	case filed.Start.IsZero() || filed.equal(want.Filed):
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
