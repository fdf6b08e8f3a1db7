package answer

import (
	"strings"
)

// line is a line of the text as tokens a..b. blank tells that an empty line
// stands before it.
type line struct {
	a, b  int
	blank bool
}

func (r *reader) lines(a, b int) []line {
	var out []line
	blank, start := false, a
	for i := a; i <= b; i++ {
		if i < b && r.toks[i].kind != newline {
			continue
		}
		if i > start {
			out = append(out, line{start, i, blank})
			blank = false
		}
		if i < b && r.toks[i].text == "\n\n" {
			blank = true
		}
		start = i + 1
	}
	return out
}

// block is a run of lines that belong together.
type block struct {
	kind   string // "", "number", or the kind of a keyword
	ask    int    // index of the ask of a number, -1 for none
	a, b   int    // tokens of the whole block
	va, vb int    // tokens of the value
	extra  Answer // of keywords that are complete already
}

// multiline are the keywords whose value goes on until the next recognised line.
var multiline = map[string]bool{KindTopic: true, KindCase: true, KindReading: true, KindQuestion: true, KindShare: true, KindRule: true, KindGoal: true, KindObject: true, KindLink: true}

// blocks sorts the lines of a..b into keyword values, numbered values and prose.
func (r *reader) blocks(a, b int) []block {
	var out []block
	open := false // the last block takes further lines
	lines := r.lines(a, b)
	numbers := make([][]block, len(lines))
	below := make([]bool, len(lines)) // a numbered line stands further down
	for i := len(lines) - 1; i >= 0; i-- {
		numbers[i] = r.numbered(lines[i])
		below[i] = i+1 < len(lines) && (below[i+1] || len(numbers[i+1]) > 0)
	}
	for i, l := range lines {
		if k, ok := r.keyword(l); ok {
			out = append(out, k)
			open = multiline[k.kind]
			continue
		}
		if len(numbers[i]) > 0 {
			out = append(out, numbers[i]...)
			open = true
			continue
		}
		last := len(out) - 1
		switch {
		case open && (!l.blank || out[last].kind != "number" && !r.clear(l) || out[last].kind == "number" && below[i]):
			out[last].b, out[last].vb = l.b, l.b
		case last >= 0 && out[last].kind == "":
			out[last].b, out[last].vb = l.b, l.b
		default:
			out = append(out, block{ask: -1, a: l.a, b: l.b, va: l.a, vb: l.b})
			open = false
		}
	}
	return out
}

// clear reports whether a paragraph is an answer by itself, and thus no more of
// the value above it.
func (r *reader) clear(l line) bool {
	if l.b-l.a > 30 {
		return false
	}
	for _, s := range r.sentences(l.a, l.b) {
		if _, ok := r.command(s.start, s.end); ok {
			return true
		}
		r.factsOf(&s)
		for _, f := range s.facts {
			if s.plain && (f.topic == aboutComing || f.topic == aboutLeading || f.topic == bare) {
				return true
			}
		}
	}
	return false
}

// bullet passes marks of lists and quotes at the start of a line.
func (r *reader) bullet(a, b int) int {
	for a < b && r.toks[a].kind == mark && strings.Contains("-*•>·–+#", r.toks[a].text) {
		a++
	}
	return a
}

// keyword reads "topic: ..." at the start of a line, and the short forms of
// coordinators.
func (r *reader) keyword(l line) (block, bool) {
	i := r.bullet(l.a, l.b)
	if i >= l.b {
		return block{}, false
	}
	if k, ok := r.forMember(i, l.b); ok {
		return k, true
	}
	for _, tags := range r.tags {
		for i < l.b-1 && tags[i].set == cFill && tags[i].words == 1 && tags[i+1].has(cKeyword) {
			i++
		}
		if !tags[i].has(cKeyword) {
			continue
		}
		kind := tags[i].arg(cKeyword)
		v := tags[i].last + 1
		colon := v < l.b && (r.toks[v].text == ":" || r.toks[v].text == "=" || (r.toks[v].text == "-" || r.toks[v].text == "–") && r.toks[v].spaced)
		for v < l.b && (r.toks[v].text == ":" || r.toks[v].text == "-" || r.toks[v].text == "–" || r.toks[v].text == "=") {
			v++
		}
		k := block{kind: kind, ask: -1, a: l.a, b: l.b, va: v, vb: l.b}
		switch kind {
		case KindWhoKnows, KindThanks:
			continue // sentences, not lines
		case KindShare:
			if !colon && v < l.b && (r.toks[v].text == "?" || r.toks[v].kind == number) {
				continue
			}
		case KindLog:
			if !r.logged(&k) {
				continue
			}
		case KindCancel, KindMove, KindNewLink, KindAddMember:
			if !r.coordinate(&k, tags) {
				continue
			}
		default:
			if !colon || v >= l.b && kind == KindLink {
				continue
			}
		}
		return k, true
	}
	return block{}, false
}

// logged reads "log clients 4".
func (r *reader) logged(k *block) bool {
	n := k.vb - 1
	for n > k.va && r.toks[n].kind == mark {
		n--
	}
	first := n
	for first > k.va && (r.toks[first-1].kind == number || r.toks[first-1].text == "." || r.toks[first-1].text == "," || r.toks[first-1].text == "-") && !r.toks[first].spaced {
		first--
	}
	if first <= k.va || r.toks[n].kind != number {
		return false
	}
	value := strings.ReplaceAll(r.text[r.toks[first].start:r.toks[n].end], ",", ".")
	k.extra = Answer{Value: value, Text: r.slice(k.va, first)}
	return k.extra.Text != ""
}

// coordinate reads "cancel 5 May", "move 19 May to 20 May 16:00", "new link
// https://...", "add Leo <leo@example.org>".
func (r *reader) coordinate(k *block, tags []tag) bool {
	rest := r.slice(k.va, k.vb)
	switch k.kind {
	case KindNewLink:
		k.extra = Answer{Text: rest}
		return strings.Contains(rest, "://")
	case KindAddMember:
		k.extra = Answer{Text: rest}
		return strings.Contains(rest, "@")
	}
	found := dates(r.toks, tags, k.va, k.vb, r.in.Now)
	for i, d := range found { // words that are no date make it a sentence
		if d.from.IsZero() || d.weekday || d.doubtful || i > 1 {
			return false
		}
	}
	known, total := r.known(tags, k.va, k.vb)
	if known < total {
		return false
	}
	if k.kind == KindCancel {
		if len(found) != 1 || found[0].ranged {
			return false
		}
		k.extra = Answer{From: found[0].from, To: found[0].from}
		return true
	}
	switch {
	case len(found) == 1 && found[0].ranged && !found[0].open:
		k.extra = Answer{From: found[0].from, To: found[0].timed(found[0].to)}
	case len(found) == 2:
		k.extra = Answer{From: found[0].from, To: found[1].timed(found[1].to)}
	default:
		return false
	}
	return true
}

// forMember reads a coordinator's "Ana: yes".
func (r *reader) forMember(i, b int) (block, bool) {
	m, ok := r.mentions[i]
	if !ok || m.end+1 >= b || r.toks[m.end].text != ":" || r.self(m) {
		return block{}, false
	}
	value := ""
	for j := m.end + 1; j < b; j++ {
		switch {
		case r.toks[j].kind == mark:
		case value != "":
			return block{}, false
		case r.any(j, cYes) && !r.any(j, cNo):
			value = ValueYes
		case r.any(j, cNo) && !r.any(j, cYes):
			value = ValueNo
		case r.any(j, cUnsure):
			value = ValueMaybe
		default:
			return block{}, false
		}
	}
	if value == "" {
		return block{}, false
	}
	k := block{kind: KindForMember, ask: -1, a: i, b: b, va: m.end + 1, vb: b, extra: Answer{Value: value, People: r.ids(m.people)}}
	if len(m.people) > 1 {
		k.kind = KindAskBack
		k.extra = Answer{Value: WhyTwoPeople, People: r.ids(m.people)}
	}
	return k, true
}

// slice is the text of tokens a..b without the marks around it.
func (r *reader) slice(a, b int) string {
	for b > a && r.toks[b-1].kind == newline {
		b--
	}
	for a < b && r.toks[a].kind == newline {
		a++
	}
	if a >= b {
		return ""
	}
	return strings.TrimSpace(r.text[r.toks[a].start:r.toks[b-1].end])
}

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
			for m.value < b && strings.Contains(":.)-=–", r.toks[m.value].text) {
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
