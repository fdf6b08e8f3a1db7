package group

import (
	"strconv"
	"strings"
	"time"

	"convene/daemon/answer"
)

// readCharter takes a plain yes or no to the charter.
func readCharter(g *Group, in Inbound, ask Ask, a answer.Answer, now time.Time) Understood {
	version, _ := strconv.Atoi(ask.About)
	if a.Kind != answer.KindYesNo && a.Kind != answer.KindRSVP {
		return Understood{Kind: "unclear"}
	}
	switch a.Value {
	case answer.ValueYes:
		return g.agree(in, version, now)
	case answer.ValueNo:
		c := g.contribute(Contribution{Kind: Objection, Member: in.Member, Value: ask.About, Audience: OnlySelf, Inbox: in.Inbox, At: in.Received})
		u := Understood{Lines: []ReceiptLine{{What: "disagree"}}}
		u.add(c, Entry{At: now, Kind: "charter", Member: in.Member, About: ask.About, Text: "does not agree", Inbox: in.Inbox})
		return u
	}
	return Understood{Kind: "unclear"}
}

// agree notes that a member agrees; what they objected to before is settled.
func (g *Group) agree(in Inbound, version int, now time.Time) Understood {
	u := Understood{Lines: []ReceiptLine{{What: "agreed"}}}
	for _, c := range g.given(Objection) {
		if c.Member == in.Member && c.Inbox != in.Inbox && (c.State == StateOpen || c.State == StateWaiting) {
			c.State, c.Changed = StateDone, now
			g.Apply(c)
			u.add(c)
		}
	}
	u.add(g.contribute(Contribution{Kind: Agreement, Member: in.Member, Value: strconv.Itoa(version), Audience: OnlySelf, Inbox: in.Inbox, At: in.Received}),
		Entry{At: now, Kind: "charter", Member: in.Member, About: strconv.Itoa(version), Text: "agrees", Inbox: in.Inbox})
	return u
}

// takeCharter takes agree, object, rule and goal from any mail. What is to stand in
// the charter, or against it, is read back before the others see it.
func takeCharter(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	version := g.charterRead(in.Member, len(g.given(Charter)))
	c := Contribution{Member: in.Member, Text: strings.TrimSpace(a.Text), Audience: Everyone, Inbox: in.Inbox, At: in.Received}
	switch a.Kind {
	case answer.KindAgree:
		if version == 0 {
			return Understood{Kind: "unclear"}
		}
		return g.agree(in, version, now)
	case answer.KindRule:
		c.Kind = Rule
	case answer.KindGoal:
		c.Kind = Goal
	case answer.KindObject:
		c.Kind, c.Value = Objection, strconv.Itoa(version)
		if version == 0 {
			return Understood{Kind: "unclear"}
		}
	}
	if c.Kind != Objection {
		c.Text = oneLine(c.Text)
		if len([]rune(c.Text)) > maxLine {
			return Understood{Kind: "unclear"}
		}
	}
	return g.offer(c, ReceiptLine{What: string(c.Kind)}, now)
}
