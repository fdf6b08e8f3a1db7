package answer

// topic says what a fact is about.
type topic uint8

const (
	aboutComing  topic = iota + 1 // an explicit statement: I can't make it
	aboutLeading                  // an explicit statement about the turn
	bare                          // yes, no, maybe, I can, I'll try: takes its meaning from the ask
	excuse                        // I'm ill: a no unless something else is said
	wish                          // I'd love to come: nothing by itself
	unclear                       // related, but cannot be taken as an answer; value is why
	asking                        // a question to somebody
	bygone                        // about the past: no answer
	condition                     // if my train is on time
	reporting                     // Ana says
	polite                        // thanks, sorry, hello
)

// fact is what one clause says.
type fact struct {
	topic      topic
	value      string // yes, no, maybe, late, partial; lead, pass, swap; why
	contrast   bool   // it stands behind a but
	reason     bool   // unclear by itself, but a fair reason beside a no: "the kids are ill"
	able       bool   // "I can", "I will": weaker than a yes about turns
	start, end int    // tokens
	people     []int
	unknown    int // words of the clause that the language does not know
	because    string
}

// clause is a run of tokens with one subject and one negation.
type clause struct {
	start, end int
	contrast   bool
	set        classes
	neg        int  // negations
	glued      bool // an unknown word follows an idiom at once: "I'm in Berlin"
	noMid      bool // a no that does not begin the clause: "I have no reason"
	noNeg      int  // of these, in words that are a no by themselves: "leider nicht"
	half       bool // half a negation
	unknown    int
	before     int // unknown words before the first verb
	subject    classes
	verb       int // first token of a verb of the grammar, -1 if none
	people     []mention
	dates      []span
	content    int // words that are no glue
}

// verbs are the classes that a subject belongs to.
const verbs = cCome | cAttend | cFree | cLate | cPartial | cLead | cLeading | cPass | cTake | cSwap | cExcuse | cAbsent | cComing | cAble | cWill | cWish | cHedge

// predicates are the classes that say something about coming or leading.
const predicates = cCome | cAttend | cFree | cWorks | cLate | cPartial | cLead | cLeading | cPass | cTake | cSwap | cExcuse | cAbsent | cComing

// reader reads the prose of one reply.
type reader struct {
	in       *Input
	text     string // of one segment
	base     int    // where it begins in the joined text
	toks     []token
	tags     [][]tag // one row per language
	prior    []float64
	mentions map[int]mention
	asked    []span // dates of the meetings asked about
	strict   bool   // an open text ask: prose is likely
	hasTurn  bool
	words    map[int]vocabulary // of the ballots, by number of the ask
}

// clauses cuts tokens a..b at contrasts, reasons, and at an "and" that begins a
// new statement. What stands behind a reason is left out, but for a contrast.
func (r *reader) clauses(tags []tag, a, b int) []clause {
	var out []clause
	start, contrast, reason := a, false, false
	flush := func(end int) {
		if end > start && !reason {
			out = append(out, clause{start: start, end: end, contrast: contrast})
		}
	}
	for i := a; i < b; i++ {
		switch {
		case tags[i].has(cBut):
			flush(i)
			start, contrast, reason = i+1, true, false
			if tags[i].last > i && tags[i].set&^cBut == 0 {
				start = tags[i].last + 1
			}
			if tags[i].set&^cBut != 0 { // a word with a second meaning stays
				start = i
			}
		case tags[i].has(cBecause) && (i > a || tags[i].set == cBecause):
			flush(i)
			start, reason = i+1, true
		case tags[i].has(cIf) && tags[i].set&(cSelf|cWish|cHedge) == 0 && i > start && r.spoke(tags, start, i):
			flush(i)
			start, contrast, reason = i, false, false
		case tags[i].has(cAnd) && i > start && r.spoke(tags, start, i) && r.begins(tags, i+1, b):
			flush(i)
			start, contrast, reason = i+1, false, false
		}
	}
	flush(b)
	return out
}

// spoke reports whether tokens a..b hold a statement.
func (r *reader) spoke(tags []tag, a, b int) bool {
	for i := a; i < b; i++ {
		if tags[i].has(verbs | cYes | cNo | cWorks | cNeg | cUnsure | cOkay) {
			return true
		}
	}
	return false
}

// begins reports whether a new statement begins at i.
func (r *reader) begins(tags []tag, i, b int) bool {
	for k := 0; k < 3 && i < b; k, i = k+1, i+1 {
		if tags[i].has(cSelf | cThird | cAble | cWill | cNeg | cYes | cNo | cOther | cPass | cUnsure | cLate | cComing | cAbsent | cExcuse | cPartial) {
			return true
		}
		if _, ok := r.mentions[i]; ok {
			return true
		}
		if !tags[i].has(cFill | cRegret) {
			return false
		}
	}
	return false
}

// survey fills in what a clause is made of.
func (r *reader) survey(tags []tag, c *clause) {
	c.verb = -1
	c.dates = dates(r.toks, tags, c.start, c.end, r.in.Now)
	di := 0
	for i := c.start; i < c.end; i++ {
		for di < len(c.dates) && c.dates[di].end <= i {
			di++
		}
		if di < len(c.dates) && c.dates[di].start <= i && !tags[i].has(cUntil) {
			continue
		}
		t := r.toks[i]
		if m, ok := r.mentions[i]; ok && !(tags[i].known && (!t.upper || m.prefix || i == c.start && tags[i].set != 0)) {
			if !r.self(m) {
				c.people = append(c.people, m)
				if c.verb < 0 || c.subject == 0 {
					c.subject = cThird
				}
			}
			i = m.end - 1
			continue
		}
		if t.kind == mark || t.kind == newline || t.kind == emoji {
			continue
		}
		tg := tags[i]
		if !tg.known {
			if t.kind == number {
				continue
			}
			c.unknown++
			c.content++
			if c.verb < 0 {
				c.before++
			}
			continue
		}
		c.set |= tg.set
		if tg.has(cNeg) {
			c.neg++
			if tg.has(cNo) {
				c.noNeg++
			}
		}
		if tg.has(cComing) && tg.last+1 < c.end {
			next := tg.last + 1
			_, named := r.mentions[next]
			c.glued = c.glued || r.toks[next].kind == word && !tags[next].known && !named
		}
		if tg.has(cEveryone) && c.verb < 0 && c.subject == 0 && !tg.has(cGreet|verbs) {
			c.subject = cThird
		}
		if tg.set&(cNo|cNeg) == cNo && i != r.firstWord(c.start, c.end) {
			c.noMid = true
		}
		if tg.has(cNegHalf) {
			c.half = true
		}
		if tg.set&^(cFill|cBy|cAnd) != 0 {
			c.content++
		}
		if s := tg.set & (cSelf | cThird | cYou); s != 0 && (c.verb < 0 || c.subject == 0 || tg.has(predicates) && !c.spoken(cSelf|cThird|cYou)) {
			switch {
			case s&cSelf != 0:
				c.subject = cSelf
				c.before = max(0, c.before-1) // one opening adverb may be unknown
			case s&cThird != 0:
				c.subject = cThird
			case c.subject == 0:
				c.subject = cYou
			}
		}
		if c.verb < 0 && tg.has(verbs) {
			c.verb = i
		}
	}
	if c.half && c.neg == 0 && !c.has(cAbsent|cNo|cUnsure|cPass) { // else the other half is in that phrase
		c.neg = 1
	}
}

// spoken reports whether a subject was found.
func (c *clause) spoken(s classes) bool { return c.subject&s != 0 }

func (c *clause) has(s classes) bool { return c.set&s != 0 }

// self reports whether the mention is the writer.
func (r *reader) self(m mention) bool {
	return len(m.people) == 1 && r.in.People[m.people[0]].ID == r.in.Self
}

// read says what a clause means, nothing for words that are no answer.
func (r *reader) read(tags []tag, c clause, question, subjectless bool) []fact {
	r.survey(tags, &c)
	f := fact{start: c.start, end: c.end, contrast: c.contrast, unknown: c.unknown}
	say := func(t topic, value, because string) []fact {
		f.topic, f.value, f.because = t, value, because
		return []fact{f}
	}
	for _, m := range c.people {
		if len(m.people) == 1 {
			f.people = append(f.people, m.people[0])
		}
	}
	if c.has(cIrony) {
		return say(unclear, WhyUnclear, "may be irony")
	}
	if first := r.firstWord(c.start, c.end); first >= 0 && tags[first].has(cIf) && !question {
		got := say(condition, "", "a condition")
		if c.has(cCome|cAttend|cComing|cFree) && c.neg == 0 && c.spoken(cSelf) && !c.has(cWish) && r.otherDate(&c) == "" {
			f.topic, f.value, f.because = aboutComing, ValueMaybe, "coming, under a condition"
			got = append(got, f)
		}
		return got
	}
	if c.has(cElse) && !c.has(predicates&^(cExcuse|cLate)) && !c.has(cYes|cNo|cUnsure) {
		return nil
	}
	if got := r.handover(tags, &c, f, question); got != nil {
		return got
	}
	related := c.has(predicates|cYes|cNo|cUnsure) || c.has(cAble|cHedge|cWill) && c.unknown == 0
	if question || c.has(cAsk) && r.opens(tags, c) {
		if related || c.has(cTurn|cAble|cWill|cHedge) || len(c.dates) > 0 || c.content <= 6 {
			return say(asking, WhyQuestion, "a question")
		}
		return nil
	}
	if c.has(cSay) && !c.spoken(cSelf) {
		return say(reporting, WhySomebodyElse, "reports what somebody said")
	}
	if !related {
		return r.fragment(&c, say)
	}
	if c.has(cPast) && !c.has(cWish|cYes|cNo) {
		return say(bygone, "", "about the past")
	}
	if c.spoken(cThird) && c.has(predicates|cAble|cWill) && !c.has(cWorks) && !(c.has(cComing) && len(c.people) == 0 && !c.has(cEveryone)) {
		f.reason = c.has(cExcuse)
		return say(unclear, WhySomebodyElse, "about somebody else")
	}
	if why := r.otherDate(&c); why != "" {
		return say(unclear, WhyOtherDate, why)
	}
	if c.spoken(cYou) && c.has(predicates) && !c.has(cComing|cWorks|cAbsent) {
		return say(unclear, WhyUnclear, "not about the writer")
	}
	if c.neg > 1 && !c.half {
		return say(unclear, WhyUnclear, "two negations")
	}
	if c.has(predicates) {
		return r.predicate(tags, &c, f, subjectless)
	}
	return r.word(&c, say)
}

// opens reports whether the clause begins with a question word.
func (r *reader) opens(tags []tag, c clause) bool {
	for i := c.start; i < c.end; i++ {
		if tags[i].has(cAsk) { // "Kann ich leider nicht" is no question
			return c.neg == 0 || !tags[i].has(cSelf)
		}
		if !tags[i].has(cFill|cGreet|cBut|cAnd) && r.toks[i].kind != mark {
			return false
		}
	}
	return false
}

// fragment reads clauses without a predicate: a condition, a lone negation.
func (r *reader) fragment(c *clause, say func(topic, string, string) []fact) []fact {
	switch {
	case c.has(cIf):
		return say(condition, "", "a condition")
	case c.neg > 0 && c.unknown == 0 && !c.has(cAsk|cThanks) && len(c.people) == 0 && c.set&^(cNeg|cNegHalf|cFill|cRegret|cSelf|cBy|cAnd|cTurn|cWorks|cOkay) == 0:
		if r.otherDate(c) != "" {
			return say(unclear, WhyOtherDate, "about another date")
		}
		if c.has(cTurn) {
			return say(aboutLeading, ValuePass, "refuses the turn")
		}
		return say(bare, ValueNo, "a negation by itself")
	case c.unknown == 0 && c.neg == 0 && len(c.dates) == 1 && len(c.people) == 0 && c.has(cBye|cUntil) && c.set&^(cBye|cUntil|cFill|cAnd|cThanks|cOkay|cGreet|cBy) == 0:
		if d := c.dates[0]; r.farewell(d) {
			return say(aboutComing, ValueYes, "takes leave until the meeting")
		}
		return say(unclear, WhyOtherDate, "takes leave until another date")
	case c.unknown == 0 && c.has(cOkay):
		return say(polite, "okay", "agrees or only acknowledges")
	case c.unknown == 0 && c.has(cThanks|cRegret|cGreet|cBye):
		return say(polite, "", "courtesy")
	case c.has(cOtherDate) && c.unknown == 0, len(c.dates) > 0 && c.unknown == 0 && c.content > 0 && c.neg > 0:
		return say(unclear, WhyOtherDate, "a date without a verb")
	}
	return nil
}

// word reads answers without a predicate: yes, no, I can, I'll try.
func (r *reader) word(c *clause, say func(topic, string, string) []fact) []fact {
	yes, no := c.has(cYes), c.has(cNo)
	clean := c.unknown == 0
	switch {
	case yes && no:
		return say(unclear, WhyTwoReadings, "yes and no in one breath")
	case c.has(cUnsure):
		if c.unknown > 1 || len(c.people) > 0 {
			return say(unclear, WhyUnclear, "unsure, with unknown words or about somebody else")
		}
		return say(bare, ValueMaybe, "unsure")
	case !yes && no && c.neg > 0 && clean && c.before == 0 && c.has(cAble|cWill) && !c.has(cHedge|cWish|cIf) && !c.spoken(cThird|cYou):
		return r.modal(c, say)
	case yes && c.neg > 0:
		return say(unclear, WhyTwoReadings, "a yes beside a negation")
	case yes && (c.has(cIf) || c.has(cHedge)):
		return say(bare, ValueMaybe, "a yes with a condition or doubt")
	case yes:
		if c.unknown > 1 {
			return say(unclear, WhyUnclear, "a yes among unknown words")
		}
		return say(bare, ValueYes, "a word of consent")
	case no && (c.has(cIf) || c.has(cHedge)):
		return say(unclear, WhyUnclear, "a no with a condition or doubt")
	case no && c.neg > c.noNeg && !c.has(cAble|cWill):
		return say(unclear, WhyTwoReadings, "a no beside a negation")
	case no:
		if c.unknown > 0 {
			return say(unclear, WhyUnclear, "a no among unknown words")
		}
		return say(bare, ValueNo, "a word of refusal")
	case !clean || c.before > 0:
		return nil
	case c.has(cWish):
		return say(wish, ValueYes, "would like to")
	case c.has(cIf):
		return say(condition, "", "a condition")
	case c.has(cAble|cWill) && !c.has(cHedge|cWish) && !c.spoken(cThird|cYou):
		return r.modal(c, say)
	case c.has(cHedge) && c.neg == 0:
		return say(bare, ValueMaybe, "only a try or a hope")
	case c.has(cHedge):
		return say(unclear, WhyUnclear, "a doubt with a negation")
	}
	return nil
}

// modal reads "I can", "I won't", "can't do my turn".
func (r *reader) modal(c *clause, say func(topic, string, string) []fact) []fact {
	switch {
	case c.has(cTurn) && c.neg > 0:
		return say(aboutLeading, ValuePass, "cannot take the turn")
	case c.has(cTurn):
		return say(aboutLeading, ValueLead, "takes the turn")
	}
	value, because := ValueYes, "can or will"
	if c.neg > 0 {
		value, because = ValueNo, "cannot or will not"
	}
	got := say(bare, value, because)
	got[0].able = true
	return got
}

// otherDate says why the clause is about another date than the one asked
// about, "" if it is not.
func (r *reader) otherDate(c *clause) string {
	if c.has(cOtherDate) {
		return "about another date"
	}
	for _, d := range c.dates {
		if !r.asksFor(d) {
			return "names another date than the one asked about"
		}
	}
	return ""
}

// farewell reports whether "until Tuesday" means the meeting asked about.
func (r *reader) farewell(d span) bool {
	d.open, d.ranged = false, false
	return r.asksFor(d)
}

// asksFor reports whether the date may be the one of an ask. Without a known
// date of the ask any may.
func (r *reader) asksFor(d span) bool {
	if len(r.asked) == 0 {
		return !d.doubtful
	}
	if d.from.IsZero() && !d.weekday {
		return true
	}
	for _, a := range r.asked {
		if d.open {
			continue
		}
		if d.weekday && a.from.Weekday() == d.from.Weekday() && !d.from.IsZero() {
			return true
		}
		if !a.from.Before(d.from) && !a.from.After(d.to) {
			return true
		}
		if d.doubtful && int(a.from.Month()) == d.from.Day() && a.from.Day() == int(d.from.Month()) {
			return true
		}
	}
	return false
}
