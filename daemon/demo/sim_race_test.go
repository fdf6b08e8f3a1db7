//go:build race

package demo

// fewLives is how many lives are lived unless somebody asks for more, and fewFrom
// the seed of the first: under the race detector, where each takes ten times as
// long, one without a twin.
const fewLives, fewFrom = 1, 1
