package config

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// value is one TOML value with the line it stands on.
type value struct {
	line  int
	kind  unstable.Kind // Table and ArrayTable for tables and lists of tables, however written
	text  string        // of a plain value: a string decoded, anything else as written
	items []*value      // of an array
	table *table        // of a table
}

// table is one TOML table with its keys in the order of the file.
type table struct {
	line   int
	keys   []string
	values map[string]*value
	// broken are keys that are there but of no use; a problem was noted, so
	// nobody needs to hear that they are missing.
	broken map[string]bool
}

func newTable(line int) *table {
	return &table{line: line, values: map[string]*value{}, broken: map[string]bool{}}
}

func (t *table) set(key string, v *value) {
	if _, there := t.values[key]; !there {
		t.keys = append(t.keys, key)
	}
	t.values[key] = v
}

// maxKeys is how many keys one table may have, known or not.
const maxKeys = 300

// crowded says whether the table, or one inside it, has too many keys.
func (t *table) crowded() bool {
	if len(t.keys) > maxKeys {
		return true
	}
	for _, v := range t.values {
		if v.crowded() {
			return true
		}
	}
	return false
}

func (v *value) crowded() bool {
	return v.table != nil && v.table.crowded() || slices.ContainsFunc(v.items, (*value).crowded)
}

// spoil takes a key out of the table and remembers that it was there.
func (t *table) spoil(key string) {
	delete(t.values, key)
	t.broken[key] = true
}

// lines knows where each line of a text begins.
type lines []int

func newLines(data []byte) lines {
	l := lines{0}
	for i, c := range data {
		if c == '\n' {
			l = append(l, i+1)
		}
	}
	return l
}

func (l lines) at(offset int) int { return sort.SearchInts(l, offset+1) }

// syntaxError is a place that is not TOML.
type syntaxError struct {
	line int
	what string
}

// maxSyntaxErrors is after how many broken lines the reader gives up on a file.
const maxSyntaxErrors = 10

var bareKey = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=`)

// parseTree reads TOML into a tree with line numbers. A line that is not TOML is
// reported and left out, so that the rest can be checked too; brokenKeys are the
// keys on such lines. If leaving lines out does not help, only the first error is
// reported and the tree is nil: what follows a missing quote is noise.
func parseTree(data []byte) (root *table, brokenKeys map[string]bool, errs []syntaxError) {
	brokenKeys = map[string]bool{}
	text := bytes.Clone(data)
	starts := newLines(text)
	// The decoder looks for doubled keys one by one; with very many in a table
	// that takes minutes.
	if full, _ := build(text, starts); full.crowded() {
		return nil, brokenKeys, []syntaxError{{1, "more keys in one section than a config file can have"}}
	}
	for {
		err := decodes(text)
		if err == nil {
			break
		}
		what, line := err.Error(), 1
		var decode *toml.DecodeError
		if errors.As(err, &decode) {
			line, _ = decode.Position()
			what = strings.TrimPrefix(what, "toml: ")
		}
		line = max(1, min(line, len(starts)))
		if len(errs) > 0 && line <= errs[len(errs)-1].line || len(errs) == maxSyntaxErrors {
			return nil, brokenKeys, errs[:1]
		}
		start, end := starts[line-1], len(text)
		if line < len(starts) {
			end = starts[line] - 1
		}
		if strings.HasPrefix(strings.TrimSpace(string(text[start:end])), "[") && strings.Contains(what, "start of value") {
			what = "a header inside an array value" // of which the end is missing
		}
		errs = append(errs, syntaxError{line, what})
		// Only a line that is a key and its value can be left out: without its
		// header a table's keys would land in the table above, and what is wrong
		// inside a list is often wrong above that line.
		m := bareKey.FindSubmatch(text[start:end])
		if m == nil || strings.Contains(what, "array") {
			return nil, brokenKeys, errs
		}
		brokenKeys[string(m[1])] = true
		copy(text[start:end], bytes.Repeat([]byte{' '}, end-start))
	}
	root, err := build(text, starts)
	if err != nil {
		return nil, brokenKeys, append(errs, syntaxError{1, err.Error()})
	}
	return root, brokenKeys, errs
}

// decodes lets the library's decoder judge the document: besides the grammar it
// checks that no key or table is defined twice.
func decodes(text []byte) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the file cannot be read as TOML")
		}
	}()
	var all map[string]any
	return toml.Unmarshal(text, &all)
}

// builder turns the library's stream of expressions into a tree. Keys and tables
// that are there twice are the decoder's business, not its.
type builder struct {
	lines lines
	root  *table
}

func build(text []byte, starts lines) (*table, error) {
	b := &builder{lines: starts, root: newTable(1)}
	var p unstable.Parser
	p.Reset(text)
	current := b.root
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			path, line := b.path(e)
			current = b.header(path, line, e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			b.assign(current, e)
		}
	}
	return b.root, p.Error()
}

// path reads a dotted key and the line of its last part.
func (b *builder) path(n *unstable.Node) (path []string, line int) {
	for it := n.Key(); it.Next(); {
		path = append(path, string(it.Node().Data))
		line = b.lines.at(int(it.Node().Raw.Offset))
	}
	return path, line
}

// header opens [path] or [[path]] and returns the table that keys now go to.
func (b *builder) header(path []string, line int, list bool) *table {
	parent := b.enter(b.root, path[:len(path)-1], line)
	key := path[len(path)-1]
	if list {
		v := parent.values[key]
		if v == nil {
			v = &value{line: line, kind: unstable.ArrayTable}
			parent.set(key, v)
		}
		t := newTable(line)
		v.items = append(v.items, &value{line: line, kind: unstable.Table, table: t})
		return t
	}
	if v := parent.values[key]; v != nil && v.table != nil {
		v.line, v.table.line = line, line // it was only implied until now
		return v.table
	}
	t := newTable(line)
	parent.set(key, &value{line: line, kind: unstable.Table, table: t})
	return t
}

// enter walks down a dotted key, making the tables it implies.
func (b *builder) enter(t *table, path []string, line int) *table {
	for _, key := range path {
		v := t.values[key]
		switch {
		case v == nil:
			next := newTable(line)
			t.set(key, &value{line: line, kind: unstable.Table, table: next})
			t = next
		case v.table != nil:
			t = v.table
		case len(v.items) > 0 && v.items[len(v.items)-1].table != nil:
			t = v.items[len(v.items)-1].table
		default:
			return newTable(line) // the decoder refuses such a document
		}
	}
	return t
}

func (b *builder) assign(t *table, e *unstable.Node) {
	path, line := b.path(e)
	t = b.enter(t, path[:len(path)-1], line)
	t.set(path[len(path)-1], b.value(e.Value(), line))
}

// value reads a value that begins on the given line, or later if it says so.
func (b *builder) value(n *unstable.Node, line int) *value {
	if n.Raw.Length > 0 {
		line = max(line, b.lines.at(int(n.Raw.Offset)))
	}
	v := &value{line: line, kind: n.Kind, text: string(n.Data)}
	switch n.Kind {
	case unstable.Array:
		v.text = ""
		for it := n.Children(); it.Next(); {
			item := b.value(it.Node(), line)
			v.items = append(v.items, item)
			line = item.line
		}
		if len(v.items) > 0 && v.items[0].table != nil {
			v.kind = unstable.ArrayTable
		}
	case unstable.InlineTable:
		v.kind, v.text, v.table = unstable.Table, "", newTable(line)
		for it := n.Children(); it.Next(); {
			b.assign(v.table, it.Node())
		}
		if len(v.table.keys) > 0 && n.Raw.Length == 0 {
			first := v.table.values[v.table.keys[0]]
			v.line, v.table.line = first.line, first.line
		}
	}
	return v
}
