package answer

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
