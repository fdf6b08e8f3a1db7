package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"convene/daemon/group"
	"convene/daemon/store"
)

// SentMail says what a mail is made of, as the record has it.
type SentMail struct {
	Group     string
	Class     string   // invitation, letter, note, urgent, receipt
	Practices []string // whose sections stand in it, each once
	Spared    bool     // a note that is never dropped: the facilitator pack, the scribe form, ...
}

// Sent are the mails that were composed in every group of the configuration, by
// their Message-IDs, without the angle brackets.
func Sent(ctx context.Context, o Options) (map[string]SentMail, error) {
	d, err := looking(o.wordless())
	if err != nil {
		return nil, err
	}
	all := map[string]SentMail{}
	err = withDatabase(ctx, d.cfg, func(tx *store.Tx) error {
		for _, c := range d.cfg.Groups {
			g, err := d.load(ctx, tx, group.GroupID(c.ID))
			if err != nil {
				return err
			}
			sections, spared := g.Sections(), g.NeverDropped()
			for _, l := range g.Letters {
				m := SentMail{Group: c.ID, Class: string(l.Class), Spared: spared[l.Token]}
				for _, k := range sections[l.Token] {
					if !slices.Contains(m.Practices, k.Practice) {
						m.Practices = append(m.Practices, k.Practice)
					}
				}
				all[l.MessageID] = m
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look at what was sent: %w", err)
	}
	return all, nil
}

// PracticeFigures is a practice of the table, in words.
type PracticeFigures struct {
	Name  string
	About string // "the offer of a role at a meeting"
}

// Practices are those of the table, in its order.
func Practices() []PracticeFigures {
	var all []PracticeFigures
	for _, p := range group.Practices() {
		about := strings.TrimSuffix(p.About, ",")
		words := strings.Fields(about)
		if slices.Contains([]string{"to", "about", "at", "after", "on", "of"}, words[len(words)-1]) { // a date goes there
			about += " a meeting"
		}
		all = append(all, PracticeFigures{Name: p.Name, About: about})
	}
	return all
}
