package schedule

import (
	"fmt"
	"strings"
	"unicode"
)

// Advice is an error about something a coordinator wrote: what is wrong, and what
// to write instead. Both are without a full stop.
type Advice struct{ What, Fix string }

// Error is both in one line.
func (a *Advice) Error() string { return a.What + "; " + a.Fix }

// advise makes an Advice.
func advise(fix, what string, args ...any) error {
	return &Advice{What: fmt.Sprintf(what, args...), Fix: fix}
}

// plain makes every run of white space one space, and refuses what cannot be
// seen: it would make an error message lie.
func plain(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	for _, c := range s {
		if !unicode.IsPrint(c) {
			return "", advise("retype it by hand", "it contains a character that cannot be seen (%U)", c)
		}
	}
	return s, nil
}
