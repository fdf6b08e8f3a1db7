//go:build !race

package daemon

// anyLives is how many lives a property is tried on.
const anyLives = 16
