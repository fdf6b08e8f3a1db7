package group

import "time"

// InCommon tells whether two texts share a word that says something.
func InCommon(a, b string) bool { return inCommon(a, b) }

// Coverage is how many objectives have been touched.
func (g *Group) Coverage(before time.Time) (touched, of int) { return g.coverage(before) }
