package answer

import (
	"strconv"
	"strings"
)

// ballot is what a..b says about a choice.
type ballot struct {
	letters []string
	wrong   string // a letter that is not offered
	doubt   string // why it is not clear
	sure    bool   // nothing but letters and glue
}

// letters reads "A C", "A and C", "a, c", "AC", "B please", "I vote for B".
func (r *reader) letters(ask Ask, a, b int) (ballot, bool) {
	offered := map[string]bool{}
	for _, o := range ask.Options {
		offered[strings.ToLower(o.Letter)] = true
	}
	var v ballot
	unknown, words, lower, article := 0, 0, false, false
	neg := -1 // the last negation
	for i := a; i < b; i++ {
		t := r.toks[i]
		if t.kind != word {
			if t.kind == number {
				unknown++
			}
			if t.text == "?" {
				v.doubt = "a question"
			}
			continue
		}
		if m, ok := r.mention(i); ok && t.end-t.start > 1 {
			i = m.end - 1
			unknown++
			continue
		}
		if t.upper && t.end-t.start == 1 && offered[t.text] && !r.isLetter(i, b, offered) {
			article = true
		}
		if t.end-t.start == 1 && t.text >= "a" && t.text <= "z" && r.isLetter(i, b, offered) {
			if neg >= 0 && i-neg <= 3 {
				neg = i
				if len(v.letters) == 0 {
					v.doubt = "a letter that is not wanted"
				}
				continue
			}
			if !offered[t.text] {
				if !t.upper && r.any(i, ^classes(0)) {
					continue
				}
				v.wrong = strings.ToUpper(t.text)
				continue
			}
			lower = lower || !t.upper
			v.add(t.text)
			continue
		}
		if all := r.run(t, offered); all && t.upper && (r.firstWord(a, b) == i && r.firstWord(i+1, b) < 0 || !r.any(i, ^classes(0))) {
			for _, c := range t.text {
				v.add(string(c))
			}
			continue
		}
		switch {
		case r.any(i, cNo): // "B: yes, C: no"
			v.doubt = "a no"
		case r.any(i, cNeg|cNegHalf):
			neg = i
		case r.any(i, cIf|cHedge|cUnsure|cAsk|cOtherDate|cNo|cInstead):
			v.doubt = "a doubt or a condition"
		case r.any(i, cOr) && !r.any(i, cFill):
			v.doubt = "one or the other"
		case r.any(i, cBecause):
			b = i
			continue
		}
		if !r.tagged(i) {
			unknown++
		}
		words++
	}
	v.sure = unknown == 0
	if article && len(v.letters) > 0 {
		v.doubt = "a letter that may be a word"
	}
	if len(v.letters) == 0 && v.wrong == "" && v.doubt != "a letter that is not wanted" {
		return v, false
	}
	if unknown > 0 && (lower || unknown > 3 || !r.standing(a, b)) {
		return v, false
	}
	if words > 0 && lower && !r.vote(a, b) {
		return v, false
	}
	return v, true
}

func (v *ballot) add(letter string) {
	letter = strings.ToUpper(letter)
	for _, l := range v.letters {
		if l == letter {
			return
		}
	}
	v.letters = append(v.letters, letter)
}

// tagged reports whether any language knows token i.
func (r *reader) tagged(i int) bool {
	for _, tags := range r.tags {
		if tags[i].known {
			return true
		}
	}
	return false
}

// isLetter tells a letter of a ballot from one-letter words: "A colleague", "y", "e".
func (r *reader) isLetter(i, b int, offered map[string]bool) bool {
	t := r.toks[i]
	if i+1 < len(r.toks) && r.toks[i+1].text == "'" || i > 0 && !t.spaced && strings.HasSuffix(r.toks[i-1].text, "'") {
		return false
	}
	if !t.upper && r.any(i, cAnd|cOr) {
		// "A e C": between two letters it joins, unless all is lower case.
		return offered[t.text] && i+1 < b && (r.toks[i+1].kind == mark)
	}
	if !r.any(i, cFill|cSelf|cBy|cAnd|cOr|cUntil|cFrom) {
		return true
	}
	if t.upper && i > 0 && r.toks[i-1].kind == word && !r.any(i, cSelf) {
		return true // a capital in the middle of a sentence is no article
	}
	// A one-letter word of some language: a letter only if no word follows that it could belong to.
	next := i + 1
	if next >= b || r.toks[next].kind != word {
		return true
	}
	if t.upper && r.any(next, cBy|cWhole) && r.count(next, b, word) <= 3 && next+1 < b && r.allTagged(next, b) && !r.anyOf(next, b, predicates|cNeg|cYes|cNo|cThird|cRelday|cWeekday) {
		return true // "A for me, please"
	}
	return r.any(next, cAnd|cOr|cThanks|cBecause) || r.toks[next].end-r.toks[next].start == 1 || t.upper && !r.any(i, cSelf) && r.any(next, cBut|cNeg)
}

// anyOf reports whether some word of a..b is in the classes.
func (r *reader) anyOf(a, b int, c classes) bool {
	for i := a; i < b; i++ {
		if r.any(i, c) {
			return true
		}
	}
	return false
}

// allTagged reports whether some language knows each word of a..b.
func (r *reader) allTagged(a, b int) bool {
	for i := a; i < b; i++ {
		if r.toks[i].kind == number || r.toks[i].kind == word && !r.tagged(i) {
			return false
		}
	}
	return true
}

// run reports whether a word is letters of the ballot run together: "AC".
func (r *reader) run(t token, offered map[string]bool) bool {
	if len(t.text) < 2 || len(t.text) > len(offered) || t.end-t.start != len(t.text) || r.text[t.start:t.end] != strings.ToUpper(t.text) {
		return false
	}
	for i := range t.text {
		if !offered[t.text[i:i+1]] || strings.IndexByte(t.text[:i], t.text[i]) >= 0 {
			return false
		}
	}
	return true
}

// standing reports whether a capital letter stands by itself in a..b: at the
// end, or before a mark, so that words around it are only praise.
func (r *reader) standing(a, b int) bool {
	for i := a; i < b; i++ {
		if t := r.toks[i]; t.kind == word && t.upper && t.end-t.start == 1 && !r.any(i, cSelf|cFill) {
			return true
		}
	}
	return false
}

// vote reports whether lower-case letters are meant: one letter first or last,
// and only glue around.
func (r *reader) vote(a, b int) bool {
	for i := a; i < b; i++ {
		t := r.toks[i]
		if t.kind == word && t.end-t.start > 1 && !r.any(i, cAnd|cOr|cThanks|cYes|cFill) {
			return false
		}
	}
	return true
}

// choose answers a choice ask from a..b: by letters, else by the words of an
// option. It reports whether it understood a choice there.
func (r *reader) choose(ask Ask, a, b int, only bool) (Answer, bool) {
	back := func(why, because string) (Answer, bool) {
		x := r.back(why, a, b, because)
		x.Ask = ask.Number
		return x, true
	}
	if len(ask.Options) == 0 {
		return Answer{}, false
	}
	v, ok := r.letters(ask, a, b)
	if !ok {
		v, ok = r.options(ask, a, b, only)
	}
	if !ok {
		return Answer{}, false
	}
	switch {
	case v.wrong != "":
		return back(WhyOutOfRange, "the letter "+v.wrong+" is not offered")
	case v.doubt != "":
		return back(WhyUnclear, "a choice with "+v.doubt)
	}
	return r.answer(Answer{Kind: KindChoice, Value: strings.Join(sorted(v.letters), " "), Ask: ask.Number, Because: "letters of the ballot, or words of an option"}, a, b), true
}

func sorted(letters []string) []string {
	out := append([]string(nil), letters...)
	for i := range out {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// options finds the options whose own words are written in a..b, or "both",
// "all", "the second one".
func (r *reader) options(ask Ask, a, b int, only bool) (ballot, bool) {
	if b-a > 40 {
		return ballot{}, false // nobody votes at such length
	}
	own := r.ownWords(ask)
	var v ballot
	unknown := 0
	for i := a; i < b; i++ {
		t := r.toks[i]
		if t.kind == number {
			unknown++
		}
		if t.text == "?" {
			v.doubt = "a question"
		}
		if t.kind != word {
			continue
		}
		if o := own.find(t.text); o >= 0 {
			v.add(ask.Options[o].Letter)
			continue
		}
		switch {
		case r.any(i, cOrdinal):
			n := 0
			for _, tags := range r.tags {
				if tags[i].has(cOrdinal) {
					n, _ = strconv.Atoi(tags[i].arg(cOrdinal))
				}
			}
			if n == -1 {
				n = len(ask.Options)
			}
			if i > a && r.isNumber(i-1) || i+1 < b && r.isNumber(i+1) {
				v.doubt = "the first two" // which they are is not sure
			}
			if n >= 1 && n <= len(ask.Options) {
				v.add(ask.Options[n-1].Letter)
				continue
			}
		case r.any(i, cAll) && b-a <= 6:
			for _, tags := range r.tags {
				if n := tags[i].arg(cNumber); tags[i].has(cAll) && n != "" && n != strconv.Itoa(len(ask.Options)) {
					v.doubt = "both, of more than two"
				}
			}
			for _, o := range ask.Options {
				v.add(o.Letter)
			}
			continue
		case own.shared[t.text]:
			continue
		case r.any(i, cNeg|cNegHalf|cNo|cPresence|cInstead):
			v.doubt = "a negation"
		case r.any(i, cIf|cHedge|cUnsure|cAsk|cOtherDate|cPast|cBut|cSay):
			v.doubt = "a doubt or a condition"
		case r.any(i, cOr):
			v.doubt = "one or the other"
		case r.any(i, predicates&^cWorks):
			return v, false
		}
		if _, ok := r.mention(i); ok || !r.tagged(i) {
			unknown++
		}
	}
	if len(v.letters) == 0 {
		return v, false
	}
	if unknown > 0 {
		return v, false
	}
	return v, true
}
