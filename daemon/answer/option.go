package answer

import (
	"sort"
	"strings"
)

// optionBlock is the kind of a line that is the text of an option, word for word.
const optionBlock = "option"

// optionLine reads a line that is nothing but the text of one option of a
// ballot, whatever its words mean elsewhere: "Notes or no notes?".
func (r *reader) optionLine(l line) (block, bool) {
	a := r.bullet(l.a, l.b)
	words := r.plainWords(a, l.b)
	if words == "" || len(words) > 500 {
		return block{}, false
	}
	k := block{kind: optionBlock, ask: -1, a: a, b: l.b, va: a, vb: l.b}
	for _, ask := range r.in.Asks {
		if ask.Kind != AskChoice {
			continue
		}
		for _, o := range ask.Options {
			own := r.wordsOf(o.Text)
			if own == "" || words != own && words != strings.ToLower(o.Letter)+" "+own {
				continue
			}
			if !strings.Contains(own, " ") && r.any(a, cYes|cNo|cUnsure|cCommand|cOkay) {
				return block{}, false // an option "Yes" beside other questions
			}
			if k.extra.Ask != 0 {
				return block{}, false // two ballots offer it
			}
			k.extra = Answer{Kind: KindChoice, Value: o.Letter, Ask: ask.Number, Because: "the text of an option"}
		}
	}
	return k, k.extra.Kind != ""
}

// plainWords joins the words of a..b.
func (r *reader) plainWords(a, b int) string {
	var parts []string
	for i := a; i < b; i++ {
		if r.toks[i].kind == word || r.toks[i].kind == number {
			parts = append(parts, r.toks[i].text)
		}
	}
	return strings.Join(parts, " ")
}

// wordsOf joins the folded words of an option; every line is compared with them.
func (r *reader) wordsOf(text string) string {
	words, ok := r.printed[text]
	if !ok {
		words = wordsOf(text)
		r.printed[text] = words
	}
	return words
}

func wordsOf(text string) string {
	if len(text) > 500 {
		return ""
	}
	var parts []string
	for _, t := range tokenise(text) {
		if t.kind == word || t.kind == number {
			parts = append(parts, t.text)
		}
	}
	return strings.Join(parts, " ")
}

// vote adds an option to the vote for the same ballot that stands before it.
func vote(all []Answer, a Answer) []Answer {
	for i, b := range all {
		if b.Kind != KindChoice || b.Ask != a.Ask {
			continue
		}
		letters := strings.Fields(b.Value)
		for _, l := range letters {
			if l == a.Value {
				return all
			}
		}
		letters = append(letters, a.Value)
		sort.Strings(letters)
		all[i].Value = strings.Join(letters, " ")
		return all
	}
	return append(all, a)
}

// thumbs gives the question back about a thumb that stands in a line of its own
// beside other answers, if a question of yes or no is left open.
func thumbs(in Input, texts []string, out []Answer) []Answer {
	open := false
	for _, a := range in.Asks {
		if a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo {
			open = true
		}
	}
	for _, a := range out {
		if a.Kind == KindRSVP || a.Kind == KindTurn || a.Kind == KindYesNo || a.Kind == KindAskBack {
			open = false
		}
	}
	if !open {
		return out
	}
	base := 0
	for _, line := range strings.SplitAfter(strings.Join(texts, gap), "\n") {
		text := strings.TrimSpace(line)
		if text != "" && len(text) <= 40 && strings.Trim(text, "👍👎👌✅❌✔☑✓✗🆗\ufe0f🏻🏼🏽🏾🏿 ") == "" {
			start := base + strings.Index(line, text)
			return append(out, Answer{Kind: KindAskBack, Value: WhyThumbsUp, Words: text, Start: start, End: start + len(text), Because: "a thumb may mean yes or only that it was read"})
		}
		base += len(line)
	}
	return out
}
