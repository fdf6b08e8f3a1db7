package answer

import "strings"

// byPrompt divides prose among several open questions: "What helped most was
// ..." takes up the words of a question and belongs to it, with what follows.
func byPrompt(a Answer, joined string, asks []Ask) []Answer {
	text := joined[a.Start:a.End]
	toks := tokenise(text)
	type part struct{ ask, start int }
	parts := []part{{0, 0}}
	first := true // of a sentence
	for i, t := range toks {
		if t.kind == newline || t.kind == mark && (t.text == "." || t.text == "!" || t.text == "?") {
			first = true
			continue
		}
		if !first || t.kind != word {
			continue
		}
		first = false
		if n := taken(toks[i:], asks); n != 0 {
			parts = append(parts, part{n, t.start})
		}
	}
	if len(parts) == 1 {
		return []Answer{a}
	}
	var out []Answer
	for i, p := range parts {
		end := len(text)
		if i+1 < len(parts) {
			end = parts[i+1].start
		}
		words := strings.TrimSpace(text[p.start:end])
		if words == "" {
			continue
		}
		b := a
		b.Ask, b.Words, b.Text = p.ask, words, words
		b.Start = a.Start + p.start + strings.Index(text[p.start:end], words)
		b.End = b.Start + len(words)
		if p.ask != 0 {
			b.Because = "begins with the words of the question"
		}
		out = append(out, b)
	}
	return out
}

// taken gives the number of the one open question whose first words toks begin
// with: all of them, or at least four.
func taken(toks []token, asks []Ask) int {
	found := 0
	for _, ask := range asks {
		if ask.Kind != AskText || len(ask.Prompt) > 2000 {
			continue
		}
		n, all := 0, 0
		same := true
		for _, t := range tokenise(ask.Prompt) {
			if t.kind != word {
				if t.text == "?" || t.text == "." {
					break
				}
				continue
			}
			all++
			same = same && n < len(toks) && toks[n].text == t.text
			if same {
				n++
			}
		}
		if n >= 4 || n == all && n >= 3 {
			if found != 0 {
				return 0
			}
			found = ask.Number
		}
	}
	return found
}
