package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	// agreedBefore is the meeting before whose letter a charter is agreed, if
	// nobody objects, counted from 1.
	agreedBefore = 3
	// charterFor is how long a version may wait for its letter.
	charterFor = 35
	// maxLine is how long a rule or a goal may be, in characters; more is prose.
	maxLine = 200
	// quotedFrom is which part of a line's words an objection has to hold to be
	// about that line, in hundredths.
	quotedFrom = 60
)

// charterAt is a version of the charter, from 1 on. The first stays beside the
// last, so that the end can be compared with the start.
func (g *Group) charterAt(version int) (CharterText, bool) {
	for _, c := range g.given(Charter) {
		if c.Value == strconv.Itoa(version) {
			return charterOf(c), true
		}
	}
	return CharterText{}, false
}

// charterNow is the last version.
func (g *Group) charterNow() (CharterText, bool) { return g.charterAt(len(g.given(Charter))) }

// charterAfter is when the charter is proposed: the working day after the first meeting.
func (g *Group) charterAfter(mt Meeting) time.Time { return nine(mt.Start, g.Zone, 1, g.Weekends) }

// charterLooks are when what was said about the charter is looked at: before the
// letters about the meetings from the second on can go out. From the agreeing one
// on a version that nobody objects to is agreed.
func (g *Group) charterLooks() (looks []time.Time, agrees time.Time) {
	for i, mt := range g.takingPlace() {
		at := g.preparedAt(mt)
		if i == 0 || at.IsZero() {
			continue
		}
		looks = append(looks, at)
		if i < agreedBefore {
			agrees = at
		}
	}
	return looks, agrees
}

// lapseCharter proposes a charter after the first meeting, makes a new version of
// what has been said since, and notes when one is agreed.
func lapseCharter(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	first, ok := g.firstMeeting()
	if _, more := g.after(first.Start); !ok || !more {
		return o, time.Time{}
	}
	begins := g.charterAfter(first)
	if now.Before(begins) {
		return o, begins
	}
	looks, agrees := g.charterLooks()
	var look, next time.Time
	for _, at := range looks {
		if at.After(now) {
			next = sooner(next, at)
		} else {
			look = later(look, at)
		}
	}
	said := g.given(Charter)
	if len(said) == 0 {
		g.charterBegins(&o, now)
		g.charterNext(&o, now)
		return o, next
	}
	c := said[len(said)-1]
	if !c.At.Before(look) {
		return o, next
	}
	version, _ := strconv.Atoi(c.Value)
	if filed := g.filedSince(c); filed.any() || g.charterNews(c, look) {
		g.takeFiled(&o, filed, now)
		g.charterNext(&o, now)
	} else if c.State != StateDone && !look.Before(agrees) && !g.objected(c.Value, look) && g.charterShown(version, look) {
		c.State, c.Changed = StateDone, now
		g.Apply(c)
		o.add(c, Entry{At: now, Kind: "charter", About: c.Value, Text: "agreed: nobody objects"})
	}
	return o, next
}

// charterShown tells whether at least half of the members had read a version by
// then: who has not seen it cannot object.
func (g *Group) charterShown(version int, by time.Time) bool {
	n, members := 0, g.active()
	for _, m := range members {
		if s, ok := g.settled[Key{Practice: "charter", Member: m.ID, Revision: version}]; ok && s.How == "sent" && s.At.Before(by) {
			n++
		}
	}
	return n > 0 && 2*n >= len(members)
}

// charterBegins takes in what the coordinator's file proposes, and what members
// share: from now on both are the group's.
func (g *Group) charterBegins(o *Outcome, now time.Time) {
	take := func(kind ContributionKind, texts []string) {
		for _, t := range texts {
			if slices.ContainsFunc(g.given(kind), func(c Contribution) bool { return equalFold(c.Text, t) }) {
				continue
			}
			c := g.contribute(Contribution{Kind: kind, Text: t, Value: "1", Audience: Everyone, At: now})
			g.Apply(c)
			o.add(c)
		}
	}
	take(Goal, g.Goals)
	take(Rule, g.GroundRules)
	for _, c := range g.sharedObjectives() {
		if c.Audience == OnlySelf {
			c.Audience, c.Changed = Everyone, now
			g.Apply(c)
			o.add(c, Entry{At: now, Kind: "objective", Member: c.Member, About: c.ref(), Text: "at least half share it", Inbox: c.Inbox})
		}
	}
}

// standing are the lines of a kind that the charter holds.
func (g *Group) standing(kind ContributionKind) []Contribution {
	return slices.DeleteFunc(g.given(kind), func(c Contribution) bool { return c.State != StateOpen && c.State != StateShared })
}

// objections are those that others may read, against one version or, with 0, all.
func (g *Group) objections(version int) []Contribution {
	return slices.DeleteFunc(g.given(Objection), func(c Contribution) bool {
		return c.State != StateOpen && c.State != StateShared || version > 0 && c.Value != strconv.Itoa(version)
	})
}

// charterNews tells whether somebody has said something about a version by then.
func (g *Group) charterNews(c Contribution, by time.Time) bool {
	version, _ := strconv.Atoi(c.Value)
	for _, n := range slices.Concat(g.standing(Goal), g.standing(Rule), g.objections(version)) {
		opened := sooner(n.Changed, n.At.Add(consentFor)) // it may be noted late
		if (n.Kind == Objection || opened.After(c.At)) && !opened.After(by) {
			return true
		}
	}
	return false
}

// objected tells whether an objection to a version came in by then, also one that
// its writer has not yet let others see.
func (g *Group) objected(version string, by time.Time) bool {
	return slices.ContainsFunc(g.given(Objection), func(c Contribution) bool {
		return c.Value == version && c.State != StateDone && !c.At.After(by)
	})
}

// charterNext puts a new version on record. A line that somebody objects to is put
// aside until there are words that nobody objects to.
func (g *Group) charterNext(o *Outcome, now time.Time) {
	version := len(g.given(Charter)) + 1
	for _, n := range g.objections(version - 1) {
		for _, l := range slices.Concat(g.standing(Goal), g.standing(Rule)) {
			if quotes(n.Text, l.Text) {
				l.State, l.About, l.Changed = StateDropped, n.ref(), now
				g.Apply(l)
				o.add(l)
			}
		}
	}
	t := CharterText{Purpose: g.Purpose, Boundaries: g.Boundaries}
	for _, c := range g.given(Objective) {
		if c.Audience == Everyone && c.State == StateShared {
			t.Shared = append(t.Shared, c.Text)
		}
	}
	for _, c := range g.standing(Goal) {
		t.Goals = append(t.Goals, c.Text)
	}
	for _, c := range g.standing(Rule) {
		t.Rules = append(t.Rules, c.Text)
	}
	if version == 1 && len(t.Shared)+len(t.Goals)+len(t.Rules)+len(t.Boundaries) == 0 {
		return // there is nothing to agree on
	}
	c := g.contribute(Contribution{Kind: Charter, Value: strconv.Itoa(version), Text: t.text(), Audience: Everyone, At: now})
	g.Apply(c)
	o.add(c, Entry{At: now, Kind: "charter", About: c.Value, Text: "proposed"})
}

// quotes tells whether an objection holds most of a line's words.
func quotes(objection, line string) bool {
	words := func(s string) []string {
		return slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }),
			func(w string) bool { return len([]rune(w)) < 3 })
	}
	said, of := words(objection), words(line)
	n := 0
	for _, w := range of {
		if slices.Contains(said, w) {
			n++
		}
	}
	return n > 0 && 100*n >= quotedFrom*len(of)
}

// planCharter shows everybody the last version, and says when it is agreed.
func planCharter(g *Group) []Item {
	said := g.given(Charter)
	last, ok := g.last()
	if len(said) == 0 || !ok {
		return nil
	}
	c := said[len(said)-1]
	version, _ := strconv.Atoi(c.Value)
	first, _ := g.firstMeeting()
	due := func(since time.Time, m Member) time.Time {
		if mt, ok := g.after(since); ok {
			return g.letterAt(mt, m)
		}
		return since
	}
	var items []Item
	for _, m := range g.active() {
		it := Item{
			Key: Key{Practice: "charter", Member: m.ID, Revision: version}, Class: InLetter,
			Due: later(nine(first.Start, m.Zone, 1, g.Weekends), m.Joined), Rank: rankCharter, Yields: true,
			Asks: []Ask{{About: c.Value, Kind: AskYesNo, Question: 1, Closes: last.Start}},
		}
		if c.State == StateDone { // agreed: there is nothing to ask any more
			it.Asks = nil
		}
		if version > 1 {
			it.Due = later(due(c.At, m), m.Joined)
		}
		it.Expires = sooner(it.Due.AddDate(0, 0, charterFor), last.Start)
		items = append(items, it)
		if s, ok := g.settled[it.Key]; c.State == StateDone && ok && s.How == "sent" && s.At.Before(c.Changed) {
			at := due(c.Changed, m)
			items = append(items, Item{
				Key: Key{Practice: "charter", Occurrence: "agreed", Member: m.ID, Revision: version}, Class: InLetter,
				Due: at, Join: at.Add(gathers), Expires: sooner(at.AddDate(0, 0, charterFor), last.Start), Rank: rankShared,
			})
		}
	}
	return items
}

// agreesAfter is when a version that was shown at an instant is agreed if nobody
// objects; zero when it is not looked at any more.
func (g *Group) agreesAfter(at time.Time) time.Time {
	looks, agrees := g.charterLooks()
	if agrees.After(at) {
		return agrees
	}
	if i := slices.IndexFunc(looks, at.Before); i >= 0 {
		return looks[i]
	}
	return time.Time{}
}

func writeCharter(g *Group, it Item, m Member, b Base) any {
	t, _ := g.charterAt(it.Revision)
	d := CharterData{
		Base: b, Version: t.Version, Agreed: t.Agreed, Only: it.Occurrence != "", Asks: len(it.Asks) > 0,
		Purpose: t.Purpose,
	}
	read := g.charterRead(m.ID, it.Revision-1)
	d.New = read == 0
	if t.Version > 1 && !d.New {
		for _, c := range g.objections(t.Version - 1) {
			if text := c.shown(); text != "" {
				d.Objections = append(d.Objections, text)
			} else {
				d.Silent = true
			}
		}
	}
	d.Added, d.Dropped = g.filedWith(t)
	d.sinceRead(t, g.charterSince(read, t))
	if by := g.agreesAfter(t.At); !by.IsZero() {
		d.By = by.In(m.Zone)
	}
	return d
}

// charterSince is the version that a member read last, and the one they read now if
// they have read none.
func (g *Group) charterSince(read int, now CharterText) CharterText {
	if t, ok := g.charterAt(read); ok {
		return t
	}
	return now
}

// sinceRead marks what is new beside the version that was read before, and tells
// what is gone; what the coordinators changed is told apart.
func (d *CharterData) sinceRead(t, before CharterText) {
	lines := func(now, then []string) []CharterLine {
		var ls []CharterLine
		for _, l := range now {
			ls = append(ls, CharterLine{Text: l, New: len(without([]string{l}, slices.Concat(then, d.Added))) > 0})
		}
		d.Gone = append(d.Gone, without(then, slices.Concat(now, d.Dropped))...)
		return ls
	}
	d.Goals = lines(slices.Concat(t.Shared, t.Goals), slices.Concat(before.Shared, before.Goals))
	d.Rules, d.Boundaries = lines(t.Rules, before.Rules), lines(t.Boundaries, before.Boundaries)
}

// charterRead is the last of so many versions that a member was shown, 0 for none.
func (g *Group) charterRead(m MemberID, versions int) int {
	for v := versions; v > 0; v-- {
		if s, ok := g.settled[Key{Practice: "charter", Member: m, Revision: v}]; ok && s.How == "sent" {
			return v
		}
	}
	return 0
}

// rules are the ground rules as they are now: the charter's, else the file's.
func (g *Group) rules() []string {
	if t, ok := g.charterNow(); ok {
		return t.Rules
	}
	return g.GroundRules
}
