//go:build !linux

package room

import "time"

// sinceBoot is not known here; the process's own monotonic clock has to do.
func sinceBoot() (time.Duration, bool) { return 0, false }

// bootID is not known here: a process that starts believes the wall clock.
func bootID() string { return "" }
