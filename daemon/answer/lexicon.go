package answer

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
)

// Limits of a word file. They keep a mistyped file from eating the machine.
const (
	maxWordFile   = 1 << 20 // bytes
	maxExpansions = 200     // phrases from one entry with alternatives
	maxPhrase     = 12      // words in a phrase
	maxGap        = 4       // words that "~" may stand for
)

// Lexicon holds the words of one or more languages. It is read-only after
// ParseLexicon or Merge, and safe for concurrent use.
type Lexicon struct {
	langs []*language
}

// language is one word file.
type language struct {
	code  string
	root  node
	forms []Form

	spelling spelling
	dotted   []dotted // phrases to add without their dots when the file is read
}

// dotted is a phrase written with umlauts, without their dots.
type dotted struct {
	phrase string
	marked string // folded, as it was written
	entry  entry
}

// node is a step in the tree of phrases.
type node struct {
	next  map[string]*node // exact words
	stems map[string]*node // beginnings of words, written "facilit*"
	gap   *node            // what may follow after up to maxGap other words
	entry *entry           // a phrase ends here
}

// entry is what a phrase means.
type entry struct {
	set  classes
	args [argCount]string // of the classes that have one
}

// ParseLexicon reads a word file. Each line is
//
//	class + class ARGUMENT: phrase, phrase, phrase
//
// where classes are listed in classNames. In a phrase, "(a|b)" stands for
// either, "(a|)" for a or nothing, "word*" for every word that begins so, and
// "~" for up to four words in between. Lines beginning with "#" are comments. A
// line "form KIND: example" is an example for help, taken as it is.
//
// Two classes together can mean a third thing: "because + and" are words behind
// which the conclusion stands (so, hence), "clock + ordinal 30" are minutes
// beside an hour (half past), "unsure + say" only promises word ("I'll tell you").
func ParseLexicon(lang string, r io.Reader) (*Lexicon, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxWordFile+1))
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", lang, err)
	}
	if len(data) > maxWordFile {
		return nil, fmt.Errorf("read words of %s: more than %d bytes", lang, maxWordFile)
	}
	l := &language{code: lang}
	var problems []error
	scan := bufio.NewScanner(strings.NewReader(string(data)))
	scan.Buffer(nil, maxWordFile+1)
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimSpace(scan.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if err := l.line(line); err != nil {
			problems = append(problems, fmt.Errorf("words of %s, line %d: %w", lang, n, err))
		}
	}
	if len(problems) == 0 {
		if err := l.addDotless(); err != nil {
			problems = append(problems, fmt.Errorf("words of %s: %w", lang, err))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	l.learn()
	return &Lexicon{langs: []*language{l}}, nil
}

// Merge makes one lexicon of several. The words of each language stay apart, so
// that a word that means different things in two of them can be noticed. Nil
// lexicons and repeated languages are left out.
func Merge(lexicons ...*Lexicon) *Lexicon {
	m := &Lexicon{}
	seen := map[string]bool{}
	for _, x := range lexicons {
		if x == nil {
			continue
		}
		for _, l := range x.langs {
			if !seen[l.code] {
				seen[l.code] = true
				m.langs = append(m.langs, l)
			}
		}
	}
	return m
}

// Languages lists the codes of the languages held.
func (x *Lexicon) Languages() []string {
	if x == nil {
		return nil
	}
	var codes []string
	for _, l := range x.langs {
		codes = append(codes, l.code)
	}
	return codes
}

func (l *language) line(line string) error {
	head, body, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("%q has no colon", line)
	}
	head, body = strings.TrimSpace(head), strings.TrimSpace(body)
	if name, arg, _ := strings.Cut(head, " "); name == "form" {
		if arg = strings.TrimSpace(arg); arg == "" || body == "" {
			return errors.New("a form needs a kind and an example")
		}
		l.forms = append(l.forms, Form{Lang: l.code, Kind: arg, Example: body})
		return nil
	}
	var e entry
	for _, part := range strings.Split(head, "+") {
		name, arg, _ := strings.Cut(strings.TrimSpace(part), " ")
		arg = strings.TrimSpace(arg)
		c, ok := classNames[name]
		if !ok {
			return fmt.Errorf("unknown class %q; known are %s", name, strings.Join(knownClasses(), ", "))
		}
		e.set |= c
		slot, takes := argSlots[c]
		switch {
		case takes && arg == "":
			return fmt.Errorf("class %s needs an argument", name)
		case !takes && arg != "":
			return fmt.Errorf("class %s takes no argument, got %q", name, arg)
		case takes && slot.number:
			if _, err := strconv.Atoi(arg); err != nil {
				return fmt.Errorf("class %s needs a number, got %q", name, arg)
			}
		}
		if takes {
			e.args[slot.index] = arg
		}
	}
	for _, phrase := range strings.Split(body, ",") {
		if phrase = strings.TrimSpace(phrase); phrase == "" {
			continue
		}
		if err := l.phrase(phrase, e); err != nil {
			return err
		}
	}
	return nil
}

func (l *language) phrase(phrase string, e entry) error {
	all, err := expand(phrase)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := l.add(p, e); err != nil {
			return err
		}
		if q := dotless.Replace(p); q != p {
			l.dotted = append(l.dotted, dotted{q, fold(p), e})
		}
	}
	return nil
}

// expand writes out the alternatives of a phrase. They do not nest.
func expand(phrase string) ([]string, error) {
	open := strings.IndexByte(phrase, '(')
	if open < 0 {
		if strings.ContainsAny(phrase, ")|") {
			return nil, fmt.Errorf("%q has a stray bracket or bar", phrase)
		}
		return []string{phrase}, nil
	}
	end := strings.IndexByte(phrase[open:], ')')
	if end < 0 {
		return nil, fmt.Errorf("%q lacks a closing bracket", phrase)
	}
	end += open
	rest, err := expand(phrase[end+1:])
	if err != nil {
		return nil, err
	}
	var all []string
	for _, alt := range strings.Split(phrase[open+1:end], "|") {
		for _, r := range rest {
			if all = append(all, phrase[:open]+alt+r); len(all) > maxExpansions {
				return nil, fmt.Errorf("%q has more than %d readings", phrase, maxExpansions)
			}
		}
	}
	return all, nil
}

// dotless drops the second vowel of umlauts.
var dotless = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "Ä", "a", "Ö", "o", "Ü", "u")

// addDotless adds the phrases that were written with umlauts once more without
// the dots, as people type on foreign keyboards, where that makes no other word.
func (l *language) addDotless() error {
	for _, d := range l.dotted {
		clash := false
		for _, t := range tokenise(d.phrase) {
			n := l.root.next[t.text]
			plain := strings.Contains(d.marked, t.text) // this word had no dots
			clash = clash || !plain && n != nil && n.entry != nil
		}
		if clash {
			continue
		}
		if err := l.add(d.phrase, d.entry); err != nil {
			return err
		}
	}
	l.dotted = nil
	return nil
}

func (l *language) add(phrase string, e entry) error {
	at, words, gap := &l.root, 0, false
	toks := tokenise(phrase)
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if i+1 < len(toks) && toks[i+1].text == "'" && !toks[i+1].spaced { // an elided word alone: "j'"
			t.text += "'"
			toks = append(toks[:i+1], toks[i+2:]...)
		}
		if t.text == "~" {
			if words == 0 || i == len(toks)-1 || gap {
				return fmt.Errorf("%q: ~ stands between two words", phrase)
			}
			if at.gap == nil {
				at.gap = &node{}
			}
			at, gap = at.gap, true
			continue
		}
		gap = false
		into := &at.next
		if i+1 < len(toks) && toks[i+1].text == "*" && !toks[i+1].spaced {
			if len(t.text) < 3 {
				return fmt.Errorf("%q: a beginning of a word needs three letters", phrase)
			}
			into = &at.stems
			i++
		}
		if *into == nil {
			*into = map[string]*node{}
		}
		n := (*into)[t.text]
		if n == nil {
			n = &node{}
			(*into)[t.text] = n
		}
		at = n
		words++
	}
	if words == 0 || words > maxPhrase {
		return fmt.Errorf("%q: a phrase has 1 to %d words", phrase, maxPhrase)
	}
	if at.entry == nil {
		at.entry = &entry{}
	}
	at.entry.set |= e.set
	for i, a := range e.args {
		if a == "" {
			continue
		}
		if old := at.entry.args[i]; old != "" && old != a {
			if i == slotWhole { // "keep" answers two kinds of asks
				at.entry.args[i] = old + "|" + a
				continue
			}
			return fmt.Errorf("%q means both %s and %s", phrase, old, a)
		}
		at.entry.args[i] = a
	}
	return nil
}

// match is a phrase found in the text.
type match struct {
	entry   *entry
	anchors []int // the tokens it is made of
}

// longest finds the phrase with the most words that begins at token i and stays
// before limit. taken tokens belong to phrases found before.
func (l *language) longest(toks []token, i, limit int, taken []bool) (match, bool) {
	var best match
	var path [maxPhrase]int
	budget := 400  // bounds the work at one place, whatever the word file says
	comma := false // one was passed: "yeah, right"; only irony goes over commas
	var walk func(n *node, at, depth int)
	walk = func(n *node, at, depth int) {
		budget--
		if n.entry != nil && depth > len(best.anchors) && (!comma || n.entry.set&cIrony != 0) {
			best = match{n.entry, append([]int(nil), path[:depth]...)}
		}
		if depth == maxPhrase || budget < 0 || at >= limit {
			return
		}
		if t := toks[at]; !taken[at] && t.kind != newline {
			path[depth] = at
			if m := n.next[t.text]; m != nil {
				walk(m, at+1, depth+1)
			}
			if n.stems != nil && t.kind == word {
				for k := min(len(t.text), 24); k >= 3; k-- {
					if m := n.stems[t.text[:k]]; m != nil {
						walk(m, at+1, depth+1)
					}
				}
			}
		} else if t.kind == newline && t.text == "\n" && depth > 0 {
			walk(n, at+1, depth) // a wrapped line
		}
		if at < limit && depth > 0 && depth < 5 && !comma && toks[at].text == "," {
			comma = true
			walk(n, at+1, depth)
			comma = false
		}
		if n.gap != nil && depth > 0 {
			words := 0
			for j := at; j < limit && words <= maxGap; j++ {
				if toks[j].kind == mark || toks[j].text == "\n\n" {
					break
				}
				if w := l.root.next[toks[j].text]; w != nil && w.entry != nil && w.entry.set&(cBut|cAnd) != 0 && w.entry.set&cFill == 0 {
					break // another statement begins
				}
				walk(n.gap, j, depth)
				if toks[j].kind == word || toks[j].kind == number {
					words++
				}
			}
		}
	}
	walk(&l.root, i, 0)
	return best, best.entry != nil
}

func knownClasses() []string {
	names := make([]string, 0, len(classNames))
	for n := range classNames {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
