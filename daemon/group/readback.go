package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// What is understood in a reply is read back to its writer: at once where product
// and limits say so, else in the next letter, or by a note if no letter comes before
// what it is about. What waits for that is kept under this name: Question counts a
// member's lines, Value says what was understood, About and Text hold the rest.
const readBack = "readback"

// sealedNames stand for what is not opened, in every language.
var sealedNames = map[string]string{"winmail": "winmail.dat", "encrypted": "🔒", "file": "📎"}

const (
	// unclearLine is a line that was not understood; N is 1 where it answered a
	// question back, so that it is not asked about by a mail of its own again.
	unclearLine = "unclear"
	// attachedLine names a file that is not opened.
	attachedLine = "attached"
	// readBackAfter is how many days a line waits for a letter that nothing else
	// hurries.
	readBackAfter = 28
)

// atOnceLines are about what begins right away: no letter comes before it.
var atOnceLines = map[string]bool{"paused": true, "away": true, "less_mail": true, "digest_only": true, "back": true, "all_mail": true}

// rsvpLines are about coming.
var rsvpLines = map[string]bool{string(Yes): true, string(No): true, string(Maybe): true, string(Late): true}

// later keeps the lines of a reply that is not answered at once.
func (r *reception) later() {
	n := 0
	for _, o := range r.g.Responses {
		if o.Practice == readBack && o.Member == r.in.Member {
			n = max(n, o.Question)
		}
	}
	for _, l := range r.unreadLines() {
		n++
		v := r.kept(l)
		v.Question = n
		r.g.Apply(v)
		r.res.add(v)
	}
}

// kept is a line as it is kept until it is read back.
func (r *reception) kept(l ReceiptLine) Response {
	l = r.g.byNumber(l)
	return Response{Practice: readBack, Member: r.in.Member, Value: l.What, About: r.g.packed(l), Text: l.Text, Named: r.receipt.Press, Inbox: r.in.Inbox, At: r.now}
}

// unreadLines are what is to be read back of a reply, in lines. What others are
// about to see has a letter of its own (see planShares).
func (r *reception) unreadLines() []ReceiptLine {
	lines := slices.DeleteFunc(slices.Clone(r.receipt.Lines), func(l ReceiptLine) bool { return l.Shown && l.What != "public" })
	switch kind := r.receipt.Kind; {
	case asksBack(kind):
		l := ReceiptLine{What: unclearLine, Text: r.receipt.Words}
		if kind == "unreadable" { // there are no words
			l.Text = first(l.Text, sealedNames[r.receipt.Sealed])
		}
		if r.asksAgain() {
			l.N = 1
		}
		lines = append(lines, l)
	case kind == "late":
		for i := range lines {
			lines[i] = ReceiptLine{What: "too_late", Start: lines[i].Start}
		}
	case kind == "closed":
		lines = append(lines, ReceiptLine{What: "closed", Text: excerpt(r.said(), 80)})
	case kind == "audience":
		lines = append(lines, ReceiptLine{What: "text", Text: r.receipt.Words})
	case kind == "not_yet", kind == "renew":
		lines = append(lines, ReceiptLine{What: "passed_on", Who: first(r.g.contact().Name, r.g.Operator.Name), Text: r.receipt.Words})
	}
	if r.receipt.Attached != "" {
		lines = append(lines, ReceiptLine{What: attachedLine, Text: r.receipt.Attached})
	}
	return lines
}

// asksAgain tells whether the mail answers a question back.
func (r *reception) asksAgain() bool {
	return r.in.Letter != "" && slices.ContainsFunc(r.g.questionsBack(r.in.Member), func(s Settled) bool { return s.Letter == r.in.Letter })
}

// said are the words of the mail.
func (r *reception) said() string {
	var words []string
	for _, s := range r.in.Segments {
		words = append(words, s.Text)
	}
	return strings.Join(words, " ")
}

// readUpTo is the number of the last line that each member has had read back, below
// a bound if it is not 0.
func (g *Group) readUpTo(below int) map[MemberID]int {
	last := map[MemberID]int{}
	for k, s := range g.settled {
		if k.Practice == readBack && s.How == "sent" {
			if n, _ := strconv.Atoi(k.Occurrence); below == 0 || n < below {
				last[k.Member] = max(last[k.Member], n)
			}
		}
	}
	return last
}

// unread are the lines that wait to be read back to a member, from one number to
// another. What was taken back or said otherwise since is not read back any more.
func (g *Group) unread(m MemberID, after, upTo int) []Response {
	var rs []Response
	for _, r := range g.Responses {
		if r.Practice != readBack || r.Member != m || r.Question <= after || upTo > 0 && r.Question > upTo || g.undone(r.Inbox) {
			continue
		}
		if rsvpLines[r.Value] {
			mt, ok := g.meetingOf(r)
			if !ok || mt.State == Cancelled {
				continue
			}
			if said, ok := g.RSVP(mt.ID, m); ok && said.Inbox != r.Inbox {
				continue
			}
		}
		rs = append(rs, r)
	}
	return rs
}

// meetingOf is the meeting that a line about coming is about: the one that begins then,
// or that did when the line was written, and has moved since.
func (g *Group) meetingOf(r Response) (Meeting, bool) {
	start := g.lineOf(r, time.UTC).Start
	for _, mt := range g.Meetings {
		if mt.Start.Equal(start) {
			return mt, true
		}
	}
	for _, v := range g.RSVPs {
		if v.Inbox == r.Inbox && v.Member == r.Member {
			if mt, ok := g.Meeting(v.Meeting); ok && v.Sequence < mt.Sequence {
				return mt, true
			}
		}
	}
	return Meeting{}, false
}

// asMoved says of a line about coming to a meeting that has moved since that it counts
// no more.
func (g *Group) asMoved(r Response, l ReceiptLine, zone *time.Location) ReceiptLine {
	if mt, ok := g.meetingOf(r); rsvpLines[r.Value] && ok && !mt.Start.Equal(l.Start) {
		return ReceiptLine{What: "moved_since", Start: l.Start, Until: mt.Start.In(zone), Text: r.Value}
	}
	return l
}

// readBackBy is when a line is read back by a note if no letter came before.
func (g *Group) readBackBy(r Response, m Member) time.Time {
	l := g.lineOf(r, m.Zone)
	last, _ := g.last()
	at := nine(r.At, m.Zone, readBackAfter, true)
	_, over := g.settled[Key{Practice: "coming", Occurrence: string(last.ID), Member: m.ID}]
	switch {
	case atOnceLines[l.What]:
		at = r.At
	case l.What == unclearLine && l.N == 0:
		at = nine(r.At, m.Zone, 1, true)
		if asked := g.askedBackAt(m.ID); asked.After(r.At.Add(-withinADay)) {
			at = asked.Add(24 * time.Hour)
		}
	case (l.What == "votes" || l.What == "reads") && g.closesAfter(l.Start, r.At):
		mt := g.Meetings[slices.IndexFunc(g.Meetings, func(mt Meeting) bool { return mt.Start.Equal(l.Start) })]
		at = nine(g.preparedAt(mt), m.Zone, -1, true)
	case l.Start.After(r.At):
		at = nine(l.Start, m.Zone, -1, true)
	case over: // no letter gathers it any more; the report comes next
		at = g.readBackEnd(m)
	}
	if end := g.readBackEnd(m); !end.IsZero() {
		at = sooner(at, end)
	}
	return later(r.At, at)
}

// readBackEnd is when everything that waits is read back to a member at last: the
// day before the report. Zero if no meeting takes place.
func (g *Group) readBackEnd(m Member) time.Time {
	last, ok := g.last()
	if !ok {
		return time.Time{}
	}
	return nine(nine(g.over(last), m.Zone, reportAfter, g.Weekends), m.Zone, -1, true)
}

// closesAfter tells whether the vote for a meeting closes after an instant.
func (g *Group) closesAfter(start, at time.Time) bool {
	i := slices.IndexFunc(g.Meetings, func(mt Meeting) bool { return mt.Start.Equal(start) })
	return i >= 0 && g.preparedAt(g.Meetings[i]).After(at)
}

// planReadBacks reads back in the next letter what was not read back at once, or by
// a note.
func planReadBacks(g *Group) []Item {
	var items []Item
	if !slices.ContainsFunc(g.Responses, func(r Response) bool { return r.Practice == readBack }) {
		return nil
	}
	upTo := g.readUpTo(0)
	for _, m := range g.Members {
		lines := g.unread(m.ID, upTo[m.ID], 0)
		if g.endReadBack(m) { // no question follows the last one: a coordinator has been told
			lines = slices.DeleteFunc(lines, func(r Response) bool { return r.Value == unclearLine && g.lineOf(r, m.Zone).N == 1 })
		}
		// Who pauses hears no more of what they wrote before, until they are back.
		if since := g.pausedSince(m); !since.IsZero() && !slices.ContainsFunc(lines, func(r Response) bool { return !r.At.Before(since) }) {
			continue
		}
		if len(lines) == 0 || m.State == Left {
			continue
		}
		due, by := lines[0].At, g.readBackBy(lines[0], m)
		last := 0
		meetings := map[time.Time]bool{}
		for _, r := range lines {
			due, by, last = sooner(due, r.At), sooner(by, g.readBackBy(r, m)), max(last, r.Question)
			if mt, ok := g.meetingOf(r); ok && rsvpLines[r.Value] {
				meetings[mt.Start] = true
			}
		}
		k := Key{Practice: readBack, Occurrence: strconv.Itoa(last), Member: m.ID}
		// Before the report it is not dropped for the budget; else a letter comes yet.
		note := Item{Key: k, Class: InNote, Always: !by.Before(g.readBackEnd(m)) && !g.endReadBack(m), Due: by, Rank: rankReadBack}
		for start := range meetings {
			i := slices.IndexFunc(g.Meetings, func(mt Meeting) bool { return mt.Start.Equal(start) })
			if mt := g.Meetings[i]; len(meetings) == 1 && mt.Start.After(by) { // "no" to it is about that meeting
				note.Meeting, note.Asks = mt.ID, []Ask{comingTo(mt)}
			}
		}
		items = append(items, note, Item{Key: k, Class: InLetter, Due: due, Join: by.AddDate(1, 0, 0), Rank: rankReadBack})
	}
	return items
}

// endReadBack tells whether a member has had what waited read back before the report.
func (g *Group) endReadBack(m Member) bool {
	end := g.readBackEnd(m)
	for k, s := range g.settled {
		if k.Practice == readBack && k.Member == m.ID && s.How == "sent" && !s.At.Before(end) {
			return true
		}
	}
	return false
}

func writeReadBack(g *Group, it Item, m Member, b Base) any {
	upTo, _ := strconv.Atoi(it.Occurrence)
	d := ReadBackData{Base: b}
	for _, r := range g.unread(m.ID, g.readUpTo(upTo)[m.ID], upTo) {
		l := g.asMoved(r, g.lineOf(r, m.Zone), m.Zone)
		d.Press = d.Press || r.Named && l.What != "moved_since"
		switch {
		case l.What == unclearLine && !slices.Contains(d.Words, l.Text):
			d.Words = append(d.Words, l.Text)
		case l.What == unclearLine:
		case !slices.Contains(d.Lines, l):
			d.Lines = append(d.Lines, l)
		}
	}
	return d
}

// withoutTold leaves out of what is read back in a letter what its section on the
// meeting tells already.
func (d ReadBackData) withoutTold(g *Group, mail Mailing) ReadBackData {
	d.Lines = slices.DeleteFunc(d.Lines, func(l ReceiptLine) bool {
		return rsvpLines[l.What] && slices.ContainsFunc(mail.Items, func(it Item) bool {
			mt, ok := g.Meeting(it.Meeting)
			return ok && it.Practice == "coming" && mt.Start.Equal(l.Start) && len(it.Asks) == 0
		})
	})
	return d
}
