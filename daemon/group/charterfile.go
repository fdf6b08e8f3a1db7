package group

import (
	"slices"
	"time"
)

// byFile marks a line of the charter that the coordinator's file no longer holds.
const byFile = "file"

// filed is what the coordinator's file says otherwise than when a version of the
// charter was made. What members have decided since stands, but for these lines.
type filed struct {
	added, dropped map[ContributionKind][]string
	rest           bool // purpose or boundaries, which a version takes as they are
}

func (f filed) any() bool { return len(f.added)+len(f.dropped) > 0 || f.rest }

// filedSince compares the file with what it said when a version was made.
func (g *Group) filedSince(c Contribution) filed {
	var from CharterText
	for _, o := range g.written(Outline) {
		if !o.At.After(c.At) {
			from = o
		}
	}
	f := filed{added: map[ContributionKind][]string{}, dropped: map[ContributionKind][]string{}}
	to, was := g.file(), charterOf(c)
	compare := func(kind ContributionKind, from, to []string) {
		var stand []string
		for _, l := range g.standing(kind) {
			stand = append(stand, l.Text)
		}
		if new := without(without(to, from), stand); len(new) > 0 {
			f.added[kind] = new
		}
		gone := without(from, to)
		if gone = slices.DeleteFunc(gone, func(t string) bool { return len(without([]string{t}, stand)) > 0 }); len(gone) > 0 {
			f.dropped[kind] = gone
		}
	}
	compare(Goal, from.Goals, to.Goals)
	compare(Rule, from.Rules, to.Rules)
	f.rest = oneLine(to.Purpose) != was.Purpose || len(without(g.Boundaries, was.Boundaries))+len(without(was.Boundaries, g.Boundaries)) > 0
	return f
}

// takeFiled takes into the charter what the file says otherwise: its next version
// proposes that.
func (g *Group) takeFiled(o *Outcome, f filed, now time.Time) {
	for _, kind := range []ContributionKind{Goal, Rule} {
		for _, l := range g.standing(kind) {
			if len(without([]string{l.Text}, f.dropped[kind])) == 0 {
				l.State, l.About, l.Changed = StateDropped, byFile, now
				g.Apply(l)
				o.add(l)
			}
		}
		for _, t := range f.added[kind] {
			c := g.contribute(Contribution{Kind: kind, Text: t, Value: byFile, Audience: Everyone, At: now})
			g.Apply(c)
			o.add(c)
		}
	}
}

// filedWith are the lines that came into a version, or went, because the file had
// changed.
func (g *Group) filedWith(t CharterText) (added, dropped []string) {
	before, ok := g.charterAt(t.Version - 1)
	if !ok {
		return nil, nil
	}
	if t.Purpose != before.Purpose && t.Purpose != "" {
		added = append(added, t.Purpose)
	}
	for _, c := range slices.Concat(g.given(Goal), g.given(Rule)) {
		switch {
		case c.Value == byFile && c.At.Equal(t.At):
			added = append(added, c.Text)
		case c.About == byFile && c.State == StateDropped && c.Changed.Equal(t.At):
			dropped = append(dropped, c.Text)
		}
	}
	return slices.Concat(added, without(t.Boundaries, before.Boundaries)), slices.Concat(dropped, without(before.Boundaries, t.Boundaries))
}
