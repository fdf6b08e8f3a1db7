package answer

import "slices"

// concluded drops what the writer took back: before "..., but I can't come" and
// "..., so I'm coming" a yes, a wish, an excuse or words not understood do not
// count, for the last word is what holds.
func (r *reader) concluded(facts []fact) []fact {
	facts = r.corrected(facts)
	for _, f := range facts {
		if f.topic == aboutComing && (f.value == ValueLate || f.value == ValueYes && f.self) {
			facts = startedWithout(facts)
			break
		}
	}
	last := -1
	for i, f := range facts {
		firm := f.value == ValueYes || f.value == ValueNo || f.value == ValueLate || f.value == "partial"
		switch {
		case f.topic == aboutComing && firm && (f.contrast || f.so):
			last = i
		case f.topic == bare && firm && (f.so || f.contrast && (onlyOthers(facts[:i]) || takenBack(facts[:i], f))):
			last = i
		case f.topic <= excuse && f.topic != aboutLeading && f.value != ValueNo || f.topic == unclear || f.topic == condition || f.topic == asking:
			if last >= 0 && f.value != facts[last].value {
				last = -1 // something else was said after it
			}
		}
	}
	if last < 0 {
		return facts
	}
	l := facts[last]
	var out []fact
	late := false
	for i, f := range facts {
		if i < last && l.drops(f) && (f.topic != aboutLeading || r.anyOf(f.start, f.end, cWish|cPast|cHedge)) {
			if r.hasTurn && l.value == ValueYes { // "No, but I'll come along": the no is about leading
				if f.topic != bare || f.value != ValueNo {
					return facts
				}
				f.topic, f.value, f.because = aboutLeading, ValuePass, "a no, but comes"
				out = append(out, f)
			}
			late = late || f.because == notOnTime && l.value == ValueYes
			continue
		}
		if i == last && late {
			f.value, f.because = ValueLate, "not on time, but comes"
		}
		out = append(out, f)
	}
	return out
}

// corrected drops a yes that is regretted where a reason follows ("unfortunately
// yes, I have to work"), and a no that belongs to something else where a promise
// follows later ("No, I haven't forgotten, I'm coming").
func (r *reader) corrected(facts []fact) []fact {
	var out []fact
	for i, f := range facts {
		drop := false
		for k := i + 1; f.topic == bare && k < len(facts) && k < i+2; k++ {
			g := facts[k]
			switch {
			case f.value == ValueYes && (g.topic == excuse || g.topic == aboutComing && g.value == ValueNo):
				drop = drop || r.anyOf(f.start, f.end, cRegret)
			case f.value == ValueNo && g.topic == aboutLeading && g.value == ValueLead && f.contrast && f.end-f.start <= 2:
				drop = true
			case f.value == ValueNo && g.topic == aboutComing && (g.value == ValueYes || g.value == ValueLate) && !f.contrast && !g.contrast:
				drop = drop || r.between(f.end, g.start) && f.end-f.start <= 3 || i > 0 && facts[i-1].topic == asking && f.end-f.start == 1
			}
		}
		if !drop {
			out = append(out, f)
		}
	}
	return out
}

// between reports whether a chunk of words stands between two facts.
func (r *reader) between(a, b int) bool { return b > a && r.count(a, b, word) >= 2 }

// onlyOthers reports whether facts are about somebody else only: "my wife can't,
// but I will".
func onlyOthers(facts []fact) bool {
	for _, f := range facts {
		if f.topic != unclear || f.value != WhySomebodyElse {
			return false
		}
	}
	return len(facts) > 0
}

// startedWithout makes "start without me" mean late, where the writer says
// that they come.
func startedWithout(facts []fact) []fact {
	var out []fact
	for _, f := range facts {
		if f.because == beginWithout {
			f.topic, f.value, f.because = aboutComing, ValueLate, "comes after the others have begun"
		}
		out = append(out, f)
	}
	return out
}

// takenBack reports whether what was said before is only a yes of the past:
// "yes, I had said I'd come, but I can't".
func takenBack(facts []fact, now fact) bool {
	past := false
	for _, f := range facts {
		switch {
		case f.topic == bygone:
			past = true
		case f.topic == polite, f.topic == bare && f.value == ValueYes:
		default:
			return false
		}
	}
	return past && now.value == ValueNo
}

// drops reports whether the conclusion l outweighs an earlier fact.
func (l fact) drops(f fact) bool {
	switch f.topic {
	case bare, wish, bygone, caveat:
		return f.value != ValueMaybe || l.so && l.topic == aboutComing && l.value == ValueNo
	case excuse:
		return l.value != ValueNo
	case unclear:
		return f.because != ironic && (l.value == ValueNo || f.value != WhyOtherDate || l.so && !f.self && f.set&(cAttend|cComing|cAble|cFree|cWorks) == 0)
	case condition:
		return l.value == ValueNo
	case aboutLeading:
		return l.value == ValueNo && f.value == ValueLead
	}
	return false
}

// ironic is the reason given for words that may mean their opposite.
const ironic = "may be irony"

// veto is a second look at a record about to be made: words that speak against
// it and that the reading left aside. It gives a reason to ask back, or "".
func (r *reader) veto(sents []*sentence, facts []fact, v verdict, turn fact) string {
	yes := v.value == ValueYes || v.value == ValueLate || v.value == "partial" || turn.value == ValueLead
	no := v.value == ValueNo
	if r.hasTurn && turn.topic == 0 && v.value == ValueYes {
		for _, f := range facts {
			if f.topic == aboutComing && f.contrast || f.topic == excuse {
				return "comes, and something stands against it that may be about leading"
			}
		}
	}
	covered := r.covers(facts)
	for _, s := range sents {
		if turn.value == ValuePass && turn.start >= s.start && turn.start < s.end && r.namesSomebody(s) {
			return "a pass, and a member is named"
		}
		for _, k := range r.chunks(s.start, s.end) {
			langs := r.languages(k[0], k[1])
			if len(langs) == 0 {
				continue
			}
			tags := r.tags[langs[0]]
			var set classes
			for i := k[0]; i < k[1]; i++ {
				if tags[i].has(cIrony) && tags[i].words == 1 && isLaugh(r.toks[i].text) && (v.value != ValueYes && turn.value != ValueLead) {
					continue
				}
				set |= tags[i].set
			}
			if set&cIrony != 0 {
				return ironic
			}
			if yes && r.hasTurn && turn.topic == 0 && v.explicit && anyIn(covered, k) && asks(facts, k) {
				return "a question beside a yes to coming"
			}
			if v.value == ValueYes && !v.explicit && turn.value != ValuePass && set&cRegret != 0 && set&cYes != 0 && !r.excusing(tags, k[0], k[1]) {
				return "a yes that is regretted"
			}
			if anyIn(covered, k) {
				continue
			}
			known, total := r.known(tags, k[0], k[1])
			switch {
			case v.excused && r.hasTurn && set&(cNeg|cLead|cTake|cOther|cTurn|cPass) != 0:
				return "a reason, beside words that may be about leading"
			case v.value == ValueYes && !v.explicit && known < total && len(r.in.Asks) == 1 && !r.cheerful(tags, k[0], k[1], set):
				return "a yes, beside words that are not known"
			case yes && (set&(cAbsent|cPass) != 0 || set&cNeg != 0 && set&cSelf != 0):
				return "words of refusal beside it that were not understood"
			case no && turn.topic == 0 && set&cNeg == 0 && set&(cComing|cAttend) != 0 && set&(cOtherDate|cIf|cWish|cThird|cYou|cPast) == 0:
				return "words of coming beside it that were not understood"
			}
		}
	}
	return ""
}

// asks reports whether a question was read from a chunk.
func asks(facts []fact, k [2]int) bool {
	for _, f := range facts {
		if f.topic == asking && f.start < k[1] && f.end > k[0] {
			return true
		}
	}
	return false
}

// covers marks the tokens that some fact was read from.
func (r *reader) covers(facts []fact) []bool {
	marks := make([]bool, len(r.toks))
	for _, f := range facts {
		for i := f.start; i < f.end; i++ {
			marks[i] = true
		}
	}
	return marks
}

// anyIn reports whether a token of a chunk is marked.
func anyIn(marks []bool, k [2]int) bool {
	return slices.Contains(marks[k[0]:k[1]], true)
}

// excusing reports whether the regret is about something else: "sorry for the
// late reply, yes".
func (r *reader) excusing(tags []tag, a, b int) bool {
	for i := a; i+1 < b; i++ {
		if tags[i].has(cRegret) {
			next := tags[i].last + 1
			return next < b && tags[next].has(cBy|cElse|cLate|cPast)
		}
	}
	return false
}

// namesSomebody reports whether a member is named in a sentence, not as the one
// who is greeted or thanked.
func (r *reader) namesSomebody(s *sentence) bool {
	for i := s.start; i < s.end; i++ {
		m, ok := r.mention(i)
		if !ok || !r.toks[i].upper && r.tagged(i) { // "ik ben"
			continue
		}
		greeted := i > 0 && r.any(i-1, cGreet|cThanks|cYou|cNo|cYes) || i == s.start && m.end < s.end && r.toks[m.end].kind == mark || m.end == s.end && i > s.start && r.toks[i-1].text == ","
		if !r.self(m) && !m.prefix && !greeted {
			return true
		}
		i = m.end - 1
	}
	return false
}

// cheerful reports whether words beside a plain yes are about the writer and
// hold nothing that could take it back: "Gladly, I have an idea already".
func (r *reader) cheerful(tags []tag, a, b int, set classes) bool {
	against := cNeg | cNegHalf | cNo | cIf | cUnsure | cHedge | cBut | cWish | cAsk | cPast | cExcuse | cAbsent | cPass | cOther | cOtherDate | cThird | cEveryone | cOr | cSay | cIrony | cElse | cSwap
	if set&against != 0 || b-a > 14 {
		return false
	}
	for i := a; i < b; i++ {
		if m, ok := r.mention(i); ok && !r.self(m) {
			return false
		}
		if tags[i].has(cSelf) || tags[i].first {
			return true
		}
	}
	return false
}
