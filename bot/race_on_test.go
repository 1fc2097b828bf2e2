//go:build race

package bot_test

// slowness is how many times longer everything takes: under the race detector
// the users of a load pause so much longer.
const slowness = 5
