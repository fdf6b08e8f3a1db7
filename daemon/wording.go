package daemon

import (
	"bytes"
	"fmt"
	"sync"

	"convene/daemon/answer"
	"convene/templates"
)

// shipped is the wording that ships: read once, it takes a moment.
var shipped = sync.OnceValues(func() (words, error) { return loadWording("") })

type words struct {
	templates *templates.Set
	lexicon   *answer.Lexicon
}

// wording is how letters are written and how replies are read: what ships, and
// the coordinator's own templates over it.
func wording(o Options) (*templates.Set, *answer.Lexicon, error) {
	if o.Config == nil || o.Config.Templates == "" {
		w, err := shipped()
		return w.templates, w.lexicon, err
	}
	w, err := loadWording(o.Config.Templates)
	return w.templates, w.lexicon, err
}

// loadWording reads the templates, and the words of every language: those of all
// of them are accepted from everyone.
func loadWording(dir string) (words, error) {
	set, err := templates.Load(dir)
	if err != nil {
		return words{}, fmt.Errorf("load templates: %w", err)
	}
	var all []*answer.Lexicon
	for _, lang := range set.WordLanguages() {
		list, ok := set.Words(lang)
		if !ok {
			continue
		}
		l, err := answer.ParseLexicon(lang, bytes.NewReader(list))
		if err != nil {
			return words{}, fmt.Errorf("read words of %s: %w", lang, err)
		}
		all = append(all, l)
	}
	return words{set, answer.Merge(all...)}, nil
}
