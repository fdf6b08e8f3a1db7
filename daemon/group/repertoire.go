package group

import (
	"strings"
	"time"

	"convene/daemon/answer"
)

// takeLink takes "link: ...", "tool: ...", "term: ..." from any mail into the
// group's repertoire.
func takeLink(g *Group, in Inbound, a answer.Answer, now time.Time) Understood {
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return Understood{Kind: "unclear"}
	}
	return g.offer(Contribution{Kind: Link, Member: in.Member, Text: text, Audience: Everyone, Named: true, Inbox: in.Inbox, At: in.Received}, ReceiptLine{What: "link"}, now)
}

// planRepertoire brings what is new in the repertoire into the next letters.
func planRepertoire(g *Group) []Item {
	if !g.On["repertoire"] {
		return nil
	}
	var items []Item
	for _, c := range g.given(Link) {
		if c.State == StateOpen || c.State == StateShared {
			items = append(items, g.toOthers("repertoire", c, rankRepertoire)...)
		}
	}
	return items
}

func writeRepertoire(g *Group, it Item, _ Member, b Base) any {
	return RepertoireData{Base: b, Voices: g.voices(it)}
}
