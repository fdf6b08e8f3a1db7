//go:build !race

package demo

// fewLives is how many lives are lived unless somebody asks for more.
const fewLives = 8
