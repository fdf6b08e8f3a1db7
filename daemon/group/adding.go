package group

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// plainLine is a text as one line, without what could pass for something else.
func plainLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// newcomer is the member that "Leo Sand <leo@example.org>" adds.
func (g *Group) newcomer(text string) (Member, bool) {
	a, err := mail.ParseAddress(text)
	if err != nil || len(a.Address) > 254 || len(a.Name) > 80 {
		return Member{}, false
	}
	local, _, _ := strings.Cut(a.Address, "@")
	name := first(plainLine(a.Name), local)
	m := Member{Name: name, Email: a.Address, Zone: g.Zone, Language: g.Language, State: Active, Added: true}
	for _, o := range g.Members {
		m.Order = max(m.Order, o.Order+1)
	}
	id := strings.Trim(strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-"), "-")
	if len(id) > 30 {
		id = strings.Trim(id[:30], "-")
	}
	id = first(id, "member")
	m.ID = MemberID(id)
	for n := 2; ; n++ {
		if _, taken := g.Member(m.ID); !taken {
			return m, true
		}
		m.ID = MemberID(id + "-" + strconv.Itoa(n))
	}
}

// takenIn says why somebody cannot be added whom the group knows: member, asked (and
// has not answered, or the members have not), declined (said no); "" if they can.
func (g *Group) takenIn(n Member) string {
	i := slices.IndexFunc(g.Members, func(o Member) bool { return o.State != Left && o.State != Observer && o.Has(n.Email) })
	if i < 0 {
		return ""
	}
	o := g.Members[i]
	r, _ := g.Response("founding", "", 1, o.ID)
	switch {
	case o.Joining == Invited || o.Joining == Vetted:
		return "asked"
	case o.Joining == Declined && r.Value == string(No):
		return "declined"
	case o.Joining == Declined:
		return ""
	}
	return "member"
}

// added is how somebody begins whom a coordinator adds by mail, by the same rules as
// in the file, and whether the group knew them before.
func (g *Group) added(m Member, now time.Time) (Member, bool) {
	i := slices.IndexFunc(g.Members, func(o Member) bool { return o.Has(m.Email) })
	if i < 0 {
		return g.entering(m, now), false
	}
	back := g.Members[i]
	back.Name, back.State, back.ByMail, back.Added, back.Unreachable = m.Name, Active, true, true, false
	return g.entering(back, now), true
}
