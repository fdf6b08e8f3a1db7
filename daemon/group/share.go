package group

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

const (
	// consentFor is how long what is about to be shown waits after its writer has
	// had text and audience read back: long enough to say no.
	consentFor = 24 * time.Hour
	// consentCloses is until when a no still finds its question.
	consentCloses = 30 * 24 * time.Hour
	// gathers is how long what members give to each other waits for a letter that
	// goes out anyway.
	gathers = 10 * 24 * time.Hour
	// staleAfter is when it is too old to be news.
	staleAfter = 45 * 24 * time.Hour
	// maxShown is how much of a text others are shown, in characters: a letter
	// holds 250 words.
	maxShown = 500
)

// shownKinds are the contributions that others see once their writer could say no.
var shownKinds = []ContributionKind{Shared, Thanks, Question, WhoKnows, Reply, Link, Feedback, Objective, Offer, Goal, Rule, Objection, Recommended}

// shown is the text of a contribution as others get to see it: the same that its
// writer was shown.
func (c Contribution) shown() string {
	text := strings.TrimSpace(c.Text)
	if r := []rune(text); len(r) > maxShown {
		return strings.TrimSpace(string(r[:maxShown])) + "…"
	}
	return text
}

// offered tells whether a contribution waits for its writer's word.
func (c Contribution) offered() bool {
	return c.State == StateWaiting && slices.Contains(shownKinds, c.Kind)
}

// offer puts on record what is about to be shown to others. Its writer gets text
// and audience read back at once and can say no; nobody sees it before.
func (g *Group) offer(c Contribution, what ReceiptLine, now time.Time) Understood {
	c.State = StateWaiting
	c = g.contribute(c)
	g.Apply(c)
	what.Text, what.Shown = c.shown(), true
	u := Understood{AtOnce: true, Kind: "share", Lines: []ReceiptLine{what}, Asks: []Ask{consentAsk(c.Inbox, now)}}
	u.add(c, Entry{At: now, Kind: string(c.Kind), Member: c.Member, About: c.ref(), Text: "read back to its writer before others see it", Inbox: c.Inbox})
	return u
}

// consentAsk asks about everything that one mail is about to show to others.
func consentAsk(inbox int64, now time.Time) Ask {
	return Ask{Practice: "share", About: strconv.FormatInt(inbox, 10), Kind: AskYesNo, Closes: now.Add(consentCloses)}
}

// readBackAt is when the writer of a contribution was shown what others will see,
// zero if they have not been.
func (g *Group) readBackAt(c Contribution) time.Time {
	inbox := strconv.FormatInt(c.Inbox, 10)
	for _, k := range []Key{
		{Practice: "receipt", Occurrence: inbox, Member: c.Member},
		{Practice: "receipt", Occurrence: receiptUnclear + " " + inbox, Member: c.Member},
		{Practice: "receipt", Occurrence: receiptAsked + " " + inbox, Member: c.Member},
		{Practice: "share", Occurrence: inbox, Member: c.Member},
		{Practice: "share", Occurrence: inbox, Member: c.Member, Revision: 1},
	} {
		if s, ok := g.settled[k]; ok && s.How == "sent" {
			return s.At
		}
	}
	return time.Time{}
}

// lapseShares opens what its writer has seen and not refused, and notes what has
// reached those it was for. Questions end after three weeks.
func lapseShares(g *Group, now time.Time) (Outcome, time.Time) {
	var o Outcome
	var next time.Time
	reach := func(c Contribution, s ContributionState) {
		c.State, c.Changed = s, now
		g.Apply(c)
		o.add(c, Entry{At: now, Kind: string(c.Kind), Member: c.Member, About: c.ref(), Text: string(s), Inbox: c.Inbox})
	}
	for _, c := range slices.Clone(g.Contributions) {
		if !slices.Contains(shownKinds, c.Kind) || g.undone(c.Inbox) {
			continue
		}
		switch {
		case g.unshown(c):
			reach(c, StateDropped)
		case c.State == StateWaiting:
			at := g.readBackAt(c)
			if at.IsZero() {
				continue
			}
			if at = at.Add(consentFor); now.Before(at) {
				next = sooner(next, at)
				continue
			}
			reach(c, StateOpen)
		case c.State != StateOpen:
		case c.Kind == Question || c.Kind == WhoKnows || c.Kind == Feedback && c.About == "":
			if end := c.At.Add(questionLasts); now.Before(end) {
				next = sooner(next, end)
			} else {
				reach(c, StateDone)
			}
		case g.reached(c):
			reach(c, StateShared)
		}
	}
	return o, next
}

// reached tells whether a contribution has gone out to somebody it was for.
func (g *Group) reached(c Contribution) bool {
	if c.State == StateShared {
		return true
	}
	for _, p := range []string{"shared", "thanks", "relay", "repertoire"} {
		for _, m := range g.Members {
			if s, ok := g.settled[Key{Practice: p, Occurrence: c.ref(), Member: m.ID}]; ok && s.How == "sent" {
				return true
			}
		}
	}
	return false
}

// takeShare takes "share ..." from any mail; alone it means what its writer wrote
// last. "Share with Ana: ..." is for her alone.
func takeShare(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(a.Text)
	if text == "" {
		text = g.lastWords(in.Member)
	}
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	if len(a.People) > 0 {
		to := MemberID(a.People[0])
		if to == in.Member || len(a.People) > 1 {
			return Understood{Kind: "unclear"}
		}
		return g.message(in, to, text, now)
	}
	return g.share(in, text, now)
}

// message is about to show a text to one member, with its writer's name.
func (g *Group) message(in Inbound, to MemberID, text string, now time.Time) Understood {
	return g.offer(Contribution{Kind: Shared, Member: in.Member, To: to, Text: text, Audience: OneMember, Named: true, Inbox: in.Inbox, At: in.Received},
		ReceiptLine{What: "message", Who: g.first(to)}, now)
}

// share is about to show a text to the group, with its writer's name.
func (g *Group) share(in Inbound, text string, now time.Time) Understood {
	return g.offer(Contribution{Kind: Shared, Member: in.Member, Text: text, Audience: Everyone, Named: true, Inbox: in.Inbox, At: in.Received}, ReceiptLine{What: "share"}, now)
}

// lastWords is the prose that a member wrote last, to whatever question.
func (g *Group) lastWords(m MemberID) string {
	var best Response
	for _, r := range g.Responses {
		if r.Member == m && r.Text != "" && !r.Trace() && !g.undone(r.Inbox) && r.Inbox >= best.Inbox {
			best = r
		}
	}
	for _, c := range g.Contributions {
		if c.Member == m && c.Kind == Journal && c.Inbox > best.Inbox && !g.undone(c.Inbox) {
			best.Text, best.Inbox = c.Text, c.Inbox
		}
	}
	return best.Text
}

// takePublic lets what a member shared last leave the group: only by a word of
// its own.
func takePublic(g *Group, in Inbound, _ answer.Answer, now time.Time) Understood {
	for _, c := range slices.Backward(g.given(Shared)) {
		if c.Member != in.Member || c.To != "" {
			continue
		}
		c.Audience = Public
		u := Understood{AtOnce: true, Kind: "share", Lines: []ReceiptLine{{What: "public", Text: c.shown(), Shown: true}},
			Asks: []Ask{{Practice: "share", About: "public " + c.ref(), Kind: AskYesNo, Closes: now.Add(consentCloses)}}}
		u.add(c, Entry{At: now, Kind: "shared", Member: in.Member, About: c.ref(), Text: "public", Inbox: in.Inbox})
		return u
	}
	return Understood{Kind: "unclear"}
}

// planShares reads back in a letter what could not be read back at once; by a note
// what would come too late for the list of what all want to learn.
func planShares(g *Group) []Item {
	var items []Item
	done := map[Key]bool{}
	for _, c := range g.Contributions {
		k := Key{Practice: "share", Occurrence: strconv.FormatInt(c.Inbox, 10), Member: c.Member}
		m, ok := g.Member(c.Member)
		if !c.offered() || g.undone(c.Inbox) || done[k] || !ok || m.State != Active || !g.readBackAt(c).IsZero() {
			continue
		}
		done[k] = true
		it := Item{
			Key: k, Class: InLetter, Due: c.At, Join: c.At.Add(gathers), Expires: c.At.Add(staleAfter), Rank: rankShare,
			Asks: []Ask{consentAsk(c.Inbox, c.At)},
		}
		if by := g.listsAt().Add(-consentFor); (c.Kind == Objective || c.Kind == Offer) && c.At.Before(by) {
			note := it
			note.Revision, note.Class, note.Due, note.Join, note.Expires = 1, InNote, c.At.Add(consentFor), time.Time{}, by
			if !note.Due.Before(by) {
				note.Due = c.At
			}
			it.Due = by // a note that found no room
			items = append(items, note)
		}
		items = append(items, it)
	}
	return items
}

func writeShare(g *Group, it Item, _ Member, b Base) any {
	d := ShareData{Base: b}
	for _, c := range g.Contributions {
		if c.offered() && strconv.FormatInt(c.Inbox, 10) == it.Occurrence && c.Member == it.Member {
			d.Lines = append(d.Lines, g.audience(c))
		}
	}
	return d
}

// audience says of a contribution to whom it will be shown and whether with its
// writer's name, as it was said or would have been in a receipt.
func (g *Group) audience(c Contribution) ReceiptLine {
	l := ReceiptLine{What: string(c.Kind), Who: g.first(c.To), Text: c.shown(), Shown: true}
	switch c.Kind {
	case Shared:
		l.What = "share"
		if c.To != "" {
			l.What = "message"
		}
	case Reply:
		switch {
		case !strings.HasPrefix(c.About, aboutMonths):
		case c.Named:
			l.What = "month_named"
		default:
			l.What = "month"
		}
	case Feedback:
		if c.About == "" { // asked for, of those whom Value names
			var names []string
			for _, id := range strings.Fields(c.Value) {
				names = append(names, g.first(MemberID(id)))
			}
			l.What, l.Who = "feedback_ask", strings.Join(names, ", ")
		}
	case Recommended:
		l.What = "reading"
	}
	return l
}

// readShare takes the yes or no of who was shown what others will see, and for
// whom prose is that answered nothing.
func readShare(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	if ask.Kind == AskAudience {
		return readAudience(g, in, ask, a, now)
	}
	if a.Kind != answer.KindYesNo && a.Kind != answer.KindRSVP || a.Value != answer.ValueYes && a.Value != answer.ValueNo {
		return Understood{Kind: "unclear"}
	}
	u := Understood{AtOnce: a.Value == answer.ValueNo}
	ref, public := strings.CutPrefix(ask.About, "public ")
	for _, c := range g.Contributions {
		if c.Member != in.Member || c.State == StateWithdrawn || !slices.Contains(shownKinds, c.Kind) {
			continue
		}
		switch {
		case public && c.ref() == ref && a.Value == answer.ValueNo:
			c.Audience = Everyone
			u.Lines = append(u.Lines, ReceiptLine{What: "not_public", Text: excerpt(c.Text, 80)})
		case public || strconv.FormatInt(c.Inbox, 10) != ref:
			continue
		case a.Value == answer.ValueNo:
			what := "withdrawn"
			if g.reached(c) || g.asked(c) {
				what = "withdrawn_late"
			}
			c.State, c.Changed = StateWithdrawn, now
			u.Lines = append(u.Lines, ReceiptLine{What: what, Text: excerpt(c.Text, 80)})
		case c.State == StateWaiting:
			c.State, c.Changed = StateOpen, now
		default:
			continue
		}
		u.add(c, Entry{At: now, Kind: string(c.Kind), Member: c.Member, About: c.ref(), Text: "its writer said " + a.Value, Inbox: in.Inbox})
	}
	if len(u.Changes) == 0 {
		u.add(Entry{At: now, Kind: "share", Member: in.Member, Text: "nothing to change", Inbox: in.Inbox})
	}
	if len(u.Lines) == 0 {
		u.AtOnce, u.Lines = false, []ReceiptLine{{What: "yesno", Text: a.Value, Role: "share"}}
	}
	return u
}

// whoseIs asks for whom prose is that answers nothing.
func (g *Group) whoseIs(in Inbound, now time.Time) Ask {
	return Ask{Practice: "share", About: strconv.FormatInt(in.Inbox, 10), Kind: AskAudience, Closes: now.Add(consentCloses)}
}

// readAudience does with a note what its writer has said it is for.
func readAudience(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	note, ok := g.Response("note", ask.About, 1, in.Member)
	if !ok || a.Kind != answer.KindAudience {
		return Understood{Kind: "unclear"}
	}
	switch a.Value {
	case "group":
		return g.share(in, note.Text, now)
	case "self":
		u := Understood{Lines: []ReceiptLine{{What: "text", Text: excerpt(note.Text, 80)}}}
		u.add(Entry{At: now, Kind: "note", Member: in.Member, Text: "to themselves", Inbox: in.Inbox})
		return u
	}
	var u Understood
	for _, p := range a.People {
		if to := MemberID(p); to != in.Member {
			u.also(g.message(in, to, note.Text, now))
		}
	}
	if len(u.Changes) == 0 {
		return Understood{Kind: "unclear"}
	}
	return u
}

// planShared brings what members share into the next letters of the others.
func planShared(g *Group) []Item {
	var items []Item
	for _, c := range g.given(Shared) {
		if c.To == "" && (c.State == StateOpen || c.State == StateShared) {
			items = append(items, g.toOthers("shared", c, rankShared)...)
		}
	}
	return items
}

// toOthers are the items that bring a contribution to everybody but its writer.
func (g *Group) toOthers(practice string, c Contribution, rank int) []Item {
	var items []Item
	since := c.At.Add(consentFor)
	for _, m := range g.active() {
		if m.ID == c.Member || m.Joined.After(since) {
			continue
		}
		items = append(items, Item{
			Key: Key{Practice: practice, Occurrence: c.ref(), Member: m.ID}, Class: InLetter,
			Due: c.At, Join: c.At.Add(gathers), Expires: c.At.Add(staleAfter), Rank: rank,
		})
	}
	return items
}

func writeShared(g *Group, it Item, _ Member, b Base) any {
	return SharedData{Base: b, Voices: g.voices(it)}
}

// voices is who gave the contribution that an item brings, and their words.
func (g *Group) voices(it Item) []Voice {
	n, _ := strconv.Atoi(it.Occurrence)
	c, _ := g.Contribution(n)
	return []Voice{g.voiceOf(c)}
}

// voiceOf is a contribution as others see it.
func (g *Group) voiceOf(c Contribution) Voice {
	v := Voice{Text: c.shown()}
	if c.Named {
		v.Name = g.first(c.Member)
	}
	return v
}

// byText orders voices so that the order does not tell who wrote when.
func byText(voices []Voice) []Voice {
	slices.SortStableFunc(voices, func(a, b Voice) int { return compareFold(a.Text, b.Text) })
	return voices
}
