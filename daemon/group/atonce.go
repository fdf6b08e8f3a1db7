package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// questionsBack are the mails by which a member was asked back: a receipt, or a note
// about what had waited for it.
func (g *Group) questionsBack(m MemberID) []Settled {
	var asked []Settled
	for k, s := range g.settled {
		if k.Member != m || s.How != "sent" {
			continue
		}
		n, _ := strconv.Atoi(k.Occurrence)
		switch {
		case k.Practice == "receipt" && (strings.HasPrefix(k.Occurrence, receiptUnclear+" ") || strings.HasPrefix(k.Occurrence, receiptWhose+" ")):
			asked = append(asked, s)
		case k.Practice == readBack && s.Reason == string(InNote):
			after := g.readUpTo(n)[m]
			if slices.ContainsFunc(g.Responses, func(r Response) bool {
				return r.Practice == readBack && r.Member == m && r.Value == unclearLine && r.Question > after && r.Question <= n
			}) {
				asked = append(asked, s)
			}
		}
	}
	return asked
}

// AskedBack counts the questions back that have had no answer: whoever wrote anything
// since has said it in other words, or thought better of it. None waits for one when
// the group has ended.
func (g *Group) AskedBack() int {
	n := 0
	for _, m := range g.Members {
		for _, s := range g.questionsBack(m.ID) {
			if g.Closed.IsZero() && m.State != Left && g.lastWord(m.ID).Before(s.At) {
				n++
			}
		}
	}
	return n
}

// askedBackAt is when a member was last asked back, zero for never.
func (g *Group) askedBackAt(m MemberID) time.Time {
	var at time.Time
	for _, s := range g.questionsBack(m) {
		at = later(at, s.At)
	}
	return at
}

// answeredToday counts the receipts that a member got within a day because what they
// wrote is answered at once; questions back and answers to what they asked of convene
// itself are counted apart.
func (g *Group) answeredToday(m MemberID, now time.Time) int {
	n := 0
	for k, s := range g.settled {
		if k.Practice == "receipt" && k.Member == m && s.How == "sent" && s.Reason == string(InReceipt) && !strings.Contains(k.Occurrence, " ") && s.At.After(now.Add(-withinADay)) {
			n++
		}
	}
	return n
}

// answeredEnough tells whether a member got as many answers within a day as a loop
// may cause.
func (g *Group) answeredEnough(m MemberID, now time.Time) bool {
	return g.sentSince(m, InReceipt, now.Add(-withinADay)) >= receiptsADay
}

// hurries tells whether a reply is about a meeting of the day, or the next one: no
// letter comes before it, and the note that would has gone out.
func (r *reception) hurries() bool {
	m, _ := r.g.Member(r.in.Member)
	return slices.ContainsFunc(r.receipt.Lines, func(l ReceiptLine) bool {
		return l.Start.After(r.now) && !nine(l.Start, m.Zone, -1, true).After(r.now)
	})
}

// pressing tells whether only an answer at once comes in time: before a meeting that
// begins before anybody may be written to again, before the report, and where the week's
// note is out that would read it back.
func (r *reception) pressing() bool {
	m, _ := r.g.Member(r.in.Member)
	end := r.g.readBackEnd(m)
	if !end.IsZero() && !r.now.Before(end) || slices.ContainsFunc(r.receipt.Lines, func(l ReceiptLine) bool {
		return l.Start.After(r.now) && !r.g.awake(r.now, m, false).Before(l.Start)
	}) {
		return true
	}
	week := nextWeek(r.now, m.Zone)
	return r.g.noted(m.ID, weekOf(r.now, m.Zone)) && slices.ContainsFunc(r.unreadLines(), func(l ReceiptLine) bool {
		return r.g.readBackBy(r.kept(l), m).Before(week)
	})
}

// withWaiting reads back, in the answer to somebody who pauses, also what waits to be
// read back to them: no letter comes that could. Who was not understood before is
// asked back when they return.
func (r *reception) withWaiting() {
	if !slices.ContainsFunc(r.receipt.Lines, func(l ReceiptLine) bool { return l.What == "paused" }) {
		return
	}
	m, _ := r.g.Member(r.in.Member)
	waits := r.g.unread(m.ID, r.g.readUpTo(0)[m.ID], 0)
	if len(waits) == 0 || slices.ContainsFunc(waits, func(w Response) bool { return w.Value == unclearLine }) {
		return
	}
	var lines []ReceiptLine
	last := 0
	for _, w := range waits {
		last = max(last, w.Question)
		if l := r.g.asMoved(w, r.g.lineOf(w, m.Zone), m.Zone); !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	r.receipt.Lines = append(lines, r.receipt.Lines...)
	s := Settled{Key: Key{Practice: readBack, Occurrence: strconv.Itoa(last), Member: m.ID}, How: "sent", Reason: string(InReceipt), At: r.now}
	r.g.Apply(s)
	r.res.add(s)
}

// asksSomething tells whether a reply asks something of convene itself, so that it
// waits for the answer.
func (r *reception) asksSomething() bool {
	switch r.receipt.Kind {
	case "help", "status", "less", "undone", "not_undone", "not_yet", "renew":
		return true
	}
	return strings.HasPrefix(r.receipt.Kind, "guest_") || slices.ContainsFunc(r.res.Answers, func(a Reading) bool {
		return a.Kind == answer.KindCommand && a.Value == "why_me"
	})
}
