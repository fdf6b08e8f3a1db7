package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

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
	r.passing()
	r.receipt.Press = r.firstYes() // once: their calendar does not know it yet
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
	if !r.atOnce && len(r.receipt.Lines) == 0 {
		return
	}
	r.attached()
	as := r.due()
	if as == "" {
		if asksBack(r.receipt.Kind) && (r.asksAgain() || r.g.answeredEnough(r.in.Member, r.now)) { // a person is needed
			r.res.Items = append(r.res.Items, r.g.notices(r.in, NoticeData{Kind: "unclear", Who: r.g.first(r.in.Member)})...)
		}
		r.later()
		return
	}
	if r.receipt.Kind == "" {
		r.receipt.Kind = "turn"
		if r.receipt.Press {
			r.receipt.Kind = "rsvp"
		}
		for _, l := range r.receipt.Lines {
			if l.What == "topic" {
				r.receipt.Kind = "topic"
			}
		}
	}
	r.withWaiting()
	var again []Ask
	if r.receipt.Kind == "unreadable" {
		again = r.askAgain()
	}
	it := r.g.receiptFor(r.in.Member, r.in, r.receipt)
	if as == receiptAsked || as == receiptWhose {
		it.Occurrence = as + " " + it.Occurrence
	}
	if len(r.asking) > 0 && !asksBack(r.receipt.Kind) {
		it.Asks = nil // a yes or no is about what is asked here
	}
	it.Asks = slices.Concat(it.Asks, again, r.asking)
	r.res.Items = append(r.res.Items, it)
}

// attached says of a file beside the words that nobody opens it: once for each file,
// and at once where the words were kept as an answer, which may be in the file instead.
func (r *reception) attached() {
	name := excerpt(r.in.Attached, 60)
	switch kind := r.receipt.Kind; {
	case name == "", kind == "unreadable", kind == "left", kind == "forgotten", strings.HasPrefix(kind, "guest_"):
		return
	case slices.ContainsFunc(r.g.Responses, func(o Response) bool {
		return o.Practice == readBack && o.Member == r.in.Member && o.Value == attachedLine && o.Text == name
	}):
		return
	}
	r.receipt.Attached = name
	r.atOnce = r.atOnce || slices.ContainsFunc(r.res.Answers, func(a Reading) bool { return a.Kind == answer.KindText })
}

// The sorts of mails that answer at once; each has its own measure a day, and all of
// them together receiptsADay.
const (
	receiptOwn     = "receipt" // one a day: a role, a swap, a pause, what others are about to see
	receiptUnclear = "unclear" // one a day: a question back
	receiptWhose   = "whose"   // counts as a question back: whom is it for?
	receiptAsked   = "asked"   // what they asked of convene, and what cannot wait
	receiptNews    = "news"    // to somebody else than the writer
)

// due is the sort of mail that answers a reply at once, "" if it is read back later.
func (r *reception) due() string {
	kind := r.receipt.Kind
	if kind == "left" || kind == "forgotten" || kind == guestLeft { // the last mail that they get
		return receiptOwn
	}
	if r.g.answeredEnough(r.in.Member, r.now) {
		return ""
	}
	switch {
	case asksBack(kind), kind == "audience":
		if r.g.askedBackToday(r.in.Member, r.now) {
			return ""
		}
		if kind == "audience" {
			return receiptWhose
		}
		return receiptUnclear
	case r.asksSomething():
		return receiptAsked
	case (r.atOnce || r.hurries()) && r.g.answeredToday(r.in.Member, r.now) == 0:
		return receiptOwn
	case r.pressing():
		return receiptAsked
	}
	return ""
}

// passing leaves a trace of a reply that changed something and left none.
func (r *reception) passing() {
	confirms := slices.ContainsFunc(r.res.Changes, func(c Change) bool { _, held := c.(Held); return held })
	if confirms || !slices.ContainsFunc(r.res.Changes, bears) || slices.ContainsFunc(r.res.Changes, func(c Change) bool { return leavesTrace(c, r.in) }) {
		return
	}
	t := Response{Practice: passing, Question: 1, Member: r.in.Member, Inbox: r.in.Inbox, At: r.in.Received}
	r.g.Apply(t)
	r.res.add(t)
}

// asksBack tells whether a receipt asks its reader to say something again.
func asksBack(kind string) bool {
	return kind == "unclear" || kind == "no_question" || kind == "unreadable" || kind == "long" || kind == noNotes
}

// askAgain finds the meeting that an answer was about which nobody can open: the
// only one that the letter asks about, else the next one that the member has said
// nothing about. It gives the question that the letter did not ask.
func (r *reception) askAgain() []Ask {
	var about []Meeting
	for _, a := range r.asks() {
		mt, ok := r.g.asPrinted(a)
		if ok && (a.Kind == AskComing || a.Kind == AskTurn) && r.now.Before(mt.Start) && !slices.Contains(about, mt) {
			about = append(about, mt)
		}
	}
	if len(about) == 1 {
		r.receipt.Start = about[0].Start
		if l, ok := r.g.Letter(r.in.Letter); ok && slices.ContainsFunc(l.Asks, func(a Ask) bool { mt, _ := r.g.aboutMeeting(a.About); return mt.ID == about[0].ID }) {
			return nil // the letter's own questions go on
		}
		return []Ask{comingTo(about[0])}
	}
	for _, mt := range r.g.takingPlace() {
		_, invited := r.g.Invitation(mt.ID, r.in.Member)
		if _, said := r.g.RSVP(mt.ID, r.in.Member); r.now.Before(mt.Start) && invited && !said {
			r.receipt.Start = mt.Start
			return []Ask{comingTo(mt)}
		}
	}
	return nil
}

// comingTo asks about coming to a meeting.
func comingTo(mt Meeting) Ask {
	return Ask{Practice: "coming", About: string(mt.ID), Kind: AskComing, Closes: mt.Start}
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
	at := g.askedBackAt(m)
	return !at.IsZero() && at.After(now.Add(-withinADay))
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
		if !d.Lines[i].Until.IsZero() {
			d.Lines[i].Until = d.Lines[i].Until.In(m.Zone)
		}
	}
	occurrence := strconv.FormatInt(in.Inbox, 10)
	if !d.Start.IsZero() {
		d.Start = d.Start.In(m.Zone)
	}
	switch {
	case asksBack(d.Kind):
		occurrence = receiptUnclear + " " + occurrence
	case to != in.Member:
		occurrence = receiptNews + " " + occurrence
	}
	it := Item{Key: Key{Practice: "receipt", Occurrence: occurrence, Member: to}, Class: InReceipt, Data: d}
	if d.Kind == "left" || d.Kind == "forgotten" || d.Kind == guestLeft { // the last mail that they get
		it.Class = Urgent
	}
	if to == in.Member {
		it.ReplyTo, it.ReplySubject = in.MessageID, in.Subject
		// The thread goes on: an answer to the receipt answers the letter's
		// questions, under the letter's numbers.
		if l, ok := g.Letter(in.Letter); ok {
			it.Asks = confirmable(l.Asks, false)
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
