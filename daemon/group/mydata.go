package group

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// myData is everything that is held about a member, in one mail to the registered
// address.
func (g *Group) myData(in Inbound, m Member, now time.Time) Understood {
	d := MyData{
		Full: m.Name, Email: m.Email, Aliases: m.Aliases, Language: m.Language, Joined: m.Joined.In(m.Zone),
		State: string(m.State), Mail: string(m.Mail),
	}
	if m.State == Paused && !m.PausedUntil.IsZero() {
		d.Until = m.PausedUntil.In(m.Zone).AddDate(0, 0, -1)
	}
	for _, r := range g.RSVPs {
		if mt, ok := g.Meeting(r.Meeting); ok && r.Member == m.ID && !g.undone(r.Inbox) {
			d.Answers = append(d.Answers, MyAnswer{Start: mt.Start.In(m.Zone), Answer: string(r.Answer), At: r.Received.In(m.Zone), Note: r.Note})
		}
	}
	slices.SortStableFunc(d.Answers, func(a, b MyAnswer) int { return a.Start.Compare(b.Start) })
	for _, t := range g.Turns {
		if mt, ok := g.Meeting(t.Meeting); ok && t.Member == m.ID {
			d.Turns = append(d.Turns, MyTurn{Start: mt.Start.In(m.Zone), Role: t.Role, State: string(t.State)})
		}
	}
	d.Choices, d.Texts = g.choicesOf(m), g.textsOf(m)
	for _, a := range g.Absences {
		if a.Member == m.ID && !g.undone(a.Inbox) {
			d.Away = append(d.Away, MySpan{a.From.In(m.Zone), a.Until.In(m.Zone).Add(-time.Second)})
		}
	}
	for _, a := range g.Attendance {
		if mt, ok := g.Meeting(a.Meeting); ok && a.Member == m.ID {
			v := MyAnswer{Start: mt.Start.In(m.Zone), Answer: string(No), At: a.At.In(m.Zone)}
			if a.Present {
				v.Answer = string(Yes)
			}
			d.There = append(d.There, v)
		}
	}
	for _, class := range []Class{InInvitation, InLetter, InNote, Urgent, InReceipt} {
		n := 0
		for _, l := range g.Letters {
			if l.Member == m.ID && l.Class == class {
				n++
			}
		}
		if n > 0 {
			d.Letters = append(d.Letters, MyCount{string(class), n})
		}
	}
	for _, b := range g.Bounces {
		if b.Member == m.ID {
			d.Bounces++
		}
	}
	var u Understood
	u.Items = []Item{{
		Key:   Key{Practice: "mydata", Occurrence: strconv.FormatInt(in.Inbox, 10), Member: m.ID},
		Class: Urgent, Due: now, Data: d, ReplyTo: in.MessageID,
	}}
	return u
}

// plainWords are the answers in one word, as they are kept.
var plainWords = []string{
	answer.ValueYes, answer.ValueNo, answer.ValueMaybe, answer.ValueLate, "keep", "revise", decideGo, decideCancel, decidePairs,
}

// choicesOf are a member's votes, ratings and answers in one word, oldest first. What
// was taken back is not among them.
func (g *Group) choicesOf(m Member) []MyChoice {
	var cs []MyChoice
	for _, v := range g.Votes {
		var texts []string
		for _, n := range v.Topics {
			t, _ := g.Topic(n)
			texts = append(texts, t.Text)
		}
		if text := several(texts...); v.Member == m.ID && text != "" && !g.undone(v.Inbox) {
			cs = append(cs, MyChoice{At: v.At.In(m.Zone), About: "vote", Text: text})
		}
	}
	for _, r := range g.Responses {
		if r.Member != m.ID || r.Trace() || g.undone(r.Inbox) {
			continue
		}
		c := MyChoice{At: r.At.In(m.Zone), About: r.Practice, Word: r.Value}
		switch {
		case r.Practice == "sharing" || r.Practice == "readings":
			var texts []string
			for _, ref := range fields(r.Value) {
				n, _ := strconv.Atoi(ref)
				o, _ := g.Contribution(n)
				texts = append(texts, excerpt(o.Text, maxTopic))
			}
			if c.Word, c.Text = "", several(texts...); c.Text == "" {
				continue
			}
		case r.rating() != "" && r.Text == "":
			c.Word, c.Text = "", r.rating()
		case r.Value == mayRead:
			c.Word = answer.ValueYes
		case r.Value == mayNotRead:
			c.Word = answer.ValueNo
		case !slices.Contains(plainWords, r.Value):
			continue
		}
		cs = append(cs, c)
	}
	slices.SortStableFunc(cs, func(a, b MyChoice) int { return a.At.Compare(b.At) })
	return cs
}

// joined is a figure or a word with what was said beside it.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// several are texts in one line: each may hold commas, or end with a full stop.
func several(texts ...string) string {
	for i, t := range texts {
		texts[i] = strings.TrimRight(strings.TrimSpace(t), ".")
	}
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "; ")
}

// rating is the figure that an answer gave, if it gave one.
func (r Response) rating() string {
	if _, err := strconv.Atoi(r.Value); err != nil || r.Practice == "sharing" || r.Practice == "readings" {
		return ""
	}
	return r.Value
}

// Who may see what a member wrote, besides the audiences.
const (
	seesReport       = "report"       // the closing report, without a name
	seesUnnamed      = "unnamed"      // the group, without a name
	seesCoordinators = "coordinators" // with the name
)

// sees tells who may see a contribution as things stand, as nearly as its writer
// was told.
func (g *Group) sees(c Contribution) string {
	switch {
	case c.State == StateWaiting || c.Audience == OneMember && c.To == "" || c.State == StateWithdrawn && !g.reached(c) && !g.asked(c):
		return string(OnlySelf)
	case c.Kind == Concern:
		return seesCoordinators
	case c.Kind == Objective && (c.State == StateShared || c.State == StateMerged) && g.sharingSent():
		return seesUnnamed // the list of what all want to learn
	case c.Audience == Everyone && !c.Named && slices.Contains(shownKinds, c.Kind):
		return seesUnnamed
	}
	return string(c.Audience)
}

// onceEach leaves out what stands among the texts once more with a wider audience: an
// answer and what became of it, a note and what its writer then shared.
func onceEach(ts []writtenText) []MyText {
	widest := map[string]string{}
	for _, t := range ts {
		if w, ok := widest[t.Text]; !t.Undone && (!ok || w == string(OnlySelf)) {
			widest[t.Text] = t.Sees
		}
	}
	type words struct {
		text, sees string
		undone     bool
		inbox      int64
	}
	seen := map[words]bool{}
	var once []MyText
	for _, t := range ts {
		w := words{t.Text, t.Sees, t.Undone, t.inbox}
		if !seen[w] && (t.Sees != string(OnlySelf) || t.Undone || widest[t.Text] == t.Sees) {
			once = append(once, t.MyText)
		}
		seen[w] = true
	}
	return once
}

// writtenText is a text with the mail it came with.
type writtenText struct {
	MyText
	inbox int64
}

// textsOf is what a member wrote, oldest first, and who may see it.
func (g *Group) textsOf(m Member) []MyText {
	var ts []writtenText
	add := func(of MemberID, at time.Time, text, sees string, inbox int64) {
		if of == m.ID && text != "" {
			ts = append(ts, writtenText{MyText{At: at.In(m.Zone), Text: text, Sees: sees, Undone: g.undone(inbox)}, inbox})
		}
	}
	for _, r := range g.Responses {
		sees := string(OnlySelf)
		if r.Practice == "survey" && r.Question > 1 {
			sees = seesReport
		}
		onlyThere := r.Practice == readBack && (r.Value == unclearLine || r.Value == "closed" || r.Value == attachedLine || r.Value == "passed_on")
		if r.Trace() && !onlyThere { // what waits to be read back stands elsewhere too, but for what changed nothing
			continue
		}
		if r.Text != "" || g.undone(r.Inbox) { // a figure alone stands among the choices
			add(r.Member, r.At, joined(r.rating(), r.Text), sees, r.Inbox)
		}
	}
	for _, t := range g.Topics {
		add(t.By, t.Proposed, t.Text, seesUnnamed, t.Inbox)
	}
	for _, c := range g.Contributions {
		text := c.Text
		if c.Kind == Logged {
			text = joined(c.Text, c.Value)
		}
		add(c.Member, c.At, text, g.sees(c), c.Inbox)
	}
	for _, h := range g.Held {
		add(h.Member, h.At, h.Words, string(OnlySelf), h.Inbox)
	}
	slices.SortStableFunc(ts, func(a, b writtenText) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Text, b.Text)) })
	return onceEach(ts)
}
