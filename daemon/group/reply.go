package group

import (
	"fmt"
	"slices"
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
	Token     bool   // the mail carries that token; the short reference alone proves nothing
	Segments  []answer.Segment
	Calendar  []CalendarReply
	Lexicon   *answer.Lexicon
	Named     bool // "with my name"
	// Sealed: it may hold an answer in a form that is not opened: "winmail" (of Outlook),
	// "encrypted", or "file". Without words beside it the person is asked for some.
	Sealed string
	// Attached is the name of a file that came beside the words and is not opened.
	Attached string
}

// position is the place in the order of arrival: that of the mail itself, also
// when it was held and is applied later.
func (in Inbound) position() int64 { return in.Inbox }

// maxPassed is how much of a mail is passed on to somebody in its writer's words, in
// characters.
const maxPassed = 2000

// whole is all that somebody wrote in a mail, as they wrote it: what is passed on in
// their own words is not taken apart.
func (in Inbound) whole() string {
	var parts []string
	for _, s := range in.Segments {
		if t := strings.TrimSpace(s.Text); t != "" {
			parts = append(parts, t)
		}
	}
	text := strings.Join(parts, "\n\n")
	if r := []rune(text); len(r) > maxPassed {
		return strings.TrimSpace(string(r[:maxPassed-1])) + "…"
	}
	return text
}

// Understood is what one answer came to.
type Understood struct {
	Outcome
	Lines  []ReceiptLine // what was recorded, for reading it back
	AtOnce bool          // to be read back at once
	Kind   string        // of the receipt, where it is a special one: closed, late, unclear
	Asks   []Ask         // that the receipt asks in place of the letter's
}

// also adds what another answer of the same mail came to.
func (u *Understood) also(o Understood) {
	u.join(o.Outcome)
	u.Lines = append(u.Lines, o.Lines...)
	u.AtOnce = u.AtOnce || o.AtOnce
	u.Kind = first(u.Kind, o.Kind)
	u.Asks = append(u.Asks, o.Asks...)
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
		if r.afterwards() {
			return r.res
		}
		r.res.add(Entry{At: now, Kind: "after_close", Member: in.Member, Inbox: in.Inbox})
		r.res.Items = append(r.res.Items, g.notices(in, NoticeData{Kind: "after_close", Who: g.first(in.Member)})...)
		r.res.Ledger = "after_close"
		return r.res
	}
	r.reached()
	if m, _ := g.Member(in.Member); m.State == Left {
		if r.afterwards() {
			return r.res
		}
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
	g        *Group
	in       Inbound
	now      time.Time
	res      Result
	receipt  ReceiptData
	asking   []Ask // that the receipt asks
	atOnce   bool
	applied  bool
	parting  bool // the group has ended, or its writer has left
	declines bool // its writer is not coming, or gives a turn back
	long     bool // there is more of it than is read
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
	for _, l := range u.Lines {
		if !slices.Contains(r.receipt.Lines, l) { // "no, away 3-20 August" says the same twice
			r.receipt.Lines = append(r.receipt.Lines, l)
		}
	}
	for _, a := range u.Asks {
		if !slices.ContainsFunc(r.asking, func(o Ask) bool { return o.Practice == a.Practice && o.About == a.About && o.Kind == a.Kind }) {
			r.asking = append(r.asking, a)
		}
	}
	r.atOnce = r.atOnce || u.AtOnce || u.Kind != ""
	if u.Kind != "" && !(u.Kind == "share" && (asksBack(r.receipt.Kind) || r.receipt.Kind == "audience")) {
		r.receipt.Kind = u.Kind
	}
	if len(u.Changes) > 0 {
		r.applied = true
	}
}

// whyUnreadable asks back where an answer is there and cannot be read.
const whyUnreadable = "unreadable"

// words reads what the person wrote.
func (r *reception) words() {
	m, _ := r.g.Member(r.in.Member)
	asks := r.asks()
	input := answer.Input{Segments: unquoted(r.in.Segments, asks), Self: string(m.ID), Now: r.in.Received.In(m.Zone), Lexicon: r.in.Lexicon}
	input.Asks = r.questions(asks, m.Zone)
	input.People = r.g.people(r.in.Member)
	answers := answer.Read(input)
	// What names the day of another meeting is about that one, whatever else the letter
	// asks: "can't come on the 27th" is no answer to its question of yes or no.
	if ahead := r.ahead(asks); len(ahead) > 0 {
		more := append(slices.Clip(asks), ahead...)
		input.Asks = r.questions(more, m.Zone)
		for i := range ahead {
			input.Asks[len(asks)+i].Dated = true
		}
		if dated := answer.Read(input); slices.ContainsFunc(dated, func(a answer.Answer) bool { return a.Kind == answer.KindRSVP && a.Ask >= unprinted+len(asks) }) {
			asks, answers = more, dated
		}
	}
	if r.in.Sealed != "" && !slices.ContainsFunc(answers, func(a answer.Answer) bool { return a.Kind != answer.KindNothing }) {
		answers = []answer.Answer{{Kind: answer.KindAskBack, Value: whyUnreadable, Because: r.in.Sealed + ", and no words"}}
	}
	for i, a := range answers {
		if r.ofAnother(a) {
			a = answer.Answer{Kind: answer.KindAskBack, Value: answer.WhySomebodyElse, Words: a.Words, Because: "a command behind another member's name"}
			answers[i] = a
		}
		r.declines = r.declines || declines(a)
		r.long = r.long || a.Kind == answer.KindAskBack && a.Value == answer.WhyTooLong
		if a.Kind == answer.KindNamed {
			r.in.Named = true
		}
	}
	one := r.one
	if m.guest() {
		one = r.guestOne
	}
	for _, a := range answers {
		r.because("%s %s: %s", a.Kind, a.Value, a.Because)
		before := len(r.res.Changes)
		kind := one(a, asks)
		r.res.Answers = append(r.res.Answers, Reading{a, r.effect(before, kind)})
	}
}

// people are the members as replies may name them.
// The writer is one of them, also while they are only invited or pause: a name below
// the words is how they sign.
func (g *Group) people(writer MemberID) []answer.Person {
	var people []answer.Person
	for _, m := range g.Members {
		if m.State == Active || m.ID == writer {
			people = append(people, answer.Person{ID: string(m.ID), Name: m.Name})
		}
	}
	return people
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
			if c.Trace() {
				continue
			}
			parts = append(parts, fmt.Sprintf("kept as the answer to %s, question %d; private to its writer", c.Practice, c.Question))
		case Contribution:
			parts = append(parts, fmt.Sprintf("%s %d: %s, for %s", c.Kind, c.N, c.State, c.Audience))
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
