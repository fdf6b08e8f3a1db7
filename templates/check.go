package templates

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Trial is data that a template is tried on.
type Trial struct {
	Template string
	Data     any
	Ref      string // of a frame: what its subject has to end with, in brackets
	Page     bool   // no part of a mail: nobody answers it
}

// Check reads the files of dir over what is built in, as [Load] does, and tries
// every one of them on the trials of its language, beside the built-in wording of
// the same. It finds what would keep a letter from being written, and what a letter
// would lose: a question, an answer to pick, a button. near is for suggestions: it
// finds the known word nearest to a misspelt one, or "". The files that are laid over
// built-in ones come back beside the faults.
func Check(dir string, trials func(lang string) []Trial, near func(word string, known []string) string) ([]string, []Fault, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", dir)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("check templates: %w", err)
	}
	ours, err := builtInSet()
	if err != nil {
		return nil, nil, fmt.Errorf("check templates: %w", err)
	}
	own, faults, err := check(ours, shipped, os.DirFS(dir), trials, near)
	if err != nil {
		return nil, nil, fmt.Errorf("check templates: %w", err)
	}
	return own, faults, nil
}

// builtInSet is what ships, to compare with.
var builtInSet = sync.OnceValues(func() (*Set, error) { return load(shipped) })

// check tries own over base, and compares with ours, which is base alone.
func check(ours *Set, base, own fs.FS, trials func(lang string) []Trial, near speller) ([]string, []Fault, error) {
	theirs, faults, err := read(near, base, own)
	if err != nil {
		return nil, nil, err
	}
	var files []string
	for _, tag := range slices.Sorted(maps.Keys(theirs.languages)) {
		l := theirs.languages[tag]
		if len(l.own) == 0 {
			continue
		}
		c := fieldCheck{lang: l, near: near, functions: functions(l.table), seen: map[string]bool{}}
		t := trying{ours: ours.languages[tag], theirs: l, near: near}
		pieces := slices.ContainsFunc(l.own, func(name string) bool { return l.defines(tag + "/" + name + ".md") })
		for _, name := range l.own {
			files = append(files, tag+"/"+name+".md")
		}
		affected := slices.DeleteFunc(trials(tag), func(trial Trial) bool { return !pieces && !slices.Contains(l.own, trial.Template) })
		for _, trial := range affected {
			c.visit(trial.Template, reflect.TypeOf(trial.Data))
		}
		if !c.circular {
			for _, trial := range affected {
				t.try(trial)
			}
		}
		// Of a line of which a field is known to be missing, nothing else needs saying.
		for _, f := range t.found {
			if !slices.ContainsFunc(c.found, func(k Fault) bool { return k.File == f.File && k.Line > 0 && k.Line == f.Line }) {
				c.found = append(c.found, f)
			}
		}
		faults = append(faults, c.found...)
	}
	slices.SortStableFunc(faults, func(a, b Fault) int {
		if n := strings.Compare(a.File, b.File); n != 0 {
			return n
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.What, b.What)
	})
	return files, faults, nil
}

// trying writes the same in both wordings and compares.
type trying struct {
	ours, theirs *language
	near         speller
	found        []Fault
}

func (t *trying) fault(f Fault) {
	if !slices.Contains(t.found, f) {
		t.found = append(t.found, f)
	}
}

func (t *trying) try(trial Trial) {
	file := t.theirs.tag + "/" + trial.Template + ".md"
	if !slices.Contains(t.theirs.own, trial.Template) {
		file = t.theirs.tag + "/" // a piece of one of their files is at fault
	}
	want, err := t.ours.execute(trial.Template, trial.Data)
	if err != nil {
		return // not a matter of their wording
	}
	got, err := t.theirs.execute(trial.Template, trial.Data)
	if err != nil {
		t.fault(t.theirs.engineFault(err, file, t.near))
		return
	}
	if want.subject != "" && got.subject == "" {
		t.fault(Fault{File: file, What: "has no subject in one of its cases", Fix: "begin it with a line Subject: ..., and close every {{if}} of the lines before that"})
	}
	if trial.Ref != "" {
		t.frame(got, trial.Ref, file)
		return
	}
	if !trial.Page {
		t.questions(want.blocks, got.blocks, file)
		t.length(want.blocks, got.blocks, file)
	}
}

// frame looks for what stands around every letter.
func (t *trying) frame(p part, ref, file string) {
	if !slices.ContainsFunc(p.blocks, func(b block) bool { _, ok := b.(insert); return ok }) {
		t.fault(Fault{File: file, What: "has no place for the letter itself", Fix: "put {{body}} on a line of its own, with an empty line before and after it"})
	}
	if !strings.HasSuffix(p.subject, "("+ref+")") || !strings.ContainsRune(p.subject, subjectMark) {
		t.fault(Fault{File: file, What: "the subject has lost its news or its reference, by which replies are told apart", Fix: "write Subject: {{subject}} · {{.Group}} ({{.Ref}})"})
	}
}

// questions compares what can be answered.
func (t *trying) questions(want, got []block, file string) {
	asked, asks := t.theirs.table.prompts(want), t.theirs.table.prompts(got)
	for _, n := range slices.Sorted(maps.Keys(asked)) {
		if _, ok := asks[n]; !ok {
			t.fault(Fault{File: file, What: fmt.Sprintf("question %d is lost, so no answer would be tied to it", n), Fix: "keep {{number .N}} at the beginning of its heading, or the number before its line, as the built-in file has it"})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(asks)) {
		if _, ok := asked[n]; !ok {
			t.fault(Fault{File: file, What: fmt.Sprintf("there is a number %d where nothing is asked, so an answer to it would be misread", n), Fix: "begin the lines of that list with - instead"})
		}
	}
	hrefs := map[string]string{}
	for _, c := range picks(got) {
		hrefs[c.key] = c.href
	}
	for _, c := range picks(want) {
		href, ok := hrefs[c.key]
		switch {
		case !ok:
			t.fault(Fault{File: file, What: fmt.Sprintf("the answer %q is lost", c.key), Fix: "keep its line in the list, beginning with - and " + "`" + c.key + "`; every line of that list begins so"})
		case c.href != "" && !carries(href, c.href):
			t.fault(Fault{File: file, What: fmt.Sprintf("the button %q is lost, or does not say which letter it answers", c.key), Fix: `keep ({{mailto .Address ... .Token ...}} "button") behind it, as the built-in file has it`})
		}
	}
}

// length warns of a letter that has become too long for one.
func (t *trying) length(want, got []block, file string) {
	const most = 250
	if n := CountWords(t.theirs.table.text(got)); n > most && CountWords(t.ours.table.text(want)) <= most {
		t.fault(Fault{File: file, What: "makes a letter of more than 250 words, so that others have to wait", Fix: "shorten it", Warning: true})
	}
}

// picks are the answers to pick from, wherever in a letter they stand.
func picks(blocks []block) []choice {
	var all []choice
	for _, b := range blocks {
		switch b := b.(type) {
		case choices:
			all = append(all, b.rows...)
		case buttons:
			for _, x := range b.row {
				all = append(all, choice{key: plain(x.label, [2]string{}), href: x.href})
			}
		case list:
			for _, item := range b.items {
				all = append(all, picks(item)...)
			}
		case quote:
			all = append(all, picks(b.blocks)...)
		}
	}
	return all
}

// token is what a button's subject ends with.
func token(u *url.URL) string {
	s := u.Query().Get("subject")
	return s[max(0, strings.LastIndex(s, "(")):]
}

// carries tells whether a button does what the built-in one does.
func carries(href, as string) bool {
	a, err := url.Parse(href)
	b, err2 := url.Parse(as)
	return err == nil && err2 == nil && a.Opaque == b.Opaque && token(a) == token(b) && a.Query().Get("body") == b.Query().Get("body")
}
