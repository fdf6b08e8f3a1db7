package config

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Problem is one thing wrong with the file, in words for the coordinator.
type Problem struct {
	Path    string // the file as it was given
	Line    int    // from 1; 0 if it is about the file as a whole
	What    string // what is wrong, without a full stop
	Fix     string // what to do about it, without a full stop
	Warning bool   // worth a look, but convene can run with it
}

// Where is the file and, if there is one, the line: "convene.toml:14".
func (p Problem) Where() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	return p.Path
}

// String is the problem in one line: "convene.toml:14: what. Fix: how."
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Where() + ": ")
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(sentence(p.What))
	if p.Fix != "" {
		b.WriteString(" Fix: " + sentence(p.Fix))
	}
	return b.String()
}

// sentence ends a text with a full stop if it has no end yet.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

// Problems are all problems of a file, by line.
type Problems []Problem

// Errors are the problems with which convene cannot run.
func (ps Problems) Errors() Problems { return ps.only(false) }

// Warnings are the problems with which it can.
func (ps Problems) Warnings() Problems { return ps.only(true) }

func (ps Problems) only(warning bool) Problems {
	var some Problems
	for _, p := range ps {
		if p.Warning == warning {
			some = append(some, p)
		}
	}
	return some
}

// Err is the errors among the problems as one error, nil if there are none.
func (ps Problems) Err() error {
	if some := ps.Errors(); len(some) > 0 {
		return some
	}
	return nil
}

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Print writes the problems as a coordinator reads them, one a line.
func (ps Problems) Print(w io.Writer) error {
	for _, p := range ps {
		if _, err := fmt.Fprintln(w, p); err != nil {
			return err
		}
	}
	return nil
}

// sort orders by line; what is about the whole file comes last.
func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		switch {
		case a.Line == b.Line:
			return 0
		case a.Line == 0:
			return 1
		case b.Line == 0:
			return -1
		}
		return a.Line - b.Line
	})
}
