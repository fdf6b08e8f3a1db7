package group

import "time"

// Awake is awake, for tests of zones.
func Awake(g *Group, t time.Time, m Member, letter bool) time.Time { return g.awake(t, m, letter) }
