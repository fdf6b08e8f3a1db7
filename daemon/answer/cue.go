package answer

// cues reads prose in which the grammar lost its way among words it does not
// know, by its fixed phrases alone: "vanwege een andere afspraak zal ik tien
// minuten later aanschuiven". It records only if every phrase points the same
// way and nothing in the whole text could turn it: no question, condition,
// doubt, other person, other date, negation of its own, or irony.
func (r *reader) cues(sents []sentence, asks []Ask) []Answer {
	var ask Ask
	for _, a := range asks {
		switch a.Kind {
		case AskComing, AskTurn:
			if ask.Kind != "" {
				return nil
			}
			ask = a
		case AskYesNo, AskText, AskDecision, AskCommitment, AskAttendance:
			return nil
		}
	}
	if ask.Kind == "" || len(sents) == 0 {
		return nil
	}
	var got cue
	for _, s := range sents {
		if s.question || s.end-s.start > 60 {
			return nil
		}
		for _, k := range r.chunks(s.start, s.end) {
			if !r.cue(k, &got) {
				return nil
			}
		}
	}
	value := got.value()
	if value == "" {
		return nil
	}
	because := "its fixed phrases all say " + value + ", among words that are not known"
	v := verdict{value: value, because: because, start: got.start, end: got.end, explicit: true}
	switch {
	case ask.Kind == AskComing && value == ValuePass, ask.Kind == AskTurn && value != ValuePass && value != ValueNo:
		return nil
	case value == ValuePass:
		return []Answer{r.answer(Answer{Kind: KindTurn, Value: ValuePass, Ask: ask.Number, Because: because}, v.start, v.end)}
	case ask.Kind == AskTurn:
		return r.bareTurn(v, ask, v.start, v.end)
	}
	return []Answer{r.rsvp(v, ask.Number, v.start, v.end)}
}

// cue is what the fixed phrases of a text say.
type cue struct {
	absent, coming, late, unsure, pass, yes, no, hour bool // hour: one after the start is named
	start, end                                        int
}

// value is the one thing the phrases say, "" if they differ.
func (q cue) value() string {
	switch {
	case q.pass && !q.absent && !q.late && !q.unsure && !q.no && !q.yes:
		return ValuePass
	case q.pass:
		return ""
	case q.unsure && !q.absent && !q.coming && !q.late && !q.no && !q.yes:
		return ValueMaybe
	case q.unsure:
		return ""
	case q.absent && !q.coming && !q.late && !q.yes && !q.hour:
		return ValueNo
	case q.late && !q.absent && !q.no:
		return ValueLate
	case q.coming && !q.absent && !q.late && !q.no:
		return ValueYes
	}
	return ""
}

// cue adds the phrases of one chunk. It reports false if the chunk holds
// something that could turn the meaning.
func (r *reader) cue(k [2]int, q *cue) bool {
	langs := r.languages(k[0], k[1])
	if len(langs) == 0 {
		return true
	}
	tags := r.tags[langs[0]]
	c := clause{start: k[0], end: k[1]}
	r.survey(tags, &c)
	if c.laughs || c.has(cIrony|cSay|cIf|cSwap) || c.has(cLead|cLeading|cOther) && !c.has(cPass) || c.has(cCommand) && !c.has(cExcuse) || c.idiom || c.glued || c.has(cOr) {
		return false
	}
	if r.otherDate(&c) != "" {
		return false
	}
	if (c.neg > 0 || c.has(cAbsent|cNo)) && r.atHour(tags, &c) {
		return false
	}
	late := r.arrives(tags, &c) == ValueLate
	q.hour = q.hour || late
	found, neg := false, 0
	for i := k[0]; i < k[1]; i++ {
		t := tags[i]
		hit := true
		switch {
		case t.has(cPass) && t.words >= 2:
			q.pass = true
		case t.tells():
			return false
		case t.has(cUnsure):
			q.unsure = true
		case t.has(cAbsent) && t.words >= 2:
			q.absent = true
		case t.has(cComing) && t.words >= 2:
			q.coming = true
		case t.has(cLate) && !t.has(cFill):
			q.late = true
		default:
			hit = false
			q.yes = q.yes || t.has(cYes)
			q.no = q.no || t.has(cNo)
			if t.has(cNeg) {
				neg++
			}
		}
		if hit {
			found = true
			if q.end == 0 {
				q.start = i
			}
			q.end = max(q.end, t.last+1)
		}
	}
	if found && c.unknown > 3 && q.unsure {
		return false
	}
	if !found {
		return neg == 0 && !c.has(cAsk) && !(c.has(cThird) && c.has(cCome|cAttend|cFree|cTake))
	}
	return neg == 0 && !c.has(cThird|cYou|cEveryone|cPast|cWish|cAsk) && len(c.people) == 0 && (!c.has(cHedge) || q.unsure)
}

// doubtful reports whether a reading gave nothing but words not understood.
func doubtful(all []Answer) bool {
	for _, a := range all {
		if a.Kind != KindAskBack || a.Value != WhyUnclear || a.Because == ironic {
			return false
		}
	}
	return true
}
