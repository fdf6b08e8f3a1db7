package answer

import "strings"

// chooseAmong reads the letters of several lists at once: where they run on from
// one list to the next, each letter says which list is meant.
func (r *reader) chooseAmong(s *sentence, choices, asks []Ask) ([]Answer, bool) {
	all := Ask{Kind: AskChoice}
	of := map[string]int{}
	for i, c := range choices {
		for _, o := range c.Options {
			if _, twice := of[o.Letter]; twice {
				return nil, false
			}
			of[o.Letter] = i
			all.Options = append(all.Options, o)
		}
	}
	v, ok := r.letters(all, s.start, s.end)
	if !ok || v.wrong != "" || v.doubt != "" || len(v.letters) == 0 {
		return nil, false
	}
	chosen := make([][]string, len(choices))
	for _, l := range sorted(v.letters) {
		chosen[of[l]] = append(chosen[of[l]], l)
	}
	var out []Answer
	for i, letters := range chosen {
		if len(letters) == 0 {
			continue
		}
		x := r.answer(Answer{Kind: KindChoice, Value: strings.Join(letters, " "), Ask: choices[i].Number, Because: "letters that run on from list to list"}, s.start, s.end)
		if len(out) > 0 { // what else the sentence says is read once
			out = append(out, x)
			continue
		}
		got, _ := r.withRest(s, x, choices[i], besides(asks, choices))
		out = append(out, got...)
	}
	return out, true
}

// besides are the asks that are not among others.
func besides(asks, others []Ask) []Ask {
	var left []Ask
	for _, a := range asks {
		among := false
		for _, o := range others {
			among = among || a.Number == o.Number
		}
		if !among {
			left = append(left, a)
		}
	}
	return left
}
