//go:build !linux

package disk

import (
	"errors"
	"syscall"
)

// Op names what a mounted folder can be told to fail at.
type Op string

// Mounted is a folder whose changes are recorded; there is none on this system.
type Mounted struct{ *Record }

// Mount needs Linux.
func Mount(string, string) (*Mounted, error) {
	return nil, errors.New("a recorded file system needs Linux")
}

// Fail does nothing here.
func (m *Mounted) Fail(func(Op) syscall.Errno) {}

// Unmount does nothing here.
func (m *Mounted) Unmount() error { return nil }
