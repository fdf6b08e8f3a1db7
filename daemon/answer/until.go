package answer

import "time"

// farthest is how many days ahead an absence may end. Programs go on answering
// long after a holiday, and then "20 August" would be next year's.
const farthest = 200

// Until gives the day until which a text says that its writer is away, at 00:00
// in the zone of Now: the end of the first span of days, else the only day named,
// else the later of two. It is zero if the text names no day ahead of Now, or too
// many to tell. It does not ask whether the text speaks of an absence: it is for
// the text of an automatic reply.
func Until(in Input) time.Time {
	if in.Lexicon == nil || in.Now.IsZero() {
		return time.Time{}
	}
	today := day(in.Now)
	last := today.AddDate(0, 0, farthest)
	var single []time.Time
	segments, _ := bounded(in.Segments)
	for _, s := range segments {
		r := newReader(&in, newNames(nil), s.Text, 0)
		for _, l := range r.languages(0, len(r.toks)) {
			found := dates(r.toks, r.tags[l], 0, len(r.toks), in.Now)
			for _, d := range found {
				ahead := !d.doubtful && d.to.After(today) && !d.to.After(last)
				switch {
				case !ahead:
				case d.ranged:
					return day(d.to)
				case d.from.Equal(d.to) && (len(single) == 0 || !single[len(single)-1].Equal(day(d.to))):
					single = append(single, day(d.to))
				}
			}
			if len(found) > 0 {
				break // another language would read the same days
			}
		}
	}
	switch len(single) {
	case 1:
		return single[0]
	case 2:
		if single[1].After(single[0]) {
			return single[1]
		}
		return single[0]
	}
	return time.Time{}
}
