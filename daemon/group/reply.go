package group

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// CalendarReply is what a member's calendar program said about one meeting.
type CalendarReply struct {
	Meeting   MeetingID
	PartStat  string // ACCEPTED, TENTATIVE, DECLINED, ... upper case
	Sequence  int
	Stamp     time.Time
	Start     time.Time // as the program believes it, zero if unknown
	Proposed  time.Time // another time that it proposes, zero if none
	Comment   string
	Delegated string // to whom
	Refresh   bool   // it asks for the event as it is now (RFC 5546 section 3.2.6)
}

// Inbound is a mail that has been tied to a member of the group and may act.
type Inbound struct {
	Inbox     int64 // ledger row, also the order of arrival
	MessageID string
	Subject   string
	From      string
	Received  time.Time
	Member    MemberID
	Letter    string // token of the letter it answers, "" if none is known
	Segments  []answer.Segment
	Calendar  []CalendarReply
	Lexicon   *answer.Lexicon
	Named     bool // "with my name"
	// Unreadable: it holds an answer in a form that only its own program reads
	// (winmail.dat). Without words beside it the person is asked for some.
	Unreadable bool
}

// position is the place in the order of arrival: that of the mail itself, also
// when it was held and is applied later.
func (in Inbound) position() int64 { return in.Inbox }

// Understood is what one answer came to.
type Understood struct {
	Outcome
	Lines  []ReceiptLine // what was recorded, for reading it back
	AtOnce bool          // to be read back at once
	Kind   string        // of the receipt, where it is a special one: closed, late, unclear
}

// Result is what became of a mail.
type Result struct {
	Outcome
	Ledger  string    // applied, unclear, nothing, late, after_close
	Answers []Reading // what was read in it
	Because []string
}

// Reading is one answer and what it led to.
type Reading struct {
	answer.Answer
	Effect string // "recorded: yes for 2026-03-10T16:00", "asked back: two_readings", "kept, private", ...
}

// Receive reads a member's mail: what the calendar program said, else what the
// person wrote. Every mail comes to exactly one outcome. The outcome's changes
// have been applied to g.
func Receive(g *Group, in Inbound, now time.Time) Result {
	r := reception{g: g, in: in, now: now, receipt: ReceiptData{}}
	if !g.Closed.IsZero() {
		r.res.add(Entry{At: now, Kind: "after_close", Member: in.Member, Inbox: in.Inbox})
		r.res.Items = append(r.res.Items, g.notices(in, NoticeData{Kind: "after_close", Who: g.first(in.Member)})...)
		r.res.Ledger = "after_close"
		return r.res
	}
	r.reached()
	if m, _ := g.Member(in.Member); m.State == Left {
		r.res.add(Entry{At: now, Kind: "left", Member: in.Member, Text: "wrote after leaving", Inbox: in.Inbox})
		r.res.Items = append(r.res.Items, g.noticesOnce(string(in.Member)+" left", NoticeData{Kind: "not_yet", Who: g.first(in.Member)})...)
		r.res.Ledger = "left"
		return r.res
	}
	if len(in.Calendar) > 0 {
		r.calendar()
	} else {
		r.words()
	}
	r.close()
	return r.res
}

// reception is one mail being read.
type reception struct {
	g       *Group
	in      Inbound
	now     time.Time
	res     Result
	receipt ReceiptData
	atOnce  bool
	applied bool
}

func (r *reception) calendar() {
	seen := map[CalendarReply]bool{}
	for _, c := range r.in.Calendar {
		if seen[c] { // the same object twice in one mail
			continue
		}
		seen[c] = true
		before := len(r.res.Changes)
		u := r.g.readCalendar(r.in, c, r.now)
		r.take(u)
		r.because("calendar reply for %s: %s", c.Meeting, c.PartStat)
		a := answer.Answer{Kind: answer.KindRSVP, Value: string(partStats[c.PartStat]), Words: "PARTSTAT=" + c.PartStat, Text: c.Comment, Because: "the calendar program says so"}
		if a.Value == "" {
			a.Kind = answer.KindNothing
		}
		r.res.Answers = append(r.res.Answers, Reading{a, r.effect(before, u.Kind)})
	}
	r.atOnce, r.receipt = false, ReceiptData{} // a click gets no receipt
	r.applied = true
}

func (r *reception) because(format string, args ...any) {
	r.res.Because = append(r.res.Because, fmt.Sprintf(format, args...))
}

// take puts what was understood on record, so that the next answer sees it.
func (r *reception) take(u Understood) {
	r.g.Apply(u.Changes...)
	r.res.join(u.Outcome)
	r.receipt.Lines = append(r.receipt.Lines, u.Lines...)
	r.atOnce = r.atOnce || u.AtOnce || u.Kind != ""
	if u.Kind != "" {
		r.receipt.Kind = u.Kind
	}
	if len(u.Changes) > 0 {
		r.applied = true
	}
}

// asks are the questions a reply may answer: those of its letter, else those
// that are open to the member if there is exactly one of their kind.
func (r *reception) asks() []Ask {
	if l, ok := r.g.Letter(r.in.Letter); ok {
		if asks := r.g.withComing(l); len(asks) > 0 {
			return asks
		}
	}
	type what struct {
		practice, about string
		question        int
	}
	open := map[AskKind]map[what]Ask{}
	for _, l := range r.g.Letters {
		if l.Member != r.in.Member {
			continue
		}
		for _, a := range l.Asks {
			if a.Practice == "confirm" || !a.Closes.IsZero() && !r.now.Before(a.Closes) {
				continue
			}
			if a.Kind == AskComing || a.Kind == AskTurn || a.Practice == "stepin" { // of a meeting that moved or was cancelled
				if _, ok := r.g.asPrinted(a); !ok {
					continue
				}
			}
			if open[a.Kind] == nil {
				open[a.Kind] = map[what]Ask{}
			}
			w := what{a.Practice, a.About, a.Question}
			if a.Kind == AskComing { // invitation, letter and nudge ask the same
				w.practice = ""
			}
			open[a.Kind][w] = a
		}
	}
	var asks []Ask
	for _, kind := range []AskKind{AskTurn, AskComing, AskYesNo, AskChoice, AskRating, AskText} {
		if len(open[kind]) != 1 {
			continue
		}
		for _, a := range open[kind] {
			a.Number = unprinted + len(asks) // no number that a person could have seen
			asks = append(asks, a)
		}
	}
	return asks
}

// withComing are the questions of a letter. One that tells of a meeting can
// always be answered about coming, also where it did not ask: "if that changes,
// a line is enough".
func (g *Group) withComing(l Letter) []Ask {
	asks := l.Asks
	for _, mt := range g.takingPlace() {
		s, ok := g.settled[Key{Practice: "coming", Occurrence: string(mt.ID), Member: l.Member}]
		if !ok || s.Letter != l.Token || slices.ContainsFunc(l.Asks, func(a Ask) bool {
			about, _ := g.aboutMeeting(a.About)
			return about.ID == mt.ID && (a.Kind == AskComing || a.Kind == AskTurn)
		}) {
			continue
		}
		closes := mt.Start
		if g.answeredPlan(mt, l) < mt.Sequence {
			closes = l.At // it told of another time or place
		}
		asks = append(slices.Clip(asks), Ask{Number: unprinted, Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: closes})
	}
	return asks
}

// answeredPlan is the SEQUENCE of the meeting that a member's last answer before a
// letter was about.
func (g *Group) answeredPlan(mt Meeting, l Letter) int {
	sequence := 0
	for _, r := range g.RSVPs {
		if r.Meeting == mt.ID && r.Member == l.Member && !r.Received.After(l.At) {
			sequence = r.Sequence
		}
	}
	return sequence
}

// unprinted is where the numbers of asks start that stand in no letter.
const unprinted = 1000

// words reads what the person wrote.
func (r *reception) words() {
	m, _ := r.g.Member(r.in.Member)
	asks := r.asks()
	input := answer.Input{Segments: unquoted(r.in.Segments, asks), Self: string(m.ID), Now: r.in.Received.In(m.Zone), Lexicon: r.in.Lexicon}
	for _, a := range asks {
		q := answer.Ask{Number: a.Number, Kind: answer.AskKind(a.Kind), Prompt: a.Prompt, Min: a.Min, Max: a.Max}
		if mt, ok := r.g.aboutMeeting(a.About); ok {
			q.At = mt.Start.In(m.Zone)
		}
		for _, o := range a.Options {
			q.Options = append(q.Options, answer.Option{Letter: o.Letter, Text: o.Text})
		}
		input.Asks = append(input.Asks, q)
	}
	for _, o := range r.g.active() {
		input.People = append(input.People, answer.Person{ID: string(o.ID), Name: o.Name})
	}
	answers := answer.Read(input)
	if r.in.Unreadable && !slices.ContainsFunc(answers, func(a answer.Answer) bool { return a.Kind != answer.KindNothing }) {
		answers = []answer.Answer{{Kind: answer.KindAskBack, Value: answer.WhyUnclear, Because: "winmail.dat, and no words"}}
	}
	for _, a := range answers {
		if a.Kind == answer.KindNamed {
			r.in.Named = true
		}
	}
	for _, a := range answers {
		r.because("%s %s: %s", a.Kind, a.Value, a.Because)
		before := len(r.res.Changes)
		kind := r.one(a, asks)
		r.res.Answers = append(r.res.Answers, Reading{a, r.effect(before, kind)})
	}
}

// effect says in a line what an answer led to, for explaining it.
func (r *reception) effect(before int, kind string) string {
	var parts []string
	for _, c := range r.res.Changes[before:] {
		switch c := c.(type) {
		case RSVP:
			parts = append(parts, fmt.Sprintf("recorded: %s for %s", c.Answer, c.Meeting))
		case Turn:
			parts = append(parts, fmt.Sprintf("turn %s: %s", c.TurnKey(), c.State))
		case Topic:
			parts = append(parts, fmt.Sprintf("topic %d in the pool", c.N))
		case Vote:
			parts = append(parts, fmt.Sprintf("voted for %s", c.Meeting))
		case Response:
			parts = append(parts, fmt.Sprintf("kept as the answer to %s, question %d; private to its writer", c.Practice, c.Question))
		case Held:
			parts = append(parts, "held mail: "+c.Outcome)
		case Entry:
			switch c.Kind {
			case "unclear":
				parts = append(parts, "asked back: "+c.About)
			case "command":
				parts = append(parts, "asked of convene: "+c.About)
			}
		}
	}
	if len(parts) == 0 {
		return first(kind, "nothing")
	}
	return strings.Join(parts, ", ")
}

// aboutMeeting is the meeting that an ask is about, directly or by a turn.
func (g *Group) aboutMeeting(about string) (Meeting, bool) {
	id, _, _ := strings.Cut(about, "/")
	return g.Meeting(MeetingID(id))
}

// one lets the practice that claims an answer act on it, and returns the kind
// of receipt where it is a special one.
func (r *reception) one(a answer.Answer, asks []Ask) string {
	if a.Kind == answer.KindAskBack {
		return r.unclear(a)
	}
	if i := slices.IndexFunc(asks, func(q Ask) bool { return q.Number == a.Ask && a.Ask != 0 }); i >= 0 {
		return r.claimed(a, asks[i])
	}
	if a.Kind == answer.KindTurn {
		return r.turn(a, asks)
	}
	switch a.Kind {
	case answer.KindNothing, answer.KindNamed:
	case answer.KindTopic:
		u := r.g.propose(r.in, a.Text, r.now)
		if u.Kind == "unclear" {
			return r.unclear(a)
		}
		r.take(u)
	case answer.KindCommand:
		r.command(a)
	case answer.KindRSVP, answer.KindYesNo, answer.KindChoice, answer.KindRating:
		a.Value = answer.WhyNoQuestion
		return r.unclear(a)
	default:
		if i := slices.IndexFunc(asks, func(q Ask) bool { return q.Practice == "survey" }); i >= 0 {
			return r.besides(a, asks[i])
		}
		r.keep(a)
	}
	return ""
}

// besides takes what fits none of the survey's questions by itself: whoever
// writes it all as one letter has said it for the report too.
func (r *reception) besides(a answer.Answer, ask Ask) string {
	ask.Letter, ask.Question, ask.Kind = "", surveyBesides, AskText
	a.Kind, a.Text = answer.KindText, strings.TrimSpace(first(a.Text, a.Words))
	if a.Text == "" {
		return ""
	}
	if said, ok := r.g.Response(ask.Practice, ask.About, ask.Question, r.in.Member); ok && said.Inbox == r.in.Inbox {
		a.Text = said.Text + "\n" + a.Text
	}
	return r.claimed(a, ask)
}

// claimed hands an answer to the practice whose ask it answers.
func (r *reception) claimed(a answer.Answer, ask Ask) string {
	p, ok := practice(ask.Practice)
	if !ok || p.Read == nil {
		return r.unclear(a)
	}
	u := p.Read(r.g, r.in, ask, a, r.now)
	if u.Kind == "unclear" {
		return r.unclear(a)
	}
	if ask.Letter != "" && len(u.Changes) > 0 {
		u.add(AskState{Letter: ask.Letter, Number: r.printed(ask), Answered: true})
	}
	r.take(u)
	return u.Kind
}

// printed is the number under which an ask stands in its letter.
func (r *reception) printed(a Ask) int {
	if a.Number < unprinted {
		return a.Number
	}
	if l, ok := r.g.Letter(a.Letter); ok {
		for _, b := range l.Asks {
			if b.Practice == a.Practice && b.About == a.About && b.Question == a.Question {
				return b.Number
			}
		}
	}
	return a.Number
}

// turn reads words about a role that claim no question by themselves: they
// belong to the letter's only question about a role, else to the writer's only
// turn ahead, or, for a swap, to the named member's.
func (r *reception) turn(a answer.Answer, asks []Ask) string {
	var about []Ask
	for _, q := range asks {
		if q.Practice == "turn" || q.Practice == "stepin" {
			about = append(about, q)
		}
	}
	if len(about) == 1 && (about[0].Practice == "turn" || a.Value != answer.ValueSwap) {
		return r.claimed(a, about[0])
	}
	var mine []Turn
	for _, t := range r.g.Turns {
		mt, ok := r.g.Meeting(t.Meeting)
		holder := t.Member == r.in.Member || a.Value == answer.ValueSwap && slices.Contains(a.People, string(t.Member))
		if ok && holder && r.now.Before(mt.Start) && (t.State == Offered || t.State == Accepted || t.State == Asked && t.From == "") {
			mine = append(mine, t)
		}
	}
	if len(mine) != 1 {
		return r.unclear(a)
	}
	u := readTurn(r.g, r.in, Ask{About: mine[0].TurnKey(), Kind: AskTurn}, a, r.now)
	if u.Kind == "unclear" {
		return r.unclear(a)
	}
	r.take(u)
	return u.Kind
}

// keep stores prose that answers no question, for its writer alone.
func (r *reception) keep(a answer.Answer) {
	text := strings.TrimSpace(first(a.Text, a.Words))
	if text == "" {
		return
	}
	u := Understood{AtOnce: true}
	u.add(Response{Practice: "note", About: strconv.FormatInt(r.in.Inbox, 10), Question: 1, Member: r.in.Member, Text: text, Inbox: r.in.Inbox, At: r.in.Received},
		Entry{At: r.now, Kind: "note", Member: r.in.Member, Inbox: r.in.Inbox})
	r.take(u)
	if r.receipt.Kind == "" {
		r.receipt.Kind, r.receipt.Words = "text", excerpt(text, 80)
	}
}

// unclear says that words were not understood; a person sees it too.
func (r *reception) unclear(a answer.Answer) string {
	r.atOnce = true
	if r.receipt.Kind != "unclear" && r.receipt.Kind != "no_question" {
		r.receipt.Kind, r.receipt.Words = "unclear", excerpt(a.Words, 120)
		if a.Value == answer.WhyNoQuestion {
			r.receipt.Kind = "no_question"
		}
	}
	r.res.add(Entry{At: r.now, Kind: "unclear", Member: r.in.Member, About: a.Value, Inbox: r.in.Inbox})
	r.res.Ledger = "unclear"
	return "unclear"
}

// command does what a member asked of convene itself.
func (r *reception) command(a answer.Answer) {
	r.atOnce, r.applied = true, true
	r.res.add(Entry{At: r.now, Kind: "command", Member: r.in.Member, About: a.Value, Inbox: r.in.Inbox})
	switch a.Value {
	case "help":
		r.receipt.Kind, r.receipt.Forms = "help", Forms()
	case "status":
		r.receipt.Kind, r.receipt.Lines = "status", r.g.standingOf(r.in.Member, r.now)
	case "less", "unsubscribe":
		r.receipt.Kind = "less"
	default:
		r.receipt.Kind = "not_yet"
		r.res.Items = append(r.res.Items, r.g.notices(r.in, NoticeData{Kind: "not_yet", Who: r.g.first(r.in.Member), Text: excerpt(a.Words, 120)})...)
	}
}

// standingOf says what is on record of a member's next meetings and turns.
func (g *Group) standingOf(id MemberID, now time.Time) []ReceiptLine {
	var lines []ReceiptLine
	for _, mt := range g.takingPlace() {
		if !mt.Start.After(now) || len(lines) >= 4 {
			continue
		}
		if _, invited := g.Invitation(mt.ID, id); !invited {
			continue
		}
		l := ReceiptLine{What: "unsaid", Start: mt.Start}
		if rsvp, ok := g.RSVP(mt.ID, id); ok {
			l.What = string(rsvp.Answer)
		}
		lines = append(lines, l)
		for _, t := range g.Turns {
			if t.Meeting == mt.ID && t.Member == id && t.State == Accepted {
				lines = append(lines, ReceiptLine{What: "lead", Start: mt.Start, Role: t.Role})
			}
		}
	}
	return lines
}

// Forms are things a member can write, for help.
func Forms() []Form {
	return []Form{
		{Example: "yes / no / maybe / I'll be late", Does: "coming"},
		{Example: "not leading", Does: "pass"},
		{Example: "Ana will take mine", Does: "swap"},
		{Example: "A C", Does: "choice"},
		{Example: "topic: asking better questions", Does: "topic"},
		{Example: "status", Does: "status"},
		{Example: "less mail", Does: "less"},
	}
}

// close settles the ledger's outcome and answers at once where that is due.
func (r *reception) close() {
	m, _ := r.g.Member(r.in.Member)
	switch {
	case r.res.Ledger != "":
	case r.receipt.Kind == "closed" || r.receipt.Kind == "late":
		r.res.Ledger = "late"
	case r.applied:
		r.res.Ledger = "applied"
	default:
		r.res.Ledger = "nothing"
	}
	if !m.Replied && r.applied {
		m.Replied = true
		r.g.Apply(m)
		r.res.add(m)
		if len(r.in.Calendar) == 0 && len(r.receipt.Lines) > 0 {
			r.atOnce = true
			if r.receipt.Kind == "" {
				r.receipt.Kind = "first"
			}
		}
	}
	if r.firstYes() { // once: their calendar does not know it yet
		r.atOnce, r.receipt.Press = true, true
		if r.receipt.Kind == "" {
			r.receipt.Kind = "rsvp"
		}
	}
	if !r.atOnce {
		return
	}
	if r.receipt.Kind == "" {
		r.receipt.Kind = "turn"
		for _, l := range r.receipt.Lines {
			if l.What == "topic" {
				r.receipt.Kind = "topic"
			}
		}
	}
	unclear := r.receipt.Kind == "unclear" || r.receipt.Kind == "no_question"
	if unclear && (r.g.askedBackToday(r.in.Member, r.now) || r.g.receiptsWithinADay(r.in.Member, r.now) >= receiptsADay) {
		r.res.Items = append(r.res.Items, r.g.notices(r.in, NoticeData{Kind: "unclear", Who: r.g.first(r.in.Member)})...)
		return
	}
	r.res.Items = append(r.res.Items, r.g.receiptFor(r.in.Member, r.in, r.receipt))
}

// firstYes tells whether the mail holds the member's first yes by words ever, to
// a meeting that they have not accepted in their calendar.
func (r *reception) firstYes() bool {
	var yes *RSVP
	for _, c := range r.res.Changes {
		if v, ok := c.(RSVP); ok && v.Via == "words" && v.Answer.Coming() {
			yes = &v
		}
	}
	return yes != nil && !slices.ContainsFunc(r.g.RSVPs, func(o RSVP) bool {
		return o.Member == yes.Member && o.Inbox != yes.Inbox && o.Answer.Coming() && (o.Via == "words" || o.Meeting == yes.Meeting)
	})
}

// askedBackToday tells whether a question back has gone to the member within a day.
func (g *Group) askedBackToday(m MemberID, now time.Time) bool {
	for k, s := range g.settled {
		if k.Practice == "receipt" && k.Member == m && strings.HasPrefix(k.Occurrence, "unclear ") && s.How == "sent" && s.At.After(now.Add(-24*time.Hour)) {
			return true
		}
	}
	return false
}

// AskWhich asks a member of several groups which one a mail is for, when nothing
// in it says so. One of the groups asks; it changes nothing in any.
func AskWhich(g *Group, in Inbound, words string, now time.Time) Outcome {
	if !g.Closed.IsZero() || g.askedBackToday(in.Member, now) {
		return Outcome{}
	}
	return Outcome{Items: []Item{g.receiptFor(in.Member, in, ReceiptData{Kind: "no_question", Words: excerpt(words, 120)})}}
}

// receiptFor answers a mail in its thread; to somebody else than its writer it
// is news of their own.
func (g *Group) receiptFor(to MemberID, in Inbound, d ReceiptData) Item {
	m, _ := g.Member(to)
	d.Lines = slices.Clone(d.Lines)
	for i := range d.Lines {
		if !d.Lines[i].Start.IsZero() {
			d.Lines[i].Start = d.Lines[i].Start.In(m.Zone)
		}
	}
	occurrence := strconv.FormatInt(in.Inbox, 10)
	if d.Kind == "unclear" || d.Kind == "no_question" {
		occurrence = "unclear " + occurrence
	}
	it := Item{Key: Key{Practice: "receipt", Occurrence: occurrence, Member: to}, Class: InReceipt, Data: d}
	if to == in.Member {
		it.ReplyTo, it.ReplySubject = in.MessageID, in.Subject
		// The thread goes on: an answer to the receipt answers the letter's
		// questions, under the letter's numbers.
		if l, ok := g.Letter(in.Letter); ok {
			it.Asks = l.Asks
		}
	} else {
		it.Class = Urgent
	}
	return it
}

// noticesADay is how many notices one member's mails may cause within a day:
// whoever answers every mail by machine, without saying so, makes no loop.
const noticesADay = 3

// notices tell the coordinators of something that needs a hand.
func (g *Group) notices(in Inbound, d NoticeData) []Item {
	occurrence := string(in.Member) + " " + d.Kind + " " + strconv.FormatInt(in.Inbox, 10)
	return slices.DeleteFunc(g.noticesOnce(occurrence, d), func(it Item) bool {
		n := 0
		for k, s := range g.settled {
			if k.Practice == "notice" && k.Member == it.Member && strings.HasPrefix(k.Occurrence, string(in.Member)+" ") && s.At.After(in.Received.Add(-24*time.Hour)) {
				n++
			}
		}
		return n >= noticesADay
	})
}

// noticesAbout go to who leads the meeting, too.
func (g *Group) noticesAbout(in Inbound, mt Meeting, d NoticeData) []Item {
	items := g.notices(in, d)
	if len(g.Roles) == 0 {
		return items
	}
	t, ok := g.live(mt.ID, g.Roles[0])
	if m, _ := g.Member(t.Member); ok && t.State == Accepted && m.ID != in.Member && !m.Coordinator {
		d.Start = mt.Start.In(m.Zone)
		occurrence := string(in.Member) + " " + d.Kind + " " + strconv.FormatInt(in.Inbox, 10)
		items = append(items, Item{Key: Key{Practice: "notice", Occurrence: occurrence, Member: m.ID}, Class: InNote, Data: d})
	}
	return items
}

// noticesOnce are notices under a name that is used once.
func (g *Group) noticesOnce(occurrence string, d NoticeData) []Item {
	var items []Item
	for _, m := range g.Members {
		if !m.Coordinator || m.State != Active && m.State != Observer {
			continue
		}
		n := d
		if !n.Start.IsZero() {
			n.Start = n.Start.In(m.Zone)
		}
		items = append(items, Item{
			Key:   Key{Practice: "notice", Occurrence: occurrence, Member: m.ID},
			Class: InNote, Always: true, Data: n,
		})
	}
	return items
}
