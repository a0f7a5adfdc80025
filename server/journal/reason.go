package journal

import (
	"context"
	"errors"
	"syscall"
)

// ErrCorrupt says that what the journal keeps its streams in is damaged while it runs. It cannot be
// mended by itself: a new copy would lack what cannot be read.
var ErrCorrupt = errors.New("the database is damaged")

// Reason says in words why commits are refused, for health checks and the operator: never a path,
// never what was to be stored.
func Reason(err error) string {
	switch {
	case errors.Is(err, ErrCorrupt):
		return "the database is damaged; start the server again to save what can be read, or restore a backup"
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full"
	case errors.Is(err, syscall.EDQUOT):
		return "the quota of the disk is used up"
	case errors.Is(err, syscall.EFBIG):
		return "the database has reached the largest size that a file may have here"
	case errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM), errors.Is(err, syscall.EBADF):
		return "the database is read-only"
	case errors.Is(err, syscall.EIO):
		return "the disk reports an I/O error"
	case errors.Is(err, context.DeadlineExceeded):
		return "the disk does not answer in time"
	}
	return "the database cannot be written"
}
