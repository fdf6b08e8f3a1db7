package answer

import "strings"

// verdict is what several facts say together about one question.
type verdict struct {
	value      string // yes, no, maybe, late, partial; "" if nothing was said
	why        string // a reason to ask back, "" if none
	because    string
	start, end int  // tokens
	explicit   bool // more than a bare yes or no
	excused    bool // only a reason was given
	able       bool
	unsure     bool // more than a try or a hope
}

func (v *verdict) cover(f fact) {
	if v.end == 0 || f.start < v.start {
		v.start = f.start
	}
	if f.end > v.end {
		v.end = f.end
	}
}

// rank orders the ways of coming: the more special one stays.
var rank = map[string]int{ValueYes: 1, ValueLate: 2, "partial": 3, ValueMaybe: 4}

// sum joins the facts about coming. Bare answers, excuses and wishes count only
// as far as nothing was said in more words.
func sum(facts []fact) verdict {
	var v verdict
	clash := func(because string) {
		v.why, v.because = WhyTwoReadings, because
	}
	var last fact
	for _, f := range facts {
		if f.topic != aboutComing {
			continue
		}
		v.cover(f)
		switch {
		case v.value == "":
			v.value, v.because, v.explicit = f.value, f.because, true
		case v.value == f.value:
		case v.value == ValueNo && (f.value == "partial" || f.value == ValueLate):
			v.value, v.because = f.value, f.because
		case v.value == ValueNo || f.value == ValueNo:
			clash("says both that they come and that they do not")
		case rank[f.value] > rank[v.value]:
			v.value, v.because = f.value, f.because
		}
		last = f
	}
	for _, f := range facts {
		switch f.topic {
		case bare:
			v.bare(f, last, clash)
		case excuse:
			v.cover(f)
			switch {
			case v.value == "" || v.value == ValueNo:
				if v.value == "" {
					v.value, v.because = ValueNo, f.because
				}
				v.excused = !v.explicit
				v.explicit = true
			case last.contrast && last.start > f.start && v.value != "":
			case v.value == ValueMaybe: // the reason for the doubt
			case last.start > f.start && last.end > f.end && (last.self || last.set&cComing != 0) && last.unknown == 0 && firm(last) && last.value != ValueNo: // "the doctor's first, then I'm in"
			case v.value == ValueLate || v.value == "partial": // the reason for it
			default:
				clash("comes, and is hindered")
			}
		}
	}
	for _, f := range facts {
		if f.topic == wish && v.value != ValueYes && v.value != ValueNo && v.value != ValueLate && v.value != "partial" && v.value != ValueMaybe {
			v.cover(f)
			v.why, v.because = WhyUnclear, "only says that they would like to"
		}
	}
	return v
}

func (v *verdict) bare(f, last fact, clash func(string)) {
	v.cover(f)
	if v.value == "" {
		v.value, v.because, v.able = f.value, f.because, f.able
		v.unsure = f.set&cUnsure != 0
		return
	}
	if v.value == f.value {
		return
	}
	if f.able && f.contrast && !v.explicit { // "Yes, but I can't"
		v.value, v.because, v.able = f.value, f.because, true
		return
	}
	switch f.value {
	case ValueYes:
		if v.value == ValueNo && !(v.explicit && last.contrast && last.start > f.start) {
			clash("a yes beside a no")
		}
	case ValueNo:
		if !((v.value == ValueLate || v.value == "partial") && last.contrast && last.start > f.start) {
			clash("a no beside a yes")
		}
	case ValueMaybe:
		if v.value == ValueNo {
			clash("a maybe beside a no")
			return
		}
		v.value, v.because = ValueMaybe, f.because
	}
	if !v.explicit && f.value == ValueYes && v.value == ValueMaybe {
		return
	}
	if !v.explicit && v.value == ValueYes && f.value == ValueNo {
		clash("yes and no")
	}
}

// turnOf joins the facts about leading.
func turnOf(facts []fact) (fact, string) {
	var got fact
	for _, f := range facts {
		if f.topic != aboutLeading {
			continue
		}
		switch {
		case got.topic == 0, got.value == f.value && (f.value != ValueSwap || samePeople(got.people, f.people)):
			start := f.start
			if got.topic != 0 {
				start = min(start, got.start)
				f.end = max(f.end, got.end)
			}
			f.start, got = start, f
		case got.value == ValuePass && f.value == ValueSwap, got.value == ValueSwap && f.value == ValuePass:
			if f.value != ValueSwap {
				f.people, f.value = got.people, ValueSwap
			}
			f.start, f.end = min(f.start, got.start), max(f.end, got.end)
			got = f
		default:
			return f, WhyTwoReadings
		}
	}
	return got, ""
}

func samePeople(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// decide turns the facts of some sentences into answers for the asks in scope.
func (r *reader) decide(sents []*sentence, asks []Ask) []Answer {
	var facts []fact
	var loose bool
	var out []Answer
	for _, s := range sents {
		resolved, cond := false, false
		for _, f := range s.facts {
			facts = append(facts, f)
			resolved = resolved || f.topic <= wish
			cond = cond || f.topic == condition
		}
		loose = loose || cond && !resolved
	}
	if out := r.byDate(sents, facts, asks); out != nil {
		return out
	}
	whole := facts
	facts = r.concluded(facts)
	turn, turnWhy := turnOf(facts)
	if turn.value == ValuePass || turn.value == ValueSwap { // "No, I can't lead": the no is about leading
		facts = without(facts, bare, ValueNo)
	}
	v := sum(facts)
	if v.excused && turn.value == ValuePass { // a reason never changes the answer
		v = verdict{}
	}
	positive := v.value != "" && v.value != ValueNo
	for _, f := range facts { // doubts that spoil what was said, or stand beside it
		switch f.topic {
		case unclear, reporting:
			switch {
			case noise(f, v, turn, r.hasTurn), f.because == tellsLater && v.value == ValueMaybe:
			case f.reason && v.value == ValueNo, f.reason && turn.value == ValuePass && v.value == "":
			case f.value == WhyOtherDate && v.value == ValueNo && (v.explicit || !r.hasTurn && !f.contrast), f.value == WhyOtherDate && v.value == ValueMaybe && (!f.contrast || f.set&(cAttend|cCome|cFree|cWorks|cAble|cWill|cComing) == 0), f.value == WhyOtherDate && turn.topic != 0 && turn.value != ValueLead && v.value == "":
			case f.value == WhySomebodyElse && (v.explicit || turn.topic != 0) && !r.sameSentence(sents, f, v, turn):
				out = append(out, r.back(f.value, f.start, f.end, f.because))
			case v.value != "" || turn.topic != 0:
				v.cover(f)
				v.why, v.because = f.value, f.because
			case v.why == "":
				v.cover(f)
				v.why, v.because = f.value, f.because
			}
		case bygone:
			if v.why == "" && !v.explicit && v.value != "" && v.value != ValueMaybe && turn.topic == 0 && r.together(sents, f, v) {
				v.cover(f)
				v.why, v.because = WhyUnclear, "a yes or no to something of the past"
			}
		case caveat:
			if harmless := f.set&(cSelf|cNeg|cNegHalf|cNo|cIf|cUnsure|cHedge|cAbsent|cExcuse|cWish|cPast|cOther|cPass|cOtherDate|cIrony|cElse|cThird) == 0; harmless && !r.namedIn(f) && (v.explicit && !(r.hasTurn && turn.topic == 0) || !v.explicit && v.value == ValueYes && r.apart(sents, v)) {
				break // "but please be patient with me"
			}
			if v.why == "" && ((!v.explicit || r.hasTurn && turn.topic == 0) && v.value == ValueYes || turn.value == ValueLead || v.value == ValueNo && f.reason) { // "not at 4, but at 4:30"
				v.cover(f)
				v.why, v.because = WhyUnclear, f.because
			}
		case asking:
			if r.hasTurn && turn.topic == 0 && v.value == ValueYes && r.toks[f.end-1].text != "?" && (f.end >= len(r.toks) || r.toks[f.end].text != "?") && v.why == "" {
				v.why, v.because = WhyUnclear, "a question or more beside a yes to coming"
			}
			out = append(out, r.back(WhyQuestion, f.start, f.end, f.because))
		}
	}
	if loose && positive && v.why == "" {
		v.value, v.because = ValueMaybe, v.because+", under a condition"
	}
	if loose && v.value == "" && turn.topic == 0 && v.why == "" {
		for _, f := range facts {
			if f.topic == condition {
				v.cover(f)
			}
		}
		v.why, v.because = WhyUnclear, "a condition by itself"
	}
	if v.why != "" || turnWhy != "" {
		if turn.topic != 0 {
			v.cover(turn)
		}
		if v.why == "" {
			v.why, v.because = turnWhy, "says two things about the turn"
		}
		return append(out, r.back(v.why, v.start, v.end, v.because))
	}
	if v.value == "" && turn.topic == 0 {
		return out
	}
	if len(out) > 0 && v.value != "" && !v.explicit && turn.topic == 0 && !r.apart(sents, v) {
		return out // "Yes? Is it on Tuesday?": only the question is sure
	}
	if why := r.veto(sents, facts, v, turn); why != "" {
		if turn.topic != 0 {
			v.cover(turn)
		}
		return append(out, r.back(WhyUnclear, v.start, v.end, why))
	}
	return append(out, r.assign(v, turn, asks, facts, whole)...)
}

// together reports whether a fact stands in a sentence of the verdict.
func (r *reader) together(sents []*sentence, f fact, v verdict) bool {
	for _, s := range sents {
		if f.start >= s.start && f.start < s.end {
			return v.start < s.end && v.end > s.start
		}
	}
	return false
}

// without drops the facts of one topic and value.
func without(facts []fact, t topic, value string) []fact {
	var out []fact
	for _, f := range facts {
		if f.topic != t || f.value != value {
			out = append(out, f)
		}
	}
	return out
}

// sameSentence reports whether a doubt shares its sentence with the answer.
func (r *reader) sameSentence(sents []*sentence, f fact, v verdict, turn fact) bool {
	for _, s := range sents {
		if f.start >= s.start && f.start < s.end {
			for _, g := range s.facts {
				if g.topic == aboutComing || g.topic == aboutLeading || g.topic == bare || g.topic == excuse {
					return !g.contrast && !f.contrast || g.topic == bare
				}
			}
		}
	}
	return false
}

// back makes a question back about tokens a..b.
func (r *reader) back(why string, a, b int, because string) Answer {
	return r.answer(Answer{Kind: KindAskBack, Value: why, Because: because}, a, b)
}

// firm reports whether a fact says yes, no, late or for a part.
func firm(f fact) bool {
	return f.value == ValueYes || f.value == ValueNo || f.value == ValueLate || f.value == "partial"
}

// noise reports whether words that were not understood may be left aside beside
// a statement: they are about something else, and none of them speaks against it.
func noise(f fact, v verdict, turn fact, hasTurn bool) bool {
	switch {
	case v.value == ValueLate && f.topic == unclear && f.because == notThatHour: // "not at four, but at half past"
		return true
	case turn.value == ValueSwap && f.topic == unclear && f.value == WhyWhichPerson: // "we swapped, Hana leads on the 10th"
		return true
	case turn.value == ValueSwap && f.topic == reporting && !f.contrast && f.set&(cNeg|cNo|cIf|cHedge|cUnsure|cAbsent) == 0: // "I gave it to Leo, who said yes"
		return true
	case v.value == ValueMaybe && f.topic == unclear && (f.because == doubtfulNo || strings.HasSuffix(f.because, conditional) && f.set&(cLead|cTurn) == 0): // "perhaps yes, perhaps no"
		return true
	case v.value == ValueMaybe && f.topic == unclear && f.value == WhyUnclear && (v.unsure || v.explicit) && (f.because == unsureAmong || f.because == strangeBefore && f.set&(cAbsent|cComing|cNo) == 0 && !f.contrast):
		return true // "leaning towards yes, but I can't be certain with the inspection"
	case v.value == ValueMaybe && f.topic == unclear && f.value == WhySomebodyElse && !f.contrast && !f.self && f.because != onOthers && !hasTurn && (v.unsure || v.explicit):
		return true // "hard to say, my father is in hospital"
	}
	if f.topic != unclear || f.contrast || f.because == ironic || f.because == beginWithout || f.because == notOnTime || f.set == 0 || f.value == WhyTwoReadings || f.value == WhyTwoPeople || f.value == WhyWhichPerson {
		return false
	}
	doubt := cIf | cUnsure | cHedge | cBut | cOr | cIrony | cSwap | cOther | cPass | cLeading
	switch {
	case turn.topic != 0 && turn.value == ValueLead, hasTurn && turn.topic == 0 && v.value != ValueNo && f.set&(cThird|cTake|cLead|cTurn|cInstead) != 0, len(f.people) > 0 && v.value != ValueNo:
		return false
	case v.excused && hasTurn && f.set&(cLead|cTake|cTurn|cInstead|cSwap) != 0:
		return false
	case v.value == ValueNo && v.explicit && f.value == WhySomebodyElse && !f.self && f.set&(cComing|cSwap|cUnsure) == 0: // "hope somebody can take over"
		return true
	case v.value == ValueNo && !v.explicit && f.reason && f.set&cExcuse != 0: // "No, I'm away until Thursday"
		return true
	case v.value == ValueNo && v.explicit:
		if !hasTurn {
			doubt &^= cLeading
		} else {
			doubt |= cLead | cTurn | cTake
		}
		return f.set&(doubt|cComing|cYes) == 0 && (f.set&(cAttend|cFree|cCome|cWorks|cPartial|cLate) == 0 || !f.self && f.value != WhyOtherDate)
	case (v.value == ValueYes || v.value == ValueLate || v.value == "partial") && v.explicit, turn.value == ValuePass || turn.value == ValueSwap:
		return f.set&(doubt|cNeg|cNegHalf|cNo|cAbsent|cExcuse|cOtherDate|cWish|cAsk) == 0 && f.value != WhyOtherDate
	}
	return false
}

// apart reports whether a bare yes or no stands in a sentence of its own, with
// the question in another one: "Sure. Could you send me the link?"
func (r *reader) apart(sents []*sentence, v verdict) bool {
	for _, s := range sents {
		if s.start <= v.start && v.end <= s.end {
			for _, f := range s.facts {
				if f.topic == asking {
					return false
				}
			}
			return !s.question && s.plain && s.end < len(r.toks) && r.toks[s.end-1].text != "?"
		}
	}
	return false
}
