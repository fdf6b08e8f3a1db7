package schedule

import "fmt"

// Advice is an error about something a coordinator wrote: what is wrong, and what
// to write instead. Both are without a full stop.
type Advice struct{ What, Fix string }

// Error is both in one line.
func (a *Advice) Error() string { return a.What + "; " + a.Fix }

// advise makes an Advice.
func advise(fix, what string, args ...any) error {
	return &Advice{What: fmt.Sprintf(what, args...), Fix: fix}
}
