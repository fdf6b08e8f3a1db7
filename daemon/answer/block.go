package answer

import (
	"slices"
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
var multiline = map[string]bool{KindTopic: true, KindCase: true, KindReading: true, KindQuestion: true, KindShare: true, KindRule: true, KindGoal: true, KindObject: true, KindLink: true, KindJournal: true, KindFeedback: true}

// steers are the words of coordinators that are read as one line.
var steers = map[string]bool{KindCancel: true, KindMove: true, KindNewLink: true, KindAddMember: true}

// blocks sorts the lines of a..b into keyword values, numbered values and prose.
func (r *reader) blocks(a, b int) []block {
	var out []block
	open := false // the last block takes further lines
	lines := r.topicsApart(r.lines(a, b))
	numbers := make([][]block, len(lines))
	below := make([]bool, len(lines)) // a numbered line stands further down
	for i := len(lines) - 1; i >= 0; i-- {
		numbers[i] = r.numbered(lines[i])
		below[i] = i+1 < len(lines) && (below[i+1] || len(numbers[i+1]) > 0)
	}
	for i, l := range lines {
		if k, ok := r.optionLine(l); ok && !(open && !l.blank && out[len(out)-1].kind != "number") {
			out = append(out, k)
			open = false
			continue
		}
		if k, ok := r.keyword(l); ok {
			out = append(out, k)
			open = multiline[k.kind]
			continue
		}
		if n := len(numbers[i]); n > 0 {
			if k, ok := r.keyword(line{a: numbers[i][n-1].va, b: numbers[i][n-1].vb}); ok { // "1: rule: we start on time"
				k.a = numbers[i][n-1].a
				numbers[i][n-1] = k
			}
			out = append(out, numbers[i]...)
			open = true
			continue
		}
		last := len(out) - 1
		switch {
		case open && (out[last].kind == "number" && r.signs(l) || out[last].kind != "number" && out[last].kind != KindJournal && r.thanksAlone(l)):
			out = append(out, block{ask: -1, a: l.a, b: l.b, va: l.a, vb: l.b})
			open = false
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

// topicsApart gives "Topic idea: ..." a line of its own where it follows other
// sentences, or no more than "yes,": a phone sends everything in one line. Other
// keywords there are prose, except behind that "yes,".
func (r *reader) topicsApart(lines []line) []line {
	var out []line
	for _, l := range lines {
		if _, ok := r.keyword(l); !ok && len(r.numbered(l)) == 0 {
			for i := l.a + 1; i < l.b; i++ {
				end := r.toks[i-1].text
				short := (end == "," || end == ";") && i-l.a <= 3 && r.any(l.a, cYes|cNo)
				if !short && end != "!" && end != "?" && (end != "." || !r.fullStop(i-1, l.b)) {
					continue
				}
				if r.any(i, cAnd) && i+1 < l.b { // "Yes. And move 10 February to ..."
					i++
				}
				if k, ok := r.keyword(line{a: i, b: l.b}); ok && (k.kind == KindTopic || steers[k.kind] || short && multiline[k.kind] && r.toks[k.va-1].text == ":") && r.any(i, cKeyword) { // and not "The topic: ..."
					out = append(out, line{l.a, i, l.blank})
					l = line{a: i, b: l.b}
					break
				}
			}
		}
		out = append(out, l)
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

// thanksAlone reports whether a line thanks a member: it is for that member, and no
// more of the topic or the goal above it.
func (r *reader) thanksAlone(l line) bool {
	sents := r.sentences(r.bullet(l.a, l.b), l.b)
	if len(sents) == 0 {
		return false
	}
	_, ok := r.thanks(&sents[0])
	return ok
}

// signs reports whether a line is "with my name" and nothing else: it is about the
// answer above it, and no part of it.
func (r *reader) signs(l line) bool {
	if l.b-l.a > 10 {
		return false
	}
	sents := r.sentences(l.a, l.b)
	if len(sents) != 1 {
		return false
	}
	a, ok := r.whole(&sents[0], nil)
	return ok && a.Kind == KindNamed
}

// bullet passes marks of lists and quotes at the start of a line.
func (r *reader) bullet(a, b int) int {
	for a < b && r.toks[a].kind == mark && strings.Contains("-*•>·–+#", r.toks[a].text) { //nolint:gocritic // a mark out of a set
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
			if url := v+2 < l.b && r.toks[v+1].text == ":" && r.toks[v+2].text == "/"; !colon && !(kind == KindLink && url) {
				continue
			}
		}
		return k, true
	}
	return block{}, false
}

// beforeName are words between "add" and a name that are no part of it: "añade a Leo".
var beforeName = strings.Fields("a al à au den die das please bitte mal porfavor svp member mitglied miembro membre")

// named cuts what stands before somebody's name.
func named(text string) string {
	for {
		word, rest, ok := strings.Cut(text, " ")
		if !ok || !slices.Contains(beforeName, word) {
			return text
		}
		text = strings.TrimSpace(rest)
	}
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
		k.extra = Answer{Text: named(rest)}
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
	m, ok := r.mention(i)
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
