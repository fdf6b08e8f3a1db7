package answer

import "strings"

// A word that no language knows may be a known one with a slip of the finger: a
// letter too many or too few, two that changed places, a neighbour of the right
// key, in long words another vowel. It is taken for the known word if only one fits, and never for a word
// that could turn the meaning round.

// minTypo is the shortest word, in letters, in which a slip is mended.
const minTypo = 5

// turning are the classes whose words are never guessed.
const turning = cNeg | cNegHalf | cNo | cAbsent | cIf | cBut | cPass | cOther | cSwap | cMonth | cNumber | cOrdinal | cThird | cSay | cPast | cCommand | cKeyword | cWhole | cIrony | cElse

// spelling is what a language needs to mend slips.
type spelling struct {
	words map[string]bool     // all words of its phrases
	near  map[string][]string // words that may be meant, by the word with one letter dropped
}

// learn gathers the words of the phrases in a language.
func (l *language) learn() {
	l.spelling = spelling{map[string]bool{}, map[string][]string{}}
	var walk func(n *node)
	walk = func(n *node) {
		for w, m := range n.next {
			l.spelling.words[w] = true
			walk(m)
		}
		for w, m := range n.stems {
			l.spelling.words[w] = true
			walk(m)
		}
		if n.gap != nil {
			walk(n.gap)
		}
	}
	walk(&l.root)
	for w := range l.spelling.words {
		n := l.root.next[w]
		if n != nil && n.entry != nil && n.entry.set&turning != 0 || strings.Contains(w, "'") || len(w) < minTypo || len(w) > 24 {
			continue
		}
		for _, d := range drops(w) {
			l.spelling.near[d] = append(l.spelling.near[d], w)
		}
	}
}

// drops gives a word itself and all its forms with one letter dropped, each once.
func drops(w string) []string {
	out := []string{w}
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			out = append(out, w[:i]+w[i+1:])
		}
	}
	return out
}

// mend gives the tokens as this language reads them: words that no language
// knows replaced by the one word they are a slip of.
func (l *language) mend(toks []token, strange []bool) []token {
	var out []token
	for i, t := range toks {
		if !strange[i] {
			continue
		}
		w := l.meant(t.text)
		if w == "" {
			continue
		}
		if out == nil {
			out = append([]token(nil), toks...)
		}
		out[i].text = w
	}
	if out == nil {
		return toks
	}
	return out
}

// meant gives the one word that w is a slip of, "" if there is none or several.
func (l *language) meant(w string) string {
	if len(w) < minTypo || len(w) > 24 {
		return ""
	}
	found := ""
	for _, d := range drops(w) {
		for _, c := range l.spelling.near[d] {
			if c == found || !slip(w, c) {
				continue
			}
			if found != "" {
				return ""
			}
			found = c
		}
	}
	return found
}

// rows of the keyboard, to tell neighbours.
var rows = [...]string{"qwertzuiop", "qwertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"}

// slip reports whether a is b with one slip. The first letter stays.
func slip(a, b string) bool {
	if a == b || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) == len(b)+1:
		return i > 0 && a[i] == a[i-1] && a[i+1:] == b[i:] // "cominng"; other longer words are inflected
	case len(b) == len(a)+1:
		return (i > 0 && b[i] == b[i-1] || len(b) >= 7) && a[i:] == b[i+1:]
	case len(a) != len(b):
		return false
	case i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]:
		return a[i+2:] == b[i+2:]
	}
	return a[i+1:] == b[i+1:] && (len(a) >= 6 && neighbours(a[i], b[i]) || len(a) >= 8 && vowel(a[i]) && vowel(b[i]))
}

func neighbours(a, b byte) bool {
	for _, row := range rows {
		for k := 0; k+1 < len(row); k++ {
			if row[k] == a && row[k+1] == b || row[k] == b && row[k+1] == a {
				return true
			}
		}
	}
	return false
}

// strange marks the words that no language knows and that name nobody.
func (r *reader) strange(nm names) []bool {
	out := make([]bool, len(r.toks))
	for i, t := range r.toks {
		if t.kind != word || len(t.text) < minTypo {
			continue
		}
		if _, named := nm.at(r.toks, i); named || t.upper && i > 0 && r.toks[i-1].kind == word {
			continue
		}
		known := false
		for _, l := range r.in.Lexicon.langs {
			known = known || l.spelling.words[t.text]
		}
		out[i] = !known
	}
	return out
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// spoken tells which languages know most of the words: only in those a slip is
// mended, for in seven languages something fits nearly every word.
func (r *reader) spoken() []bool {
	known := make([]int, len(r.in.Lexicon.langs))
	best := 0
	for i, l := range r.in.Lexicon.langs {
		for _, t := range r.toks {
			if t.kind == word && l.spelling.words[t.text] {
				known[i]++
			}
		}
		best = max(best, known[i])
	}
	out := make([]bool, len(known))
	for i, n := range known {
		out[i] = n == best
	}
	return out
}
