package answer

import (
	"slices"
	"strings"
)

// Likeness is the last look at a short answer: how like it is to the lines in
// the tables that were made to teach it. It knows nothing of grammar, so it errs
// elsewhere than the rules do. What the rules read and likeness finds unlikely
// is asked back; what the rules could not read and likeness is sure of counts.
const (
	mostWords  = 60   // of a text that likeness is asked about
	leastFit   = 0.9  // how likely a reading of the rules must be to stand
	leastPlain = 0.4  // the same where the rules know every word
	leastSure  = 0.95 // how likely a meaning must be to count by likeness alone
	leastKnown = 0.5  // the share of words that one language must know for that
)

// taught are the languages of the tables. A text in another one is like nothing.
var taught = map[string]bool{"en": true, "de": true, "es": true, "fr": true, "pt": true, "nl": true, "it": true}

// theModel is read from the program where it lies.
var theModel = parseModel(modelFile)

// liken looks at what the rules made of tokens a..b.
func (r *reader) liken(sents []sentence, a, b int, asks []Ask, only bool, out []Answer, left [][2]int) ([]Answer, [][2]int) {
	ask, ok := r.likenable(asks, out)
	best := r.bestLanguage()
	if only || !ok || best < 0 || !taught[r.in.Lexicon.langs[best].code] || len(out) == 0 && len(left) == 0 || theModel.count == 0 {
		return out, left
	}
	traits := r.traits(sents, a, b, ask.Kind, out)
	var s scores
	for _, t := range traits {
		theModel.add(&s, t.hash, float64(t.value))
	}
	p := s.likely(ask.Kind == AskTurn)
	m := p.best()
	read := values(out)
	least := leastFit
	if plain(sents) {
		least = leastPlain
	}
	if len(read) > 0 && p.fit(read) >= least {
		return out, left
	}
	if p[m] >= leastSure && !stands(out, meanings[m]) && (meanings[m] == ValueMaybe || !r.conditional(a, b)) && r.prior[best] >= leastKnown && r.count(a, b, word) > 1 {
		if got := r.alike(m, ask, a, b); got != nil {
			got[0].Because += r.telling(traits, m, p, a, b)
			for i := range got {
				got[i].Because = got[0].Because
			}
			var told []*sentence
			for i := range sents {
				told = append(told, &sents[i])
			}
			r.note(got, told)
			return got, nil
		}
	}
	if len(read) == 0 {
		return out, left
	}
	why := "may be read as " + strings.Join(read, " and ") + ", but is not like other answers of that meaning"
	if v := meanings[m]; !slices.Contains(read, v) && v != meaningUnclear && v != meaningNothing {
		why += ", rather like " + v + r.telling(traits, m, p, a, b)
	}
	x := r.back(WhyUnclear, a, b, why)
	x.Ask = out[0].Ask
	return []Answer{x}, nil
}

// likenable gives the one ask that a short answer may belong to. Beside a
// question that wants prose, or a yes of its own, likeness keeps out of it.
func (r *reader) likenable(asks []Ask, out []Answer) (Ask, bool) {
	var ask Ask
	for _, a := range asks {
		switch a.Kind {
		case AskComing, AskTurn:
			if ask.Kind != "" {
				return ask, false
			}
			ask = a
		case AskChoice, AskRating:
		default:
			return ask, false
		}
	}
	for _, a := range out {
		switch a.Kind {
		case KindRSVP, KindTurn, KindAskBack, KindText:
		case KindCommand:
			if a.Value != commandLess {
				return ask, false
			}
		default:
			return ask, false
		}
	}
	return ask, ask.Kind != "" && len(r.in.Segments) == 1 && r.count(0, len(r.toks), word) <= mostWords
}

// plain reports whether the rules know every word of the sentences.
func plain(sents []sentence) bool {
	for i := range sents {
		if !sents[i].plain {
			return false
		}
	}
	return true
}

// conditional reports whether an if stands in tokens a..b: what hangs on it is for
// the rules to say.
func (r *reader) conditional(a, b int) bool {
	for i := a; i < b; i++ {
		if r.toks[i].kind == word && r.any(i, cIf) {
			return true
		}
	}
	return false
}

// stands reports whether a doubt of the rules holds whatever the likeness is:
// another date, another person, irony, a question that is no "could somebody
// else lead?" or "could you write less?".
func stands(out []Answer, meaning string) bool {
	for _, a := range out {
		if a.Kind != KindAskBack {
			continue
		}
		switch a.Value {
		case WhyUnclear:
			if a.Because == ironic {
				return true
			}
		case WhyQuestion:
			if meaning != ValuePass && meaning != commandLess {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// values are the meanings the rules read.
func values(out []Answer) []string {
	var all []string
	for _, a := range out {
		if a.Kind != KindAskBack && a.Kind != KindText && !slices.Contains(all, a.Value) {
			all = append(all, a.Value)
		}
	}
	return all
}

// fit is how likely it is that what was read is right: the share of the meanings
// that it does not contradict.
func (p scores) fit(read []string) float64 {
	sum := 0.0
	for i, m := range meanings {
		if i != slices.Index(meanings[:], meaningUnclear) && !contradicts(read, m) {
			sum += p[i]
		}
	}
	return sum
}

// beside are the values that may be recorded where the meaning is the one given.
var beside = map[string][]string{
	ValueYes: {ValueLate, ValueLead}, ValueLate: {ValueYes, ValueLead}, ValueNo: {ValuePass},
	ValueLead: {ValueYes, ValueLate}, ValuePass: {ValueYes, ValueLate}, ValueSwap: {ValueYes, ValueLate},
}

// contradicts reports whether a record of what was read is wrong if the text
// means m.
func contradicts(read []string, m string) bool {
	for _, v := range read {
		if v != m && !slices.Contains(beside[m], v) {
			return true
		}
	}
	switch m {
	case ValueNo: // a pass alone leaves open whether they come
		return !slices.Contains(read, ValueNo)
	case ValuePass: // a yes alone leaves the turn with them
		return !slices.Contains(read, ValuePass)
	case ValueSwap:
		return !slices.Contains(read, ValueSwap)
	}
	return false
}

// alike makes the answers of a meaning; nil if there are none.
func (r *reader) alike(meaning int, ask Ask, a, b int) []Answer {
	m := meanings[meaning]
	x := r.answer(Answer{Kind: KindRSVP, Value: m, Ask: ask.Number, Because: "like other answers that mean " + m}, a, b)
	switch m {
	case meaningUnclear, meaningNothing:
		return nil
	case commandLess:
		x.Kind, x.Ask = KindCommand, 0
	case ValueLate:
		x.Text = x.Words
	case ValueLead:
		y := x
		y.Kind, x.Value = KindTurn, ValueYes
		return []Answer{x, y}
	case ValueNo:
		if ask.Kind == AskTurn {
			y := x
			y.Kind, y.Value = KindTurn, ValuePass
			return []Answer{x, y}
		}
	case ValuePass:
		x.Kind = KindTurn
	case ValueSwap:
		with, ok := r.onlyMember(a, b)
		if !ok {
			return nil
		}
		x.Kind, x.People = KindTurn, r.ids([]int{with})
	}
	return []Answer{x}
}

// onlyMember gives the one member other than the writer who is named in a..b.
func (r *reader) onlyMember(a, b int) (int, bool) {
	found := -1
	for i := a; i < b; i++ {
		m, ok := r.mention(i)
		if !ok || r.self(m) || m.prefix || !r.toks[i].upper && r.tagged(i) {
			continue
		}
		if len(m.people) > 1 || found >= 0 && found != m.people[0] {
			return 0, false
		}
		found = m.people[0]
	}
	return found, found >= 0
}

// telling names the words that spoke most for a meaning, against the next best.
func (r *reader) telling(traits []trait, meaning int, p scores, a, b int) string {
	next := -1
	for i, v := range p {
		if i != meaning && (next < 0 || v > p[next]) {
			next = i
		}
	}
	speaks := make([]float64, b-a)
	for _, t := range traits {
		if t.a >= t.b || t.a < a || t.b > b || t.b-t.a > 6 {
			continue
		}
		var s scores
		if !theModel.add(&s, t.hash, float64(t.value)) {
			continue
		}
		for i := t.a; i < t.b; i++ {
			speaks[i-a] += (s[meaning] - s[next]) / float64(t.b-t.a)
		}
	}
	var told []int
	for len(told) < 3 {
		top := -1
		for i, v := range speaks {
			if k := r.toks[a+i].kind; (k == word || k == number || k == emoji) && v > 0.05 && (top < 0 || v > speaks[top]) {
				top = i
			}
		}
		if top < 0 {
			break
		}
		speaks[top] = 0
		told = append(told, a+top)
	}
	if len(told) == 0 {
		return ""
	}
	slices.Sort(told)
	var words []string
	for i := 0; i < len(told); i++ { // neighbours are shown together
		first := told[i]
		for i+1 < len(told) && told[i+1] == told[i]+1 {
			i++
		}
		words = append(words, `"`+r.text[r.toks[first].start:r.toks[told[i]].end]+`"`)
	}
	return " (most by " + strings.Join(words, ", ") + ")"
}
