package answer

import (
	"strconv"
	"time"
)

// dates finds the dates in tokens i..end in one language.
func dates(toks []token, tags []tag, from, end int, now time.Time) []span {
	d := dateReader{toks: toks, tags: tags, end: end, now: day(now)}
	var all []span
	for i := from; i < end; {
		if s, ok := d.at(i); ok {
			all = append(all, s)
			i = s.end
			continue
		}
		i++
	}
	return d.join(all, from)
}

type dateReader struct {
	toks []token
	tags []tag
	end  int
	now  time.Time
}

func (d dateReader) has(i int, c classes) bool {
	return i < d.end && (d.tags[i].has(c) || c&cWeekday != 0 && d.tags[i].inner != nil)
}

func (d dateReader) arg(i int, c classes) int {
	t := d.tags[i]
	if c == cWeekday && t.inner != nil {
		t.entry = t.inner
	}
	n, _ := strconv.Atoi(t.arg(c))
	return n
}

func (d dateReader) mark(i int, m string) bool { return i < d.end && d.toks[i].text == m }

// num reads a number of up to max at i.
func (d dateReader) num(i, max int) (int, bool) {
	if i >= d.end || d.toks[i].kind != number || len(d.toks[i].text) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(d.toks[i].text)
	return n, err == nil && n >= 1 && n <= max
}

// on makes the nearest date that is not long past: words in a mail mean the
// coming one.
func (d dateReader) on(month, dom, year int) (time.Time, bool) {
	if d.now.IsZero() && year == 0 {
		return time.Time{}, false
	}
	y := year
	if y == 0 {
		y = d.now.Year()
	} else if y < 100 {
		y += 2000
	}
	t := time.Date(y, time.Month(month), dom, 0, 0, 0, 0, d.now.Location())
	if int(t.Month()) != month {
		return time.Time{}, false // 31 June
	}
	if year == 0 && t.Before(d.now.AddDate(0, 0, -60)) {
		t = time.Date(y+1, time.Month(month), dom, 0, 0, 0, 0, d.now.Location())
	}
	return t, true
}

// skip passes glue between the parts of a date: "the 10th of March", "10 de marzo".
func (d dateReader) skip(i int) int {
	for k := 0; k < 2 && i < d.end && d.toks[i].kind == word && len(d.toks[i].text) <= 3 && d.tags[i].has(cFill|cBy|cFrom); k++ {
		i++
	}
	return i
}

// dom reads a day of the month: 10, 10., 10th, 1er.
func (d dateReader) dom(i int) (n, next int, dotted, ok bool) {
	n, ok = d.num(i, 31)
	if !ok {
		return 0, i, false, false
	}
	next = i + 1
	if next < d.end && d.toks[next].kind == word && !d.toks[next].spaced {
		switch d.toks[next].text {
		case "th", "st", "nd", "rd", "er", "e", "o", "a", "de", "te", "ste":
			next, dotted = next+1, true
		default:
			return 0, i, false, false // 10pm, 5x
		}
	} else if d.mark(next, ".") && !d.toks[next].spaced {
		if m := next + 1; m < d.end && d.toks[m].kind == number && !d.toks[m].spaced && len(d.toks[m].text) == 2 && d.toks[m].text > "12" {
			return 0, i, false, false // 16.40 is an hour
		}
		next, dotted = next+1, true
	} else if d.mark(next, "º") || d.mark(next, "ª") || d.mark(next, "°") {
		next, dotted = next+1, true
	}
	return n, next, dotted, true
}

func (d dateReader) at(i int) (span, bool) {
	if s, ok := d.iso(i); ok {
		return s, true
	}
	if d.has(i, cWeekday|cNext|cRelday) {
		if s, ok := d.weekday(i); ok {
			return s, true
		}
	}
	if d.has(i, cMonth) && d.month(i) { // March 10, March
		month, next := d.arg(i, cMonth), i+1
		if n, after, _, ok := d.dom(d.skip(next)); ok && !d.mark(after, ":") {
			if d.mark(after, "-") || d.mark(after, "–") { // August 3-20
				if to, end, _, ok := d.dom(after + 1); ok {
					return d.pair(i, end, month, n, month, to, 0)
				}
			}
			year, end := d.year(after)
			return d.pair(i, end, month, n, 0, 0, year)
		}
		first, ok := d.on(month, 1, 0)
		if !ok {
			return span{}, false
		}
		return span{start: i, end: next, from: first, to: first.AddDate(0, 1, -1), hour: -1}, true
	}
	n, next, dotted, ok := d.dom(i)
	if !ok {
		return span{}, false
	}
	// 3-20 Aug, 3. bis 20. August, 3 to 20 August
	if sep := next; d.mark(sep, "-") || d.mark(sep, "–") || d.has(sep, cUntil) {
		behind := sep + 1
		if d.has(sep, cUntil) {
			behind = d.tags[sep].last + 1 // "t/m", "bis zum"
		}
		if to, after, _, ok := d.dom(d.skip(behind)); ok {
			if j := d.skip(after); d.has(j, cMonth) {
				year, end := d.year(j + 1)
				return d.pair(i, end, d.arg(j, cMonth), n, d.arg(j, cMonth), to, year)
			}
			if m, end, ok := d.numericMonth(after, to); ok { // 3.-20.8.
				return d.pair(i, end, m, n, m, to, 0)
			}
		}
	}
	if j := d.skip(next); d.has(j, cMonth) {
		year, end := d.year(j + 1)
		return d.pair(i, end, d.arg(j, cMonth), n, 0, 0, year)
	}
	// 10.3., 10/3, 10/03/2026
	if sep := next; sep < d.end && (dotted && d.toks[sep-1].text == "." || d.mark(sep, "/")) {
		at := sep
		if d.mark(sep, "/") {
			at++
		}
		if m, ok := d.num(at, 31); ok && !d.toks[at].spaced {
			end, slash := at+1, d.mark(sep, "/")
			if !slash && !d.mark(end, ".") {
				return span{}, false // 3.5 is a number
			}
			year := 0
			if d.mark(end, ".") || d.mark(end, "/") {
				end++
				if y, ok := d.num(end, 2999); ok && !d.toks[end].spaced && (y > 2000 || len(d.toks[end].text) == 2) {
					year, end = y, end+1
				}
			}
			dom, month := n, m
			if month > 12 {
				dom, month = month, dom
			}
			s, ok := d.pair(i, end, month, dom, 0, 0, year)
			s.doubtful = slash && n <= 12 && m <= 12 && n != m
			return s, ok
		}
	}
	if dotted && (next < d.end || d.toks[next-1].text != ".") || d.named(i) { // the 10th
		return d.bare(i, next, n)
	}
	return span{}, false
}

// month tells the month from a word that is written alike: "may", "mar".
func (d dateReader) month(i int) bool {
	if d.tags[i].set&^cMonth == 0 {
		return true
	}
	near := i > 0 && (d.tags[i-1].has(cUntil|cFrom|cNext|cBy) || d.toks[i-1].kind == number) || i+1 < d.end && d.toks[i+1].kind == number
	return near && (d.toks[i].upper || d.toks[i].end-d.toks[i].start > 3 || i > 0 && d.toks[i-1].kind == number)
}

// numericMonth reads the 8 in "20.8.", standing behind the day.
func (d dateReader) numericMonth(i, _ int) (month, end int, ok bool) {
	month, ok = d.num(i, 12)
	if !ok || d.toks[i].spaced {
		return 0, i, false
	}
	end = i + 1
	if d.mark(end, ".") {
		end++
	}
	return month, end, true
}

// named reports an article before the number: "el 10", "on the 24".
func (d dateReader) named(i int) bool {
	if i == 0 || d.toks[i-1].kind != word {
		return false
	}
	switch d.toks[i-1].text {
	case "the", "el", "le", "il", "dia", "l'", "den", "der", "am", "de":
		next := i + 1
		return next >= d.end || d.toks[next].kind != word || d.tags[next].has(cFill|cBut|cAnd|cNeg|cAble|cSelf)
	}
	return false
}

// bare makes the next day with that number.
func (d dateReader) bare(i, end, n int) (span, bool) {
	if d.now.IsZero() {
		return span{}, false
	}
	for k := range 3 {
		first := time.Date(d.now.Year(), d.now.Month(), 1, 0, 0, 0, 0, d.now.Location()).AddDate(0, k, 0)
		t := first.AddDate(0, 0, n-1)
		if t.Month() == first.Month() && !t.Before(d.now) {
			return d.clocked(span{start: i, end: end, from: t, to: t, hour: -1}), true
		}
	}
	return span{}, false
}

func (d dateReader) year(i int) (int, int) {
	j := d.skip(i)
	if d.mark(j, ",") {
		j++
	}
	if y, ok := d.num(j, 2999); ok && y > 2000 {
		return y, j + 1
	}
	return 0, i
}

func (d dateReader) pair(start, end, m1, d1, m2, d2, year int) (span, bool) {
	from, ok := d.on(m1, d1, year)
	if !ok {
		return span{}, false
	}
	s := span{start: start, end: end, from: from, to: from, hour: -1}
	if m2 > 0 {
		to, ok := d.on(m2, d2, from.Year())
		if !ok || to.Before(from) {
			return span{}, false
		}
		s.to, s.ranged = to, true
	}
	return d.clocked(s), true
}

func (d dateReader) iso(i int) (span, bool) {
	y, ok := d.num(i, 2999)
	if !ok || y < 2000 || !d.mark(i+1, "-") || !d.mark(i+3, "-") {
		return span{}, false
	}
	m, ok1 := d.num(i+2, 12)
	n, ok2 := d.num(i+4, 31)
	if !ok1 || !ok2 {
		return span{}, false
	}
	return d.pair(i, i+5, m, n, 0, 0, y)
}

// weekday reads Tuesday, next Tuesday, next week, tomorrow, and skips the
// weekday in "Tuesday 10 March".
func (d dateReader) weekday(i int) (span, bool) {
	start, next := i, false
	if d.has(i, cNext) {
		next = true
		i++
	}
	switch {
	case d.has(i, cRelday) && !next:
		if d.now.IsZero() {
			return span{}, false
		}
		t := d.now.AddDate(0, 0, d.arg(i, cRelday))
		return d.clocked(span{start: start, end: i + 1, from: t, to: t, hour: -1}), true
	case d.has(i, cWeekday):
		want, end := d.arg(i, cWeekday), i+1
		if d.has(end, cNext) && !next { // martes que viene
			next = true
			end = d.tags[end].last + 1
		}
		if !next {
			j := end
			if d.mark(j, ",") {
				j++
			}
			if s, ok := d.at(d.skip(j)); ok && !s.weekday && s.start == d.skip(j) {
				s.start = start
				return s, true
			}
		}
		if d.now.IsZero() {
			return span{start: start, end: end, weekday: true, hour: -1}, true
		}
		t := d.now.AddDate(0, 0, (want-int(d.now.Weekday())+7)%7)
		if next && t.Equal(d.now) {
			t = t.AddDate(0, 0, 7)
		}
		// "next Tuesday" may be this week's or the one after: doubtful when both are possible.
		s := span{start: start, end: end, from: t, to: t, weekday: !next, doubtful: next && int(t.Sub(d.now).Hours()/24) < 7 && isoWeek(t) == isoWeek(d.now), hour: -1}
		return d.clocked(s), true
	case next && d.has(i, cUnit):
		if d.now.IsZero() {
			return span{}, false
		}
		switch d.tags[i].arg(cUnit) {
		case "week":
			monday := d.now.AddDate(0, 0, 7-(int(d.now.Weekday())+6)%7)
			return span{start: start, end: i + 1, from: monday, to: monday.AddDate(0, 0, 6), hour: -1}, true
		case "month":
			first := time.Date(d.now.Year(), d.now.Month()+1, 1, 0, 0, 0, 0, d.now.Location())
			return span{start: start, end: i + 1, from: first, to: first.AddDate(0, 1, -1), hour: -1}, true
		}
	case next && d.has(i, cMonth):
		if s, ok := d.at(i); ok {
			s.start = start
			return s, true
		}
	}
	return span{}, false
}

// clocked reads "16:00", "at 4 pm" behind a date.
func (d dateReader) clocked(s span) span {
	i := s.end
	if d.mark(i, ",") {
		i++
	}
	i = d.skip(i)
	if i+2 < d.end && d.toks[i].kind == number && (d.mark(i+1, ":") || d.mark(i+1, ".")) && d.toks[i+2].kind == number && !d.toks[i+2].spaced {
		h, _ := strconv.Atoi(d.toks[i].text)
		m, _ := strconv.Atoi(d.toks[i+2].text)
		if h < 24 && m < 60 {
			s.hour, s.min, s.end = h, m, i+3
		}
	}
	return s
}
