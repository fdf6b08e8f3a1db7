package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// person is a character at work: with a mailbox, a memory and moods of its own.
type person struct {
	character
	place  int // in the cast
	zone   *time.Location
	rng    *rand.Rand
	said   map[question]int // how often each question was answered
	heap   []string         // reflections not yet written
	ideas  []string         // topics not yet proposed
	voted  string           // the words of the last vote, and its letter
	letter string
	told   map[string]bool // days on which the auto-responder has answered
	tries  []string        // what they would try, not yet said
	notes  []string        // of meetings, not yet written
	mails  []letter        // that came, as the mail program keeps them
}

func newPerson(c character, place int, seed uint64) (*person, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	p := &person{
		character: c, place: place, zone: zone, rng: rand.New(rand.NewPCG(seed, uint64(place)+1)), //nolint:gosec // chance of a story, not of a secret
		said: map[question]int{}, ideas: slices.Clone(c.Ideas), notes: slices.Clone(c.Notes), told: map[string]bool{},
	}
	p.heap = slices.Clone(thoughts[c.Language])
	if len(c.Says[aboutThoughts]) > 0 {
		p.tries = slices.Clone(tries[c.Language])
	}
	p.rng.Shuffle(len(p.tries), func(i, j int) { p.tries[i], p.tries[j] = p.tries[j], p.tries[i] })
	p.rng.Shuffle(len(p.heap), func(i, j int) { p.heap[i], p.heap[j] = p.heap[j], p.heap[i] })
	return p, nil
}

// token is a short random word for Message-IDs and boundaries.
func (p *person) token() string { return fmt.Sprintf("%013x", p.rng.Uint64()>>12) }

func (p *person) chance(share float64) bool { return p.rng.Float64() < share }

// reply is what a person will send: when, and how to write it then.
type reply struct {
	at        time.Time
	who       *person
	seq       int
	automatic bool // sent by a program under the empty envelope sender
	write     func(now time.Time) []byte
	act       func() error // instead of a mail: something done at the computer itself
}

// read is a mail arriving; what it leads to comes back, with the time that
// people take.
func (p *person) read(l letter, now time.Time) []reply {
	p.mails = append(p.mails, l)
	asks := l.questions()
	joining := len(asks) == 1 && asks[0].What == aboutJoining
	if p.Seat || p.Silent && !joining {
		return nil
	}
	if p.away(now) {
		return p.autoRespond(&l, now)
	}
	if len(asks) == 1 && asks[0].What == aboutInvitation {
		return p.invited(&l, now)
	}
	if len(asks) == 0 {
		return p.nothingAsked(&l, now)
	}
	return p.answer(&l, asks, now)
}

// invited answers an invitation by the calendar, or leaves it for later.
func (p *person) invited(l *letter, now time.Time) []reply {
	busy := p.busy(l)
	if !p.chance(p.Clicks) {
		return nil
	}
	comment := ""
	if len(p.Comments) > 0 {
		comment = p.Comments[p.rng.IntN(len(p.Comments))]
	}
	return []reply{{at: p.later(now, false), who: p, write: func(now time.Time) []byte {
		if busy {
			return p.click(l, "DECLINED", "", now)
		}
		return p.click(l, p.PartStat, comment, now)
	}}}
}

// nothingAsked: a receipt gets a thank-you now and then, and rarely somebody has
// to take a yes back.
func (p *person) nothingAsked(l *letter, now time.Time) []reply {
	receipt := strings.HasPrefix(strings.ToLower(l.Subject), "re: ")
	switch {
	case receipt && p.Thanks && p.chance(0.25):
		return []reply{p.plain(l, "Thanks!", p.later(now, true))}
	case !receipt && strings.Contains(l.Text, "You said you'll come.") && p.chance(0.07):
		return []reply{p.plain(l, takenBack, p.later(now, false))}
	}
	return nil
}

func (p *person) plain(l *letter, text string, at time.Time) reply {
	return reply{at: at, who: p, write: func(now time.Time) []byte {
		lay := p.Layout
		if lay == between || lay == pressing {
			lay = onTop
		}
		return p.write(draft{Subject: re(l.Subject), To: GroupAddress, InReplyTo: l, Text: text, Layout: lay}, now)
	}}
}

// answer writes one reply to all questions of a letter; who presses buttons
// sends the button's mail, and the rest in another one.
func (p *person) answer(l *letter, asks []asked, now time.Time) []reply {
	urgent := len(asks) == 1 && slices.Contains(prompt, asks[0].What) || len(asks) == 1 && len(l.Buttons) == 2
	at := p.later(now, urgent)
	var replies []reply
	var texts []string
	d := draft{Subject: re(l.Subject), To: GroupAddress, InReplyTo: l, Layout: p.Layout}
	type said struct {
		asked
		words string
	}
	var all []said
	plain := true // the letter can be answered without numbers
	for _, a := range asks {
		if words, ok := p.words(l, a); ok && words != "" {
			all = append(all, said{a, words})
			plain = plain && slices.Contains([]question{aboutComing, aboutTurn, aboutTopics, aboutStepIn, aboutSwap}, a.What)
		}
	}
	numbers := len(all) > 1 && (!plain || p.Program == thunderbird && p.Language == "en")
	for _, a := range all {
		words := a.words
		if p.Layout == pressing {
			if b, found := p.buttonFor(l, a.asked, words); found {
				replies = append(replies, reply{at: at, who: p, write: func(now time.Time) []byte {
					return p.write(draft{Subject: b.Subject, To: b.To, Text: b.Body}, now)
				}})
				continue
			}
		}
		if p.Layout == between && (a.What == aboutTheEnd || a.What == aboutHealth || a.What == aboutHopes) {
			d.Inline = append(d.Inline, underEach(l, a.Line, words)...)
			continue
		}
		d.Inline = append(d.Inline, inline{endOfBlock(l, a.Line), words})
		if n, err := strconv.Atoi(a.Number); err == nil && (a.What == aboutHealth || a.What == aboutTheEnd && strings.Contains(words, "\n")) {
			words = renumbered(words, n)
		} else if err == nil && numbers {
			words = a.Number + ": " + words
		}
		texts = append(texts, words)
	}
	if len(texts) == 0 && len(d.Inline) == 0 {
		return replies
	}
	d.Text = strings.Join(texts, "\n")
	if d.Layout == pressing {
		d.Layout = onTop
	}
	return append(replies, reply{at: at.Add(time.Duration(len(replies)) * time.Minute), who: p, write: func(now time.Time) []byte { return p.write(d, now) }})
}

// endOfBlock is the last line of the paragraph in which a question stands.
func endOfBlock(l *letter, line int) int {
	lines := strings.Split(l.Text, "\n")
	for line+1 < len(lines) && strings.TrimSpace(lines[line+1]) != "" {
		line++
	}
	return line
}

// renumbered gives answers that count from 1 the numbers of the letter.
func renumbered(words string, first int) string {
	if first == 1 {
		return words
	}
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		if n, rest, ok := strings.Cut(line, ":"); ok {
			if at, err := strconv.Atoi(n); err == nil {
				lines[i] = strconv.Itoa(at+first-1) + ":" + rest
			}
		}
	}
	return strings.Join(lines, "\n")
}

// underEach puts the lines of an answer under the numbered questions of a survey,
// which begin at a line.
func underEach(l *letter, from int, words string) []inline {
	var ins []inline
	answers := strings.Split(words, "\n")
	lines := strings.Split(l.Text, "\n")
	for i, line := range lines {
		if i >= from && numbered.MatchString(line) && len(ins) < len(answers) {
			at := i
			for at+1 < len(lines) && strings.HasPrefix(lines[at+1], "   ") { // the question goes on
				at++
			}
			_, a, numbers := strings.Cut(answers[len(ins)], ": ")
			if !numbers {
				a = answers[len(ins)]
			}
			ins = append(ins, inline{at, a})
		}
	}
	return ins
}

// later is when the person gets round to answering: people sleep at night.
func (p *person) later(now time.Time, soon bool) time.Time {
	roll := p.rng.IntN(100)
	at := now
	for _, d := range usualDelays {
		if soon {
			roll /= 2
		}
		if roll -= d.percent; roll < 0 {
			at = now.Add(d.from + time.Duration(p.rng.Int64N(int64(d.max-d.from))))
			break
		}
	}
	local := at.In(p.zone)
	minute := p.rng.IntN(90)
	switch {
	case local.Hour() < 7:
		local = time.Date(local.Year(), local.Month(), local.Day(), 7, minute, 0, 0, p.zone)
	case local.Hour() >= 22:
		local = time.Date(local.Year(), local.Month(), local.Day()+1, 7, minute, 0, 0, p.zone)
	}
	return local.UTC().Truncate(time.Second)
}

// away tells whether the person is on vacation.
func (p *person) away(now time.Time) bool {
	day := now.In(p.zone).Format(time.DateOnly)
	return slices.ContainsFunc(p.Away, func(s span) bool { return s.From <= day && day <= s.To })
}

// autoRespond is what the mail server of somebody on vacation sends, once a day
// (RFC 3834).
func (p *person) autoRespond(l *letter, now time.Time) []reply {
	day := now.In(p.zone).Format(time.DateOnly)
	if p.told[day] {
		return nil
	}
	p.told[day] = true
	until := day
	for _, s := range p.Away {
		if s.From <= day && day <= s.To {
			until = s.To
		}
	}
	back, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return nil
	}
	text := "Thank you for your message. I am on vacation until " + back.Format("2 January") + " and read no mail.\nYes, really: none at all. I will come back to you then.\n\n" + p.Sign + "\n"
	return []reply{{at: now.Add(2 * time.Second), who: p, automatic: true, write: func(now time.Time) []byte {
		d := draft{
			Subject: "Automatic reply: " + l.Subject, To: GroupAddress, Layout: onTop, Text: text,
			Headers: []string{"Auto-Submitted: auto-replied", "In-Reply-To: " + l.MessageID, "References: " + l.MessageID},
		}
		return p.write(d, now)
	}}}
}

// onTheirOwn are the mails that the person writes unasked.
func (p *person) onTheirOwn() ([]reply, error) {
	var rs []reply
	for _, f := range p.Fresh {
		at, err := time.ParseInLocation("2006-01-02T15:04", f.At, p.zone)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		rs = append(rs, reply{at: at.UTC(), who: p, write: func(now time.Time) []byte {
			d := draft{Subject: f.Subject, To: GroupAddress, Text: f.Text, Layout: onTop}
			if l, ok := p.kept(f.Re); ok {
				d.Subject, d.InReplyTo = re(l.Subject), &l
			}
			return p.write(d, now)
		}})
	}
	return rs, nil
}

// kept is the newest mail that has these words in its subject.
func (p *person) kept(words string) (letter, bool) {
	for _, l := range slices.Backward(p.mails) {
		if words != "" && strings.Contains(strings.ToLower(l.Subject), strings.ToLower(words)) {
			return l, true
		}
	}
	return letter{}, false
}

func re(subject string) string {
	if strings.HasPrefix(strings.ToLower(subject), "re: ") {
		return subject
	}
	return "Re: " + subject
}

// Short is the person's part of file names: the first name in lower case.
func (p *person) Short() string { return strings.ToLower(strings.Fields(p.Name)[0]) }
