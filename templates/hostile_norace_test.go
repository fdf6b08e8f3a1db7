//go:build !race

package templates

// sparse is how many rounds of [TestHostile] are left out between two.
const sparse = 2
