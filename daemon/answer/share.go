package answer

import "strings"

// share makes the answer of words to be shared: with all, with the one member that is
// named before the colon, or a question back where it is somebody else, or where there
// is only a word that points to other words.
func (r *reader) share(k block) Answer {
	a := Answer{Kind: KindShare, Because: "begins with the word for it", Text: r.slice(k.va, k.vb)}
	if k.va >= k.vb || strings.Contains(":=-–", r.toks[k.va-1].text) { //nolint:gocritic // a mark out of a set
		return r.answer(a, k.a, k.b)
	}
	end := k.va // of what says with whom
	for end < k.vb && end < k.va+8 && r.toks[end].text != ":" && r.toks[end].kind != newline {
		end++
	}
	var people []int
	with, all, known, words := false, false, true, 0
	begins := false // with whom stands first: "with Ana", "only with Ana"
	for i := k.va; i < end; i++ {
		with = with || r.any(i, cBy)
		begins = begins || i <= k.va+1 && r.any(i, cBy)
		all = all || r.any(i, cEveryone|cAll) || r.forGroup(i)
		if m, ok := r.mention(i); ok && (r.toks[i].upper || !r.tagged(i)) {
			people = append(people, m.people...)
			i = m.end - 1
			continue
		}
		if r.toks[i].kind == word {
			words++
			known = known && r.tagged(i)
		}
	}
	colon := end+1 < k.vb && r.toks[end].text == ":"
	switch {
	case colon && len(people) == 1 && with && !all && words <= 3 && !r.anyOf(k.va, end, cAnd|cOr|cBut|cNeg):
		a.People, a.Text = r.ids(people), r.slice(end+1, k.vb)
	case colon && (len(people) > 0 || with && !all), !colon && begins && len(people) > 0, end == k.vb && with && len(people) > 0:
		return r.back(WhyUnclear, k.a, k.b, "with whom it is to be shared is not clear")
	case end == k.vb && known && words <= 2:
		return r.back(WhyUnclear, k.a, k.b, "points to other words")
	case colon && all && with:
		a.Text = r.slice(end+1, k.vb)
	}
	return r.answer(a, k.a, k.b)
}

// forGroup reports whether a phrase names the group as those it is for.
func (r *reader) forGroup(i int) bool {
	for _, tags := range r.tags {
		if tags[i].has(cWhole) && strings.Contains(tags[i].arg(cWhole), KindAudience+" group") {
			return true
		}
	}
	return false
}

// offersToShare asks back about "I'd be happy to share this with all: silence works",
// which is a yes to nothing else that is asked.
func (r *reader) offersToShare(s *sentence) (Answer, bool) {
	shares := false
	for i := s.start + 1; i < s.end; i++ {
		for _, l := range r.languages(s.start, s.end) {
			t := r.tags[l][i]
			shares = shares || t.has(cKeyword) && t.arg(cKeyword) == KindShare
		}
	}
	if !shares {
		return Answer{}, false
	}
	trial := *s
	r.factsOf(&trial)
	for _, f := range trial.facts {
		if f.topic == bare && f.value == ValueYes && f.end-f.start > 1 || f.topic == aboutLeading && f.value == ValueLead {
			return r.back(WhyUnclear, s.start, s.end, "would share something"), true
		}
	}
	return Answer{}, false
}
