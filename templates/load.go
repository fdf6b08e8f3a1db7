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
	"unicode/utf8"
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
	words []byte
}

// Load reads the templates that are built in and lays those of overrideDir over
// them: <lang>/<name>.md replaces the built-in file of that name, and
// <lang>/words.txt is added to the built-in words. An empty overrideDir means
// none. Every mistake in any file is reported, not only the first.
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
	s := &Set{languages: map[string]*language{}}
	var errs []error
	for i, src := range sources {
		dirs, err := fs.ReadDir(src, ".")
		if err != nil {
			return nil, err
		}
		for _, d := range dirs {
			if !d.IsDir() || strings.HasPrefix(d.Name(), ".") {
				continue
			}
			errs = append(errs, s.loadDir(src, d.Name()))
		}
		if i == 0 && s.languages[Fallback] != nil {
			// What somebody adds in English alone must not disable the others.
			s.needed = s.Names()
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if s.languages[Fallback] == nil {
		return nil, fmt.Errorf("no templates for %q", Fallback)
	}
	for _, l := range s.languages {
		for _, t := range l.pages.Templates() {
			guard(t)
		}
	}
	return s, nil
}

func (s *Set) loadDir(src fs.FS, tag string) error {
	l := s.languages[tag]
	if l == nil {
		l = &language{tag: tag, table: tables[tag], pages: template.New(""), files: map[string]bool{}}
		if l.table != nil {
			l.pages.Option("missingkey=error").Funcs(functions(l.table))
		}
		s.languages[tag] = l
	}
	files, err := fs.ReadDir(src, tag)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range files {
		name := path.Join(tag, f.Name())
		if f.IsDir() || f.Name() != "words.txt" && !strings.HasSuffix(name, ".md") {
			continue
		}
		b, err := readFile(src, name)
		switch {
		case err != nil:
			errs = append(errs, err)
		case f.Name() == "words.txt":
			l.words = append(l.words, b...)
			if len(b) > 0 && b[len(b)-1] != '\n' {
				l.words = append(l.words, '\n')
			}
		case l.table == nil:
			errs = append(errs, fmt.Errorf("%s: letters can be in %s; in other languages there can be words.txt alone", name, strings.Join(builtIn(), ", ")))
		default:
			errs = append(errs, l.add(strings.TrimSuffix(f.Name(), ".md"), string(b)))
		}
	}
	return errors.Join(errs...)
}

func readFile(src fs.FS, name string) ([]byte, error) {
	b, err := fs.ReadFile(src, name)
	if err != nil {
		return nil, err
	}
	if len(b) > sourceLimit {
		return nil, fmt.Errorf("%s: longer than %d bytes", name, sourceLimit)
	}
	if !utf8.Valid(b) {
		return nil, fmt.Errorf("%s: not UTF-8", name)
	}
	return b, nil
}

func (l *language) add(name, source string) error {
	if strings.ContainsFunc(source, reserved) {
		return fmt.Errorf("%s/%s.md: contains characters of the private use area", l.tag, name)
	}
	source = markLines(strings.ReplaceAll(source, "\r\n", "\n"))
	if _, err := l.pages.New(name).Parse(source); err != nil {
		return fmt.Errorf("%s/%s.md: %w", l.tag, name, err)
	}
	l.files[name] = true
	return nil
}

// markLines puts lineMark before every line in which an action begins, so that
// dropEmpty can tell a line on which nothing was printed from one that the
// author left empty.
func markLines(source string) string {
	var b strings.Builder
	inside := false // an action that began on an earlier line
	for line := range strings.Lines(source) {
		trims := strings.HasPrefix(strings.TrimSpace(line), "{{-")
		if !inside && !trims && strings.Contains(line, "{{") {
			b.WriteRune(lineMark)
		}
		b.WriteString(line)
		if i := strings.LastIndex(line, "{{"); i >= 0 {
			inside = true
			line = line[i:]
		}
		inside = inside && !strings.Contains(line, "}}")
	}
	return b.String()
}

// dropEmpty removes the marked lines that are blank, and the marks.
func dropEmpty(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		plain := strings.ReplaceAll(line, string(rune(lineMark)), "")
		if len(plain) < len(line) && strings.Trim(plain, " \t\n"+string(rune(emptyMark))) == "" {
			continue
		}
		b.WriteString(plain)
	}
	return b.String()
}

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
