package group

import (
	"io"
	"time"

	"convene/daemon/answer"
)

// Practice is one ritual of a group's life.
type Practice struct {
	// Name is also its template's and its items'.
	Name string
	// Lapse is what time itself changes by now (a ballot closes, a turn falls
	// to the next), and when it will next change something; zero for never.
	Lapse func(g *Group, now time.Time) (Outcome, time.Time)
	// Plan lists what the practice wants to tell or ask, past and future, as
	// things stand. Settled items may be left in. Its order does not matter.
	Plan func(g *Group) []Item
	// Write makes what the template sees of an item.
	Write func(g *Group, it Item, m Member, b Base) any
	// Read is what an answer to one of its asks does.
	Read func(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood
}

// Practices are all practices, in no particular order.
func Practices() []Practice {
	return []Practice{
		{Name: "welcome", Plan: planWelcome, Write: writeWelcome, Read: readResponse},
		{Name: "invitation", Plan: planInvitations, Write: writeInvitation},
		{Name: "coming", Plan: planComing, Write: writeComing, Read: readComing},
		{Name: "turn", Lapse: lapseTurns, Plan: planTurns, Write: writeTurn, Read: readTurn},
		{Name: "stepin", Plan: planStepIns, Write: writeStepIn, Read: readStepIn},
		{Name: "selfled", Plan: planSelfLed, Write: writeSelfLed},
		{Name: "ballot", Lapse: lapseBallots, Plan: planBallots, Write: writeBallot, Read: readBallot},
		{Name: "propose", Plan: planProposals, Write: writePropose, Read: readProposal},
		{Name: "nudge", Plan: planNudges, Write: writeNudge, Read: readComing},
		{Name: "reflection", Plan: planReflections, Write: writeReflection, Read: readResponse},
		{Name: "digest", Plan: planDigests, Write: writeDigest},
		{Name: "survey", Plan: planSurveys, Write: writeSurvey, Read: readResponse},
		{Name: "report", Lapse: lapseClosing, Plan: planReports, Write: writeReport},
		{Name: "receipt", Write: writeGiven},
		{Name: "confirm", Plan: planConfirms, Lapse: lapseHeld, Write: writeConfirm, Read: readConfirm},
		{Name: "notice", Write: writeGiven},
	}
}

func practice(name string) (Practice, bool) {
	for _, p := range Practices() {
		if p.Name == name {
			return p, true
		}
	}
	return Practice{}, false
}

// writeGiven is for items that carry their data from the start: it only sets
// what all have in common.
func writeGiven(_ *Group, it Item, _ Member, b Base) any {
	switch d := it.Data.(type) {
	case ReceiptData:
		d.Base = b
		return d
	case NoticeData:
		d.Base = b
		return d
	}
	return it.Data
}

// Step is what one look at a group brought: what to put on record, what to
// send, and when to look again (zero: never).
type Step struct {
	Changes []Change
	Mails   []Mailing
	Next    time.Time
}

// maxRounds bounds how often one lapse may lead to the next within a step.
const maxRounds = 25

// Advance lets time do its work on a group: what has lapsed is changed, what is
// due is composed. The changes are applied to g. rnd gives tokens and UIDs.
func Advance(g *Group, now time.Time, rnd io.Reader) (Step, error) {
	return advance(g, Outcome{}, now, rnd)
}

// Follow is [Advance] after a reply: the reply's own outcome goes first.
func Follow(g *Group, o Outcome, now time.Time, rnd io.Reader) (Step, error) {
	return advance(g, o, now, rnd)
}

func advance(g *Group, o Outcome, now time.Time, rnd io.Reader) (Step, error) {
	var s Step
	g.Apply(o.Changes...)
	s.Changes = o.Changes
	items := o.Items
	if g.Closed.IsZero() {
		for range maxRounds {
			var changed bool
			s.Next = time.Time{}
			for _, p := range Practices() {
				if p.Lapse == nil {
					continue
				}
				lapsed, next := p.Lapse(g, now)
				g.Apply(lapsed.Changes...)
				s.Changes = append(s.Changes, lapsed.Changes...)
				items = append(items, lapsed.Items...)
				changed = changed || len(lapsed.Changes) > 0
				if next.After(now) {
					s.Next = sooner(s.Next, next)
				}
			}
			if !changed {
				break
			}
		}
		items = append(items, Ahead(g)...)
	}
	mails, changes, next, err := compose(g, items, now, rnd)
	if err != nil {
		return Step{}, err
	}
	s.Mails = mails
	s.Changes = append(s.Changes, changes...)
	if g.Closed.IsZero() {
		s.Next = sooner(s.Next, next)
	} else {
		s.Next = time.Time{}
	}
	return s, nil
}

// Ahead lists every item that is not settled, whether due or still ahead, as
// things stand now.
func Ahead(g *Group) []Item {
	var items []Item
	for _, p := range Practices() {
		if p.Plan == nil {
			continue
		}
		for _, it := range p.Plan(g) {
			if g.Settled(it.Key) {
				continue
			}
			items = append(items, it)
		}
	}
	return items
}
