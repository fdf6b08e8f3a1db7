//go:build race

package daemon

// anyLives is how many lives a property is tried on: under the race detector each
// takes ten times as long.
const anyLives = 3
