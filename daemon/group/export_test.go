package group

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Nine is nine, for tests of weekends.
func Nine(t time.Time, loc *time.Location, days int, weekends bool) time.Time {
	return nine(t, loc, days, weekends)
}

// Awake is awake, for tests of zones.
func Awake(g *Group, t time.Time, m Member, letter bool) time.Time { return g.awake(t, m, letter) }

// SharedObjectives is sharedObjectives, for tests of who shares what.
func SharedObjectives(g *Group) []Contribution { return g.sharedObjectives() }

// CharterAt is charterAt, for tests of what a version says.
func CharterAt(g *Group, version int) (CharterText, bool) { return g.charterAt(version) }

// CharterNow is charterNow.
func CharterNow(g *Group) (CharterText, bool) { return g.charterNow() }

// InCommon tells whether two texts share a word that says something.
func InCommon(a, b string) bool { return inCommon(a, b) }

// Coverage is how many of the objectives the meetings before an instant have touched.
func (g *Group) Coverage(before time.Time) (touched, of int) {
	of = len(g.objectives())
	return of - len(g.untouched(before)), of
}

// AgendaMinutes is the sum of an agenda's steps, -1 if one is shorter than a minute.
func AgendaMinutes(name string, minutes int) int {
	g := &Group{Settings: Settings{Agenda: name}}
	n := 0
	for _, s := range g.agenda(Meeting{ID: "m", Start: time.Unix(0, 0), Duration: time.Duration(minutes) * time.Minute}, time.UTC) {
		if s.Minutes < 1 {
			return -1
		}
		n += s.Minutes
	}
	return n
}

// OwnAgendaSteps are the steps of an agenda of the coordinator's own.
func OwnAgendaSteps(own []AgendaPart, minutes int) []AgendaStep {
	g := &Group{Settings: Settings{Agenda: "own", OwnAgenda: own}}
	return g.agenda(Meeting{ID: "m", Start: time.Unix(0, 0), Duration: time.Duration(minutes) * time.Minute}, time.UTC)
}

// Unquoted is unquoted.
var Unquoted = unquoted

// ToReadBack are the lines that wait to be read back to a member.
func ToReadBack(g *Group, m MemberID) []ReceiptLine {
	var lines []ReceiptLine
	for _, r := range g.unread(m, g.readUpTo(0)[m], 0) {
		lines = append(lines, g.lineOf(r, g.Zone))
	}
	return lines
}

// ReadBack tells whether what a mail came to has been read back to its writer.
func ReadBack(g *Group, m MemberID, inbox int64) bool {
	id := strconv.FormatInt(inbox, 10)
	for k, s := range g.settled {
		_, of, sorted := strings.Cut(k.Occurrence, " ")
		if k.Member == m && s.How == "sent" && (k.Occurrence == id || sorted && of == id) && slices.Contains([]string{"receipt", "share", "mydata", "steer", "confirm"}, k.Practice) {
			return true
		}
	}
	// What waited for its writer's consent when the end came was shown to nobody.
	kept := slices.ContainsFunc(g.Contributions, func(c Contribution) bool {
		return c.Member == m && c.Inbox == inbox && c.State == StateWaiting && c.Audience == OnlySelf && !g.Closed.IsZero()
	})
	for _, r := range g.Responses {
		if r.Practice == readBack && r.Member == m && r.Inbox == inbox {
			if kept = true; r.Question > g.readUpTo(0)[m] && len(g.unread(m, r.Question-1, r.Question)) > 0 && !g.handedOn(r) {
				return false
			}
		}
	}
	return kept
}

// handedOn tells whether a second unclear answer in a row, for which no letter comes
// before the end, went to a coordinator instead.
func (g *Group) handedOn(r Response) bool {
	if g.Closed.IsZero() || r.Value != unclearLine || g.lineOf(r, time.UTC).N == 0 {
		return false
	}
	for k, s := range g.settled {
		if k.Practice == "notice" && s.How == "sent" && k.Occurrence == string(r.Member)+" unclear "+strconv.FormatInt(r.Inbox, 10) {
			return true
		}
	}
	return false
}
