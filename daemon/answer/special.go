package answer

import "strings"

// special reads sentences that are something else than an answer about coming:
// commands, thanks, who was there, a number, letters.
func (r *reader) special(s *sentence, asks []Ask, only bool) ([]Answer, bool) {
	if x, ok := r.whoKnows(s); ok {
		return []Answer{x}, true
	}
	if x, ok := r.attended(s, asks); ok {
		return []Answer{x}, true
	}
	if got, ok := r.numbersAndLetters(s, asks, only); ok {
		return got, true
	}
	if x, ok := r.command(s.start, s.end); ok {
		return []Answer{x}, true
	}
	if got, ok := r.charter(s, asks); ok {
		return got, true
	}
	if x, ok := r.offersToShare(s); ok {
		return []Answer{x}, true
	}
	if x, ok := r.whole(s, asks); ok {
		return []Answer{x}, true
	}
	if got, ok := r.thanksBehind(s, asks); ok {
		return got, true
	}
	if x, ok := r.thanks(s); ok {
		return []Answer{x}, true
	}
	return nil, false
}

// whoKnows reads "who knows Excel?".
func (r *reader) whoKnows(s *sentence) (Answer, bool) {
	for i := s.start; i < s.end && i < s.start+4; i++ {
		for _, tags := range r.tags {
			if !tags[i].has(cKeyword) || tags[i].arg(cKeyword) != KindWhoKnows {
				continue
			}
			from := i + 1
			if tags[i].last == i+tags[i].words-1 {
				from = tags[i].last + 1
			}
			text := strings.TrimRight(r.trimmed(from, s.end), "?! .")
			if text == "" {
				return Answer{}, false
			}
			return r.answer(Answer{Kind: KindWhoKnows, Text: text, Because: "asks who knows something"}, s.start, s.end), true
		}
	}
	return Answer{}, false
}

// thanks reads "Thanks Ana for the questions".
func (r *reader) thanks(s *sentence) (Answer, bool) {
	for i := s.start; i < s.end; i++ {
		if !r.any(i, cThanks) {
			if i-s.start > 8 {
				break
			}
			continue
		}
		var people []int
		behind := -1
		for j := i + 1; j < s.end && j <= i+14; j++ {
			if m, ok := r.mention(j); ok {
				if len(m.people) > 1 {
					return r.back(WhyTwoPeople, s.start, s.end, "thanks to a name that fits two members"), true
				}
				if !r.self(m) {
					people = append(people, m.people[0])
					behind = m.end
				}
				j = m.end - 1
				continue
			}
			if behind >= 0 && !r.any(j, cAnd) && r.toks[j].text != "," {
				break
			}
			if behind < 0 && j > i+6 {
				break
			}
		}
		if behind < 0 && r.misspelt(i+1, min(i+4, s.end)) {
			return r.back(WhyWhichPerson, s.start, s.end, "thanks to a name that is nearly a member's"), true
		}
		if behind < 0 || s.end-behind < 2 {
			return Answer{}, false
		}
		k := behind
		for k < s.end && r.toks[k].kind == mark {
			k++
		}
		if k >= s.end || !r.any(k, cBy|cBecause|cFill|cSelf|cYou) || s.question {
			return Answer{}, false
		}
		trial := sentence{start: k, end: s.end}
		r.factsOf(&trial)
		for _, f := range trial.facts {
			if !r.any(k, cBy|cBecause) && (f.topic <= bare || f.topic == unclear) {
				return Answer{}, false // "Thanks Ana, I'll be there"
			}
		}
		return r.answer(Answer{Kind: KindThanks, People: r.ids(people), Text: r.slice(s.start, s.end), Because: "thanks a member for something"}, s.start, s.end), true
	}
	return Answer{}, false
}

// misspelt reports whether a..b holds a name that is a member's but for one letter.
func (r *reader) misspelt(a, b int) bool {
	for i := a; i < b; i++ {
		if t := r.toks[i]; t.kind != word || !t.upper || r.tagged(i) {
			continue
		}
		for _, p := range r.in.People {
			if words := strings.Fields(p.Name); len(words) > 0 && oneLetterOff(r.toks[i].text, fold(words[0])) {
				return true
			}
		}
	}
	return false
}

// oneLetterOff reports whether one letter more, less or other makes b of a. Short
// names are too near to too many words.
func oneLetterOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b || len(a) < 4 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// whole reads sentences that are one fixed phrase: done, agree, keep, pairs.
func (r *reader) whole(s *sentence, asks []Ask) (Answer, bool) {
	wants := map[string]int{}
	for _, a := range asks {
		wants[string(a.Kind)] = a.Number
		if a.Theme != "" {
			wants[a.Theme] = a.Number
		}
	}
	for l, tags := range r.tags {
		for i := s.start; i < s.end; i++ {
			if !tags[i].has(cWhole) {
				continue
			}
			kind, value, ask, wanted := pick(tags[i].arg(cWhole), wants)
			switch kind {
			case themeCharter: // see charter.go
				continue
			case KindDecision, KindGoals, KindAudience, "join", "welcome", "sure":
				if !wanted {
					continue
				}
			case KindCommitment:
				if !wanted && (len(asks) > 0 || tags[i].words < 2) {
					continue
				}
			}
			clean := true
			for j := s.start; j < s.end; j++ {
				t := r.tags[l][j]
				if r.toks[j].kind == number || r.toks[j].kind == word && !t.known {
					clean = false
				}
				if t.has(cNeg|cNegHalf|cIf|cHedge|cUnsure|cBut|cAsk|cOtherDate|cThird) || t.has(cWhole) && t.arg(cWhole) != tags[i].arg(cWhole) || t.has(cNo|cSay|cIrony|cOrdinal|cElse) {
					clean = false
				}
			}
			if kind == "sure" && len(dates(r.toks, tags, s.start, s.end, r.in.Now)) > 0 {
				clean = false // "do it on Friday"
			}
			if !wanted && r.saysMore(tags, s, i) {
				continue
			}
			if _, named := r.mention(i); named || s.question || !clean {
				if wanted && s.end-s.start < 12 {
					x := r.back(WhyUnclear, s.start, s.end, "nearly an answer")
					x.Ask = ask
					return x, true
				}
				continue
			}
			if kind == "join" || kind == "welcome" || kind == "sure" {
				kind = KindYesNo
			}
			return r.answer(Answer{Kind: kind, Value: value, Ask: ask, Because: "a phrase for it"}, s.start, s.end), true
		}
	}
	if n, ok := wants[KindAudience]; ok { // "for Ana"
		for i := s.start; i < s.end; i++ {
			if m, ok := r.mention(i); ok && s.end-s.start <= 6 && len(m.people) == 1 && i > s.start && r.any(i-1, cBy|cFill) {
				return r.answer(Answer{Kind: KindAudience, Value: "person", Ask: n, People: r.ids(m.people), Because: "names for whom it is"}, s.start, s.end), true
			}
		}
	}
	return Answer{}, false
}

// pick gives the meaning of a phrase that is asked for, else its first.
func pick(arg string, wants map[string]int) (kind, value string, ask int, wanted bool) {
	all := strings.Split(arg, "|")
	for _, a := range all {
		kind, value, _ = strings.Cut(a, " ")
		if ask, wanted = wants[kind]; wanted {
			return kind, value, ask, true
		}
	}
	kind, value, _ = strings.Cut(all[0], " ")
	return kind, value, 0, false
}

// numbersAndLetters reads ratings and ballots that stand in prose.
func (r *reader) numbersAndLetters(s *sentence, asks []Ask, only bool) ([]Answer, bool) {
	var ratings, choices []Ask
	for _, a := range asks {
		switch a.Kind {
		case AskRating:
			ratings = append(ratings, a)
		case AskChoice:
			choices = append(choices, a)
		}
	}
	if got, ok := r.rating(s.start, s.end); ok && !s.question && !(len(ratings) == 0 && r.any(s.start, cUnsure)) {
		first := r.firstWordOrNumber(s.start, s.end)
		short := s.end-s.start <= 3 || first >= 0 && r.toks[first].kind == number && !got.comment || got.doubt && s.end-s.start <= 5
		tight := got.next >= s.end || r.toks[got.next].kind == mark || r.toks[got.next].kind == newline || r.any(got.next, cBecause|cBut|cThanks)
		word := first >= 0 && r.toks[got.next-1].kind != number
		switch {
		case r.dateAt(s, got):
		case len(ratings) == 1 && tight && !(word && got.comment && s.end-s.start > 4):
			return []Answer{r.rate(ratings[0], got, s.start, s.end)}, true
		case len(ratings) > 1 && tight && short:
			return []Answer{r.back(WhyTwoAsks, s.start, s.end, "more than one rating is open")}, true
		case len(ratings) == 0 && short && tight && !word:
			return []Answer{r.back(WhyNoQuestion, s.start, s.end, "a number, and no rating is open")}, true
		}
	}
	if len(choices) == 1 {
		if x, ok := r.choose(choices[0], s.start, s.end, only); ok {
			return r.withRest(s, x, choices[0], asks)
		}
	} else if len(choices) > 1 {
		if got, ok := r.chooseAmong(s, choices, asks); ok {
			return got, true
		}
		for _, c := range choices {
			if _, ok := r.letters(c, s.start, s.end); ok {
				return []Answer{r.back(WhyTwoAsks, s.start, s.end, "more than one ballot is open")}, true
			}
		}
	} else if s.end-s.start <= 5 {
		all := Ask{Kind: AskChoice}
		for c := 'A'; c <= 'H'; c++ {
			all.Options = append(all.Options, Option{Letter: string(c), Text: ""})
		}
		if v, ok := r.letters(all, s.start, s.end); ok && v.sure && len(v.letters) > 0 && v.doubt == "" && (len(v.letters) > 1 || r.count(s.start, s.end, word) == 1) && r.capitals(s) {
			return []Answer{r.back(WhyNoQuestion, s.start, s.end, "letters, and no ballot is open")}, true
		}
	}
	// "yes, A C" and "4, yes": parts between commas.
	return r.parts(s, asks, ratings, choices)
}

// dateAt reports whether the number is part of a date; "4/5" for a rating is none.
func (r *reader) dateAt(s *sentence, got rated) bool {
	for _, d := range dates(r.toks, r.tagsFor(s), s.start, s.end, r.in.Now) {
		if d.end > got.next || !d.doubtful && d.end-d.start != 3 {
			return true
		}
	}
	return false
}

func (r *reader) capitals(s *sentence) bool {
	for i := s.start; i < s.end; i++ {
		if t := r.toks[i]; t.kind == word && t.end-t.start == 1 && !t.upper {
			return false
		}
	}
	return true
}

func (r *reader) tagsFor(s *sentence) []tag {
	if l := r.languages(s.start, s.end); len(l) > 0 {
		return r.tags[l[0]]
	}
	return make([]tag, len(r.toks))
}

func (r *reader) firstWordOrNumber(a, b int) int {
	for i := a; i < b; i++ {
		if r.toks[i].kind == word || r.toks[i].kind == number {
			return i
		}
	}
	return -1
}

// withRest keeps what a sentence says besides its ballot: "yes and A".
func (r *reader) withRest(s *sentence, x Answer, ask Ask, asks []Ask) ([]Answer, bool) {
	if x.Kind == KindAskBack {
		return []Answer{x}, true
	}
	yes := false
	for i := s.start; i < s.end; i++ {
		yes = yes || r.any(i, cYes|cNo|cUnsure|cComing|cAttend|cAbsent|cLead)
	}
	if !yes {
		return []Answer{x}, true
	}
	var others []Ask
	for _, a := range asks {
		if a.Number != ask.Number {
			others = append(others, a)
		}
	}
	part := *s
	r.factsOf(&part)
	claims := false
	for _, a := range others {
		claims = claims || a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo
	}
	if !claims { // "yes, A please"
		for _, f := range part.facts {
			if f.topic == bare && f.value == ValueYes {
				return []Answer{x}, true
			}
		}
	}
	return append(r.decide([]*sentence{&part}, others), x), true
}

// parts reads sentences of several short answers between commas.
func (r *reader) parts(s *sentence, asks, ratings, choices []Ask) ([]Answer, bool) {
	if s.question || len(ratings) > 1 || len(choices) > 1 || len(ratings)+len(choices) == 0 {
		return nil, false
	}
	chunks := r.chunks(s.start, s.end)
	if len(chunks) < 2 {
		return nil, false
	}
	var out []Answer
	var told []*sentence
	for _, c := range chunks {
		if len(ratings) == 1 {
			if got, ok := r.rating(c[0], c[1]); ok && got.next == c[1] && !r.any(c[0], cYes) {
				out = append(out, r.rate(ratings[0], got, c[0], c[1]))
				continue
			}
		}
		if len(choices) == 1 {
			if v, ok := r.letters(choices[0], c[0], c[1]); ok && v.sure {
				if x, ok := r.choose(choices[0], c[0], c[1], true); ok {
					out = append(out, x)
					continue
				}
			}
		}
		part := &sentence{start: c[0], end: c[1]}
		told = append(told, part)
	}
	if len(out) == 0 {
		return nil, false
	}
	for _, p := range told {
		r.factsOf(p)
	}
	return append(out, r.decide(told, asks)...), true
}

// saysMore reports whether a verb of coming or leading stands beside the fixed
// phrase at token i: "Akkoord, ik neem deel".
func (r *reader) saysMore(tags []tag, s *sentence, i int) bool {
	for j := s.start; j < s.end; j++ {
		if (j < i || j > tags[i].last) && tags[j].has(predicates) {
			return true
		}
	}
	return false
}
