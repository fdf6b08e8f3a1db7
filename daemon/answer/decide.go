package answer

import "fmt"

// verdict is what several facts say together about one question.
type verdict struct {
	value      string // yes, no, maybe, late, partial; "" if nothing was said
	why        string // a reason to ask back, "" if none
	because    string
	start, end int  // tokens
	explicit   bool // more than a bare yes or no
	able       bool
}

func (v *verdict) cover(f fact) {
	if v.end == 0 || f.start < v.start {
		v.start = f.start
	}
	if f.end > v.end {
		v.end = f.end
	}
}

// rank orders the ways of coming: the more special one stays.
var rank = map[string]int{ValueYes: 1, ValueLate: 2, "partial": 3, ValueMaybe: 4}

// sum joins the facts about coming. Bare answers, excuses and wishes count only
// as far as nothing was said in more words.
func sum(facts []fact) verdict {
	var v verdict
	clash := func(because string) {
		v.why, v.because = WhyTwoReadings, because
	}
	var last fact
	for _, f := range facts {
		if f.topic != aboutComing {
			continue
		}
		v.cover(f)
		switch {
		case v.value == "":
			v.value, v.because, v.explicit = f.value, f.because, true
		case v.value == f.value:
		case v.value == ValueNo && (f.value == "partial" || f.value == ValueLate):
			v.value, v.because = f.value, f.because
		case v.value == ValueNo || f.value == ValueNo:
			clash("says both that they come and that they do not")
		case rank[f.value] > rank[v.value]:
			v.value, v.because = f.value, f.because
		}
		last = f
	}
	for _, f := range facts {
		switch f.topic {
		case bare:
			v.bare(f, last, clash)
		case excuse:
			v.cover(f)
			switch {
			case v.value == "" || v.value == ValueNo:
				if v.value == "" {
					v.value, v.because = ValueNo, f.because
				}
				v.explicit = true
			case last.contrast && last.start > f.start && v.value != "":
			default:
				clash("comes, and is hindered")
			}
		}
	}
	for _, f := range facts {
		if f.topic == wish && v.value != ValueYes && v.value != ValueNo && v.value != ValueLate && v.value != "partial" && v.value != ValueMaybe {
			v.cover(f)
			v.why, v.because = WhyUnclear, "only says that they would like to"
		}
	}
	return v
}

func (v *verdict) bare(f, last fact, clash func(string)) {
	v.cover(f)
	if v.value == "" {
		v.value, v.because, v.able = f.value, f.because, f.able
		return
	}
	if v.value == f.value {
		return
	}
	if f.able && f.contrast && !v.explicit { // "Yes, but I can't"
		v.value, v.because, v.able = f.value, f.because, true
		return
	}
	switch f.value {
	case ValueYes:
		if v.value == ValueNo && !(v.explicit && last.contrast && last.start > f.start) {
			clash("a yes beside a no")
		}
	case ValueNo:
		if !((v.value == ValueLate || v.value == "partial") && last.contrast && last.start > f.start) {
			clash("a no beside a yes")
		}
	case ValueMaybe:
		if v.value == ValueNo {
			clash("a maybe beside a no")
			return
		}
		v.value, v.because = ValueMaybe, f.because
	}
	if !v.explicit && f.value == ValueYes && v.value == ValueMaybe {
		return
	}
	if !v.explicit && v.value == ValueYes && f.value == ValueNo {
		clash("yes and no")
	}
}

// turnOf joins the facts about leading.
func turnOf(facts []fact) (fact, string) {
	var got fact
	for _, f := range facts {
		if f.topic != aboutLeading {
			continue
		}
		switch {
		case got.topic == 0, got.value == f.value && (f.value != ValueSwap || samePeople(got.people, f.people)):
			start := f.start
			if got.topic != 0 {
				start = min(start, got.start)
				f.end = max(f.end, got.end)
			}
			f.start, got = start, f
		case got.value == ValuePass && f.value == ValueSwap, got.value == ValueSwap && f.value == ValuePass:
			if f.value != ValueSwap {
				f.people, f.value = got.people, ValueSwap
			}
			f.start, f.end = min(f.start, got.start), max(f.end, got.end)
			got = f
		default:
			return f, WhyTwoReadings
		}
	}
	return got, ""
}

func samePeople(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// decide turns the facts of some sentences into answers for the asks in scope.
func (r *reader) decide(sents []*sentence, asks []Ask) []Answer {
	var facts []fact
	var loose bool
	var out []Answer
	for _, s := range sents {
		resolved, cond := false, false
		for _, f := range s.facts {
			facts = append(facts, f)
			resolved = resolved || f.topic <= wish
			cond = cond || f.topic == condition
		}
		loose = loose || cond && !resolved
	}
	turn, turnWhy := turnOf(facts)
	if turn.value == ValuePass || turn.value == ValueSwap { // "No, I can't lead": the no is about leading
		facts = without(facts, bare, ValueNo)
	}
	v := sum(facts)
	positive := v.value != "" && v.value != ValueNo
	for _, f := range facts { // doubts that spoil what was said, or stand beside it
		switch f.topic {
		case unclear, reporting:
			switch {
			case f.reason && v.value == ValueNo, f.reason && turn.value == ValuePass && v.value == "":
			case f.value == WhyOtherDate && v.value == ValueNo && v.explicit, f.value == WhyOtherDate && turn.topic != 0 && turn.value != ValueLead && v.value == "":
			case f.value == WhySomebodyElse && (v.explicit || turn.topic != 0) && !r.sameSentence(sents, f, v, turn):
				out = append(out, r.back(f.value, f.start, f.end, f.because))
			case v.value != "" || turn.topic != 0:
				v.cover(f)
				v.why, v.because = f.value, f.because
			case v.why == "":
				v.cover(f)
				v.why, v.because = f.value, f.because
			}
		case asking:
			out = append(out, r.back(WhyQuestion, f.start, f.end, f.because))
		}
	}
	if loose && positive && v.why == "" {
		v.value, v.because = ValueMaybe, v.because+", under a condition"
	}
	if loose && v.value == "" && turn.topic == 0 && v.why == "" {
		for _, f := range facts {
			if f.topic == condition {
				v.cover(f)
			}
		}
		v.why, v.because = WhyUnclear, "a condition by itself"
	}
	if v.why != "" || turnWhy != "" {
		if turn.topic != 0 {
			v.cover(turn)
		}
		if v.why == "" {
			v.why, v.because = turnWhy, "says two things about the turn"
		}
		return append(out, r.back(v.why, v.start, v.end, v.because))
	}
	if v.value == "" && turn.topic == 0 {
		return out
	}
	if len(out) > 0 && v.value != "" && !v.explicit && turn.topic == 0 {
		return out // "Yes? Is it on Tuesday?": only the question is sure
	}
	return append(out, r.assign(v, turn, asks, facts)...)
}

// without drops the facts of one topic and value.
func without(facts []fact, t topic, value string) []fact {
	var out []fact
	for _, f := range facts {
		if f.topic != t || f.value != value {
			out = append(out, f)
		}
	}
	return out
}

// sameSentence reports whether a doubt shares its sentence with the answer.
func (r *reader) sameSentence(sents []*sentence, f fact, v verdict, turn fact) bool {
	for _, s := range sents {
		if f.start >= s.start && f.start < s.end {
			for _, g := range s.facts {
				if g.topic == aboutComing || g.topic == aboutLeading || g.topic == bare || g.topic == excuse {
					return !g.contrast && !f.contrast || g.topic == bare
				}
			}
		}
	}
	return false
}

// back makes a question back about tokens a..b.
func (r *reader) back(why string, a, b int, because string) Answer {
	return r.answer(Answer{Kind: KindAskBack, Value: why, Because: because}, a, b)
}

// assign gives a verdict to the ask it belongs to.
func (r *reader) assign(v verdict, turn fact, asks []Ask, facts []fact) []Answer {
	var meets, turns, others []Ask
	for _, a := range asks {
		switch a.Kind {
		case AskComing:
			meets = append(meets, a)
		case AskTurn:
			turns = append(turns, a)
		case AskYesNo:
			others = append(others, a)
		}
	}
	start, end := v.start, v.end
	if turn.topic != 0 {
		if v.end == 0 || turn.start < start {
			start = turn.start
		}
		end = max(end, turn.end)
	}
	meets, turns = r.dated(meets, facts, start), r.dated(turns, facts, start)
	claims := len(meets) + len(turns)
	switch {
	case turn.topic != 0 && len(turns) == 1:
		return r.led(v, turn, turns[0], start, end)
	case turn.topic != 0 && len(turns) > 1:
		return []Answer{r.back(WhyTwoAsks, start, end, "two turns are open")}
	case turn.topic != 0 && len(others) == 1 && claims == 0 && turn.value != ValueSwap:
		value := ValueYes
		if turn.value == ValuePass {
			value = ValueNo
		}
		return []Answer{r.answer(Answer{Kind: KindYesNo, Value: value, Ask: others[0].Number, Because: turn.because}, start, end)}
	case turn.topic != 0:
		out := []Answer{r.answer(Answer{Kind: KindTurn, Value: turn.value, People: r.ids(turn.people), Because: turn.because}, turn.start, turn.end)}
		if v.explicit {
			out = append(out, r.assign(v, fact{}, asks, facts)...)
		}
		return out
	}
	if !v.explicit {
		claims += len(others)
	} else if claims == 0 && len(others) == 1 {
		claims = 1
	}
	switch {
	case claims == 0 && v.explicit:
		return []Answer{r.rsvp(v, 0, start, end)}
	case claims == 0:
		return []Answer{r.back(WhyNoQuestion, start, end, "no open ask could mean it")}
	case claims > 1:
		return []Answer{r.back(WhyTwoAsks, start, end, "more than one open ask could mean it")}
	case len(turns) == 1:
		return r.bareTurn(v, turns[0], start, end)
	case len(meets) == 1:
		return []Answer{r.rsvp(v, meets[0].Number, start, end)}
	}
	if v.value != ValueYes && v.value != ValueNo && v.value != ValueMaybe {
		return []Answer{r.back(WhyUnclear, start, end, "no answer to a question of yes or no")}
	}
	return []Answer{r.answer(Answer{Kind: KindYesNo, Value: v.value, Ask: others[0].Number, Because: v.because}, start, end)}
}

// dated keeps the asks whose meeting a date in the facts fits, or all.
func (r *reader) dated(asks []Ask, facts []fact, _ int) []Ask {
	if len(asks) < 2 {
		return asks
	}
	var kept []Ask
	for _, a := range asks {
		when, fits, named := r.whenOf(a), true, false
		for _, f := range facts {
			for _, l := range r.languages(f.start, f.end)[:1] {
				for _, d := range dates(r.toks, r.tags[l], f.start, f.end, r.in.Now) {
					named = true
					one := reader{in: r.in, asked: when}
					fits = fits && len(when) > 0 && one.asksFor(d)
				}
			}
		}
		if named && fits {
			kept = append(kept, a)
		}
	}
	if len(kept) == 0 {
		return asks
	}
	return kept
}

func (r *reader) rsvp(v verdict, ask, start, end int) Answer {
	a := Answer{Kind: KindRSVP, Value: v.value, Ask: ask, Because: v.because}
	if v.value == "partial" {
		a.Value = ValueYes
	}
	a = r.answer(a, start, end)
	if v.value == "partial" || v.value == ValueLate {
		a.Text = a.Words
	}
	return a
}

// led answers a turn ask with something said about leading.
func (r *reader) led(v verdict, turn fact, ask Ask, start, end int) []Answer {
	t := r.answer(Answer{Kind: KindTurn, Value: turn.value, Ask: ask.Number, People: r.ids(turn.people), Because: turn.because}, start, end)
	clash := func() []Answer {
		return []Answer{r.back(WhyTwoReadings, start, end, fmt.Sprintf("%s, and %s", turn.because, v.because))}
	}
	switch turn.value {
	case ValueLead:
		if v.value == ValueNo || v.value == ValueMaybe {
			return clash()
		}
		if v.value == "" {
			v.value, v.because = ValueYes, "who leads comes"
		}
		return []Answer{r.rsvp(v, ask.Number, start, end), t}
	case ValuePass, ValueSwap:
		if v.explicit || v.value == ValueYes && turn.value == ValuePass {
			return []Answer{r.rsvp(v, ask.Number, start, end), t}
		}
	}
	return []Answer{t}
}

// bareTurn answers a turn ask with words about coming only, or a bare yes or no.
func (r *reader) bareTurn(v verdict, ask Ask, start, end int) []Answer {
	coming := r.rsvp(v, ask.Number, start, end)
	turn := func(value, because string) Answer {
		return r.answer(Answer{Kind: KindTurn, Value: value, Ask: ask.Number, Because: because}, start, end)
	}
	switch {
	case v.value == ValueNo && !v.explicit && v.able:
		return []Answer{turn(ValuePass, "cannot do what was asked; whether they come is not said")}
	case v.value == ValueNo:
		return []Answer{coming, turn(ValuePass, "does not come")}
	case v.value == ValueYes && !v.explicit:
		return []Answer{coming, turn(ValueLead, "yes to coming and leading")}
	}
	return []Answer{coming}
}
