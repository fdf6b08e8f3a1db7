package group

import (
	"slices"
	"strconv"
	"strings"

	"convene/daemon/answer"
)

// aboutMeeting is the meeting that an ask is about, directly or by a turn.
func (g *Group) aboutMeeting(about string) (Meeting, bool) {
	id, _, _ := strings.Cut(about, "/")
	return g.Meeting(MeetingID(id))
}

// ofAnother tells whether a command stands behind the name of another member: "Ben:
// stop" does not pause whoever wrote it.
func (r *reception) ofAnother(a answer.Answer) bool {
	if a.Kind != answer.KindCommand {
		return false
	}
	for _, s := range r.in.Segments {
		for line := range strings.Lines(s.Text) {
			name, _, ok := strings.Cut(line, ":")
			if !ok || !strings.Contains(line, a.Words) {
				continue
			}
			if slices.ContainsFunc(r.g.Members, func(m Member) bool {
				return m.ID != r.in.Member && m.Name != "" && (equalFold(oneLine(name), m.Name) || equalFold(oneLine(name), m.First()))
			}) {
				return true
			}
		}
	}
	return false
}

// one lets the practice that claims an answer act on it, and returns the kind
// of receipt where it is a special one.
func (r *reception) one(a answer.Answer, asks []Ask) string {
	if r.parting && !r.partingWord(a, asks) || r.doneBefore(a) || r.asksFirst(a) {
		return ""
	}
	if q, ok := r.thinksBetter(a, asks); ok {
		a.Kind, a.Value = answer.KindYesNo, answer.ValueNo
		return r.claimed(a, q)
	}
	if q, ok := r.candid(a, asks); ok {
		if r.declines && q.Practice == "founding" {
			r.confide(a)
			return ""
		}
		return r.claimed(a, q)
	}
	if r.besideAll(a) {
		r.keep(a)
		return ""
	}
	if a.Kind == answer.KindAskBack {
		return r.unclear(a)
	}
	if i := slices.IndexFunc(asks, func(q Ask) bool { return q.Number == a.Ask && a.Ask != 0 }); i >= 0 {
		if r.declines && a.Kind == answer.KindText && a.Because == answer.BecauseRest && !confidential[asks[i].Practice] {
			r.confide(a)
			return ""
		}
		return r.claimed(a, asks[i])
	}
	if a.Kind == answer.KindTurn {
		return r.turn(a, asks)
	}
	switch a.Kind {
	case answer.KindNothing, answer.KindNamed:
	case answer.KindCommand:
		r.command(a)
	case answer.KindRSVP, answer.KindYesNo, answer.KindChoice, answer.KindRating:
		a.Value = answer.WhyNoQuestion
		return r.unclear(a)
	default:
		if p, ok := r.g.taking(a.Kind); ok {
			u := p.Take(r.g, r.in, a, r.now)
			if u.Kind == "unclear" {
				return r.unclear(a)
			}
			r.take(u)
			return u.Kind
		}
		if a.Kind == answer.KindJournal || a.Kind == answer.KindLog {
			r.own(a)
			return ""
		}
		if i := slices.IndexFunc(asks, func(q Ask) bool { return q.Practice == "survey" }); i >= 0 && !addressed(a.Kind) {
			return r.besides(a, asks[i])
		}
		if i := slices.IndexFunc(asks, func(q Ask) bool { return q.Practice == "welcome" }); i >= 0 && a.Kind == answer.KindText {
			return r.besidesWelcome(a, asks[i])
		}
		r.keep(a)
	}
	return ""
}

// besideAll tells whether an answer is prose of a mail that answers no letter, and
// answers nothing that is open either.
func (r *reception) besideAll(a answer.Answer) bool {
	_, reply := r.g.Letter(r.in.Letter)
	return !reply && a.Kind == answer.KindAskBack && a.Value == answer.WhyUnclear && a.Ask == 0 && a.Text != ""
}

// confidential are the practices whose open question is answered in confidence.
var confidential = map[string]bool{"reflection": true, "journal": true, "followup": true, "survey": true}

// confide keeps the words beside a no for their writer: they say why, and no open
// question that others read the answers to may take them.
func (r *reception) confide(a answer.Answer) {
	var u Understood
	u.add(Response{Practice: "note", About: strconv.FormatInt(r.in.Inbox, 10), Question: 1, Member: r.in.Member, Text: strings.TrimSpace(first(a.Text, a.Words)), Inbox: r.in.Inbox, At: r.in.Received},
		Entry{At: r.now, Kind: "note", Member: r.in.Member, Inbox: r.in.Inbox})
	r.take(u)
}

// own keeps for its writer what says by its beginning that it is for nobody else,
// in a group without journals: whose it is needs no question, and a question would
// invite an answer that lets the others read it.
func (r *reception) own(a answer.Answer) {
	if a.Kind == answer.KindLog {
		a.Text = a.Words // its text is the name only, without the number
	}
	r.confide(a)
	r.take(Understood{Lines: []ReceiptLine{{What: "text", Text: excerpt(strings.TrimSpace(first(a.Text, a.Words)), 80)}}})
}

// declines tells whether an answer says that its writer is not coming, or may not,
// or gives a turn back.
func declines(a answer.Answer) bool {
	return a.Kind == answer.KindRSVP && a.Value != answer.ValueYes || a.Kind == answer.KindTurn && a.Value == answer.ValuePass ||
		a.Kind == answer.KindYesNo && a.Value == answer.ValueNo || a.Kind == answer.KindCommand && (a.Value == "away" || a.Value == "pause" || a.Value == "leave")
}

// addressed tells whether words of a kind say by their beginning what they are for,
// "journal: ...", also where that practice is off: then they are for nothing else,
// least of all for what others read.
func addressed(kind string) bool {
	return slices.ContainsFunc(Practices(), func(p Practice) bool { return slices.Contains(p.Takes, kind) })
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
	if u.Kind == noNotes {
		a.Value = noNotes
		return r.unclear(a)
	}
	if u.Kind == "unclear" {
		return r.unclear(a)
	}
	if ask.Letter != "" && len(u.Changes) > 0 {
		u.add(AskState{Letter: ask.Letter, Number: r.printed(ask), Answered: true})
	}
	r.take(u)
	if ask.Practice == "survey" && a.Kind == answer.KindText && len(u.Changes) > 0 {
		r.gratitude(a)
	}
	return u.Kind
}

// gratitude finds thanks to somebody within a text about the group as a whole: they
// are for the one who is thanked, too. Two who could be meant are asked about.
func (r *reception) gratitude(a answer.Answer) {
	m, _ := r.g.Member(r.in.Member)
	for _, t := range answer.Read(answer.Input{
		Segments: []answer.Segment{{Text: a.Text}}, Self: string(m.ID), Now: r.in.Received.In(m.Zone), Lexicon: r.in.Lexicon, People: r.g.people(r.in.Member),
	}) {
		switch {
		case t.Kind == answer.KindThanks:
			if u := takeThanks(r.g, r.in, t, r.now); u.Kind != "unclear" {
				r.take(u)
			}
		case t.Kind == answer.KindAskBack && t.Value == answer.WhyTwoPeople:
			r.unclear(t)
		}
	}
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

// keep stores prose that answers no question, for its writer alone, and asks whom
// it is for.
func (r *reception) keep(a answer.Answer) {
	text := strings.TrimSpace(first(a.Text, a.Words))
	if text == "" {
		return
	}
	u := Understood{AtOnce: true, Asks: []Ask{r.g.whoseIs(r.in, r.now)}}
	u.add(Response{Practice: "note", About: strconv.FormatInt(r.in.Inbox, 10), Question: 1, Member: r.in.Member, Text: text, Inbox: r.in.Inbox, At: r.in.Received},
		Entry{At: r.now, Kind: "note", Member: r.in.Member, Inbox: r.in.Inbox})
	if r.receipt.Kind != "" {
		u.Lines = []ReceiptLine{{What: "text", Text: excerpt(text, 80)}}
	}
	r.take(u)
	if r.receipt.Kind == "" {
		r.receipt.Kind, r.receipt.Words = "audience", excerpt(text, 80)
		if m, ok := r.g.contactMember(); ok && m.ID != r.in.Member {
			r.receipt.Who = r.g.first(m.ID)
		}
	}
}

// unclear says that words were not understood; a person sees it too.
func (r *reception) unclear(a answer.Answer) string {
	r.atOnce = true
	if !asksBack(r.receipt.Kind) {
		r.receipt.Kind, r.receipt.Words = "unclear", excerpt(a.Words, 120)
		switch a.Value {
		case answer.WhyNoQuestion:
			r.receipt.Kind = "no_question"
		case noNotes:
			r.receipt.Kind = noNotes
		case whyUnreadable:
			r.receipt.Kind, r.receipt.Sealed = "unreadable", r.in.Sealed
		}
	}
	if r.long && a.Kind == answer.KindText { // no question takes so much: it is kept all the same
		r.confide(a)
	}
	if a.Value == answer.WhyTooLong { // also beside something else that was unclear: the last one says where reading ended
		r.receipt.Kind, r.receipt.Words = "long", excerpt(a.Words, 120)
	}
	r.res.add(Entry{At: r.now, Kind: "unclear", Member: r.in.Member, About: a.Value, Inbox: r.in.Inbox})
	r.res.Ledger = "unclear"
	return "unclear"
}
