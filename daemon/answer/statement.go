package answer

// read says what a clause means, nothing for words that are no answer.
func (r *reader) read(tags []tag, c clause, question, subjectless bool) []fact {
	r.survey(tags, &c)
	f := fact{start: c.start, end: c.end, contrast: c.contrast, so: c.so, unknown: c.unknown, set: c.set, self: c.spoken(cSelf)}
	say := func(t topic, value, because string) []fact {
		f.topic, f.value, f.because = t, value, because
		return []fact{f}
	}
	for _, m := range c.people {
		if len(m.people) == 1 {
			f.people = append(f.people, m.people[0])
		}
	}
	if c.laughs && c.laughsOff() {
		c.set |= cIrony
	}
	f.leaves = r.arrives(tags, &c) == ValueLate
	if c.has(cIrony) {
		return say(unclear, WhyUnclear, ironic)
	}
	if first := r.firstWord(c.start, c.end); first >= 0 && tags[first].has(cIf) && !question {
		if c.has(cOther) && c.has(cLead|cLeading|cTake|cTurn) && c.neg == 0 && r.hasTurn { // "grateful if another could lead"
			return say(aboutLeading, ValuePass, "asks for somebody else to lead")
		}
		about := ""
		if c.spoken(cThird) {
			about = WhySomebodyElse
		}
		got := say(condition, about, "a condition")
		if c.has(cCome|cAttend|cComing|cFree) && c.neg == 0 && c.spoken(cSelf) && !c.has(cWish) && r.otherDate(&c) == "" {
			f.topic, f.value, f.because = aboutComing, ValueMaybe, "coming, under a condition"
			got = append(got, f)
		}
		return got
	}
	if c.idiom && !c.has(predicates&^(cExcuse|cLate)) && !c.has(cYes|cNo|cUnsure) {
		return nil
	}
	if got := r.handover(tags, &c, f, question); got != nil {
		return got
	}
	related := c.has(predicates|cYes|cNo|cUnsure) || c.has(cAble|cHedge|cWill) && c.unknown == 0
	if question || c.has(cAsk) && r.opens(tags, c) {
		if related || c.has(cTurn|cAble|cWill|cHedge) || len(c.dates) > 0 || c.content <= 6 {
			return say(asking, WhyQuestion, "a question")
		}
		return nil
	}
	if c.has(cSay) && !c.spoken(cSelf) {
		return say(reporting, WhySomebodyElse, "reports what somebody said")
	}
	if !related {
		return r.fragment(tags, &c, say)
	}
	if c.has(cPast) && !c.has(cWish|cYes|cNo) {
		return say(bygone, "", "about the past")
	}
	if c.spoken(cThird) && c.has(predicates|cAble|cWill) && !c.has(cWorks) && !(c.has(cComing) && len(c.people) == 0 && !c.has(cEveryone)) {
		f.reason = c.has(cExcuse)
		return say(unclear, WhySomebodyElse, "about somebody else")
	}
	if c.has(cWorks) && (c.has(cThird|cEveryone) || len(c.people) > 0) {
		return say(unclear, WhySomebodyElse, "suits somebody else, or nobody")
	}
	if why := r.otherDate(&c); why != "" && !(c.has(cUnsure) && !c.has(predicates) && r.tellsBefore(tags, &c)) {
		f.reason = c.has(cExcuse) && c.neg == 0 && !c.has(predicates&^cExcuse)
		return say(unclear, WhyOtherDate, why)
	}
	if c.spoken(cYou) && c.has(predicates) && !c.has(cComing|cWorks|cAbsent) {
		return say(unclear, WhyUnclear, "not about the writer")
	}
	if got := r.fromHour(tags, &c, say); got != nil {
		return got
	}
	if (c.neg > 0 || c.has(cAbsent|cNo)) && c.has(cAttend|cCome|cFree|cWorks|cAble|cWill|cAbsent|cNo) && r.atHour(tags, &c) {
		return say(unclear, WhyUnclear, notThatHour)
	}
	if c.neg > 1 && r.neither(&c) {
		return say(aboutComing, ValueNo, "neither leads nor comes")
	}
	if c.neg > 1 && !c.half {
		return say(unclear, WhyUnclear, "two negations")
	}
	if c.has(cHedge) && c.unknown == 0 && c.neg == 0 && !c.has(predicates|cUnsure|cIf|cWish|cAsk|cNo|cAble|cThird) && len(c.people) == 0 && r.soonLate(tags, &c) {
		return say(aboutComing, ValueLate, "names an hour after the start")
	}
	if c.has(predicates) {
		return r.predicate(tags, &c, f, subjectless)
	}
	return r.word(tags, &c, say)
}

// opens reports whether the clause begins with a question word.
func (r *reader) opens(tags []tag, c clause) bool {
	for i := c.start; i < c.end; i++ {
		if tags[i].has(cAsk) { // "Kann ich leider nicht" is no question
			return c.neg == 0 || !tags[i].has(cSelf)
		}
		if !tags[i].has(cFill|cGreet|cBut|cAnd) && r.toks[i].kind != mark {
			return false
		}
	}
	return false
}

// fragment reads clauses without a predicate: a condition, a lone negation.
func (r *reader) fragment(tags []tag, c *clause, say func(topic, string, string) []fact) []fact {
	switch {
	case c.has(cIf):
		return say(condition, "", "a condition")
	case c.has(cPast):
		return say(bygone, "", "about the past")
	case c.neg > 0 && c.unknown == 0 && r.count(c.start, c.end, word) <= 5 && !c.has(cAsk|cThanks) && len(c.people) == 0 && c.set&^(cNeg|cNegHalf|cFill|cRegret|cSelf|cBy|cAnd|cTurn) == 0:
		if r.otherDate(c) != "" {
			return say(unclear, WhyOtherDate, "about another date")
		}
		if c.has(cTurn) {
			return say(aboutLeading, ValuePass, "refuses the turn")
		}
		return say(bare, ValueNo, "a negation by itself")
	case c.unknown == 0 && c.neg == 0 && len(c.dates) == 1 && len(c.people) == 0 && c.has(cBye|cUntil) && c.set&^(cBye|cUntil|cFill|cAnd|cThanks|cOkay|cGreet|cBy) == 0:
		if d := c.dates[0]; r.farewell(d) {
			return say(aboutComing, ValueYes, "takes leave until the meeting")
		}
		return say(unclear, WhyOtherDate, "takes leave until another date")
	case c.unknown == 0 && c.neg == 0 && !c.has(cThird|cYou|cAsk|cPast|cSelf|cAbsent|cExcuse) && len(c.people) == 0 && r.soonLate(tags, c):
		return say(aboutComing, ValueLate, "names an hour after the start")
	case c.unknown == 0 && c.has(cOkay):
		return say(polite, "okay", "agrees or only acknowledges")
	case c.unknown == 0 && c.has(cThanks|cRegret|cGreet|cBye):
		return say(polite, "", "courtesy")
	case c.has(cOtherDate) && c.unknown == 0, len(c.dates) > 0 && c.unknown == 0 && c.content > 0 && c.neg > 0:
		return say(unclear, WhyOtherDate, "a date without a verb")
	}
	return nil
}

// word reads answers without a predicate: yes, no, I can, I'll try.
func (r *reader) word(tags []tag, c *clause, say func(topic, string, string) []fact) []fact {
	yes, no := c.has(cYes), c.has(cNo)
	clean := c.unknown == 0
	switch {
	case yes && no:
		return say(unclear, WhyTwoReadings, "yes and no in one breath")
	case c.tells && !c.doubts && !yes && len(c.dates) == 0:
		return say(unclear, WhyUnclear, tellsLater)
	case c.has(cUnsure):
		limit := 1
		if c.before == 0 && !c.has(cThird|cYou|cIf) {
			limit = 4 // "can't say until the duty plan is published"
		}
		if c.spoken(cThird) && c.has(cHedge) && c.has(cOther|cThird) && c.before == 0 && c.verb >= 0 && tags[c.verb].has(cHedge) && c.unknown > 0 { // "perhaps somebody can be found"
			return say(unclear, WhySomebodyElse, "perhaps somebody else")
		}
		if c.unknown > limit || len(c.people) > 0 || c.has(cAsk) {
			return say(unclear, WhyUnclear, unsureAmong)
		}
		return say(bare, ValueMaybe, "unsure")
	case !yes && no && c.neg > 0 && clean && c.before == 0 && c.has(cAble) && !c.has(cHedge|cWish|cIf) && !c.spoken(cThird|cYou):
		return r.modal(tags, c, say)
	case yes && c.neg > 0:
		return say(unclear, WhyTwoReadings, "a yes beside a negation")
	case yes && (c.has(cIf) || c.has(cHedge)):
		return say(bare, ValueMaybe, "a yes with a condition or doubt")
	case (yes || no) && c.spoken(cThird):
		return say(unclear, WhySomebodyElse, "a yes or no of somebody else")
	case yes && (c.has(cAsk) || c.idiom):
		return say(unclear, WhyUnclear, "a yes beside a question word, or in an idiom")
	case yes && c.spoken(cYou) && !c.has(cThanks|cGreet|cBye):
		return say(unclear, WhyUnclear, "a yes about the reader")
	case yes && len(c.people) > 0 && !r.oneWordYes(c):
		return say(unclear, WhySomebodyElse, "a yes about somebody else")
	case yes:
		if c.unknown > 0 {
			return say(unclear, WhyUnclear, "a yes among unknown words")
		}
		return say(bare, ValueYes, "a word of consent")
	case no && (c.has(cIf) || c.has(cHedge)):
		return say(unclear, WhyUnclear, doubtfulNo)
	case no && c.neg > c.noNeg && !c.has(cAble|cWill):
		return say(unclear, WhyTwoReadings, "a no beside a negation")
	case no && len(c.people) > 0 && !r.oneWordYes(c):
		return say(unclear, WhySomebodyElse, "a no about somebody else")
	case no && c.has(cOkay|cCommand|cKeyword|cElse|cSay|cPast):
		return say(unclear, WhyUnclear, "a negation among other words")
	case no:
		if c.unknown > 0 {
			return say(unclear, WhyUnclear, "a no among unknown words")
		}
		return say(bare, ValueNo, "a word of refusal")
	case !clean || c.before > 0:
		return nil
	case c.has(cWish):
		return say(wish, ValueYes, "would like to")
	case c.has(cIf):
		return say(condition, "", "a condition")
	case c.has(cAble) && !c.has(cHedge|cWish) && !c.spoken(cThird|cYou):
		return r.modal(tags, c, say)
	case c.has(cHedge) && (c.has(cYou) || r.count(c.start, c.end, number) > 0):
		return nil
	case c.has(cHedge) && c.neg == 0:
		return say(bare, ValueMaybe, "only a try or a hope")
	case c.has(cHedge):
		return say(unclear, WhyUnclear, "a doubt with a negation")
	}
	return nil
}

// oneWordYes tells "Yes Ana" from "why not Ana".
func (r *reader) oneWordYes(c *clause) bool {
	d := c.people[0].start - c.start
	return d == 1
}

// modal reads "I can", "I won't", "can't do my turn".
func (r *reader) modal(tags []tag, c *clause, say func(topic, string, string) []fact) []fact {
	if c.onTime && c.neg > 0 {
		return say(unclear, WhyUnclear, notOnTime)
	}
	if c.has(cCommand|cWhole|cKeyword|cPresence|cElse|cSay|cIrony|cYou|cPast) && !c.has(cTurn) {
		return nil // "I'll have to cancel" is more than "I will"
	}
	switch {
	case c.has(cTurn) && c.neg > 0:
		return say(aboutLeading, ValuePass, "cannot take the turn")
	case c.has(cTurn):
		return say(aboutLeading, ValueLead, "takes the turn")
	}
	if c.neg == 0 && r.soonLate(tags, c) {
		return say(aboutComing, ValueLate, "can from an hour after the start")
	}
	value, because := ValueYes, "can or will"
	if c.neg > 0 && len(c.dates) > 0 {
		return say(aboutComing, ValueNo, "cannot on that day")
	}
	if c.neg > 0 {
		value, because = ValueNo, "cannot or will not"
	}
	got := say(bare, value, because)
	got[0].able = true
	return got
}

// otherDate says why the clause is about another date than the one asked
// about, "" if it is not.
func (r *reader) otherDate(c *clause) string {
	if c.has(cOtherDate) {
		return "about another date"
	}
	for _, d := range c.dates {
		if !r.asksFor(d) {
			return "names another date than the one asked about"
		}
	}
	for i := c.start + 1; i < c.end && len(r.asked) > 0 && c.has(cAttend|cCome|cComing|cFree|cWorks) && !c.has(cLate|cClock|cPartial); i++ { // "a quella del 24": too late for an hour
		if n, _ := r.numberAt(i); n > 24 || n == 24 && (i+1 >= c.end || r.toks[i+1].text != ":") {
			known := i+1 >= c.end || r.toks[i+1].kind == mark || r.anyOf(i+1, i+2, verbs)
			if n <= 31 && r.toks[i].kind == number && r.toks[i-1].kind == word && !r.inDate(c, i) && known && n != r.asked[0].from.Day() {
				return "seems to name another day"
			}
		}
	}
	return ""
}

// farewell reports whether "until Tuesday" means the meeting asked about.
func (r *reader) farewell(d span) bool {
	d.open, d.ranged = false, false
	return r.asksFor(d)
}

// asksFor reports whether the date may be the one of an ask. Without a known
// date of the ask any may.
func (r *reader) asksFor(d span) bool {
	if len(r.asked) == 0 {
		return !d.doubtful
	}
	if d.from.IsZero() && !d.weekday {
		return true
	}
	for _, a := range r.asked {
		if d.open {
			continue
		}
		if d.weekday && a.from.Weekday() == d.from.Weekday() && !d.from.IsZero() {
			return true
		}
		if !a.from.Before(d.from) && !a.from.After(d.to) {
			return true
		}
		if d.doubtful && int(a.from.Month()) == d.from.Day() && a.from.Day() == int(d.from.Month()) {
			return true
		}
	}
	return false
}

// tellsBefore reports whether the other date of a doubt may be the day on which
// the writer will know: it lies before the meeting. "Maybe next time" is none.
func (r *reader) tellsBefore(tags []tag, c *clause) bool {
	told := false // by more than a "maybe"
	for i := c.start; i < c.end; i++ {
		told = told || tags[i].has(cUnsure) && tags[i].words > 1 && !tags[i].has(cHedge)
	}
	if c.has(cOtherDate) || !told {
		return told
	}
	for _, d := range c.dates {
		if len(r.asked) > 0 && !d.from.IsZero() && d.from.After(r.asked[0].to) {
			return false
		}
	}
	return true
}
