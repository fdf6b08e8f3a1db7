package group

import (
	"slices"
	"time"

	"convene/daemon/answer"
)

// asks are the questions a reply may answer: those of its letter, else those
// that are open to the member if there is exactly one of their kind.
func (r *reception) asks() []Ask {
	if l, ok := r.g.Letter(r.in.Letter); ok {
		if asks := confirmable(r.g.withOffered(l, r.g.withComing(l)), r.in.Token); len(asks) > 0 {
			return asks
		}
	}
	type what struct {
		practice, about string
		question        int
	}
	open := map[AskKind]map[what]Ask{}
	for _, l := range r.g.Letters {
		if l.Member != r.in.Member {
			continue
		}
		for _, a := range l.Asks {
			if provenOnly(a) || !a.Closes.IsZero() && !r.now.Before(a.Closes) {
				continue
			}
			if a.Kind == AskComing || a.Kind == AskTurn || a.Practice == "stepin" { // of a meeting that moved or was cancelled
				if _, ok := r.g.asPrinted(a); !ok {
					continue
				}
			}
			if open[a.Kind] == nil {
				open[a.Kind] = map[what]Ask{}
			}
			w := what{a.Practice, a.About, a.Question}
			if a.Kind == AskComing { // invitation, letter and nudge ask the same
				w.practice = ""
			}
			open[a.Kind][w] = a
		}
	}
	var asks []Ask
	for _, kind := range []AskKind{AskTurn, AskComing, AskYesNo, AskChoice, AskRating, AskText} {
		if len(open[kind]) != 1 {
			continue
		}
		for _, a := range open[kind] {
			a.Number = unprinted + len(asks) // no number that a person could have seen
			asks = append(asks, a)
		}
	}
	return asks
}

// withComing are the questions of a letter. One that tells of a meeting can
// always be answered about coming, also where it did not ask: "if that changes,
// a line is enough".
func (g *Group) withComing(l Letter) []Ask {
	asks := l.Asks
	for _, mt := range g.takingPlace() {
		if !g.toldIn(l.Token, mt.ID, l.Member) || slices.ContainsFunc(l.Asks, func(a Ask) bool {
			about, _ := g.aboutMeeting(a.About)
			return about.ID == mt.ID && (a.Kind == AskComing || a.Kind == AskTurn)
		}) {
			continue
		}
		closes := mt.Start
		if g.answeredPlan(mt, l) < mt.Sequence {
			closes = l.At // it told of another time or place
		}
		asks = append(slices.Clip(asks), Ask{Number: unprinted, Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: closes})
	}
	return asks
}

// answeredPlan is the SEQUENCE of the meeting that a member's last answer before a
// letter was about.
func (g *Group) answeredPlan(mt Meeting, l Letter) int {
	sequence := 0
	for _, r := range g.RSVPs {
		if r.Meeting == mt.ID && r.Member == l.Member && !r.Received.After(l.At) {
			sequence = r.Sequence
		}
	}
	return sequence
}

// themes are the questions of yes or no that are answered in words of their own too.
var themes = map[string]string{"founding": "join", "joining": "welcome", "confirm": "sure", "steer": "sure", "charter": "charter", "stepin": "lead"}

// unprinted is where the numbers of asks start that stand in no letter.
const unprinted = 1000

// questions are asks as the grammar of replies wants them.
func (r *reception) questions(asks []Ask, zone *time.Location) []answer.Ask {
	var questions []answer.Ask
	for _, a := range asks {
		q := answer.Ask{Number: a.Number, Kind: answer.AskKind(a.Kind), Prompt: a.Prompt, Min: a.Min, Max: a.Max, Theme: themes[a.Practice]}
		if mt, ok := r.g.aboutMeeting(a.About); ok {
			q.At = mt.Start.In(zone)
		}
		for _, o := range a.Options {
			q.Options = append(q.Options, answer.Option{Letter: o.Letter, Text: o.Text})
		}
		questions = append(questions, q)
	}
	return questions
}

// ahead are the meetings to come that no open question is about, for whose words name
// the date of one: "I can come on 1 December", in a mail of its own or beside the
// answer about another meeting.
func (r *reception) ahead(asks []Ask) []Ask {
	var ahead []Ask
	for _, mt := range r.g.takingPlace() {
		if mt.Start.After(r.now) && !slices.ContainsFunc(asks, func(a Ask) bool { return a.Kind == AskComing && a.About == string(mt.ID) }) {
			ahead = append(ahead, Ask{Number: unprinted + len(asks) + len(ahead), Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start})
		}
	}
	return ahead
}
