package answer

import "strings"

// askNumbered finds the index of an ask, -1 for none.
func (r *reader) askNumbered(n int) int {
	for i, a := range r.in.Asks {
		if a.Number == n && n > 0 {
			return i
		}
	}
	return -1
}

// ordinalPrefix are words that may stand before the number of an ask.
var ordinalPrefix = map[string]bool{"q": true, "question": true, "frage": true, "pregunta": true, "pergunta": true, "domanda": true, "vraag": true, "nr": true, "no": true, "ask": true, "answer": true, "antwort": true, "zu": true}

// numbered reads the answers of a line that begins with the number of an ask;
// one line may hold several ("1 yes 2 A C").
func (r *reader) numbered(l line) []block {
	i := r.bullet(l.a, l.b)
	first, ok := r.numberMark(i, l.b)
	if !ok {
		return nil
	}
	marks := []numberMark{first}
	for j := first.value; j < l.b; j++ {
		if r.toks[j].kind != number && !ordinalPrefix[r.toks[j].text] {
			continue
		}
		last := marks[len(marks)-1]
		m, ok := r.numberMark(j, l.b)
		if !ok || r.in.Asks[m.ask].Number <= r.in.Asks[last.ask].Number || m.style != first.style || j == last.value {
			continue
		}
		marks = append(marks, m)
		j = m.value - 1
	}
	var out []block
	for k, m := range marks {
		end := l.b
		if k+1 < len(marks) {
			end = marks[k+1].at
			for end > m.value && (r.toks[end-1].text == "," || r.toks[end-1].text == ";" || r.toks[end-1].text == "/") {
				end--
			}
		}
		if m.value >= end {
			return nil
		}
		out = append(out, block{kind: "number", ask: m.ask, a: m.at, b: end, va: m.value, vb: end})
	}
	if first.style == "" { // bare numbers must all make sense
		ratings := 0
		for _, a := range r.in.Asks {
			if a.Kind == AskRating {
				ratings++
			}
		}
		for _, k := range out {
			ask := r.in.Asks[k.ask]
			if ask.Kind == AskText || ask.Kind == AskRating && len(out) == 1 && ratings > 1 {
				return nil
			}
			got, _ := r.value(ask, k.va, k.vb)
			if len(got) == 0 {
				return nil
			}
			for _, g := range got {
				if g.Kind == KindAskBack || ask.Kind == AskRating && g.Text != "" && len(out) == 1 {
					return nil
				}
			}
		}
	}
	return out
}

// numberMark is the number of an ask in front of its answer.
type numberMark struct {
	at, value int
	ask       int
	style     string // the mark behind it, "Q" for a word before it
}

func (r *reader) numberMark(i, b int) (numberMark, bool) {
	m := numberMark{at: i}
	if i < b && r.toks[i].kind == word && ordinalPrefix[r.toks[i].text] && i+1 < b {
		m.style = "Q"
		i++
		if r.toks[i].text == "." || r.toks[i].text == "#" {
			i++
		}
	} else if i < b && r.toks[i].kind == word { // Q1 is one token
		t := r.toks[i].text
		if len(t) == 2 && t[0] == 'q' && t[1] >= '1' && t[1] <= '9' {
			m.ask = r.askNumbered(int(t[1] - '0'))
			m.style, m.value = "Q", i+1
			for m.value < b && strings.Contains(":.)-=–", r.toks[m.value].text) { //nolint:gocritic // a mark out of a set
				m.value++
			}
			return m, m.ask >= 0
		}
		return m, false
	}
	if i >= b || r.toks[i].kind != number || len(r.toks[i].text) > 2 {
		return m, false
	}
	n, _ := r.numberAt(i)
	m.ask = r.askNumbered(n)
	if m.ask < 0 || i+1 >= b {
		return m, false
	}
	rating := r.in.Asks[m.ask].Kind == AskRating
	next := r.toks[i+1]
	glued := i+2 < b && !r.toks[i+2].spaced && r.toks[i+2].kind == number
	switch next.text {
	case ":", ")", "=":
		if next.text == ":" && glued && (!rating || i+3 < b && !r.toks[i+3].spaced && r.toks[i+3].kind != mark || len(r.toks[i+2].text) > 1) {
			return m, false // 16:00
		}
	case ".":
		if glued || next.spaced {
			return m, false
		}
		if i+2 < b && r.any(i+2, cMonth) {
			return m, false // 4. März
		}
	case "-", "–":
		if glued || i+2 < b && r.toks[i+2].kind == number && !rating {
			return m, false
		}
	default:
		if next.kind != word && next.kind != number || !next.spaced {
			return m, false
		}
		if m.style == "" && next.end-next.start > 1 && (r.any(i+1, cMonth|cUnit|cClock|cOutOf|cBecause|cUntil) || r.any(i+1, cAnd) && next.text != "a") {
			return m, false
		}
		m.value = i + 1
		return m, true
	}
	if m.style == "" {
		m.style = next.text
	}
	m.value = i + 2
	for m.value < b && r.toks[m.value].text == ">" {
		m.value++
	}
	return m, m.value < b
}
