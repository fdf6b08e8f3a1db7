//go:build race

package inbox

// everyByte is the distance of the bytes at which a line breaks: the race detector
// makes each session ten times dearer. A prime.
const everyByte = 11
