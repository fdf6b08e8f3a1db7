package answer

import "slices"

// byDate divides what is said about coming among several meetings, by the days that are
// named: "no, but on the 27th I'll be there". What names no day is about the one ask
// that needs none. It is strict: where a doubt, a question or anything else stands
// beside, where a day fits no meeting or two, or a mere yes could belong to the day
// named behind it, nil leaves all of it to the reading of the whole.
func (r *reader) byDate(sents []*sentence, facts []fact, asks []Ask) []Answer {
	open := -1
	for i, a := range asks {
		if a.Kind != AskComing {
			if a.Kind == AskTurn || a.Kind == AskYesNo {
				return nil
			}
			continue
		}
		if !a.Dated {
			if open >= 0 {
				return nil
			}
			open = i
		}
	}
	said := make([][]fact, len(asks))
	var loose []fact
	for _, f := range facts {
		switch f.topic {
		case polite:
			continue
		case aboutComing, bare:
		default:
			return nil
		}
		switch on, named := r.meetingOf(f, asks); {
		case !named:
			loose = append(loose, f)
		case on < 0:
			return nil
		default:
			said[on] = append(said[on], f)
		}
	}
	days := slices.ContainsFunc(said, func(fs []fact) bool { return len(fs) > 0 })
	if len(loose) > 0 && days {
		same := func(f fact) bool {
			return slices.ContainsFunc(said, func(fs []fact) bool {
				return slices.ContainsFunc(fs, func(d fact) bool { return d.value == f.value })
			})
		}
		switch {
		case open >= 0 && len(said[open]) == 0 && slices.ContainsFunc(loose, same), open < 0 && !slices.ContainsFunc(loose, same):
			f, l := facts[0], facts[len(facts)-1]
			return []Answer{r.back(WhyTwoAsks, f.start, l.end, besideTheDay)}
		case open < 0:
			return nil
		}
		said[open] = append(said[open], loose...)
		slices.SortFunc(said[open], func(a, b fact) int { return a.start - b.start })
	}
	var out []Answer
	for i, fs := range said {
		if len(fs) == 0 {
			continue
		}
		v := sum(r.concluded(fs))
		if v.value == "" || v.why != "" || r.veto(sents, facts, v, fact{}) != "" {
			return nil
		}
		out = append(out, r.rsvp(v, asks[i].Number, v.start, v.end))
	}
	if len(out) < 2 {
		return nil // one day, one answer: what is read of the whole
	}
	slices.SortFunc(out, func(a, b Answer) int { return a.Start - b.Start })
	return out
}

// meetingOf is the one ask about coming whose day a fact names, -1 where it fits none or
// several, and whether the fact names a day at all.
func (r *reader) meetingOf(f fact, asks []Ask) (on int, named bool) {
	on = -1
	var found []span
	for _, l := range r.languages(f.start, f.end)[:1] {
		found = dates(r.toks, r.tags[l], f.start, f.end, r.in.Now)
	}
	for i, a := range asks {
		one := reader{in: r.in, asked: r.whenOf(a)}
		if a.Kind != AskComing || len(one.asked) == 0 || len(found) == 0 || slices.ContainsFunc(found, func(d span) bool { return !one.asksFor(d) }) {
			continue
		}
		if on >= 0 {
			return -1, true
		}
		on = i
	}
	return on, len(found) > 0
}

const besideTheDay = "a part of it names no day"

// besideTheDay tells whether something was said besides what names the day of a meeting
// that nobody asked about: it may belong to the question that was asked.
func (r *reader) besideTheDay(v verdict, asks []Ask, facts []fact) bool {
	open := slices.ContainsFunc(asks, func(a Ask) bool { return !a.Dated && (a.Kind == AskComing || a.Kind == AskTurn || a.Kind == AskYesNo) })
	return slices.ContainsFunc(facts, func(f fact) bool {
		if _, named := r.meetingOf(f, asks); named {
			return false
		}
		switch f.topic {
		case excuse:
			return v.value != ValueNo
		case aboutComing, bare:
			return open || f.value != v.value
		}
		return false
	})
}
