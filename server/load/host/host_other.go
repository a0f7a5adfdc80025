//go:build !linux

package host

import "time"

func pinThread(int) error { return nil }

// Processors lists those that this process may run on; here it is not known.
func Processors() []int { return nil }

// PinSelf does nothing here.
func PinSelf(int) error { return nil }

// UsageOf reads a process's usage; here it is not known.
func UsageOf(int) Usage { return Usage{At: time.Now()} }
