package templates

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"text/template"
)

//go:embed */*.md */words.txt
var shipped embed.FS

// Fallback is the language of letters for which the wanted one has no template.
const Fallback = "en"

// sourceLimit bounds a template file in bytes.
const sourceLimit = 256 << 10

// Set is every template of every language, parsed. It does not change after
// Load and may be used by several goroutines.
type Set struct {
	languages map[string]*language
	needed    []string // the templates a language must have to count as complete
}

// language is one directory of templates with the words and tables of it.
type language struct {
	tag   string
	table *table
	pages *template.Template // every file under its name without .md
	files map[string]bool    // the files, without the templates defined inside them
	own   []string           // those of them that are somebody's own
	words []byte
}

// Load reads the templates that are built in and lays those of overrideDir over
// them: <lang>/<name>.md replaces the built-in file of that name, and
// <lang>/words.txt is added to the built-in words. An empty overrideDir means
// none. Every mistake in any file is reported, not only the first. What a file
// would do to letters is for [Check] to tell.
func Load(overrideDir string) (*Set, error) {
	sources := []fs.FS{shipped}
	if overrideDir != "" {
		if _, err := os.Stat(overrideDir); err != nil {
			return nil, fmt.Errorf("load templates: %w", err)
		}
		sources = append(sources, os.DirFS(overrideDir))
	}
	s, err := load(sources...)
	if err != nil {
		return nil, fmt.Errorf("load templates: %w", err)
	}
	return s, nil
}

func load(sources ...fs.FS) (*Set, error) {
	s, faults, err := read(nil, sources...)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, f := range faults {
		if !f.Warning {
			errs = append(errs, f)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if s.languages[Fallback] == nil {
		return nil, fmt.Errorf("no templates for %q", Fallback)
	}
	return s, nil
}

// Shipped are the built-in letters of a language by file name, without the words in
// which people reply: those of somebody's own are added to them, file by file. It
// is nil for a language without letters.
func Shipped(lang string) map[string][]byte {
	if tables[lang] == nil {
		return nil
	}
	files := map[string][]byte{}
	pages, _ := fs.Glob(shipped, lang+"/*.md") // the pattern is a good one
	for _, name := range pages {
		files[path.Base(name)], _ = shipped.ReadFile(name) // and the file is built in
	}
	return files
}

// LetterLanguages are the languages that letters can be in, sorted.
func LetterLanguages() []string { return builtIn() }

// Words is the list of reply words of a language, as written in words.txt. A
// language may have words and no letters.
func (s *Set) Words(lang string) ([]byte, bool) {
	l := s.languages[lang]
	if l == nil || l.words == nil {
		return nil, false
	}
	return slices.Clone(l.words), true
}

// Languages are the languages that have every template that is built in for
// English, sorted.
func (s *Set) Languages() []string {
	var tags []string
	for tag, l := range s.languages {
		if len(s.missing(l)) == 0 {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// WordLanguages are the languages that replies are understood in, sorted: those
// of the letters, and others of which there are only words.
func (s *Set) WordLanguages() []string {
	var tags []string
	for tag, l := range s.languages {
		if l.words != nil {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// Names are the templates there are, sorted.
func (s *Set) Names() []string {
	return slices.Sorted(maps.Keys(s.languages[Fallback].files))
}

func (s *Set) missing(l *language) []string {
	var names []string
	for _, name := range s.needed {
		if !l.files[name] {
			names = append(names, name)
		}
	}
	return names
}

// pick is the language a letter is written in: the wanted one if it has all the
// templates the letter needs, else English for the whole letter. A letter in
// two languages would be worse than one in the other.
func (s *Set) pick(tag string, names []string) (*language, error) {
	base, _, _ := strings.Cut(tag, "-")
	for _, try := range []string{tag, base, Fallback} {
		l := s.languages[try]
		if l != nil && l.table != nil && !slices.ContainsFunc(names, func(n string) bool { return !l.files[n] }) {
			return l, nil
		}
	}
	for _, n := range names {
		if !s.languages[Fallback].files[n] {
			return nil, fmt.Errorf("no template %q", n)
		}
	}
	return nil, fmt.Errorf("no language for %v", names)
}
