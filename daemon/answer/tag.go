package answer

import "strings"

// tag is what one language knows about one token.
type tag struct {
	set   classes // of the phrase that begins here
	entry *entry
	words int    // words of that phrase
	last  int    // its last token
	known bool   // part of some phrase
	inner *entry // of a weekday inside a phrase: "come on Tuesday"
	first bool   // a word of the phrase is of the first person: "no puedo ir"
}

// arg gives the argument of a class the tag carries.
func (t tag) arg(c classes) string {
	if t.entry == nil {
		return ""
	}
	return t.entry.args[argSlots[c].index]
}

func (t tag) has(c classes) bool { return t.set&c != 0 }

// concludes reports whether what follows is a conclusion: "so", "hence".
func (t tag) concludes() bool { return t.set&(cBecause|cAnd) == cBecause|cAnd }

// tells reports whether the words promise an answer and give none: "I'll let you know".
func (t tag) tells() bool { return t.set&(cUnsure|cSay) == cUnsure|cSay }

// tagAll marks every phrase of a language, longest first from the left.
func (l *language) tagAll(toks []token) []tag {
	tags := make([]tag, len(toks))
	taken := make([]bool, len(toks))
	for i := range toks {
		if taken[i] || toks[i].kind == newline {
			continue
		}
		m, ok := l.best(toks, i, taken)
		if !ok {
			continue
		}
		first, second := false, false
		for k, a := range m.anchors {
			taken[a] = true
			tags[a].known = true
			n := l.root.next[toks[a].text]
			if n == nil || n.entry == nil {
				continue
			}
			if k > 0 && n.entry.set&cWeekday != 0 {
				tags[a].inner = n.entry
			}
			second = second || n.entry.set&cOrdinal != 0 && n.entry.args[slotOrdinal] == "2"
			first = first || n.entry.set&cSelf != 0 && n.entry.set&(cThird|cYou) == 0
		}
		set := m.entry.set
		if n := l.root.next[toks[i].text]; len(m.anchors) > 1 && set&verbs != 0 && n != nil && n.entry != nil {
			set |= n.entry.set & cSelf // "I'm coming" says who comes
		}
		if second && set&cPartial != 0 {
			set |= cLate // "only the second half"
		}
		if last := m.anchors[len(m.anchors)-1]; set&(cHedge|cUnsure) != 0 && last+1 < len(toks) && toks[last+1].kind == number && (last+2 >= len(toks) || toks[last+2].kind == word && toks[last+2].text != "h") {
			set &^= cHedge | cUnsure // "maybe 20 minutes": only the amount is doubtful
			set |= cFill
		}
		tags[i] = tag{set: set, entry: m.entry, words: len(m.anchors), last: m.anchors[len(m.anchors)-1], known: true, first: first}
	}
	return tags
}

// best finds the phrase that begins at token i, cut short where a longer one
// begins inside it: in "I have to miss it" the words "have to miss" win over "I have".
func (l *language) best(toks []token, i int, taken []bool) (match, bool) {
	m, ok := l.longest(toks, i, len(toks), taken)
	if !ok || len(m.anchors) < 2 {
		return m, ok
	}
	for _, j := range m.anchors[1:] {
		if inner, ok := l.longest(toks, j, len(toks), taken); ok && len(inner.anchors) > len(m.anchors) {
			return l.longest(toks, i, j, taken)
		}
	}
	return m, true
}

// names finds members in the text.
type names struct {
	first map[string][]int // first names, whole names run together, prefixes of two letters up
	exact map[string]bool  // keys of first that are no mere prefixes
	words [][]string       // the folded words of each name
}

func newNames(people []Person) names {
	n := names{first: map[string][]int{}, exact: map[string]bool{}}
	for i, p := range people {
		n.words = append(n.words, nil)
		n.index(i, p.Name)
		if q := dotless.Replace(p.Name); q != p.Name { // Jörg, Joerg and Jorg
			n.index(i, q)
		}
	}
	return n
}

// index enters the first and the last word of a name; those between are too
// often common words ("de", "van").
func (n *names) index(person int, name string) {
	var all []string
	for _, t := range tokenise(name) {
		if t.kind == word {
			all = append(all, t.text)
		}
	}
	n.words[person] = append(n.words[person], all...)
	for k, w := range all {
		if k > 0 && k < len(all)-1 || len(w) < 2 {
			continue
		}
		n.exact[w] = true
		for cut := 2; cut <= len(w); cut++ {
			if prefix := w[:cut]; !contains(n.first[prefix], person) {
				n.first[prefix] = append(n.first[prefix], person)
			}
		}
	}
}

func contains(all []int, x int) bool {
	for _, y := range all {
		if x == y {
			return true
		}
	}
	return false
}

// mention is a place where a member is named. More than one candidate means
// that the name fits several.
type mention struct {
	start, end int // tokens
	people     []int
	prefix     bool // only the beginning of a name was written
}

// at finds a mention that begins at token i.
func (n names) at(toks []token, i int) (mention, bool) {
	t := toks[i]
	if t.kind != word {
		return mention{}, false
	}
	t.text = strings.TrimSuffix(t.text, "'s") // "Ben's doing it"
	people := n.first[t.text]
	exact := n.exact[t.text]
	if exact { // "Dan" is Dan, even if there is a Dana
		people = n.called(t.text, people)
	}
	if len(people) == 0 || !exact && !t.upper {
		return mention{}, false
	}
	m := mention{i, i + 1, people, !exact}
	// A following surname, or its initial, narrows down.
	for m.end < len(toks) && toks[m.end].kind == word && toks[m.end].upper {
		var both []int
		for _, p := range people {
			for k, w := range n.words[p] {
				if k > 0 && strings.HasPrefix(w, toks[m.end].text) {
					both = append(both, p)
					break
				}
			}
		}
		if len(both) == 0 {
			break
		}
		m.people = both
		m.end++
	}
	return m, true
}

func (n names) called(name string, among []int) []int {
	var out []int
	for _, p := range among {
		for _, w := range n.words[p] {
			if w == name {
				out = append(out, p)
				break
			}
		}
	}
	return out
}

// mention gives the member named at token i.
func (r *reader) mention(i int) (mention, bool) {
	m := r.mentions[i]
	return m, m.people != nil
}
