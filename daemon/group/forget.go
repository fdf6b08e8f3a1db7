package group

import (
	"slices"
	"time"
)

// Forgetting says that a member is to be forgotten: their words at once, their
// name and addresses and every mail as soon as the farewell is out, which is the
// daemon's to do. What stays is without a name: who came, how often somebody led.
type Forgetting struct {
	Member MemberID
	At     time.Time
}

func (Forgetting) change() {}

// forgotten tells whether somebody asked to be forgotten.
func (g *Group) forgotten(id MemberID) bool {
	return slices.ContainsFunc(g.Forgotten, func(f Forgetting) bool { return f.Member == id })
}

// Nameless tells whether somebody's name has been erased.
func (g *Group) Nameless(id MemberID) bool {
	m, ok := g.Member(id)
	return ok && m.Name == "" && g.forgotten(id)
}

// Named is the group as its readers of a language see it: whoever was forgotten is
// called what the language calls somebody who was here once.
func (g *Group) Named(language string) *Group {
	if g.Former == nil || !slices.ContainsFunc(g.Members, func(m Member) bool { return g.Nameless(m.ID) }) {
		return g
	}
	named := *g
	named.Members = slices.Clone(g.Members)
	for i, m := range named.Members {
		if g.Nameless(m.ID) {
			named.Members[i].Name = g.Former(language)
		}
	}
	return &named
}

// forget empties a member's words, as the store does.
func (g *Group) forget(f Forgetting) {
	if g.forgotten(f.Member) {
		return
	}
	g.Forgotten = append(g.Forgotten, f)
	mine := map[string]bool{}
	empty := func(of MemberID, text *string) {
		if of == f.Member && *text != "" {
			mine[*text] = true
			*text = ""
		}
	}
	g.RSVPs, g.Topics, g.Responses = slices.Clone(g.RSVPs), slices.Clone(g.Topics), slices.Clone(g.Responses)
	g.Contributions, g.Held, g.Letters = slices.Clone(g.Contributions), slices.Clone(g.Held), slices.Clone(g.Letters)
	for i := range g.RSVPs {
		empty(g.RSVPs[i].Member, &g.RSVPs[i].Note)
	}
	for i := range g.Topics {
		empty(g.Topics[i].By, &g.Topics[i].Text)
	}
	for i := range g.Responses {
		empty(g.Responses[i].Member, &g.Responses[i].Text)
	}
	others := map[string]bool{}
	for i := range g.Contributions {
		c := &g.Contributions[i]
		if c.Member == f.Member && c.Kind == WhoKnows { // their words once more
			c.Value = ""
		}
		if c.Member != f.Member && c.Kind != Charter {
			others[c.Text] = true
		}
		empty(c.Member, &c.Text)
	}
	for i := range g.Contributions { // the charter repeats rules, goals and what members want to learn
		if c := &g.Contributions[i]; c.Kind == Charter {
			c.Text = CharterWithout(c.Text, mine, others)
		}
	}
	for i := range g.Held {
		empty(g.Held[i].Member, &g.Held[i].Words)
	}
	for i := range g.Letters { // a ballot offers topics in their writers' words
		g.Letters[i].Asks = slices.Clone(g.Letters[i].Asks)
		for j := range g.Letters[i].Asks {
			a := &g.Letters[i].Asks[j]
			a.Options = slices.Clone(a.Options)
			for k := range a.Options {
				if mine[a.Options[k].Text] {
					a.Options[k].Text = ""
				}
			}
		}
	}
}

// wordsOf counts the texts of a member that are on record.
func (g *Group) wordsOf(id MemberID) int {
	n := 0
	count := func(of MemberID, text string) {
		if of == id && text != "" {
			n++
		}
	}
	for _, v := range g.RSVPs {
		count(v.Member, v.Note)
	}
	for _, v := range g.Topics {
		count(v.By, v.Text)
	}
	for _, v := range g.Responses {
		if !v.Trace() {
			count(v.Member, v.Text)
		}
	}
	for _, v := range g.Contributions {
		count(v.Member, v.Text)
	}
	return n
}
