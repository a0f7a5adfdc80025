//go:build unix && !aix && !solaris

package bolt

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockShared keeps servers from opening a file while it is looked at. It is the lock that bbolt uses.
func lockShared(file *os.File, wait time.Duration) (unlock func(), err error) {
	for end := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		err := unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB)
		switch {
		case err == nil:
			return func() { _ = unix.Flock(int(file.Fd()), unix.LOCK_UN) }, nil
		case !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR):
			return nil, fmt.Errorf("not to be locked: %w", err)
		case time.Now().After(end):
			return nil, ErrInUse
		}
	}
}
