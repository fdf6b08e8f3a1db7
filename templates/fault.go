package templates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Fault is something wrong with a file of somebody's own wording.
type Fault struct {
	File      string // below the directory, with slashes: "de/letter.md"; a directory ends with one
	Line      int    // counting from 1; 0 for the whole file
	What, Fix string // without full stops at the end
	Warning   bool   // worth a look, but letters can be written
}

// Error is the fault in one line.
func (f Fault) Error() string {
	where := f.File
	if f.Line > 0 {
		where += ":" + strconv.Itoa(f.Line)
	}
	if f.Fix == "" {
		return where + ": " + f.What
	}
	return fmt.Sprintf("%s: %s. Fix: %s", where, f.What, f.Fix)
}

// speller finds the known word that was probably meant, "" if none is near.
type speller func(word string, known []string) string

// meant is a fix that names the known word that is nearest, or all of them.
func (near speller) meant(word, before string, known []string, all string) string {
	if near != nil {
		if k := near(word, known); k != "" {
			return "did you mean " + before + k + "?"
		}
	}
	return all
}

// engine is how text/template begins its errors: where, and what it was doing.
var engine = regexp.MustCompile(`(?s)^template: ([^:]*):(\d+)(?::\d+)?: (?:executing "[^"]*" at <(.*?)>: )?(.*)$`)

// noFunction is what it says of a function that does not exist.
var noFunction = regexp.MustCompile(`^function "(.*)" not defined$`)

// engineFault puts an error of the template engine into a coordinator's words.
// file is where to look if the error does not name a file of their own.
func (l *language) engineFault(err error, file string, near speller) Fault {
	f := Fault{File: file, What: err.Error(), Fix: "compare it with the built-in file, which convene templates export writes"}
	m := engine.FindStringSubmatch(f.What)
	if m == nil {
		return f
	}
	f.What = m[4]
	if strings.Contains(m[1], "/") {
		f.File = m[1]
		f.Line, _ = strconv.Atoi(m[2])
	}
	switch {
	case m[3] == "literal": // which nobody wrote
		f.What = strings.TrimPrefix(m[4], "error calling literal: ")
	case m[3] != "":
		f.What = fmt.Sprintf("at {{%s}}: %s", strings.TrimSuffix(strings.TrimPrefix(m[3], "{{"), "}}"), m[4])
	}
	if fn := noFunction.FindStringSubmatch(f.What); fn != nil {
		var known []string
		for name := range functions(l.table) {
			known = append(known, name)
		}
		f.What = "there is no function " + fn[1]
		f.Fix = near.meant(fn[1], "", known, "a value begins with a full stop, such as {{.Name}}; plain words stand outside of {{ }}")
	}
	return f
}
