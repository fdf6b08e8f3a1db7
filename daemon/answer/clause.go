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
	caveat                        // a "but" whose rest was not understood
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
	so         bool   // it stands behind a "so": the conclusion of what went before
	able       bool   // "I can", "I will": weaker than a yes about turns
	start, end int    // tokens
	people     []int
	set        classes // of the words of the clause
	leaves     bool    // an hour after the start stands in it
	self       bool    // the writer is its subject
	unknown    int     // words of the clause that the language does not know
	because    string
}

// clause is a run of tokens with one subject and one negation.
type clause struct {
	start, end int
	contrast   bool
	so         bool
	set        classes
	neg        int  // negations
	glued      bool // an unknown word follows an idiom at once, or stands inside: "I'm in Berlin"
	onTime     bool // "on time": with a negation that is late, or not at all
	idiom      bool // words of the grammar in another meaning: "come up with"
	yesMid     bool // a yes behind unknown words: "ich lese gern"
	noMid      bool // a no that does not begin the clause: "I have no reason"
	noNeg      int  // of these, in words that are a no by themselves: "leider nicht"
	half       bool // half a negation
	laughs     bool
	tells      bool // "I'll let you know"
	doubts     bool // a doubt in other words
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
	mentions []mention // by first token; without people if no member is named there
	asked    []span    // dates of the meetings asked about
	strict   bool      // an open text ask: prose is likely
	hasTurn  bool
	mayTake  bool               // "I'll take it" may answer something
	words    map[int]vocabulary // of the ballots, by number of the ask
	printed  map[string]string  // their texts, as words
}

// farBack is how many tokens before a word that may divide a clause are looked at.
const farBack = 60

// clauses cuts tokens a..b at contrasts, reasons, and at an "and" that begins a
// new statement. What stands behind a reason is left out, but for a contrast.
func (r *reader) clauses(tags []tag, a, b int) []clause {
	var out []clause
	start, contrast, reason, so := a, false, false, false
	flush := func(end int) {
		if end > start && !reason {
			out = append(out, clause{start: start, end: end, contrast: contrast, so: so})
		}
		so = false
	}
	for i := a; i < b; i++ {
		switch {
		case tags[i].concludes() && i+1 < b && tags[i+1].set&^cNo == cNeg && r.states(tags, start, i): // "ik kom dus niet"
		case tags[i].concludes() && i > start && r.toks[i-1].kind == word && (r.spoke(tags, start, i) || i+1 < b && tags[i+1].has(cSelf|cYes|cNo|cComing|cAbsent)):
			flush(i)
			start, contrast, reason, so = i, false, false, true
		case tags[i].concludes() && i == start && i+1 < b:
			so = true
		case tags[i].has(cBut) && r.particle(tags, i, a, b):
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
		case tags[i].has(cAnd) && i > start && (r.spoke(tags, start, i) && r.begins(tags, i+1, b) || r.stated(tags, start, i, b)):
			flush(i)
			start, contrast, reason = i+1, false, false
		}
	}
	flush(b)
	return out
}

// particle reports whether a "but" stands behind its verb, as German has it
// ("kann aber leider nicht"): then it splits nothing.
func (r *reader) particle(tags []tag, i, a, b int) bool {
	if !tags[i].has(cFill) || i == a {
		return false
	}
	verb := false
	for k := i - 1; k >= a && k >= i-3; k-- {
		verb = verb || tags[k].has(verbs)
		if tags[k].has(cBut | cAnd) {
			return false
		}
	}
	for k := i + 1; verb && k < b && k <= i+3; k++ {
		if tags[k].has(cNeg) {
			return true
		}
		if !tags[k].has(cFill | cRegret) {
			return false
		}
	}
	return false
}

// spoke reports whether tokens a..b hold a statement.
func (r *reader) spoke(tags []tag, a, b int) bool {
	for i := max(a, b-farBack); i < b; i++ {
		if tags[i].has(verbs|cYes|cNo|cWorks|cNeg|cUnsure|cOkay) || tags[i].has(cSelf) && b-i > 3 {
			return true
		}
	}
	return false
}

// stated reports whether tokens a..i say by themselves that the writer comes or
// does not, and what is behind the "and" at i is something else than leading.
func (r *reader) stated(tags []tag, a, i, b int) bool {
	var set classes
	for k := max(a, i-farBack); k < i; k++ {
		set |= tags[k].set
	}
	for k := i + 1; k < b && k < i+5; k++ {
		if tags[k].has(cLead | cLeading | cTake | cTurn | cCome | cAttend | cPartial | cLate | cNeg) {
			return false
		}
	}
	return set&cSelf != 0 && set&(cCome|cAttend|cComing|cAbsent) != 0 && set&(cNeg|cIf|cWish) == 0
}

// states reports whether a verb of coming of the writer stands in a..b: then a
// "so" before a negation belongs to it ("ik kom dus niet").
func (r *reader) states(tags []tag, a, b int) bool {
	var set classes
	for i := max(a, b-farBack); i < b; i++ {
		set |= tags[i].set
	}
	return set&cNeg == 0 && set&(cCome|cAttend|cAble|cComing|cWill) != 0
}

// begins reports whether a new statement begins at i.
func (r *reader) begins(tags []tag, i, b int) bool {
	for k := 0; k < 3 && i < b; k, i = k+1, i+1 {
		if tags[i].has(cSelf | cThird | cAble | cWill | cNeg | cYes | cNo | cOther | cPass | cUnsure | cLate | cComing | cAbsent | cExcuse | cPartial) {
			return true
		}
		if _, ok := r.mention(i); ok {
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
		if m, ok := r.mention(i); ok && !(tags[i].known && (!t.upper || m.prefix || i == c.start && tags[i].set != 0)) {
			if !r.self(m) && r.spokenTo(tags, c, i, m) {
				i = m.end - 1
				continue
			}
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
			if t.kind == number || len(t.text) == 1 && !t.spaced && i > c.start && r.toks[i-1].kind == number { // 16h
				continue
			}
			c.unknown++
			c.content++
			if c.verb < 0 {
				c.before++
			}
			continue
		}
		if tg.has(cLate) && tg.has(cFill) {
			c.onTime = true
			continue
		}
		set := tg.set
		if tg.tells() {
			c.tells = true
			set &^= cSay
		}
		if tg.has(cIrony) && tg.words == 1 && isLaugh(t.text) {
			c.laughs = true
			set &^= cIrony
		}
		c.doubts = c.doubts || tg.has(cUnsure|cHedge|cIf) && !tg.tells()
		c.set |= set
		if tg.has(cNeg) {
			c.neg++
			if tg.has(cNo) {
				c.noNeg++
			}
		}
		c.idiom = c.idiom || tg.has(cElse) && !tg.has(cFill)
		if tg.has(cYes) && c.unknown > 0 {
			c.yesMid = true
		}
		if tg.last-i >= tg.words { // a phrase with a gap
			for k := i + 1; k < tg.last; k++ {
				_, named := r.mention(k)
				c.glued = c.glued || r.toks[k].kind == word && !tags[k].known && !named
			}
		}
		if tg.has(cComing) && tg.last+1 < c.end {
			next := tg.last + 1
			_, named := r.mention(next)
			c.glued = c.glued || r.toks[next].kind == word && !named && (!tags[next].known || tags[next].has(cNumber))
		}
		if tg.has(cEveryone) && c.verb < 0 && c.subject == 0 && !tg.has(cGreet|verbs) {
			c.subject = cThird
		}
		if tg.set&(cNo|cNeg|cAbsent) == cNo && i != r.firstWord(c.start, c.end) {
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
				if !tg.has(verbs) { // a pronoun: one opening adverb may be unknown
					c.before = max(0, c.before-1)
				}
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
