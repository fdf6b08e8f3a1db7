//go:build race

package demo

// fewLives is how many lives are lived unless somebody asks for more: under the
// race detector each takes ten times as long.
const fewLives = 2
