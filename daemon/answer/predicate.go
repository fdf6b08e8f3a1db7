package answer

// handover reads turns given to somebody else: swaps, "Ana will take mine",
// "can someone else lead?". These may be questions. It gives nil if the clause
// is about something else.
func (r *reader) handover(tags []tag, c *clause, f fact, question bool) []fact {
	say := func(t topic, value, because string) []fact {
		f.topic, f.value, f.because = t, value, because
		return []fact{f}
	}
	if len(c.people) == 0 && c.spoken(cThird) && c.has(cTake|cLead|cLeading|cInstead) && c.has(cTurn|cInstead) && !c.has(cOther) {
		if m, ok := r.antecedent(tags, c); ok {
			c.people, f.people = []mention{m}, m.people
		}
	}
	if r.hasTurn && !question && len(c.people) == 0 && c.spoken(cThird) && r.plainlyLeads(c) {
		if m, ok := r.antecedent(tags, c); ok { // "Talked to Leo, he leads this one"
			f.people = m.people
			return say(aboutLeading, ValueSwap, "says that the member named before leads")
		}
	}
	if r.hasTurn && !question && r.standsIn(tags, c) {
		if r.otherDate(c) != "" && !r.onDay(c) {
			return say(unclear, WhyOtherDate, "somebody leads on another date")
		}
		return say(aboutLeading, ValueSwap, "says which member leads")
	}
	who := len(c.people)
	takes := c.has(cTake|cLead|cLeading) && (c.has(cTurn|cInstead) || c.has(cTake) && r.hasTurn && c.unknown == 0 && c.has(cWill|cAble))
	switch {
	case c.has(cSwap) || takes && who > 0 && !c.spoken(cSelf), c.has(cInstead) && who > 0 && r.hasTurn && !c.spoken(cSelf):
		if c.has(cOtherDate) || c.neg > 0 || c.has(cHedge) && !question || c.has(cIf|cUnsure) {
			return say(unclear, WhyUnclear, "a swap that is denied, doubtful or conditional")
		}
		if c.has(cSay|cAsk) && !question && c.has(cSay) {
			return say(unclear, WhySomebodyElse, "reports what somebody said")
		}
		if c.unknown > 2 && !(c.has(cSwap) && c.has(cTurn|cLead)) {
			return nil
		}
		switch {
		case who == 0 && !r.hasTurn && c.unknown > 0:
			return nil
		case who == 0:
			return say(unclear, WhyWhichPerson, "a swap with nobody named")
		case who > 1:
			return say(unclear, WhyTwoPeople, "a swap with several people named")
		case len(c.people[0].people) > 1:
			return say(unclear, WhyTwoPeople, "a name that fits two members")
		case r.otherDate(c) != "" && !question && !r.onDay(c):
			return say(unclear, WhyOtherDate, "a swap on another date")
		}
		return say(aboutLeading, ValueSwap, "names who takes the turn")
	case c.has(cOther) && (c.has(cLead|cTake|cTurn|cInstead|cLeading) || r.hasTurn && c.unknown == 0 && !c.has(predicates&^cTake)):
		if c.neg > 0 || c.has(cIf) || c.unknown > 2 {
			return say(unclear, WhyUnclear, "somebody else, but denied or conditional")
		}
		return say(aboutLeading, ValuePass, "asks for somebody else to lead")
	case c.has(cPass) && (r.hasTurn || !c.has(cAbsent)):
		if c.has(cIf|cHedge) || c.neg > 0 || question && !c.has(cAble) || c.unknown > 1 || c.spoken(cThird) {
			return say(unclear, WhyUnclear, "a pass, but doubtful")
		}
		if r.otherDate(c) != "" {
			return say(unclear, WhyOtherDate, "about another date")
		}
		if who == 1 && len(c.people[0].people) == 1 && !c.spoken(cThird) && c.has(cTurn) {
			return say(aboutLeading, ValueSwap, "gives the turn to a member")
		}
		if who > 0 {
			return say(unclear, WhyWhichPerson, "a pass, with a member named")
		}
		got := say(aboutLeading, ValuePass, "does not want to lead")
		if c.has(cCome|cAttend) || c.has(cComing) && r.idiomOf(tags, c, cComing) {
			g := f
			g.topic, g.value, g.because = aboutComing, ValueYes, "comes, but does not lead"
			got = append(got, g)
		}
		return got
	}
	return nil
}

// predicate reads a clause with a verb about coming or leading, after all that
// would make it no statement was ruled out.
func (r *reader) predicate(tags []tag, c *clause, f fact, subjectless bool) []fact {
	say := func(t topic, value, because string) []fact {
		f.topic, f.value, f.because = t, value, because
		return []fact{f}
	}
	no := c.neg > 0
	if no && c.has(cSay) {
		return say(unclear, WhyUnclear, "denies that something was said")
	}
	if no && r.noThing(tags, c) {
		return say(unclear, WhyTwoReadings, "a no to something, beside a negation")
	}
	if no && c.onTime && !c.has(cLate) {
		return say(unclear, WhyUnclear, notOnTime)
	}
	doubt := c.has(cHedge|cUnsure) || c.has(cIf)
	if c.before > 0 && !c.has(cYes|cNo) && !r.inverted(tags, c) {
		if r.strict {
			return nil
		}
		f.reason = c.has(cExcuse)
		return say(unclear, WhyUnclear, strangeBefore)
	}
	if c.idiom && c.has(cYes) && !c.has(cExcuse|cLate) {
		return say(unclear, WhyUnclear, "a yes in an idiom")
	}
	if c.has(cAsk) && r.askInside(tags, c) {
		return say(unclear, WhyUnclear, "stands in a question that is told")
	}
	elided := c.subject == 0
	switch {
	case c.has(cYes) && no:
		return say(unclear, WhyTwoReadings, "a yes beside a negation")
	case c.has(cNo) && !no && !c.has(cAbsent|cExcuse), c.noMid && !c.has(cExcuse):
		return say(unclear, WhyTwoReadings, "a no beside a statement")
	}
	if c.has(cCommand) && !c.has(cExcuse|cAbsent|cAttend|cCome|cComing|cFree|cLead|cLeading|cPartial|cLate) {
		return say(unclear, WhyUnclear, "words of a command in a statement")
	}
	switch {
	case c.has(cLead|cLeading) && c.has(cInstead):
		return say(unclear, WhyUnclear, "leads something else instead")
	case c.has(cLead | cLeading):
		if c.unknown > 0 || !r.hasTurn && !c.has(cTurn|cLeading) && c.unknown > 0 {
			if r.strict {
				return nil
			}
			return say(unclear, WhyUnclear, "leading, among unknown words")
		}
		if elided && c.has(cLead) && !c.has(cLeading) && !c.has(cAble|cWill|cNeg|cWish|cYes|cHedge|cCome|cAttend|cComing|cTurn|cTake) && !subjectless {
			return say(unclear, WhyUnclear, "who leads is not said")
		}
		switch {
		case no && c.has(cCome|cAttend|cPartial|cLate):
			return say(unclear, WhyTwoReadings, "one negation for coming and leading")
		case no && doubt:
			return say(unclear, WhyUnclear, "a doubt with a negation")
		case no && c.has(cLeading) && !c.has(cLead):
			return say(aboutLeading, ValuePass, "refuses the turn")
		case no:
			return say(aboutLeading, ValuePass, "does not lead")
		case doubt:
			return say(unclear, WhyUnclear, "leads only perhaps")
		case c.has(cWish) && !c.has(cWill|cAble|cYes):
			return say(unclear, WhyUnclear, "would like to lead")
		}
		if len(c.people) > 0 {
			return say(unclear, WhyWhichPerson, "leads, and a member is named")
		}
		if c.has(cAbsent|cNo|cExcuse) && !c.has(cYes) { // "verhindert zu leiten": the phrase holds the refusal
			return say(unclear, WhyTwoReadings, "leads, beside words of absence")
		}
		got := say(aboutLeading, ValueLead, "leads")
		if c.has(cLate | cPartial) {
			g := f
			g.topic, g.value, g.because = aboutComing, ValueLate, "leads, and comes late"
			if c.has(cPartial) {
				g.value = "partial"
			}
			got = append(got, g)
		}
		return got
	case c.has(cPartial) && !c.has(cLate):
		if c.unknown > 2 {
			return say(unclear, WhyUnclear, "for a part, among unknown words")
		}
		if c.has(cIf) {
			return say(unclear, WhyUnclear, "for a part, with a condition")
		}
		if _, at, ok := r.clockOf(tags, c); ok && at > c.start && tags[at-1].has(cFrom) && !tags[at-1].has(cUntil|cPartial) && r.arrives(tags, c) == ValueLate {
			return say(aboutComing, ValueLate, "comes after the start")
		}
		return say(aboutComing, "partial", "comes for a part")
	case c.has(cLate) && c.has(cAbsent):
		return say(unclear, WhyTwoReadings, beginWithout)
	case c.has(cLate) && !c.has(cExcuse):
		switch {
		case c.has(cAttend|cCome) && no, c.unknown > 2:
			return say(unclear, WhyUnclear, "late, with a negation or unknown words")
		case c.has(cIf):
			return say(unclear, WhyUnclear, "late, with a condition")
		case no && (doubt || c.has(cAble)):
			return say(unclear, WhyUnclear, "late, with a doubt and a negation")
		case no:
			return say(aboutComing, ValueYes, "will not be late")
		}
		return say(aboutComing, ValueLate, "comes late")
	case c.has(cAbsent):
		switch {
		case c.unknown > 2 || c.glued:
			if r.strict {
				return nil
			}
			return say(unclear, WhyUnclear, "absent, among unknown words")
		case no, c.has(cYes | cComing), doubt, c.has(cWish) && !elided:
			return say(unclear, WhyUnclear, "absent, but denied or doubtful")
		}
		if r.hasTurn && c.has(cTurn) && !c.has(cPass) {
			return say(unclear, WhyTwoReadings, "absent, or only gives the turn away")
		}
		return say(aboutComing, ValueNo, "will not come")
	case c.has(cAttend | cCome | cFree | cWorks | cComing):
		return r.attendance(tags, c, f, elided, subjectless, no, doubt)
	case c.has(cExcuse):
		switch {
		case r.strict && c.unknown > 1:
			return nil
		case no && c.neg == 1 && c.unknown == 0 && !doubt && r.cannotFor(tags, c): // "can't dentist"
			return say(bare, ValueNo, "cannot, and is hindered")
		case no:
			return nil
		case c.has(cUnsure) && c.unknown == 0: // "depends on my work"
			return say(bare, ValueMaybe, "unsure")
		case doubt, c.unknown > 3, c.has(cYes):
			return say(unclear, WhyUnclear, "an excuse, but doubtful")
		}
		return say(excuse, ValueNo, "is hindered")
	case c.has(cTake):
		if r.mayTake && c.unknown == 0 && (c.spoken(cSelf) || c.has(cWill|cAble|cYes)) {
			switch {
			case doubt:
				return say(unclear, WhyUnclear, "takes the turn only perhaps")
			case !r.hasTurn && c.has(cWish) && !no: // "I would do it again"
				return say(bare, ValueYes, "would do it")
			case no:
				return say(aboutLeading, ValuePass, "does not take the turn")
			case c.has(cWish) && !c.has(cYes):
				return say(unclear, WhyUnclear, "would like to take the turn")
			}
			return say(aboutLeading, ValueLead, "takes the turn")
		}
	}
	return nil
}

// attendance reads come, be there, have time, suits, count me in.
func (r *reader) attendance(tags []tag, c *clause, f fact, elided, subjectless, no, doubt bool) []fact {
	say := func(t topic, value, because string) []fact {
		f.topic, f.value, f.because = t, value, because
		return []fact{f}
	}
	sure := c.has(cAttend | cComing | cFree)
	limit := 0 // unknown words that may stand behind
	switch {
	case c.has(cBy) && sure:
		limit = 4
	case sure:
		limit = 2
	case c.has(cBy):
		limit = 2
	}
	if c.unknown > 0 && c.unknown <= 2 && !c.glued && !no && !doubt && !c.has(cWish|cIf|cAsk|cPast|cExcuse) && !r.strict && !elided && r.arrives(tags, c) == ValueLate {
		return say(aboutComing, ValueLate, "comes at an hour after the start")
	}
	if r.strict {
		limit = 0 // "I will be present in my conversations" answers the open question
	}
	if c.unknown > limit || c.glued {
		if r.strict && c.unknown > 1 {
			return nil
		}
		return say(unclear, WhyUnclear, "coming, among unknown words")
	}
	if elided && !subjectless && r.arrives(tags, c) == ValueYes && c.has(cCome|cAttend) && !c.has(cComing|cFree|cWorks|cAble|cWill|cNeg|cWish|cYes|cHedge|cSelf) {
		return say(unclear, WhyUnclear, "who comes is not said")
	}
	if c.has(cWorks) && !c.has(cComing|cFree|cAttend|cCome) && c.unknown > 0 {
		return say(unclear, WhyUnclear, "something suits, among unknown words")
	}
	switch {
	case no && c.has(cComing) && r.deniesAtEnd(tags, c):
		return say(aboutComing, ValueNo, "a promise, denied")
	case no && c.has(cComing):
		return say(unclear, WhyUnclear, "a promise beside a negation")
	case no && c.has(cIf), no && c.has(cHedge):
		return say(unclear, WhyUnclear, "a doubt with a negation")
	case no && c.has(cUnsure):
		return say(unclear, WhyUnclear, "unsure, with a negation")
	case no:
		return say(aboutComing, ValueNo, "the verb of coming is negated")
	case c.has(cExcuse) && !c.has(cIf|cHedge|cUnsure):
		return say(unclear, WhyTwoReadings, "comes, and is hindered")
	case c.has(cWish) && !c.has(cYes|cComing):
		return say(wish, ValueYes, "would like to come")
	case doubt:
		return say(aboutComing, ValueMaybe, "coming, with a doubt or condition")
	}
	plain := c.unknown == 0 && (c.has(cYes|cAble|cWill) || !c.has(cBy) && c.spoken(cSelf))
	if !sure && !plain && r.lineEnd(c.end) > c.end+8 && len(r.in.Asks) == 1 { // "I came across it, ..."
		return say(unclear, WhyUnclear, "an ordinary verb of coming, in a longer text")
	}
	return say(aboutComing, r.arrives(tags, c), "says to come")
}
