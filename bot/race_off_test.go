//go:build !race

package bot_test

// slowness is how many times longer everything takes.
const slowness = 1
