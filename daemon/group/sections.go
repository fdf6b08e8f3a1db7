package group

import (
	"cmp"
	"slices"
	"strings"
)

// Sections are the items of every mail that has gone out, by the token of the mail,
// in the order of the table of practices.
func (g *Group) Sections() map[string][]Key {
	place := map[string]int{}
	for i, p := range Practices() {
		place[p.Name] = i
	}
	all := map[string][]Key{}
	for k, s := range g.settled {
		if s.How == "sent" && s.Letter != "" {
			all[s.Letter] = append(all[s.Letter], k)
		}
	}
	for _, keys := range all {
		slices.SortFunc(keys, func(a, b Key) int {
			return cmp.Or(cmp.Compare(place[a.Practice], place[b.Practice]), strings.Compare(a.Occurrence, b.Occurrence), cmp.Compare(a.Revision, b.Revision))
		})
	}
	return all
}
