package answer

import (
	"fmt"
	"strconv"
	"strings"
)

// bounds of a rating.
func (a Ask) bounds() (int, int) {
	if a.Min == 0 && a.Max == 0 {
		return 1, 5
	}
	return a.Min, a.Max
}

// numberAt reads a number, in digits or as a word, at token i.
func (r *reader) numberAt(i int) (int, bool) {
	if r.toks[i].kind == number {
		if len(r.toks[i].text) > 4 {
			return 9999, true
		}
		n, err := strconv.Atoi(r.toks[i].text)
		return n, err == nil
	}
	n, ok := 0, false
	for _, tags := range r.tags {
		if tags[i].has(cNumber) && !tags[i].has(cAll) && tags[i].words == 1 {
			m, _ := strconv.Atoi(tags[i].arg(cNumber))
			if ok && m != n {
				return 0, false // two languages disagree
			}
			n, ok = m, true
		}
	}
	return n, ok
}

// any reports whether some language has token i in the classes.
func (r *reader) any(i int, c classes) bool {
	for _, tags := range r.tags {
		if tags[i].has(c) {
			return true
		}
	}
	return false
}

// rated is a number found in tokens a..b.
type rated struct {
	n       int
	next    int  // first token behind it
	doubt   bool // 3-4, 3.5, 3 or 4
	comment bool // words stand behind it
}

// rating reads "4", "a 4", "4/5", "4 out of 5", "4 because ..." at the start of
// a..b. Other words before the number make it prose.
func (r *reader) rating(a, b int) (rated, bool) {
	i := a
	for i < b && (r.toks[i].kind != word && r.toks[i].kind != number || r.toks[i].kind == word && !r.isNumber(i) && (r.any(i, cFill|cElse|cSelf|cGreet|cYes|cThanks|cWish|cWill|cBy) || r.tagged(i) && !r.any(i, ^classes(0)))) {
		if r.any(i, cYes) && i > a {
			break
		}
		i++
	}
	if i >= b || !r.isNumber(i) || r.toks[i].text == "+" {
		return rated{}, false
	}
	n, _ := r.numberAt(i)
	got := rated{n: n, next: i + 1}
	j := i + 1
	at := func(k int) string {
		if k < b {
			return r.toks[k].text
		}
		return ""
	}
	switch {
	case j < b && r.toks[j].kind == word && !r.toks[j].spaced:
		return rated{}, false // 4pm, 4th
	case (at(j) == "-" || at(j) == "–" || at(j) == "." || at(j) == ",") && j+1 < b && r.toks[j+1].kind == number && !r.toks[j+1].spaced:
		got.doubt, got.next = true, j+2
	case at(j) == ":" && j+1 < b && r.toks[j+1].kind == number:
		return rated{}, false // 16:00
	case at(j) == "/" && j+1 < b && r.toks[j+1].kind == number:
		got.next = j + 2
	case (at(j) == "-" || at(j) == "–") && j+1 < b && r.isNumber(j+1), j+1 < b && r.any(j, cOr|cUntil) && r.isNumber(j+1):
		got.doubt, got.next = true, j+2
	case at(j) == "+" || at(j) == "%":
		got.doubt = true
	case j < b && r.any(j, cOutOf):
		for k := j; k < b && k < j+4; k++ {
			if r.toks[k].kind == number || r.isNumber(k) {
				got.next = k + 1
				break
			}
		}
	case j < b && r.any(j, cWeekday|cMonth|cUnit|cClock):
		return rated{}, false
	}
	for k := got.next; k < b; k++ {
		if r.toks[k].kind == word {
			got.comment = true
		}
		if r.any(k, cHedge|cUnsure) && k < got.next+3 {
			got.doubt = true
		}
	}
	for k := a; k < i; k++ {
		if r.any(k, cNeg) || r.any(k, cHedge|cUnsure) {
			got.doubt = true
		}
	}
	return got, true
}

func (r *reader) isNumber(i int) bool {
	_, ok := r.numberAt(i)
	return ok
}

// rate answers a rating ask with a number in a..b; the rest is the comment.
func (r *reader) rate(ask Ask, got rated, a, b int) Answer {
	low, high := ask.bounds()
	if got.doubt {
		x := r.back(WhyTwoReadings, a, b, "the number is not clear")
		x.Ask = ask.Number
		return x
	}
	if got.n < low || got.n > high {
		x := r.back(WhyOutOfRange, a, b, fmt.Sprintf("%d is not between %d and %d", got.n, low, high))
		x.Ask = ask.Number
		return x
	}
	x := r.answer(Answer{Kind: KindRating, Value: strconv.Itoa(got.n), Ask: ask.Number, Because: "a number for a rating"}, a, b)
	if got.comment {
		start, end := r.toks[got.next].start, r.toks[b-1].end
		x.Text = strings.TrimLeft(strings.TrimSpace(r.text[start:end]), ".,:;-–—) ")
	}
	return x
}
