//go:build !race

package daemon_test

// oneIn is how many of the combinations of a matrix are tried: all.
const oneIn = 1
