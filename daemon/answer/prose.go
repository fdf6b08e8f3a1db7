package answer

import (
	"slices"
	"strings"
)

// segment reads one run of new text. Prose that answers nothing is added to
// rest.
func (r *reader) segment(s Segment, rest *[]piece) []Answer {
	end := r.tail()
	target := -1
	if s.Quoted != "" {
		target = align(r.in.Asks, s.Quoted)
	}
	var out []Answer
	blocks := r.blocks(0, end)
	for _, k := range blocks {
		switch {
		case k.kind == optionBlock:
			out = vote(out, r.answer(k.extra, k.a, k.b))
		case k.kind == "number":
			got, left := r.value(r.in.Asks[k.ask], k.va, k.vb)
			out = append(out, got...)
			r.keep(left, rest)
		case k.kind != "":
			out = append(out, r.keyworded(k))
		case target >= 0 && !r.commands(k.a, k.b):
			got, left := r.value(r.in.Asks[target], k.a, k.b)
			out = append(out, got...)
			r.keep(left, rest)
		default:
			if got, ok := r.inOrder(k.a, k.b, len(blocks) == 1); ok {
				out = append(out, got...)
				continue
			}
			got, left := r.prose(k.a, k.b, r.in.Asks, false)
			if len(got) > 0 { // the "Sorry!" before "yes, I'm coming" is no prose of its own
				left = slices.DeleteFunc(left, func(p [2]int) bool { return r.regrets(p[0], p[1]) })
			}
			out = append(out, got...)
			r.keep(left, rest)
		}
	}
	return out
}

// commands reports whether a..b is nothing but commands: "forget me" is no answer to
// a question, wherever it stands.
func (r *reader) commands(a, b int) bool {
	sents := r.sentences(a, b)
	for i := range sents {
		if x, ok := r.command(sents[i].start, sents[i].end); !ok || x.Kind != KindCommand {
			return false
		}
	}
	return len(sents) > 0
}

// regrets reports whether a..b says sorry, and no more.
func (r *reader) regrets(a, b int) bool {
	sorry := false
	for i := a; i < b; i++ {
		if r.toks[i].kind == number || r.toks[i].kind == word && !r.any(i, cRegret|cFill) {
			return false
		}
		sorry = sorry || r.toks[i].kind == word && r.any(i, cRegret)
	}
	return sorry
}

func (r *reader) keep(left [][2]int, rest *[]piece) {
	for _, p := range left {
		*rest = append(*rest, piece{r.base + r.toks[p[0]].start, r.base + r.toks[p[1]-1].end})
	}
}

// keyworded makes the answer of a keyword block.
func (r *reader) keyworded(k block) Answer {
	if k.kind == KindShare {
		return r.share(k)
	}
	a := k.extra
	a.Kind, a.Because = k.kind, "begins with the word for it"
	if a.Text == "" && a.Value == "" && a.From.IsZero() {
		a.Text = r.slice(k.va, k.vb)
	}
	if multiline[k.kind] && a.Text == "" {
		a.Kind, a.Value, a.Because = KindAskBack, WhyUnclear, "the word "+k.kind+" with nothing behind it"
	}
	if k.kind == KindMove || k.kind == KindCancel {
		a.Text = ""
	}
	return r.answer(a, k.a, k.b)
}

// value reads tokens a..b as the answer to one ask. It gives the ranges of
// prose that are no part of it.
func (r *reader) value(ask Ask, a, b int) ([]Answer, [][2]int) {
	for b > a && r.toks[b-1].kind == newline {
		b--
	}
	if a >= b || r.only(a, b) && !r.pictures(a, b) {
		return nil, nil // "-": nothing to say
	}
	back := func(why, because string) []Answer {
		x := r.back(why, a, b, because)
		x.Ask = ask.Number
		return []Answer{x}
	}
	switch ask.Kind {
	case AskText:
		x := r.answer(Answer{Kind: KindText, Ask: ask.Number, Text: r.slice(a, b), Because: "stands at the question"}, a, b)
		return []Answer{x}, nil
	case AskRating:
		if got, ok := r.rating(a, b); ok {
			return []Answer{r.rate(ask, got, a, b)}, nil
		}
		return back(WhyUnclear, "no number for a rating"), nil
	case AskChoice:
		if x, ok := r.choose(ask, a, b, true); ok {
			return []Answer{x}, nil
		}
		if r.count(a, b, number) == 1 && r.count(a, b, word) == 0 {
			return back(WhyOutOfRange, "a number, where letters are asked for"), nil
		}
		return back(WhyUnclear, "no letter and no words of an option"), nil
	}
	got, left := r.prose(a, b, []Ask{ask}, true)
	for i := range got {
		if got[i].Kind == KindAskBack && got[i].Ask == 0 {
			got[i].Ask = ask.Number
		}
	}
	if len(got) == 0 {
		return back(WhyUnclear, "no answer that was asked for"), nil
	}
	return got, left
}

func (r *reader) count(a, b int, k tokenKind) int {
	n := 0
	for i := a; i < b; i++ {
		if r.toks[i].kind == k {
			n++
		}
	}
	return n
}

func (r *reader) pictures(a, b int) bool { return r.count(a, b, emoji) > 0 }

// manyInOrder is from how many lines on an answer a line is no accident.
const manyInOrder = 4

// inOrder reads answers that stand one a line in the order of the asks, and
// "4 3 5" where just as many numbers were asked for.
func (r *reader) inOrder(a, b int, whole bool) ([]Answer, bool) {
	var ratings []Ask
	for _, ask := range r.in.Asks {
		if ask.Kind == AskRating {
			ratings = append(ratings, ask)
		}
	}
	if len(ratings) > 1 {
		if got, ok := r.listed(ratings, a, b); ok {
			return got, true
		}
	}
	if !whole || len(r.in.Asks) < 2 {
		return nil, false
	}
	var lines []line
	for _, l := range r.lines(a, b) {
		if !r.courtesy(l.a, l.b) {
			l.a = r.bullet(l.a, l.b)
			lines = append(lines, l)
		}
	}
	if len(lines) != len(r.in.Asks) {
		return nil, false
	}
	var out []Answer
	closed := false
	for i, l := range lines {
		ask := r.in.Asks[i]
		if x, ok := r.command(l.a, l.b); ok && x.Kind == KindCommand && ask.Kind == AskText && (x.Value != "less" || len(lines) < manyInOrder) {
			return nil, false // "forget me" is no answer to what shall we do; "fewer mails" is one to what the next group should change
		}
		got, left := r.value(ask, l.a, l.b)
		if len(got) == 0 || len(left) > 0 {
			return nil, false
		}
		for _, g := range got {
			if g.Kind == KindAskBack && g.Value != WhyOutOfRange || g.Ask != ask.Number {
				return nil, false
			}
		}
		closed = closed || ask.Kind != AskText
		out = append(out, got...)
	}
	return out, closed
}

// listed reads numbers only, one for each rating.
func (r *reader) listed(ratings []Ask, a, b int) ([]Answer, bool) {
	var at []int
	for i := a; i < b; i++ {
		t := r.toks[i]
		switch {
		case t.kind == number && (t.spaced || i == a || r.toks[i-1].kind != mark || r.toks[i-1].text == "," || r.toks[i-1].text == "/" || r.toks[i-1].text == ";"):
			at = append(at, i)
		case t.kind == newline, t.text == ",", t.text == ";", t.text == "/", t.text == ".", t.kind == word && r.any(i, cAnd):
		default:
			return nil, false
		}
	}
	if len(at) != len(ratings) {
		return nil, false
	}
	var out []Answer
	for k, i := range at {
		n, _ := r.numberAt(i)
		out = append(out, r.rate(ratings[k], rated{n: n, next: i + 1}, i, i+1))
	}
	// "1 4" may be the answers 1 and 4, or the answer 4 to question 1.
	if len(at) == 2 {
		if n, _ := r.numberAt(at[0]); n == ratings[0].Number {
			return []Answer{r.back(WhyTwoReadings, a, b, "a number and an answer, or two answers")}, true
		}
	}
	return out, true
}

// prose reads sentences: special forms, numbers and letters, and what they say
// about coming and leading. It gives the ranges that answered nothing.
func (r *reader) prose(a, b int, asks []Ask, only bool) ([]Answer, [][2]int) {
	sents := r.sentences(a, b)
	out, left := r.grammar(sents, asks, only)
	return r.liken(sents, a, b, asks, only, out, left)
}

// grammar reads sentences by the rules alone.
func (r *reader) grammar(sents []sentence, asks []Ask, only bool) ([]Answer, [][2]int) {
	var out []Answer
	var left [][2]int
	var told []*sentence
	for i := range sents {
		s := &sents[i]
		if got, ok := r.special(s, asks, only); ok {
			s.used = true
			out = append(out, got...)
			out = append(out, r.missed(got, asks)...)
			continue
		}
		r.factsOf(s)
		if r.revert(s, asks) {
			s.facts = nil
		}
		if len(s.facts) > 0 {
			told = append(told, s)
		}
	}
	decided := r.decide(told, asks)
	if doubtful(decided) && len(out) == 0 {
		if got := r.cues(sents, asks); got != nil {
			r.note(got, told)
			return got, nil
		}
	}
	r.note(decided, told)
	out = append(out, decided...)
	for i := range sents {
		s := &sents[i]
		if s.used || r.silent(s, len(out) > 0) {
			continue
		}
		if n := len(left); n > 0 && left[n-1][1] <= s.start && r.onlyNewlines(left[n-1][1], s.start) {
			left[n-1][1] = s.end
			continue
		}
		left = append(left, [2]int{s.start, s.end})
	}
	if len(left) > 0 && len(out) == 0 && !only && r.expects(asks) && r.count(left[0][0], left[len(left)-1][1], word) <= 40 {
		x := r.back(WhyUnclear, left[0][0], left[len(left)-1][1], "no answer to what was asked")
		x.Text = x.Words
		return []Answer{x}, nil
	}
	return out, left
}

// note keeps the whole sentence beside an answer about coming if it says more
// than was understood, so that no word is lost.
func (r *reader) note(all []Answer, told []*sentence) {
	for i := range all {
		a := &all[i]
		if a.Kind != KindRSVP || a.Text != "" {
			continue
		}
		for _, s := range told {
			start, end := r.base+r.toks[s.start].start, r.base+r.toks[s.end-1].end
			if !s.plain && a.Start < end && a.End > start {
				a.Text = strings.TrimSpace(a.Text + " " + r.slice(s.start, s.end))
			}
		}
	}
}

// missed says no to the meetings that fall into a time away.
func (r *reader) missed(all []Answer, asks []Ask) []Answer {
	var out []Answer
	for _, a := range all {
		if a.Kind != KindCommand || a.Value != "away" {
			continue
		}
		for _, ask := range asks {
			if d := day(ask.At); (ask.Kind == AskComing || ask.Kind == AskTurn) && !ask.At.IsZero() && !d.Before(a.From) && !d.After(a.To) {
				no := a
				no.Kind, no.Value, no.Ask, no.Because = KindRSVP, ValueNo, ask.Number, "is away on that day"
				out = append(out, no)
			}
		}
	}
	return out
}

func (r *reader) onlyNewlines(a, b int) bool {
	for i := a; i < b; i++ {
		if r.toks[i].kind != newline {
			return false
		}
	}
	return true
}

// expects reports whether an answer of few words is awaited and no prose.
func (r *reader) expects(asks []Ask) bool {
	closed := false
	for _, a := range asks {
		if a.Kind == AskText {
			return false
		}
		closed = true
	}
	return closed
}

// revert reports whether the facts of a sentence are rather prose for an open
// question: doubtful ones among many unknown words, or a yes that no ask wants.
func (r *reader) revert(s *sentence, asks []Ask) bool {
	if !r.strict {
		return false
	}
	claim := false
	for _, a := range asks {
		claim = claim || a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo
	}
	unknown := 0
	for _, l := range r.languages(s.start, s.end) {
		known, total := r.known(r.tags[l], s.start, s.end)
		unknown = total - known
		break
	}
	sure := false
	for _, f := range s.facts {
		switch f.topic {
		case aboutComing, aboutLeading:
			sure = true
		case bare, excuse:
			sure = sure || claim
		}
	}
	if sure {
		return !claim && unknown > 0
	}
	return unknown >= 2 || !claim
}
