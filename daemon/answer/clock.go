package answer

import "strconv"

// clockOf finds a time of day in a clause: 16:30, 4.30, 17h30, "5 pm", "17 Uhr".
// It gives minutes after midnight and its first token.
func (r *reader) clockOf(tags []tag, c *clause) (minutes, at int, ok bool) {
	for i := c.start; i < c.end; i++ {
		if r.toks[i].kind != number || len(r.toks[i].text) > 2 || r.inDate(c, i) {
			continue
		}
		h, _ := strconv.Atoi(r.toks[i].text)
		if h > 23 {
			continue
		}
		if i+2 < c.end && (r.toks[i+1].text == ":" || r.toks[i+1].text == "." || r.toks[i+1].text == "h") && !r.toks[i+2].spaced && r.toks[i+2].kind == number {
			if m, _ := strconv.Atoi(r.toks[i+2].text); m < 60 && len(r.toks[i+2].text) == 2 {
				return h*60 + m, i, true
			}
			continue
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
	start := -1
	for _, a := range r.in.Asks {
		if (a.Kind == AskComing || a.Kind == AskTurn) && !a.At.IsZero() {
			if start >= 0 {
				return ValueYes
			}
			start = a.At.Hour()*60 + a.At.Minute()
		}
	}
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
