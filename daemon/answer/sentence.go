package answer

import "strings"

// sentence is a run of tokens that ends at a full stop, a line end that is no
// wrap, or the like.
type sentence struct {
	start, end int
	question   bool
	facts      []fact
	plain      bool // every word is known to one language
	used       bool // an answer came from it
}

// wrapAt is the length in bytes of a line that a mail program may have broken.
const wrapAt = 56

// sentences cuts tokens a..b.
func (r *reader) sentences(a, b int) []sentence {
	var out []sentence
	start := a
	flush := func(end int, question bool) {
		for start < end && (r.toks[start].kind == newline) {
			start++
		}
		stop := end
		for stop > start && r.toks[stop-1].kind == newline {
			stop--
		}
		if stop > start {
			out = append(out, sentence{start: start, end: stop, question: question})
		}
		start = end
	}
	line := a // first token of the line
	for i := a; i < b; i++ {
		t := r.toks[i]
		switch {
		case t.kind == newline:
			// A long line was wrapped by the mail program, and nobody ends a sentence with a comma.
			long := i > line && r.toks[i-1].end-r.toks[line].start >= wrapAt
			if t.text != "\n" || !long && (i == a || r.ends(i-1)) {
				flush(i, false)
			}
			line = i + 1
		case t.text == "?":
			for i+1 < b && (r.toks[i+1].text == "?" || r.toks[i+1].text == "!") {
				i++
			}
			flush(i+1, true)
		case t.text == "!" || t.text == "…" || t.text == "." && r.fullStop(i, b):
			for i+1 < b && (r.toks[i+1].text == "." || r.toks[i+1].text == "!") {
				i++
			}
			if i+1 < b && r.toks[i+1].text == "?" {
				continue
			}
			flush(i+1, false)
		case t.kind == emoji && i+1 < b && r.toks[i+1].upper:
			flush(i+1, false)
		}
	}
	flush(b, false)
	return out
}

// ends reports whether a line ending in token i ends a sentence or clause.
func (r *reader) ends(i int) bool {
	switch r.toks[i].text {
	case ",", "-", "–", "and", "or", "y", "e", "et", "und", "en", "o", "of", "oder", "ou":
		return false
	}
	return true
}

// fullStop tells the end of a sentence from the dot in "10.3.", "4 p.m." and "10. März".
func (r *reader) fullStop(i, b int) bool {
	if i+1 >= b || r.toks[i+1].kind == newline {
		return true
	}
	next := r.toks[i+1]
	if !next.spaced && (next.text == "-" || next.text == "–") {
		return false // 3.-20. August
	}
	if !next.spaced {
		return next.kind == mark || next.kind == emoji || next.upper && next.end-next.start > 1
	}
	if i > 0 && r.toks[i-1].kind == number && !r.toks[i].spaced {
		for _, tags := range r.tags {
			if tags[i+1].has(cMonth | cUntil) {
				return false
			}
		}
		return next.upper || next.kind == number
	}
	if i > 0 && r.toks[i-1].end-r.toks[i-1].start == 1 && r.toks[i-1].kind == word && !next.upper {
		return false // p. m.
	}
	return true
}

// chunks cuts a sentence at commas, dashes, brackets and colons.
func (r *reader) chunks(a, b int) [][2]int {
	var out [][2]int
	start := a
	flush := func(end int) {
		if end > start {
			out = append(out, [2]int{start, end})
		}
		start = end + 1
	}
	for i := a; i < b; i++ {
		t := r.toks[i]
		if t.kind != mark {
			continue
		}
		switch t.text {
		case ",", ";", "(", ")", "[", "]", "–", "\"", "!", "¡", "?", "¿", "…", "*", "_", "|", ">", "=":
			flush(i)
		case ":", ".":
			if i > a && i+1 < b && r.toks[i-1].kind == number && r.toks[i+1].kind == number && !r.toks[i+1].spaced {
				continue // 16:00
			}
			if t.text == "." && i > a && r.toks[i-1].kind == number && !t.spaced {
				continue
			}
			flush(i)
		case "-":
			if t.spaced && i+1 < b && r.toks[i+1].spaced && !(i > a && r.toks[i-1].kind == number && r.toks[i+1].kind == number) {
				flush(i)
			}
		}
	}
	flush(b)
	return out
}

// known counts the words of a..b, and those a language knows.
func (r *reader) known(tags []tag, a, b int) (known, total int) {
	for i := a; i < b; i++ {
		if r.toks[i].kind != word {
			continue
		}
		if m, ok := r.mention(i); ok && !tags[i].known {
			i = m.end - 1
			continue
		}
		total++
		if tags[i].known {
			known++
		}
	}
	return known, total
}

// weigh finds how much of the whole text each language knows.
func (r *reader) weigh() {
	r.prior = make([]float64, len(r.tags))
	for l, tags := range r.tags {
		known, total := r.known(tags, 0, len(r.toks))
		if total > 0 {
			r.prior[l] = float64(known) / float64(total)
		}
	}
}

// languages lists those that know most of the words of a..b, the likelier first.
func (r *reader) languages(a, b int) []int {
	best, share := []int(nil), -1.0
	for l := range r.tags {
		known, total := r.known(r.tags[l], a, b)
		s := 1.0
		if total > 0 {
			s = float64(known) / float64(total)
		}
		switch {
		case s > share+1e-9:
			best, share = []int{l}, s
		case s > share-1e-9:
			best = append(best, l)
		}
	}
	return best
}

// factsOf reads one sentence.
func (r *reader) factsOf(s *sentence) {
	r.grasp(s)
	// What the whole sentence is: a report or a condition reaches over commas.
	conditional, report := -1, -1
	for i, f := range s.facts {
		switch f.topic {
		case condition:
			conditional = i
		case reporting:
			report = i
		}
	}
	for i := s.start; i < s.end; i++ {
		if r.toks[i].kind == emoji && strings.ContainsAny(r.toks[i].text, "🙄😏🤡🤪😜🤷") {
			for k := range s.facts {
				if s.facts[k].topic <= wish {
					s.facts[k].topic, s.facts[k].value, s.facts[k].because = unclear, WhyUnclear, "may be irony"
				}
			}
		}
	}
	if m, ok := r.mention(s.start); ok && !r.self(m) && m.end < s.end && r.toks[m.end].text == ":" { // "Ana: I can't come"
		for i := range s.facts {
			if s.facts[i].topic <= wish {
				s.facts[i].topic, s.facts[i].value, s.facts[i].because = unclear, WhySomebodyElse, "stands behind a name"
			}
		}
	}
	for i := range s.facts {
		f := &s.facts[i]
		if f.topic == wish && f.set&cPast != 0 && !r.hasTurn && i+1 < len(s.facts) && s.facts[i+1].contrast {
			f.topic, f.value, f.because = excuse, ValueNo, "would have liked to, but"
		}
		if i > 0 && f.topic == bare && f.value == ValueMaybe && s.facts[i-1].topic == aboutComing && r.hopesItIsFine(f.end, s.end) {
			f.topic, f.value = polite, ""
		}
		if i > 0 && f.topic == bare && f.value == ValueMaybe && f.set&cUnsure == 0 && s.facts[i-1].topic == aboutComing && s.facts[i-1].value == ValueYes && r.goesOn(s, *f) {
			f.topic, f.value, f.because = unclear, WhyUnclear, "a doubt that may be about what follows"
		}
		if i > 0 && f.contrast && (f.leaves || f.set&(cPartial|cUntil) != 0) && f.topic == bare && f.value == ValueMaybe && s.facts[i-1].topic == aboutComing && s.facts[i-1].value == ValueYes && f.set&(cAttend|cCome|cNeg) == 0 {
			f.topic, f.value = polite, "" // "I'm coming, but may have to go at five"
		}
		if conditional >= 0 && (f.topic == aboutComing || f.topic == bare || f.topic == aboutLeading || f.topic == excuse) {
			switch {
			case r.namedIn(s.facts[conditional]) && f.topic != aboutLeading && f.value != ValueNo: // "I'll come if Ana comes"
				f.topic, f.value, f.because = unclear, WhySomebodyElse, onOthers
			case f.topic == bare && f.value == ValueMaybe && s.facts[conditional].value != "": // "I don't know whether Ana comes"
				f.topic, f.value, f.because = unclear, WhySomebodyElse, "unsure about somebody else"
			case f.topic != aboutLeading && (f.value == ValueYes || f.value == ValueMaybe || f.value == ValueLate || f.value == "partial"):
				f.value, f.because = ValueMaybe, f.because+", under a condition"
			case f.value == ValueSwap || f.value == ValuePass && !f.able && f.contrast:
			default:
				f.topic, f.value, f.because = unclear, WhyUnclear, f.because+", under a condition"
			}
		}
		if report >= 0 && i > report && f.topic <= wish && !(f.value == ValueSwap && samePeople(f.people, s.facts[report].people)) {
			f.topic, f.value, f.because = unclear, WhySomebodyElse, "stands in a report of what somebody said"
		}
	}
}

func (r *reader) grasp(s *sentence) {
	subjectless, contrast := false, false
	s.plain = true
	chunks := r.chunks(s.start, s.end)
	pass := s.question && len(chunks) > 1 && r.handsOver(chunks[len(chunks)-1])
	for i, k := range chunks {
		langs := r.languages(k[0], k[1])
		question := s.question && !(pass && i < len(chunks)-1) && !(i < len(chunks)-1 && r.asksOnlyLater(chunks, i, s.end))
		var chosen []fact
		var sign string
		clash, done := false, false
		var prior float64
		for _, l := range langs {
			facts := r.chunk(r.tags[l], k[0], k[1], question, subjectless)
			if g := signature(facts); !done {
				chosen, sign, prior, done = facts, g, r.prior[l], true
			} else if g != sign {
				switch {
				case g == "" && r.prior[l] < prior+0.3: // mere glue in that language
				case sign == "" && prior < r.prior[l]+0.3:
					chosen, sign, prior = facts, g, r.prior[l]
				case r.prior[l] > prior+0.15:
					chosen, sign, prior, clash = facts, g, r.prior[l], false
				case prior > r.prior[l]+0.15:
				default:
					clash = true
				}
			}
		}
		if clash {
			chosen = []fact{{topic: unclear, value: WhyTwoReadings, start: k[0], end: k[1], because: "two languages disagree"}}
		}
		if len(langs) > 0 {
			known, total := r.known(r.tags[langs[0]], k[0], k[1])
			s.plain = s.plain && known == total
			if i := r.firstWord(k[0], k[1]); i >= 0 && r.tags[langs[0]][i].has(cBut) {
				contrast = true
			}
			for i := k[0]; i < k[1]; i++ {
				if r.tags[langs[0]][i].has(cSelf | cYes) {
					subjectless = true
				}
			}
		}
		for i := range chosen {
			chosen[i].contrast = chosen[i].contrast || contrast
		}
		if len(chosen) > 0 {
			contrast = false
		}
		s.facts = append(s.facts, chosen...)
	}
}

// handsOver reports whether a question gives a turn away: then what stands
// before it ("I led last time, ...") is no question.
func (r *reader) handsOver(k [2]int) bool {
	for _, l := range r.languages(k[0], k[1]) {
		for _, f := range r.chunk(r.tags[l], k[0], k[1], true, false) {
			if f.topic == aboutLeading {
				return true
			}
		}
	}
	return false
}

func (r *reader) firstWord(a, b int) int {
	for i := a; i < b; i++ {
		if r.toks[i].kind == word {
			return i
		}
	}
	return -1
}

// chunk reads the clauses between two commas in one language.
func (r *reader) chunk(tags []tag, a, b int, question, subjectless bool) []fact {
	var all []fact
	clauses := r.clauses(tags, a, b)
	last := len(clauses) - 1
	pass := false
	if question && last > 0 { // "I'll be there, but can someone else lead?"
		for _, f := range r.read(tags, clauses[last], true, subjectless) {
			pass = pass || f.topic == aboutLeading
		}
	}
	for i, c := range clauses {
		got := r.read(tags, c, question && !(pass && i < last), subjectless)
		if len(got) == 0 && (c.contrast || i == 0 && r.butBefore(a)) && r.firstWord(c.start, c.end) >= 0 {
			set, words := classes(0), 0
			for k := c.start; k < c.end; k++ {
				set |= tags[k].set
				if r.toks[k].kind == word && !tags[k].has(cBut) {
					words++
				}
			}
			if words == 0 { // "komme aber"
				continue
			}
			got = []fact{{topic: caveat, start: c.start, end: c.end, set: set, reason: r.count(c.start, c.end, number) > 0, because: "a but that is not understood"}}
		}
		all = append(all, got...)
		for i := c.start; i < c.end; i++ {
			if tags[i].has(cSelf | cYes) {
				subjectless = true
			}
		}
	}
	return all
}

// butBefore reports whether a contrast stands at the end of what is before a.
func (r *reader) butBefore(a int) bool {
	for i := a - 1; i >= 0 && r.toks[i].kind == mark && r.toks[i].text == ","; i-- {
		return i > 0 && r.any(i-1, cBut)
	}
	return false
}

// signature is what two languages must agree on.
func signature(facts []fact) string {
	var b strings.Builder
	for _, f := range facts {
		if f.topic == polite || f.topic == caveat {
			continue
		}
		b.WriteByte('0' + byte(f.topic))
		b.WriteString(f.value)
		b.WriteByte(' ')
	}
	return b.String()
}
