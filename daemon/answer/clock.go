package answer

import "strconv"

// clockOf finds a time of day in a clause: 16:30, 4.30, 17h30, "5 pm", "17 Uhr".
// It gives minutes after midnight and its first token.
func (r *reader) clockOf(tags []tag, c *clause) (minutes, at int, ok bool) {
	for i := c.start; i < c.end; i++ {
		if tags[i].has(cClock) && tags[i].has(cOrdinal) && !r.inDate(c, i) {
			return r.partOfHour(tags, c, i)
		}
	}
	for i := c.start; i < c.end; i++ {
		if n, ok := r.numberAt(i); ok && r.toks[i].kind == word && n > 1 && n <= 12 && !r.inDate(c, i) { // "um fünf", "vijf uur"
			last := true
			for k := i + 1; k < c.end; k++ {
				last = last && (r.toks[k].kind == mark || tags[k].has(cFill) || tags[k].has(cYes))
			}
			if i+1 < c.end && hourWords[r.toks[i+1].text] || last && r.beforeHour(tags, c, i) {
				return n * 60, i, true
			}
		}
		if r.toks[i].kind != number || len(r.toks[i].text) > 2 || r.inDate(c, i) {
			continue
		}
		h, _ := strconv.Atoi(r.toks[i].text)
		if h > 23 {
			continue
		}
		if i+2 < c.end && (r.toks[i+1].text == ":" || r.toks[i+1].text == "." || r.toks[i+1].text == "h" || r.toks[i+1].text == "u") && !r.toks[i+2].spaced && r.toks[i+2].kind == number {
			if m, _ := strconv.Atoi(r.toks[i+2].text); m < 60 && len(r.toks[i+2].text) == 2 {
				return h*60 + m, i, true
			}
			continue
		}
		if last := i+1 >= c.end || r.toks[i+1].kind == mark; last && len(r.toks[i].text) < 3 && h > 0 && r.beforeHour(tags, c, i) {
			return h * 60, i, true // "at 5"
		}
		if i+1 < c.end && (r.toks[i+1].text == "pm" || r.toks[i+1].text == "uhr" || r.toks[i+1].text == "uur" || r.toks[i+1].text == "h" || r.toks[i+1].text == "heures") {
			if r.toks[i+1].text == "pm" && h < 12 {
				h += 12
			}
			return h * 60, i, true
		}
	}
	return 0, 0, false
}

// hourWords stand behind the number of an hour.
var hourWords = map[string]bool{"uhr": true, "uur": true, "heures": true, "oclock": true, "o'clock": true, "horas": true}

// partOfHour reads "half past four", "halb fünf", "cuatro y media" at token i.
// Without an hour beside it the hour of the one meeting asked about is meant.
func (r *reader) partOfHour(tags []tag, c *clause, i int) (minutes, at int, ok bool) {
	part, _ := strconv.Atoi(tags[i].arg(cOrdinal))
	hour := func(k int) (int, bool) {
		if k < c.start || k >= c.end {
			return 0, false
		}
		n, ok := r.numberAt(k)
		return n, ok && n < 24
	}
	for _, k := range []int{tags[i].last + 1, i - 1} {
		if h, ok := hour(k); ok && h*60+part >= 0 {
			return h*60 + part, min(i, k), true
		}
	}
	start := r.starts()
	if start < 0 || part <= 0 {
		return 0, 0, false
	}
	return start/60*60 + part, i, true
}

func (r *reader) inDate(c *clause, i int) bool {
	for _, d := range c.dates {
		if i >= d.start && i < d.end {
			return true
		}
	}
	return false
}

// arrives says what a promise to come at some hour means: late if that is after
// the start of the one meeting asked about, for a part if it is an end.
func (r *reader) arrives(tags []tag, c *clause) string {
	minutes, at, ok := r.clockOf(tags, c)
	if !ok {
		return ValueYes
	}
	for k := at - 1; k >= c.start && k >= at-2; k-- {
		if tags[k].has(cUntil) && !tags[k].has(cFill) {
			return "partial"
		}
	}
	start := r.starts()
	if start < 0 {
		return ValueYes
	}
	if minutes < start && minutes < 12*60 && minutes+12*60 >= start { // "4:30" of an afternoon
		minutes += 12 * 60
	}
	if minutes > start {
		return ValueLate
	}
	return ValueYes
}

// starts gives the start of the one meeting asked about in minutes after
// midnight, -1 if there is none or several.
func (r *reader) starts() int {
	start := -1
	for _, a := range r.in.Asks {
		if (a.Kind == AskComing || a.Kind == AskTurn) && !a.At.IsZero() {
			if start >= 0 {
				return -1
			}
			start = a.At.Hour()*60 + a.At.Minute()
		}
	}
	return start
}

// atHour reports whether an hour stands behind a preposition: "after six I can't".
func (r *reader) atHour(tags []tag, c *clause) bool {
	for i := c.start + 1; i < c.end; i++ {
		if n, ok := r.numberAt(i); ok && n <= 24 && !r.inDate(c, i) && tags[i-1].has(cBy|cFrom|cUntil) && !tags[i-1].has(cAttend|cComing) && !(i+1 < c.end && tags[i+1].has(cUnit)) {
			return true
		}
		if i+1 < c.end && r.toks[i].kind == number && !r.inDate(c, i) && tags[i+1].set == cClock {
			return true
		}
	}
	if n, ok := r.numberAt(c.start); ok && n <= 24 && c.start+1 < c.end && tags[c.start+1].has(cClock) {
		return true // "vier uur haal ik niet"
	}
	return false
}

// soonAfter is how many minutes behind the start somebody may come and still
// only be late; later than that they may mean another day.
const soonAfter = 75

// fromHour reads "I can from half past four" and "I can't until five": late, if
// that hour lies behind the start.
func (r *reader) fromHour(tags []tag, c *clause, say func(topic, string, string) []fact) []fact {
	minutes, at, ok := r.clockOf(tags, c)
	start := r.starts()
	if !ok || start < 0 || c.unknown > 1 || c.spoken(cThird|cYou) || len(c.people) > 0 || c.has(cAsk|cSay|cPast|cIf|cWish|cOther|cExcuse|cYou|cElse) {
		return nil
	}
	if minutes < start && minutes < 12*60 {
		minutes += 12 * 60
	}
	if minutes <= start || minutes > start+soonAfter {
		return nil
	}
	from, until := false, false
	for k := at - 1; k >= c.start && k >= at-3; k-- {
		from = from || tags[k].has(cFrom)
		until = until || tags[k].has(cUntil) && !tags[k].has(cFill|cPartial)
		if tags[k].set&^(cFrom|cUntil|cFill|cBy) != 0 {
			break
		}
	}
	verb := c.has(cAble | cAttend | cFree | cCome | cComing | cWorks | cYes | cWill | cAbsent)
	switch {
	case !verb || c.has(cLead|cLeading):
		return nil
	case (c.neg == 1 || c.neg == 0 && c.has(cAbsent)) && until && !c.has(cHedge|cUnsure|cPartial|cYes):
		return say(aboutComing, ValueLate, "cannot come before an hour behind the start")
	case c.neg == 0 && from && !until && !c.has(cNo|cAbsent):
		if c.has(cHedge | cUnsure) {
			return say(aboutComing, ValueMaybe, "from an hour behind the start, with a doubt")
		}
		return say(aboutComing, ValueLate, "comes from an hour behind the start")
	}
	return nil
}

// beforeHour reports whether a bare number at token i stands where an hour does:
// "at 5", "until 5", "hasta las 5".
func (r *reader) beforeHour(tags []tag, c *clause, i int) bool {
	if i == c.start {
		return false
	}
	if tags[i-1].has(cBy) && tags[i-1].has(cFill) || tags[i-1].has(cUntil|cFrom) {
		return true
	}
	return i-1 > c.start && tags[i-1].has(cFill) && tags[i-2].has(cUntil|cFrom)
}

// soonLate reports whether the hour in a clause without a verb of coming means
// that the writer is late; much later it is rather a proposal ("lieber um 18 Uhr").
func (r *reader) soonLate(tags []tag, c *clause) bool {
	if r.arrives(tags, c) != ValueLate {
		return false
	}
	minutes, _, ok := r.clockOf(tags, c)
	start := r.starts()
	if minutes < start && minutes < 12*60 {
		minutes += 12 * 60
	}
	return ok && start >= 0 && minutes <= start+soonAfter
}
