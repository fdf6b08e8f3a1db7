package answer

import (
	"cmp"
	"math"
	"slices"
)

// trait is one thing that can be seen in a text: a word, two words together, a
// class of words, what the grammar made of it. Its name is a hash, so that the
// model needs no words.
type trait struct {
	hash  uint32
	value float32
	a, b  int   // tokens it was seen in; a == b if in none
	view  uint8 // what sort of trait it is
}

// The sorts of traits.
const (
	viewRules = iota // what the grammar read
	viewClass        // word classes
	viewWords        // words
	viewChars        // parts of words
	viewForm         // length, punctuation
	views
)

// weights of the sorts against each other.
var weights = [views]float64{1, 1, 1, 0.7, 0.7}

const (
	fnvBasis uint32 = 2166136261
	fnvPrime uint32 = 16777619
)

func hashText(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

func hashMore(h uint32, more ...uint32) uint32 {
	for _, m := range more {
		for k := 0; k < 4; k++ {
			h = (h ^ (m & 255)) * fnvPrime
			m >>= 8
		}
	}
	return h
}

// salt names a sort of trait.
func salt(s string) uint32 { return hashText(fnvBasis, s) }

var (
	saltUni   = salt("word")
	saltBi    = salt("two words")
	saltTri   = salt("three words")
	saltSkip  = salt("with a gap")
	saltFirst = salt("first words")
	saltLast  = salt("last clause")
	saltBut   = salt("behind a but")
	saltNot   = salt("behind a negation")
	saltChars = salt("chars")
	saltClass = salt("class")
	saltTwo   = salt("two classes")
	saltNear  = salt("classes in one clause")
	saltRun   = salt("classes in a row")
	saltEnd   = salt("class in the last clause")
	saltFact  = salt("fact")
	saltFacts = salt("facts")
	saltOut   = salt("outcome")
	saltForm  = salt("form")
	saltLang  = salt("language")
	saltAsk   = salt("ask")
)

// piece of text as the traits see it.
type gist struct {
	id    uint32
	tok   int
	class classes
	head  bool // a phrase of the language begins here
	edge  bool // a mark that ends a clause
	word  bool
}

// traits lists what can be seen in tokens a..b.
func (r *reader) traits(sents []sentence, a, b int, kind AskKind, out []Answer) []trait {
	all := make([]trait, 0, 32*(b-a)+32)
	add := func(view uint8, from, to int, h uint32) {
		all = append(all, trait{hash: h ^ h>>15, view: view, a: from, b: to})
	}
	ask := hashText(saltAsk, string(kind))
	best := r.bestLanguage()
	lang := saltLang
	if best >= 0 {
		lang = hashText(saltLang, r.in.Lexicon.langs[best].code)
	}
	add(viewForm, 0, 0, ask)
	add(viewForm, 0, 0, hashMore(lang, ask))

	// The text as a row of gists, sentence by sentence.
	row := make([]gist, 0, b-a+4)
	for si := range sents {
		s := &sents[si]
		row = append(row, gist{id: 1, tok: s.start, edge: true})
		for _, k := range r.chunks(s.start, s.end) {
			tags := r.tags[r.tongue(k[0], k[1], best)]
			row = r.gists(row, tags, k[0], k[1])
			if k[1] < s.end {
				row = append(row, gist{id: hashText(fnvBasis, r.toks[k[1]].text), tok: k[1], edge: true})
			}
		}
	}
	row = append(row, gist{id: 2, tok: b - 1, edge: true})

	// Words.
	words, lastEdge := 0, 0
	for i, g := range row {
		if g.word {
			words++
		}
		if g.edge && i < len(row)-1 && i+3 < len(row) {
			lastEdge = i
		}
	}
	not, but := 0, false
	seen := 0
	for i, g := range row {
		if g.edge {
			not = 0
		}
		to := g.tok + 1
		if !g.edge || g.id > 2 {
			add(viewWords, g.tok, to, hashMore(saltUni, g.id))
			add(viewWords, g.tok, to, hashMore(saltUni, g.id, ask))
		}
		if g.word {
			seen++
			if seen <= 2 {
				add(viewWords, g.tok, to, hashMore(saltFirst, g.id, uint32(seen)))
			}
			if i > lastEdge && lastEdge > 0 {
				add(viewWords, g.tok, to, hashMore(saltLast, g.id))
			}
			if but {
				add(viewWords, g.tok, to, hashMore(saltBut, g.id))
			}
			if not > 0 {
				not--
				add(viewWords, g.tok, to, hashMore(saltNot, g.id))
			}
			if n := len(r.toks[g.tok].text); n > 5 && r.toks[g.tok].kind == word && g.id == hashText(fnvBasis, r.toks[g.tok].text) {
				text := r.toks[g.tok].text
				add(viewChars, g.tok, to, hashText(saltChars, "^"+text[:4]))
				add(viewChars, g.tok, to, hashText(saltChars, "^"+text[:5]))
				add(viewChars, g.tok, to, hashText(saltChars, text[n-4:]+"$"))
			}
		}
		if g.class&(cNeg|cNegHalf|cNo) != 0 {
			not = 4
		}
		if g.class&cBut != 0 {
			but = true
		}
		if i+1 < len(row) {
			add(viewWords, g.tok, row[i+1].tok+1, hashMore(saltBi, g.id, row[i+1].id))
		}
		if i+2 < len(row) {
			add(viewWords, g.tok, row[i+2].tok+1, hashMore(saltTri, g.id, row[i+1].id, row[i+2].id))
			add(viewWords, g.tok, row[i+2].tok+1, hashMore(saltSkip, g.id, row[i+2].id))
		}
		if i+3 < len(row) {
			add(viewWords, g.tok, row[i+3].tok+1, hashMore(saltSkip, g.id, row[i+3].id))
		}
	}

	// Classes.
	unknown := 0
	var prev, prev2 classes
	var prevTok, prev2Tok int
	var clause classes
	start := a
	flush := func(end int, final bool) {
		for x := clause; x != 0; x &= x - 1 {
			one := x & -x
			if final {
				add(viewClass, start, end, hashMore(saltEnd, lo(one), hi(one)))
			}
			for y := x & (x - 1); y != 0; y &= y - 1 {
				two := y & -y
				add(viewClass, start, end, hashMore(saltNear, lo(one), hi(one), lo(two), hi(two)))
			}
		}
		clause, start = 0, end
	}
	for i, g := range row {
		switch {
		case g.edge:
			prev, prev2 = 0, 0
			flush(g.tok, i == len(row)-1)
		case g.class != 0:
			c := g.class &^ cFill
			if g.class == cFill {
				continue
			}
			for x := c; x != 0; x &= x - 1 {
				one := x & -x
				add(viewClass, g.tok, g.tok+1, hashMore(saltClass, lo(one), hi(one)))
				add(viewClass, g.tok, g.tok+1, hashMore(saltClass, lo(one), hi(one), ask))
			}
			add(viewClass, g.tok, g.tok+1, hashMore(saltClass, lo(c), hi(c), 7))
			if prev != 0 {
				add(viewClass, prevTok, g.tok+1, hashMore(saltTwo, lo(prev), hi(prev), lo(c), hi(c)))
			}
			if prev2 != 0 {
				add(viewClass, prev2Tok, g.tok+1, hashMore(saltRun, lo(prev2), hi(prev2), lo(prev), hi(prev), lo(c), hi(c)))
			}
			prev2, prev2Tok = prev, prevTok
			prev, prevTok = c, g.tok
			clause |= c
			if c&cBut != 0 {
				flush(g.tok+1, false)
			}
		case g.word && !g.head:
			unknown++
		}
	}
	add(viewForm, 0, 0, hashMore(saltForm, 1, uint32(min(unknown, 6))))
	add(viewForm, 0, 0, hashMore(saltForm, 2, uint32(bucket(words))))
	add(viewForm, 0, 0, hashMore(saltForm, 3, uint32(min(len(sents), 4))))
	for i := a; i < b; i++ {
		switch t := r.toks[i]; {
		case t.kind == emoji, t.text == "?", t.text == "!", t.text == "…", t.text == "\"", t.text == ":":
			add(viewForm, i, i+1, hashText(saltForm, t.text))
			if i == b-1 {
				add(viewForm, i, i+1, hashText(saltForm+1, t.text))
			}
		}
	}

	// What the grammar read.
	h := saltFacts
	for si := range sents {
		for _, f := range sents[si].facts {
			one := hashText(hashMore(saltFact, uint32(f.topic)), f.value)
			add(viewRules, f.start, f.end, one)
			add(viewRules, f.start, f.end, hashMore(one, ask))
			if f.contrast {
				add(viewRules, f.start, f.end, hashMore(one, 3))
			}
			add(viewRules, f.start, f.end, hashText(one, f.because))
			if f.topic != polite {
				h = hashText(hashMore(h, uint32(f.topic)), f.value)
			}
		}
	}
	add(viewRules, 0, 0, h)
	add(viewRules, 0, 0, hashMore(h, ask))
	o := saltOut
	for _, x := range out {
		o = hashText(hashText(o, x.Kind), x.Value)
		add(viewRules, 0, 0, hashText(hashText(hashText(saltOut, x.Kind), x.Value), x.Because))
	}
	add(viewRules, 0, 0, o)
	add(viewRules, 0, 0, hashMore(o, ask))
	return weighed(all)
}

// weighed keeps each trait once. A sort of traits weighs the same in a short text
// and in a long one.
func weighed(all []trait) []trait {
	slices.SortStableFunc(all, func(x, y trait) int { return cmp.Compare(x.hash, y.hash) })
	all = slices.CompactFunc(all, func(x, y trait) bool { return x.hash == y.hash })
	var n [views]int
	for _, t := range all {
		n[t.view]++
	}
	for i, t := range all {
		all[i].value = float32(weights[t.view] / math.Sqrt(float64(n[t.view])))
	}
	return all
}

func lo(c classes) uint32 { return uint32(c) }
func hi(c classes) uint32 { return uint32(c >> 32) }

func bucket(n int) int {
	switch {
	case n < 6:
		return n
	case n < 9:
		return 6
	case n < 13:
		return 7
	case n < 20:
		return 8
	}
	return 9
}

// bestLanguage is the one that knows most of the text, -1 if there is none.
func (r *reader) bestLanguage() int {
	best := -1
	for l, p := range r.prior {
		if best < 0 || p > r.prior[best]+1e-9 {
			best = l
		}
	}
	return best
}

// tongue is the language a chunk is best read in: that of the whole text if it is
// among the likeliest.
func (r *reader) tongue(a, b, best int) int {
	langs := r.languages(a, b)
	for _, l := range langs {
		if l == best {
			return l
		}
	}
	if len(langs) == 0 {
		return max(best, 0)
	}
	return langs[0]
}

// gists adds tokens a..b to the row: names, dates and numbers stand for their sort.
func (r *reader) gists(row []gist, tags []tag, a, b int) []gist {
	spans := dates(r.toks, tags, a, b, r.in.Now)
	di := 0
	for i := a; i < b; i++ {
		t := r.toks[i]
		for di < len(spans) && spans[di].end <= i {
			di++
		}
		if di < len(spans) && spans[di].start <= i {
			id := uint32(3)
			if !r.asksFor(spans[di]) {
				id = 4
			}
			row = append(row, gist{id: id, tok: i, word: true, head: true})
			i = spans[di].end - 1
			continue
		}
		if m, ok := r.mention(i); ok && !(tags[i].known && (!t.upper || m.prefix)) {
			id := uint32(5)
			if r.self(m) {
				id = 6
			}
			row = append(row, gist{id: id, tok: i, word: true, head: true})
			i = m.end - 1
			continue
		}
		switch t.kind {
		case number:
			row = append(row, gist{id: 7, tok: i, word: true, head: true})
			if i+2 < b && r.toks[i+1].kind != word && r.toks[i+2].kind == number && !r.toks[i+2].spaced { // 16:30
				row[len(row)-1].id = 8
				i += 2
			}
		case word:
			row = append(row, gist{id: hashText(fnvBasis, t.text), tok: i, word: true, head: tags[i].known, class: tags[i].set})
		case emoji:
			row = append(row, gist{id: hashText(fnvBasis, t.text), tok: i})
		}
	}
	return row
}
