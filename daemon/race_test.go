//go:build race

package daemon_test

// oneIn is how many of the combinations of a matrix are tried: the race detector
// makes each some ten times dearer. A prime, so that every value comes up.
const oneIn = 17
