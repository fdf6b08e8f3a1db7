package group

import "time"

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
