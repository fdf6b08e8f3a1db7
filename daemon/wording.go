package daemon

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"convene/daemon/answer"
	"convene/daemon/group"
	"convene/templates"
)

// wording is how letters are written and how replies are read.
type wording struct {
	templates *templates.Set

	mu     sync.Mutex
	parsed map[string]*answer.Lexicon // by language
	merged map[string]*answer.Lexicon // by languages, joined with commas
}

// shipped is the wording that ships: read once, it takes a moment.
var shipped = sync.OnceValues(func() (*wording, error) { return loadWording("") })

// wordless is for commands that write no mail: a coordinator's own wording may be
// wrong without standing in their way.
func (o Options) wordless() Options {
	if o.Config != nil {
		c := *o.Config
		c.TemplatesDir = ""
		o.Config = &c
	}
	return o
}

// wordingOf is what ships, and the coordinator's own templates over it, if there are
// any.
func wordingOf(dir string) (*wording, error) {
	if dir == "" {
		return shipped()
	}
	w, err := loadWording(dir)
	if err != nil {
		return nil, err
	}
	_, err = w.lexicon(w.templates.WordLanguages()) // the coordinator's own words may be wrong
	return w, err
}

func loadWording(dir string) (*wording, error) {
	set, err := templates.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("load templates: %w", err)
	}
	return &wording{templates: set, parsed: map[string]*answer.Lexicon{}, merged: map[string]*answer.Lexicon{}}, nil
}

// lexicon is the words of some languages; those that have no word file are left
// out. A language is read when it is first needed.
func (w *wording) lexicon(langs []string) (*answer.Lexicon, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := strings.Join(langs, ",")
	if l, ok := w.merged[key]; ok {
		return l, nil
	}
	var all []*answer.Lexicon
	for _, lang := range langs {
		l, ok := w.parsed[lang]
		if !ok {
			list, found := w.templates.Words(lang)
			if !found {
				continue
			}
			var err error
			if l, err = answer.ParseLexicon(lang, bytes.NewReader(list)); err != nil {
				return nil, fmt.Errorf("read words of %s: %w", lang, err)
			}
			w.parsed[lang] = l
		}
		all = append(all, l)
	}
	w.merged[key] = answer.Merge(all...)
	return w.merged[key], nil
}

// languages are those in which a group's replies may come, from everyone: the
// group's, its members', and that of the letters where one of those has none.
func languages(g *group.Group) []string {
	langs := []string{base(g.Language), templates.Fallback}
	for _, m := range g.Members {
		langs = append(langs, base(m.Language))
	}
	slices.Sort(langs)
	return slices.Compact(langs)
}

// base is the language without its region: de of de-AT.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return lang
}
