package group

import (
	"slices"
	"time"
)

const (
	surveyAfter  = 1  // days after the last meeting
	remindAfter  = 8  // one reminder, only to the silent
	reportAfter  = 15 // the report, then silence
	fewAnswers   = 5  // ratings are shown from so many on
	surveyLength = 5  // questions
	surveyKeep   = 4  // what the next group should keep, or change
	// surveyBesides stands for prose in a survey that fits no question.
	surveyBesides = surveyLength + 1
)

// surveyAsks are the five closing questions.
func surveyAsks(closes time.Time) []Ask {
	return []Ask{
		{Practice: "survey", Question: 1, Kind: AskRating, Min: 1, Max: 5, Closes: closes},
		{Practice: "survey", Question: 2, Kind: AskText, Closes: closes},
		{Practice: "survey", Question: 3, Kind: AskText, Closes: closes},
		{Practice: "survey", Question: 4, Kind: AskText, Closes: closes},
		{Practice: "survey", Question: 5, Kind: AskYesNo, Closes: closes},
	}
}

// late is the key under which it is on record that a meeting turned out to be the last
// one only after it had been. Revision is raised by each cancellation of what came
// after it.
func (g *Group) late(last Meeting) Key {
	k := Key{Practice: "over", Occurrence: string(last.ID)}
	for _, mt := range g.Meetings {
		if mt.State == Cancelled && mt.Start.After(last.Start) {
			k.Revision += mt.Sequence
		}
	}
	return k
}

// over is from when the closing counts its days: the last meeting, or the cancellation
// that made it the last, if that came so late that the days would have gone by.
func (g *Group) over(last Meeting) time.Time {
	at := last.Start
	for k := g.late(last); k.Revision >= 0; k.Revision-- {
		if s, ok := g.settled[k]; ok {
			at = later(at, s.At)
		}
	}
	return at
}

// overLate notes that a meeting is the last only now, if the closing survey should
// have gone out and nobody has it.
func (g *Group) overLate(last Meeting, now time.Time) (Settled, bool) {
	k := g.late(last)
	if k.Revision == 0 || g.Settled(k) || now.Before(nine(last.Start, g.Zone, surveyAfter, g.Weekends)) {
		return Settled{}, false
	}
	for _, m := range g.Members {
		if s := g.settled[Key{Practice: "survey", Occurrence: string(last.ID), Member: m.ID}]; s.How == "sent" {
			return Settled{}, false
		}
	}
	return Settled{Key: k, How: "late", Reason: "what was planned after it is cancelled", At: now}, true
}

// answeredSurvey tells whether a member has answered any of the questions.
func (g *Group) answeredSurvey(m MemberID) bool {
	return slices.ContainsFunc(g.Responses, func(r Response) bool { return r.Practice == "survey" && r.Member == m && !g.undone(r.Inbox) })
}

// planSurveys asks the closing questions after the last meeting, and once more,
// a week later, only those who were silent.
func planSurveys(g *Group) []Item {
	last, ok := g.last()
	if !ok {
		return nil
	}
	var items []Item
	closes := nine(g.over(last), g.Zone, reportAfter, g.Weekends)
	for _, m := range g.active() {
		if !m.Joined.Before(last.Start) {
			continue
		}
		it := Item{
			Key: Key{Practice: "survey", Occurrence: string(last.ID), Member: m.ID}, Class: InLetter,
			Due: nine(g.over(last), m.Zone, surveyAfter, g.Weekends), Expires: closes, Alone: true, Asks: surveyAsks(closes),
		}
		items = append(items, it)
		if !g.answeredSurvey(m.ID) {
			it.Revision, it.Due = 1, nine(g.over(last), m.Zone, remindAfter, g.Weekends)
			items = append(items, it)
		}
	}
	return items
}

func writeSurvey(g *Group, it Item, m Member, b Base) any {
	last, _ := g.last()
	d := SurveyData{
		Base: b, Since: m.Joined.In(m.Zone), Again: it.Revision > 0,
		Reminder: nine(g.over(last), m.Zone, remindAfter, g.Weekends), Report: nine(g.over(last), m.Zone, reportAfter, g.Weekends),
	}
	d.Meetings = len(g.takingPlace())
	d.Objective = g.hoped(m.ID)
	if !d.Again {
		for _, c := range g.Contributions {
			if c.Member == m.ID && g.staysUnshown(c) && len(d.Unshown) < maxUnshown {
				d.Unshown = append(d.Unshown, excerpt(c.Text, 80))
			}
		}
	}
	return d
}

// maxUnshown is how many texts the survey quotes that stay unshown.
const maxUnshown = 3

// staysUnshown tells whether a text waits for its writer's word that no letter will
// carry after the closing survey. Thanks have a letter of their own then.
func (g *Group) staysUnshown(c Contribution) bool {
	switch c.Kind {
	case Shared, Question, WhoKnows, Reply, Link, Feedback:
		return c.State == StateWaiting && !g.undone(c.Inbox)
	}
	return false
}

// unshown tells whether a text waited when its writer was told, in the closing survey,
// that it stays unshown.
func (g *Group) unshown(c Contribution) bool {
	last, ok := g.last()
	if !ok || !g.staysUnshown(c) {
		return false
	}
	s := g.settled[Key{Practice: "survey", Occurrence: string(last.ID), Member: c.Member}]
	return s.How == "sent" && !c.At.After(s.At)
}
