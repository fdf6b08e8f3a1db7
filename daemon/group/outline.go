package group

import (
	"slices"
	"strconv"
	"time"
)

// written are the outlines on record of a kind: of the coordinator's file, or the
// versions of the charter.
func (g *Group) written(kind ContributionKind) []CharterText {
	var all []CharterText
	for _, c := range g.given(kind) {
		all = append(all, charterOf(c))
	}
	return all
}

// file is what the coordinator's file says now.
func (g *Group) file() CharterText {
	return CharterText{Purpose: g.Purpose, Goals: g.Goals, Rules: g.GroundRules}
}

// lastBy is the last of some outlines that was on record by an instant, else the
// first one.
func lastBy(all []CharterText, at time.Time) (CharterText, bool) {
	for _, o := range slices.Backward(all) {
		if !o.At.After(at) {
			return o, true
		}
	}
	return CharterText{}, false
}

// aimsAt is what the group set out to do at an instant: the charter as it stood
// then, and what the coordinator has changed in the file since that version. Without
// a charter the file says it.
func (g *Group) aimsAt(at time.Time) CharterText {
	files := g.written(Outline)
	file, ok := lastBy(files, at)
	if !ok {
		file = g.file()
	}
	charters := g.written(Charter)
	o, ok := lastBy(charters, at)
	if !ok {
		return file
	}
	begun, ok := lastBy(files, o.At)
	if !ok {
		return o
	}
	follow := func(texts, from, to []string) []string {
		return slices.Concat(without(texts, without(from, to)), without(without(to, from), texts))
	}
	o.Goals = follow(o.Goals, begun.Goals, file.Goals)
	o.Rules = follow(o.Rules, begun.Rules, file.Rules)
	if file.Purpose != begun.Purpose {
		o.Purpose = file.Purpose
	}
	return o
}

// aims is what the group sets out to do as things stand.
func (g *Group) aims() CharterText {
	var latest time.Time
	for _, c := range g.Contributions {
		latest = later(latest, c.At)
	}
	return g.aimsAt(latest)
}

// outset is what the group set out to do at the start: the first version of the
// charter, else what the file said when the group first met.
func (g *Group) outset() CharterText {
	for _, kind := range []ContributionKind{Charter, Outline} {
		if all := g.written(kind); len(all) > 0 {
			return all[0]
		}
	}
	return g.file()
}

// lapseOutline puts on record what the coordinator's file says of the group's aims
// when it first meets, and whenever that has changed since: so the end can be
// compared with the start.
func lapseOutline(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	ms := g.takingPlace()
	if len(ms) == 0 {
		return o, time.Time{}
	}
	if now.Before(ms[0].Start) {
		return o, ms[0].Start
	}
	text, all := g.file().text(), g.given(Outline)
	if n := len(all); text == "" || n > 0 && all[n-1].Text == text {
		return o, time.Time{}
	}
	version := strconv.Itoa(len(all) + 1)
	o.add(g.contribute(Contribution{Kind: Outline, Value: version, Text: text, Audience: Everyone, State: StateShared, At: now}),
		Entry{At: now, Kind: "outline", About: version, Text: "purpose, goals and ground rules as they stand"})
	return o, time.Time{}
}

// without are the texts that others do not hold.
func without(texts, others []string) []string {
	var left []string
	for _, t := range texts {
		if !slices.ContainsFunc(others, func(o string) bool { return equalFold(oneLine(o), oneLine(t)) }) {
			left = append(left, oneLine(t))
		}
	}
	return left
}
