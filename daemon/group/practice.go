package group

import (
	"io"
	"slices"
	"time"

	"convene/daemon/answer"
)

// Practice is one ritual of a group's life.
type Practice struct {
	// Name is also its template's and its items'.
	Name string
	// About says what it is, for the coordinator's preview.
	About string
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
	// Takes are the kinds of answers that it takes from any mail, asked or not.
	Takes []string
	// On is the name under which the coordinator turns it on; "" is always on.
	On string
	// Take is what such an answer does when no ask claims it.
	Take func(g *Group, in Inbound, a answer.Answer, now time.Time) Understood
	// Reminds: it repeats what has been asked. Who wants less mail gets none of it.
	Reminds bool
	// Anyway: its letters and notes go to those too who want the digest only.
	Anyway bool
}

// Practices are all practices, in no particular order.
func Practices() []Practice { return practices }

var practices []Practice

// The rules look into the table that holds them, so it is filled when the program
// starts.
func init() {
	practices = []Practice{
		{Name: "founding", About: "an invitation to the group", Lapse: lapseFounding, Plan: planFounding, Write: writeFounding, Read: readFounding},
		{Name: "joining", About: "a question about somebody who would like to join", Lapse: lapseJoining, Plan: planJoining, Write: writeJoining, Read: readJoining},
		{Name: "welcome", About: "a welcome", Plan: planWelcome, Write: writeWelcome, Read: readWelcome},
		{Name: "sharing", About: "what members want to learn and can offer,", Lapse: lapseSharing, Plan: planSharing, Write: writeSharing, Read: readSharing},
		{Name: "newcomer", About: "a line that somebody has joined", Plan: planNewcomers, Write: writeNewcomer},
		{Name: "invitation", About: "the calendar invitation to", Plan: planInvitations, Write: writeInvitation},
		{Name: "coming", About: "the letter about", Plan: planComing, Write: writeComing, Read: readComing},
		{Name: "turn", About: "the offer of a role at", Lapse: lapseTurns, Plan: planTurns, Write: writeTurn, Read: readTurn, Anyway: true},
		{Name: "stepin", About: "a search for somebody to step in at", Plan: planStepIns, Write: writeStepIn, Read: readStepIn},
		{Name: "selfled", About: "a script for a meeting that nobody leads,", Plan: planSelfLed, Write: writeSelfLed},
		{Name: "away", About: "a question whether they are away", Plan: planAway, Write: writeAway, Read: readAway},
		{Name: "back", About: "a line that the pause is over", Lapse: lapsePauses, Plan: planBack, Write: writeBack},
		{Name: "ballot", About: "the vote on the topic after", Lapse: lapseBallots, Plan: planBallots, Write: writeBallot, Read: readBallot},
		{Name: "propose", About: "a call for topics, with the letter on", Plan: planProposals, Write: writePropose, Read: readProposal, Takes: []string{answer.KindTopic}, Take: takeTopic},
		{Name: "case", About: "a call for cases, with the letter on", On: "cases", Lapse: lapseCases, Plan: planCases, Write: writeCase, Read: readCase, Takes: []string{answer.KindCase}, Take: takeCase},
		{Name: "casedate", About: "a question to whoever could bring a case on", On: "cases", Plan: planCaseDates, Write: writeCaseDate, Read: readCaseDate, Anyway: true},
		{Name: "readings", About: "the vote on what to read after", On: "readings", Lapse: lapseReadings, Plan: planReadings, Write: writeReadings, Read: readReadings, Takes: []string{answer.KindReading}, Take: takeReading},
		{Name: "reading", About: "what to read, with the letter on", On: "readings", Plan: planReading, Write: writeReading},
		{Name: "guest", About: "the letter to a guest of", On: "guests", Plan: planGuests, Write: writeGuest},
		{Name: "nudge", About: "a reminder, nothing said so far about", Plan: planNudges, Write: writeNudge, Read: readComing, Reminds: true},
		{Name: "short", About: "a question whether few are enough on", Plan: planShort, Write: writeShort, Read: readShort, Anyway: true},
		{Name: "pack", About: "what those with a turn need on", Lapse: lapsePairs, Plan: planPacks, Write: writePack},
		{Name: "scribe", About: "a request for notes on", Plan: planScribe, Write: writeScribe, Read: readScribe, Takes: []string{answer.KindAttendance}, Take: takeAttendance},
		{Name: "reflection", About: "the notes and the question after", Plan: planReflections, Write: writeReflection, Read: readReflection},
		{Name: "notes", About: "for who had no after-note, the notes of", Plan: planNotes, Write: writeNotes},
		{Name: "commitment", About: "what they meant to do after", Lapse: lapseCommitments, Plan: planCommitments, Write: writeCommitment, Read: readCommitment},
		{Name: "share", About: "a look at what others are about to see", Lapse: lapseShares, Plan: planShares, Write: writeShare, Read: readShare, Takes: []string{answer.KindShare}, Take: takeShare, Anyway: true},
		{Name: "shared", About: "what others share", Plan: planShared, Write: writeShared, Takes: []string{answer.KindPublic}, Take: takePublic},
		{Name: "charter", About: "the charter", Lapse: lapseCharter, Plan: planCharter, Write: writeCharter, Read: readCharter, Takes: []string{answer.KindAgree, answer.KindObject, answer.KindRule, answer.KindGoal}, Take: takeCharter},
		{Name: "thanks", About: "what others thank them for", Plan: planThanks, Write: writeThanks, Takes: []string{answer.KindThanks}, Take: takeThanks},
		{Name: "question", About: "a question of another member", Plan: planQuestions, Write: writeQuestion, Read: readQuestion, Takes: []string{answer.KindQuestion, answer.KindWhoKnows}, Take: takeQuestion},
		{Name: "relay", About: "what others have for them alone", Plan: planRelays, Write: writeRelay},
		{Name: "month", About: "the month's open question", Plan: planMonths, Write: writeMonth, Read: readMonth},
		{Name: "pulse", About: "how it is going", On: "pulse", Plan: planPulses, Write: writePulse, Read: readResponse},
		{Name: "journal", About: "a line for their journal", On: journals, Plan: planJournals, Write: writeJournal, Read: readJournal, Takes: []string{answer.KindJournal}, Take: takeJournal},
		{Name: "numbers", About: "the numbers they logged", On: journals, Plan: planNumbers, Write: writeNumbers, Takes: []string{answer.KindLog}, Take: takeLog},
		{Name: "repertoire", About: "what is new in the repertoire", On: "repertoire", Plan: planRepertoire, Write: writeRepertoire, Takes: []string{answer.KindLink}, Take: takeLink},
		{Name: "feedback", About: "feedback that another member would like", On: "feedback", Plan: planFeedback, Write: writeFeedback, Read: readFeedback, Takes: []string{answer.KindFeedback}, Take: takeFeedback},
		{Name: "followup", About: "what became of their case", On: "followup", Plan: planFollowUps, Write: writeFollowUp, Read: readResponse},
		{Name: "digest", About: "the look back on the month", Plan: planDigests, Write: writeDigest, Anyway: true},
		{Name: "missed", About: "a question whether they are still in", Plan: planMissed, Write: writeMissed, Read: readMissed},
		{Name: "health", About: "the health check at the midpoint", Plan: planHealth, Write: writeHealth, Read: readHealth},
		{Name: "changed", About: "what was said, and what has changed", Lapse: lapseOutline, Plan: planChanged, Write: writeChanged},
		{Name: "ending", About: "that the end is near, and a request for thanks", Plan: planEnding, Write: writeEnding, Anyway: true},
		{Name: "survey", About: "the closing survey", Plan: planSurveys, Write: writeSurvey, Read: readResponse, Anyway: true},
		{Name: "thanksletter", About: "all thanks to them, after the end", Lapse: lapseThanks, Plan: planThanksLetters, Write: writeThanksLetter},
		{Name: "report", About: "the closing report", Lapse: lapseClosing, Plan: planReports, Write: writeReport, Anyway: true},
		{Name: "receipt", About: "an answer to a reply", Write: writeGiven},
		{Name: readBack, About: "what was read in their replies", Plan: planReadBacks, Write: writeReadBack, Anyway: true},
		{Name: "confirm", About: "a question whether a mail was really theirs", Plan: planConfirms, Lapse: lapseHeld, Write: writeConfirm, Read: readConfirm},
		{Name: "notice", About: "something that needs a hand", Write: writeGiven, Anyway: true},
		{Name: "mydata", About: "everything that is held about them", Write: writeGiven},
		{Name: "renew", About: "the next group, ready to start", Write: writeGiven},
		{Name: "monday", About: "what needs a hand", Lapse: lapseMonday, Write: writeGiven, Anyway: true},
		{Name: "steer", About: "an answer to somebody who would change the plan", Lapse: lapseSteers, Write: writeSteer, Read: readSteer,
			Takes: []string{answer.KindCancel, answer.KindMove, answer.KindNewLink, answer.KindAddMember, answer.KindForMember}, Take: takeSteer},
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

// taking is the practice that takes answers of a kind from any mail.
func (g *Group) taking(kind string) (Practice, bool) {
	for _, p := range Practices() {
		if slices.Contains(p.Takes, kind) && (p.On == "" || g.On[p.On]) {
			return p, true
		}
	}
	return Practice{}, false
}

// About says what a practice is, for the coordinator's preview; it may end in a
// word that a meeting's date follows.
func About(name string) string {
	p, _ := practice(name)
	return p.About
}

// writeGiven is for items that carry their data from the start: it only sets
// what all have in common.
func writeGiven(_ *Group, it Item, _ Member, b Base) any {
	switch d := it.Data.(type) {
	case ReceiptData:
		d.Base = b
		return d
	case MondayData:
		d.Base = b
		return d
	case NoticeData:
		d.Base = b
		return d
	case MyData:
		d.Base = b
		return d
	case RenewData:
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
	return advance(g, now, rnd, func(Item) string { return "" })
}

// Resume is Advance for a record that was restored from a copy: what was due before
// since is settled as skipped, for the given reason. It may have been sent by the
// record that was lost.
func Resume(g *Group, since, now time.Time, reason string, rnd io.Reader) (Step, error) {
	return advance(g, now, rnd, func(it Item) string {
		if it.Due.Before(since) {
			return reason
		}
		return ""
	})
}

// advance leaves out the items for which skip has a reason.
func advance(g *Group, now time.Time, rnd io.Reader, skip func(Item) string) (Step, error) {
	var s Step
	if !g.Closed.IsZero() {
		return s, nil
	}
	var items []Item
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
			for _, it := range lapsed.Items { // one round may bring again what an earlier one did
				if !slices.ContainsFunc(items, func(o Item) bool { return o.Key == it.Key }) {
					items = append(items, it)
				}
			}
			changed = changed || len(lapsed.Changes) > 0
			if next.After(now) {
				s.Next = sooner(s.Next, next)
			}
		}
		if !changed {
			break
		}
	}
	if !g.Closed.IsZero() {
		s.Next = time.Time{}
		return s, nil
	}
	var wanted []Item
	skipper := &composer{g: g, now: now}
	for _, it := range append(items, Ahead(g)...) {
		if why := skip(it); why == "" {
			wanted = append(wanted, it)
		} else if !g.Settled(it.Key) {
			skipper.settle(it, "skipped", why, "")
		}
	}
	mails, changes, next, err := compose(g, wanted, now, rnd)
	if err != nil {
		return Step{}, err
	}
	s.Mails = mails
	s.Changes = slices.Concat(s.Changes, skipper.changes, changes)
	s.Next = sooner(s.Next, next)
	if len(mails) > 0 { // what was sent may let something lapse: a report ends the group
		s.Next = sooner(s.Next, now.Add(time.Second))
	}
	return s, nil
}

// Follow composes what an outcome tells at once; its changes are applied to g
// already and are part of the step. What time makes of it is for [Advance].
func Follow(g *Group, o Outcome, now time.Time, rnd io.Reader) (Step, error) {
	mails, changes, _, err := compose(g, o.Items, now, rnd)
	if err != nil {
		return Step{}, err
	}
	return Step{Changes: slices.Concat(o.Changes, changes), Mails: mails}, nil
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
