package config

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"convene/daemon/schedule"
)

const maxMembers = 200

// person is a member on the way in, with the lines its parts stand on.
type person struct {
	Member
	line      int // of the entry
	aliasLine int
}

// members reads the list members and the [[group.member]] sections of a group.
func (r *reading) members(t *table, g *Group) {
	var people []*person
	if v := t.values["members"]; v != nil {
		for _, item := range v.items {
			if a, ok := r.address(item, "a member"); ok {
				people = append(people, &person{Member: Member{Name: a.Name, Address: a.Address}, line: item.line})
			}
		}
	}
	if v := t.values["member"]; v != nil {
		for _, item := range v.items {
			if p := r.member(item.table); p != nil {
				people = append(people, p)
			}
		}
	}
	if len(people) == 0 {
		if v := t.values["members"]; v != nil && len(v.items) == 0 {
			r.errorf(v.line, `write members = ["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.com>"]`, "the list of members is empty")
		} else if r.missing(t, "members") && r.missing(t, "member") {
			r.errorf(t.line, `add members = ["Ana Ruiz <ana@example.org>", "Ben Okoro <ben@example.com>"]`, "%s has no members", g.title())
		}
	}
	if len(people) > maxMembers {
		r.errorf(people[maxMembers].line, "split them into several groups; 7 to 15 is the size that works", "%s has %d members; more than %d cannot be a peer group", g.title(), len(people), maxMembers)
		people = people[:maxMembers]
	}
	taken := map[string]bool{}
	for _, p := range people {
		if p.ID == "" {
			continue
		}
		if taken[p.ID] {
			r.errorf(p.line, "give each member an id of their own, or leave it out", "two members have the id %s", p.ID)
		}
		taken[p.ID] = true
	}
	for i, p := range people {
		if p.Name == "" {
			p.Name = nameFromAddress(p.Address)
		}
		if p.ID == "" {
			if p.ID = slug(p.Name); p.ID == "" {
				p.ID = slug(p.Address[:max(0, strings.LastIndexByte(p.Address, '@'))])
			}
			if p.ID == "" {
				p.ID = fmt.Sprintf("member-%d", i+1)
			}
			p.ID = numbered(p.ID, taken)
			taken[p.ID] = true
		}
		if p.Zone == nil {
			p.Zone = g.Zone
		}
		if p.Language == "" {
			p.Language = g.Language
		}
		g.Members = append(g.Members, p.Member)
	}
	r.distinct(people, g)
}

func (r *reading) member(t *table) *person {
	p := &person{line: t.line}
	if v := t.values["id"]; v != nil {
		p.ID, p.IDGiven = r.id(v, "a member's id")
	}
	if v := t.values["name"]; v != nil {
		p.Name, _ = r.text(v, "name", maxName)
	}
	if v := t.values["timezone"]; v != nil {
		p.Zone = r.zone(v)
	}
	if v := t.values["language"]; v != nil {
		p.Language = r.language(v)
	}
	if v := t.values["aliases"]; v != nil {
		p.aliasLine = v.line
		for _, item := range v.items {
			if a, ok := r.address(item, "an alias"); ok {
				p.Aliases = append(p.Aliases, a.Address)
			}
		}
	}
	v := t.values["email"]
	if v == nil {
		if r.missing(t, "email") {
			r.errorf(t.line, `add email = "dana@example.com"`, "this member has no email")
		}
		return nil
	}
	p.line = v.line
	a, ok := r.address(v, "email")
	if !ok {
		return nil
	}
	if p.Address = a.Address; p.Name == "" {
		p.Name = a.Name
	}
	return p
}

// distinct notes addresses and names that stand for two members.
func (r *reading) distinct(people []*person, g *Group) {
	owner := map[string]*person{}
	names := map[string]*person{}
	for _, p := range people {
		for i, addr := range append([]string{p.Address}, p.Aliases...) {
			line := p.line
			if i > 0 {
				line = p.aliasLine
			}
			switch other := owner[fold(addr)]; {
			case other == p:
				r.errorf(line, "remove it", "%s stands twice for %s", addr, p.Name)
			case other != nil:
				r.errorf(line, "remove one of them; each member needs an address of their own", "%s and %s have the same address %s", other.Name, p.Name, addr)
			}
			owner[fold(addr)] = p
		}
		key := strings.ToLower(p.Name)
		if other := names[key]; other != nil && fold(other.Address) != fold(p.Address) {
			r.warnf(p.line, "add something that tells them apart, such as an initial", "two members of %s are called %s; replies that name one will be asked back", g.title(), p.Name)
		}
		names[key] = p
	}
}

// nameFromAddress makes "ana.ruiz@example.org" into "Ana Ruiz".
func nameFromAddress(addr string) string {
	local := addr[:max(0, strings.LastIndexByte(addr, '@'))]
	parts := strings.FieldsFunc(local, func(c rune) bool { return c == '.' || c == '_' || c == '-' || c == '+' })
	for i, p := range parts {
		c := []rune(p)
		c[0] = unicode.ToUpper(c[0])
		parts[i] = string(c)
	}
	if len(parts) == 0 {
		return addr
	}
	return strings.Join(parts, " ")
}

// addresses reads a list of people outside the list of members; those who are
// members get their name from there.
func (r *reading) addresses(v *value, name string, g *Group) []mail.Address {
	var list []mail.Address
	seen := map[string]bool{}
	for _, item := range v.items {
		a, ok := r.address(item, name)
		if !ok {
			continue
		}
		if seen[fold(a.Address)] {
			r.errorf(item.line, "remove one of them", "%s stands twice in %s", a.Address, name)
			continue
		}
		seen[fold(a.Address)] = true
		for _, m := range g.Members {
			if a.Name == "" && fold(m.Address) == fold(a.Address) {
				a.Name = m.Name
			}
		}
		list = append(list, a)
	}
	return list
}

// guests reads the [[group.guest]] sections.
func (r *reading) guests(t *table, g *Group) {
	v := t.values["guest"]
	if v == nil {
		return
	}
	for _, item := range v.items {
		gt := item.table
		var guest Guest
		bad := false
		if e := gt.values["email"]; e != nil {
			a, ok := r.address(e, "email")
			guest.Name, guest.Address, bad = a.Name, a.Address, !ok
			for _, m := range g.Members {
				if ok && fold(m.Address) == fold(a.Address) {
					r.errorf(e.line, "remove the guest; members are invited anyway", "the guest %s is a member", a.Address)
				}
			}
		} else {
			bad = true
			if r.missing(gt, "email") {
				r.errorf(gt.line, `add email = "guest@example.org"`, "this guest has no email")
			}
		}
		if n := gt.values["name"]; n != nil {
			guest.Name, _ = r.text(n, "name", maxName)
		}
		if guest.Name == "" && !bad {
			guest.Name = nameFromAddress(guest.Address)
		}
		if d := gt.values["meeting"]; d == nil {
			bad = true
			if r.missing(gt, "meeting") {
				r.errorf(gt.line, "add meeting = 2026-03-10, the day of the meeting", "this guest is invited to no meeting")
			}
		} else if day, ok := r.date(d, "meeting"); !ok {
			bad = true
		} else if guest.Meeting = g.meetingOn(day); guest.Meeting == "" {
			bad = true
			if len(g.Meetings.Dates) > 0 { // else the plan itself has problems
				r.errorf(d.line, "choose the day of a meeting; convene preview lists them", "there is no meeting on %s", day.Words())
			}
		}
		if slices.ContainsFunc(g.Guests, func(o Guest) bool { return fold(o.Address) == fold(guest.Address) && o.Meeting == guest.Meeting }) {
			r.errorf(gt.line, "remove one of them", "the guest %s is invited twice to the same meeting", guest.Address)
		} else if !bad {
			g.Guests = append(g.Guests, guest)
		}
	}
}

// meetingOn is the id of the meeting that takes place on a day, or was planned
// for it; "" if there is none.
func (g *Group) meetingOn(d schedule.Date) string {
	for _, o := range g.Meetings.Dates {
		if o.Local.Date == d {
			return o.ID
		}
	}
	for _, o := range g.Meetings.Dates {
		if strings.HasPrefix(o.ID, d.String()) {
			return o.ID
		}
	}
	return ""
}

func (r *reading) id(v *value, what string) (string, bool) {
	if !validID.MatchString(v.text) {
		fix := "use small letters, digits and hyphens, at most 40"
		if s := slug(v.text); s != "" {
			fix = fmt.Sprintf("write id = %q", s)
		}
		r.errorf(v.line, fix, "%s cannot be %s", what, quoted(v.text))
		return "", false
	}
	return v.text, true
}

func (r *reading) zone(v *value) *time.Location {
	loc, err := schedule.LoadZone(v.text)
	if err == nil {
		return loc
	}
	fix := "write a region and a city, such as Europe/Madrid or America/New_York"
	switch s := schedule.SuggestZone(v.text); s {
	case "":
	case v.text: // the name is right
		r.errorf(v.line, "install your system's time zone data, usually called tzdata", "this computer does not know the time zone %s", quoted(v.text))
		return nil
	default:
		fix = fmt.Sprintf("did you mean timezone = %q?", s)
	}
	r.errorf(v.line, fix, "there is no time zone %s", quoted(v.text))
	return nil
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)

func (r *reading) language(v *value) string {
	s := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(v.text), "_", "-"))
	if known := r.loader.Languages; known != nil {
		main, _, _ := strings.Cut(s, "-")
		for _, l := range known {
			if l == s {
				return s
			}
		}
		for _, l := range known {
			if l == main {
				return main
			}
		}
		r.errorf(v.line, "choose one of "+strings.Join(known, ", ")+", or add templates of your own for it", "there are no letters in the language %s", quoted(v.text))
		return ""
	}
	if !languageTag.MatchString(s) {
		r.errorf(v.line, `write its short code, such as "en" or "de"`, "%s is not a language", quoted(v.text))
		return ""
	}
	return s
}
