//go:build !unix

package bench

// processorSeconds is unknown on this system.
func processorSeconds() float64 { return 0 }
