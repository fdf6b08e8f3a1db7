package templates

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// read reads what is built in, the first source, and what is laid over it. Files
// with faults are left out.
func read(near speller, sources ...fs.FS) (*Set, []Fault, error) {
	s := &Set{languages: map[string]*language{}}
	var faults []Fault
	for i, src := range sources {
		dirs, err := fs.ReadDir(src, ".")
		if err != nil {
			return nil, nil, err
		}
		for _, d := range dirs {
			switch {
			case strings.HasPrefix(d.Name(), "."):
			case d.IsDir():
				f, err := s.readLanguage(src, d.Name(), i > 0, near)
				if err != nil {
					return nil, nil, err
				}
				faults = append(faults, f...)
			case i > 0 && !agendaFile.MatchString(d.Name()):
				faults = append(faults, Fault{File: d.Name(), What: "nothing reads this file", Warning: true,
					Fix: "letters stand in a folder for their language, such as en/" + near.nearFile(d.Name(), s.names()) + "; agendas are called agenda-<name>.md"})
			}
		}
		if i == 0 && s.languages[Fallback] != nil {
			// What somebody adds in English alone must not disable the others.
			s.needed = s.Names()
		}
	}
	for _, l := range s.languages {
		guarded := map[*parse.Tree]bool{}
		for _, t := range l.pages.Templates() {
			if t.Tree != nil && !guarded[t.Tree] {
				guarded[t.Tree] = true
				guard(t)
			}
		}
	}
	return s, faults, nil
}

// agendaFile is an agenda of somebody's own, which the configuration reads.
var agendaFile = regexp.MustCompile(`^agenda-.+\.md$`)

// names are the templates there are so far, sorted.
func (s *Set) names() []string {
	if s.languages[Fallback] == nil {
		return nil
	}
	return s.Names()
}

// nearFile is the file that was probably meant, or an example of one.
func (near speller) nearFile(file string, names []string) string {
	if near != nil {
		if k := near(strings.TrimSuffix(file, path.Ext(file)), names); k != "" {
			return k + ".md"
		}
	}
	return "letter.md"
}

func (s *Set) readLanguage(src fs.FS, tag string, own bool, near speller) ([]Fault, error) {
	l := s.languages[tag]
	if own && l == nil && tables[tag] == nil && !anyOf(src, tag+"/"+wordFile, tag+"/*.md") {
		return []Fault{{File: tag + "/", What: "nothing reads this folder", Warning: true, Fix: near.meant(tag, "", builtIn(), "folders are called as languages are: "+strings.Join(builtIn(), ", "))}}, nil
	}
	if l == nil {
		l = &language{tag: tag, table: tables[tag], pages: template.New(""), files: map[string]bool{}}
		if l.table != nil {
			l.pages.Option("missingkey=error").Funcs(functions(l.table))
		}
		s.languages[tag] = l
	}
	files, err := fs.ReadDir(src, tag)
	if err != nil {
		return nil, err
	}
	known := s.names()
	var faults []Fault
	for _, f := range files {
		name := path.Join(tag, f.Name())
		if strings.HasPrefix(f.Name(), ".") {
			continue
		}
		if f.IsDir() || f.Name() != wordFile && !strings.HasSuffix(name, ".md") {
			if own {
				faults = append(faults, Fault{File: name, What: "nothing reads this file", Warning: true,
					Fix: near.meant(f.Name(), tag+"/", withEnding(known), "letters end with .md, and words in which people reply stand in "+wordFile)})
			}
			continue
		}
		b, fault := readFile(src, name)
		page := strings.TrimSuffix(f.Name(), ".md")
		switch {
		case fault != nil:
			faults = append(faults, *fault)
		case f.Name() == wordFile:
			l.words = append(l.words, b...)
			if len(b) > 0 && b[len(b)-1] != '\n' {
				l.words = append(l.words, '\n')
			}
		case l.table == nil:
			faults = append(faults, Fault{File: name, What: "letters can be in " + strings.Join(builtIn(), ", "),
				Fix: near.meant(tag, "the folder ", builtIn(), "in other languages there can be "+wordFile+" alone")})
		default:
			if fault := l.add(page, string(b), own, near); fault != nil {
				faults = append(faults, *fault)
				continue
			}
			if own && !slices.Contains(known, page) && !l.defines(name) {
				faults = append(faults, Fault{File: name, What: "no letter is called " + page + ", so nothing reads this file", Warning: true,
					Fix: near.meant(page+".md", tag+"/", withEnding(known), "the letters are "+strings.Join(known, ", "))})
			}
		}
	}
	return faults, nil
}

// anyOf tells whether there is a file of one of the patterns.
func anyOf(src fs.FS, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		found, err := fs.Glob(src, p)
		return err == nil && len(found) > 0
	})
}

// wordFile are the words in which people reply.
const wordFile = "words.txt"

func withEnding(names []string) []string {
	files := []string{wordFile}
	for _, n := range names {
		files = append(files, n+".md")
	}
	return files
}

// defines tells whether a file holds pieces that others can use.
func (l *language) defines(file string) bool {
	return slices.ContainsFunc(l.pages.Templates(), func(t *template.Template) bool {
		return t.Tree != nil && t.Tree.ParseName == file && t.Name() != file && t.Name() != strings.TrimSuffix(path.Base(file), ".md")
	})
}

// readFile reads a file of at most sourceLimit bytes of UTF-8.
func readFile(src fs.FS, name string) ([]byte, *Fault) {
	f, err := src.Open(name)
	if err != nil {
		return nil, &Fault{File: name, What: "cannot be read: " + err.Error(), Fix: "mend that, or remove the file"}
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, sourceLimit+1))
	switch {
	case err != nil:
		return nil, &Fault{File: name, What: "cannot be read: " + err.Error(), Fix: "mend that, or remove the file"}
	case len(b) > sourceLimit:
		return nil, &Fault{File: name, What: fmt.Sprintf("longer than %d bytes", sourceLimit), Fix: "check that it is the right file"}
	case !utf8.Valid(b):
		return nil, &Fault{File: name, Line: lineOf(b, validUpTo(b)), What: "not UTF-8", Fix: "save the file as UTF-8"}
	}
	return bytes.TrimPrefix(b, []byte("\ufeff")), nil // editors on Windows begin files so
}

func lineOf(b []byte, at int) int { return 1 + bytes.Count(b[:at], []byte("\n")) }

func validUpTo(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

// add parses a file. One of somebody's own goes by its path, so that errors and
// what is wrong with it can be told from those of the built-in files.
func (l *language) add(name, source string, own bool, near speller) *Fault {
	file := l.tag + "/" + name + ".md"
	if at := strings.IndexFunc(source, reserved); at >= 0 {
		return &Fault{File: file, Line: lineOf([]byte(source), at), What: "contains characters of the private use area", Fix: "type the line anew"}
	}
	source = markLines(strings.ReplaceAll(source, "\r\n", "\n"))
	as := name
	if own {
		as = file
	}
	// A failed attempt leaves nothing behind.
	try, err := template.New(as).Funcs(functions(l.table)).Parse(source)
	if err != nil {
		f := l.engineFault(err, file, near)
		if f.Line == 0 {
			if m := engine.FindStringSubmatch(err.Error()); m != nil {
				f.Line, _ = strconv.Atoi(m[2])
			}
		}
		return &f
	}
	if own && (try.Tree == nil || parse.IsEmptyTree(try.Root)) && len(try.Templates()) < 2 {
		return &Fault{File: file, What: "is empty, so the built-in wording is used", Fix: "write something, or remove the file", Warning: true}
	}
	for _, t := range try.Templates() {
		as := t.Name()
		if as == file {
			as = name
		}
		known := l.pages.Lookup(as)
		switch {
		case t.Tree == nil:
		case known == nil || known.Tree == nil:
			if _, err := l.pages.AddParseTree(as, t.Tree); err != nil {
				return &Fault{File: file, What: err.Error()}
			}
		case as == name && parse.IsEmptyTree(t.Root): // pieces alone: the letter stays as it is
		default:
			known.Tree = t.Tree // also by nothing, which the engine would not do
		}
	}
	l.files[name] = true
	if own {
		l.own = append(l.own, name)
	}
	return nil
}
