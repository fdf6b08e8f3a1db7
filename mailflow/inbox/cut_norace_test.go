//go:build !race

package inbox

// everyByte is the distance of the bytes at which a line breaks.
const everyByte = 1
