package answer

import (
	"fmt"
	"slices"
)

// themeLead is the theme of the question whether somebody leads: see assign.
const themeLead = "lead"

// assign gives a verdict to the ask it belongs to.
func (r *reader) assign(v verdict, turn fact, asks []Ask, facts, whole []fact) []Answer {
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
	meets, turns = r.dated(meets, facts), r.dated(turns, facts)
	if len(meets) == 1 && meets[0].Dated && len(turns) == 0 && r.besideTheDay(v, asks, whole) {
		return []Answer{r.back(WhyTwoAsks, start, end, besideTheDay)}
	}
	claims := len(meets) + len(turns)
	if claims == 0 && len(others) == 1 && others[0].Theme == themeCharter && r.notOfTheCharter(v, turn, start, end) {
		return []Answer{r.back(WhyUnclear, start, end, "about coming or leading, where the charter is asked about")}
	}
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
		if others[0].Theme == themeLead && turn.value == ValuePass && v.explicit { // "I'm coming, but I can't lead"
			return []Answer{r.rsvp(v, others[0].Number, start, end), r.answer(Answer{Kind: KindYesNo, Value: value, Ask: others[0].Number, Because: turn.because}, start, end)}
		}
		return []Answer{r.answer(Answer{Kind: KindYesNo, Value: value, Ask: others[0].Number, Because: turn.because}, start, end)}
	case turn.value == ValueLead && len(meets) == 1 && (v.value == ValueYes || v.value == "") && !v.explicit && !r.leads(turn): // "Ja, kann ich machen"
		if v.value == "" {
			v.value, v.because = ValueYes, turn.because
		}
		return []Answer{r.rsvp(v, meets[0].Number, start, end)}
	case turn.topic != 0:
		out := []Answer{r.answer(Answer{Kind: KindTurn, Value: turn.value, People: r.ids(turn.people), Because: turn.because}, turn.start, turn.end)}
		if v.explicit {
			out = append(out, r.assign(v, fact{}, asks, facts, whole)...)
		}
		return out
	}
	if !v.explicit {
		claims += len(others)
	} else if claims == 0 && len(others) == 1 {
		claims = 1
	}
	switch {
	case claims == 0 && v.explicit && !v.excused:
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
	lead := others[0].Theme == themeLead
	if v.value == ValueYes && v.explicit && !others[0].At.IsZero() && (lead || others[0].Theme == "") && r.onlyComes(start, end) {
		return []Answer{r.back(WhyUnclear, start, end, "says that they come, and not whether they lead")}
	}
	if lead && v.value == ValueNo && v.explicit { // who does not come does not lead either
		return []Answer{r.rsvp(v, others[0].Number, start, end), r.answer(Answer{Kind: KindYesNo, Value: ValueNo, Ask: others[0].Number, Because: v.because}, start, end)}
	}
	return []Answer{r.answer(Answer{Kind: KindYesNo, Value: v.value, Ask: others[0].Number, Because: v.because}, start, end)}
}

// onlyComes reports whether words are about being there, and hold no yes: "I'll be
// there" does not say that somebody leads.
func (r *reader) onlyComes(start, end int) bool {
	comes := false
	for i := start; i < end; i++ {
		if r.any(i, cYes|cLead|cTake|cTurn) {
			return false
		}
		comes = comes || r.any(i, cCome|cAttend)
	}
	return comes
}

// dated keeps the asks whose meeting a date in the facts fits, or all that need none.
func (r *reader) dated(asks []Ask, facts []fact) []Ask {
	if len(asks) == 0 || len(asks) == 1 && !asks[0].Dated {
		return asks
	}
	var kept []Ask
	day := false
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
		day = day || named
	}
	if len(kept) == 0 && !day {
		return slices.DeleteFunc(slices.Clone(asks), func(a Ask) bool { return a.Dated })
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
	case v.value == ValueNo && !v.explicit && !v.able && r.softNo(v):
		return []Answer{r.back(WhyUnclear, start, end, "whether they do not come or only do not lead is not said")}
	case v.value == ValueYes && v.explicit && r.both(v):
		return []Answer{coming, turn(ValueLead, "yes to both")}
	case v.value == ValueNo && !v.explicit && v.able:
		return []Answer{turn(ValuePass, "cannot do what was asked; whether they come is not said")}
	case v.value == ValueNo:
		return []Answer{coming, turn(ValuePass, "does not come")}
	case v.value == ValueYes && !v.explicit:
		return []Answer{coming, turn(ValueLead, "yes to coming and leading")}
	}
	return []Answer{coming}
}

// softNo reports whether a refusal is a negated phrase and no plain no: "not
// this time" to a turn may mean the turn or the meeting.
func (r *reader) softNo(v verdict) bool {
	if r.count(v.start, v.end, word) == 1 {
		return false // "no", which is "not" too in some languages
	}
	if i := r.firstWord(v.start, v.end); i >= 0 && !r.any(i, cNo|cNeg|cRegret|cGreet|cThanks) && r.count(v.start, v.end, word) == 2 {
		return true // "stavolta no"
	}
	soft := false
	langs := r.languages(v.start, v.end)
	for i := v.start; i < v.end; i++ {
		if r.any(i, cRegret) {
			return false
		}
		for _, l := range langs {
			t := r.tags[l][i]
			if t.has(cNo) && !t.has(cNeg) {
				return false
			}
			soft = soft || t.has(cNo|cNeg)
		}
	}
	return soft
}

// both reports whether "both" stands in the answer: coming and leading.
func (r *reader) both(v verdict) bool {
	for i := v.start; i < v.end; i++ {
		for _, tags := range r.tags {
			if tags[i].has(cAll) && tags[i].arg(cNumber) == "2" {
				return true
			}
		}
	}
	return false
}

// leads reports whether a word for leading stands in a fact, not only "I'll do it".
func (r *reader) leads(f fact) bool {
	for i := f.start; i < f.end; i++ {
		if r.any(i, cLead|cTurn) {
			return true
		}
	}
	return false
}
