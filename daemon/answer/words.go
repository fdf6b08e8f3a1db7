package answer

// vocabulary are the words of the options of a ballot.
type vocabulary struct {
	only   map[string]int // word of one option
	shared map[string]bool
}

// ownWords finds the words that only one option has.
func (r *reader) ownWords(ask Ask) vocabulary {
	if v, ok := r.words[ask.Number]; ok {
		return v
	}
	v := vocabulary{map[string]int{}, map[string]bool{}}
	r.words[ask.Number] = v
	for o, opt := range ask.Options {
		text := opt.Text
		if len(text) > 500 {
			text = text[:500]
		}
		toks := tokenise(text)
		glue := make([]bool, len(toks))
		for _, l := range r.in.Lexicon.langs {
			for i, tg := range l.tagAll(toks) {
				glue[i] = glue[i] || tg.known && len(toks[i].text) < 5 || tg.has(cFill|cBy|cAnd|cOr|cSelf|cNeg|cNo|cYes)
			}
		}
		for i, t := range toks {
			if t.kind != word || len(t.text) < 3 {
				continue
			}
			if old, seen := v.only[t.text]; glue[i] || seen && old != o {
				v.shared[t.text] = true
				continue
			}
			v.only[t.text] = o
		}
	}
	for w := range v.shared {
		delete(v.only, w)
	}
	return v
}

// find gives the option a word belongs to: the word itself, or one of the same
// stem that fits no other option. It gives -1 otherwise.
func (v vocabulary) find(w string) int {
	if v.shared[w] {
		return -1
	}
	if o, ok := v.only[w]; ok {
		return o
	}
	if len(w) < 5 || len(w) > 40 {
		return -1
	}
	found := -1
	for other, o := range v.only {
		n := 0
		for n < len(w) && n < len(other) && w[n] == other[n] {
			n++
		}
		if n >= 5 && n*10 >= 7*len(w) && n*10 >= 6*len(other) || n >= 4 && n == min(len(w), len(other)) && max(len(w), len(other))-n <= 2 {
			if found >= 0 && found != o {
				return -1
			}
			found = o
		}
	}
	return found
}
