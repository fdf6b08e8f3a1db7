package answer

import "strings"

// inverted reports whether the unknown words before the verb are an adverb or an
// object of the writer's own verb: "met veel plezier neem ik deel". They are not
// if a pronoun stands before them ("I doubt I can come").
func (r *reader) inverted(tags []tag, c *clause) bool {
	if r.strict || !c.spoken(cSelf) || c.before > 4 || len(c.people) > 0 || c.has(cSay|cThird|cEveryone|cAsk) || c.verb < 0 {
		return false
	}
	for i := c.start; i < c.verb; i++ {
		if r.toks[i].kind != word || tags[i].known {
			continue
		}
		for k := c.start; k < i; k++ {
			if tags[k].has(cSelf | cYou | cThird) {
				return false
			}
		}
	}
	if tags[c.verb].has(cSelf) {
		return true
	}
	for k := max(c.start, c.verb-3); k < min(c.end, c.verb+3); k++ {
		if tags[k].has(cSelf) {
			return true
		}
	}
	return false
}

// noThing reports whether a no belongs to an unknown word behind it: "no reason
// not to come".
func (r *reader) noThing(tags []tag, c *clause) bool {
	for i := c.start; i+1 < c.end; i++ {
		if tags[i].has(cNo) && tags[i].words == 1 && r.toks[i+1].kind == word && !tags[i+1].known {
			return true
		}
	}
	return false
}

// notOnTime is the reason given for a negation that may be about the hour only.
const notOnTime = "not on time, or not at all"

// beginWithout is the reason given for "start without me".
const beginWithout = "absent or only late"

// doubtfulNo is the reason given for "perhaps not", conditional ends the one for
// what holds under a condition only, onOthers is for "if Ana comes".
const (
	doubtfulNo  = "a no with a condition or doubt"
	conditional = ", under a condition"
	onOthers    = "depends on somebody else"
)

// notThatHour is the reason given for "I can't at four".
const notThatHour = "not at that hour"

// unsureAmong and strangeBefore are the reasons given for a doubt among unknown
// words, and for a verb behind one.
const (
	unsureAmong   = "unsure, with unknown words or about somebody else"
	strangeBefore = "an unknown word stands before the verb"
)

// tellsLater is the reason given for "I'll let you know".
const tellsLater = "only promises an answer"

// askInside reports whether a question word stands between other words and the
// verb: "I'd be happy to know who is coming".
func (r *reader) askInside(tags []tag, c *clause) bool {
	first := r.firstWord(c.start, c.end)
	for i := first + 1; i > 0 && i < c.end; i++ {
		if tags[i].has(cAsk) && !tags[i].has(cFill|cSelf|cBecause|cAnd|cHedge|cIf|cThird) {
			for k := i + 1; k < c.end; k++ {
				if tags[k].has(predicates) {
					return true
				}
			}
		}
	}
	return false
}

// lineEnd gives the first line end at or behind token i.
func (r *reader) lineEnd(i int) int {
	for i < len(r.toks) && r.toks[i].kind != newline {
		i++
	}
	return i
}

// cannotFor reports whether the clause is a plain "I can't" with a reason behind
// it and no comma between: "can't dentist".
func (r *reader) cannotFor(tags []tag, c *clause) bool {
	able, neg, excused := false, false, false
	for i := c.start; i < c.end; i++ {
		t := tags[i]
		if r.toks[i].kind != word || t.set == 0 {
			continue
		}
		switch {
		case t.set&^(cAble|cNeg|cNo|cSelf|cWill|cNegHalf) == 0 && !excused:
			able, neg = able || t.has(cAble), neg || t.has(cNeg)
		case t.set&^(cFill|cRegret) == 0:
		case t.set&^(cExcuse|cFill) == 0 && able && neg:
			excused = true
		default:
			return false
		}
	}
	return excused
}

// antecedent gives the one member named shortly before token at, for whom "she"
// stands: "I asked Dana, she takes my turn".
func (r *reader) antecedent(tags []tag, c *clause) (mention, bool) {
	pronoun := false
	for i := c.start; i < c.end && i < c.start+3; i++ {
		pronoun = pronoun || tags[i].has(cThird) && tags[i].words == 1 && len(r.toks[i].text) <= 4
	}
	var got mention
	for i := c.start - 1; pronoun && i >= 0 && i > c.start-20 && r.toks[i].kind != newline; i-- {
		if tags[i].has(cNeg) || r.toks[i].text == "?" {
			return mention{}, false
		}
		m, ok := r.mention(i)
		if !ok || tags[i].known && !r.toks[i].upper || r.self(m) {
			continue
		}
		if len(m.people) > 1 || got.people != nil && got.people[0] != m.people[0] {
			return mention{}, false
		}
		got = m
	}
	return got, got.people != nil
}

// spokenTo reports whether the member named at token i begins the clause and a
// verb of the first person follows at once: "Ana voy seguro" is said to Ana.
func (r *reader) spokenTo(tags []tag, c *clause, i int, m mention) bool {
	for k := c.start; k < i; k++ {
		if !tags[k].has(cGreet) && r.toks[k].kind == word {
			return false
		}
	}
	if m.prefix || !r.toks[i].upper {
		return false
	}
	for k := m.end; k < c.end && k < m.end+3; k++ {
		t := tags[k]
		if (t.has(cSelf) || t.first) && t.has(verbs) && !t.has(cThird|cYou|cAsk) {
			return true
		}
		if !t.has(cNeg|cFill) || t.has(cThird|cYou|cBy|cAnd|cAsk|cSay|cIf) {
			return false
		}
	}
	return false
}

// standsIn reports whether the clause says that one member leads, without any
// doubt: "Hana leads on the 10th", "Ana does it this time".
func (r *reader) standsIn(tags []tag, c *clause) bool {
	if len(c.people) != 1 || len(c.people[0].people) != 1 || c.people[0].prefix || c.unknown > 0 || !c.has(cLead|cLeading|cTake|cInstead) || c.neg > 0 {
		return false
	}
	if len(c.dates) == 0 && !c.has(cTurn|cInstead) && !(c.end-c.start <= 5 && r.idiomOf(tags, c, cTake)) { // "Ana leads very well"
		return false
	}
	if c.has(cIf | cHedge | cUnsure | cAsk | cSay | cPast | cWish | cYou | cOr | cSelf | cNo | cYes | cOther | cOtherDate | cAbsent | cComing | cExcuse | cIrony | cPass | cEveryone | cOkay | cWorks | cThanks) {
		return false
	}
	return true
}

// neither reports whether several negations deny both coming and leading:
// "I can neither lead nor attend".
func (r *reader) neither(c *clause) bool {
	return c.has(cLead|cTurn|cTake|cPass) && c.has(cAttend|cCome|cFree|cAbsent) && !c.has(cHedge|cUnsure|cIf|cWish|cYes|cComing|cBut|cOr|cLate|cPartial|cOther|cElse) &&
		!c.spoken(cThird|cYou) && len(c.people) == 0 && c.unknown == 0
}

// asksOnlyLater reports whether the question of a sentence begins behind chunk
// i: "Le entro, ¿es el mismo link?", "Yes, is it the same link?".
func (r *reader) asksOnlyLater(chunks [][2]int, i, end int) bool {
	for k := chunks[i][1]; k < end && k < len(r.toks); k++ {
		if r.toks[k].text == "¿" {
			return true
		}
	}
	for _, t := range r.toks[chunks[0][0]:chunks[i][1]] {
		if t.text == "¿" {
			return false
		}
	}
	if k := chunks[len(chunks)-1]; r.count(k[0], k[1], word) <= 3 && r.onlyAsksWhetherFine(k) {
		for _, f := range r.plainFacts(chunks[i]) {
			if f.topic == aboutComing && f.value == ValueLate { // "I'll be ten minutes late, ok?"
				return true
			}
		}
	}
	first := r.firstWord(chunks[i][0], chunks[i][1])
	last := r.firstWord(chunks[len(chunks)-1][0], chunks[len(chunks)-1][1])
	if first < 0 || last < 0 || r.any(first, cAsk) || chunks[len(chunks)-1][1]-last < 4 {
		return false
	}
	return r.any(last, cAsk) && !r.any(last, cFill|cAnd|cBut|cIf)
}

// onDay reports whether one of several dates is the one asked about: "Hana leads
// on the 10th and I on the 24th".
func (r *reader) onDay(c *clause) bool {
	for _, d := range c.dates {
		if len(r.asked) > 0 && !d.from.IsZero() && r.asksFor(d) {
			return true
		}
	}
	return false
}

// idiomOf reports whether a phrase of several words in the clause is of a class.
func (r *reader) idiomOf(tags []tag, c *clause, class classes) bool {
	for i := c.start; i < c.end; i++ {
		if tags[i].has(class) && tags[i].words > 1 {
			return true
		}
	}
	return false
}

// plainFacts reads a chunk as if it were no question.
func (r *reader) plainFacts(k [2]int) []fact {
	langs := r.languages(k[0], k[1])
	if len(langs) == 0 {
		return nil
	}
	return r.chunk(r.tags[langs[0]], k[0], k[1], false, true)
}

// onlyAsksWhetherFine reports whether a chunk is a mere "is that ok?".
func (r *reader) onlyAsksWhetherFine(k [2]int) bool {
	fine := false
	for i := k[0]; i < k[1]; i++ {
		if r.toks[i].kind == word && r.any(i, cNeg|cNo|cComing|cAttend|cCome|cLead) {
			return false
		}
		fine = fine || r.any(i, cOkay|cWorks|cYes|cAble|cHedge)
	}
	return fine
}

// isLaugh reports whether a word is laughter: haha, jaja, kkk, rs.
func isLaugh(w string) bool {
	for _, part := range [...]string{"ha", "ah", "ja", "he", "eh", "hi", "je", "k", "rs"} {
		if len(w) >= 2 && strings.ReplaceAll(w, part, "") == "" {
			return true
		}
	}
	switch w {
	case "lol", "mdr", "ptdr", "xd", "hahah", "jajaj", "ahah", "ahahah", "hahahah", "eheh", "rsrs":
		return true
	}
	return false
}

// laughsOff reports whether laughter may turn the clause into a joke. A refusal
// or a delay is meant all the same.
func (c *clause) laughsOff() bool {
	return !c.has(cLate|cPartial|cAbsent|cPass|cUnsure|cExcuse) && c.neg == 0
}

// plainlyLeads reports whether a short clause says no more than that somebody
// leads or takes over, on no other date.
func (r *reader) plainlyLeads(c *clause) bool {
	if !c.has(cLead|cLeading|cTake) || c.neg > 0 || c.unknown > 0 || r.otherDate(c) != "" && !r.onDay(c) || len(c.dates) == 0 && c.end-c.start > 6 {
		return false
	}
	return !c.has(cIf | cHedge | cUnsure | cAsk | cSay | cPast | cWish | cYou | cOr | cSelf | cNo | cOther | cAbsent | cExcuse | cIrony | cPass | cEveryone | cOkay | cWorks | cThanks)
}

// goesOn reports whether words that are not known follow a fact in its sentence,
// behind a comma: "I'm in, it could only be that the builders are drilling".
func (r *reader) goesOn(s *sentence, f fact) bool {
	for _, k := range r.chunks(f.end, s.end) {
		if langs := r.languages(k[0], k[1]); len(langs) > 0 {
			if known, total := r.known(r.tags[langs[0]], k[0], k[1]); known < total && !anyIn(r.covers(s.facts), k) {
				return true
			}
		}
	}
	return false
}

// deniesAtEnd reports whether a promise of the writer ends in a plain negation:
// "ik kom dus niet".
func (r *reader) deniesAtEnd(tags []tag, c *clause) bool {
	if c.neg != 1 || c.unknown > 0 || c.has(cHedge|cUnsure|cIf|cWish|cYes|cNo|cAsk|cElse|cOr) || !c.spoken(cSelf) || len(c.people) > 0 {
		return false
	}
	for i := c.end - 1; i >= c.start; i-- {
		if r.toks[i].kind == word && !tags[i].has(cFill) {
			return tags[i].set&^cNegHalf == cNeg
		}
	}
	return false
}
