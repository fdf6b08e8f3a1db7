package answer

import "strings"

// maxQuoted is how many bytes of a quote, from its end, are compared with the
// letter: the question answered is the last one above the answer.
const maxQuoted = 16 << 10

// align finds the ask that quoted lines end with: the one whose prompt, or one
// of whose options, comes last in them. Mail programs wrap, mark and decorate
// quotes, so words are compared, not lines. It gives -1 if no ask is there.
func align(asks []Ask, quoted string) int {
	if len(quoted) > maxQuoted {
		quoted = quoted[len(quoted)-maxQuoted:]
	}
	q := plainWords(quoted)
	if len(q) == 0 {
		return -1
	}
	best, bestEnd, bestShare := -1, -1, 0.0
	consider := func(ask int, text string) {
		w := plainWords(text)
		if len(w) == 0 {
			return
		}
		end, share := lastMatch(q, w)
		if end < 0 {
			return
		}
		if end > bestEnd || end == bestEnd && share > bestShare {
			best, bestEnd, bestShare = ask, end, share
		}
	}
	for i, a := range asks {
		for _, part := range strings.Split(a.Prompt, "\n") {
			if len(plainWords(part)) >= 3 {
				consider(i, part)
			}
		}
		consider(i, a.Prompt)
		for _, o := range a.Options {
			if len(plainWords(o.Text)) >= 2 {
				consider(i, o.Text)
			}
		}
	}
	return best
}

// plainWords folds text to its words; quote marks and decoration vanish.
func plainWords(s string) []string {
	var out []string
	for _, t := range tokenise(s) {
		if t.kind == word || t.kind == number {
			out = append(out, t.text)
		}
		if len(out) > 4000 {
			break
		}
	}
	return out
}

// lastMatch finds where the words w occur last in q, at least three quarters of
// them in order and close together. It gives the end, -1 if nowhere, and the
// share that was found.
func lastMatch(q, w []string) (int, float64) {
	if len(w) > 60 {
		w = w[:60]
	}
	need := (len(w)*3 + 3) / 4
	bestEnd, bestShare := -1, 0.0
	for start := len(q) - 1; start >= 0 && bestEnd < 0; start-- {
		if q[start] != w[0] && (len(w) < 2 || q[start] != w[1]) {
			continue
		}
		i, found, end := start, 0, start
		for _, x := range w {
			for k := i; k < len(q) && k < i+3; k++ { // up to two strange words between
				if q[k] == x {
					found, i, end = found+1, k+1, k+1
					break
				}
			}
		}
		if found >= need {
			bestEnd, bestShare = end, float64(found)/float64(len(w))
		}
	}
	return bestEnd, bestShare
}
