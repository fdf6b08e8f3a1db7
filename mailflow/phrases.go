package mailflow

import "strings"

// phrases finds which of several groups of phrases occur in a text, in one walk
// over it, however many phrases there are.
type phrases struct {
	// starts tells, by the first two bytes, where in all their phrases are; 0 for none.
	starts [1 << 16]uint16
	all    [][]phrase
}

type phrase struct {
	text  string
	group uint
}

// phrasesOf takes up to eight groups, each as phrases of two bytes or more, lower
// case and divided by "|".
func phrasesOf(groups ...string) *phrases {
	p := &phrases{all: make([][]phrase, 1)}
	for g, list := range groups {
		for text := range strings.SplitSeq(list, "|") {
			text = foldSigma(text)
			start := int(text[0])<<8 | int(text[1])
			if p.starts[start] == 0 {
				p.starts[start] = uint16(len(p.all))
				p.all = append(p.all, nil)
			}
			at := p.starts[start]
			p.all[at] = append(p.all[at], phrase{text, uint(g)})
		}
	}
	return p
}

// count is how many of the groups occur in a lower-case text; it looks no
// further when there are want.
func (p *phrases) count(lower string, want int) int {
	lower = foldSigma(lower)
	n := 0
	var seen [8]bool
	for i := 0; i+1 < len(lower); i++ {
		at := p.starts[int(lower[i])<<8|int(lower[i+1])]
		if at == 0 {
			continue
		}
		for _, q := range p.all[at] {
			if !seen[q.group] && strings.HasPrefix(lower[i:], q.text) {
				seen[q.group] = true
				if n++; n >= want {
					return n
				}
			}
		}
	}
	return n
}

// begins says whether one of the phrases stands at the front of a lower-case
// text, behind nothing but marks and letters that are not Latin.
func (p *phrases) begins(lower string) bool {
	lower = foldSigma(lower)
	for i := 0; i+1 < len(lower); i++ {
		if at := p.starts[int(lower[i])<<8|int(lower[i+1])]; at != 0 {
			for _, q := range p.all[at] {
				if strings.HasPrefix(lower[i:], q.text) {
					return true
				}
			}
		}
		if c := lower[i]; '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c == '_' {
			return false
		}
	}
	return false
}

// foldSigma makes the two small sigmas of Greek one.
func foldSigma(s string) string {
	if strings.Contains(s, "ς") {
		return strings.ReplaceAll(s, "ς", "σ")
	}
	return s
}
