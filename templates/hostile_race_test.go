//go:build race

package templates

// sparse is how many rounds of [TestHostile] are left out between two: the race
// detector makes them slow, and there is nothing to race in them.
const sparse = 24
