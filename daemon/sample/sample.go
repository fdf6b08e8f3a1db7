// Package sample holds made-up mails: at least one of every practice and of every
// state that its template words, in every language of the letters. Whoever rewords
// a template sees with them what it says, and convene check tries a coordinator's
// own wording on them. Nobody of whom they tell exists.
package sample

import (
	"maps"
	"slices"
	"strings"
	"time"

	"convene/daemon/group"
)

// Mail is one mail as daemon/group would write it.
type Mail struct {
	Name     string // of the sample: the practice, and what is special about it
	Sections []group.Section
	Frame    string // letter or note
	Data     group.Frame
}

// Languages are those in which people speak in the samples, sorted.
func Languages() []string { return slices.Sorted(maps.Keys(scripts)) }

// baseMaker makes what all data have in common, for a member by first name and
// the number of the first ask.
type baseMaker func(name string, n int) group.Base

// adder adds a mail. full says that the footer stands below.
type adder func(name, frame, to string, full bool, sections ...group.Section)

// Mails are the sample mails, sorted by name. What members say in them is in the
// given language.
func Mails(lang string) []Mail {
	s := scripts[lang]
	b := func(name string, n int) group.Base {
		return group.Base{Name: name, Group: s.group, Address: "groups@example.org", Token: "k7f2xq4mz9trw3ab", N: n,
			Person: group.Person{Name: "Ana Ruiz", Email: "ana@example.org"}, Zone: lagos.String()}
	}
	var out []Mail
	add := func(name, frame, to string, full bool, sections ...group.Section) {
		f := group.Frame{Base: b(to, 0), Ref: "k7f2x", ShowFoot: full}
		if name == "welcome" {
			f.First, f.Operator = true, "Ana"
		}
		out = append(out, Mail{name, sections, frame, f})
	}
	for _, more := range []func(script, baseMaker, adder){
		letterMails, formMails, focusMails, meetMails, receiptMails, lifeMails, mondayMails, steerMails, closeMails, endMails,
	} {
		more(s, b, add)
	}
	slices.SortStableFunc(out, func(a, b Mail) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// lagos has one offset all year and needs no table of zones.
var lagos = time.FixedZone("Africa/Lagos", 3600)

func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, lagos)
}

const meetingRoom = "https://meet.example.org/tuesday"

var bothTurns = []group.TurnLine{{Role: "facilitator", Name: "Ben"}, {Role: "scribe", Name: "Chiara"}}
