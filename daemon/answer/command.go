package answer

import (
	"slices"
	"strings"
)

// weighty commands ask for a cleaner sentence: they end or erase something.
var weighty = map[string]bool{"leave": true, "forget": true, "stop": true, "unsubscribe": true, "data": true, "undo": true}

// command reads "help", "too many mails", "away 3-20 Aug", "pause until May".
// Polite questions ("could you send fewer mails?") are commands too.
func (r *reader) command(a, b int) (Answer, bool) {
	for _, l := range r.languages(a, b) {
		tags := r.tags[l]
		for i := a; i < b; i++ {
			if !tags[i].has(cCommand) {
				continue
			}
			value := tags[i].arg(cCommand)
			if value == "away" || value == "pause" {
				if x, ok := r.absence(value, tags, a, b, i); ok {
					return x, true
				}
				continue
			}
			unknown, words, other, doubt := 0, 0, false, false
			from, to := a, b
			if !weighty[value] && tags[i].words > 1 && !r.strict {
				from, to = r.around(a, b, i)
			}
			for j := from; j < to; j++ {
				t := tags[j]
				if r.toks[j].kind == number {
					unknown++
				}
				if r.toks[j].kind != word {
					continue
				}
				if m, ok := r.mention(j); ok && j == m.start {
					if r.self(m) {
						continue
					}
					vocative := r.mentions[j].end < b && r.toks[r.mentions[j].end].kind == mark || j > a && (r.any(j-1, cGreet|cThanks) || r.toks[j-1].kind == mark)
					other = other || !vocative
					continue
				}
				words++
				if !t.known {
					unknown++
				}
				if t.has(cNeg|cIf|cHedge|cUnsure|cThird|cSay|cPast|cIrony|cOtherDate) && !(value == "less" && r.forbids(tags, from, i, j)) {
					doubt = true
				}
				if t.has(predicates|cElse) && t.set&cCommand == 0 {
					other = true
				}
				if t.has(cCommand) && t.arg(cCommand) != value && t.words >= tags[i].words && (weighty[value] || weighty[t.arg(cCommand)]) {
					doubt = doubt || !r.sameFamily(value, t.arg(cCommand))
				}
			}
			limit := 2
			if weighty[value] {
				limit = 1
			}
			if tags[i].words == 1 || r.strict {
				limit = 0
			}
			if tags[i].words == 1 && words > 2 {
				continue // "less is more"
			}
			switch {
			case unknown > limit, other && tags[i].words == 1:
				continue
			case doubt || other:
				if tags[i].words == 1 {
					continue
				}
				return r.back(WhyUnclear, a, b, "a command, but denied or doubtful"), true
			case weighty[value] && r.toks[b-1].text == "?" && r.opensWithAsk(tags, a, b):
				return r.back(WhyQuestion, a, b, "asks about a command"), true
			}
			return r.answer(Answer{Kind: KindCommand, Value: value, Because: "words of a command"}, a, b), true
		}
	}
	return Answer{}, false
}

// sameFamily reports whether two commands may stand in one sentence: "please
// stop, unsubscribe me".
func (r *reader) sameFamily(a, b string) bool {
	ends := "stop unsubscribe less"
	return strings.Contains(ends, a) && strings.Contains(ends, b)
}

func (r *reader) opensWithAsk(tags []tag, a, b int) bool {
	i := r.firstWord(a, b)
	return i >= 0 && tags[i].has(cAsk) && !tags[i].has(cYou)
}

// absence reads "away 3-20 Aug" and "pause until May". Away needs dates: without
// them it is an excuse. A pause without an end is open.
func (r *reader) absence(value string, tags []tag, a, b, at int) (Answer, bool) {
	unknown, words, doubt := 0, 0, false
	found := dates(r.toks, tags, a, b, r.in.Now)
	inside := func(i int) bool {
		for _, d := range found {
			if i >= d.start && i < d.end {
				return true
			}
		}
		return false
	}
	for j := a; j < b; j++ {
		if inside(j) || r.toks[j].kind != word {
			continue
		}
		if _, ok := r.mention(j); ok && !r.self(r.mentions[j]) && !(j > a && r.any(j-1, cGreet|cThanks)) {
			doubt = true
		}
		words++
		if !tags[j].known {
			unknown++
		}
		if tags[j].has(cNeg|cIf|cHedge|cThird|cSay|cPast|cIrony) && j != at {
			doubt = true
		}
		if value == "away" && tags[j].has(predicates&^cExcuse) && j != at {
			return Answer{}, false
		}
	}
	x := Answer{Kind: KindCommand, Value: value, Because: "words of a command"}
	var when *span
	for i := range found {
		d := &found[i]
		if d.from.IsZero() {
			continue
		}
		if d.ranged || d.to.After(d.from) {
			if when != nil {
				return r.back(WhyDate, a, b, "two ranges of dates"), true
			}
			when = d
		}
	}
	if when == nil && (value == "away" || r.strict && words > tags[at].words+1) {
		return Answer{}, false // "take a break before answering"
	}
	if value == "pause" && when == nil && (len(found) > 0 || unknown > 0 || tags[at].words == 1 && b-a > 4) {
		if unknown > 0 {
			return Answer{}, false
		}
		return r.back(WhyDate, a, b, "a pause, but until when is not clear"), true
	}
	switch {
	case doubt:
		return r.back(WhyUnclear, a, b, "a time away, but denied or doubtful"), true
	case unknown > 3, r.strict && unknown > 0:
		return Answer{}, false
	}
	if when != nil {
		if when.doubtful {
			return r.back(WhyDate, a, b, "day and month may be the other way round"), true
		}
		x.From, x.To = when.from, when.to
		if when.open {
			x.From = day(r.in.Now)
		}
	}
	return r.answer(x, a, b), true
}

// attended reads who was there: "everyone except Leo", "I was there".
func (r *reader) attended(s *sentence, asks []Ask) (Answer, bool) {
	number, wanted := 0, false
	for _, a := range asks {
		if a.Kind == AskAttendance {
			number, wanted = a.Number, true
		}
	}
	for _, l := range r.languages(s.start, s.end) {
		tags := r.tags[l]
		var people []int
		everyone, except, missing, here, onlyThese, self, me, past, busy, doubt := false, false, false, false, false, false, false, false, false, false
		unknown, strange := 0, false
		for i := s.start; i < s.end; i++ {
			t := r.toks[i]
			if m, ok := r.mention(i); ok && !(tags[i].known && !t.upper) {
				if len(m.people) > 1 {
					strange = true
				}
				if r.self(m) {
					self = true
				}
				people = append(people, m.people...)
				i = m.end - 1
				continue
			}
			if t.kind != word {
				continue
			}
			tg := tags[i]
			if !tg.known {
				unknown++
				strange = strange || t.upper && except
				continue
			}
			everyone = everyone || tg.has(cEveryone)
			if tg.has(cPresence) {
				switch tg.arg(cPresence) {
				case "except":
					except = true
				case "missing":
					missing = true
				case "here":
					here = true
				case "only":
					onlyThese = true
				}
			}
			self = self || tg.has(cSelf)
			past = past || tg.has(cPast) && !tg.has(cPresence)
			if tg.has(cIf | cHedge | cUnsure | cAsk | cSay | cOtherDate | cWill | cAble) {
				doubt = true
			}
			me = me || tg.has(cPresence) && tg.arg(cPresence) == "me"
			busy = busy || tg.has(predicates) && !tg.has(cPresence)
			busy = busy || tg.has(cPast) && !tg.has(cPresence) && len(people) > 0 // "Ana led" says what she did
			if tg.has(cNeg) && !tg.has(cPresence) {
				doubt = true
			}
		}
		x := Answer{Kind: KindAttendance, Ask: number, People: r.ids(people), Because: "says who was there"}
		switch {
		case me && !past && !everyone && !except && len(people) == 0 && unknown == 0:
			x.Value, x.People = "self", []string{r.in.Self}
		case everyone && except && (len(people) > 0 || self || strange):
			x.Value = "except"
		case except && len(people) == 0 && (wanted || everyone): // "everybody except me"
			strange = true
		case wanted && missing && len(people) > 0 && !everyone && !here:
			x.Value = "missing"
		case wanted && everyone && len(people) == 0 && !missing:
			x.Value = "all"
		case wanted && len(people) > 0 && !missing && !except && !busy && (here || onlyThese || unknown == 0):
			x.Value = "only"
		default:
			continue
		}
		if self && x.Value != "all" && !slices.Contains(x.People, r.in.Self) {
			x.People = append(x.People, r.in.Self)
		}
		if s.question || doubt || strange || unknown > 3 {
			if !wanted && !strange {
				return Answer{}, false
			}
			why := WhyUnclear
			if strange {
				why = WhyTwoPeople
			}
			b := r.back(why, s.start, s.end, "who was there is not clear")
			b.Ask = number
			return b, true
		}
		return r.answer(x, s.start, s.end), true
	}
	return Answer{}, false
}

// around gives the words between commas in which token i stands.
func (r *reader) around(a, b, i int) (from, to int) {
	for _, k := range r.chunks(a, b) {
		if k[0] <= i && i < k[1] {
			return k[0], k[1]
		}
	}
	return a, b
}

// forbids reports whether the negation at token j begins an order that goes on
// with the command at token i: "No me manden tantos mensajes".
func (r *reader) forbids(tags []tag, a, i, j int) bool {
	if j >= i || tags[j].set&^(cNeg|cNo|cNegHalf) != 0 || r.firstWord(tags[j].last+1, i) < 0 {
		return false
	}
	for k := a; k < i; k++ {
		if k != j && r.toks[k].kind == word && tags[k].has(cNeg|cThird|cSelf|cPast|cIf|cYou) {
			return false
		}
		if k < j && r.toks[k].kind == word && !tags[k].has(cFill|cGreet) {
			return false
		}
	}
	return true
}
