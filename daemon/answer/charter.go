package answer

// themeCharter is the theme of the question whether the charter is fine.
const themeCharter = "charter"

// charter reads what is said to the charter in words of its own, where it is asked
// about: an objection, and an agreement beside words about coming. Without this an
// objection would be prose for the letter's open question, and silence agrees.
func (r *reader) charter(s *sentence, asks []Ask) ([]Answer, bool) {
	var ask Ask
	var others []Ask
	for _, a := range asks {
		if a.Theme == themeCharter {
			ask = a
		} else {
			others = append(others, a)
		}
	}
	if ask.Theme == "" || s.question {
		return nil, false
	}
	if got, ok := r.agreesBeside(s, others); ok {
		return got, true
	}
	for _, l := range r.languages(s.start, s.end) {
		for i := s.start; i < s.end; i++ {
			if !r.against(r.tags[l][i]) {
				continue
			}
			said := r.objection(r.tags[l], s, i)
			if said.Kind != KindObject {
				said.Ask = ask.Number
			}
			return []Answer{said}, true
		}
	}
	return nil, false
}

// against reports whether a phrase speaks against what is proposed.
func (r *reader) against(t tag) bool {
	return t.has(cWhole) && t.arg(cWhole) == themeCharter+" no" || t.has(cKeyword) && t.arg(cKeyword) == KindObject
}

// objection is what a sentence says whose token i speaks against something. Alone it
// is a no; with a word for what stands in the charter an objection in the writer's
// words; all else may be about something else, and is asked back.
func (r *reader) objection(tags []tag, s *sentence, i int) Answer {
	alone, about, doubt := true, false, false
	for j := s.start; j < s.end; j++ {
		t := tags[j]
		if j >= i && j <= tags[i].last || r.toks[j].kind != word && r.toks[j].kind != number {
			continue
		}
		if m, ok := r.mention(j); ok && !r.self(m) && !t.known {
			doubt = true
		}
		about = about || t.has(cKeyword) && (t.arg(cKeyword) == KindRule || t.arg(cKeyword) == KindGoal) || t.has(cWhole) && t.arg(cWhole) == themeCharter+" about"
		doubt = doubt || t.has(cNeg|cNo|cYes|cIf|cHedge|cUnsure|cAsk|cSay|cPast|cThird|cIrony)
		alone = alone && t.known && t.set&^(cSelf|cNegHalf|cFill|cRegret|cGreet|cThanks) == 0
	}
	switch {
	case doubt || !alone && !about:
		return r.back(WhyUnclear, s.start, s.end, "speaks against something that may be the charter")
	case alone:
		return r.answer(Answer{Kind: KindYesNo, Value: ValueNo, Because: "does not agree"}, s.start, s.end)
	}
	return r.answer(Answer{Kind: KindObject, Text: r.slice(s.start, s.end), Because: "does not agree to what stands in the charter"}, s.start, s.end)
}

// agreesBeside reads "I agree, but I can't come next Tuesday": what follows is about
// coming, and takes nothing of the agreement back.
func (r *reader) agreesBeside(s *sentence, others []Ask) ([]Answer, bool) {
	for _, l := range r.languages(s.start, s.end) {
		tags := r.tags[l]
		first := r.firstWord(s.start, s.end)
		if first < 0 || !tags[first].has(cWhole) {
			continue
		}
		if kind, _, _, _ := pick(tags[first].arg(cWhole), map[string]int{KindAgree: 1}); kind != KindAgree {
			continue
		}
		at := tags[first].last + 1
		from := at
		for from < s.end && (r.toks[from].kind == mark || tags[from].has(cBut|cAnd)) {
			from++
		}
		if from == at || from >= s.end {
			continue
		}
		rest := sentence{start: from, end: s.end}
		r.factsOf(&rest)
		coming := false
		for _, f := range rest.facts {
			coming = coming || f.topic == aboutComing || f.value == WhyOtherDate
			if f.topic != aboutComing && f.topic != excuse && f.topic != polite && !(f.topic == unclear && f.value == WhyOtherDate) {
				return nil, false
			}
		}
		if !coming {
			continue
		}
		agreed := r.answer(Answer{Kind: KindAgree, Because: "agrees, beside words about coming"}, s.start, at)
		return append([]Answer{agreed}, r.decide([]*sentence{&rest}, others)...), true
	}
	return nil, false
}

// notOfTheCharter reports whether a verdict is about coming or leading, which is no
// answer to the charter.
func (r *reader) notOfTheCharter(v verdict, turn fact, start, end int) bool {
	if turn.topic != 0 {
		return true
	}
	for i := start; v.explicit && i < end; i++ {
		if r.any(i, cCome|cAttend|cAbsent|cFree) {
			return true
		}
	}
	return false
}
