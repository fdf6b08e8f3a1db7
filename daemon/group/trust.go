package group

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// Evidence is what is known of a mail's sender and of what it answers.
type Evidence struct {
	Token         bool // it carries a letter's token
	UID           bool // it carries the secret UID of an invitation
	Attendee      bool // the ATTENDEE of the calendar reply is that member
	FromMember    bool // From is the member's address or a confirmed alias
	Authenticated bool // the receiving server vouches for From (Authentication-Results)
	Confirmed     bool // the member has confirmed it from the registered address
}

// Verdict is how much a mail's word counts.
type Verdict string

// The verdicts.
const (
	Apply     Verdict = "apply"     // it is done
	Hold      Verdict = "hold"      // held, the registered address is asked
	Forwarded Verdict = "forwarded" // somebody else's answer to a member's invitation
	Stranger  Verdict = "stranger"  // never answered, shown to the coordinator
)

// Judge weighs what is known of a mail and says why.
func Judge(e Evidence) (Verdict, string) {
	switch {
	case e.Confirmed:
		return Apply, "confirmed from the registered address"
	case e.UID && e.Attendee:
		return Apply, "secret UID of the invitation, and the member is its ATTENDEE"
	case e.UID:
		return Forwarded, "secret UID of the invitation, but somebody else is its ATTENDEE"
	case e.Token && e.FromMember:
		return Apply, "token of the letter, and From is the member"
	case e.Token:
		return Hold, "token of the letter, but another From"
	case e.FromMember && e.Authenticated:
		return Apply, "From is a member, and the receiving server vouches for it"
	case e.FromMember:
		return Hold, "From is a member, but nothing proves it"
	default:
		return Stranger, "neither a token nor a member's address"
	}
}

// heldFor is how long a held mail waits for the member's word.
const heldFor = 7 * 24 * time.Hour

// Why a mail is held whose writer is beyond doubt.
const (
	reasonWeighty = "asks for what is asked about at the registered address, always"
	reasonWhich   = "from a member of several groups, and nothing says which is meant"
)

// weighty are the commands that end something, hand out what is held, or erase
// it: whatever a mail proves, the registered address is asked first.
var weighty = map[string]bool{"leave": true, "data": true, "forget": true}

// The outcomes of held mails; "" is one that waits.
const (
	HeldReleased = "released" // the member confirmed it
	HeldRefused  = "refused"
	HeldExpired  = "expired"
)

// Keep holds a mail until its registered sender says that it is theirs. Another
// member's address never becomes theirs, nor are that member's words kept as theirs:
// should they be, the mail itself is read again.
func Keep(g *Group, h Held) Outcome {
	if _, ok := g.otherMember(h); ok {
		h.Alias, h.Words = false, ""
	}
	g.Apply(h)
	var o Outcome
	o.add(h, Entry{At: h.At, Kind: "held", Member: h.Member, Text: h.Reason, Inbox: h.Inbox})
	return o
}

// otherMember is the member from whose address a held mail came, where that is
// not the one it would count for.
func (g *Group) otherMember(h Held) (Member, bool) {
	own, _ := g.Member(h.Member)
	i := slices.IndexFunc(g.Members, func(m Member) bool { return m.ID != h.Member && m.State != Left && m.Has(h.From) })
	if i < 0 || own.Has(h.From) {
		return Member{}, false
	}
	return g.Members[i], true
}

// asksFirst holds a mail for what in it is weighty, until the member has said yes
// to it from the registered address. It tells whether the answer has to wait.
func (r *reception) asksFirst(a answer.Answer) bool {
	if a.Kind != answer.KindCommand || !weighty[a.Value] || r.g.Released(r.in.Inbox) {
		return false
	}
	r.applied, r.res.Ledger = true, "held"
	h := Held{Inbox: r.in.Inbox, Member: r.in.Member, Letter: r.in.Letter, From: r.in.From, Words: a.Words, Reason: reasonWeighty, At: r.now}
	for _, o := range r.g.Held {
		switch {
		case o.Reason != reasonWeighty || o.Outcome != "" || o.Member != h.Member:
		case o.Inbox == h.Inbox:
			h.Words = o.Words + "\n" + h.Words
		case strings.EqualFold(o.Words, h.Words): // asked already
			r.res.add(Entry{At: r.now, Kind: "held", Member: h.Member, Text: "asks for the same once more", Inbox: h.Inbox})
			return true
		}
	}
	u := Understood{}
	u.add(h, Entry{At: r.now, Kind: "held", Member: h.Member, Text: h.Reason, Inbox: h.Inbox})
	r.g.Apply(u.Changes...)
	r.res.join(u.Outcome)
	return true
}

// thinksBetter finds the question "shall I go ahead?" about what a member wrote
// themselves, where they answer that they stay, or no and more than that: then
// everything is left as it is, whatever else they say.
func (r *reception) thinksBetter(a answer.Answer, asks []Ask) (Ask, bool) {
	i := slices.IndexFunc(asks, func(q Ask) bool {
		return q.Practice == "confirm" && slices.ContainsFunc(r.g.Held, func(h Held) bool {
			return strconv.FormatInt(h.Inbox, 10) == q.About && h.Member == r.in.Member && h.Reason == reasonWeighty
		})
	})
	switch {
	case i < 0:
		return Ask{}, false
	case a.Kind == answer.KindCommand && a.Value == "stay":
		return asks[i], true
	case a.Kind != answer.KindAskBack || a.Value == answer.WhyTooLong:
		return Ask{}, false
	}
	begins := strings.TrimSpace(a.Words)
	if n := strings.IndexAny(begins, ",.!;:–-\n"); n > 0 {
		begins = begins[:n]
	}
	m, _ := r.g.Member(r.in.Member)
	first := answer.Read(answer.Input{Segments: []answer.Segment{{Text: begins}}, Asks: r.questions(asks[i:i+1], m.Zone), Now: r.in.Received.In(m.Zone), Lexicon: r.in.Lexicon})
	return asks[i], len(first) == 1 && first[0].Kind == answer.KindYesNo && first[0].Value == answer.ValueNo
}

// doneBefore tells whether an answer took effect when its mail was read first: the
// mail waited for the weighty ones among them only.
func (r *reception) doneBefore(a answer.Answer) bool {
	return (a.Kind != answer.KindCommand || !weighty[a.Value]) && r.g.Released(r.in.Inbox) &&
		slices.ContainsFunc(r.g.Held, func(h Held) bool { return h.Inbox == r.in.Inbox && h.Reason == reasonWeighty })
}

// KeepForWhich holds a mail of a member of several groups until they say which
// one it is for. One of the groups asks; it changes nothing in any before.
func KeepForWhich(g *Group, in Inbound, words string, among []GroupID, now time.Time) Outcome {
	ids := make([]string, len(among))
	for i, id := range among {
		ids[i] = string(id)
	}
	return Keep(g, Held{Inbox: in.Inbox, Member: in.Member, Letter: strings.Join(ids, " "), From: in.From, Words: words, Reason: reasonWhich, At: now})
}

// confirmable leaves out the questions about held mails and instructions, unless the mail bears their
// own token: nothing else confirms.
func confirmable(asks []Ask, token bool) []Ask {
	if token {
		return asks
	}
	return slices.DeleteFunc(slices.Clone(asks), provenOnly)
}

// provenOnly tells whether an ask is answered by a mail with its own token only.
func provenOnly(a Ask) bool { return a.Practice == "confirm" || a.Practice == "steer" }

// Meant is the group that a mail is for, as its writer has said since.
func (g *Group) Meant(inbox int64) (GroupID, bool) {
	i := slices.IndexFunc(g.Held, func(h Held) bool { return h.Inbox == inbox && h.Reason == reasonWhich && h.Outcome == HeldReleased })
	if i < 0 {
		return "", false
	}
	return GroupID(g.Held[i].Letter), true
}

// Misdirected tells a member who has answered the letter of another one that it
// changed nothing, and asks what it belongs to. It says nothing to anybody else.
func Misdirected(g *Group, in Inbound, words string, now time.Time) Outcome {
	m, ok := g.otherMember(Held{Member: in.Member, From: in.From})
	if !ok || g.askedBackToday(m.ID, now) {
		return Outcome{}
	}
	in.Member, in.Letter = m.ID, ""
	return Outcome{Items: []Item{g.receiptFor(m.ID, in, ReceiptData{Kind: "no_question", Words: excerpt(words, 120)})}}
}

// ShowForwarded tells the coordinators that somebody who got a forwarded
// invitation would like to come.
func ShowForwarded(g *Group, in Inbound, who string) Outcome {
	mt, _ := g.Meeting(firstMeeting(in))
	var o Outcome
	if slices.ContainsFunc(in.Calendar, func(c CalendarReply) bool { return partStats[c.PartStat] != "" && partStats[c.PartStat] != No }) {
		o.Items = g.noticesAbout(in, mt, NoticeData{Kind: "stranger", Who: who, Start: mt.Start})
	}
	o.add(Entry{At: in.Received, Kind: "forwarded", About: string(mt.ID), Inbox: in.Inbox})
	return o
}

// Released tells whether a held mail may be applied now: its member said so.
func (g *Group) Released(inbox int64) bool {
	return slices.ContainsFunc(g.Held, func(h Held) bool { return h.Inbox == inbox && h.Outcome == HeldReleased })
}

func firstMeeting(in Inbound) MeetingID {
	if len(in.Calendar) > 0 {
		return in.Calendar[0].Meeting
	}
	return ""
}

// urgency orders held mails by which is asked about first: what a member wants and
// waits for, before what anybody may have written in their name.
func (h Held) urgency() int {
	switch {
	case h.Reason == reasonWeighty, h.Reason == reasonWhich:
		return 0
	case h.Alias: // it carries a token
		return 1
	}
	return 2
}

// planConfirms asks the registered address about held mails, one a day.
func planConfirms(g *Group) []Item {
	waiting := slices.Clone(g.Held)
	slices.SortStableFunc(waiting, func(a, b Held) int { return cmp.Compare(a.urgency(), b.urgency()) })
	var items []Item
	asked := map[MemberID]bool{}
	for _, h := range waiting {
		id := strconv.FormatInt(h.Inbox, 10)
		if m, _ := g.Member(h.Member); h.Outcome != "" || m.State == Left && (h.Reason != reasonWeighty || g.forgotten(m.ID)) || asked[h.Member] || g.Settled(Key{Practice: "confirm", Occurrence: id, Member: h.Member}) {
			continue
		}
		asked[h.Member] = true
		it := Item{
			Key:   Key{Practice: "confirm", Occurrence: id, Member: h.Member},
			Class: Urgent, Due: g.confirmDue(h), Expires: h.At.Add(heldFor),
			Asks: []Ask{{About: id, Kind: AskYesNo, Closes: h.At.Add(heldFor)}},
		}
		switch h.Reason {
		case reasonWeighty:
			it.Template = "sure"
		case reasonWhich:
			it.Template = "which"
			it.Asks[0].Kind = AskChoice
			for i, id := range strings.Fields(h.Letter) {
				it.Asks[0].Options = append(it.Asks[0].Options, AskOption{Letter: string(rune('A' + i)), Text: first(g.Names[GroupID(id)], id), Ref: id})
			}
		}
		items = append(items, it)
	}
	return items
}

// confirmDue is when a held mail may be asked about: a day after the last such
// question to the member.
func (g *Group) confirmDue(h Held) time.Time {
	due := h.At
	for k, s := range g.settled {
		if k.Practice == "confirm" && k.Member == h.Member && k.Occurrence != strconv.FormatInt(h.Inbox, 10) {
			due = later(due, s.At.Add(24*time.Hour))
		}
	}
	return due
}

func writeConfirm(g *Group, it Item, m Member, b Base) any {
	for _, h := range g.Held {
		if strconv.FormatInt(h.Inbox, 10) == it.Occurrence {
			if h.Reason == reasonWhich {
				d := WhichData{Base: b, At: h.At.In(m.Zone), Words: excerpt(h.Words, 200)}
				for _, o := range it.Asks[0].Options {
					d.Options = append(d.Options, Option{Letter: o.Letter, Text: o.Text})
				}
				return d
			}
			d := ConfirmData{Base: b, From: h.From, At: h.At.In(m.Zone), Words: excerpt(h.Words, 200), Alias: h.Alias}
			if o, ok := g.otherMember(h); ok { // whose address and words are not for this member to read
				d.From, d.Words = g.first(o.ID), ""
			}
			return d
		}
	}
	return ConfirmData{Base: b}
}

// readConfirm releases a held mail, or drops it, on the member's word.
func readConfirm(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	for _, h := range g.Held {
		if strconv.FormatInt(h.Inbox, 10) != ask.About || h.Member != in.Member {
			continue
		}
		if h.Outcome != "" {
			return Understood{Kind: "closed"}
		}
		var u Understood
		switch {
		case ask.Kind == AskChoice:
			i := slices.IndexFunc(ask.Options, func(o AskOption) bool { return a.Kind == answer.KindChoice && o.Letter == a.Value })
			if i < 0 { // none of them, or several
				return Understood{Kind: "unclear"}
			}
			h.Outcome, h.Letter = HeldReleased, ask.Options[i].Ref
			u.add(h)
		case a.Value == answer.ValueYes:
			h.Outcome = HeldReleased
			u.add(h)
			if m, ok := g.Member(h.Member); ok && h.Alias && !m.Has(h.From) {
				m.Aliases = append(m.Aliases[:len(m.Aliases):len(m.Aliases)], h.From)
				u.add(m)
			}
		case a.Value == answer.ValueNo:
			h.Outcome = HeldRefused
			u.add(h)
			if h.Reason == reasonWeighty { // they wait to hear that nothing happened
				u.AtOnce, u.Lines = true, []ReceiptLine{{What: "left_alone"}}
			}
		default:
			return Understood{Kind: "unclear"}
		}
		u.add(Entry{At: now, Kind: "held", Member: h.Member, Text: h.Outcome, Inbox: h.Inbox})
		return u
	}
	return Understood{Kind: "closed"}
}

// lapseHeld lets held mails expire that nobody confirmed. The coordinators hear of
// it, once a day for each member.
func lapseHeld(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	told := map[MemberID]bool{}
	for _, h := range g.Held {
		if h.Outcome != "" {
			continue
		}
		if until := h.At.Add(heldFor); now.Before(until) {
			next = sooner(next, until)
			continue
		}
		h.Outcome = HeldExpired
		o.add(h, Entry{At: now, Kind: "held", Member: h.Member, Text: h.Outcome, Inbox: h.Inbox})
		if !told[h.Member] && h.Reason != reasonWeighty { // second thoughts are nobody's business
			told[h.Member] = true
			o.Items = append(o.Items, g.noticesOnce(string(h.Member)+" held "+now.UTC().Format(time.DateOnly), NoticeData{Kind: "held", Who: g.first(h.Member)})...)
		}
	}
	return o, next
}
