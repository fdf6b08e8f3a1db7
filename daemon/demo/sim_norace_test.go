//go:build !race

package demo

// fewLives is how many lives are lived unless somebody asks for more, and fewFrom
// the seed of the first.
const fewLives, fewFrom = 4, 0
