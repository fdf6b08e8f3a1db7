package answer

import "strings"

// tail gives the token where a closing ("Best, Ben") begins.
func (r *reader) tail() int {
	end := len(r.toks)
	lines := r.lines(0, end)
	from := max(0, len(lines)-5)
	for i := len(lines) - 1; i >= from; i-- {
		l := lines[i]
		a := r.bullet(l.a, l.b)
		words := 0
		for k := l.a; k < l.b; k++ {
			if r.toks[k].kind == word || r.toks[k].kind == number {
				words++
			}
		}
		if words > 6 || a >= l.b {
			if a >= l.b { // "--"
				continue
			}
			break
		}
		// A line of a name alone, at the very end.
		if m, ok := r.mention(a); ok && r.self(m) && r.only(m.end, l.b) && (i > 0 || a > l.a) {
			end = l.a
			continue
		}
		if r.any(a, cBye) && r.closing(a, l.b) {
			return l.a
		}
		if words > 3 || i == 0 {
			break
		}
		// A short line may be a name or a title below the closing.
		if i-1 >= 0 {
			up := lines[i-1]
			if b := r.bullet(up.a, up.b); b < up.b && r.any(b, cBye) && r.closing(b, up.b) {
				end = up.a
				continue
			}
			if i-2 >= 0 {
				if b := r.bullet(lines[i-2].a, lines[i-2].b); b < lines[i-2].b && r.any(b, cBye) && r.closing(b, lines[i-2].b) {
					continue
				}
			}
		}
		break
	}
	return end
}

// weekdayInside reports whether token i is a weekday in a longer phrase.
func (r *reader) weekdayInside(i int) bool {
	for _, tags := range r.tags {
		if tags[i].inner != nil {
			return true
		}
	}
	return false
}

// only reports whether tokens a..b hold no words.
func (r *reader) only(a, b int) bool {
	for i := a; i < b; i++ {
		if r.toks[i].kind == word || r.toks[i].kind == number {
			return false
		}
	}
	return true
}

// closing reports whether a..b is a closing and nothing else: "Best, Ben",
// but not "See you Tuesday".
func (r *reader) closing(a, b int) bool {
	unknown := 0
	for i := a; i < b; i++ {
		t := r.toks[i]
		if m, ok := r.mention(i); ok {
			i = m.end - 1
			continue
		}
		if t.kind != word {
			if t.kind == number || t.text == "?" {
				return false
			}
			continue
		}
		if r.weekdayInside(i) {
			return false // "à mardi" says more than goodbye
		}
		if r.any(i, cBye|cThanks|cGreet|cFill|cAnd|cSelf) || r.tagged(i) && !r.any(i, ^classes(0)) {
			continue
		}
		if r.any(i, ^classes(0)) {
			return false
		}
		if !t.upper {
			return false
		}
		unknown++
	}
	return unknown <= 3
}

// courtesy reports whether a..b is only a greeting, thanks or farewell.
func (r *reader) courtesy(a, b int) bool {
	if r.only(a, b) {
		return true
	}
	polite := false
	for i := a; i < b; i++ {
		if m, ok := r.mention(i); ok {
			i = m.end - 1
			continue
		}
		if r.toks[i].kind == number || r.weekdayInside(i) {
			return false
		}
		if r.toks[i].kind != word {
			continue
		}
		if r.any(i, cGreet|cThanks|cBye) {
			polite = true
			continue
		}
		if r.tagged(i) && !r.any(i, ^(cFill|cAnd|cBy|cSelf|cYou|cEveryone|cOkay)) {
			continue
		}
		return false
	}
	return polite
}

// silent reports whether a sentence needs no answer: courtesy, an answer's own
// words, or glue beside an answer.
func (r *reader) silent(s *sentence, answered bool) bool {
	for _, f := range s.facts {
		if f.topic == bygone && !answered {
			return false
		}
		if f.topic != polite && f.topic != bygone {
			return true
		}
	}
	if r.only(s.start, s.end) || r.courtesy(s.start, s.end) {
		return true
	}
	first := r.firstWord(s.start, s.end)
	if first >= 0 && r.any(first, cThanks|cBye) && !r.strict {
		return true
	}
	if first >= 0 && r.any(first, cThanks) && s.end-s.start <= 12 {
		return true
	}
	if first >= 0 && r.any(first, cGreet) && s.end-s.start <= 5 {
		return true
	}
	if r.lostLetter(s) {
		return false
	}
	if s.plain && !r.strict {
		for _, f := range s.facts {
			if f.topic == polite && f.value != "okay" {
				return true
			}
		}
		return answered
	}
	return false
}

// trimmed is the text of a..b without a leading connecting mark.
func (r *reader) trimmed(a, b int) string {
	return strings.TrimLeft(r.slice(a, b), ":,-–— ")
}

// lostLetter reports whether a short sentence holds a capital that an open
// ballot offers: it was not read as a vote, and is no glue either.
func (r *reader) lostLetter(s *sentence) bool {
	if s.end-s.start > 8 {
		return false
	}
	for i := s.start; i < s.end; i++ {
		if t := r.toks[i]; t.kind != word || !t.upper || t.end-t.start != 1 || r.any(i, cSelf) {
			continue
		}
		for _, a := range r.in.Asks {
			for _, o := range a.Options {
				if a.Kind == AskChoice && strings.EqualFold(o.Letter, r.toks[i].text) {
					return true
				}
			}
		}
	}
	return false
}

// thanksBehind reads "yes and thanks Ana for leading": the thanks are a second thing,
// and what stands before them counts.
func (r *reader) thanksBehind(s *sentence, asks []Ask) ([]Answer, bool) {
	for i := s.start + 2; i < s.end; i++ {
		if !r.any(i, cThanks) || !r.any(i-1, cAnd) && r.toks[i-1].text != "," {
			continue
		}
		head, rest := sentence{start: s.start, end: i - 1}, sentence{start: i, end: s.end}
		x, ok := r.thanks(&rest)
		if !ok || x.Kind != KindThanks {
			return nil, false
		}
		r.factsOf(&head)
		for _, f := range head.facts {
			if f.topic == bare || f.topic == aboutComing || f.topic == aboutLeading {
				return append(r.decide([]*sentence{&head}, asks), x), true
			}
		}
		return nil, false
	}
	return nil, false
}
