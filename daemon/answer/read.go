package answer

import (
	"sort"
	"strings"
)

// Read gives the answers in a reply, in the order of the text. There is always
// at least one: KindNothing when nothing was said.
func Read(in Input) []Answer {
	if in.Lexicon == nil {
		in.Lexicon = &Lexicon{}
	}
	segments, at := bounded(in.Segments)
	nm := newNames(in.People)
	var out []Answer
	var prose []piece
	base := 0
	var texts []string
	for _, s := range segments {
		r := newReader(&in, nm, s.Text, base)
		out = append(out, r.segment(s, &prose)...)
		texts = append(texts, s.Text)
		base += len(s.Text) + len(gap)
	}
	rest := gather(prose, strings.Join(texts, gap), in.Asks)
	if len(rest) == 1 && onlyAcknowledges(rest[0], in.Asks) {
		r := rest[0]
		rest = nil
		if len(out) == 0 {
			rest = []Answer{{Kind: KindAskBack, Value: WhyThumbsUp, Words: r.Words, Start: r.Start, End: r.End, Because: "may mean yes or only that it was read"}}
		}
	}
	out = append(out, rest...)
	out = settle(out)
	if len(out) == 0 {
		out = append(out, silent(texts))
	} else {
		out = crossed(texts, thumbs(in, texts, out))
	}
	out = beyond(out, Joined(in.Segments), at, in.Asks)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

// gap stands between segments in the joined text.
const gap = "\n\n"

// piece is prose that answered nothing; several become one answer.
type piece struct {
	start, end int // bytes in the joined text
}

// silent is the answer to a reply without any: an emoji at most.
func silent(texts []string) Answer {
	whole := strings.Join(texts, gap)
	text := strings.TrimSpace(whole)
	start := strings.Index(whole, text)
	if strings.ContainsAny(text, "👍👎👌✅❌✔☑✓✗🆗") || text == "+1" || text == "-1" {
		return Answer{Kind: KindAskBack, Value: WhyThumbsUp, Words: text, Start: start, End: start + len(text), Because: "a thumb may mean yes or only that it was read"}
	}
	if strings.ContainsAny(text, "🤔🙈🤷😬") && !strings.ContainsFunc(text, isLetter) {
		return Answer{Kind: KindAskBack, Value: WhyUnclear, Words: text, Start: start, End: start + len(text), Because: "a face that says neither yes nor no"}
	}
	if strings.Contains(text, "?") {
		return Answer{Kind: KindAskBack, Value: WhyQuestion, Words: text, Start: start, End: start + len(text), Because: "a question mark and no more"}
	}
	if text == "" {
		return Answer{Kind: KindNothing, Because: "no words"}
	}
	return Answer{Kind: KindNothing, Words: text, Start: start, End: start + len(text), Because: "only acknowledges"}
}

func newReader(in *Input, nm names, text string, base int) *reader {
	r := &reader{in: in, text: text, base: base, toks: tokenise(text), words: map[int]vocabulary{}, printed: map[string]string{}}
	strange := r.strange(nm)
	most := r.spoken()
	for i, l := range in.Lexicon.langs {
		toks := r.toks
		if most[i] {
			toks = l.mend(toks, strange)
		}
		tags := l.tagAll(toks)
		r.yesOrIf(tags)
		r.tags = append(r.tags, tags)
	}
	r.mentions = make([]mention, len(r.toks))
	for i := 0; i < len(r.toks); i++ {
		if m, ok := nm.at(r.toks, i); ok {
			r.mentions[i] = m
			i = m.end - 1
		}
	}
	r.weigh()
	for _, a := range in.Asks {
		switch a.Kind {
		case AskComing, AskTurn, AskYesNo:
			r.asked = append(r.asked, r.whenOf(a)...)
			r.hasTurn = r.hasTurn || a.Kind == AskTurn
			r.mayTake = r.mayTake || a.Kind != AskComing
		case AskText:
			r.strict = true
		}
	}
	return r
}

// yesOrIf tells "sí" from "si": the accent, or a comma behind it, makes it a yes.
func (r *reader) yesOrIf(tags []tag) {
	for i := range tags {
		if !tags[i].has(cYes) || !tags[i].has(cIf) {
			continue
		}
		next := i + 1
		accent := r.toks[i].end-r.toks[i].start > len(r.toks[i].text)
		if accent || next >= len(r.toks) || r.toks[next].kind != word {
			tags[i].set &^= cIf
		} else {
			tags[i].set &^= cYes
		}
	}
}

// whenOf gives the dates an ask is about: its meeting, or what its prompt names.
func (r *reader) whenOf(a Ask) []span {
	if !a.At.IsZero() {
		d := day(a.At)
		return []span{{from: d, to: d, hour: -1}}
	}
	prompt := a.Prompt
	if len(prompt) > 2000 {
		prompt = prompt[:2000]
	}
	toks := tokenise(prompt)
	for _, l := range r.in.Lexicon.langs {
		tags := l.tagAll(toks)
		var found []span
		for _, d := range dates(toks, tags, 0, len(toks), r.in.Now) {
			if !d.from.IsZero() && d.from.Equal(d.to) {
				found = append(found, d)
			}
		}
		if len(found) > 0 {
			return found[:1]
		}
	}
	return nil
}

// answer fills in the words and span of tokens a..b.
func (r *reader) answer(a Answer, from, to int) Answer {
	if from >= to || to > len(r.toks) {
		return a
	}
	start, end := r.toks[from].start, r.toks[to-1].end
	a.Start, a.End = r.base+start, r.base+end
	a.Words = r.text[start:end]
	return a
}

func (r *reader) ids(people []int) []string {
	var out []string
	for _, p := range people {
		out = append(out, r.in.People[p].ID)
	}
	return out
}

// BecauseRest is why prose is an answer that stands at no question: it is what is
// left, and goes to the only question that it could answer.
const BecauseRest = "prose that answers no other ask"

// gather makes one text answer of all prose that is left.
func gather(prose []piece, joined string, asks []Ask) []Answer {
	var parts []string
	var a Answer
	for _, p := range prose {
		t := strings.TrimSpace(joined[p.start:p.end])
		if t == "" {
			continue
		}
		if len(parts) == 0 {
			a.Start = p.start
		}
		a.End = p.end
		parts = append(parts, t)
	}
	if len(parts) == 0 {
		return nil
	}
	a.Kind, a.Text = KindText, strings.Join(parts, "\n")
	a.Words = strings.TrimSpace(joined[a.Start:a.End])
	a.Start += strings.Index(joined[a.Start:a.End], a.Words)
	a.End = a.Start + len(a.Words)
	a.Because = BecauseRest
	open := 0
	for _, ask := range asks {
		if ask.Kind == AskText {
			open++
			a.Ask = ask.Number
		}
	}
	if open != 1 {
		a.Ask = 0
	}
	if open > 1 {
		return byPrompt(a, joined, asks)
	}
	return []Answer{a}
}

// settle merges what was said twice and asks back where it differs.
func settle(all []Answer) []Answer {
	type key struct {
		kind string
		ask  int
	}
	first := map[key]int{}
	var out []Answer
	for _, a := range all {
		k := key{a.Kind, a.Ask}
		single := a.Kind == KindRSVP || a.Kind == KindTurn || a.Kind == KindYesNo || a.Kind == KindRating || a.Kind == KindChoice
		if i, seen := first[k]; seen && single {
			if out[i].Kind == KindAskBack {
				continue
			}
			if out[i].Value == a.Value && strings.Join(out[i].People, " ") == strings.Join(a.People, " ") {
				if out[i].Text == "" {
					out[i].Text = a.Text
				}
				continue
			}
			out[i] = Answer{Kind: KindAskBack, Value: WhyTwoAnswers, Ask: a.Ask, Words: out[i].Words, Start: out[i].Start, End: out[i].End,
				Because: "one ask was answered twice: " + out[i].Value + " and " + a.Value}
			continue
		}
		if a.Kind == KindText && a.Ask != 0 {
			if i, seen := first[k]; seen { // prose in two places is one answer
				out[i].Text += "\n" + a.Text
				continue
			}
		}
		if a.Kind == KindAskBack {
			k.kind += a.Value
			if _, seen := first[k]; seen && a.Value != WhyOutOfRange {
				continue
			}
		}
		first[k] = len(out)
		out = append(out, a)
	}
	return out
}
